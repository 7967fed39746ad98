package draw

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// OCR prints grids as an OCR tool dumps a scanned form: tab-separated cells
// without spans, half-width punctuation, merged labels where their middle lies
// (cut in two and garbled where it lies on a row's line), wrap spaces, long
// texts around their labels, cells cut in strips, blank lines.
func OCR(seed uint64, grids ...*grid.Grid) []byte {
	o := &ocr{r: rand.New(rand.NewPCG(seed, 7))}
	for _, g := range grids {
		o.grid(g)
		o.b.WriteByte('\n')
	}
	return []byte(o.b.String())
}

type ocr struct {
	r *rand.Rand
	b strings.Builder
	// apart is true once a text was printed around its label: where two such
	// follow one another, nothing tells which line is whose.
	apart bool
}

func (o *ocr) chance(p float64) bool { return o.r.Float64() < p }

func (o *ocr) grid(g *grid.Grid) {
	p := setPage(g, 96)
	o.apart = false
	header := headerRow(g)
	for r := range header {
		o.fields(p, r)
	}
	if header < g.Rows {
		o.table(p, header)
	}
}

// headerRow is the row of the header of the indicator table.
func headerRow(g *grid.Grid) int {
	for _, c := range g.Cells {
		if strings.HasPrefix(c.Text, "一级") {
			return c.Row
		}
	}
	return g.Rows
}

// fields prints one row above the table: its cells side by side without the
// empty columns.
func (o *ocr) fields(p *page, r int) {
	var cells []string
	for _, c := range p.g.Cells {
		if c.Row == r && strings.TrimSpace(c.Text) != "" {
			cells = append(cells, o.text(p, c))
		}
	}
	switch len(cells) {
	case 1:
		o.line(o.aside(cells[0]))
	case 2:
		o.pair(cells[0], cells[1])
	case 4:
		if o.chance(0.2) && strings.HasSuffix(cells[0], ":") && width(cells[1]) < 30 {
			cells = []string{cells[0] + cells[1] + " " + cells[2] + cells[3]}
		}
		o.line(cells)
	default:
		o.line(cells)
	}
}

// aside prints a lone text a column further right, a year in brackets torn in two.
func (o *ocr) aside(text string) []string {
	switch {
	case strings.HasPrefix(text, "(20") && o.chance(0.4):
		return []string{"", "( " + text[1:4], text[4:]}
	case strings.Contains(text, ":") && o.chance(0.3):
		return []string{"", text}
	}
	return []string{text}
}

// pair prints a label and its text: one long text of a form stands around its
// label, others are torn by a stray rule.
func (o *ocr) pair(label, text string) {
	switch {
	case !o.apart && o.chance(0.5) && width(text) > 60:
		o.apart = true
		o.around(label, text)
	case o.chance(0.2):
		o.line(append([]string{label}, o.strips(text)...))
	default:
		o.line([]string{label, text})
	}
}

func (o *ocr) line(cells []string) {
	o.b.WriteString(strings.Join(cells, "\t"))
	o.b.WriteString(strings.Repeat("\t", o.r.IntN(3)) + "\n")
}

// around prints a long text on lines of its own, above and below its label.
func (o *ocr) around(label, text string) {
	runes := []rune(strings.ReplaceAll(text, " ", ""))
	n := 2 + o.r.IntN(3)
	var lines []string
	for i := range n {
		lines = append(lines, string(runes[i*len(runes)/n:(i+1)*len(runes)/n]))
	}
	lines = slices.Insert(lines, n/2, label)
	for _, l := range lines {
		o.b.WriteString(l + "\n")
		if o.chance(0.5) {
			o.b.WriteByte('\n')
		}
	}
}

// strips cuts a text of one line at a place in it, as a stray rule does.
func (o *ocr) strips(text string) []string {
	runes := []rune(text)
	if len(runes) < 6 || len(runes) > 24 || strings.ContainsAny(text, " :0123456789") {
		return []string{text}
	}
	i := 2 + o.r.IntN(len(runes)-4)
	if runes[i] == runes[i-1] {
		return []string{text}
	}
	return []string{string(runes[:i]), string(runes[i:])}
}

var halfWidth = strings.NewReplacer("：", ":", "（", "(", "）", ")", "，", ",", "；", ";", "％", "%", "≧", "≥")

// text is a cell as the tool read it: its lines in one, with a space at a break
// now and then, punctuation of half width.
func (o *ocr) text(p *page, c grid.Cell) string {
	var lines []string
	for _, l := range wrap(c.Text, p.edges[c.Col+c.ColSpan]-p.edges[c.Col]-3) {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	var b strings.Builder
	for i, l := range lines {
		if i > 0 && betweenHan(lines[i-1], l) && o.chance(0.6) {
			b.WriteByte(' ')
		}
		b.WriteString(l)
	}
	return halfWidth.Replace(b.String())
}

// betweenHan reports whether two lines meet in two Chinese characters.
func betweenHan(a, b string) bool {
	r, s := []rune(a), []rune(b)
	return r[len(r)-1] > 0x4e00 && s[0] > 0x4e00 && r[len(r)-1] < 0xa000 && s[0] < 0xa000
}

// table prints the indicator table: one line a row, merged labels in their
// middle.
func (o *ocr) table(p *page, header int) {
	first := p.g.Cols // a group down the left edge stands in no line of the dump
	var columns []int
	for _, c := range p.g.Cells {
		if c.Row == header && c.RowSpan == 1 {
			first = min(first, c.Col)
			columns = append(columns, c.Col)
		}
	}
	out := make([][]string, p.g.Rows)
	for r := range out {
		out[r] = make([]string, len(columns))
	}
	for _, c := range p.g.Cells {
		k := slices.Index(columns, c.Col)
		if c.Row < header || k < 0 || strings.TrimSpace(c.Text) == "" {
			continue
		}
		if c.RowSpan == 1 {
			out[c.Row][k] = o.text(p, c)
			continue
		}
		o.label(p, c, func(r int, text string) { out[r][k] = text })
	}
	for _, cells := range out[header:] {
		o.b.WriteString(strings.Join(cells, "\t") + "\n")
	}
}

// label prints a merged label in the row that holds its middle. On the line
// between two rows it is cut: one half may be read, or both, or garbled.
func (o *ocr) label(p *page, c grid.Cell, put func(row int, text string)) {
	from, to := p.top[c.Row], p.top[c.Row+c.RowSpan]
	text := o.text(p, c)
	for r := c.Row; r < c.Row+c.RowSpan; r++ {
		middle := from + to // doubled
		switch {
		case middle == 2*p.top[r+1] && r+1 < c.Row+c.RowSpan:
			switch o.r.IntN(3) {
			case 0:
				put(r, text)
			case 1:
				put(r, o.garble(text))
				put(r+1, text)
			default:
				put(r, text)
				put(r+1, o.garble(text))
			}
			return
		case middle < 2*p.top[r+1]:
			put(r, text)
			return
		}
	}
}

// lookalikes are what is read for a character of which only half is seen.
var lookalikes = map[rune]string{
	'产': "女", '出': "山", '目': "口", '标': "仁", '投': "汉", '入': "八", '管': "目", '理': "垤", '实': "头", '施': "爬", '与': "一",
	'效': "父", '果': "未", '影': "尿", '响': "口", '力': "刀", '数': "奴", '量': "里", '质': "贡", '时': "旪", '社': "江", '会': "云", '益': "皿",
	'经': "红", '济': "齐", '满': "两", '意': "忌", '度': "庋", '财': "贝", '务': "夕", '长': "卡", '配': "酉", '套': "大", '设': "没", '信': "仁", '息': "自",
}

// garble is a label of which only one half was seen.
func (o *ocr) garble(label string) string {
	var b strings.Builder
	changed := false
	for _, r := range label {
		if l, ok := lookalikes[r]; ok && (!changed || o.chance(0.6)) {
			b.WriteString(l)
			changed = true
			continue
		}
		b.WriteRune(r)
	}
	if o.chance(0.3) {
		return "<b>" + b.String() + "</b>"
	}
	return b.String()
}
