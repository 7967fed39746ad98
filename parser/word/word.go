// Package word reads the tables of Word documents (.docx, .docm; ECMA-376
// transitional and strict) and the lines of text between them.
//
// Spans are exact: gridSpan, vMerge and hMerge say what is merged. Of revisions
// the document is read as it stands after all of them are accepted. What Word
// does not print is not read: hidden text, field instructions, placeholder texts
// of content controls, comments. Struck-out text is kept apart. Of headers those
// lines are read that the body lacks and that name a form or its year.
package word

import (
	"context"
	"errors"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of the reader. The main part of a form is some 100 KB of XML; a
// year's book of forms some 10 MB.
const (
	// maxXML is how much of a part is read, unpacked.
	maxXML = 64 << 20
	// maxCells is the greatest number of cells of a document.
	maxCells = 500_000
	// maxText is how many bytes of text are kept.
	maxText = 32 << 20
	// maxColumns is the greatest number of grid columns of a table.
	maxColumns = 1024
	// maxDepth is how deep elements of the document may nest.
	maxDepth = 512
	// maxNesting is how deep tables may stand inside one another; deeper ones
	// are left out, with a problem that says so.
	maxNesting = 16
)

// Options change how a document is read. The zero value is ready to use.
type Options struct {
	// Package is what the document was opened as already; nil where it was not.
	Package *office.Package
	// Inside reads what stands in the document as a document of its own: embedded
	// workbooks, imported parts, and the pictures of one that has no text. Without
	// it they are left out.
	Inside func(ctx context.Context, name string, data []byte) *grid.Document
}

// Read gives the grids of a Word document in reading order: every table one
// grid, nested tables behind their host, and runs of paragraphs between tables
// as prose. The error is a *schema.ReadError (extract.encrypted,
// extract.unsupported-format, extract.damaged, extract.limit) or the error
// of ctx. A document whose XML breaks off is read up to there; the problem
// extract.partial then says so.
func Read(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	doc, err := read(ctx, data, opt)
	if err != nil && ctx.Err() == nil {
		if k := sniff.Detect(data, ""); k != sniff.DOCX {
			return nil, notWord(k)
		}
	}
	return doc, err
}

func read(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	p, err := office.Reopen(opt.Package, data, office.Limits{Part: maxXML})
	if err != nil {
		return nil, fault(err)
	}
	main := office.First(p.Relations(""), "officeDocument", "word/document.xml")
	s := stores.Get().(*store)
	defer s.leave()
	body, broken := p.ReadInto(s.body, main)
	if broken != nil && body == nil {
		return nil, fault(broken)
	}
	s.body = body
	w := newWalker(ctx, body)
	w.store, w.names.known, w.broken = s, s.known, broken
	w.parts = &parts{pack: p, rels: p.Relations(main), read: opt.Inside}
	w.styles = w.parts.stylesOf(ctx)
	doc, err := w.read(ctx)
	if err != nil {
		return nil, err
	}
	return doc, w.parts.complete(ctx, doc)
}

func (w *walker) read(ctx context.Context) (*grid.Document, error) {
	err := w.document()
	if errors.Is(err, xmlscan.ErrTruncated) && w.broken != nil {
		err = w.broken
	}
	if ctxErr := ctx.Err(); ctxErr != nil {
		return nil, ctxErr
	}
	var limit *schema.ReadError
	if errors.As(err, &limit) {
		return nil, limit
	}
	doc := &grid.Document{Format: schema.FormatDOCX, Grids: w.body.Grids, Apart: w.apart, Problems: w.problems}
	if err == nil {
		return doc, nil
	}
	if len(w.body.Grids) == 0 {
		return nil, schema.WordDocument.Damaged(schema.Text{ZH: "正文的 XML 无法读取：" + err.Error(), EN: "its XML cannot be read: " + err.Error()})
	}
	doc.Problems = append(doc.Problems, partial(err))
	return doc, nil
}

func notWord(k sniff.Kind) error {
	if err := k.Err(); err != nil {
		return err
	}
	return schema.ExtractUnsupportedFormat.Say(
		schema.Text{ZH: "文件不是 Word 文档，而是 " + string(k), EN: "the file is no Word document but " + string(k)},
		schema.Text{ZH: "请按其实际格式读取", EN: "read it as what it is"})
}

// fault words what is wrong with the package around a document: what it is was
// seen before, so that one that is no package is damaged.
func fault(err error) error {
	told := office.Told(err, schema.WordDocument)
	if e, ok := told.(*schema.ReadError); ok && e.Rule == schema.ExtractUnsupported.Rule {
		e.Rule = schema.ExtractDamaged.Rule
	}
	return told
}

func partial(err error) schema.Finding {
	return schema.ExtractPartial.Say(
		schema.Text{
			ZH: "Word 文档的正文中途损坏，只读到损坏处为止：" + err.Error(),
			EN: "the Word document breaks off, it was read up to there: " + err.Error(),
		},
		schema.Text{ZH: "请用 Word 或 WPS 打开修复后另存", EN: "let Word or WPS repair it and save it again"}).Finding()
}

func tooDeep() schema.Finding {
	return schema.ExtractNestedTooDeep.Told(maxNesting).Finding()
}
