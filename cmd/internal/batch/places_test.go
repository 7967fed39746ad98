package batch

import (
	"maps"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// What a record keeps of the places is enough to say of each indicator and finding
// where it stands.
func TestPlaces(t *testing.T) {
	forms := func() *schema.Document {
		leaf := func(n string) *schema.Indicator { return &schema.Indicator{Name: n} }
		return &schema.Document{Declarations: []*schema.Declaration{
			{Indicators: []*schema.Indicator{{Name: "产出指标", Children: []*schema.Indicator{leaf("甲"), leaf("乙")}}}, IndicatorsMediumTerm: []*schema.Indicator{leaf("丙")}},
			{Indicators: []*schema.Indicator{leaf("丁")}},
			{Indicators: []*schema.Indicator{leaf("戊"), leaf("己")}},
		}}
	}
	doc, first := forms(), 0
	doc.Declarations[0].Trace = map[string]schema.Place{
		"indicators[0].children[0]": {Sheet: "目标表", Cell: "D9"}, "indicators[0].children[1]": {Sheet: "目标表", Cell: "D10"},
		"indicators_medium_term[0]": {Sheet: "中期", Cell: "D4"}, "goal": {Sheet: "目标表", Cell: "B3"}, "year": {Sheet: "目标表", Cell: "A1"},
	}
	doc.Declarations[2].Trace = map[string]schema.Place{"indicators[1]": {Page: 2, Box: schema.Box{10, 20, 30, 40}}}
	at := schema.Place{Sheet: "目标表", Cell: "B3"}
	places := PlacesOf(doc, []schema.Finding{{Rule: "goal.vague", Declaration: &first, Path: "goal", At: &at}, {Rule: "doc.none"}})

	back := forms()
	Restore(back, places)
	want := []map[string]string{
		{"indicators[0].children[0]": "目标表!D9", "indicators[0].children[1]": "目标表!D10", "indicators_medium_term[0]": "中期!D4", "goal": "目标表!B3"},
		{},
		{"indicators[1]": "p2 (10,20)"},
	}
	for i, d := range back.Declarations {
		got := map[string]string{}
		for path, p := range d.Trace {
			got[path] = p.String()
		}
		if !maps.Equal(got, want[i]) {
			t.Errorf("form %d: %v, want %v", i, got, want[i])
		}
	}
	if n := len(places[0].Rows); n != 2 {
		t.Errorf("%d runs, want the two sheets: %v", n, places[0].Rows)
	}
}
