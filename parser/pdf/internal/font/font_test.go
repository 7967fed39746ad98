package font

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
)

func TestPredefinedEncodings(t *testing.T) {
	tests := []struct {
		cmap, in string
		text     string
		cids     []uint32 // nil is not checked
	}{
		// 绩效 A by each encoding; CIDs as Adobe's CMap resources give them.
		{"GBK-EUC-H", "\xbc\xa8\xd0\xa7 A", "绩效 A", []uint32{2075, 3954, 7716, 846}},
		{"GB-EUC-H", "\xbc\xa8A", "绩A", []uint32{2075, 846}},
		{"GBKp-EUC-H", "\xbc\xa8 A", "绩 A", []uint32{2075, 1, 34}},
		{"GBK2K-V", "\xbc\xa8\x81\x30\x84\x36A", "绩\u00a5A", nil},
		{"UniGB-UCS2-H", "\x7e\xe9\x00A", "绩A", []uint32{2075, 34}},
		{"UniGB-UTF16-V", "\x7e\xe9\xd8\x40\xdc\x00", "绩\U00020000", nil},
		{"UniGB-UTF8-H", "绩A", "绩A", []uint32{2075, 34}},
		{"UniGB-UTF32-H", "\x00\x00\x7e\xe9", "绩", []uint32{2075}},
		{"UniJIS-UTF16-H", "\x30\x42", "あ", nil},
		{"Identity-H", "\x08\x1b", "", []uint32{2075}},
	}
	for _, tt := range tests {
		c, vertical, ok := predefined(tt.cmap)
		if !ok || vertical != strings.HasSuffix(tt.cmap, "-V") {
			t.Errorf("%s: known %v, vertical %v", tt.cmap, ok, vertical)
			continue
		}
		var text strings.Builder
		var cids []uint32
		for s := []byte(tt.in); len(s) > 0; {
			code, n := c.next(s)
			s = s[n:]
			text.WriteString(c.text(code, n))
			cids = append(cids, c.cid(code, n))
		}
		if text.String() != tt.text {
			t.Errorf("%s: text %q, want %q", tt.cmap, text.String(), tt.text)
		}
		if tt.cids != nil && fmt.Sprint(cids) != fmt.Sprint(tt.cids) {
			t.Errorf("%s: CIDs %v, want %v", tt.cmap, cids, tt.cids)
		}
	}
	if _, _, ok := predefined("90ms-RKSJ-H"); ok {
		t.Error("an encoding without a table is taken for known")
	}
}

func TestAdobeGB1(t *testing.T) {
	text := gb1Text()
	if len(text) != gb1Size {
		t.Fatalf("%d CIDs, want %d", len(text), gb1Size)
	}
	for cid, want := range map[int]rune{1: ' ', 34: 'A', 96: '\u3000', 2075: '绩', 814: '!', 846: 'A', 7716: '\u2002'} {
		if text[cid] != want {
			t.Errorf("CID %d is %q, want %q", cid, text[cid], want)
		}
	}
}

func TestCMap(t *testing.T) {
	c := parseCMap([]byte(`/CIDInit /ProcSet findresource begin begincmap
		/WMode 1 def
		2 begincodespacerange <00> <7f> <8140> <fefe> endcodespacerange
		2 beginbfchar <01> <7EE9> <02> <0066 0069> endbfchar
		3 beginbfrange <10> <12> <4E00> <20> <21> [<4E01> <4E02>] <30> <2f> <0041> endbfrange
		1 begincidrange <8140> <8142> 500 endcidrange
		1 begincidchar <03> 7 endcidchar`), nil)
	for code, want := range map[uint32]string{1: "绩", 2: "fi", 0x10: "一", 0x12: "丂", 0x20: "丁", 0x21: "丂"} {
		if got, ok := c.textOf(code); !ok || got != want {
			t.Errorf("text of %#x is %q, want %q", code, got, want)
		}
	}
	if _, ok := c.textOf(0x30); ok {
		t.Error("a range that runs backwards maps a code")
	}
	for code, want := range map[uint32]uint32{0x8141: 501, 3: 7} {
		if got, ok := c.cidOf(code); !ok || got != want {
			t.Errorf("CID of %#x is %d, want %d", code, got, want)
		}
	}
	if !c.vertical {
		t.Error("WMode 1 is not seen")
	}
	for in, want := range map[string]int{"\x01\x02": 1, "\x81\x40\x01": 2, "\x90": 1} {
		if got := c.length([]byte(in)); got != want {
			t.Errorf("the code at %q takes %d bytes, want %d", in, got, want)
		}
	}
}

func TestGlyphNames(t *testing.T) {
	for name, want := range map[string]string{
		"A": "A", "one": "1", "greaterequal": "≥", "uni7EE9": "绩", "uni7EE96548": "绩效", "u20000": "\U00020000",
		"f_i": "fi", "one.oldstyle": "1", "g12": "", "cid345": "", ".notdef": "", "uniD800": "", "f_g12": "",
	} {
		if got := glyphText(name); got != want {
			t.Errorf("glyph %s is %q, want %q", name, got, want)
		}
	}
}

// fonts opens a file that holds the objects from number 4 on.
func fonts(t *testing.T, objects ...string) *object.File {
	t.Helper()
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] >> endobj\n3 0 obj << /Type /Page >> endobj\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+4, o)
	}
	f, err := object.Open(context.Background(), []byte(b.String()), "", object.Limits{StreamBytes: 1 << 20, TotalBytes: 1 << 20, Objects: 1000, Pages: 10})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSimpleFont(t *testing.T) {
	f := fonts(t, "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Test /FirstChar 65 /Widths [600 750] /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [66 /greaterequal /g7] >> >>")
	ft := new(Store).Load(f, f.Dict(object.Ref{Num: 4}))
	if ft.Face.Name != "Test" {
		t.Errorf("name %q", ft.Face.Name)
	}
	for code, want := range map[byte]Char{
		'A': {Text: "A", Known: true, Width: 0.6},
		'B': {Text: "≥", Known: true, Width: 0.75},
		'C': {Text: "", Known: false},
		' ': {Text: " ", Known: true, Space: true},
	} {
		if got, n := ft.Next([]byte{code}); *got != want || n != 1 {
			t.Errorf("code %d: %+v, want %+v", code, got, want)
		}
	}
}

func TestCompositeFont(t *testing.T) {
	f := fonts(t,
		"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-V /DescendantFonts [5 0 R] >>",
		"<< /Subtype /CIDFontType0 /CIDSystemInfo << /Ordering (GB1) >> /DW 900 /W [34 [500] 2075 2076 800] /DW2 [800 -900] >>")
	ft := new(Store).Load(f, f.Dict(object.Ref{Num: 4}))
	if !ft.Vertical {
		t.Error("Identity-V is not vertical")
	}
	got, n := ft.Next([]byte{0x08, 0x1b, 0})
	want := Char{Text: "绩", Known: true, Width: -0.9}
	if n != 2 || *got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// A table that fonts bring again is read once, counts as often as it is brought, and
// a table of other bytes is another.
func TestStore(t *testing.T) {
	packed := func(s string) string {
		var b bytes.Buffer
		w := zlib.NewWriter(&b)
		w.Write([]byte(s))
		w.Close()
		return fmt.Sprintf("<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", b.Len(), b.String())
	}
	const font = "<< /Type /Font /Subtype /Type3 /ToUnicode %d 0 R >>"
	eye := strings.Repeat("1 beginbfchar <01> <2F6C> endbfchar\n", 6000) // a fifth of what may be decoded
	f := fonts(t, packed(eye), packed(eye), packed("1 beginbfchar <01> <4E00> endbfchar"),
		fmt.Sprintf(font, 4), fmt.Sprintf(font, 5), fmt.Sprintf(font, 6))
	var st Store
	load := func(ref int) string {
		got, _ := st.Load(f, f.Dict(object.Ref{Num: ref})).Next([]byte{1})
		return got.Text
	}
	for ref, want := range map[int]string{7: "目", 8: "目", 9: "一"} {
		if got := load(ref); got != want {
			t.Errorf("font %d: %q, want %q", ref, got, want)
		}
	}
	if len(st.cmaps) != 2 {
		t.Errorf("%d tables are kept, want 2", len(st.cmaps))
	}
	n := 2
	for load(7) != "" && n < 20 {
		n++
	}
	if n != 5 { // the fifth is cut short, and still says it
		t.Errorf("the table was read %d times before the limit of all bytes, want 5", n)
	}
}

func TestType3WidthsFollowTheFontMatrix(t *testing.T) {
	f := fonts(t, "<< /Type /Font /Subtype /Type3 /FontMatrix [0.01 0 0 0.01 0 0] /FirstChar 1 /Widths [50] /Encoding << /Differences [1 /g1] >> /ToUnicode 5 0 R >>",
		"<< /Length 40 >>\nstream\n1 beginbfchar <01> <2F6C> endbfchar       \nendstream")
	got, _ := new(Store).Load(f, f.Dict(object.Ref{Num: 4})).Next([]byte{1})
	if got.Text != "目" || !got.Known || got.Width != 0.5 {
		t.Errorf("%+v, want 目 of width 0.5", got)
	}
}

func FuzzCMap(f *testing.F) {
	f.Add([]byte("1 beginbfrange <00> <ff> <4E00> endbfrange 1 begincidrange <00> <ff> 0 endcidrange"))
	f.Add([]byte("/X usecmap begincodespacerange <0> <ffffffffff>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := parseCMap(data, func(string) *cmap { return &cmap{} })
		if len(c.cids)+len(c.texts) > maxCMapEntries+0x10000 {
			t.Fatalf("%d entries", len(c.cids)+len(c.texts))
		}
		for code := range uint32(300) {
			c.textOf(code)
			c.cidOf(code)
		}
		for n := 1; n < 6; n++ {
			if got := c.length(make([]byte, n)); got < 1 || got > n {
				t.Fatalf("a code of %d bytes in %d", got, n)
			}
		}
	})
}
