package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/pbt-cli/pbt/cmd/internal/config"
	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// normalForm is a normalised form with a fault that the default rules find.
const normalForm = `schema: pbt/v1
declarations:
- form: mof88-project
  year: 2024
  project: {name: 项目%d, start: "2024-12-31", end: "2024-01-01"}
  indicators: []
`

// validate runs pbt validate and gives its exit code and streams.
func validate(t *testing.T, ctx context.Context, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	app := App{In: strings.NewReader(""), Out: &o, Err: &e}
	return app.Main(ctx, append([]string{"validate"}, args...)), o.String(), e.String()
}

// TestValidateOrder: many files are checked at a time and reported in their
// order, alike in every run.
func TestValidateOrder(t *testing.T) {
	t.Chdir(t.TempDir())
	var names []string
	for i := range 60 {
		name := fmt.Sprintf("%03d.yaml", i)
		if err := os.WriteFile(name, fmt.Appendf(nil, normalForm, i), 0o644); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	code, first, _ := validate(t, context.Background(), "-o", "jsonl", ".")
	if code != exitFindings {
		t.Fatalf("exit code %d: %s", code, first)
	}
	last := ""
	files := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(first), "\n") {
		var f schema.Finding
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		if f.File < last {
			t.Fatalf("%s is reported after %s", f.File, last)
		}
		if f.At == nil || f.At.Line == 0 || f.Fingerprint == "" || f.Message == "" {
			t.Errorf("a finding without place, fingerprint or message: %s", line)
		}
		last, files[f.File] = f.File, true
	}
	if len(files) != len(names) {
		t.Errorf("%d files are reported, want %d", len(files), len(names))
	}
	if _, again, _ := validate(t, context.Background(), "-o", "jsonl", "."); again != first {
		t.Error("a second run reports otherwise")
	}
}

// TestValidateStreams: a report that cannot be written is 3, and so is a run
// that is interrupted.
func TestValidateStreams(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.yaml")
	if err := os.WriteFile(name, fmt.Appendf(nil, normalForm, 1), 0o644); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	app := App{Out: brokenStream{}, Err: &errs}
	if code := app.Main(context.Background(), []string{"validate", "--lang", "en", name}); code != exitUnreadable {
		t.Errorf("exit code %d when the output cannot be written", code)
	}
	if !strings.Contains(errs.String(), "could not be written") {
		t.Errorf("standard error: %s", errs.String())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if code, _, errs := validate(t, ctx, "--lang", "en", name, name); code != exitUnreadable || !strings.Contains(errs, "interrupted") {
		t.Errorf("interrupted: exit code %d, %s", code, errs)
	}
}

type brokenStream struct{}

func (brokenStream) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// TestValidateOnce: what the reader and the rule set both say is said once, and
// two problems of one rule both stay.
func TestValidateOnce(t *testing.T) {
	set, err := rules.Default()
	if err != nil {
		t.Fatal(err)
	}
	v := &validation{app: &App{Getenv: func(string) string { return "" }}, flags: &validateFlags{}, set: set, config: &config.Config{Dir: t.TempDir()}}
	v.silence = config.NewSuppressor(v.config, v.today)
	zero := 0
	problem := func(rule string, sev schema.Severity, page int) schema.Finding {
		return schema.Finding{Rule: rule, Severity: sev, Declaration: &zero, At: &schema.Place{Page: page}, Text: schema.Text{ZH: rule}}
	}
	r := v.judge(&report.Result{File: "a.pdf", Documents: []*schema.Document{{
		Declarations: []*schema.Declaration{{Form: "generic", Indicators: []*schema.Indicator{}}},
		Problems: []schema.Finding{
			problem("form.family-unknown", schema.SeverityWarning, 1),
			problem("extract.partial", schema.SeverityWarning, 1),
			problem("extract.partial", schema.SeverityWarning, 2),
		},
	}}}, nil, nil)
	count := map[string]int{}
	for _, f := range r.Findings {
		count[f.Rule]++
	}
	if count["form.family-unknown"] != 1 || count["extract.partial"] != 2 {
		t.Errorf("findings: %v", count)
	}
	if r.Unreadable {
		t.Error("a warning of the reading makes the document unreadable")
	}
}

// TestValidateDoc: docs/validate.md speaks of every flag, format, key of the
// configuration and rule that is not in docs/rules.md.
func TestValidateDoc(t *testing.T) {
	page, err := os.ReadFile("../docs/validate.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	c := (&App{}).newValidate()
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && !strings.Contains(text, "`--"+f.Name) {
			t.Errorf("the flag --%s is missing", f.Name)
		}
	})
	for _, f := range report.Formats() {
		if !strings.Contains(text, "`"+f+"`") {
			t.Errorf("the format %s is missing", f)
		}
	}
	for _, r := range report.Builtin() {
		if strings.HasPrefix(r.ID, "ignore.") && !strings.Contains(text, "`"+r.ID+"`") {
			t.Errorf("the rule %s is missing", r.ID)
		}
	}
	_, config, _ := strings.Cut(text, "```yaml\n# .pbt.yaml\n")
	config, _, _ = strings.Cut(config, "```")
	for _, key := range []string{"rules", "target", "select", "skip", "fail-on", "baseline", "ignore"} {
		if !strings.Contains("\n"+config, "\n"+key+":") {
			t.Errorf("the key %s of .pbt.yaml is missing", key)
		}
	}
}

// TestValidateDocConfig: the configuration that the page shows is one.
func TestValidateDocConfig(t *testing.T) {
	page, err := os.ReadFile("../docs/validate.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(page), "```yaml\n# .pbt.yaml\n")
	text, _, _ = strings.Cut(text, "```")
	if !ok || text == "" {
		t.Fatal("the page shows no .pbt.yaml")
	}
	if _, err := config.Load("docs/validate.md", t.TempDir(), []byte(text)); err != nil {
		t.Error(err)
	}
}

// TestValidateDocExample: the first example of the page prints what it shows.
func TestValidateDocExample(t *testing.T) {
	page, err := os.ReadFile("../docs/validate.md")
	if err != nil {
		t.Fatal(err)
	}
	_, form, _ := strings.Cut(string(page), "```yaml\n# 2024-form.yaml\n")
	form, rest, _ := strings.Cut(form, "```")
	_, shown, ok := strings.Cut(rest, "```console\n$ pbt ")
	shown, _, _ = strings.Cut(shown, "```")
	line, want, _ := strings.Cut(shown, "\n")
	if !ok || want == "" {
		t.Fatal("the page shows no example")
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("2024-form.yaml", []byte("# 2024-form.yaml\n"+form), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	app := App{Out: &out, Err: &errs}
	if code := app.Main(context.Background(), strings.Fields(line)); code != exitFindings || out.String() != want {
		t.Errorf("pbt %s exits with %d and prints\n%s%s", line, code, &out, &errs)
	}
}
