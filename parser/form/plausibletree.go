package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// Whatever road rows came by, a tree of indicators that is read as it was printed
// has some things that no form lacks and none that no form has.

// plausibleTree doubts labels that come back, names that stand twice under one
// label, and texts that are more or less than a name or a label.
func (b *builder) plausibleTree(words *dictionary, root string, nodes []*schema.Indicator) {
	b.unsorted = words.unsorted(nodes)
	b.plausibleSiblings(words, root, nodes, nil)
	b.plausiblePaths(root, nodes)
	var last, over *schema.Indicator // the leaf before, and the label that it is under
	schema.WalkSpots(nodes, root, func(at *schema.Spot, labels []*schema.Indicator, leaf *schema.Indicator) {
		b.plausibleName(at, leaf)
		var parent *schema.Indicator
		if len(labels) > 0 {
			parent = labels[len(labels)-1]
		}
		if last != nil && parent == over && blankTarget(leaf) && leaf.Name != "" && !blankTarget(last) && bare(leaf) {
			b.ask(at.Path(), schema.QuestionText, leaf.Name, []string{last.Name + leaf.Name}) // the rest of the name above
			b.ask(at.Sibling(-1), schema.QuestionText, last.Name, []string{last.Name + leaf.Name})
		}
		last, over = leaf, parent
	})
}

// plausiblePaths doubts outermost labels right above indicators that are two words each
// with one mark between: they may be two levels.
func (b *builder) plausiblePaths(root string, nodes []*schema.Indicator) {
	for _, mark := range levelJoins {
		n := 0
		for _, node := range nodes {
			if outer, _, ok := cutLevels(node.Name, mark); ok && outer != "" && len(node.Children) > 0 && len(node.Children[0].Children) == 0 {
				n++
			}
		}
		if n < 2 || n < len(nodes) {
			continue
		}
		for i, node := range nodes {
			outer, inner, _ := cutLevels(node.Name, mark)
			b.ask(pathIndex(root, i), schema.QuestionLevel1, node.Name, []string{outer, inner})
		}
	}
}

// plausibleSiblings looks at the nodes under some labels, outermost first, and at those
// below them.
func (b *builder) plausibleSiblings(words *dictionary, root string, nodes, above []*schema.Indicator) {
	depth := len(above)
	question := [...]string{schema.QuestionLevel1, schema.QuestionLevel2, schema.QuestionColumn}[min(depth, 2)]
	first := make(map[string]int, len(nodes))
	mixed := depth == 0 && words.mixedDepths(nodes)
	for i, n := range nodes {
		is := question
		if len(n.Children) == 0 {
			is = schema.QuestionColumn
		}
		name := squeeze(fold.Text(n.Name))
		if k, again := first[name]; again && name != "" && (len(n.Children) > 0) == (len(nodes[k].Children) > 0) && !goesOn(nodes, i) && !(b.unsorted && words.inVocabulary(labelNorm(n.Name))) {
			b.ask(pathIndex(root, i), is, n.Name, neighbour(nodes, i))
			if len(n.Children) == 0 {
				b.ask(pathIndex(root, k), is, n.Name, beside(nodes[k]))
			}
		} else if !again {
			first[name] = i
		}
		if len(n.Children) == 0 {
			continue
		}
		path := pathIndex(root, i)
		if whole := words.cutLevel(n.Name); whole != "" {
			b.ask(path, is, n.Name, []string{whole})
		}
		if mixed && !words.isLevel(labelNorm(n.Name), 0) {
			b.ask(path, is, n.Name, neighbour(nodes, i))
		}
		if depth == 1 && (Vocabulary{words}).Foreign(labelNorm(n.Name), labelNorm(above[0].Name)) {
			b.ask(path, schema.QuestionLevel1, above[0].Name, words.owners(labelNorm(n.Name)))
		}
		b.plausibleSiblings(words, path+".children", n.Children, append(above[:depth:depth], n))
	}
}

// minReturns is how many labels come back in a list that nobody sorted, minReturned how
// many different ones: a misread label seldom makes one come back.
const minReturns, minReturned = 3, 2

// unsorted reports whether the rows of a tree stand in no order, as lists of systems do:
// level after level comes back behind others.
func (d *dictionary) unsorted(nodes []*schema.Indicator) bool {
	n, names := 0, map[string]bool{}
	var count func(nodes []*schema.Indicator)
	count = func(nodes []*schema.Indicator) {
		seen := map[string]bool{}
		for i, node := range nodes {
			if len(node.Children) == 0 {
				continue
			}
			name := labelNorm(node.Name)
			if seen[name] && !goesOn(nodes, i) && d.inVocabulary(name) {
				n++
				names[name] = true
			}
			seen[name] = true
			count(node.Children)
		}
	}
	count(nodes)
	return n >= minReturns && len(names) >= minReturned
}

// owners are the names of level 1 that some profile has over a name of level 2.
func (d *dictionary) owners(inner string) []string {
	out := slices.Concat(d.levels[inner].above...)
	slices.Sort(out)
	return slices.Compact(out)
}

// goesOn reports whether a label is printed again right behind itself, as at the head of
// a page.
func goesOn(nodes []*schema.Indicator, i int) bool {
	return i > 0 && len(nodes[i].Children) > 0 && squeeze(nodes[i-1].Name) == squeeze(nodes[i].Name)
}

// neighbour is the label before a node.
func neighbour(nodes []*schema.Indicator, i int) []string {
	if i == 0 {
		return nil
	}
	return []string{nodes[i-1].Name}
}

// mixedDepths reports whether outermost labels are in part names of the first level
// and in part names that only the second one has.
func (d *dictionary) mixedDepths(nodes []*schema.Indicator) bool {
	outer, inner := false, false
	for _, n := range nodes {
		norm := labelNorm(n.Name)
		outer = outer || d.isLevel(norm, 0)
		inner = inner || d.inVocabulary(norm) && !d.isLevel(norm, 0)
	}
	return outer && inner
}

// minCut is how long a part of a level's name must be to be known as one, in runes.
const minCut = 4

// cutLevel is the name of a level that a label is only the first part of, "" where
// it is none.
func (d *dictionary) cutLevel(label string) string {
	norm := labelNorm(label)
	if utf8.RuneCountInString(norm) < minCut || d.inVocabulary(norm) {
		return ""
	}
	best := ""
	for name := range d.levels {
		if strings.HasPrefix(name, norm) && (best == "" || len(name) < len(best) || len(name) == len(best) && name < best) {
			best = name
		}
	}
	return best
}

var (
	// hanging is how a text ends, or begins, that was cut.
	hanging = pattern.MustCompile(`[(（《“〈「、，,和及与或之]$|^[)）》”〉」、，。；;]`)
	// severally is a target behind another one without a mark between them.
	severally = pattern.MustCompile(`[<>≥≤≧≦]=?\d[^<>≥≤≧≦;；,，、且和或及/(（]*[<>≥≤≧≦]=?\d`)
	// inside is a target inside a name.
	inside = pattern.MustCompile(`.[<>≥≤≧≦]=?\d|[:：][<>≥≤=]`)
)

// maxName is how long a name is at most, in runes.
const maxName = 60

// plausibleName doubts a name that was cut, holds its target, or is none.
func (b *builder) plausibleName(at *schema.Spot, leaf *schema.Indicator) {
	name := squeeze(fold.Text(leaf.Name))
	if name == "" {
		return
	}
	text := ""
	if leaf.Value != nil {
		text = leaf.Value.Text
	}
	holds := pattern.Of(name)
	switch {
	case compares(name), inside.In(name, &holds), isValue(name):
		b.ask(at.Path(), schema.QuestionColumn, leaf.Name, beside(leaf, text))
	case hanging.In(name, &holds), unbalanced(name), utf8.RuneCountInString(name) > maxName, strings.Contains(strings.TrimSuffix(name, "。"), "。"):
		b.ask(at.Path(), schema.QuestionText, leaf.Name, nil)
	}
	if text = squeeze(fold.Text(text)); unbalanced(text) && leaf.Value.Kind != schema.KindInterval || severally.MatchString(text) || text != "" && strings.ContainsAny(firstRune(text), ")）》、，。；;") {
		b.ask(at.Path()+".value", schema.QuestionText, leaf.Value.Text, nil)
	}
}

// isValue reports whether a text is nothing but a number with its unit.
func isValue(s string) bool {
	if !strings.ContainsAny(firstRune(s), "0123456789<>=≥≤") {
		return false
	}
	v := value.Parse(s, value.Context{})
	return (v.Kind == schema.KindQuantity || v.Kind == schema.KindInterval) && v.Subject == ""
}

// unbalanced reports whether a text lacks one of a pair of brackets.
func unbalanced(s string) bool {
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			if depth--; depth < 0 {
				return true
			}
		}
	}
	return depth != 0
}

// blankTarget reports whether an indicator has neither target nor actual value.
func blankTarget(n *schema.Indicator) bool {
	return (n.Value == nil || n.Value.Kind == schema.KindBlank && n.Value.Text == "") && n.Actual == nil && len(n.Targets) == 0
}

// bare reports whether nothing is known of an indicator but its name.
func bare(n *schema.Indicator) bool {
	return len(n.Extra) == 0 && n.Weight == "" && n.Score == "" && n.Explanation == "" && n.Standard == "" && n.Remark == ""
}
