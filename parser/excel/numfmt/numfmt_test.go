package numfmt_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
)

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		code string
		x    float64
		want string
	}{
		{"", 0.95, "0.95"},
		{"General", 6287000, "6287000"},
		{"General", 1.0 / 3, "0.333333333333333"},
		{"General", 0.1 + 0.2, "0.3"},
		{"General", -0.5, "-0.5"},
		{"General", 310000200000001, "310000200000001"},
		{"General", 1e30, "1E+30"},
		{`General"元"`, 5, "5元"},
		{"0.00%", 0.95, "95.00%"},
		{"0%", 0.995, "100%"},
		{"0%", 1.005, "101%"}, // half up on the decimal that is stored
		{"0.0%", 0.9835, "98.4%"},
		{"#,##0", 6287000, "6,287,000"},
		{"#,##0", 0, "0"},
		{"#,##0.00", 15630300.256, "15,630,300.26"},
		{"#,###", 0, ""},
		{"0.00", 1.005, "1.01"},
		{"0.00", 2.675, "2.68"},
		{"0.0##", 1e-7, "0.0"},
		{"0.##", 5, "5"},
		{"#.##", 0.5, ".5"},
		{"000000", 42, "000042"},
		{"000-0000", 1234567, "123-4567"},
		{"0,", 1234567, "1235"},
		{"#,##0.0,", 1234567, "1,234.6"},
		{`0\.0,"万"`, 123456, "12.3万"},
		{"0!.0,", 123456, "12.3"},
		{`#,##0.00"元"`, 1200, "1,200.00元"},
		{`"≥"0%`, 0.95, "≥95%"},
		{`[>=10000]0.0,"千";0`, 25000, "25.0千"},
		{`[>=10000]0.0,"千";0`, 25, "25"},
		{"[Red]0.00;[Blue]-0.00", -3, "-3.00"},
		{"0.00_);(0.00)", -3, "(3.00)"},
		{"0;-0;\"零\"", 0, "零"},
		{`_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `, -1234.5, "-1,234.50"},
		{`_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `, 0, "-"},
		{`[$¥-804]#,##0.00`, 99, "¥99.00"},
		{"0.00E+00", 12345, "1.23E+04"},
		{"0.00E+00", 9.999, "1.00E+01"},
		{"##0.0E+0", 12345, "12.3E+3"},
		{"# ?/?", 2.5, "2 1/2"},
		{"# ??/??", 0.333333, "1/3"},
		{"# ?/8", 0.5, "4/8"},
		{"@", 12.5, "12.5"},
		{";;;", 5, ""},
		{"[DBNum1]0", 5, "五"},
		{`[DBNum1][$-804]General"个"`, 12, "一十二个"},
		{"[DBNum1]General", 10203, "一万〇二百〇三"},
		{"[DBNum1]General", 100000000, "一亿"},
		{"[DBNum2]General", 1050, "壹仟零伍拾"},
		{"[DBNum1]General", 3.14, "三点一四"},
		{`[DBNum1][$-804]yyyy"年"m"月"d"日"`, 46022, "二〇二五年十二月三十一日"},
		{`m"月"d"日"`, 45991, "11月30日"},
		{"yyyy-mm-dd", 43831, "2020-01-01"},
		{`yyyy"年"m"月"d"日"`, 43831, "2020年1月1日"},
		{`yyyy"年"m"月"d"日";@`, 43831, "2020年1月1日"},
		{`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`, 43831, "2020年1月1日"},
		{"[$-404]e/m/d", 43831, "2020/1/1"},
		{"m/d/yy h:mm", 43831.25, "2020-01-01 06:00"},
		{"yyyy/m/d h:mm", 43831, "2020/1/1"},
		{"yyyy/m/d h:mm", 43831.5, "2020/1/1 12:00"},
		{"yyyy-mm-dd hh:mm:ss", 43831.999988426, "2020-01-01 23:59:59"},
		{`yyyy"年"m"月"`, 43831, "2020年1月"},
		{`yyyy"年"`, 43831, "2020年"},
		{"mmm-yy", 43831, "2020-01"},
		{`m"月"d"日"`, 43831, "1月1日"},
		{"h:mm AM/PM", 0.75, "18:00"},
		{`上午/下午h"时"mm"分"`, 0.75, "下午6时00分"},
		{"h:mm", 0.354166667, "8:30"},
		{"hh:mm:ss", 0.354166667, "08:30:00"},
		{"mm:ss", 0.0007, "01:00"},
		{"[h]:mm:ss", 1.5, "36:00:00"},
		{"[mm]:ss", 0.5, "720:00"},
		{"aaaa", 43831, "星期三"},
		{"yyyy-mm-dd", 60, "1900-02-29"},
		{"yyyy-mm-dd", 1, "1900-01-01"},
		{"yyyy-mm-dd", 61, "1900-03-01"},
		{"yyyy-mm-dd", -1, "-1"},
		{"yyyy-mm-dd", 1e9, "1000000000"},
	} {
		if got := numfmt.Parse(tt.code).Number(tt.x, false); got != tt.want {
			t.Errorf("%v under %s is %q, want %q", tt.x, tt.code, got, tt.want)
		}
	}
}

func TestDate1904(t *testing.T) {
	if got := numfmt.Parse("yyyy-mm-dd").Number(42369, true); got != "2020-01-01" {
		t.Error(got)
	}
}

func TestText(t *testing.T) {
	for code, want := range map[string]string{"@": "甲", `@"级"`: "甲级", `0;-0;0;"[" @ "]"`: "[ 甲 ]", "0.00": "甲", "General": "甲", ";;;": ""} {
		if got := numfmt.Parse(code).Text("甲"); got != want {
			t.Errorf("under %s 甲 is %q, want %q", code, got, want)
		}
	}
}

func TestBuiltin(t *testing.T) {
	for id, want := range map[int]string{0: "43831.5", 9: "4383150%", 14: "2020/1/1", 22: "2020/1/1 12:00", 31: "2020年1月1日", 57: "2020年1月", 58: "1月1日", 4: "43,831.50", 49: "43831.5", 163: "43831.5"} {
		if got := numfmt.Parse(numfmt.Builtin(id)).Number(43831.5, false); got != want {
			t.Errorf("format %d shows %q, want %q", id, got, want)
		}
	}
}

// TestRoundTrip: what #,##0.00 shows is the number, to the cent.
func TestRoundTrip(t *testing.T) {
	f := numfmt.Parse("#,##0.00")
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(-1e14, 1e14).Draw(t, "cents")
		got := f.Number(float64(cents)/100, false)
		back, err := strconv.ParseInt(strings.NewReplacer(",", "", ".", "").Replace(got), 10, 64)
		if err != nil || back != cents {
			t.Fatalf("%d cents show as %s", cents, got)
		}
		whole, _, _ := strings.Cut(strings.TrimPrefix(got, "-"), ".")
		for i, group := range strings.Split(whole, ",") {
			if len(group) > 3 || i > 0 && len(group) < 3 {
				t.Fatalf("%s is grouped wrongly", got)
			}
		}
	})
}

// TestPlain: the digits of a number of up to 15 digits come back.
func TestPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := float64(rapid.Int64Range(-1e14, 1e14).Draw(t, "digits")) / math.Pow10(rapid.IntRange(0, 6).Draw(t, "decimals"))
		if back, err := strconv.ParseFloat(numfmt.Plain(x), 64); err != nil || back != x {
			t.Fatalf("%v is written %s", x, numfmt.Plain(x))
		}
	})
}

func FuzzFormat(f *testing.F) {
	for _, code := range []string{"0.00%", `yyyy"年"m"月"d"日"`, "# ??/??", "[>=1]0,;[h]:mm;@", "##0.0E+0", `_ * \-#,##0.00_ ;!`, "[$-804]", "\"", "e", "/0"} {
		f.Add(code, 43831.5)
	}
	f.Fuzz(func(t *testing.T, code string, x float64) {
		p := numfmt.Parse(code)
		if n := len(p.Number(x, true)); n > 2000+20*len(code) {
			t.Errorf("%d bytes from %v under %q", n, x, code)
		}
		p.Text("甲")
		p.IsDate()
	})
}
