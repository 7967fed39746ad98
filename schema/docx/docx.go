// Package docx writes Word documents of paragraphs and tables. The same content
// gives the same bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// Body is the body of a document on its way; what is written into it is
// WordprocessingML. The zero value is empty.
type Body struct {
	bytes.Buffer
	// Across lays the pages across.
	Across bool
}

// Look is how a paragraph looks.
type Look struct {
	Bold, Centred bool
	// Size is in half points; 0 is the document's.
	Size int
}

// Paragraph adds a paragraph; '\n' in its text breaks the line.
func (b *Body) Paragraph(text string, look Look) {
	b.WriteString(`<w:p>`)
	if look.Centred {
		b.WriteString(`<w:pPr><w:jc w:val="center"/></w:pPr>`)
	}
	b.run(text, look)
	b.WriteString(`</w:p>`)
}

// run adds text to an open paragraph.
func (b *Body) run(text string, look Look) {
	b.WriteString(`<w:r>`)
	if look.Bold || look.Size != 0 {
		b.WriteString(`<w:rPr>`)
		if look.Bold {
			b.WriteString(`<w:b/>`)
		}
		if look.Size != 0 {
			fmt.Fprintf(b, `<w:sz w:val="%d"/>`, look.Size)
		}
		b.WriteString(`</w:rPr>`)
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">`)
		_ = xml.EscapeText(b, []byte(line)) // a buffer does not fail
		b.WriteString(`</w:t>`)
	}
	b.WriteString(`</w:r>`)
}

// PageBreak begins a new page.
func (b *Body) PageBreak() { b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`) }

// The namespaces and types of the parts, of ECMA-376.
const (
	wordNS    = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	packageNS = "http://schemas.openxmlformats.org/package/2006"
	relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordType  = "application/vnd.openxmlformats-officedocument.wordprocessingml"
)

// Save writes the document.
func (b *Body) Save(w io.Writer) error {
	page := `<w:pgSz w:w="11906" w:h="16838"/>`
	if b.Across {
		page = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`
	}
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="` + packageNS + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + wordType + `.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + wordType + `.styles+xml"/></Types>`},
		{"_rels/.rels", relationship("officeDocument", "word/document.xml")},
		{"word/_rels/document.xml.rels", relationship("styles", "styles.xml")},
		{"word/styles.xml", `<w:styles xmlns:w="` + wordNS + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman"/><w:sz w:val="21"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`},
		{"word/document.xml", `<w:document xmlns:w="` + wordNS + `"><w:body>` + b.String() +
			`<w:sectPr>` + page + `<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, xml.Header+part.text); err != nil {
			return err
		}
	}
	return z.Close()
}

func relationship(kind, target string) string {
	return `<Relationships xmlns="` + packageNS + `/relationships"><Relationship Id="rId1" Type="` + relations + `/` + kind + `" Target="` + target + `"/></Relationships>`
}
