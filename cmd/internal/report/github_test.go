package report

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestGitHub(t *testing.T) {
	golden(t, "golden.github.txt", render(t, "github", options(schema.ZH), results()))
}

// TestGitHubLimit: ten commands of a level, the most severe first; the others
// are plain lines of the log.
func TestGitHubLimit(t *testing.T) {
	var many []schema.Finding
	for range 12 {
		many = append(many, schema.Finding{Rule: "a.b", Severity: schema.SeverityWarning, Message: "甲"})
	}
	many = append(many, schema.Finding{Rule: "c.d", Severity: schema.SeverityError, Message: "乙"})
	out := string(render(t, "github", options(schema.ZH), []*Result{{File: "x.pdf", Findings: many}}))
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if strings.Count(out, "::warning") != shown || len(lines) != 13 || lines[0] != "x.pdf: 警告: 甲 [a.b]" || !strings.HasPrefix(lines[2], "::error") {
		t.Errorf("%s", out)
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
