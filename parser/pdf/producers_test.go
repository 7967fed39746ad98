package pdf

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// rows are the indicators of the form in testdata: both labels, name, value.
func rows(t testing.TB) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/rows.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for line := range strings.Lines(string(data)) {
		out = append(out, strings.Split(strings.TrimSpace(line), "\t"))
	}
	return out
}

// indicators reads the rows of a document's tables behind the header row: the
// cells of each row from left to right, without line breaks.
func indicators(d *grid.Document) [][]string {
	var out [][]string
	for _, g := range tables(d) {
		lines := make([][]string, g.Rows)
		for _, c := range g.Cells {
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				lines[r] = append(lines[r], strings.ReplaceAll(c.Text, "\n", ""))
			}
		}
		seen := false
		for _, l := range lines {
			if seen {
				out = append(out, l)
			}
			seen = seen || len(l) > 0 && l[0] == "一级目标"
		}
	}
	return out
}

// displayed is a value as a spreadsheet shows it: =100% typed into a cell is a
// formula, printed as 100.00%.
func displayed(v string) string {
	if n, ok := strings.CutPrefix(v, "="); ok && strings.HasSuffix(n, "%") && !strings.Contains(n, ".") {
		return strings.TrimSuffix(n, "%") + ".00%"
	}
	return v
}

func sameRow(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range want {
		v := strings.TrimPrefix(want[i], "=")
		if got[i] != want[i] && got[i] != displayed(want[i]) && got[i] != v {
			return false
		}
	}
	return true
}

func TestEveryProducer(t *testing.T) {
	want := rows(t)
	fail := map[string]string{"enc_userpw.pdf": "extract.encrypted"}
	partly := map[string]string{"bad_truncated_half.pdf": "extract.damaged"}
	files, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, path := range files {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			d, err := Read(context.Background(), data, Options{})
			if rule := fail[name]; rule != "" {
				var re *schema.ReadError
				if !errors.As(err, &re) || re.Rule != rule {
					t.Errorf("got %v, want %s", err, rule)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if rule := partly[name]; rule != "" {
				if len(d.Problems) == 0 || d.Problems[0].Rule != rule || len(tables(d)) == 0 {
					t.Errorf("problems %v and %d tables, want %s and what could be read", d.Problems, len(tables(d)), rule)
				}
				return
			}
			if len(d.Problems) != 0 {
				t.Errorf("problems: %v", d.Problems)
			}
			got := indicators(d)
			if len(got) != len(want) {
				t.Fatalf("%d rows, want %d: %v", len(got), len(want), got)
			}
			for i := range want {
				if !sameRow(got[i], want[i]) {
					t.Errorf("row %d is %q, want %q", i+1, got[i], want[i])
				}
			}
		})
	}
}

func TestPassword(t *testing.T) {
	data, err := os.ReadFile("testdata/enc_userpw.pdf")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(context.Background(), data, Options{Password: "secret"})
	if err != nil || len(indicators(d)) != len(rows(t)) {
		t.Errorf("the right password: %v", err)
	}
	_, err = Read(context.Background(), data, Options{Password: "wrong"})
	var re *schema.ReadError
	if !errors.As(err, &re) || re.Rule != "extract.encrypted" || !strings.Contains(re.Hint.EN, "--password") {
		t.Errorf("the wrong password: %v, want extract.encrypted", err)
	}
	open, err := os.ReadFile("testdata/enc_256.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), open, Options{Password: "needless"}); err != nil {
		t.Errorf("a password for a file that opens without: %v", err)
	}
}

var (
	mutants    = flag.Int("mutants", 150, "how many damaged files TestMutants reads")
	mutantsDir = flag.String("mutants-dir", "testdata", "where TestMutants finds files to damage")
)

// mutant damages a file: bytes changed, removed, doubled or swapped, the end cut
// off. The same seed gives the same damage.
func mutant(data []byte, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 0))
	out := append([]byte(nil), data...)
	for range 1 + r.IntN(60) {
		if len(out) < 16 {
			return out
		}
		at := r.IntN(len(out))
		n := min(1+r.IntN(40), len(out)-at)
		switch r.IntN(8) {
		case 0, 1, 2:
			out[at] = byte(r.IntN(256))
		case 3:
			out[at] ^= 1 << r.IntN(8)
		case 4:
			out = append(out[:at], out[at+n:]...)
		case 5:
			out = append(out[:at+n], append(append([]byte(nil), out[at:at+n]...), out[at+n:]...)...)
		case 6:
			if d := out[at]; d >= '0' && d <= '9' {
				out[at] = '0' + byte(r.IntN(10))
			}
		case 7:
			copy(out[at:at+n], out[r.IntN(len(out)-n+1):])
		}
	}
	if r.IntN(6) == 0 {
		out = out[:r.IntN(len(out)+1)]
	}
	return out
}

// mutantTime is what reading one damaged file may take.
const mutantTime = 20 * time.Second

// TestMutants reads damaged files: no panic, no hang, no memory beyond bounds.
func TestMutants(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(*mutantsDir, "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	var whole [][]byte
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) < 1<<20 {
			whole = append(whole, data)
		}
	}
	read, failed := 0, map[string]int{}
	slowest := time.Duration(0)
	for i := range *mutants {
		data := mutant(whole[i%len(whole)], uint64(i))
		start := time.Now()
		done := make(chan error, 1)
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), mutantTime/2)
			defer cancel()
			defer func() {
				if x := recover(); x != nil {
					done <- fmt.Errorf("panic: %v", x)
				}
			}()
			_, err := Read(ctx, data, Options{})
			done <- err
		}()
		select {
		case err = <-done:
		case <-time.After(mutantTime):
			t.Fatalf("mutant %d of %s hangs", i, files[i%len(files)])
		}
		slowest = max(slowest, time.Since(start))
		var re *schema.ReadError
		switch {
		case err == nil:
			read++
		case errors.As(err, &re):
			failed[re.Rule]++
		default:
			t.Fatalf("mutant %d: %v", i, err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d mutants: %d read, %v; slowest %v, %d MB from the system", *mutants, read, failed, slowest.Round(time.Millisecond), m.Sys>>20)
	if m.Sys > 1<<30 {
		t.Errorf("%d MB taken from the system", m.Sys>>20)
	}
}
