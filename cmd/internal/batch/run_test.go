package batch

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/schema"
)

// workerEnv makes the test program the converting process of a run.
const workerEnv = "PBT_BATCH_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) != "" {
		err := Serve(os.Stdin, os.Stdout, func(hello []byte) (Converter, int64, error) {
			return InProcess(convertText), 96 << 20, nil
		})
		if err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv(unpackEnv) != "" {
		if err := ServeUnpack(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv(runEnv) != "" {
		opt := options()
		opt.NewConverter = process(time.Minute)
		if _, err := Run(context.Background(), opt); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// unpackEnv makes the test program an unpacking process.
const unpackEnv = "PBT_BATCH_TEST_UNPACK"

// runEnv makes the test program a run of its own, to be killed.
const runEnv = "PBT_BATCH_TEST_RUN"

// convertText stands for the parser: what a text says is done.
func convertText(ctx context.Context, name string, data []byte) Document {
	text := string(data)
	switch {
	case strings.HasPrefix(text, "none"):
		return Document{Reader: "text", Findings: Counts{Info: 1}}
	case strings.HasPrefix(text, "broken"):
		return failed(&schema.ReadError{Rule: "extract.broken", Text: schema.Text{ZH: "坏了", EN: "broken"}})
	case strings.HasPrefix(text, "panic"):
		panic("as asked")
	case strings.HasPrefix(text, "die"):
		go func() { panic("in another goroutine") }()
		time.Sleep(time.Minute)
	case strings.HasPrefix(text, "slow"):
		AskTime(ctx, 10*time.Second)
		time.Sleep(2 * time.Second)
	case strings.HasPrefix(text, "hang"):
		for i := 0; ; i++ {
			runtime.KeepAlive(i)
		}
	case strings.HasPrefix(text, "eat"):
		var all [][]byte
		for {
			b := make([]byte, 8<<20)
			for i := range b {
				b[i] = 1
			}
			all = append(all, b)
			runtime.KeepAlive(all)
		}
	case strings.HasPrefix(text, "gulp"):
		b := make([]byte, 6<<30)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		runtime.KeepAlive(b)
	}
	return Document{Reader: "text", Declarations: 1, Findings: Counts{Warning: 1}, Output: []byte("name: " + name + "\n" + text)}
}

func renameText(output []byte, _, name string) ([]byte, error) {
	_, rest, ok := bytes.Cut(output, []byte("\n"))
	if !ok {
		return nil, errors.New("no head")
	}
	return append([]byte("name: "+name+"\n"), rest...), nil
}

// here makes a folder of files and moves into it.
func here(t testing.TB, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chdir(old) })
}

// options are those of a run of in/ into out with the converter of the tests.
func options() Options {
	return Options{
		Input: input.Options{Paths: []string{"in"}}, Out: "out", Ext: ".yaml", Jobs: 2, Made: "m1",
		NewConverter: func() (Converter, error) { return InProcess(convertText), nil },
		Rename:       renameText,
	}
}

func mustRun(t testing.TB, opt Options) *Summary {
	t.Helper()
	sum, err := Run(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// content is every file of a folder with its text, run.log excepted.
func content(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		if rel != runLog {
			out[filepath.ToSlash(rel)] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func records(t testing.TB, dir string) map[string]Record {
	t.Helper()
	out := map[string]Record{}
	if err := EachRecord(dir, func(r *Record) error { out[r.Input] = *r; return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// mixed is a folder with something of everything.
func mixed(n int) map[string]string {
	files := map[string]string{"in/none.txt": "none here", "in/broken.txt": "broken", "in/~$x.docx": "lock", "in/a/b/deep.txt": "deep"}
	for i := range n {
		files[fmt.Sprintf("in/%02d/文%03d.txt", i%7, i)] = fmt.Sprintf("text %d", i%(n*3/4+1))
	}
	return files
}

func TestRun(t *testing.T) {
	here(t, mixed(40))
	sum := mustRun(t, options())
	if got, want := [4]int{sum.Converted, sum.NoForm, sum.Unreadable, sum.Skipped}, [4]int{41, 1, 1, 1}; got != want {
		t.Errorf("outcomes %v, expected %v", got, want)
	}
	if sum.Copies != 9 {
		t.Errorf("%d copies, expected 9", sum.Copies)
	}
	recs := records(t, "out")
	if len(recs) != 44 {
		t.Errorf("%d records, expected 44", len(recs))
	}
	for name, r := range recs {
		if r.Outcome != Converted {
			continue
		}
		data, err := os.ReadFile(outputPath("out", &r))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(data), "name: "+name+"\ntext ") && !strings.HasSuffix(string(data), "deep") {
			t.Errorf("%s: the output is that of another: %q", name, data)
		}
	}
	want := Record{Input: "in/broken.txt", Outcome: Unreadable, Findings: Counts{Error: 1}, Made: "m1",
		Problems: []Problem{{Rule: "extract.broken", Severity: "error", Message: "坏了"}}, SHA256: recs["in/broken.txt"].SHA256}
	if d := cmp.Diff(want, recs["in/broken.txt"]); d != "" {
		t.Error(d)
	}
	if _, err := os.Stat("out/.pbt"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the state stays after a whole run: %v", err)
	}
}

func TestJobsGiveTheSame(t *testing.T) {
	here(t, mixed(60))
	one := options()
	one.Jobs, one.Out = 1, "one"
	mustRun(t, one)
	many := options()
	many.Jobs, many.Out = 7, "many"
	mustRun(t, many)
	direct := options()
	direct.Rename, direct.Out = nil, "direct"
	mustRun(t, direct)
	for _, other := range []string{"many", "direct"} {
		if d := cmp.Diff(content(t, "one"), content(t, other)); d != "" {
			t.Errorf("one job and %s differ: %s", other, d)
		}
	}
}

func TestResume(t *testing.T) {
	here(t, mixed(20))
	counted := atomic.Int64{}
	opt := options()
	opt.NewConverter = func() (Converter, error) {
		return InProcess(func(ctx context.Context, name string, data []byte) Document {
			counted.Add(1)
			return convertText(ctx, name, data)
		}), nil
	}
	calls := func(change func()) int {
		t.Helper()
		change()
		counted.Store(0)
		mustRun(t, opt)
		return int(counted.Load())
	}
	first := calls(func() {})
	before := content(t, "out")
	if n := calls(func() {}); n != 0 {
		t.Errorf("a second run converted %d documents", n)
	}
	if d := cmp.Diff(before, content(t, "out")); d != "" {
		t.Errorf("a second run changed the output: %s", d)
	}
	var some string
	for _, r := range records(t, "out") {
		if r.Outcome == Converted {
			some = outputPath("out", &r)
		}
	}
	for _, c := range []struct {
		about  string
		change func()
		want   int
	}{
		{"an output is missing", func() { os.Remove(some) }, 1},
		{"an output was edited", func() { os.WriteFile(some, []byte("x"), 0o600) }, 1},
		{"an input was changed", func() { os.WriteFile("in/a/b/deep.txt", []byte("deeper"), 0o600) }, 1},
		{"an input was touched only", func() { os.Chtimes("in/a/b/deep.txt", time.Now(), time.Now()) }, 0},
		{"another version", func() { opt.Made = "m2" }, first},
		{"force", func() { opt.Force = true }, first},
	} {
		n := calls(c.change)
		// A copy may be made from the output of its twin instead.
		if n > c.want || c.want > 0 && n == 0 && c.want != 1 {
			t.Errorf("%s: %d documents converted, expected %d", c.about, n, c.want)
		}
	}
	opt.Force = false
	// What gave a form and gives none now leaves no output behind.
	os.WriteFile("in/a/b/deep.txt", []byte("none"), 0o600)
	mustRun(t, opt)
	if _, err := os.Stat("out/a/b/deep.txt.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the output of a form that is gone stays")
	}
	os.Remove("in/00/文000.txt")
	if sum := mustRun(t, opt); sum.Stale != 1 || sum.Pruned != 0 {
		t.Errorf("%d stale, %d pruned; expected 1, 0", sum.Stale, sum.Pruned)
	}
}

func TestPrune(t *testing.T) {
	here(t, mixed(5))
	mustRun(t, options())
	os.Remove("in/00/文000.txt")
	opt := options()
	opt.Prune = true
	if sum := mustRun(t, opt); sum.Pruned != 1 {
		t.Errorf("%d pruned, expected 1", sum.Pruned)
	}
	fresh := options()
	fresh.Out = "fresh"
	mustRun(t, fresh)
	if d := cmp.Diff(content(t, "fresh"), content(t, "out")); d != "" {
		t.Errorf("a pruned folder differs from a fresh one: %s", d)
	}
}

// Only outputs whose inputs are gone are pruned, not those of inputs that this
// run was not asked for, or could not look at.
func TestPruneKeeps(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range []string{"x.txt", "y.tsv"} {
		f, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, "text "+n)
	}
	w.Close()
	gbk := "in/\xb1\xed.tsv" // 表.tsv as a Chinese Windows writes it
	for _, c := range []struct {
		about  string
		change func(*Options)
		stale  int
		gone   string
	}{
		{"include", func(o *Options) { o.Input.Include = []string{"*.txt"} }, 0, ""},
		{"exclude a folder", func(o *Options) { o.Input.Exclude = []string{"sub"} }, 0, ""},
		{"exclude an archive", func(o *Options) { o.Input.Exclude = []string{"*.zip"} }, 0, ""},
		{"another folder", func(o *Options) { o.Input.Paths = []string{"other", "nothing"} }, 0, ""},
		{"a folder that is not there", func(o *Options) { o.Input.Paths = []string{"in", "nowhere"}; os.Rename("in/sub", "sub") }, 1, "out/in/sub/c.txt.yaml"},
		{"the folder is away", func(o *Options) { os.Rename("in", "away") }, 0, ""},
		{"the archive is damaged", func(*Options) { os.WriteFile("in/all.zip", b.Bytes()[:b.Len()-30], 0o600) }, 0, ""},
		{"the archive is gone", func(*Options) { os.Remove("in/all.zip") }, 2, "out/in/all.zip/x.txt.yaml"},
		{"a member is gone", func(*Options) { os.WriteFile("in/all.zip", emptyZip(), 0o600) }, 2, "out/in/all.zip/x.txt.yaml"},
		{"an input is gone", func(*Options) { os.Remove("in/a.txt") }, 1, "out/in/a.txt.yaml"},
		{"another format", func(o *Options) { o.Ext = ".json" }, 6, "out/in/a.txt.yaml"},
	} {
		t.Run(c.about, func(t *testing.T) {
			here(t, map[string]string{"in/a.txt": "a", "in/b.tsv": "b", "in/sub/c.txt": "c", gbk: "d", "in/all.zip": b.String(), "other/o.txt": "o"})
			first := options()
			first.Input.Paths = []string{"in", "other"}
			if c.about == "another format" {
				first.Input.Paths = []string{"in", "nothing"}
			}
			mustRun(t, first)
			before := content(t, "out")
			opt := first
			opt.Prune = true
			c.change(&opt)
			sum := mustRun(t, opt)
			if sum.Stale != c.stale || sum.Pruned != c.stale {
				t.Errorf("%d stale, %d pruned; expected %d", sum.Stale, sum.Pruned, c.stale)
			}
			if c.gone != "" {
				if _, err := os.Stat(c.gone); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%s stays", c.gone)
				}
				return
			}
			after := content(t, "out")
			for name := range before {
				if _, ok := after[name]; !ok {
					t.Errorf("%s was removed", name)
				}
			}
		})
	}
}

func emptyZip() []byte {
	var b bytes.Buffer
	zip.NewWriter(&b).Close()
	return b.Bytes()
}

// A run that is stopped finishes what is in flight and goes on later.
func TestStop(t *testing.T) {
	here(t, mixed(60))
	want := options()
	want.Out = "want"
	mustRun(t, want)
	ctx, cancel := context.WithCancel(context.Background())
	var n atomic.Int64
	opt := options()
	opt.NewConverter = func() (Converter, error) {
		return InProcess(func(c context.Context, name string, data []byte) Document {
			if n.Add(1) == 10 {
				cancel()
			}
			if c.Err() != nil {
				t.Error("a document in flight was stopped")
			}
			return convertText(c, name, data)
		}), nil
	}
	sum, err := Run(ctx, opt)
	if err != nil || !sum.Interrupted || sum.Inputs() < 5 || sum.Inputs() > 30 {
		t.Fatalf("stopped: %+v, %v", sum, err)
	}
	recs := records(t, "out")
	if len(recs) != sum.Inputs() {
		t.Errorf("%d records of %d inputs", len(recs), sum.Inputs())
	}
	n.Store(1000)
	sum, err = Run(context.Background(), opt)
	if err != nil || sum.Reused == 0 {
		t.Fatalf("the second run: %+v, %v", sum, err)
	}
	if d := cmp.Diff(content(t, "want"), content(t, "out")); d != "" {
		t.Errorf("a run that went on differs: %s", d)
	}
}

// A run that dies leaves its state; what remains of it must never lead to
// another result. The states are made by cutting the journal of a whole run.
func TestTornJournal(t *testing.T) {
	here(t, mixed(30))
	opt := options()
	opt.Out = "want"
	mustRun(t, opt)
	manifest, err := os.ReadFile("want/manifest.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	want := content(t, "want")
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 30 {
		os.RemoveAll("out")
		state := "out/.pbt/run"
		os.MkdirAll(filepath.Join(state, "tmp"), 0o777)
		os.WriteFile(filepath.Join(state, "tmp", "7"), []byte("half a fi"), 0o600)
		os.WriteFile(filepath.Join(state, "ballast"), make([]byte, 100), 0o600)
		cut := manifest[:rng.IntN(len(manifest))]
		os.WriteFile(filepath.Join(state, "journal-1.jsonl"), cut, 0o600)
		for name, data := range want {
			if rng.IntN(3) > 0 && name != ManifestName {
				os.MkdirAll(filepath.Dir(filepath.Join("out", name)), 0o777)
				os.WriteFile(filepath.Join("out", name), []byte(data), 0o600)
			}
		}
		opt := options()
		mustRun(t, opt)
		if d := cmp.Diff(want, content(t, "out")); d != "" {
			t.Fatalf("journal cut at %d (round %d): %s", len(cut), i, d)
		}
	}
}

// A run killed at any moment goes on to the output of an undisturbed one.
// scripts/kill-resume.sh does the same to pbt itself.
func TestKill(t *testing.T) {
	here(t, mixed(200))
	want := options()
	want.Out = "want"
	mustRun(t, want)
	start := func() *exec.Cmd {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), runEnv+"=1")
		c.Stderr = os.Stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c
	}
	began := time.Now()
	if err := start().Wait(); err != nil {
		t.Fatal(err)
	}
	span := time.Since(began)
	for range 6 {
		os.RemoveAll("out")
		for range 2 {
			c := start()
			time.Sleep(rand.N(span))
			c.Process.Kill()
			c.Wait()
		}
		if err := start().Wait(); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(content(t, "want"), content(t, "out")); d != "" {
			t.Fatal(d)
		}
	}
}

func TestBusy(t *testing.T) {
	here(t, mixed(1))
	st, err := openStore("out", Shard{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), options()); !errors.Is(err, ErrBusy) {
		t.Errorf("a second run at the same time gave %v", err)
	}
	st.close()
	mustRun(t, options())
}

// A run that is refused leaves the one that holds the folder alone.
func TestRefusedTouchesNothing(t *testing.T) {
	here(t, mixed(30))
	want := options()
	want.Out = "want"
	mustRun(t, want)
	opt := options()
	var n atomic.Int64
	opt.NewConverter = func() (Converter, error) {
		return InProcess(func(ctx context.Context, name string, data []byte) Document {
			if n.Add(1)%5 == 1 {
				if _, err := Run(context.Background(), options()); !errors.Is(err, ErrBusy) {
					t.Errorf("a second run at the same time gave %v", err)
				}
				if _, err := os.Stat("out/.pbt/run/tmp"); err != nil {
					t.Errorf("the second run took the first one's folder: %v", err)
				}
			}
			return convertText(ctx, name, data)
		}), nil
	}
	if sum := mustRun(t, opt); sum.NotWritten != 0 || !sum.Whole() {
		t.Errorf("the first run suffered: %+v", sum)
	}
	if d := cmp.Diff(content(t, "want"), content(t, "out")); d != "" {
		t.Error(d)
	}
}

// Runs that start and end at the same time take turns, and the last one leaves
// a whole folder.
func TestManyRunsTakeTurns(t *testing.T) {
	here(t, mixed(5))
	want := options()
	want.Out = "want"
	mustRun(t, want)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for done := 0; done < 5; {
				switch sum, err := Run(context.Background(), options()); {
				case errors.Is(err, ErrBusy):
					time.Sleep(time.Millisecond)
				case err != nil || !sum.Whole():
					t.Errorf("%+v, %v", sum, err)
					return
				default:
					done++
				}
			}
		})
	}
	wg.Wait()
	if d := cmp.Diff(content(t, "want"), content(t, "out")); d != "" {
		t.Error(d)
	}
}

func TestShards(t *testing.T) {
	here(t, mixed(50))
	whole := options()
	whole.Out = "whole"
	mustRun(t, whole)
	const n = 5
	total := 0
	for i := range n {
		if i == n-1 {
			var pe *PartsError
			if _, err := Merge("out"); !errors.As(err, &pe) || !strings.Contains(pe.Text.ZH, "4/5") {
				t.Errorf("merging without a shard gave %v", err)
			}
		}
		opt := options()
		opt.Shard = Shard{i, n}
		total += mustRun(t, opt).Inputs()
	}
	sum, err := Merge("out")
	if err != nil {
		t.Fatal(err)
	}
	if total != 54 || sum.Inputs() != 54 {
		t.Errorf("%d inputs in the shards, %d merged, expected 54", total, sum.Inputs())
	}
	got := content(t, "out")
	for i := range n {
		delete(got, Shard{i, n}.manifest())
	}
	if d := cmp.Diff(content(t, "whole"), got); d != "" {
		t.Errorf("the merged shards differ from one run: %s", d)
	}
	// A shard that is run again converts nothing again, and merges again.
	opt := options()
	opt.Shard = Shard{2, n}
	if sum := mustRun(t, opt); sum.Reused == 0 || sum.Reused+sum.Skipped != sum.Inputs() {
		t.Errorf("the shard's second run: %+v", sum)
	}
	if _, err := Merge("out"); err != nil {
		t.Error(err)
	}
}

// Shards of archives take their members of a zip without unpacking the others, and
// an archive that is read from front to back is one shard's; together they give what
// one run gives.
func TestShardsOfArchives(t *testing.T) {
	zipped := func(n int) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for i := range n {
			w, err := z.Create(fmt.Sprintf("区/%02d.txt", i))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(w, "form %d of %d", i, n)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	var outer bytes.Buffer
	z := zip.NewWriter(&outer)
	for i := range 8 {
		w, err := z.Create(fmt.Sprintf("县%d.zip", i))
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, zipped(3+i))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"in/large.zip": zipped(40), "in/nested.zip": outer.String(), "in/a.zip": zipped(2), "in/b.txt": "form"}
	for i := range 6 {
		var gz bytes.Buffer
		w := gzip.NewWriter(&gz)
		fmt.Fprintf(w, "form in gz %d", i)
		w.Close()
		files[fmt.Sprintf("in/gz/%d.txt.gz", i)] = gz.String()
	}
	here(t, files)
	whole := options()
	whole.Out = "whole"
	mustRun(t, whole)
	const n = 4
	counts := make([]int, n)
	for i := range n {
		opt := options()
		opt.Shard = Shard{i, n}
		counts[i] = mustRun(t, opt).Inputs()
	}
	if _, err := Merge("out"); err != nil {
		t.Fatal(err)
	}
	got := content(t, "out")
	for i := range n {
		delete(got, Shard{i, n}.manifest())
	}
	if d := cmp.Diff(content(t, "whole"), got); d != "" {
		t.Errorf("the merged shards differ from one run: %s", d)
	}
	if slices.Contains(counts, 0) || counts[0]+counts[1]+counts[2]+counts[3] != 40+52+2+1+6 {
		t.Errorf("the shards took %v inputs", counts)
	}
}

func TestShardFromEnv(t *testing.T) {
	for _, c := range []struct {
		about string
		env   map[string]string
		want  Shard
		fails bool
	}{
		{"none", nil, Shard{}, false},
		{"Slurm", map[string]string{"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "20", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_MAX": "19"}, Shard{3, 20}, false},
		{"Slurm, some tasks again", map[string]string{"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_MAX": "7"}, Shard{}, true},
		{"Slurm, some tasks again with the count", map[string]string{"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "1", "PBT_SHARD_COUNT": "20"}, Shard{3, 20}, false},
		{"Kubernetes", map[string]string{"JOB_COMPLETION_INDEX": "0", "PBT_SHARD_COUNT": "8"}, Shard{0, 8}, false},
		{"Kubernetes, index beyond the count", map[string]string{"JOB_COMPLETION_INDEX": "8", "PBT_SHARD_COUNT": "8"}, Shard{}, true},
		{"Kubernetes without a count is no shard", map[string]string{"JOB_COMPLETION_INDEX": "3"}, Shard{}, false},
	} {
		got, _, err := ShardFromEnv(func(k string) string { return c.env[k] })
		if (err != nil) != c.fails || err == nil && got != c.want {
			t.Errorf("%s: %v, %v", c.about, got, err)
		}
	}
}

// process makes converters that are processes.
func process(timeout time.Duration) func() (Converter, error) {
	return func() (Converter, error) {
		p := &Process{
			Command: func() *exec.Cmd {
				c := exec.Command(os.Args[0])
				c.Env = append(os.Environ(), workerEnv+"=1")
				return c
			},
			Timeout: timeout, Grace: 100 * time.Millisecond, Memory: 96 << 20,
		}
		return p, p.Start()
	}
}

// A document that panics, dies, hangs or eats memory costs only itself.
func TestIsolation(t *testing.T) {
	if testing.Short() {
		t.Skip("counts memory and time")
	}
	files := map[string]string{"in/panic.txt": "panic", "in/die.txt": "die", "in/hang.txt": "hang", "in/eat.txt": "eat", "in/gulp.txt": "gulp", "in/good-slow.txt": "slow"}
	for i := range 30 {
		files[fmt.Sprintf("in/good%d.txt", i)] = fmt.Sprint("text ", i)
	}
	here(t, files)
	opt := options()
	opt.NewConverter = process(1500 * time.Millisecond)
	mustRun(t, opt)
	recs := records(t, "out")
	for name, rule := range map[string]string{"panic": "extract.crash", "die": "extract.crash", "hang": "extract.timeout", "eat": "extract.memory", "gulp": "extract.memory"} {
		r := recs["in/"+name+".txt"]
		if r.Outcome != Unreadable || len(r.Problems) != 1 || r.Problems[0].Rule != rule {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r := recs["in/good-slow.txt"]; r.Outcome != Converted {
		t.Errorf("the time asked for was not given: %+v", r)
	}
	for i := range 30 {
		if r := recs[fmt.Sprintf("in/good%d.txt", i)]; r.Outcome != Converted {
			t.Errorf("a neighbour suffered: %+v", r)
		}
	}
	fixed := options()
	fixed.Out = "want"
	for name := range files {
		if !strings.HasPrefix(name, "in/good") {
			os.WriteFile(name, []byte("text of "+name), 0o600)
		}
	}
	mustRun(t, fixed)
	mustRun(t, opt)
	if d := cmp.Diff(content(t, "want"), content(t, "out")); d != "" {
		t.Errorf("processes and functions differ: %s", d)
	}
}

// Nothing is written outside the output, whatever the members are called.
func TestHostileNames(t *testing.T) {
	names := []string{"../../up.txt", "/abs.txt", `C:\win.txt`, `..\..\up2.txt`, "CON", "a/nul.txt", strings.Repeat("绩", 100) + ".txt",
		"a.txt", "A.TXT", "ａ/../../../b", "x\x00y", "x\ny", ".", "..", "a//b", "dir.yaml/x", "dir", ".pbt/run/journal-1.jsonl", "manifest.jsonl/x", "trailing. ", strings.Repeat("d/", 900) + "deep.txt", "e\u0301.txt", "\u00e9.txt"}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, n := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: n, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(f, "text %d", i)
	}
	w.Close()
	here(t, map[string]string{"top/in.zip": b.String(), "canary": ""})
	opt := options()
	opt.Input.Paths, opt.Out = []string{"top/in.zip"}, "top/out"
	mustRun(t, opt)
	recs := records(t, "top/out")
	if len(recs) != len(names) {
		t.Errorf("%d records of %d members", len(recs), len(names))
	}
	outputs := map[string]bool{}
	for _, r := range recs {
		if r.Outcome != Converted {
			t.Errorf("%q: %+v", r.Input, r)
			continue
		}
		for _, seg := range strings.Split(r.Output, "/") {
			if len(seg) > 255 || seg == ".." || strings.ContainsAny(seg, "\x00\n\\:") || input.IsDevice(seg) {
				t.Errorf("unsafe output %q", r.Output)
			}
		}
		outputs[strings.ToLower(r.Output)] = true
	}
	if len(outputs) != len(names) {
		t.Errorf("%d outputs that differ without regard to case, of %d members", len(outputs), len(names))
	}
	var outside []string
	for name := range content(t, ".") {
		if name != "top/in.zip" && name != "canary" && !strings.HasPrefix(name, "top/out/") {
			outside = append(outside, name)
		}
	}
	if len(outside) > 0 {
		t.Errorf("written outside the output: %q", outside)
	}
}

// A link in the output that leads out is not followed.
func TestLinkOutOfOutput(t *testing.T) {
	here(t, map[string]string{"in/sub/a.txt": "text", "outside/keep": ""})
	os.MkdirAll("out", 0o777)
	if err := os.Symlink("../outside", "out/sub"); err != nil {
		t.Skip("no links here:", err)
	}
	sum := mustRun(t, options())
	if _, err := os.Stat("outside/a.txt.yaml"); err == nil {
		t.Error("an output was written through a link")
	}
	if sum.NotWritten != 1 || sum.Unreadable != 1 {
		t.Errorf("%+v", sum)
	}
}

// An output that cannot be written is a record, and is made by the next run.
func TestNotWritten(t *testing.T) {
	here(t, mixed(10))
	os.MkdirAll("out/00", 0o777)
	// A folder stands where an output belongs: that is denied to root, too.
	os.MkdirAll("out/00/文000.txt.yaml/in-the-way", 0o777)
	sum := mustRun(t, options())
	if r := records(t, "out")["in/00/文000.txt"]; sum.NotWritten != 1 || r.Outcome != Unreadable || r.Output != "" || r.Problems[0].Rule != schema.OutputNotWritten.Rule {
		t.Errorf("%+v %+v", sum, r)
	}
	os.RemoveAll("out/00/文000.txt.yaml")
	if sum := mustRun(t, options()); sum.NotWritten != 0 || sum.Unreadable != 1 {
		t.Errorf("the second run: %+v", sum)
	}
	want := options()
	want.Out = "want"
	mustRun(t, want)
	if d := cmp.Diff(content(t, "want"), content(t, "out")); d != "" {
		t.Error(d)
	}
}

func TestSorter(t *testing.T) {
	dir := t.TempDir()
	s := &sorter{dir: dir}
	var want []string
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range 5000 {
		r := Record{Input: fmt.Sprintf("文\"%d", rng.IntN(1e9))}
		want = append(want, string(r.line()))
		if err := s.add(r.Input, r.line()); err != nil {
			t.Fatal(err)
		}
		if i%1000 == 999 {
			if err := s.flush(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var got []string
	if err := s.write(func(line []byte) error { got = append(got, string(line)); return nil }); err != nil {
		t.Fatal(err)
	}
	sort.Slice(want, func(i, j int) bool {
		var a, b Record
		json.Unmarshal([]byte(want[i]), &a)
		json.Unmarshal([]byte(want[j]), &b)
		return a.Input < b.Input
	})
	if d := cmp.Diff(want, got); d != "" {
		t.Error("sorting through files differs")
	}
	s.remove()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%d temporary files stay", len(left))
	}
}

func FuzzMirror(f *testing.F) {
	f.Add("../a/CON. /b:c")
	f.Add(strings.Repeat("绩效/", 800))
	f.Fuzz(func(t *testing.T, rel string) {
		out := mirror(rel, ".yaml") + ".yaml"
		if !filepath.IsLocal(filepath.FromSlash(out)) || len(out) > maxPath+64 {
			t.Fatalf("%q became %q", rel, out)
		}
		for _, seg := range strings.Split(out, "/") {
			if seg == "" || len(seg) > 255 || seg == ".pbt" || input.IsDevice(strings.TrimSuffix(seg, ".yaml")) && !strings.HasPrefix(seg, "_") {
				t.Fatalf("%q became %q", rel, out)
			}
		}
	})
}

func FuzzInputOf(f *testing.F) {
	f.Add([]byte(`{"input":"a\"b","outcome":"converted"}` + "\n"))
	f.Fuzz(func(t *testing.T, line []byte) {
		name, ok := inputOf(line)
		var r struct {
			Input string `json:"input"`
		}
		if ok && json.NewDecoder(io.LimitReader(bytes.NewReader(line), int64(len(line)))).Decode(&r) == nil && r.Input != name && bytes.Count(line, []byte(`"input"`)) == 1 {
			t.Fatalf("%q: %q, expected %q", line, name, r.Input)
		}
	})
}
