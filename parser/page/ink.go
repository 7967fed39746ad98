package page

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/union"
	"github.com/pbt-cli/pbt/schema"
)

// Apart is the reason why a glyph is not the text of the cell it stands in.
type Apart uint8

// The reasons. The first six are a reader's to say; the others are found by
// what the page shows.
const (
	// Shown is a glyph like any other.
	Shown Apart = iota
	// Invisible is text that paints nothing: the text layer of a scan.
	Invisible
	// Clipped is text that a clip cuts off: X and Y are where it was cut.
	Clipped
	// Watermark is what the file itself calls one, or what runs across the page.
	Watermark
	// Seal is the text of a stamp or of a signature's appearance.
	Seal
	// Noted is what an annotation says.
	Noted
	// Struck is struck out.
	Struck
	// Faint is painted in the colour of the paper, or wholly transparent.
	Faint
	// Covered lies under a fill or a picture, Redacted under a dark fill.
	Covered
	Redacted
)

var apartWords = [...]schema.Text{
	Shown:     {},
	Invisible: {ZH: "不可见的文字层", EN: "an invisible layer of text"},
	Clipped:   {ZH: "超出单元格而未显示的文字", EN: "text that its cell cuts off"},
	Watermark: {ZH: "水印", EN: "a watermark"},
	Seal:      {ZH: "印章或签名", EN: "a seal or a signature"},
	Noted:     {ZH: "批注", EN: "an annotation"},
	Struck:    ink.Struck,
	Faint:     {ZH: "白色或透明的文字", EN: "white or transparent text"},
	Covered:   {ZH: "被遮盖的文字", EN: "covered text"},
	Redacted:  {ZH: "被涂黑的文字", EN: "blacked out"},
}

// What tells ink that is no text of the page.
const (
	// tiltSlack is how many degrees off the page's axes text may run: scans that
	// were made straight and forms drawn by hand. Watermarks run at 15 and more.
	tiltSlack = 3.0
	// faintFrom is the transparency from which text cannot be seen, and veilFrom
	// that from which it is a watermark unless most text of the page is so.
	faintFrom, veilFrom = 245, 60
	// opaqueTo is the transparency up to which a fill covers what is below it.
	opaqueTo = 25
	// redactedTo is the lightness up to which a covering fill blacks out.
	redactedTo = 70
	// lightFrom is the lightness from which horizontal text may be a watermark.
	lightFrom = 150
	// lightRepeats is how often such a text stands on its page.
	lightRepeats = 3
)

// Judge marks the glyphs of a page that are not the text of their cells. Add
// does so too; a reader that wants to know before calls it once all is painted.
func (p *Page) Judge() {
	if p.judged {
		return
	}
	q, back := turnUpright(p)
	if !q.plain() {
		q.faint()
		q.ringed()
		q.stamped()
		q.veiled()
		q.light()
		q.covered()
	}
	p.strikes = q.struck()
	p.judged = true
	back.marks(p, q)
}

// plain reports whether no glyph is anything but opaque and dark along the axes,
// and nothing painted later than a glyph is thick: most pages are so.
func (p *Page) plain() bool {
	first := 0
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if g.Tilt > tiltSlack || g.Tilt < -tiltSlack || g.Paint.Clear > 0 || g.Paint.lightness() >= lightFrom || g.Paint.coloured() {
			return false
		}
		if i == 0 {
			first = g.Seq
		}
	}
	for i := range p.Pictures {
		if p.Pictures[i].Opaque && p.Pictures[i].Seq > first {
			return false
		}
	}
	for i := range p.Areas {
		if a := &p.Areas[i]; a.Seq > first && min(a.Width(), a.Height()) > maxRule && a.Paint.Clear <= opaqueTo {
			return false
		}
	}
	return true
}

func (p Paint) lightness() int { return (299*int(p.R) + 587*int(p.G) + 114*int(p.B)) / 1000 }

// faint marks transparent text, and light text on paper.
func (p *Page) faint() {
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		switch {
		case g.Apart != Shown:
		case g.Tilt > tiltSlack || g.Tilt < -tiltSlack:
			g.Apart = Watermark
		case g.Paint.Clear >= faintFrom, g.Paint.White() && !p.onColour(g):
			g.Apart = Faint
		}
	}
}

// What tells that a glyph is of a text along an arc, as the ring of a seal is.
const (
	// ringReach is how far the next letters stand, in ems, ringSize by which part their
	// size may differ.
	ringReach, ringSize = 4, 0.03
	// ringTurn is the most degrees from one letter to those next to it.
	ringTurn = 75
	// maxLeaning is how many leaning letters of one ink may be those of seals: a
	// watermark that is tiled over the page has more, and none along an arc.
	maxLeaning = 256
)

// ringed marks the letters of a text along an arc that happen to stand upright: the
// letters of its ink and size on their two sides lean to the left and to the right.
func (p *Page) ringed() {
	leaning := map[Paint][]*Glyph{}
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; g.Apart == Watermark && (g.Tilt > tiltSlack || g.Tilt < -tiltSlack) {
			leaning[g.Paint] = append(leaning[g.Paint], g)
		}
	}
	if len(leaning) == 0 {
		return
	}
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if of := leaning[g.Paint]; g.Apart == Shown && len(of) <= maxLeaning && g.between(of) {
			g.Apart = Watermark
		}
	}
}

// between reports whether a glyph stands among letters of its size, of which some are
// turned one way against it and some the other.
func (g *Glyph) between(leaning []*Glyph) bool {
	left, right := false, false
	for _, o := range leaning {
		if math.Abs(o.Size-g.Size) > ringSize*g.Size || math.Hypot(o.X-g.X, o.Y-g.Y) > ringReach*g.Size {
			continue
		}
		switch turn := math.Remainder(o.turn()-g.turn(), 360); {
		case math.Abs(turn) > ringTurn:
		case turn > tiltSlack:
			right = true
		case turn < -tiltSlack:
			left = true
		}
	}
	return left && right
}

// What tells the letters of a stamp.
const (
	// minHue is how far the channels of a coloured ink lie apart.
	minHue = 80
	// stampReach is how far the letters of a stamp stand apart, in ems, maxStamp how many
	// they are at most.
	stampReach, maxStamp = 2, 16
	// maxColoured is the coloured glyphs of a page that are looked at.
	maxColoured = 2000
)

// coloured reports whether an ink is neither black, grey nor white.
func (p Paint) coloured() bool { return max(p.R, p.G, p.B)-min(p.R, p.G, p.B) >= minHue }

// stamped marks the few coloured letters of a stamp that stand upright over text of
// another ink: what is set in colour stands beside other text, not upon it.
func (p *Page) stamped() {
	var letters []*Glyph
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; g.Apart == Shown && g.Paint.coloured() && !g.Blank() {
			letters = append(letters, g)
		}
	}
	if len(letters) > maxColoured {
		return
	}
	sets := union.New(len(letters))
	for i, a := range letters {
		for j, b := range letters[:i] {
			if a.Paint == b.Paint && math.Abs(a.Size-b.Size) <= ringSize*a.Size && math.Hypot(a.X-b.X, a.Y-b.Y) <= stampReach*a.Size {
				sets.Join(i, j)
			}
		}
	}
	groups := map[int][]*Glyph{}
	for i, g := range letters {
		root := sets.Find(i)
		groups[root] = append(groups[root], g)
	}
	for _, group := range groups {
		if len(group) <= maxStamp && slices.ContainsFunc(group, p.upon) {
			for _, g := range group {
				g.Apart = Watermark
			}
		}
	}
}

// upon reports whether a glyph stands upon one of another ink: the middle of one lies in
// the box of the other.
func (p *Page) upon(g *Glyph) bool {
	for i := range p.Glyphs {
		if o := &p.Glyphs[i]; (g.Box.Contains(o.X, o.Y) || o.Box.Contains(g.X, g.Y)) && o.Apart == Shown && o.Paint != g.Paint && !o.Blank() {
			return true
		}
	}
	return false
}

// turn is by how many degrees a glyph is turned on the page.
func (g *Glyph) turn() float64 { return 90*float64(g.Dir) + float64(g.Tilt) }

// onColour reports whether the last thing painted below a glyph is no paper, and not of
// the glyph's own ink either, as a drawing that a watermark is part of is.
func (p *Page) onColour(g *Glyph) bool {
	for i := range p.Pictures {
		if pic := &p.Pictures[i]; pic.Seq <= g.Seq && pic.Box.Contains(g.X, g.Y) {
			return true
		}
	}
	seen := false
	for i := range p.Areas {
		a := &p.Areas[i]
		if a.Seq > g.Seq {
			break
		}
		if a.Contains(g.X, g.Y) && a.Height() > g.Size/2 {
			seen = !a.Paint.White() && a.Paint != g.Paint
		}
	}
	return seen
}

// veiled marks translucent text on a page whose text is not.
func (p *Page) veiled() {
	n := 0
	for i := range p.Glyphs {
		if p.Glyphs[i].Paint.Clear >= veilFrom {
			n++
		}
	}
	if n*2 > len(p.Glyphs) && !p.tiled() {
		return
	}
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; g.Apart == Shown && g.Paint.Clear >= veilFrom {
			g.Apart = Watermark
		}
	}
}

// tiled reports whether translucent text says the same again and again.
func (p *Page) tiled() bool {
	runs := p.runs(func(g *Glyph) bool { return g.Paint.Clear >= veilFrom })
	texts := map[string]bool{}
	for _, r := range runs {
		texts[p.text(r)] = true
	}
	return len(runs) >= lightRepeats*len(texts)
}

// light marks light text that is said again and again, or is much larger than
// the rest, as horizontal watermarks are.
func (p *Page) light() {
	body := p.bodySize()
	runs := p.runs(func(g *Glyph) bool {
		return g.Apart == Shown && g.Paint.lightness() >= lightFrom && !p.onColour(g)
	})
	count := map[string]int{}
	for _, r := range runs {
		count[p.text(r)]++
	}
	for _, r := range runs {
		size := p.Glyphs[r.from].Size
		if count[p.text(r)] < lightRepeats && size < 2*body || !p.overText(r) {
			continue
		}
		for i := r.from; i < r.to; i++ {
			p.Glyphs[i].Apart = Watermark
		}
	}
}

// stretch is glyphs from..to in the order of painting.
type stretch struct{ from, to int }

// runs are the strings of glyphs of a kind.
func (p *Page) runs(is func(*Glyph) bool) []stretch {
	var out []stretch
	for i := 0; i < len(p.Glyphs); i++ {
		if !is(&p.Glyphs[i]) {
			continue
		}
		from := i
		for i+1 < len(p.Glyphs) && is(&p.Glyphs[i+1]) && p.follows(i+1) {
			i++
		}
		out = append(out, stretch{from, i + 1})
	}
	return out
}

// follows reports whether glyph i stands beside the one before it.
func (p *Page) follows(i int) bool {
	a, b := &p.Glyphs[i-1], &p.Glyphs[i]
	return a.Paint == b.Paint && (a.Show == b.Show || a.Base == b.Base && math.Abs(a.X-b.X) < 1.8*max(a.Size, b.Size))
}

func (p *Page) text(r stretch) string {
	var b strings.Builder
	for i := r.from; i < r.to; i++ {
		b.WriteString(p.Glyphs[i].Text)
	}
	return b.String()
}

// overText reports whether a run lies over other text or over a rule, or stands
// so light that its place does not matter: one of a tiling is enough.
func (p *Page) overText(r stretch) bool {
	box := p.Glyphs[r.from].Box
	for i := r.from; i < r.to; i++ {
		box = box.Union(p.Glyphs[i].Box)
	}
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; (i < r.from || i >= r.to) && g.Apart == Shown && box.Contains(g.X, g.Y) {
			return true
		}
	}
	for i := range p.Areas {
		if a := &p.Areas[i]; a.Width() <= maxRule && a.X0 > box.X0+1 && a.X1 < box.X1-1 && a.Y0 < box.Y1 && a.Y1 > box.Y0 {
			return true
		}
	}
	return false
}

// bodySize is the size of most of a page's text.
func (p *Page) bodySize() float64 {
	sizes := make([]float64, 0, len(p.Glyphs))
	for i := range p.Glyphs {
		if p.Glyphs[i].Apart == Shown {
			sizes = append(sizes, p.Glyphs[i].Size)
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// covered marks text under a later fill or picture that nothing shows through.
func (p *Page) covered() {
	s := &p.shelf
	s.fill(p)
	cover := func(b Box, seq int, why Apart) {
		for _, i := range s.in(b.Y0, b.Y1) {
			if g := &p.Glyphs[i]; g.Seq < seq && g.Apart == Shown && b.Contains(g.X, g.Y) {
				g.Apart = why
			}
		}
	}
	for i := range p.Areas {
		a := &p.Areas[i]
		if min(a.Width(), a.Height()) <= maxRule || a.Paint.Clear > opaqueTo {
			continue
		}
		why := Covered
		if a.Paint.lightness() <= redactedTo {
			why = Redacted
		}
		cover(a.Box, a.Seq, why)
	}
	for i := range p.Pictures {
		if pic := &p.Pictures[i]; pic.Opaque {
			cover(pic.Box, pic.Seq+1, Covered)
		}
	}
}

// shelf finds glyphs by the height that they stand at. Its memory serves page
// after page.
type shelf struct {
	first []int32 // of each board in order, and two behind
	order []int32
}

// shelfHeight is the height of one board in points, maxShelf the number of them.
const (
	shelfHeight = 8.0
	maxShelf    = 2000
)

func (s *shelf) fill(p *Page) {
	n := int(min(max(p.Height, shelfHeight)/shelfHeight+1, maxShelf))
	s.first = append(s.first[:0], make([]int32, n+2)...)
	s.order = append(s.order[:0], make([]int32, len(p.Glyphs))...)
	for i := range p.Glyphs {
		s.first[s.row(p.Glyphs[i].Y)+2]++
	}
	for k := range n {
		s.first[k+2] += s.first[k+1]
	}
	for i := range p.Glyphs {
		next := &s.first[s.row(p.Glyphs[i].Y)+1] // where the board before ends, until this one is full
		s.order[*next] = int32(i)
		*next++
	}
}

func (s *shelf) row(y float64) int {
	return int(min(max(y/shelfHeight, 0), float64(len(s.first)-3)))
}

// in are the glyphs that may stand between two heights.
func (s *shelf) in(y0, y1 float64) []int32 {
	return s.order[s.first[s.row(y0)]:s.first[s.row(y1)+1]]
}

// A rule that strikes text out, as parts of the text's height and size.
const (
	// strikeTop and strikeBottom are where in the height of the text it runs.
	strikeTop, strikeBottom = 0.3, 0.72
	// strikeThin is how thick it is at most.
	strikeThin = 0.15
	// strikeShare is the part of it that text lies under.
	strikeShare = 0.8
	// strikeEnd is how far it may reach over the ends of the text.
	strikeEnd = 0.7
)

// struck marks text that a thin rule runs through from end to end, and gives
// those rules by the index of their areas. Borders run between lines of text, and longer than it.
func (p *Page) struck() map[int]bool {
	var out map[int]bool
	s, filled := &p.shelf, false
	for i := range p.Areas {
		a := &p.Areas[i]
		if a.Height() > maxRule || a.Width() < 2*a.Height() || a.Width() < minRule {
			continue
		}
		if !filled {
			s.fill(p)
			filled = true
		}
		y := (a.Y0 + a.Y1) / 2
		hit := p.through(a, s.in(y-shelfHeight, y+shelfHeight))
		if !strikes(p, a, hit) {
			continue
		}
		for _, k := range hit {
			p.Glyphs[k].Apart = Struck
		}
		if out == nil {
			out = map[int]bool{}
		}
		out[i] = true
	}
	return out
}

// through are the glyphs that a rule runs through the middle of.
func (p *Page) through(a *Area, near []int32) []int32 {
	y := (a.Y0 + a.Y1) / 2
	var hit []int32
	for _, k := range near {
		g := &p.Glyphs[k]
		if g.Apart != Shown || g.Dir != Right || g.X < a.X0 || g.X > a.X1 || a.Height() > strikeThin*g.Size || g.Blank() {
			continue
		}
		if at := (y - g.Box.Y0) / max(g.Box.Height(), 0.1); at >= strikeTop && at <= strikeBottom {
			hit = append(hit, k)
		}
	}
	return hit
}

// strikes reports whether a rule runs from end to end of the glyphs.
func strikes(p *Page, a *Area, hit []int32) bool {
	sum, left, right, size := 0.0, math.Inf(1), math.Inf(-1), 0.0
	for _, k := range hit {
		g := &p.Glyphs[k]
		sum += g.Box.Width()
		left, right, size = min(left, g.Box.X0), max(right, g.Box.X1), max(size, g.Size)
	}
	return len(hit) > 0 && sum >= strikeShare*a.Width() && left-a.X0 <= strikeEnd*size && a.X1-right <= strikeEnd*size
}

// maxInks bounds what is listed of a page's ink, maxInk the length of one text.
const (
	maxInks = 200
	maxInk  = 200
)

// inks lists what is kept apart on a page: what follows on one another in one
// entry. The text layer of a scan is none.
func (p *Page) inks() []grid.Ink {
	var out []grid.Ink
	var text strings.Builder
	var box Box
	last := -1
	flush := func() {
		if s := strings.TrimSpace(text.String()); s != "" && len(out) < maxInks {
			out = append(out, grid.Ink{Text: s, Place: place(p.Number, box), Why: apartWords[p.Glyphs[last].Apart]})
		}
		text.Reset()
	}
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		if g.Apart == Shown || g.Apart == Invisible {
			continue
		}
		if last >= 0 && (p.Glyphs[last].Apart != g.Apart || !p.beside(last, i)) {
			flush()
		}
		if text.Len() == 0 {
			box = g.Box
		}
		if text.Len() < maxInk {
			text.WriteString(g.Text)
		}
		box, last = box.Union(g.Box), i
	}
	if last >= 0 {
		flush()
	}
	slices.SortStableFunc(out, func(a, b grid.Ink) int { return cmp.Compare(a.Place.Box[1], b.Place.Box[1]) })
	return out
}

// beside reports whether two glyphs are of one text.
func (p *Page) beside(i, k int) bool {
	a, b := &p.Glyphs[i], &p.Glyphs[k]
	if a.Tilt == 0 && b.Tilt == 0 && a.Base != b.Base {
		return false
	}
	reach := 2.5 * max(a.Size, b.Size)
	return a.Show == b.Show || math.Abs(a.X-b.X) < reach && math.Abs(a.Y-b.Y) < reach
}
