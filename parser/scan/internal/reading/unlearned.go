package reading

import (
	_ "embed" // the characters that the net never learned
	"strings"
	"sync"
)

//go:embed unlearned.tsv
var unlearnedTable string

// unlearned is a character that the net reads in place of one it never learned,
// where the neighbours make a word.
type unlearned struct {
	is    rune
	words []string
}

var unlearnedChars = sync.OnceValue(func() map[rune]unlearned {
	m := map[rune]unlearned{}
	for row := range strings.Lines(unlearnedTable) {
		f := strings.Split(strings.TrimSpace(row), "\t")
		if len(f) != 3 || strings.HasPrefix(row, "#") {
			continue
		}
		m[[]rune(f[0])[0]] = unlearned{[]rune(f[1])[0], strings.Fields(f[2])}
	}
	return m
})

// unlearn puts characters that the net never learned where it reads another in
// their place, and names it.
func (t *Text) unlearn() {
	for i := range t.Chars {
		u, ok := unlearnedChars()[t.Chars[i].Rune]
		if !ok {
			continue
		}
		was := t.String()
		c := &t.Chars[i]
		read := c.Rune
		c.Rune = u.is
		if !containsAny(t.String(), u.words) {
			c.Rune = read
			continue
		}
		t.lower(atMended, WordMended)
		t.other(was)
	}
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
