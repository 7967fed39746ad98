// Package paper prints declarations as forms: the reverse of reading. A layout,
// one YAML file a family, says which rows the official form has; what a
// declaration holds beyond them is printed in rows and columns of its own, so
// that nothing is lost and the printed form reads back as it was.
package paper

import (
	"embed"
	"fmt"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

//go:embed layouts/*.yaml
var layouts embed.FS

// layout is the order of a family's form.
type layout struct {
	Title string `yaml:"title"`
	// Money is the unit of amounts where a declaration names none: 元 or 万元.
	Money string `yaml:"money"`
	// List marks a form that prints many projects in one table.
	List   bool              `yaml:"list"`
	Rows   []line            `yaml:"rows"`
	Labels map[string]string `yaml:"labels"`
}

// line is one row, or one block of rows, of a form; one key of it is set.
type line struct {
	// Line is a field printed as one text over the whole width: label：value.
	Line string `yaml:"line"`
	// Fields are labels with their values side by side.
	Fields []string `yaml:"fields"`
	// Heading is a text over the whole width, HeadingYear one behind a year.
	Heading     string `yaml:"heading"`
	HeadingYear string `yaml:"heading_year"`
	Funds       *block `yaml:"funds"`
	Goals       *goals `yaml:"goals"`
	// Execution and Tasks are the labels at the side of these tables.
	Execution  string            `yaml:"execution"`
	Tasks      string            `yaml:"tasks"`
	Indicators map[string]string `yaml:"indicators"`
	TotalScore string            `yaml:"total_score"`
}

// block is a block of amounts: columns of rows of key and label, a label at the
// side of all.
type block struct {
	Label   string        `yaml:"label"`
	Columns [][][2]string `yaml:"columns"`
}

// goals are texts under labels side by side.
type goals struct {
	Label   string      `yaml:"label"`
	Columns [][2]string `yaml:"columns"`
}

// labels are those of fields that a layout does not name.
var labels = map[string]string{
	"unit.applicant": "申报单位", "unit.implementer": "实施单位", "unit.budget": "单位名称",
	"department": "主管部门", "project.name": "项目名称", "project.code": "项目编码", "project.category": "项目类别",
	"project.nature": "项目性质", "project.attribute": "项目属性", "project.period": "项目期", "project.start": "计划开始日期",
	"project.end": "计划完成日期", "project.government_purchase": "是否含有政府购买服务", "project.performance_type": "绩效类型",
	"narrative.overview": "项目概况", "narrative.basis": "立项依据", "narrative.necessity": "项目设立的必要性",
	"narrative.feasibility": "可行性", "narrative.safeguards": "保障措施", "narrative.plan": "项目实施计划",
	"goals.overall": "总体目标", "goals.annual": "年度目标", "goals.results": "实际完成情况",
	"funds.total": "项目资金总额", "funds.year": "年度资金总额", "funds.year_fiscal": "当年财政拨款", "funds.carryover": "上年结转资金",
	"funds.year_other": "当年其他资金", "funds.central": "中央补助", "funds.local": "地方资金",
	"funds.last_year_budget": "同名项目上年预算额", "funds.last_year_executed": "同名项目上年预算执行数",
}

// readLayout is the layout of a family; a family without one is printed as the
// generic form.
func readLayout(form string) (*layout, error) {
	name := "layouts/" + form + ".yaml"
	data, err := layouts.ReadFile(name)
	if err != nil {
		name = "layouts/generic.yaml"
		if data, err = layouts.ReadFile(name); err != nil {
			return nil, err
		}
	}
	l := &layout{}
	if err := yml.Decode(name, data, l); err != nil {
		return nil, fmt.Errorf("layout of %s: %w", form, err)
	}
	return l, nil
}

// families are the families that have a layout of their own.
func families() []string {
	entries, err := layouts.ReadDir("layouts")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name()[:len(e.Name())-len(".yaml")])
	}
	return out
}

func (l *layout) label(key string) string {
	if s := l.Labels[key]; s != "" {
		return s
	}
	return labels[key]
}

// get is the text that a form prints for a field's key.
func get(d *schema.Declaration, key string) string {
	switch key {
	case "unit.applicant", "unit.implementer", "unit.budget":
		return d.Unit
	}
	if f, ok := schema.FieldAt(key); ok {
		return f.Get(d)
	}
	return ""
}
