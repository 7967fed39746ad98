package ruling

import (
	"image"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// Specks takes off small pieces of ink that stand alone: with nothing larger in
// reach, so that no point, comma or stroke is lost. Three crumbs together are a
// broken sign, two above one another a colon: neither is a speck. It gives where
// they stood.
func (s *Sheet) Specks() []image.Rectangle {
	var taken []image.Rectangle
	labels, blobs := s.Ink.Blobs()
	small := max(3, s.DPI/28)
	for i, b := range blobs {
		if b.Width() > small || b.Height() > small || !s.alone(labels, blobs, i, small) {
			continue
		}
		taken = append(taken, image.Rect(b.X0, b.Y0, b.X1+1, b.Y1+1))
		id := int32(i + 1)
		for y := max(0, b.Y0-1); y <= min(s.Ink.H-1, b.Y1+1); y++ {
			for x := max(0, b.X0-1); x <= min(s.Ink.W-1, b.X1+1); x++ {
				if l := labels[y*s.Ink.W+x]; l == id || l == 0 {
					s.Ink.On[y*s.Ink.W+x] = false
					s.Gray.Pix[y*s.Gray.W+x] = raster.White
				}
			}
		}
	}
	return taken
}

// alone reports whether a small piece has nothing beside it that it may be part of.
func (s *Sheet) alone(labels []int32, blobs []raster.Blob, i, small int) bool {
	b := blobs[i]
	reach := s.DPI / 11
	var crumbs []int32
	for y := max(0, b.Y0-reach); y <= min(s.Ink.H-1, b.Y1+reach); y++ {
		for x := max(0, b.X0-reach); x <= min(s.Ink.W-1, b.X1+reach); x++ {
			l := labels[y*s.Ink.W+x]
			if l <= 0 || int(l) == i+1 {
				continue
			}
			o := blobs[l-1]
			if o.Width() > small || o.Height() > small {
				return false
			}
			dx, dy := abs(o.X0+o.X1-b.X0-b.X1), abs(o.Y0+o.Y1-b.Y0-b.Y1)
			if dx <= 4 && abs(o.Width()-b.Width()) <= 3 {
				return false // a colon
			}
			if dx < s.DPI/8 && dy < s.DPI/8 && !contains(crumbs, l) {
				if crumbs = append(crumbs, l); len(crumbs) >= 2 {
					return false
				}
			}
		}
	}
	return true
}

func contains(list []int32, v int32) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
