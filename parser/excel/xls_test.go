package excel_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// TestSameWorkbookBothWays reads one workbook as .xlsx and as .xls: number
// formats, dates, merges, hidden rows, rich text, formulas, and shared strings
// that run over many continued records.
func TestSameWorkbookBothWays(t *testing.T) {
	var docs [2]*grid.Document
	for i, name := range []string{"testdata/made/made.xlsx", "testdata/made/made.xls"} {
		doc, err := read(t, name, excel.Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkResult(t, name, doc, nil)
		docs[i] = doc
	}
	// The compiled formula of .xls has lost the decimals of =100.00%; the
	// program that wrote the .xlsx has too, but its display is not consulted.
	if got := cellAt(t, docs[1], "D19").Text; got != "=100.00%" {
		t.Errorf("D19 of the .xls reads %q", got)
	}
	for _, doc := range docs {
		for _, g := range doc.Grids {
			for i := range g.Cells {
				if g.Name == "绩效目标表" && g.Cells[i].Place().Cell == "D19" {
					g.Cells[i].Text = ""
					g.Cells[i].Note(nil, nil)
				}
			}
			g.RowHeights = nil // rounded differently
		}
	}
	type told struct {
		At          [4]int
		Text, Place string
		Hidden      bool
		Repairs     []schema.Repair
		Doubts      []grid.Doubt
	}
	said := cmp.Transformer("said", func(c grid.Cell) told {
		return told{[4]int{c.Row, c.Col, c.RowSpan, c.ColSpan}, c.Text, c.Place().String(), c.Hidden, c.Repairs(), c.Doubts()}
	})
	if diff := cmp.Diff(docs[0].Grids, docs[1].Grids, said, cmpopts.IgnoreUnexported(grid.Grid{})); diff != "" {
		t.Errorf("xlsx and xls differ (-xlsx +xls):\n%s", diff)
	}
	for at, want := range map[string]string{
		"B2": "部门预算项目绩效目标申报表\n（2024年度）", "D3": "95.00%", "D4": "6,287,000", "D5": "1,563,030.50元", "D6": "2024-01-01", "D7": "2024年1月1日",
		"D8": "2024年1月", "D9": "2024/1/1 18:00", "D10": "-12.50", "D12": "0.3", "D13": "310000200000001", "D15": "TRUE", "D18": "=100%",
		"D20": "=-(5+3)*2", "D22": "190.0%", "D26": "", "F4": "服务对象满意度", "F5": "第一行\n第二行",
	} {
		if want != "" && cellAt(t, docs[1], at).Text != want {
			t.Errorf("%s reads %q, want %q", at, cellAt(t, docs[1], at).Text, want)
		}
	}
	if !cellAt(t, docs[1], "D6").Hidden || !cellAt(t, docs[1], "F4").Hidden || cellAt(t, docs[1], "A3").Hidden || !docs[1].Grids[2].Hidden {
		t.Error("hidden rows, columns or sheets are not marked")
	}
}

// biff builds a BIFF stream.
type biff struct{ bytes.Buffer }

func (b *biff) rec(id int, parts ...any) {
	var data bytes.Buffer
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			data.WriteString(p)
		case []byte:
			data.Write(p)
		case float64:
			_ = binary.Write(&data, binary.LittleEndian, math.Float64bits(p))
		case int: // 16 bits, as most fields have
			_ = binary.Write(&data, binary.LittleEndian, uint16(p))
		case uint32, byte:
			_ = binary.Write(&data, binary.LittleEndian, p)
		}
	}
	_ = binary.Write(b, binary.LittleEndian, []uint16{uint16(id), uint16(data.Len())})
	b.Write(data.Bytes())
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

// workbookXLS makes a BIFF8 stream of one sheet; globals go in front of the
// sheet's record.
func workbookXLS(globals, sheet func(b *biff)) []byte {
	build := func(offset uint32) (*biff, uint32) {
		b := &biff{}
		b.rec(0x809, 0x600, 0x0005, make([]byte, 12))
		if globals != nil {
			globals(b)
		}
		b.rec(0x85, offset, 0, byte(1), byte(1), wide("表"))
		b.rec(0x0A)
		at := uint32(b.Len())
		b.rec(0x809, 0x600, 0x0010, make([]byte, 12))
		sheet(b)
		b.rec(0x0A)
		return b, at
	}
	_, at := build(0)
	b, _ := build(at)
	return b.Bytes()
}

func readXLS(t *testing.T, data []byte) *grid.Document {
	t.Helper()
	doc, err := excel.ReadXLS(context.Background(), data, excel.Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkResult(t, "crafted", doc, nil)
	return doc
}

func TestBIFFCells(t *testing.T) {
	globals := func(b *biff) {
		b.rec(0x41E, 170, 5, byte(0), "0.00%")
		b.rec(0xE0, 0, 0, make([]byte, 16))
		b.rec(0xE0, 0, 170, make([]byte, 16))
		b.rec(0xE0, 0, 14, make([]byte, 16))
		// a string that begins narrow, runs into the next record and is wide there,
		// then a rich one with phonetic data, split inside its runs
		b.rec(0xFC, uint32(2), uint32(2), 4, byte(0), "AB")
		b.rec(0x3C, byte(1), wide("预算"), 2, byte(0x0D), 1, uint32(3), wide("≥5"), []byte{0, 0})
		b.rec(0x3C, []byte{0, 0, 9, 9, 9})
	}
	sheet := func(b *biff) {
		b.rec(0x208, 1, 0, 9, 600, 0, 0, 0x20, 0)
		b.rec(0xFD, 0, 0, 0, uint32(0))
		b.rec(0xFD, 0, 1, 0, uint32(1))
		b.rec(0xFD, 0, 2, 0, uint32(7))
		b.rec(0x203, 1, 0, 1, 0.95)
		b.rec(0x27E, 1, 1, 0, uint32(1234<<2|3))
		b.rec(0xBD, 2, 0, 0, uint32(5<<2|2), 1, uint32(0x3FF00000), 1)
		b.rec(0x205, 3, 0, 0, byte(1), byte(0))
		b.rec(0x205, 3, 1, 0, byte(0x2A), byte(1))
		b.rec(0x204, 3, 2, 0, 2, byte(1), wide("甲乙"))
		b.rec(0x809, 0x600, 0x0020, make([]byte, 12)) // a chart inside the sheet
		b.rec(0x203, 0, 0, 0, 99.0)
		b.rec(0x0A)
		b.rec(0x06, 4, 0, 0, []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), 5, []byte{0x44, 1, 0, 0, 0})
		b.rec(0x207, 3, byte(0), "a")
		b.rec(0x3C, byte(1), wide("合格"))
		b.rec(0x06, 4, 1, 1, 1.0, 0, uint32(0), 4, []byte{0x1E, 100, 0, 0x14})
		b.rec(0x06, 4, 2, 0, 7.0, 0, uint32(0), 4, []byte{0x1E, 100, 0, 0x25})
		b.rec(0x203, 5, 0, 2, 43831.0)
		b.rec(0xE5, 1, 3, 4, 5, 6)
	}
	doc := readXLS(t, workbookXLS(globals, sheet))
	got := texts(doc)
	want := map[string]string{
		"表!A1": "AB预算", "表!B1": "≥5", "表!A2": "95.00%", "表!B2": "12.34", "表!A3": "5", "表!B3": "100.00%", "表!A4": "TRUE", "表!B4": "#N/A",
		"表!C4": "甲乙", "表!A5": "a合格", "表!B5": "=100.00%", "表!C5": "7", "表!A6": "2020/1/1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if len(doc.Problems) != 1 || doc.Problems[0].At.Cell != "C1" {
		t.Errorf("the string that does not exist is no problem: %+v", doc.Problems)
	}
	if !cellAt(t, doc, "A2").Hidden || cellAt(t, doc, "A1").Hidden {
		t.Error("row 2 is hidden, row 1 is not")
	}
}

// TestBIFF5 is a workbook of Excel 95 in GBK.
func TestBIFF5(t *testing.T) {
	b := &biff{}
	b.rec(0x809, 0x500, 0x0005, 0, 0)
	b.rec(0x42, 936)
	b.rec(0x41E, 170, byte(5), "0.00%")
	b.rec(0xE0, 0, 170, make([]byte, 12))
	at := b.Len() + 4 + 6 + 1 + 4 + 4
	b.rec(0x85, uint32(at), 0, byte(4), "\xb1\xed\xb8\xf1")
	b.rec(0x0A)
	b.rec(0x809, 0x500, 0x0010, 0, 0)
	b.rec(0x204, 0, 0, 9, 8, "\xbc\xa8\xd0\xa7\xc4\xbf\xb1\xea")
	b.rec(0x203, 0, 1, 0, 0.95)
	b.rec(0x0A)
	if diff := cmp.Diff(map[string]string{"表格!A1": "绩效目标", "表格!B1": "95.00%"}, texts(readXLS(t, b.Bytes()))); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

func TestBIFFFails(t *testing.T) {
	one := func(b *biff) { b.rec(0x203, 0, 0, 0, 1.0) }
	old := &biff{}
	old.rec(0x209, 0, 0x10, 0)
	merges := func(b *biff) {
		one(b)
		for i := range 250 {
			var list []byte
			for k := range 1000 {
				row := uint16(i*200 + k%200)
				list = binary.LittleEndian.AppendUint16(list, row)
				list = binary.LittleEndian.AppendUint16(list, row)
				list = append(list, byte(k), 0, byte(k)+1, 0)
			}
			b.rec(0xE5, 1000, list)
		}
	}
	drawn, err := os.ReadFile("testdata/made/made.xls")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		data []byte
		rule string
	}{
		"password":      {workbookXLS(func(b *biff) { b.rec(0x2F, 1, make([]byte, 52)) }, one), "extract.encrypted"},
		"excel 3":       {old.Bytes(), "extract.unsupported"},
		"merges":        {workbookXLS(nil, merges), "extract.limit"},
		"half a header": {drawn[:300], "extract.damaged"},
		"no stream":     {append(bytes.Clone(drawn[:512]), make([]byte, 4096)...), "extract.damaged"},
		"empty":         {nil, "extract.damaged"},
	} {
		_, err := excel.ReadXLS(context.Background(), tt.data, excel.Options{})
		if ruleOf(err) != tt.rule {
			t.Errorf("%s: error %v, want %s", name, err, tt.rule)
		}
	}
}

// TestBIFFTruncated: what stands in front of the cut is read, and the cut is said.
func TestBIFFTruncated(t *testing.T) {
	whole := workbookXLS(nil, func(b *biff) {
		for i := range 50 {
			b.rec(0x203, i, 0, 0, float64(i))
		}
	})
	doc := readXLS(t, whole[:len(whole)-300])
	if n := len(doc.Grids[0].Cells); n < 30 || n > 40 {
		t.Errorf("%d cells", n)
	}
	if len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.damaged" || !strings.Contains(doc.Problems[0].Text.EN, "ends inside") {
		t.Errorf("problems %+v", doc.Problems)
	}
}
