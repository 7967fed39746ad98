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

// Two tables of one form under headings of their terms are the term's and the year's.
func TestTermsUnderHeadings(t *testing.T) {
	got := readGrids(t, printed(t, "省级项目绩效目标表\n项目名称|甲项目|>>|>>\n长期绩效目标1|建成网络|>>|>>\n年度绩效目标1|升级站点|>>|>>\n"+
		"长期绩效目标表|>>|>>|>>\n"+heads+"产出指标|数量指标|站点总数|≥360个\n年度绩效目标表|>>|>>|>>\n"+heads+"产出指标|数量指标|站点数|≥120个"))
	if len(got.Declarations) != 1 || len(got.Problems) > 0 {
		t.Fatalf("%d declarations, %v", len(got.Declarations), got.Problems)
	}
	d := got.Declarations[0]
	if rows := leavesOf(d); !slices.Equal(rows, []string{"产出指标/数量指标/站点数 >=120"}) || len(d.IndicatorsMediumTerm) != 1 {
		t.Errorf("of the year %q, %d of the term", rows, len(d.IndicatorsMediumTerm))
	}
	if d.Goals.Overall != "建成网络" || d.Goals.Annual != "升级站点" {
		t.Errorf("goals %+v", d.Goals)
	}
}

// An office in front of the unit of money is who files.
func TestOfficeBesideMoney(t *testing.T) {
	got := readGrids(t, printed(t, "亮化经费绩效目标表|>>|>>|>>\n325001某市城市管理局本级|>>|>>|单位：万元\n项目名称|亮化经费|>>|>>\n"+heads+"产出指标|数量指标|灯具|≥15盏"))
	if d := got.Declarations[0]; d.Unit != "325001某市城市管理局本级" {
		t.Errorf("unit %q, extra %v", d.Unit, d.Extra)
	}
}

// A second block without levels of its own has those of the first.
func TestBlocksShareLevels(t *testing.T) {
	got := readGrids(t, printed(t, "项目支出绩效目标申报表\n一级指标|二级指标|三级指标|指标值|三级指标|指标值\n产出指标|数量指标|改造危房数|≥300户|改造危房数|≥100户\n^|质量指标|验收合格率|100%|验收合格率|≥98%"))
	want := []string{"产出指标/数量指标/改造危房数 >=100", "产出指标/质量指标/验收合格率 >=98"}
	if d := got.Declarations[0]; !slices.Equal(leavesOf(d), want) || len(d.IndicatorsMediumTerm) != 1 || len(d.Uncertain) > 0 {
		t.Errorf("got %q, doubts %v", leavesOf(d), d.Uncertain)
	}
}

// Of a plan for half the year and one for all of it the latter is the target, without
// a doubt; its neighbour is kept.
func TestHalfAndWholeYear(t *testing.T) {
	got := readGrids(t, printed(t, "部门整体支出绩效目标表\n一级指标|二级指标|三级指标|指标值单位|半年（程）计划值|全年（程）计划值|指标说明\n"+
		"产出指标|数量指标|检查次数|次|≥6|≥12|\n^|^|培训人员|人|≥200|≥500|\n满意度指标|服务对象满意度指标|公众满意度|%|≥90|≥91|"))
	want := []string{"产出指标/数量指标/检查次数 >=12", "产出指标/数量指标/培训人员 >=500", "满意度指标/服务对象满意度指标/公众满意度 >=91"}
	if d := got.Declarations[0]; !slices.Equal(leavesOf(d), want) || len(d.Uncertain) > 0 || len(d.Indicators[0].Children[0].Children[0].Targets) != 1 {
		t.Errorf("got %q, doubts %v", leavesOf(d), d.Uncertain)
	}
}
