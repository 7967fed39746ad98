package draw

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Layouts are the skeletons that Foreign draws, for figures by kind.
var Layouts = []string{"plain", "shuffled", "bands", "bands-two", "blocks", "beside", "cards", "transposed", "halves", "pages", "lists", "two-heads",
	"paths", "parted", "pairs", "hints", "remarks", "level-rows", "both-levels", "ditto"}

// The words of heads: what profiles know, and what an office may write instead.
var headWords = map[string][]string{
	"l1":    {"一级指标", "一级指标", "指标大类", "考核板块", "方面", "目标分类"},
	"l2":    {"二级指标", "二级指标", "指标小类", "考核项", "子类", "分项"},
	"name":  {"三级指标", "指标名称", "监测事项", "具体要求", "考核要点", "工作内容"},
	"value": {"指标值", "目标值", "完成要求", "年度水平", "应达标准", "计划数"},
	"op":    {"指标性质", "计算符号", "关系", "比较方式"},
	"unit":  {"计量单位", "度量单位", "量纲", "单位"},
	"prev":  {"上年完成值", "上年实际", "去年完成"},
}

// ownTrees are levels in words of an office's own.
var ownTrees = [][]level{
	{{"队伍建设", []string{"引进培养", "教育管理"}}, {"阵地建设", []string{"场馆维护", "设施更新"}}, {"群众评价", []string{"服务感受"}}},
	{{"防汛备汛", []string{"物资储备", "应急演练", "巡查值守"}}, {"工程管护", []string{"日常养护", "维修加固"}}},
}

// Foreign draws one form in a layout of no family; kind is one of Layouts. The
// same seed gives the same form.
func Foreign(kind string, seed uint64) Varied {
	l := &layouter{drawer: &drawer{r: rand.New(rand.NewPCG(seed, 4711))}, kind: kind}
	l.content()
	l.columns()
	l.top()
	l.table()
	l.bottom()
	l.out.Grids = l.grids
	return l.out
}

// layouter draws one form.
type layouter struct {
	*drawer
	kind  string
	out   Varied
	rows  []row
	cols  []layoutColumn
	grids []*grid.Grid
	g     *grid.Grid
	at    int // the row to write
	width int
	merge string // how labels are printed: merged, repeated, first
}

// layoutColumn is a column: its heads, the outermost first, and its cell of a row.
type layoutColumn struct {
	heads []string
	level int // 1 or 2, 0 for none
	text  func(i int) string
}

// put writes a cell.
func (l *layouter) put(row, col int, text string, rowSpan, colSpan int) {
	l.g.Cells = append(l.g.Cells, grid.Cell{Row: row, Col: col, RowSpan: rowSpan, ColSpan: colSpan, Text: text})
	l.g.Rows, l.g.Cols = max(l.g.Rows, row+rowSpan), max(l.g.Cols, col+colSpan)
}

func (l *layouter) sheet() {
	l.g, l.at = &grid.Grid{}, 0
	l.grids = append(l.grids, l.g)
}

// content draws the indicators.
func (l *layouter) content() {
	levels := []level{oldOut, effects, content}
	if l.chance(.4) {
		levels = []level{costs, outputs, effects, content}
	}
	if l.chance(.25) {
		levels = pick(l.drawer, ownTrees)
	}
	l.rows = l.tree(levels)
	l.merge = pick(l.drawer, []string{"merged", "merged", "repeated", "first"})
}

// columns draws what the table prints of them.
func (l *layouter) columns() {
	word := func(key string) []string { return []string{pick(l.drawer, headWords[key])} }
	leaf := func(i int) string { return l.rows[i].leaf.Name }
	value := func(i int) string { return l.rows[i].leaf.Value.Text }
	if l.kind == "lists" || l.kind == "cards" || l.kind == "transposed" {
		l.merge = "merged"
	}
	head := word("value")
	if l.kind == "two-heads" { // one head over this year's target and last year's value
		head = []string{pick(l.drawer, []string{"指标情况", "目标值", "完成水平"}), pick(l.drawer, []string{"本年目标", "本年计划"})}
	}
	l.cols = []layoutColumn{
		{word("l1"), 1, func(i int) string { return l.rows[i].l1 }},
		{word("l2"), 2, func(i int) string { return l.rows[i].l2 }},
		{word("name"), 0, leaf}, {head, 0, value},
	}
	if l.kind == "two-heads" {
		other := layoutColumn{[]string{head[0], pick(l.drawer, headWords["prev"])}, 0, func(int) string { return pick(l.drawer, targets).text }}
		l.cols = append(l.cols, other)
		if l.chance(.5) {
			n := len(l.cols)
			l.cols[n-1], l.cols[n-2] = l.cols[n-2], l.cols[n-1]
		}
	}
	for _, extra := range []layoutColumn{
		{[]string{"备注"}, 0, func(int) string { return "" }},
		{[]string{"牵头科室"}, 0, func(int) string { return pick(l.drawer, []string{"建管科", "计财科", "办公室"}) }},
		{[]string{"分值"}, 0, func(int) string { return "5" }},
		{[]string{"取数来源"}, 0, func(int) string { return pick(l.drawer, []string{"业务台账", "统计年报", "现场核查"}) }},
	} {
		if l.chance(.25) {
			l.cols = append(l.cols, extra)
		}
	}
	switch l.kind {
	case "shuffled":
		l.r.Shuffle(len(l.cols), func(i, j int) { l.cols[i], l.cols[j] = l.cols[j], l.cols[i] })
	case "bands", "blocks", "beside":
		l.cols = l.cols[1:]
	case "bands-two":
		l.cols = l.cols[2:]
	case "paths": // levels and name as one path
		mark := pick(l.drawer, []string{"—", "-", "/", ">", "："})
		path := func(i int) string { return l.rows[i].l1 + mark + l.rows[i].l2 + mark + l.rows[i].leaf.Name }
		l.cols = append([]layoutColumn{{[]string{pick(l.drawer, []string{"指标路径", "指标体系", "考核事项"})}, 0, path}}, l.cols[3:]...)
	case "parted": // name and target in one cell
		both := func(i int) string {
			if v := value(i); strings.ContainsAny(v[:1], "<>=") || strings.HasPrefix(v, "≥") || strings.HasPrefix(v, "≤") {
				return leaf(i) + v
			}
			return leaf(i) + "：" + value(i)
		}
		l.cols = append(l.cols[:2:2], layoutColumn{[]string{pick(l.drawer, []string{"三级指标及目标值", "指标及要求", "考核内容与标准"})}, 0, both})
	case "pairs": // two indicators a row
		l.cols = l.cols[:4]
	}
	for _, r := range l.rows {
		l.out.Rows = append(l.out.Rows, VariedRow{Labels: []string{r.l1, r.l2}, Name: r.leaf.Name, Value: r.leaf.Value.Text})
	}
}

// top draws the fields above the table.
func (l *layouter) top() {
	l.sheet()
	l.width = max(4, len(l.cols))
	if l.kind == "halves" {
		l.width = 2 * len(l.cols)
	}
	if l.kind == "transposed" {
		l.width = len(l.rows) + 1
	}
	if l.kind == "pairs" {
		l.width = 6
	}
	if l.kind == "beside" {
		l.width = max(4, len(l.cols)+1)
	}
	l.out.Year, l.out.Unit, l.out.Project = l.year(), pick(l.drawer, units), pick(l.drawer, projects)
	l.put(0, 0, pick(l.drawer, []string{"项目支出绩效目标表", "专项资金绩效目标申报表"}), 1, l.width)
	l.put(1, 0, fmt.Sprintf("（%d年度）", l.out.Year), 1, l.width)
	l.at = 2
	for _, f := range [][2]string{{"项目名称", l.out.Project}, {"实施单位", l.out.Unit}, {"年度目标", l.text(2)}} {
		l.put(l.at, 0, f[0], 1, 1)
		l.put(l.at, 1, f[1], 1, l.width-1)
		l.at++
	}
}

// pairs draws two indicators of one second level a row, under heads that come twice.
func (l *layouter) pairs() {
	for k, c := range []int{0, 1, 2, 3, 2, 3} {
		l.put(l.at, k, l.cols[c].heads[0], 1, 1)
	}
	l.at++
	for i := 0; i < len(l.rows); {
		l.put(l.at, 0, l.rows[i].l1, 1, 1)
		l.put(l.at, 1, l.rows[i].l2, 1, 1)
		for to, col := min(l.until(i, len(l.rows), 2), i+2), 2; i < to; i, col = i+1, col+2 {
			l.put(l.at, col, l.cols[2].text(i), 1, 1)
			l.put(l.at, col+1, l.cols[3].text(i), 1, 1)
		}
		l.at++
	}
}

// table draws the indicators in the skeleton.
func (l *layouter) table() {
	n := len(l.rows)
	switch l.kind {
	case "cards":
		l.cards()
	case "transposed":
		l.transposed()
	case "bands", "bands-two":
		l.heads(0)
		l.banded()
	case "pairs":
		l.pairs()
	case "remarks", "level-rows", "both-levels", "ditto":
		l.rowKinds()
	case "hints":
		l.heads(0)
		for i := range l.cols {
			l.put(l.at, i, pick(l.drawer, []string{"（必填）", "（不超过20字）", "（如≥95%）", "（请填写数字）"}), 1, 1)
		}
		l.at++
		l.fill(0, 0, n)
	case "blocks", "beside":
		for i := 0; i < n; {
			to := l.until(i, n, 1)
			if l.kind == "blocks" {
				l.put(l.at, 0, l.rows[i].l1, 1, len(l.cols))
				l.at++
				l.heads(0)
				l.fill(0, i, to)
			} else {
				l.put(l.at, 0, l.rows[i].l1, to-i+1, 1)
				l.heads(1)
				l.fill(1, i, to)
			}
			i = to
		}
	case "halves":
		l.merge = "repeated"
		half, at := (n+1)/2, l.at
		l.heads(0)
		l.fill(0, 0, half)
		low := l.at
		l.at = at
		l.heads(len(l.cols))
		l.fill(len(l.cols), half, n)
		l.at = low
	case "pages":
		l.merge = "repeated"
		half := max(2, n/2)
		l.heads(0)
		l.fill(0, 0, min(half, n))
		l.sheet()
		if l.chance(.5) {
			l.heads(0)
		}
		l.fill(0, min(half, n), n)
	case "lists":
		l.heads(0)
		l.listed()
	default:
		l.heads(0)
		l.fill(0, 0, n)
		if l.chance(.3) {
			l.put(l.at, 0, "合计", 1, max(1, len(l.cols)-1))
			l.put(l.at, len(l.cols)-1, "100", 1, 1)
			l.at++
		}
	}
}

// cards prints each row as pairs of a head and its text, two pairs a line.
func (l *layouter) cards() {
	for i := range l.rows {
		for c := 0; c < len(l.cols); c += 2 {
			for k := c; k < min(c+2, len(l.cols)); k++ {
				l.put(l.at, 2*(k-c), l.cols[k].heads[0], 1, 1)
				l.put(l.at, 2*(k-c)+1, l.cols[k].text(i), 1, 1)
			}
			l.at++
		}
	}
}

// transposed prints the columns as rows.
func (l *layouter) transposed() {
	n := len(l.rows)
	for _, c := range l.cols {
		l.put(l.at, 0, c.heads[0], 1, 1)
		for i := 0; i < n; {
			to := l.run(c, i, n)
			l.put(l.at, 1+i, c.text(i), 1, to-i)
			i = to
		}
		l.at++
	}
}

// until is the end of the rows from i that share the labels down to a depth.
func (l *layouter) until(i, n, depth int) int {
	j := i + 1
	for j < n && l.rows[j].l1 == l.rows[i].l1 && (depth < 2 || l.rows[j].l2 == l.rows[i].l2) {
		j++
	}
	return j
}

// run is the end of the cell of a level column that begins at a row.
func (l *layouter) run(c layoutColumn, i, n int) int {
	if c.level == 0 {
		return i + 1
	}
	return l.until(i, n, c.level)
}

// heads writes the head at a column: two rows where one head stands over two.
func (l *layouter) heads(at int) {
	high := 1
	for _, c := range l.cols {
		high = max(high, len(c.heads))
	}
	for j := 0; j < len(l.cols); j++ {
		h := l.cols[j].heads
		if len(h) == 1 {
			l.put(l.at, at+j, h[0], high, 1)
			continue
		}
		wide := 1
		for j+wide < len(l.cols) && len(l.cols[j+wide].heads) == 2 && l.cols[j+wide].heads[0] == h[0] {
			wide++
		}
		l.put(l.at, at+j, h[0], 1, wide)
		for k := range wide {
			l.put(l.at+1, at+j+k, l.cols[j+k].heads[1], 1, 1)
		}
		j += wide - 1
	}
	l.at += high
}

// fill writes the rows from one to another below the heads.
func (l *layouter) fill(at, from, to int) {
	for j, c := range l.cols {
		for i := from; i < to; {
			end := min(l.run(c, i, to), to)
			switch {
			case l.merge == "merged" || c.level == 0:
				l.put(l.at+i-from, at+j, c.text(i), end-i, 1)
			case l.merge == "repeated":
				for k := i; k < end; k++ {
					l.put(l.at+k-from, at+j, c.text(k), 1, 1)
				}
			default:
				l.put(l.at+i-from, at+j, c.text(i), 1, 1)
			}
			i = end
		}
	}
	l.at += to - from
}

// banded writes the levels as lines across the table.
func (l *layouter) banded() {
	numbers := []string{"一", "二", "三", "四", "五"}
	outer, inner := -1, 0
	for i := 0; i < len(l.rows); {
		if i == 0 || l.rows[i].l1 != l.rows[i-1].l1 {
			outer, inner = outer+1, 0
			l.put(l.at, 0, numbers[outer%5]+"、"+l.rows[i].l1, 1, len(l.cols))
			l.at++
		}
		to := l.until(i, len(l.rows), 1)
		if l.kind == "bands-two" {
			to = l.until(i, len(l.rows), 2)
			l.put(l.at, 0, "（"+numbers[inner%5]+"）"+l.rows[i].l2, 1, len(l.cols))
			inner, l.at = inner+1, l.at+1
		}
		l.fill(0, i, to)
		i = to
	}
}

// listed writes the indicators under one second level as numbered lists in one
// row.
func (l *layouter) listed() {
	for i := 0; i < len(l.rows); {
		to := l.until(i, len(l.rows), 2)
		for j, c := range l.cols {
			text := c.text(i)
			if c.level == 0 && to-i > 1 && text != "" && j < 4 {
				var lines []string
				for k := i; k < to; k++ {
					lines = append(lines, fmt.Sprintf("%d.%s", k-i+1, c.text(k)))
				}
				text = strings.Join(lines, "\n")
			}
			l.put(l.at, j, text, 1, 1)
		}
		l.at++
		i = to
	}
}

// bottom draws what stands below.
func (l *layouter) bottom() {
	if l.chance(.4) {
		l.put(l.at, 0, "填报人：", 1, 1)
		l.put(l.at, 1, "联系电话：", 1, max(1, l.g.Cols-1))
	} else if l.chance(.3) {
		l.put(l.at, 0, "注：指标值以批复为准。", 1, max(1, l.g.Cols))
	}
}
