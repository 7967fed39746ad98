package value

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

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
