package rules

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func readTestForm(t *testing.T, name string) *schema.Document {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "forms", name))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := readDocument(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestRealForms holds what a careful reviewer found on four real forms: each
// finding appears, at the rows given (counted from 1 over the form), and no
// form has an error.
func TestRealForms(t *testing.T) {
	type want struct {
		rule     string
		severity schema.Severity
		rows     []int
		path     string
	}
	const (
		w = schema.SeverityWarning
		i = schema.SeverityInfo
	)
	tests := map[string][]want{
		"form1.yaml": {
			{"cat.recurrence-conflict", w, nil, "project.category"},
			{"cat.purchase-conflict", i, nil, "project.government_purchase"},
			{"hier.l3-too-many", i, nil, "indicators"},
			{"name.goal-like", i, []int{28, 29}, ""},
			{"name.threshold-inside", i, []int{23}, ""},
			{"value.unit-missing", w, []int{31}, ""},
			{"value.vague", w, []int{24, 26, 34}, ""},
			{"value.qualitative-for-quantifiable", w, []int{27}, ""},
			{"value.trend-no-baseline", i, []int{28, 29, 35}, ""},
			{"name.near-duplicate", i, []int{29}, ""},
			{"extract.label-garbled", w, nil, ""},
		},
		"form2.yaml": {
			{"field.text-duplicate", w, nil, "narrative.safeguards"},
			{"value.reference-undefined", i, []int{11}, ""},
			{"hier.cost-misplaced", i, []int{11, 12}, ""},
			{"name.goal-like", i, []int{18}, ""},
			{"value.trend-no-baseline", i, []int{18, 23}, ""},
			{"value.echoes-name", i, []int{16}, ""},
			{"extract.label-garbled", w, nil, ""},
			{"extract.l2-ambiguous", w, []int{10, 13}, ""},
		},
		"form3.yaml": {
			{"date.text-after-end", w, nil, "goals.overall"},
			{"budget.multi-year-total-equals-annual", w, nil, "funds.total"},
			{"value.deadline-missing", w, []int{12}, ""},
			{"value.vague", w, []int{10}, ""},
			{"value.qualitative-share", w, nil, "indicators"},
			{"hier.satisfaction-missing", w, nil, ""},
			{"text.suspected-typo", i, []int{13}, ""},
			{"value.trend-no-baseline", i, []int{16, 17}, ""},
			{"name.generic", i, []int{16, 17}, ""},
			{"extract.label-garbled", w, nil, ""},
			{"extract.l2-ambiguous", w, []int{11}, ""},
		},
		"form4.yaml": {
			{"field.truncated", w, nil, "project.name"},
			{"field.truncated", w, nil, "narrative.safeguards"},
			{"budget.change-large", i, nil, "funds.year"},
			{"value.vague", w, []int{17}, ""},
			{"value.trend-no-baseline", i, []int{16}, ""},
			{"hier.l3-unusual-l2", i, []int{11}, ""},
			{"name.generic", i, []int{16}, ""},
			{"extract.label-garbled", w, nil, ""},
			{"extract.l2-ambiguous", w, []int{9}, ""},
		},
	}
	s := defaultSet(t)
	for name, list := range tests {
		t.Run(name, func(t *testing.T) {
			doc := readTestForm(t, name)
			got := s.Check(doc, CheckOptions{})
			rows := rowPaths(doc.Declarations[0])
			for _, f := range got {
				if f.Severity == schema.SeverityError {
					t.Errorf("error %s at %s: %s", f.Rule, f.Path, f.Message)
				}
			}
			for _, x := range list {
				if x.rows == nil && !found(got, x.rule, x.severity, x.path) {
					t.Errorf("no %s %s at %q", x.severity, x.rule, x.path)
				}
				for _, n := range x.rows {
					if !found(got, x.rule, x.severity, rows[n-1]) {
						t.Errorf("no %s %s on row %d (%s)", x.severity, x.rule, n, rows[n-1])
					}
				}
			}
		})
	}
}

func found(list []schema.Finding, rule string, severity schema.Severity, path string) bool {
	for _, f := range list {
		if f.Rule == rule && f.Severity == severity && (path == "" || f.Path == path || strings.HasPrefix(f.Path, path+".")) {
			return true
		}
	}
	return false
}

func rowPaths(d *schema.Declaration) []string {
	var out []string
	var walk func(list []*schema.Indicator, path string)
	walk = func(list []*schema.Indicator, path string) {
		for i, n := range list {
			p := fmt.Sprintf("%s[%d]", path, i)
			if len(n.Children) == 0 {
				out = append(out, p)
				continue
			}
			walk(n.Children, p+".children")
		}
	}
	walk(d.Indicators, "indicators")
	return out
}

// TestGuards holds what must not be an error: names and targets that look like
// a fault to a rule that only looks at words.
func TestGuards(t *testing.T) {
	tests := []struct{ name, value string }{
		{"投诉处理率", "≥95%"}, {"群众投诉办结率", "≥95%"}, {"故障修复率", "=100%"}, {"故障处理结案率", "=100%"},
		{"安全事故应急演练次数", "≥2次"}, {"安全隐患排查次数", "≥12次"}, {"违规行为查处数量", "≥5件"}, {"接待信访次数", "≥100次"},
		{"系统无故障运行时间", "≥8000小时"}, {"平均无故障时间", "≥1000小时"}, {"网络不中断运行时间", "≥8000小时"}, {"故障响应率", "=100%"},
		{"失业人员培训人数", "≥500人"}, {"死亡动物无害化处理率", "=100%"}, {"污染物排放达标率", "≥95%"}, {"能耗监测点数量", "≥20个"},
		{"问题整改率", "=100%"}, {"减少投诉数量", "≥10件"}, {"事故死亡人数下降率", "≥5%"}, {"单位GDP能耗下降率", "≥3%"},
		{"投诉下降率", "≥10%"}, {"维修故障次数", "≥50次"}, {"违规案件查处率", "≥98%"}, {"超时工单整改率", "=100%"},
		{"培训时间", "≥40学时"}, {"学生流失率", "≤1%"}, {"网络故障率", "≤0.5%"}, {"重大事故发生次数", "=0次"}, {"有效投诉次数", "<5次"},
		{"成本控制率", "=100%"}, {"成本节约率", "≥5%"}, {"单位成本降低额", "≥5万元"}, {"人均培训成本", "≤300元/人"},
		{"企业研发费用", "≥100万元"}, {"减轻群众医疗费用", "≥500万元"}, {"节约费用", "≥10万元"}, {"审减造价", "≥50万元"},
		{"超额完成率", "≥110%"}, {"床位利用率", "≥105%"}, {"产值增长率", "≥120%"}, {"服务器负载率", "≤70%"}, {"就业人数增幅", "≥130%"},
		{"产品不合格率", "≤5%"}, {"任务未完成率", "≤2%"}, {"信息误报率", "≤1%"}, {"三公经费执行率", "≤95%"}, {"公用经费控制率", "≤100%"},
		{"资金到位率", "=100%"}, {"预算执行率", "≥95%"}, {"工程验收合格率", "100%"}, {"参训人员满意度", "≥4.5分"}, {"居民满意度", "90%-95%"},
		{"满意度调查次数", "≤4次"}, {"不满意率", "≤5%"}, {"减少污染物排放能力", "提升"}, {"等待时间缩短", "效率提升"}, {"提高应急能力，降低事故风险", "有效降低"},
		{"合格率", "≥950‰"}, {"培训合格率", "≥90%且≤98%"}, {"任务完成时间", "≤30天"}, {"水质达标情况", "≥95%且氨氮≤1.5"}, {"服务质量", "≥90分"},
		{"政策覆盖率", "≥1.2倍"}, {"医保参保率", "≥95%"}, {"考核优秀率", "≤20%"}, {"县域外就诊率", "≤10%"}, {"案件平均办理时间", "≤30个工作日"},
		{"巡检频次", "每月一次"}, {"值守时间", "7×24小时"}, {"", ""},
	}
	s := defaultSet(t)
	for _, at := range []string{"产出指标/质量指标", "效益指标/社会效益指标"} {
		for _, x := range tests {
			src := fmt.Sprintf("form: mof88-project\nyear: 2022\nunit: 甲局\nproject: {name: 乙项目}\ngoals: {overall: 2022年完成3项任务。, annual: 2022年完成3项任务。}\nfunds: {total: \"10000000\"}\n"+
				"indicators:\n- {name: 产出指标, children: [{name: 数量指标, children: [{name: 丙数量, value: ≥5个}]}]}\n- {name: 效益指标, children: [{name: 经济效益指标, children: [{name: 丁收入, value: ≥5万元}]}]}\n- {name: %s, children: [{name: %s, children: [{name: %q, value: %q}]}]}\n",
				strings.Split(at, "/")[0], strings.Split(at, "/")[1], x.name, x.value)
			doc, err := readDocument("guard.yaml", []byte(src))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range s.Check(doc, CheckOptions{}) {
				if f.Severity == schema.SeverityError {
					t.Errorf("%s %s (%s): %s: %s", x.name, x.value, at, f.Rule, f.Message)
				}
			}
		}
	}
}
