// Package odf reads OpenDocument sheets and texts (.ods, .odt), as packages and
// as single XML files (.fods, .fodt).
//
// What is read is what the program displays: the paragraphs of a cell, not its
// value; no notes, no reading aids, no revisions that were deleted. Struck-out and hidden
// text, and what cannot be seen, is kept apart. A cell or a
// row may stand for millions of its like, so that only what shows something is
// ever repeated.
package odf

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of a document.
const (
	maxXML     = 128 << 20 // the document's XML, unpacked
	maxText    = 64 << 20  // bytes of text kept
	maxDepth   = 256       // elements in one another
	maxNesting = 16        // tables in one another
	maxCells   = 500_000   // cells of a text's tables
	maxColumns = 1024      // columns of a text's table
)

// Read reads a document of either kind; flat ones too. The error is a
// *schema.ReadError (extract.encrypted where the package is under a password,
// extract.damaged, extract.limit, extract.sheet), or the context's.
func Read(ctx context.Context, data []byte, opt sheet.Options) (*grid.Document, error) {
	src, pack, err := content(data)
	if err != nil {
		return nil, err
	}
	flat := pack == nil
	r := &reader{Pass: xmlscan.Pass{Scanner: xmlscan.New(src), Ctx: ctx, Of: schema.OpenText, MaxDepth: maxDepth}, opt: opt.WithDefaults(), styles: styles{}, pages: map[string]masterPage{}, left: maxText}
	r.recoloured = bytes.Contains(src, []byte("conditional-format"))
	if pack != nil {
		if common, _ := pack.Read("styles.xml"); common != nil {
			r.common(common)
		}
	}
	r.document(flat)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case r.Bad != nil:
		return nil, r.Bad
	case !r.found:
		return nil, schema.OpenText.Damaged(schema.Text{ZH: "其中没有表格或文字的正文", EN: "it holds no body of a sheet or a text"})
	}
	doc, err := r.result(flat)
	if err == nil && pack != nil && opt.Inside != nil && office.Pictured(doc) {
		pack.ReadPictures(ctx, doc, pictures(pack), opt.Inside)
		err = ctx.Err()
	}
	return doc, err
}

// pictures are the parts of a package that are pictures, in order.
func pictures(p *office.Package) []string {
	var parts []string
	for _, name := range p.Names() {
		if strings.HasPrefix(name, "Pictures/") && !strings.HasSuffix(name, "/") {
			parts = append(parts, name)
		}
	}
	slices.Sort(parts)
	return parts
}

// content is the XML of a document, and the package that it stands in, nil for a
// flat one.
func content(data []byte) (src []byte, pack *office.Package, err error) {
	if !office.IsPackage(data) {
		src, _, err := charset.Decode(data)
		switch {
		case err != nil:
			return nil, nil, schema.OpenText.Damaged(schema.UnknownEncoding)
		case len(src) > maxXML:
			return nil, nil, schema.OpenText.TooLarge(schema.MoreBytes(maxXML))
		}
		return src, nil, nil
	}
	p, err := office.OpenPackage(data, office.Limits{Part: maxXML})
	if err != nil {
		return nil, nil, office.Told(err, schema.OpenText)
	}
	if encrypted(p) {
		return nil, nil, (&office.Error{Fault: office.UnknownCipher}).Told(schema.OpenText)
	}
	src, err = p.Read("content.xml")
	if err != nil && len(src) == 0 {
		return nil, nil, office.Told(err, schema.OpenText)
	}
	return src, p, nil
}

// encrypted asks the list of parts, which is never encrypted itself.
func encrypted(p *office.Package) bool {
	sc := xmlscan.New(p.Head("META-INF/manifest.xml", 4<<20))
	for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
		if k == xmlscan.Start && sc.Is("encryption-data") {
			return true
		}
	}
	return false
}

// reader is one pass over the XML of a document.
type reader struct {
	xmlscan.Pass
	opt    sheet.Options
	styles styles
	pages  map[string]masterPage
	left   int // bytes of text that may still be kept
	found  bool

	// under is the style below that of the paragraphs read now: their cell's.
	under ink.Style
	// recoloured says that conditional formats, which stand behind the cells, may
	// paint any of them.
	recoloured bool
	apart      []grid.Ink
	place      schema.Place // of the table cell being read
	// keep takes what does not count of a sheet's cell being read.
	keep func(text string, why schema.Text)

	// Of a workbook.
	refs   []sheet.Ref
	sheets []*sheet.Sheet
	failed map[int]*schema.ReadError
	budget *sheet.Reading

	// Of a text.
	body     flow.Body
	tables   int
	nested   int
	cells    int
	problems []schema.Finding
}

// document reads the styles, then the body.
func (r *reader) document(flat bool) {
	for {
		switch r.Next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			switch string(r.Name()) {
			case "style":
				r.style()
			case "master-page":
				r.masterPage()
			case "spreadsheet":
				r.spreadsheet(flat)
			case "text":
				r.found = true
				r.blocks(&r.body)
				r.body.Flush()
			case "presentation", "drawing", "chart", "database":
				r.Skip()
			}
		}
	}
}

func (r *reader) result(flat bool) (*grid.Document, error) {
	if r.budget == nil {
		doc := &grid.Document{Format: schema.FormatODT, Grids: r.body.Grids, Apart: r.apart, Problems: r.problems}
		if r.Err() != nil {
			if len(doc.Grids) == 0 {
				return nil, schema.OpenText.Damaged(schema.NotWellFormed)
			}
			doc.Problems = append(doc.Problems, schema.OpenText.CutShort().Finding())
		}
		return doc, nil
	}
	wanted, err := sheet.Pick(r.refs, r.opt)
	if err != nil {
		return nil, err
	}
	for _, ref := range wanted {
		if bad := r.failed[ref.Offset]; bad != nil {
			r.budget.Fail(ref.Name, bad)
			continue
		}
		r.budget.Add(r.sheets[ref.Offset])
	}
	if n := len(r.sheets); r.Err() != nil && n > 0 && !r.sheets[n-1].Truncated {
		r.budget.Note(schema.OpenText.CutShort().Finding())
	}
	return r.budget.Result()
}
