package value

import "testing"

// A value is shown with what stands of it in columns of its own, and not twice.
func TestWhole(t *testing.T) {
	for _, c := range []struct{ text, op, unit, want string }{
		{"95", "≥", "%", "≥95%"},
		{"98%", "≥", "", "≥98%"},
		{"≥98%", "≥", "%", "≥98%"},
		{"≥5000", "", "辆", "≥5000辆"},
		{"8月31日", "≤", "", "≤8月31日"},
		{"1200套", "=", "", "=1200套"},
		{"100%", "", "", "100%"},
		{"健全", "", "", "健全"},
		{"98", "≥", "%（百分比）", "≥98%"},
		{"3", "≥", "元（人民币）", "≥3元"},
		{"6", "≥", "台（套）", "≥6台(套)"},
	} {
		v := Parse(c.text, Context{Op: c.op, Unit: c.unit})
		if got := Whole(&v); got != c.want {
			t.Errorf("%s %s %s: %s, want %s", c.op, c.text, c.unit, got, c.want)
		}
	}
}
