package cmd

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// pages are the documents of the project, by name.
func pages(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, glob := range []string{"../*.md", "../docs/*.md", "../testdata/*/README.md"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.ToSlash(strings.TrimPrefix(file, "../"))] = string(text)
		}
	}
	return out
}

// fence is a block of code with its language.
var fence = regexp.MustCompile("(?ms)^ *```([a-z]+)\n(.*?)^ *```")

// blocks are the blocks of a page in one of some languages, in order.
func blocks(page string, languages ...string) (out []string) {
	for _, m := range fence.FindAllStringSubmatch(page, -1) {
		if slices.Contains(languages, m[1]) {
			out = append(out, m[2])
		}
	}
	return out
}

// apart are the commands that a test cannot run: they wait for a person, or for
// other machines.
var apart = regexp.MustCompile(`^pbt (review [^-]|serve|app|merge /|convert /)|postgres:|xargs|<`)

var pagesAsked = regexp.MustCompile(`--pages \S+`)

// TestDocsCommands runs every line of every page that runs pbt, page by page, in a
// folder that holds what the lines name. No line may be wrong (2) or unable to read
// what it names (3).
func TestDocsCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("starts some hundred processes")
	}
	ran := 0
	for name, text := range pages(t) {
		var lines []string
		for _, block := range blocks(text, "sh", "console") {
			for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", " ")) {
				line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
				if strings.HasPrefix(line, "pbt ") && !apart.MatchString(line) {
					lines = append(lines, line)
				}
			}
		}
		ran += len(lines)
		if len(lines) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, block := range blocks(text, "yaml") {
				if file, ok := strings.CutPrefix(block, "# "); ok {
					file, _, _ = strings.Cut(file, "\n")
					if strings.HasSuffix(file, ".yaml") && !strings.ContainsAny(file, " /") && !strings.HasPrefix(file, ".") {
						lay(t, dir, file, []byte(block))
					}
				}
			}
			for _, line := range lines {
				line = pagesAsked.ReplaceAllString(line, "--pages 1") // what is laid has one
				supply(t, dir, line)
				code, said := bash(t, dir, line, "HOME="+dir)
				if code == exitUsage || code == exitUnreadable || code > 3 {
					t.Errorf("%s exits with %d: %s", line, code, said)
				}
			}
			queries(t, dir, text)
			scripts(t, dir, text)
		})
	}
	if ran < 60 {
		t.Errorf("only %d lines were run", ran)
	}
}

// lay writes a file of a workplace, and what it stands in.
func lay(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// shellWords cuts a shell line where it has no quotes that hold spaces.
var shellWords = regexp.MustCompile(`'[^']*'|\S+`)

// supply lays what a line reads and the folder does not have yet.
func supply(t *testing.T, dir, line string) {
	t.Helper()
	line, _, _ = strings.Cut(line, " #")
	list := shellWords.FindAllString(line, -1)
	for i, w := range list {
		w = strings.Trim(w, "'")
		before := list[max(i-1, 0)]
		written := slices.Contains([]string{">", "--out", "--write-baseline", "--add-baseline", "--save-profile", "--table", "-o", "--output"}, before)
		if i < 2 || written || strings.HasPrefix(w, "-") || strings.Contains(w, "=") {
			continue
		}
		if strings.HasPrefix(w, "*") {
			w = "a" + w[1:]
		}
		if _, err := os.Stat(filepath.Join(dir, w)); err == nil {
			continue
		}
		switch ending := filepath.Ext(w); {
		case strings.HasSuffix(w, "/"):
			for _, form := range []string{"mof163-region.html", "mof88-dept-tasks.html"} {
				lay(t, dir, w+form, given(t, "layouts/"+form))
			}
			lay(t, dir, w+"a.xlsx", given(t, "forms/sh-2020-four-forms.xlsx"))
		case before == "--profile" || before == "test" && list[1] == "profiles":
			lay(t, dir, w, []byte("id: ours\nname: {zh: 甲, en: ours}\ntitles: [专项支出绩效目标表]\nanchors: [主管部门, 专项名称]\nlevels:\n- {name: 产出指标}\n- {name: 效益指标}\n- {name: 满意度指标}\n"))
		case before == "--rules" || before == "test":
			lay(t, dir, w, []byte("extends: default\n"))
		case ending == ".txt":
			lay(t, dir, w, []byte("农业生产发展资金\n另一个项目\n"))
		case ending == ".yaml":
			lay(t, dir, w, given(t, "safety/normalised.yaml"))
		case ending == ".pdf":
			lay(t, dir, w, given(t, "readme/roads.pdf"))
		case ending == ".png":
			png, err := os.ReadFile("../docs/roads.png")
			if err != nil {
				t.Fatal(err)
			}
			lay(t, dir, w, png)
		case ending == ".zip":
			if _, err := exec.LookPath("zip"); err != nil {
				t.Skip(err)
			}
			lay(t, dir, "zipped/a.xlsx", given(t, "forms/sh-2020-four-forms.xlsx"))
			if code, said := bash(t, dir, "zip -q '"+w+"' zipped/a.xlsx"); code != 0 {
				t.Fatal(said)
			}
		case slices.Contains([]string{".xlsx", ".docx", ".html", ".doc"}, ending) && regexp.MustCompile(`自评|self`).MatchString(w):
			lay(t, dir, w, given(t, "layouts/mof10-selfeval-2016.html"))
		case ending == ".html":
			lay(t, dir, w, given(t, "layouts/mof163-region.html"))
		case slices.Contains([]string{".xlsx", ".docx", ".doc"}, ending):
			lay(t, dir, w, given(t, "forms/sh-2020-four-forms.xlsx"))
		}
	}
}

// given is a file of testdata.
func given(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// queries runs the page's SQL over the database that its commands made.
func queries(t *testing.T, dir, page string) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(dir, "*", "all.sqlite"))
	if len(found) == 0 {
		return
	}
	db, err := sql.Open("sqlite", found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range blocks(page, "sql") {
		if strings.Contains(query, "pbt.") {
			continue // of PostgreSQL
		}
		rows, err := db.Query(query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if !rows.Next() {
			t.Errorf("%s: no row", query)
		}
		rows.Close()
	}
}

// scripts runs the page's Python that needs nothing but Python.
func scripts(t *testing.T, dir, page string) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		return
	}
	for _, script := range blocks(page, "python") {
		if strings.Contains(script, "pandas") {
			continue
		}
		lay(t, dir, "script.py", []byte(script))
		if code, said := bash(t, dir, "python3 script.py", "PYTHONUTF8=1"); code != 0 || len(strings.TrimSpace(said)) == 0 {
			t.Errorf("%s exits with %d: %s", script, code, said)
		}
	}
}

// TestDocsLinks: what a page links to is there, its headings too.
func TestDocsLinks(t *testing.T) {
	all := pages(t)
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for name, text := range all {
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			to, heading, _ := strings.Cut(m[1], "#")
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			at := filepath.ToSlash(filepath.Join(filepath.Dir(name), filepath.FromSlash(to)))
			if to == "" {
				at = name
			}
			if _, err := os.Stat(filepath.Join("..", at)); err != nil {
				t.Errorf("%s: %s leads nowhere", name, m[1])
				continue
			}
			if page, ok := all[at]; ok && heading != "" && !slices.Contains(headings(page), heading) {
				t.Errorf("%s: %s has no such heading", name, m[1])
			}
		}
	}
}

// headings are the names that GitHub gives the headings of a page.
func headings(page string) (out []string) {
	drop := regexp.MustCompile(`[^\p{L}\p{N}\- _]`)
	for _, m := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(page, -1) {
		out = append(out, strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(strings.TrimSpace(m[1])), ""), " ", "-"))
	}
	return out
}

// TestDocsPaths finds the files and folders that the pages for contributors name.
func TestDocsPaths(t *testing.T) {
	named := regexp.MustCompile("`((?:cmd|parser|indicator|schema|testdata|docs|scripts|deploy|\\.ci)/[\\w./-]*)`")
	for _, page := range []string{"CONTRIBUTING.md", "docs/design.md", "docs/design.zh-CN.md"} {
		text, err := os.ReadFile(filepath.Join("..", page))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(m[1], "NAME") || m[1] == "testdata/fuzz" { // of a package
				continue
			}
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
}

// TestDocsTwice: each page of docs exists in both languages, or holds both.
func TestDocsTwice(t *testing.T) {
	both := []string{"docs/rules.md", "docs/formats.md", "docs/csv.md"}
	all := pages(t)
	for name, text := range all {
		if !strings.HasPrefix(name, "docs/") || strings.HasSuffix(name, ".zh-CN.md") || slices.Contains(both, name) {
			continue
		}
		zh, ok := all[strings.TrimSuffix(name, ".md")+".zh-CN.md"]
		if !ok {
			t.Errorf("%s has no Chinese page", name)
			continue
		}
		count := func(s, what string) int { return strings.Count(s, what) }
		for _, what := range []string{"\n## ", "\n```"} {
			if a, b := count(text, what), count(zh, what); a != b {
				t.Errorf("%s: %d of %q, and %d in Chinese", name, a, strings.TrimSpace(what), b)
			}
		}
	}
}

// TestLibraryPage: the Go of docs/library.md is that of the examples that are run.
func TestLibraryPage(t *testing.T) {
	var code bytes.Buffer
	files, _ := filepath.Glob("../parser/*example_test.go")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(data)
	}
	for _, name := range []string{"docs/library.md", "docs/library.zh-CN.md"} {
		page := pages(t)[name]
		quoted := regexp.MustCompile("(?s)<!-- example: (\\w+) -->\n```go\n(.*?)```").FindAllStringSubmatch(page, -1)
		if len(quoted) < 7 || len(quoted) != len(blocks(page, "go")) {
			t.Errorf("%s quotes %d examples", name, len(quoted))
		}
		for _, m := range quoted {
			_, body, _ := strings.Cut(code.String(), "func "+m[1]+"() {\n")
			body, _, _ = strings.Cut(body, "\n}\n")
			if body = regexp.MustCompile(`(?m)^\t`).ReplaceAllString(body, "") + "\n"; body != m[2] {
				t.Errorf("%s: %s is not what is run", name, m[1])
			}
		}
	}
}

// TestDocsExcerpts holds the excerpts of every page, as TestReadmeExcerpts does
// those of the READMEs.
func TestDocsExcerpts(t *testing.T) {
	all := pages(t)
	t.Chdir("..")
	for name, text := range all {
		for _, m := range excerpt.FindAllStringSubmatch(text, -1) {
			var out, errs bytes.Buffer
			app := App{Out: &out, Err: &errs, Getenv: func(string) string { return "" }}
			if app.Main(context.Background(), strings.Fields(m[1])); !strings.Contains(out.String(), m[2]) {
				t.Errorf("%s: pbt %s does not print\n%s%s", name, m[1], m[2], errs.String())
			}
		}
	}
}
