package excel

import (
	"context"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// maxBoxes bounds the text boxes of a sheet.
const maxBoxes = 2000

// textBoxes are the texts that lie over the cells of a sheet.
func (b *book) textBoxes(part string) []sheet.Box {
	rels := b.parts.Relations(part)
	drawing := office.First(rels, "drawing", "")
	if drawing == "" {
		return nil
	}
	src, err := b.parts.Read(drawing)
	if err != nil {
		return nil
	}
	return scanBoxes(src)
}

// boxScan follows the anchors of a drawing.
type boxScan struct {
	boxes []sheet.Box
	box   sheet.Box
	end   bool // between xdr:to
	text  strings.Builder
}

func scanBoxes(src []byte) []sheet.Box {
	var b boxScan
	sc := xmlscan.New(src)
	in := ""
	for k := sc.Next(); k != xmlscan.EOF && len(b.boxes) < maxBoxes; k = sc.Next() {
		switch k {
		case xmlscan.Start:
			in = string(sc.Name())
			b.start(in)
		case xmlscan.Text:
			switch in {
			case "t":
				b.text.Write(sc.AppendText(nil))
			case "row", "col":
				b.place(in, strings.TrimSpace(string(sc.AppendText(nil))))
			}
		case xmlscan.End:
			if name := string(sc.Name()); strings.HasSuffix(name, "CellAnchor") {
				b.close()
			}
			in = ""
		}
	}
	return b.boxes
}

func (b *boxScan) start(name string) {
	switch {
	case strings.HasSuffix(name, "CellAnchor"):
		b.box, b.end = sheet.Box{}, false
		b.text.Reset()
	case name == "to":
		b.end = true
	case name == "p" && b.text.Len() > 0, name == "br":
		b.text.WriteByte('\n')
	}
}

func (b *boxScan) place(name, text string) {
	f, ok := sheet.ParseNumber(text)
	if !ok || f < 0 || f > sheet.MaxRows {
		return
	}
	at := &b.box.Row
	switch {
	case name == "row" && b.end:
		at = &b.box.LastRow
	case name == "col" && b.end:
		at = &b.box.LastCol
	case name == "col":
		at = &b.box.Col
	}
	*at = int(f)
	if !b.end {
		b.box.LastRow, b.box.LastCol = b.box.Row, b.box.Col
	}
}

func (b *boxScan) close() {
	if b.box.Text = strings.TrimSpace(b.text.String()); b.box.Text != "" {
		b.boxes = append(b.boxes, b.box)
	}
}

// withPictures gives what was read; of a workbook that shows nothing but pictures
// what stands on those.
func withPictures(ctx context.Context, p *office.Package, opt Options, r *sheet.Reading) (*grid.Document, error) {
	doc, err := r.Result()
	if err != nil || len(doc.Grids) > 0 || opt.Inside == nil {
		return doc, err
	}
	var parts []string
	for _, name := range p.Names() {
		if strings.HasPrefix(strings.ToLower(name), "xl/media/") && !strings.HasSuffix(name, "/") {
			parts = append(parts, name)
		}
	}
	slices.Sort(parts)
	p.ReadPictures(ctx, doc, parts, opt.Inside)
	return doc, ctx.Err()
}
