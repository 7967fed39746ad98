package fold

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"≥95％", "≥95%"}, {"（２０２０）：，；", "(2020):,;"}, {"＞＝９０％", ">=90%"},
		{"≧95", "≥95"}, {"⩽5", "≤5"}, {"≮3", "≥3"}, {"≯3", "≤3"}, {"═1", "=1"}, {"‹=5", "<=5"}, {"﹥5", ">5"},
		{"90〜95∼96−97–98—99", "90~95~96-97-98-99"},
		{"⽬⾼⾏⼯⽤", "目高行工用"}, {"⻚⻔⻓⻅⻋⻛⺠⻄", "页门长见车风民西"}, {"⼾⾒⾞⾨⻑", "户见车门長"}, {"⺟⻳", "母龟"},
		{"\uF9D1\uFA0C", "六兀"}, {"\uFA0E", "\uFA0E"},
		{"①㎡½…Ⅲ℃‰。、", "①㎡½…Ⅲ℃‰。、"}, {"\u3000\u00A0a", "  a"},
		{"\xff", "\uFFFD"}, {"", ""}, {"合规", "合规"}, {"見車", "見車"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFoldKeepsRunes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		f := Text(s)
		if utf8.RuneCountInString(f) != utf8.RuneCountInString(s) {
			t.Fatalf("Text(%q) = %q has another number of runes", s, f)
		}
		if again := Text(f); again != f {
			t.Fatalf("Text(Text(%q)) = %q, not %q", s, again, f)
		}
	})
}

// TestFoldCoversRadicals wants every radical of both blocks that has a unified
// ideograph folded to one.
func TestFoldCoversRadicals(t *testing.T) {
	for r := rune(0x2F00); r <= 0x2FD5; r++ {
		if to := Rune(r); to < 0x3400 || Rune(to) != to {
			t.Errorf("Kangxi radical %U folds to %U", r, to)
		}
	}
	for r := rune(0x2E80); r <= 0x2EF3; r++ {
		if r == 0x2E80 || r == 0x2E9A { // no equivalent; unassigned
			continue
		}
		if to := Rune(r); to < 0x3400 {
			t.Errorf("supplement radical %U folds to %U", r, to)
		}
	}
}

func TestFoldDoesNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _ = Text("每月用户有效投诉≤5㎡") }); n != 0 {
		t.Errorf("Text of a folded text allocates %v times", n)
	}
}

func TestCleanText(t *testing.T) {
	for _, c := range []struct {
		in, want string
		reasons  []string
	}{
		{"合规", "合规", nil},
		{"  合规 \n", "合规", nil},
		{"完成 率", "完成率", []string{"wrap-space"}},
		{"中介机构 对账", "中介机构对账", []string{"wrap-space"}},
		{"2 020年度", "2020年度", []string{"wrap-space"}},
		{"沪府发〔2019〕13 7号", "沪府发〔2019〕137号", []string{"wrap-space"}},
		{"2020 年 12 月", "2020年12月", []string{"wrap-space"}},
		{"特殊对象及群体 、居民", "特殊对象及群体、居民", []string{"wrap-space"}},
		{"使用 Windows 系统", "使用 Windows 系统", nil},
		{"1 2", "1 2", nil},
		{"不低于 80%", "不低于 80%", nil},
		{"社会效益\n指标", "社会效益指标", []string{"line-break"}},
		{"13459\n.00", "13459.00", []string{"line-break"}},
		{"web\r\nservice", "web service", []string{"line-break"}},
		{"上海<b>市</b>", "上海市", []string{"html-residue"}},
		{"a<br/>b<5个", "a b<5个", []string{"line-break", "html-residue"}},
		{"<5个 >3", "<5个 >3", nil},
		{"&ge;95%&nbsp;", "≥95%", []string{"html-residue"}},
		{"合\u200b规\ufeff", "合规", []string{"control-character"}},
		{"", "", nil},
	} {
		got, did := Clean(c.in)
		if got != c.want {
			t.Errorf("CleanText(%q) = %q, want %q", c.in, got, c.want)
		}
		if diff := cmp.Diff(c.reasons, did.Reasons()); diff != "" {
			t.Errorf("CleanText(%q) reasons (-want +got):\n%s", c.in, diff)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	for _, s := range []string{"<<b>b>x", "2 0 2 0年", "a \n b", "&am&amp;p;", "完 成 率"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 300 {
			return
		}
		once, _ := Clean(s)
		if twice, _ := Clean(once); twice != once {
			t.Fatalf("CleanText(%q) = %q, and of that %q", s, once, twice)
		}
	})
}

func TestPlainAndSqueeze(t *testing.T) {
	if got := Plain("Ａ１ ≧ 5％"); got != "A1≥5%" {
		t.Error(got)
	}
	if got := Squeeze("绩\u200b效 目\n标\u00ad表\u3000"); got != "绩效目标表" {
		t.Error(got)
	}
}
