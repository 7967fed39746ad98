package roles

import (
	"sort"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

var (
	itemStart = pattern.MustCompile(`^(?:(\d{1,2})[.、．)）]\s*|([①-⑩]))`)
	itemOne   = pattern.MustCompile(`^1[.、．)）]`)
)

// items are the items of a text that numbers its lines, or its parts, from 1 on.
func items(text string) []string {
	if !strings.ContainsAny(text, "1①") {
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

// exploded gives numbered lists of one length in two or more cells of a row as
// as many rows.
func (d *reader) exploded(s *sheet) *sheet {
	parts := map[int]map[int][]string{} // row, id
	lists := map[int]bool{}             // columns that hold a list of two
	s.lists = map[int][]string{}
	for _, c := range s.cells {
		if c.rowSpan == 1 && c.runes > 2 {
			if it := items(c.Text); len(it) > 0 {
				s.lists[c.id] = it
				if len(it) > 1 {
					lists[c.col] = true
				}
			}
		}
	}
	if len(lists) == 0 {
		return s
	}
	for r := range s.rows {
		n, same := 0, true
		cells := map[int][]string{}
		for _, c := range s.starts(r) {
			it := s.lists[c.id]
			if len(it) == 0 || len(it) == 1 && !lists[c.col] {
				continue
			}
			same = same && (n == 0 || n == len(it))
			n = len(it)
			cells[c.id] = it
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

func (d *reader) explode(s *sheet, parts map[int]map[int][]string) *sheet {
	start := make([]int, len(s.rows)+1)
	for r := range s.rows {
		n := 1
		for _, it := range parts[r] {
			n = len(it)
		}
		start[r+1] = start[r] + n
	}
	var cells []*Cell
	for _, c := range s.cells {
		if c.row >= len(s.rows) {
			continue
		}
		it := parts[c.row][c.id]
		for i, text := range it {
			p := d.part(c, text)
			p.row, p.rowSpan = start[c.row]+i, 1
			cells = append(cells, p)
		}
		if len(it) == 0 {
			end := start[min(len(s.rows), c.below())]
			cells = append(cells, c.moved(start[c.row], c.col, max(1, end-start[c.row]), c.colSpan))
		}
	}
	out := newSheet(cells, start[len(s.rows)])
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
