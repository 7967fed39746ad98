package roles

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A column may print the indicator and its target in one cell: 巡河次数≥24次,
// 管护机制：健全. Where no column holds targets it is read as two.

// partedShare is the share of a column's cells that must part.
const partedShare = .8

// parted is the table with the column that holds names with their targets as two
// columns; nil where none does, or the two make no reading.
func (t *table) parted() *table {
	best := -1
	for j, k := range t.columns {
		if len(k.own) > 0 && float64(t.d.partable(k)) >= partedShare*float64(len(k.own)) && (best < 0 || len(k.own) > len(t.columns[best].own)) {
			best = j
		}
	}
	if best < 0 {
		return nil
	}
	out := *t
	out.solution, out.checked, out.doubts, out.hard = solution{}, false, nil, nil
	k := t.columns[best]
	names, targets := make([]*Cell, len(k.cells)), make([]*Cell, len(k.cells))
	made := map[*Cell][2]*Cell{}
	for i, c := range k.cells {
		if c == nil {
			continue
		}
		if _, ok := made[c]; !ok {
			made[c] = [2]*Cell{c, nil}
			if name, target, ok := SplitTarget(c.Text()); ok {
				made[c] = [2]*Cell{t.d.part(c, name), t.d.part(c, target)}
			}
		}
		names[i], targets[i] = made[c][0], made[c][1]
	}
	first, second := newColumn(k.at, k.path, names), newColumn(k.at, k.path, targets)
	first.prior, second.prior = roleName, roleTarget
	out.columns = slices.Replace(slices.Clone(t.columns), best, best+1, first, second)
	if !out.solve() || out.name != best || !contains(out.target, best+1) {
		return nil
	}
	return &out
}

// pathed is the table with a column whose cells are paths of two levels and a name as
// three columns; nil where none is, or the three make no reading.
func (t *table) pathed() *table {
	for j, k := range t.columns {
		mark := pathMark(k)
		if mark == "" {
			continue
		}
		var cells [3][]*Cell
		for i := range cells {
			cells[i] = make([]*Cell, len(k.cells))
		}
		for i, c := range k.cells {
			if c == nil {
				continue
			}
			for n, part := range strings.SplitN(c.Text(), mark, 3) {
				cells[n][i] = t.d.part(c, strings.TrimSpace(part))
			}
		}
		out := *t
		out.solution, out.checked, out.doubts, out.hard = solution{}, false, nil, nil
		var made []*column
		for n, r := range []role{roleFirst, roleSecond, roleName} {
			col := newColumn(k.at, k.path, cells[n])
			col.role, col.known, col.prior = "", true, r
			made = append(made, col)
		}
		out.columns = slices.Replace(slices.Clone(t.columns), j, j+1, made...)
		if !out.solve() || out.first != j || out.second != j+1 || out.name != j+2 {
			return nil
		}
		return &out
	}
	return nil
}

// headsPaths reports whether two cells head a column of paths and another one: of a
// table so narrow little else shows that it is one of indicators.
func (s *sheet) headsPaths(cells []*Cell) bool {
	if len(cells) != 2 {
		return false
	}
	var below []*Cell
	for r := cells[0].below(); r < s.height && len(below) < 3; r++ {
		c := s.at(r, cells[0].col())
		if c == nil {
			return false
		}
		below = append(below, c)
	}
	texts := map[string]bool{}
	for _, c := range below {
		texts[c.flat] = true
	}
	return pathMark(&column{own: below, texts: len(texts)}) != "" && cells[0].headlike() && cells[1].headlike()
}

// pathMark is what parts the cells of a column into two levels, which repeat, and a
// name; "" where they are no paths.
func pathMark(k *column) string {
	for _, mark := range []string{"—", "-", "/", ">", "→", "：", ":", "·", "|"} {
		first, second := map[string]bool{}, map[string]bool{}
		n := 0
		for _, c := range k.own {
			if strings.Count(c.Text(), mark) < 2 {
				break
			}
			parts := strings.SplitN(c.Text(), mark, 3)
			if !namelike(parts[0]) || !namelike(parts[1]) || !namelike(parts[2]) {
				break
			}
			first[parts[0]], second[parts[0]+mark+parts[1]] = true, true
			n++
		}
		if n == len(k.own) && n > 2 && 2*len(first) <= n+1 && len(second) < n && k.texts == n {
			return mark
		}
	}
	return ""
}

// partable counts the cells of a column that part.
func (d *reader) partable(k *column) int {
	n := 0
	for _, c := range k.own {
		if c.level() || c.class().targety() && c.runes <= 3 {
			return 0
		}
		if _, _, ok := SplitTarget(c.Text()); ok {
			n++
		}
	}
	return n
}

// targetBegins is where a target begins inside a cell: at its comparator. A colon
// in front of it belongs to neither.
var targetBegins = pattern.MustCompile(`^(.{2,40}?)[:：,，\s]*((?:[<>＜＞]\s*[=＝]|[≥≤＝=<>＜＞≧≦]|不低于|不少于|不超过|不高于|不大于|不小于|大于|小于|至少|最多|达到|超过|控制在)\s*[^≥≤＝=<>＜＞]*[\d一二三四五六七八九十零百千万].*)$`)

// SplitTarget parts a text into the name of an indicator and its target: at a
// comparator, or at a colon with a target behind it.
func SplitTarget(text string) (name, target string, ok bool) {
	text = strings.TrimSpace(text)
	if m := targetBegins.FindStringSubmatch(text); m != nil && isTarget(m[2]) {
		return strings.TrimSpace(m[1]), m[2], namelike(m[1])
	}
	for i, r := range text {
		if r == ':' || r == '：' {
			name, target = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+len(string(r)):])
			return name, target, namelike(name) && isTarget(target)
		}
	}
	if m := dateBehind.FindStringSubmatch(text); m != nil && isTarget(m[2]) {
		return m[1], m[2], namelike(m[1])
	}
	return "", "", false
}

// dateBehind is a name with the date that it must be reached by right behind it.
var dateBehind = pattern.MustCompile(`^(\p{Han}{3,40}?)((?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|[底末初])?(?:前|以前|之前|内))$`)

// namelike reports whether a text may be the name of an indicator: some characters
// of Chinese, and no target itself.
func namelike(s string) bool {
	han := 0
	for _, r := range s {
		if r >= 0x4e00 && r <= 0x9fff {
			han++
		}
	}
	return han >= 2 && len(s) <= 120
}

// isTarget reports whether the grammar of values reads a text whole.
func isTarget(s string) bool {
	switch v := value.Parse(s, value.Context{}); v.Kind {
	case schema.KindQuantity, schema.KindInterval, schema.KindDeadline, schema.KindScale, schema.KindCompound:
		return true
	case schema.KindQualitative:
		return len([]rune(s)) <= longWord
	}
	return false
}
