package rules

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// maxLexicons is how many lexicons a set may hold; a text's membership in all
// of them is one bit set.
const maxLexicons = 192

// maxTerms bounds the terms of a set after its alternatives are written out.
const maxTerms = 20_000

// bits says which lexicons a text belongs to.
type bits [maxLexicons / 64]uint64

func (b *bits) set(i int)     { b[i/64] |= 1 << (i % 64) }
func (b *bits) clear(i int)   { b[i/64] &^= 1 << (i % 64) }
func (b bits) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }
func (b bits) any(c bits) bool {
	return b[0]&c[0] != 0 || b[1]&c[1] != 0 || b[2]&c[2] != 0
}
func (b bits) zero() bool { return b == bits{} }

// lexiconDef is a lexicon as the rule file writes it.
type lexiconDef struct {
	Title  schema.Text `yaml:"title" doc:"what the words have in common"`
	Terms  []string    `yaml:"terms" doc:"the words; ^ begins, $ ends, (甲|乙) alternatives, … anything between"`
	Except []string    `yaml:"except" doc:"words that keep a text out, in the same notation"`
	Also   []string    `yaml:"also" doc:"lexicons whose texts belong here too"`
	Not    []string    `yaml:"not" doc:"lexicons whose texts do not belong here"`
	Add    []string    `yaml:"add" doc:"further words, beside those of the lexicon that is extended"`
	Remove []string    `yaml:"remove" doc:"words of the extended lexicon to leave out"`
}

// Lexicon is a list of words as the rule files write them.
type Lexicon struct {
	Name  string      `json:"name"`
	Title schema.Text `json:"title"`
	// Terms are the words, Except those that keep a text out, in the notation
	// of rule files.
	Terms  []string `json:"terms"`
	Except []string `json:"except,omitempty"`
	// Also and Not are lexicons whose texts belong here too, and do not.
	Also []string `json:"also,omitempty"`
	Not  []string `json:"not,omitempty"`
}

// Lexicons lists the lexicons of the set in the order of its files.
func (s *Set) Lexicons() []Lexicon {
	out := make([]Lexicon, 0, len(s.lex.defs))
	for i, d := range s.lex.defs {
		out = append(out, Lexicon{Name: s.lex.names[i], Title: d.Title, Terms: d.Terms, Except: d.Except, Also: d.Also, Not: d.Not})
	}
	return out
}

// Words are the names of the lexicons that a rule refers to, in the order in
// which it does.
func (s *Set) Words(r *Rule) []string {
	var out []string
	var visit func(n *yml.Node, depth int)
	visit = func(n *yml.Node, depth int) {
		switch {
		case n == nil || depth > 30:
		case n.Kind == yml.Mapping:
			for i := 1; i < len(n.Content); i += 2 {
				visit(n.Content[i], depth+1)
			}
		case n.Kind == yml.Sequence:
			for _, c := range n.Content {
				visit(c, depth+1)
			}
		default:
			name := n.Value
			if i := strings.LastIndex(name, " in "); i >= 0 {
				name = name[i+len(" in "):]
			}
			if _, ok := s.lex.ids[name]; ok && !contains(out, name) {
				out = append(out, name)
			}
		}
	}
	visit(r.check, 0)
	return out
}

// lexicons matches every lexicon of a set in one pass over a text (Aho–Corasick
// over bytes), so that the cost does not grow with the number of words.
type lexicons struct {
	ids   map[string]int
	names []string
	defs  []lexiconDef

	class [256]uint16 // byte → column of the table, 0 for bytes of no term
	width int
	next  []int32   // state*width + column → state
	out   [][]int32 // state → outputs that end here
	outs  []output
	seqs  []sequence
	order []int // lexicons in the order their also and not need
	// related are those of order that refer to others.
	related []int
	also    []bits
	not     []bits
}

// output is one term that ends at a state.
type output struct {
	length      int
	start, end  bool // anchored at the text's beginning, end
	lex         int  // lexicon it puts the text in, -1 for a group of a sequence
	exception   bool // keeps the text out of lex instead
	seq, member int  // sequence and its group
}

// sequence is a term with gaps: 投诉…处理…率.
type sequence struct {
	lex       int
	exception bool
	groups    int
}

// compileLexicons builds the matcher; faults are reported at the lexicons'
// nodes.
func compileLexicons(r *reader, nodes []named, defs []lexiconDef) *lexicons {
	lx := &lexicons{ids: map[string]int{}}
	if len(nodes) > maxLexicons {
		r.errorf(nodes[maxLexicons].node, "too many lexicons: a set holds at most %d", maxLexicons)
		nodes, defs = nodes[:maxLexicons], defs[:maxLexicons]
	}
	for i, n := range nodes {
		lx.ids[n.name] = i
		lx.names = append(lx.names, n.name)
	}
	lx.defs = defs
	for _, n := range nodes {
		r.commas(n.node)
	}
	b := &builder{lx: lx, trie: []map[byte]int32{{}}, outs: [][]int32{nil}}
	for i, d := range defs {
		for _, t := range d.Terms {
			b.term(r, nodes[i].node, t, i, false)
		}
		for _, t := range d.Except {
			b.term(r, nodes[i].node, t, i, true)
		}
		lx.also = append(lx.also, lx.refs(r, nodes[i].node, d.Also))
		lx.not = append(lx.not, lx.refs(r, nodes[i].node, d.Not))
	}
	b.finish()
	lx.sort(r, nodes)
	return lx
}

// commas refuses words that were meant as several: a plain entry that holds a
// full-width comma.
func (r *reader) commas(lexicon *yml.Node) {
	for _, key := range []string{"terms", "except", "add", "remove"} {
		list, _ := get(lexicon, key)
		if list == nil {
			continue
		}
		for _, w := range scalars(list) {
			if w.Style == 0 && strings.Contains(w.Value, "，") {
				r.errorf(w, "the word %q holds a full-width comma, and is taken for one word; divide words with “, ”, or put it in quotes if it is one", w.Value)
			}
		}
	}
}

func (lx *lexicons) refs(r *reader, n *yml.Node, names []string) bits {
	var b bits
	for _, name := range names {
		id, ok := lx.ids[name]
		if !ok {
			r.errorf(n, "unknown lexicon %q%s", name, suggest(name, lx.names))
			continue
		}
		b.set(id)
	}
	return b
}

// sort orders lexicons so that each comes after those it refers to.
func (lx *lexicons) sort(r *reader, nodes []named) {
	state := make([]int, len(lx.names)) // 0 new, 1 open, 2 done
	var visit func(i int)
	visit = func(i int) {
		if state[i] == 2 {
			return
		}
		if state[i] == 1 {
			r.errorf(nodes[i].node, "the lexicon %q refers to itself", lx.names[i])
			return
		}
		state[i] = 1
		for j := range lx.names {
			if lx.also[i].has(j) || lx.not[i].has(j) {
				visit(j)
			}
		}
		state[i] = 2
		lx.order = append(lx.order, i)
	}
	for i := range lx.names {
		visit(i)
	}
	for _, i := range lx.order {
		if !lx.also[i].zero() || !lx.not[i].zero() {
			lx.related = append(lx.related, i)
		}
	}
}

// builder collects terms in a trie and turns it into the table.
type builder struct {
	lx    *lexicons
	trie  []map[byte]int32
	outs  [][]int32
	terms int
}

// term adds one entry of a lexicon in the notation of the rule file.
func (b *builder) term(r *reader, n *yml.Node, entry string, lex int, exception bool) {
	entry = fold(strings.ReplaceAll(entry, "...", "…"))
	// …… is the printed ellipsis, not two gaps.
	groups := strings.Split(strings.ReplaceAll(entry, "……", "\x00"), "…")
	for i := range groups {
		groups[i] = strings.ReplaceAll(groups[i], "\x00", "……")
	}
	if len(groups) == 1 {
		for _, w := range expand(groups[0]) {
			b.word(r, n, w, output{lex: lex, exception: exception, seq: -1})
		}
		return
	}
	seq := len(b.lx.seqs)
	b.lx.seqs = append(b.lx.seqs, sequence{lex: lex, exception: exception, groups: len(groups)})
	for g, group := range groups {
		for _, w := range expand(group) {
			b.word(r, n, w, output{lex: -1, seq: seq, member: g})
		}
	}
}

// word adds one literal with its anchors.
func (b *builder) word(r *reader, n *yml.Node, w string, o output) {
	if strings.HasPrefix(w, "^") {
		o.start, w = true, w[1:]
	}
	if strings.HasSuffix(w, "$") {
		o.end, w = true, w[:len(w)-1]
	}
	if w == "" {
		r.errorf(n, "an empty word in a lexicon; expected at least one character")
		return
	}
	if b.terms++; b.terms > maxTerms {
		if b.terms == maxTerms+1 {
			r.errorf(n, "too many words in the lexicons: at most %d", maxTerms)
		}
		return
	}
	o.length = len(w)
	s := int32(0)
	for i := range len(w) {
		t, ok := b.trie[s][w[i]]
		if !ok {
			t = int32(len(b.trie))
			b.trie = append(b.trie, map[byte]int32{})
			b.outs = append(b.outs, nil)
			b.trie[s][w[i]] = t
		}
		s = t
	}
	b.outs[s] = append(b.outs[s], int32(len(b.lx.outs)))
	b.lx.outs = append(b.lx.outs, o)
}

// finish computes the failure links and the dense transition table.
func (b *builder) finish() {
	lx := b.lx
	lx.width = 1
	for _, m := range b.trie {
		for c := range m {
			if lx.class[c] == 0 {
				lx.class[c] = uint16(lx.width)
				lx.width++
			}
		}
	}
	lx.next = make([]int32, len(b.trie)*lx.width)
	fail := make([]int32, len(b.trie))
	queue := []int32{0}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if s != 0 {
			copy(lx.next[int(s)*lx.width:(int(s)+1)*lx.width], lx.next[int(fail[s])*lx.width:(int(fail[s])+1)*lx.width])
			b.outs[s] = append(b.outs[s], b.outs[fail[s]]...)
		}
		for c, t := range b.trie[s] {
			col := int(lx.class[c])
			if s != 0 {
				fail[t] = lx.next[int(fail[s])*lx.width+col]
			}
			queue = append(queue, t)
		}
		for c, t := range b.trie[s] {
			lx.next[int(s)*lx.width+int(lx.class[c])] = t
		}
	}
	lx.out = b.outs
	// A state where words end is marked in the table, so that the list of words
	// is only looked at where there are some.
	for i, t := range lx.next {
		if len(lx.out[t]) > 0 {
			lx.next[i] = t | wordEnds
		}
	}
}

// wordEnds marks a state of the table where words end.
const wordEnds = 1 << 30

// expand writes out alternatives: (完成|到位)率 is 完成率 and 到位率. A bar outside
// brackets separates whole words.
func expand(s string) []string {
	var out []string
	depth, from := 0, 0
	for i, c := range s {
		switch c {
		case '(':
			depth++
		case ')':
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

// expandOne writes out the bracketed alternatives of one word. A bracket
// without a bar in it is text.
func expandOne(s string) []string {
	for open := 0; open < len(s); open++ {
		if s[open] != '(' {
			continue
		}
		length := strings.IndexByte(s[open:], ')')
		if length < 0 || !strings.Contains(s[open:open+length], "|") {
			continue
		}
		var out []string
		rest := expandOne(s[open+length+1:])
		for _, alt := range strings.Split(s[open+1:open+length], "|") {
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

// match says which lexicons a folded text belongs to.
func (lx *lexicons) match(text string) bits {
	var in, out bits
	if lx.width <= 1 || text == "" {
		return lx.settle(in, out)
	}
	var prog progress
	s, w := int32(0), int32(lx.width)
	for i := 0; i < len(text); i++ {
		s = lx.next[s*w+int32(lx.class[text[i]])]
		if s&wordEnds == 0 {
			continue
		}
		s &^= wordEnds
		for _, id := range lx.out[s] {
			o := &lx.outs[id]
			begin := i + 1 - o.length
			if o.start && begin != 0 || o.end && i+1 != len(text) {
				continue
			}
			if o.seq < 0 {
				mark(&in, &out, o.lex, o.exception)
			} else if prog.advance(lx, o, begin, i+1) {
				q := lx.seqs[o.seq]
				mark(&in, &out, q.lex, q.exception)
			}
		}
	}
	return lx.settle(in, out)
}

func mark(in, out *bits, lex int, exception bool) {
	if exception {
		out.set(lex)
	} else {
		in.set(lex)
	}
}

// settle applies exceptions and the relations between lexicons.
func (lx *lexicons) settle(in, out bits) bits {
	for w := range in {
		in[w] &^= out[w]
	}
	for _, i := range lx.related {
		if !in.has(i) && !out.has(i) && in.any(lx.also[i]) {
			in.set(i)
		}
		if in.has(i) && in.any(lx.not[i]) {
			in.clear(i)
		}
	}
	return in
}

// progress follows the sequences that have begun in a text.
type progress struct {
	n    int
	open [12]seqState // further ones are not followed
}

type seqState struct{ seq, group, end int }

// advance notes that a group of a sequence matched at [begin, end) and reports
// whether the sequence is complete.
func (p *progress) advance(lx *lexicons, o *output, begin, end int) bool {
	for i := range p.open[:p.n] {
		q := &p.open[i]
		if q.seq != o.seq {
			continue
		}
		if q.group != o.member || begin < q.end {
			return false
		}
		q.group, q.end = q.group+1, end
		return q.group == lx.seqs[o.seq].groups
	}
	if o.member != 0 {
		return false
	}
	if p.n < len(p.open) {
		p.open[p.n] = seqState{o.seq, 1, end}
		p.n++
	}
	return lx.seqs[o.seq].groups == 1
}

// term finds the first word of a lexicon in a folded text, for messages.
func (lx *lexicons) term(text string, lex bits) string {
	if lx.width <= 1 {
		return ""
	}
	s, w := int32(0), int32(lx.width)
	best, from := "", len(text)
	for i := 0; i < len(text); i++ {
		s = lx.next[s*w+int32(lx.class[text[i]])]
		if s&wordEnds == 0 {
			continue
		}
		s &^= wordEnds
		for _, id := range lx.out[s] {
			o := &lx.outs[id]
			begin := i + 1 - o.length
			if o.seq >= 0 || o.exception || !lex.has(o.lex) ||
				o.start && begin != 0 || o.end && i+1 != len(text) {
				continue
			}
			if begin < from || begin == from && o.length > len(best) {
				best, from = text[begin:i+1], begin
			}
		}
	}
	return best
}

// fold brings a text to the form that words are compared in: full-width letters
// and signs become half-width, white space goes. Nothing else changes (① and ㎡
// stay).
func fold(s string) string {
	i := 0
	for ; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c == 0xEF || c == 0xE3 || c == 0xC2 {
			break
		}
	}
	if i == len(s) {
		return s
	}
	b := make([]byte, i, len(s))
	copy(b, s[:i])
	for i < len(s) {
		c := s[i]
		switch {
		case c < 0x80:
			if c > ' ' {
				b = append(b, c)
			}
			i++
		case c == 0xEF && i+2 < len(s) && (s[i+1] == 0xBC || s[i+1] == 0xBD):
			r, n := utf8.DecodeRuneInString(s[i:])
			if r >= 0xFF01 && r <= 0xFF5E {
				b = append(b, byte(r-0xFEE0))
			} else {
				b = append(b, s[i:i+n]...)
			}
			i += n
		case c == 0xE3 && strings.HasPrefix(s[i:], "\u3000"):
			i += len("\u3000")
		case c == 0xC2 && strings.HasPrefix(s[i:], "\u00a0"):
			i += len("\u00a0")
		default:
			b = append(b, c)
			i++
		}
	}
	return string(b)
}
