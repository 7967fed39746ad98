package words

import (
	"strings"
	"sync"
	"unicode/utf8"
)

type fillerTable struct {
	head, tail []string
	all        map[string]bool
	longest    int
}

// fillers are read when the first text is looked at.
var fillers = sync.OnceValue(readFillers)

func readFillers() *fillerTable {
	t := &fillerTable{all: map[string]bool{}}
	for f := range rows(fillersTable) {
		list := strings.Fields(f[1])
		switch f[0] {
		case "head":
			t.head = append(t.head, list...)
		case "tail":
			t.tail = append(t.tail, list...)
		}
		for _, w := range list {
			t.all[w] = true
			t.longest = max(t.longest, len(w))
		}
	}
	return t
}

// HeadFillers stand in front of the subject of a value, TailFillers between it and
// the number, the longer ones of one beginning first. Neither may be changed.
func HeadFillers() []string { return fillers().head }

// TailFillers are 应达到, 均, 累计 ….
func TailFillers() []string { return fillers().tail }

// IsFiller reports whether a text is made of nothing but fillers, spaces and marks.
func IsFiller(s string) bool {
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if strings.ContainsRune(fillerMarks, r) || r >= '①' && r <= '⑳' {
			s = s[n:]
			continue
		}
		w := min(len(s), fillers().longest)
		for w > 0 && !fillers().all[s[:w]] {
			w--
		}
		if w == 0 {
			return false
		}
		s = s[w:]
	}
	return true
}

// fillerMarks are the marks that carry no meaning of their own.
const fillerMarks = " ()[]【】「」{}:,.。;、\"'“”‘’!★☆▲+±×*-~/—·_"
