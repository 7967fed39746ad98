package jbig2

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/pbt-cli/pbt/parser/picture/internal/bilevel"
)

// paint draws a form-like picture: rules, and blobs as letters.
func paint(w, h int, seed uint64) *bilevel.Map {
	r := rand.New(rand.NewPCG(seed, 7))
	m := bilevel.New(w, h)
	for y := 3; y < h; y += 17 {
		bilevel.Fill(m.Row(y), 0, w)
	}
	for range w * h / 120 {
		x, y := r.IntN(w), r.IntN(h)
		for k := range 1 + r.IntN(5) {
			for i := range 1 + r.IntN(4) {
				if x+i < w && y+k < h {
					m.Set(x+i, y+k)
				}
			}
		}
	}
	return m
}

// same compares a decoded page with what was drawn, and has jbig2dec decode the
// same file where it is installed.
func same(t *testing.T, name string, file []byte, want *bilevel.Map) {
	t.Helper()
	got, err := Decode(context.Background(), file, nil, 1<<24)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if got.W != want.W || got.H != want.H || !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("%s: %d of %d pixels differ", name, differing(got, want), want.W*want.H)
	}
	tool, err := exec.LookPath("jbig2dec")
	if err != nil {
		return
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.jb2"), filepath.Join(dir, "out.pbm")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command(tool, "-t", "pbm", "-o", out, in).CombinedOutput(); err != nil {
		t.Errorf("%s: jbig2dec: %v %s", name, err, msg)
		return
	}
	pbm, _ := os.ReadFile(out)
	if len(pbm) < len(want.Pix) || !bytes.Equal(pbm[len(pbm)-len(want.Pix):], want.Pix) {
		t.Errorf("%s: jbig2dec reads the stream otherwise", name)
	}
}

func differing(a, b *bilevel.Map) (n int) {
	for y := range max(a.H, b.H) {
		for x := range max(a.W, b.W) {
			n += a.At(x, y) ^ b.At(x, y)
		}
	}
	return n
}

func TestGeneric(t *testing.T) {
	m := paint(75, 60, 1)
	moved := [4][]offset{{{-7, -3}, {4, -2}, {-2, -5}, {9, -1}}, {{-5, -1}}, {{-6, 0}}, {{3, -4}}}
	for template := range 4 {
		for _, at := range [][]offset{nil, moved[template]} {
			for _, typical := range []bool{false, true} {
				e := newEncoder()
				e.generic(make([]model, 1<<16), m, template, at, typical, nil)
				flags := byte(template << 1)
				if typical {
					flags |= 8
				}
				places := at
				if places == nil {
					places = templates[template].nominal
				}
				var s stream
				s.page(m.W, m.H)
				s.add(kindGen, nil, fields(head(m.W, m.H, 0, 0, 0), flags, places, e.flush()))
				same(t, fmt.Sprintf("template %d, moved %v, typical %v", template, at != nil, typical), s.file(), m)
			}
		}
	}
}

func TestGenericMMR(t *testing.T) {
	m := paint(75, 60, 2)
	var s stream
	s.page(m.W, m.H)
	s.add(kindGenExact, nil, fields(head(m.W, m.H, 0, 0, 0), byte(1), mmr(m, true)))
	same(t, "mmr", s.file(), m)
}

// Regions are drawn over each other by their operators.
func TestOperators(t *testing.T) {
	a, b := paint(64, 40, 3), paint(30, 20, 4)
	for op := bilevel.Or; op <= bilevel.Replace; op++ {
		want := bilevel.New(64, 40)
		want.Draw(a, 0, 0, bilevel.Or)
		want.Draw(b, 13, 11, op)
		var s stream
		s.page(64, 40)
		s.add(kindGen, nil, fields(head(64, 40, 0, 0, 0), byte(1), mmr(a, true)))
		s.add(kindGen, nil, fields(head(30, 20, 13, 11, byte(op)), byte(1), mmr(b, true)))
		same(t, fmt.Sprintf("operator %d", op), s.file(), want)
	}
}

var nominalRefine = []offset{{-1, -1}, {-1, -1}}

func TestRefinement(t *testing.T) {
	ref := paint(70, 50, 5)
	m := ref.Crop(0, 0, 70, 50)
	for x := 20; x < 40; x++ {
		m.Set(x, 30)
	}
	for template := range 2 {
		for _, typical := range []bool{false, true} {
			e := newEncoder()
			e.refine(make([]model, refinementContexts), m, ref, 0, 0, template, nominalRefine, typical)
			flags := byte(template)
			if typical {
				flags |= 2
			}
			var at []offset
			if template == 0 {
				at = nominalRefine
			}
			coded := e.flush()
			name := fmt.Sprintf("refinement %d, typical %v", template, typical)
			var s stream // of what stands on the page
			s.page(m.W, m.H)
			s.add(kindGen, nil, fields(head(70, 50, 0, 0, 0), byte(1), mmr(ref, true)))
			s.add(kindRefine, nil, fields(head(70, 50, 0, 0, byte(bilevel.Replace)), flags, at, coded))
			if !typical || template == 0 { // jbig2dec takes another context than T.88's figure 15
				same(t, name, s.file(), m)
			}
			var k stream // of a region that is kept; jbig2dec draws nothing then
			k.page(m.W, m.H)
			n := k.add(kindGenKept, nil, fields(head(70, 50, 0, 0, 0), byte(1), mmr(ref, true)))
			k.add(kindRefExact, []int{n}, fields(head(70, 50, 0, 0, 0), flags, at, coded))
			if got, err := Decode(context.Background(), k.file(), nil, 1<<20); err != nil || differing(got, m) > 0 {
				t.Errorf("%s of a kept region: %v", name, err)
			}
		}
	}
}

// letters are symbols of three heights.
func letters() []*bilevel.Map {
	return []*bilevel.Map{paint(7, 9, 11), paint(9, 9, 12), paint(5, 12, 13), paint(12, 12, 14), paint(8, 14, 15)}
}

// plainSymbols codes a dictionary arithmetically, each symbol by itself.
func plainSymbols(symbols []*bilevel.Map, template int) []byte {
	e := newEncoder()
	var dh, dw, ex integers
	cx := make([]model, 1<<16)
	height := 0
	for i := 0; i < len(symbols); {
		e.integer(&dh, symbols[i].H-height)
		height = symbols[i].H
		width := 0
		for ; i < len(symbols) && symbols[i].H == height; i++ {
			e.integer(&dw, symbols[i].W-width)
			width = symbols[i].W
			e.generic(cx, symbols[i], template, nil, false, nil)
		}
		e.integer(&dw, oobValue)
	}
	e.integer(&ex, 0)
	e.integer(&ex, len(symbols))
	n := uint32(len(symbols))
	return fields(uint16(template<<10), templates[template].nominal, n, n, e.flush())
}

// huffmanSymbols codes a dictionary by Huffman codes, the symbols of a height in
// one bitmap.
func huffmanSymbols(symbols []*bilevel.Map, plain bool) []byte {
	w := &bitWriter{}
	height := 0
	for i := 0; i < len(symbols); {
		w.value(standard(4), symbols[i].H-height)
		height = symbols[i].H
		width, total := 0, 0
		from := i
		for ; i < len(symbols) && symbols[i].H == height; i++ {
			w.value(standard(2), symbols[i].W-width)
			width = symbols[i].W
			total += width
		}
		w.value(standard(2), oobValue)
		all := bilevel.New(total, height)
		x := 0
		for _, s := range symbols[from:i] {
			all.Draw(s, x, 0, bilevel.Or)
			x += s.W
		}
		data := mmr(all, false)
		if plain {
			w.value(standard(1), 0)
			data = all.Pix
		} else {
			w.value(standard(1), len(data))
		}
		w.bytes(data)
	}
	w.value(standard(1), 0)
	w.value(standard(1), len(symbols))
	n := uint32(len(symbols))
	return fields(uint16(1), n, n, w.out)
}

// placed is a symbol in a text region.
type placed struct{ id, s, t int }

// layout is a text: strips of four rows, symbols along them.
func layout(n int) []placed {
	var out []placed
	for strip := range 3 {
		s := 10 + 3*strip
		for i := range 6 {
			out = append(out, placed{id: (strip*5 + i*3) % n, s: s, t: 20*(strip+1) + (i+strip)%4})
			s += 14 + i%3
		}
	}
	return out
}

// drawText is what a text region must show.
func drawText(w, h int, symbols []*bilevel.Map, text []placed, c corner, transposed bool) *bilevel.Map {
	m := bilevel.New(w, h)
	for _, p := range text {
		sym := symbols[p.id]
		x, y := p.s, p.t
		if transposed {
			x, y = p.t, p.s
		}
		if c == topRight || c == bottomRight {
			x -= sym.W - 1
		}
		if c == bottomLeft || c == bottomRight {
			y -= sym.H - 1
		}
		m.Draw(sym, x, y, bilevel.Or)
	}
	return m
}

// steps gives the numbers that lead from one symbol to the next.
func steps(symbols []*bilevel.Map, p placed, c corner, transposed bool) (before, behind int) {
	along, right := symbols[p.id].W-1, c == topRight || c == bottomRight
	if transposed {
		along, right = symbols[p.id].H-1, c == bottomLeft || c == bottomRight
	}
	if right {
		return along, 0
	}
	return 0, along
}

func TestText(t *testing.T) {
	symbols := letters()
	text := layout(len(symbols))
	const w, h = 140, 140
	for c := bottomLeft; c <= topRight; c++ {
		for _, transposed := range []bool{false, true} {
			for _, huffman := range []bool{false, true} {
				var s stream
				s.page(w, h)
				var dict int
				flags := uint16(2<<2 | int(c)<<4)
				if transposed {
					flags |= 1 << 6
				}
				var data []byte
				if huffman {
					dict = s.add(kindSymbols, nil, huffmanSymbols(symbols, c == topLeft))
					data = fields(head(w, h, 0, 0, 0), flags|1, uint16(0), uint32(len(text)), huffmanText(symbols, text, c, transposed))
				} else {
					dict = s.add(kindSymbols, nil, plainSymbols(symbols, int(c)))
					data = fields(head(w, h, 0, 0, 0), flags, uint32(len(text)), plainText(symbols, text, c, transposed))
				}
				s.add(kindText, []int{dict}, data)
				same(t, fmt.Sprintf("corner %d, transposed %v, huffman %v", c, transposed, huffman), s.file(), drawText(w, h, symbols, text, c, transposed))
			}
		}
	}
}

// strips parts a text into its strips.
func strips(text []placed) [][]placed {
	var out [][]placed
	for i, p := range text {
		if i == 0 || p.t/4 != text[i-1].t/4 {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

func plainText(symbols []*bilevel.Map, text []placed, c corner, transposed bool) []byte {
	e := newEncoder()
	var dt, fs, ds, it integers
	ids := make([]model, 1<<9)
	e.integer(&dt, 0)
	at, first := 0, 0
	for _, strip := range strips(text) {
		e.integer(&dt, strip[0].t/4-at)
		at = strip[0].t / 4
		cur := 0
		for i, p := range strip {
			before, behind := steps(symbols, p, c, transposed)
			if i == 0 {
				e.integer(&fs, p.s-before-first)
				first = p.s - before
			} else {
				e.integer(&ds, p.s-before-cur)
			}
			e.integer(&it, p.t%4)
			e.symbol(ids, idBits(len(symbols)), p.id)
			cur = p.s + behind
		}
		e.integer(&ds, oobValue)
	}
	return e.flush()
}

func huffmanText(symbols []*bilevel.Map, text []placed, c corner, transposed bool) []byte {
	w := &bitWriter{}
	for i := range 35 { // code lengths of the code lengths: 3 alone
		n := 0
		if i == 3 || i == 2 {
			n = 1
		}
		w.bits(n, 4)
	}
	codes := make([]line, len(symbols))
	for i := range symbols { // all of length 3
		w.bits(1, 1)
		codes[i] = span(3, 0, i)
	}
	w.align()
	tab, _ := newTable(codes)
	w.value(standard(11), 1)
	at, first := -1, 0
	for _, strip := range strips(text) {
		w.value(standard(11), strip[0].t/4-at)
		at = strip[0].t / 4
		cur := 0
		for i, p := range strip {
			before, behind := steps(symbols, p, c, transposed)
			if i == 0 {
				w.value(standard(6), p.s-before-first)
				first = p.s - before
			} else {
				w.value(standard(8), p.s-before-cur)
			}
			w.bits(p.t%4, 2)
			w.value(tab, p.id)
			cur = p.s + behind
		}
		w.value(standard(8), oobValue)
	}
	return w.out
}

// Symbols that correct others, one and several, and text that corrects symbols.
func TestAggregates(t *testing.T) {
	base := letters()
	changed := base[3].Crop(0, 0, 12, 12)
	changed.Set(1, 1)
	changed.Set(10, 10)
	pair := bilevel.New(24, 16)
	pair.Draw(base[0], 2, 3, bilevel.Or)
	pair.Draw(base[2], 12, 1, bilevel.Or)
	n := len(base)
	e := newEncoder()
	var dh, dw, ex, ai, rdx, rdy, dt, fs, ds, ri integers
	ids := make([]model, 1<<9)
	refine := make([]model, refinementContexts)
	length := idBits(n + 2)
	e.integer(&dh, 12)
	e.integer(&dw, 12)
	e.integer(&ai, 1)
	e.symbol(ids, length, 3)
	e.integer(&rdx, 0)
	e.integer(&rdy, 0)
	e.refine(refine, changed, base[3], 0, 0, 0, nominalRefine, false)
	e.integer(&dw, oobValue)
	e.integer(&dh, 4)
	e.integer(&dw, 24)
	e.integer(&ai, 2)
	// a text region of two symbols, top left, one row a strip
	e.integer(&dt, 0)
	e.integer(&dt, 1)
	e.integer(&fs, 12)
	e.symbol(ids, length, 2)
	e.integer(&ri, 0)
	e.integer(&ds, oobValue)
	e.integer(&dt, 2)
	e.integer(&fs, -10)
	e.symbol(ids, length, 0)
	e.integer(&ri, 0)
	e.integer(&ds, oobValue)
	e.integer(&dw, oobValue)
	e.integer(&ex, n) // of the old ones none
	e.integer(&ex, 2)
	var s stream
	s.page(80, 40)
	first := s.add(kindSymbols, nil, plainSymbols(base, 0))
	second := s.add(kindSymbols, []int{first}, fields(uint16(2), templates[0].nominal, nominalRefine, uint32(2), uint32(2), e.flush()))

	// Text of the new symbols, the second corrected once more.
	better := pair.Crop(0, 0, 25, 17)
	better.Set(24, 16)
	te := newEncoder()
	var tdt, tfs, tds, tri, w, h, x, y integers
	tids := make([]model, 1<<9)
	te.integer(&tdt, 0)
	te.integer(&tdt, 5)
	te.integer(&tfs, 3)
	te.symbol(tids, 1, 0)
	te.integer(&tri, 0)
	te.integer(&tds, 9)
	te.symbol(tids, 1, 1)
	te.integer(&tri, 1)
	te.integer(&w, 1)
	te.integer(&h, 1)
	te.integer(&x, 0)
	te.integer(&y, 0)
	te.refine(make([]model, refinementContexts), better, pair, 0, 0, 0, nominalRefine, false)
	te.integer(&tds, oobValue)
	s.add(kindTextExact, []int{second}, fields(head(80, 40, 0, 0, 0), uint16(2|1<<4), nominalRefine, uint32(2), te.flush()))
	want := bilevel.New(80, 40)
	want.Draw(changed, 3, 5, bilevel.Or)
	want.Draw(better, 3+11+9, 5, bilevel.Or)
	same(t, "aggregates", s.file(), want)
}

func TestHalftone(t *testing.T) {
	const pw, ph, count = 4, 4, 5
	all := bilevel.New(pw*count, ph)
	for i := range count {
		for k := range i * 4 {
			all.Set(i*pw+k%4, k/4)
		}
	}
	const gw, gh = 10, 8
	want := bilevel.New(gw*pw, gh*ph)
	planes := []*bilevel.Map{bilevel.New(gw, gh), bilevel.New(gw, gh), bilevel.New(gw, gh)}
	for y := range gh {
		for x := range gw {
			v := (x*y + x) % count
			want.Draw(all.Crop(v*pw, 0, pw, ph), x*pw, y*ph, bilevel.Or)
			gray := v ^ v>>1
			for i := range planes {
				if gray>>i&1 == 1 {
					planes[i].Set(x, y)
				}
			}
		}
	}
	for template := range 4 {
		s := halftoneOf(template, all, pw, planes, want)
		same(t, fmt.Sprintf("halftone %d", template), s.file(), want)
	}
	var s stream
	s.page(want.W, want.H)
	n := s.add(kindPatterns, nil, fields(byte(1), byte(pw), byte(ph), uint32(count-1), mmr(all, true)))
	grid := fields(uint32(gw), uint32(gh), uint32(0), uint32(0), uint16(pw<<8), uint16(0))
	s.add(kindHalfExact, []int{n}, fields(head(want.W, want.H, 0, 0, 0), byte(1), grid, mmr(planes[2], true), mmr(planes[1], true), mmr(planes[0], true)))
	same(t, "halftone, mmr", s.file(), want)
}

// An embedded stream has its symbols in globals, and neither head nor end.
func TestEmbedded(t *testing.T) {
	symbols := letters()
	text := layout(len(symbols))
	var s stream
	dict := s.add(kindSymbols, nil, plainSymbols(symbols, 0))
	globals := s.out
	s.out = nil
	s.page(140, 140)
	s.add(kindText, []int{dict}, fields(head(140, 140, 0, 0, 0), uint16(2<<2|int(topLeft)<<4), uint32(len(text)), plainText(symbols, text, topLeft, false)))
	got, err := Decode(context.Background(), s.out, globals, 1<<20)
	if err != nil || differing(got, drawText(140, 140, symbols, text, topLeft, false)) > 0 {
		t.Errorf("%v", err)
	}
	if _, err := Decode(context.Background(), s.out, nil, 1<<20); err == nil {
		t.Error("no error without the globals")
	}
}

// The tables of annex B are complete: their codes fill the code space.
func TestTables(t *testing.T) {
	for n := 1; n <= 15; n++ {
		sum := int64(0)
		for _, l := range standardLines[n] {
			sum += 1 << (maxPrefix - l.prefix)
		}
		if sum != 1<<maxPrefix {
			t.Errorf("table B.%d fills %x of %x", n, sum, int64(1)<<maxPrefix)
		}
		tab := standard(n)
		w := &bitWriter{}
		var values []int
		for _, l := range tab {
			switch l.kind {
			case lineOOB:
				values = append(values, oobValue)
			case lineLower:
				values = append(values, l.low, l.low-1000)
			case lineUpper:
				values = append(values, l.low, l.low+100000)
			default:
				values = append(values, l.low, l.low+1<<l.size-1)
			}
		}
		for _, v := range values {
			w.value(tab, v)
		}
		r := &bitReader{data: w.out}
		for _, v := range values {
			got, ok, err := tab.value(r)
			if err != nil || ok != (v != oobValue) || ok && got != v {
				t.Errorf("table B.%d: %d, %v, %v for %d", n, got, ok, err, v)
			}
		}
	}
}

// A table of the file's own.
func TestOwnTable(t *testing.T) {
	w := &bitWriter{}
	for _, l := range [][2]int{{1, 3}, {2, 0}} { // prefix, size: 0–7, 8
		w.bits(l[0], 3)
		w.bits(l[1], 4)
	}
	w.bits(4, 3) // below
	w.bits(4, 3) // above
	w.bits(3, 3) // out of band
	tab, err := readTable(fields(byte(1|2<<1|3<<4), int32(0), int32(9), w.out))
	if err != nil {
		t.Fatal(err)
	}
	o := &bitWriter{}
	values := []int{0, 7, 8, -1, -40, 9, 5000, oobValue}
	for _, v := range values {
		o.value(tab, v)
	}
	r := &bitReader{data: o.out}
	for _, v := range values {
		if got, ok, err := tab.value(r); err != nil || ok && got != v || ok != (v != oobValue) {
			t.Errorf("%d for %d (%v)", got, v, err)
		}
	}
}

// What a cut or changed stream gives is an error or a picture, within bounds.
func FuzzDecode(f *testing.F) {
	add := func(build func(s *stream)) {
		var s stream
		s.page(64, 48)
		build(&s)
		f.Add(s.file())
	}
	m := paint(40, 30, 9)
	e := newEncoder()
	e.generic(make([]model, 1<<16), m, 0, nil, true, nil)
	coded := e.flush()
	add(func(s *stream) {
		s.add(kindGen, nil, fields(head(40, 30, 2, 2, 0), byte(8), templates[0].nominal, coded))
		s.add(kindRefine, nil, fields(head(40, 30, 0, 0, 0), byte(2), nominalRefine, coded))
	})
	add(func(s *stream) { s.add(kindGen, nil, fields(head(40, 30, 2, 2, 0), byte(1), mmr(m, true))) })
	symbols := letters()
	text := layout(len(symbols))
	add(func(s *stream) {
		d := s.add(kindSymbols, nil, plainSymbols(symbols, 1))
		s.add(kindText, []int{d}, fields(head(64, 48, 0, 0, 0), uint16(2<<2), uint32(len(text)), plainText(symbols, text, bottomLeft, false)))
	})
	add(func(s *stream) {
		d := s.add(kindSymbols, nil, huffmanSymbols(symbols, false))
		s.add(kindText, []int{d}, fields(head(64, 48, 0, 0, 0), uint16(2<<2|1), uint16(0), uint32(len(text)), huffmanText(symbols, text, bottomLeft, false)))
	})
	add(func(s *stream) {
		d := s.add(kindPatterns, nil, fields(byte(1), byte(8), byte(30), uint32(4), mmr(m, true)))
		s.add(kindHalf, []int{d}, fields(head(64, 48, 0, 0, 0), byte(8), uint32(8), uint32(2), uint32(0), uint32(0), uint16(8<<8), uint16(0), coded))
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		const most = 1 << 20
		m, err := Decode(context.Background(), data, nil, most)
		if m != nil && (m.W*m.H > most || len(m.Pix) != m.Stride*m.H) {
			t.Fatalf("%d × %d", m.W, m.H)
		}
		if m == nil && err == nil {
			t.Fatal("neither a page nor an error")
		}
	})
}

// Numbers of 32 bits with the highest bit set stay beyond every limit, also where
// an int has no more than 32 bits.
func TestBeyondLimits(t *testing.T) {
	huge := []byte{0xff, 0xff, 0xff, 0xfe}
	in := &buffer{data: append(append(append([]byte{}, huge...), huge...), huge...)}
	if a, b, c := in.u32(), in.i32(), in.word(); a != math.MaxInt32 || b != -2 || c != 0xfffffffe {
		t.Errorf("read %d, %d, %#x", a, b, c)
	}
	page := []byte{0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19}
	info := append(append(append([]byte{}, huge...), 0x80, 0, 0, 0), make([]byte, 11)...)
	for name, data := range map[string][]byte{
		"sides":  append(append([]byte{}, page...), info...),
		"length": {0, 0, 0, 0, 38, 0, 1, 0x80, 0, 0, 0, 1, 2, 3},
		"refers": {0, 0, 0, 0, 6, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0},
	} {
		if m, err := Decode(t.Context(), data, nil, 1<<20); err == nil {
			t.Errorf("%s: decoded to %v", name, m)
		}
	}
}
