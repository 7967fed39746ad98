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

// Zero reports whether no list is in.
func (b Bits) Zero() bool { return b == Bits{} }

// Matcher matches every list in one pass over a text (Aho–Corasick over bytes),
// so that the cost does not grow with the number of words.
type Matcher struct {
	class [256]uint16 // byte → column of the table, 0 for bytes of no term
	width int
	// state*width + column → state, in short numbers where they are enough: the table
	// is megabytes, which every run of the rules must fill. One of the two is filled.
	short []uint16
	long  []uint32
	out   [][]int32 // state → outputs that end here
	outs  []output
	seqs  []sequence
	uses  [][]use // of each group
}

// output is one term that ends at a state.
type output struct {
	length     int
	start, end bool // anchored at the text's beginning, end
	list       int  // list it puts the text in
	exception  bool // keeps the text out of list instead
	group      int  // group of sequences that it is a word of, -1 for none
}

// use is a place of a group: in which sequence, as which of its groups. Sequences
// share the groups that are written alike ({bad}), so that their words are held once.
type use struct{ seq, member int }

// sequence is a term of several groups: 投诉…处理…率, {bad}+率.
type sequence struct {
	list      int
	exception bool
	groups    int
	adjoin    uint32 // bit g: group g begins where the one before it ends
	near      uint32 // bit g: and one ideograph stands between the two
}

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
	m     *Matcher
	trie  []node
	outs  [][]int32
	terms int
	// groups are the groups of sequences by their text.
	groups map[string]int
}

// node is a state of the trie: the byte that leads to it, its first child and its
// next sibling, 0 where there is none.
type node struct {
	by          byte
	first, next int32
}

// child is the state behind a byte, 0 where there is none.
func (b *Builder) child(s int32, by byte) int32 {
	t := b.trie[s].first
	for t != 0 && b.trie[t].by != by {
		t = b.trie[t].next
	}
	return t
}

// NewBuilder is an empty builder.
func NewBuilder() *Builder {
	return &Builder{m: &Matcher{}, trie: make([]node, 1), outs: [][]int32{nil}, groups: map[string]int{}}
}

// Add adds a folded pattern to a list, or to what keeps a text out of it. In a
// pattern ^ is the beginning of the text and $ its end, (甲|乙) are alternatives,
// [座台] is one of the characters, (甲|乙)? may be absent, … stands for anything between, + for nothing
// between: 甲+乙 is 甲乙, but long alternatives on both sides cost their sum and
// not their product, and _ for one ideograph: 甲_乙 is 甲丙乙. …… is the printed ellipsis.
func (b *Builder) Add(list int, pattern string, exception bool) error {
	pattern = strings.ReplaceAll(strings.ReplaceAll(pattern, "...", "…"), "……", "\x00")
	groups, adjoin, near := cutGroups(pattern)
	for i := range groups {
		groups[i] = strings.ReplaceAll(groups[i], "\x00", "……")
	}
	if len(groups) == 1 {
		return b.words(groups[0], output{list: list, exception: exception, group: -1})
	}
	seq := len(b.m.seqs)
	b.m.seqs = append(b.m.seqs, sequence{list: list, exception: exception, groups: len(groups), adjoin: adjoin, near: near})
	for member, text := range groups {
		group, known := b.groups[text]
		if !known {
			group = len(b.m.uses)
			b.groups[text] = group
			b.m.uses = append(b.m.uses, nil)
			if err := b.words(text, output{group: group}); err != nil {
				return err
			}
		}
		b.m.uses[group] = append(b.m.uses[group], use{seq, member})
	}
	return nil
}

// cutGroups parts a pattern at …, + and _. A + or _ that does not stand between two words
// is text (10万+).
func cutGroups(pattern string) (groups []string, adjoin, near uint32) {
	for {
		i := strings.IndexAny(pattern, "…+_")
		for i >= 0 && (pattern[i] == '+' || pattern[i] == '_') && (i == 0 || i+1 == len(pattern) || len(groups) >= 30) {
			j := strings.IndexAny(pattern[i+1:], "…+_")
			if j < 0 {
				i = -1
				break
			}
			i += 1 + j
		}
		if i < 0 {
			return append(groups, pattern), adjoin, near
		}
		groups = append(groups, pattern[:i])
		switch pattern[i] {
		case '+':
			adjoin |= 1 << len(groups)
			pattern = pattern[i+1:]
		case '_':
			adjoin |= 1 << len(groups)
			near |= 1 << len(groups)
			pattern = pattern[i+1:]
		default:
			pattern = pattern[i+len("…"):]
		}
	}
}

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
	o.length = len(w)
	s := int32(0)
	for i := range len(w) {
		t := b.child(s, w[i])
		if t == 0 {
			t = int32(len(b.trie))
			b.trie = append(b.trie, node{by: w[i], next: b.trie[s].first})
			b.outs = append(b.outs, nil)
			b.trie[s].first = t
		}
		s = t
	}
	b.outs[s] = append(b.outs[s], int32(len(b.m.outs)))
	b.m.outs = append(b.m.outs, o)
	return nil
}

// Build computes the failure links and the dense transition table. The builder
// must not be used afterwards.
func (b *Builder) Build() *Matcher {
	m := b.m
	m.width = 1
	for _, n := range b.trie[1:] {
		if m.class[n.by] == 0 {
			m.class[n.by] = uint16(m.width)
			m.width++
		}
	}
	m.out = b.outs
	if len(b.trie) <= 1<<15 {
		m.short = table[uint16](b)
	} else {
		m.long = table[uint32](b)
	}
	return m
}

// wordEnds marks the number of a state where words end, which is twice the state
// otherwise: the list of words is only looked at where there are some.
const wordEnds = 1

// table makes the transitions, and gives each state the words that end at its failure.
func table[T uint16 | uint32](b *Builder) []T {
	width := b.m.width
	next := make([]T, len(b.trie)*width)
	fail := make([]int, len(b.trie))
	queue := make([]int, 1, len(b.trie))
	for at := 0; at < len(queue); at++ {
		s := queue[at]
		row, failed := next[s*width:(s+1)*width], next[fail[s]*width:(fail[s]+1)*width]
		if s != 0 {
			copy(row, failed)
		}
		for t := b.trie[s].first; t != 0; t = b.trie[t].next {
			c := b.m.class[b.trie[t].by]
			if s != 0 {
				fail[t] = int(failed[c] >> 1)
				b.outs[t] = append(b.outs[t], b.outs[fail[t]]...)
			}
			row[c] = T(t) << 1
			if len(b.outs[t]) > 0 {
				row[c] |= wordEnds
			}
			queue = append(queue, int(t))
		}
	}
	return next
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

// ends gives every term that ends in a text, with the end of it, in the order of
// the text.
func (m *Matcher) ends(text string) iter.Seq2[int, *output] {
	if m.short != nil {
		return endsIn(m, m.short, text)
	}
	return endsIn(m, m.long, text)
}

func endsIn[T uint16 | uint32](m *Matcher, next []T, text string) iter.Seq2[int, *output] {
	return func(yield func(int, *output) bool) {
		s := 0
		for i := range len(text) {
			t := next[s*m.width+int(m.class[text[i]])]
			s = int(t >> 1)
			if t&wordEnds == 0 {
				continue
			}
			for _, id := range m.out[s] {
				o := &m.outs[id]
				if o.start && i+1 != o.length || o.end && i+1 != len(text) {
					continue
				}
				if !yield(i+1, o) {
					return
				}
			}
		}
	}
}

// Match says which lists a folded text belongs to and which it is kept out of.
func (m *Matcher) Match(text string) (in, out Bits) {
	if m.width <= 1 {
		return in, out
	}
	var prog progress
	for end, o := range m.ends(text) {
		if o.group < 0 {
			mark(&in, &out, o.list, o.exception)
			continue
		}
		for _, u := range m.uses[o.group] {
			seq := &m.seqs[u.seq]
			if prog.advance(seq, u, end-o.length, end) {
				mark(&in, &out, seq.list, seq.exception)
			}
		}
	}
	return in, out
}

func mark(in, out *Bits, list int, exception bool) {
	if exception {
		out.Set(list)
	} else {
		in.Set(list)
	}
}

// progress follows the sequences that have begun in a text.
type progress struct {
	n    int
	open [48]seqState // further ones are not followed
}

type seqState struct {
	seq, group, end int32
	before          int32 // end of the first word before the one that ends at end
}

// fits reports whether a further group that begins at a byte may follow.
func (q *seqState) fits(seq *sequence, member, begin int) bool {
	gap := 0
	if seq.near&(1<<member) != 0 {
		gap = ideograph
	}
	end, before := int(q.end), int(q.before)
	switch {
	case seq.adjoin&(1<<member) == 0:
		return begin >= end
	case begin == end+gap:
		return true
	}
	return gap > 0 && member == 1 && begin == before+gap // 损失率: both 损 and 失 may lead
}

// ideograph is the width of nearly every ideograph in bytes.
const ideograph = len("一")

// advance notes that a group of a sequence matched at [begin, end) and reports
// whether the sequence is complete.
func (p *progress) advance(seq *sequence, o use, begin, end int) bool {
	for i := range p.open[:p.n] {
		q := &p.open[i]
		if int(q.seq) != o.seq {
			continue
		}
		if o.member == 0 && q.group == 1 && seq.adjoin&2 != 0 {
			q.before, q.end = q.end, int32(end) // 故障投诉率: the later word may be the one that adjoins
			return false
		}
		if int(q.group) != o.member || !q.fits(seq, o.member, begin) {
			return false
		}
		q.group, q.end = q.group+1, int32(end)
		return int(q.group) == seq.groups
	}
	if o.member != 0 {
		return false
	}
	if p.n < len(p.open) {
		p.open[p.n] = seqState{seq: int32(o.seq), group: 1, end: int32(end), before: -1}
		p.n++
	}
	return false
}

// First is the first word of the lists in a folded text, for messages.
func (m *Matcher) First(text string, lists Bits) string {
	if m.width <= 1 {
		return ""
	}
	best, from := "", len(text)
	for end, o := range m.ends(text) {
		if o.group >= 0 || o.exception || !lists.Has(o.list) {
			continue
		}
		if begin := end - o.length; begin < from || begin == from && o.length > len(best) {
			best, from = text[begin:end], begin
		}
	}
	return best
}
