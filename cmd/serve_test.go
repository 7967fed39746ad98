package cmd

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// said is a stream that can be read while it is written.
type said struct {
	sync.Mutex
	bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	return s.Buffer.Write(p)
}

func (s *said) text() string {
	s.Lock()
	defer s.Unlock()
	return s.Buffer.String()
}

// startServe runs pbt serve and gives its address and its token.
func startServe(t *testing.T, args ...string) (address, token string) {
	t.Helper()
	var out said
	a := &App{In: strings.NewReader(""), Out: &out, Err: &out}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		done <- a.Main(ctx, append([]string{"serve", "--lang", "en", "--listen", "127.0.0.1:0"}, args...))
	}()
	t.Cleanup(func() {
		cancel()
		if code := <-done; code != exitOK {
			t.Errorf("exit %d: %s", code, out.text())
		}
	})
	where := regexp.MustCompile(`http://(\S+)/`)
	secret := regexp.MustCompile(`token: (\S+)`)
	for range 200 {
		at, tok := where.FindStringSubmatch(out.text()), secret.FindStringSubmatch(out.text())
		if at != nil && tok != nil {
			return at[1], tok[1]
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("it does not say where it listens: %s", out.text())
	return "", ""
}

// The service reads and checks as the commands do, for those who know its token and
// call it by its name.
func TestServe(t *testing.T) {
	form, err := os.ReadFile("../testdata/forms/sh-2020-four-forms.txt")
	if err != nil {
		t.Fatal(err)
	}
	address, token := startServe(t)
	ask := func(change func(*http.Request), path string, body []byte) (int, http.Header, []byte) {
		r, err := http.NewRequest("POST", "http://"+address+path, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Pbt-Token", token)
		if change != nil {
			change(r)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		data, _ := io.ReadAll(res.Body)
		return res.StatusCode, res.Header, data
	}

	code, head, body := ask(nil, "/v1/parse?name=forms.txt", form)
	var doc struct {
		Source       struct{ File string }
		Declarations []any
	}
	if err := json.Unmarshal(body, &doc); err != nil || code != 200 || len(doc.Declarations) != 4 || doc.Source.File != "forms.txt" {
		t.Errorf("parse: %d %v %+v", code, err, doc)
	}
	if head.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(head.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("headers: %v", head)
	}
	if code, _, body := ask(nil, "/v1/parse?output=yaml&trace=true", form); code != 200 || !bytes.HasPrefix(body, []byte("schema: pbt/v1")) || !bytes.Contains(body, []byte("trace:")) {
		t.Errorf("yaml: %d %.80s", code, body)
	}
	if code, _, body := ask(nil, "/v1/validate?output=sarif&name=forms.txt", form); code != 200 || !bytes.Contains(body, []byte(`"version": "2.1.0"`)) && !bytes.Contains(body, []byte(`"version":"2.1.0"`)) {
		t.Errorf("sarif: %d %.200s", code, body)
	}
	code, _, body = ask(nil, "/v1/validate?output=xlsx", form)
	if book, err := excelize.OpenReader(bytes.NewReader(body)); err != nil || code != 200 || len(book.GetSheetList()) != 6 {
		t.Errorf("workbook: %d %v", code, err)
	}
	if code, _, body := ask(nil, "/v1/validate?lang=en", []byte("no form in here")); code != 200 || !bytes.Contains(body, []byte(`"rule": "form.none"`)) {
		t.Errorf("no form: %d %s", code, body)
	}
	if code, _, body := ask(nil, "/v1/parse", []byte("%PDF-1.7 nothing")); code != 422 || !bytes.Contains(body, []byte("extract.damaged")) {
		t.Errorf("damaged: %d %s", code, body)
	}
	// Document text is data, whatever it holds.
	if code, head, body := ask(nil, "/v1/validate?output=text", []byte("项目支出绩效目标表\n项目名称\t<script>alert(1)</script>\x1b[2J\u202e\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t场次\t待定\n")); code != 200 || bytes.ContainsAny(body, "\x1b\u202e") || !strings.HasPrefix(head.Get("Content-Type"), "text/plain") {
		t.Errorf("harm: %d %q", code, body)
	}

	for name, change := range map[string]func(*http.Request){
		"no token":         func(r *http.Request) { r.Header.Del("X-Pbt-Token") },
		"wrong token":      func(r *http.Request) { r.Header.Set("X-Pbt-Token", "0") },
		"another name":     func(r *http.Request) { r.Host = "evil.example" },
		"another page":     func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"another web site": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
	} {
		if code, _, _ := ask(change, "/v1/parse", form); code < 400 {
			t.Errorf("%s is let in: %d", name, code)
		}
	}
	for path, want := range map[string]int{"/": 200, "/openapi.json": 200, "/v1/health": 200, "/v1/parse": 405, "/../go.mod": 404, "/service.go": 404} {
		res, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("GET %s: %d, want %d", path, res.StatusCode, want)
		}
	}
}

// Where other machines can reach it, the service asks for a token of one's own.
func TestServeToken(t *testing.T) {
	short := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(short, []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--listen", "0.0.0.0:0"}, {"--listen", ":0"}, {"--listen", "0.0.0.0:0", "--token-file", short}, {"--token-file", "missing"},
		{"--max-size", "0"}, {"--max-size", "9999"},
	} {
		var out said
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out}
		if code := a.Main(context.Background(), append([]string{"serve"}, args...)); code != exitUsage {
			t.Errorf("%v: exit %d: %s", args, code, out.text())
		}
	}
}
