package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// hit is a printed label with what is printed for it.
type hit struct {
	key   Key     // of the dictionary; KeyNone for a label it does not know
	label string  // as printed
	note  string  // in the label's brackets
	text  string  // as printed
	from  []*cell // that hold the text
	// column is that of the label: amounts below one total belong to it.
	column  int
	repairs []schema.Repair
	// doubts are those of the cells that gave the text.
	doubts []grid.Doubt
}

// place is where the text of a hit stands, nil of one that has no cell.
func (h *hit) place() *grid.Spot {
	if len(h.from) == 0 {
		return nil
	}
	return &h.from[0].Spot
}

// fields is what is printed around the indicators of a form.
type fields struct {
	hits  []hit
	title *hit
	year  *hit // the line that holds only the year
	head  *hit // 2020年绩效目标
	money *hit // the unit of amounts, as printed last
	exec  []execRow
	tasks []taskRow
	// years are all that titles and lines of a year name.
	years []string
}

// moneyUnit is the unit that amounts are printed in, "" where none is printed.
func (f *fields) moneyUnit() string {
	if f.money == nil {
		return ""
	}
	return f.money.text
}

// fieldReader reads the labels and values of a form around its indicators.
type fieldReader struct {
	fields
	d    *dictionary
	from int // the first row that is read of a table
}

// others reports whether a cell is no part of what is read: it belongs to a row of
// indicators, or begins above.
func (f *fieldReader) others(c *cell) bool { return c.row || c.Row < f.from }

// readFields takes the fields from the rows around a form's indicators.
func readFields(around []area, words *dictionary) *fields {
	f := &fieldReader{d: words}
	f.evidentTitle(around)
	for _, a := range around {
		f.read(a.t, a.from, a.to)
	}
	for _, a := range around {
		f.notice(a)
	}
	f.yearOfLines(around)
	f.doubtYear()
	f.aboveTitle(around)
	f.spare()
	return &f.fields
}

// spare gives pairs under short labels (项目, 目标) the key that no other label of the
// form gave: of several pairs none is sure.
func (f *fieldReader) spare() {
	for i := range f.hits {
		h := &f.hits[i]
		key := f.d.spare[labelNorm(h.label)]
		if key == KeyNone || h.key != KeyNone || f.d.label(labelNorm(h.text)) != KeyNone {
			continue
		}
		if !slices.ContainsFunc(f.hits, func(o hit) bool {
			return o.key == key || key.family() == "goals" && o.key.family() == "goals" || o.label == h.label && o.text != h.text
		}) {
			h.key = key
		}
	}
}

// read takes the fields from the rows [from, to) of a table.
func (f *fieldReader) read(t *table, from, to int) {
	f.from = from
	if t.Spans == grid.Open && looksRepeated(t, from, to) {
		t = unrepeat(t, from, to, func(c *cell) bool {
			return f.isLabel(c) || f.d.tasks[c.norm()] != RoleNone || f.d.spentColumn(c.norm()) != RoleNone
		})
	}
	for row := from; row < to && row < len(t.rows); row++ {
		if f.heading(t, row) {
			for _, c := range t.rows[row] {
				if c.Row == row {
					c.take()
				}
			}
		}
	}
	f.execution(t, from, to)
	f.taskTable(t, from, to)
	f.schedule(t, from, to)
	f.amountsBelow(t, from, to)
	if t.Spans == grid.Open {
		f.stackedHeading(t, from, to)
		f.looseLabels(t, from, to)
	}
	for row := from; row < to && row < len(t.rows); row++ {
		for _, c := range t.rows[row] {
			if c.Row == row && !c.taken() && c.squeezed() != "" {
				f.cell(t, c, from, to)
			}
		}
	}
}

// amountsIn keeps the unit of money that a cell names, if it names one.
func (f *fieldReader) amountsIn(c *cell, text string) bool {
	unit := moneyIn.FindString(text)
	if unit != "" {
		f.money = &hit{text: unit, from: []*cell{c}}
		c.is(fateLabel, whyMoney)
	}
	return unit != ""
}

// cell reads one cell as a label with its value, or files it as extra.
func (f *fieldReader) cell(t *table, c *cell, from, to int) {
	c.take()
	if h, ok := f.ofYear(t, c); ok {
		f.hits = append(f.hits, h)
		return
	}
	if f.goalOfYear(t, c) || !t.figure(c) && f.headingCell(c) {
		return
	}
	if pairs := f.inline(c); pairs != nil {
		pairs = slices.DeleteFunc(pairs, func(h hit) bool {
			u := squeeze(h.text) // 单位:万元 names no office
			return h.key.family() == "unit" && isMoney(u) && f.amountsIn(c, u)
		})
		if last := len(pairs) - 1; t.Spans == grid.Open && last >= 0 && pairs[last].key != KeyNone {
			f.goOn(t, c, &pairs[last])
		}
		for _, h := range pairs {
			if m := yearAfter.FindStringSubmatch(h.text); m != nil && h.key.family() == "unit" {
				h.text = m[1]
				f.namesYear(c, m[2])
			}
			f.hits = append(f.hits, f.parts(h)...)
		}
		return
	}
	key := f.d.label(c.norm())
	if key == KeyNone || key == KeyGroup {
		if right := f.rightCells(t, c); len(right) > 0 && f.wholeAmount(c.norm(), right[0].Text) {
			key = KeyAmount
		}
	}
	if key == KeyNone && f.resultsBeside(t, c) {
		key = KeyResults
	}
	if key == KeyNone {
		if h, ok := f.runOn(c); ok && !t.Prose {
			f.hits = append(f.hits, h)
			return
		}
		if h, ok := f.filer(t, c); ok {
			f.hits = append(f.hits, h)
			return
		}
		f.unknown(t, c)
		return
	}
	if key.family() == "goals" && f.listsGoals(t, c) {
		return
	}
	if key == KeyGroup {
		c.is(fateLabel, whyHeading)
		f.amountsIn(c, c.note())
	} else {
		c.is(fateLabel, whyFieldLabel)
	}
	if value := f.value(t, c, key, to); value != nil {
		h := f.valueHit(c, key, value)
		if key.family() == "goals" && t.Spans == grid.Exact {
			f.doubtHead(t, c, &h)
		}
		f.hits = append(f.hits, f.parts(h)...)
		return
	}
	if key == KeyGroup || f.groups(t, c) {
		return
	}
	f.hits = append(f.hits, hit{key: key, label: c.Text, note: c.note(), column: c.Col})
}

// goalOfYear reads the goal beside the heading of its year: 2025年绩效目标 | 发放津贴.
func (f *fieldReader) goalOfYear(t *table, c *cell) bool {
	if t.Prose || !headingYear.MatchString(c.squeezed()) || !strings.HasSuffix(c.squeezed(), "目标") {
		return false
	}
	beside := f.rightCells(t, c)
	if len(beside) == 0 || beside[0].taken() || f.isLabel(beside[0]) || isHeading(beside[0]) || utf8.RuneCountInString(beside[0].squeezed()) <= maxAbreast {
		return false
	}
	f.headingCell(c)
	f.hits = append(f.hits, f.valueHit(c, KeyPurpose, beside))
	return true
}

// figure reports whether a number that could be a year is none: it stands right beside a
// text that does not speak of years. 安排资金（万元） | 2000.
func (t *table) figure(c *cell) bool {
	if s := c.squeezed(); t.Prose || len(s) != len("2025") || !yearLine.MatchString(s) {
		return false
	}
	for _, n := range t.starting(c.Row) {
		if n.end() == c.Col {
			return !strings.ContainsAny(n.squeezed(), "年期") || moneyIn.MatchString(n.squeezed())
		}
	}
	return false
}

// yearAfter is a year at a distance behind the name of an office: 单位名称：甲局　　2025年.
var yearAfter = pattern.MustCompile(`^(.*[^\s　])[\s　]+(20\d\d)年度?$`)

// ofYear is the amount of one year, beside that year: 2026年 | 100. It is kept under
// its year, which is not the form's.
func (f *fieldReader) ofYear(t *table, c *cell) (hit, bool) {
	if t.Prose || !yearLine.MatchString(c.squeezed()) {
		return hit{}, false
	}
	v := f.right(t, c.Row, c)
	if v == nil || v.taken() || !f.isAmount(v.Text) {
		return hit{}, false
	}
	v.take()
	c.is(fateLabel, whyFieldLabel)
	return hit{label: c.Text, text: v.Text, from: []*cell{v}, repairs: v.Repairs(), doubts: v.Doubts()}, true
}

// filer is an office without a label that stands in front of the unit of money, where
// the heading of a form says who files it: 325001甲市城市管理局 | 单位:万元.
func (f *fieldReader) filer(t *table, c *cell) (hit, bool) {
	own := t.starting(c.Row)
	if len(own) != 2 || own[0] != c || !moneyLine.MatchString(own[1].squeezed()) || !c.namesOffice() {
		return hit{}, false
	}
	if slices.ContainsFunc(f.hits, func(h hit) bool { return h.key.family() == "unit" }) {
		return hit{}, false
	}
	return hit{key: KeyBudget, text: c.Text, column: c.Col, from: []*cell{c}, repairs: c.Repairs(), doubts: c.Doubts()}, true
}

// goOn joins to a value what a cell boundary cut off it to the right.
func (f *fieldReader) goOn(t *table, c *cell, h *hit) {
	more := f.rightCells(t, c)
	if len(more) == 0 || f.d.isPair(more[0]) {
		return
	}
	printed := h.text
	for _, m := range more {
		m.take()
		h.from = append(h.from, m)
		printed += "\t" + m.Text
	}
	joined := joinStrips(append([]string{h.text}, texts(more)...))
	h.repairs = append(h.repairs, schema.Repair{From: printed, To: joined, Why: "cut-cell", Confidence: 0.9})
	h.text = joined
}

// valueHit makes a hit of a label and the cells of its value.
func (f *fieldReader) valueHit(c *cell, key Key, value []*cell) hit {
	h := hit{key: key, label: c.Text, note: c.note(), column: c.Col, from: value}
	for _, v := range value {
		v.take()
		h.repairs = append(h.repairs, v.Repairs()...)
		h.doubts = append(h.doubts, v.Doubts()...)
	}
	if len(value) == 1 {
		h.text = value[0].Text
		return h
	}
	if strings.ContainsAny(value[0].Text, boxesEmpty+boxesTicked) {
		h.text = strings.Join(texts(value), " ")
		return h
	}
	if value[0].Row == value[1].Row {
		h.text = joinStrips(texts(value))
		h.repairs = append(h.repairs, schema.Repair{
			From: strings.Join(texts(value), "\t"), To: h.text, Why: "cut-cell", Confidence: 0.9,
		})
		return h
	}
	h.text = strings.Join(texts(value), "\n")
	return h
}

func texts(cells []*cell) []string {
	var out []string
	for _, c := range cells {
		out = append(out, c.Text)
	}
	return out
}

// groups reports whether a label only groups what stands beside it: its right
// neighbour is a label itself.
func (f *fieldReader) groups(t *table, c *cell) bool {
	for _, n := range t.rows[c.Row] {
		if n.Col >= c.end() && n.squeezed() != "" {
			return f.d.label(n.norm()) != KeyNone || f.d.spentColumn(n.norm()) != RoleNone
		}
	}
	return false
}
