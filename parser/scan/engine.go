package scan

import (
	"context"
	"image"
	"runtime"
	"sync"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
)

// engine reads pictures of lines, each net.Height pixels high.
type engine interface {
	read(ctx context.Context, lines []*raster.Gray) ([]reading.Text, error)
	// name gives the engine's name and the digest of its model.
	name() (name, model string)
}

func newEngine(o Options) (engine, error) {
	if o.Engine != nil {
		return &foreignEngine{o.Engine}, nil
	}
	var words []string
	if o.Words != nil {
		words = o.Words()
	}
	n, err := net.Load()
	if o.Weights != nil {
		n, err = given(o.Weights)
	}
	if err != nil {
		return nil, err
	}
	return newNetEngine(n, words), nil
}

// maxWorkers is how many lines are read at a time.
const maxWorkers = 2

// netEngine is the embedded net.
type netEngine struct {
	runners []*net.Runner
	words   *reading.Words
}

// given is the net of a file that came with the options.
func given(weights func() ([]byte, error)) (*net.Net, error) {
	data, err := weights()
	if err != nil {
		return nil, err
	}
	return net.Decode(data)
}

func newNetEngine(n *net.Net, words []string) *netEngine {
	e := &netEngine{words: reading.NewWords(words)}
	for range min(maxWorkers, runtime.GOMAXPROCS(0)) {
		e.runners = append(e.runners, n.Runner())
	}
	return e
}

func (e *netEngine) read(ctx context.Context, lines []*raster.Gray) ([]reading.Text, error) {
	out := make([]reading.Text, len(lines))
	next := make(chan int)
	var group sync.WaitGroup
	errs := make([]error, len(e.runners))
	for w, r := range e.runners {
		group.Go(func() {
			for i := range next {
				if errs[w] == nil {
					out[i], errs[w] = e.line(r, lines[i])
				}
			}
		})
	}
	for i := range lines {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, ctx.Err()
}

func (e *netEngine) name() (string, string) { return net.Name, net.Hash() }

func (e *netEngine) line(r *net.Runner, g *raster.Gray) (reading.Text, error) {
	if g.W > net.MaxWidth { // a smear across the page, or a line that is no text
		g = g.Crop(image.Rect(0, 0, net.MaxWidth, g.H), net.Height)
	}
	columns, err := r.Run(g.Pix, g.W)
	if err != nil {
		return reading.Text{}, err
	}
	t := reading.Look(columns, g)
	t.Rescore(columns, e.words)
	t.Likelier(columns, e.words)
	return t, nil
}
