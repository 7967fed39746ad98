package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
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

// place is where the text of a hit stands.
func (h *hit) place() schema.Place {
	if len(h.from) == 0 {
		return schema.Place{}
	}
	return h.from[0].Place
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
	for i, a := range around {
		if i == 0 {
			f.bareTitle(a)
		}
		f.read(a.t, a.from, a.to)
	}
	return &f.fields
}

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

// read takes the fields from the rows [from, to) of a table.
func (f *fieldReader) read(t *table, from, to int) {
	f.from = from
	if t.Spans == grid.Open && looksRepeated(t, from, to) {
		t = unrepeat(t, from, to, func(c *cell) bool {
			return f.isLabel(c) || f.d.tasks[c.norm] != RoleNone || f.d.spentColumn(c.norm) != RoleNone
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
	return titleLike(s) != "" || headingYear.MatchString(s) || yearLine.MatchString(s) || emptyYear[s] || moneyLine.MatchString(s)
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
	if emptyYear[s] {
		return true
	}
	if moneyLine.MatchString(s) {
		return f.amountsIn(c, s)
	}
	return false
}

// emptyYear are year lines that nobody filled in.
var emptyYear = map[string]bool{"(年度)": true, "年度": true, "(20年度)": true, "(年)": true, "20年度": true}

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

// cell reads one cell as a label with its value, or files it as extra.
func (f *fieldReader) cell(t *table, c *cell, from, to int) {
	c.take()
	if f.headingCell(c) {
		return
	}
	if pairs := f.inline(c); pairs != nil {
		if u := squeeze(pairs[0].text); len(pairs) == 1 && isMoney(u) && pairs[0].key.family() == "unit" {
			f.amountsIn(c, u) // 单位:万元 names no office
			return
		}
		// A value cut off by a cell boundary goes on to the right.
		if t.Spans == grid.Open {
			if more := f.rightCells(t, c); len(more) > 0 && pairs[len(pairs)-1].key != KeyNone {
				last := &pairs[len(pairs)-1]
				printed := last.text
				for _, m := range more {
					m.take()
					last.from = append(last.from, m)
					printed += "\t" + m.Text
				}
				joined := joinStrips(append([]string{last.text}, texts(more)...))
				last.repairs = append(last.repairs, schema.Repair{From: printed, To: joined, Why: "cut-cell", Confidence: 0.9})
				last.text = joined
			}
		}
		for _, h := range pairs {
			f.hits = append(f.hits, f.parts(h)...)
		}
		return
	}
	key := f.d.label(c.norm)
	if key == KeyNone {
		if h, ok := f.runOn(c); ok && !t.Prose {
			f.hits = append(f.hits, h)
			return
		}
		f.unknown(t, c)
		return
	}
	if key == KeyGroup {
		c.is(fateLabel, whyHeading)
		f.amountsIn(c, c.note)
	} else {
		c.is(fateLabel, whyFieldLabel)
	}
	if value := f.value(t, c, key, to); value != nil {
		f.hits = append(f.hits, f.parts(f.valueHit(c, key, value))...)
		return
	}
	if key == KeyGroup || f.groups(t, c) {
		return
	}
	f.hits = append(f.hits, hit{key: key, label: c.Text, note: c.note, column: c.Col})
}

// valueHit makes a hit of a label and the cells of its value.
func (f *fieldReader) valueHit(c *cell, key Key, value []*cell) hit {
	h := hit{key: key, label: c.Text, note: c.note, column: c.Col, from: value}
	for _, v := range value {
		v.take()
		h.repairs = append(h.repairs, v.Repairs...)
		h.doubts = append(h.doubts, v.Doubts...)
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
			return f.d.label(n.norm) != KeyNone || f.d.spentColumn(n.norm) != RoleNone
		}
	}
	return false
}

// value finds what is printed for a label: right of it, else below it.
func (f *fieldReader) value(t *table, c *cell, key Key, to int) []*cell {
	if key != KeyGroup {
		if right := f.rightCells(t, c); len(right) > 0 {
			return right
		}
	}
	if key == KeyGroup || c.last() >= to || c.last() >= len(t.rows) {
		return nil
	}
	row := c.last()
	below := t.at(row, c.Col)
	if t.Spans == grid.Open && below == nil && row+1 < to {
		row++ // a short text stands half a line below the first of a long one beside it
		below = t.at(row, c.Col)
	}
	if below == nil || below.squeezed() == "" || f.others(below) || below.taken() && isHeading(below) || f.isLabel(below) || below.Row != row || below.last() > to {
		return nil
	}
	if !f.goesBelow(t, c, below, key) {
		return nil
	}
	if t.Spans == grid.Open {
		return f.linesBelow(t, below, to)
	}
	return []*cell{below}
}

// linesBelow gives the lines that a text is printed on in a dump: the cells under
// its first one, up to the next label. The lines of a text beside it may stand
// between them.
func (f *fieldReader) linesBelow(t *table, first *cell, to int) []*cell {
	out := []*cell{first}
	last := first.Row
	for row := first.last(); row < min(to, len(t.rows), last+3); row++ {
		c := t.at(row, first.Col)
		if c == nil || c.squeezed() == "" {
			continue
		}
		if f.isLabel(c) || c.taken() {
			break
		}
		out, last = append(out, c), row
	}
	return out
}

// goesBelow reports whether a label may have its value below it: it must stand
// as the head of a column, with another label beside it or the text as wide as
// itself, not as the first cell of a row whose value was left blank.
func (f *fieldReader) goesBelow(t *table, c, below *cell, key Key) bool {
	switch key.family() {
	case "goals", "narrative", "unit", "project":
	default:
		return false
	}
	if t.Spans == grid.Open {
		return true
	}
	return below.Col == c.Col && below.ColSpan == c.ColSpan || below.taken()
}

// isLabel reports whether a cell reads as a label of the dictionary, alone or
// with a value behind a colon.
func (f *fieldReader) isLabel(c *cell) bool {
	if c.norm != "" && f.d.label(c.norm) != KeyNone {
		return true
	}
	return f.startsWithLabel(c)
}

// startsWithLabel reports whether a cell begins with a known label and a colon.
func (f *fieldReader) startsWithLabel(c *cell) bool {
	name, _, ok := cutColon(c.Text)
	return ok && f.d.label(labelNorm(name)) != KeyNone
}

// rightCells gives the cells right of a label that hold its value: one cell
// where spans are exact, all up to the next label where they are open.
func (f *fieldReader) rightCells(t *table, c *cell) []*cell {
	first := f.right(t, c.Row, c)
	if first == nil {
		return nil
	}
	out := []*cell{first}
	if t.Spans == grid.Open {
		for _, n := range t.rows[c.Row] {
			if n.Col < first.end() || n.squeezed() == "" {
				continue
			}
			if f.isLabel(n) || strings.HasSuffix(n.squeezed(), ":") || f.strangeLabel(t, n) {
				break
			}
			out = append(out, n)
		}
		return out
	}
	if strings.ContainsAny(first.Text, boxesEmpty+boxesTicked) {
		return f.options(t, first)
	}
	// A label that spans rows may have one line of its value in each.
	for r := first.last(); r < c.last(); r = out[len(out)-1].last() {
		n := f.right(t, r, c)
		if n == nil || n.Row != r || n.Col != first.Col {
			break
		}
		out = append(out, n)
	}
	return out
}

// labelEnd is how labels of fields end that no profile has: 项目负责人, 联系电话, 项目性质.
// What a name of an office or a project ends in is not among them, since a dump cuts
// those into strips.
var labelEnd = pattern.MustCompile(`^\p{Han}{0,8}(负责人|联系人|经办人|填报人|填表人|审核人|电话|手机|邮箱|邮编|地址|日期|时间|编号|编码|代码|性质|类别|类型|属性|级次|方式|来源|周期|期限|年限|状态)$`)

// strangeLabel reports whether a cell of an open row begins a pair of a label, which
// no profile has, and its text, rather than going on with the text before it.
func (f *fieldReader) strangeLabel(t *table, c *cell) bool {
	if !labelEnd.MatchString(c.squeezed()) {
		return false
	}
	n := f.right(t, c.Row, c)
	return n != nil && !f.isLabel(n)
}

// options are the cells of check boxes from one on, side by side: 新增项目□ | 延续项目√.
func (f *fieldReader) options(t *table, first *cell) []*cell {
	out := []*cell{first}
	for _, n := range t.rows[first.Row] {
		if n.Col < first.end() || n.squeezed() == "" {
			continue
		}
		if !strings.ContainsAny(n.Text, boxesEmpty+boxesTicked) || n.taken() || f.isLabel(n) {
			break
		}
		out = append(out, n)
	}
	return out
}

// right is the first cell with text right of a label in one row, unless it is
// a label itself. A name of one or two characters (其他, 单位, 年度) counts as
// a value where a label already waits for one.
func (f *fieldReader) right(t *table, row int, c *cell) *cell {
	for _, n := range t.rows[row] {
		if n.Col < c.end() || n.squeezed() == "" {
			continue
		}
		if f.isLabel(n) && !(utf8.RuneCountInString(n.squeezed()) <= 2 && f.d.label(c.norm).family() != "funds") {
			return nil
		}
		if f.d.spentColumn(n.norm) != RoleNone && f.d.label(c.norm) == KeyGroup {
			return nil
		}
		if f.others(n) || n.taken() && (isHeading(n) || n.RowSpan == 1 || t.Spans == grid.Open) {
			return nil
		}
		return n
	}
	return nil
}

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
