package scan

import (
	"context"
	"image"
	"runtime"
	"strings"
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
	t.Likelier(columns)
	return t, nil
}

// labels reads the names of levels whose cells are unsure as a whole, all their
// lines together.
func (e *netEngine) labels(lines []textLine) {
	ending, most := "", 0
	seen := map[string]int{}
	for i := range lines {
		if end := reading.Ending(lines[i].text.String()); end != "" && lines[i].text.Sure() {
			if seen[end]++; seen[end] > most {
				ending, most = end, seen[end]
			}
		}
	}
	for from := 0; from < len(lines); {
		to := from + 1
		for lines[from].cell >= 0 && to < len(lines) && lines[to].cell == lines[from].cell {
			to++
		}
		e.label(lines[from:to], ending)
		from = to
	}
}

func (e *netEngine) label(cell []textLine, ending string) {
	var all strings.Builder
	sure, least := true, float32(1)
	for i := range cell {
		all.WriteString(cell[i].text.String())
		sure = sure && cell[i].text.Sure()
		least = min(least, cell[i].text.Confidence)
	}
	if sure || cell[0].cell < 0 {
		return
	}
	label, ok := e.words.Label(all.String(), least, ending)
	if !ok {
		if label, ok = e.otherwise(cell); !ok {
			return
		}
	}
	runes, chars := []rune(label), []rune(all.String())
	for i, done := 0, 0; i < len(cell); i++ { // each line has its share of the name
		from := done * len(runes) / len(chars)
		done += len(cell[i].text.Chars)
		cell[i].text.Become(string(runes[from : done*len(runes)/len(chars)]))
	}
}

// otherwise is the word that the lines of a cell make where one of them is read as what
// else it may be.
func (e *netEngine) otherwise(cell []textLine) (string, bool) {
	if len(cell) < 2 {
		return "", false
	}
	for i := range cell {
		for _, other := range cell[i].text.Others {
			if s := whole(cell, i, other); e.words.Knows(s) {
				return s, true
			}
		}
	}
	return "", false
}
