package schema

import "testing"

// TestFingerprint holds what a fingerprint is made of: it stays when a row, a
// file or a message moves, and differs where a name or a text does.
func TestFingerprint(t *testing.T) {
	zero, one := 0, 1
	leaf := func(name, text string) *Indicator {
		return &Indicator{Name: name, Value: &Value{Text: text, Kind: KindQuantity}}
	}
	doc := func(file string, rows ...*Indicator) *Document {
		return &Document{Source: Source{File: file}, Declarations: []*Declaration{
			{Unit: "甲", Year: 2025, Indicators: []*Indicator{{Name: "产出指标", Children: rows}}},
			{Unit: "乙", Year: 2025, Indicators: []*Indicator{{Name: "产出指标", Children: rows}}},
		}}
	}
	a, b := leaf("次数", "≥3次"), leaf("人数", "≥30人")
	base := doc("x/表.xlsx", a, b)
	print := func(d *Document, f Finding) string {
		fs := []Finding{f}
		Fingerprint(d, fs)
		return fs[0].Fingerprint
	}
	f := Finding{Rule: "r", Declaration: &zero, Path: "indicators[0].children[0].value", Found: "≥3次", Message: "一", At: &Place{Cell: "A1"}}
	want := print(base, f)
	for name, same := range map[string]func() string{
		"another folder, archive and name of the YAML": func() string { g := f; g.File = "out/表.yaml"; return print(doc("z.zip!y/表.xlsx", a, b), g) },
		"the row moved": func() string {
			g := f
			g.Path = "indicators[0].children[1].value"
			return print(doc("表.xlsx", b, a), g)
		},
		"another message": func() string { g := f; g.Message, g.At = "two", &Place{Line: 3}; return print(base, g) },
	} {
		if got := same(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for name, other := range map[string]func() string{
		"another rule":   func() string { g := f; g.Rule = "s"; return print(base, g) },
		"another file":   func() string { return print(doc("表2.xlsx", a, b), f) },
		"another form":   func() string { g := f; g.Declaration = &one; return print(base, g) },
		"another row":    func() string { g := f; g.Path = "indicators[0].children[1].value"; return print(base, g) },
		"another target": func() string { return print(doc("表.xlsx", leaf("次数", "≥4次"), b), f) },
		"another text":   func() string { g := f; g.Found = "≥4次"; return print(base, g) },
		"no document":    func() string { return print(nil, f) },
		"no such row":    func() string { g := f; g.Path = "indicators[0].children[7].value"; return print(base, g) },
	} {
		if got := other(); got == want {
			t.Errorf("%s has the same fingerprint", name)
		}
	}
	twice := []Finding{f, f, {Rule: "kept", Fingerprint: "x"}}
	Fingerprint(base, twice)
	if twice[0].Fingerprint != want || twice[1].Fingerprint == want || twice[2].Fingerprint != "x" {
		t.Errorf("%q, %q, %q", twice[0].Fingerprint, twice[1].Fingerprint, twice[2].Fingerprint)
	}
	if a, b := withoutIndexes("funds.execution[12].rate"), withoutIndexes("extra[1]"); a != "funds.execution.rate" || b != "extra" {
		t.Errorf("paths without indexes: %q, %q", a, b)
	}
}
