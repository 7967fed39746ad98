//go:build pbt_app

package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/pbt-cli/pbt/cmd/internal/axetest"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// TestPage opens the page from a folder in a browser that resolves no name, drops a
// PDF, a workbook and a page of HTML that would harm on it, and holds what the page
// saves against what pbt reads; then a scan, which is recognised in the page.
func TestPage(t *testing.T) {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	switch {
	case path == "" && os.Getenv("CI") != "":
		t.Fatal("no Chromium is installed, and CI must open the page")
	case path == "":
		t.Skip("no Chromium is installed (Debian: apt-get install chromium)")
	}
	file := filepath.Join(t.TempDir(), "app.html")
	var b bytes.Buffer
	if err := Write(&b, "test"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.WindowSize(1366, 768), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.Flag("proxy-server", "127.0.0.1:9"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	defer stop()
	ctx, cancel := chromedp.NewContext(alloc)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
		t.Fatal(err)
	}
	eval := func(script string) string {
		t.Helper()
		s, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%v\nin %s", err, script)
		}
		return s
	}
	until := func(script, want string) {
		t.Helper()
		for range 900 {
			if eval(script) == want {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%s is %q, want %q; the page says: %s", script, eval(script), want, eval(`document.body.innerText.slice(0, 600)`))
	}
	until(`String(document.documentElement.dataset.started > 0)`, "true")
	t.Logf("it started in %s ms", eval(`document.documentElement.dataset.started`))

	inputs := map[string][]byte{"harm.html": []byte(`<table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>&lt;img src=x onerror="document.title=666"&gt;</td><td>≥3次</td></tr>
<tr><td>产出指标</td><td>质量指标</td><td>合格率</td><td>≥95%</td></tr></table>`)}
	for _, name := range []string{"readme/roads.pdf", "forms/sh-2020-four-forms.xlsx"} {
		data, err := os.ReadFile("../../../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		inputs[filepath.Base(name)] = data
	}
	order := []string{"roads.pdf", "sh-2020-four-forms.xlsx", "harm.html"}
	drop := `(() => { const all = new DataTransfer();`
	var want bytes.Buffer
	for i, name := range order {
		drop += fmt.Sprintf(`all.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], %q));`, base64.StdEncoding.EncodeToString(inputs[name]), name)
		if i > 0 {
			want.WriteString("---\n")
		}
		docs := parser.Read(context.Background(), parser.Source{Name: name, Data: inputs[name]}, parser.Options{}).Documents
		if err := schema.EncodeYAML(&want, docs...); err != nil {
			t.Fatal(err)
		}
	}
	eval(drop + `document.dispatchEvent(new DragEvent('drop', { dataTransfer: all, bubbles: true, cancelable: true })); return ''; })()`)
	until(`document.documentElement.dataset.read ?? ''`, "3")
	if got := eval(`pbtJoined('yaml')`); got != want.String() {
		t.Errorf("the page reads otherwise than pbt:\n%s", firstDifference(got, want.String()))
	}
	if got := eval(`String(document.querySelectorAll('article').length)`); got != "3" {
		t.Errorf("%s files are shown", got)
	}
	if got := eval(`document.body.innerText`); !strings.Contains(got, "日常养护里程") || !strings.Contains(got, "≥320公里") || !strings.Contains(got, "onerror") {
		t.Errorf("the page shows\n%s", got)
	}
	if got := eval(`document.getElementById('files').innerText`); strings.Contains(got, "\nundefined\n") || !strings.Contains(got, "[") || !strings.Contains(got, "发现") {
		t.Errorf("the findings are shown as\n%s", got)
	}
	if got := eval(`document.title + document.querySelectorAll('#files img').length`); got != "pbt · 绩效目标表0" {
		t.Errorf("the document's text ran: %s", got)
	}
	if got := eval(`fetch('https://example.com/').then(() => 'sent', () => 'kept')`); got != "kept" {
		t.Error("the page reaches the network")
	}
	eval(axetest.Source(t) + `; ''`)
	for fault := range strings.Lines(eval(axetest.Serious)) {
		t.Errorf("accessibility: %s", fault)
	}
	shot := func(name string) {
		shots := os.Getenv("PBT_SHOTS")
		if shots == "" {
			return
		}
		png, err := chromedp.Run(ctx, chromedp.FullScreenshot(90))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(shots, name+".png"), png, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	shot("app")

	// A scan has the net unpacked, and is read as pbt reads it.
	data, err := os.ReadFile("../../../parser/scan/testdata/bilevel300.tif")
	if err != nil {
		t.Fatal(err)
	}
	scan := parser.Read(context.Background(), parser.Source{Name: "scan.tif", Data: data}, parser.Options{}).Documents[0]
	rows := len(schema.Rows(scan))
	if rows == 0 {
		t.Fatal("the scan holds no indicator")
	}
	eval(fmt.Sprintf(`(() => { const all = new DataTransfer(); all.items.add(new File([Uint8Array.from(atob(%q), (c) => c.charCodeAt(0))], 'scan.tif')); document.dispatchEvent(new DragEvent('drop', { dataTransfer: all, bubbles: true, cancelable: true })); return ''; })()`, base64.StdEncoding.EncodeToString(data)))
	for range 10 { // a slow machine takes minutes for the net
		if eval(`new Promise((done) => { let n = 0; const look = () => document.documentElement.dataset.read === '4' || n++ > 600 ? done('') : setTimeout(look, 100); look(); })`); eval(`document.documentElement.dataset.read`) == "4" {
			break
		}
	}
	if got := eval(`String(document.querySelectorAll('article:last-child tr td:first-child').length)`); got != strconv.Itoa(rows) {
		t.Errorf("the page reads %s indicators of the scan, pbt %d; it says: %s", got, rows, eval(`document.querySelector('article:last-child')?.innerText.slice(0, 400) ?? ''`))
	}
	for i, want := range scan.Declarations[0].Indicators {
		if got := eval(`document.querySelector('article:last-child').innerText`); !strings.Contains(got, want.Name) {
			t.Errorf("the page does not show level 1 label %d, %s", i, want.Name)
		}
	}
	shot("app-scan")
	eval(`document.getElementById('lang').click(); ''`)
	if got := eval(`document.documentElement.lang + document.getElementById('choose').innerText`); got != "enChoose files" {
		t.Errorf("in English it says %s", got)
	}
	shot("app-english")
}

// firstDifference shows where two texts part.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("line %d: %q, want %q", i+1, as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(as), len(bs))
}
