package form

import (
	"fmt"
	"slices"
	"testing"
)

// Lists of projects are parted whatever heads the projects, and an office over them is
// whose they are.
func TestProjectsOfLists(t *testing.T) {
	const rows = "产出指标|数量指标|教育次数|≥12次\n^|^|^|质量指标|制定率|≥95%\n^|^|满意度指标|服务对象满意度指标|矫正对象满意度|≥90%\n"
	two := func(head string) string {
		return "单位代码|" + head + "|一级指标|二级指标|三级指标|指标值\n101|社区矫正专项|" + rows + "101|法律援助经费|产出指标|数量指标|办案件数|≥300件\n"
	}
	for name, c := range map[string]struct {
		form string
		want []string // unit, project, rows
	}{
		"offices and projects":      {two("单位（专项）名称"), []string{" 社区矫正专项 3", " 法律援助经费 1"}},
		"words of an office's own":  {two("支出项目"), []string{" 社区矫正专项 3", " 法律援助经费 1"}},
		"an office over its own":    {"单位名称、项目名称|年度目标|一级指标|二级指标|三级指标|指标值\n某区文化局|||||\n社区矫正专项|办好|" + rows, []string{"某区文化局 社区矫正专项 3"}},
		"an office across the list": {"单位名称、项目名称|年度目标|一级指标|二级指标|三级指标|指标值\n某区文化局|>>|>>|>>|>>|>>\n社区矫正专项|办好|" + rows, []string{"某区文化局 社区矫正专项 3"}},
		"two offices": {"项目名称|一级指标|二级指标|三级指标|指标值\n甲区文化局||||\n赛事|产出指标|数量指标|场次|≥2场\n乙区图书馆||||\n购书|产出指标|数量指标|册数|≥900册",
			[]string{"甲区文化局 赛事 1", "乙区图书馆 购书 1"}},
		"sums of pages": {"项目名称|一级指标|二级指标|三级指标|指标值\n赛事|产出指标|数量指标|场次|≥2场\n本页小计||||1项\n项目名称|一级指标|二级指标|三级指标|指标值\n赛事|效益指标|社会效益指标|观众|≥3万人\n购书|产出指标|数量指标|册数|≥900册\n本页小计||||2项",
			[]string{" 赛事 2", " 购书 1"}},
		"pages with their titles": {"项目名称|一级指标|二级指标|三级指标|指标值\n赛事|产出指标|数量指标|场次|≥2场\n本页小计||||1项\n项目支出绩效目标表（2025年度）\n项目名称|一级指标|二级指标|三级指标|指标值\n赛事|效益指标|社会效益指标|观众|≥3万人\n购书|产出指标|数量指标|册数|≥900册",
			[]string{" 赛事 2", " 购书 1"}},
		"the same indicators again": {"项目名称|一级指标|二级指标|三级指标|指标值\n赛事|产出指标|数量指标|场次|≥2场\n项目支出绩效目标表（2026年度）\n项目名称|一级指标|二级指标|三级指标|指标值\n赛事|产出指标|数量指标|场次|≥3场",
			[]string{" 赛事 1", " 赛事 1"}},
		"a staircase under a row of numbers": {"单位名称、项目名称|年度目标|一级指标|二级指标|三级指标|指标值\n1|2|3|4|5|6\n某区文化局|||||\n赛事|办好||||\n||产出指标|||\n|||数量指标||\n||||场次|≥2场\n||||队伍|≥8支\n||满意度指标|||\n|||服务对象满意度指标||\n||||观众满意度|≥90%\n购书|买书||||\n||产出指标|||\n|||数量指标||\n||||册数|≥900册",
			[]string{"某区文化局 赛事 3", "某区文化局 购书 1"}},
		"no list: steps of one project": {"任务|一级指标|二级指标|三级指标|指标值\n建设|产出指标|数量指标|里程|≥2公里\n养护|效益指标|社会效益指标|通行率|≥90%", []string{"  2"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）\n"+c.form))
			var forms []string
			for _, d := range got.Declarations {
				forms = append(forms, fmt.Sprintf("%s %s %d", d.Unit, d.Project.Name, len(leavesOf(d))))
			}
			if !slices.Equal(forms, c.want) {
				t.Errorf("got %q, want %q; %v", forms, c.want, got.Problems)
			}
		})
	}
}

// A comparator in a column of kinds reaches the value, whatever the others hold.
func TestComparatorsAmongKinds(t *testing.T) {
	got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）\n一级指标|二级指标|三级指标|指标值|度量单位|指标值类型\n"+
		"产出指标|数量指标|教育次数|12|次|≥\n产出指标|质量指标|制定率|100|%|定值\n产出指标|时效指标|及时率|100|%|定值\n效益指标|社会效益指标|再犯罪率|0.2|%|≤\n效益指标|可持续影响指标|长效机制|健全||定性"))
	want := []string{"产出指标/数量指标/教育次数 >=12", "产出指标/质量指标/制定率 =100", "产出指标/时效指标/及时率 =100", "效益指标/社会效益指标/再犯罪率 <=0.2", "效益指标/可持续影响指标/长效机制 "}
	if rows := leavesOf(got.Declarations[0]); !slices.Equal(rows, want) {
		t.Errorf("got %q", rows)
	}
}
