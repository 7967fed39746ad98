package roles

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// class is what a cell holds, from its text alone.
type class uint8

const (
	blank      class = iota
	comparator       // ≥, 大于等于, 定性
	level1           // 产出指标
	level2           // 数量指标
	levelAny         // 成本指标, which stands at either depth
	sum              // 合计
	bare             // 60
	head             // a name that some profile knows
	serial           // (1)
	note             // 填报人:
	prose            // sentences
	quantity         // ≥60个
	longQuantity
	deadline    // 12月底前
	unit        // 个
	tick        // √
	qualitative // 有效提升
	short       // up to 3 characters
	middle      // up to 6
	text
	classes
)

// targety are the classes that targets have.
func (c class) targety() bool {
	switch c {
	case quantity, longQuantity, deadline, qualitative, bare:
		return true
	}
	return false
}

// level reports whether a class is a level's name.
func (c class) level() bool { return c == level1 || c == level2 || c == levelAny }

// word is what a text says by itself, each thing once it is asked for. Equal texts
// share one.
type word struct {
	d       *reader
	printed string
	flat    string // folded, without spaces
	norm    string // as labels are compared
	marks   pattern.Marks
	runes   int
	// label is what the profiles say of the text as the label of a field.
	label string
	// plain is the text as a level's label: without numbering and points.
	plain string
	// depths are those at which plain is a level's name; known is true where there
	// is one.
	depths uint8
	known  bool

	asked   asked
	first   class  // what it is known as
	whole   class  // what it is
	heads   bool   // it may head a column
	heading string // the role of the column that it heads
	name    string // the text as the name of an indicator
}

// asked are the questions that a word has an answer to.
type asked uint8

const (
	askedFirst asked = 1 << iota
	askedWhole
	askedHeading
	askedName
	askedHeads
)

// anew notes a question, and reports whether it was not asked before.
func (a *asked) anew(q asked) bool {
	was := *a&q != 0
	*a |= q
	return !was
}

// reader remembers the texts of one document.
type reader struct {
	words Words
	seen  map[string]*word
	// leveled has the level's name that a name begins with.
	leveled map[string]string
	year    string // of the form, where the document names only one
}

const (
	// longText is the length from which a cell is prose, in runes.
	longText = 30
	// longValue bounds what may be a plain quantity.
	longValue = 12
	// longWord bounds a qualitative word.
	longWord = 10
)

var (
	points    = pattern.MustCompile(`[(【\[](?:权重|分值)?:?(\d+(?:\.\d+)?)(?:分|%)?[)】\]]$`)
	numbering = pattern.MustCompile(`^[(]?[一二三四五六七八九十\d]{1,3}[)、.．]+`)
	smallInt  = pattern.MustCompile(`^[\d,.]+$`)
	compares  = pattern.MustCompile(`^[≥≤=<>]`)
	measured  = pattern.MustCompile(`\d|[≥≤=<>]|百分之|不低于|不少于|不超过|不高于`)
	sentence  = pattern.MustCompile(`[。;；]`)
)

// word reads a text.
func (d *reader) word(s string) *word {
	if w, ok := d.seen[s]; ok {
		return w
	}
	w := &word{d: d, printed: s, flat: squeeze(fold.Text(s))}
	d.seen[s] = w
	w.runes, w.marks = utf8.RuneCountInString(w.flat), pattern.Of(w.flat)
	if w.runes == 0 || w.runes > 8*longText {
		w.asked = askedFirst | askedWhole | askedHeading
		if w.runes > 0 {
			w.first, w.whole = prose, prose
		}
		return w
	}
	w.norm, _ = d.words.Norm(s)
	w.label = d.words.Label(w.norm)
	w.findLevel()
	return w
}

// findLevel finds the level that a text names, behind its numbering and before its
// points.
func (w *word) findLevel() {
	w.plain, w.depths = w.flat, w.d.words.Depths(w.norm)
	if numbering.In(w.flat, &w.marks) {
		if s := numbering.ReplaceAllString(w.flat, ""); s != "" {
			w.plain = s
		}
	}
	name := w.plain
	if points.In(w.flat, &w.marks) {
		name = points.ReplaceAllString(w.plain, "")
	}
	if name != "" && name != w.printed {
		norm, _ := w.d.words.Norm(name)
		if depths := w.d.words.Depths(norm); depths != 0 {
			w.depths, w.plain = w.depths|depths, name
		}
	}
	w.known = w.depths != 0
}

// answered reports whether a person said what the column of the text is.
func (w *word) answered() bool { return w.d.words.Answered(w.norm) }

// column is the role of the column that the text heads, "" where none is known.
func (w *word) column() string {
	if w.asked.anew(askedHeading) {
		w.heading = w.d.words.Column(w.norm)
	}
	return w.heading
}

// class is what the text is.
func (w *word) class() class {
	if w.asked.anew(askedWhole) {
		w.whole = w.classify()
	}
	return w.whole
}

// knownAs is the class of a text that is known as a whole, blank where it is not.
func (w *word) knownAs() class {
	if w.asked.anew(askedFirst) {
		w.first = w.byWords()
	}
	return w.first
}

// atOnce is class where it is known at once, blank where no text of a class that
// texts are known as can be meant: the quick look at the many that are values and
// names.
func (w *word) atOnce() class {
	if w.asked&askedWhole == 0 {
		if c := w.knownAs(); c != blank || !points.In(w.flat, &w.marks) {
			return c
		}
	}
	return w.class()
}

// is reports whether the text is of a class that texts are known as: a head, a sum,
// a note.
func (w *word) is(k class) bool { return w.atOnce() == k }

// level reports whether the text is a level's name.
func (w *word) level() bool { return w.atOnce().level() }

// classify gives the class of a text that is neither blank nor very long.
func (w *word) classify() class {
	if c := w.knownAs(); c != blank {
		return c
	}
	planned := known().planned.FindStringSubmatch(w.printed)
	if w.runes > longText && planned == nil {
		return prose
	}
	if planned != nil {
		if c := w.d.word(planned[1]).class(); c.targety() {
			return c
		}
	}
	if points.In(w.flat, &w.marks) {
		if front := points.ReplaceAllString(w.flat, ""); front != "" {
			return w.d.word(front).class() // 水质达标率(20分) is what stands before its points
		}
	}
	if c := w.valueClass(); c != blank {
		return c
	}
	return w.byLength()
}

// byWords is the class of a text that is known as a whole: a comparator, a level's
// name, a sum, a head, a number; blank where it is none.
func (w *word) byWords() class {
	k, s := known(), w.flat
	switch {
	case k.kinds.In(s, &w.marks) || w.runes <= 6 && isComparator(s):
		return comparator
	case w.depths&3 == 3:
		return levelAny
	case w.depths&1 != 0:
		return level1
	case w.depths != 0:
		return level2
	case k.sums.In(s, &w.marks):
		return sum
	case smallInt.In(s, &w.marks):
		return bare
	case w.label != "" || w.column() != "":
		return head
	case k.serials.In(s, &w.marks):
		return serial
	case k.notes.In(s, &w.marks):
		return note
	}
	return blank
}

// byLength is the class of a text that says nothing by itself.
func (w *word) byLength() class {
	s := w.flat
	switch {
	case value.DimensionOf(s) != words.Unknown:
		return unit
	case known().ticks.In(s, &w.marks):
		return tick
	case sentence.In(s, &w.marks) || strings.Count(s, "，")+strings.Count(s, ",") > 1:
		return prose
	case w.runes <= 3:
		return short
	case w.runes <= 6:
		return middle
	}
	return text
}

// valueClass is the class of a text as a target, blank where it is none.
func (w *word) valueClass() class {
	v := value.Parse(w.printed, value.Context{})
	switch v.Kind {
	case schema.KindQuantity, schema.KindInterval:
		if known().counted.In(w.flat, &w.marks) {
			return text
		}
		if v.Number != "" || v.Min != "" {
			return w.numberClass()
		}
	case schema.KindDeadline:
		return deadline
	case schema.KindQualitative:
		if w.runes <= longWord && value.DimensionOf(w.flat) == words.Unknown &&
			!known().ticks.In(w.flat, &w.marks) && value.Classify(w.printed).Class != value.ClassNone {
			return qualitative
		}
	case schema.KindScale, schema.KindReference, schema.KindCompound:
		if w.runes <= 2*longWord {
			return qualitative
		}
	}
	return blank
}

// numberClass is the class of a text that the grammar of values reads as a number.
func (w *word) numberClass() class {
	switch marked := measured.In(w.flat, &w.marks); {
	case !marked && w.runes <= longWord:
		return qualitative
	case !marked:
		return text
	case w.runes <= longValue || compares.In(w.flat, &w.marks):
		return quantity
	}
	return longQuantity
}

// isComparator reports whether a text is nothing but a comparator: it gives its
// operator to a number that stands in another column.
func isComparator(s string) bool {
	if s == "" || strings.ContainsAny(s, "0123456789") {
		return false
	}
	v := value.Parse("7", value.Context{Op: s})
	return v.Kind == schema.KindQuantity && v.Op != "" && !v.OpImplied
}

// squeeze removes every space, line break and invisible character.
func squeeze(s string) string { return fold.Squeeze(s) }
