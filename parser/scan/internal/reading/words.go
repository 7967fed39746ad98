package reading

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
)

// Words are words of the domain. They rescore what the net sees, and never
// override it: a word takes the place of an unsure text only where the net finds
// it nearly as likely, and that is named.
type Words struct {
	known    map[string]bool
	byLength map[int][][]rune
}

// The words that are looked for, in characters; shorter ones are known.
const (
	shortestKnown = 2
	shortestWord  = 3
	longestWord   = 24
)

// NewWords gathers words.
func NewWords(list []string) *Words {
	w := &Words{known: map[string]bool{}, byLength: map[int][][]rune{}}
	for _, s := range list {
		s = plain(s)
		if r := []rune(s); len(r) >= shortestKnown && len(r) <= longestWord && !w.known[s] {
			w.known[s] = true
			w.byLength[len(r)] = append(w.byLength[len(r)], r)
		}
	}
	return w
}

// Knows reports whether a text is one of the words.
func (w *Words) Knows(s string) bool { return w != nil && w.known[plain(s)] }

// How near a word must come, in the logarithm of the probability.
const (
	costPerEdit = 3.5 // at most so much less likely an edit
	costUnsure  = 9.0 // where what was read is doubted anyway
	aheadBy     = 2.0 // than any other word
	nearlyEqual = 1.0 // then the word is as good as read
	suspicious  = 9.0 // a word this near makes a sure text doubtful
)

// The confidence that words give.
const (
	knownWord  = 0.9  // what an unsure text that is a word is raised to at most
	raisedBy   = 0.3  // and by how much
	equalWord  = 0.85 // of a word as likely as what was read
	besideWord = 0.75 // of a text that is a stroke away from a word
)

// Rescore weighs a text against words.
func (t *Text) Rescore(c *net.Columns, w *Words) {
	if w == nil || len(t.Chars) > longestWord+2 {
		return
	}
	text, tail := cutColon([]rune(plain(t.String())))
	switch {
	case len(text) < shortestWord || !mostlyHan(text):
	case w.known[string(text)]:
		if len(t.Reasons) == 0 && t.Confidence < knownWord {
			t.Confidence = min(knownWord, t.Confidence+raisedBy)
		}
	case len(tail) == 0 && t.Confidence < atUnclear && t.dropStrays(w, text):
	default:
		t.towards(c, w, text, tail)
	}
}

// cutColon cuts the colon off that may stand behind a label.
func cutColon(text []rune) (label, colon []rune) {
	if n := len(text); n > shortestWord && text[n-1] == ':' {
		return text[:n-1], text[n-1:]
	}
	return text, nil
}

// dropStrays leaves the one label of a text that has little else.
func (t *Text) dropStrays(w *Words, text []rune) bool {
	from, to, ok := w.inside(text)
	if !ok || len(t.Chars) != len(text) {
		return false
	}
	was := t.String()
	t.Chars = t.Chars[from:to]
	t.lower(t.Confidence, WordMended)
	t.other(was)
	return true
}

// towards mends a text to the nearest word where that is likelier, or doubts a sure
// text that is a stroke away from one.
func (t *Text) towards(c *net.Columns, w *Words, text, tail []rune) {
	word, edits, best, second := w.nearest(c, text, tail)
	if word == nil {
		return
	}
	whole := slices.Concat(word, tail)
	read := forward(c, slices.Concat(text, tail))
	cost := costPerEdit
	if t.Confidence < atDiffer {
		cost = costUnsure
	}
	switch {
	case best > read-cost*float64(edits) && best > second+aheadBy:
		t.mend(whole, best > read-nearlyEqual)
	case t.Confidence >= besideWord && edits == 1 && len(text) > shortestWord && best > read-suspicious:
		if len(t.Reasons) == 0 {
			t.asPart = t.Confidence
		}
		t.lower(besideWord, Weak)
		t.other(string(whole))
	}
}

// strayLetters is how many characters may stand around a label, and strayHan how
// many of them may be ideographs: what a seal or a watermark adds to it.
const (
	strayLetters = 6
	strayHan     = 1
	leastLabel   = 4
)

// inside finds the longest label in a text that has little else.
func (w *Words) inside(text []rune) (from, to int, ok bool) {
	for n := len(text) - 1; n >= max(leastLabel, len(text)-strayLetters); n-- {
		for from := 0; from+n <= len(text); from++ {
			word := string(text[from : from+n])
			if !w.known[word] || !isLabel(word) {
				continue
			}
			han := 0
			for i, r := range text {
				if (i < from || i >= from+n) && unicode.Is(unicode.Han, r) {
					han++
				}
			}
			if han <= strayHan {
				return from, from + n, true
			}
		}
	}
	return 0, 0, false
}

// How near the name of a level an unsure text must come to be it.
const (
	labelEdits = 3    // where next to nothing of it is sure
	labelShare = 0.45 // and at most so large a part of the name
)

// Label is the name of a level that an unsure text of a cell must be: the only one
// near it. There are few such names, and a seal leaves enough of each to tell. Of
// two names that differ in their ending alone the one with the page's usual ending
// is taken.
func (w *Words) Label(s string, unsure float32, ending string) (string, bool) {
	text := []rune(plain(s))
	if w == nil || len(text) < leastLabel-1 || len(text) > longestWord {
		return "", false
	}
	if w.known[string(text)] {
		// Where the page's names end in 指标, one without has lost its ending.
		label := string(text) + ending
		return label, Ending(string(text)) == "" && ending == endings[0] && unsure < atDiffer && w.known[label]
	}
	limit := 1
	if unsure < atDiffer {
		limit = labelEdits
	}
	near, best := []string(nil), limit
	for n := max(leastLabel, len(text)-limit); n <= len(text)+limit; n++ {
		for _, r := range w.byLength[n] {
			if !isLabel(string(r)) {
				continue
			}
			switch d := distance(text, r, limit); {
			case d < best:
				near, best = []string{string(r)}, d
			case d == best:
				near = append(near, string(r))
			}
		}
	}
	label, ok := oneOf(near, ending)
	return label, ok && float64(best) <= labelShare*float64(len([]rune(label)))
}

// How far what was read of the name of a level may be from it, as a part of it, and by
// how much further from any other name.
const (
	onlyShare = 0.35
	onlyAhead = 1
)

// Only reports whether a text that was read can be of no other name of a level than
// label: it is nearer to that than to any other.
func (w *Words) Only(read, label string) bool {
	if !w.Knows(label) || !isLabel(label) {
		return false
	}
	text, name := []rune(plain(read)), []rune(plain(label))
	most := max(len(text), len(name))
	own := distance(text, name, most)
	if float64(own) > onlyShare*float64(len(name)) {
		return false
	}
	for _, list := range w.byLength {
		for _, other := range list {
			if isLabel(string(other)) && !slices.Equal(other, name) && distance(text, other, most) < own+onlyAhead {
				return false
			}
		}
	}
	return true
}

// EndOf reports whether a name of a level may be the end of a longer one, whose beginning
// others beside it have too.
func (w *Words) EndOf(label string, names []string) bool {
	for _, list := range w.byLength {
		for _, other := range list {
			begin, ok := strings.CutSuffix(string(other), plain(label))
			if ok && begin != "" && isLabel(string(other)) && slices.ContainsFunc(names, func(s string) bool { return strings.HasPrefix(plain(s), begin) }) {
				return true
			}
		}
	}
	return false
}

// oneOf is the only one of names, or of two that differ in their ending alone the one
// with an ending.
func oneOf(names []string, ending string) (string, bool) {
	switch {
	case len(names) == 1:
		return names[0], true
	case len(names) == 2 && stem(names[0]) == stem(names[1]) && ending != "":
		return stem(names[0]) + ending, true
	}
	return "", false
}

// Head is the label of a head that a text must be which is a stroke away from it, ""
// where none is or several are; others are labels that are as near. The known ones of its row tell which of several:
// those that the row has are none, and what the row speaks of is likelier. A sure text
// is only mended where a speck was read for a mark, or where the strokes of a number
// are gone; of an unsure one the first character may be left.
func (w *Words) Head(s string, sure bool, row []string) (label string, others []string) {
	text, shortest := []rune(plain(s)), shortestKnown
	if !sure {
		shortest = 1
	}
	if w == nil || len(text) < shortest || len(text) > longestWord {
		return "", nil
	}
	var near []string
	for n := max(shortestKnown, len(text)-1); n <= len(text)+1; n++ {
		for _, r := range w.byLength[n] {
			word := string(r)
			if distance(text, r, 1) <= 1 && (len(text) > 1 || text[0] == r[0]) && (!sure || spoilt(text, r)) && !slices.Contains(row, word) {
				near = append(near, word)
			}
		}
	}
	most, ahead := -1, false
	for _, word := range near {
		switch n := spokenOf(word, row); {
		case n > most:
			label, most, ahead = word, n, true
		case n == most:
			ahead = false
		}
	}
	if !ahead {
		return "", nil
	}
	return label, slices.DeleteFunc(near, func(word string) bool { return word == label })
}

// numbers are those that the names of levels begin with, in their order.
const numbers = "一二三四"

// spoilt reports whether a text is a word but for a mark too many, or for a number of
// which nothing is left or a mark.
func spoilt(text, word []rune) bool {
	text = slices.DeleteFunc(slices.Clone(text), isMark)
	if slices.Equal(text, word) {
		return true
	}
	at := slices.IndexFunc(word, func(r rune) bool { return strings.ContainsRune(numbers, r) })
	return at >= 0 && slices.Equal(text, slices.Concat(word[:at], word[at+1:]))
}

// isMark recognises what is no character of a label.
func isMark(r rune) bool { return !unicode.Is(unicode.Han, r) && !unicode.IsDigit(r) }

// Numbered is the name behind the number that the name of a level begins with, and the
// place of that number, -1 where nothing is left of it; ok false for any other text.
func (w *Words) Numbered(s string) (name string, place int, ok bool) {
	text := slices.DeleteFunc([]rune(plain(s)), isMark)
	for cut := range min(2, len(text)) {
		name = string(text[cut:])
		if w.Knows(name) || !w.Knows(Number(name, 0)) || !w.Knows(Number(name, 1)) {
			continue
		}
		place = -1
		if cut > 0 {
			place = slices.Index([]rune(numbers), text[0])
		}
		return name, place, true
	}
	return "", 0, false
}

// Number sets the number at a place before the name of a level; there are four.
func Number(name string, place int) string {
	all := []rune(numbers)
	if place < 0 || place >= len(all) {
		return name
	}
	return string(all[place]) + name
}

// spokenOf counts the pairs of characters of a word that words of a row have.
func spokenOf(word string, row []string) int {
	n, runes := 0, []rune(word)
	for i := range len(runes) - 1 {
		if slices.ContainsFunc(row, func(s string) bool { return strings.Contains(s, string(runes[i:i+2])) }) {
			n++
		}
	}
	return n
}

// endings are those of the names of levels.
var endings = [...]string{"指标", "目标"}

// Ending is which of the endings of names of levels a text has, "" for none.
func Ending(s string) string {
	for _, e := range endings {
		if strings.HasSuffix(s, e) {
			return e
		}
	}
	return ""
}

func stem(s string) string { return strings.TrimSuffix(s, Ending(s)) }

func isLabel(s string) bool { return Ending(s) != "" }

// Become sets a text to what it must be, which stays a doubt.
func (t *Text) Become(s string) {
	was := t.String()
	word := []rune(s)
	if len(t.Chars) == 0 {
		t.Chars = []Char{{Rune: Unread}}
	}
	t.mend(word, false)
	t.other(was)
}

// OrElse notes what else a text may be.
func (t *Text) OrElse(s string) { t.other(s) }

func mostlyHan(text []rune) bool {
	n := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n*2 >= len(text)
}

// mend takes a word in the place of what was read.
func (t *Text) mend(word []rune, equal bool) {
	was := t.String()
	old := t.Chars
	t.Chars = make([]Char, len(word))
	for i, r := range word {
		t.Chars[i] = Char{Rune: r, At: old[i*len(old)/len(word)].At, P: equalWord}
	}
	if equal && len(t.Reasons) == 0 {
		t.Confidence = max(t.Confidence, equalWord)
	} else {
		t.Confidence = min(t.Confidence, atMended)
	}
	t.lower(t.Confidence, WordMended)
	t.other(was)
}

// nearest finds the word that the net finds likeliest among those a few edits
// away, and how likely the next is.
func (w *Words) nearest(c *net.Columns, text, tail []rune) (word []rune, edits int, best, second float64) {
	limit := 1
	if len(text) >= 5 {
		limit = 2
	}
	best, second = math.Inf(-1), math.Inf(-1)
	for n := max(shortestWord, len(text)-limit); n <= len(text)+limit; n++ {
		for _, r := range w.byLength[n] {
			d := distance(text, r, limit)
			if d > limit {
				continue
			}
			p := forward(c, append(r[:len(r):len(r)], tail...))
			if p > best {
				word, edits, best, second = r, d, p, best
			} else {
				second = max(second, p)
			}
		}
	}
	return word, edits, best, second
}

// distance is the number of edits between two texts, or limit+1 where it is more.
func distance(a, b []rune, limit int) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal, least := row[0], i+1
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}

// unlikely is the logarithm of the probability of a character that a column does
// not keep.
var unlikely = math.Log(1e-7)

// forward is the logarithm of the probability that the columns spell a text.
func forward(c *net.Columns, text []rune) float64 {
	states := make([]int32, 0, 2*len(text)+1)
	states = append(states, nobody)
	for _, r := range text {
		n, ok := net.Number(r)
		if !ok {
			return math.Inf(-1)
		}
		states = append(states, n, nobody)
	}
	now, next := make([]float64, len(states)), make([]float64, len(states))
	for i := range now {
		now[i] = math.Inf(-1)
	}
	now[0] = 0 // before the first column
	for col := range c.Len() {
		column := c.At(col)
		for i, s := range states {
			p := now[i]
			if i > 0 {
				p = addLogs(p, now[i-1])
			}
			if i > 1 && s != nobody && s != states[i-2] {
				p = addLogs(p, now[i-2])
			}
			next[i] = p + logOf(column, s)
		}
		now, next = next, now
	}
	last := now[len(now)-1]
	if len(now) > 1 {
		last = addLogs(last, now[len(now)-2])
	}
	return last
}

func logOf(column []net.Likely, char int32) float64 {
	for _, l := range column {
		if l.Char == char {
			return math.Log(float64(l.P) + 1e-9)
		}
	}
	return unlikely
}

// addLogs adds two probabilities by their logarithms.
func addLogs(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// strayDigits are letters that the net reads in place of digits.
var strayDigits = strings.NewReplacer("C", "0", "c", "0", "O", "0", "o", "0", "D", "0", "Q", "0", "l", "1", "I", "1", "J", "1", "|", "1", "S", "5", "B", "8", "Z", "2", "q", "9")

// figure mends a letter in a number: amounts hold none. It stays a doubt.
func (t *Text) figure() {
	digits, letters := 0, 0
	for _, c := range t.Chars {
		switch {
		case unicode.IsDigit(c.Rune):
			digits++
		case strings.ContainsRune(",.，%‰≥≤<>=", c.Rune):
		case strayDigits.Replace(string(c.Rune)) != string(c.Rune):
			letters++
		default:
			return
		}
	}
	if letters == 1 && digits == 2 && !unicode.IsDigit(t.Chars[0].Rune) { // J20: 120, or the name of something
		t.lower(atUnclear, Weak)
		t.other(strayDigits.Replace(t.String()))
		return
	}
	if digits < 3 || letters == 0 || letters > 2 {
		return
	}
	was := t.String()
	for i := range t.Chars {
		t.Chars[i].Rune = []rune(strayDigits.Replace(string(t.Chars[i].Rune)))[0]
	}
	t.lower(atUnclear, Weak)
	t.other(was)
}
