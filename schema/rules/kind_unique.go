package rules

import (
	"hash/maphash"
	mathbits "math/bits"
	"strings"
	"unicode/utf8"
)

func uniqueKind() kind {
	return typed("unique", say("唯一：名称或编码不重复", "names or codes must not repeat"), compileUnique)
}

// uniqueParams: what must not repeat.
type uniqueParams struct {
	Of     string     `yaml:"of" enum:"name|code" doc:"the column"`
	Within string     `yaml:"within" enum:"level2|level1|form" doc:"where it must not repeat"`
	Drop   []string   `yaml:"drop" doc:"words that make no difference"`
	Same   [][]string `yaml:"same" doc:"words that mean the same"`
	Order  bool       `yaml:"order" doc:"names with the same characters in another order are the same"`
	Least  int        `yaml:"least" doc:"say nothing about names with fewer characters left than this"`
	Prefix bool       `yaml:"prefix" doc:"of codes: the fault is a code that does not begin with that of its level"`
}

func compileUnique(c *compiler, p *uniqueParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Of != "", "of", "name or code")
	if p.Prefix {
		return codePrefix
	}
	canon := newSynonyms(p.Same, p.Drop)
	return func(f *form, emit func(hit)) {
		for t := range f.trees {
			repeats(f, f.trees[t].rows, p, sel, canon, emit)
		}
	}
}

// synonyms bring names to one wording: words that mean the same become the
// first of them, words that make no difference go.
type synonyms struct {
	byFirst map[rune][]wording
	begins  [256]bool // low bytes of the characters that wordings begin with
}

type wording struct{ from, to string }

// newSynonyms is nil where there are none.
func newSynonyms(same [][]string, drop []string) *synonyms {
	if len(same) == 0 && len(drop) == 0 {
		return nil
	}
	s := &synonyms{byFirst: map[rune][]wording{}}
	add := func(from, to string) {
		if from != "" {
			first, _ := utf8.DecodeRuneInString(from)
			s.byFirst[first] = append(s.byFirst[first], wording{from, to})
			s.begins[byte(first)] = true
		}
	}
	for _, set := range same {
		for _, w := range set {
			add(w, set[0])
		}
	}
	for _, w := range drop {
		add(w, "")
	}
	return s
}

// replace goes through a name once, from the left; most names stay as they are
// and cost no allocation.
func (s *synonyms) replace(name string) string {
	var out []byte
	kept := 0 // how much of name is in out
	for i := 0; i < len(name); {
		c, n := utf8.DecodeRuneInString(name[i:])
		if !s.begins[byte(c)] {
			i += n
			continue
		}
		for _, w := range s.byFirst[c] {
			if strings.HasPrefix(name[i:], w.from) {
				out = append(append(out, name[kept:i]...), w.to...)
				n = len(w.from)
				kept = i + n
				break
			}
		}
		i += n
	}
	if kept == 0 {
		return name
	}
	return string(append(out, name[kept:]...))
}

// repeatKey is what must not stand twice.
type repeatKey struct {
	parent int
	text   string
	bag    uint64 // of the characters in any order, in the place of text
}

// firstRows are the first rows that have a key, in a table that is at most half full.
type firstRows struct {
	slots []firstRow // a power of two of them
	seed  maphash.Seed
}

type firstRow struct {
	key repeatKey
	row int // from 1; 0 for a free slot
}

// reset empties the table and makes room for so many rows.
func (t *firstRows) reset(rows int) {
	size := 1 << mathbits.Len(uint(2*rows))
	if size > cap(t.slots) {
		t.slots, t.seed = make([]firstRow, size), maphash.MakeSeed()
	}
	t.slots = t.slots[:size]
	clear(t.slots)
}

// first is the row that had the key before, and whether there is one; where there is
// none, row i has it from now on.
func (t *firstRows) first(k repeatKey, i int) (int, bool) {
	h := k.bag
	if k.text != "" {
		h = maphash.String(t.seed, k.text)
	}
	for at := int(h) + k.parent; ; at++ {
		s := &t.slots[at&(len(t.slots)-1)]
		if s.row == 0 {
			*s = firstRow{k, i + 1}
			return i, false
		}
		if s.key == k {
			return s.row - 1, true
		}
	}
}

// bag is a number that two names share where they have, brought to one wording,
// the same characters in whatever order (by chance one pair in 2^64 does, too), and
// how many characters those are.
func (s *synonyms) bag(name string) (sum uint64, runes int) {
	add := func(r rune) {
		h := uint64(r) * 0x9E3779B97F4A7C15
		h ^= h >> 29
		sum += h * 0xBF58476D1CE4E5B9
		runes++
	}
next:
	for i := 0; i < len(name); {
		c, n := utf8.DecodeRuneInString(name[i:])
		if s != nil && s.begins[byte(c)] {
			for _, w := range s.byFirst[c] {
				if strings.HasPrefix(name[i:], w.from) {
					for _, r := range w.to {
						add(r)
					}
					i += len(w.from)
					continue next
				}
			}
		}
		add(c)
		i += n
	}
	return sum, runes
}

func repeats(f *form, rows []row, p *uniqueParams, sel *selector, canon *synonyms, emit func(hit)) {
	if len(rows) < 2 {
		return
	}
	f.firsts.reset(len(rows))
	for i := range rows {
		r := &rows[i]
		text := r.name
		if p.Of == "code" {
			if r.ind.Code == "" {
				continue
			}
			text = fold(r.ind.Code)
		}
		k := repeatKey{}
		runes := 0
		if p.Order {
			k.bag, runes = canon.bag(text)
		} else {
			if canon != nil {
				text = canon.replace(text)
			}
			k.text, runes = text, utf8.RuneCountInString(text)
		}
		if runes == 0 || runes < p.Least || p.Of == "name" && onlyNumber(text) || !sel.row(r) {
			continue
		}
		switch p.Within {
		case "level2":
			k.parent = r.parent
		case "level1":
			k.parent = f.top(r)
		}
		j, again := f.firsts.first(k, i)
		if !again {
			continue
		}
		if canon != nil && rows[j].name == r.name {
			continue
		}
		emit(hit{path: f.rowPath(r) + "." + p.Of, row: r, found: f.part(r, p.Of), other: f.part(&rows[j], p.Of), expected: levelName(&rows[j]), beside: true})
	}
}

// onlyNumber reports whether a name is but a number, which says nothing of two rows.
func onlyNumber(name string) bool { return strings.Trim(name, digits+".,%") == "" }

// top is the level 1 of a row, -1 where it has none.
func (f *form) top(r *row) int {
	p := r.parent
	for p >= 0 && f.trees[r.tree].levels[p].parent >= 0 {
		p = f.trees[r.tree].levels[p].parent
	}
	return p
}

func codePrefix(f *form, emit func(hit)) {
	for i := range f.rows {
		r := &f.rows[i]
		if r.parent < 0 || r.ind.Code == "" {
			continue
		}
		if up := f.trees[r.tree].levels[r.parent].ind.Code; up != "" && !strings.HasPrefix(r.ind.Code, up) {
			emit(hit{path: f.rowPath(r) + ".code", row: r, found: r.ind.Code, expected: up + "…"})
		}
	}
}
