package rules

import "testing"

func TestPlansFor(t *testing.T) {
	for _, c := range []struct {
		clause string
		own    bool
		year   int
	}{
		{"2023年对在册严重精神障碍患者开展随访", false, 2023},
		{"计划于2024年为18所学校更新课桌椅", false, 2024},
		{"计划于2024年为18所学校更新课桌椅", true, 2024},
		{"2024年1月至12月发放高龄津贴3000人", false, 2024},
		{"2024年收运厨余垃圾1.8万吨", false, 2024},
		{"2024年全年免费开放", false, 2024},
		{"1.2024年完成造林5万亩", false, 2024},
		{"目标1:2024年完成造林5万亩", false, 2024},
		{"2024年完成造林5万亩", true, 0},
		{"2023年已完成造林5万亩", false, 0},
		{"截至2024年底建成120公里", false, 0},
		{"2024年建成的体育馆继续开放", false, 0},
		{"2024年起每年开展培训2期", false, 0},
		{"按照2024年工作安排", false, 0},
		{"比2024年增长5%", false, 0},
		{"完成2024年度高标准农田建设项目尾工", false, 0},
		{"2024年中央财政补助资金500万元", false, 0},
		{"2023年至2025年实施改造12处", false, 0},
		{"根据2024年全市工作会议精神开展培训", false, 0},
	} {
		found, year := plansFor(c.clause, c.own)
		if year != c.year {
			t.Errorf("plansFor(%s, %v) = %q, %d, want %d", c.clause, c.own, found, year, c.year)
		}
	}
}
