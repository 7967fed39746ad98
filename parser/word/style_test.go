package word

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
)

// What is struck out, hidden, too small or in the colour of what it stands on is kept
// apart, whether a run, a paragraph, a cell or a style says so.
func TestStyles(t *testing.T) {
	const styles = `<w:styles ` + transitional + `>` +
		`<w:style w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="child"><w:basedOn w:val="gone"/></w:style><w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>` +
		`<w:style w:styleId="old"><w:rPr><w:strike/></w:rPr></w:style><w:style w:styleId="pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="bands"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="003366"/></w:tcPr></w:tblStylePr></w:style><w:style w:type="table" w:styleId="grid"/>` +
		`<w:style w:styleId="bar"><w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr></w:style></w:styles>`
	run := func(props, text string) string {
		return "<w:r><w:rPr>" + props + "</w:rPr><w:t>" + text + "</w:t></w:r>"
	}
	white := run(`<w:color w:val="FFFFFF"/>`, "白") + run("", "字")
	para := func(props, runs string) string { return "<w:p><w:pPr>" + props + "</w:pPr>" + runs + "</w:p>" }
	cell := func(table, props, runs string) string {
		return "<w:tbl><w:tblPr>" + table + "</w:tblPr>" + tr("<w:tc><w:tcPr>"+props+"</w:tcPr>"+para("", runs)+"</w:tc>") + "</w:tbl>"
	}
	prose := func(s string) []string { return []string{"prose 1×1", "0,0 1×1 " + s} }
	table := func(s string) []string { return []string{"table 1×1", "0,0 1×1 " + s} }
	apart := func(list []string, more ...string) []string { return append(list, more...) }
	const unseen = "text in the colour of what it stands on: 白"
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"a hidden style", para("", run(`<w:rStyle w:val="gone"/>`, "藏")+run("", "显")), apart(prose("显"), "hidden text: 藏")},
		{"a style that builds on it", para("", run(`<w:rStyle w:val="child"/>`, "藏")+run("", "显")), apart(prose("显"), "hidden text: 藏")},
		{"a style that builds on itself", para("", run(`<w:rStyle w:val="loop"/>`, "显")), prose("显")},
		{"a run that shows itself again", para("", run(`<w:rStyle w:val="gone"/><w:vanish w:val="0"/>`, "显")), prose("显")},
		{"a struck-out paragraph style", para(`<w:pStyle w:val="old"/>`, run("", "旧")+run(`<w:strike w:val="0"/>`, "新")), apart(prose("新"), "struck out: 旧")},
		{"a paragraph style ends with it", para(`<w:pStyle w:val="gone"/>`, run("", "藏")) + para("", run("", "显")), apart(prose("显"), "hidden text: 藏")},
		{"white on paper", para("", white), apart(prose("字"), unseen)},
		{"white by a style", para(`<w:pStyle w:val="pale"/>`, run("", "白")+run(`<w:color w:val="auto"/>`, "字")), apart(prose("字"), unseen)},
		{"white by the theme", para("", run(`<w:color w:val="FFFFFF" w:themeColor="background1"/>`, "白")+run(`<w:color w:val="FFFFFF" w:themeColor="background1" w:themeShade="80"/>`, "灰")), apart(prose("灰"), unseen)},
		{"white on a shaded run", para("", run(`<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="333333"/>`, "白")), prose("白")},
		{"white on a marker", para("", run(`<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>`, "白")), prose("白")},
		{"white on a shaded paragraph", para(`<w:shd w:val="clear" w:fill="333333"/>`, white), prose("白字")},
		{"white on a paragraph that a style shades", para(`<w:pStyle w:val="bar"/>`, white), prose("白字")},
		{"white on a pattern", para(`<w:shd w:val="pct50" w:fill="FFFFFF"/>`, white), prose("白字")},
		{"white on a white fill", para(`<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>`, white), apart(prose("字"), unseen)},
		{"white in a cell", cell("", "", white), apart(table("字"), unseen)},
		{"white in a shaded cell", cell("", `<w:shd w:val="clear" w:fill="1F4E79"/>`, white), table("白字")},
		{"white in a cell of a shaded table", cell(`<w:shd w:val="clear" w:fill="1F4E79"/>`, "", white), table("白字")},
		{"white in a table whose style shades rows", cell(`<w:tblStyle w:val="bands"/>`, "", white), table("白字")},
		{"white in a table of a plain style", cell(`<w:tblStyle w:val="grid"/>`, "", white), apart(table("字"), unseen)},
		{"a shaded cell ends with it", "<w:tbl>" + tr(`<w:tc><w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr>`+para("", white)+"</w:tc>", "<w:tc>"+para("", white)+"</w:tc>") + "</w:tbl>", []string{"table 1×2", "0,0 1×1 白字", "0,1 1×1 字", unseen}},
		{"blue on blue", para(`<w:shd w:val="clear" w:fill="1F4E79"/>`, run(`<w:color w:val="1F4E79"/>`, "蓝")+run("", "字")), apart(prose("字"), "text in the colour of what it stands on: 蓝")},
		{"half a point", para("", run(`<w:sz w:val="1"/>`, "小")+run(`<w:sz w:val="21"/>`, "字")), apart(prose("字"), "text that is too small to be seen: 小")},
		{"white in a text box, whose shape may be painted", `<w:p><w:r><w:pict><v:textbox><w:txbxContent>` + para("", white) + `</w:txbxContent></v:textbox></w:pict></w:r></w:p>`, prose("白字")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := pack(t, "[Content_Types].xml", contentTypes,
				"word/_rels/document.xml.rels", `<Relationships><Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>`,
				"word/styles.xml", styles,
				"word/document.xml", `<w:document `+transitional+others+`><w:body>`+tt.body+`</w:body></w:document>`)
			doc, err := Read(t.Context(), data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := gridtest.Show(doc.Grids)
			for _, i := range doc.Apart {
				got = append(got, i.Why.EN+": "+i.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
