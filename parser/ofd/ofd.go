// Package ofd reads documents of the page layout of GB/T 33190-2016 (.ofd), in
// which budget systems issue sealed forms: the characters, rules, fills and
// pictures of every page go to package page, as those of a PDF do.
//
// A package may hold several documents; their pages are counted through, and no
// table is joined from one to the next. What annotations and stamps show is kept
// apart from the text. Any bytes end in a result or an error within bounds;
// nothing panics or hangs.
package ofd

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/page/survey"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of a package. Real ones have up to some hundred pages of a few
// thousand characters each.
const (
	maxDocuments = 100
	maxPages     = 5000
	maxXML       = 64 << 20 // bytes of one part
	maxObjects   = 400_000  // objects of a page or a template
	maxGlyphs    = 200_000  // characters of a page
	maxAreas     = 200_000  // rules and fills of a page
	maxDepth     = 12       // blocks and composites in one another
	maxResources = 100_000
)

// Options say how a document is read. The zero value reads all pages.
type Options struct {
	// Wants chooses pages by their number from 1; nil takes all.
	Wants func(page int) bool
	// Scan reads the picture of a page that holds no text, as pdf.Options says.
	Scan func(ctx context.Context, pic *picture.Picture, p *page.Page) error
	// Inside reads a document that is attached. It is asked where the pages hold no
	// table: they are but a cover of what is attached.
	Inside func(ctx context.Context, name string, data []byte) *grid.Document
	// Drawn, where set, is handed each page as it is drawn, in place of all that is
	// read from it. The page is its own until Drawn returns.
	Drawn func(*page.Page) error
	// Path, where set, is told of every path of the pages that Drawn is handed, as it
	// is drawn: a page has but its straight lines and rectangles.
	Path func(Path)
}

// Path is a path of a page in words of SVG.
type Path struct {
	Data string
	// Matrix leads from its units to points from the page's top left.
	Matrix picture.Matrix
	// Fill and Stroke are its paints, nil where it has none; Width is that of the line,
	// in its units.
	Fill, Stroke *page.Paint
	Width        float64
	EvenOdd      bool
}

// Read reads a package. The error is a *schema.ReadError when nothing could be
// read (extract.damaged, extract.encrypted, extract.limit, extract.pages), or
// that of ctx. What could be read in part comes with problems of severity error.
func Read(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	p, err := office.OpenPackage(data, office.Limits{Part: maxXML})
	if err != nil {
		return nil, office.Told(err, schema.OFDDocument)
	}
	r := &reader{ctx: ctx, pack: newPack(p), opt: opt}
	roots, err := r.roots()
	if err != nil {
		return nil, err
	}
	out := &grid.Document{Format: schema.FormatOFD}
	var inferred []int
	for _, root := range roots {
		t, err := r.document(root)
		out.Grids, out.Apart = append(out.Grids, t.Grids...), append(out.Apart, t.Apart...)
		inferred = append(inferred, t.Inferred...)
		if err != nil && (errors.Is(err, context.Canceled) || r.read == 0) {
			return nil, err
		}
		if err != nil {
			out.Problems = append(out.Problems, late(r.number).Finding())
			break
		}
	}
	switch {
	case r.number == 0:
		return nil, r.nothing()
	case r.read == 0 && opt.Wants != nil:
		return nil, schema.ExtractPages.Told(r.number)
	}
	r.seen.Inferred(inferred)
	out.Problems = append(out.Problems, r.seen.Findings()...)
	if opt.Inside != nil && opt.Wants == nil && !slices.ContainsFunc(out.Grids, func(g *grid.Grid) bool { return !g.Prose }) {
		r.readAttached(out)
	}
	return out, nil
}

func late(number int) *schema.ReadError {
	return schema.ExtractTimeout.Say(
		schema.Text{
			ZH: fmt.Sprintf("读取 OFD 超时（停在第 %d 页）", number),
			EN: fmt.Sprintf("reading the OFD document took longer than the time limit (stopped at page %d)", number),
		},
		schema.Text{ZH: "请用 --timeout 放宽时限，或用 --pages 只读部分页", EN: "raise it with --timeout, or read some pages with --pages"})
}

// reader reads the documents of one package.
type reader struct {
	ctx    context.Context
	pack   *pack
	opt    Options
	number int // pages that were counted
	read   int // pages that were read
	// attached are the files that documents bring along.
	attached []attachment
	seen     survey.Survey
}

// nothing explains a package without a page: under the cipher of the standard
// its parts are no XML, and a part says how they were encrypted.
func (r *reader) nothing() error {
	for _, n := range r.pack.p.Names() {
		switch strings.ToLower(path.Base(strings.ReplaceAll(n, `\`, "/"))) {
		case "encryptions.xml", "entriesmap.dat", "decryptseed.dat":
			return (&office.Error{Fault: office.UnknownCipher}).Told(schema.OFDDocument)
		}
	}
	return schema.ExtractDamaged.Say(
		schema.Text{ZH: "OFD 文件已损坏，找不到任何页面", EN: "the OFD document is damaged: no page of it can be reached"},
		schema.Text{ZH: "请重新取得该文件，并确认传输完整", EN: "get the file again and check that it arrived whole"})
}

// roots are the parts that OFD.xml names as the roots of documents: the current
// version of each, whatever else stands in the package.
func (r *reader) roots() ([]string, error) {
	src, err := r.pack.read(r.pack.root)
	if err != nil && len(src) == 0 {
		if office.HasFault(err, office.NoPart) {
			return nil, r.nothing()
		}
		return nil, office.Told(err, schema.OFDDocument)
	}
	var out []string
	w := walker{sc: xmlscan.New(src)}
	w.each(func(element string) {
		if element == "DocRoot" && len(out) < maxDocuments {
			if loc := w.text(); loc != "" {
				out = append(out, r.pack.resolve(path.Dir(r.pack.root), loc))
			}
		}
	})
	return out, nil
}
