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

// word is what a text says by itself. Equal texts share one.
type word struct {
	flat  string // folded, without spaces
	marks pattern.Marks
	runes int
	class class
	// column and label are what the profiles say of the text as a head.
	column, label string
	// answered is true where a person said what the column is.
	answered bool
	// plain is the text as a level's label: without numbering and points.
	plain string
	// known is true where plain is a level's name.
	known bool
	// name is the text as the name of an indicator, once named is true.
	name  string
	named bool
	// heads is whether the text may head a column, once asked is true.
	heads, asked bool
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
	w := &word{flat: squeeze(fold.Text(s))}
	d.seen[s] = w
	w.runes, w.marks = utf8.RuneCountInString(w.flat), pattern.Of(w.flat)
	if w.runes == 0 || w.runes > 8*longText {
		if w.runes > 0 {
			w.class = prose
		}
		return w
	}
	norm, _ := d.words.Norm(s)
	w.column, w.label = d.words.Column(norm), d.words.Label(norm)
	w.answered = d.words.Answered(norm)
	w.plain = w.flat
	depths := d.words.Depths(norm)
	stripped := numbering.ReplaceAllString(w.flat, "")
	bareName := points.ReplaceAllString(stripped, "")
	if n, _ := d.words.Norm(bareName); bareName != "" && d.words.Depths(n) != 0 {
		depths |= d.words.Depths(n)
		w.plain = bareName
	} else if stripped != w.flat && stripped != "" {
		w.plain = stripped
	}
	w.known = depths != 0
	w.class = d.classify(s, w, depths)
	return w
}

// classify gives the class of a text that is neither blank nor very long.
func (d *reader) classify(printed string, w *word, depths uint8) class {
	if c := w.byWords(depths); c != blank {
		return c
	}
	planned := known().planned.FindStringSubmatch(printed)
	if w.runes > longText && planned == nil {
		return prose
	}
	if planned != nil {
		if c := d.word(planned[1]).class; c.targety() {
			return c
		}
	}
	if front := points.ReplaceAllString(w.flat, ""); front != w.flat && front != "" {
		return d.word(front).class // 水质达标率(20分) is what stands before its points
	}
	if c := valueClass(printed, w); c != blank {
		return c
	}
	return w.byLength()
}

// byWords is the class of a text that is known as a whole: a comparator, a level's
// name, a sum, a head, a number; blank where it is none.
func (w *word) byWords(depths uint8) class {
	k, s := known(), w.flat
	switch {
	case k.kinds.In(s, &w.marks) || w.runes <= 6 && isComparator(s):
		return comparator
	case depths&3 == 3:
		return levelAny
	case depths&1 != 0:
		return level1
	case depths != 0:
		return level2
	case k.sums.In(s, &w.marks):
		return sum
	case smallInt.In(s, &w.marks):
		return bare
	case w.column != "" || w.label != "":
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
func valueClass(printed string, w *word) class {
	v := value.Parse(printed, value.Context{})
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
			!known().ticks.In(w.flat, &w.marks) && value.Classify(printed).Class != value.ClassNone {
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

// squeeze removes every space and invisible character.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '\v', '\f', 0xA0, 0x3000, 0x200b, 0xfeff, 0xad:
			return -1
		}
		return r
	}, s)
}
