package word

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/schema"
)

func wordml(body string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="` + spaceWordML + `" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:st1="` + spaceTags + `"><w:body><wx:sect>` + body + `</wx:sect></w:body></w:wordDocument>`)
}

func TestReadXML(t *testing.T) {
	revision := func(kind, inner string) string {
		return `<aml:annotation w:type="Word.` + kind + `"><aml:content>` + inner + `</aml:content></aml:annotation>`
	}
	run := func(s string) string { return `<w:r><w:t>` + s + `</w:t></w:r>` }
	tests := []struct {
		name, body string
		want       []string
	}{
		{"merges in small letters", tbl(tr(tc(`<w:vmerge w:val="restart"/>`, "a"), tc(`<w:hmerge w:val="restart"/>`, "b"), tc(`<w:hmerge/>`, "")), tr(tc(`<w:vmerge/>`, ""), tc("", "c"), tc("", "d"))),
			[]string{"table 2×3", "0,0 2×1 a", "0,1 1×2 b", "1,1 1×1 c", "1,2 1×1 d"}},
		{"revisions", "<w:p>" + run("甲") + revision("Deletion", `<w:r><w:delText>删</w:delText></w:r>`) + revision("Insertion", run("乙")) + revision("Comment", run("批注")) + "</w:p>",
			[]string{"prose 1×1", "0,0 1×1 甲乙"}},
		{"a deleted row", tbl(tr(tc("", "a")), `<w:tr><w:trPr>`+`<aml:annotation w:type="Word.Deletion"/>`+`</w:trPr>`+tc("", "b")+`</w:tr>`),
			[]string{"table 1×1", "0,0 1×1 a"}},
		{"tags and sections", `<wx:sub-section><w:p><st1:place>` + run("上海") + `</st1:place><w:proofErr w:type="spellStart"/>` + run("市") + `</w:p></wx:sub-section>`,
			[]string{"prose 1×1", "0,0 1×1 上海市"}},
		{"lost merges, cells missing", tbl(tr(tc("", "一级"), tc("", "二级"), tc("", "值")), tr(tc("", "产出"), tc("", "数量"), tc("", "1")), tr(tc("", "质量"), tc("", "2")), tr(tc("", "3")), tr(tc("", "效益"), tc("", "社会"), tc("", ""))),
			[]string{"table 5×3", "0,0 1×1 一级", "0,1 1×1 二级", "0,2 1×1 值", "1,0 3×1 产出", "1,1 1×1 数量", "1,2 1×1 1", "2,1 2×1 质量", "2,2 1×1 2", "3,2 1×1 3", "4,0 1×1 效益", "4,1 1×1 社会", "extract.merges-lost"}},
		{"lost merges, a serial number in front", tbl(tr(tc("", "序号"), tc("", "一级"), tc("", "名称")), tr(tc("", "1"), tc("", "产出"), tc("", "a")), tr(tc("", "2"), tc("", "b"))),
			[]string{"table 3×3", "0,0 1×1 序号", "0,1 1×1 一级", "0,2 1×1 名称", "1,0 1×1 1", "1,1 2×1 产出", "1,2 1×1 a", "2,0 1×1 2", "2,2 1×1 b", "extract.merges-lost"}},
		{"lost merges, a heading of two rows", tbl(tr(tc("", "一级"), tc(`<w:gridSpan w:val="2"/>`, "指标值"), tc("", "权重")), tr(tc("", "性质"), tc("", "值")), tr(tc("", "产出"), tc("", "≥"), tc("", "1"), tc("", "9"))),
			[]string{"table 3×4", "0,0 2×1 一级", "0,1 1×2 指标值", "0,3 2×1 权重", "1,1 1×1 性质", "1,2 1×1 值", "2,0 1×1 产出", "2,1 1×1 ≥", "2,2 1×1 1", "2,3 1×1 9", "extract.merges-lost"}},
		{"lost merges, cells blank", tbl(tr(tc("", "产出"), tc("", "数量"), tc("", "1")), tr(tc("", ""), tc("", "质量"), tc("", "")), tr(tc("", ""), tc("", ""), tc("", "3"))),
			[]string{"table 3×3", "0,0 3×1 产出", "0,1 1×1 数量", "0,2 1×1 1", "1,1 2×1 质量", "2,2 1×1 3", "extract.merges-lost"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := ReadXML(context.Background(), wordml(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			got := gridtest.Show(doc.Grids)
			for _, p := range doc.Problems {
				got = append(got, p.Rule)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("grids (-want +got):\n%s", diff)
			}
		})
	}
}

// A flat package holds the parts of a .docx; only the document is read.
func TestFlatPackage(t *testing.T) {
	part := func(name, kind, inner string) string {
		return `<pkg:part pkg:name="` + name + `" pkg:contentType="application/vnd.openxmlformats-officedocument.wordprocessingml.` + kind + `+xml"><pkg:xmlData>` + inner + `</pkg:xmlData></pkg:part>`
	}
	data := `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">` +
		part("/word/header1.xml", "header", `<w:hdr `+transitional+`>`+p("眉")+`</w:hdr>`) +
		part("/word/document.xml", "document.main", `<w:document `+transitional+`><w:body>`+tbl(tr(tc("", "a")))+`</w:body></w:document>`) + `</pkg:package>`
	doc, err := ReadXML(context.Background(), []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(gridtest.Show(doc.Grids), " "); got != "table 1×1 0,0 1×1 a" || doc.Format != schema.FormatWordML {
		t.Errorf("read %q as %s", got, doc.Format)
	}
}

func FuzzReadXML(f *testing.F) {
	for _, name := range []string{"mof2015-wordml.doc", "mof2015-wordml-lost.doc"} {
		data, err := os.ReadFile("../../testdata/formats/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, err := ReadXML(context.Background(), data); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}
