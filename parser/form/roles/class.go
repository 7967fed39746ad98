package roles

import (
	"strings"

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

// classify gives the class of a text that is neither blank nor very long.
func (w *Word) classify() class {
	if c := w.knownAs(); c != blank {
		return c
	}
	planned := known.planned.FindStringSubmatch(w.printed())
	if w.runes > longText && planned == nil {
		return prose
	}
	if planned != nil {
		if c := w.lex.Word(planned[1]).class(); c.targety() {
			return c
		}
	}
	if w.pointed() {
		if front := points.ReplaceAllString(w.flat, ""); front != "" {
			return w.lex.Word(front).class() // 水质达标率(20分) is what stands before its points
		}
	}
	if c := w.valueClass(); c != blank {
		return c
	}
	return w.byLength()
}

// byWords is the class of a text that is known as a whole: a comparator, a level's
// name, a sum, a head, a number; blank where it is none.
func (w *Word) byWords() class {
	k, s := &known, w.flat
	switch {
	case w.has(k.kinds) || w.runes <= 6 && isComparator(s):
		return comparator
	case w.depths&3 == 3:
		return levelAny
	case w.depths&1 != 0:
		return level1
	case w.depths != 0:
		return level2
	case w.has(k.sums):
		return sum
	case w.has(smallInt):
		return bare
	case w.label() != "" || w.Column() != "":
		return head
	case w.has(k.serials):
		return serial
	case w.has(k.notes):
		return note
	}
	return blank
}

// byLength is the class of a text that says nothing by itself.
func (w *Word) byLength() class {
	s := w.flat
	switch {
	case value.DimensionOf(s) != words.Unknown:
		return unit
	case w.has(known.ticks):
		return tick
	case w.has(sentence) || strings.Count(s, "，")+strings.Count(s, ",") > 1:
		return prose
	case w.runes <= 3:
		return short
	case w.runes <= 6:
		return middle
	}
	return text
}

// valueClass is the class of a text as a target, blank where it is none.
func (w *Word) valueClass() class {
	v := value.Parse(w.printed(), value.Context{})
	switch v.Kind {
	case schema.KindQuantity, schema.KindInterval:
		if w.has(known.counted) {
			return text
		}
		if v.Number != "" || v.Min != "" {
			return w.numberClass()
		}
	case schema.KindDeadline:
		return deadline
	case schema.KindQualitative:
		if w.runes <= longWord && value.DimensionOf(w.flat) == words.Unknown &&
			!w.has(known.ticks) && value.Classify(w.printed()).Class != value.ClassNone {
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
func (w *Word) numberClass() class {
	switch marked := w.has(measured); {
	case !marked && w.runes <= longWord:
		return qualitative
	case !marked:
		return text
	case w.runes <= longValue || w.has(compares):
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
