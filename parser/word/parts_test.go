package word

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/grid"
)

const partNames = ` xmlns:r="http://x/relationships" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

// withParts makes a document of a body and its parts: name, content. Each is
// related as the kind before the colon of its name says.
func withParts(t *testing.T, body string, parts ...string) []byte {
	t.Helper()
	var rels strings.Builder
	pairs := []string{"[Content_Types].xml", contentTypes,
		"word/document.xml", `<w:document ` + transitional + others + partNames + `><w:body>` + body + `</w:body></w:document>`}
	for i := 0; i < len(parts); i += 2 {
		kind, name, _ := strings.Cut(parts[i], ":")
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="http://x/%s" Target="%s"/>`, i/2+1, kind, name)
		pairs = append(pairs, "word/"+name, parts[i+1])
	}
	return pack(t, append(pairs, "word/_rels/document.xml.rels", "<Relationships>"+rels.String()+"</Relationships>")...)
}

// readParts reads a document whose parts read as one cell that names them.
func readParts(t *testing.T, data []byte) ([]string, []string) {
	t.Helper()
	doc, err := Read(t.Context(), data, Options{Inside: func(_ context.Context, name string, data []byte) *grid.Document {
		return &grid.Document{Grids: []*grid.Grid{{Rows: 1, Cols: 1, Cells: []grid.Cell{{RowSpan: 1, ColSpan: 1, Text: name}}}}}
	}})
	if err != nil {
		t.Fatal(err)
	}
	var cells, problems []string
	for _, g := range doc.Grids {
		for _, c := range g.Cells {
			cells = append(cells, c.Text)
		}
	}
	for _, f := range doc.Problems {
		problems = append(problems, f.Rule)
	}
	return cells, problems
}

func picture(t *testing.T, side int) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPartsOfADocument(t *testing.T) {
	header := `<w:hdr ` + transitional + `>` + p("项目支出绩效目标表") + p("（2024年度）") + p("内部资料") + `</w:hdr>`
	object := `<w:p><w:r><w:object><o:OLEObject Type="Embed" r:id="r1"/></w:object></w:r></w:p>`
	blip := func(id string) string {
		return `<w:p><w:r><w:drawing><a:blip r:embed="` + id + `"/></w:drawing></w:r></w:p>`
	}
	for _, tt := range []struct {
		name string
		data []byte
		want []string
	}{
		{"title and year in the page header", withParts(t, tbl(tr(tc("", "甲"))), "header:header1.xml", header), []string{"项目支出绩效目标表", "（2024年度）", "甲"}},
		{"a header that the body repeats", withParts(t, p("项目支出绩效目标表")+p("（2024年度）"), "header:header1.xml", header), []string{"项目支出绩效目标表", "（2024年度）"}},
		{"an embedded workbook", withParts(t, p("前")+object+p("后"), "package:embeddings/a.xlsx", "PK"), []string{"前", "a.xlsx", "后"}},
		{"an imported part", withParts(t, p("前")+`<w:altChunk r:id="r1"/>`, "aFChunk:a.html", "<table>"), []string{"前", "a.html"}},
		{"a picture of a page", withParts(t, p("表")+blip("r1")+blip("r1"), "image:media/a.png", picture(t, 400)), []string{"表", "a.png"}},
		{"an emblem", withParts(t, p("表")+blip("r1"), "image:media/a.png", picture(t, 100)), []string{"表"}},
		{"a picture beside a table", withParts(t, tbl(tr(tc("", "甲")))+blip("r1"), "image:media/a.png", picture(t, 400)), []string{"甲"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cells, problems := readParts(t, tt.data)
			if diff := cmp.Diff(tt.want, cells); diff != "" || problems != nil {
				t.Errorf("problems %v, cells (-want +got):\n%s", problems, diff)
			}
		})
	}
}

// TestPicturesWithoutText is a document of pictures that no one could read.
func TestPicturesWithoutText(t *testing.T) {
	data := withParts(t, `<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p>`, "image:media/a.png", picture(t, 400))
	doc, err := Read(t.Context(), data, Options{Inside: func(context.Context, string, []byte) *grid.Document { return &grid.Document{} }})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.image-only" {
		t.Errorf("problems %+v", doc.Problems)
	}
}
