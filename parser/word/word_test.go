package word

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/schema"
)

const (
	transitional = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	strict       = `xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"`
	others       = ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"`
	contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
)

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

func docx(t testing.TB, namespace, body string) []byte {
	return pack(t, "[Content_Types].xml", contentTypes,
		"word/document.xml", `<?xml version="1.0"?><w:document `+namespace+others+`><w:body>`+body+`</w:body></w:document>`)
}

// p is a paragraph of plain text, tc a cell of it, with properties.
func p(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }
func tc(properties, text string) string {
	return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + p(text) + "</w:tc>"
}
func tr(cells ...string) string { return "<w:tr>" + strings.Join(cells, "") + "</w:tr>" }
func tbl(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }

func TestRead(t *testing.T) {
	run := func(s string) string { return "<w:p><w:r>" + s + "</w:r></w:p>" }
	box := func(checked string) string {
		return `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="` + checked + `"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>`
	}
	formBox := func(state string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>` + state + `</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	tests := []struct {
		name, body string
		want       []string
	}{
		{"prose, tables, prose", p("标题") + p("") + p("单位：甲") + tbl(tr(tc("", "a"))) + tbl(tr(tc("", "b"))) + p("注"),
			[]string{"prose 2×1", "0,0 1×1 标题", "1,0 1×1 单位：甲", "table 1×1", "0,0 1×1 a", "table 1×1", "0,0 1×1 b", "prose 1×1", "0,0 1×1 注"}},
		{"spans", tbl(
			tr(tc(`<w:gridSpan w:val="3"/>`, "头")),
			tr(tc(`<w:vMerge w:val="restart"/>`, "一"), tc(`<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>`, "二")),
			tr(tc(`<w:vMerge/>`, "不印"), tc(`<w:gridSpan w:val="2"/><w:vMerge w:val="continue"/>`, "")),
			tr(tc(`<w:vMerge/>`, ""), tc("", "三"), tc("", "四")),
			tr(tc(`<w:vMerge w:val="restart"/>`, "五"), tc("", "六"), tc("", ""))),
			[]string{"table 5×3", "0,0 1×3 头", "1,0 3×1 一", "1,1 2×2 二", "3,1 1×1 三", "3,2 1×1 四", "4,0 1×1 五", "4,1 1×1 六"}},
		{"a merge goes on in its own column and width only", tbl(
			tr(tc(`<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>`, "宽"), tc("", "a")),
			tr(tc(`<w:vMerge/>`, "窄"), tc("", "b"), tc("", "c"))),
			[]string{"table 2×3", "0,0 1×2 宽", "0,2 1×1 a", "1,0 1×1 窄", "1,1 1×1 b", "1,2 1×1 c"}},
		{"horizontal merge of old files", tbl(tr(tc(`<w:hMerge w:val="restart"/>`, "a"), tc(`<w:hMerge/>`, ""), tc("", "b"))),
			[]string{"table 1×3", "0,0 1×2 a", "0,2 1×1 b"}},
		{"merges of old files, both ways", tbl(
			tr(tc(`<w:hMerge w:val="restart"/><w:vMerge w:val="restart"/>`, "a"), tc(`<w:hMerge/><w:vMerge w:val="restart"/>`, ""), tc("", "b")),
			tr(tc(`<w:hMerge w:val="restart"/><w:vMerge/>`, ""), tc(`<w:hMerge/><w:vMerge/>`, ""), tc("", "c")),
			tr(tc("", "d"), tc(`<w:vMerge/>`, "e"), tc(`<w:hMerge/>`, ""))),
			[]string{"table 3×3", "0,0 2×2 a", "0,2 1×1 b", "1,2 1×1 c", "2,0 1×1 d", "2,1 1×2 e"}},
		{"grid before and after", tbl(tr(tc("", "a"), tc("", "b")), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+tc("", "c")+`</w:tr>`),
			[]string{"table 2×2", "0,0 1×1 a", "0,1 1×1 b", "1,1 1×1 c"}},
		{"nested table", tbl(tr("<w:tc>"+p("外")+tbl(tr(tc("", "内1"), tc("", "内2")))+p("尾")+"</w:tc>", tc("", "旁"))),
			[]string{"table 1×2", "0,0 1×1 外\n尾", "0,1 1×1 旁", "table 1×2", "0,0 1×1 内1", "0,1 1×1 内2"}},
		{"layout table around a form", tbl(tr("<w:tc>" + tbl(tr(tc("", "内"))) + p("") + "</w:tc>")),
			[]string{"table 1×1", "0,0 1×1 内"}},
		{"control around row and cell", tbl("<w:sdt><w:sdtContent>" + tr("<w:sdt><w:sdtContent>"+tc("", "a")+"</w:sdtContent></w:sdt>", tc("", "b")) + "</w:sdtContent></w:sdt>"),
			[]string{"table 1×2", "0,0 1×1 a", "0,1 1×1 b"}},
		{"control around text, and a placeholder", `<w:p><w:r><w:t>名：</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt></w:p>` +
			`<w:p><w:r><w:t>号：</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入文字</w:t></w:r></w:sdtContent></w:sdt></w:p>`,
			[]string{"prose 2×1", "0,0 1×1 名：甲", "1,0 1×1 号："}},
		{"revisions", `<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>丙</w:t></w:r></w:moveTo></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 甲乙丙"}},
		{"deleted row, paragraph mark and cell", tbl(tr(tc("", "a"), tc(`<w:cellDel/>`, "x"), tc("", "b")), "<w:tr><w:trPr><w:del/></w:trPr>"+tc("", "x")+"</w:tr>",
			"<w:tr><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>上</w:t></w:r></w:p>"+p("下")+"</w:tc></w:tr>"),
			[]string{"table 2×3", "0,0 1×1 a", "0,2 1×1 b", "1,0 1×1 上下"}},
		{"breaks", run(`<w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:softHyphen/><w:t>f</w:t>`),
			[]string{"prose 3×1", "0,0 1×1 a", "1,0 1×1 b\tc", "2,0 1×1 d-ef"}},
		{"hidden text", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 显"}},
		{"a raised number is no digit of the text", `<w:p><w:r><w:t>≥12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r><w:r><w:t>CO</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 ≥12¹CO₂"}},
		{"struck-out text", `<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>短期</w:t></w:r><w:r><w:rPr><w:dstrike w:val="0"/></w:rPr><w:t>长期</w:t></w:r></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 长期"}},
		{"symbols", run(`<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>新增</w:t><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>延续</w:t><w:sym w:font="Wingdings 2" w:char="0052"/><w:sym w:font="Wingdings 2" w:char="00A3"/><w:sym w:font="Wingdings" w:char="F06F"/><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Wingdings" w:char="F052"/><w:sym w:font="Webdings" w:char="F0F5"/>`),
			[]string{"prose 1×1", "0,0 1×1 ☑新增□延续☑□□≥☑\uf0f5"}},
		{"letters in a symbol font", `<w:p><w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r><w:r><w:t>R是</w:t></w:r></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 ☑R是"}},
		{"check box controls", "<w:p>" + box("1") + "<w:r><w:t>是</w:t></w:r>" + box("0") + "<w:r><w:t>否</w:t></w:r></w:p>",
			[]string{"prose 1×1", "0,0 1×1 ☑是□否"}},
		{"check boxes of old forms", "<w:p>" + formBox(`<w:checked/>`) + formBox(`<w:default w:val="1"/>`) + formBox(`<w:default w:val="1"/><w:checked w:val="0"/>`) + formBox("") + "</w:p>",
			[]string{"prose 1×1", "0,0 1×1 ☑☑□□"}},
		{"fields", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText><w:t>指令</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2020年</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 2020年3"}},
		{"a field that never ends hides nothing further", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>x</w:t></w:r></w:p>` + p("后"),
			[]string{"prose 1×1", "0,0 1×1 后"}},
		{"text box once, behind its paragraph", `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>` + p("框") + `</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("框") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>`,
			[]string{"prose 2×1", "0,0 1×1 文", "1,0 1×1 框"}},
		{"fallback where the choice is empty", `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + tbl(tr(tc("", "框"))) + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
			[]string{"table 1×1", "0,0 1×1 框"}},
		{"ruby, formula, link, notes", `<w:p><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby><m:oMath><m:r><m:t>≥95</m:t></m:r></m:oMath><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`,
			[]string{"prose 1×1", "0,0 1×1 音≥95链"}},
		{"hidden row", tbl("<w:tr><w:trPr><w:hidden/></w:trPr>" + tc("", "a") + "</w:tr>"), []string{"table 1×1", "0,0 1×1 a (hidden)"}},
		{"cell of several paragraphs", tbl(tr("<w:tc>" + p("") + p(" 社会效益") + p("指标 ") + p("") + "</w:tc>")), []string{"table 1×1", "0,0 1×1 社会效益\n指标"}},
		{"nothing", p(""), nil},
	}
	for _, tt := range tests {
		for _, ns := range []string{transitional, strict} {
			t.Run(tt.name, func(t *testing.T) {
				doc, err := Read(context.Background(), docx(t, ns, tt.body), Options{})
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
}

func TestPlaces(t *testing.T) {
	body := p("题") + tbl(tr(tc("", "a"), "<w:tc>"+tbl(tr(tc("", "内")))+p("b")+"</w:tc>")) + tbl(tr(tc("", "x")), tr(tc(`<w:gridSpan w:val="2"/>`, "y"), tc("", "z")))
	doc, err := Read(context.Background(), docx(t, transitional, body), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]schema.Place{}
	for _, g := range doc.Grids {
		for _, c := range g.Cells {
			got[c.Text] = c.Place()
		}
	}
	want := map[string]schema.Place{
		"题": {Line: 1, Column: 1},
		"a": {Table: 1, Row: 1, Column: 1}, "b": {Table: 1, Row: 1, Column: 2}, "内": {Table: 2, Row: 1, Column: 1},
		"x": {Table: 3, Row: 1, Column: 1}, "y": {Table: 3, Row: 2, Column: 1}, "z": {Table: 3, Row: 2, Column: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

// The main part is where the relationships say, whatever its name.
func TestMainPart(t *testing.T) {
	data := pack(t, "[Content_Types].xml", contentTypes,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/Word/Document2.xml"/></Relationships>`,
		`word\document2.xml`, `<w:document `+strict+`><w:body>`+p("甲")+`</w:body></w:document>`)
	doc, err := Read(context.Background(), data, Options{})
	if err != nil || len(doc.Grids) != 1 || doc.Format != schema.FormatDOCX {
		t.Fatalf("Read = %+v, %v", doc, err)
	}
}

func TestErrors(t *testing.T) {
	whole := docx(t, transitional, tbl(tr(tc("", "a"))))
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	bombBody := strings.Repeat(" ", maxXML+1)
	tests := []struct {
		name string
		data []byte
		rule string
	}{
		{"empty", nil, "extract.empty"},
		{"compound file", ole, "extract.unsupported-format"},
		{"text", []byte("项目"), "extract.unsupported-format"},
		{"cut short", whole[:len(whole)-40], "extract.damaged"},
		{"no main part", pack(t, "[Content_Types].xml", contentTypes), "extract.damaged"},
		{"no XML", pack(t, "[Content_Types].xml", contentTypes, "word/document.xml", "<w:document"), "extract.damaged"},
		{"entity", pack(t, "[Content_Types].xml", contentTypes, "word/document.xml", `<!DOCTYPE d [<!ENTITY a "b">]><w:document>&a;</w:document>`), "extract.damaged"},
		{"bomb", docx(t, transitional, bombBody), "extract.limit"},
		{"too many cells", docx(t, transitional, tbl(tr(strings.Repeat("<w:tc/>", maxCells+1)))), "extract.limit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(context.Background(), tt.data, Options{})
			var re *schema.ReadError
			if !errors.As(err, &re) || re.Rule != tt.rule || re.Hint.ZH == "" || re.Hint.EN == "" {
				t.Errorf("error = %v (%+v), want rule %s with a hint", err, re, tt.rule)
			}
		})
	}
}

// XML that breaks off gives what stands before the break, and an error beside it.
func TestPartial(t *testing.T) {
	for name, tail := range map[string]string{
		"cut":      "",
		"mismatch": "</w:p></w:q>",
		"too deep": strings.Repeat("<w:ins>", maxDepth+1),
	} {
		t.Run(name, func(t *testing.T) {
			data := pack(t, "[Content_Types].xml", contentTypes, "word/document.xml",
				`<w:document `+transitional+`><w:body>`+tbl(tr(tc("", "a")))+p("b")+tail)
			doc, err := Read(context.Background(), data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"table 1×1", "0,0 1×1 a", "prose 1×1", "0,0 1×1 b"}, gridtest.Show(doc.Grids)); diff != "" {
				t.Errorf("grids (-want +got):\n%s", diff)
			}
			if len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.partial" || doc.Problems[0].Severity != schema.SeverityError {
				t.Errorf("problems = %v", doc.Problems)
			}
		})
	}
}

func TestNesting(t *testing.T) {
	body := tbl(tr(tc("", "最里")))
	for range maxNesting {
		body = tbl(tr("<w:tc>" + p("层") + body + "</w:tc>"))
	}
	doc, err := Read(context.Background(), docx(t, transitional, body), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Grids) != maxNesting || len(doc.Problems) != 1 || doc.Problems[0].Severity != schema.SeverityWarning {
		t.Errorf("%d grids, problems %v; want %d grids and one warning", len(doc.Grids), doc.Problems, maxNesting)
	}
}

// What stands beyond the last column joins the cell before: no text is lost.
func TestWide(t *testing.T) {
	wide := fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, maxColumns)
	doc, err := Read(context.Background(), docx(t, transitional, tbl(tr(tc(wide, "a"), tc("", "b"), tc(`<w:gridSpan w:val="1000000000"/>`, "c")))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"table 1×1024", "0,0 1×1024 a\nb\nc"}, gridtest.Show(doc.Grids)); diff != "" {
		t.Errorf("grids (-want +got):\n%s", diff)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), -time.Second)
	defer cancel()
	if _, err := Read(ctx, docx(t, transitional, p("a")), Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error = %v, want that of the context", err)
	}
}

// gold is what a drawn form holds: the rows of its indicator table (level 1,
// level 2, name, value) in printed order, and texts that stand elsewhere.
type gold struct {
	File  string
	Cells []string
	Rows  [][4]string
}

func TestGold(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golds []gold
	if err := json.Unmarshal(raw, &golds); err != nil {
		t.Fatal(err)
	}
	for _, g := range golds {
		t.Run(g.File, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", g.File))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Read(context.Background(), data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			compareGold(t, doc, g)
		})
	}
}

var (
	spaces = regexp.MustCompile(`\s+`)
	serial = regexp.MustCompile(`^指标\d+[：:]`)
)

func bare(s string) string { return spaces.ReplaceAllString(s, "") }

func compareGold(t *testing.T, doc *grid.Document, want gold) {
	t.Helper()
	all := ""
	var rows [][]grid.Cell // every cell that covers a row, from left to right
	for _, g := range doc.Grids {
		at := make([][]grid.Cell, g.Rows)
		for _, c := range g.Cells {
			all += bare(c.Text) + "\n"
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				at[r] = append(at[r], c)
			}
		}
		rows = append(rows, at...)
	}
	for _, c := range want.Cells {
		if !strings.Contains(all, bare(c)) {
			t.Errorf("no cell holds %q", c)
		}
	}
	at := 0
	for _, w := range want.Rows {
		found := false
		for ; at < len(rows) && !found; at++ {
			found = holds(rows[at], w)
		}
		if !found {
			t.Fatalf("row %v is not there, or not in its order", w)
		}
	}
}

// holds reports whether a row has the name, right of it the value, and left of
// it the labels that span it.
func holds(row []grid.Cell, want [4]string) bool {
	for _, c := range row {
		if serial.ReplaceAllString(bare(c.Text), "") != bare(want[2]) {
			continue
		}
		value, l1, l2 := false, false, false
		for _, o := range row {
			value = value || o.Col > c.Col && bare(o.Text) == bare(want[3])
			l1 = l1 || o.Col < c.Col && strings.HasPrefix(bare(o.Text), bare(want[0]))
			l2 = l2 || o.Col < c.Col && strings.HasPrefix(bare(o.Text), bare(want[1]))
		}
		if value && l1 && l2 {
			return true
		}
	}
	return false
}

// FuzzRead reads any XML as the main part.
func FuzzRead(f *testing.F) {
	f.Add(tbl(tr(tc(`<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>`, "a")), tr(tc(`<w:vMerge/>`, ""), tc("", "b"))))
	f.Add(tbl(tr(tc(`<w:hMerge w:val="restart"/>`, "a"), tc(`<w:hMerge/><w:vMerge/>`, ""))) + p("x"))
	f.Add(`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:sdt><w:sdtContent><w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r></w:sdtContent></w:sdt></w:p>`)
	f.Add(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>` + tbl(tr(tc("", "框"))) + `</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		doc, err := newWalker(context.Background(), []byte(`<w:document `+transitional+others+`><w:body>`+body+`</w:body></w:document>`)).read(context.Background())
		if err != nil {
			return
		}
		gridtest.Check(t, doc.Grids)
	})
}

// FuzzPackage reads any bytes as a document.
func FuzzPackage(f *testing.F) {
	whole := docx(f, transitional, tbl(tr(tc("", "a"))))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = Read(context.Background(), data, Options{}) // must return
	})
}

func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile(filepath.Join("testdata", "widelist.docx"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(context.Background(), data, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
