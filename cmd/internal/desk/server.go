package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/cmd/internal/web"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// policy lets the page run its own scripts, draw with its own style and show
// pictures that it made itself, and nothing else. pdf.js decodes JPEG 2000 with a
// module that it brings along, for which WebAssembly is allowed.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// maxChange bounds the body of a request.
const maxChange = 4 << 20

// Handler serves the page and its data. token is what requests for data must carry.
func (d *Desk) Handler(token string, hosts []string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", asset("index.html"))
	mux.HandleFunc("GET /app/{name}", func(w http.ResponseWriter, r *http.Request) { asset(r.PathValue("name"))(w, r) })
	mux.HandleFunc("GET /pdfjs/{name...}", func(w http.ResponseWriter, r *http.Request) { pdfAsset(w, r, r.PathValue("name")) })
	mux.HandleFunc("GET /api/words", d.serveWords)
	mux.HandleFunc("GET /api/queue", d.serveQueue)
	mux.HandleFunc("GET /api/export", d.serveExport)
	mux.HandleFunc("GET /api/doc/{id}", d.on(func(_ http.ResponseWriter, _ *http.Request, _ *item, r *shown) (any, error) { return r, nil }))
	mux.HandleFunc("GET /api/doc/{id}/grids", d.on(func(_ http.ResponseWriter, _ *http.Request, _ *item, r *shown) (any, error) { return r.grids, nil }))
	mux.HandleFunc("GET /api/doc/{id}/look", d.shown(func(w http.ResponseWriter, _ *http.Request, v view) error { answer(w, v.look); return nil }))
	mux.HandleFunc("GET /api/doc/{id}/raw", d.shown(serveRaw))
	mux.HandleFunc("GET /api/doc/{id}/page/{n}", d.shown(servePage))
	mux.HandleFunc("GET /api/doc/{id}/picture/{n}", d.shown(servePicture))
	mux.HandleFunc("POST /api/doc/{id}/retype", d.on(func(_ http.ResponseWriter, q *http.Request, _ *item, r *shown) (any, error) {
		var s settled
		if err := decode(q, &s); err != nil {
			return nil, err
		}
		return r.retype(s)
	}))
	mux.HandleFunc("POST /api/doc/{id}/change", d.on(func(_ http.ResponseWriter, q *http.Request, x *item, _ *shown) (any, error) {
		var c change
		if err := decode(q, &c); err != nil {
			return nil, err
		}
		return d.change(q.Context(), x, &c)
	}))
	mux.HandleFunc("POST /api/profile", serveProfile)
	guard := &web.Guard{Token: token, Hosts: hosts, Policy: policy, Public: func(r *http.Request) bool {
		return r.Method == http.MethodGet && !strings.HasPrefix(r.URL.Path, "/api/")
	}}
	return guard.Wrap(mux)
}

// asked is the document that a request is about; where there is none it answers so
// and gives nil.
func (d *Desk) asked(w http.ResponseWriter, q *http.Request) *item {
	id, err := strconv.Atoi(q.PathValue("id"))
	if err == nil {
		if x, err := d.item(id); err == nil {
			return x
		}
	}
	fail(w, errGone)
	return nil
}

// on hands a request about a document to f with its reading, one at a time.
func (d *Desk) on(f func(http.ResponseWriter, *http.Request, *item, *shown) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		x := d.asked(w, q)
		if x == nil {
			return
		}
		x.mu.Lock()
		defer x.mu.Unlock()
		r, err := d.open(q.Context(), x)
		if err != nil {
			fail(w, err)
			return
		}
		out, err := f(w, q, x, r)
		if err != nil {
			fail(w, err)
		} else if out != nil {
			answer(w, out)
		}
	}
}

// answer writes JSON. Its signs of markup are escaped, whatever it is taken for.
func answer(w http.ResponseWriter, v any) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(b.Bytes())
}

// fail says what went wrong, in both languages.
func fail(w http.ResponseWriter, err error) {
	code, text := http.StatusInternalServerError, schema.Text{ZH: err.Error(), EN: err.Error()}
	var refused *errRefused
	switch {
	case errors.As(err, &refused):
		code, text = http.StatusUnprocessableEntity, refused.Text
	case errors.Is(err, errGone):
		code, text = http.StatusNotFound, schema.Text{ZH: "没有这份文档或这一页", EN: "there is no such document or page"}
	case errors.Is(err, errRequest):
		code = http.StatusBadRequest
	case errors.Is(err, fs.ErrPermission):
		text = schema.Text{ZH: "没有写入权限：" + err.Error(), EN: "permission to write is denied: " + err.Error()}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(map[string]schema.Text{"error": text})
}

// errRequest is a request that is none of the page's.
var errRequest = errors.New("the request is malformed")

func decode(q *http.Request, v any) error {
	if kind, _, _ := mime.ParseMediaType(q.Header.Get("Content-Type")); kind != "application/json" {
		return errRequest
	}
	dec := json.NewDecoder(http.MaxBytesReader(nil, q.Body, maxChange))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return fmt.Errorf("%w: %w", errRequest, err)
	}
	return nil
}

// asset serves one of the page's own files.
func asset(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		data, err := pageFiles.ReadFile("page/" + path.Base(name))
		if err != nil {
			fail(w, errGone)
			return
		}
		send(w, name, data)
	}
}

// kinds are the types of the files that are served; nothing else is.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".bcmap": "application/octet-stream", ".pfb": "application/octet-stream", ".ttf": "font/ttf",
}

func send(w http.ResponseWriter, name string, data []byte) {
	kind, ok := kinds[path.Ext(name)]
	if !ok {
		fail(w, errGone)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Write(data)
}

func pdfAsset(w http.ResponseWriter, _ *http.Request, name string) {
	data, err := pdfFile(name)
	if err != nil {
		fail(w, errGone)
		return
	}
	send(w, name, data)
}

func (d *Desk) serveQueue(w http.ResponseWriter, q *http.Request) {
	since, _ := strconv.Atoi(q.URL.Query().Get("since"))
	items, revision := d.queue(since)
	answer(w, map[string]any{"items": items, "revision": revision, "total": d.Len()})
}

func (d *Desk) serveWords(w http.ResponseWriter, _ *http.Request) { answer(w, d.words()) }

// view is a document as it is shown, which does not wait for its being read.
type view struct {
	data []byte
	look look
}

// shown hands a request for what a document looks like to f.
func (d *Desk) shown(f func(http.ResponseWriter, *http.Request, view) error) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		x := d.asked(w, q)
		if x == nil {
			return
		}
		v := view{look: look{Kind: lookNone}}
		if v.data = x.show(q.Context()); v.data != nil {
			v.look = lookOf(v.data, x.source.Name, d.opt.Read.Password)
		}
		if err := f(w, q, v); err != nil {
			fail(w, err)
		}
	}
}

// serveRaw gives the document's bytes to pdf.js, in the ranges that it asks for.
func serveRaw(w http.ResponseWriter, q *http.Request, v view) error {
	if v.look.Kind != lookPDF {
		return errGone
	}
	w.Header().Set("Content-Type", "application/pdf")
	http.ServeContent(w, q, "", time.Time{}, bytes.NewReader(v.data))
	return nil
}

func (v view) number(q *http.Request) (int, error) {
	n, err := strconv.Atoi(q.PathValue("n"))
	if err != nil || n < 1 || n > v.look.Pages || v.look.Kind != lookDrawn {
		return 0, errGone
	}
	return n, nil
}

func servePage(w http.ResponseWriter, q *http.Request, v view) error {
	n, err := v.number(q)
	if err != nil {
		return err
	}
	p, err := pageOf(q.Context(), v.data, n)
	if err == nil {
		answer(w, p)
	}
	return err
}

// pageOf draws a page of an OFD, or tells the size of a picture.
func pageOf(ctx context.Context, data []byte, n int) (*drawnPage, error) {
	if isOFD(data) {
		return drawOFD(ctx, data, n)
	}
	p, err := pictureOf(ctx, data, n)
	if err != nil {
		return nil, err
	}
	return sizeOf(p), nil
}

func isOFD(data []byte) bool { return sniff.Detect(data, "") == sniff.OFD }

func servePicture(w http.ResponseWriter, q *http.Request, v view) error {
	n, err := v.number(q)
	if err != nil || isOFD(v.data) {
		return errGone
	}
	kind, data, err := pictureBytes(q.Context(), v.data, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", kind)
	w.Write(data)
	return nil
}
