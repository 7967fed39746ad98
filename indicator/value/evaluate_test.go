package value

import (
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// TestEvaluate reads testdata/evaluations.tsv and wants every verdict and ratio.
func TestEvaluate(t *testing.T) {
	data, err := os.ReadFile("testdata/evaluations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := append(strings.Split(line, "\t"), "")
		if len(f) < 5 {
			t.Fatalf("line %d: %q has too few fields", n+1, line)
		}
		name, target, actual, want, ratio := f[0], f[1], f[2], f[3], f[4]
		ctx := Context{Name: name}
		got := Evaluate(name, Parse(target, ctx), Parse(actual, ctx))
		if got.Verdict.String() != want || got.Ratio != ratio {
			t.Errorf("evaluations.tsv:%d: %s %s, %s: %s %q (%s), want %s %q", n+1, name, target, actual, got.Verdict, got.Ratio, got.Reason.EN, want, ratio)
		}
		if got.Reason.ZH == "" || got.Reason.EN == "" {
			t.Errorf("evaluations.tsv:%d gives no reason in both languages", n+1)
		}
	}
}

// FuzzEvaluate wants an answer for any two values.
func FuzzEvaluate(f *testing.F) {
	f.Add("≥95%", "1/3")
	f.Add("0.000001", "99999999999999999999")
	f.Fuzz(func(t *testing.T, target, actual string) {
		if len(target) > 200 || len(actual) > 200 {
			return
		}
		if r := Evaluate("", Parse(target, Context{}), Parse(actual, Context{})); r.Reason.EN == "" {
			t.Fatalf("Evaluate(%q, %q) gives no reason", target, actual)
		}
	})
}

// A compound without clauses, as a file written by hand may hold one, is met by
// nothing.
func TestEvaluateEmptyCompound(t *testing.T) {
	empty := schema.Value{Text: "x", Kind: schema.KindCompound}
	if r := Evaluate("培训", empty, Parse("3次", Context{})); r.Verdict != CannotTell {
		t.Errorf("verdict %v", r.Verdict)
	}
}
