package excel_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

func TestDisplayedValues(t *testing.T) {
	styles := stylesOf("0.00%", "#,##0", `yyyy"年"m"月"d"日"`, "yyyy-mm-dd hh:mm", `0.0"万元"`, "@", `0.00_ ;[Red]\-0.00\ `, "General")
	for _, tt := range []struct{ cell, want string }{
		{`<c r="A1" s="1"><v>0.95</v></c>`, "95.00%"},
		{`<c r="A1" s="2"><v>6287000</v></c>`, "6,287,000"},
		{`<c r="A1" s="3"><v>43831</v></c>`, "2020年1月1日"},
		{`<c r="A1" s="4"><v>43831.5</v></c>`, "2020-01-01 12:00"},
		{`<c r="A1" s="5"><v>12.25</v></c>`, "12.3万元"},
		{`<c r="A1" s="6"><v>12.25</v></c>`, "12.25"},
		{`<c r="A1" s="7"><v>-3</v></c>`, "-3.00"},
		{`<c r="A1" s="8"><v>310000200000001</v></c>`, "310000200000001"},
		{`<c r="A1"><v>0.30000000000000004</v></c>`, "0.3"},
		{`<c r="A1" s="999"><v>1.5</v></c>`, "1.5"},
		{`<c r="A1" t="s"><v>0</v></c>`, "年度目标"},
		{`<c r="A1" t="s"><v>1</v></c>`, "第一行\n第二行"},
		{`<c r="A1" t="inlineStr"><is><r><t>≥</t></r><r><t xml:space="preserve">95 %</t></r></is></c>`, "≥95 %"},
		{`<c r="A1" t="inlineStr"><is><t>甲_x000D__x000A_乙_x005F_x</t></is></c>`, "甲\n乙_x"},
		{`<c r="A1" t="inlineStr"><is><t><![CDATA[<=4小时 & 更快]]></t></is></c>`, "<=4小时 & 更快"},
		{`<c r="A1" t="inlineStr"><is><t>&lt;5&#20010;</t></is></c>`, "<5个"},
		{`<c r="A1" t="b"><v>1</v></c>`, "TRUE"},
		{`<c r="A1" t="e"><v>#DIV/0!</v></c>`, "#DIV/0!"},
		{`<c r="A1" t="d"><v>2020-01-01T00:00:00</v></c>`, "2020-01-01"},
		{`<c r="A1" t="str"><f>A2&amp;"x"</f><v>合格</v></c>`, "合格"},
		{`<c r="A1" s="1"><f>SUM(B1:B9)/2</f><v>0.5</v></c>`, "50.00%"},
		{`<c r="A1" t="str"><f>"≥95%"</f><v>≥95%</v></c>`, "≥95%"},
	} {
		strs := `<sst><si><r><t>年度</t></r><rPh sb="0" eb="1"><t>ニェン</t></rPh><r><t>目标</t></r></si><si><t>第一行&#13;` + "\n" + `第二行</t></si></sst>`
		data := workbook(t, `<sheetData><row r="1">`+tt.cell+`</row></sheetData>`, map[string]string{"xl/styles.xml": styles, "xl/sharedStrings.xml": strs})
		c := cellAt(t, readXLSX(t, data, excel.Options{}), "A1")
		if c.Text != tt.want || c.Repairs() != nil {
			t.Errorf("%s reads %q %v, want %q", tt.cell, c.Text, c.Repairs(), tt.want)
		}
	}
}

// TestTypedFormulas is the trap of =100%: the program took it for a formula.
func TestTypedFormulas(t *testing.T) {
	repair := func(from, to string) []schema.Repair {
		return []schema.Repair{{From: from, To: to, Why: "formula-text", Confidence: 1}}
	}
	for _, tt := range []struct {
		cell, want string
		repairs    []schema.Repair
	}{
		{`<c r="A1" s="1"><f>100%</f><v>1</v></c>`, "=100%", repair("100.00%", "=100%")},
		{`<c r="A1"><f>100.00%</f><v></v></c>`, "=100.00%", repair("100.00%", "=100.00%")},
		{`<c r="A1"><f>=100%</f></c>`, "=100%", repair("100%", "=100%")},
		{`<c r="A1"><f> 95 </f><v>95</v></c>`, "=95", repair("95", "=95")},
		{`<c r="A1"><f>-(1.5E3+2)*3^2</f><v>-13518</v></c>`, "=-(1.5E3+2)*3^2", repair("-13518", "=-(1.5E3+2)*3^2")},
		{`<c r="A1" s="1"><f>B1</f><v>1</v></c>`, "100.00%", nil},
		{`<c r="A1"><f>SUM(1,2)</f><v>3</v></c>`, "3", nil},
		{`<c r="A1"><f>PI()</f><v>3.14</v></c>`, "3.14", nil},
		{`<c r="A1" t="b"><f>TRUE</f><v>1</v></c>`, "TRUE", nil},
		{`<c r="A1"><f>1:3</f><v>7</v></c>`, "7", nil},
		{`<c r="A1"><f>合计</f><v>7</v></c>`, "7", nil},
		{`<c r="A1"><f>#REF!+1</f><v>7</v></c>`, "7", nil},
		{`<c r="A1"><f>$A$2</f><v>7</v></c>`, "7", nil},
	} {
		data := workbook(t, `<sheetData><row r="1">`+tt.cell+`</row></sheetData>`, map[string]string{"xl/styles.xml": stylesOf("0.00%")})
		c := cellAt(t, readXLSX(t, data, excel.Options{}), "A1")
		if c.Text != tt.want {
			t.Errorf("%s reads %q, want %q", tt.cell, c.Text, tt.want)
		}
		if diff := cmp.Diff(tt.repairs, c.Repairs()); diff != "" {
			t.Errorf("%s repairs (-want +got):\n%s", tt.cell, diff)
		}
	}
}

func TestSharedTypedFormula(t *testing.T) {
	data := workbook(t, `<sheetData><row><c><f t="shared" si="3" ref="A1:A2">100%</f><v>1</v></c></row><row><c><f t="shared" si="3"/><v>1</v></c></row></sheetData>`, nil)
	if c := cellAt(t, readXLSX(t, data, excel.Options{}), "A2"); c.Text != "=100%" {
		t.Errorf("the second cell of a shared formula reads %q", c.Text)
	}
}

func TestUncachedFormula(t *testing.T) {
	data := workbook(t, `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>合计</t></is></c><c r="B1"><f>SUM(C1:D1)</f></c></row></sheetData>`, nil)
	doc := readXLSX(t, data, excel.Options{})
	if len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.formula-uncached" || doc.Problems[0].At.Cell != "B1" {
		t.Errorf("problems: %+v", doc.Problems)
	}
}

// TestIndentedStyles: white space between the styles is no style.
func TestIndentedStyles(t *testing.T) {
	styles := strings.ReplaceAll(stylesOf("0.00%"), "><", ">\n  <")
	data := workbook(t, `<sheetData><row r="1"><c r="A1" s="1"><v>0.95</v></c></row></sheetData>`, map[string]string{"xl/styles.xml": styles})
	if c := cellAt(t, readXLSX(t, data, excel.Options{}), "A1"); c.Text != "95.00%" {
		t.Errorf("reads %q", c.Text)
	}
}

func TestDate1904(t *testing.T) {
	data := workbook(t, `<sheetData><row r="1"><c r="A1" s="1"><v>42369</v></c></row></sheetData>`, map[string]string{
		"xl/styles.xml":   stylesOf("yyyy-mm-dd"),
		"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`,
	})
	if c := cellAt(t, readXLSX(t, data, excel.Options{}), "A1"); c.Text != "2020-01-01" {
		t.Errorf("reads %q", c.Text)
	}
}

// shape is a cell's place on its grid and what it shows.
type shape struct {
	Row, Col, RowSpan, ColSpan int
	Text                       string
	Hidden                     bool
}

func shapes(g *grid.Grid) []shape {
	var out []shape
	for _, c := range g.Cells {
		out = append(out, shape{c.Row, c.Col, c.RowSpan, c.ColSpan, c.Text, c.Hidden})
	}
	return out
}

func text(at, s string) string {
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, s)
}

func TestMergesAndHidden(t *testing.T) {
	sheet := `<dimension ref="A1:IV1048576"/><sheetFormatPr defaultRowHeight="18"/>
<cols><col min="4" max="4" hidden="1"/><col min="5" max="5" width="0"/></cols><sheetData>
<row r="2" ht="30">` + text("B2", "绩效目标") + text("C2", "behind the range") + text("D2", "隐列") + `</row>
<row r="3" hidden="1">` + text("C3", "隐行") + `</row>
<row r="4">` + text("C4", "见") + text("E4", "窄列") + `</row>
<row r="5"/>
</sheetData><mergeCells><mergeCell ref="B2:B4"/><mergeCell ref="$C$4:C5"/><mergeCell ref="B3:C3"/><mergeCell ref="D3:D4"/><mergeCell ref="F900:XFD1048576"/><mergeCell ref="bad"/></mergeCells>`
	doc := readXLSX(t, workbook(t, sheet, nil), excel.Options{})
	g := doc.Grids[0]
	want := []shape{
		{1, 1, 3, 1, "绩效目标", false},
		{1, 2, 1, 1, "behind the range", false},
		{1, 3, 1, 1, "隐列", true},
		{2, 2, 1, 1, "隐行", true},
		{2, 3, 2, 1, "", true},
		{3, 2, 2, 1, "见", false},
		{3, 4, 1, 1, "窄列", true},
	}
	if diff := cmp.Diff(want, shapes(g)); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if g.Rows != 5 || g.Cols != 5 {
		t.Errorf("extent %d × %d, want 5 × 5", g.Rows, g.Cols)
	}
	if diff := cmp.Diff([]float64{18, 30, 18, 18, 18}, g.RowHeights); diff != "" {
		t.Errorf("heights (-want +got):\n%s", diff)
	}
	c := cellAt(t, doc, "B2")
	if got := c.Place(); got != (schema.Place{Sheet: "表", Cell: "B2"}) {
		t.Errorf("place %+v", got)
	}
}

// TestCoveredText: what stands behind a merged range is not shown.
func TestCoveredText(t *testing.T) {
	doc := readXLSX(t, workbook(t, `<sheetData><row r="1">`+text("A1", "标题")+text("B1", "旧标题")+`</row></sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells>`, nil), excel.Options{})
	if diff := cmp.Diff([]shape{{0, 0, 2, 2, "标题", false}}, shapes(doc.Grids[0])); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

// TestFarCells: a form may begin anywhere, and a stray cell at the sheet's end
// must not make a grid of seventeen billion places.
func TestFarCells(t *testing.T) {
	sheet := `<sheetData><row r="5000">` + text("ZZ5000", "表头") + text("AAB5000", "值") + `</row><row r="1048576">` + text("XFD1048576", "x") + `</row></sheetData>`
	g := readXLSX(t, workbook(t, sheet, nil), excel.Options{}).Grids[0]
	if g.Rows > 64 || g.Cols > 64 {
		t.Errorf("extent %d × %d", g.Rows, g.Cols)
	}
	if g.Cells[1].Col-g.Cells[0].Col != 2 || g.Cells[1].Row != g.Cells[0].Row {
		t.Errorf("neighbours are torn apart: %+v", shapes(g))
	}
	if g.Cells[2].Place().Cell != "XFD1048576" {
		t.Errorf("place %v", g.Cells[2].Place())
	}
}

func sheetsBook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, name := range []string{"填报说明", "绩效目标表", "空表", "字典"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		if name != "空表" {
			if err := f.SetCellValue(name, "B2", name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(f.DeleteSheet("Sheet1"), f.SetSheetVisible("字典", false)); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestSheets(t *testing.T) {
	data := sheetsBook(t)
	for _, tt := range []struct {
		sheet string
		want  []string
	}{
		{"", []string{"填报说明", "绩效目标表", "字典 hidden"}},
		{"绩效目标表", []string{"绩效目标表"}},
		{"4", []string{"字典 hidden"}},
		{" 字典 ", []string{"字典 hidden"}},
		{"空表", nil},
	} {
		var got []string
		for _, g := range readXLSX(t, data, excel.Options{Sheet: tt.sheet}).Grids {
			name := g.Name
			if g.Hidden {
				name += " hidden"
			}
			got = append(got, name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("sheet %q (-want +got):\n%s", tt.sheet, diff)
		}
	}
	_, err := excel.ReadXLSX(context.Background(), data, excel.Options{Sheet: "无此表"})
	if err == nil || !strings.Contains(err.Error(), "2 绩效目标表") || !strings.Contains(err.Error(), "无此表") {
		t.Errorf("error %v does not name the sheets", err)
	}
}

// TestAgainstExcelize writes with excelize and compares with what it shows.
func TestAgainstExcelize(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	codes := []string{"0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%", "0.00E+00", "#,##0.00;(#,##0.00)", `0.0"个"`, "000000", "#,##0.0,", `¥#,##0.00`}
	values := []float64{0, 1, -1, 0.95, 1234.5, -98765.432, 15630300, 0.005, 1e-7, 99.995}
	for i, code := range codes {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		for j, v := range values {
			at, _ := excelize.CoordinatesToCellName(i+1, j+1)
			if err := errors.Join(f.SetCellFloat("Sheet1", at, v, -1, 64), f.SetCellStyle("Sheet1", at, at, style)); err != nil {
				t.Fatal(err)
			}
		}
	}
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	doc := readXLSX(t, buf.Bytes(), excel.Options{})
	for i, code := range codes {
		for j, v := range values {
			at, _ := excelize.CoordinatesToCellName(i+1, j+1)
			want, err := f.GetCellValue("Sheet1", at)
			if err != nil {
				t.Fatal(err)
			}
			if got := cellAt(t, doc, at).Text; got != want {
				t.Errorf("%v under %s reads %q, excelize %q", v, code, got, want)
			}
		}
	}
}

func TestPassword(t *testing.T) {
	sealed, err := excelize.Encrypt(sheetsBook(t), &excelize.Options{Password: "预算2020"})
	if err != nil {
		t.Fatal(err)
	}
	if doc := readXLSX(t, sealed, excel.Options{Password: "预算2020", Sheet: "绩效目标表"}); cellAt(t, doc, "B2").Text != "绩效目标表" {
		t.Error("the workbook is opened, but not read")
	}
	for _, password := range []string{"", "wrong"} {
		_, err := excel.ReadXLSX(context.Background(), sealed, excel.Options{Password: password})
		if ruleOf(err) != "extract.encrypted" || !strings.Contains(err.Error(), "--password") {
			t.Errorf("password %q: %v", password, err)
		}
	}
}

func ruleOf(err error) string {
	var re *schema.ReadError
	if errors.As(err, &re) {
		return re.Rule
	}
	return ""
}

func TestTruncated(t *testing.T) {
	data := sheetsBook(t)
	for n := 0; n < len(data); n += 97 {
		_, err := excel.ReadXLSX(context.Background(), data[:n], excel.Options{})
		if rule := ruleOf(err); rule != "extract.damaged" && !(n < 4 && rule == "extract.unsupported") {
			t.Errorf("cut at %d of %d: %v", n, len(data), err)
		}
	}
}

func TestOneDamagedSheet(t *testing.T) {
	data := workbook(t, `<sheetData><row>`+text("A1", "好")+`</row></sheetData>`, map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="甲" r:id="r1"/><sheet name="乙" r:id="r9"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="r9" Type="worksheet" Target="worksheets/gone.xml"/></Relationships>`,
	})
	doc := readXLSX(t, data, excel.Options{})
	if len(doc.Grids) != 1 || len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.damaged" || doc.Problems[0].At.Sheet != "乙" {
		t.Errorf("%d grids, problems %+v", len(doc.Grids), doc.Problems)
	}
}

func TestStrangers(t *testing.T) {
	zipOf := func(name, body string) []byte {
		return workbook(t, "", map[string]string{"xl/workbook.xml": "", name: body})
	}
	for name, tt := range map[string]struct {
		data []byte
		says string
	}{
		"html":  {[]byte("<html><table><tr><td>指标</td></tr></table></html>"), "neither"},
		"text":  {[]byte("指标\t目标值\n"), "neither"},
		"empty": {nil, "neither"},
		"xlsb":  {zipOf("xl/workbook.bin", "x"), ".xlsb"},
	} {
		_, err := excel.ReadXLSX(context.Background(), tt.data, excel.Options{})
		if ruleOf(err) != "extract.unsupported" || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := excel.ReadXLS(context.Background(), []byte("<html><table>"), excel.Options{}); !strings.Contains(fmt.Sprint(err), "web page") {
		t.Errorf("html as .xls: %v", err)
	}
}

// TestBombs reads workbooks that were made to exhaust time or memory.
func TestBombs(t *testing.T) {
	manyMerges := func(n int) string {
		var b strings.Builder
		b.WriteString(`<sheetData><row>` + text("A1", "x") + `</row></sheetData><mergeCells>`)
		for i := range n {
			fmt.Fprintf(&b, `<mergeCell ref="A%d:B%d"/>`, i+1, i+1)
		}
		return b.String() + `</mergeCells>`
	}
	lol := `<!DOCTYPE sst [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`
	oneString := `<sheetData><row><c t="s"><v>0</v></c></row></sheetData>`
	for name, tt := range map[string]struct {
		data     []byte
		rule     string
		maxBytes int64
	}{
		"a million merges":   {workbook(t, manyMerges(1_000_000), nil), "extract.limit", 0},
		"entities":           {workbook(t, oneString, map[string]string{"xl/sharedStrings.xml": lol}), "extract.damaged", 0},
		"a long string":      {workbook(t, `<sheetData>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 9000)+`</sheetData>`, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + strings.Repeat("绩", 1<<20) + "</t></si></sst>"}), "extract.limit", 0},
		"a large part":       {workbook(t, strings.Repeat(" ", 3<<20), nil), "extract.limit", 2 << 20},
		"a million cells":    {workbook(t, `<sheetData>`+strings.Repeat(`<row><c><v>1</v></c></row>`, 1_000_000)+`</sheetData>`, nil), "extract.limit", 0},
		"ten thousand files": {workbook(t, "", numbered("junk/%d", 10_001)), "extract.limit", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := excel.ReadXLSX(context.Background(), tt.data, excel.Options{MaxBytes: tt.maxBytes})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if ruleOf(err) != tt.rule {
				t.Errorf("error %v, want rule %s", err, tt.rule)
			}
			if took > hang {
				t.Errorf("took %v", took)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 700 {
				t.Errorf("allocated %d MiB", mb)
			}
		})
	}
}

func numbered(format string, n int) map[string]string {
	out := map[string]string{}
	for i := range n {
		out[fmt.Sprintf(format, i)] = ""
	}
	return out
}

// hang is what no workbook takes, whatever else the machine does: seconds of real
// work are BenchmarkCheap's to tell.
const hang = 2 * time.Minute

// cheap are workbooks that look like bombs and are read all the same.
func cheap() map[string]string {
	var merges strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&merges, `<mergeCell ref="A%d:XFD%d"/>`, i+1, i+60_000)
	}
	return map[string]string{
		"a wrong range":        `<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="0"/></cols><sheetData><row>` + text("A1", "x") + `</row></sheetData>`,
		"overlapping merges":   `<sheetData><row>` + text("A1", "x") + `</row><row r="60000">` + text("D60000", "y") + `</row></sheetData><mergeCells>` + merges.String() + `</mergeCells>`,
		"a million blanks":     `<sheetData><row>` + text("A1", "x") + strings.Repeat(`<c s="1"/>`, 1_000_000) + `</row></sheetData>`,
		"rows upon rows":       `<sheetData>` + strings.Repeat(`<row ht="1" hidden="1"/>`, 1_200_000) + `<row r="1">` + text("A1", "x") + `</row></sheetData>`,
		"columns upon columns": `<cols>` + strings.Repeat(`<col min="1" max="16384" hidden="1"/>`, 100_000) + `</cols><sheetData><row>` + text("A1", "x") + `</row></sheetData>`,
	}
}

// TestCheap: they are read.
func TestCheap(t *testing.T) {
	for name, sheet := range cheap() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			doc := readXLSX(t, workbook(t, sheet, nil), excel.Options{})
			if cellAt(t, doc, "A1").Text != "x" {
				t.Error("A1 is lost")
			}
			if took := time.Since(start); took > hang {
				t.Errorf("took %v", took)
			}
		})
	}
}

// BenchmarkCheap is what they cost.
func BenchmarkCheap(b *testing.B) {
	for name, sheet := range cheap() {
		b.Run(name, func(b *testing.B) {
			data := workbook(b, sheet, nil)
			for b.Loop() {
				if _, err := excel.ReadXLSX(context.Background(), data, excel.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestCellLimit: a sheet beyond the limit is a problem; those in front are read.
func TestCellLimit(t *testing.T) {
	doc := readXLSX(t, sheetsBook(t), excel.Options{MaxCells: 2})
	if len(doc.Grids) != 2 || len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.limit" || doc.Problems[0].At.Sheet != "字典" {
		t.Errorf("%d grids, problems %+v", len(doc.Grids), doc.Problems)
	}
	if !strings.Contains(doc.Problems[0].Text.EN, "more than 2 cells") {
		t.Errorf("the limit is misstated: %s", doc.Problems[0].Text.EN)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := excel.ReadXLSX(ctx, sheetsBook(t), excel.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
