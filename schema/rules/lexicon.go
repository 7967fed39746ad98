package rules

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// bits says which lexicons a text belongs to.
type bits = words.Bits

// lexiconDef is a lexicon as the rule file writes it.
type lexiconDef struct {
	Title  schema.Text `yaml:"title" doc:"what the words have in common"`
	Terms  []string    `yaml:"terms" doc:"the words; ^ begins, $ ends, (甲|乙) alternatives, … anything between"`
	Except []string    `yaml:"except" doc:"words that keep a text out, in the same notation"`
	Also   []string    `yaml:"also" doc:"lexicons whose texts belong here too"`
	Not    []string    `yaml:"not" doc:"lexicons whose texts do not belong here"`
	Words  []string    `yaml:"words" doc:"lists of indicator names that the program knows, such as negative or capped-rate, whose words and exceptions belong here too"`
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
	// Words are the lists of names that the lexicon takes in.
	Words []string `json:"words,omitempty"`
	// Also and Not are lexicons whose texts belong here too, and do not.
	Also []string `json:"also,omitempty"`
	Not  []string `json:"not,omitempty"`
}

// Lexicons lists the lexicons of the set in the order of its files.
func (s *Set) Lexicons() []Lexicon {
	out := make([]Lexicon, 0, len(s.lex.defs))
	for i, d := range s.lex.defs {
		out = append(out, Lexicon{Name: s.lex.names[i], Title: d.Title, Terms: d.Terms, Except: d.Except, Words: d.Words, Also: d.Also, Not: d.Not})
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

// lexicons matches the lexicons of a set in one pass over a text.
type lexicons struct {
	ids   map[string]int
	names []string
	defs  []lexiconDef
	// matcher has all of them, which is what the names of indicators are asked; values
	// and the fields of a form are asked a few, with a tenth of the words.
	matcher *words.Matcher
	asked   [places]bits
	few     [places]func() *words.Matcher
	order   []int // lexicons in the order their also and not need
	// related are those of order that refer to others.
	related []int
	also    []bits
	not     []bits
}

// compileLexicons builds the matcher; faults are reported at the lexicons'
// nodes.
func compileLexicons(r *reader, nodes []named, defs []lexiconDef) *lexicons {
	lx := &lexicons{ids: map[string]int{}}
	for p := range lx.few {
		lx.few[p] = sync.OnceValue(func() *words.Matcher { return lx.only(lx.asked[p]) })
	}
	if len(nodes) > words.MaxLists {
		r.errorf(nodes[words.MaxLists].node, "too many lexicons: a set holds at most %d", words.MaxLists)
		nodes, defs = nodes[:words.MaxLists], defs[:words.MaxLists]
	}
	for i, n := range nodes {
		lx.ids[n.name] = i
		lx.names = append(lx.names, n.name)
	}
	for _, n := range nodes {
		r.commas(n.node)
	}
	b := words.NewBuilder()
	full := false
	for i := range defs {
		knownLists(r, nodes[i].node, defs[i].Words)
		defs[i].each(func(w string, exception bool) {
			switch err := b.Add(i, w, exception); {
			case errors.Is(err, words.ErrMany) && !full:
				full = true
				r.errorf(nodes[i].node, "too many words in the lexicons: at most %d", words.MaxTerms)
			case errors.Is(err, words.ErrEmpty):
				r.errorf(nodes[i].node, "an empty word in a lexicon; expected at least one character")
			}
		})
		lx.also = append(lx.also, lx.refs(r, nodes[i].node, defs[i].Also))
		lx.not = append(lx.not, lx.refs(r, nodes[i].node, defs[i].Not))
	}
	lx.defs = defs
	lx.matcher = b.Build()
	lx.sort(r, nodes)
	return lx
}

// knownLists reports lists of names that there are not.
func knownLists(r *reader, n *yml.Node, lists []string) {
	for _, list := range lists {
		if _, _, ok := words.NamePatterns(list); !ok {
			r.errorf(n, "unknown list of names %q%s; expected one of: %s", list, suggest(list, words.NameLists()), strings.Join(words.NameLists(), ", "))
		}
	}
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
		b.Set(id)
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
			if lx.also[i].Has(j) || lx.not[i].Has(j) {
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
		if !lx.also[i].Zero() || !lx.not[i].Zero() {
			lx.related = append(lx.related, i)
		}
	}
}

// place is where texts stand that only some lexicons are asked about.
type place int

const (
	inFields place = iota
	inValues
	places int = iota
)

// ask notes that rules ask for lexicons, and so for those they refer to, at a place.
func (lx *lexicons) ask(p place, set bits) {
	for i := range lx.names {
		if set.Has(i) && !lx.asked[p].Has(i) {
			lx.asked[p].Set(i)
			lx.ask(p, lx.also[i])
			lx.ask(p, lx.not[i])
		}
	}
}

// only is the matcher of some lexicons.
func (lx *lexicons) only(set bits) *words.Matcher {
	b := words.NewBuilder()
	for i := range lx.defs {
		if set.Has(i) {
			lx.defs[i].each(func(w string, exception bool) {
				_ = b.Add(i, w, exception) // the matcher of all has taken it
			})
		}
	}
	return b.Build()
}

// each gives the words and exceptions of a lexicon, folded.
func (d *lexiconDef) each(yield func(w string, exception bool)) {
	is, not := d.Terms, d.Except
	for _, list := range d.Words {
		more, less, _ := words.NamePatterns(list)
		is, not = append(slices.Clip(more), is...), append(slices.Clip(less), not...)
	}
	for exception, list := range [2][]string{is, not} {
		for _, w := range list {
			yield(fold(w), exception == 1)
		}
	}
}

// match says which lexicons a folded text belongs to.
func (lx *lexicons) match(text string) bits {
	return lx.settle(lx.matcher.Match(text))
}

// matchAt says to which of the lexicons that are asked for at its place a folded text
// belongs.
func (lx *lexicons) matchAt(p place, text string) bits {
	return lx.settle(lx.few[p]().Match(text))
}

// matchValue says to which lexicons the text of a target belongs.
func (lx *lexicons) matchValue(text string) bits { return lx.matchAt(inValues, text) }

// settle applies exceptions and the relations between lexicons.
func (lx *lexicons) settle(in, out bits) bits {
	for w := range in {
		in[w] &^= out[w]
	}
	for _, i := range lx.related {
		if !in.Has(i) && !out.Has(i) && in.Any(lx.also[i]) {
			in.Set(i)
		}
		if in.Has(i) && in.Any(lx.not[i]) {
			in.Clear(i)
		}
	}
	return in
}

// term finds the first word of a lexicon in a folded text, for messages.
func (lx *lexicons) term(text string, lex bits) string { return lx.matcher.First(text, lex) }

// fold brings a text to the form that words are compared in: full-width letters
// and signs become half-width, white space goes. Nothing else changes (① and ㎡
// stay).
func fold(s string) string {
	i := unfolded(s, 0)
	if i == len(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for from := 0; ; {
		b = append(b, s[from:i]...)
		if i == len(s) {
			return string(b)
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r >= 0xFF01 && r <= 0xFF5E {
			b = append(b, byte(r-0xFEE0))
		}
		from = i + n
		i = unfolded(s, from)
	}
}

// asPrinted is how a text prints what stands in its folded form: 2期，每期 for 2期,每期.
// What does not stand there stays as it is.
func asPrinted(text, folded string) string {
	if folded == "" || strings.Contains(text, folded) {
		return folded
	}
	at := strings.Index(fold(text), folded)
	if at < 0 {
		return folded
	}
	from, seen := -1, 0 // seen counts the bytes of the folded text
	for i := 0; i < len(text); {
		_, width := utf8.DecodeRuneInString(text[i:])
		n := len(fold(text[i : i+width]))
		if from < 0 && seen == at && n > 0 {
			from = i
		}
		i, seen = i+width, seen+n
		if from >= 0 && seen >= at+len(folded) {
			return text[from:i]
		}
	}
	return folded
}

// unfolded is where the next character stands that fold changes; the end where there
// is none.
func unfolded(s string, i int) int {
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 0xE4 && c <= 0xE9:
			if i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80 {
				i += 2 // an ideograph
			}
		case c <= ' ', c == 0xC2 && strings.HasPrefix(s[i:], "\u00a0"), c == 0xE3 && strings.HasPrefix(s[i:], "\u3000"):
			return i
		case c == 0xEF:
			if r, _ := utf8.DecodeRuneInString(s[i:]); r >= 0xFF01 && r <= 0xFF5E {
				return i
			}
		}
	}
	return i
}
