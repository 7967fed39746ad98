package report

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

func TestText(t *testing.T) {
	golden(t, "golden.zh.txt", render(t, "text", options(schema.ZH), results()))
	golden(t, "golden.en.txt", render(t, "text", options(schema.EN), results()))
}

// TestTextUnderline: the mark stands under the fault, at display width.
func TestTextUnderline(t *testing.T) {
	lines := strings.Split(string(render(t, "text", options(schema.ZH), results())), "\n")
	marks := 0
	for i, l := range lines {
		mark := strings.Index(l, "^")
		if mark < 0 {
			continue
		}
		marks++
		want := "≥"
		for _, f := range []string{"100", "2021年完成验收", "x <&> [31m", "表名"} {
			if strings.Contains(lines[i-1], f) {
				want = f
			}
		}
		before, _, ok := strings.Cut(lines[i-1], want)
		if !ok || term.Width(before) != mark || term.Width(l) != mark+term.Width(want) {
			t.Errorf("the mark is not under %q:\n%s\n%s", want, lines[i-1], l)
		}
		if term.Width(lines[i-1]) > 2*excerptWidth+16 {
			t.Errorf("the line is not cut: %s", lines[i-1])
		}
	}
	if marks != 5 {
		t.Errorf("%d marks, want 5", marks)
	}
}

// TestTextColour: with colour off nothing escapes, with colour on a document's
// own escapes still do not.
func TestTextColour(t *testing.T) {
	if plain := render(t, "text", options(schema.ZH), results()); strings.Contains(string(plain), "\x1b") {
		t.Error("an escape in plain text")
	}
	opt := options(schema.ZH)
	opt.Style = term.NewStyle(nil, "always", nil)
	got := string(render(t, "text", opt, results()))
	if !strings.Contains(got, "\x1b[31m错误\x1b[0m") {
		t.Error("an error is not red")
	}
	if strings.Contains(got, "<&> \x1b[31m") {
		t.Error("a document's escape got through")
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("长", 100)
	for _, c := range []struct{ text, found, fault string }{
		{"a", "", "a"},
		{"≥30元", "30", "30"},
		{"≥30元", "不在", "≥30元"},
		{long + "错" + long, "错", "错"},
		{"错" + long, "错", "错"},
		{long + "错", "错", "错"},
	} {
		before, fault, after := excerpt(c.text, c.found)
		if fault != c.fault || term.Width(before+fault+after) > excerptWidth+1 {
			t.Errorf("excerpt(%.10q, %q) = %q %q %q", c.text, c.found, before, fault, after)
		}
	}
}

// TestTextComparison: long texts are cut to what fits, and what the reading
// repaired is not set against what was printed a second time.
func TestTextComparison(t *testing.T) {
	out := newText(nil, options(schema.ZH))
	long := strings.Repeat("长", 300)
	line := out.comparison(&schema.Finding{Rule: "text.same", Found: long, Expected: long + "。"})
	if w := term.Width(line); w > 2*excerptWidth+24 || !strings.Contains(line, "…") {
		t.Errorf("%d columns wide: %s", w, line)
	}
	doubt := &schema.Finding{Rule: "extract.l2-ambiguous", Message: "指标“甲”读作“时效”，也可能是：质量", Found: "时效", Expected: "质量"}
	if line := out.comparison(doubt); line != "" {
		t.Errorf("said again: %s", line)
	}
}
