package draw

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Word prints grids as the tables of a Word document, with gridSpan and vMerge
// as an office program writes them.
func Word(grids ...*grid.Grid) ([]byte, error) {
	var body strings.Builder
	for _, g := range grids {
		wordTable(&body, g)
		body.WriteString("<w:p/>")
	}
	return wordPackage(body.String())
}

// wordPackage is a Word document with a body.
func wordPackage(body string) ([]byte, error) {
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", head + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `<w:sectPr/></w:body></w:document>`},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

func wordTable(b *strings.Builder, g *grid.Grid) {
	owner := owners(g)
	b.WriteString("<w:tbl><w:tblPr/><w:tblGrid>" + strings.Repeat(`<w:gridCol w:w="1200"/>`, g.Cols) + "</w:tblGrid>")
	for r := range g.Rows {
		b.WriteString("<w:tr>")
		for c := 0; c < g.Cols; {
			cell := owner[r][c]
			if cell == nil {
				b.WriteString("<w:tc><w:p/></w:tc>")
				c++
				continue
			}
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/>`, cell.ColSpan)
			switch {
			case cell.RowSpan > 1 && cell.Row == r:
				b.WriteString(`<w:vMerge w:val="restart"/>`)
			case cell.RowSpan > 1:
				b.WriteString("<w:vMerge/>")
			}
			b.WriteString("</w:tcPr>")
			if cell.Row == r {
				wordText(b, cell.Text)
			} else {
				b.WriteString("<w:p/>")
			}
			b.WriteString("</w:tc>")
			c += cell.ColSpan
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
}

// wordText writes each line of a cell as a paragraph of its own.
func wordText(b *strings.Builder, text string) {
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(`<w:p><w:r><w:t xml:space="preserve">`)
		// A strings.Builder takes every write.
		_ = xml.EscapeText(b, []byte(line))
		b.WriteString("</w:t></w:r></w:p>")
	}
}

// owners gives, for every row and column, the cell that covers it.
func owners(g *grid.Grid) [][]*grid.Cell {
	out := make([][]*grid.Cell, g.Rows)
	for i := range out {
		out[i] = make([]*grid.Cell, g.Cols)
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		for r := c.Row; r < c.Row+c.RowSpan; r++ {
			for k := c.Col; k < c.Col+c.ColSpan; k++ {
				out[r][k] = c
			}
		}
	}
	return out
}
