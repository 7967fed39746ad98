package report

import (
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestLookup(t *testing.T) {
	d := &schema.Declaration{
		Project: schema.Project{Name: "物业费"},
		Funds:   schema.Funds{Total: "100", Tasks: []schema.Task{{Name: "任务"}}},
		Indicators: []*schema.Indicator{{Name: "产出", Children: []*schema.Indicator{
			{
				Name: "数量", Weight: "5", Value: &schema.Value{Text: "≥1次", Op: schema.OpGE},
				Targets: []schema.Target{{Label: "中期", Value: &schema.Value{Text: "≥3次"}}},
			},
			nil,
		}}},
	}
	for path, want := range map[string]printed{
		"project.name":                            {"project.name", "物业费"},
		"funds.total":                             {"funds.total", "100"},
		"funds.tasks[0].name":                     {"funds.tasks.name", "任务"},
		"indicators[0]":                           {"", "产出"},
		"indicators[0].children[0]":               {"产出", "数量"},
		"indicators[0].children[0].name":          {"产出", "数量"},
		"indicators[0].children[0].value":         {"产出 › 数量", "≥1次"},
		"indicators[0].children[0].value.op":      {"产出 › 数量", "≥1次"},
		"indicators[0].children[0].weight":        {"产出 › 数量 › weight", "5"},
		"indicators[0].children[0].targets[0]":    {"产出", "数量"},
		"indicators[0].children[0].nothing.there": {"产出", "数量"},
		"indicators[0].children[1].name":          {"", "产出"},
		"indicators[0].children[9].name":          {"", "产出"},
	} {
		if got, ok := lookup(d, path); !ok || got != want {
			t.Errorf("lookup(%q) = %+v, %v, want %+v", path, got, ok, want)
		}
	}
	for _, path := range []string{"", "funds", "funds.year", "indicators", "indicators[-1]", "indicators[x]", "[", "trace", "...", "year"} {
		if got, ok := lookup(d, path); ok {
			t.Errorf("lookup(%q) = %+v", path, got)
		}
	}
	if _, ok := lookup(nil, "funds.total"); ok {
		t.Error("something of nothing")
	}
}
