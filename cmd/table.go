package cmd

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// maxName is the width of the widest indicator name that a table prints whole.
const maxName = 44

// printTable prints the indicators of documents for the eye: one aligned table
// a form, a label only where it begins, doubts marked with "?".
func printTable(w io.Writer, st term.Style, docs []*schema.Document) error {
	b := bufio.NewWriter(w)
	for i, doc := range docs {
		if i > 0 {
			fmt.Fprintln(b)
		}
		fmt.Fprintln(b, st.Dim(doc.Source.File))
		if len(doc.Declarations) == 0 {
			fmt.Fprintln(b, st.Dim("（没有绩效目标表）"))
		}
		for _, d := range doc.Declarations {
			fmt.Fprintln(b)
			printDeclaration(b, st, d)
		}
	}
	return b.Flush()
}

func printDeclaration(b io.Writer, st term.Style, d *schema.Declaration) {
	head := d.Project.Name
	if d.Year != 0 {
		head += " · " + strconv.Itoa(d.Year)
	}
	fmt.Fprintln(b, st.Bold(head))
	var about []string
	for _, s := range []string{d.Unit, d.Title, "[" + d.Form + "]"} {
		if s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintln(b, st.Dim(strings.Join(about, " · ")))
	printTree(b, st, d, d.Indicators, "indicators")
	if len(d.IndicatorsMediumTerm) > 0 {
		fmt.Fprintln(b, st.Bold("中期指标"))
		printTree(b, st, d, d.IndicatorsMediumTerm, "indicators_medium_term")
	}
	if len(d.Uncertain) > 0 {
		fmt.Fprintln(b, st.Yellow(fmt.Sprintf("? 存疑 %d 处", len(d.Uncertain))))
		for _, u := range d.Uncertain {
			fmt.Fprintf(b, "  %s %s：%s，也可能是 %s\n", at(d, u.Path), u.Question, u.Chosen, strings.Join(u.Alternatives, "、"))
		}
	}
}

// at is the place of a path, or the path itself where no place is known.
func at(d *schema.Declaration, path string) string {
	if p, ok := d.Trace[path]; ok {
		return p.String()
	}
	return path
}

// printTree prints one tree as a table: levels, name, target, and what else
// its leaves carry.
func printTree(b io.Writer, st term.Style, d *schema.Declaration, nodes []*schema.Indicator, root string) {
	doubtful := map[string]bool{}
	for _, u := range d.Uncertain {
		doubtful[u.Path] = true
	}
	head := []string{"一级", "二级", "三级指标", "指标值", "类型", "权重", "实际", "得分", "位置"}
	rows := [][]string{}
	schema.Walk(nodes, root, func(path string, labels []*schema.Indicator, leaf *schema.Indicator) {
		r := make([]string, len(head))
		for i := 0; i < 2 && i < len(labels); i++ {
			r[i] = labels[i].Name
		}
		r[2] = term.Truncate(leaf.Name, maxName)
		if doubtful[path] {
			r[1] += "?"
		}
		if v := leaf.Value; v != nil {
			r[3], r[4] = v.Text, string(v.Kind)
		}
		r[5], r[7], r[8] = leaf.Weight, leaf.Score, d.Trace[path].String()
		if leaf.Actual != nil {
			r[6] = leaf.Actual.Text
		}
		rows = append(rows, r)
	})
	printColumns(b, st, head, rows)
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
