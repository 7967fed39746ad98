package ccitt

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// coding says how encode writes a picture.
type coding struct {
	k               int
	align, eol, end bool
}

// writer writes codes as digits; encode packs them.
type writer struct {
	strings.Builder
	white, black, long, modes []string
}

func newWriter() *writer {
	return &writer{white: strings.Fields(whiteCodes), black: strings.Fields(blackCodes), long: strings.Fields(longCodes), modes: strings.Fields(modeCodes)}
}

func (w *writer) run(n, color int) {
	codes := w.white
	if color == 1 {
		codes = w.black
	}
	for ; n >= 2560; n -= 2560 {
		w.WriteString(w.long[12])
	}
	switch {
	case n >= 1792:
		w.WriteString(w.long[(n-1792)/64])
		n %= 64
	case n >= 64:
		w.WriteString(codes[63+n/64])
		n %= 64
	}
	w.WriteString(codes[n])
}

const lineEnd = "000000000001"

// changes are the columns at which a line's colour changes.
func changes(m *bilevel.Map, y int) []int {
	var out []int
	last := 0
	for x := range m.W {
		if v := int(m.At(x, y)); v != last {
			out, last = append(out, x), v
		}
	}
	return out
}

// flat writes a line in one dimension.
func (w *writer) flat(cur []int, width int) {
	at, color := 0, 0
	for _, x := range append(cur, width) {
		w.run(x-at, color)
		at, color = x, 1-color
	}
}

// deep writes a line against the one above it.
func (w *writer) deep(cur, ref []int, width int) {
	next := func(list []int, x, color int) int {
		for i, c := range list {
			if c > x && i%2 == color {
				return i
			}
		}
		return len(list)
	}
	at := func(list []int, i int) int {
		if i < len(list) {
			return list[i]
		}
		return width
	}
	x, color := -1, 0
	for x < width {
		first := next(cur, x, color)
		a1, above := at(cur, first), next(ref, x, color)
		b1, b2 := at(ref, above), at(ref, above+1)
		switch d := a1 - b1; {
		case b2 < a1:
			w.WriteString(w.modes[modePass])
			x = b2
		case d >= -3 && d <= 3:
			for mode := modeV0; mode <= modeVL3; mode++ {
				if vertical[mode] == d {
					w.WriteString(w.modes[mode])
				}
			}
			x, color = a1, 1-color
		default:
			a2 := at(cur, first+1)
			w.WriteString(w.modes[modeHorizontal])
			w.run(a1-max(x, 0), color)
			w.run(a2-a1, 1-color)
			x = a2
		}
	}
}

// encode writes a picture in one of the codings of T.4 and T.6.
func encode(m *bilevel.Map, c coding) []byte {
	w := newWriter()
	var ref []int
	for y := range m.H {
		cur := changes(m, y)
		flat := c.k == 0 || c.k > 0 && y%c.k == 0
		if c.align { // what fills a line up comes before its end mark, which ends at a whole byte
			for before := len(lineEnd) + min(c.k, 1); c.eol && c.k >= 0 && (w.Len()+before)%8 != 0; {
				w.WriteByte('0')
			}
			for !(c.eol && c.k >= 0) && w.Len()%8 != 0 {
				w.WriteByte('0')
			}
		}
		if c.k >= 0 && (c.eol || c.k > 0) {
			w.WriteString(lineEnd)
		}
		if c.k > 0 {
			w.WriteByte("01"[b2i(flat)])
		}
		if flat {
			w.flat(cur, m.W)
		} else {
			w.deep(cur, ref, m.W)
		}
		ref = cur
	}
	if c.end {
		for range map[bool]int{true: 2, false: 6}[c.k < 0] {
			w.WriteString(lineEnd)
			if c.k > 0 {
				w.WriteByte('1')
			}
		}
	}
	return pack(w.String())
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Pictures of all codings, drawn by lot, are read as they were written, and by poppler
// out of a PDF where it is installed. PBT_MUTANTS raises the rounds.
func TestDrawnByLot(t *testing.T) {
	rounds := 40
	if n, err := strconv.Atoi(os.Getenv("PBT_MUTANTS")); err == nil {
		rounds = n
	}
	r := rand.New(rand.NewPCG(9, 60))
	for round := range rounds {
		m := bilevel.New(1+r.IntN(3000), 1+r.IntN(60))
		for range r.IntN(400) {
			x, y := r.IntN(m.W), r.IntN(m.H)
			bilevel.Fill(m.Row(y), x, min(m.W, x+1+r.IntN(1+r.IntN(m.W))))
		}
		c := coding{k: []int{-1, 0, 4}[r.IntN(3)], align: r.IntN(2) == 0, eol: r.IntN(2) == 0, end: r.IntN(2) == 0}
		c.eol = c.eol && c.k >= 0 // group 4 has no line ends
		data := encode(m, c)
		p := Params{K: c.k, Columns: m.W, Rows: m.H, ByteAlign: c.align, LineEnds: c.eol, NoEnd: !c.end}
		name := fmt.Sprintf("round %d, %+v, %d by %d", round, c, m.W, m.H)
		got, err := Decode(data, p, 1<<24)
		if err != nil || got.Damaged > 0 || !bytes.Equal(got.Pix, m.Pix) {
			t.Errorf("%s: %v %+v", name, err, got)
		}
		if c.end { // the data tell their end
			p.Rows = 0
			if got, err := Decode(data, p, 1<<24); err != nil || got.H != m.H || !bytes.Equal(got.Pix, m.Pix) {
				t.Errorf("%s without its rows: %v", name, err)
			}
		}
		poppler(t, name, m, c, data)
	}
}

// poppler has pdfimages read the same data.
func poppler(t *testing.T, name string, m *bilevel.Map, c coding, data []byte) {
	t.Helper()
	tool, err := exec.LookPath("pdfimages")
	if err != nil {
		return
	}
	var pdf bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, pdf.Len())
		fmt.Fprintf(&pdf, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	draw := fmt.Sprintf("%d 0 0 %d 0 0 cm /I Do", m.W, m.H)
	pdf.WriteString("%PDF-1.5\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>", m.W, m.H))
	object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(draw), draw))
	object(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K %d/Columns %d/Rows %d/EncodedByteAlign %v/EndOfLine %v/EndOfBlock %v>>/Length %d>>stream\n%s\nendstream",
		m.W, m.H, c.k, m.W, m.H, c.align, c.eol, c.end, len(data), data))
	start := pdf.Len()
	fmt.Fprintf(&pdf, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&pdf, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&pdf, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	dir := t.TempDir()
	in := filepath.Join(dir, "in.pdf")
	if err := os.WriteFile(in, pdf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command(tool, in, filepath.Join(dir, "out")).CombinedOutput(); err != nil {
		t.Errorf("%s: pdfimages: %v %s", name, err, msg)
		return
	}
	pages, _ := filepath.Glob(filepath.Join(dir, "out*.pbm"))
	if len(pages) != 1 {
		t.Fatalf("%s: %d pages", name, len(pages))
	}
	pbm, _ := os.ReadFile(pages[0])
	if len(pbm) < len(m.Pix) {
		t.Fatalf("%s: %d bytes", name, len(pbm))
	}
	its := &bilevel.Map{W: m.W, H: m.H, Stride: m.Stride, Pix: pbm[len(pbm)-len(m.Pix):]}
	differ := 0 // what fills up its rows is black
	for y := range m.H {
		for x := range m.W {
			differ += int(its.At(x, y) ^ m.At(x, y))
		}
	}
	if differ > 0 {
		t.Errorf("%s: pdfimages reads %d pixels otherwise", name, differ)
	}
}
