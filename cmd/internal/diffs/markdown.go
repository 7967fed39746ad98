package diffs

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
)

// Markdown writes comparisons as tables for a merge request or an opinion.
func Markdown(w io.Writer, lang schema.Lang, diffs []*compare.Diff) error {
	b := bufio.NewWriter(w)
	for i, d := range diffs {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "# %s → %s\n", term.Markdown(nameOf(d.Old, lang)), term.Markdown(nameOf(d.New, lang)))
		for j := range d.Pairs {
			markdownPair(b, lang, &d.Pairs[j])
		}
		for _, s := range alone(d, lang) {
			fmt.Fprintf(b, "\n- %s\n", s)
		}
		if d.Old != nil && d.New != nil {
			fmt.Fprintf(b, "\n%s\n", tally(d.Summary, lang))
		}
	}
	return b.Flush()
}

func markdownPair(w io.Writer, lang schema.Lang, p *compare.Pair) {
	if len(p.Fields)+len(p.Indicators) == 0 {
		return
	}
	fmt.Fprintf(w, "\n## %s\n", term.Markdown(heading(p, lang)))
	if len(p.Fields) > 0 {
		head(w, lang, schema.Text{ZH: "栏目", EN: "field"}, schema.Text{ZH: "原", EN: "old"}, schema.Text{ZH: "新", EN: "new"}, schema.Text{ZH: "变化", EN: "change"})
		for _, f := range p.Fields {
			row(w, fieldName(f.Path, lang), f.Old, f.New, percent(f.Change))
		}
	}
	if len(p.Indicators) > 0 {
		head(w, lang, schema.Text{ZH: "变动", EN: "change"}, schema.Text{ZH: "级次", EN: "levels"}, schema.Text{ZH: "指标", EN: "indicator"},
			schema.Text{ZH: "指标值", EN: "target"}, schema.Text{ZH: "变化", EN: "by"}, schema.Text{ZH: "分值", EN: "weight"})
		for _, x := range worstFirst(p.Indicators) {
			s := sidesOf(x)
			row(w, changeWords(x, lang), s.levels, s.name, s.target, percent(x.Number), s.weight)
		}
	}
	if s := copiedLine(p, lang); s != "" {
		fmt.Fprintf(w, "\n%s\n", s)
	}
}

func head(w io.Writer, lang schema.Lang, names ...schema.Text) {
	fmt.Fprintln(w)
	var cells []string
	for _, n := range names {
		cells = append(cells, n.In(lang))
	}
	row(w, cells...)
	fmt.Fprintln(w, strings.Repeat("| --- ", len(names))+"|")
}

func row(w io.Writer, cells ...string) {
	for _, c := range cells {
		fmt.Fprintf(w, "| %s ", term.Markdown(c))
	}
	fmt.Fprintln(w, "|")
}
