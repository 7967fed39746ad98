package words

import (
	"errors"
	"iter"
	"strings"
)

// MaxLists is how many lists a matcher may hold; a text's membership in all of
// them is one bit set.
const MaxLists = 192

// maxTerms bounds the terms of a matcher after its alternatives are written out.
const maxTerms = 20_000

// Bits says which lists a text belongs to.
type Bits [MaxLists / 64]uint64

// Set puts list i in.
func (b *Bits) Set(i int) { b[i/64] |= 1 << (i % 64) }

// Clear takes list i out.
func (b *Bits) Clear(i int) { b[i/64] &^= 1 << (i % 64) }

// Has reports whether list i is in.
func (b Bits) Has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

// Any reports whether the two have a list in common.
func (b Bits) Any(c Bits) bool {
	return b[0]&c[0] != 0 || b[1]&c[1] != 0 || b[2]&c[2] != 0
}

// Or is the lists of both.
func (b Bits) Or(c Bits) Bits {
	for w := range b {
		b[w] |= c[w]
	}
	return b
}

// Zero reports whether no list is in.
func (b Bits) Zero() bool { return b == Bits{} }

// Matcher matches every list in one pass over a text: a trie is walked from each of
// its characters. Words are short and few begin alike, so that a walk ends after one or
// two steps; its cost does not grow with the number of words.
type Matcher struct {
	trie  edges
	first firsts
	// from are, by node, the first of the outputs of the words that end there; the next
	// node's is the end of them.
	from []int32
	outs []output
	// groups are the groups of sequences; lefts how many places are kept for the ends of
	// those that others follow.
	groups []group
	lefts  int
}

// output is one term that ends at a node.
type output struct {
	start, end bool  // anchored at the text's beginning, end
	exception  bool  // keeps the text out of list instead
	list       int16 // list it puts the text in
	group      int16 // group of sequences that it is a word of, -1 for none
}

// group is a part of sequences (投诉…率, {bad}+率): what it completes where others stand
// before it, and the place of its ends where others follow, -1 where none does. Groups
// that are written alike are one, so that their words are held once.
type group struct {
	pairs []pair
	left  int32
	needs marks // of the places that its pairs ask for
}

// pair is what a group completes behind another one: a list, or, of a longer sequence,
// what others follow.
type pair struct {
	left      int32
	next      int32 // place of the ends of both together
	list      int16 // -1 where others follow
	gap       gap
	exception bool
}

// marks are a few places, each a bit that it shares with others: two without a bit in
// common have no place in common.
type marks uint64

func markOf(left int32) marks { return 1 << (left & 63) }

// gap is what may stand between two groups.
type gap uint8

const (
	anything  gap = iota // …
	nothing              // +
	ideograph            // _
)

// ErrEmpty is the fault of a pattern with an empty word, ErrMany that of too many
// words in one matcher.
var (
	ErrEmpty = errors.New("an empty word in a lexicon; expected at least one character")
	ErrMany  = errors.New("too many words in the lexicons")
)

// MaxTerms is how many words a matcher holds at most.
const MaxTerms = maxTerms

// Builder collects patterns in a trie and turns it into a matcher.
type Builder struct {
	trie  edges
	outs  [][]output // by node
	terms int
	// groups are known by their text, chains of several by what they are made of.
	names  map[string]int16
	chains map[chain]int32
	groups []group
	lefts  int32
}

// chain is a group behind another one that others follow.
type chain struct {
	left  int32
	gap   gap
	right int16
}

// NewBuilder is an empty builder.
func NewBuilder() *Builder {
	return &Builder{outs: make([][]output, 1), names: map[string]int16{}, chains: map[chain]int32{}}
}

// Add adds a folded pattern to a list, or to what keeps a text out of it. In a
// pattern ^ is the beginning of the text and $ its end, (甲|乙) are alternatives,
// [座台] is one of the characters, (甲|乙)? may be absent, … stands for anything between, + for nothing
// between: 甲+乙 is 甲乙, but long alternatives on both sides cost their sum and
// not their product, and _ for one ideograph: 甲_乙 is 甲丙乙. …… is the printed ellipsis.
func (b *Builder) Add(list int, pattern string, exception bool) error {
	pattern = strings.ReplaceAll(strings.ReplaceAll(pattern, "...", "…"), "……", "\x00")
	groups, gaps := cutGroups(pattern)
	for i := range groups {
		groups[i] = strings.ReplaceAll(groups[i], "\x00", "……")
	}
	if len(groups) == 1 {
		return b.words(groups[0], output{list: int16(list), exception: exception, group: -1})
	}
	first, err := b.group(groups[0])
	if err != nil {
		return err
	}
	left := b.leftOf(first)
	for i, g := range gaps {
		right, err := b.group(groups[i+1])
		if err != nil {
			return err
		}
		if i+1 < len(gaps) {
			left = b.chain(chain{left, g, right})
			continue
		}
		b.groups[right].pairs = append(b.groups[right].pairs, pair{left: left, gap: g, list: int16(list), exception: exception})
	}
	return nil
}

// group is the number of a group, whose words are added where it is new.
func (b *Builder) group(text string) (int16, error) {
	if g, known := b.names[text]; known {
		return g, nil
	}
	if len(b.groups) >= maxTerms {
		return 0, ErrMany
	}
	g := int16(len(b.groups))
	b.groups, b.names[text] = append(b.groups, group{left: -1}), g
	return g, b.words(text, output{group: g})
}

// leftOf is the place of the ends of a group that another one follows.
func (b *Builder) leftOf(g int16) int32 {
	if b.groups[g].left < 0 {
		b.groups[g].left = b.lefts
		b.lefts++
	}
	return b.groups[g].left
}

// chain is the place of the ends of a chain.
func (b *Builder) chain(c chain) int32 {
	place, known := b.chains[c]
	if !known {
		place, b.chains[c] = b.lefts, b.lefts
		b.lefts++
		right := &b.groups[c.right]
		right.pairs = append(right.pairs, pair{left: c.left, gap: c.gap, list: -1, next: place})
	}
	return place
}

// cutGroups parts a pattern at …, + and _, and gives the gaps between its groups. A + or
// _ that does not stand between two words is text (10万+).
func cutGroups(pattern string) (groups []string, gaps []gap) {
	for {
		i := strings.IndexAny(pattern, "…+_")
		for i >= 0 && (pattern[i] == '+' || pattern[i] == '_') && (i == 0 || i+1 == len(pattern) || len(groups) >= maxGroups) {
			j := strings.IndexAny(pattern[i+1:], "…+_")
			if j < 0 {
				i = -1
				break
			}
			i += 1 + j
		}
		if i < 0 {
			return append(groups, pattern), gaps
		}
		groups = append(groups, pattern[:i])
		switch pattern[i] {
		case '+':
			gaps, pattern = append(gaps, nothing), pattern[i+1:]
		case '_':
			gaps, pattern = append(gaps, ideograph), pattern[i+1:]
		default:
			gaps, pattern = append(gaps, anything), pattern[i+len("…"):]
		}
	}
}

// maxGroups bounds the groups of a sequence that adjoin.
const maxGroups = 30

func (b *Builder) words(group string, o output) error {
	for _, w := range expand(group) {
		if err := b.word(w, o); err != nil {
			return err
		}
	}
	return nil
}

// word adds one literal with its anchors.
func (b *Builder) word(w string, o output) error {
	if strings.HasPrefix(w, "^") {
		o.start, w = true, w[1:]
	}
	if strings.HasSuffix(w, "$") {
		o.end, w = true, w[:len(w)-1]
	}
	if w == "" {
		return ErrEmpty
	}
	if b.terms++; b.terms > maxTerms {
		return ErrMany
	}
	node := root
	for i := 0; i < len(w); {
		c, n := char(w, i)
		node, i = b.trie.put(node, c).node(), i+n
		if int(node) == len(b.outs) {
			b.outs = append(b.outs, nil)
		}
	}
	b.outs[node] = append(b.outs[node], o)
	return nil
}

// Build is the matcher of the patterns. The builder must not be used afterwards.
func (b *Builder) Build() *Matcher {
	b.trie.finish(func(node int32) bool { return len(b.outs[node]) > 0 })
	m := &Matcher{trie: b.trie, first: firstsOf(&b.trie), from: make([]int32, 0, len(b.outs)+1), outs: make([]output, 0, b.terms), groups: b.groups, lefts: int(b.lefts)}
	for _, outs := range b.outs {
		m.from = append(m.from, int32(len(m.outs)))
		m.outs = append(m.outs, outs...)
	}
	m.from = append(m.from, int32(len(m.outs)))
	for i := range m.groups {
		g := &m.groups[i]
		for _, p := range g.pairs {
			g.needs |= markOf(p.left)
		}
	}
	return m
}

// expand writes out alternatives: (完成|到位)率 is 完成率 and 到位率, [座台]数 is 座数 and
// 台数. A bar outside brackets separates whole words.
func expand(s string) []string {
	var out []string
	depth, from := 0, 0
	for i, c := range s {
		switch c {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '|':
			if depth == 0 {
				out = append(out, expandOne(s[from:i])...)
				from = i + 1
			}
		}
	}
	return append(out, expandOne(s[from:])...)
}

// expandOne writes out the bracketed alternatives of one word. A bracket that is
// not closed, or without a bar in it, is text.
func expandOne(s string) []string {
	for open := 0; open < len(s); open++ {
		choices, length := alternatives(s[open:])
		if choices == nil {
			continue
		}
		var out []string
		rest := expandOne(s[open+length:])
		for _, alt := range choices {
			for _, tail := range rest {
				if len(out) < maxTerms {
					out = append(out, s[:open]+alt+tail)
				}
			}
		}
		return out
	}
	return []string{s}
}

// alternatives are the choices of the brackets at the start of s, and the width of
// the brackets.
func alternatives(s string) (choices []string, width int) {
	switch s[0] {
	case '(':
		if n := strings.IndexByte(s, ')'); n > 0 && strings.Contains(s[:n], "|") {
			choices, width = strings.Split(s[1:n], "|"), n+1
		}
	case '[':
		if n := strings.IndexByte(s, ']'); n > 1 {
			choices, width = strings.Split(s[1:n], ""), n+1
		}
	}
	if choices != nil && strings.HasPrefix(s[width:], "?") {
		return append(choices, ""), width + 1
	}
	return choices, width
}

// maxRoom is how many ends a match keeps without an allocation: more than the lists of
// names have.
const maxRoom = 192

// Match says which lists a folded text belongs to and which it is kept out of.
func (m *Matcher) Match(text string) (in, out Bits) {
	var room [maxRoom]ends
	open := standing{ends: room[:]}
	if m.lefts > len(room) {
		open.ends = make([]ends, m.lefts)
	}
	for w := range m.words(text) {
		for i := range w.outs {
			switch o := &w.outs[i]; {
			case o.start && w.begin > 0 || o.end && w.end < len(text):
			case o.group < 0:
				mark(&in, &out, o.list, o.exception)
			default:
				open.put(&m.groups[o.group], int32(w.begin), int32(w.end), &in, &out)
			}
		}
	}
	return in, out
}

// word is where words of a matcher stand in a text, and what they are.
type word struct {
	begin, end int
	outs       []output
}

// words are all words of a text in the order of their beginnings, shorter ones first.
func (m *Matcher) words(text string) iter.Seq[word] {
	return func(yield func(word) bool) {
		for begin := 0; begin < len(text); {
			c, n := char(text, begin)
			at := begin + n
			to := m.first.get(&m.trie, c)
			for to != nowhere {
				node := to.node()
				if to&wordEnds != 0 && !yield(word{begin, at, m.outs[m.from[node]:m.from[node+1]]}) {
					return
				}
				if to&leadsOn == 0 || at == len(text) {
					break
				}
				c, n := char(text, at)
				to, at = m.trie.get(node, c), at+n
			}
			begin += n
		}
	}
}

func mark(in, out *Bits, list int16, exception bool) {
	if exception {
		out.Set(int(list))
	} else {
		in.Set(int(list))
	}
}

// standing is what stands of sequences so far in a text.
type standing struct {
	ends  []ends // by place
	known marks  // of the places that have an end
}

// put notes that a group stands at [begin, end), and marks what it completes.
func (s *standing) put(g *group, begin, end int32, in, out *Bits) {
	if g.needs&s.known != 0 {
		for i := range g.pairs {
			switch p := &g.pairs[i]; {
			case !s.ends[p.left].before(p.gap, begin):
			case p.list >= 0:
				mark(in, out, p.list, p.exception)
			default:
				s.end(p.next, begin, end)
			}
		}
	}
	if g.left >= 0 {
		s.end(g.left, begin, end)
	}
}

func (s *standing) end(left, begin, end int32) {
	s.ends[left].put(begin, end)
	s.known |= markOf(left)
}

// ends are where a group has ended so far in a text. Words come in the order of their
// beginnings: for what stands anywhere behind the group its first end is enough, and an
// end more than an ideograph before the last beginning is of no use to what adjoins.
type ends struct {
	first int32 // 0 for none
	begin int32 // the last beginning
	near  uint64
}

// behind is the bit of near for an end at begin; words of a group that another one
// adjoins are followed up to 60 bytes.
const behind = int32(len("一"))

func (e *ends) put(begin, end int32) {
	if e.first == 0 || end < e.first {
		e.first = end
	}
	e.near = e.near>>uint(begin-e.begin) | 1<<uint(end-begin+behind)
	e.begin = begin
}

// before reports whether the group stands where what begins at a byte needs it.
func (e *ends) before(g gap, begin int32) bool {
	switch g {
	case anything:
		return e.first > 0 && e.first <= begin
	case ideograph:
		return e.near>>uint(begin-e.begin)&1 != 0
	}
	return e.near>>uint(begin-e.begin+behind)&1 != 0
}

// First is the first word of the lists in a folded text, for messages: of those that
// begin at one place the longest.
func (m *Matcher) First(text string, lists Bits) string {
	best, from := "", -1
	for w := range m.words(text) {
		if from >= 0 && w.begin > from {
			break
		}
		for i := range w.outs {
			if o := &w.outs[i]; o.group < 0 && !o.exception && lists.Has(int(o.list)) && (!o.start || w.begin == 0) && (!o.end || w.end == len(text)) {
				best, from = text[w.begin:w.end], w.begin
			}
		}
	}
	return best
}
