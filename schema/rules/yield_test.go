package rules

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// TestYielded: a cell with one fault gets one finding, and the others only where
// they are asked for.
func TestYielded(t *testing.T) {
	doc := readTestForm(t, "form1.yaml")
	s := defaultSet(t)
	plain := s.Check(doc, CheckOptions{})
	all := s.Check(doc, CheckOptions{ShowYielded: true})
	if len(all) <= len(plain) {
		t.Fatalf("%d findings, %d with those that yield", len(plain), len(all))
	}
	var yielded int
	for _, f := range all {
		if strings.Contains(f.Text.EN, "(yields to ") {
			yielded++
			if f.Severity != schema.SeverityInfo {
				t.Errorf("%s yields and is a %s", f.Rule, f.Severity)
			}
		}
	}
	if yielded != len(all)-len(plain) {
		t.Errorf("%d say that they yield, want %d", yielded, len(all)-len(plain))
	}
}

// TestMore: a thing said once for a form names the other indicators it holds of.
func TestMore(t *testing.T) {
	s := defaultSet(t)
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{"巡检次数"}, "没有计量单位"},
		{[]string{"巡检次数", "培训人数"}, "没有计量单位（另有 1 个指标也是：“培训人数”）"},
		{[]string{"巡检次数", "培训人数", "覆盖户数", "检测份数", "购置台数"}, "没有计量单位（另有 4 个指标也是：“培训人数”“覆盖户数”“检测份数”等）"},
	} {
		var leaves []*schema.Indicator
		for _, name := range c.names {
			leaves = append(leaves, &schema.Indicator{Name: name, Value: &schema.Value{Text: "0", Kind: schema.KindQuantity, Op: schema.OpLE, Number: "5"}})
		}
		doc := &schema.Document{Declarations: []*schema.Declaration{{Form: "generic", Indicators: []*schema.Indicator{{Name: "产出指标", Children: []*schema.Indicator{{Name: "数量指标", Children: leaves}}}}}}}
		var said []string
		for _, f := range s.Check(doc, CheckOptions{Select: func(id string) bool { return id == "value.unit-missing" }}) {
			said = append(said, f.Text.ZH)
		}
		if len(said) != 1 || !strings.HasSuffix(said[0], c.want) {
			t.Errorf("%v: said %q, want one that ends in %s", c.names, said, c.want)
		}
	}
}
