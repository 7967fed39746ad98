package cmd

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema/rules"
)

// excerpt is a block of output in the documentation with the command line that
// printed it.
var excerpt = regexp.MustCompile("(?s)<!-- excerpt: (.*?) -->\n```[a-z]*\n(.*?)```")

// What the READMEs show is what pbt prints, to the character.
func TestReadmeExcerpts(t *testing.T) {
	t.Chdir("..")
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := excerpt.FindAllStringSubmatch(string(text), -1)
		if len(all) == 0 {
			t.Errorf("%s shows nothing that pbt prints", file)
		}
		for _, m := range all {
			var out, errs bytes.Buffer
			app := App{Out: &out, Err: &errs, Getenv: func(string) string { return "" }}
			if code := app.Main(context.Background(), strings.Fields(m[1])); code != exitOK {
				t.Errorf("%s: pbt %s exits with %d: %s", file, m[1], code, errs.String())
			}
			if !strings.Contains(out.String(), m[2]) {
				t.Errorf("%s: pbt %s does not print\n%s", file, m[1], m[2])
			}
		}
	}
}

// The READMEs tell how many rules there are.
func TestReadmeCountsRules(t *testing.T) {
	set, err := rules.Default()
	if err != nil {
		t.Fatal(err)
	}
	said := regexp.MustCompile(`(\d+) (?:rules|条规则)`)
	for _, file := range []string{"../README.md", "../README.zh-CN.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := said.FindAllSubmatch(text, -1)
		if len(all) == 0 {
			t.Errorf("%s does not say how many rules there are", file)
		}
		for _, m := range all {
			if want := strconv.Itoa(len(set.Rules())); string(m[1]) != want {
				t.Errorf("%s tells of %s rules; there are %s", file, m[1], want)
			}
		}
	}
}

// The configuration that docs/validate.md shows is one; its ignores match nothing here,
// which is a finding and no mistake.
func TestDocumentedConfiguration(t *testing.T) {
	page, err := os.ReadFile("../docs/validate.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```yaml\n(# \\.pbt\\.yaml\n.*?)```").FindSubmatch(page)
	if m == nil {
		t.Fatal("docs/validate.md shows no configuration")
	}
	form, err := os.ReadFile("../testdata/layouts/mof163-region.html")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	for name, data := range map[string][]byte{".pbt.yaml": m[1], "form.html": form} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"validate --write-baseline pbt-baseline.json form.html", "validate form.html"} {
		var out, errs bytes.Buffer
		app := App{Out: &out, Err: &errs, Getenv: func(string) string { return "" }}
		if code := app.Main(context.Background(), strings.Fields(line)); code == exitUsage {
			t.Errorf("pbt %s exits with %d: %s%s", line, code, out.String(), errs.String())
		}
	}
}

// Each direct dependency has its reason in docs/design.md, in either language.
func TestDependenciesReasoned(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"../docs/design.md", "../docs/design.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(mod)) {
			f := strings.Fields(line)
			if len(f) != 2 || !strings.Contains(f[0], "/") {
				continue
			}
			if !strings.Contains(string(page), strings.TrimPrefix(f[0], "github.com/")) {
				t.Errorf("%s gives no reason for %s", file, f[0])
			}
		}
	}
}
