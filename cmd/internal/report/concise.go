package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/pbt-cli/pbt/schema"
)

// conciseOutput is one line a finding, as compilers write them: file, place,
// severity, message, rule.
type conciseOutput struct {
	w    *bufio.Writer
	lang schema.Lang
}

func newConcise(w io.Writer, lang schema.Lang) *conciseOutput {
	return &conciseOutput{w: bufio.NewWriter(w), lang: lang}
}

// Write adds the findings of one file.
func (c *conciseOutput) Write(r *Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		at := fileName(r.File)
		if p := where(f.At, c.lang); p != "" {
			at += ":" + p
		}
		fmt.Fprintf(c.w, "%s: %s: %s [%s]\n", at, f.Severity.In(c.lang), clean(f.Message), f.Rule)
	}
	return c.w.Flush()
}

// Flush ends the lines.
func (c *conciseOutput) Flush() error { return c.w.Flush() }
