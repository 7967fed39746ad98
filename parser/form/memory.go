package form

import (
	"sync"

	"github.com/pbt-cli/pbt/parser/form/roles"
)

// Memory keeps what texts say from one document to the next: heads, levels, labels
// and many values are the same in every form of a pile. What is read is the same
// with it and without. It may be shared by documents that are read at the same time.
type Memory struct {
	mu   sync.Mutex
	of   *Profiles        // whose words the lexicons are of
	idle []*roles.Lexicon // one for each document that was read at the same time
}

// maxTexts is how many texts a lexicon keeps, about 8 MB. One that is full makes room
// for a new one: what a large document printed is not what the next ones do.
const maxTexts = 1 << 15

// take is a lexicon for one document; without a memory it is a fresh one, and so it
// is where a person's answers change the words.
func (m *Memory) take(p *Profiles, words *dictionary) *roles.Lexicon {
	if m == nil || words != p.all {
		return roles.NewLexicon(Vocabulary{words}, 0)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != p {
		m.of, m.idle = p, nil
	}
	n := len(m.idle)
	if n == 0 {
		return roles.NewLexicon(Vocabulary{words}, maxTexts)
	}
	out := m.idle[n-1]
	m.idle = m.idle[:n-1]
	return out
}

// give takes a lexicon back.
func (m *Memory) give(p *Profiles, l *roles.Lexicon) {
	if m == nil || l.Full() {
		return
	}
	l.Rest()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == p {
		m.idle = append(m.idle, l)
	}
}
