package reading

import (
	"strings"
	"testing"
	"unicode"
)

// What the net half sees is weighed by the words that it makes: 拣 against 栋 and
// 抹. It stays a doubt, with the reading that it took the place of.
func TestLikelier(t *testing.T) {
	got, c := look(t, "sorting.png")
	was := got.String()
	if strings.Contains(was, "分拣") {
		t.Fatalf("the net alone reads %q", was)
	}
	got.Likelier(c, nil)
	if !strings.Contains(got.String(), "垃圾分拣") || got.Sure() || len(got.Others) == 0 {
		t.Errorf("read %q at %.2f, others %q", got.String(), got.Confidence, got.Others)
	}
	sure, c := look(t, "percent.png")
	if sure.Likelier(c, nil); sure.String() != "95%" || !sure.Sure() {
		t.Errorf("a sure text became %q at %.2f", sure.String(), sure.Confidence)
	}
}

// No word takes the place of a figure or a sign.
func TestWeighed(t *testing.T) {
	for _, r := range "3０，%≥=—、（" {
		if weighed(r) {
			t.Errorf("%c may be replaced", r)
		}
	}
	if !weighed('川') || !weighed('E') || !unicode.IsLetter('E') {
		t.Error("nothing may be replaced")
	}
}

// A character that is read for certain is no sign, whatever its strokes look like.
func TestCharacter(t *testing.T) {
	for _, c := range []struct {
		r          rune
		confidence float32
		want       bool
	}{{'分', 0.95, true}, {'分', 0.4, false}, {'人', 0.99, false}, {'》', 0.99, false}, {'V', 0.99, false}} {
		if character(c.r, c.confidence) != c.want {
			t.Errorf("%c at %.2f", c.r, c.confidence)
		}
	}
}

// A hairline 一 that the net takes for a dash is 一 where that makes words.
func TestDashes(t *testing.T) {
	for read, want := range map[string]string{
		"每月-次": "每月一次", "每月--次": "每月一次", "-级目标": "一级目标", "每季度-次": "每季度一次",
		"北京-上海": "北京-上海", "-建设": "-建设", "6-8人": "6-8人", "8月-次年3月": "8月-次年3月",
	} {
		got := text(read, 0.95)
		got.Likelier(nil, nil)
		if got.String() != want || got.Sure() != (read == want) {
			t.Errorf("%s: %s at %.2f, want %s", read, got.String(), got.Confidence, want)
		}
	}
}

// What is a word of the domain stays, whatever others its characters make.
func TestLikelierKeepsWords(t *testing.T) {
	got := text("每月-次", 0.95)
	if got.Likelier(nil, NewWords([]string{"每月-次"})); got.String() != "每月-次" {
		t.Errorf("a word became %s", got.String())
	}
}

// A character that makes no word is its twin where that makes one, and stays a doubt.
func TestTwin(t *testing.T) {
	for _, c := range [...]struct{ read, want string }{
		{"出人境服务人数", "出入境服务人数"},
		{"设备总投人成本", "设备总投入成本"},
		{"护土培训人数", "护士培训人数"},
		{"引进人才人数", "引进人才人数"},
		{"受益人数", "受益人数"},
		{"国土调查", "国土调查"},
		{"服务人次", "服务人次"},
	} {
		text := Text{Confidence: 0.99}
		for _, r := range c.read {
			text.Chars = append(text.Chars, Char{Rune: r, P: 0.99})
		}
		text.twin()
		if got := text.String(); got != c.want || text.Sure() != (c.read == c.want) {
			t.Errorf("%s: %s, sure %v", c.read, got, text.Sure())
		}
	}
}
