// Package scan reads pages that are pictures: it straightens them by their own
// rulings, finds the cells, recognises the text line by line and hands the page
// on as characters and rules, like any other page. What it is not sure of
// carries a doubt; ink that it could not read is never a blank.
package scan

import (
	"context"
	"image"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/parser/scan/internal/line"
	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
	"github.com/pbt-cli/pbt/schema"
)

// Reader reads pictures of pages, one after another. It loads the net with the
// first of them, and keeps its buffers; one goroutine at a time may use it.
type Reader struct {
	opt    Options
	engine engine
	pages  []schema.OCRPage
	poor   []schema.Finding
}

// Options say how pictures are read.
type Options struct {
	// Engine, where set, recognises lines in place of the embedded net.
	Engine *Engine
	// Words are words of the domain: they tell which of two readings is
	// likelier. May be nil.
	Words func() []string
	// Units reports whether a text heads a column of units. May be nil.
	Units func(head string) bool
	// Weights give the net's file where the build has none of its own, or nil.
	Weights func() ([]byte, error)
	// Progress is called with the number of a page before it is read; it may be nil.
	Progress func(page int)
}

// New makes a reader.
func New(opt Options) *Reader { return &Reader{opt: opt} }

// Report says how the pages so far were read, nil where there were none.
func (r *Reader) Report() *schema.OCR {
	if len(r.pages) == 0 {
		return nil
	}
	name, model := r.engine.name()
	return &schema.OCR{Engine: name, Model: model, Pages: r.pages}
}

// Problems are warnings of pages that hardly anybody could read.
func (r *Reader) Problems() []schema.Finding { return r.poor }

// A page is poor where so large a part of its lines is not sure, and so many.
const (
	poorShare = 0.25
	poorLines = 8
	// doubtfulShare is the part of unsure lines from which the others are asked for more.
	doubtfulShare = 0.15
)

// judge notes a page that is poor, and asks more of what was read on one.
func (r *Reader) judge(number int, lines []textLine) {
	unsure := 0
	for i := range lines {
		if !lines[i].text.Sure() {
			unsure++
		}
	}
	if float64(unsure) >= doubtfulShare*float64(len(lines)) {
		for i := range lines {
			lines[i].text.OfPoorPage()
		}
	}
	if unsure >= poorLines && float64(unsure) >= poorShare*float64(len(lines)) {
		f := schema.ExtractOCRPoor.Told(len(lines), unsure).Finding()
		f.At = &schema.Place{Page: number}
		r.poor = append(r.poor, f)
	}
}

// leastSide is the side of the smallest picture that can be a page, in pixels.
const leastSide = 200

// Page reads the picture of p and sets its characters and rules to what it
// shows. The size of p becomes that of the picture on paper.
func (r *Reader) Page(ctx context.Context, pic *picture.Picture, p *page.Page) error {
	if r.opt.Progress != nil {
		r.opt.Progress(p.Number)
	}
	g := grayOf(pic).Positive()
	if min(g.W, g.H) < leastSide {
		return nil
	}
	if r.engine == nil {
		e, err := newEngine(r.opt)
		if err != nil {
			return err
		}
		r.engine = e
	}
	dpi := int(pic.DPI + 0.5)
	if !g.Bilevel() {
		g = g.Washed(dpi)
	}
	s, turned, err := r.straight(ctx, g, dpi)
	if err != nil {
		return err
	}
	s.clean()
	s.layer = layerOf(p, pic.DPI).turned(g.W, g.H, turned)
	lines, err := r.lines(ctx, s)
	if err != nil {
		return err
	}
	r.pages = append(r.pages, schema.OCRPage{Page: p.Number, DPI: dpi, Skew: math.Round(s.Straight.Skew*100) / 100, Turned: 90 * turned})
	r.judge(p.Number, lines)
	set(p, s, lines, 72/pic.DPI)
	return nil
}

// grayOf turns a picture grey, without its coloured seals.
func grayOf(pic *picture.Picture) *raster.Gray {
	if pic.Color != nil {
		return raster.FromImage(pic.Color, int(pic.DPI+0.5))
	}
	return raster.FromImage(pic.Gray, int(pic.DPI+0.5))
}

// sheet is a page on its way through the reader.
type sheet struct {
	*ruling.Sheet
	cut *line.Cutter
	// bilevel is set where the picture had no greys.
	bilevel bool
	seals   []ruling.Seal
	covered bool // coloured ink hides what is under it
	pen     ruling.Pen
	specks  []image.Rectangle // that were taken off
	layer   layer
}

// straight finds the cells of a page and turns it upright.
func (r *Reader) straight(ctx context.Context, g *raster.Gray, dpi int) (*sheet, int, error) {
	s := find(g, dpi)
	turned, err := r.orientation(ctx, s)
	if err != nil || turned == 0 {
		return s, 0, err
	}
	return find(g.Turned(turned), dpi), turned, nil
}

// find straightens a page and takes its rulings off.
func find(g *raster.Gray, dpi int) *sheet {
	s := &sheet{Sheet: ruling.Find(g, dpi), bilevel: g.Bilevel()}
	s.covered = s.Covered()
	s.EraseRules()
	s.Ink.Despeckle(max(2, dpi/75))
	s.cut = line.NewCutter(s.Sheet)
	return s
}

// textLine is a line of text: where it stands, and what it reads.
type textLine struct {
	box  image.Rectangle
	cell int // -1 outside cells
	text reading.Text
	// sealed is set where a dark seal lies over it.
	sealed bool
	// pale is set where all of it is fainter than ink.
	pale bool
	// left and right are how far it reaches to faint strokes, in pixels.
	left, right int
}

// lines recognises all lines of a page.
func (r *Reader) lines(ctx context.Context, s *sheet) ([]textLine, error) {
	var out []textLine
	for i, c := range s.Cells {
		boxes := s.cut.Lines(c.Box())
		for _, b := range boxes {
			out = append(out, textLine{box: b, cell: i})
		}
		if len(boxes) > 0 || s.bilevel {
			continue
		}
		if b, ok := s.cut.Pale(c.Box()); ok {
			out = append(out, textLine{box: b, cell: i, pale: true})
		}
	}
	for _, b := range s.cut.Outside(s.Sheet) {
		out = append(out, textLine{box: b, cell: -1})
	}
	out = legible(s, out)
	s.reach(out)
	crops := crop(s.Gray, out, 0)
	texts, err := r.engine.read(ctx, crops)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].text = texts[i]
	}
	if err := r.lookAgain(ctx, s, out); err != nil {
		return nil, err
	}
	s.layer.hear(out)
	out = settle(s, out)
	reading.Percents(textsOf(out))
	out = signColumns(s, out)
	if r.opt.Units != nil {
		unitColumns(s, out, r.opt.Units)
	}
	if e, ok := r.engine.(*netEngine); ok {
		newLabels(s, out, e.words).mend()
	}
	return out, nil
}

// reach widens the lines of cells to strokes that are fainter than ink, where no seal lies.
// Without greys there are none.
func (s *sheet) reach(lines []textLine) {
	if s.bilevel {
		return
	}
	for i := range lines {
		if lines[i].cell < 0 {
			continue
		}
		wide := s.cut.Reach(lines[i].box, s.Cells[lines[i].cell].Box())
		if !slices.ContainsFunc(s.seals, func(seal ruling.Seal) bool { return seal.Touches(wide) }) {
			lines[i].left, lines[i].right = lines[i].box.Min.X-wide.Min.X, wide.Max.X-lines[i].box.Max.X
			lines[i].box = wide
		}
	}
}

// textsOf are the texts of lines.
func textsOf(lines []textLine) []*reading.Text {
	out := make([]*reading.Text, len(lines))
	for i := range lines {
		out[i] = &lines[i].text
	}
	return out
}

// lookAgain looks a second time at lines that are not sure, a little wider and higher:
// another scale and phase. Where the picture has no greys its edges are softened too,
// and a third look of the lines' own size decides where the second reads another text.
func (r *Reader) lookAgain(ctx context.Context, s *sheet, lines []textLine) error {
	if _, ok := r.engine.(*netEngine); !ok {
		return nil
	}
	var again []int
	for i := range lines {
		if lines[i].text.WantsSecond() {
			again = append(again, i)
		}
	}
	picture := s.Gray
	if s.bilevel {
		picture = s.Gray.Softened(max(1, (s.DPI+softened/2)/softened))
	}
	seconds, err := r.look(ctx, picture, lines, again, secondMargin)
	if err != nil {
		return err
	}
	var differ, which []int
	for k, i := range again {
		if s.bilevel && !seconds[k].Same(lines[i].text.String()) {
			differ, which = append(differ, i), append(which, k)
		}
		lines[i].text.Settle(seconds[k])
	}
	thirds, err := r.look(ctx, picture, lines, differ, 0)
	if err != nil {
		return err
	}
	for k, i := range differ {
		lines[i].text.Outvote(thirds[k], seconds[which[k]])
	}
	return nil
}

// look reads some of the lines in a picture of the page.
func (r *Reader) look(ctx context.Context, picture *raster.Gray, lines []textLine, which []int, margin float64) ([]reading.Text, error) {
	some := make([]textLine, len(which))
	for k, i := range which {
		some[k] = lines[i]
	}
	return r.engine.read(ctx, crop(picture, some, margin))
}

// softened is the resolution at which softening once is enough.
const softened = 200

// secondMargin is the part of its height by which a second look is wider.
const secondMargin = 1.0 / 12

// darkest is the grey of a crop's paper below which it shows a shadow, not text. In a
// cell, text that is darker by darkText is read in deeper shadow.
const (
	darkest     = 90
	darkestCell = 60
	darkText    = 40
)

// legible drops lines that stand in the dark: the gutter of a book, a margin.
func legible(s *sheet, lines []textLine) []textLine {
	kept := lines[:0]
	for _, l := range lines {
		if paper, dark := window(s.Gray, l.box).Levels(); paper >= darkest || l.cell >= 0 && paper >= darkestCell && paper-dark >= darkText {
			kept = append(kept, l)
		}
	}
	return kept
}

// window copies a part of a picture.
func window(g *raster.Gray, b image.Rectangle) *raster.Gray {
	b = b.Intersect(image.Rect(0, 0, g.W, g.H))
	out := raster.NewGray(b.Dx(), b.Dy())
	for y := range out.H {
		copy(out.Row(y), g.Row(b.Min.Y + y)[b.Min.X:b.Max.X])
	}
	return out
}

// crop makes the pictures of lines, margin parts of their height wider.
func crop(g *raster.Gray, lines []textLine, margin float64) []*raster.Gray {
	out := make([]*raster.Gray, len(lines))
	var group sync.WaitGroup
	work := make(chan int)
	for range maxWorkers {
		group.Go(func() {
			for i := range work {
				b := lines[i].box
				if margin > 0 {
					d := max(1, int(float64(b.Dy())*margin))
					b = image.Rect(b.Min.X-d, b.Min.Y-d, b.Max.X+d+1, b.Max.Y+d).Intersect(image.Rect(0, 0, g.W, g.H))
				}
				out[i] = g.Crop(b, net.Height).Stretched()
			}
		})
	}
	for i := range lines {
		work <- i
	}
	close(work)
	group.Wait()
	return out
}

// settle gives every cell's lines their last word, and drops what is no text.
func settle(s *sheet, lines []textLine) []textLine {
	count := map[int]int{}
	for i := range lines {
		l := &lines[i]
		for _, seal := range s.seals {
			if seal.Touches(l.box) {
				l.text.UnderSeal()
				l.sealed = true
			}
		}
		if s.covered && s.Hides(s.around(*l)) {
			l.text.UnderSeal()
		}
		if s.bilevel {
			l.text.WithoutGreys()
		}
		if s.pen.Over(l.box) {
			l.text.UnderPen()
		}
		if s.cutThrough(*l) {
			l.text.CutByEdge()
		}
		l.weighReach()
		count[l.cell]++
	}
	lines = withoutLettering(lines, count)
	lines = slices.DeleteFunc(lines, func(l textLine) bool {
		if l.speck() && (count[l.cell] > 1 || !s.inked(l.box)) {
			count[l.cell]--
			s.specks = append(s.specks, l.box)
			return true
		}
		return l.noise() || l.shade()
	})
	chars := map[int]int{}
	for i := range lines {
		l := &lines[i]
		if chars[l.cell] += len(l.text.Chars); l.cell >= 0 && (i+1 == len(lines) || lines[i+1].cell != l.cell) {
			l.text.EndOfCell(chars[l.cell])
		}
		switch {
		case l.cell >= 0 && count[l.cell] == 1:
			l.text.Tidy()
		case l.cell >= 0:
			l.text.PartOfCell()
		}
		if l.cell >= 0 && len(l.text.Chars) == 0 && s.inked(l.box) {
			l.text = reading.Illegible()
		}
	}
	return lines
}

// beside is how far from a line, in its heights, a character of it may be hidden.
const beside = 0.6

// around is a line with what is beside it in its cell.
func (s *sheet) around(l textLine) image.Rectangle {
	if l.cell < 0 {
		return l.box
	}
	c, by := s.Cells[l.cell], int(beside*float64(l.box.Dy()))
	return image.Rect(max(min(l.box.Min.X, c.X0), l.box.Min.X-by), l.box.Min.Y, min(max(l.box.Max.X, c.X1), l.box.Max.X+by), l.box.Max.Y)
}

// withoutLettering drops the lettering of a seal, which is no text of the cell that
// it lies on, where other lines of the cell are legible. What else stands in the
// cell is doubted where the lettering might have been a word of it.
func withoutLettering(lines []textLine, count map[int]int) []textLine {
	legible, label, doubted := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, l := range lines {
		legible[l.cell] = legible[l.cell] || l.cell >= 0 && !l.lettering()
		label[l.cell] = label[l.cell] || l.cell >= 0 && l.label()
	}
	lines = slices.DeleteFunc(lines, func(l textLine) bool {
		drop := l.lettering() && legible[l.cell] || label[l.cell] && (l.scrap() || l.sealed && len(l.text.Chars) == 1)
		if drop {
			count[l.cell]--
			doubted[l.cell] = doubted[l.cell] || !l.illegible() || !l.sealed
		}
		return drop
	})
	for i := range lines {
		switch l := &lines[i]; {
		case doubted[l.cell] && l.sealed:
			l.text.UnderSeal()
		case doubted[l.cell]:
			l.text.BesideInk()
		}
	}
	return lines
}

// label recognises the name of a level, read without a doubt but for a seal that lies
// over it.
func (l textLine) label() bool {
	const least = 4
	s := l.text.String()
	return (l.text.Sure() || l.sealed && !l.illegible()) && len(l.text.Chars) >= least && reading.Ending(s) != ""
}

// scrap recognises a few characters that nobody can read: beside the name of a
// level they are of a watermark or a seal.
func (l textLine) scrap() bool {
	const few = 3
	return len(l.text.Chars) <= few && l.text.Confidence < 0.5
}

// lettering recognises what is likelier the lettering of a seal than text under
// it: nothing that is read, or a character or two that are not sure.
func (l textLine) lettering() bool {
	const few = 2
	return l.sealed && (l.illegible() || len(l.text.Chars) <= few && l.text.Confidence < 0.5)
}

// reached is how far a line reaches to faint strokes that are a character's, as a part of
// its height.
const reached = 0.4

// weighReach doubts a line that reaches to faint strokes: where nothing was read of them,
// and where a character was, which may be a watermark's.
func (l *textLine) weighReach() {
	n := len(l.text.Chars)
	if l.pale {
		l.text.Faint()
	}
	if n == 0 || l.left == 0 && l.right == 0 {
		return
	}
	high := float64(l.box.Dy())
	scale := high / lineHeight
	first, last := float64(l.text.Chars[0].At)*scale, float64(l.box.Dx())-float64(l.text.Chars[n-1].At)*scale
	for _, side := range [...]struct{ reach, char float64 }{{float64(l.left), first}, {float64(l.right), last}} {
		switch {
		case side.reach == 0:
		case side.char < side.reach:
			l.text.Faint()
		case side.reach >= reached*high:
			l.text.BesideInk()
		}
	}
}

// cutThrough reports whether a line stands where the page's edge cuts its cell,
// with no paper between.
func (s *sheet) cutThrough(l textLine) bool {
	if l.cell < 0 {
		return false
	}
	c := s.Cells[l.cell]
	return c.CutAbove && l.box.Min.Y <= c.Y0 || c.CutBelow && l.box.Max.Y >= c.Y1
}

// leastInk is how much ink is no speck, as a part of the square of a line's
// height: a thin stroke has as much.
// A picture with greys has no specks, but it loses the hairlines of a sign.
const (
	leastInk   = 0.12
	leastGreys = 0.03
)

func (s *sheet) inked(b image.Rectangle) bool {
	least := leastInk
	if !s.bilevel {
		least = leastGreys
	}
	return float64(inkIn(s.Ink, b)) >= least*s.cut.Height*s.cut.Height
}

// leastRead is the confidence below which nothing was read.
const leastRead = 0.35

func (l textLine) illegible() bool { return l.text.Confidence < leastRead }

// speck recognises a line of nothing but the marks that specks give.
func (l textLine) speck() bool {
	return l.cell >= 0 && strings.Trim(l.text.String(), ".·．•'`^~|，,、:：;；\"”“") == ""
}

// noise recognises what is no text outside cells: a mark or two that nobody can
// read.
func (l textLine) noise() bool {
	const few = 2
	return l.cell < 0 && len(l.text.Chars) <= few && !l.text.Sure()
}

// shade recognises what was read of greys that are no text: only a sign, a figure or a
// word stands alone in the pale ink of a cell.
func (l textLine) shade() bool {
	s := l.text.String()
	return l.pale && (s == "" || l.text.Confidence < 0.5 || strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.Is(unicode.Han, r) && !unicode.IsDigit(r) && !strings.ContainsRune("≥≤<>=%‰.,", r)
	}))
}

// clean takes dark seals, handwriting and specks off.
func (s *sheet) clean() {
	s.seals = s.Seals()
	s.pen = s.Handwriting(s.cut.Height)
	if s.bilevel {
		s.specks = s.Specks()
	}
}
