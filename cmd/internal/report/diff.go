package report

import (
	"bufio"
	"io"

	"github.com/rogpeppe/go-internal/diff"
)

// diffOutput is a unified difference a file between the file and its mended text.
type diffOutput struct{ w *bufio.Writer }

// NewDiff is the output of what --fix would change.
func NewDiff(w io.Writer) Output { return &diffOutput{w: bufio.NewWriter(w)} }

// Write adds the difference of one file; a file with nothing to mend has none.
func (d *diffOutput) Write(r *Result) error {
	if r.Mended != nil {
		d.w.Write(diff.Diff("a/"+clean(r.File), r.Text, "b/"+clean(r.File), r.Mended))
	}
	return d.w.Flush()
}

// Flush ends the differences.
func (d *diffOutput) Flush() error { return d.w.Flush() }
