package form

import (
	"slices"
	"strings"
	"testing"
)

// One cell a line is read with heads on two lines, with bars on lines of their own,
// and with further columns that every row fills; where a row does not, nothing is
// guessed.
func TestCellsOnLines(t *testing.T) {
	const top = "项目支出绩效目标表,项目名称,某扶助项目,一级指标,二级指标,三级指标,"
	want := []string{"产出指标/数量指标/扶助人数 >=30", "产出指标/数量指标/扶助户数 =10", "满意度指标/服务对象满意度指标/受助人满意度 >=95"}
	for name, text := range map[string]string{
		"a head on two lines": top + "年度,指标值,产出指标,数量指标,扶助人数,≥30人,扶助户数,10户,满意度指标,服务对象满意度指标,受助人满意度,≥95%",
		"bars":                strings.ReplaceAll(top+"指标值,产出指标,数量指标,扶助人数,≥30人,扶助户数,10户,满意度指标,服务对象满意度指标,受助人满意度,≥95%", ",", ",|,"),
		"a further column":    top + "指标值,备注,产出指标,数量指标,扶助人数,≥30人,计划标准,扶助户数,10户,计划标准,满意度指标,服务对象满意度指标,受助人满意度,≥95%,历史标准",
	} {
		got := readGrids(t, prose(strings.Split(text, ",")...))
		if len(got.Declarations) != 1 {
			t.Errorf("%s: %d declarations, %v", name, len(got.Declarations), got.Problems)
			continue
		}
		d := got.Declarations[0]
		if rows := leavesOf(d); !slices.Equal(rows, want) || d.Project.Name != "某扶助项目" {
			t.Errorf("%s: rows %q", name, rows)
		}
		if leaf := d.Indicators[1].Children[0].Children[0]; name == "a further column" && leaf.Remark != "历史标准" {
			t.Errorf("%s: remark %q", name, leaf.Remark)
		}
	}
	got := readGrids(t, prose(strings.Split(top+"指标值,备注,产出指标,数量指标,扶助人数,≥30人,扶助户数,10户,计划标准,满意度指标,服务对象满意度指标,受助人满意度,≥95%,历史标准", ",")...))
	if len(got.Declarations) != 0 || len(got.Problems) == 0 {
		t.Errorf("a blank cell: %d declarations, %v", len(got.Declarations), got.Problems)
	}
}
