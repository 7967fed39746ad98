package cmd

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pbt review says where it listens, answers there to who knows the token, writes
// nothing, and ends with exit code 0 when it is told to.
func TestReviewServes(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("../testdata/forms/sh-2026-lanxilu.txt")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "form.txt")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	out, in := io.Pipe()
	var said strings.Builder
	app := App{In: strings.NewReader(""), Out: in, Err: &said}
	code := make(chan int, 1)
	go func() { code <- app.Main(ctx, []string{"review", "--no-open", "--lang", "en", file}) }()
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base, token, ok := strings.Cut(strings.TrimSpace(address), "/#")
	if !ok || !strings.HasPrefix(base, "http://127.0.0.1:") || len(token) != 32 {
		t.Fatalf("it listens at %q", address)
	}
	for name, want := range map[string]int{"": http.StatusUnauthorized, token: http.StatusOK} {
		q, err := http.NewRequest("GET", base+"/api/doc/0", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("X-Pbt-Token", name)
		resp, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("with the token %q: %d, want %d", name, resp.StatusCode, want)
		}
	}
	stop()
	if got := <-code; got != exitOK {
		t.Errorf("exit code %d: %s", got, said.String())
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("it wrote beside the document: %v %v", left, err)
	}
	if !strings.Contains(said.String(), "Ctrl-C") {
		t.Errorf("it says %q", said.String())
	}
}
