// Package word reads the tables of Word documents (.docx, .docm; ECMA-376
// transitional and strict) and the lines of text between them.
//
// Spans are exact: gridSpan, vMerge and hMerge say what is merged. Of revisions
// the document is read as it stands after all of them are accepted. What Word
// does not print is not read: hidden text, field instructions, placeholder texts
// of content controls, comments, headers and footers.
package word

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of the reader. The main part of a form is some 100 KB of XML; a
// year's book of forms some 10 MB.
const (
	// MaxXML is how much of a part is read, unpacked.
	MaxXML = 64 << 20
	// MaxRatio is the greatest compression of a part above 8 MiB; text in XML
	// reaches some hundred to one.
	MaxRatio = 1000
	// MaxCells is the greatest number of cells of a document.
	MaxCells = 500_000
	// MaxText is how many bytes of text are kept.
	MaxText = 32 << 20
	// MaxColumns is the greatest number of grid columns of a table.
	MaxColumns = 1024
	// MaxDepth is how deep elements of the document may nest.
	MaxDepth = 512
	// MaxNesting is how deep tables may stand inside one another; deeper ones
	// are left out, with a problem that says so.
	MaxNesting = 16
)

// Options change how a document is read. The zero value is ready to use.
type Options struct{}

// Read gives the grids of a Word document in reading order: every table one
// grid, nested tables behind their host, and runs of paragraphs between tables
// as prose. The error is a *schema.ReadError (extract.encrypted,
// extract.unsupported-format, extract.damaged, extract.too-large) or the error
// of ctx. A document whose XML breaks off is read up to there; the problem
// extract.partial then says so.
func Read(ctx context.Context, data []byte, _ Options) (*grid.Document, error) {
	if k := sniff.Detect(data, ""); k != sniff.DOCX {
		return nil, notWord(k)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged("the list of parts at its end is missing", "缺少末尾的目录")
	}
	part := find(z, mainPart(z))
	if part == nil {
		return nil, damaged("its main part is missing", "缺少正文部分")
	}
	if part.UncompressedSize64 > MaxXML || bomb(part) {
		return nil, tooLarge(fmt.Sprintf("%d MiB of XML", part.UncompressedSize64>>20), fmt.Sprintf("%d MiB", MaxXML>>20))
	}
	body, err := part.Open()
	if err != nil {
		return nil, damaged("its main part cannot be unpacked", "正文部分无法解压")
	}
	defer body.Close()
	return readMain(ctx, io.LimitReader(body, MaxXML+1))
}

func readMain(ctx context.Context, r io.Reader) (*grid.Document, error) {
	w := newWalker(ctx, r)
	err := w.document()
	if ctxErr := ctx.Err(); ctxErr != nil {
		return nil, ctxErr
	}
	var limit *limitError
	if errors.As(err, &limit) {
		return nil, tooLarge(limit.found, limit.limit)
	}
	doc := &grid.Document{Format: schema.FormatDOCX, Grids: w.grids, Problems: w.problems}
	if err == nil {
		return doc, nil
	}
	if len(w.grids) == 0 {
		return nil, damaged("its XML cannot be read: "+err.Error(), "正文的 XML 无法读取："+err.Error())
	}
	doc.Problems = append(doc.Problems, partial(err))
	return doc, nil
}

// limitError says which bound a document met.
type limitError struct{ found, limit string }

func (e *limitError) Error() string { return "word: " + e.found + ", at most " + e.limit }

func bomb(f *zip.File) bool {
	return f.UncompressedSize64 > 8<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > MaxRatio
}

// relationship ends with the same word in transitional and strict packages.
const mainRelationship = "/officeDocument"

// mainPart is the name of the part that the package's relationships call the
// document; nearly always word/document.xml.
func mainPart(z *zip.Reader) string {
	const usual = "word/document.xml"
	f := find(z, "_rels/.rels")
	if f == nil {
		return usual
	}
	r, err := f.Open()
	if err != nil {
		return usual
	}
	defer r.Close()
	var rels struct {
		Relationship []struct {
			Type, Target string `xml:",attr"`
		}
	}
	if xml.NewDecoder(io.LimitReader(r, 1<<20)).Decode(&rels) != nil {
		return usual
	}
	for _, rel := range rels.Relationship {
		if strings.HasSuffix(rel.Type, mainRelationship) {
			return strings.TrimPrefix(path.Clean("/"+rel.Target), "/")
		}
	}
	return usual
}

// find looks up a part; names are compared without case, as OPC says, and some
// programs write backslashes.
func find(z *zip.Reader, name string) *zip.File {
	for _, f := range z.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

func notWord(k sniff.Kind) error {
	if err := k.Err(); err != nil {
		return err
	}
	return &schema.ReadError{
		Rule: "extract.unsupported-format",
		Text: schema.Text{ZH: "文件不是 Word 文档，而是 " + string(k), EN: "the file is no Word document but " + string(k)},
		Hint: schema.Text{ZH: "请按其实际格式读取", EN: "read it as what it is"},
	}
}

func damaged(en, zh string) *schema.ReadError {
	return &schema.ReadError{
		Rule: "extract.damaged",
		Text: schema.Text{ZH: "Word 文档已损坏或不完整：" + zh, EN: "the Word document is damaged or cut short: " + en},
		Hint: schema.Text{
			ZH: "请重新下载或传送，或用 Word、WPS 打开修复后另存为 .docx",
			EN: "transfer it again, or let Word or WPS repair it and save it as .docx",
		},
	}
}

func tooLarge(found, limit string) *schema.ReadError {
	return &schema.ReadError{
		Rule: "extract.too-large",
		Text: schema.Text{
			ZH: fmt.Sprintf("Word 文档过大：%s，上限为 %s", found, limit),
			EN: fmt.Sprintf("the Word document is too large: found %s, at most %s are read", found, limit),
		},
		Hint: schema.Text{ZH: "请把文档拆分后再读", EN: "split the document and read its parts"},
	}
}

func partial(err error) schema.Finding {
	e := &schema.ReadError{
		Rule: "extract.partial",
		Text: schema.Text{
			ZH: "Word 文档的正文中途损坏，只读到损坏处为止：" + err.Error(),
			EN: "the Word document breaks off, it was read up to there: " + err.Error(),
		},
		Hint: schema.Text{ZH: "请用 Word 或 WPS 打开修复后另存", EN: "let Word or WPS repair it and save it again"},
	}
	return e.Finding()
}

func tooDeep() schema.Finding {
	f := schema.Finding{
		Rule: "extract.nested-too-deep", Severity: schema.SeverityWarning,
		Text: schema.Text{
			ZH: fmt.Sprintf("表格嵌套超过 %d 层，更深的表格没有读取", MaxNesting),
			EN: fmt.Sprintf("tables nest deeper than %d, the inner ones were left out", MaxNesting),
		},
		Hint: schema.Text{ZH: "请把内层表格移到正文中", EN: "move the inner tables out of their hosts"},
	}
	f.Localize(schema.ZH)
	return f
}
