package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
	"github.com/pbt-cli/pbt/cmd/internal/axetest"
	"github.com/pdfcpu/pdfcpu/pkg/api"

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
	b.do(chromedp.EmulateViewport(1366, 768)) // starts it, for as long as the test lasts
	late, end := context.WithTimeout(ctx, 20*time.Minute)
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
		if said, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector('.note .bad')?.innerText ?? ''`)); err != nil || said != "" {
			t.Errorf("the page says in red: %s %v", said, err)
		}
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

// act is a script that is run for what it does.
func act(script string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[any]("(() => { "+script+" })()")(ctx, t)
		return chromedp.Void{}, err
	}
}

// pressed presses keys one after another.
func (b *browser) pressed(keys ...string) {
	b.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// withProbe makes a script of the page's own state and tools.
func withProbe(script string) string {
	return `(async () => { const { probe } = await import('/app/app.mjs'); const s = probe.state; ` + underScript + script + ` })()`
}

// underScript reads the text that shows under a place: that of pdf.js, of a drawing,
// or of a cell.
const underScript = `
const look = s.look
const wait = async (f) => { for (let i = 0; i < 400 && !f(); i++) await new Promise((r) => setTimeout(r, 25)); if (!f()) throw new Error('it never comes: ' + f) }
const contents = new Map()
async function under(place) {
  if (!place.page) return look.find(place)?.textContent
  const sheet = look.sheets[place.page - 1]
  const [x0, y0, x1, y1] = place.box
  const inside = (x, y) => x >= x0 - 0.6 && x <= x1 + 0.6 && y >= y0 - 0.6 && y <= y1 + 0.6
  if (!contents.has(place.page)) {
    const chars = []
    if (look.pdf) {
      const page = await look.pdf.getPage(place.page)
      const view = page.getViewport({ scale: 1 })
      for (const i of (await page.getTextContent({ disableNormalization: true })).items) {
        const all = [...i.str]
        all.forEach((c, k) => {
          const part = (k + 0.5) / all.length
          const across = Math.hypot(i.transform[0], i.transform[1]) || 1
          const along = i.width * part
          const x = i.transform[4] + (i.transform[0] / across) * along - (i.transform[1] / across) * i.height * 0.35
          const y = i.transform[5] + (i.transform[1] / across) * along + (i.transform[0] / across) * i.height * 0.35
          chars.push([c, ...view.convertToViewportPoint(x, y)])
        })
      }
    } else {
      sheet.element.scrollIntoView()
      await wait(() => sheet.painted)
      for (const t of sheet.face.querySelectorAll('text')) {
        const size = Number(t.getAttribute('font-size'))
        for (let k = 0; k < t.getNumberOfChars(); k++) {
          const p = t.getStartPositionOfChar(k)
          const m = t.transform.baseVal.consolidate()?.matrix
          const q = m ? p.matrixTransform(m) : p
          chars.push([t.textContent[k], q.x + size * 0.2, q.y - size * 0.35])
        }
      }
    }
    contents.set(place.page, chars)
  }
  return contents.get(place.page).filter((c) => inside(c[1], c[2])).map((c) => c[0]).join('')
}
const fold = (t) => (t ?? '').normalize('NFKC').replace(/\u2ea0/g, '民').replace(/\u6236/g, '户').replace(/\u2ed3/g, '长').replace(/[\s\u00b7]/g, '').replace(/[\u2010-\u2015]/g, '-')
const bare = (t) => fold(t).replace(/^(指标|目标)?\d{1,2}[:、.](?!\d)/, '')
`

// boxesScript asks of every name and value of every indicator whether it can be
// pointed at, and whether its box shows the text that was read.
const boxesScript = `
const out = { asked: 0, wrong: [] }
const ds = s.reading.document.declarations
for (let d = 0; d < ds.length; d++) {
  const repaired = new Set((ds[d].repairs ?? []).map((r) => r.path))
  const walk = async (nodes, path) => {
    for (let i = 0; i < nodes.length; i++) {
      const n = nodes[i]
      const p = path + '[' + i + ']'
      const texts = [[p + '.name', n.name]]
      if (!n.children?.length) {
        if (n.value?.text) texts.push([p + '.value', n.value.text])
        if (n.actual?.text) texts.push([p + '.actual', n.actual.text])
        if (n.weight) texts.push([p + '.weight', n.weight])
      }
      for (const [q, text] of texts) {
        if (!text || repaired.has(q) || repaired.has(p)) continue
        out.asked++
        const [place] = probe.placesOf(d, q)
        if (!place) { out.wrong.push(q + ' ' + text + ': no place'); continue }
        if (scan) continue
        const shown = await under(place)
        if (bare(shown) !== bare(text) && !fold(shown).includes(fold(text))) out.wrong.push(q + ' ' + text + ': ' + (shown ?? 'nothing') + ' at ' + JSON.stringify(place))
      }
      await walk(n.children ?? [], p + '.children')
    }
  }
  await walk(ds[d].indicators ?? [], 'indicators')
  await walk(ds[d].indicators_medium_term ?? [], 'indicators_medium_term')
}
// What shows of a place has the size that it is given.
for (const m of document.querySelectorAll('.mark')) {
  const r = m.getBoundingClientRect(), of = m.parentElement.getBoundingClientRect()
  const w = of.width * parseFloat(m.style.width) / 100, h = of.height * parseFloat(m.style.height) / 100
  if (Math.abs(r.width - w) > 1.5 || Math.abs(r.height - h) > 1.5) out.wrong.push('the frame of ' + m.dataset.paths + ' is ' + r.width + ' x ' + r.height + ', want ' + w + ' x ' + h)
}
return out
`

// kindsOfDocument are documents of each kind that is shown in its own way.
var kindsOfDocument = map[string]string{
	"pdf": "testdata/park.pdf", "pdf-cid": "../../../parser/pdf/testdata/hand_gbk_euc_h.pdf", "pdf-rotated": "../../../parser/pdf/testdata/hand_rotate90.pdf", "pdf-calc": "../../../parser/pdf/testdata/lo_calc_xlsx.pdf",
	"pdf-locked": "../../../parser/pdf/testdata/enc_256.pdf", "ofd": "../../../parser/ofd/testdata/stamp-01-shanghai.ofd", "ofd-ctm": "../../../parser/ofd/testdata/ctm-00-widelist.ofd",
	"xlsx": "../../../testdata/forms/sh-2020-four-forms.xlsx", "docx": "../../../parser/word/testdata/mof2021.docx", "txt": "../../../" + "testdata/" + fourForms, "html": "../../../testdata/layouts/mof88-dept-tasks.html",
	"odt": "../../../testdata/formats/mof2015.odt", "doc": "../../../testdata/formats/mof2021-bin.doc", "et": "../../../testdata/formats/mof2015.et", "rtf": "../../../testdata/formats/shanghai-rtf.doc",
	"yaml": "../../../testdata/layouts/mof88-dept-tasks.html.golden.yaml", "tiff": "../../../parser/scan/testdata/bilevel300.tif",
}

// Every kind of document shows; each value that was read of it can be pointed at,
// and its box shows the printed text.
func TestBoxes(t *testing.T) {
	b := chromium(t)
	docs := maps.Clone(kindsOfDocument)
	if more := os.Getenv("PBT_DOCS"); more != "" { // a glob of documents to try as well
		found, err := filepath.Glob(more)
		if err != nil {
			t.Fatal(err)
		}
		docs = map[string]string{}
		for _, f := range found {
			docs[filepath.Base(f)] = f
		}
	}
	for name, file := range docs {
		b.open(serve(t, newDesk(t, file)))
		type boxes struct {
			Asked int      `json:"asked"`
			Wrong []string `json:"wrong"`
		}
		scan := "const scan = " + map[bool]string{true: "true", false: "false"}[name == "tiff" || name == "yaml" || strings.Contains(name, "scan")] + "; await wait(() => s.look);"
		got := eval[boxes](b, withProbe(scan+boxesScript))
		b.shot("kind-" + name)
		if got.Asked < 3 {
			t.Errorf("%s: only %d texts were read of it", name, got.Asked)
		}
		for i, w := range got.Wrong {
			if i == 5 {
				t.Errorf("%s: and %d more of %d", name, len(got.Wrong)-i, got.Asked)
				break
			}
			t.Errorf("%s: %s", name, w)
		}
	}
}

// parkCopy is the two-page form with doubts, in a folder of its own.
func parkCopy(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("testdata/park.pdf")
	if err != nil {
		t.Fatal(err)
	}
	p := filepath.Join(t.TempDir(), "park.pdf")
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// doubtsLeft is how many doubts the page shows.
const doubtsLeft = `s.reading.document.declarations.reduce((n, d) => n + (d.uncertain ?? []).length, 0)`

// The doubts are walked with the keyboard alone, one is confirmed, one answered, a
// value is corrected in its place and typed at once, a finding accepted; after
// reloading all of it stands, and what is exported is what the page shows.
func TestWalk(t *testing.T) {
	b := chromium(t)
	file := parkCopy(t)
	d := newDesk(t, file)
	address := serve(t, d)
	b.open(address)
	b.shot("park")
	left := func() int { return eval[int](b, withProbe("return "+doubtsLeft)) }
	start := left()
	if start != 7 {
		t.Fatalf("the form has %d doubts, want 7", start)
	}
	if on := eval[int](b, `document.querySelectorAll('.mark.on').length`); on != 1 {
		t.Errorf("%d places are shown for the first doubt", on)
	}
	b.pressed("1")
	b.until("one doubt fewer", `document.querySelector('.issuehead .count').innerText.startsWith('1 / ') && document.querySelector('.note').innerText.includes('review.yaml')`)
	b.until("a confirmed correction", `[...document.querySelectorAll('.part')].some((p) => p.innerText.includes('人工更正 (1)'))`)
	b.pressed("2")
	b.until("two corrections", `[...document.querySelectorAll('.part')].some((p) => p.innerText.includes('人工更正 (2)'))`)
	if left() != start-2 {
		t.Errorf("%d doubts after two answers, want %d", left(), start-2)
	}
	b.pressed("n", "n", "p")
	if at := eval[string](b, `document.querySelector('.issuehead .count').innerText`); at[:1] != "2" {
		t.Errorf("n n p leads to %s", at)
	}
	// A value, in its place.
	value := `document.querySelector('.val[data-path="indicators[0].children[0].children[0].value"]')`
	b.do(act(value + `.focus()`))
	b.pressed("e")
	b.until("an editor", `document.querySelector('.editor .field')`)
	b.do(act(`{ const f = document.querySelector('.editor .field'); f.value = '不少于15座'; f.dispatchEvent(new Event('input', { bubbles: true })) }`))
	b.until("the typed reading", `document.querySelector('.typedline').innerText.includes('≥15 座')`)
	b.shot("edit")
	b.pressed("\r")
	b.until("the corrected value", `!document.querySelector('.editor') && `+value+`.innerText.includes('不少于15座')`)
	// Pointing at it from the document.
	b.do(act(`[...document.querySelectorAll('.mark')].find((m) => m.dataset.paths.includes('indicators[0].children[0].children[1].value')).click()`))
	b.until("the value that was pointed at", `document.querySelector('.val.on')?.innerText.includes('600')`)
	b.do(chromedp.Reload())
	b.ready()
	if got := eval[string](b, value+`.innerText`); left() != start-2 || !strings.Contains(got, "15座") {
		t.Errorf("after reloading: %d doubts, %q", left(), got)
	}
	type exported struct {
		Page, Yaml string
	}
	got := eval[exported](b, withProbe(`
const { server } = await import('/app/api.mjs')
const api = server(location.hash.slice(1))
const yaml = await (await api.export('yaml', 0)).text()
const book = new Uint8Array(await (await api.export('xlsx', 0)).arrayBuffer())
if (book[0] !== 0x50) throw new Error('no workbook')
return { Page: JSON.stringify(s.reading.document.declarations[0].indicators[0]), Yaml: yaml }`))
	doc := parser.Read(context.Background(), parser.Source{Name: "x.yaml", Data: []byte(got.Yaml)}, parser.Options{}).Documents[0]
	want := &schema.Indicator{}
	if err := json.Unmarshal([]byte(got.Page), want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, doc.Declarations[0].Indicators[0]); diff != "" {
		t.Errorf("the exported tree is not that of the page: %s", diff)
	}
	saved, _, err := review.Load(review.Beside(file))
	if err != nil || len(saved.Corrections) != 3 {
		t.Errorf("saved: %+v %v", saved, err)
	}
	b.pressed("u")
	b.until("one correction taken back", `[...document.querySelectorAll('.part')].some((p) => p.innerText.includes('人工更正 (2)'))`)
}

// Text of a document is text: markup, control characters and marks that turn the
// direction of writing do nothing, wherever it shows.
func TestHostileText(t *testing.T) {
	b := chromium(t)
	evil := `<img src=x onerror=window.pwned=1><script>window.pwned=1</script>`
	table := "项目支出绩效目标表\t\t\t\n项目名称\t" + evil + "\t\t\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t" + evil + "\t≥60\u202e公里\x1b[31m\n产出指标\t质量指标\t'\"&lt;b&gt;\t≥95%\n满意度指标\t服务对象满意度\t${window.pwned=1}\t≥90%\n"
	dir := t.TempDir()
	file := filepath.Join(dir, "a'\"><img src=x onerror=window.pwned=1>.tsv")
	if err := os.WriteFile(file, []byte(table), 0o644); err != nil {
		t.Skip("this file system has no such names")
	}
	b.open(serve(t, newDesk(t, dir)))
	b.pressed("l")
	time.Sleep(300 * time.Millisecond)
	b.shot("hostile")
	if eval[bool](b, `window.pwned !== undefined || !!document.querySelector('#desk img, #desk script')`) {
		t.Error("text of the document ran, or became markup")
	}
	for _, where := range []string{".look", ".form"} {
		text := eval[string](b, `document.querySelector('`+where+`').textContent`)
		if !strings.Contains(text, "<script>") || strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%s shows %q", where, text)
		}
	}
}

// The page on its own opens from a folder without a network, and shows the same.
func TestStaticPage(t *testing.T) {
	b := chromium(t)
	for name, file := range map[string]string{
		"pdf": "testdata/park.pdf", "pdf-cid": "../../../parser/pdf/testdata/hand_gbk_euc_h.pdf", "ofd": "../../../parser/ofd/testdata/stamp-01-shanghai.ofd",
		"xlsx": "../../../testdata/forms/sh-2020-four-forms.xlsx", "tiff": "../../../parser/scan/testdata/bilevel300.tif",
	} {
		var page, again bytes.Buffer
		d := newDesk(t, file)
		for _, w := range []*bytes.Buffer{&page, &again} {
			if _, err := d.Static(context.Background(), w); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(page.Bytes(), again.Bytes()) {
			t.Errorf("%s: two runs differ", name)
		}
		if page.Len() > 3<<20 {
			t.Errorf("%s: the page has %d bytes", name, page.Len())
		}
		out := filepath.Join(t.TempDir(), "page.html")
		if err := os.WriteFile(out, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		b.open("file://" + out)
		b.until("marks", `document.querySelectorAll('.mark, .cell[data-paths]').length > 10`)
		b.until("what is drawn", `[...document.querySelectorAll('.face > canvas, .face > svg, .face > img, table.grid')].length > 0 && !document.querySelector('.face .fault')`)
		b.shot("static-" + name)
		if eval[bool](b, `performance.getEntriesByType('resource').some((e) => !/^(blob|data|file):/.test(e.name))`) {
			t.Errorf("%s: the page asks the network", name)
		}
		if name == "pdf" && eval[float64](b, `(() => { const c = document.querySelector('canvas'); const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let dark = 0; for (let i = 0; i < p.length; i += 4) if (p[i] < 128) dark++; return dark / (p.length / 4) })()`) < 0.002 {
			t.Error("the page of the PDF is blank")
		}
	}
}

// A long document has a sheet for each page, draws those in sight alone, and the
// last one when it is gone to.
func TestManyPages(t *testing.T) {
	b := chromium(t)
	file := filepath.Join(t.TempDir(), "long.pdf")
	parts := make([]string, 150)
	for i := range parts {
		parts[i] = "../../../parser/pdf/testdata/hand_gbk_euc_h.pdf" // two pages of 7 KB
	}
	if err := api.MergeCreateFile(parts, file, false, nil); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	b.do(chromedp.Navigate(serve(t, newDesk(t, file))))
	b.until("the first page", `document.querySelector('.sheet canvas')`)
	t.Logf("the first of 300 pages after %s", time.Since(began))
	b.ready()
	b.do(act(`document.querySelector('.look').scrollTop = 1e9`))
	b.until("the last page", `document.querySelectorAll('.sheet').length === 300 && document.querySelector('.sheet:last-child canvas')`)
	for _, at := range []string{"0.1", "0.35", "0.6", "0.9", "0"} {
		b.do(act(`{ const l = document.querySelector('.look'); l.scrollTop = l.scrollHeight * ` + at + ` }`))
		b.until("the page in sight", `(() => { const l = document.querySelector('.look').getBoundingClientRect(); const e = document.elementFromPoint(l.left + l.width / 2, l.top + l.height / 2)?.closest('.sheet'); return e && e.querySelector('canvas') })()`)
	}
	if n := eval[int](b, `document.querySelectorAll('.sheet canvas').length`); n > 20 {
		t.Errorf("%d pages are kept drawn", n)
	}
}

// No serious fault of accessibility, in any state of the page.
func TestAccessible(t *testing.T) {
	b := chromium(t)
	axe := axetest.Source(t)
	check := func(state string) {
		t.Helper()
		b.do(act(axe))
		for v := range strings.Lines(eval[string](b, axetest.Serious)) {
			t.Errorf("%s: %s", state, v)
		}
		b.shot("axe-" + state)
	}
	b.open(serve(t, newDesk(t, parkCopy(t))))
	check("document")
	b.pressed("l")
	check("list")
	b.pressed("?")
	b.until("the keys", `document.querySelector('dialog[open]')`)
	check("help")
	b.do(act(`document.querySelector('dialog[open] button').click()`))
	b.until("no window", `!document.querySelector('dialog')`)
	b.pressed("t")
	b.until("the columns", `document.querySelector('dialog[open] .tried')`)
	check("columns")
	b.do(act(`document.querySelector('dialog[open] button').click()`))
	b.until("no window", `!document.querySelector('dialog')`)
	b.pressed("e")
	b.until("an editor", `document.querySelector('.editor .field')`)
	check("editor")
	d := newDesk(t, "../../../testdata/forms", "../../../testdata/layouts", "testdata/park.pdf")
	go d.ReadAhead(t.Context())
	b.open(serve(t, d))
	b.until("all files read", `document.querySelector('.top .count').innerText && !document.querySelector('.lines').innerText.includes('待读')`)
	check("queue")
	b.pressed("p", "a")
	b.until("the reason", `document.activeElement?.matches('dialog[open] #reason')`)
	check("reason")
	b.do(act(`document.querySelector('dialog[open] button').click()`))
	b.until("no window", `!document.querySelector('dialog')`)
	b.pressed("x")
	b.until("the menu", `document.querySelector('.menu[open]')`)
	check("export")
	b.do(act(`document.querySelector('.menu').open = false`))
	b.pressed("g")
	b.until("English", `document.documentElement.lang === 'en' && document.body.innerText.includes('What was read') || document.querySelector('.issuehead h2')?.innerText === 'Doubts and findings'`)
	check("queue-english")
	b.size(3840, 2160)
	b.shot("4k")
	b.size(1366, 768)
	b.shot("1366")
}
