package ruling

import (
	"image"
	"math"
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

// wipeStar takes the star in a seal's middle off: the piece of ink there that is
// larger than a character.
func (s *Sheet) wipeStar(c Seal) {
	const inner = 0.36
	labels, blobs := s.Ink.Blobs()
	reach := c.radius * inner
	for i, l := range labels {
		if l == 0 {
			continue
		}
		b := blobs[l-1]
		x, y := float64(b.X0+b.X1)/2, float64(b.Y0+b.Y1)/2
		if max(b.Width(), b.Height()) > s.DPI/6 && math.Hypot(x-c.x, y-c.y) < reach/2 && float64(max(b.Width(), b.Height())) < 2*reach {
			s.Ink.On[i] = false
			s.Gray.Pix[i] = 255
		}
	}
}

// wipe takes a seal's ring off, but for strokes that run on across it.
func (s *Sheet) wipe(c Seal) {
	width := s.ringWidth()
	reach := c.radius + 2*width
	for y := max(0, int(c.y-reach)); y <= min(s.Ink.H-1, int(c.y+reach)); y++ {
		for x := max(0, int(c.x-reach)); x <= min(s.Ink.W-1, int(c.x+reach)); x++ {
			dx, dy := float64(x)-c.x, float64(y)-c.y
			if math.Abs(math.Hypot(dx, dy)-c.radius) >= width*0.95 {
				continue
			}
			ux, uy := dx/c.radius*width*2, dy/c.radius*width*2
			inside := s.Ink.At(int(float64(x)-ux+0.5), int(float64(y)-uy+0.5))
			outside := s.Ink.At(int(float64(x)+ux+0.5), int(float64(y)+uy+0.5))
			if inside && outside {
				continue
			}
			s.Ink.On[y*s.Ink.W+x] = false
			s.Gray.Pix[y*s.Gray.W+x] = 255
		}
	}
}
