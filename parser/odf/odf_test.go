package odf_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/parser/odf"
	"github.com/pbt-cli/pbt/schema"
)

const styles = `<office:automatic-styles><style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>` +
	`<style:style style:name="gone" style:family="text"><style:text-properties text:display="none"/></style:style>` +
	`<style:style style:name="wing" style:family="text"><style:text-properties style:font-name="Wingdings"/></style:style></office:automatic-styles>`

func flat(body string) []byte {
	return []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">` + styles + `<office:body>` + body + `</office:body></office:document>`)
}

func sheets(tables string) []byte {
	return flat(`<office:spreadsheet>` + tables + `</office:spreadsheet>`)
}
func one(rows string) []byte {
	return sheets(`<table:table table:name="表">` + rows + `</table:table>`)
}
func text(body string) []byte { return flat(`<office:text>` + body + `</office:text>`) }

func tc(attrs, text string) string {
	return `<table:table-cell ` + attrs + `><text:p>` + text + `</text:p></table:table-cell>`
}
func row(cells string) string { return `<table:table-row>` + cells + `</table:table-row>` }

func TestRead(t *testing.T) {
	covered := `<table:covered-table-cell><text:p>藏</text:p></table:covered-table-cell>`
	p := func(s string) string { return "<text:p>" + s + "</text:p>" }
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"spans and covered cells", one(row(tc(`table:number-columns-spanned="2" table:number-rows-spanned="2"`, "a")+covered+tc("", "b")) + row(`<table:covered-table-cell table:number-columns-repeated="2"/>`+tc("", "c"))),
			[]string{"table 2×3 表", "0,0 2×2 a", "0,2 1×1 b", "1,2 1×1 c"}},
		{"repeats", one(row(tc(`table:number-columns-repeated="2"`, "a")+`<table:table-cell table:number-columns-repeated="16382"/>`) + `<table:table-row table:number-rows-repeated="2">` + tc("", "b") + `</table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`),
			[]string{"table 3×2 表", "0,0 1×1 a", "0,1 1×1 a", "1,0 1×1 b", "2,0 1×1 b"}},
		{"groups of rows", one(`<table:table-header-rows>` + row(tc("", "a")) + `</table:table-header-rows><table:table-row-group>` + row(tc("", "b")) + `</table:table-row-group>`),
			[]string{"table 2×1 表", "0,0 1×1 a", "1,0 1×1 b"}},
		{"text as displayed", one(row(tc(`office:value-type="percentage" office:value="0.955"`, "95.50%") + `<table:table-cell office:value-type="percentage" office:value="0.955"/>` + `<table:table-cell office:value-type="date" office:date-value="2020-12-31T00:00:00"/>` + tc(`table:formula="of:=100%" office:value-type="percentage" office:value="1"`, "100.00%") + tc(`table:formula="of:=[.A1]*2"`, "2"))),
			[]string{"table 1×5 表", "0,0 1×1 95.50%", "0,1 1×1 95.5%", "0,2 1×1 2020-12-31", "0,3 1×1 =100%", "0,4 1×1 2"}},
		{"hidden", sheets(`<table:table table:name="一"><table:table-column table:visibility="collapse"/>` + row(tc("", "a")+tc("", "b")) + `<table:table-row table:visibility="filter">` + tc("", "") + tc("", "c") + `</table:table-row></table:table><table:table table:name="二" table:style-name="off">` + row(tc("", "d")) + `</table:table>`),
			[]string{"table 2×2 一", "0,0 1×1 a (hidden)", "0,1 1×1 b", "1,1 1×1 c (hidden)", "table 1×1 二 (hidden)", "0,0 1×1 d"}},
		{"blanks, breaks, notes", text(p(" a \n b<text:s text:c=\"2\"/>c<text:tab/>d<text:line-break/>  e<office:annotation><text:p>批注</text:p></office:annotation><text:note><text:note-body><text:p>注</text:p></text:note-body></text:note><text:ruby><text:ruby-base>音</text:ruby-base><text:ruby-text>yin</text:ruby-text></text:ruby>")),
			[]string{"prose 2×1", "0,0 1×1 a b  c\td", "1,0 1×1 e音"}},
		{"hidden characters and signs", text(p(`a<text:span text:style-name="gone">藏</text:span><text:span text:style-name="wing">&#xF0FE;</text:span>`)),
			[]string{"prose 1×1", "0,0 1×1 a☑"}},
		{"a text with a table in a table", text(p("题") + `<table:table><table:table-column/>` + row(`<table:table-cell>`+p("外")+`<table:table>`+row(tc("", "内"))+`</table:table></table:table-cell>`+tc("", "旁")) + `</table:table>` + p("尾")),
			[]string{"prose 1×1", "0,0 1×1 题", "table 1×2", "0,0 1×1 外", "0,1 1×1 旁", "table 1×1", "0,0 1×1 内", "prose 1×1", "0,0 1×1 尾"}},
		{"revisions and text boxes", text(`<text:tracked-changes><text:changed-region><text:deletion>` + p("删") + `</text:deletion></text:changed-region></text:tracked-changes>` + p(`文<draw:frame><draw:text-box>`+p("框")+`</draw:text-box></draw:frame>`)),
			[]string{"prose 2×1", "0,0 1×1 文", "1,0 1×1 框"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := odf.Read(context.Background(), tt.data, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, gridtest.Show(doc.Grids)); diff != "" {
				t.Errorf("grids (-want +got):\n%s", diff)
			}
			if len(doc.Problems) > 0 {
				t.Errorf("problems: %v", doc.Problems)
			}
		})
	}
}

func pack(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		f, err := z.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestErrors(t *testing.T) {
	whole := string(one(row(tc("", "a"))))
	for name, tt := range map[string]struct {
		data []byte
		opt  sheet.Options
		rule string
	}{
		"encrypted":               {pack(t, "content.xml", "?", "META-INF/manifest.xml", `<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`), sheet.Options{}, "extract.encrypted"},
		"no content":              {pack(t, "mimetype", "x"), sheet.Options{}, "extract.damaged"},
		"another body":            {flat(`<office:drawing><draw:page/></office:drawing>`), sheet.Options{}, "extract.damaged"},
		"a bomb of cells":         {one(`<table:table-row table:number-rows-repeated="1048576">` + tc(`table:number-columns-repeated="16384"`, "a") + `</table:table-row>`), sheet.Options{}, "extract.limit"},
		"another sheet":           {[]byte(whole), sheet.Options{Sheet: "二"}, "extract.sheet"},
		"elements in one another": {text("<text:p>" + strings.Repeat("<text:span>", 300)), sheet.Options{}, "extract.limit"},
	} {
		_, err := odf.Read(context.Background(), tt.data, tt.opt)
		var re *schema.ReadError
		if !errors.As(err, &re) || re.Rule != tt.rule || re.Hint.EN == "" {
			t.Errorf("%s: %v, want %s", name, err, tt.rule)
		}
	}
	doc, err := odf.Read(context.Background(), []byte(whole[:len(whole)-40]), sheet.Options{})
	if err != nil || len(doc.Problems) == 0 || doc.Problems[0].Rule != "extract.partial" {
		t.Errorf("a sheet that breaks off: %v, %+v", err, doc)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"mof2015.ods", "mof2015.odt", "mof2015.fods"} {
		data, err := os.ReadFile("../../testdata/formats/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(one(`<table:table-row table:number-rows-repeated="99999999">` + tc(`table:number-columns-repeated="9" table:number-columns-spanned="99999" table:number-rows-spanned="9999999"`, "a") + `</table:table-row>`))
	f.Add(text(`<table:table>` + row(tc(`table:number-columns-repeated="9" table:number-columns-spanned="3" table:number-rows-spanned="2"`, "a")) + row(tc("", "b")) + `</table:table>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, err := odf.Read(context.Background(), data, sheet.Options{MaxCells: 20_000}); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}

// A text that shows nothing but pictures is what stands on those; an emblem, and
// pictures beside a table, are not read.
func TestPictures(t *testing.T) {
	picture := func(side int) string {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	frame := `<text:p><draw:frame><draw:image/></draw:frame></text:p>`
	table := `<table:table>` + row(tc("", "甲")) + `</table:table>`
	for _, c := range []struct {
		name, body string
		side       int
		table      bool
		want       string
		problems   int
	}{
		{"a page", frame, 400, true, "Pictures/b.png", 0},
		{"no table on it", frame, 400, false, "Pictures/b.png", 1},
		{"an emblem", frame, 100, true, "", 0},
		{"beside a table", table + frame, 400, true, "", 0},
	} {
		read := ""
		opt := sheet.Options{Inside: func(_ context.Context, name string, data []byte) *grid.Document {
			read += "Pictures/" + name
			g := grid.Lines([]string{"甲"}, []schema.Place{{}})
			g.Prose = !c.table
			return &grid.Document{Grids: []*grid.Grid{g}}
		}}
		doc, err := odf.Read(context.Background(), pack(t, "content.xml", string(text(c.body)), "Pictures/b.png", picture(c.side)), opt)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if read != c.want || len(doc.Problems) != c.problems {
			t.Errorf("%s: read %q, %d problems", c.name, read, len(doc.Problems))
		}
	}
}
