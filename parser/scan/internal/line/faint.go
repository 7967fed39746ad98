package line

import (
	"image"
	"slices"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
)

// What the mask of ink misses beside a line, as parts of its usual height: a stroke as
// thin as a hair, of 一 or =, is lighter than ink and darker than paper.
const (
	stripWide = 0.15 // the strips that are looked at
	faintGap  = 0.1  // paper that may lie between two strips of a stroke
	faintMost = 1.6  // how far a line reaches: what goes on is a ruling
	faintRule = 0.7  // the part of a strip's rows from which it is a ruling's
)

// faintPart is how much darker a row of a strip than its paper is a stroke, against the
// line's own ink, and faintLeast in steps of grey.
const (
	faintPart  = 0.15
	faintLeast = 10
)

// Reach widens a line to the faint strokes that go on beside it, inside a region.
func (c *Cutter) Reach(box, region image.Rectangle) image.Rectangle {
	wide, hem, pad := max(3, int(c.Height*stripWide)), max(2, c.dpi/60), int(c.Height*padWide)
	region = region.Inset(hem).Intersect(image.Rect(0, 0, c.gray.W, c.gray.H))
	least := c.faint(box)
	gap, most := int(c.Height*faintGap), int(c.Height*faintMost)
	left, right := box.Min.X, box.Max.X
	for x := left; x-wide >= region.Min.X && x >= left-gap; x -= wide {
		stroke, other := c.strip(x-wide, x, box, least)
		if stroke {
			left = x - wide
		}
		if other || box.Min.X-left > most {
			left = box.Min.X
			break
		}
	}
	for x := right; x+wide <= region.Max.X && x <= right+gap; x += wide {
		stroke, other := c.strip(x, x+wide, box, least)
		if stroke {
			right = x + wide
		}
		if other || right-box.Max.X > most {
			right = box.Max.X
			break
		}
	}
	if left < box.Min.X {
		box.Min.X = max(left-pad, region.Min.X)
	}
	if right > box.Max.X {
		box.Max.X = min(right+pad, region.Max.X)
	}
	return box
}

// faint is how much darker than paper a stroke beside a line is at least.
func (c *Cutter) faint(box image.Rectangle) int {
	count, n := c.gray.Count(max(0, box.Min.X), max(0, box.Min.Y), box.Max.X, box.Max.Y)
	return max(faintLeast, int(faintPart*float64(quantile(&count, n*7/10)-quantile(&count, n/50))))
}

// strip reports whether a stroke runs through the columns from x0 to x1 beside a line, and
// whether it is none of the line's: a ruling that runs down them, or the lettering of a
// watermark, which goes on above the line or below. A speck is narrower than a stroke.
func (c *Cutter) strip(x0, x1 int, box image.Rectangle, least int) (stroke, other bool) {
	high := int(c.Height * padHigh)
	top, bottom := max(0, box.Min.Y-high), min(c.gray.H, box.Max.Y+high)
	if bottom-top < 4*high+2 {
		return false, false
	}
	means := make([]int, 0, bottom-top)
	for y := top; y < bottom; y++ {
		sum := 0
		for _, v := range c.gray.Row(y)[x0:x1] {
			sum += int(v)
		}
		means = append(means, sum/(x1-x0))
	}
	slices.Sort(means)
	paper := means[len(means)*3/4]
	dark, _ := slices.BinarySearch(means, paper-least+1)
	outside := c.inked(x0, x1, top, top+2*high, paper-least) || c.inked(x0, x1, bottom-2*high, bottom, paper-least)
	return c.inked(x0, x1, top+2*high, bottom-2*high, paper-least), outside || float64(dark) >= faintRule*float64(len(means))
}

// inked reports whether each column from x0 to x1 is as dark as a level somewhere in rows.
func (c *Cutter) inked(x0, x1, top, bottom, level int) bool {
	for x := x0; x < x1; x++ {
		darkest := 2 * raster.White
		for y := top + 1; y < bottom; y++ {
			darkest = min(darkest, int(c.gray.Pix[y*c.gray.W+x])+int(c.gray.Pix[(y-1)*c.gray.W+x]))
		}
		if darkest > 2*level {
			return false
		}
	}
	return true
}

// How much of a cell is looked at for strokes that the mask misses altogether, and what
// is one.
const (
	palePart   = 0.25 // of the usual height: so wide and high is a sign at least
	paleHigh   = 1.3  // and no higher than a line
	palePixels = 0.04 // of the square of the usual height: so many pixels has one
)

// Pale finds the strokes of a cell without ink that are fainter than ink and darker than
// paper, as a line; ok is false where there are none, or where they fill the cell: a
// shadow does.
func (c *Cutter) Pale(cell image.Rectangle) (line image.Rectangle, ok bool) {
	inner := c.shave(cell).Inset(max(3, c.dpi/40)).Intersect(image.Rect(0, 0, c.gray.W, c.gray.H))
	if inner.Dx() < 3 || inner.Dy() < 3 {
		return line, false
	}
	count, n := c.gray.Count(inner.Min.X, inner.Min.Y, inner.Max.X, inner.Max.Y)
	paper, noise := quantile(&count, n/2), quantile(&count, n/2)-quantile(&count, n/20)
	level, dark := paper-max(3*faintLeast, 4*noise), 0
	for y := inner.Min.Y; y < inner.Max.Y; y++ {
		for x, v := range c.gray.Row(y)[inner.Min.X:inner.Max.X] {
			if int(v) <= level {
				line = line.Union(image.Rect(inner.Min.X+x, y, inner.Min.X+x+1, y+1))
				dark++
			}
		}
	}
	least := palePart * c.Height
	if float64(dark) < palePixels*c.Height*c.Height || float64(line.Dx()) < least || float64(line.Dy()) < least || float64(line.Dy()) > paleHigh*c.Height ||
		line.Min.X == inner.Min.X || line.Max.X == inner.Max.X {
		return line, false
	}
	return c.pad(line, cell), true
}
