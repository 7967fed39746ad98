package excel_test

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/schema"
)

// rec is a record of a binary workbook, its parts as they stand behind one
// another: numbers of 32 bits, single bytes, reals and strings.
func rec(id int, parts ...any) []byte {
	le := binary.LittleEndian
	var d []byte
	for _, p := range parts {
		switch v := p.(type) {
		case int:
			d = le.AppendUint32(d, uint32(v))
		case byte:
			d = append(d, v)
		case uint16:
			d = le.AppendUint16(d, v)
		case float64:
			d = le.AppendUint64(d, math.Float64bits(v))
		case string:
			units := utf16.Encode([]rune(v))
			d = le.AppendUint32(d, uint32(len(units)))
			for _, u := range units {
				d = le.AppendUint16(d, u)
			}
		case []byte:
			d = append(d, v...)
		}
	}
	var out []byte
	if id >= 0x80 {
		out = append(out, byte(id)|0x80, byte(id>>7))
	} else {
		out = append(out, byte(id))
	}
	for n := len(d); ; n >>= 7 {
		if n < 0x80 {
			return append(append(out, byte(n)), d...)
		}
		out = append(out, byte(n)|0x80)
	}
}

func join(parts ...[]byte) (out string) {
	for _, p := range parts {
		out += string(p)
	}
	return out
}

// xlsb is a workbook of two sheets, the second hidden and empty; style 1 shows
// percentages, style 2 dates.
func xlsb(t testing.TB, cells ...[]byte) []byte {
	return pack(t, map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`,
		"xl/_rels/workbook.bin.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/><Relationship Id="rId2" Type="x/worksheet" Target="worksheets/sheet2.bin"/></Relationships>`,
		"xl/workbook.bin":            join(rec(153, 0, 0, ""), rec(156, 0, 1, "rId1", "表"), rec(156, 1, 2, "rId2", "藏")),
		"xl/styles.bin":              join(rec(44, uint16(170), "0.0%"), rec(47, uint16(0), uint16(9)), rec(617, 3), rec(47, uint16(0), uint16(0)), rec(47, uint16(0), uint16(170)), rec(47, uint16(0), uint16(14)), rec(618)),
		"xl/sharedStrings.bin":       join(rec(19, byte(0), "项目"), rec(19, byte(1), "绩效")),
		"xl/worksheets/sheet1.bin":   join(cells...),
		"xl/worksheets/sheet2.bin":   join(rec(0, 0), rec(6, 0, 0, "b")),
	})
}

func TestXLSB(t *testing.T) {
	row := func(n int, flags byte) []byte { return rec(0, n, 0, uint16(300), byte(0), flags) }
	typed := []byte{0, 0, 5, 0, 0, 0, 0x1E, 95, 0, 0x14, 0x14} // flags, length, 95%%
	data := xlsb(t,
		rec(60, 4, 4, 2000, 0, uint16(1)),
		row(0, 0), rec(7, 0, 0, 0), rec(1, 1, 0), rec(2, 2, 0, 100<<2|2), rec(5, 3, 1, 0.955), rec(6, 4, 0, "隐"),
		row(1, 0x10), rec(3, 0, 0, byte(0x2A)), rec(4, 1, 0, byte(1)), rec(62, 2, 0, byte(1), "富"), rec(2, 3, 2, 44196<<2|2),
		row(2, 0), rec(8, 0, 0, "果", uint16(0), 1, byte(0x44)), rec(9, 1, 0, 0.0095, typed), rec(10, 2, 0, byte(0), uint16(0), 0), rec(11, 3, 0, byte(7), uint16(0), 0), rec(7, 4, 0, 9),
		rec(176, 0, 0, 0, 1))
	doc, err := excel.ReadXLSB(context.Background(), data, excel.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"table 3×5 表", "0,0 1×2 项目", "0,2 1×1 100", "0,3 1×1 95.5%", "0,4 1×1 隐 (hidden)",
		"1,0 1×1 #N/A (hidden)", "1,1 1×1 TRUE (hidden)", "1,2 1×1 富 (hidden)", "1,3 1×1 2020/12/31 (hidden)",
		"2,0 1×1 果", "2,1 1×1 =95%%", "2,2 1×1 FALSE", "2,3 1×1 #DIV/0!", "table 1×1 藏 (hidden)", "0,0 1×1 b",
	}
	if diff := cmp.Diff(want, gridtest.Show(doc.Grids)); diff != "" {
		t.Errorf("grids (-want +got):\n%s", diff)
	}
	if len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.damaged" || doc.Problems[0].At.Cell != "E3" {
		t.Errorf("problems %+v, want one of a string that is not there", doc.Problems)
	}
	if doc.Format != schema.FormatXLSB {
		t.Errorf("format %s", doc.Format)
	}
}

func TestXLSBErrors(t *testing.T) {
	cut := xlsb(t, rec(0, 0), rec(6, 0, 0, "a"), []byte{6, 99, 1})
	doc, err := excel.ReadXLSB(context.Background(), cut, excel.Options{Sheet: "表"})
	if err != nil || len(doc.Grids) != 1 || len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.damaged" {
		t.Errorf("a sheet that breaks off: %+v, %v", doc, err)
	}
	for name, data := range map[string][]byte{"no zip": []byte("x"), "no workbook": pack(t, map[string]string{"a": "b"}), "no sheets": pack(t, map[string]string{"xl/workbook.bin": ""})} {
		_, err := excel.ReadXLSB(context.Background(), data, excel.Options{})
		var re *schema.ReadError
		if !errors.As(err, &re) || re.Hint.ZH == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzXLSB(f *testing.F) {
	f.Add([]byte(join(rec(0, 0), rec(7, 0, 0, 0), rec(9, 1, 0, 1.0, []byte{0, 0, 3, 0, 0, 0, 0x1E, 1, 0}), rec(176, 0, 1, 0, 1))))
	f.Add([]byte{0x80, 0x80, 0xFF, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, cells []byte) {
		if doc, err := excel.ReadXLSB(context.Background(), xlsb(t, cells), small); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}

// TestXLSBFonts: runs of a shared string and of a cell, a struck-out and a white
// style, and one that a condition paints.
func TestXLSBFonts(t *testing.T) {
	font := func(flags uint16, script uint16, color ...byte) []byte {
		return rec(43, uint16(200), flags, uint16(400), script, make([]byte, 4), color, byte(0), "Arial")
	}
	auto, white := make([]byte, 8), []byte{5, 0, 0, 0, 255, 255, 255, 255}
	fill := func(kind int, color []byte) []byte { return rec(45, kind, color, make([]byte, 8)) }
	xf := func(font, fill uint16) []byte { return rec(47, uint16(0), uint16(0), font, fill) }
	cells := [][]byte{rec(0, 0), rec(7, 0, 0, 0), rec(6, 1, 1, "乙"), rec(6, 2, 2, "丙"), rec(6, 3, 3, "丁"), rec(62, 4, 0, byte(1), "3.8×104", 1, uint16(6), uint16(3))}
	for _, tt := range []struct {
		name  string
		more  [][]byte
		want  map[string]string
		apart []string
	}{
		{"plain", nil, map[string]string{"表!A1": "95%", "表!D1": "丁", "表!E1": "3.8×10⁴"}, []string{"90", "乙", "丙"}},
		{"painted", [][]byte{rec(461)}, map[string]string{"表!A1": "95%", "表!C1": "丙", "表!D1": "丁", "表!E1": "3.8×10⁴"}, []string{"90", "乙"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := pack(t, map[string]string{
				"_rels/.rels":                `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`,
				"xl/_rels/workbook.bin.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>`,
				"xl/workbook.bin":            join(rec(156, 0, 1, "rId1", "表")),
				"xl/styles.bin": join(font(0, 0, auto...), font(8, 0, auto...), font(0, 0, white...), font(0, 1, auto...), fill(0, auto), fill(1, []byte{5, 0, 0, 0, 0, 0x33, 0x66, 255}),
					rec(617, 4), xf(0, 0), xf(1, 0), xf(2, 0), xf(2, 1), rec(618)),
				"xl/sharedStrings.bin":     join(rec(19, byte(1), "9095%", 2, uint16(0), uint16(1), uint16(2), uint16(0))),
				"xl/worksheets/sheet1.bin": join(append(cells, tt.more...)...),
			})
			doc, err := excel.ReadXLSB(t.Context(), data, excel.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var apart []string
			for _, i := range doc.Apart {
				apart = append(apart, i.Text)
			}
			if diff := cmp.Diff(tt.want, texts(doc)); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.apart, apart); diff != "" {
				t.Errorf("apart (-want +got):\n%s", diff)
			}
		})
	}
}

// A binary workbook that shows nothing but pictures is those; one with cells is not.
func TestXLSBPictures(t *testing.T) {
	parts := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`,
		"xl/_rels/workbook.bin.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>`,
		"xl/workbook.bin":            join(rec(153, 0, 0, ""), rec(156, 0, 1, "rId1", "表")),
		"xl/worksheets/sheet1.bin":   join(),
		"xl/media/image2.jpeg":       "second",
		"xl/media/image1.png":        "first",
	}
	var read []string
	inside := func(_ context.Context, name string, data []byte) *grid.Document {
		read = append(read, name+" "+string(data))
		return &grid.Document{Grids: []*grid.Grid{{}}}
	}
	doc, err := excel.ReadXLSB(context.Background(), pack(t, parts), excel.Options{Inside: inside})
	if err != nil || len(doc.Grids) != 2 || strings.Join(read, ", ") != "image1.png first, image2.jpeg second" {
		t.Errorf("%d tables of %q, %v", len(doc.Grids), read, err)
	}
	read = nil
	parts["xl/worksheets/sheet1.bin"] = join(rec(0, 0), rec(6, 0, 0, "项目"))
	if _, err := excel.ReadXLSB(context.Background(), pack(t, parts), excel.Options{Inside: inside}); err != nil || len(read) > 0 {
		t.Errorf("pictures %q of a workbook with cells, %v", read, err)
	}
}
