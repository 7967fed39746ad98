package scan

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
)

// labels reads the names that the cells of a page's lines hold: the names of levels
// below each other in a column, and the labels beside each other in a head.
type labels struct {
	words *reading.Words
	cells []labelled
}

// labelled is a cell with its lines, and what they read.
type labelled struct {
	lines []textLine
	text  string
	// read is what was read before anything was mended, and firm whether surely.
	read string
	firm bool
	// row and col are where the cell begins.
	row, col int
	sure     bool
	least    float32
}

// newLabels gathers the cells of a page that hold text.
func newLabels(s *sheet, lines []textLine, words *reading.Words) *labels {
	l := &labels{words: words}
	for from := 0; from < len(lines); {
		to := from + 1
		for lines[from].cell >= 0 && to < len(lines) && lines[to].cell == lines[from].cell {
			to++
		}
		if at := lines[from].cell; at >= 0 {
			c := labelled{lines: lines[from:to], row: s.Cells[at].Row, col: s.Cells[at].Col}
			c.weigh()
			c.read, c.firm = c.text, c.sure
			l.cells = append(l.cells, c)
		}
		from = to
	}
	return l
}

// weigh gathers what the lines of a cell say, and how surely.
func (c *labelled) weigh() {
	var all strings.Builder
	c.sure, c.least = true, 1
	for i := range c.lines {
		t := &c.lines[i].text
		all.WriteString(t.String())
		c.sure = c.sure && t.Sure()
		c.least = min(c.least, t.Confidence)
	}
	c.text = all.String()
}

// become sets a cell to what it must say: each line has its share of it.
func (c *labelled) become(label string) {
	runes, chars := []rune(label), len([]rune(c.text))
	for i, done := 0, 0; i < len(c.lines); i++ {
		from := done * len(runes) / chars
		done += len(c.lines[i].text.Chars)
		c.lines[i].text.Become(string(runes[from : done*len(runes)/chars]))
	}
	c.weigh()
}

// mend reads all names anew.
func (l *labels) mend() {
	ending := l.ending()
	for i := range l.cells {
		if c := &l.cells[i]; !c.sure && c.text != "" {
			if label, ok := l.words.Label(c.text, c.least, ending); ok {
				c.become(label)
			} else if label, ok := c.otherwise(l.words); ok {
				c.become(label)
			}
		}
	}
	l.levels(ending)
	l.heads()
	l.assure()
}

// ending is that of most names of levels that are read surely.
func (l *labels) ending() string {
	ending, most := "", 0
	seen := map[string]int{}
	for _, c := range l.cells {
		for i := range c.lines {
			if end := reading.Ending(c.lines[i].text.String()); end != "" && c.lines[i].text.Sure() {
				if seen[end]++; seen[end] > most {
					ending, most = end, seen[end]
				}
			}
		}
	}
	return ending
}

// otherwise is the word that the lines of a cell make where one of them is read as what
// else it may be.
func (c *labelled) otherwise(words *reading.Words) (string, bool) {
	if len(c.lines) < 2 {
		return "", false
	}
	for i := range c.lines {
		for _, other := range c.lines[i].text.Others {
			if s := whole(c.lines, i, other); words.Knows(s) {
				return s, true
			}
		}
	}
	return "", false
}

// leastNames is how many names of levels make a column one of levels.
const leastNames = 2

// levels mends what is a stroke away from the name of a level in a column of them,
// however sure the net is of it: a speck is a point to it, and half a character another.
func (l *labels) levels(ending string) {
	names := map[int]int{}
	for _, c := range l.cells {
		if l.level(&c) {
			names[c.col]++
		}
	}
	for i := range l.cells {
		c := &l.cells[i]
		if !c.sure || names[c.col] < leastNames || l.words.Knows(c.text) {
			continue
		}
		if label, ok := l.words.Label(c.text, 1, ending); ok {
			c.become(label)
		}
	}
}

// assure takes the doubt from names of levels that can be no others: in a column of sure
// ones, the only name near what was read, and not that of the cell above or below. What
// was read surely and mended may be a name that a form alone has.
func (l *labels) assure() {
	columns := map[int][]*labelled{}
	for i := range l.cells {
		columns[l.cells[i].col] = append(columns[l.cells[i].col], &l.cells[i])
	}
	for _, column := range columns {
		slices.SortStableFunc(column, func(a, b *labelled) int { return a.row - b.row })
		var sure []string
		for _, c := range column {
			if c.sure && l.level(c) {
				sure = append(sure, c.text)
			}
		}
		for i, c := range column {
			twice := i > 0 && column[i-1].text == c.text || i+1 < len(column) && column[i+1].text == c.text
			if !c.sure && !c.firm && !twice && len(sure) >= leastNames && l.words.Only(c.read, c.text) {
				c.assure(l.words.EndOf(c.text, sure))
			}
		}
	}
}

// level recognises the name of a level.
func (l *labels) level(c *labelled) bool {
	return reading.Ending(c.text) != "" && l.words.Knows(c.text)
}

// assure takes the doubt from a name, but where the page's edge cuts it, or where it may
// be the end of another, of which ink is left.
func (c *labelled) assure(end bool) {
	for i := range c.lines {
		t := &c.lines[i].text
		if t.Doubts(reading.CutByEdge) || end && (t.Doubts(reading.InkUnread) || t.Doubts(reading.UnderSeal) || t.Doubts(reading.UnderPen)) {
			return
		}
	}
	for i := range c.lines {
		c.lines[i].text.Assure()
	}
	c.weigh()
}

// A row is a head where so many of its cells hold known labels, and so large a part.
const (
	leastHeads = 3
	headShare  = 0.5
)

// heads mends what is a stroke away from a known label in a row of labels.
func (l *labels) heads() {
	rows := map[int][]*labelled{}
	for i := range l.cells {
		rows[l.cells[i].row] = append(rows[l.cells[i].row], &l.cells[i])
	}
	for _, row := range rows {
		l.number(row)
		l.head(row)
	}
}

// head mends the labels of one row.
func (l *labels) head(row []*labelled) {
	var known []string
	for _, c := range row {
		if l.words.Knows(c.text) {
			known = append(known, c.text)
		}
	}
	if len(known) < leastHeads || float64(len(known)) < headShare*float64(len(row)) {
		return
	}
	for _, c := range row {
		if l.words.Knows(c.text) {
			continue
		}
		if label, others := l.words.Head(c.text, c.sure, known); label != "" {
			c.become(label)
			for _, other := range others {
				c.lines[0].text.OrElse(other)
			}
			known = append(known, label)
		}
	}
}

// number gives the names of levels in a row their numbers, of whose strokes a copier
// leaves little: they stand side by side in their order.
func (l *labels) number(row []*labelled) {
	slices.SortFunc(row, func(a, b *labelled) int { return a.col - b.col })
	for len(row) > 0 {
		name, places := l.numbered(row)
		if len(places) == 0 {
			row = row[1:]
			continue
		}
		first, ok := firstOf(places)
		for i, place := range places {
			if label := reading.Number(name, first+i); ok && place < 0 && l.words.Knows(label) {
				row[i].become(label)
			}
		}
		row = row[len(places):]
	}
}

// numbered is the run of names at the beginning of a row that differ in their number
// alone, and the place of each number, -1 where it is gone.
func (l *labels) numbered(row []*labelled) (name string, places []int) {
	for _, c := range row {
		s, place, ok := l.words.Numbered(c.text)
		if !ok || len(places) > 0 && s != name {
			break
		}
		name, places = s, append(places, place)
	}
	return name, places
}

// allLevels is how many levels a form has that names all of them.
const allLevels = 3

// firstOf is the place of the first number of several in their order, ok false where
// they are in none, or where nothing tells.
func firstOf(places []int) (first int, ok bool) {
	for i, place := range places {
		switch {
		case place < 0:
		case ok && place-i != first:
			return 0, false
		default:
			first, ok = place-i, true
		}
	}
	return first, ok && first >= 0 || !ok && len(places) == allLevels
}
