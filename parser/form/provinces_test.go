package form

import (
	"slices"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// What provinces and systems print beside the plain form.

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

// A column of kinds under a head that may name a level is none beside one that does.
func TestKindsUnderLevelHead(t *testing.T) {
	got := readGrids(t, printed(t, "项目绩效目标申报表\n一级指标|二级指标|三级指标|指标类型|指标性质|绩效指标值|度量单位\n"+
		"产出指标|数量指标|保洁面积|定量指标|≥|120|万平方米\n产出指标|时效指标|清运及时性|定性指标|定性|及时|"))
	want := []string{"产出指标/数量指标/保洁面积 >=120", "产出指标/时效指标/清运及时性 "}
	if d := got.Declarations[0]; !slices.Equal(leavesOf(d), want) || len(got.Problems) > 0 || d.Indicators[0].Children[0].Children[0].Nature != "定量指标" {
		t.Errorf("got %q, %v", leavesOf(d), got.Problems)
	}
}

// Pairs of labels that nobody knows, and amounts of years, are kept as what they are.
func TestPairsOfTheirOwn(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		want func(d *schema.Declaration) bool
	}{
		"a label nobody knows, with a figure": {"单位|某环卫所|统计口径|2025", func(d *schema.Declaration) bool { return d.Unit == "某环卫所" }},
		"a year of performance":               {"单位|某环卫所|绩效年度|2025", func(d *schema.Declaration) bool { return d.Unit == "某环卫所" && d.Year == 2025 }},
		"what was approved": {"批复项目|人居环境整治|批复金额：45.6万元", func(d *schema.Declaration) bool {
			return d.Project.Name == "人居环境整治" && d.Funds.Total == "456000"
		}},
		"labels too short to be sure of": {"部门|民政局|项目|殡葬惠民补贴\n金额|120万元|年度|2025\n目标|减免费用2400例", func(d *schema.Declaration) bool {
			return d.Project.Name == "殡葬惠民补贴" && d.Goals.Overall == "减免费用2400例"
		}},
		"a short label beside a sure one": {"项目名称|殡葬惠民补贴|项目|新增", func(d *schema.Declaration) bool {
			return d.Project.Name == "殡葬惠民补贴" && slices.Contains(d.Extra, schema.Pair{Label: "项目", Text: "新增"})
		}},
		"amounts of years": {"总预算（万元）|300|2025年|100|2026年|200", func(d *schema.Declaration) bool {
			return d.Funds.Total == "3000000" && len(d.Uncertain) == 0 && slices.Contains(d.Extra, schema.Pair{Label: "2026年", Text: "200"})
		}},
	} {
		g := printed(t, "2025年项目绩效目标表\n"+c.line+"\n"+heads+"产出指标|数量指标|保洁面积|≥12公里\n产出指标|质量指标|合格率|≥90%")
		g.Spans = grid.Open
		got := readGrids(t, g)
		if d := got.Declarations[0]; !c.want(d) {
			t.Errorf("%s: unit %q, year %d, project %q, funds %+v, extra %v, doubts %v", name, d.Unit, d.Year, d.Project.Name, d.Funds, d.Extra, d.Uncertain)
		}
	}
}

// A range of years in a title is no year of the form.
func TestRangeInTitle(t *testing.T) {
	for title, want := range map[string]int{
		"2025-2027年项目支出绩效目标表": 0, "2025年—2027年项目支出绩效目标表": 0, "2025年至2027年度项目支出绩效目标表": 0, "2025年度项目支出绩效目标表": 2025,
	} {
		got := readGrids(t, printed(t, title+"\n项目名称|甲项目\n"+heads+"产出指标|数量指标|保洁面积|≥12公里\n产出指标|质量指标|合格率|≥90%"))
		if y := got.Declarations[0].Year; y != want {
			t.Errorf("%s: %d", title, y)
		}
	}
}

// A rule of points in other words, the same in every row, is no second target, and the
// columns of what was planned and done are known.
func TestColumnsOfPoints(t *testing.T) {
	rows := func(beside string) string {
		out := ""
		for _, r := range []string{"产出指标|数量指标|检测长度|≥215|", "产出指标|质量指标|准确率|≥98|", "产出指标|时效指标|完成比例|≥70|", "效益指标|社会效益指标|内涝点减少|≥9|", "满意度指标|服务对象满意度指标|市民满意度|≥90|"} {
			out += r + beside + "\n"
		}
		return out
	}
	for name, form := range map[string]string{
		"known words":   "一级指标|二级指标|三级指标|指标值|赋分规则\n" + rows("按比例得分"),
		"unknown words": "一级指标|二级指标|三级指标|要达到多少|怎样给分\n" + rows("按比例得分"),
		"done":          "一级指标|二级指标|三级指标|计划数|完成数\n" + rows("80"),
	} {
		got := readGrids(t, printed(t, "2024年度项目绩效目标完成情况表\n"+form))
		if len(got.Declarations) != 1 || len(got.Declarations[0].Uncertain) > 0 || leavesOf(got.Declarations[0])[0] != "产出指标/数量指标/检测长度 >=215" {
			t.Errorf("%s: %v %v", name, got.Declarations, got.Problems)
		}
	}
}

// A sentence that makes forms public is kept, and is no warning.
func TestPublication(t *testing.T) {
	prose := printed(t, "某局2025年项目绩效目标公开\n根据有关要求，现将我单位绩效目标予以公开，接受社会监督。")
	prose.Prose = true
	got := readGrids(t, prose, printed(t, "项目名称|甲项目|>>|>>\n"+heads+"产出指标|数量指标|保洁面积|≥12公里\n产出指标|质量指标|合格率|≥90%"))
	if d := got.Declarations[0]; len(d.Extra) != 1 || slices.ContainsFunc(got.Problems, func(f schema.Finding) bool { return f.Rule == "extract.unread" }) {
		t.Errorf("extra %v, %v", d.Extra, got.Problems)
	}
}

// A label over both columns of levels is the first level of its rows, without a doubt.
func TestLabelOverBothLevels(t *testing.T) {
	got := readGrids(t, printed(t, "项目支出绩效目标表\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|心超|=2台\n^|^|培训人次|≥380人次\n效益指标|社会效益指标|死亡率|≤4.5%\n满意度指标|>>|患者满意度|≥93%"))
	d := got.Declarations[0]
	if rows := leavesOf(d); rows[3] != "满意度指标/患者满意度 >=93" || len(d.Uncertain) > 0 {
		t.Errorf("got %q, doubts %v", rows, d.Uncertain)
	}
}

// Labels on lines of their own, each above its rows, are those of the rows below them,
// whether the cells are known or text was laid out so.
func TestStaircase(t *testing.T) {
	want := []string{"产出指标/数量指标/清除面积 >=1260", "产出指标/数量指标/复种植物 >=300", "产出指标/质量指标/复发率 <=5", "效益指标/生态效益指标/覆盖度 >=80"}
	for _, spans := range []grid.Spans{grid.Exact, grid.Open} {
		g := printed(t, heads+"产出指标|||\n|数量指标||\n||清除面积|≥1260亩\n||复种植物|≥300亩\n|质量指标||\n||复发率|≤5%\n效益指标|||\n|生态效益指标||\n||覆盖度|≥80%")
		g.Spans = spans
		got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）"), g)
		if d := got.Declarations[0]; !slices.Equal(leavesOf(d), want) || len(d.Uncertain) > 0 || len(got.Problems) > 0 {
			t.Errorf("spans %v: got %q, doubts %v, %v", spans, leavesOf(d), d.Uncertain, got.Problems)
		}
	}
}

// A label of a field is a second level inside the span of a first one.
func TestFieldLabelAsLevel(t *testing.T) {
	got := readGrids(t, printed(t, "项目支出绩效目标申报表（2025年度）\n项目名称|甲项目|>>|>>\n"+heads+"决策|项目立项|立项程序规范性|规范\n^|绩效目标|绩效目标合理性|合理\n过程|资金管理|预算执行率|≥95%\n产出|数量指标|购置工作台|≥42套\n绩效目标|建成实训基地|>>|>>"))
	want := []string{"决策/项目立项/立项程序规范性 ", "决策/绩效目标/绩效目标合理性 ", "过程/资金管理/预算执行率 >=95", "产出/数量指标/购置工作台 >=42"}
	if d := got.Declarations[0]; !slices.Equal(leavesOf(d), want) || d.Goals.Overall != "建成实训基地" {
		t.Errorf("got %q, goals %+v", leavesOf(d), d.Goals)
	}
}

// First levels of an office's own after those that everybody knows are levels, where they
// are called so or go on below.
func TestLevelsOfTheirOwn(t *testing.T) {
	const known = heads + "产出指标|数量指标|检测长度|≥215公里\n产出指标|质量指标|合格率|≥98%\n效益指标|社会效益指标|内涝点|≤9个\n满意度指标|服务对象满意度指标|市民满意度|≥90%\n"
	for name, c := range map[string]struct{ rows, want string }{
		"called so":   {"约束性指标|廉政建设|违纪案件|=0件\n约束性指标|安全生产|安全事故|=0起", "约束性指标/廉政建设/违纪案件 =0"},
		"going below": {"预算执行|资金支付|预算执行率|≥95%\n||11月底支付进度|≥90%", "预算执行/资金支付/预算执行率 >=95"},
	} {
		got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）\n"+known+c.rows))
		d := got.Declarations[0]
		if rows := leavesOf(d); len(rows) != 6 || rows[4] != c.want || len(d.Uncertain) > 0 {
			t.Errorf("%s: %q, doubts %v, %v", name, rows, d.Uncertain, got.Problems)
		}
	}
}

// What may be an indicator under levels of an office's own, or pairs of labels and texts,
// is read and left open.
func TestStrangeRows(t *testing.T) {
	got := readGrids(t, printed(t, "项目支出绩效目标表（2025年度）\n"+heads+"产出指标|数量指标|检测长度|≥215公里\n产出指标|质量指标|合格率|≥98%\n效益指标|社会效益指标|内涝点|≤9个\n满意度指标|服务对象满意度指标|市民满意度|≥90%\n"+
		"培训对象|村干部|培训学时|16学时\n培训地点|党校|师资来源|高校"))
	d := got.Declarations[0]
	if rows := leavesOf(d); len(rows) != 6 || len(d.Uncertain) != 2 || d.Uncertain[0].Question != schema.QuestionLevel1 {
		t.Errorf("rows %q, doubts %v, %v", rows, d.Uncertain, got.Problems)
	}
}

// The unit of money beside a year in one line is no office, whatever names the unit.
func TestMoneyUnitBesideYear(t *testing.T) {
	d := readGrids(t, printed(t, "绩效目标表|>>|>>|>>\n预算年度：2024　　单位：万元|>>|>>|>>\n单位名称|甲县水利局|项目名称|清淤\n资金总额|120|>>|>>\n"+heads+"产出指标|数量指标|里程|≥6公里")).Declarations[0]
	if d.Unit != "甲县水利局" || d.Year != 2024 || d.Funds.Total != "1200000" || len(d.Uncertain) > 0 {
		t.Errorf("unit %q, year %d, total %q, doubts %v", d.Unit, d.Year, d.Funds.Total, d.Uncertain)
	}
}

// A template's notes behind its levels, rows that nobody filled in, a head over nothing
// and the place of a stamp with no name before it: Hunan's and Ningxia's forms.
func TestTemplateNotes(t *testing.T) {
	g := printed(t, `2023年项目支出绩效目标申报表|||||
填报单位：（盖章）|||||单位：万元
项目支出名称|降尘服务||预算部门|甲市环境卫生管理处|
项目支出实施期|2023.07-2024.01||||
本年度绩效目标|采购降尘服务||||
年终绩效表|一级指标|二级指标|三级指标|指标值及单位|绩效标准
|产出指标|数量指标（必填硬性指标）|配备车辆数|10辆|计划标准
|||射程|≥80米|计划标准
||质量指标（必填）|空气质量|优良|计划标准
|效益指标|经济效益指标（选填）|||
||社会效益指标|投诉次数|≤5次|计划标准
||生态效益指标|||`)
	g.Spans = grid.Open
	d := readGrids(t, g).Declarations[0]
	want := []string{"产出指标/数量指标/配备车辆数 =10", "产出指标/数量指标/射程 >=80", "产出指标/质量指标/空气质量 ", "效益指标/社会效益指标/投诉次数 <=5"}
	if rows := leavesOf(d); !slices.Equal(rows, want) || len(d.Uncertain) > 0 {
		t.Errorf("rows %v, doubts %v", rows, d.Uncertain)
	}
	if d.Unit != "甲市环境卫生管理处" || d.Project.Name != "降尘服务" || d.Project.Period != "2023.07-2024.01" {
		t.Errorf("unit %q, project %+v", d.Unit, d.Project)
	}
}

// Yunnan's form in a dump: heads over two rows stand in the upper one, 指标等 behind a
// level, a level that nobody filled in, and a field below the rows.
func TestHeadsOverTwoRowsInDump(t *testing.T) {
	g := printed(t, `项目支出绩效自评表||||||||
项目名称|营养改善||||||||
绩效指标|||年度指标值|||实际完成值|分值|得分
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|||
产出指标|数量指标|受助人数|≥|735|人次|740人次|10|10
||受助班级|≥|20|个|21个|10|10
效益指标|社会效益指标|政策知晓率|=|100|%|98%|10|9
|生态效益指标||||||||
|可持续影响指标|促进发展||长期||长期|10|10
满意度指标|服务对象满意度指标等|学生满意度|≥|95|%|97%|10|10
其他需要说明事项|无|||||||`)
	g.Spans = grid.Open
	got := readGrids(t, g)
	d := got.Declarations[0]
	want := []string{"产出指标/数量指标/受助人数 >=735", "产出指标/数量指标/受助班级 >=20", "效益指标/社会效益指标/政策知晓率 =100", "效益指标/可持续影响指标/促进发展 ", "满意度指标/服务对象满意度指标/学生满意度 >=95"}
	if rows := leavesOf(d); !slices.Equal(rows, want) || len(d.Uncertain)+len(got.Problems) > 0 {
		t.Errorf("rows %v, doubts %v, problems %v", rows, d.Uncertain, got.Problems)
	}
	schema.Walk(d.Indicators, "indicators", func(_ string, _ []*schema.Indicator, leaf *schema.Indicator) {
		if leaf.Actual == nil || leaf.Weight == "" || leaf.Score == "" {
			t.Errorf("%s: actual %v, weight %v, score %v", leaf.Name, leaf.Actual, leaf.Weight, leaf.Score)
		}
	})
}

// Sichuan's form calls the items of the budget's execution as others call their amounts.
func TestExecutionItemsUnderAmountHead(t *testing.T) {
	d := readGrids(t, printed(t, `部门预算项目支出绩效自评表（2023年度）|>>|>>|>>|>>|>>|>>|>>
项目名称|工资性支出|>>|>>|>>|>>|>>|>>
预算执行情况（10分）|年度预算数（万元）|年初预算|调整后预算数|预算执行数|预算执行率|权重|得分
^|总额|238.93|251.89|239.3|95.00%|10|9.5
^|其中：财政资金|238.93|251.89|239.3|95.00%|/|/
一级指标|二级指标|三级指标|指标性质|指标值|度量单位|完成值|权重
产出指标|数量指标|发放人数|≥|100|人|102人|90`)).Declarations[0]
	e := d.Funds.Execution
	if len(e) != 2 || e[0].Item != "总额" || e[0].Initial != "2389300" || e[0].Budget != "2518900" || e[0].Executed != "2393000" || e[0].Rate != "95.00" || e[1].Item != "财政资金" {
		t.Errorf("execution %+v", e)
	}
}

// A level 1 that the form's family does not have and another one does is no damaged label
// of the family, where the level 2 beside it is its own.
func TestOuterLevelOfAnotherFamily(t *testing.T) {
	g := printed(t, `项目支出绩效目标表||||
（2025年度）||||
项目名称|垃圾收运||项目类型|经常性项目
主管部门|某区城市管理局||实施单位|某区环境卫生管理所
项目资金（万元）|年度资金总额|1260||
|其中：财政拨款|1260||
年度目标|收运厨余垃圾1.8万吨，覆盖小区240个。|||
一级指标|二级指标|三级指标|半年目标值|全年目标值
产出指标|数量指标|收运吨数|≥0.8万吨|≥1.8万吨
||覆盖小区个数|≥240个|≥250个
|质量指标|分类准确率|≥80%|≥85%
|时效指标|日产日清率|=100%|=100%
成本指标|经济成本指标|吨垃圾收运成本|≤680元/吨|≤690元/吨
效益指标|生态效益指标|资源化利用率|≥90%|≥92%
满意度指标|服务对象满意度指标|居民满意度|≥85%|≥88%`)
	g.Spans = grid.Open
	d := readGrids(t, g).Declarations[0]
	want := []string{"产出指标/数量指标/收运吨数 >=1.8", "产出指标/数量指标/覆盖小区个数 >=250", "产出指标/质量指标/分类准确率 >=85", "产出指标/时效指标/日产日清率 =100",
		"成本指标/经济成本指标/吨垃圾收运成本 <=690", "效益指标/生态效益指标/资源化利用率 >=92", "满意度指标/服务对象满意度指标/居民满意度 >=88"}
	if rows := leavesOf(d); !slices.Equal(rows, want) || len(d.Uncertain) > 0 {
		t.Errorf("rows %v, doubts %v", rows, d.Uncertain)
	}
}

// Hubei's form has its goals in lists with heads of their own, and the tables of its
// terms below its fields, under their names.
func TestTermsBelowFields(t *testing.T) {
	got := readGrids(t, printed(t, `部门预算项目绩效目标申报表|>>|>>|>>|>>|>>|>>|>>
项目名称|>>|泵站维护|>>|联系电话|0711-3351223|>>|>>
项目总预算|>>|386万元|>>|项目当年预算|128.5万元|>>|>>
项目长期绩效目标|>>|名称|>>|目标说明|>>|>>|>>
^|^|长期绩效目标1|>>|消除内涝|>>|>>|>>
项目年度绩效目标|>>|名称|>>|目标说明|>>|>>|>>
^|^|年度绩效目标1|>>|完成检修|>>|>>|>>
长期绩效目标表|>>|>>|>>|>>|>>|>>|>>
目标名称|一级指标|二级指标|三级指标|指标值|>>|>>|指标值确定依据
长期绩效目标1|产出指标|数量指标|检修泵站座数|≥15座|>>|>>|计划标准
年度绩效目标表|>>|>>|>>|>>|>>|>>|>>
目标名称|一级指标|二级指标|三级指标|指标值|>>|>>|指标值确定依据
^|^|^|^|近两年指标值|>>|预期当年实现值|^
^|^|^|^|前年|上年|^|^
年度绩效目标1|产出指标|数量指标|检修泵站座数|3座|4座|≥5座|计划标准
^|满意度指标|服务对象满意度指标|居民满意度|≥90%|≥91%|≥92%|历史标准`))
	if len(got.Declarations) != 1 || len(got.Problems) > 0 {
		t.Fatalf("%d declarations, %v", len(got.Declarations), got.Problems)
	}
	d := got.Declarations[0]
	want := []string{"产出指标/数量指标/检修泵站座数 >=5", "满意度指标/服务对象满意度指标/居民满意度 >=92"}
	if rows := leavesOf(d); !slices.Equal(rows, want) || len(d.IndicatorsMediumTerm) != 1 || len(d.Uncertain) > 0 {
		t.Errorf("rows %q, of the term %d, doubts %v", rows, len(d.IndicatorsMediumTerm), d.Uncertain)
	}
	if d.Title != "部门预算项目绩效目标申报表" || d.Project.Name != "泵站维护" || d.Funds.Total != "3860000" {
		t.Errorf("title %q, project %v, funds %+v", d.Title, d.Project, d.Funds)
	}
	if d.Goals.Overall != "消除内涝" || d.Goals.Annual != "完成检修" {
		t.Errorf("goals %+v", d.Goals)
	}
}

// An amount that could be a year is none, and a label with a colon in it is one as a
// whole where an amount stands beside it.
func TestAmountLikeYear(t *testing.T) {
	d := readGrids(t, printed(t, "财政资金绩效目标申报表|>>|>>|>>\n资金总额（万元）|5000|其中：当年安排（万元）|2000\n1、资金来源：（1）政府预算资金|2013|覆盖户数|2018\n"+
		heads+"产出指标|数量指标|小镇个数|≥4个")).Declarations[0]
	if d.Year != 0 || d.Funds.Total != "50000000" || d.Funds.Year != "20000000" {
		t.Errorf("year %d, funds %+v", d.Year, d.Funds)
	}
	want := []schema.Pair{{Label: "1、资金来源：（1）政府预算资金", Text: "2013"}, {Label: "覆盖户数", Text: "2018"}}
	if !slices.Equal(d.Extra, want) {
		t.Errorf("extra %v", d.Extra)
	}
}

// The heading of a year is the label of a goal that stands beside it.
func TestGoalOfYear(t *testing.T) {
	d := readGrids(t, printed(t, "转移支付项目绩效目标申报表|>>|>>|>>\n政策名称|高龄津贴|>>|>>\n总体绩效目标|保障老人基本生活|>>|>>\n2025年绩效目标|为8,600名高龄老人发放津贴|>>|>>\n"+
		heads+"产出指标|数量指标|发放人数|8,600人")).Declarations[0]
	if d.Goals.Overall != "保障老人基本生活" || d.Goals.Annual != "为8,600名高龄老人发放津贴" || len(d.Extra) > 0 {
		t.Errorf("goals %+v, extra %v", d.Goals, d.Extra)
	}
}

// A short goal over a label that nobody knows may be the head of a column: that is said.
func TestShortGoal(t *testing.T) {
	d := readGrids(t, printed(t, "项目支出绩效目标申报表|>>|>>|>>\n项目名称|护坡加固|>>|>>\n年度目标|按期完工|>>|>>\n政策依据及申报必要性说明|《防汛条例》第十二条的规定|>>|>>\n"+
		heads+"产出指标|数量指标|护坡长度|120米")).Declarations[0]
	if want := []schema.Pair{{Label: "政策依据及申报必要性说明", Text: "《防汛条例》第十二条的规定"}}; d.Goals.Annual != "按期完工" || !slices.Equal(d.Extra, want) || len(d.Uncertain) != 1 || d.Uncertain[0].Path != "goals.annual" {
		t.Errorf("goals %+v, extra %v, doubts %+v", d.Goals, d.Extra, d.Uncertain)
	}
}

// A dump prints a band in every column, and the sum of the tasks in front of them.
func TestDumpedBandAndTasks(t *testing.T) {
	g := printed(t, `项目绩效目标表||||
单位名称、项目名称|一级指标|二级指标|三级指标|指标值
某县水利局|某县水利局|某县水利局|某县水利局|某县水利局
水政执法|产出指标|数量指标|巡河次数|≥48次
水政执法|满意度指标|服务对象满意度指标|群众满意度|≥90%`)
	g.Spans = grid.Open
	got := readGrids(t, g)
	want := []string{"产出指标/数量指标/巡河次数 >=48", "满意度指标/服务对象满意度指标/群众满意度 >=90"}
	if len(got.Declarations) != 1 || !slices.Equal(leavesOf(got.Declarations[0]), want) || got.Declarations[0].Unit != "某县水利局" {
		t.Errorf("%d declarations: %+v", len(got.Declarations), got.Declarations[0])
	}

	g = printed(t, `部门整体支出绩效目标表||||||
部门名称|某局|预算联系人（万元）|12|||
年度主要任务|任务名称|主要内容|预算金额||
|||总额|财政拨款|其他资金
1|矿山修复|修复矿山3处|410|350|60
金额合计|||410|350|60
年度总体目标|完成3处矿山修复||||
一级指标|二级指标|三级指标|指标值||
产出指标|数量指标|修复矿山|3处||
满意度指标|服务对象满意度指标|群众满意度|≥85%||`)
	g.Spans = grid.Open
	d := readGrids(t, g).Declarations[0]
	if d.Unit != "某局" || d.Goals.Annual != "完成3处矿山修复" || len(d.Funds.Tasks) != 1 || d.Funds.Total != "4100000" {
		t.Errorf("unit %q, goals %+v, funds %+v", d.Unit, d.Goals, d.Funds)
	}
}
