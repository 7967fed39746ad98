package service

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// echo answers with what it was asked.
func echo(_ context.Context, job *Job, w io.Writer) (bool, error) {
	switch {
	case bytes.HasPrefix(job.Data, []byte("unreadable")):
		io.WriteString(w, "{}")
		return true, nil
	case job.Pages == "x":
		return false, &Mistake{schema.Text{ZH: "页码不对", EN: "no pages"}}
	}
	return false, json.NewEncoder(w).Encode(job)
}

func newService() *Service {
	return &Service{
		Tasks: map[string]Task{"parse": echo}, Outputs: map[string][]string{"parse": {"json", "yaml"}},
		MaxBytes: 1 << 10, Timeout: time.Second, Jobs: 1,
	}
}

func post(t *testing.T, h http.Handler, url, contentType string, body io.Reader) *http.Response {
	t.Helper()
	r := httptest.NewRequest("POST", url, body)
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestAnswers(t *testing.T) {
	h := newService().Handler()
	for _, c := range []struct {
		url, body string
		status    int
		holds     string
	}{
		{"/v1/parse", "表", 200, `"Name":"document"`},
		{"/v1/parse?name=../../etc/表.pdf&output=yaml&year=2024&trace=1&sheet=1", "表", 200, `"Name":"表.pdf","Data":"6KGo","Output":"yaml","Lang":"zh","Year":2024,"Sheet":"1","Pages":"","Password":"","Trace":true`},
		{"/v1/parse?output=exe", "表", 400, "json, yaml"},
		{"/v1/parse?year=soon", "表", 400, "year"},
		{"/v1/parse?file=/etc/passwd", "表", 400, "没有参数"},
		{"/v1/parse?file=/etc/passwd&lang=en", "表", 400, ""},
		{"/v1/parse?pages=x", "表", 400, "页码不对"},
		{"/v1/parse", "", 400, "没有文档"},
		{"/v1/parse", strings.Repeat("x", 1<<10+1), 413, "上限"},
		{"/v1/parse", strings.Repeat("x", 1<<20), 413, "上限"},
		{"/v1/parse", "unreadable", 422, "{}"},
		{"/v1/nothing", "表", 404, ""},
	} {
		res := post(t, h, c.url, "application/octet-stream", strings.NewReader(c.body))
		got, _ := io.ReadAll(res.Body)
		if res.StatusCode != c.status || !strings.Contains(string(got), c.holds) {
			t.Errorf("%s: %d %s, want %d and %q", c.url, res.StatusCode, got, c.status, c.holds)
		}
	}
	if res := post(t, h, "/v1/parse?name=a%0d%0ab<script>.pdf", "", strings.NewReader("表")); res.Header.Get("Content-Disposition") == "" || res.Header.Get("B<script>") != "" {
		t.Errorf("the name of the answer: %q", res.Header)
	}
}

// A file of a form is taken as a body is.
func TestForm(t *testing.T) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	m.WriteField("note", "no file")
	f, _ := m.CreateFormFile("file", "表.xlsx")
	io.WriteString(f, "bytes")
	m.Close()
	res := post(t, newService().Handler(), "/v1/parse", m.FormDataContentType(), &b)
	got, _ := io.ReadAll(res.Body)
	if res.StatusCode != 200 || !strings.Contains(string(got), `"Name":"表.xlsx","Data":"Ynl0ZXM="`) {
		t.Errorf("%d %s", res.StatusCode, got)
	}
	if res := post(t, newService().Handler(), "/v1/parse", "multipart/form-data", strings.NewReader("x")); res.StatusCode != 400 {
		t.Errorf("a form without a boundary: %d", res.StatusCode)
	}
}

// What does not end is ended, and what has no place is sent away.
func TestTimeAndPlaces(t *testing.T) {
	s := newService()
	s.Timeout = 50 * time.Millisecond
	started := make(chan bool, 9)
	s.Tasks["parse"] = func(ctx context.Context, _ *Job, _ io.Writer) (bool, error) {
		started <- true
		<-ctx.Done()
		return false, ctx.Err()
	}
	h := s.Handler()
	codes := make(chan int, 3)
	for range 3 {
		go func() { codes <- post(t, h, "/v1/parse", "", strings.NewReader("表")).StatusCode }()
	}
	<-started
	var got []int
	for range 3 {
		got = append(got, <-codes)
	}
	slices.Sort(got)
	// One works and one waits, each until its time is up; the third may have come
	// when both were there.
	if got[0] != 503 && got[0] != 504 || got[1] != 504 || got[2] != 504 {
		t.Errorf("codes %v", got)
	}
}

// The description for programs knows the outputs and says nothing that is not so.
func TestOpenAPI(t *testing.T) {
	w := httptest.NewRecorder()
	newService().Handler().ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	var api struct {
		Paths map[string]map[string]struct {
			Parameters []struct {
				Name   string
				Schema struct{ Enum []string }
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &api); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/v1/parse", "/v1/validate"} {
		if len(api.Paths[path]["post"].Parameters) == 0 {
			t.Errorf("%s is not described", path)
		}
		for _, o := range api.Paths[path]["post"].Parameters[0].Schema.Enum {
			if contentTypes[o] == "" {
				t.Errorf("%s: the output %s has no type", path, o)
			}
		}
	}
	for _, page := range []string{"/", "/page.css"} {
		w := httptest.NewRecorder()
		newService().Handler().ServeHTTP(w, httptest.NewRequest("GET", page, nil))
		if w.Code != 200 || w.Body.Len() == 0 {
			t.Errorf("%s: %d", page, w.Code)
		}
	}
}
