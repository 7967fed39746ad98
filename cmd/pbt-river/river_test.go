//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pbt-cli/pbt/cmd/internal/pgtest"
)

// TestMain lets the test program be pbt-river, for workers that are killed.
func TestMain(m *testing.M) {
	if os.Getenv("PBT_RIVER_TEST") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// ours runs pbt-river to its end.
func ours(t *testing.T, port pgtest.Port, args ...string) string {
	t.Helper()
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), "PBT_RIVER_TEST=1", "DATABASE_URL="+port.Address())
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("pbt-river %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// start starts a worker against the database at a port.
func start(t *testing.T, port pgtest.Port, pbt string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0], "work", "--until-empty", "--pbt", pbt, "--timeout", "20s", "--rescue-after", "21s")
	c.Env = append(os.Environ(), "PBT_RIVER_TEST=1", "DATABASE_URL="+port.Address())
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-c.Process.Pid, syscall.SIGKILL); c.Wait() })
	return c
}

// proxy stands before the database, so that a worker can be cut from it.
func proxy(t *testing.T, to pgtest.Port) (port pgtest.Port, cut func()) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var open []net.Conn
	go func() {
		for {
			a, err := l.Accept()
			if err != nil {
				return
			}
			b, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", to))
			if err != nil {
				a.Close()
				return
			}
			mu.Lock()
			open = append(open, a, b)
			mu.Unlock()
			go io.Copy(a, b)
			go io.Copy(b, a)
		}
	}()
	return pgtest.Port(l.Addr().(*net.TCPAddr).Port), func() {
		l.Close()
		mu.Lock()
		defer mu.Unlock()
		for _, c := range open {
			c.Close()
		}
	}
}

// one asks the database for one number.
func one(t *testing.T, port pgtest.Port, sql string) int {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), port.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var n int
	if err := conn.QueryRow(context.Background(), sql).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func waitFor(t *testing.T, port pgtest.Port, sql string, least int, limit time.Duration) {
	t.Helper()
	for end := time.Now().Add(limit); one(t, port, sql) < least; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %s %q gives %d, expected %d\n%s", limit, sql, one(t, port, sql), least, ours(t, port, "status"))
		}
	}
}

const finished = "SELECT count(*) FROM pbt_river.documents WHERE outcome IS NOT NULL"

// script writes a program in pbt's place that does something before it is pbt.
func script(t *testing.T, pbt, before string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pbt")
	text := "#!/bin/sh\nlist=$(mktemp)\ncat >$list\n" + before + "\nexec " + pbt + " \"$@\" <$list\n"
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return name
}

func pbt(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pbt")
	c := exec.Command("go", "build", "-o", name, "./cmd/pbt")
	c.Dir, c.Env = "../..", append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name
}

const form = `项目支出绩效目标表（2024年度）
项目名称	项目%d
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	培训场次	≥%d场
效益指标	社会效益指标	知晓率	≥95%%
`

// Three workers: one is killed in the middle, one is cut from the database. Every
// document is done once.
func TestLostWorkers(t *testing.T) {
	port := pgtest.Start(t)
	ours(t, port, "init")
	ours(t, port, "init") // a second time changes nothing
	dir := t.TempDir()
	const n = 120
	for i := range n {
		text := fmt.Sprintf(form, i, i+1)
		if i%10 == 9 {
			text = fmt.Sprint("no form ", i)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d!.tsv", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "copy.tsv"), fmt.Appendf(nil, form, 0, 1), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := ours(t, port, "add", "--per-job", "10", dir); !strings.Contains(got, "121 files, 120 with new content queued in 12 jobs") {
		t.Errorf("add said %s", got)
	}
	if got := ours(t, port, "add", dir); !strings.Contains(got, "121 files, 0 with new content queued in 0 jobs") {
		t.Errorf("a second add said %s", got)
	}
	slow := script(t, pbt(t), "sleep 0.5")
	through, cut := proxy(t, port)
	killed := start(t, port, slow)
	lost := start(t, through, slow)
	waitFor(t, port, finished, 20, time.Minute)
	syscall.Kill(-killed.Process.Pid, syscall.SIGKILL)
	cut()
	if one(t, port, finished) == n {
		t.Fatal("nothing was left when the workers were lost")
	}
	last := start(t, port, slow)
	waitFor(t, port, finished, n, 3*time.Minute)
	if err := last.Wait(); err != nil {
		t.Error(err)
	}
	syscall.Kill(-lost.Process.Pid, syscall.SIGKILL)
	for sql, want := range map[string]int{
		"SELECT count(*) FROM pbt_river.results":                                                                  n,
		"SELECT count(*) FROM pbt_river.results WHERE output LIKE '%培训场次%'":                                       n - n/10,
		"SELECT documents FROM pbt_river.progress WHERE outcome = 'no-form'":                                      n / 10,
		"SELECT inputs FROM pbt_river.progress WHERE outcome = 'converted'":                                       n - n/10 + 1,
		"SELECT count(*) FROM pbt_river.documents d LEFT JOIN pbt_river.results r USING (sha256) WHERE r IS NULL": 0,
	} {
		if got := one(t, port, sql); got != want {
			t.Errorf("%s gives %d, expected %d", sql, got, want)
		}
	}
	if got := ours(t, port, "status"); !strings.Contains(got, "converted") || strings.Contains(got, "queued") {
		t.Errorf("status said %s", got)
	}
}

// A document that kills what reads it is alone at the second attempt, and told of
// at the end; its neighbours are converted.
func TestPoison(t *testing.T) {
	port := pgtest.Start(t)
	ours(t, port, "init")
	dir := t.TempDir()
	for i := range 5 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.tsv", i)), fmt.Appendf(nil, form, i, i+1), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "poison.tsv"), []byte("kills"), 0o644); err != nil {
		t.Fatal(err)
	}
	ours(t, port, "add", dir)
	last := start(t, port, script(t, pbt(t), "if grep -q poison $list; then kill -9 $$; fi"))
	waitFor(t, port, finished, 6, 2*time.Minute)
	last.Wait()
	if got := one(t, port, "SELECT count(*) FROM pbt_river.results WHERE outcome = 'converted'"); got != 5 {
		t.Errorf("%d neighbours were converted", got)
	}
	if got := one(t, port, "SELECT attempt FROM pbt_river.documents WHERE outcome = 'unreadable'"); got != tries {
		t.Errorf("told after %d attempts", got)
	}
	if got := one(t, port, "SELECT count(*) FROM pbt_river.results WHERE record->'problems'->0->>'rule' = 'extract.crash'"); got != 1 {
		t.Errorf("%d results say extract.crash", got)
	}
}

// What cannot be queued is told, and keeps nothing else from the queue.
func TestUnqueued(t *testing.T) {
	port := pgtest.Start(t)
	ours(t, port, "init")
	dir := t.TempDir()
	for _, name := range []string{"\xb1\xed.tsv", "表.tsv"} { // 表 in GBK, which no text of PostgreSQL holds
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o644); err != nil {
			t.Skip(err) // of a file system that takes only UTF-8
		}
	}
	q, err := open(context.Background(), port.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer q.pool.Close()
	n, err := q.add(context.Background(), []string{filepath.Join(dir, "gone"), dir}, defaultJob)
	if err == nil || !strings.Contains(err.Error(), "2 paths were not queued") || !strings.Contains(err.Error(), "gone") {
		t.Errorf("add said %v", err)
	}
	if n.files != 2 || n.queued != 1 {
		t.Errorf("of %d files %d were queued, expected one of two", n.files, n.queued)
	}
}

func TestWithoutNUL(t *testing.T) {
	for line, want := range map[string]string{
		`"a\u0000b"`:       `"ab"`,
		`"\\u0000"`:        `"\\u0000"`,
		`"\\\u0000\u0001"`: `"\\\u0001"`,
	} {
		if got := string(withoutNUL([]byte(line))); got != want {
			t.Errorf("%s gives %s, expected %s", line, got, want)
		}
	}
}

func TestWhose(t *testing.T) {
	at := map[string]int{"/a!b.tsv": 0, "/c.zip": 1}
	for input, want := range map[string]string{"/a!b.tsv": "0 ", "/c.zip!d!e.pdf": "1 d!e.pdf", "/c.zip": "1 "} {
		if i, member, ok := whose(input, at); !ok || fmt.Sprint(i, " ", member) != want {
			t.Errorf("%s is %d %q %v", input, i, member, ok)
		}
	}
	if _, _, ok := whose("/x", at); ok {
		t.Error("a stranger was taken")
	}
}

func TestNoDatabase(t *testing.T) {
	var out bytes.Buffer
	c := root(&out)
	c.SetArgs([]string{"status", "--database", ""})
	if err := c.Execute(); err == nil || !strings.Contains(err.Error(), "--database") {
		t.Errorf("no database gave %v", err)
	}
}
