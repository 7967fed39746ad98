// Package pattern is regular expressions with a look before them: most texts lack
// a character that a match must have, and one pass over them says so. The answers
// are those of the expression itself.
package pattern

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Pattern is an expression. Nothing is done for it before the first text is asked
// about, and it is compiled when a text is met that it may match.
type Pattern struct {
	expr  string
	once  sync.Once
	known *look
}

// look is what is known of an expression before it runs.
type look struct {
	expr string // "" where tree is to be printed
	tree *syntax.Regexp
	once sync.Once
	made *regexp.Regexp
	// ways are the alternatives of the expression, each with a look of its own, nil
	// where it has none: a text that no alternative may match needs no expression,
	// and one that some may needs theirs alone.
	ways []*look
	// needs holds characters of which every match has one; nil where there is no
	// such set.
	needs *set
	// first holds what a text begins with that the expression matches from its begin,
	// last what one ends with that it matches to its end; nil where it is not bound to
	// it, or the text may begin or end with anything.
	first, last *set
	// least is how many characters a match has at least; most how many one of the whole
	// text has, 0 where there is no bound or the expression is not bound to both ends.
	least, most int
}

// set is a few characters.
type set struct {
	marks Marks
	chars string
}

func (x *set) has(r rune) bool { return x.marks.has(r) && strings.ContainsRune(x.chars, r) }

// in reports whether a text holds one of the characters.
func (x *set) in(s string) bool {
	for _, r := range s {
		if x.has(r) {
			return true
		}
	}
	return false
}

// Marks are characters, by the low bits of their code: it may take one for
// another, and never misses one.
type Marks [4]uint64

// Of are the characters of a text.
func Of(s string) Marks {
	var m Marks
	for _, r := range s {
		m.add(r)
	}
	return m
}

func (m *Marks) add(r rune)      { m[r>>6&3] |= 1 << (r & 63) }
func (m *Marks) has(r rune) bool { return m[r>>6&3]>>(r&63)&1 != 0 }

func (m *Marks) meets(o *Marks) bool {
	return m[0]&o[0]|m[1]&o[1]|m[2]&o[2]|m[3]&o[3] != 0
}

// Compile checks an expression.
func Compile(expr string) (*Pattern, error) {
	if writtenFor(expr) == nil {
		if _, err := syntax.Parse(expr, syntax.Perl); err != nil {
			return nil, err
		}
	}
	return MustCompile(expr), nil
}

// MustCompile is Compile for expressions of the program's own: a broken one panics
// at its first use.
func MustCompile(expr string) *Pattern { return &Pattern{expr: expr} }

// look is what is known of the expression: for most of the program's own it was found
// out when the program was written.
func (p *Pattern) look() *look {
	p.once.Do(func() {
		if p.known = writtenFor(p.expr); p.known == nil {
			p.known = lookAt(p.expr)
		}
	})
	return p.known
}

// writtenFor is the look that stands in the program, nil where none does.
func writtenFor(expr string) *look {
	at, found := slices.BinarySearchFunc(written, expr, func(l *look, expr string) int { return strings.Compare(l.expr, expr) })
	if !found {
		return nil
	}
	return written[at]
}

// re is the expression, compiled.
func (l *look) re() *regexp.Regexp {
	l.once.Do(func() { l.made = regexp.MustCompile(l.text()) })
	return l.made
}

// text is the expression.
func (l *look) text() string {
	if l.tree != nil {
		return l.tree.String()
	}
	return l.expr
}

// maxWays bounds the alternatives that are looked at one by one.
const maxWays = 24

func lookAt(expr string) *look {
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic("a broken expression: " + err.Error())
	}
	tree = tree.Simplify()
	l := of(tree)
	l.expr, l.tree = expr, nil
	if list := ways(tree); len(list) > 1 && len(list) <= maxWays {
		for _, way := range list {
			l.ways = append(l.ways, of(way))
		}
	}
	return l
}

// of is the look of a tree, without its alternatives.
func of(tree *syntax.Regexp) *look {
	l := &look{tree: tree, least: least(tree)}
	l.needs = setOf(needs(tree))
	parts := []*syntax.Regexp{tree}
	if tree.Op == syntax.OpConcat {
		parts = tree.Sub
	}
	begins, ends := parts[0].Op == syntax.OpBeginText, parts[len(parts)-1].Op == syntax.OpEndText
	if begins {
		parts = parts[1:]
	}
	if ends && len(parts) > 0 {
		parts = parts[:len(parts)-1]
	}
	// What an expression of the whole text need not have, a text that is not empty has.
	whole := begins && ends
	if set, empty := atEdge(parts, front); begins && (whole || !empty) {
		l.first = setOf(set)
	}
	if set, empty := atEdge(parts, back); ends && (whole || !empty) {
		l.last = setOf(set)
	}
	if whole {
		l.most = most(parts...)
	}
	return l
}

// ways are the alternatives of an expression: those that it is made of, and those
// behind the begin of the text that it is bound to.
func ways(tree *syntax.Regexp) []*syntax.Regexp {
	switch {
	case tree.Op == syntax.OpCapture:
		return ways(tree.Sub[0])
	case tree.Op == syntax.OpAlternate:
		var out []*syntax.Regexp
		for _, sub := range tree.Sub {
			out = append(out, ways(sub)...)
		}
		return out
	case tree.Op == syntax.OpConcat && len(tree.Sub) > 1 && tree.Sub[0].Op == syntax.OpBeginText:
		var out []*syntax.Regexp
		for _, way := range ways(tree.Sub[1]) {
			concat := *tree
			concat.Sub = append([]*syntax.Regexp{tree.Sub[0], way}, tree.Sub[2:]...)
			out = append(out, &concat)
		}
		return out
	}
	return []*syntax.Regexp{tree}
}

// In is MatchString for a text whose characters are known.
func (p *Pattern) In(s string, of *Marks) bool {
	l := p.look()
	return l.in(s, of)
}

func (l *look) in(s string, of *Marks) bool {
	if l.needs != nil && !l.needs.marks.meets(of) || !l.may(s) {
		return false
	}
	for i := range l.ways {
		if l.ways[i].in(s, of) {
			return true
		}
	}
	return l.ways == nil && l.re().MatchString(s)
}

// MatchString reports whether a text holds a match.
func (p *Pattern) MatchString(s string) bool {
	l := p.look()
	if l.ways != nil {
		of := Of(s)
		return l.in(s, &of)
	}
	return l.may(s) && l.re().MatchString(s)
}

// may reports whether a text may hold a match.
func (l *look) may(s string) bool {
	if len(s) < l.least || l.most > 0 && len(s) > l.most && utf8.RuneCountInString(s) > l.most {
		return false
	}
	if s == "" {
		return true
	}
	if l.first != nil {
		if r, _ := utf8.DecodeRuneInString(s); !l.first.has(r) {
			return false
		}
	}
	if l.last != nil {
		if r, _ := utf8.DecodeLastRuneInString(s); !l.last.has(r) {
			return false
		}
	}
	return l.needs == nil || l.needs.in(s)
}

// compiled is the expression, nil where a text cannot hold a match.
func (p *Pattern) compiled(s string) *regexp.Regexp {
	l := p.look()
	if !l.may(s) {
		return nil
	}
	return l.re()
}

// FindString is the leftmost match, "" where there is none.
func (p *Pattern) FindString(s string) string {
	if re := p.compiled(s); re != nil {
		return re.FindString(s)
	}
	return ""
}

// FindStringIndex is the leftmost match by byte indexes, nil where there is none.
func (p *Pattern) FindStringIndex(s string) []int {
	if re := p.compiled(s); re != nil {
		return re.FindStringIndex(s)
	}
	return nil
}

// FindStringSubmatch is the leftmost match and its groups, nil where there is none.
func (p *Pattern) FindStringSubmatch(s string) []string {
	if re := p.compiled(s); re != nil {
		return re.FindStringSubmatch(s)
	}
	return nil
}

// FindStringSubmatchIndex is FindStringSubmatch by byte indexes.
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	if re := p.compiled(s); re != nil {
		return re.FindStringSubmatchIndex(s)
	}
	return nil
}

// FindAllStringSubmatch are all matches and their groups.
func (p *Pattern) FindAllStringSubmatch(s string) [][]string {
	if re := p.compiled(s); re != nil {
		return re.FindAllStringSubmatch(s, -1)
	}
	return nil
}

// ReplaceAllString puts a text in the place of every match.
func (p *Pattern) ReplaceAllString(s, with string) string {
	if re := p.compiled(s); re != nil {
		return re.ReplaceAllString(s, with)
	}
	return s
}

// ReplaceAllStringFunc puts what a function makes of it in the place of every match.
func (p *Pattern) ReplaceAllStringFunc(s string, with func(string) string) string {
	if re := p.compiled(s); re != nil {
		return re.ReplaceAllStringFunc(s, with)
	}
	return s
}

// Regexp is the compiled expression, for bytes.
func (p *Pattern) Regexp() *regexp.Regexp {
	l := p.look()
	return l.re()
}

// maxSet bounds the characters of a set that is worth a look.
const maxSet = 64

func setOf(list []rune) *set {
	if list == nil {
		return nil
	}
	x := &set{chars: string(slices.Compact(slices.Sorted(slices.Values(list))))}
	x.marks = Of(x.chars)
	return x
}

// needs are characters of which every match has one, nil where none is known: the
// smallest such set that the parts of the expression give.
func needs(re *syntax.Regexp) []rune {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return re.Rune[len(re.Rune)-1:]
		}
	case syntax.OpCharClass:
		return class(re)
	case syntax.OpCapture, syntax.OpPlus:
		return needs(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needs(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []rune
		for _, sub := range re.Sub {
			if set := needs(sub); set != nil && (best == nil || len(set) < len(best)) {
				best = set
			}
		}
		return best
	case syntax.OpAlternate:
		var all []rune
		for _, sub := range re.Sub {
			set := needs(sub)
			if set == nil || len(all)+len(set) > maxSet {
				return nil
			}
			all = append(all, set...)
		}
		return all
	}
	return nil
}

// class are the characters of a class, nil where they are too many.
func class(re *syntax.Regexp) []rune {
	set := []rune{}
	for i := 0; i+1 < len(re.Rune); i += 2 {
		if int(re.Rune[i+1]-re.Rune[i])+len(set) >= maxSet {
			return nil
		}
		for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
			set = append(set, r)
		}
	}
	return set
}

// edge is an end of a text.
type edge bool

const front, back edge = false, true

// of are the characters that a match may have at an edge, nil where it may be any;
// empty where it may be no character at all.
func (e edge) of(re *syntax.Regexp) (set []rune, empty bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			if e == back {
				return re.Rune[len(re.Rune)-1:], false
			}
			return re.Rune[:1], false
		}
	case syntax.OpCharClass:
		return class(re), false
	case syntax.OpEmptyMatch:
		return []rune{}, true
	case syntax.OpCapture, syntax.OpPlus:
		return e.of(re.Sub[0])
	case syntax.OpQuest, syntax.OpStar:
		set, _ = e.of(re.Sub[0])
		return set, true
	case syntax.OpConcat:
		return atEdge(re.Sub, e)
	case syntax.OpAlternate:
		set = []rune{}
		for _, sub := range re.Sub {
			more, none := e.of(sub)
			if more == nil || len(set)+len(more) > maxSet {
				return nil, false
			}
			set, empty = append(set, more...), empty || none
		}
		return set, empty
	}
	return nil, false
}

// atEdge is what a sequence may have at an edge.
func atEdge(list []*syntax.Regexp, e edge) (set []rune, empty bool) {
	set = []rune{}
	for i := range list {
		re := list[i]
		if e == back {
			re = list[len(list)-1-i]
		}
		more, skipped := e.of(re)
		if more == nil || len(set)+len(more) > maxSet {
			return nil, false
		}
		set = append(set, more...)
		if !skipped {
			return set, false
		}
	}
	return set, true
}

// least is how many characters a match has at least.
func least(re *syntax.Regexp) int {
	n := 0
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		n = 1
	case syntax.OpCapture, syntax.OpPlus:
		n = least(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			n += least(sub)
		}
	case syntax.OpAlternate:
		n = least(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			n = min(n, least(sub))
		}
	}
	return n
}

// most is how many characters a match of a sequence has at most, 0 where it may have
// any number.
func most(list ...*syntax.Regexp) int {
	n := 0
	for _, re := range list {
		longest := 0
		switch re.Op {
		case syntax.OpLiteral:
			longest = len(re.Rune)
		case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
			longest = 1
		case syntax.OpEmptyMatch:
			continue
		case syntax.OpCapture, syntax.OpQuest, syntax.OpConcat:
			longest = most(re.Sub...)
		case syntax.OpAlternate:
			for _, sub := range re.Sub {
				way := most(sub)
				if way == 0 && sub.Op != syntax.OpEmptyMatch {
					return 0
				}
				longest = max(longest, way)
			}
		}
		if longest == 0 {
			return 0
		}
		n += longest
	}
	return n
}
