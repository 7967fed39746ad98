package cmd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema/yml"
)

// stub puts a program named pbt, which is this test under another name, on a PATH,
// and gives the PATH. It is a copy and no symbolic link: pbt starts itself again by
// the name of its file.
func stub(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "pbt")
	if os.Link(self, program) != nil {
		data, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(program, data, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir + string(os.PathListSeparator) + os.Getenv("PATH")
}

// workplace is a folder with a good and a bad form under declarations/.
func workplace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "declarations"), os.DirFS("../testdata/layouts")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// bash runs a script in a folder and gives its exit code.
func bash(t *testing.T, dir, script string, env ...string) (code int, out string) {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	c := exec.Command("bash", "-c", script)
	c.Dir, c.Env = dir, append([]string{"PATH=" + stub(t), "LANG=en_US.UTF-8"}, env...)
	all, err := c.CombinedOutput()
	if c.ProcessState == nil {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), string(all)
}

// decodeLoosely reads YAML that has more keys than are asked for.
func decodeLoosely(t *testing.T, name string, data []byte, v any) {
	t.Helper()
	nodes, err := yml.Nodes(name, data)
	if err != nil || len(nodes) != 1 {
		t.Fatalf("%s: %d documents, %v", name, len(nodes), err)
	}
	if err := nodes[0].Decode(v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// TestActionScript runs the step of action.yml that checks, with every input, as a
// runner does.
func TestActionScript(t *testing.T) {
	data, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs map[string]any
		Runs   struct {
			Steps []struct {
				ID  string
				Run string
				Env map[string]string
			}
		}
	}
	decodeLoosely(t, "action.yml", data, &action)
	script, env := "", map[string]string{}
	for _, s := range action.Runs.Steps {
		if s.ID == "validate" {
			script, env = s.Run, s.Env
		}
	}
	for name := range env {
		if input := strings.ReplaceAll(strings.ToLower(name), "_", "-"); action.Inputs[input] == nil {
			t.Errorf("the step has %s, and there is no input %s", name, input)
		}
	}
	for _, c := range []struct {
		name   string
		inputs []string
		code   int
		output string
	}{
		{"defaults", []string{"PATHS=declarations"}, 1, "findings=[1-9]"},
		{"json", []string{"PATHS=declarations", "FORMAT=json", "OUT=pbt.json"}, 1, "report=pbt.json"},
		{"sarif", []string{"PATHS=declarations", "FORMAT=sarif", "FAIL_ON=never"}, 0, "findings=[1-9]"},
		{"two paths, every input", []string{"PATHS=declarations/mof163-region.html\ndeclarations/mof88-dept-tasks.html", "RULES=default", "PASSWORD=x", "REQUIRE_FORMS=true",
			"FAIL_ON=never", "BASELINE=base.json", "CONFIG=pbt.yaml", "PROFILE=ours.yaml", "FORMAT=html"}, 0, "findings=[0-9]"},
		{"no such path", []string{"PATHS=gone"}, 3, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := workplace(t)
			for name, text := range map[string]string{
				"base.json": `{"schema":"pbt-baseline/v1","findings":[]}`, "pbt.yaml": "fail-on: error\n",
				"ours.yaml": "id: ours\nname: {zh: 甲, en: a}\ntitles: [^甲$]\nlevels: [{name: 产出指标}]\n", "out": "",
			} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			vars := []string{"FORMAT=github", "RUNNER_TEMP=" + dir, "GITHUB_OUTPUT=" + filepath.Join(dir, "out"), "GITHUB_STEP_SUMMARY=" + filepath.Join(dir, "summary")}
			for name := range env {
				vars = append([]string{name + "="}, vars...)
			}
			code, said := bash(t, dir, script, append(vars, c.inputs...)...)
			if code != c.code {
				t.Fatalf("exit code %d, want %d: %s", code, c.code, said)
			}
			out, err := os.ReadFile(filepath.Join(dir, "out"))
			if err != nil || !regexp.MustCompile(c.output).Match(out) {
				t.Errorf("outputs: %s", out)
			}
			if _, err := os.Stat(filepath.Join(dir, "pbt.sarif")); err != nil && c.code != 3 {
				t.Error("no SARIF to upload")
			}
		})
	}
}

// TestRecipes runs the lines of the CI recipes in docs/validate.md, in either
// language, that run pbt.
func TestRecipes(t *testing.T) {
	for _, file := range []string{"../docs/validate.md", "../docs/validate.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := regexp.MustCompile("(?s)<!-- recipe: (.*?) -->\n```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1)
		if len(all) != 2 {
			t.Fatalf("%s: %d recipes", file, len(all))
		}
		for _, m := range all {
			var recipe map[string]any
			decodeLoosely(t, m[1], []byte(m[2]), &recipe)
			run := regexp.MustCompile(`(?m)pbt validate .*$`).FindString(m[2])
			dir := workplace(t)
			if code, said := bash(t, dir, run); code != exitFindings {
				t.Errorf("%s: %s exits with %d: %s", m[1], run, code, said)
			}
			for _, name := range regexp.MustCompile(`=(\S+)`).FindAllStringSubmatch(run, -1) {
				if info, err := os.Stat(filepath.Join(dir, name[1])); err != nil || info.Size() == 0 {
					t.Errorf("%s: no %s", m[1], name[1])
				}
			}
		}
	}
}
