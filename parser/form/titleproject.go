package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A form may name its project in its title alone: “某项目”2025年度绩效目标表, or
// 某某运营补助绩效目标（2025年）. Where no label names it, it is read from there with a doubt.

// quotedProject is a project in quotation marks.
var quotedProject = pattern.MustCompile(`[“"《「]([^“”"《》「」]{2,60})[”"》」]`)

// minTitleProject is the length in runes below which what a title says is no project.
const minTitleProject = 6

// projectIn is the project that a title names as printed, "" for none.
func projectIn(title string) string {
	if m := quotedProject.FindStringSubmatch(title); m != nil {
		return m[1]
	}
	folded := arabicYears(foldedFlat(title))
	name, _, ok := strings.Cut(yearIn.ReplaceAllString(folded, ""), "绩效目标")
	if !ok || utf8.RuneCountInString(name) < minTitleProject || strings.ContainsAny(name, inSentence+"()") || words.NoProject.In(name) {
		return ""
	}
	if words.NoProjectEnd.Ends(name) && !yearBehind(folded, name) {
		return ""
	}
	return printedTitle(title, name)
}

// yearBehind reports whether a title names a project right before the year: 护栏改造项目
// 2025年度绩效目标. With the year before it, 2025年重点项目绩效目标, it may name many.
func yearBehind(folded, name string) bool {
	at := yearIn.FindStringIndex(folded)
	return at != nil && folded[:at[0]] == name && words.ProjectHead.Ends(name)
}

// projectOfTitle takes the project from the title where nothing else names it.
func (b *builder) projectOfTitle(f *fields) {
	if f.title == nil || b.d.Title == "" || f.textOf(KeyName) != "" {
		return
	}
	dst := b.textKey(KeyName)
	if name := projectIn(b.d.Title); name != "" && *dst == "" {
		*dst = name
		b.trace.add(string(KeyName), f.title.place())
		for _, c := range f.title.from {
			b.gives(c, fateKey, string(KeyName), name)
		}
		b.ask(string(KeyName), schema.QuestionText, name, nil)
	}
}
