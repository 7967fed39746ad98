package desk

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
	"testing"

	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/schema"
)

// client asks a desk's server as the page does.
type client struct {
	testing.TB
	base, token string
}

func newClient(t testing.TB, d *Desk) *client {
	t.Helper()
	base, token, _ := strings.Cut(serve(t, d), "/#")
	return &client{t, base, token}
}

// ask sends a request and gives the answer; body is sent as JSON where it is not nil.
func (c *client) ask(method, path string, body any, head map[string]string) (int, []byte, http.Header) {
	c.Helper()
	var r io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			c.Fatal(err)
		}
		r = bytes.NewReader(data)
	}
	q, err := http.NewRequest(method, c.base+path, r)
	if err != nil {
		c.Fatal(err)
	}
	q.Header.Set("X-Pbt-Token", c.token)
	q.Header.Set("Content-Type", "application/json")
	for k, v := range head {
		if k == "Host" {
			q.Host = v
		}
		q.Header.Set(k, v)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		c.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		c.Fatal(err)
	}
	return resp.StatusCode, data, resp.Header
}

// get decodes the answer to a request that must succeed.
func get[T any](c *client, method, path string, body any) T {
	c.Helper()
	code, data, _ := c.ask(method, path, body, nil)
	if code != http.StatusOK {
		c.Fatalf("%s %s: %d %s", method, path, code, data)
	}
	var out T
	if err := json.Unmarshal(data, &out); err != nil {
		c.Fatalf("%s %s: %v", method, path, err)
	}
	return out
}

// copied is a copy of a file of testdata, in a folder of its own.
func copied(t testing.TB, from string, as ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash("../../../testdata/" + from))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(from)
	if len(as) > 0 {
		name = as[0]
	}
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

const fourForms = "forms/sh-2020-four-forms.txt"

func TestServerSafety(t *testing.T) {
	file := copied(t, fourForms)
	c := newClient(t, newDesk(t, file))
	for name, q := range map[string]struct {
		method, path string
		head         map[string]string
		want         int
	}{
		"the page":            {"GET", "/", map[string]string{"X-Pbt-Token": ""}, 200},
		"its scripts":         {"GET", "/app/app.mjs", map[string]string{"X-Pbt-Token": ""}, 200},
		"pdf.js":              {"GET", "/pdfjs/build/pdf.min.mjs", map[string]string{"X-Pbt-Token": ""}, 200},
		"data":                {"GET", "/api/doc/0", nil, 200},
		"data, no token":      {"GET", "/api/doc/0", map[string]string{"X-Pbt-Token": ""}, 401},
		"words, no token":     {"GET", "/api/words", map[string]string{"X-Pbt-Token": "0"}, 401},
		"change, no token":    {"POST", "/api/doc/0/change", map[string]string{"X-Pbt-Token": ""}, 401},
		"another host":        {"GET", "/", map[string]string{"Host": "evil.example"}, 421},
		"another page":        {"POST", "/api/doc/0/change", map[string]string{"Origin": "http://evil.example"}, 403},
		"a path for a number": {"GET", "/api/doc/..%2f..%2fetc%2fpasswd", nil, 404},
		"no such document":    {"GET", "/api/doc/1", nil, 404},
		"a negative one":      {"GET", "/api/doc/-1", nil, 404},
		"outside the scripts": {"GET", "/app/..%2fserver.go", nil, 404},
		"outside the archive": {"GET", "/pdfjs/..%2f..%2fgo.mod", nil, 404},
		"a folder":            {"GET", "/app/", nil, 404},
		"raw of a text":       {"GET", "/api/doc/0/raw", nil, 404},
		"page of a text":      {"GET", "/api/doc/0/page/1", nil, 404},
		"no JSON":             {"POST", "/api/doc/0/change", map[string]string{"Content-Type": "text/plain"}, 400},
		"no format":           {"GET", "/api/export?format=exe", nil, 400},
	} {
		code, _, head := c.ask(q.method, q.path, nil, q.head)
		if code != q.want {
			t.Errorf("%s: %d, want %d", name, code, q.want)
		}
		if policy := head.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe-inline") {
			t.Errorf("%s: the policy is %q", name, policy)
		}
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("something was written beside the document: %v %v", left, err)
	}
}

// The page has no script, style or handler of its own in its markup, and makes none
// of text: the policy would refuse it.
func TestPageIsStrict(t *testing.T) {
	names, err := pageFiles.ReadDir("page")
	if err != nil {
		t.Fatal(err)
	}
	bad := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\('style'|srcdoc|javascript:`)
	for _, n := range names {
		data, err := pageFiles.ReadFile("page/" + n.Name())
		if err != nil {
			t.Fatal(err)
		}
		if m := bad.Find(data); m != nil {
			t.Errorf("%s has %s", n.Name(), m)
		}
		if strings.HasSuffix(n.Name(), ".html") && regexp.MustCompile(`<style|<script>|\son\w+=|style=`).Match(data) {
			t.Errorf("%s has something inline", n.Name())
		}
	}
}

// What is corrected is typed again, kept beside the document, applied, undone.
func TestCorrect(t *testing.T) {
	file := copied(t, fourForms)
	c := newClient(t, newDesk(t, file))
	r := get[shown](c, "GET", "/api/doc/0", nil)
	const path = "indicators[1].children[0].children[5].value"
	typed := get[retyped](c, "POST", "/api/doc/0/retype", settled{Path: path, To: "≥3场次"})
	if typed.Value == nil || typed.Value.Number != "3" || typed.Value.Unit != "场次" {
		t.Errorf("retyped as %+v", typed.Value)
	}
	if bad := get[retyped](c, "POST", "/api/doc/0/retype", settled{Path: "funds.total", To: "很多"}); bad.Fault == nil || bad.Fault.ZH == "" {
		t.Errorf("no fault of an amount that is none: %+v", bad)
	}
	r = get[shown](c, "POST", "/api/doc/0/change", change{Set: []settled{{Path: path, To: "≥3场次"}}})
	if v := r.Document.Declarations[0].Indicators[1].Children[0].Children[5].Value; v.Unit != "场次" {
		t.Errorf("the value is %+v", v)
	}
	saved, _, err := review.Load(review.Beside(file))
	if err != nil || len(saved.Corrections) != 1 || saved.Corrections[0].From != ">=2次" || saved.Corrections[0].To != "≥3场次" {
		t.Fatalf("saved: %+v, %v", saved, err)
	}
	// The same again is one correction, from what was read.
	r = get[shown](c, "POST", "/api/doc/0/change", change{Set: []settled{{Path: path, To: "≥4场次"}}})
	if len(r.Review.Corrections) != 1 || r.Review.Corrections[0].From != ">=2次" {
		t.Errorf("corrected twice: %+v", r.Review.Corrections)
	}
	// What does not fit is refused, and nothing is written.
	code, body, _ := c.ask("POST", "/api/doc/0/change", change{Set: []settled{{Path: "funds.total", To: "很多"}}}, nil)
	if code != http.StatusUnprocessableEntity || !bytes.Contains(body, []byte("不是金额")) {
		t.Errorf("an amount that is none: %d %s", code, body)
	}
	// A desk of another day sees it.
	again := get[shown](newClient(t, newDesk(t, file)), "GET", "/api/doc/0", nil)
	if v := again.Document.Declarations[0].Indicators[1].Children[0].Children[5].Value; v.Text != "≥4场次" {
		t.Errorf("read again: %+v", v)
	}
	r = get[shown](c, "POST", "/api/doc/0/change", change{Undo: []int{0}})
	if r.Review != nil {
		t.Errorf("after undoing: %+v", r.Review)
	}
	if _, err := os.Stat(review.Beside(file)); !os.IsNotExist(err) {
		t.Error("the empty file of corrections stays")
	}
}

// Doubts are settled one by one, an indicator that moved is found by its new path,
// and an acceptance goes with the finding when the form's names change.
func TestSettle(t *testing.T) {
	c := newClient(t, newDesk(t, copied(t, fourForms)))
	r := get[shown](c, "GET", "/api/doc/0", nil)
	doubts := func(r shown) (n int) {
		for _, d := range r.Document.Declarations {
			n += len(d.Uncertain)
		}
		return n
	}
	start := doubts(r)
	if start == 0 {
		t.Fatal("the form has no doubt")
	}
	for i, d := range r.Document.Declarations {
		if len(d.Uncertain) == 0 {
			continue
		}
		q := d.Uncertain[0]
		moved := get[shown](c, "POST", "/api/doc/0/change", change{Set: []settled{{Declaration: i, Path: q.Path, Question: q.Question, To: q.Alternatives[0]}}})
		if doubts(moved) != start-1 {
			t.Errorf("%d doubts, want %d", doubts(moved), start-1)
		}
		var now string
		for _, p := range moved.Document.Declarations[i].Repairs {
			if p.Why == review.Why {
				now = p.Path
			}
		}
		if now == q.Path {
			t.Fatalf("it did not move: %s", now)
		}
		after := get[shown](c, "POST", "/api/doc/0/change", change{Set: []settled{{Declaration: i, Path: now + ".name", To: "改了的名字"}}})
		if got, ok := review.Text(after.Document.Declarations[i], now, ""); !ok || got != "改了的名字" {
			t.Errorf("the moved indicator is %q at %s", got, now)
		}
		break
	}
	r = get[shown](c, "GET", "/api/doc/0", nil)
	var f *remark
	for i := range r.Findings {
		if x := &r.Findings[i]; x.Declaration != nil && *x.Declaration == 1 && x.Severity != schema.SeverityInfo {
			f = x
		}
	}
	if f == nil {
		t.Fatal("the form has no finding")
	}
	r = get[shown](c, "POST", "/api/doc/0/change", change{Accept: []review.Accepted{{Rule: f.Rule, Fingerprint: f.Fingerprint, Reason: "附件已说明"}}})
	accepted := func(r shown) (n int) {
		for _, x := range r.Findings {
			if x.Accepted != "" {
				n++
			}
		}
		return n
	}
	if accepted(r) != 1 {
		t.Fatalf("%d accepted findings", accepted(r))
	}
	r = get[shown](c, "POST", "/api/doc/0/change", change{Set: []settled{{Declaration: 1, Path: "project.name", To: "改了名的项目"}}})
	if accepted(r) != 1 {
		t.Error("the acceptance was lost with the project's name")
	}
	r = get[shown](c, "POST", "/api/doc/0/change", change{Accept: []review.Accepted{{Rule: f.Rule, Fingerprint: r.Review.Accepted[0].Fingerprint}}})
	if accepted(r) != 0 {
		t.Error("the acceptance stays")
	}
}

// A file of corrections that cannot be read is not written over, and one of another
// document is kept aside.
func TestSavedIsKept(t *testing.T) {
	file := copied(t, fourForms)
	beside := review.Beside(file)
	if err := os.WriteFile(beside, []byte("schema: [\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	set := change{Set: []settled{{Path: "project.name", To: "甲"}}}
	code, _, _ := newClient(t, newDesk(t, file)).ask("POST", "/api/doc/0/change", set, nil)
	if data, _ := os.ReadFile(beside); code != http.StatusUnprocessableEntity || string(data) != "schema: [\n" {
		t.Errorf("the malformed file: %d %s", code, data)
	}
	old := &review.File{Schema: review.Version, Document: strings.Repeat("ab", 32), Corrections: []review.Correction{{Path: "unit", From: "a", To: "b"}}}
	if err := old.Save(beside); err != nil {
		t.Fatal(err)
	}
	get[shown](newClient(t, newDesk(t, file)), "POST", "/api/doc/0/change", set)
	if f, _, err := review.Load(strings.TrimSuffix(beside, review.Ending) + ".abababab" + review.Ending); err != nil || f == nil || f.Document != old.Document {
		t.Errorf("what was said of the old document is gone: %v %v", f, err)
	}
}

// Columns that a profile does not know are named by hand, tried, saved, and kept as
// a profile.
func TestColumns(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "table.csv")
	if err := os.WriteFile(file, []byte(oddTable), 0o644); err != nil {
		t.Fatal(err)
	}
	c := newClient(t, newDesk(t, file))
	r := get[shown](c, "GET", "/api/doc/0", nil)
	if len(r.Look.Tables) == 0 {
		t.Fatalf("no table to name columns of: %+v", r.Look)
	}
	columns := map[string]string{"甲": "level1", "乙": "level2", "丙": "name", "丁": "value"}
	tried := get[shown](c, "POST", "/api/doc/0/change", change{Columns: columns, Try: true})
	if leaves(tried) != 4 {
		t.Fatalf("%d indicators by the named columns, want 4: %+v", leaves(tried), tried.Findings)
	}
	if _, err := os.Stat(review.Beside(file)); !os.IsNotExist(err) {
		t.Error("trying has written")
	}
	get[shown](c, "POST", "/api/doc/0/change", change{Columns: columns})
	if again := get[shown](newClient(t, newDesk(t, file)), "GET", "/api/doc/0", nil); leaves(again) != 4 {
		t.Errorf("%d indicators on another day", leaves(again))
	}
	code, body, _ := c.ask("POST", "/api/profile", map[string]any{"id": "ours", "columns": columns}, nil)
	if code != 200 || !bytes.Contains(body, []byte("丁")) {
		t.Errorf("the profile: %d %s", code, body)
	}
	if code, _, _ := c.ask("POST", "/api/doc/0/change", change{Columns: map[string]string{"甲": "nonsense"}}, nil); code != http.StatusUnprocessableEntity {
		t.Errorf("a role that is none: %d", code)
	}
}

// oddTable has heads that are in no vocabulary.
const oddTable = `项目支出绩效目标表,,,
项目名称,道路养护,,
甲,乙,丙,丁
产出指标,数量指标,养护里程,≥60公里
产出指标,质量指标,验收合格率,≥95%
产出指标,时效指标,完成时间,2024年12月底前
满意度指标,服务对象满意度,群众满意度,≥90%
`

func leaves(r shown) (n int) {
	var walk func([]*schema.Indicator)
	walk = func(nodes []*schema.Indicator) {
		for _, x := range nodes {
			if len(x.Children) == 0 {
				n++
			}
			walk(x.Children)
		}
	}
	for _, d := range r.Document.Declarations {
		walk(d.Indicators)
	}
	return n
}

// Exports are those of parse, with what was set right in them.
func TestExport(t *testing.T) {
	c := newClient(t, newDesk(t, copied(t, fourForms)))
	get[shown](c, "POST", "/api/doc/0/change", change{Set: []settled{{Path: "project.name", To: "改了名的项目"}}})
	code, yaml, _ := c.ask("GET", "/api/export?format=yaml&id=0", nil, nil)
	if code != 200 || !bytes.Contains(yaml, []byte("name: 改了名的项目")) || !bytes.Contains(yaml, []byte("why: review")) || bytes.Contains(yaml, []byte("trace:")) {
		t.Errorf("the YAML: %d %.300s", code, yaml)
	}
	code, xlsx, _ := c.ask("GET", "/api/export?format=xlsx", nil, nil)
	if code != 200 || !bytes.HasPrefix(xlsx, []byte("PK")) {
		t.Errorf("the workbook: %d %.20q", code, xlsx)
	}
}

// Two thousand files are queued at once, and read one after another.
func TestQueue(t *testing.T) {
	dir := t.TempDir()
	data, err := os.ReadFile("../../../testdata/layouts/generic-unit-in-header.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		if err := os.WriteFile(filepath.Join(dir, "f"+string(rune('0'+i%10))+strings.Repeat("x", i/10)+".tsv"), data, 0o644); err != nil {
			t.Skip("this file system has no names that long")
		}
	}
	d := newDesk(t, dir)
	c := newClient(t, d)
	type queue struct {
		Items    []queued `json:"items"`
		Revision int      `json:"revision"`
		Total    int      `json:"total"`
	}
	q := get[queue](c, "GET", "/api/queue?since=0", nil)
	if q.Total != 2000 || len(q.Items) != 2000 || q.Items[1999].State != waiting {
		t.Fatalf("%d of %d files", len(q.Items), q.Total)
	}
	get[shown](c, "GET", "/api/doc/1999", nil)
	if q = get[queue](c, "GET", "/api/queue?since="+itoa(q.Revision), nil); len(q.Items) == 0 || len(q.Items) > 2000 {
		t.Errorf("%d changes", len(q.Items))
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d.ReadAhead(ctx) // ends at once
}

func itoa(n int) string { data, _ := json.Marshal(n); return string(data) }

// Members of an archive have their corrections beside the archive.
func TestArchive(t *testing.T) {
	d, err := New(context.Background(), input.Options{Paths: []string{zipped(t, map[string]string{"市/表.txt": fourForms})}}, Options{Judge: judge(t)})
	if err != nil {
		t.Fatal(err)
	}
	r := get[shown](newClient(t, d), "POST", "/api/doc/0/change", change{Set: []settled{{Path: "project.name", To: "甲"}}})
	if !strings.HasSuffix(filepath.ToSlash(r.Saved), "a.zip.review/市/表.txt.review.yaml") {
		t.Errorf("saved in %s", r.Saved)
	}
	if _, err := os.Stat(r.Saved); err != nil {
		t.Error(err)
	}
}
