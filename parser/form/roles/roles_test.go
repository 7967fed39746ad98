package roles_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
)

// sheet makes a grid of lines with cells between bars. A cell ^ belongs to the
// one above it, < to the one at its left.
func sheet(lines ...string) *grid.Grid {
	g := &grid.Grid{Rows: len(lines)}
	at := map[[2]int]int{}
	for r, line := range lines {
		for c, text := range strings.Split(line, "|") {
			text = strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n")
			g.Cols = max(g.Cols, c+1)
			switch text {
			case "^":
				i := at[[2]int{r - 1, c}]
				g.Cells[i].RowSpan = r + 1 - g.Cells[i].Row
				at[[2]int{r, c}] = i
			case "<":
				i := at[[2]int{r, c - 1}]
				g.Cells[i].ColSpan = c + 1 - g.Cells[i].Col
				at[[2]int{r, c}] = i
			default:
				at[[2]int{r, c}] = len(g.Cells)
				g.Cells = append(g.Cells, grid.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1, Text: text})
			}
		}
	}
	return g
}

// printed are the rows of a reading: labels, name, target, and what was printed
// inside them.
func printed(reading roles.Reading) []string {
	var out []string
	for _, t := range reading.Tables {
		for _, r := range t.Rows {
			parts := []string{text(r.Labels[0]), text(r.Labels[1]), text(r.Name), text(r.Target)}
			for _, f := range r.Further {
				if role := t.Columns[f.Column].Role; role != "" && role != "number" && role != "value" {
					parts = append(parts, role+"="+f.Cell.Text())
				}
			}
			if r.Weight != nil {
				parts = append(parts, "weight="+r.Weight.Text())
			}
			if r.Actual != nil {
				parts = append(parts, "actual="+r.Actual.Text())
			}
			out = append(out, strings.Join(parts, " "))
		}
	}
	return out
}

func text(c *roles.Cell) string {
	if c == nil {
		return "—"
	}
	return c.Text()
}

func TestLayouts(t *testing.T) {
	four := []string{
		"产出指标 数量指标 巡河次数 ≥24次", "产出指标 质量指标 水质达标率 ≥95%",
		"效益指标 社会效益指标 知晓程度 有效提升", "满意度指标 服务对象满意度指标 居民满意度 ≥90%",
	}
	for name, c := range map[string]struct {
		grids []*grid.Grid
		want  []string
		doubt bool
	}{
		"heads that nobody knows": {want: four, grids: []*grid.Grid{sheet(
			"项目名称|甲项目|<|<",
			"考核维度|考核方面|要做什么|做到多少",
			"产出指标|数量指标|巡河次数|≥24次",
			"^|质量指标|水质达标率|≥95%",
			"效益指标|社会效益指标|知晓程度|有效提升",
			"满意度指标|服务对象满意度指标|居民满意度|≥90%",
			"填报人：张三|<|<|<",
		)}},
		"columns in another order": {want: four, grids: []*grid.Grid{sheet(
			"做到多少|要做什么|方面|维度",
			"≥24次|巡河次数|数量指标|产出指标",
			"≥95%|水质达标率|质量指标|产出指标",
			"有效提升|知晓程度|社会效益指标|效益指标",
			"≥90%|居民满意度|服务对象满意度指标|满意度指标",
		)}},
		"comparator, number and unit under one head": {grids: []*grid.Grid{sheet(
			"一级指标|二级指标|要点|标准|<|<",
			"产出指标|数量指标|巡河次数|≥|24|次",
			"产出指标|质量指标|水质达标率|≥|95|%",
			"满意度指标|服务对象满意度指标|居民满意度|≥|90|%",
		)}, want: []string{
			"产出指标 数量指标 巡河次数 24 operator=≥ unit=次", "产出指标 质量指标 水质达标率 95 operator=≥ unit=%",
			"满意度指标 服务对象满意度指标 居民满意度 90 operator=≥ unit=%",
		}},
		"bands of two depths": {want: four, grids: []*grid.Grid{sheet(
			"考核内容|要求|备注",
			"一、产出指标|<|<", "（一）数量指标|<|<", "巡河次数|≥24次|", "（二）质量指标|<|<", "水质达标率|≥95%|",
			"二、效益指标|<|<", "（一）社会效益指标|<|<", "知晓程度|有效提升|",
			"三、满意度指标|<|<", "（一）服务对象满意度指标|<|<", "居民满意度|≥90%|",
		)}, doubt: false},
		"cards": {want: four, grids: []*grid.Grid{sheet(
			"类别|产出指标|细类|数量指标", "事项|巡河次数|标准|≥24次",
			"类别|产出指标|细类|质量指标", "事项|水质达标率|标准|≥95%",
			"类别|效益指标|细类|社会效益指标", "事项|知晓程度|标准|有效提升",
			"类别|满意度指标|细类|服务对象满意度指标", "事项|居民满意度|标准|≥90%",
		)}},
		"rows for columns": {want: four, grids: []*grid.Grid{sheet(
			"一级指标|产出指标|<|效益指标|满意度指标",
			"二级指标|数量指标|质量指标|社会效益指标|服务对象满意度指标",
			"具体事项|巡河次数|水质达标率|知晓程度|居民满意度",
			"年度值|≥24次|≥95%|有效提升|≥90%",
		)}},
		"side by side": {want: []string{four[0], four[1], four[2], four[3]}, grids: []*grid.Grid{sheet(
			"维度|方面|内容|标准|维度|方面|内容|标准",
			"产出指标|数量指标|巡河次数|≥24次|效益指标|社会效益指标|知晓程度|有效提升",
			"产出指标|质量指标|水质达标率|≥95%|满意度指标|服务对象满意度指标|居民满意度|≥90%",
		)}},
		"on the next page without a head": {want: four, grids: []*grid.Grid{
			sheet("维度|方面|内容|标准", "产出指标|数量指标|巡河次数|≥24次", "产出指标|质量指标|水质达标率|≥95%"),
			sheet("效益指标|社会效益指标|知晓程度|有效提升", "满意度指标|服务对象满意度指标|居民满意度|≥90%"),
		}},
		"numbered lists in cells": {grids: []*grid.Grid{sheet(
			"维度|方面|内容|标准",
			`产出指标|数量指标|1.巡河次数\n2.巡查里程|1.≥24次\n2.≥60公里`,
			"满意度指标|服务对象满意度指标|居民满意度|≥90%",
			"满意度指标|服务对象满意度指标|师生满意度|≥92%",
		)}, want: []string{
			"产出指标 数量指标 巡河次数 ≥24次", "产出指标 数量指标 巡查里程 ≥60公里",
			"满意度指标 服务对象满意度指标 居民满意度 ≥90%", "满意度指标 服务对象满意度指标 师生满意度 ≥92%",
		}},
		"points behind the names": {grids: []*grid.Grid{sheet(
			"维度|方面|内容|标准",
			"产出指标|数量指标|巡河次数（20分）|≥24次", "产出指标|质量指标|水质达标率（20分）|≥95%",
			"满意度指标|服务对象满意度指标|居民满意度（10分）|≥90%",
		)}, want: []string{
			"产出指标 数量指标 巡河次数 ≥24次 weight=20", "产出指标 质量指标 水质达标率 ≥95% weight=20",
			"满意度指标 服务对象满意度指标 居民满意度 ≥90% weight=10",
		}},
		"plan and result in one cell": {grids: []*grid.Grid{sheet(
			"维度|方面|内容|标准",
			"产出指标|数量指标|巡河次数|目标：≥24次；实际：26次", "产出指标|质量指标|水质达标率|目标：≥95%；实际：96%",
			"满意度指标|服务对象满意度指标|居民满意度|目标：≥90%；实际：91%",
		)}, want: []string{
			"产出指标 数量指标 巡河次数 ≥24次 actual=26次", "产出指标 质量指标 水质达标率 ≥95% actual=96%",
			"满意度指标 服务对象满意度指标 居民满意度 ≥90% actual=91%",
		}},
		"two columns that nothing tells apart": {doubt: true, grids: []*grid.Grid{sheet(
			"一级指标|二级指标|三级指标|甲|乙",
			"产出指标|数量指标|巡河次数|≥24次|≥30次", "产出指标|质量指标|水质达标率|≥95%|≥96%",
			"满意度指标|服务对象满意度指标|居民满意度|≥90%|≥92%",
		)}, want: []string{
			"产出指标 数量指标 巡河次数 ≥24次", "产出指标 质量指标 水质达标率 ≥95%", "满意度指标 服务对象满意度指标 居民满意度 ≥90%",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			got := roles.Read(c.grids, roles.NewLexicon(form.Embedded().Words(), 0), nil)
			if diff := cmp.Diff(c.want, printed(got)); diff != "" {
				t.Errorf("rows (-want +read):\n%s", diff)
			}
			for _, x := range got.Tables {
				if x.Sure() == c.doubt {
					t.Errorf("sure is %v: broken %v, doubts %v", x.Sure(), x.Broken, x.Doubts)
				}
			}
			if len(got.Tables) == 0 {
				t.Error("no table was found")
			}
		})
	}
}

// A table of money is none of indicators, and neither is one of people.
func TestNoTable(t *testing.T) {
	for name, g := range map[string]*grid.Grid{
		"budget": sheet("功能科目|合计|基本支出|项目支出", "教育支出|100|60|40", "卫生支出|200|120|80", "合计|300|180|120"),
		"people": sheet("姓名|科室|电话", "张三|规划科|12345678", "李四|财务科|87654321"),
	} {
		got := roles.Read([]*grid.Grid{g}, roles.NewLexicon(form.Embedded().Words(), 0), nil)
		for _, x := range got.Tables {
			if x.Sure() || x.Likely {
				t.Errorf("%s: read as %v", name, printed(got))
			}
		}
	}
}
