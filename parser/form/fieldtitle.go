package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// bareTitle reads a form's first line as its title where it is one without the
// word 表: alone on its row, and what stands below it is no text for it.
func (f *fieldReader) bareTitle(a area) {
	cells := a.t.filled(a.from)
	if a.t.Prose {
		f.yearOver(a)
		return
	}
	if len(cells) != 1 || cells[0].ColSpan < a.t.Cols && a.t.Spans == grid.Exact {
		return
	}
	c, s := cells[0], cells[0].squeezed()
	if titleLike(s) != "" || !bareTitle.MatchString(s) || a.from+1 >= a.to {
		return
	}
	below := a.t.filled(a.from + 1)
	if len(below) == 0 || len(below) == 1 && !f.isLabel(below[0]) && !yearLine.MatchString(below[0].squeezed()) {
		return // 年度绩效目标 over its text
	}
	f.title = &hit{text: squeeze(c.Text), from: []*cell{c}, repairs: c.Repairs, doubts: c.Doubts}
	if m := yearInTitle.FindStringSubmatch(s); m != nil {
		f.year = &hit{key: KeyYear, text: m[1], from: []*cell{c}}
	}
	c.take()
}

// yearOver reads the title of a form that stands in lines above it, in words that
// are no title by themselves, where it names the fiscal year.
func (f *fieldReader) yearOver(a area) {
	for row := a.from; row < a.to && row < a.from+maxTitleLines; row++ {
		cells := a.t.filled(row)
		if len(cells) != 1 {
			continue
		}
		c, s := cells[0], cells[0].squeezed()
		year := yearTitle(s)
		if year == "" {
			if titleLike(s) != "" || f.isLabel(c) {
				return
			}
			continue
		}
		f.title = &hit{text: squeeze(c.Text), from: []*cell{c}, repairs: c.Repairs, doubts: c.Doubts}
		f.year = &hit{key: KeyYear, text: year, from: []*cell{c}}
		c.take()
		return
	}
}

// yearTitle is the fiscal year of a line that is a form's title in words that are
// none by themselves, 项目绩效指标卡片(2025年度); "" of other lines.
func yearTitle(folded string) string {
	m := yearInTitle.FindStringSubmatch(folded)
	if m == nil || !bareTitle.MatchString(folded) || headingYear.MatchString(folded) {
		return ""
	}
	return m[1]
}

// maxTitleLines is how far below the beginning of a form's lines its title may stand.
const maxTitleLines = 4

// heading reads a row that is a title, a year, a unit of money, or several of
// these, and nothing else.
func (f *fieldReader) heading(t *table, row int) bool {
	cells := t.filled(row)
	if len(cells) == 0 || len(cells) > 4 || cells[0].taken() || cells[0].Row != row {
		return false
	}
	if t.Spans == grid.Open && len(cells) > 1 && f.brokenYear(cells) {
		return true
	}
	for _, c := range cells {
		if c.Row != row || !isHeading(c) {
			return false
		}
	}
	for _, c := range cells {
		f.headingCell(c)
	}
	return true
}

// isHeading reports whether a cell is a title, a year or a unit of money.
func isHeading(c *cell) bool {
	s := c.squeezed()
	return titleLike(s) != "" || headingYear.MatchString(s) || yearLine.MatchString(s) || words.EmptyYear.Has(s) || moneyLine.MatchString(s)
}

// brokenYear reads a year line that was cut over cells: "( 202", "0年度)".
func (f *fieldReader) brokenYear(cells []*cell) bool {
	var b strings.Builder
	var raw []string
	for _, c := range cells {
		b.WriteString(c.squeezed())
		raw = append(raw, c.Text)
	}
	m := yearLine.FindStringSubmatch(b.String())
	if m == nil || f.year != nil {
		return false
	}
	y := m[1] + m[2]
	f.year = &hit{key: KeyYear, text: y, from: cells, repairs: []schema.Repair{{
		Path: "year", From: strings.Join(raw, "\t"), To: y, Why: "cut-cell", Confidence: 1,
	}}}
	return true
}

func (f *fieldReader) headingCell(c *cell) bool {
	s := c.squeezed()
	if title := titleLike(s); title != "" {
		if f.title == nil {
			f.title = &hit{text: title, from: []*cell{c}, doubts: c.Doubts}
			f.title.text = printedTitle(c.Text, title)
		}
		if m := yearInTitle.FindStringSubmatch(s); m != nil && f.year == nil {
			f.year = &hit{key: KeyYear, text: m[1], from: []*cell{c}}
		}
		if rest := s[strings.Index(s, title)+len(title):]; strings.Contains(rest, ":") {
			f.titleTail(c, rest)
		}
		return true
	}
	if m := headingYear.FindStringSubmatch(s); m != nil {
		f.head = &hit{text: m[1], from: []*cell{c}}
		return true
	}
	if m := yearLine.FindStringSubmatch(s); m != nil {
		if f.year == nil {
			f.year = &hit{key: KeyYear, text: m[1] + m[2], from: []*cell{c}, doubts: c.Doubts}
		}
		return true
	}
	if words.EmptyYear.Has(s) {
		return true
	}
	if moneyLine.MatchString(s) {
		return f.amountsIn(c, s)
	}
	return false
}

// titleTail reads what stands behind a title on its line: 单位:万元.
func (f *fieldReader) titleTail(c *cell, rest string) {
	if m := moneyLine.FindString(rest); m != "" {
		f.amountsIn(c, m)
		return
	}
	if name, value, ok := strings.Cut(strings.TrimLeft(rest, "()0123456789年度"), ":"); ok {
		if key := f.d.label(labelNorm(name)); key != KeyNone {
			f.hits = append(f.hits, hit{key: key, label: name, text: value, from: []*cell{c}})
		}
	}
}

// printedTitle is the title as printed, without the spaces and breaks in it.
func printedTitle(text, title string) string {
	s := squeeze(text)
	folded := fold.Text(s)
	if utf8.RuneCountInString(folded) != utf8.RuneCountInString(s) {
		return title
	}
	i := strings.Index(folded, title)
	if i < 0 {
		return title
	}
	from := utf8.RuneCountInString(folded[:i])
	runes := []rune(s)
	return string(runes[from : from+utf8.RuneCountInString(title)])
}
