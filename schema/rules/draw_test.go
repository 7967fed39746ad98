package rules

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
	"pgregory.net/rapid"
)

// phrase is an indicator with a sensible target; %d and %s are drawn.
type phrase struct {
	l2, name string
	values   []string
}

// things and deeds make names of their own, so that names do not repeat.
var (
	things = []string{"道路", "河道", "校舍", "系统", "设备", "绿地", "档案", "管网", "站点", "课程", "图书", "路灯", "林地", "水库", "桥梁", "车辆"}
	deeds  = []string{"养护", "巡查", "改造", "监测", "维修", "建设", "更新", "检测", "整治", "培训"}
	// services are the deeds of a project that needs no cost indicator, as repairs do.
	services = []string{"养护", "巡查", "监测", "检测", "整治", "培训"}
)

var outputs = []phrase{
	{"数量", "%s数量", []string{"≥%d个", "=%d处", "不少于%d项", "%d项以上"}},
	{"数量", "%s面积", []string{"≥%d平方米", "≥%d亩", "=%d万平方米"}},
	{"数量", "%s次数", []string{"≥%d次", "不少于%d次", "≥%d次/年"}},
	{"数量", "%s人次", []string{"≥%d人次", "=%d人次"}},
	{"质量", "%s合格率", []string{"≥%p%%", "=100%%", "不低于%p%%", "%p%%以上", "%q%%-%p%%"}},
	{"质量", "%s达标率", []string{"≥%p%%", "=100%%"}},
	{"质量", "%s故障率", []string{"≤5%%", "<1%%", "不超过3%%"}},
	{"质量", "%s投诉处理率", []string{"≥%p%%", "=100%%"}},
	{"时效", "%s完成及时率", []string{"≥%p%%", "=100%%"}},
	{"时效", "%s完成时间", []string{"%y年12月31日前", "%y年6月30日前", "12月底前"}},
	{"时效", "%s故障处置时间", []string{"≤4小时", "≤30分钟", "不超过2个工作日"}},
}

var effects = []phrase{
	{"社会效益", "%s知晓率", []string{"≥%p%%", "≥80%%"}},
	{"社会效益", "%s服务覆盖率", []string{"≥%p%%", "=100%%"}},
	{"社会效益", "%s重大事故发生次数", []string{"=0次", "≤1次", "0次"}},
	{"社会效益", "%s能力", []string{"较上年提高5%%", "有效保障", "达到行业标准"}},
	{"社会效益", "%s有效投诉次数", []string{"≤5次", "每月有效投诉≤2次"}},
}

var pleased = []phrase{{"满意度", "%s服务对象满意度", []string{"≥%p%%", "≥90%%", "不低于85%%"}}}

var managed = []phrase{
	{"投入管理", "%s资金使用合规性", []string{"合规"}},
	{"投入管理", "%s预算执行率", []string{"≥95%%", ">=98%%"}},
	{"财务管理", "%s财务制度健全性", []string{"健全"}},
	{"实施管理", "%s管理制度执行有效性", []string{"有效"}},
}

var lasting = []phrase{
	{"长效管理", "%s长效机制健全性", []string{"健全"}},
	{"信息共享", "%s信息共享率", []string{"≥%p%%"}},
}

// draw makes phrases into a level 1 with its level 2 labels in order.
func draw(t *rapid.T, l1, suffix string, order []string, from []phrase, year int, used map[string]bool) *schema.Indicator {
	top := &schema.Indicator{Name: l1}
	by := map[string]*schema.Indicator{}
	pick := func(p phrase) {
		thing := rapid.SampledFrom(things).Draw(t, "thing") + rapid.SampledFrom(deeds).Draw(t, "deed")
		name := fmt.Sprintf(p.name, thing)
		if used[name] {
			return
		}
		used[name] = true
		text := rapid.SampledFrom(p.values).Draw(t, "value")
		high := rapid.IntRange(85, 99).Draw(t, "percent")
		text = strings.NewReplacer("%d", fmt.Sprint(rapid.IntRange(3, 5000).Draw(t, "count")), "%p", fmt.Sprint(high),
			"%q", fmt.Sprint(high-5), "%y", fmt.Sprint(year), "%%", "%").Replace(text)
		v := value.Parse(text, value.Context{Year: year, Name: name})
		l2 := by[p.l2]
		if l2 == nil {
			l2 = &schema.Indicator{Name: p.l2 + suffix}
			by[p.l2] = l2
		}
		l2.Children = append(l2.Children, &schema.Indicator{Name: name, Value: &v})
	}
	for _, p := range from {
		if rapid.IntRange(0, 2).Draw(t, "take") > 0 || p.l2 == from[0].l2 {
			pick(p)
		}
	}
	for _, l2 := range order {
		if by[l2] != nil {
			top.Children = append(top.Children, by[l2])
		}
	}
	return top
}

// cleanDeclaration draws a declaration that a reviewer would pass.
func cleanDeclaration(t *rapid.T) *schema.Declaration {
	year := rapid.IntRange(2016, 2027).Draw(t, "year")
	form := rapid.SampledFrom([]string{"sh-2020", "sh-2026", "mof88-project", "mof101-core", "mof163-region", "generic"}).Draw(t, "form")
	fiscal := int64(rapid.IntRange(1, 90_000).Draw(t, "fiscal")) * 100
	other := int64(rapid.IntRange(0, 9_000).Draw(t, "other")) * 100
	carry := int64(rapid.IntRange(0, 900).Draw(t, "carry")) * 100
	money := func(n int64) string { return fmt.Sprint(n) }
	used := map[string]bool{}
	d := &schema.Declaration{Form: form, Title: "绩效目标表", Year: year, Unit: "临江市" + rapid.SampledFrom(things).Draw(t, "u") + "管理所"}
	d.Department = "临江市住房和城乡建设局"
	d.Project.Name = rapid.SampledFrom(things).Draw(t, "n") + rapid.SampledFrom(services).Draw(t, "m")
	d.Goals.Overall = fmt.Sprintf("%d年完成%s任务，合格率不低于95%%。", year, d.Project.Name)
	d.Goals.Annual = fmt.Sprintf("%d年完成年度任务。", year)
	d.Funds.PrintedUnit = rapid.SampledFrom([]string{"元", "万元"}).Draw(t, "unit")
	d.Funds.Total, d.Funds.TotalFiscal, d.Funds.TotalOther = money(fiscal+other+carry), money(fiscal+carry), money(other)
	d.Funds.Year, d.Funds.YearFiscal, d.Funds.Carryover, d.Funds.YearOther = money(fiscal+other+carry), money(fiscal), money(carry), money(other)
	d.Project.Start, d.Project.End = fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-12-31", year)
	output, effect := []string{"数量", "质量", "时效"}, []string{"社会效益", "满意度"}
	switch form {
	case "sh-2020":
		d.HeadingYear = year
		d.Project.Category = "其他经常性项目"
		d.Indicators = []*schema.Indicator{
			draw(t, "投入与管理", "", []string{"投入管理", "财务管理", "实施管理"}, managed, year, used),
			draw(t, "产出目标", "", output, outputs, year, used),
			draw(t, "效果目标", "", effect, append(append([]phrase{}, effects...), pleased...), year, used),
			draw(t, "影响力目标", "", []string{"长效管理", "信息共享"}, lasting, year, used),
		}
		return d
	case "sh-2026":
		d.Project.Nature = "经常性项目"
	case "mof163-region":
		d.Funds.Central, d.Funds.Local = money(fiscal), money(carry)
		d.Funds.YearFiscal, d.Funds.Carryover = "", ""
	}
	d.Indicators = []*schema.Indicator{
		draw(t, "产出指标", "指标", output, outputs, year, used),
		draw(t, "效益指标", "指标", effect, effects, year, used),
		draw(t, "满意度指标", "指标", effect, pleased, year, used),
	}
	return d
}

// TestCleanDeclarations holds that a declaration which is clean by construction
// gives no error and no warning but those on wording that the draw allows.
func TestCleanDeclarations(t *testing.T) {
	s := defaultSet(t)
	allowed := map[string]bool{
		"value.op-missing": true, "form.family-unknown": true, "hier.l2-required": true, "hier.l3-too-few": true, "budget.unit-suspect": true,
	}
	rapid.Check(t, func(t *rapid.T) {
		doc := &schema.Document{Source: schema.Source{Format: schema.FormatXLSX}, Declarations: []*schema.Declaration{cleanDeclaration(t)}}
		for _, f := range s.Check(doc, CheckOptions{Target: "system-export"}) {
			if f.Severity == schema.SeverityInfo || allowed[f.Rule] {
				continue
			}
			t.Errorf("%s: %s %s at %s: %s", doc.Declarations[0].Form, f.Severity, f.Rule, f.Path, f.Message)
		}
	})
}

// anyDeclaration draws nonsense: missing parts, nil nodes, absurd numbers.
func anyDeclaration(t *rapid.T) *schema.Declaration {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "100", "-5", "1e999", "9.99e-400", "２０", "2020-02-30", "产出指标", "数量", "满意度", "率$", "\xff\xfe", "≥95%", "((((", strings.Repeat("长", 3000)}))
	value := func() *schema.Value {
		if rapid.Bool().Draw(t, "nil") {
			return nil
		}
		v := &schema.Value{
			Text: text.Draw(t, "text"), Number: text.Draw(t, "number"), Min: text.Draw(t, "min"), Max: text.Draw(t, "max"),
			Unit: text.Draw(t, "unit"), Subject: text.Draw(t, "subject"), Join: text.Draw(t, "join"),
			Kind: rapid.SampledFrom([]schema.Kind{"", schema.KindQuantity, schema.KindInterval, schema.KindCompound, schema.KindBlank, schema.KindDeadline, schema.KindQualitative, "odd"}).Draw(t, "kind"),
			Op:   rapid.SampledFrom([]schema.Op{"", schema.OpGE, schema.OpLE, schema.OpEQ, "?"}).Draw(t, "op"),
		}
		if v.Kind == schema.KindCompound {
			v.Clauses = []*schema.Value{nil, {Kind: schema.KindQuantity, Op: schema.OpGE, Number: "5"}, v}
		}
		if rapid.Bool().Draw(t, "deadline") {
			v.Deadline = &schema.Deadline{Date: text.Draw(t, "date"), From: text.Draw(t, "from")}
		}
		return v
	}
	var tree func(depth int) []*schema.Indicator
	tree = func(depth int) []*schema.Indicator {
		var out []*schema.Indicator
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			if rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
				out = append(out, nil)
				continue
			}
			n := &schema.Indicator{Name: text.Draw(t, "name"), Points: text.Draw(t, "points"), Weight: text.Draw(t, "weight"), Score: text.Draw(t, "score"), Code: text.Draw(t, "code"), Value: value(), Actual: value()}
			if depth < 4 {
				n.Children = tree(depth + 1)
			}
			out = append(out, n)
		}
		return out
	}
	d := &schema.Declaration{
		Form: rapid.SampledFrom(append([]string{"", "unknown"}, mustProfiles()...)).Draw(t, "form"), Title: text.Draw(t, "title"),
		Year: rapid.Int().Draw(t, "year"), HeadingYear: rapid.IntRange(0, 3000).Draw(t, "heading"), Unit: text.Draw(t, "u"), TotalScore: text.Draw(t, "total"),
		Indicators: tree(0), IndicatorsMediumTerm: tree(0),
	}
	d.Project = schema.Project{Name: text.Draw(t, "p"), Start: text.Draw(t, "start"), End: text.Draw(t, "end"), Attribute: text.Draw(t, "attr"), Category: text.Draw(t, "cat")}
	d.Goals = schema.Goals{Overall: text.Draw(t, "goal"), Annual: text.Draw(t, "annual")}
	d.Narrative = schema.Narrative{Overview: text.Draw(t, "overview"), Basis: text.Draw(t, "basis"), Plan: text.Draw(t, "plan")}
	d.Funds = schema.Funds{
		PrintedUnit: rapid.SampledFrom([]string{"", "元", "万元", "亿元", "?"}).Draw(t, "pu"), Total: text.Draw(t, "ft"), TotalFiscal: text.Draw(t, "ff"), TotalOther: text.Draw(t, "fo"),
		Year: text.Draw(t, "fy"), YearFiscal: text.Draw(t, "fyf"), YearOther: text.Draw(t, "fyo"), LastYearBudget: text.Draw(t, "lb"), LastYearExecuted: text.Draw(t, "le"),
		Tasks:     []schema.Task{{Total: text.Draw(t, "tt")}},
		Execution: []schema.ExecutionRow{{Item: "年度资金总额", Budget: text.Draw(t, "eb"), Executed: text.Draw(t, "ee"), Rate: text.Draw(t, "er"), Weight: text.Draw(t, "ew"), Score: text.Draw(t, "es")}, {Item: "其他资金", Budget: text.Draw(t, "eb2")}},
	}
	d.Repairs = []schema.Repair{{Path: text.Draw(t, "rp"), Why: "label-garbled"}}
	d.Uncertain = []schema.Doubt{{Path: text.Draw(t, "up"), Question: "level2"}}
	d.Trace = map[string]schema.Place{"indicators[0]": {Line: 3}, "": {Line: 1}}
	return d
}

func mustProfiles() []string {
	s, err := Default()
	if err != nil {
		return nil
	}
	return s.Profiles()
}

// TestAnyDeclaration holds that Check answers whatever it is given, twice the
// same, with findings that are complete.
func TestAnyDeclaration(t *testing.T) {
	s := defaultSet(t)
	rapid.Check(t, func(t *rapid.T) {
		doc := &schema.Document{Declarations: []*schema.Declaration{nil, anyDeclaration(t)}}
		got := s.Check(doc, CheckOptions{Target: "system-export"})
		again := s.Check(doc, CheckOptions{Target: "system-export"})
		if len(got) != len(again) {
			t.Fatalf("%d findings, then %d", len(got), len(again))
		}
		for i, f := range got {
			if f.Fingerprint != again[i].Fingerprint || f.Message != again[i].Message {
				t.Fatalf("finding %d differs: %s, %s", i, f.Message, again[i].Message)
			}
			if f.Rule == "" || f.Message == "" || f.Fingerprint == "" || f.Severity.Rank() < 0 || f.Declaration == nil || *f.Declaration != 1 {
				t.Fatalf("incomplete finding %+v", f)
			}
		}
	})
}

// FuzzLoad holds that a rule file, whatever it says, gives a set or errors with
// a place, and never a panic.
func FuzzLoad(f *testing.F) {
	f.Add("extends: default\nrules:\n- {id: a.b, title: t, message: m, severity: info, kind: count, params: {min: 1}}\n")
	f.Add("rules: [{id: a.b, kind: expr, params: {when: 'any(rows, .name == \"\")'}}]")
	f.Add("lexicons: {x: {terms: ['^(a|b)…c$', '((', '|', '…'], also: [x]}}\nprofiles: {p: {extends: p}}\n")
	f.Add("a: &a [*a]\n")
	f.Add("disable: default\nunits: {money: 元}\nbases: {Q: {text: x}}\n")
	s, err := Default()
	if err != nil {
		f.Fatal(err)
	}
	doc, err := s.Base("sh-2020")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src string) {
		set, err := Load("f.yaml", []byte(src), nil)
		if err != nil {
			if FormatErrors(err, schema.EN) == "" {
				t.Error("an error without a text")
			}
			return
		}
		set.Check(doc, CheckOptions{})
		set.Docs()
	})
}

// benchDocs are drawn declarations and the four real forms, mixed.
func benchDocs(b *testing.B, n int) []*schema.Document {
	b.Helper()
	gen := rapid.Custom(cleanDeclaration)
	var real []*schema.Declaration
	for i := 1; i <= 4; i++ {
		t := &testing.T{}
		real = append(real, readTestForm(t, fmt.Sprintf("form%d.yaml", i)).Declarations...)
	}
	out := make([]*schema.Document, n)
	for i := range out {
		d := real[i%4]
		if i%4 != 0 {
			d = gen.Example(i)
		}
		out[i] = &schema.Document{Source: schema.Source{Format: schema.FormatXLSX, File: "bench.xlsx"}, Declarations: []*schema.Declaration{d}}
	}
	return out
}

// BenchmarkRules prints what each rule costs, as a share of the whole.
func BenchmarkRules(b *testing.B) {
	s := defaultSet(b)
	docs := benchDocs(b, 2_000)
	spent := map[string]time.Duration{}
	var prepare, total time.Duration
	for b.Loop() {
		clear(spent)
		prepare, total = 0, 0
		for _, doc := range docs {
			begin := time.Now()
			f := s.see(doc, doc.Declarations[0], CheckOptions{})
			// Texts are matched against the lexicons once, for all rules.
			for i := range s.fields {
				f.bitsOf(&s.fields[i])
			}
			last := time.Now()
			prepare += last.Sub(begin)
			for _, c := range s.plans[f.decl.Form] {
				f.apply(c)
				now := time.Now()
				spent[s.rules[c.rule].ID] += now.Sub(last)
				last = now
			}
			f.silence()
			f.findings(nil, 0)
			s.done(f)
			total += time.Since(begin)
		}
	}
	ids := make([]string, 0, len(spent))
	for id := range spent {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return spent[ids[i]] > spent[ids[j]] })
	var sum time.Duration
	for _, id := range ids {
		sum += spent[id]
	}
	b.Logf("prepare %.1f%%, rules %.1f%%, findings %.1f%%", share(prepare, total), share(sum, total), share(total-prepare-sum, total))
	for _, id := range ids[:15] {
		b.Logf("%5.1f%%  %s", share(spent[id], total), id)
	}
}

func share(a, b time.Duration) float64 { return 100 * float64(a) / float64(b) }

// BenchmarkLoad measures how long the built-in set takes to compile: every run
// of the program pays it once.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load("ours.yaml", []byte("extends: default\n"), nil); err != nil {
			b.Fatal(err)
		}
	}
}
