package draw

import (
	"fmt"
	"math/rand/v2"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Varied is a form of no family: whatever offices add to, leave out of and move
// about in the forms of others.
type Varied struct {
	Grids []*grid.Grid
	// Unit and Project are "" where the form prints none; Year is 0.
	Unit, Project string
	Year          int
	Rows          []VariedRow
	// Printed are texts of the form that a reader must not lose, beside those of
	// the rows: values, labels that nobody knows, notes, columns of the office's own.
	Printed []string
}

// VariedRow is one drawn indicator as printed.
type VariedRow struct {
	Labels []string // outermost first
	Name   string
	Value  string // of the annual target
	Medium string // of the medium-term column beside it, "" where there is none
	Weight string
}

var (
	oddLabels = []string{"归口科室", "项目库编号", "评审机构", "资金用途说明", "上会情况", "热线号码", "备案文号", "实施地点", "受益镇街", "绩效管理员"}
	oddValues = []string{"综合计划科", "XMK-2023-0417", "第三方机构甲", "用于购置与安装", "经党组会审议通过", "8812-3345", "财评〔2022〕17号", "东片区三个村", "三镇一街道", "内审岗"}
	notes     = []string{"本表一式三份，由申报科室留存。", "注：指标值以批复文件为准。", "以上数据来源于业务系统。", "如有调整另行报备。"}
	localL2   = []string{"工程类", "服务类", "宣传类", "管护类", "培训类", "信息化类"}
	closings  = [][2]string{{"备注", "逾期未报视同放弃"}, {"联系人", "周工"}, {"主管部门审核意见", "同意申报，纳入年度预算"}, {"填报日期", "2023年3月8日"}, {"单位负责人", "郑主任"}}
	sources   = []string{"其中：市级配套", "单位自筹", "上级专项补助", "银行贷款"}
)

// Vary draws a form of no family. The same seed gives the same form.
func Vary(seed uint64) Varied {
	d := &drawer{r: rand.New(rand.NewPCG(seed, 99))}
	v := &varier{drawer: d}
	v.levels()
	if d.chance(0.4) {
		v.budget()
	}
	if d.chance(0.3) {
		v.prose()
	}
	v.form()
	if d.chance(0.3) {
		v.budget()
	}
	return v.out
}

type varier struct {
	*drawer
	out    Varied
	p      *paper
	depth  int      // levels above the name: 1 or 2
	number bool     // 序号 before level 1
	group  string   // down the left edge, "" for none
	layout []string // the roles of the columns behind the levels
	weight bool     // a weight behind level 1
}

// keep notes a text that must be found again, and gives it back.
func (v *varier) keep(text string) string {
	v.out.Printed = append(v.out.Printed, text)
	return text
}

// levels draws the shape of the table.
func (v *varier) levels() {
	v.depth = 2
	if v.chance(0.25) {
		v.depth = 1
	}
	v.weight, v.number = v.chance(0.15), v.chance(0.15)
	if v.chance(0.5) {
		v.group = pick(v.drawer, []string{"绩效指标", "绩效指标（90分）", "年度绩效指标", "绩\n效\n指\n标"})
	}
	v.layout = []string{"name", "value"}
	if v.chance(0.25) {
		v.layout = []string{"name", "medium", "value"}
	}
	for _, extra := range []string{"weight", "standard", "remark", "own"} {
		if v.chance(0.3) && !(v.weight && extra == "weight") {
			v.layout = append(v.layout, extra)
		}
	}
}

var heads = map[string][]string{
	"name": {"三级指标", "指标名称", "指标内容"}, "value": {"指标值", "年度指标值", "目标值", "计划值"}, "weight": {"分值", "权重", "指标分值（分）"},
	"standard": {"评分标准"}, "remark": {"备注"}, "own": {"责任科室", "考核频次"},
}

func (v *varier) form() {
	cols := max(4, v.depth+len(v.layout))
	if v.group != "" {
		cols++
	}
	if v.weight {
		cols++
	}
	if v.number {
		cols++
	}
	v.p = newPaper(cols)
	if v.chance(0.8) {
		v.p.line(v.keep(pick(v.drawer, []string{"项目支出绩效目标申报表", "专项资金绩效目标表", "部门项目绩效目标批复表"})))
	}
	if v.chance(0.7) {
		v.out.Year = v.year()
		v.p.line(fmt.Sprintf("（%d年度）", v.out.Year))
	}
	v.fields()
	v.table()
	v.closing()
	v.out.Grids = append(v.out.Grids, v.p.g)
}

// pair draws a label with a value over the rest of the row, or two pairs.
func (v *varier) pair(label, value string) { v.p.one(label).wide(value, v.p.g.Cols-1).end() }

func (v *varier) fields() {
	v.out.Project = v.keep(pick(v.drawer, projects))
	v.pair(pick(v.drawer, []string{"项目名称", "项目名称：", "专项名称", "项 目 名 称"}), v.out.Project)
	if v.chance(0.8) {
		v.out.Unit = v.keep(pick(v.drawer, units))
		v.pair(pick(v.drawer, []string{"申报单位", "填报单位：", "单位名称"}), v.out.Unit)
	}
	order := v.r.Perm(len(oddLabels))
	for i := range v.r.IntN(4) {
		v.pair(v.keep(oddLabels[order[i]]), v.keep(oddValues[order[i]]))
	}
	if v.chance(0.3) {
		v.pair("项目属性", "新增项目□  延续项目☑")
	}
	if v.chance(0.3) { // a label that nobody filled in
		v.p.one("主管部门").wide("", v.p.g.Cols-1).end()
	}
	if v.chance(0.6) {
		v.funds()
	}
	if v.chance(0.7) {
		v.pair(pick(v.drawer, []string{"总体目标", "年度目标", "绩效目标"}), v.keep(v.text(2)))
	}
	if v.chance(0.3) {
		v.p.line(v.keep(pick(v.drawer, notes)))
	}
}

func (v *varier) funds() {
	n := 1 + v.r.IntN(len(sources))
	v.p.put("资金情况（万元）", 1, n+1)
	printed, _ := v.amount("万元")
	v.p.one("资金总额").wide(printed, v.p.g.Cols-2).end()
	order := v.r.Perm(len(sources))
	for i := range n {
		printed, _ := v.amount("万元")
		label := sources[order[i]]
		v.keep(trimOf(label))
		v.p.one(label).wide(v.keep(printed), v.p.g.Cols-2).end()
	}
}

// trimOf is a label without the words that a reader takes for grammar.
func trimOf(label string) string {
	const of = "其中："
	if len(label) > len(of) && label[:len(of)] == of {
		return label[len(of):]
	}
	return label
}

func (v *varier) table() {
	rows := v.rows()
	two := v.header(len(rows))
	_ = two
	last := v.p.g.Cols
	for i, r := range rows {
		v.p.col = 0
		if v.number {
			v.p.one(fmt.Sprint(i + 1))
		}
		v.label(rows, i, 0)
		if v.weight {
			v.p.one("")
		}
		if v.depth == 2 {
			v.label(rows, i, 1)
		}
		for k, role := range v.layout {
			text := v.cell(role, r, i)
			if k == len(v.layout)-1 {
				for v.p.col < last && v.p.until[v.p.col] > v.p.row {
					v.p.col++
				}
				v.p.wide(text, last-v.p.col)
				continue
			}
			v.p.one(text)
		}
		v.p.end()
	}
	v.out.Rows = rows
}

// header draws the head of the table, and reports whether it has two rows: 指标值
// over 中期 and 年度.
func (v *varier) header(rows int) bool {
	two := v.layout[1] == "medium" && v.chance(0.5)
	height := 1
	if two {
		height = 2
	}
	if v.group != "" {
		v.p.put(v.group, 1, rows+height)
	}
	if v.number {
		v.p.put("序号", 1, height)
	}
	v.p.put("一级指标", 1, height)
	if v.weight {
		v.p.put("权重", 1, height)
	}
	if v.depth == 2 {
		v.p.put("二级指标", 1, height)
	}
	last := v.p.g.Cols
	for k, role := range v.layout {
		switch {
		case two && role == "medium":
			v.p.put("指标值", 2, 1)
			continue
		case two && role == "value":
			continue
		}
		w := 1
		head := v.head(role)
		if k == len(v.layout)-1 {
			w = last - v.p.col
		}
		v.p.put(head, w, height)
	}
	v.p.end()
	if two {
		v.secondHeader(last)
	}
	return two
}

// head is what the head of a column says.
func (v *varier) head(role string) string {
	switch {
	case role == "medium":
		return "中期指标值"
	case role == "value" && v.layout[1] == "medium":
		return "年度指标值"
	case role == "name" && v.depth == 1:
		return pick(v.drawer, []string{"二级指标", "指标内容", "指标名称"})
	case role == "own":
		return v.keep(pick(v.drawer, heads[role]))
	}
	return pick(v.drawer, heads[role])
}

// secondHeader draws the row below 指标值.
func (v *varier) secondHeader(last int) {
	v.p.col = v.depth + 1
	for _, stands := range []bool{v.group != "", v.weight, v.number} {
		if stands {
			v.p.col++
		}
	}
	v.p.one("中期")
	if v.layout[len(v.layout)-1] == "value" {
		v.p.wide("年度", last-v.p.col)
	} else {
		v.p.one("年度")
	}
	v.p.end()
}

// label draws a level's label where its span begins.
func (v *varier) label(rows []VariedRow, i, level int) {
	same := func(j int) bool {
		for l := range level + 1 {
			if rows[j].Labels[l] != rows[i].Labels[l] {
				return false
			}
		}
		return true
	}
	if i > 0 && same(i-1) {
		return
	}
	n := 1
	for i+n < len(rows) && same(i+n) {
		n++
	}
	v.p.put(rows[i].Labels[level], 1, n)
}

func (v *varier) cell(role string, r VariedRow, i int) string {
	switch role {
	case "name":
		if v.depth == 2 && i%3 == 1 {
			return fmt.Sprintf("指标%d：%s", i, r.Name)
		}
		return r.Name
	case "value":
		return r.Value
	case "medium":
		return r.Medium
	case "weight":
		return r.Weight
	case "standard":
		return v.keep("完成得满分，每少一项扣1分")
	case "remark":
		if v.chance(0.5) {
			return ""
		}
		return v.keep("见批复")
	}
	return v.keep(pick(v.drawer, []string{"办公室", "规划科", "按季", "按年"}))
}

func (v *varier) rows() []VariedRow {
	tree := []level{oldOut, effects, content}
	var out []VariedRow
	local := v.chance(0.3)
	for _, r := range v.tree(tree) {
		row := VariedRow{Labels: []string{r.l1, r.l2}[:v.depth], Name: r.leaf.Name, Value: r.leaf.Value.Text}
		if local && v.depth == 2 && r.l1 == "产出指标" {
			row.Labels = []string{r.l1, localL2[len(r.l2)*len(out)/7%len(localL2)]}
		}
		if v.chance(0.05) {
			row.Value = ""
		}
		for _, role := range v.layout {
			switch role {
			case "medium":
				row.Medium = pick(v.drawer, targets).text
			case "weight":
				row.Weight = fmt.Sprint(2 + v.r.IntN(9))
			}
		}
		out = append(out, row)
	}
	return out
}

// closing draws what stands below the table.
func (v *varier) closing() {
	for _, c := range closings {
		if v.chance(0.3) {
			v.pair(c[0], v.keep(c[1]))
		}
	}
	if v.chance(0.3) {
		v.p.line(v.keep(pick(v.drawer, notes)))
	}
}

// prose draws lines of a report around the form, which speak of forms.
func (v *varier) prose() {
	v.out.Grids = append(v.out.Grids, grid.Lines([]string{
		"第三部分 名词解释和情况说明", "一、机构设置情况：本单位内设科室六个，下属单位两个。",
		"二、预算绩效管理情况。本年度编报项目支出绩效目标的项目共三个，涉及一级指标和二级指标若干，详见附表。", "三、单位：万元",
	}, nil))
}

// Stack puts grids below one another into one, as several forms on one sheet.
func Stack(grids ...*grid.Grid) *grid.Grid {
	out := &grid.Grid{}
	for _, g := range grids {
		for _, c := range g.Cells {
			c.Row += out.Rows
			out.Cells = append(out.Cells, c)
		}
		out.Rows += g.Rows + 1
		out.Cols = max(out.Cols, g.Cols)
	}
	return out
}

// budget draws a table that holds no indicators: nothing of it is a form.
func (v *varier) budget() {
	p := newPaper(4)
	p.line("一般公共预算支出表")
	p.one("功能科目").one("合计").one("基本支出").one("项目支出").end()
	for _, s := range []string{"教育支出", "卫生健康支出", "农林水支出"} {
		a, _ := v.amount("万元")
		b, _ := v.amount("万元")
		p.one(s).one(a).one(b).one(a).end()
	}
	v.out.Grids = append(v.out.Grids, p.g)
}
