package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestGitHub(t *testing.T) {
	golden(t, "golden.github.txt", render(t, "github", options(schema.ZH), results()))
}

// TestGitHubLimit: ten commands of a level, the most severe first; the others
// are plain lines of the log and a table in the summary of the job, which stays
// below what GitHub takes.
func TestGitHubLimit(t *testing.T) {
	var many []schema.Finding
	for range 12 {
		many = append(many, schema.Finding{Rule: "a.b", Severity: schema.SeverityWarning, Message: "甲|乙"})
	}
	for range 11 {
		many = append(many, schema.Finding{Rule: "c.d", Severity: schema.SeverityError, Message: "丙"})
	}
	var overflow bytes.Buffer
	opt := options(schema.ZH)
	opt.Overflow = &overflow
	out := string(render(t, "github", opt, []*Result{{File: "x.pdf", Findings: many}}))
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if strings.Count(out, "::warning") != shown || len(lines) != 23 || lines[0] != "警告: x.pdf: 甲|乙 [a.b]" || !strings.HasPrefix(lines[3], "::error") {
		t.Errorf("%s", out)
	}
	rows := strings.Split(strings.TrimSpace(overflow.String()), "\n")
	if want := []string{"| 错误 | x.pdf | 丙 | `c.d` |", `| 警告 | x.pdf | 甲\|乙 | ` + "`a.b` |"}; len(rows) != 9 || rows[6] != want[0] || rows[7] != want[1] {
		t.Errorf("summary:\n%s", overflow.String())
	}

	overflow.Reset()
	long := schema.Finding{Rule: "a.b", Severity: schema.SeverityInfo, Message: strings.Repeat("长", 30000)}
	render(t, "github", opt, []*Result{{File: "x.pdf", Findings: slices.Repeat([]schema.Finding{long}, 40)}})
	if overflow.Len() > 1<<20 || !strings.Contains(overflow.String(), "另有 20 条放不下") {
		t.Errorf("a summary of %d bytes: …%s", overflow.Len(), overflow.String()[overflow.Len()-100:])
	}
}

// TestNamesAreNoCommands: no name of a file, and no message, is taken by a CI for
// a command of its own.
func TestNamesAreNoCommands(t *testing.T) {
	evil := schema.Finding{Rule: "a.b", Severity: schema.SeverityWarning, Message: "甲 ##[error]乙\n::error::丙"}
	r := &Result{File: "::error file=y::\x1b[2J##[group]\n::warning::x.pdf", Findings: slices.Repeat([]schema.Finding{evil}, 12)}
	for _, format := range []string{"text", "concise", "github"} {
		out := string(render(t, format, options(schema.ZH), []*Result{r}))
		for line := range strings.Lines(out) {
			if strings.Contains(line, "##[") || strings.ContainsRune(line, 0x1b) ||
				strings.HasPrefix(strings.TrimSpace(line), "::") && !strings.HasPrefix(line, "::warning file=%3A%3Aerror file=y%3A%3A") {
				t.Errorf("%s: %q", format, line)
			}
		}
	}
}

func TestGitHubEscapes(t *testing.T) {
	if got := escapeProperty("a:b,c%\r\n"); got != "a%3Ab%2Cc%25%0D%0A" {
		t.Errorf("property %q", got)
	}
	if got := escapeData("a:b,c%\r\n"); got != "a:b,c%25%0D%0A" {
		t.Errorf("data %q", got)
	}
}

// TestPlainLanguage: the place and the row of a finding are in the report's
// language, as the form prints them.
func TestPlainLanguage(t *testing.T) {
	zero := 0
	d := &schema.Declaration{Indicators: []*schema.Indicator{{Name: "产出指标", Children: []*schema.Indicator{{Name: "培训人次", Value: &schema.Value{Text: "≥5"}}}}}}
	r := &Result{Documents: []*schema.Document{{Declarations: []*schema.Declaration{d}}}}
	row := &schema.Finding{Message: "没有单位", Declaration: &zero, Path: "indicators[0].children[0].value", At: &schema.Place{Table: 1, Row: 8, Column: 5}}
	field := &schema.Finding{Message: "日期有误", Declaration: &zero, Path: "project.end", At: &schema.Place{Page: 2}}
	for _, c := range []struct {
		f    *schema.Finding
		lang schema.Lang
		want string
	}{
		{row, schema.ZH, "第1个表第8行第5列，产出指标 › 培训人次：没有单位"},
		{row, schema.EN, "table 1, row 8, column 5, 产出指标 › 培训人次: 没有单位"},
		{field, schema.ZH, "第2页：日期有误"},
		{field, schema.EN, "page 2, project.end: 日期有误"},
	} {
		if got := plain(r, c.f, "", c.lang); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
