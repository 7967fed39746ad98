// Package odf reads OpenDocument sheets and texts (.ods, .odt), as packages and
// as single XML files (.fods, .fodt).
//
// What is read is what the program displays: the paragraphs of a cell, not its
// value; no notes, no reading aids, no revisions that were deleted. A cell or a
// row may stand for millions of its like, so that only what shows something is
// ever repeated.
package odf

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
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
	r := &reader{ctx: ctx, sc: xmlscan.New(src), opt: opt.WithDefaults(), styles: styles{}, left: maxText}
	r.document(flat)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case r.bad != nil:
		return nil, r.bad
	case !r.found:
		return nil, damaged("其中没有表格或文字的正文", "it holds no body of a sheet or a text")
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
		if err != nil || len(src) > maxXML {
			return nil, nil, damaged("编码无法识别，或超过 128 MiB", "its encoding is unknown, or it has more than 128 MiB")
		}
		return src, nil, nil
	}
	p, err := office.OpenPackage(data, office.Limits{Part: maxXML})
	if err != nil {
		return nil, nil, fault(err)
	}
	if encrypted(p) {
		return nil, nil, (&office.Error{Fault: office.UnknownCipher}).Told(name, hint)
	}
	src, err = p.Read("content.xml")
	if err != nil && len(src) == 0 {
		return nil, nil, fault(err)
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
	ctx    context.Context
	sc     *xmlscan.Scanner
	opt    sheet.Options
	styles styles
	tokens int
	depth  int // of own calls
	left   int // bytes of text that may still be kept
	bad    *schema.ReadError
	found  bool

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

// next moves on, to the end once anything is wrong.
func (r *reader) next() xmlscan.Kind {
	if r.tokens++; r.tokens%4096 == 0 && r.ctx.Err() != nil || r.bad != nil {
		return xmlscan.EOF
	}
	return r.sc.Next()
}

// each calls visit for the elements inside the current one, to its end. What
// visit does not read to the end of, is gone into: its elements are visited too.
func (r *reader) each(visit func(name string)) {
	if r.depth++; r.depth > maxDepth {
		r.bad = limit("元素嵌套过深", "elements nest too deep")
	}
	defer func() { r.depth-- }()
	for depth := r.sc.Depth(); ; {
		switch r.next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			visit(string(r.sc.Name()))
		case xmlscan.End:
			if r.sc.Depth() < depth {
				return
			}
		}
	}
}

// skip reads to the end of the current element.
func (r *reader) skip() {
	r.each(func(string) {})
}

// document reads the styles, then the body.
func (r *reader) document(flat bool) {
	for {
		switch r.next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			switch string(r.sc.Name()) {
			case "style":
				r.style()
			case "spreadsheet":
				r.spreadsheet(flat)
			case "text":
				r.found = true
				r.blocks(&r.body)
				r.body.Flush()
			case "presentation", "drawing", "chart", "database":
				r.skip()
			}
		}
	}
}

func (r *reader) result(flat bool) (*grid.Document, error) {
	if r.budget == nil {
		doc := &grid.Document{Format: schema.FormatODT, Grids: r.body.Grids, Problems: r.problems}
		if r.sc.Err() != nil {
			if len(doc.Grids) == 0 {
				return nil, damaged("其 XML 不完整或不合法", "its XML is cut short or not well-formed")
			}
			doc.Problems = append(doc.Problems, partial())
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
	if n := len(r.sheets); r.sc.Err() != nil && n > 0 && !r.sheets[n-1].Truncated {
		r.budget.Note(partial())
	}
	return r.budget.Result()
}

var (
	name = schema.Text{ZH: "OpenDocument 文件", EN: "the OpenDocument file"}
	hint = schema.Text{ZH: "请重新下载或传送，或用 LibreOffice、WPS 打开修复后另存", EN: "transfer it again, or let LibreOffice or WPS repair and save it"}
)

func fault(err error) error {
	var e *office.Error
	if errors.As(err, &e) {
		return e.Told(name, hint)
	}
	return err
}

func damaged(zh, en string) *schema.ReadError {
	return schema.ExtractDamaged.Say(schema.Text{ZH: "OpenDocument 文件已损坏或不完整：" + zh, EN: "the OpenDocument file is damaged or cut short: " + en}, hint)
}

func limit(zh, en string) *schema.ReadError {
	return schema.ExtractLimit.Say(
		schema.Text{ZH: "OpenDocument 文件过大：" + zh, EN: "the OpenDocument file is too large: " + en},
		schema.Text{ZH: "请把绩效目标表另存为单独的文件", EN: "save the form as a file of its own"})
}

func partial() schema.Finding {
	return schema.ExtractPartial.Say(schema.Text{ZH: "OpenDocument 文件的正文中途损坏，只读到损坏处为止", EN: "the OpenDocument file breaks off, it was read up to there"}, hint).Finding()
}
