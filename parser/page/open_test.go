package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lined sets lines of texts, each at its x, one below the other.
func lined(pitch float64, lines ...map[float64]string) *Page {
	p := &Page{Number: 1, Width: 500, Height: 400}
	for i, l := range lines {
		for x, text := range l {
			p.set(x, 40+pitch*float64(i), text)
		}
	}
	return p
}

// gridded are the rows of a page's tables, cells parted by a bar, lines of one by a slash.
func gridded(p *Page) string {
	var b Builder
	b.Add(p)
	var out strings.Builder
	for _, g := range b.Tables().Grids {
		if g.Prose {
			continue
		}
		row := 0
		for i, c := range g.Cells {
			switch {
			case c.Row != row:
				out.WriteString("\n")
				row = c.Row
			case i > 0:
				out.WriteString("|")
			}
			fmt.Fprint(&out, strings.ReplaceAll(c.Text, "\n", "/"))
		}
	}
	return out.String()
}

// Texts that wrap beside a column of figures belong to the figure that they stand around.
func TestRowsByFigures(t *testing.T) {
	p := lined(14,
		map[float64]string{20: "级次", 100: "名称", 260: "目标值", 360: "备注"},
		map[float64]string{20: "数量", 100: "甲台数", 260: "≥2台"},
		map[float64]string{100: "乙里程", 260: "≥4公里"},
		map[float64]string{100: "丙达标率以第三方"},
		map[float64]string{100: "检测报告为准"},
		map[float64]string{20: "成本", 100: "丁费用", 260: "≤9万元"},
		map[float64]string{20: "效益", 100: "戊环境", 260: "改善"},
		map[float64]string{100: "己人口", 260: "≥3万人"},
	)
	p.set(260, 40+14*3.5, "≥96%") // between the lines of its name
	got := gridded(p)
	want := "级次|名称|目标值|备注\n数量|甲台数|≥2台\n乙里程|≥4公里\n丙达标率以第三方/检测报告为准|≥96%\n成本|丁费用|≤9万元\n效益|戊环境|改善\n己人口|≥3万人"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A column is one by its left edge where the text before runs close up to it.
func TestColumnsByTheirEdge(t *testing.T) {
	const x = 20 + 4*9 + 5 // half a character behind four of them
	got := gridded(lined(14,
		map[float64]string{20: "项目名称", x: "甲项目建设", 160: "主管部门", 260: "某局"},
		map[float64]string{20: "一级指标", x: "二级指标", 160: "三级指标", 260: "指标值"},
		map[float64]string{20: "产出指标", x: "数量指标", 160: "台数", 260: "≥2台"},
		map[float64]string{x: "质量指标", 160: "达标率", 260: "≥92%"},
		map[float64]string{20: "效益指标", x: "社会效益", 160: "人口", 260: "≥3万人"},
	))
	want := "项目名称|甲项目建设|主管部门|某局\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|台数|≥2台\n质量指标|达标率|≥92%\n效益指标|社会效益|人口|≥3万人"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
