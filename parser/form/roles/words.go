package roles

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema/yml"
)

// Words is what the profiles know of a text. The names are folded as labels are
// compared; Norm folds them.
type Words interface {
	// Norm is a text as labels are compared, with the note in its brackets; flat is
	// the text folded and without spaces.
	Norm(text, flat string) (name, note string)
	// Column is the role of the column that a name heads, "" where none is known.
	Column(norm string) string
	// Answered reports whether the role of a column was given by a person.
	Answered(norm string) bool
	// Label is the key of the field that a name labels, "" where none is known.
	Label(norm string) string
	// Depths has a bit for each depth, from 0, at which some profile has a level
	// of this name.
	Depths(norm string) uint8
	// Foreign reports whether profiles know both names and none has the inner
	// one below the outer one.
	Foreign(inner, outer string) bool
}

//go:embed words.yaml
var wordsYAML []byte

// patterns are the compiled words.yaml.
type patterns struct {
	kinds, sums, notes, titles, ticks, serials, counted *pattern.Pattern
	earlier, current, indicators, money                 *pattern.Pattern
	years, dated, seasons, planned                      *pattern.Pattern
	superseded, superseding                             *pattern.Pattern
}

var known = sync.OnceValue(func() *patterns {
	var raw struct {
		Kinds, Sums, Notes, Titles, Ticks, Serials, Counted string
		Earlier, Current, Indicators, Money                 string
		Years, Dated, Seasons, Plan, Result                 string
		Superseded, Superseding                             string
	}
	if err := yml.Decode("words.yaml", wordsYAML, &raw); err != nil {
		panic("the embedded words are broken: " + err.Error())
	}
	must := pattern.MustCompile
	return &patterns{
		kinds: must(raw.Kinds), sums: must(raw.Sums), notes: must(raw.Notes), titles: must(raw.Titles), ticks: must(raw.Ticks),
		serials: must(raw.Serials), counted: must(raw.Counted), earlier: must(raw.Earlier), current: must(raw.Current),
		indicators: must(raw.Indicators), money: must(raw.Money), years: must(raw.Years), dated: must(raw.Dated), seasons: must(raw.Seasons),
		superseded: must(raw.Superseded), superseding: must(raw.Superseding),
		planned: must(fmt.Sprintf(`^\s*(?:%s)\s*[:：](.+?)[;；,，、/\s]\s*(?:%s)\s*[:：](.+)$`, raw.Plan, raw.Result)),
	}
})
