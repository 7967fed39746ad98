package ruling

import (
	"image"
	"math"
	"slices"
)

// Seal is a round seal of dark ink on the page, in pixels.
type Seal struct{ x, y, radius float64 }

// Touches reports whether a box meets the seal's ring, the characters inside it
// or its star.
func (s Seal) Touches(b image.Rectangle) bool {
	x0, y0, x1, y1 := float64(b.Min.X), float64(b.Min.Y), float64(b.Max.X), float64(b.Max.Y)
	near := math.Hypot(max(0, x0-s.x, s.x-x1), max(0, y0-s.y, s.y-y1))
	far := math.Hypot(max(math.Abs(x0-s.x), math.Abs(x1-s.x)), max(math.Abs(y0-s.y), math.Abs(y1-s.y)))
	return near <= s.radius*1.05 && (far >= s.radius*0.62 || near <= s.radius*0.34)
}

// The search for dark seals.
const (
	leastRadius, mostRadius = 18.0, 23.0 // millimetres: seals of offices are about 42 mm wide
	radiusStep              = 0.5
	voteCell                = 6    // pixels
	voteAngles              = 90   // of a circle
	mostVotes               = 6000 // points that vote
	leastVotes              = 300
	leastRing               = 0.55 // the part of the circle that must be ink
	mostSeals               = 3
)

// Seals finds round seals in black ink, as copiers make them: circles of the
// usual size drawn by pieces of ink too large for characters. It wipes their
// rings where no stroke crosses them.
func (s *Sheet) Seals() []Seal {
	points := s.largeInk()
	var out []Seal
	for len(out) < mostSeals && len(points) >= leastVotes {
		seal, ok := s.findSeal(points)
		if !ok {
			break
		}
		out = append(out, seal)
		s.wipe(seal)
		s.wipeStar(seal)
		kept := points[:0]
		for _, p := range points {
			if math.Hypot(float64(p.X)-seal.x, float64(p.Y)-seal.y) > seal.radius+2*s.ringWidth() {
				kept = append(kept, p)
			}
		}
		points = kept
	}
	return out
}

func (s *Sheet) millimetre() float64 { return float64(s.DPI) / 25.4 }

// ringWidth is the thickness of a seal's ring.
func (s *Sheet) ringWidth() float64 { return 1.2 * s.millimetre() }

// largeInk samples the pixels of pieces of ink larger than characters.
func (s *Sheet) largeInk() []image.Point {
	labels, blobs := s.Ink.Blobs()
	var out []image.Point
	for y := 0; y < s.Ink.H; y += 2 {
		for x := 0; x < s.Ink.W; x += 2 {
			if l := labels[y*s.Ink.W+x]; l > 0 && max(blobs[l-1].Width(), blobs[l-1].Height()) > s.DPI/3+1 {
				out = append(out, image.Pt(x, y))
			}
		}
	}
	return out
}

// findSeal finds the circle that most points lie on.
func (s *Sheet) findSeal(points []image.Point) (Seal, bool) {
	w, h := s.Ink.W/voteCell+1, s.Ink.H/voteCell+1
	var sin, cos [voteAngles]float64
	for a := range sin {
		sin[a], cos[a] = math.Sincos(2 * math.Pi * float64(a) / voteAngles)
	}
	every := 1 + len(points)/mostVotes
	votes := make([]int32, w*h)
	var best Seal
	most := int32(0)
	for r := leastRadius; r <= mostRadius; r += radiusStep {
		clear(votes)
		radius := r * s.millimetre()
		for i := 0; i < len(points); i += every {
			for a := range sin {
				x := int(float64(points[i].X)+radius*cos[a]) / voteCell
				y := int(float64(points[i].Y)+radius*sin[a]) / voteCell
				if x >= 0 && y >= 0 && x < w && y < h {
					votes[y*w+x]++
				}
			}
		}
		for i, v := range votes {
			if v > most {
				most = v
				best = Seal{float64(i%w*voteCell) + voteCell/2, float64(i/w*voteCell) + voteCell/2, radius}
			}
		}
	}
	best, ring := s.refine(best)
	return best, most > 0 && ring >= leastRing
}

// refine moves a circle to where its ring is fullest.
func (s *Sheet) refine(from Seal) (Seal, float64) {
	best, most := from, s.ring(from)
	for dy := -6.0; dy <= 6; dy += 2 {
		for dx := -6.0; dx <= 6; dx += 2 {
			for dr := -5.0; dr <= 5; dr++ {
				c := Seal{from.x + dx, from.y + dy, from.radius + dr}
				if v := s.ring(c); v > most {
					best, most = c, v
				}
			}
		}
	}
	return best, most
}

// ring is the part of a circle that is ink.
func (s *Sheet) ring(c Seal) float64 {
	const steps = 360
	n := 0
	for a := range steps {
		sin, cos := math.Sincos(float64(a) * 2 * math.Pi / steps)
		for d := -1.0; d <= 1; d++ {
			if s.Ink.At(int(c.x+(c.radius+d)*cos), int(c.y+(c.radius+d)*sin)) {
				n++
				break
			}
		}
	}
	return float64(n) / steps
}

// wipe takes a seal's ring off, as wide as it is at each place, but for strokes that
// run on across it.
func (s *Sheet) wipe(c Seal) {
	middle, width := s.measureRing(c)
	if width == 0 {
		return
	}
	half := float64(width)/2 + 1
	reach := c.radius + s.ringWidth() + half
	var off []int
	for y := max(0, int(c.y-reach)); y <= min(s.Ink.H-1, int(c.y+reach)); y++ {
		for x := max(0, int(c.x-reach)); x <= min(s.Ink.W-1, int(c.x+reach)); x++ {
			dx, dy := float64(x)-c.x, float64(y)-c.y
			from := math.Hypot(dx, dy)
			at := middle[int((math.Atan2(dy, dx)/(2*math.Pi)+1)*ringPlaces+0.5)%ringPlaces]
			if math.Abs(from-at) > half {
				continue
			}
			beyond := half + 1.5
			in, out := (at-beyond)/from, (at+beyond)/from
			if s.Ink.At(int(c.x+dx*in+0.5), int(c.y+dy*in+0.5)) && s.Ink.At(int(c.x+dx*out+0.5), int(c.y+dy*out+0.5)) {
				continue
			}
			off = append(off, y*s.Ink.W+x)
		}
	}
	s.clear(off)
}

// clear makes paper of pixels.
func (s *Sheet) clear(pixels []int) {
	for _, i := range pixels {
		s.Ink.On[i], s.Gray.Pix[i] = false, 255
	}
}

// ringPlaces is at how many places around a ring it is measured.
const ringPlaces = 720

// measureRing gives where the middle of a seal's ring runs, as its distance from the
// centre at each place around, and how wide the ring is, in pixels; 0 where there is
// none. What crosses or touches the ring makes it wider in some places: they take the
// middle of those around.
func (s *Sheet) measureRing(c Seal) (middle [ringPlaces]float64, width int) {
	var widths []int
	var seen [ringPlaces]int
	reach := int(s.ringWidth() * 1.5)
	for a := range middle {
		sin, cos := math.Sincos(2 * math.Pi * float64(a) / ringPlaces)
		from, long := s.run(c, sin, cos, reach)
		if long > 0 {
			widths = append(widths, long)
			middle[a], seen[a] = from+float64(long-1)/2, long
		}
	}
	if len(widths) == 0 {
		return middle, 0
	}
	slices.Sort(widths)
	width = min(widths[len(widths)*2/5], int(s.ringWidth()*2))
	const around = 15
	whole := middle
	for a := range middle {
		var near []float64
		for d := -around; d <= around; d++ {
			k := (a + d + ringPlaces) % ringPlaces
			if seen[k] > 0 && seen[k] <= width+2 {
				near = append(near, whole[k])
			}
		}
		middle[a] = c.radius
		if len(near) > 0 {
			middle[a] = median(near)
		}
	}
	return middle, width
}

// run is the run of ink nearest to a seal's ring in a direction: how far from the centre
// it begins, and how long it is; 0 where there is none within reach.
func (s *Sheet) run(c Seal, sin, cos float64, reach int) (from float64, long int) {
	on := func(d int) bool {
		r := c.radius + float64(d)
		return s.Ink.At(int(c.x+r*cos+0.5), int(c.y+r*sin+0.5))
	}
	for away := range reach {
		for _, d := range []int{away, -away} {
			if !on(d) {
				continue
			}
			lo, hi := d, d
			for lo > -2*reach && on(lo-1) {
				lo--
			}
			for hi < 2*reach && on(hi+1) {
				hi++
			}
			return c.radius + float64(lo), hi - lo + 1
		}
	}
	return 0, 0
}

// The star in the middle of a seal: its points and its dents lie on two circles, whose
// radii are parts of the seal's and of one another.
const (
	leastStar, mostStar = 0.24, 0.40
	starStep            = 0.02
	starDent            = 0.385
	starTurns           = 24 // directions tried, within a fifth of the circle
	leastStarInk        = 0.9
	mostAroundStar      = 0.35
)

// wipeStar takes the star in a seal's middle off, whatever text it touches.
func (s *Sheet) wipeStar(c Seal) {
	var best star
	most := 0.0
	for r := mostStar; r >= leastStar; r -= starStep {
		for turn := range starTurns {
			t := star{c.x, c.y, r * c.radius, 2 * math.Pi / 5 * float64(turn) / starTurns}
			if v := s.fill(t); v > most {
				best, most = t, v
			}
		}
	}
	if most == 0 {
		return
	}
	best, most = s.moveStar(best, most)
	if most < leastStarInk-mostAroundStar {
		return
	}
	rim := 0.3 * s.millimetre() // its edge, which a fit leaves
	var off []int
	for y := max(0, int(best.y-best.radius-rim)); y <= min(s.Ink.H-1, int(best.y+best.radius+rim)); y++ {
		for x := max(0, int(best.x-best.radius-rim)); x <= min(s.Ink.W-1, int(best.x+best.radius+rim)); x++ {
			if best.holds(float64(x), float64(y), rim) {
				off = append(off, y*s.Ink.W+x)
			}
		}
	}
	s.clear(off)
}

// star is a star of five points, one of which stands at an angle.
type star struct{ x, y, radius, angle float64 }

// edge is how far the star reaches in a direction.
func (t star) edge(angle float64) float64 {
	const fifth = 2 * math.Pi / 5
	a := math.Mod(angle-t.angle+10*math.Pi, fifth)
	if a > fifth/2 {
		a = fifth - a
	}
	// The side runs from the point at angle 0 to the dent at half a fifth.
	px, dx, dy := t.radius, t.radius*starDent*math.Cos(fifth/2), t.radius*starDent*math.Sin(fifth/2)
	return px * dy / (dy*math.Cos(a) + (px-dx)*math.Sin(a))
}

// holds reports whether a place lies in the star, or by so much outside.
func (t star) holds(x, y, by float64) bool {
	return math.Hypot(x-t.x, y-t.y) <= t.edge(math.Atan2(y-t.y, x-t.x))+by
}

// fill is by how much the star's place is more filled than what lies around it.
func (s *Sheet) fill(t star) float64 {
	const rays, steps = 40, 6
	in, out := 0, 0
	for a := range rays {
		angle := t.angle + 2*math.Pi*float64(a)/rays
		sin, cos := math.Sincos(angle)
		edge := t.edge(angle)
		for k := range steps {
			if r := edge * (float64(k) + 0.5) / steps; s.Ink.At(int(t.x+r*cos+0.5), int(t.y+r*sin+0.5)) {
				in++
			}
		}
		for _, by := range []float64{0.08, 0.16} {
			if r := edge + by*t.radius; s.Ink.At(int(t.x+r*cos+0.5), int(t.y+r*sin+0.5)) {
				out++
			}
		}
	}
	return float64(in)/(rays*steps) - mostAroundStar*float64(out)/(2*rays)
}

// moveStar moves a star to where it is fullest.
func (s *Sheet) moveStar(best star, most float64) (star, float64) {
	by := max(1, math.Round(0.25*s.millimetre()))
	const rounds = 30
	for round, moved := 0, true; moved && round < rounds; round++ {
		moved = false
		for _, d := range [][4]float64{{by}, {-by}, {0, by}, {0, -by}, {0, 0, 1}, {0, 0, -1}, {0, 0, 0, 0.03}, {0, 0, 0, -0.03}} {
			t := star{best.x + d[0], best.y + d[1], best.radius + d[2], best.angle + d[3]}
			if v := s.fill(t); v > most+1e-9 {
				best, most, moved = t, v, true
			}
		}
	}
	return best, most
}
