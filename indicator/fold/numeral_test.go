package fold

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestHan(t *testing.T) {
	for _, c := range []struct{ in, number, rest string }{
		{"一", "1", ""}, {"两次", "2", "次"}, {"十", "10", ""}, {"十二个", "12", "个"}, {"二十", "20", ""}, {"九十五", "95", ""}, {"一百", "100", ""}, {"一百二十", "120", ""}, {"一百零五", "105", ""}, {"一百二", "120", ""},
		{"三千五", "3500", ""}, {"两千零五", "2005", ""}, {"一千零二十", "1020", ""}, {"三万五千元", "35000", "元"}, {"五万元", "5", "万元"}, {"十万", "10", "万"}, {"二〇二〇年", "2020", "年"}, {"十二点五", "12.5", ""}, {"零", "0", ""},
	} {
		number, width := Han(c.in)
		if number != c.number || c.in[width:] != c.rest {
			t.Errorf("han(%q) = %q, rest %q; want %q, rest %q", c.in, number, c.in[width:], c.number, c.rest)
		}
	}
	for _, in := range []string{"", "次", "百姓", "千方百计", "万", "亿元", "点五", "分"} {
		if number, width := Han(in); width != 0 {
			t.Errorf("han(%q) = %q, want none", in, number)
		}
	}
}

// TestHanInverts spells numbers in Chinese and reads them back.
func TestHanInverts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9999).Draw(t, "n")
		if got, width := Han(spell(n)); got != strconv.Itoa(n) || width != len(spell(n)) {
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
