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
}

// Options say how pictures are read.
type Options struct {
	// Engine, where set, recognises lines in place of the embedded net.
	Engine *Engine
	// Words are words of the domain: they tell which of two readings is
	// likelier. May be nil.
	Words func() []string
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

// leastSide is the side of the smallest picture that can be a page, in pixels.
const leastSide = 200

// Page reads the picture of p and sets its characters and rules to what it
// shows. The size of p becomes that of the picture on paper.
func (r *Reader) Page(ctx context.Context, pic *picture.Picture, p *page.Page) error {
	if r.opt.Progress != nil {
		r.opt.Progress(p.Number)
	}
	g := grayOf(pic)
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
	s, turned, err := r.straight(ctx, g, dpi)
	if err != nil {
		return err
	}
	seals := s.clean()
	lines, err := r.lines(ctx, s, seals)
	if err != nil {
		return err
	}
	r.pages = append(r.pages, schema.OCRPage{Page: p.Number, DPI: dpi, Skew: math.Round(s.Straight.Skew*100) / 100, Turned: 90 * turned})
	set(p, s, lines, 72/pic.DPI)
	return nil
}

// grayOf turns a picture grey, without its coloured seals.
func grayOf(pic *picture.Picture) *raster.Gray {
	if pic.Color != nil {
		return raster.FromImage(pic.Color)
	}
	return raster.FromImage(pic.Gray)
}

// sheet is a page on its way through the reader.
type sheet struct {
	*ruling.Sheet
	cut *line.Cutter
	// bilevel is set where the picture had no greys.
	bilevel bool
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
}

// lines recognises all lines of a page.
func (r *Reader) lines(ctx context.Context, s *sheet, seals []ruling.Seal) ([]textLine, error) {
	var out []textLine
	for i, c := range s.Cells {
		for _, b := range s.cut.Lines(c.Box()) {
			out = append(out, textLine{box: b, cell: i})
		}
	}
	for _, b := range s.cut.Outside(s.Sheet) {
		out = append(out, textLine{box: b, cell: -1})
	}
	out = legible(s, out)
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
	return settle(s, out, seals), nil
}

// lookAgain looks a second time at lines that are not sure, a little wider and
// higher: another scale and phase.
func (r *Reader) lookAgain(ctx context.Context, s *sheet, lines []textLine) error {
	if _, ok := r.engine.(*netEngine); !ok {
		return nil
	}
	var again []int
	var some []textLine
	for i := range lines {
		if lines[i].text.WantsSecond() {
			again = append(again, i)
			some = append(some, lines[i])
		}
	}
	texts, err := r.engine.read(ctx, crop(s.Gray, some, secondMargin))
	if err != nil {
		return err
	}
	for k, i := range again {
		lines[i].text.Settle(texts[k])
	}
	return nil
}

// secondMargin is the part of its height by which a second look is wider.
const secondMargin = 1.0 / 12

// darkest is the grey of a crop's paper below which it shows a shadow, not text.
const darkest = 90

// legible drops lines that stand in the dark: the gutter of a book, a margin.
func legible(s *sheet, lines []textLine) []textLine {
	kept := lines[:0]
	for _, l := range lines {
		if paper, _ := window(s.Gray, l.box).Levels(); paper >= darkest {
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
func settle(s *sheet, lines []textLine, seals []ruling.Seal) []textLine {
	count := map[int]int{}
	for i := range lines {
		l := &lines[i]
		for _, seal := range seals {
			if seal.Touches(l.box) {
				l.text.UnderSeal()
				l.sealed = true
			}
		}
		if s.cutThrough(*l) {
			l.text.CutByEdge()
		}
		count[l.cell]++
	}
	// The lettering of a seal is no text of the cell that it lies on.
	legible := map[int]bool{}
	for _, l := range lines {
		legible[l.cell] = legible[l.cell] || l.cell >= 0 && !l.illegible()
	}
	lines = slices.DeleteFunc(lines, func(l textLine) bool {
		if l.sealed && l.illegible() && legible[l.cell] || l.speck() && (count[l.cell] > 1 || !s.inked(l.box)) {
			count[l.cell]--
			return true
		}
		return l.noise()
	})
	for i := range lines {
		l := &lines[i]
		if l.cell >= 0 && count[l.cell] == 1 {
			l.text.Tidy()
		}
		if l.cell >= 0 && len(l.text.Chars) == 0 && s.inked(l.box) {
			l.text = reading.Illegible()
		}
	}
	return lines
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
const leastInk = 0.12

func (s *sheet) inked(b image.Rectangle) bool {
	return float64(inkIn(s.Ink, b)) >= leastInk*s.cut.Height*s.cut.Height
}

// lettering is the confidence below which what is read under a seal is its own
// lettering.
const lettering = 0.35

func (l textLine) illegible() bool { return l.text.Confidence < lettering }

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

// clean takes dark seals and specks off, and gives the seals.
func (s *sheet) clean() []ruling.Seal {
	seals := s.Seals()
	if s.bilevel {
		s.Specks()
	}
	return seals
}
