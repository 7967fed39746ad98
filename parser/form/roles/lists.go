package roles

import (
	"sort"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

var (
	itemStart = pattern.MustCompile(`^(?:(\d{1,2})[.、．)）]\s*|([①-⑩]))`)
	itemOne   = pattern.MustCompile(`^1[.、．)）]`)
)

// items are the items of a text that numbers its lines, or its parts, from 1 on.
func items(text string) []string {
	if !startsList(text) {
		return nil
	}
	var lines []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
		}
	}
	if len(lines) == 1 && itemOne.MatchString(lines[0]) {
		lines = splitItems(lines[0])
	}
	var out []string
	for _, l := range lines {
		m := itemStart.FindStringSubmatch(l)
		n := 0
		if m != nil && m[1] != "" {
			n, _ = strconv.Atoi(m[1])
		} else if m != nil {
			n = strings.Index("①②③④⑤⑥⑦⑧⑨⑩", m[2])/len("①") + 1
		}
		switch {
		case n == len(out)+1:
			out = append(out, strings.TrimRight(strings.TrimSpace(l[len(m[0]):]), ";；。"))
		case len(out) == 0:
			return nil
		default:
			out[len(out)-1] += l
		}
	}
	return out
}

// startsList reports whether a text may number its lines: it begins with the first
// number and its mark.
func startsList(text string) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "①") {
		return true
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "0"), "1")
	return ok && rest != "" && strings.ContainsAny(firstOf(rest), ".、．)）")
}

// splitItems cuts 1.甲；2.乙 at its numbers.
func splitItems(line string) []string {
	var out []string
	for n := 2; n <= 30; n++ {
		cut := -1
		for _, mark := range []string{".", "、", "．", ")", "）"} {
			for from := 1; ; {
				i := strings.Index(line[from:], strconv.Itoa(n)+mark)
				if i < 0 {
					break
				}
				i += from
				before := []rune(line[:i])
				next := line[i+len(strconv.Itoa(n))+len(mark):]
				if strings.ContainsRune(" \t;；。，,、", before[len(before)-1]) && (next == "" || next[0] < '0' || next[0] > '9') {
					if cut < 0 || i < cut {
						cut = i
					}
					break
				}
				from = i + 1
			}
		}
		if cut < 0 {
			break
		}
		out = append(out, strings.TrimSpace(line[:cut]))
		line = line[cut:]
	}
	return append(out, line)
}

// exploded gives lists of one length in two or more cells of a row as as many rows.
func (d *reader) exploded(s *sheet) *sheet {
	parts := map[int]map[int][]string{} // row, id
	lists := map[int]bool{}             // columns that hold a list of two
	s.lists = map[int][]string{}
	for _, c := range s.cells {
		if c.rowSpan() == 1 && c.runes > 2 {
			if it := items(c.Text()); len(it) > 0 {
				s.lists[c.id()] = it
				if len(it) > 1 {
					lists[c.col()] = true
				}
			}
		}
	}
	for r := range s.height {
		if cells := d.lineLists(s.starts(r)); cells != nil {
			parts[r] = cells
			continue
		}
		if len(lists) == 0 {
			continue
		}
		n, same := 0, true
		cells := map[int][]string{}
		for _, c := range s.starts(r) {
			it := s.lists[c.id()]
			if len(it) == 0 || len(it) == 1 && !lists[c.col()] {
				continue
			}
			same = same && (n == 0 || n == len(it))
			n = len(it)
			cells[c.id()] = it
		}
		if len(cells) >= 2 && same {
			parts[r] = cells
		}
	}
	if len(parts) == 0 {
		return s
	}
	return d.explode(s, parts)
}

// lineLists are the lines of cells in one row that say several indicators without
// numbers: a target a line in one cell, and as many lines in others. It is nil where
// there is none.
func (d *reader) lineLists(row []*Cell) map[int][]string {
	if !twoOfSomeLines(row) {
		return nil
	}
	n, at := 0, -1
	for _, c := range row {
		if c.rowSpan() != 1 || !strings.Contains(c.Text(), "\n") {
			continue
		}
		if lines := linesOf(c.Text()); len(lines) > 1 && d.allTargets(lines, c.From.Spot.Page() != 0) {
			n, at = len(lines), c.id()
			break
		}
	}
	if n == 0 {
		return nil
	}
	out := map[int][]string{}
	for _, c := range row {
		lines := linesOf(c.Text())
		if len(lines) != n {
			continue
		}
		for _, l := range lines {
			if c.id() != at && !namelike(l) || hanging.MatchString(l) {
				return nil
			}
		}
		out[c.id()] = lines
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// twoOfSomeLines reports whether two cells of a row hold equally many lines: the quick
// look at the many rows where none do.
func twoOfSomeLines(row []*Cell) bool {
	several := 0
	for _, c := range row {
		if strings.Contains(c.Text(), "\n") {
			several++
		}
	}
	if several < 2 {
		return false
	}
	seen := map[int]bool{}
	for _, c := range row {
		if n := len(linesOf(c.Text())); n > 1 {
			if seen[n] {
				return true
			}
			seen[n] = true
		}
	}
	return false
}

// hanging is how a line begins or ends that goes over to another one.
var hanging = pattern.MustCompile(`^[)）、，,。；;]|[(（、，,和与及的]$|^\d{1,2}[.、．)）]`)

// linesOf are the lines of a text that hold any.
func linesOf(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// allTargets reports whether each of some lines is a target by itself. On a page, where
// lines wrap, only a comparator begins one.
func (d *reader) allTargets(lines []string, page bool) bool {
	for _, l := range lines {
		flat := squeeze(fold.Text(l))
		if page && !compares.MatchString(flat) {
			return false
		}
		switch v := value.Parse(l, value.Context{}); {
		case compares.MatchString(flat) && (v.Kind == schema.KindQuantity || v.Kind == schema.KindInterval):
		case page:
			return false
		case (v.Kind == schema.KindQuantity || v.Kind == schema.KindInterval) && v.Unit != "" && v.Number != "" && measured.MatchString(flat):
		case v.Kind == schema.KindQualitative && len([]rune(flat)) > 1 && value.Classify(l).Class != value.ClassNone:
		default:
			return false
		}
	}
	return true
}

func (d *reader) explode(s *sheet, parts map[int]map[int][]string) *sheet {
	start := make([]int, s.height+1)
	for r := range s.height {
		n := 1
		for _, it := range parts[r] {
			n = len(it)
		}
		start[r+1] = start[r] + n
	}
	var cells []*Cell
	for _, c := range s.cells {
		if c.row() >= s.height {
			continue
		}
		it := parts[c.row()][c.id()]
		for i, text := range it {
			p := d.part(c, text)
			p.place = placeOf(start[c.row()]+i, c.col(), 1, c.colSpan())
			cells = append(cells, p)
		}
		if len(it) == 0 {
			end := start[min(s.height, c.below())]
			cells = append(cells, c.moved(start[c.row()], c.col(), max(1, end-start[c.row()]), c.colSpan()))
		}
	}
	out := newSheet(cells, start[s.height])
	out.lists = s.lists
	out.origin = start
	return out
}

// printedRow is the row of the grid that a row of the sheet was printed in.
func (s *sheet) printedRow(r int) int {
	if s.origin == nil {
		return r
	}
	return sort.Search(len(s.origin), func(i int) bool { return s.origin[i] > r }) - 1
}
