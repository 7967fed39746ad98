package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// inline reads "label: value" inside one cell, and several such pairs.
func (f *fieldReader) inline(c *cell) []hit {
	text := c.Text
	if m := bullet.FindString(text); m != "" {
		text = text[len(m):]
	}
	name, rest, ok := cutColon(text)
	if !ok {
		return f.runningAmounts(c, text)
	}
	norm, note := splitLabel(name)
	key := f.d.label(norm)
	if key == KeyNone || key == KeyGroup {
		if amounts := f.runningAmounts(c, rest); amounts != nil {
			return amounts
		}
	}
	if key == KeyNone || key == KeyGroup || key == KeySum || strings.TrimSpace(rest) == "" {
		return nil
	}
	out := []hit{{key: key, label: name, note: note, from: []*cell{c}, column: c.Col, repairs: c.Repairs, doubts: c.Doubts}}
	for {
		at, next, nextRest := f.nextPair(rest)
		if at < 0 {
			break
		}
		norm, note := splitLabel(next)
		out[len(out)-1].text = rest[:at]
		out = append(out, hit{key: f.d.label(norm), label: strings.TrimSpace(next), note: note, from: []*cell{c}, column: c.Col + len(out)})
		rest = nextRest
	}
	out[len(out)-1].text = rest
	for i := range out {
		switch h := &out[i]; h.key.family() {
		case "unit", "department", "project", "funds":
			h.text = strings.TrimRight(h.text, "；;。，, \t\n")
		}
	}
	return out
}

// bullet is what a list prints in front of a line.
var bullet = pattern.MustCompile(`^\s*[-*+•·●○■◆▪►➢]\s+`)

// runningAmounts reads a text that is nothing but labels of amounts, each with its
// amount and no colon between: 项目资金总额132万元，其中财政拨款132万元。
func (f *fieldReader) runningAmounts(c *cell, text string) []hit {
	if len(text) > maxPairs || !strings.Contains(text, "元") {
		return nil
	}
	var out []hit
	for s := squeeze(fold.Text(text)); s != "" && s != "。"; {
		s = strings.TrimLeft(s, ",;、")
		for _, w := range []string{"其中:", "其中"} {
			s = strings.TrimPrefix(s, w)
		}
		m := namedPart.FindStringSubmatch(s)
		if m == nil || !strings.HasSuffix(m[2], "元") {
			return nil
		}
		key := f.d.label(labelNorm(m[1]))
		if key.family() != "funds" {
			return nil
		}
		out = append(out, hit{key: key, label: m[1], text: m[2], from: []*cell{c}, column: c.Col + len(out), repairs: c.Repairs, doubts: c.Doubts})
		s = s[len(m[0]):]
	}
	return out
}

// The lengths, in runes, of a label of a goal at the head of a text that runs on
// from it, and of that text.
const (
	minRunOnLabel = 4
	minRunOn      = 8
)

// runOn reads a goal whose label runs into it on a page, where no line between
// the two is drawn: 年度总体目标完成鉴定. Where the label ends is a doubt.
func (f *fieldReader) runOn(c *cell) (h hit, ok bool) {
	if c.Place.Page == 0 {
		return h, false
	}
	text := []rune(strings.TrimSpace(c.Text))
	for n := min(maxLabel, len(text)-minRunOn); n >= minRunOnLabel; n-- {
		key := f.d.label(labelNorm(string(text[:n])))
		if key.family() != "goals" {
			continue
		}
		h = hit{key: key, label: string(text[:n]), text: string(text[n:]), from: []*cell{c}, column: c.Col, repairs: c.Repairs}
		h.doubts = append(h.doubts, c.Doubts...)
		h.doubts = append(h.doubts, grid.Doubt{
			Question: schema.QuestionText, Alternatives: []string{string(text)},
			Why: schema.Text{ZH: "栏目名与内容之间没有分开", EN: "label and text are not parted"},
		})
		return h, true
	}
	return h, false
}

// maxPairs is the length in bytes beyond which a cell holds text, and a label
// inside it is a word of the text.
const maxPairs = 600

// nextPair finds a second known label with a colon behind a space.
func (f *fieldReader) nextPair(s string) (at int, label, rest string) {
	if len(s) > maxPairs {
		return -1, "", ""
	}
	for i, r := range s {
		if !strings.ContainsRune(" \n\t　；;", r) {
			continue
		}
		tail := s[i+utf8.RuneLen(r):]
		name, after, ok := cutColon(tail)
		if ok && f.d.label(labelNorm(name)) != KeyNone {
			return i, name, after
		}
	}
	return -1, "", ""
}

// cutColon cuts a text at its first colon, if that comes within the length of
// a label.
func cutColon(s string) (before, after string, ok bool) {
	n := 0
	for i, r := range s {
		if r == ':' || r == '：' {
			return s[:i], s[i+utf8.RuneLen(r):], i > 0
		}
		if n++; n > maxLabel {
			return "", "", false
		}
	}
	return "", "", false
}

// unknown files a cell that is no known label: as the label of an extra pair
// where a value stands right of it, else as text on its own.
func (f *fieldReader) unknown(t *table, c *cell) {
	if t.Prose {
		return
	}
	if c.norm == "" && isMoney(c.note) {
		f.amountsIn(c, c.note)
		return
	}
	label := strings.TrimRight(squeeze(c.Text), ":：")
	if name, rest, ok := cutColon(c.Text); ok && strings.TrimSpace(rest) != "" {
		f.hits = append(f.hits, hit{label: squeeze(name), text: rest, from: []*cell{c}, repairs: c.Repairs, doubts: c.Doubts})
		return
	}
	if utf8.RuneCountInString(label) <= maxUnknownLabel && !strings.ContainsAny(label, "。；;") {
		if v := f.right(t, c.Row, c); v != nil && !v.taken() {
			v.take()
			c.is(fateLabel, whyFieldLabel)
			f.hits = append(f.hits, hit{label: label, text: v.Text, from: []*cell{v}, repairs: v.Repairs, doubts: v.Doubts})
			return
		}
	}
	f.hits = append(f.hits, hit{label: otherText, text: c.Text, from: []*cell{c}, doubts: c.Doubts})
}

// maxUnknownLabel is the length in runes up to which an unknown cell beside
// another one is taken for its label.
const maxUnknownLabel = 24

// otherText is the label of extra text that has none on the form.
const otherText = "其他文字"
