package pattern

import (
	"regexp"
	"testing"
)

// exprs are of every kind that a set of characters is drawn from.
var exprs = []string{
	`^(正向|反向|定性|正|逆)(指标)?$`, `^(合计|总分|.{0,8}(小计|合计))[:]?\d*%?$`, `^[\d,.]+$`, `\d|[≥≤]|百分之`,
	`^(注|备注)[:]|^.{0,8}审核意见|\(盖章\)|年月日`, `^[^\d]{2,}\d+([-.]\d+)?$`, `^第?[一二三四]季度|^\d{1,2}月(底|末)?$`,
	`(?i)ab+`, `^(?i:k)`, `^x*$`, `^x?y`, `^(a|)b`, `(a|)`, `a{2,3}c?`, `(?m)^b`, `^\p{Han}$`, `[(].*?[)]`, `^(?:)`, `$`, `^[^a]`, "\uFFFD",
	`^$`, `^(指标)?\d{0,3}[:.]?$`, `^a?b*$|c$`, `(小计|合计)$`, `^\(?(20\d\d)年?度?\)?$`, `^.{0,2}(汉|字)*$`, `(a|b?)$`, `^(?:a|b$)c?$`, `^a{2}$`,
}

var texts = []string{
	"2020", "(2020年度)", "2020年5", "指标", "指标12:", "指标1234", "合计数", "小计", "字汉字", "aa", "c", "abc",
	"", "正向", "正向指标", "合计", "本级小计:12%", "1,200.5", "≥95%", "百分之九", "备注:无", "科室审核意见", "任务1-1", "三季度", "12月底",
	"xaBBy", "K", "\u212a", "xxx", "xy", "y", "b", "ab", "aaac", "a\nb", "汉", "(见附件)", "\xff", "\xffb", "a\xff",
}

func check(t *testing.T, expr, s string) {
	t.Helper()
	re, err := regexp.Compile(expr)
	if err != nil {
		return
	}
	p, err := Compile(expr)
	if err != nil {
		t.Fatalf("%q compiles as a regular expression alone: %v", expr, err)
	}
	marks := Of(s)
	if want := re.MatchString(s); p.MatchString(s) != want || p.In(s, &marks) != want {
		t.Errorf("%q in %q: %v, want %v", expr, s, !want, want)
	}
	if want := re.FindString(s); p.FindString(s) != want {
		t.Errorf("%q finds %q in %q, want %q", expr, p.FindString(s), s, want)
	}
	if want := re.ReplaceAllString(s, "-"); p.ReplaceAllString(s, "-") != want {
		t.Errorf("%q replaced in %q: %q, want %q", expr, s, p.ReplaceAllString(s, "-"), want)
	}
	if want := len(re.FindStringSubmatch(s)); len(p.FindStringSubmatch(s)) != want {
		t.Errorf("%q has other groups in %q", expr, s)
	}
}

func TestSameAsRegexp(t *testing.T) {
	for _, expr := range exprs {
		for _, s := range texts {
			check(t, expr, s)
		}
	}
}

func FuzzSameAsRegexp(f *testing.F) {
	for i, expr := range exprs {
		f.Add(expr, texts[i%len(texts)])
	}
	f.Fuzz(func(t *testing.T, expr, s string) {
		if len(expr) < 200 && len(s) < 1000 {
			check(t, expr, s)
		}
	})
}

// TestLooks holds that common texts are told apart without the expression.
func TestLooks(t *testing.T) {
	for _, expr := range []string{exprs[0], exprs[1], exprs[2], exprs[3], exprs[4]} {
		if p := MustCompile(expr); p.look().may("更新公交站牌块数") {
			t.Errorf("%q runs on a text that it cannot match", expr)
		}
	}
}
