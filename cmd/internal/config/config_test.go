package config

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

const full = `rules: rules/mine.yaml
target: system-export
select: [budget, value.cost-op]
skip: text
fail-on: warning
baseline: old.json
ignore:
- path: forms/*.pdf
  rule: value.cost-op
  reason: 合同另有约定
  until: 2026-12-31
- {rule: budget, reason: r, fingerprint: ab12}
`

func TestLoad(t *testing.T) {
	c, err := Load("x/.pbt.yaml", filepath.FromSlash("/repo"), []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := &Config{
		File: "x/.pbt.yaml", Dir: filepath.FromSlash("/repo"), Rules: filepath.FromSlash("/repo/rules/mine.yaml"), Target: "system-export",
		FailOn: schema.SeverityWarning, Select: []string{"budget", "value.cost-op"}, Skip: []string{"text"},
		Baseline: filepath.FromSlash("/repo/old.json"),
		Ignores: []Ignore{
			{Path: "forms/*.pdf", Rule: "value.cost-op", Reason: "合同另有约定", Until: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), At: schema.Place{Line: 8, Column: 3}},
			{Rule: "budget", Reason: "r", Fingerprint: "ab12", At: schema.Place{Line: 12, Column: 3}},
		},
	}
	if diff := cmp.Diff(want, c, cmpopts.IgnoreUnexported(Config{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLoadEmpty(t *testing.T) {
	for _, in := range []string{"", "# nothing\n", "---\n"} {
		if _, err := Load("f", "/", []byte(in)); err != nil {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestLoadFaults(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"rule: x\n", `f:1:1: unknown key "rule", expected one of: rules, profile, target,`},
		{"- a\n", "f:1:1: the configuration is a list, expected a mapping"},
		{"ignore:\n- {rule: a, path: '[', reason: b}\n", `f:2:19: path is "[", expected a glob such as forms/*.pdf: a [ is not closed`},
		{"fail-on: never\n", `f:1:10: fail-on is "never", expected error, warning or info`},
		{"select: {a: b}\n", "f:1:9: select is a mapping, expected a list"},
		{"select: [a, [b]]\n", "f:1:13: an entry of select is a list, expected a text"},
		{"baseline:\n", "baseline is empty, expected a text"},
		{"ignore: x\n", `f:1:9: ignore is "x", expected a list`},
		{"ignore: [x]\n", `f:1:10: an entry of ignore is "x", expected a mapping`},
		{"ignore:\n- {rule: a}\n", "f:2:3: an entry of ignore has no reason, expected why"},
		{"ignore:\n- {rule: a, reason: ''}\n", `f:2:21: reason is "", expected a text`},
		{"ignore:\n- {path: a, reason: b}\n", "f:2:3: an entry of ignore has no rule"},
		{"ignore:\n- {rule: a, reason: b, until: soon}\n", `f:2:31: until is "soon", expected a date`},
		{"ignore:\n- {rule: a, reason: b, where: c}\n", `f:2:24: unknown key "where"`},
		{"rules: a\nrules: b\n", `f:2:1: the key "rules" stands twice`},
		{"rules: a\n---\nrules: b\n", "a second document"},
		{"a: [\n", "f:"},
	} {
		_, err := Load("f", "/", []byte(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q in it", c.in, err, c.want)
		}
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	mkdir := func(p string) string {
		p = filepath.Join(root, filepath.FromSlash(p))
		if err := os.MkdirAll(p, 0o755); err != nil {
			t.Fatal(err)
		}
		return p
	}
	write := func(p string) string {
		p = filepath.Join(root, filepath.FromSlash(p))
		if err := os.WriteFile(p, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		return p
	}
	deep, repo, other := mkdir("a/b/c"), mkdir("a/repo/d"), mkdir("a/b/own")
	mkdir("a/repo/.git")
	top, own := write("a/.pbt.yaml"), write("a/b/own/.pbt.yaml")
	for dir, want := range map[string]string{deep: top, repo: "", other: own} {
		if got := Find(dir); got != want {
			t.Errorf("Find(%s) = %q, want %q", dir, got, want)
		}
	}
}

func TestMatchRule(t *testing.T) {
	for _, c := range []struct {
		id, pattern string
		want        bool
	}{
		{"value.cost-op", "value.cost-op", true},
		{"value.cost-op", "value", true},
		{"value.cost-op", "value.", true},
		{"value.cost-op", "value.*", true},
		{"value.cost-op", "value.cost", true},
		{"value.cost-op", "value.co", false},
		{"values.x", "value", false},
		{"value.cost", "value.cost-op", false},
		{"value.cost-op", "", false},
		{"value.cost-op", "*", false},
	} {
		if got := MatchRule(c.id, c.pattern); got != c.want {
			t.Errorf("MatchRule(%q, %q) = %v", c.id, c.pattern, got)
		}
	}
}

func TestMatchPath(t *testing.T) {
	for _, c := range []struct {
		glob, file string
		want       bool
	}{
		{"", "a/b.pdf", true},
		{"b.pdf", "a/b.pdf", true},
		{"*.pdf", "a/b.pdf", true},
		{"a/*.pdf", "a/b.pdf", true},
		{"a/*.pdf", "a/c/b.pdf", false},
		{"a/**/*.pdf", "a/b.pdf", true},
		{"a/**/*.pdf", "a/c/d/b.pdf", true},
		{"**/b.pdf", "a/c/b.pdf", true},
		{"a", "a/c/b.pdf", true},
		{"a/", "a/c/b.pdf", true},
		{"a/", "x/a/b.pdf", false},
		{"x.zip", "d/x.zip!in/b.pdf", true},
		{"d/x.zip!in/*.pdf", "d/x.zip!in/b.pdf", true},
		{"d/x.zip!in/*.pdf", "d/x.zip!other/b.pdf", false},
		{"绩效?.pdf", "绩效表.pdf", true},
		{"[a", "[a", true},
		{"**", "a/b", true},
		{strings.Repeat("**/", 500) + "x", strings.Repeat("a/", 500) + "y", false},
	} {
		if got := matchPath(c.glob, c.file); got != c.want {
			t.Errorf("MatchPath(%.40q, %.40q) = %v", c.glob, c.file, got)
		}
	}
}

// suppressor makes one in a directory of its own, with files.
func suppressor(t *testing.T, today string, ignores ...Ignore) (*Suppressor, string) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range []string{"a.pdf", "b.pdf", "x.zip"} {
		if err := os.WriteFile(filepath.Join(dir, f), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	now, err := time.Parse(time.DateOnly, today)
	if err != nil {
		t.Fatal(err)
	}
	return NewSuppressor(&Config{File: ".pbt.yaml", Dir: dir, Ignores: ignores}, now), dir
}

func TestSuppress(t *testing.T) {
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	findings := []schema.Finding{{Rule: "value.cost-op", Fingerprint: "1"}, {Rule: "value.vague", Fingerprint: "2"}}
	all := func(string) bool { return true }
	for _, c := range []struct {
		name     string
		ignore   Ignore
		accepted int
		report   string
	}{
		{"fits", Ignore{Path: "a.pdf", Rule: "value.cost-op"}, 1, ""},
		{"prefix", Ignore{Rule: "value"}, 2, ""},
		{"fingerprint", Ignore{Rule: "value", Fingerprint: "2"}, 1, ""},
		{"other fingerprint", Ignore{Rule: "value", Fingerprint: "3"}, 0, schema.IgnoreUnused.Rule},
		{"other rule", Ignore{Path: "a.pdf", Rule: "budget"}, 0, schema.IgnoreUnused.Rule},
		{"other file, not of this run", Ignore{Path: "b.pdf", Rule: "value"}, 0, ""},
		{"in an archive, not of this run", Ignore{Path: "x.zip!m/c.pdf", Rule: "value"}, 0, ""},
		{"no such file", Ignore{Path: "c.pdf", Rule: "value"}, 0, schema.IgnoreUnused.Rule},
		{"last day", Ignore{Rule: "value", Until: day("2026-06-30")}, 2, ""},
		{"expired", Ignore{Rule: "value", Until: day("2026-06-29")}, 0, schema.IgnoreExpired.Rule},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, dir := suppressor(t, "2026-06-30", c.ignore)
			kept, n := s.Apply(filepath.Join(dir, "a.pdf"), findings)
			if n != c.accepted || len(kept) != 2-n {
				t.Errorf("%d accepted, %d kept, want %d accepted", n, len(kept), c.accepted)
			}
			got := ""
			for _, f := range s.Report(all) {
				got += f.Rule
			}
			if got != c.report {
				t.Errorf("reported %q, want %q", got, c.report)
			}
		})
	}
	s, _ := suppressor(t, "2026-06-30", Ignore{Rule: "text"})
	s.Apply("a.pdf", findings)
	if got := s.Report(func(string) bool { return false }); len(got) > 0 {
		t.Error("an ignore of a rule that was not checked is called unused")
	}
}

func TestBaseline(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "base.json")
	old := []schema.Finding{
		{Rule: "b", Fingerprint: "2", Text: schema.Text{ZH: "<二>"}},
		{Rule: "a", Fingerprint: "1", Path: "funds.total"},
	}
	b, err := NewBaseline(file)
	if err != nil {
		t.Fatal(err)
	}
	b.Add(filepath.Join(dir, "forms", "a.pdf"), old)
	var text strings.Builder
	if err := b.Encode(&text); err != nil {
		t.Fatal(err)
	}
	want := `{"schema": "pbt-baseline/v1", "findings": [
{"file":"forms/a.pdf","rule":"a","path":"funds.total","fingerprint":"1"},
{"file":"forms/a.pdf","rule":"b","message":"<二>","fingerprint":"2"}
]}
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err = ReadBaseline(file); err != nil {
		t.Fatal(err)
	}
	kept, n := b.Apply(filepath.Join(dir, "forms", "a.pdf"), []schema.Finding{old[0], {Rule: "c", Fingerprint: "3"}})
	if n != 1 || len(kept) != 1 || kept[0].Rule != "c" {
		t.Errorf("%d accepted, kept %v", n, kept)
	}
	if b.Gone() != 1 {
		t.Errorf("%d gone, want 1", b.Gone())
	}
	if kept, _ = b.Apply(filepath.Join(dir, "other.pdf"), old); len(kept) != 2 {
		t.Error("a finding of another file is accepted")
	}
}

func TestBaselineEmptyRoundTrip(t *testing.T) {
	file := filepath.Join(t.TempDir(), "b.json")
	b, err := NewBaseline(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Encode(f); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if got, err := ReadBaseline(file); err != nil || got.Len() != 0 {
		t.Errorf("%v", err)
	}
}

func TestReadBaselineFaults(t *testing.T) {
	for name, in := range map[string]string{"syntax": "{", "schema": `{"schema":"pbt/v1"}`} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(in), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadBaseline(file); err == nil || !strings.Contains(err.Error(), "no baseline") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadBaseline(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file is taken")
	}
}

// FuzzLoad loads anything without panic.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("ignore:\n- {rule: a}\n"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		if c, err := Load("f", "/", data); err == nil {
			NewSuppressor(c, time.Time{}).Apply("a", []schema.Finding{{Rule: "a.b"}})
		}
	})
}

// TestFault holds that what only the user of a file can tell is wrong is told at
// the value, and in both languages.
func TestFault(t *testing.T) {
	c, err := Load("f", "/", []byte("select: [form, budgte]\ntarget: sys\n"))
	if err != nil {
		t.Fatal(err)
	}
	const format = "no rule is called %q, nor begins so%s"
	for _, tt := range []struct{ key, value, want string }{
		{"select", "budgte", "f:1:16: "}, {"target", "sys", "f:2:9: "}, {"select", "gone", "f:1:9: "}, {"skip", "x", "f: "},
	} {
		err := c.Fault(tt.key, tt.value, format, tt.value, schema.Text{})
		var ye *yml.Error
		if !errors.As(err, &ye) || !strings.HasPrefix(err.Error(), tt.want) || !strings.HasPrefix(ye.ZH, "没有规则") {
			t.Errorf("%s %s: %v", tt.key, tt.value, err)
		}
	}
}

// TestFaultsInChinese holds that every fault of a project file is in both
// languages.
func TestFaultsInChinese(t *testing.T) {
	src, err := os.ReadFile("config.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`\.fault\([^"\n]*("(?:[^"\\]|\\.)+")`).FindAllStringSubmatch(string(src), -1)
	if len(found) < 10 {
		t.Fatalf("only %d faults found", len(found))
	}
	for _, m := range found {
		en, err := strconv.Unquote(m[1])
		if err != nil {
			t.Fatal(err)
		}
		if zh, ok := inChinese[en]; !ok || strings.Count(zh, "%") != strings.Count(en, "%") {
			t.Errorf("%q is not in Chinese, or fills in something else: %q", en, zh)
		}
	}
}

// TestLost holds that a baseline knows when the files it is about are not there.
func TestLost(t *testing.T) {
	dir := t.TempDir()
	b, err := NewBaseline(filepath.Join(dir, "base.json"))
	if err != nil {
		t.Fatal(err)
	}
	if b.Lost() {
		t.Error("an empty baseline is lost")
	}
	b.Add(filepath.Join(dir, "a.zip!x.pdf"), []schema.Finding{{Rule: "a.b", Fingerprint: "1"}})
	if !b.Lost() {
		t.Error("not lost, though the archive is not there")
	}
	if err := os.WriteFile(filepath.Join(dir, "a.zip"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if b.Lost() {
		t.Error("lost, though the archive is there")
	}
}
