package desk

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// kept is all that a page on its own brings along. See page/kept.mjs.
type kept struct {
	Words *pageWords `json:"words"`
	Queue []queued   `json:"queue"`
	Docs  []keptDoc  `json:"docs"`
	// Scripts are the page's own, each behind those that it uses: name and text.
	Scripts [][2]string `json:"scripts"`
	// Modules are those of pdf.js, packed by gzip; Parts its character maps and fonts.
	Modules map[string][]byte `json:"modules,omitempty"`
	Parts   map[string][]byte `json:"parts,omitempty"`
}

type keptDoc struct {
	Reading  *shown        `json:"reading"`
	Grids    []shownGrid   `json:"grids,omitempty"`
	Pages    []*drawnPage  `json:"pages,omitempty"`
	Pictures []keptPicture `json:"pictures,omitempty"`
	Raw      []byte        `json:"raw,omitempty"`
}

type keptPicture struct {
	Kind string `json:"kind"`
	Data []byte `json:"data"`
}

// Static writes the page as one file that holds all it shows, and says how many of
// the documents could not be read. The same documents give the same bytes.
func (d *Desk) Static(ctx context.Context, w io.Writer) (unread int, err error) {
	box := &kept{Words: d.words()}
	for _, x := range d.items {
		x.mu.Lock()
		r, err := d.read(ctx, x, nil)
		if err == nil {
			d.note(x, r)
			var doc keptDoc
			if doc, err = keep(ctx, r); err == nil {
				box.Docs = append(box.Docs, doc)
			}
		}
		x.mu.Unlock()
		if err != nil {
			return unread, err
		}
		if r.Document.Unreadable() {
			unread++
		}
	}
	box.Queue, _ = d.queue(0)
	if box.Scripts, err = scripts(); err != nil {
		return unread, err
	}
	if err := box.addPDF(); err != nil {
		return unread, err
	}
	return unread, box.write(w)
}

// keep gathers what a document is shown with.
func keep(ctx context.Context, r *shown) (keptDoc, error) {
	shown := *r
	shown.Saved, shown.Look.Tables, shown.Look.Password = "", nil, r.Look.Password
	doc := keptDoc{Reading: &shown}
	switch r.Look.Kind {
	case lookPDF:
		doc.Raw = r.data
	case lookGrid:
		doc.Grids = r.grids
	case lookDrawn:
		for n := 1; n <= r.Look.Pages; n++ {
			p, err := pageOf(ctx, r.data, n)
			if ctx.Err() != nil {
				return doc, ctx.Err()
			}
			if err != nil {
				p = &drawnPage{Width: 595, Height: 842} // a page that cannot be drawn is a blank one
			}
			doc.Pages = append(doc.Pages, p)
			if isOFD(r.data) {
				continue
			}
			kind, data, err := pictureBytes(ctx, r.data, n)
			if err != nil {
				p.Picture, kind, data = false, "", nil
			}
			doc.Pictures = append(doc.Pictures, keptPicture{kind, data})
		}
	}
	return doc, nil
}

// scripts are the page's own, each behind those that it imports.
func scripts() ([][2]string, error) {
	var out [][2]string
	seen := map[string]bool{}
	var add func(name string) error
	add = func(name string) error {
		if seen[name] {
			return nil
		}
		seen[name] = true
		data, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(data)) {
			if _, from, ok := strings.Cut(line, " from './"); ok && strings.HasPrefix(line, "import ") {
				if err := add(strings.TrimRight(from, "'\n")); err != nil {
					return err
				}
			}
		}
		out = append(out, [2]string{name, string(data)})
		return nil
	}
	err := add("app.mjs")
	return out, err
}

// addPDF adds pdf.js where a document needs it, with those character maps and fonts
// alone that the documents name.
func (box *kept) addPDF() error {
	var raw [][]byte
	for _, doc := range box.Docs {
		if doc.Raw != nil {
			raw = append(raw, doc.Raw)
		}
	}
	if raw == nil {
		return nil
	}
	box.Modules, box.Parts = map[string][]byte{}, map[string][]byte{}
	for _, name := range []string{"build/pdf.min.mjs", "build/pdf.worker.min.mjs"} {
		data, err := pdfFile(name)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		z.Write(data)
		z.Close()
		box.Modules["pdfjs/"+name] = b.Bytes()
	}
	for _, name := range partsOf(raw) {
		data, err := pdfFile(name)
		if err != nil {
			return err
		}
		box.Parts[name] = data
	}
	return nil
}

// write writes the page. Its policy runs the one script whose digest it states, and
// what that makes; the data stands as JSON whose signs of markup are escaped.
func (box *kept) write(w io.Writer) error {
	data, err := json.Marshal(box)
	if err != nil {
		return err
	}
	style, err := pageFiles.ReadFile("page/app.css")
	if err != nil {
		return err
	}
	loader, err := pageFiles.ReadFile("page/loader.js")
	if err != nil {
		return err
	}
	icon, err := pageFiles.ReadFile("page/icon.svg")
	if err != nil {
		return err
	}
	policy := fmt.Sprintf("default-src 'none'; script-src '%s' blob: 'wasm-unsafe-eval'; style-src '%s'; img-src blob: data:; font-src blob: data:; connect-src blob: data:; base-uri 'none'; form-action 'none'", hash(loader), hash(style))
	_, err = fmt.Fprintf(w, `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>pbt</title>
<link rel="icon" href="data:image/svg+xml;base64,%s">
<style>%s</style>
</head>
<body>
<div id="desk"></div>
<noscript>This page needs JavaScript. 本页需要 JavaScript。</noscript>
<script type="application/json" id="pbt-box">%s</script>
<script>%s</script>
</body>
</html>
`, policy, base64.StdEncoding.EncodeToString(icon), style, data, loader)
	return err
}

// hash is the digest of an inline script or style, as a policy states it.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// partsOf are the files of pdf.js that documents name, sorted.
func partsOf(documents [][]byte) []string {
	names, err := pdfNames()
	if err != nil {
		return nil
	}
	need := map[string]bool{}
	for _, doc := range documents {
		texts := textsOf(doc)
		has := func(s string) bool {
			return slices.ContainsFunc(texts, func(t []byte) bool { return bytes.Contains(t, []byte(s)) })
		}
		// What is encrypted cannot be looked into: it gets what Chinese documents use.
		locked := has("/Encrypt")
		for _, name := range names {
			base := strings.TrimSuffix(path.Base(name), path.Ext(name))
			switch {
			case strings.HasSuffix(name, ".bcmap"):
				if has("/"+base) || locked && strings.Contains(base, "GB") || collection(base, has) {
					need[name] = true
				}
			case usesFont(base, has):
				need[name] = true
			}
		}
	}
	closeMaps(need, names)
	var out []string
	for name := range need {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// collection reports whether a map gives the Unicode of a character collection that
// a document names: Adobe-GB1-UCS2.
func collection(base string, has func(string) bool) bool {
	set, ok := strings.CutPrefix(base, "Adobe-")
	set, ucs := strings.CutSuffix(set, "-UCS2")
	return ok && ucs && (has("("+set+")") || has("Adobe-"+set))
}

// usesFont reports whether a document may need one of the fonts that stand in for
// those of every viewer.
func usesFont(base string, has func(string) bool) bool {
	bold, slanted := has("Bold"), has("Italic") || has("Oblique")
	style := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(base, "Foxit"), "LiberationSans"), "-")
	for _, family := range []string{"Serif", "Fixed", "Sans"} {
		style = strings.TrimPrefix(style, family)
	}
	switch style {
	case "Bold":
		if !bold {
			return false
		}
	case "Italic":
		if !slanted {
			return false
		}
	case "BoldItalic":
		if !bold || !slanted {
			return false
		}
	}
	switch {
	case strings.HasPrefix(base, "LiberationSans"):
		return has("/Helvetica") || has("/Arial")
	case strings.HasPrefix(base, "FoxitSerif"):
		return has("/Times")
	case strings.HasPrefix(base, "FoxitFixed"):
		return has("/Courier")
	case base == "FoxitSymbol":
		return has("/Symbol")
	case base == "FoxitDingbats":
		return has("/ZapfDingbats")
	}
	return false
}

// closeMaps adds the maps that others go on from.
func closeMaps(need map[string]bool, names []string) {
	for grown := true; grown; {
		grown = false
		for name := range need {
			if !strings.HasSuffix(name, ".bcmap") {
				continue
			}
			data, err := pdfFile(name)
			if err != nil {
				continue
			}
			for _, other := range names {
				base := strings.TrimSuffix(path.Base(other), ".bcmap")
				if strings.HasSuffix(other, ".bcmap") && !need[other] && len(base) > 1 && bytes.Contains(data, []byte(base)) {
					need[other], grown = true, true
				}
			}
		}
	}
}
