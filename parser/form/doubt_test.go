package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// A doubt of the reader ends at the key that the cell gave, with its place and
// what was chosen.
func TestReadersDoubts(t *testing.T) {
	g := gridOf(1,
		[]string{"项目支出绩效目标申报表"},
		[]string{"项目名称", "养护项日", "主管部门", "交通局"},
		[]string{"项目资金总额", "1O0.00"},
		[]string{"联系人", "张二"},
		[]string{"一级指标", "二级指标", "三级指标", "指标值"},
		[]string{"产出指标", "数量指抹", "养护里程", "≥6O公里"})
	const row = "indicators[0].children[0].children[0]"
	want := map[string]string{ // path → chosen
		"title":                          "项目支出绩效目标申报表",
		"project.name":                   "养护项日",
		"funds.total":                    "1O0.00",
		"extra[0]":                       "张二",
		"indicators[0].children[0].name": "数量指抹",
		row + ".value":                   "≥6O公里",
		row:                              "",
	}
	doubtful := func(text string) bool {
		for _, w := range want {
			if w == text && w != "" {
				return true
			}
		}
		return false
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		c.Spot = grid.At(schema.Place{Page: 1, Box: schema.Box{float64(c.Col), float64(c.Row), float64(c.Col + 1), float64(c.Row + 1)}})
		if doubtful(c.Text) {
			c.Note(nil, []grid.Doubt{{Alternatives: []string{"另\n读", c.Text}, Margin: 0.25}})
		}
	}
	d := read(t, g)[0]
	for _, u := range d.Uncertain {
		if u.Path == row && u.Question == "level2" && u.Chosen == "数量指抹" { // of the label above it
			delete(want, row)
			continue
		}
		chosen, ok := want[u.Path]
		if !ok {
			t.Errorf("a doubt at %s, where none was", u.Path)
			continue
		}
		delete(want, u.Path)
		if u.Chosen != chosen || u.Question != schema.QuestionText || u.Margin != 0.25 || !slices.Equal(u.Alternatives, []string{"另读"}) {
			t.Errorf("%+v, want chosen %s", u, chosen)
		}
		if u.At == nil || u.At.Page != 1 {
			t.Errorf("%s has no place", u.Path)
		}
	}
	for path := range want {
		t.Errorf("no doubt at %s", path)
	}
}

// Every doubt of a column, a level and a target says what was chosen there and what
// else it may be.
func TestDoubtsHaveAlternatives(t *testing.T) {
	for name, c := range map[string]struct {
		form, question, chosen string
		alternatives           []string
	}{
		"two columns of values": {"一级指标|二级指标|三级指标|甲|乙\n产出指标|数量指标|巡河次数|≥24次|≥30次\n产出指标|质量指标|水质达标率|≥95%|≥96%\n满意度指标|服务对象满意度指标|居民满意度|≥90%|≥92%",
			schema.QuestionColumn, "甲", []string{"乙"}},
		"a level that comes back": {"一级指标|二级指标|三级指标|要求\n产出指标|数量指标|巡河次数|≥24次\n效益指标|社会效益指标|受益人口|≥3万人\n产出指标|质量指标|水质达标率|≥95%",
			"level1", "产出指标", []string{"效益指标"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, printed(t, "项目支出绩效目标表|>>|>>|>>\n"+c.form))
			if len(got) != 1 {
				t.Fatalf("%d declarations", len(got))
			}
			for _, u := range got[0].Uncertain {
				if len(u.Alternatives) == 0 || u.At == nil {
					t.Errorf("a doubt without an alternative or a place: %+v", u)
				}
				if u.Question == c.question && u.Chosen == c.chosen && (c.alternatives == nil || slices.Equal(u.Alternatives, c.alternatives)) {
					return
				}
			}
			t.Errorf("doubts %+v", got[0].Uncertain)
		})
	}
}
