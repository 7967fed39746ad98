package words

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestNames asks which lists a name is in.
func TestNames(t *testing.T) {
	for _, c := range []struct{ name, in, out string }{
		{"培训完成率", "capped-rate", "negative"}, {"亮灯率", "capped-rate", ""}, {"秸秆综合利用率", "capped-rate", ""}, {"床位利用率", "", "capped-rate"}, {"经济增长率", "growth", "capped-rate"}, {"巡检频率", "", "capped-rate"}, {"工作效率", "", "capped-rate"},
		{"系统宕机次数", "negative", "handled"}, {"举报案件数", "negative", ""}, {"死亡人数", "negative", ""}, {"火灾起数", "negative", ""}, {"缺勤率", "negative", ""}, {"差评数量", "negative", ""}, {"治安案件数量", "negative", ""},
		{"投诉处理率", "handled", ""}, {"故障修复及时率", "handled", ""}, {"故障投诉率", "negative", ""}, {"法律援助案件数", "", "negative"}, {"安全事故演练次数", "handled", ""}, {"故障响应时间", "slow", ""}, {"重大安全责任事故", "negative", ""},
		{"新建停车位数", "positive-count", "negative"}, {"购置设备台数", "positive-count", ""}, {"物价指数", "", "positive-count"}, {"投诉件数", "negative", "positive-count"}, {"问题数量", "", "positive-count"},
		{"单位建设成本", "cost", ""}, {"物业管理费", "cost", ""}, {"成本节约率", "saving", "cost"}, {"成本控制率", "control", "cost"}, {"免费开放天数", "", "cost"},
		{"服务对象满意度", "satisfaction", ""}, {"群众满意度(%)", "satisfaction", ""}, {"参训学员满意程度", "satisfaction", ""}, {"不满意率", "negative", "satisfaction"},
	} {
		n := NameOf(c.name)
		for _, list := range strings.Fields(c.in) {
			if !n.In(list) {
				t.Errorf("%s is not in %s", c.name, list)
			}
		}
		for _, list := range strings.Fields(c.out) {
			if n.In(list) {
				t.Errorf("%s is in %s", c.name, list)
			}
		}
	}
}

// TestUnits: every unit's base is a unit that is its own base, in one dimension.
func TestUnits(t *testing.T) {
	for f := range rows(table(t, "units.tsv")) {
		name := f[0]
		if f[1] == "magnitude" {
			continue
		}
		u, ok := UnitOf(name)
		if !ok {
			t.Errorf("%s is no unit", name)
		}
		if u.Dimension == Unknown || int(u.Dimension) >= len(dimensionNames) {
			t.Errorf("%s has no dimension", name)
		}
		if (u.Base == "") != (u.Factor() == nil) {
			t.Errorf("%s has a base without a factor, or a factor without a base", name)
		}
		if u.Base != "" && u.Base != "1" {
			if b, ok := UnitOf(u.Base); !ok || b.Dimension != u.Dimension || b.Base != u.Base || b.Factor().Cmp(u.Factor()) != 0 && name == u.Base {
				t.Errorf("%s: the base %s is no unit of its dimension", name, u.Base)
			}
		}
		if s, ok := UnitOf(u.Spelling); !ok || s.Dimension != u.Dimension || s.Base != u.Base {
			t.Errorf("%s: the spelling %s is another unit", name, u.Spelling)
		}
	}
	for unit, want := range map[string]int32{"元": 0, "千元": 3, "万元": 4, "万": 4, "百万元": 6, "亿元": 8, "亿": 8} {
		if p, ok := YuanPower(unit); !ok || p != want {
			t.Errorf("YuanPower(%s) = %d %v, want %d", unit, p, ok, want)
		}
	}
	if _, ok := YuanPower("角"); ok {
		t.Error("角 is no power of ten times 元")
	}
}

// TestMatcher checks the notation of patterns.
func TestMatcher(t *testing.T) {
	for _, c := range []struct{ pattern, in, out string }{
		{"甲", "乙甲丙", "乙"}, {"^甲$", "甲", "甲乙"}, {"(甲|乙)丙", "乙丙", "丙"}, {"[甲乙]丙$", "乙丙", "乙丙丁"}, {"甲(乙|丙)?丁", "甲丁", "甲戊丁"}, {"甲…乙", "甲丙乙", "乙甲"},
		{"(甲|丙)+(乙|丁)$", "甲丙乙", "甲丙戊乙"}, {"甲+", "甲+", "甲"}, {"……", "好……", "好…"}, {"10万+", "超10万+人", "10万"},
		{"(甲|乙)_丙$", "乙丁丙", "乙丙"}, {"(甲|乙)_丙$", "甲乙丙", "甲丁戊丙"},
		{"甲…乙+丙", "甲乙丁乙丙", "乙丙甲乙丁丙"}, {"甲+乙…丙", "乙甲乙丁丙", "丙甲丁乙丙"}, {"甲…乙…丙", "乙甲丙乙丙", "丙甲乙甲"}, {"甲+乙+丙", "甲乙甲乙丙", "甲乙丁丙"}, {"甲+甲", "乙甲甲", "甲乙甲"}, {"(甲乙丙|乙)…丙", "甲乙丙", "甲丙乙"},
	} {
		b := NewBuilder()
		if err := b.Add(0, c.pattern, false); err != nil {
			t.Fatal(c.pattern, err)
		}
		m := b.Build()
		if in, _ := m.Match(c.in); !in.Has(0) {
			t.Errorf("%s does not match %s", c.pattern, c.in)
		}
		if in, _ := m.Match(c.out); in.Has(0) {
			t.Errorf("%s matches %s", c.pattern, c.out)
		}
	}
}

// TestMatcherFollows holds that a word far down a long text is found, however many
// words of sequences stand before it, and that bytes which are no text do no harm.
func TestMatcherFollows(t *testing.T) {
	b := NewBuilder()
	for list, pattern := range []string{"(甲|甲甲)+乙", "甲…丁…戊", "丙_乙"} {
		if err := b.Add(list, pattern, false); err != nil {
			t.Fatal(err)
		}
	}
	m := b.Build()
	if in, _ := m.Match(strings.Repeat("甲丙", 1000) + "甲丙乙丁甲乙戊"); in != (Bits{1<<0 | 1<<1}) {
		t.Errorf("the end of a long text is in %b", in)
	}
	for _, s := range []string{"", "\xff", "甲\xe7\x94", "\xf0\x9f甲乙", "丙\xf0乙"} {
		m.Match(s)
		m.First(s, Bits{7})
	}
	if got := m.First("", Bits{}); got != "" {
		t.Errorf("First of nothing is %q", got)
	}
}

// TestMatcherFinds holds the matcher against strings.Index: words and texts are drawn
// of characters of one to four bytes, some of which begin alike, and of broken ones.
func TestMatcherFinds(t *testing.T) {
	signs := []string{"a", "é", "①", "㎡", "一", "丁", "甲", "率", "龟", "鿿", "가", "𠮷", "\xe7", "\x94", "7"}
	random := rand.New(rand.NewPCG(1, 2))
	draw := func(most int) string {
		var b strings.Builder
		for range 1 + random.IntN(most) {
			b.WriteString(signs[random.IntN(len(signs))])
		}
		return b.String()
	}
	valid := func(s string) string { return strings.ToValidUTF8(s, "") }
	for range 200 {
		b := NewBuilder()
		var list []string
		for len(list) < MaxLists {
			if w := valid(draw(4)); w != "" {
				list = append(list, w)
				if err := b.Add(len(list)-1, w, false); err != nil {
					t.Fatal(err)
				}
			}
		}
		m := b.Build()
		for range 50 {
			text := valid(draw(12))
			in, out := m.Match(text)
			m.Match(draw(12))
			first, from := "", len(text)
			for i, w := range list {
				at := strings.Index(text, w)
				if in.Has(i) != (at >= 0) || out.Has(i) {
					t.Fatalf("%q in %q: %v", w, text, in.Has(i))
				}
				if at >= 0 && (at < from || at == from && len(w) > len(first)) {
					first, from = w, at
				}
			}
			if got := m.First(text, in); got != first {
				t.Fatalf("the first word in %q is %q, not %q", text, got, first)
			}
		}
	}
}

func TestIsPageNumber(t *testing.T) {
	for _, s := range []string{"", "3", "- 3 -", "—12—", "第3页", "第 3 页，共 5 页", "第3页 共5页", "第十二页", "第３页／共５页", "3/5", "共5页 第3页", "Page 3 of 5", "（第3页，共5页）"} {
		if !IsPageNumber(s) {
			t.Errorf("%q is no page number", s)
		}
	}
	for _, s := range []string{"一", "第三季度", "95%", "2024年", "12345", "共5项", "数量指标", "第3次"} {
		if IsPageNumber(s) {
			t.Errorf("%q is a page number", s)
		}
	}
}

// The lists of names are matched without an allocation, however many they grow.
func TestMatchAllocates(t *testing.T) {
	m := nameMatcher()
	if n := testing.AllocsPerRun(100, func() { m.Match("城市生活垃圾无害化处理率") }); n > 0 {
		t.Errorf("%v allocations a match of %d ends kept, room for %d", n, m.lefts, maxRoom)
	}
}
