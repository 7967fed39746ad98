package roles

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// Word is what a text says by itself, each thing once it is asked for. Equal texts
// share one.
type Word struct {
	lex   *Lexicon
	flat  string // folded, without spaces
	rare  *rare  // nil of most texts
	runes int32
	// depths are those at which plain is a level's name; known is true where there
	// is one.
	depths uint8
	known  bool

	asked asked
	first class // what it is known as
	whole class // what it is
	heads bool  // it may head a column
}

// rare is what few texts have.
type rare struct {
	printed string // the text itself, where that is not flat
	norm    string // the text as labels are compared; of most texts it is flat
	note    string // what the brackets of a label hold
	label   string // the key of the field that the text labels
	plain   string // the text as a level's label, where that is not flat
	heading string // the role of the column that it heads
	name    string // the text as the name of an indicator, where that is not flat
	front   string // the level's name that it begins with
}

// some is the text's rare part, to write in.
func (w *Word) some() *rare {
	if w.rare == nil {
		w.rare = &rare{norm: w.flat}
	}
	return w.rare
}

// asked are the questions that a word has an answer to.
type asked uint8

const (
	askedFirst asked = 1 << iota
	askedWhole
	askedHeading
	askedName
	askedHeads
	askedFront
)

// anew notes a question, and reports whether it was not asked before.
func (a *asked) anew(q asked) bool {
	was := *a&q != 0
	*a |= q
	return !was
}

// Lexicon remembers texts under the words of the profiles. It may serve one
// document after another, and one at a time.
type Lexicon struct {
	words Words
	most  int // how many texts are kept for further documents
	kept  texts
	// marks are the characters of the word that was asked for them last.
	marks  pattern.Marks
	marked *Word
	// passing are texts of the present document alone.
	passing texts
}

// texts are what is known of some texts.
type texts struct {
	seen  map[string]*Word
	block []Word // words to give away
}

// NewLexicon is an empty lexicon. It keeps up to most texts for further documents, in
// copies, so that no document is kept for their sake.
func NewLexicon(words Words, most int) *Lexicon { return &Lexicon{words: words, most: most} }

// Full reports whether the lexicon keeps no further texts.
func (l *Lexicon) Full() bool { return len(l.kept.seen) >= l.most }

// Rest lets go of the texts that are not kept.
func (l *Lexicon) Rest() { l.passing, l.marked = texts{}, nil }

// maxKept is the length from which a text is not kept for further documents, in
// bytes: prose is printed once.
const maxKept = 3 * longText

// Word reads a text.
func (l *Lexicon) Word(s string) *Word {
	if w, ok := l.kept.seen[s]; ok {
		return w
	}
	if len(s) <= maxKept && !l.Full() {
		return l.kept.read(l, strings.Clone(s))
	}
	if w, ok := l.passing.seen[s]; ok {
		return w
	}
	if len(l.passing.seen) >= maxTexts {
		clear(l.passing.seen) // the words stay with who has them
	}
	return l.passing.read(l, s)
}

// maxTexts is how many texts of a document are looked for among those that it printed
// before: of more, few come again.
const maxTexts = 1 << 14

func (t *texts) read(l *Lexicon, s string) *Word {
	if t.seen == nil {
		t.seen = map[string]*Word{}
	}
	if len(t.block) == 0 {
		t.block = make([]Word, min(max(8, len(t.seen)/4), 256))
	}
	w := &t.block[0]
	t.block = t.block[1:]
	t.seen[s] = w
	w.read(l, s)
	return w
}

func (w *Word) read(l *Lexicon, s string) {
	w.lex, w.flat = l, squeeze(fold.Text(s))
	if w.runes = int32(utf8.RuneCountInString(w.flat)); w.flat != s {
		w.some().printed = s
	} else {
		w.flat = s // in the memory of the text
	}
	norm, note := w.lex.words.Norm(s, w.flat)
	if norm != w.flat || note != "" {
		w.some().norm, w.rare.note = norm, note
	}
	if w.runes == 0 || w.runes > 8*longText {
		w.asked = askedFirst | askedWhole | askedHeading
		if w.runes > 0 {
			w.first, w.whole = prose, prose
		}
		return
	}
	if label := w.lex.words.Label(norm); label != "" {
		w.some().label = label
	}
	w.findLevel(norm)
}

// printed is the text itself.
func (w *Word) printed() string {
	if w.rare == nil || w.rare.printed == "" {
		return w.flat
	}
	return w.rare.printed
}

// has reports whether a pattern is found in the folded text. The questions about a word
// come one after another, so that its characters are looked at once for most of them.
func (w *Word) has(p *pattern.Pattern) bool {
	if l := w.lex; l.marked != w {
		l.marks, l.marked = pattern.Of(w.flat), w
	}
	return p.In(w.flat, &w.lex.marks)
}

// pointed reports whether the text ends in points.
func (w *Word) pointed() bool {
	s := w.flat
	ends := strings.HasSuffix(s, ")") || strings.HasSuffix(s, "]") || strings.HasSuffix(s, "】")
	return ends && w.has(points)
}

// findLevel finds the level that a text names, behind its numbering and before its
// points.
func (w *Word) findLevel(norm string) {
	plain := w.flat
	w.depths = w.lex.words.Depths(norm)
	if w.has(numbering) {
		if s := numbering.ReplaceAllString(w.flat, ""); s != "" {
			plain = s
		}
	}
	name := plain
	if w.pointed() {
		name = points.ReplaceAllString(plain, "")
	}
	if name != "" && name != w.printed() {
		if depths := w.lex.words.Depths(w.lex.norm(name)); depths != 0 {
			w.depths, plain = w.depths|depths, name
		}
	}
	w.known = w.depths != 0
	if plain != w.flat {
		w.some().plain = plain
	}
}

// norm is a text as labels are compared.
func (l *Lexicon) norm(s string) string {
	norm, _ := l.words.Norm(s, squeeze(fold.Text(s)))
	return norm
}

// Norm is the text as labels are compared.
func (w *Word) Norm() string {
	if w.rare == nil {
		return w.flat
	}
	return w.rare.norm
}

// Flat is the text folded and without spaces.
func (w *Word) Flat() string { return w.flat }

// Note is what stands in the brackets of a label.
func (w *Word) Note() string {
	if w.rare == nil {
		return ""
	}
	return w.rare.note
}

// Part is another text, in the same lexicon.
func (w *Word) Part(text string) *Word { return w.lex.Word(text) }

// label is the key of the field that the text labels, "" where none is known.
func (w *Word) label() string {
	if w.rare == nil {
		return ""
	}
	return w.rare.label
}

// plain is the text as a level's label: without numbering and points.
func (w *Word) plain() string {
	if w.rare == nil || w.rare.plain == "" {
		return w.flat
	}
	return w.rare.plain
}

// answered reports whether a person said what the column of the text is.
func (w *Word) answered() bool { return w.lex.words.Answered(w.Norm()) }

// Column is the role of the column that the text heads, "" where none is known.
func (w *Word) Column() string {
	if w.asked.anew(askedHeading) {
		if role := w.lex.words.Column(w.Norm()); role != "" {
			w.some().heading = role
		}
	}
	if w.rare == nil {
		return ""
	}
	return w.rare.heading
}

// called is the text as the name of an indicator: without numbering.
func (w *Word) called() string {
	if w.asked.anew(askedName) {
		if name := squeeze(fold.Text(level.StripNumbering(w.printed()))); name != w.flat {
			w.some().name = name
		}
	}
	if w.rare == nil || w.rare.name == "" {
		return w.flat
	}
	return w.rare.name
}

func (w *Word) levelInFront() string {
	if w.asked.anew(askedFront) {
		if front := w.lex.levelInFront(w.called()); front != "" {
			w.some().front = front
		}
	}
	if w.rare == nil {
		return ""
	}
	return w.rare.front
}

// levelInFront is the name of a level, of four characters or more, that the name of
// an indicator begins with and goes on after; "" where it does not.
func (l *Lexicon) levelInFront(name string) string {
	n := 0
	for i := range name {
		if n >= 4 && n <= 8 {
			front := name[:i] // folded, as the name is
			if norm, _ := l.words.Norm(front, front); l.words.Depths(norm) != 0 {
				return front
			}
		}
		n++
	}
	return ""
}

// class is what the text is.
func (w *Word) class() class {
	if w.asked.anew(askedWhole) {
		w.whole = w.classify()
	}
	return w.whole
}

// knownAs is the class of a text that is known as a whole, blank where it is not.
func (w *Word) knownAs() class {
	if w.asked.anew(askedFirst) {
		w.first = w.byWords()
	}
	return w.first
}

// atOnce is class where it is known at once, blank where no text of a class that
// texts are known as can be meant: the quick look at the many that are values and
// names.
func (w *Word) atOnce() class {
	if w.asked&askedWhole == 0 {
		if c := w.knownAs(); c != blank || !w.pointed() {
			return c
		}
	}
	return w.class()
}

// is reports whether the text is of a class that texts are known as: a head, a sum,
// a note.
func (w *Word) is(k class) bool { return w.atOnce() == k }

// level reports whether the text is a level's name.
func (w *Word) level() bool { return w.atOnce().level() }
