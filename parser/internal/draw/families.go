package draw

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

func (d *drawer) declaration() *schema.Declaration {
	w := &schema.Declaration{Form: d.family, Year: d.year(), Unit: pick(d, units)}
	w.Project.Name = pick(d, projects)
	return w
}

func (d *drawer) sh2020() Form {
	w := d.declaration()
	rows := d.tree(sh2020Levels)
	w.Title, w.HeadingYear, w.Indicators = "财政项目支出绩效目标表", w.Year, nest(rows)
	w.Project.Category = pick(d, categories)
	w.Project.Start, w.Project.End = fmt.Sprintf("%d-01-01", w.Year), fmt.Sprintf("%d-12-31", w.Year)
	yes := d.chance(0.5)
	w.Project.GovernmentPurchase = &yes
	w.Project.PerformanceType = "其他类"
	w.Narrative = schema.Narrative{Overview: d.text(3), Basis: d.text(1), Necessity: d.text(2), Safeguards: d.text(1), Plan: d.text(2)}
	w.Goals.Overall = d.text(2)
	w.Funds.PrintedUnit = "元"
	for _, dst := range []*string{&w.Funds.Total, &w.Funds.Year, &w.Funds.LastYearBudget, &w.Funds.LastYearExecuted} {
		_, *dst = d.amount("元")
	}
	return Form{w, []*grid.Grid{SH2020(w)}}
}

// SH2020 prints a declaration as a form of the sh-2020 family.
func SH2020(w *schema.Declaration) *grid.Grid {
	p := newPaper(8)
	p.line(w.Title)
	p.line(fmt.Sprintf("（%d年度）", w.Year))
	p.line("申报单位名称：" + w.Unit)
	pair := func(l1, v1, l2, v2 string) { p.wide(l1, 2).wide(v1, 2).wide(l2, 2).wide(v2, 2).end() }
	if w.Project.Category == "" {
		p.wide("项目名称：", 2).wide(w.Project.Name, 6).end()
	} else {
		pair("项目名称：", w.Project.Name, "项目类别：", w.Project.Category)
	}
	pair("计划开始日期：", w.Project.Start, "计划完成日期：", w.Project.End)
	purchase := "否"
	if w.Project.GovernmentPurchase != nil && *w.Project.GovernmentPurchase {
		purchase = "是"
	}
	pair("是否含有政府购买服务：", purchase, "绩效类型：", w.Project.PerformanceType)
	for _, f := range [][2]string{{"项目概况：", w.Narrative.Overview}, {"立项依据：", w.Narrative.Basis}, {"项目设立的必要性：", w.Narrative.Necessity},
		{"保证项目实施的制度、措施：", w.Narrative.Safeguards}, {"项目实施计划：", w.Narrative.Plan}, {"总目标及阶段性目标：", w.Goals.Overall}} {
		p.wide(f[0], 2).wide(f[1], 6).end()
	}
	p.line("本项目上年度市级财政资金使用情况")
	f := w.Funds
	pair("项目总预算（元）：", yuan(f.Total), "项目当年预算（元）：", yuan(f.Year))
	pair("同名项目上年预算额（元）：", yuan(f.LastYearBudget), "同名项目上年预算执行数（元）：", yuan(f.LastYearExecuted))
	p.line(fmt.Sprintf("%d年绩效目标", w.Year))
	p.one("一级目标").one("二级目标").wide("三级目标", 4).wide("指标目标值", 2).end()
	p.indicators(flatten(w.Indicators), []int{1, 1}, func(r row) []cell { return []cell{{r.leaf.Name, 4}, {r.leaf.Value.Text, 2}} })
	return p.g
}

// flatten is the rows of a tree of three levels.
func flatten(nodes []*schema.Indicator) []row {
	var out []row
	for _, l1 := range nodes {
		for _, l2 := range l1.Children {
			for _, leaf := range l2.Children {
				out = append(out, row{l1.Name, l2.Name, leaf})
			}
		}
	}
	return out
}

// yuan prints whole yuan with separators.
func yuan(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil {
		return s
	}
	return thousands(n)
}

func (d *drawer) sh2026() Form {
	w := d.declaration()
	rows := d.tree([]level{costs, outputs, effects, content})
	w.Title, w.Indicators = "财政项目支出绩效目标申报表", nest(rows)
	w.Department = pick(d, departments)
	w.Project.Nature, w.Project.Category = "阶段性项目", "特定目标类"
	w.Project.Start, w.Project.End = fmt.Sprintf("%d-01-01", w.Year-1), fmt.Sprintf("%d-12-31", w.Year)
	w.Goals = schema.Goals{Overall: d.text(2), Annual: d.text(2)}
	w.Funds.PrintedUnit = "元"
	var a [7]string
	for i, dst := range []*string{&w.Funds.Total, &w.Funds.TotalFiscal, &w.Funds.TotalOther, &w.Funds.Year, &w.Funds.YearFiscal, &w.Funds.Carryover, &w.Funds.YearOther} {
		a[i], *dst = d.amount("元")
	}
	p := newPaper(6)
	p.line(w.Title)
	p.line(fmt.Sprintf("（%d年度）", w.Year))
	p.one("项目名称").wide(w.Project.Name, 3).one("项目性质").one("阶段性项目").end()
	p.one("项目类别").wide("特定目标类", 5).end()
	p.one("主管部门").wide(w.Department, 2).one("实施单位").wide(w.Unit, 2).end()
	slash := func(iso string) string { return strings.ReplaceAll(strings.ReplaceAll(iso, "-0", "/"), "-", "/") }
	p.one("计划开始日期").wide(slash(w.Project.Start), 2).one("计划完成日期").wide(slash(w.Project.End), 2).end()
	p.put("项目资金\n（元）", 1, 4).one("项目资金总额").one(a[0]).wide("年度资金申请总额", 2).one(a[3]).end()
	p.one("其中：财政资金").one(a[1]).wide("其中：当年财政拨款", 2).one(a[4]).end()
	p.one("").one("").wide("     上年结转资金", 2).one(a[5]).end()
	p.one("     其他资金").one(a[2]).wide("     其他资金", 2).one(a[6]).end()
	p.put("项目\n绩效\n目标", 1, 2).wide(fmt.Sprintf("项目总体目标\n(%d 年-%d 年)", w.Year-1, w.Year), 2).wide("年度总体目标", 3).end()
	p.wide(w.Goals.Overall, 2).wide(w.Goals.Annual, 3).end()
	p.put("绩效\n指标", 1, len(rows)+1).one("一级指标").one("二级指标").wide("三级指标", 2).one("年度(/项目)指标值").end()
	p.indicators(rows, []int{1, 1}, func(r row) []cell { return []cell{{r.leaf.Name, 2}, {r.leaf.Value.Text, 1}} })
	return Form{w, []*grid.Grid{p.g}}
}

// mof88 prints two blocks side by side, or only the annual one.
func (d *drawer) mof88() Form {
	w := d.declaration()
	w.Title, w.Department = "项目支出绩效目标申报表", pick(d, departments)
	w.Project.Attribute, w.Project.Period = pick(d, []string{"新增项目", "延续项目"}), "3年"
	w.Goals = schema.Goals{Overall: d.text(2), Annual: d.text(1)}
	w.Funds.PrintedUnit = "万元"
	var a [6]string
	for i, dst := range []*string{&w.Funds.Total, &w.Funds.TotalFiscal, &w.Funds.TotalOther, &w.Funds.Year, &w.Funds.YearFiscal, &w.Funds.YearOther} {
		a[i], *dst = d.amount("万元")
	}
	rows := d.tree([]level{oldOut, effects, content})
	w.Indicators = nest(rows)
	p := newPaper(8)
	p.line(w.Title)
	p.line(fmt.Sprintf("（%d年度）", w.Year))
	p.wide("项目名称", 2).wide(w.Project.Name, 6).end()
	p.wide("主管部门及代码", 2).wide(w.Department, 2).one("实施单位").wide(w.Unit, 3).end()
	p.wide("项目属性", 2).wide(w.Project.Attribute, 2).one("项目期").wide(w.Project.Period, 3).end()
	p.put("项目资金\n（万元）", 2, 3).one("中期资金总额：").one(a[0]).wide("年度资金总额：", 2).wide(a[3], 2).end()
	p.one("其中：财政拨款").one(a[1]).wide("其中：财政拨款", 2).wide(a[4], 2).end()
	p.one("      其他资金").one(a[2]).wide("      其他资金", 2).wide(a[5], 2).end()
	p.put("总\n体\n目\n标", 1, 2).wide(fmt.Sprintf("中期目标（%d年—%d年）", w.Year, w.Year+2), 3).wide("年度目标", 4).end()
	p.wide(w.Goals.Overall, 3).wide(w.Goals.Annual, 4).end()
	p.put("绩\n效\n指\n标", 1, len(rows)+1).one("一级指标").one("二级指标").one("三级指标").one("指标值").one("二级指标").one("三级指标").one("指标值").end()
	// The medium-term block has the same labels, other names and values.
	medium := make([]row, len(rows))
	for i, r := range rows {
		v := pick(d, targets).want
		medium[i] = row{r.l1, r.l2, &schema.Indicator{Name: "三年" + r.leaf.Name, Value: &v}}
	}
	w.IndicatorsMediumTerm = nest(medium)
	for i, r := range rows {
		first := i == 0 || rows[i-1].l1 != r.l1
		if first {
			n := 1
			for i+n < len(rows) && rows[i+n].l1 == r.l1 {
				n++
			}
			p.put(r.l1, 1, n)
		}
		begins := first || rows[i-1].l2 != r.l2
		n := 1
		for begins && i+n < len(rows) && rows[i+n].l2 == r.l2 && rows[i+n].l1 == r.l1 {
			n++
		}
		for _, leaf := range []*schema.Indicator{medium[i].leaf, r.leaf} {
			if begins {
				p.put(r.l2, 1, n)
			}
			p.one(leaf.Name).one(leaf.Value.Text)
		}
		p.end()
	}
	return Form{w, []*grid.Grid{p.g}}
}

func (d *drawer) dept() Form {
	w := d.declaration()
	w.Project = schema.Project{}
	w.Title = "部门（单位）整体支出绩效目标申报表"
	w.Goals.Annual = d.text(2)
	w.Funds.PrintedUnit = "万元"
	rows := d.tree([]level{oldOut, effects, content})
	w.Indicators = nest(rows)
	p := newPaper(6)
	p.line(w.Title)
	p.line(fmt.Sprintf("（%d年度）", w.Year))
	p.wide("部门（单位）名称", 2).wide(w.Unit, 4).end()
	tasks := 2 + d.r.IntN(3)
	p.put("年度主要任务", 1, tasks+3).put("任务名称", 1, 2).put("主要内容", 1, 2).wide("预算金额（万元）", 3).end()
	p.one("总额").one("财政拨款").one("其他资金").end()
	for i := range tasks {
		var t schema.Task
		t.Name, t.Content = fmt.Sprintf("任务%d", i+1), d.text(1)
		var a [3]string
		for j, dst := range []*string{&t.Total, &t.Fiscal, &t.Other} {
			a[j], *dst = d.amount("万元")
		}
		p.one(t.Name).one(t.Content).one(a[0]).one(a[1]).one(a[2]).end()
		w.Funds.Tasks = append(w.Funds.Tasks, t)
	}
	var a [3]string
	for j, dst := range []*string{&w.Funds.Total, &w.Funds.TotalFiscal, &w.Funds.TotalOther} {
		a[j], *dst = d.amount("万元")
	}
	p.wide("金额合计", 2).one(a[0]).one(a[1]).one(a[2]).end()
	p.one("年度总体目标").wide(w.Goals.Annual, 5).end()
	p.put("年度绩效指标", 1, len(rows)+1).one("一级指标").one("二级指标").wide("三级指标", 2).one("指标值").end()
	p.indicators(rows, []int{1, 1}, func(r row) []cell { return []cell{{"指标1：" + r.leaf.Name, 2}, {r.leaf.Value.Text, 1}} })
	return Form{w, []*grid.Grid{p.g}}
}

func (d *drawer) region() Form {
	w := d.declaration()
	w.Unit = ""
	w.Title, w.Department = "中央对地方专项转移支付区域绩效目标表", pick(d, departments)
	w.Goals.Annual = d.text(2)
	w.Funds.PrintedUnit = "万元"
	rows := d.tree([]level{oldOut, effects, content})
	w.Indicators = nest(rows)
	var a [3]string
	for i, dst := range []*string{&w.Funds.Year, &w.Funds.Central, &w.Funds.Local} {
		a[i], *dst = d.amount("万元")
	}
	p := newPaper(5)
	p.line(w.Title)
	p.line(fmt.Sprintf("（%d年度）", w.Year))
	p.wide("专项名称", 2).wide(w.Project.Name, 3).end()
	p.wide("中央主管部门", 2).wide(w.Department, 3).end()
	p.one("省级财政部门").one("江南省财政厅").wide("省级主管部门", 2).one("江南省农业农村厅").end()
	w.Extra = []schema.Pair{{Label: "省级财政部门", Text: "江南省财政厅"}, {Label: "省级主管部门", Text: "江南省农业农村厅"}}
	p.put("资金情况（万元）", 1, 3).one("年度金额：").wide(a[0], 3).end()
	p.one("其中：中央补助").wide(a[1], 3).end()
	p.one("地方资金").wide(a[2], 3).end()
	p.one("年度目标").wide(w.Goals.Annual, 4).end()
	p.put("绩效指标", 1, len(rows)+1).one("一级指标").one("二级指标").one("三级指标").one("指标值").end()
	p.indicators(rows, []int{1, 1}, func(r row) []cell { return []cell{{r.leaf.Name, 1}, {r.leaf.Value.Text, 1}} })
	return Form{w, []*grid.Grid{p.g}}
}

func (d *drawer) selfEvaluation() Form {
	w := d.declaration()
	w.Title, w.Department = "项目支出绩效自评表", pick(d, departments)
	w.Goals = schema.Goals{Annual: d.text(2), Results: d.text(1)}
	w.Funds.PrintedUnit = "万元"
	w.TotalScore, w.Extra = "93.5", []schema.Pair{{Label: "分值（总分）", Text: "100"}}
	rows := d.tree([]level{oldOut, effects, content})
	w.Indicators = nest(rows)
	points := map[string]string{"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
	for _, n := range w.Indicators {
		n.Points = points[n.Name]
	}
	p := newPaper(9)
	p.line(w.Title)
	p.line(fmt.Sprintf("（%d年度）", w.Year))
	p.wide("项目名称", 2).wide(w.Project.Name, 7).end()
	p.wide("主管部门", 2).wide(w.Department, 2).one("实施单位").wide(w.Unit, 4).end()
	p.put("项目资金\n（万元）", 2, 5).one("").one("年初预算数").one("全年预算数").one("全年执行数").one("分值").one("执行率").one("得分").end()
	for i, item := range []string{"年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金"} {
		e := schema.ExecutionRow{Item: strings.TrimPrefix(item, "其中：")}
		var a [3]string
		for j, dst := range []*string{&e.Initial, &e.Budget, &e.Executed} {
			a[j], *dst = d.amount("万元")
		}
		weight, score := "—", "—"
		if i == 0 {
			weight, score = "10", "9.6"
			e.Weight, e.Score = weight, score
		}
		e.Rate = "96.00"
		p.one(item).one(a[0]).one(a[1]).one(a[2]).one(weight).one("96.00%").one(score).end()
		w.Funds.Execution = append(w.Funds.Execution, e)
	}
	p.put("年度总体目标", 1, 2).wide("预期目标", 4).wide("实际完成情况", 4).end()
	p.wide(w.Goals.Annual, 4).wide(w.Goals.Results, 4).end()
	p.put("绩效指标", 1, len(rows)+1).one("一级指标").one("二级指标").one("三级指标").one("年度指标值").one("实际完成值").one("分值").one("得分").one("偏差原因分析及改进措施").end()
	printed := make([]row, len(rows))
	for i, r := range rows {
		printed[i] = row{fmt.Sprintf("%s\n（%s分）", r.l1, points[r.l1]), r.l2, r.leaf}
		r.leaf.Weight, r.leaf.Score = "4", "4"
		actual := pick(d, targets).want
		r.leaf.Actual = &actual
		if d.chance(0.2) {
			r.leaf.Score, r.leaf.Deviation = "3.5", "受汛期影响进度滞后，已调整施工安排"
		}
	}
	p.indicators(printed, []int{1, 1}, func(r row) []cell {
		return []cell{{r.leaf.Name, 1}, {r.leaf.Value.Text, 1}, {r.leaf.Actual.Text, 1}, {r.leaf.Weight, 1}, {r.leaf.Score, 1}, {r.leaf.Deviation, 1}}
	})
	p.wide("总分", 6).one("100").one(w.TotalScore).one("").end()
	return Form{w, []*grid.Grid{p.g}}
}

// split is a target printed in three columns: comparator, number, unit.
type split struct{ op, number, unit string }

func (d *drawer) split(leaf *schema.Indicator) split {
	if d.chance(0.25) {
		text := pick(d, []string{"逐步完善", "规范", "有效保障"})
		leaf.Value = &schema.Value{Text: text, Kind: schema.KindQualitative}
		leaf.Nature = "定性"
		return split{"定性", text, ""}
	}
	ops := []struct {
		print string
		op    schema.Op
	}{{"≥", schema.OpGE}, {"≤", schema.OpLE}, {"＝", schema.OpEQ}, {"＞", schema.OpGT}, {"＜", schema.OpLT}}
	o := pick(d, ops)
	s := split{o.print, pick(d, []string{"15", "97.5", "3", "1200"}), pick(d, []string{"%", "套", "公里", "小时", "人次"})}
	leaf.Value = &schema.Value{Text: s.number, Kind: schema.KindQuantity, Op: o.op, Number: s.number, Unit: s.unit}
	return s
}

func (d *drawer) core() Form {
	w := d.declaration()
	w.Title = "项目支出绩效目标表"
	w.Goals.Overall = d.text(2)
	w.Funds.PrintedUnit = "万元"
	rows := d.tree([]level{costs, outputs, effects, content})
	w.Indicators = nest(rows)
	var a [3]string
	for i, dst := range []*string{&w.Funds.Total, &w.Funds.TotalFiscal, &w.Funds.TotalOther} {
		a[i], *dst = d.amount("万元")
	}
	p := newPaper(7)
	p.line(w.Title)
	p.wide(fmt.Sprintf("%d年度", w.Year), 5).wide("单位：万元", 2).end()
	p.one("项目名称").wide(w.Project.Name, 3).one("预算单位").wide(w.Unit, 2).end()
	p.put("资金情况", 1, 2).one("资金总额").one(a[0]).wide("其中：财政资金", 2).wide(a[1], 2).end()
	p.one("其他资金").one(a[2]).wide("", 4).end()
	p.one("绩效目标").wide(w.Goals.Overall, 6).end()
	p.one("一级指标").one("二级指标").one("三级指标").one("指标性质").one("指标值").one("度量单位").one("分值权重").end()
	p.indicators(rows, []int{1, 1}, func(r row) []cell {
		s := d.split(r.leaf)
		r.leaf.Weight = "5"
		return []cell{{r.leaf.Name, 1}, {s.op, 1}, {s.number, 1}, {s.unit, 1}, {"5", 1}}
	})
	return Form{w, []*grid.Grid{p.g}}
}

// export draws a list of several projects in one table; the grid belongs to
// the first.
func (d *drawer) export() []Form {
	year, unit := d.year(), pick(d, units)
	title := fmt.Sprintf("%d年部门预算项目支出绩效目标表", year)
	p := newPaper(10)
	p.line(title)
	p.line("单位：万元")
	p.one("单位名称").one("项目名称").one("预算数").one("年度绩效目标").one("一级指标").one("二级指标").one("三级指标").one("指标性质").one("指标值").one("计量单位").end()
	order := d.r.Perm(len(projects))
	n := 2 + d.r.IntN(3)
	all := make([][]row, n)
	total := 0
	for i := range n {
		all[i] = d.tree([]level{outputs, effects, content})
		total += len(all[i])
	}
	p.put(unit, 1, total)
	var out []Form
	for i, rows := range all {
		w := &schema.Declaration{Form: d.family, Title: title, Year: year, Unit: unit}
		w.Project.Name = projects[order[i]]
		w.Goals.Annual = d.text(1)
		w.Funds.PrintedUnit = "万元"
		var printed string
		printed, w.Funds.Total = d.amount("万元")
		p.put(w.Project.Name, 1, len(rows)).put(printed, 1, len(rows)).put(w.Goals.Annual, 1, len(rows))
		p.indicators(rows, []int{1, 1}, func(r row) []cell {
			s := d.split(r.leaf)
			return []cell{{r.leaf.Name, 1}, {s.op, 1}, {s.number, 1}, {s.unit, 1}}
		})
		w.Indicators = nest(rows)
		out = append(out, Form{Want: w})
	}
	out[0].Grids = []*grid.Grid{p.g}
	return out
}
