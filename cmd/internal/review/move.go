package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// move is an indicator that belongs under another label.
type move struct {
	d    *schema.Declaration
	node *schema.Indicator
	root string // the key of its tree
	// level is the depth of the label that was wrong, from 0; label is the right one.
	level int
	label string
}

// relabel prepares the correction of a label above an indicator.
func relabel(d *schema.Declaration, c Correction) (*move, schema.Text) {
	n, rest, ok := nodeAt(d, c.Path)
	if !ok || rest != "" && rest != "name" {
		return nil, schema.Text{ZH: "表上没有这个指标", EN: "the form has no such indicator"}
	}
	level := 0
	if c.Question == schema.QuestionLevel2 {
		level = 1
	}
	labels := above(d, c.Path)
	if level >= len(labels) {
		return nil, schema.Text{ZH: "它上面没有这一级", EN: "there is no such level above it"}
	}
	if labels[level] != c.From {
		return nil, schema.Text{
			ZH: fmt.Sprintf("现在归在 %q 下，不是 %q", labels[level], c.From),
			EN: fmt.Sprintf("it stands under %q now, and not %q", labels[level], c.From)}
	}
	if c.From == c.To {
		return nil, schema.Text{}
	}
	if c.To == "" {
		return nil, schema.Text{ZH: "没有写归到哪里", EN: "where it belongs is empty"}
	}
	root, _, _ := strings.Cut(c.Path, "[")
	return &move{d, n, root, level, c.To}, schema.Text{}
}

// above are the labels above the indicator of a path, outermost first.
func above(d *schema.Declaration, path string) []string {
	var out []string
	for i, r := range path {
		if r != '.' || !strings.HasPrefix(path[i:], ".children[") {
			continue
		}
		if n, _, ok := nodeAt(d, path[:i]); ok {
			out = append(out, n.Name)
		}
	}
	return out
}

// Origins says, by declaration, from where indicators were moved: their paths now,
// and as they were read.
type Origins map[int]map[string]string

// Of is a path as it was read. Corrections name that.
func (o Origins) Of(declaration int, path string) string {
	old, _ := renamed(o[declaration], path)
	return old
}

// renamed gives a path the new name of the indicator that it leads into; ok is
// false where that is gone.
func renamed(to map[string]string, path string) (string, bool) {
	for end := len(path); end > 0; end = strings.LastIndexByte(path[:end], '.') {
		if moved, ok := to[path[:end]]; ok {
			return moved + path[end:], moved != ""
		}
	}
	return path, true
}

// carryOut moves the indicators, once all texts are set right, and gives what
// speaks of them their new paths. first is the index of the document's first
// declaration in its file.
func carryOut(doc *schema.Document, moves []move, first int, origins Origins) {
	if len(moves) == 0 {
		return
	}
	for i, d := range doc.Declarations {
		mine := slices.DeleteFunc(slices.Clone(moves), func(m move) bool { return m.d != d })
		if len(mine) == 0 {
			continue
		}
		old := paths(d)
		for _, m := range mine {
			m.carry()
		}
		now := paths(d)
		renumber(doc, i, old, now)
		from := make(map[string]string, len(now))
		for n, p := range now {
			from[p] = old[n]
		}
		origins[first+i] = from
	}
}

// carry takes the indicator out of its place and puts it under the label: the one
// that stands nearest, or a new one behind the old.
func (m *move) carry() {
	nodes := &m.d.Indicators
	if m.root == "indicators_medium_term" {
		nodes = &m.d.IndicatorsMediumTerm
	}
	trail := find(*nodes, m.node)
	if len(trail) <= m.level {
		return
	}
	siblings := nodes
	if m.level > 0 {
		siblings = &trail[m.level-1].Children
	}
	at := slices.Index(*siblings, trail[m.level])
	to := nearest(*siblings, at, m.label)
	if to == nil {
		to = &schema.Indicator{Name: m.label}
		*siblings = slices.Insert(*siblings, at+1, to)
	}
	// Labels between the one that was wrong and the indicator come along.
	for _, label := range trail[m.level+1 : len(trail)-1] {
		below := nearest(to.Children, 0, label.Name)
		if below == nil {
			below = &schema.Indicator{Name: label.Name, Points: label.Points}
			to.Children = append(to.Children, below)
		}
		to = below
	}
	for i := len(trail) - 2; i >= 0; i-- {
		parent := trail[i]
		parent.Children = slices.DeleteFunc(parent.Children, func(n *schema.Indicator) bool { return n == trail[i+1] && (i == len(trail)-2 || len(n.Children) == 0) })
	}
	if len(trail[0].Children) == 0 {
		*nodes = slices.DeleteFunc(*nodes, func(n *schema.Indicator) bool { return n == trail[0] })
	}
	to.Children = append(to.Children, m.node)
}

// find gives the labels above an indicator, outermost first, and it itself.
func find(nodes []*schema.Indicator, n *schema.Indicator) []*schema.Indicator {
	for _, x := range nodes {
		if x == n {
			return []*schema.Indicator{x}
		}
		if trail := find(x.Children, n); trail != nil {
			return append([]*schema.Indicator{x}, trail...)
		}
	}
	return nil
}

// nearest is the label of a name that stands nearest to a place among its siblings.
func nearest(nodes []*schema.Indicator, at int, name string) *schema.Indicator {
	var best *schema.Indicator
	far := len(nodes) + 1
	for i, n := range nodes {
		if n.Name == name && n.Value == nil && max(i-at, at-i) < far {
			best, far = n, max(i-at, at-i)
		}
	}
	return best
}

// paths are the paths of all indicators of a declaration.
func paths(d *schema.Declaration) map[*schema.Indicator]string {
	out := map[*schema.Indicator]string{}
	var walk func(prefix string, nodes []*schema.Indicator)
	walk = func(prefix string, nodes []*schema.Indicator) {
		for i, n := range nodes {
			p := prefix + "[" + strconv.Itoa(i) + "]"
			out[n] = p
			walk(p+".children", n.Children)
		}
	}
	walk("indicators", d.Indicators)
	walk("indicators_medium_term", d.IndicatorsMediumTerm)
	return out
}

// renumber gives all that speaks of a declaration's indicators their new paths.
// What spoke of a label that is gone is left out.
func renumber(doc *schema.Document, index int, old, now map[*schema.Indicator]string) {
	to := make(map[string]string, len(old))
	for n, p := range old {
		to[p] = now[n]
	}
	path := func(p string) (string, bool) { return renamed(to, p) }
	d := doc.Declarations[index]
	trace := make(map[string]schema.Place, len(d.Trace))
	for p, at := range d.Trace {
		if q, ok := path(p); ok {
			trace[q] = at
		}
	}
	d.Trace = trace
	for i := range d.Repairs {
		d.Repairs[i].Path, _ = path(d.Repairs[i].Path)
	}
	for i := range d.Uncertain {
		d.Uncertain[i].Path, _ = path(d.Uncertain[i].Path)
	}
	for i := range d.Account {
		for k := range d.Account[i].Of {
			d.Account[i].Of[k], _ = path(d.Account[i].Of[k])
		}
	}
	for i := range doc.Problems {
		if p := &doc.Problems[i]; p.Declaration != nil && *p.Declaration == index {
			p.Path, _ = path(p.Path)
		}
	}
}
