package scan

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
	"github.com/pbt-cli/pbt/schema"
)

// Engine recognises lines of text in place of the embedded net.
type Engine struct {
	// Name is what source.ocr calls it.
	Name string
	// Lines reads pictures of lines (PNG, grey, 48 pixels high) and gives a line
	// for each, in their order.
	Lines func(ctx context.Context, pictures [][]byte) ([]Line, error)
}

// Line is what an engine reads of one picture, and how sure it is, from 0 to 1.
type Line struct {
	Text       string
	Confidence float64
}

// foreignEngine lets a user's engine read.
type foreignEngine struct{ *Engine }

func (e *foreignEngine) name() (string, string) { return e.Name, "" }

func (e *foreignEngine) read(ctx context.Context, lines []*raster.Gray) ([]reading.Text, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	pictures := make([][]byte, len(lines))
	for i, g := range lines {
		var b bytes.Buffer
		im := &image.Gray{Pix: g.Pix, Stride: g.W, Rect: image.Rect(0, 0, g.W, g.H)}
		if err := png.Encode(&b, im); err != nil {
			return nil, err
		}
		pictures[i] = b.Bytes()
	}
	read, err := e.Lines(ctx, pictures)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, schema.ExtractOCR.Told(e.Name, err)
	case len(read) != len(lines):
		return nil, schema.ExtractOCR.Told(e.Name, fmt.Errorf("%d lines for %d pictures", len(read), len(lines)))
	}
	out := make([]reading.Text, len(lines))
	for i, l := range read {
		out[i] = reading.Foreign(l.Text, float32(l.Confidence), lines[i])
	}
	return out, nil
}
