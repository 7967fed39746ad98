package page

import (
	"context"

	"github.com/pbt-cli/pbt/parser/picture"
)

// smallPicture is the part of a page below which a picture that cannot be
// decoded is left out: a logo, not a strip of the page.
const smallPicture = 0.02

// Raster draws the pictures of a page as one, at the resolution of the finest;
// nil where there is none. The error says why a picture that matters could not
// be decoded, or is that of ctx. Like Layer, it works only while the reader that
// made the page is at work on it.
func (p *Page) Raster(ctx context.Context, limits picture.Limits) (*picture.Picture, error) {
	var layers []picture.Layer
	damaged := false
	for i := range p.Pictures {
		pic := &p.Pictures[i]
		if pic.Layer == nil {
			continue
		}
		l, err := pic.Layer(ctx)
		switch {
		case err == nil:
			layers = append(layers, l)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case pic.Box.Width()*pic.Box.Height() >= smallPicture*p.Width*p.Height:
			return nil, err
		default:
			damaged = true
		}
	}
	out := picture.Compose(p.Width, p.Height, layers, limits)
	if out != nil {
		out.Damaged = out.Damaged || damaged
	}
	return out, nil
}
