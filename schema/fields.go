package schema

import (
	"slices"
	"strconv"
	"strings"
)

// FieldKind says what a field holds.
type FieldKind string

// The kinds of a field.
const (
	FieldText   FieldKind = "text"
	FieldProse  FieldKind = "prose" // a long text: messages quote its beginning
	FieldYear   FieldKind = "year"  // 0 is none
	FieldDate   FieldKind = "date"  // ISO, or as printed where it is no date
	FieldAnswer FieldKind = "answer"
	FieldAmount FieldKind = "amount" // decimal string, yuan
	FieldNumber FieldKind = "number" // decimal string
)

// Field is a typed field of a declaration.
type Field struct {
	// Path is where the field stands: project.name.
	Path string
	// Label is what people call it.
	Label Text
	Kind  FieldKind
	// Column and Heading name it in the tables of an archive.
	Column, Heading string
	// Of names the fields whose printed text may give this one too: the year of a
	// title is printed nowhere else. Empty for all fields with a text of their own.
	Of []string

	at func(*Declaration) any // *string, *int or **bool
}

// field makes a field. Its column is its path, its heading its label, unless it
// is named otherwise.
func field(path string, kind FieldKind, zh, en string, at func(*Declaration) any) Field {
	return Field{Path: path, Label: Text{zh, en}, Kind: kind, Column: columnOf(path), Heading: zh, at: at}
}

// as names the field in tables: those that were published before their labels.
func (f Field) as(column, heading string) Field {
	if column != "" {
		f.Column = column
	}
	f.Heading = heading
	return f
}

func (f Field) of(paths ...string) Field {
	f.Of = paths
	return f
}

// columnOf is a path as a database names a column: project.name is project_name.
func columnOf(path string) string {
	b := []byte(path)
	for i := range b {
		if b[i] == '.' {
			b[i] = '_'
		}
	}
	return string(b)
}

// fields is the one list of typed fields, in the order of the form: readers set
// them by path, rules name them, tables have a column for each. A new field is a
// key of its struct and a line here.
var fields = []Field{
	field("form", FieldText, "表式", "form", func(d *Declaration) any { return &d.Form }),
	field("title", FieldText, "表名", "title", func(d *Declaration) any { return &d.Title }),
	field("year", FieldYear, "年度", "year", func(d *Declaration) any { return &d.Year }).of("title", "heading_year"),
	field("heading_year", FieldYear, "指标表标题年度", "year above the indicators", func(d *Declaration) any { return &d.HeadingYear }).as("", "目标年度"),
	field("unit", FieldText, "申报单位", "filing unit", func(d *Declaration) any { return &d.Unit }).as("", "单位"),
	field("department", FieldText, "主管部门", "department", func(d *Declaration) any { return &d.Department }),
	field("project.name", FieldText, "项目名称", "project name", func(d *Declaration) any { return &d.Project.Name }),
	field("project.code", FieldText, "项目编码", "project code", func(d *Declaration) any { return &d.Project.Code }),
	field("project.category", FieldText, "项目类别", "project category", func(d *Declaration) any { return &d.Project.Category }),
	field("project.nature", FieldText, "项目性质", "project nature", func(d *Declaration) any { return &d.Project.Nature }),
	field("project.attribute", FieldText, "项目属性", "project attribute", func(d *Declaration) any { return &d.Project.Attribute }),
	field("project.period", FieldText, "项目期", "project period", func(d *Declaration) any { return &d.Project.Period }),
	field("project.start", FieldDate, "计划开始日期", "start date", func(d *Declaration) any { return &d.Project.Start }).as("", "开始日期"),
	field("project.end", FieldDate, "计划完成日期", "end date", func(d *Declaration) any { return &d.Project.End }).as("", "结束日期"),
	field("project.government_purchase", FieldAnswer, "是否含有政府购买服务", "government purchase of services", func(d *Declaration) any { return &d.Project.GovernmentPurchase }).as("government_purchase", "政府购买服务"),
	field("project.performance_type", FieldText, "绩效类型", "performance type", func(d *Declaration) any { return &d.Project.PerformanceType }).as("performance_type", "绩效类型"),
	field("narrative.overview", FieldProse, "项目概况", "overview", func(d *Declaration) any { return &d.Narrative.Overview }),
	field("narrative.basis", FieldProse, "立项依据", "basis", func(d *Declaration) any { return &d.Narrative.Basis }),
	field("narrative.necessity", FieldProse, "项目设立的必要性", "necessity", func(d *Declaration) any { return &d.Narrative.Necessity }),
	field("narrative.feasibility", FieldProse, "可行性", "feasibility", func(d *Declaration) any { return &d.Narrative.Feasibility }),
	field("narrative.safeguards", FieldProse, "保证项目实施的制度、措施", "safeguards", func(d *Declaration) any { return &d.Narrative.Safeguards }),
	field("narrative.plan", FieldProse, "项目实施计划", "plan", func(d *Declaration) any { return &d.Narrative.Plan }),
	field("goals.overall", FieldProse, "总目标", "overall goal", func(d *Declaration) any { return &d.Goals.Overall }).as("goal_overall", "总体目标"),
	field("goals.annual", FieldProse, "年度目标", "annual goal", func(d *Declaration) any { return &d.Goals.Annual }).as("goal_annual", "年度目标"),
	field("goals.results", FieldProse, "实际完成情况", "results", func(d *Declaration) any { return &d.Goals.Results }).as("goal_results", "实际完成情况"),
	field("funds.printed_unit", FieldText, "金额单位", "unit of the amounts", func(d *Declaration) any { return &d.Funds.PrintedUnit }).as("printed_unit", "金额单位"),
	field("funds.total", FieldAmount, "项目资金总额", "total funds", func(d *Declaration) any { return &d.Funds.Total }).as("", "项目总预算"),
	field("funds.total_fiscal", FieldAmount, "财政拨款", "fiscal funds", func(d *Declaration) any { return &d.Funds.TotalFiscal }).as("", "总预算财政拨款"),
	field("funds.total_other", FieldAmount, "其他资金", "other funds", func(d *Declaration) any { return &d.Funds.TotalOther }).as("", "总预算其他资金"),
	field("funds.year", FieldAmount, "年度资金总额", "funds of the year", func(d *Declaration) any { return &d.Funds.Year }).as("", "当年预算"),
	field("funds.year_fiscal", FieldAmount, "当年财政拨款", "fiscal funds of the year", func(d *Declaration) any { return &d.Funds.YearFiscal }),
	field("funds.carryover", FieldAmount, "上年结转资金", "carry-over", func(d *Declaration) any { return &d.Funds.Carryover }).as("", "结转资金"),
	field("funds.year_other", FieldAmount, "年度其他资金", "other funds of the year", func(d *Declaration) any { return &d.Funds.YearOther }).as("", "当年其他资金"),
	field("funds.central", FieldAmount, "中央补助", "central grant", func(d *Declaration) any { return &d.Funds.Central }),
	field("funds.local", FieldAmount, "地方资金", "local funds", func(d *Declaration) any { return &d.Funds.Local }),
	field("funds.last_year_budget", FieldAmount, "同名项目上年预算额", "last year's budget", func(d *Declaration) any { return &d.Funds.LastYearBudget }).as("last_year_budget", "上年预算"),
	field("funds.last_year_executed", FieldAmount, "同名项目上年预算执行数", "last year's execution", func(d *Declaration) any { return &d.Funds.LastYearExecuted }).as("last_year_executed", "上年执行"),
	field("total_score", FieldNumber, "总分", "total score", func(d *Declaration) any { return &d.TotalScore }),
}

// Fields lists the typed fields of a declaration, in the order of the form. The
// list is not to be changed.
func Fields() []Field { return fields }

// FieldAt is the field of a path.
func FieldAt(path string) (*Field, bool) {
	for i := range fields {
		if fields[i].Path == path {
			return &fields[i], true
		}
	}
	return nil, false
}

// Text points to the text of a field of a declaration; nil where the field is a
// year or an answer.
func (f *Field) Text(d *Declaration) *string {
	s, _ := f.at(d).(*string)
	return s
}

// Get is a field of a declaration as a text: empty where it has none, 是 or 否
// for an answer.
func (f *Field) Get(d *Declaration) string {
	switch v := f.at(d).(type) {
	case *string:
		return *v
	case *int:
		if *v != 0 {
			return strconv.Itoa(*v)
		}
	case **bool:
		switch {
		case *v == nil:
		case **v:
			return "是"
		default:
			return "否"
		}
	}
	return ""
}

// IndicatorField is a typed text of an indicator beside its name and its values.
type IndicatorField struct {
	Path  string
	Label Text
	Kind  FieldKind
	// Of is the key of an indicator whose printed text may give this one too: 定性
	// in the place of a comparator.
	Of string

	at func(*Indicator) *string
}

// indicatorFields is the one list of typed texts of an indicator.
var indicatorFields = []IndicatorField{
	{"weight", Text{"分值", "weight"}, FieldNumber, "", func(n *Indicator) *string { return &n.Weight }},
	{"score", Text{"得分", "score"}, FieldNumber, "", func(n *Indicator) *string { return &n.Score }},
	{"deviation", Text{"偏差原因", "deviation"}, FieldText, "", func(n *Indicator) *string { return &n.Deviation }},
	{"code", Text{"指标编码", "code"}, FieldText, "", func(n *Indicator) *string { return &n.Code }},
	{"remark", Text{"备注", "remark"}, FieldText, "", func(n *Indicator) *string { return &n.Remark }},
	{"explanation", Text{"指标解释", "explanation"}, FieldText, "", func(n *Indicator) *string { return &n.Explanation }},
	{"standard", Text{"评价标准", "standard"}, FieldText, "", func(n *Indicator) *string { return &n.Standard }},
	{"polarity", Text{"指标方向", "polarity"}, FieldText, "", func(n *Indicator) *string { return &n.Polarity }},
	{"nature", Text{"指标性质", "nature"}, FieldText, "value", func(n *Indicator) *string { return &n.Nature }},
}

// IndicatorFields lists the typed texts of an indicator. The list is not to be
// changed.
func IndicatorFields() []IndicatorField { return indicatorFields }

// Text points to the text of an indicator.
func (f *IndicatorField) Text(n *Indicator) *string { return f.at(n) }

// SameField reports whether two paths name the same key, of whatever row or branch
// of a tree: indicators[0].children[2].name and indicators[4].name.
func SameField(p, q string) bool {
	for {
		var a, b string
		a, p = nextKey(p)
		b, q = nextKey(q)
		if a != b {
			return false
		}
		if a == "" {
			return true
		}
	}
}

// nextKey is the first key of a path, "" at its end, and what follows it. Indexes
// and the steps down a tree are no keys, and both trees are one.
func nextKey(path string) (key, rest string) {
	for path != "" {
		path = strings.TrimPrefix(path, ".")
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		key, rest = path[:end], path[end:]
		if strings.HasPrefix(rest, "[") {
			rest = rest[strings.IndexByte(rest, ']')+1:]
		}
		switch key {
		case "children":
			path = rest
			continue
		case "indicators_medium_term":
			key = "indicators"
		}
		return key, rest
	}
	return "", ""
}

// Derived reports whether the key of one path may be read from the text that is
// printed for that of the other.
func Derived(p, q string) bool { return derivedOf(p, q) || derivedOf(q, p) }

func derivedOf(p, from string) bool {
	if f, ok := FieldAt(p); ok {
		return slices.Contains(f.Of, from)
	}
	for i := range indicatorFields {
		f := &indicatorFields[i]
		if node, ok := strings.CutSuffix(p, "."+f.Path); ok && f.Of != "" {
			return from == node+"."+f.Of
		}
	}
	return false
}
