package desk

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/cmd/internal/web"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// judge checks by the embedded rules, as pbt validate does without a configuration.
func judge(t testing.TB) Judge {
	t.Helper()
	set, err := rules.Default()
	if err != nil {
		t.Fatal(err)
	}
	return func(_ string, _ []byte, file *parser.File, said *review.File) (findings, accepted []schema.Finding) {
		doc := joined(file.Documents)
		findings = append(set.Check(doc, rules.CheckOptions{}), doc.Problems...)
		schema.Fingerprint(doc, findings)
		return said.Accept(findings)
	}
}

// newDesk puts files on a desk.
func newDesk(t testing.TB, files ...string) *Desk {
	t.Helper()
	d, err := New(context.Background(), input.Options{Paths: files}, Options{Judge: judge(t), Version: "test", Lang: schema.ZH})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// serve serves a desk, and gives its address with the token.
func serve(t testing.TB, d *Desk) string {
	t.Helper()
	l, err := net.Listen("tcp", web.Loopback)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	token, done := web.NewToken(), make(chan struct{})
	go func() {
		defer close(done)
		web.Serve(ctx, l, d.Handler(token, web.Hosts(l.Addr())))
	}()
	t.Cleanup(func() { cancel(); <-done })
	return "http://" + l.Addr().String() + "/#" + token
}

// browser is one window of Chromium. What its pages complain of is a failure.
type browser struct {
	*testing.T
	ctx        context.Context
	complaints sync.Map
}

// chromium starts a browser, or skips the test where there is none: not in CI.
func chromium(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" && os.Getenv("CI") == "" {
		t.Skip("no Chromium is installed (Debian: apt-get install chromium): the page was not opened")
	} else if path == "" {
		t.Fatal("no Chromium is installed, and CI must open the page")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1366, 768), chromedp.Flag("force-color-profile", "srgb"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	b := &browser{T: t, ctx: ctx}
	said := chromedp.Console(ctx)
	b.do() // starts it, for as long as the test lasts
	late, end := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(end)
	b.ctx = late
	go func() {
		for m, err := range said {
			if err != nil {
				return
			}
			if m.IsException() || m.Type == "error" {
				b.complaints.Store(m.String(), true)
			}
		}
	}()
	t.Cleanup(func() {
		b.complaints.Range(func(m, _ any) bool {
			t.Errorf("the page complains: %s", m)
			return true
		})
	})
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// eval runs a script in the page and gives what it promises.
func eval[T any](b *browser, script string) T {
	b.Helper()
	out, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%v\nin %s", err, script)
	}
	return out
}

// until waits for a condition of the page.
func (b *browser) until(what, condition string) {
	b.Helper()
	deadline := time.Now().Add(40 * time.Second)
	for {
		if eval[bool](b, "!!("+condition+")") {
			return
		}
		if time.Now().After(deadline) {
			b.shot("failed")
			b.Fatalf("the page never shows %s:\n%s", what, eval[string](b, "document.body.innerText.slice(0, 800)"))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// open opens a desk, and waits for its first document.
func (b *browser) open(address string) {
	b.Helper()
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(address))
	b.ready()
}

func (b *browser) ready() {
	b.Helper()
	b.until("a document", `document.querySelector('.look .mark, .look .cell, .look .nothing:not(:empty)') && !document.querySelector('.look').innerText.includes('正在打开')`)
}

// shot keeps a picture of the page where PBT_SHOTS names a folder.
func (b *browser) shot(name string) {
	b.Helper()
	dir := os.Getenv("PBT_SHOTS")
	if dir == "" {
		return
	}
	time.Sleep(250 * time.Millisecond)
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.Fatal(err)
	}
}

func (b *browser) size(w, h int64) { b.Helper(); b.do(chromedp.EmulateViewport(w, h)) }

func TestLookAtThem(t *testing.T) {
	if os.Getenv("PBT_SHOTS") == "" {
		t.Skip("for the eye alone")
	}
	b := chromium(t)
	for name, file := range map[string]string{
		"pdf": "/work/shared/corpus/drawn/mof2015-01-pdf-lo.pdf", "xlsx": "/work/shared/corpus/random/g026.xlsx", "docx": "/work/shared/corpus/drawn/mof2021-03-docx.docx",
		"txt": "../../../testdata/forms/sh-2020-four-forms.txt", "ofd": "/work/shared/corpus/formats/ofd-g-00-mof2015.ofd", "dir": "/work/shared/corpus/random",
	} {
		b.open(serve(t, newDesk(t, file)))
		time.Sleep(time.Second)
		b.shot(name)
	}
}
