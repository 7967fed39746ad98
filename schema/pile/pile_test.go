package pile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// document holds one form with the targets given as "L1/L2/name = target".
func document(file, unit, project string, lines ...string) *schema.Document {
	d := &schema.Declaration{Unit: unit, Year: 2025, Project: schema.Project{Name: project}, Funds: schema.Funds{Year: "1000.5"}}
	for _, line := range lines {
		path, target, _ := strings.Cut(line, " = ")
		parts := strings.Split(path, "/")
		v := value.Parse(target, value.Context{Name: parts[2]})
		d.Indicators = append(d.Indicators, &schema.Indicator{Name: parts[0], Children: []*schema.Indicator{
			{Name: parts[1], Children: []*schema.Indicator{{Name: parts[2], Value: &v}}}}})
	}
	return &schema.Document{Source: schema.Source{File: file}, Declarations: []*schema.Declaration{d}}
}

func finding(rule string, severity schema.Severity) schema.Finding {
	zero := 0
	return schema.Finding{Rule: rule, Severity: severity, Declaration: &zero}
}

var set = []string{"产出/数量/培训期数 = ≥12期", "产出/质量/合格率 = ≥95%", "产出/时效/及时率 = 100%", "效益/社会效益/知晓率 = ≥80%", "满意度/服务对象满意度/学员满意度 = ≥90%"}

func TestCounts(t *testing.T) {
	p := New()
	p.Add(document("a.xlsx", "甲局", "一", set...), []schema.Finding{finding("value.blank", schema.SeverityError), finding("value.blank", schema.SeverityError)})
	p.Add(document("b.xlsx", "甲局", "二", "产出/成本/单价 = ≤400元", "效益/社会效益/秩序 = 良好"), []schema.Finding{finding("goal.vague", schema.SeverityWarning)})
	r := p.Report(nil)
	u := r.Units[0]
	if len(r.Units) != 1 || u.Forms != 2 || u.Rows != 7 || u.Errors != 2 || u.FormsInError != 1 || u.Warnings != 1 || u.Qualitative != 1 || u.NoCost != 1 || u.NoSatisfied != 1 || u.Amount != "2001" {
		t.Errorf("%+v", u)
	}
	if r.Rules[0].Rule != "value.blank" || r.Rules[0].Findings != 2 || r.Rules[0].Forms != 1 {
		t.Errorf("%+v", r.Rules)
	}
}

// The same indicators in two projects are a copied template, and a count that two
// projects promise is claimed twice; one project in two files is neither.
func TestTemplates(t *testing.T) {
	p := New()
	p.Add(document("a.xlsx", "甲局", "一", set...), nil)
	p.Add(document("a-again.xlsx", "甲局", "一", set...), nil)
	if r := p.Report(nil); len(r.Templates) != 0 || len(r.Claimed) != 0 {
		t.Errorf("one project twice: %+v %+v", r.Templates, r.Claimed)
	}
	p.Add(document("b.xlsx", "乙局", "二", set...), nil)
	r := p.Report(nil)
	if len(r.Templates) != 1 || r.Templates[0].Rows != 5 || len(r.Templates[0].Forms) != 2 {
		t.Errorf("templates %+v", r.Templates)
	}
	if len(r.Claimed) != 1 || r.Claimed[0].What != "培训期数 ≥12期" {
		t.Errorf("claimed %+v", r.Claimed)
	}
}

func TestKinds(t *testing.T) {
	p := New()
	for i := range 12 {
		p.Add(document(fmt.Sprintf("%02d.xlsx", i), "甲局", fmt.Sprint(i), fmt.Sprintf("满意度/满意度/第%d类对象满意度 = ≥%d%%", i, 95-max(0, i-9)*5)), nil)
	}
	r := p.Report(nil)
	if len(r.Kinds) != 1 || r.Kinds[0].Name != "满意度" || r.Kinds[0].Count != 12 || r.Kinds[0].Median < 0.94 && r.Kinds[0].Median != 95 {
		t.Errorf("kinds %+v", r.Kinds)
	}
	if len(r.Low) != 2 {
		t.Errorf("%d weak targets, want 2: %+v", len(r.Low), r.Low)
	}
}

func TestExpected(t *testing.T) {
	list, err := ReadExpect(strings.NewReader("\ufeff# 应报项目\n道路养护\nP2024-001\t路灯维护\n320500001\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 3 || list[1].Code != "P2024-001" || list[1].Name != "路灯维护" || list[2].Code != "320500001" {
		t.Fatalf("list %+v", list)
	}
	p := New()
	p.Add(document("a.xlsx", "甲局", "道路养护", set...), nil)
	p.Add(document("b.xlsx", "甲局", "道路养护", set...), nil)
	p.Add(document("c.xlsx", "乙局", "河道疏浚", set...), nil)
	e := p.Report(list).Expected
	if len(e.Missing) != 2 || len(e.Twice) != 1 || len(e.Unexpected) != 1 || e.Unexpected[0].Project != "河道疏浚" {
		t.Errorf("%+v", e)
	}
}

func BenchmarkAdd(b *testing.B) {
	doc := document("a.xlsx", "甲局", "一", set...)
	p := New()
	for b.Loop() {
		p.Add(doc, nil)
	}
}
