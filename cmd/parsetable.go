package cmd

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// maxName is the width of the widest indicator name that a table prints whole.
const maxName = 44

// printTable prints the indicators of documents for the eye: one aligned table
// a form, a label only where it begins, doubts marked with "?".
func printTable(w io.Writer, st term.Style, lang schema.Lang, docs []*schema.Document) error {
	b := &tableWriter{Writer: bufio.NewWriter(w), st: st, lang: lang}
	for i, doc := range docs {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintln(b, st.Dim(doc.Source.File))
		if len(doc.Declarations) == 0 {
			fmt.Fprintln(b, st.Dim(b.say("（没有绩效目标表）", "(no form)")))
		}
		for _, d := range doc.Declarations {
			fmt.Fprintln(b)
			b.declaration(d)
		}
	}
	return b.Flush()
}

// tableWriter prints declarations in one language.
type tableWriter struct {
	*bufio.Writer
	st   term.Style
	lang schema.Lang
}

func (b *tableWriter) say(zh, en string) string { return schema.Text{ZH: zh, EN: en}.In(b.lang) }

func (b *tableWriter) declaration(d *schema.Declaration) {
	var head []string
	if d.Project.Name != "" {
		head = append(head, d.Project.Name)
	}
	if d.Year != 0 {
		head = append(head, strconv.Itoa(d.Year))
	}
	if len(head) > 0 {
		fmt.Fprintln(b, b.st.Bold(strings.Join(head, " · ")))
	}
	var about []string
	for _, s := range []string{d.Unit, d.Title, "[" + d.Form + "]"} {
		if s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintln(b, b.st.Dim(strings.Join(about, " · ")))
	b.tree(d, d.Indicators, "indicators")
	if len(d.IndicatorsMediumTerm) > 0 {
		fmt.Fprintln(b, b.st.Bold(b.say("中期指标", "medium term")))
		b.tree(d, d.IndicatorsMediumTerm, "indicators_medium_term")
	}
	b.open(d)
	b.mended(d)
}

// open lists what the page leaves open, each with what else it may be. A question
// that is asked at several places, as one about a column is of every first level,
// is one line at the first of them.
func (b *tableWriter) open(d *schema.Declaration) {
	if len(d.Uncertain) == 0 {
		return
	}
	var asked []string
	places := map[string][]schema.Doubt{}
	for _, u := range d.Uncertain {
		question := u.In(b.lang)
		if places[question] == nil {
			asked = append(asked, question)
		}
		places[question] = append(places[question], u)
	}
	fmt.Fprintln(b, b.st.Yellow(fmt.Sprintf(b.say("? 存疑 %d 处", "? %d in doubt"), len(asked))))
	for _, question := range asked {
		first, more := places[question][0], len(places[question])-1
		at := d.Place(first.Path)
		if first.At != nil && !first.At.IsZero() {
			at = *first.At
		}
		if more > 0 {
			question += fmt.Sprintf(b.say("（另 %d 处相同）", " (and at %d more)"), more)
		}
		b.remark(at, first.Path, question)
	}
}

// mended lists every change between what is printed and what is reported.
func (b *tableWriter) mended(d *schema.Declaration) {
	if len(d.Repairs) == 0 {
		return
	}
	fmt.Fprintln(b, b.st.Dim(fmt.Sprintf(b.say("修正 %d 处", "%d mended"), len(d.Repairs))))
	for _, r := range d.Repairs {
		b.remark(d.Place(r.Path), r.Path, r.In(b.lang))
	}
}

// remark prints what is to be said of a place, or of a path where the place is not
// known.
func (b *tableWriter) remark(at schema.Place, path, what string) {
	where := at.In(b.lang)
	if where == "" {
		where = path
	}
	fmt.Fprintf(b, "  %s  %s\n", where, term.Clean(what))
}

// tree prints one tree as a table: levels, name, target, and what else its
// leaves carry.
func (b *tableWriter) tree(d *schema.Declaration, nodes []*schema.Indicator, root string) {
	doubts := d.DoubtsOfRows()
	head := []string{"一级", "二级", "三级指标", "指标值", "类型", "权重", "实际", "得分", "位置"}
	if b.lang == schema.EN {
		head = []string{"level 1", "level 2", "indicator", "target", "kind", "weight", "actual", "score", "place"}
	}
	rows := [][]string{}
	schema.Walk(nodes, root, func(path string, labels []*schema.Indicator, leaf *schema.Indicator) {
		r := make([]string, len(head))
		for i := 0; i < 2 && i < len(labels); i++ {
			r[i] = labels[i].Name
		}
		r[2] = term.Truncate(leaf.Name, maxName)
		if len(doubts(path)) > 0 {
			r[1] += "?"
		}
		if v := leaf.Value; v != nil {
			r[3], r[4] = value.Whole(v), v.Kind.In(b.lang)
		}
		r[5], r[7], r[8] = leaf.Weight, leaf.Score, d.Trace[path].In(b.lang)
		if leaf.Actual != nil {
			r[6] = value.Whole(leaf.Actual)
		}
		rows = append(rows, r)
	})
	printColumns(b, b.st, head, rows)
}

// printColumns aligns columns by display width, leaves out those that are
// empty, and prints a repeated label once.
func printColumns(b io.Writer, st term.Style, head []string, rows [][]string) {
	width := make([]int, len(head))
	for _, r := range rows {
		for i, s := range r {
			if s != "" {
				width[i] = max(width[i], term.Width(s), term.Width(head[i]))
			}
		}
	}
	line := func(cells []string) string {
		var parts []string
		for i, s := range cells {
			if width[i] > 0 {
				parts = append(parts, term.Pad(s, width[i]))
			}
		}
		return strings.TrimRight(strings.Join(parts, "  "), " ")
	}
	fmt.Fprintln(b, st.Dim(line(head)))
	last := make([]string, len(head))
	for _, r := range rows {
		shown := append([]string(nil), r...)
		for i := 0; i < 2 && r[i] == last[i] && (i == 0 || r[0] == last[0]); i++ {
			shown[i] = ""
		}
		last = r
		fmt.Fprintln(b, line(shown))
	}
}
