package methods

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// evaluated is an indicator of a self-evaluation.
func evaluated(name, target, actual, weight, score string) *schema.Indicator {
	t, a := value.Parse(target, value.Context{Name: name, Year: 2024}), value.Parse(actual, value.Context{Name: name, Year: 2024})
	return &schema.Indicator{Name: name, Value: &t, Actual: &a, Weight: weight, Score: score}
}

// The published method, a row a situation (财预〔2020〕10号).
func TestRows(t *testing.T) {
	m, err := Named(Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, target, actual, weight, printed string
		met, ratio, due, difference           string
	}{
		{"培训人数", "≥200人", "150人", "8", "8", "no", "0.7500", "6.0", "2.0"},
		{"培训人数", "≥200人", "210人", "8", "8", "yes", "1.0500", "8.0", "0.0"},
		{"绿化补植株数", "800株", "1120株", "6", "6", "over", "1.4000", "6.0", "0.0"},
		{"项目总成本", "≤150万元", "1600000元", "8", "7.5", "no", "0.9375", "7.5", "0.0"},
		{"响应时间", "≤30分钟", "0.5小时", "4", "4", "yes", "1.0000", "4.0", "0.0"},
		{"合同履约率", "≥95%", "0.9", "7", "7", "no", "0.9474", "6.63", "0.37"},
		{"业务收入", "较上年增长5%", "增长2%", "6", "6", "no", "0.4000", "2.4", "3.6"},
		{"业务收入", "较上年增长5%", "下降2%", "6", "6", "no", "", "0.0", "6.0"},
		{"安全事故数", "0起", "2起", "6", "0", "no", "", "0.0", "0.0"},
		{"使用效率", "有效提升", "达成预期指标", "8", "7", "yes", "", "6.4–8.0", ""},
		{"使用效率", "有效提升", "部分达成预期指标并具有一定效果", "8", "8", "no", "", "4.8–6.4", "1.6"},
		{"使用效率", "有效提升", "未达成预期指标且效果较差", "8", "8", "no", "", "0.0–4.8", "3.2"},
		{"管理制度", "健全", "不健全", "10", "10", "no", "", "0.0–6.0", "4.0"},
		{"满意程度", "优", "中", "10", "10", "no", "", "0.0–8.0", "2.0"},
		{"上线时间", "2024年9月底前", "2024年11月15日", "5", "5", "no", "", "0.0–4.0", "1.0"},
		{"满意度", "≥90%", "—", "10", "10", "unknown", "", "", ""},
		{"满意度", "≥90%", "95%", "", "10", "yes", "1.0556", "", ""},
	} {
		r := m.row("", evaluated(c.name, c.target, c.actual, c.weight, c.printed))
		due := ""
		if r.Due != nil {
			due = r.Due.String()
		}
		if r.Met != c.met || c.ratio != "" && r.Ratio != c.ratio || due != c.due || r.Difference != c.difference {
			t.Errorf("%s %s ← %s: %s %s due %q differs %q; want %s %s due %q differs %q",
				c.name, c.target, c.actual, r.Met, r.Ratio, due, r.Difference, c.met, c.ratio, c.due, c.difference)
		}
		if r.Why.ZH == "" || r.Why.EN == "" {
			t.Errorf("%s %s ← %s: no reason is given", c.name, c.target, c.actual)
		}
	}
}

func TestExecution(t *testing.T) {
	m, err := Named(Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		row       schema.ExecutionRow
		rate, due string
	}{
		{schema.ExecutionRow{Item: "年度资金总额", Initial: "90", Budget: "100", Executed: "70", Weight: "10", Rate: "99", Score: "10"}, "70.00", "7.0"},
		{schema.ExecutionRow{Item: "年度资金总额", Budget: "100", Executed: "103", Weight: "10", Score: "10"}, "103.00", "10.0"},
		{schema.ExecutionRow{Item: "年度资金总额", Budget: "0", Executed: "0", Weight: "10", Score: "0"}, "", ""},
	} {
		e := m.execution([]schema.ExecutionRow{c.row})
		due := ""
		if e.Due != nil {
			due = e.Due.String()
		}
		if e.Rate != c.rate || due != c.due {
			t.Errorf("%+v: rate %q due %q, want %q %q", c.row, e.Rate, due, c.rate, c.due)
		}
	}
}

func TestTotal(t *testing.T) {
	m, err := Named(Default)
	if err != nil {
		t.Fatal(err)
	}
	d := &schema.Declaration{TotalScore: "28", Indicators: []*schema.Indicator{
		evaluated("培训人数", "≥200人", "150人", "10", "10"),
		evaluated("使用效率", "有效提升", "达成预期指标", "10", "9"),
		evaluated("满意度", "≥90%", "未统计", "10", "9"),
	}}
	s := declaration(d, m)
	if s.Total.Due.String() != "15.5–17.5" || s.Total.Unknown != 1 || s.Total.Difference != "10.5" {
		t.Errorf("total %s, %d unknown, differs %s", s.Total.Due, s.Total.Unknown, s.Total.Difference)
	}
	if s.agrees() {
		t.Error("agrees, though a row is 2.5 points off")
	}
}

func TestLoad(t *testing.T) {
	for _, name := range Names() {
		if _, err := Named(name); err != nil {
			t.Error(err)
		}
	}
	for text, want := range map[string]string{
		"over: '1.3'":                               "no id",
		"id: x\nover: '0.9'":                        "ratio above 1",
		"id: x\nquantity: {met: [0.8, 0.2]}":        "upside down",
		"id: x\nquantity: {met: lots}":              "no share",
		"id: x\nquantity: {met: full, mised: none}": "mised",
	} {
		if _, err := Load("m.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", text, err, want)
		}
	}
	if _, err := Named("nowhere"); err == nil || !strings.Contains(err.Error(), "mof10") {
		t.Errorf("an unknown method: %v", err)
	}
}
