package rules

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/schema"
)

// builtinExpressions are the conditions that the built-in set asks.
func builtinExpressions(t *testing.T) []string {
	t.Helper()
	files, err := embedded.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		data, err := embedded.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n") {
			if strings.Contains(line, " kind: expr") {
				out = append(out, "")
			}
			if i := strings.Index(line, "{when: "); i >= 0 && line[i+len("{when: ")] != '[' {
				code := line[i+len("{when: "):]
				if code[0] == '\'' {
					code = code[1 : 1+strings.Index(code[1:], "'")]
				} else if end := strings.Index(code, ", path:"); end >= 0 {
					code = code[:end]
				}
				out = append(out, code)
			}
		}
	}
	return out
}

// TestPlainExpressions: what a light build makes of the built-in expressions, and of
// others of their kind, is what the machine of expr makes of them, on any declaration.
func TestPlainExpressions(t *testing.T) {
	rules, codes := 0, []string{
		`project.name contains "护" and not (funds.total == "" or amount(funds.total) < 100)`, `len(rows) >= 3`, `years() <= 1`, `funds.total != funds.year`,
		`any(rows, .value.text contains "%" or .value.kind == "qualitative")`, `not not has(project.name, "works")`, `year == 2024 or year > 2020`,
	}
	for _, code := range builtinExpressions(t) {
		if code == "" {
			rules++
		} else {
			codes = append(codes, code)
		}
	}
	if rules < 5 || len(codes)-7 < rules {
		t.Fatalf("%d rules with expressions and %d expressions were found in the built-in set", rules, len(codes)-7)
	}
	set, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	yes := map[string]int{}
	sets := map[string]*Set{}
	for _, code := range codes {
		sets[code] = exprSet(t, `when: "`+strings.ReplaceAll(code, `"`, `\"`)+`"`)
	}
	rapid.Check(t, func(r *rapid.T) {
		d := anyDeclaration(r)
		doc := &schema.Document{Declarations: []*schema.Declaration{d}}
		for _, code := range codes {
			p, err := readPlain(code)
			if err != nil {
				r.Fatalf("%s: %v", code, err)
			}
			f := set.see(doc, d, CheckOptions{})
			got, err := truth(p, &plainScope{decl: reflect.ValueOf(d), rows: f.exprRows(), form: f})
			got = got && err == nil
			if want := len(ours(sets[code], doc)) > 0; got != want {
				r.Fatalf("%s: plain says %v (%v), expr %v", code, got, err, want)
			}
			if got {
				yes[code]++
			}
		}
	})
	if len(yes) < 6 {
		t.Errorf("too few of the expressions were ever true: %v", yes)
	}
}

// TestPlainRefuses: what is more than a plain expression is refused when it is read.
func TestPlainRefuses(t *testing.T) {
	for _, code := range []string{``, `1 +`, `(1 == 1`, `"a`, `"a\"b" == "c"`, `map(rows, .name)`, `rows[0].name == ""`, `nothing == ""`, `row.name == ""`, `amount == 1`, `len(rows`, `len()`, `1 == 1 == 1`, `a..b`, `project. == ""`, strings.Repeat("(", 3000)} {
		if _, err := readPlain(code); !errors.Is(err, errPlain) {
			t.Errorf("%.20s: %v", code, err)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`len(rows) > 0 and not any(rows, .name contains "满意")`)
	f.Add(`amount(funds.total) == 1 or (years() > 1)`)
	f.Fuzz(func(t *testing.T, code string) {
		if len(code) > maxExpr {
			return
		}
		p, err := readPlain(code)
		if err != nil {
			return
		}
		set, err := Default()
		if err != nil {
			t.Fatal(err)
		}
		d := &schema.Declaration{}
		form := set.see(&schema.Document{Declarations: []*schema.Declaration{d}}, d, CheckOptions{})
		_, _ = p(&plainScope{decl: reflect.ValueOf(d), rows: form.exprRows(), form: form})
	})
}
