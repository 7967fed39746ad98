package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// value finds what is printed for a label: right of it, else below it.
func (f *fieldReader) value(t *table, c *cell, key Key, to int) []*cell {
	if key != KeyGroup {
		if right := f.rightCells(t, c); len(right) > 0 && !(key.family() == "goals" && f.headsAbreast(t, c, right[0])) {
			if key.family() == "funds" && len(right) > 1 && f.isAmount(right[0].Text) && !isMoney(right[1].squeezed()) {
				return right[:1] // what else a dump prints in the row is no part of the amount
			}
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

// headsAbreast reports whether a label and the short text right of it head two columns:
// both have a longer text below them. 预期目标 | 实际达成.
func (f *fieldReader) headsAbreast(t *table, c, right *cell) bool {
	below := f.underHeads(t, c, right)
	return below != nil && (right.columnRole() == RoleActual || utf8.RuneCountInString(below.squeezed()) > maxUnknownLabel || strings.ContainsAny(below.Text, "，。；,;"))
}

// underHeads is the text below a label where it and the short text right of it may head
// two columns, nil where they cannot. A short one may as well be the next label, and the
// text beside the first one its value: 年度目标 | 按期完工 over 申报必要性说明 | 防汛需要.
func (f *fieldReader) underHeads(t *table, c, right *cell) *cell {
	n := utf8.RuneCountInString(right.squeezed())
	if n > maxAbreast || strings.ContainsAny(right.squeezed(), "0123456789。，；,;") || right.last() != c.last() || c.last() >= len(t.rows) {
		return nil
	}
	for _, head := range []*cell{c, right} {
		below := t.at(head.last(), head.Col)
		if below == nil || below.Row != head.last() || below.Col != head.Col || utf8.RuneCountInString(below.squeezed()) <= n || f.isLabel(below) || isHeading(below) {
			return nil
		}
	}
	return t.at(c.last(), c.Col)
}

// doubtHead doubts a goal whose text may be the head of a column.
func (f *fieldReader) doubtHead(t *table, c *cell, h *hit) {
	if h.from[0].Row != c.Row {
		return
	}
	if below := f.underHeads(t, c, h.from[0]); below != nil {
		h.doubts = append(h.doubts, grid.Doubt{
			Question: schema.QuestionText, Alternatives: []string{below.Text},
			Why: schema.Text{ZH: "右边的文字也可能是列名", EN: "the text beside the label may head a column"},
		})
	}
}

// listsGoals takes the heads of a list of goals beside its label, and reports whether they
// are such: short texts abreast, of which the first has a goal by name below it.
// 年度绩效目标 | 名称 | 目标说明 over 年度绩效目标1 | 完成改造.
func (f *fieldReader) listsGoals(t *table, c *cell) bool {
	var heads []*cell
	for _, h := range t.starting(c.Row) {
		if h.Col < c.end() || h.squeezed() == "" {
			continue
		}
		if utf8.RuneCountInString(h.squeezed()) > maxAbreast {
			return false
		}
		heads = append(heads, h)
	}
	if t.Prose || len(heads) < 2 {
		return false
	}
	first := heads[0]
	below := t.at(first.last(), first.Col)
	if below == nil || below.Row != first.last() || below.Col != first.Col || f.d.label(below.norm()).family() != "goals" || !strings.ContainsAny(below.norm(), "123456789") {
		return false
	}
	for _, h := range append(heads, c) {
		h.take()
		h.is(fateLabel, whyHeading)
	}
	return true
}

// resultsBeside reports whether a cell heads what came of the goals: a word for an actual
// value, beside a goal that heads the column left of it. 预期目标 | 完成情况.
func (f *fieldReader) resultsBeside(t *table, c *cell) bool {
	if t.Prose || c.columnRole() != RoleActual {
		return false
	}
	var left *cell
	for _, n := range t.rows[c.Row] {
		if n.end() <= c.Col && n.squeezed() != "" {
			left = n
		}
	}
	return left != nil && f.d.label(left.norm()).family() == "goals" && f.headsAbreast(t, left, c)
}

// maxAbreast is the length of a head beside another one, in runes.
const maxAbreast = 8

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
	if c.norm() != "" && f.d.label(c.norm()) != KeyNone {
		return true
	}
	return f.startsWithLabel(c)
}

// startsWithLabel reports whether a cell begins with a known label and a colon.
func (f *fieldReader) startsWithLabel(c *cell) bool {
	name, rest, ok := cutColon(c.Text)
	return ok && (f.d.label(labelNorm(name)) != KeyNone || f.wholeAmount(labelNorm(name), rest))
}

// labelColumn reports whether another row of the form has a known label where a cell
// stands, and a text behind it.
func (f *fieldReader) labelColumn(t *table, c *cell) bool {
	for row := max(f.from, c.Row-maxSameShape); row < min(len(t.rows), c.Row+maxSameShape); row++ {
		o := t.at(row, c.Col)
		if row != c.Row && o != nil && o.Col == c.Col && f.d.label(o.norm()) != KeyNone && f.right(t, row, o) != nil {
			return true
		}
	}
	return false
}

// maxSameShape is how many rows above and below a row one of its shape is looked for.
const maxSameShape = 6

// amountBeside reports whether a cell is the label of an amount in words that no
// profile has: the amount stands right of it.
func (f *fieldReader) amountBeside(t *table, c *cell) bool {
	if !f.d.amountLabel(c.norm()) {
		return false
	}
	for _, n := range t.rows[c.Row] {
		if n.Col >= c.end() && n.squeezed() != "" {
			return f.wholeAmount(c.norm(), n.Text)
		}
	}
	return false
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
			if f.isLabel(n) || strings.HasSuffix(n.squeezed(), ":") || moneyLine.MatchString(n.squeezed()) || isMoney(n.note()) || f.unknownPair(n) || f.strangeLabel(t, n) {
				break
			}
			if last := out[len(out)-1]; n.Text == last.Text && !numericLike(n.squeezed()) {
				n.furniture(whySame) // a merged cell that a dump prints over its span
				continue
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
var labelEnd = pattern.MustCompile(`^\p{Han}{0,8}` + words.FieldEnd.Pattern() + `$`)

// unknownPair reports whether a cell holds a label that no profile has and its text:
// 单位负责人：谭某.
func (f *fieldReader) unknownPair(c *cell) bool {
	name, rest, ok := cutColon(c.Text)
	norm := labelNorm(name)
	if !ok || strings.TrimSpace(rest) == "" || !labelEnd.MatchString(norm) {
		return false
	}
	for i := range norm { // a known label behind another text
		if f.d.label(norm[i:]) != KeyNone {
			return false
		}
	}
	return true
}

// strangeLabel reports whether a cell of an open row begins a pair of a label, which
// no profile has, and its text, rather than going on with the text before it.
func (f *fieldReader) strangeLabel(t *table, c *cell) bool {
	if f.amountBeside(t, c) {
		return true
	}
	n := f.right(t, c.Row, c)
	if n == nil {
		return labelEnd.MatchString(c.squeezed()) // left blank
	}
	if f.isLabel(n) {
		return false
	}
	if f.d.spare[c.norm()] != KeyNone || yearLine.MatchString(c.squeezed()) && f.isAmount(n.Text) {
		return true
	}
	return labelEnd.MatchString(c.squeezed()) || strangeName(c.Text) && f.labelColumn(t, c) || nameOnly.MatchString(c.squeezed()) && figureOnly.MatchString(n.squeezed())
}

// A name with a figure behind it is no part of the text before it, but the pair of a
// label that nobody knows: 某局 | 绩效年份 | 2025.
var nameOnly, figureOnly = pattern.MustCompile(`^\p{Han}{2,8}$`), pattern.MustCompile(`^[\d,.]+(年|%|[万亿千]?元)?$`)

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
		if f.isLabel(n) && !(utf8.RuneCountInString(n.squeezed()) <= 2 && f.d.label(c.norm()).family() != "funds") {
			return nil
		}
		if f.amountBeside(t, n) || f.unknownPair(n) {
			return nil
		}
		if f.d.spentColumn(n.norm()) != RoleNone && f.d.label(c.norm()) == KeyGroup {
			return nil
		}
		if f.others(n) || n.taken() && (isHeading(n) || n.RowSpan == 1 || t.Spans == grid.Open) {
			return nil
		}
		return n
	}
	return nil
}
