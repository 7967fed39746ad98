package schema

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What guardFormula writes, a spreadsheet does not run, and UnguardFormula gives back.
func TestGuardFormula(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "95": "95", "≥95%": "≥95%", ">=95%": ">=95%", "'": "'", "'80后": "'80后",
		"=": "=", "-": "-", "@": "@", "-3.5": "-3.5", "+12": "+12",
		"=100%": "'=100%", "-1+1": "'-1+1", "+1-1": "'+1-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "-5%": "'-5%",
		"'=1+1": "''=1+1", "''=1": "'''=1", "'-": "''-",
	} {
		got := guardFormula(text)
		if got != want {
			t.Errorf("GuardFormula(%q) = %q, want %q", text, got, want)
		}
		if back := UnguardFormula(got); back != text {
			t.Errorf("UnguardFormula(%q) = %q, want %q", got, back, text)
		}
	}
}

// FuzzGuardFormula: any text comes back.
func FuzzGuardFormula(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''", "-1", "-", "'-", "'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := guardFormula(s)
		if back := UnguardFormula(g); back != s && g != s {
			t.Errorf("%q is guarded as %q and comes back as %q", s, g, back)
		}
	})
}

// Raw is as it is, and both have the same rows.
func TestCSVRaw(t *testing.T) {
	read := func(raw bool) [][]string {
		var b bytes.Buffer
		c, err := NewCSV(&b, []string{"值"}, raw)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"=1+1", "a\"b,c", "-2"} {
			if err := c.Write([]string{s}); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Flush(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	if d := cmp.Diff([][]string{{"值"}, {"'=1+1"}, {"a\"b,c"}, {"-2"}}, read(false)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]string{{"值"}, {"=1+1"}, {"a\"b,c"}, {"-2"}}, read(true)); d != "" {
		t.Error(d)
	}
}
