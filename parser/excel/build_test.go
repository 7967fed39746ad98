package excel_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
)

// workbook makes an .xlsx of one sheet by hand; parts given replace or join its
// own.
func workbook(t testing.TB, sheet string, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet>` + sheet + `</worksheet>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	return pack(t, all)
}

// pack makes a zip of parts.
func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for name, text := range parts {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// stylesOf makes a style sheet whose cell styles 1, 2, … have these formats.
func stylesOf(codes ...string) string {
	var formats, cells strings.Builder
	for i, code := range codes {
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;").Replace(code))
		fmt.Fprintf(&cells, `<xf numFmtId="%d"/>`, 164+i)
	}
	return `<styleSheet><numFmts>` + formats.String() + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>` + cells.String() + `</cellXfs></styleSheet>`
}

func readXLSX(t testing.TB, data []byte, opt excel.Options) *grid.Document {
	t.Helper()
	doc, err := excel.ReadXLSX(context.Background(), data, opt)
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, "crafted", doc, nil)
	return doc
}

// cellAt gives the cell at an address of a document's first grid.
func cellAt(t testing.TB, doc *grid.Document, at string) grid.Cell {
	t.Helper()
	for _, g := range doc.Grids {
		for _, c := range g.Cells {
			if c.Place().Cell == at {
				return c
			}
		}
	}
	t.Fatalf("no cell %s", at)
	return grid.Cell{}
}
