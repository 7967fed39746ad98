package schema

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestProblems: every kind has a slug of its own, a title and a message in both
// languages that use the same arguments.
func TestProblems(t *testing.T) {
	slug := regexp.MustCompile(`^(extract|form|ignore|output|review|score)\.[a-z-]+$`)
	verb := regexp.MustCompile(`%\[\d\]`)
	seen := map[string]bool{}
	for _, p := range Problems() {
		if !slug.MatchString(p.Rule) || seen[p.Rule] || p.Severity.Rank() < 0 {
			t.Errorf("%s: no slug, or not the only one, or no severity %q", p.Rule, p.Severity)
		}
		seen[p.Rule] = true
		for _, text := range []Text{p.Title, p.message, p.hint} {
			if (text.ZH == "") != (text.EN == "") || text == p.message && text.ZH == "" {
				t.Errorf("%s lacks a language: %+v", p.Rule, text)
			}
			for _, v := range verb.FindAllString(text.ZH, -1) {
				if !strings.Contains(text.EN, v) {
					t.Errorf("%s: %s stands in %q and not in %q", p.Rule, v, text.ZH, text.EN)
				}
			}
		}
	}
}

// TestProblemsListed: a slug of a reading problem stands in problems.go alone; the
// code names the kinds of the list.
func TestProblemsListed(t *testing.T) {
	slug := regexp.MustCompile(`"((?:extract|form|ignore|output|review|score)\.[a-z-]+)"`)
	known := map[string]bool{}
	for _, p := range Problems() {
		known[p.Rule] = true
	}
	ruled := map[string]bool{} // rules about what a reading leaves in doubt are no problems
	data, err := os.ReadFile("rules/90-reading.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^- id: (\S+)`).FindAllStringSubmatch(string(data), -1) {
		ruled[m[1]] = true
	}
	err = filepath.WalkDir("..", func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || path == "../schema/problems.go" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range slug.FindAllStringSubmatch(string(data), -1) {
			if known[m[1]] || !ruled[m[1]] {
				t.Errorf("%s: %s is the slug of a problem: name its kind (in the list: %t)", path, m[1], known[m[1]])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTold: the arguments stand in the words of the reader.
func TestTold(t *testing.T) {
	for _, c := range []struct {
		e      *ReadError
		zh, en string
	}{
		{ExtractTimeout.Told(time.Minute), "读取超过时限 1m0s", "reading took longer than 1m0s"},
		{ExtractLimit.Told(600<<20, 512<<20), "文件有 600 MiB，超过 512 MiB 的上限", "the file has 600 MiB, more than the 512 MiB that are read"},
		{ExtractArchiveDamaged.Told(errors.New("100% bad")), "压缩包损坏：100% bad", "the archive is damaged: 100% bad"},
		{FormFamilyUnknown.Told(Place{Table: 2, Row: 5, Column: 3}), "表样不属于任何已知类别，按通用表样读取（第2个表第5行第3列）", "the layout is of no known family and was read as a generic one (table 2, row 5, column 3)"},
		{ExtractHidden.Told([]string{"甲", "乙"}), "隐藏的部分没有当作表的内容：甲、乙", "what is hidden was not taken for the form: 甲, 乙"},
	} {
		if c.e.Text.ZH != c.zh || c.e.Text.EN != c.en {
			t.Errorf("%s: %+v", c.e.Rule, c.e.Text)
		}
	}
	if f := ExtractMemberName.Told(Text{"过长", "is too long"}).Finding(); f.Severity != SeverityWarning || f.Message == "" {
		t.Errorf("%+v", f)
	}
}
