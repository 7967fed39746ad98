package diffs

import (
	"bufio"
	"fmt"
	"io"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
)

// Text writes comparisons for a terminal: one line a change, aligned.
func Text(w io.Writer, style term.Style, lang schema.Lang, diffs []*compare.Diff) error {
	t := &textWriter{bufio.NewWriter(w), style, lang}
	for i, d := range diffs {
		if i > 0 {
			fmt.Fprintln(t)
		}
		t.diff(d)
	}
	return t.Flush()
}

type textWriter struct {
	*bufio.Writer
	style term.Style
	lang  schema.Lang
}

func (t *textWriter) diff(d *compare.Diff) {
	fmt.Fprintln(t, t.style.Bold(term.Clean(nameOf(d.Old, t.lang)+" → "+nameOf(d.New, t.lang))))
	for i := range d.Pairs {
		t.pair(&d.Pairs[i])
	}
	for _, s := range alone(d, t.lang) {
		fmt.Fprintln(t, "\n"+t.style.Yellow(s))
	}
	if d.Old != nil && d.New != nil {
		if !d.Differs() {
			fmt.Fprintln(t, "\n"+schema.Text{ZH: "没有不同", EN: "nothing differs"}.In(t.lang))
			return
		}
		fmt.Fprintln(t, "\n"+tally(d.Summary, t.lang))
	}
}

func (t *textWriter) pair(p *compare.Pair) {
	if len(p.Fields)+len(p.Indicators) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s\n", t.style.Bold(term.Clean(heading(p, t.lang))))
	var rows [][]string
	for _, f := range p.Fields {
		rows = append(rows, []string{fieldName(f.Path, t.lang), arrow(cut(f.Old), cut(f.New)), percent(f.Change)})
	}
	t.columns(rows, nil)
	rows = nil
	var colours []func(string) string
	for _, x := range worstFirst(p.Indicators) {
		s := sidesOf(x)
		rows = append(rows, []string{changeWords(x, t.lang), s.levels, s.name, s.target, percent(x.Number), points(s.weight, t.lang)})
		colours = append(colours, t.colour(x))
	}
	t.columns(rows, colours)
	if s := copiedLine(p, t.lang); s != "" {
		fmt.Fprintln(t, "  "+t.style.Dim(s))
	}
}

func points(weight string, lang schema.Lang) string {
	if weight == "" {
		return ""
	}
	return weight + schema.Text{ZH: "分", EN: " points"}.In(lang)
}

// colour is that of a line's first word, by its weightiest change.
func (t *textWriter) colour(x *compare.Indicator) func(string) string {
	switch {
	case x.Has(compare.Dropped), x.Has(compare.Loosened):
		return t.style.Red
	case x.Has(compare.Retargeted):
		return t.style.Yellow
	case x.Has(compare.Tightened), x.Has(compare.Added):
		return t.style.Green
	}
	return t.style.Dim
}

// widest is how many columns of a text are shown before it is cut.
const widest = 48

func cut(s string) string { return term.Truncate(s, widest) }

// columns prints rows aligned by display width, empty columns left out; colours
// paint the first column.
func (t *textWriter) columns(rows [][]string, colours []func(string) string) {
	var width []int
	for _, r := range rows {
		for i := range r {
			r[i] = term.Clean(r[i])
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], min(term.Width(r[i]), 2*widest))
		}
	}
	for n, r := range rows {
		line, pending := "", ""
		for i, s := range r {
			if width[i] == 0 {
				continue
			}
			shown := term.Pad(s, width[i])
			if i == 0 && colours != nil {
				shown = colours[n](s) + shown[len(s):]
			}
			if s != "" {
				line += pending + "  " + shown
				pending = ""
			} else {
				pending += "  " + shown
			}
		}
		fmt.Fprintln(t, trimRight(line))
	}
}

func trimRight(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}
