package value

import "testing"

// TestBase holds the short way to the base of a unit against Measure.
func TestBase(t *testing.T) {
	for _, unit := range []string{"", "%", "％", "‰", "元", "万元", "亿元", "平米", "㎡", "亩", "个", "台（套）", "份次", "元/月", "小时/天", "天", "工作日", "万人次", "不知所云"} {
		for _, number := range []string{"", "3", "0012", "3.5", "2/3", "1:15", "-1", "x", "1e9"} {
			for _, per := range []string{"", "月", "工作日"} {
				a, want := Measure(number, unit, per)
				if base, ok := Base(number, unit, per); ok != want || base != a.Base {
					t.Errorf("%s %s per %s: %q %v, want %q %v", number, unit, per, base, ok, a.Base, want)
				}
			}
		}
	}
}
