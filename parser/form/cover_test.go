package form

import (
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
)

// The year of a form that names none stands on the cover; other years there are none.
func TestYearOfCover(t *testing.T) {
	rules := []string{"填报说明", "1.一级指标不得自行增减。", "2.产出指标包括数量指标、质量指标。", "3.本表一式三份。", "4.金额以万元计。", "5.由单位盖章。"}
	for name, c := range map[string]struct {
		cover   []string
		year    int
		doubted bool
	}{
		"a title":            {append([]string{"2025年度财政支出项目", "绩效目标申报书", "申报单位：某局", "2024年11月"}, rules...), 2025, false},
		"nothing of a form":  {append([]string{"某局2025年度预算", "二〇二五年一月", "送审稿"}, rules...), 2025, true},
		"two years":          {append([]string{"某局2025年度预算", "某局2024年度项目"}, rules...), 0, false},
		"a date":             {append([]string{"绩效目标申报书", "2024年11月"}, rules...), 0, false},
		"years in sentences": {append([]string{"绩效目标申报书", "按2024年度预算的要求，报送2025年度目标。"}, rules...), 0, false},
	} {
		form := printed(t, "项目支出绩效目标表|>>|>>|>>\n项目名称|甲|>>|>>\n"+oneRow)
		d := read(t, grid.Lines(c.cover, nil), form)[0]
		if d.Year != c.year || (len(d.Uncertain) > 0) != c.doubted {
			t.Errorf("%s: %d, doubts %v", name, d.Year, d.Uncertain)
		}
	}
}
