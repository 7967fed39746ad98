package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/shopspring/decimal"
)

// field is a place of the declaration that a rule can name.
type field struct {
	name  string // path in the declaration: project.name
	label schema.Text
	get   func(*schema.Declaration) string
	money bool
	index int // in the set's list, from 1; 0 for an extra field
	// prose fields are long texts; a message quotes only their beginning.
	prose bool
}

// fields lists every field a rule can name, in the order of the form.
func fields() []field {
	text := func(name, zh, en string, get func(*schema.Declaration) string) field {
		return field{name: name, label: schema.Text{ZH: zh, EN: en}, get: get}
	}
	prose := func(name, zh, en string, get func(*schema.Declaration) string) field {
		f := text(name, zh, en, get)
		f.prose = true
		return f
	}
	money := func(name, zh, en string, get func(*schema.Declaration) string) field {
		f := text(name, zh, en, get)
		f.money = true
		return f
	}
	return []field{
		text("form", "表式", "form", func(d *schema.Declaration) string { return d.Form }),
		text("title", "表名", "title", func(d *schema.Declaration) string { return d.Title }),
		text("year", "年度", "year", func(d *schema.Declaration) string { return yearText(d.Year) }),
		text("heading_year", "指标表标题年度", "year above the indicators", func(d *schema.Declaration) string { return yearText(d.HeadingYear) }),
		text("unit", "申报单位", "filing unit", func(d *schema.Declaration) string { return d.Unit }),
		text("department", "主管部门", "department", func(d *schema.Declaration) string { return d.Department }),
		text("project.name", "项目名称", "project name", func(d *schema.Declaration) string { return d.Project.Name }),
		text("project.code", "项目编码", "project code", func(d *schema.Declaration) string { return d.Project.Code }),
		text("project.category", "项目类别", "project category", func(d *schema.Declaration) string { return d.Project.Category }),
		text("project.nature", "项目性质", "project nature", func(d *schema.Declaration) string { return d.Project.Nature }),
		text("project.attribute", "项目属性", "project attribute", func(d *schema.Declaration) string { return d.Project.Attribute }),
		text("project.period", "项目期", "project period", func(d *schema.Declaration) string { return d.Project.Period }),
		text("project.start", "计划开始日期", "start date", func(d *schema.Declaration) string { return d.Project.Start }),
		text("project.end", "计划完成日期", "end date", func(d *schema.Declaration) string { return d.Project.End }),
		text("project.government_purchase", "是否含有政府购买服务", "government purchase of services", func(d *schema.Declaration) string { return boolText(d.Project.GovernmentPurchase) }),
		text("project.performance_type", "绩效类型", "performance type", func(d *schema.Declaration) string { return d.Project.PerformanceType }),
		prose("narrative.overview", "项目概况", "overview", func(d *schema.Declaration) string { return d.Narrative.Overview }),
		prose("narrative.basis", "立项依据", "basis", func(d *schema.Declaration) string { return d.Narrative.Basis }),
		prose("narrative.necessity", "项目设立的必要性", "necessity", func(d *schema.Declaration) string { return d.Narrative.Necessity }),
		prose("narrative.feasibility", "可行性", "feasibility", func(d *schema.Declaration) string { return d.Narrative.Feasibility }),
		prose("narrative.safeguards", "保证项目实施的制度、措施", "safeguards", func(d *schema.Declaration) string { return d.Narrative.Safeguards }),
		prose("narrative.plan", "项目实施计划", "plan", func(d *schema.Declaration) string { return d.Narrative.Plan }),
		prose("goals", "绩效目标", "goals", func(d *schema.Declaration) string { return d.Goals.Overall + d.Goals.Annual }),
		prose("goals.overall", "总目标", "overall goal", func(d *schema.Declaration) string { return d.Goals.Overall }),
		prose("goals.annual", "年度目标", "annual goal", func(d *schema.Declaration) string { return d.Goals.Annual }),
		prose("goals.results", "实际完成情况", "results", func(d *schema.Declaration) string { return d.Goals.Results }),
		money("funds", "项目资金总额", "total funds", anyFunds),
		text("funds.printed_unit", "金额单位", "unit of the amounts", func(d *schema.Declaration) string { return d.Funds.PrintedUnit }),
		money("funds.total", "项目资金总额", "total funds", func(d *schema.Declaration) string { return d.Funds.Total }),
		money("funds.total_fiscal", "财政拨款", "fiscal funds", func(d *schema.Declaration) string { return d.Funds.TotalFiscal }),
		money("funds.total_other", "其他资金", "other funds", func(d *schema.Declaration) string { return d.Funds.TotalOther }),
		money("funds.year", "年度资金总额", "funds of the year", func(d *schema.Declaration) string { return d.Funds.Year }),
		money("funds.year_fiscal", "当年财政拨款", "fiscal funds of the year", func(d *schema.Declaration) string { return d.Funds.YearFiscal }),
		money("funds.carryover", "上年结转资金", "carry-over", func(d *schema.Declaration) string { return d.Funds.Carryover }),
		money("funds.year_other", "年度其他资金", "other funds of the year", func(d *schema.Declaration) string { return d.Funds.YearOther }),
		money("funds.central", "中央补助", "central grant", func(d *schema.Declaration) string { return d.Funds.Central }),
		money("funds.local", "地方资金", "local funds", func(d *schema.Declaration) string { return d.Funds.Local }),
		money("funds.last_year_budget", "同名项目上年预算额", "last year's budget", func(d *schema.Declaration) string { return d.Funds.LastYearBudget }),
		money("funds.last_year_executed", "同名项目上年预算执行数", "last year's execution", func(d *schema.Declaration) string { return d.Funds.LastYearExecuted }),
		text("funds.execution", "预算执行情况", "budget execution", executionText),
		text("total_score", "总分", "total score", func(d *schema.Declaration) string { return d.TotalScore }),
	}
}

// anyFunds is the total, or, on a form that prints the year's money alone, that
// of the year.
func anyFunds(d *schema.Declaration) string {
	if d.Funds.Total == "" && d.Funds.TotalFiscal == "" && d.Funds.TotalOther == "" {
		return d.Funds.Year
	}
	return d.Funds.Total
}

func yearText(y int) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(y)
}

func boolText(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "是"
	}
	return "否"
}

func executionText(d *schema.Declaration) string {
	if len(d.Funds.Execution) == 0 {
		return ""
	}
	return fmt.Sprintf("%d", len(d.Funds.Execution))
}

// fieldNames lists the names that a rule file may use.
func fieldNames(all []field) []string {
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = f.name
	}
	return out
}

// extraField is a printed label with no typed home: extra[是否政府购买].
func extraField(name string) (field, bool) {
	label, ok := strings.CutPrefix(name, "extra[")
	label, closed := strings.CutSuffix(label, "]")
	if !ok || !closed || label == "" {
		return field{}, false
	}
	label = fold(label)
	return field{
		name:  name,
		label: schema.Text{ZH: label, EN: label},
		get: func(d *schema.Declaration) string {
			for _, p := range d.Extra {
				if strings.Contains(fold(p.Label), label) {
					return p.Text
				}
			}
			return ""
		},
	}, true
}

// yuan reads an amount; false where it is missing or no number.
func yuan(s string) (decimal.Decimal, bool) {
	if s == "" || len(s) > 40 {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 40 {
		return decimal.Decimal{}, false
	}
	return d, true
}

// plain prints a number without trailing zeros behind its point.
func plain(d decimal.Decimal) string {
	s := d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// pathOf is the field's path in the declaration; a printed pair with no typed
// home stands under extra.
func pathOf(fl *field) string {
	if strings.HasPrefix(fl.name, "extra[") {
		return "extra"
	}
	if fl.name == "funds" {
		return "funds.total"
	}
	return fl.name
}
