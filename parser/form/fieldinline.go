package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
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
		if first, _, _ := f.firstOf(rest, key); f.wholeAmount(norm, first) {
			key = KeyAmount
		}
	}
	if key == KeyGroup || key == KeySum || strings.TrimSpace(rest) == "" {
		return nil
	}
	if at, _, _ := f.nextPair(rest, key); key == KeyNone && (at < 0 || !strangeName(name)) {
		return nil
	}
	out := []hit{{key: key, label: name, note: note, from: []*cell{c}, column: c.Col, repairs: c.Repairs(), doubts: c.Doubts()}}
	for {
		at, next, nextRest := f.nextPair(rest, out[len(out)-1].key)
		if at < 0 {
			break
		}
		norm, note := splitLabel(next)
		out[len(out)-1].text = rest[:at]
		key := f.d.label(norm)
		if first, _, _ := f.firstOf(nextRest, key); f.wholeAmount(norm, first) {
			key = KeyAmount
		}
		out = append(out, hit{key: key, label: strings.TrimSpace(next), note: note, from: []*cell{c}, column: c.Col + len(out)})
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
		out = append(out, hit{key: key, label: m[1], text: m[2], from: []*cell{c}, column: c.Col + len(out), repairs: c.Repairs(), doubts: c.Doubts()})
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
	if c.Spot.Page() == 0 {
		return h, false
	}
	text := []rune(strings.TrimSpace(c.Text))
	for n := min(maxLabel, len(text)-minRunOn); n >= minRunOnLabel; n-- {
		key := f.d.label(labelNorm(string(text[:n])))
		if key.family() != "goals" {
			continue
		}
		h = hit{key: key, label: string(text[:n]), text: string(text[n:]), from: []*cell{c}, column: c.Col, repairs: c.Repairs()}
		h.doubts = append(h.doubts, c.Doubts()...)
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

// firstOf is the text up to the next pair.
func (f *fieldReader) firstOf(s string, key Key) (text, label, rest string) {
	if at, next, after := f.nextPair(s, key); at >= 0 {
		return s[:at], next, after
	}
	return s, "", ""
}

// wholeAmount reports whether a label that is no other one names the whole amount:
// it speaks of money, and an amount stands beside it.
func (f *fieldReader) wholeAmount(norm, text string) bool {
	if !strings.ContainsAny(text, "0123456789０１２３４５６７８９") || !f.d.amountLabel(norm) {
		return false
	}
	if k := f.d.label(norm); k != KeyNone && k != KeyGroup {
		return false
	}
	return f.isAmount(text)
}

// isAmount reports whether a text is one amount and nothing else.
func (f *fieldReader) isAmount(text string) bool {
	_, _, ok := value.ParseAmount(strings.TrimRight(text, "；;。，, \t\n"))
	return ok
}

// maxStrange is the length in runes of a label that nobody knows.
const maxStrange = 10

// strangeName reports whether a text may be a label that nobody knows: a few
// characters and nothing else.
func strangeName(s string) bool {
	norm, _ := splitLabel(s)
	return utf8.RuneCountInString(norm) >= 2 && utf8.RuneCountInString(norm) <= maxStrange && ideographs(norm)
}

// wideGap reports whether the space at a place of a line parts two pairs: it is a
// tab or the width of a character at least.
func wideGap(s string, at int) bool {
	r, n := utf8.DecodeRuneInString(s[at:])
	if r == '\t' || r == '\n' || r == '\u3000' {
		return true
	}
	next, _ := utf8.DecodeRuneInString(s[at+n:])
	return unicode.IsSpace(r) && unicode.IsSpace(next)
}

// secondLabel reports whether a name with a colon behind a space is the label of
// another pair: a known one, that of an amount, or where the text before is none of
// several lines and the space is wide, or the name ends as labels do, any short one.
func (f *fieldReader) secondLabel(name, after string, before Key, wide bool) bool {
	norm := labelNorm(name)
	text := strings.Fields(after)
	if f.d.label(norm) != KeyNone || len(text) > 0 && f.wholeAmount(norm, text[0]) {
		return true
	}
	if before.family() == "goals" || before.family() == "narrative" || len(text) == 0 {
		return false
	}
	if strings.ContainsFunc(strings.TrimSpace(name), unicode.IsSpace) {
		return false // the label may begin at that space
	}
	// No office and no project has a colon in its name.
	named := before == KeyName || before.family() == "unit" || before.family() == "department"
	return strangeName(name) && (wide || named || labelEnd.MatchString(norm))
}

// nextPair finds a second label with a colon behind a space: a known one, or behind
// a wide one any that is short, where the text before is none of several lines.
func (f *fieldReader) nextPair(s string, before Key) (at int, label, rest string) {
	if len(s) > maxPairs {
		return -1, "", ""
	}
	for i, r := range s {
		if !strings.ContainsRune(" \n\t　；;\u00a0", r) {
			continue
		}
		tail := s[i+utf8.RuneLen(r):]
		name, after, ok := cutColon(tail)
		if ok && f.secondLabel(name, after, before, wideGap(s, i) || f.isAmount(s[:i])) {
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
		f.strangePair(c)
		return
	}
	if c.norm() == "" && isMoney(c.note()) {
		f.amountsIn(c, c.note())
		return
	}
	label := strings.TrimRight(squeeze(c.Text), ":：")
	if name, rest, ok := cutColon(bullet.ReplaceAllString(c.Text, "")); ok && strings.TrimSpace(rest) != "" && !f.amountRight(t, c, rest) {
		f.hits = append(f.hits, hit{label: squeeze(name), text: rest, from: []*cell{c}, repairs: c.Repairs(), doubts: c.Doubts()})
		return
	}
	if utf8.RuneCountInString(label) <= maxUnknownLabel && !strings.ContainsAny(label, "。；;") && !f.isAmount(label) {
		if v := f.right(t, c.Row, c); v != nil && !v.taken() {
			v.take()
			c.is(fateLabel, whyFieldLabel)
			f.hits = append(f.hits, hit{label: label, text: v.Text, from: []*cell{v}, repairs: v.Repairs(), doubts: v.Doubts()})
			return
		}
	}
	f.hits = append(f.hits, hit{label: otherText, text: c.Text, from: []*cell{c}, doubts: c.Doubts()})
}

// amountRight reports whether an amount stands right of a cell with a colon that has no
// figure behind that: the cell is its label as a whole. 其中：当年安排 | 2000.
func (f *fieldReader) amountRight(t *table, c *cell, rest string) bool {
	v := f.right(t, c.Row, c)
	return v != nil && !v.taken() && f.isAmount(v.Text) && !strings.ContainsAny(itemNumber.ReplaceAllString(foldedFlat(rest), ""), "0123456789")
}

// itemNumber is a number in brackets that begins an item: (1)政府预算资金.
var itemNumber = pattern.MustCompile(`^\(\d{1,2}\)`)

// strangePair keeps a line that is a label nobody knows with its text, or a note.
func (f *fieldReader) strangePair(c *cell) {
	text := bullet.ReplaceAllString(c.Text, "")
	name, rest, ok := cutColon(text)
	note := isNote(c)
	switch {
	case note && (!ok || !strangeName(name)):
		name, rest = otherText, text
	case !ok, strings.TrimSpace(rest) == "", !strangeName(name), !note && (utf8.RuneCountInString(rest) > maxStrangeText || strings.HasSuffix(rest, "。")):
		return
	}
	f.hits = append(f.hits, hit{label: squeeze(name), text: rest, from: []*cell{c}, repairs: c.Repairs(), doubts: c.Doubts()})
}

// maxStrangeText is the length in runes of the text of a label that nobody knows.
const maxStrangeText = 60

// maxUnknownLabel is the length in runes up to which an unknown cell beside
// another one is taken for its label.
const maxUnknownLabel = 24

// otherText is the label of extra text that has none on the form.
const otherText = "其他文字"
