package indicator

import (
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

func TestHan(t *testing.T) {
	for _, c := range []struct{ in, number, rest string }{
		{"一", "1", ""}, {"两次", "2", "次"}, {"十", "10", ""}, {"十二个", "12", "个"}, {"二十", "20", ""}, {"九十五", "95", ""}, {"一百", "100", ""}, {"一百二十", "120", ""}, {"一百零五", "105", ""}, {"一百二", "120", ""},
		{"三千五", "3500", ""}, {"两千零五", "2005", ""}, {"一千零二十", "1020", ""}, {"三万五千元", "35000", "元"}, {"五万元", "5", "万元"}, {"十万", "10", "万"}, {"二〇二〇年", "2020", "年"}, {"十二点五", "12.5", ""}, {"零", "0", ""},
	} {
		number, width := han(c.in)
		if number != c.number || c.in[width:] != c.rest {
			t.Errorf("han(%q) = %q, rest %q; want %q, rest %q", c.in, number, c.in[width:], c.number, c.rest)
		}
	}
	for _, in := range []string{"", "次", "百姓", "千方百计", "万", "亿元", "点五", "分"} {
		if number, width := han(in); width != 0 {
			t.Errorf("han(%q) = %q, want none", in, number)
		}
	}
}

// TestHanInverts spells numbers in Chinese and reads them back.
func TestHanInverts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9999).Draw(t, "n")
		if got, width := han(spell(n)); got != strconv.Itoa(n) || width != len(spell(n)) {
			t.Fatalf("han(%q) = %q, want %d", spell(n), got, n)
		}
	})
}

// spell is a number below 10,000 in Chinese.
func spell(n int) string {
	digits := []rune("零一二三四五六七八九")
	var b strings.Builder
	zero := false
	for i, power := range []struct {
		value int
		word  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / power.value % 10
		if d == 0 {
			zero = b.Len() > 0
			continue
		}
		if zero {
			b.WriteRune('零')
			zero = false
		}
		if i == 2 && d == 1 && b.Len() == 0 {
			b.WriteString("十")
			continue
		}
		b.WriteRune(digits[d])
		b.WriteString(power.word)
	}
	return b.String()
}

func TestParseAmount(t *testing.T) {
	for _, c := range []struct{ in, number, unit string }{
		{"6,287,000", "6287000", ""}, {"６，２８７，０００．００", "6287000.00", ""}, {"3749.00万元", "3749.00", "万元"}, {"¥1,234.5", "1234.5", ""}, {"￥ 500", "500", ""}, {"-12.5", "-12.5", ""}, {"(1,000)", "-1000", ""}, {"（12）", "-12", ""},
		{"314,076.90 万元", "314076.90", "万元"}, {"2亿元", "2", "亿元"}, {"500万", "500", "万元"}, {"0", "0", ""}, {".5", "0.5", ""}, {"100元整", "100", "元"}, {"100(万元)", "100", "万元"}, {"1 2", "", ""},
	} {
		number, unit, ok := ParseAmount(c.in)
		if number != c.number || unit != c.unit || ok != (c.number != "") {
			t.Errorf("ParseAmount(%q) = %q %q %v, want %q %q", c.in, number, unit, ok, c.number, c.unit)
		}
	}
	for _, in := range []string{"", "约100万", "/", "万元", "1,23", "12,34,567", "100%", "1.2.3", "--5", "(-5)", "5-6", "1e5"} {
		if number, unit, ok := ParseAmount(in); ok {
			t.Errorf("ParseAmount(%q) = %q %q, want none", in, number, unit)
		}
	}
}

func TestScaleToYuan(t *testing.T) {
	for _, c := range []struct{ number, unit, want string }{
		{"3749.00", "万元", "37490000"}, {"6287000", "元", "6287000"}, {"389.50", "元", "389.5"}, {"389.5", "", "389.5"}, {"0.01", "万元", "100"}, {"154.7412345", "万元", "1547412.345"}, {"1.2", "亿元", "120000000"}, {"5", "千元", "5000"},
		{"-3.20", "万元", "-32000"}, {"0.00", "元", "0"}, {"100", "元", "100"}, {"x", "元", "x"},
	} {
		if got := ScaleToYuan(c.number, c.unit); got != c.want {
			t.Errorf("ScaleToYuan(%q, %q) = %q, want %q", c.number, c.unit, got, c.want)
		}
	}
}

// TestScaleToYuanIsExact compares with the decimal product.
func TestScaleToYuanIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.Int64().Draw(t, "digits"), -int32(rapid.IntRange(0, 8).Draw(t, "scale")))
		got, err := decimal.NewFromString(ScaleToYuan(d.String(), "万元"))
		if err != nil || !got.Equal(d.Mul(decimal.NewFromInt(10000))) {
			t.Fatalf("ScaleToYuan(%s, 万元) = %s, %v", d, got, err)
		}
	})
}
