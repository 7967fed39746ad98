package form

import "testing"

// The year, the office and the project of a form are read from where they stand alone.
func TestYearsAndOfficesOfHeads(t *testing.T) {
	const rows = "\n产出指标|数量指标|改造小区|12|14|≥16个\n产出指标|质量指标|合格率|90|95|≥97%\n满意度指标|服务对象满意度指标|居民满意度|80|85|≥90%"
	for name, c := range map[string]struct {
		above, head, unit, project string
		year, doubts               int
	}{
		"Han digits in the title":     {above: "二〇二五年度项目支出绩效目标表\n项目名称|甲项目", year: 2025, project: "甲项目"},
		"Han digits with a circle":    {above: "项目支出绩效目标表\n（二○二五年度）\n项目名称|甲项目", year: 2025, project: "甲项目"},
		"Han digits with 零":           {above: "二零二六年项目支出绩效目标表\n项目名称|甲项目", year: 2026, project: "甲项目"},
		"year of the target's column": {above: "绩效目标表\n项目名称|甲项目", head: "2023年|2024年|2025年目标", year: 2025, project: "甲项目"},
		"several targets with years":  {above: "绩效目标表\n项目名称|甲项目", head: "2023年|2026年目标值|2025年目标值", year: 2026, project: "甲项目", doubts: 1},
		"the title's year stays":      {above: "2024年度绩效目标表\n项目名称|甲项目", head: "2022年|2023年|2025年目标", year: 2024, project: "甲项目"},
		"labels of their own":         {above: "2025年度绩效目标表\n项目名称：甲项目\n责任单位：乙中心", year: 2025, project: "甲项目", unit: "乙中心"},
		"a stamp's place":             {above: "2025年度绩效目标表\n项目名称：甲项目\n项目单位：乙中心（盖章）", year: 2025, project: "甲项目", unit: "乙中心"},
		"a seal's place":              {above: "2025年度绩效目标表\n项目名称：甲项目\n项目单位：乙中心(公章)", year: 2025, project: "甲项目", unit: "乙中心"},
		"a project in quotes":         {above: "“渔港锚地清淤”项目2025年度绩效目标表\n实施单位：乙中心", year: 2025, project: "渔港锚地清淤", unit: "乙中心", doubts: 1},
		"a project in the title":      {above: "村级综合服务站运营补助绩效目标（2025年）\n实施单位：乙中心", year: 2025, project: "村级综合服务站运营补助", unit: "乙中心", doubts: 1},
		"an office in the title":      {above: "甲县农业农村局2025年度绩效目标表\n实施单位：乙中心", year: 2025, unit: "乙中心"},
	} {
		t.Run(name, func(t *testing.T) {
			head := c.head
			if head == "" {
				head = "上年值|前年值|指标值"
			}
			got := readGrids(t, printed(t, c.above+"\n一级指标|二级指标|三级指标|"+head+rows))
			if len(got.Declarations) != 1 {
				t.Fatalf("%d declarations: %v", len(got.Declarations), got.Problems)
			}
			d := got.Declarations[0]
			project := d.Project.Name
			doubts := 0
			for _, u := range d.Uncertain {
				if u.Path == "year" || u.Path == string(KeyName) {
					doubts++
				}
			}
			if d.Year != c.year || d.Unit != c.unit || project != c.project || doubts != c.doubts {
				t.Errorf("year %d, unit %q, project %q, %d doubts %v; want %+v", d.Year, d.Unit, project, doubts, d.Uncertain, c)
			}
		})
	}
}
