// Package service is reading and checking as a small HTTP service: a document comes
// by POST, and its reading or its findings go back. It keeps nothing.
package service

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// files are the service's own page and its description for programs.
//
//go:embed page.html page.css openapi.json
var files embed.FS

// Policy is the content policy of every answer: the page may use its own style
// sheet, and nothing else.
const Policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Job is one document to work on, and how.
type Job struct {
	Name string
	Data []byte
	// Output is one of the outputs of the task.
	Output string
	Lang   schema.Lang
	// Year, Sheet, Pages, Password and Trace are the flags of these names.
	Year                   int
	Sheet, Pages, Password string
	Trace                  bool
}

// Task reads or checks a document and writes the answer. unreadable reports that the
// document, or a part of it, could not be read, which the answer says too. An error
// is a mistake in the request, or that of ctx.
type Task func(ctx context.Context, job *Job, w io.Writer) (unreadable bool, err error)

// Mistake is what is wrong with a request, in words for its sender.
type Mistake struct{ Text schema.Text }

func (m *Mistake) Error() string { return m.Text.EN }

// Service answers requests.
type Service struct {
	// Tasks are what can be asked for, by the last part of the address: parse,
	// validate. Outputs are those of each, the default first.
	Tasks   map[string]Task
	Outputs map[string][]string
	// MaxBytes is the size of the largest document, in bytes.
	MaxBytes int64
	// Timeout is the longest that one request may take, waiting included.
	Timeout time.Duration
	// Jobs is how many documents are worked on at a time; as many again may wait.
	Jobs int

	slots, places chan struct{}
}

// Public tells the addresses that need no token: what describes the service.
func Public(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}

// Handler is the service as a handler, without its guard.
func (s *Service) Handler() http.Handler {
	s.slots = make(chan struct{}, s.Jobs)
	s.places = make(chan struct{}, 2*s.Jobs)
	mux := http.NewServeMux()
	for name, at := range map[string]string{"page.html": "GET /{$}", "page.css": "GET /page.css", "openapi.json": "GET /openapi.json"} {
		mux.HandleFunc(at, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	mux.HandleFunc("GET /v1/health", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	for name, task := range s.Tasks {
		mux.HandleFunc("POST /v1/"+name, func(w http.ResponseWriter, r *http.Request) { s.work(w, r, task, s.Outputs[name]) })
	}
	return mux
}

// work takes a place in the queue, reads the document, does the task and answers.
func (s *Service) work(w http.ResponseWriter, r *http.Request, task Task, outputs []string) {
	ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
	defer cancel()
	select {
	case s.places <- struct{}{}:
		defer func() { <-s.places }()
	default:
		w.Header().Set("Retry-After", "5")
		fail(w, http.StatusServiceUnavailable, langOf(r.Header.Get("Accept-Language")), schema.Text{ZH: "正忙，请稍后再试", EN: "the service is busy: try again soon"})
		return
	}
	// The body is bounded in time as the whole request is.
	http.NewResponseController(w).SetReadDeadline(time.Now().Add(s.Timeout))
	job, status, wrong := s.job(w, r, outputs)
	if wrong != nil {
		fail(w, status, job.Lang, wrong.Text)
		return
	}
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-ctx.Done():
		late(w, job.Lang)
		return
	}
	var b bytes.Buffer
	unreadable, err := task(ctx, job, &b)
	var m *Mistake
	switch {
	case errors.As(err, &m):
		fail(w, http.StatusBadRequest, job.Lang, m.Text)
	case ctx.Err() != nil:
		late(w, job.Lang)
	case err != nil:
		fail(w, http.StatusInternalServerError, job.Lang, schema.Text{ZH: err.Error(), EN: err.Error()})
	default:
		write(w, job, b.Bytes(), unreadable)
	}
}

// contentTypes are those of the outputs.
var contentTypes = map[string]string{
	"json": "application/json", "sarif": "application/sarif+json", "yaml": "application/yaml; charset=utf-8",
	"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8", "text": "text/plain; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// write sends an answer: 422 where the document could not be read whole. Nothing of
// it is shown by a browser that is led here.
func write(w http.ResponseWriter, job *Job, data []byte, unreadable bool) {
	h := w.Header()
	h.Set("Content-Type", contentTypes[job.Output])
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": job.Name + "." + job.Output}))
	if unreadable {
		w.WriteHeader(http.StatusUnprocessableEntity)
	}
	w.Write(data)
}

// job reads a request. It always gives a job, so that a fault can be told in its
// language.
func (s *Service) job(w http.ResponseWriter, r *http.Request, outputs []string) (job *Job, status int, wrong *Mistake) {
	q := r.URL.Query()
	job = &Job{
		Name: "document", Output: outputs[0], Lang: langOf(r.Header.Get("Accept-Language")),
		Sheet: q.Get("sheet"), Pages: q.Get("pages"), Password: r.Header.Get("X-Pbt-Password"),
	}
	for key, values := range q {
		if wrong := job.set(key, values[len(values)-1], outputs); wrong != nil {
			return job, http.StatusBadRequest, wrong
		}
	}
	data, name, err := body(http.MaxBytesReader(w, r.Body, s.MaxBytes+1<<16), r.Header.Get("Content-Type"))
	if name != "" && q.Get("name") == "" {
		job.Name = name
	}
	job.Data = data
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big) || int64(len(data)) > s.MaxBytes:
		return job, http.StatusRequestEntityTooLarge, &Mistake{schema.Text{
			ZH: "文档超过上限 " + strconv.FormatInt(s.MaxBytes>>20, 10) + " MiB", EN: "the document is larger than " + strconv.FormatInt(s.MaxBytes>>20, 10) + " MiB"}}
	case err != nil:
		return job, http.StatusBadRequest, &Mistake{schema.Text{ZH: "请求读不全：" + err.Error(), EN: "the request cannot be read: " + err.Error()}}
	case len(data) == 0:
		return job, http.StatusBadRequest, &Mistake{schema.Text{ZH: "请求里没有文档：把文件作为请求体发来", EN: "the request holds no document: send the file as its body"}}
	}
	return job, 0, nil
}

// set takes one parameter of a request.
func (job *Job) set(key, value string, outputs []string) *Mistake {
	switch key {
	case "output":
		for _, o := range outputs {
			if o == value {
				job.Output = value
				return nil
			}
		}
		known := strings.Join(outputs, ", ")
		return &Mistake{schema.Text{ZH: "output 没有 " + strconv.Quote(value) + "，可以用的有：" + known, EN: "unknown output " + strconv.Quote(value) + ", expected one of " + known}}
	case "name":
		if value = path.Base(strings.ReplaceAll(value, `\`, "/")); value != "." && value != "/" {
			job.Name = value
		}
	case "lang":
		job.Lang = langOf(value)
	case "year":
		n, err := strconv.Atoi(value)
		if err != nil {
			return &Mistake{schema.Text{ZH: "year 应是年度", EN: "year is no number"}}
		}
		job.Year = n
	case "trace":
		job.Trace = value != "" && value != "0" && value != "false"
	case "sheet", "pages":
	default:
		return &Mistake{schema.Text{ZH: "没有参数 " + strconv.Quote(key), EN: "unknown parameter " + strconv.Quote(key)}}
	}
	return nil
}

// body is the document of a request: the first file of a form, or all of the body.
func body(r io.Reader, contentType string) (data []byte, name string, err error) {
	kind, params, _ := mime.ParseMediaType(contentType)
	if kind != "multipart/form-data" {
		data, err = io.ReadAll(r)
		return data, "", err
	}
	return firstFile(r, params["boundary"])
}

// late answers a request whose time is up.
func late(w http.ResponseWriter, lang schema.Lang) {
	fail(w, http.StatusGatewayTimeout, lang, schema.Text{ZH: "时限内没有读完", EN: "the document was not read within the time limit"})
}

// fail answers with what is wrong.
func fail(w http.ResponseWriter, status int, lang schema.Lang, text schema.Text) {
	answer(w, status, map[string]string{"error": text.In(lang)})
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", contentTypes["json"])
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.Encode(v)
}

// langOf is the language that a header or a parameter asks for: Chinese unless it
// begins with English.
func langOf(s string) schema.Lang {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(s)), "en") {
		return schema.EN
	}
	return schema.ZH
}
