package doc

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/schema"
)

// text is a run of characters with the properties of all of them, the last of
// which may end a paragraph with its own.
type text struct {
	s          string
	char, para []byte
	narrow     bool // a byte a character
}

// made lays out a document: the header, the text in pieces, a page of properties
// for each run and each paragraph. order is that of the pieces in the file.
func made(data []byte, order []int, texts ...text) *file {
	le := binary.LittleEndian
	main := make([]byte, 1024)
	at := make([]int, len(texts))
	size := func(t text) int {
		if t.narrow {
			return len([]rune(t.s))
		}
		return 2 * len(utf16.Encode([]rune(t.s)))
	}
	if order == nil {
		for i := range texts {
			order = append(order, i)
		}
	}
	for _, i := range order {
		at[i] = len(main)
		for _, u := range utf16.Encode([]rune(texts[i].s)) {
			if texts[i].narrow {
				main = append(main, byte(u))
			} else {
				main = le.AppendUint16(main, u)
			}
		}
	}
	page := func(from, to int, list []byte, para bool) int {
		main = append(main, make([]byte, (512-len(main)%512)%512)...)
		p := make([]byte, 512)
		le.PutUint32(p, uint32(from))
		le.PutUint32(p[4:], uint32(to))
		p[8], p[511] = 100, 1 // the list stands at byte 200
		if para {
			p[200], p[201] = 0, byte(len(list)/2+2) // in words, with the style
			copy(p[204:], list)
		} else {
			p[200] = byte(len(list))
			copy(p[201:], list)
		}
		main = append(main, p...)
		return len(main)/512 - 1
	}
	var table []byte
	bins := func(para bool) (from, length int) {
		var ends, pages []byte
		from = len(table)
		for i, t := range texts {
			list := t.char
			if para {
				list = t.para
			}
			ends = le.AppendUint32(ends, uint32(at[i]))
			pages = le.AppendUint32(pages, uint32(page(at[i], at[i]+size(t), list, para)))
		}
		ends = le.AppendUint32(ends, 0)
		table = append(append(table, ends...), pages...)
		return from, len(table) - from
	}
	pair := func(n, from, length int) {
		le.PutUint32(main[126+8*n:], uint32(from))
		le.PutUint32(main[130+8*n:], uint32(length))
	}
	from, length := bins(false)
	pair(pairChars, from, length)
	from, length = bins(true)
	pair(pairParas, from, length)
	from = len(table)
	n, cp := len(texts), 0
	table = append(table, clxTable)
	table = le.AppendUint32(table, uint32(4*(n+1)+8*n))
	for _, t := range texts {
		table = le.AppendUint32(table, uint32(cp))
		cp += len(utf16.Encode([]rune(t.s)))
	}
	table = le.AppendUint32(table, uint32(cp))
	for i, t := range texts {
		where := uint32(at[i])
		if t.narrow {
			where = where*2 | 0x40000000
		}
		table = le.AppendUint32(append(table, 0, 0), where)
		table = append(table, 0, 0)
	}
	pair(pairClx, from, len(table)-from)
	fonts := []byte{1, 0, 0, 0, 39 + 20}
	fonts = append(fonts, make([]byte, 39)...)
	for _, u := range utf16.Encode([]rune("Wingdings\x00")) {
		fonts = le.AppendUint16(fonts, u)
	}
	pair(pairFonts, len(table), len(fonts))
	table = append(table, fonts...)
	le.PutUint16(main, magic97)
	le.PutUint16(main[2:], 193)
	// No shorts, 22 longs of which the fourth counts the text, 100 pairs at 126.
	le.PutUint16(main[34:], 22)
	le.PutUint32(main[36+4*lenText:], uint32(cp))
	le.PutUint16(main[124:], 100)
	return &file{main: main, table: table, data: data}
}

func one(code uint16, v byte) []byte { return []byte{byte(code), byte(code >> 8), v} }

func four(code uint16, v uint32) []byte {
	return binary.LittleEndian.AppendUint32([]byte{byte(code), byte(code >> 8)}, v)
}

// row is the list of a row's mark: its edges in twips and the first word about
// each cell.
func row(edges []int, about ...int) []byte {
	op := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		op = binary.LittleEndian.AppendUint16(op, uint16(e))
	}
	for _, a := range about {
		op = append(binary.LittleEndian.AppendUint16(op, uint16(a)), make([]byte, 18)...)
	}
	list := append(one(paraInTable, 1), one(paraRowEnd, 1)...)
	list = append(list, 0x08, 0xD6)
	return append(binary.LittleEndian.AppendUint16(list, uint16(len(op)+1)), op...)
}

const (
	goesOn = 1 << 5
	starts = 3 << 5
)

func TestDocument(t *testing.T) {
	in := one(paraInTable, 1)
	cell := func(s string) text { return text{s: s + "\a", para: in} }
	end := func(list []byte) text { return text{s: "\a", para: list} }
	p := func(s string) text { return text{s: s + "\r"} }
	depth2 := append(one(paraInTable, 1), four(paraDepth, 2)...)
	rowOf2 := append(append([]byte{}, depth2...), one(paraInnerTT, 1)...)
	rowOf2 = append(rowOf2, row([]int{0, 500, 1000})[6:]...)
	deleted, hidden := one(charDeleted, 1), one(charHidden, 1)
	// The state of a check box: header, version, bits with the result in bits 2-6.
	state := func(result byte) []byte {
		b := make([]byte, 8+6+10+6)
		binary.LittleEndian.PutUint16(b[4:], 8)
		b[8+4] = 1 | result<<2
		b[8+10+2+2] = 1 // the default, behind an empty name
		return b
	}
	boxes := append(append(state(1), state(0)...), state(25)...)
	box := func(n int) []text {
		return []text{{s: "\x13 FORMCHECKBOX "}, {s: "\x01", char: append(append(one(charData, 1), one(charSpecial, 1)...), four(charPlace, uint32(30*n))...)}, {s: "\x14\x15"}}
	}
	wide := row([]int{0, 1000, 2000})
	huge := append([]byte{byte(len(wide)), 0}, wide...)
	tests := []struct {
		name  string
		data  []byte
		order []int
		texts []text
		want  []string
	}{
		{"prose, a table, prose", nil, nil, []text{p("标题"), cell("甲"), cell("乙"), end(row([]int{-108, 1000, 2000}, 0, 0)), p("尾")},
			[]string{"prose 1×1", "0,0 1×1 标题", "table 1×2", "0,0 1×1 甲", "0,1 1×1 乙", "prose 1×1", "0,0 1×1 尾"}},
		{"rows with edges of their own, merges by number", nil, nil, []text{
			cell("头"), end(row([]int{0, 3000})),
			cell("上"), cell("一"), end(row([]int{10, 1000, 3010}, starts, 0)),
			cell(""), cell("二"), cell("三"), end(row([]int{0, 1005, 2000, 2990}, goesOn, 0, 0))},
			[]string{"table 3×3", "0,0 1×3 头", "1,0 2×1 上", "1,1 1×2 一", "2,1 1×1 二", "2,2 1×1 三"}},
		{"a blank start under a start goes on", nil, nil, []text{cell("a"), cell("b"), end(row([]int{0, 500, 1000}, starts, starts)), cell(""), cell("c"), end(row([]int{0, 500, 1000}, starts, starts))},
			[]string{"table 2×2", "0,0 2×1 a", "0,1 1×1 b", "1,1 1×1 c"}},
		{"a blank cell that is merged across", nil, nil, []text{cell("a"), cell(""), cell("b"), end(row([]int{0, 500, 1000, 1500}, 1, 2, 0))},
			[]string{"table 1×3", "0,0 1×2 a", "0,2 1×1 b"}},
		{"the definition in the Data stream", huge, nil, []text{cell("a"), cell("b"), end(four(paraHuge, 0))},
			[]string{"table 1×2", "0,0 1×1 a", "0,1 1×1 b"}},
		{"pieces in another order, one of them narrow", nil, []int{2, 0, 1}, []text{{s: "甲"}, {s: "A\u0093b\u0094", narrow: true}, p("乙")},
			[]string{"prose 1×1", "0,0 1×1 甲A“b”乙"}},
		{"revisions and hidden text", nil, nil, []text{{s: "a"}, {s: "删", char: deleted}, {s: "藏", char: hidden}, {s: "b\r", char: deleted}, p("c")},
			[]string{"prose 1×1", "0,0 1×1 ac"}},
		{"a deleted row", nil, nil, []text{cell("a"), end(row([]int{0, 500})), cell("b"), {s: "\a", para: row([]int{0, 500}), char: deleted}},
			[]string{"table 1×1", "0,0 1×1 a"}},
		{"marks", nil, nil, []text{p("a\vb\x1ec\x1fd\u00a0e\x02\tf")},
			[]string{"prose 2×1", "0,0 1×1 a", "1,0 1×1 b-cd e\tf"}},
		{"fields in fields, and one that never ends", nil, nil, []text{p("a\x13 IF \x13 X \x14x\x15\x14是\x15b"), p("\x13 DATE"), p("c")},
			[]string{"prose 2×1", "0,0 1×1 a是b", "1,0 1×1 c"}},
		{"check boxes", boxes, nil, append(append(append(box(0), box(1)...), box(2)...), p("项")),
			[]string{"prose 1×1", "0,0 1×1 ☑□☑项"}},
		{"signs of a symbol font", nil, nil, []text{{s: "(", char: append(one(charSpecial, 1), four(charSymbol, 0xF0FE<<16)...)}, {s: "o", char: []byte{0x4F, 0x4A, 0, 0}}, p("o")},
			[]string{"prose 1×1", "0,0 1×1 ☑□o"}},
		{"a table in a cell", nil, nil, []text{{s: "外\r", para: in}, {s: "内1\r", para: append(append([]byte{}, depth2...), one(paraCellEnd, 1)...)}, {s: "内2\r", para: append(append([]byte{}, depth2...), one(paraCellEnd, 1)...)}, {s: "\r", para: rowOf2}, cell("尾"), cell("旁"), end(row([]int{0, 1000, 2000}))},
			[]string{"table 1×2", "0,0 1×1 外\n尾", "0,1 1×1 旁", "table 1×2", "0,0 1×1 内1", "0,1 1×1 内2"}},
		{"cells of several paragraphs, more of them than edges", nil, nil, []text{{s: "社会\r", para: in}, cell("效益"), cell("a"), cell("b"), end(row([]int{0, 500, 1000}))},
			[]string{"table 1×2", "0,0 1×1 社会\n效益", "0,1 1×1 a\nb"}},
		{"no definition", nil, nil, []text{cell("a"), cell("b"), end(append(one(paraInTable, 1), one(paraRowEnd, 1)...))},
			[]string{"table 1×2", "0,0 1×1 a", "0,1 1×1 b", "extract.ragged-rows"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := made(tt.data, tt.order, tt.texts...)
			if err := f.parse(); err != nil {
				t.Fatal(err)
			}
			doc, err := f.document(context.Background())
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

// What is struck out, hidden, too small or white on paper is kept apart, with its
// place; text of a document that shades anything may stand on a colour.
func TestLooks(t *testing.T) {
	in := one(paraInTable, 1)
	two := func(code uint16, v uint16) []byte {
		return binary.LittleEndian.AppendUint16([]byte{byte(code), byte(code >> 8)}, v)
	}
	white := four(charColor, 0x00FFFFFF)
	shade := func(back uint32) []byte { // the shading of a paragraph
		op := binary.LittleEndian.AppendUint32([]byte{byte(paraShade & 0xFF), byte(paraShade >> 8), 10}, 0xFF000000)
		op = binary.LittleEndian.AppendUint32(op, back)
		return append(op, 0, 0)
	}
	cellShade := append(row([]int{0, 500, 1000}), append([]byte{byte(cellShade & 0xFF), byte(cellShade >> 8), 10}, 0, 0, 0, 0xFF, 0x66, 0x33, 0, 0, 0, 0)...)
	end := func(list []byte) text { return text{s: "\a", para: list} }
	for _, tt := range []struct {
		name  string
		texts []text
		want  []string
	}{
		{"struck out in a cell", []text{{s: "90%", char: one(charStruck, 1), para: in}, {s: "95%\a", para: in}, {s: "b\a", para: in}, end(row([]int{0, 500, 1000}))},
			[]string{"table 1×2", "0,0 1×1 95%", "0,1 1×1 b", "T1R1C1 struck out: 90%"}},
		{"struck out twice, and not", []text{{s: "旧", char: one(charTwice, 1)}, {s: "新", char: one(charStruck, 0)}, {s: "\r"}}, []string{"prose 1×1", "0,0 1×1 新", " struck out: 旧"}},
		{"hidden", []text{{s: "藏", char: one(charHidden, 1)}, {s: "显\r"}}, []string{"prose 1×1", "0,0 1×1 显", " hidden text: 藏"}},
		{"two reasons", []text{{s: "藏", char: one(charHidden, 1)}, {s: "旧", char: one(charStruck, 1)}, {s: "\r"}}, []string{" hidden text: 藏", " struck out: 旧"}},
		{"raised and lowered", []text{{s: "10"}, {s: "4", char: one(charScript, 1)}, {s: "CO"}, {s: "2", char: one(charScript, 2)}, {s: "\r"}}, []string{"prose 1×1", "0,0 1×1 10⁴CO₂"}},
		{"half a point", []text{{s: "小", char: two(charSize, 1)}, {s: "字\r"}}, []string{"prose 1×1", "0,0 1×1 字", " text that is too small to be seen: 小"}},
		{"white on paper", []text{{s: "白", char: white}, {s: "字\r"}}, []string{"prose 1×1", "0,0 1×1 字", " text in the colour of what it stands on: 白"}},
		{"white by its number", []text{{s: "白", char: one(charIndexed, 8)}, {s: "字\r"}}, []string{"prose 1×1", "0,0 1×1 字", " text in the colour of what it stands on: 白"}},
		{"white on a marker", []text{{s: "白", char: append(one(charMarker, 1), white...)}, {s: "字\r"}}, []string{"prose 1×1", "0,0 1×1 白字"}},
		{"white on a shaded paragraph", []text{{s: "白\r", char: white, para: shade(0x00663300)}}, []string{"prose 1×1", "0,0 1×1 白"}},
		{"white on a paragraph that is shaded white", []text{{s: "白", char: white}, {s: "字\r", para: shade(0x00FFFFFF)}}, []string{"prose 1×1", "0,0 1×1 字", " text in the colour of what it stands on: 白"}},
		{"white in a shaded cell", []text{{s: "白\a", char: white, para: in}, {s: "b\a", para: in}, end(cellShade)}, []string{"table 1×2", "0,0 1×1 白", "0,1 1×1 b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := made(nil, nil, tt.texts...)
			if err := f.parse(); err != nil {
				t.Fatal(err)
			}
			doc, err := f.document(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got := gridtest.Show(doc.Grids)
			for _, i := range doc.Apart {
				at := ""
				if i.Place.Table > 0 {
					at = fmt.Sprintf("T%dR%dC%d", i.Place.Table, i.Place.Row, i.Place.Column)
				}
				got = append(got, at+" "+i.Why.EN+": "+i.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The length of a row's definition has two bytes: a row of twelve cells is longer
// than one byte counts.
func TestEach(t *testing.T) {
	edges := make([]int, 14)
	for i := range edges {
		edges[i] = 100 * i
	}
	list := append(row(edges, make([]int, 13)...), one(paraCellEnd, 1)...)
	var codes []int
	each(list, func(code int, op []byte) {
		codes = append(codes, code)
		if code == tableDef && len(definition(op)) != 13 {
			t.Errorf("%d cells", len(definition(op)))
		}
	})
	if diff := cmp.Diff([]int{paraInTable, paraRowEnd, tableDef, paraCellEnd}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func files(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../../../testdata/formats/*-bin.???")
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	out := map[string][]byte{}
	for _, n := range names {
		data, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = data
	}
	return out
}

func TestErrors(t *testing.T) {
	for name, data := range files(t) {
		at := bytes.Index(data, []byte{0xEC, 0xA5})
		change := func(f func(b []byte)) []byte {
			b := bytes.Clone(data)
			f(b[at:])
			return b
		}
		for what, tt := range map[string]struct {
			data []byte
			rule string
		}{
			"Word 95":             {change(func(b []byte) { b[0], b[2] = 0xDC, 104 }), "extract.unsupported-format"},
			"encrypted":           {change(func(b []byte) { b[11] |= 0x01 }), "extract.encrypted"},
			"obfuscated":          {change(func(b []byte) { b[11] |= 0x81 }), "extract.encrypted"},
			"cut short":           {data[:600], "extract.damaged"},
			"no compound file":    {[]byte("text"), "extract.unsupported"},
			"no list of pieces":   {change(func(b []byte) { copy(b[34:], make([]byte, 1000)) }), "extract.damaged"},
			"nothing but its end": {nil, "extract.unsupported"},
		} {
			_, err := Read(context.Background(), tt.data, "")
			var re *schema.ReadError
			if !errors.As(err, &re) || re.Rule != tt.rule || re.Hint.ZH == "" {
				t.Errorf("%s, %s: %v, want %s", name, what, err, tt.rule)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, data := range files(t) {
		if _, err := Read(ctx, data, ""); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range files(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, err := Read(context.Background(), data, ""); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}

// FuzzStreams changes the streams without the container around them.
func FuzzStreams(f *testing.F) {
	s := made(nil, nil, text{s: "a\a", para: one(paraInTable, 1)}, text{s: "\a", para: row([]int{0, 500}, starts)}, text{s: "b\x13 X \x14y\x15\r", narrow: true})
	f.Add(s.main, s.table, []byte("data"))
	f.Fuzz(func(t *testing.T, main, table, data []byte) {
		s := &file{main: main, table: table, data: data}
		if s.parse() != nil {
			return
		}
		if doc, err := s.document(context.Background()); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for name, data := range files(b) {
		b.Run(filepath.Base(name), func(b *testing.B) {
			for b.Loop() {
				if _, err := Read(context.Background(), data, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
