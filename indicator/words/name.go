package words

import (
	"strings"
	"sync"
)

// Names matches the lists of names.tsv; the text must be folded and hold no
// spaces.
type names struct {
	lists    []string
	patterns [][2][]string // of each list: what is in it, what keeps a name out
}

// nameWords are read when the first name is looked up: a program that looks up
// none does not pay for them.
var nameWords = sync.OnceValue(readNames)

func readNames() *names {
	n := &names{}
	sets := map[string][]string{}
	for f := range rows(namesTable) {
		list, role, patterns := f[0], f[1], strings.Fields(f[2])
		if role == "set" {
			sets[list] = append(sets[list], patterns...)
			continue
		}
		at := n.index(list)
		if at < 0 {
			at = len(n.lists)
			n.lists = append(n.lists, list)
			n.patterns = append(n.patterns, [2][]string{})
		}
		kind := 0
		if role == "not" {
			kind = 1
		}
		for _, p := range patterns {
			n.patterns[at][kind] = append(n.patterns[at][kind], withSets(p, sets))
		}
	}
	return n
}

// nameMatcher matches all lists. It is made when the first name is looked up: the
// rules, which ask for patterns alone, make one of their own.
var nameMatcher = sync.OnceValue(func() *Matcher {
	b := NewBuilder()
	for list, patterns := range nameWords().patterns {
		for kind := range patterns {
			for _, p := range patterns[kind] {
				if err := b.Add(list, p, kind == 1); err != nil {
					panic("names.tsv: " + p + ": " + err.Error())
				}
			}
		}
	}
	return b.Build()
})

func (n *names) index(list string) int {
	for i, l := range n.lists {
		if l == list {
			return i
		}
	}
	return -1
}

// withSets writes out the sets that a pattern names in braces.
func withSets(pattern string, sets map[string][]string) string {
	for {
		open := strings.IndexByte(pattern, '{')
		end := strings.IndexByte(pattern, '}')
		if open < 0 || end < open {
			return pattern
		}
		words, ok := sets[pattern[open+1:end]]
		if !ok {
			panic("names.tsv: no set " + pattern[open:end+1])
		}
		choice := strings.Join(words, "|")
		if open == 0 || pattern[open-1] != '(' || end+1 == len(pattern) || pattern[end+1] != ')' {
			choice = "(" + choice + ")"
		}
		pattern = pattern[:open] + choice + pattern[end+1:]
	}
}

// NamePatterns are the patterns of a list of names.tsv with its sets written out:
// those of names that are in it, and those that keep a name out. ok is false
// where there is no such list.
func NamePatterns(list string) (is, not []string, ok bool) {
	i := nameWords().index(list)
	if i < 0 {
		return nil, nil, false
	}
	return nameWords().patterns[i][0], nameWords().patterns[i][1], true
}

// NameLists are the names of the lists of names.tsv, in its order.
func NameLists() []string { return nameWords().lists }

// Name says in which lists of names.tsv a name is. It must be folded and hold no
// spaces.
type Name struct{ in Bits }

// BareName is a name as it is looked up: without spaces, without the word 指标 at its
// end, and without a unit in brackets behind it. The name must be folded.
func BareName(name string) string {
	name = strings.ReplaceAll(name, " ", "")
	if open := strings.LastIndexByte(name, '('); open > 0 && strings.HasSuffix(name, ")") {
		if _, ok := UnitOf(name[open+1 : len(name)-1]); ok {
			name = name[:open]
		}
	}
	if bare := strings.TrimSuffix(name, "指标"); bare != "" {
		return bare
	}
	return name
}

// NameOf looks a name up in all lists.
func NameOf(name string) Name {
	in, out := nameMatcher().Match(name)
	for w := range in {
		in[w] &^= out[w]
	}
	return Name{in}
}

// In reports whether the name is in a list; false for a list that does not exist.
func (n Name) In(list string) bool {
	i := nameWords().index(list)
	return i >= 0 && n.in.Has(i)
}
