//go:build unix

package cmd

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// What a file of testdata/safety may take: seconds of the processor, bytes of
// memory.
const (
	maxSeconds = 10
	maxMemory  = 1 << 30
)

// TestSafety runs pbt on each file of testdata/safety, in a process of its own.
func TestSafety(t *testing.T) {
	if testing.Short() {
		t.Skip("counts memory and time")
	}
	dir, err := filepath.Abs("../testdata/safety")
	if err != nil {
		t.Fatal(err)
	}
	path := stub(t)
	// The codes of parse, validate and convert; of a rule file, those of checking a
	// form by it and of testing it.
	want := map[string][]int{
		"csv-formula-and-escapes.tsv":           {0, 1, 1},
		"damaged-xlsx-taken-for-archive-2.xlsx": {3, 3, 3},
		"damaged-xlsx-taken-for-archive.xlsx":   {3, 3, 3},
		"decl-alias5.yaml":                      {3, 3, 3},
		"decl-alias6.yaml":                      {3, 3, 3},
		"decl-alias8-5.5GB.yaml":                {3, 3, 3},
		"empty.zip":                             {3, 1, 1},
		"expr-doubling-oom.yaml":                {0, 1},
		"expr-join-1.6GB.yaml":                  {0, 1},
		"expr-loop-hang.yaml":                   {0, 1},
		"good.xlsx":                             {0, 0, 0},
		"no-form.txt":                           {0, 1, 1},
		"normalised.yaml":                       {0, 1, 1}, // 项目超概算比例 ＝100％
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := e.Name()
		if name == "README.md" {
			continue
		}
		codes, known := want[name]
		if !known {
			t.Errorf("%s: no code is known of it", name)
			continue
		}
		delete(want, name)
		file := filepath.Join(dir, name)
		lines := [][]string{{"parse", file}, {"validate", file}, {"convert", "--quiet", "--out", filepath.Join(t.TempDir(), "out"), file}}
		if strings.HasPrefix(name, "expr-") {
			lines = [][]string{{"validate", "--rules", file, filepath.Join(dir, "good.xlsx")}, {"rules", "test", file}}
		}
		for i, line := range lines {
			t.Run(name+"/"+line[0], func(t *testing.T) {
				t.Parallel()
				bounded(t, path, codes[i], line...)
			})
		}
	}
	for name := range want {
		t.Errorf("%s is not there", name)
	}
}

// bounded runs pbt and holds its exit code, what it takes, and that nothing of a
// document steers the terminal.
func bounded(t *testing.T, path string, code int, args ...string) {
	t.Helper()
	var out bytes.Buffer
	program, _, _ := strings.Cut(path, string(os.PathListSeparator))
	c := exec.Command(filepath.Join(program, "pbt"), args...)
	c.Env = []string{"PATH=" + path, "LANG=en_US.UTF-8", "TMPDIR=" + os.TempDir(), "HOME=" + os.TempDir()}
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	if c.ProcessState == nil {
		t.Fatal(err)
	}
	if got := c.ProcessState.ExitCode(); got != code {
		t.Errorf("exit code %d, want %d: %.500s", got, code, out.String())
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	memory := int64(usage.Maxrss)
	if runtime.GOOS == "linux" {
		memory <<= 10 // KiB there, bytes elsewhere
	}
	seconds := (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	if !raced && (seconds > maxSeconds || memory > maxMemory) {
		t.Errorf("%.1f s and %d MiB", seconds, memory>>20)
	}
	if args[0] != "parse" && bytes.ContainsAny(out.Bytes(), "\x1b\u202e") {
		t.Errorf("steers the terminal: %q", out.String())
	}
}

// TestLinkInOutput: a link inside the folder that convert writes to is not
// followed, and what should stand behind it is told as not written.
func TestLinkInOutput(t *testing.T) {
	dir := t.TempDir()
	elsewhere, in, out := filepath.Join(dir, "elsewhere"), filepath.Join(dir, "in"), filepath.Join(dir, "out")
	for _, d := range []string{elsewhere, filepath.Join(in, "sub"), out} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	form, err := os.ReadFile("../testdata/layouts/mof163-region.html")
	if err != nil {
		t.Fatal(err)
	}
	victim := filepath.Join(elsewhere, "victim.yaml")
	for name, data := range map[string][]byte{filepath.Join(in, "sub", "a.html"): form, filepath.Join(in, "b.html"): form, victim: []byte("mine")} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{filepath.Join(out, "sub"): elsewhere, filepath.Join(out, "b.html.yaml"): victim} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	bounded(t, stub(t), exitUnreadable, "convert", "--quiet", "--fail-on", "never", "--out", out, in)
	kept, err := os.ReadFile(victim)
	if err != nil || string(kept) != "mine" {
		t.Errorf("written through a link: %q %v", kept, err)
	}
	left, err := os.ReadDir(elsewhere)
	if err != nil || len(left) != 1 {
		t.Errorf("%v stand behind the link", left)
	}
	if info, err := os.Lstat(filepath.Join(out, "b.html.yaml")); err != nil || info.Mode()&fs.ModeSymlink == 0 && info.Size() == 0 {
		t.Errorf("b.html.yaml: %v %v", info, err)
	}
}
