package reading

import "testing"

// Per cent signs as wide as the others of the page need no rings; a wider one may be a
// per mille sign.
func TestPercents(t *testing.T) {
	sign := func(s string, aspect float64, reasons ...Reason) *Text {
		x := text(s, 0.97)
		x.aspects = []float64{aspect}
		for _, why := range reasons {
			x.lower(atUnclear, why)
		}
		return &x
	}
	page := func(last *Text) *Text {
		Percents([]*Text{sign("95%", 0.95), sign("90%", 0.93), sign("80%", 0.96), sign("85%", 0.94), last})
		return last
	}
	for name, c := range map[string]struct {
		text *Text
		sure bool
	}{
		"as wide":             {sign("92.5%", 0.98, RingsUnclear), true},
		"wider":               {sign("3%", 1.16), false},
		"wider and doubted":   {sign("3%", 1.16, RingsUnclear), false},
		"unclear for another": {sign("3%", 0.95, RingsUnclear, LooksDiffer), false},
		"sure":                {sign("98%", 0.95), true},
	} {
		if got := page(c.text); got.Sure() != c.sure {
			t.Errorf("%s: %s at %.2f %v", name, got, got.Confidence, got.Reasons)
		}
	}
	few := sign("92.5%", 0.98, RingsUnclear)
	if Percents([]*Text{sign("95%", 0.95), few}); few.Sure() {
		t.Error("one sign tells how wide the others are")
	}
}
