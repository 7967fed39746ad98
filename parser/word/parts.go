package word

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of what stands in a document beside its main part.
const (
	maxEmbedded = 50
	maxHeaders  = 40
)

// parts are those of a package beside the main one, as its main part refers to
// them by id.
type parts struct {
	pack     *office.Package
	rels     map[string]office.Relation
	read     func(ctx context.Context, name string, data []byte) *grid.Document
	done     int      // documents read inside
	pictures []string // parts, in their order
	problems []schema.Finding
	apart    []grid.Ink
}

// embedded reads the part that an element refers to as a document of its own.
func (p *parts) embedded(ctx context.Context, id string) []*grid.Grid {
	if p == nil || p.read == nil || p.done >= maxEmbedded {
		return nil
	}
	rel, ok := p.rels[id]
	if !ok {
		return nil
	}
	data, err := p.pack.Read(rel.Target)
	if err != nil {
		return nil
	}
	p.done++
	if c, err := office.OpenCompound(data); err == nil && c.Has("Package") {
		if inner, err := c.Read("Package", 0); err == nil {
			data = inner
		}
	}
	d := p.read(ctx, path.Base(rel.Target), data)
	p.problems = append(p.problems, d.Problems...)
	p.apart = append(p.apart, d.Apart...)
	return d.Grids
}

// picture notes a picture of the document.
func (p *parts) picture(id string) {
	if p == nil || len(p.pictures) >= office.MaxPictures {
		return
	}
	if rel, ok := p.rels[id]; ok && rel.Kind == "image" && !slices.Contains(p.pictures, rel.Target) {
		p.pictures = append(p.pictures, rel.Target)
	}
}

// complete adds to a document what stands beside its main part: what was found
// inside, titles of its headers, and the pictures of one without text.
func (p *parts) complete(ctx context.Context, doc *grid.Document) error {
	doc.Problems = append(doc.Problems, p.problems...)
	doc.Apart = append(doc.Apart, p.apart...)
	if p.read != nil && office.Pictured(doc) {
		p.pack.ReadPictures(ctx, doc, p.pictures, p.read)
	}
	if g := p.headers(ctx, doc); g != nil {
		doc.Grids = append([]*grid.Grid{g}, doc.Grids...)
	}
	return ctx.Err()
}

// titled is what a header's line says that names a form or its year.
var titled = pattern.MustCompile(`绩效|[0-9〇零一二三四五六七八九]{4}\s*年`)

// headers gives the lines of page headers that name a form or its year and that
// the body does not repeat.
func (p *parts) headers(ctx context.Context, doc *grid.Document) *grid.Grid {
	var ids []string
	for id, rel := range p.rels {
		if rel.Kind == "header" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var texts []string
	for _, id := range ids[:min(len(ids), maxHeaders)] {
		for _, line := range p.headerLines(ctx, p.rels[id].Target) {
			if titled.MatchString(line) && !slices.Contains(texts, line) && !shows(doc, line) {
				texts = append(texts, line)
			}
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return grid.Lines(texts, nil)
}

// headerLines reads the lines of a header part; one that is damaged has those in
// front of the damage.
func (p *parts) headerLines(ctx context.Context, part string) []string {
	src, err := p.pack.Read(part)
	if err != nil && src == nil {
		return nil
	}
	w := newWalker(ctx, src)
	for {
		k, err := w.next()
		if err != nil || k == xmlscan.EOF {
			return nil
		}
		if k == xmlscan.Start && w.names.of(w.sc) == "w:hdr" {
			break
		}
	}
	_ = w.blocks(&w.body) // what could be read will do
	w.body.Flush()
	var out []string
	for _, g := range w.body.Grids {
		for _, c := range g.Cells {
			for _, l := range strings.Split(c.Text, "\n") {
				if l = strings.TrimSpace(l); l != "" {
					out = append(out, l)
				}
			}
		}
	}
	return out
}

// shows reports whether a document has a cell of a text.
func shows(doc *grid.Document, text string) bool {
	for _, g := range doc.Grids {
		for _, c := range g.Cells {
			if strings.Contains(c.Text, text) {
				return true
			}
		}
	}
	return false
}
