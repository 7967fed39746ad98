package roles

import (
	"slices"
	"strconv"
	"strings"
)

// column is a column of a table: its heads, its cells by row of the body, and
// what they show.
type column struct {
	at    int     // the column of the sheet
	path  []*Cell // its heads, the outermost first
	cells []*Cell // one a row of the body, nil where blank
	own   []*Cell // the cells, a merged one once

	counts [classes]int
	fill   float64 // share of the rows that have a cell
	// distinct is the share of the cells that no other one equals.
	distinct float64
	merged   int // cells over several rows
	runs     int // runs of equal cells
	nests    bool
	textual  float64 // share of cells that are words
	targety  float64 // share of cells that may be targets
	texts    int     // different texts
	textAt   []int32 // the text of each of cells by number, from 1; 0 where blank
	role     string  // by its name, as in profiles
	known    bool
	answered bool // its role was given by a person
	prior    role // what the name stands for, where known
	head     string
	all      string // the heads joined
	serial   bool
	odds     [rolesCount]float64
}

// newColumn weighs a column.
func newColumn(at int, path, cells []*Cell) *column {
	k := &column{at: at, path: path, cells: cells}
	for _, p := range path {
		k.all += p.flat
		k.head = p.flat
	}
	k.named(path)
	var last *Cell
	filled := 0
	texts := map[string]int32{}
	k.textAt = make([]int32, len(cells))
	once := true // each row so far has a cell of its own
	for i, c := range cells {
		if once && (c == nil || c == last) {
			k.own, once = slices.Clone(cells[:i]), false
		}
		if c == nil {
			continue
		}
		filled++
		if c == last {
			k.textAt[i] = texts[c.flat]
			if cells[i-1] == nil {
				k.runs++
			}
			continue
		}
		if i == 0 || cells[i-1] == nil || cells[i-1].flat != c.flat {
			k.runs++
		}
		last = c
		if !once {
			k.own = append(k.own, c)
		}
		k.counts[c.class()]++
		if texts[c.flat] == 0 {
			texts[c.flat] = int32(len(texts)) + 1
		}
		k.textAt[i] = texts[c.flat]
		if c.rowSpan() > 1 {
			k.merged++
		}
	}
	if once {
		k.own = slices.Clip(cells)
	}
	n := len(k.own)
	k.texts = len(texts)
	k.fill = float64(filled) / float64(max(1, len(cells)))
	k.distinct = float64(k.texts) / float64(max(1, n))
	gap := k.fill < 1 && len(cells) > 0 && cells[0] == nil
	k.nests = k.runs == k.texts && 1 < k.runs && k.runs < len(cells) && !gap
	k.textual = k.share(middle, text, short, qualitative, level1, level2, levelAny, head, unit)
	k.targety = k.share(quantity, longQuantity, deadline, qualitative, bare)
	k.serial = serialNumbers(k.own)
	for r := range rolesCount {
		switch r {
		case roleFirst, roleSecond:
			k.odds[r] = levelOdds(r, &k.counts, n)
		default:
			k.odds[r] = odds(&weighed().roles[r], &k.counts, n)
		}
	}
	return k
}

// named reads what the profiles say of the heads, the innermost first.
func (k *column) named(path []*Cell) {
	for i := len(path) - 1; i >= 0; i-- {
		if r := path[i].Column(); r != "" && r != "group" {
			k.role, k.known, k.answered = r, true, path[i].answered()
			if p, ok := headRole[r]; ok {
				k.prior = p
			} else {
				k.prior = roleOther
			}
			return
		}
	}
}

// is reports whether the name of the column stands for a role.
func (k *column) is(r role) bool { return k.known && k.prior == r }

// share is the share of the cells that are of some classes.
func (k *column) share(list ...class) float64 {
	sum := 0
	for _, c := range list {
		sum += k.counts[c]
	}
	return float64(sum) / float64(max(1, len(k.own)))
}

// comparators and units report whether a column holds little else.
func (k *column) comparators() bool { return len(k.own) > 0 && k.share(comparator) >= .6 }
func (k *column) units() bool {
	return len(k.own) > 0 && !k.comparators() && k.share(unit) >= .4 && k.targety < .35
}

// answered is what a person's word weighs: more than all cells.
const answered = 60

// byName is what the name of the column says of a role.
func (k *column) byName(r role) float64 {
	switch {
	case !k.known:
		return 0
	case k.answered:
		return signed(k.prior == r, answered)
	case k.prior == r:
		return 4
	case r == roleOther && (k.prior == roleName || k.prior == roleTarget):
		return -2
	case r == roleOther:
		return -1
	case oneTarget(k.prior) && oneTarget(r):
		return 0
	case (k.prior == roleFirst || k.prior == roleSecond) && (r == roleFirst || r == roleSecond):
		return -1
	}
	return -5
}

// oneTarget reports whether a role is a part of what may be printed as one target.
func oneTarget(r role) bool { return r == roleOp || r == roleTarget || r == roleUnit }

// byShape is what the shape of the column says of a role in a table of n rows.
func (k *column) byShape(r role, n int) float64 {
	s := 0.0
	switch r {
	case roleName:
		s += pick(k.distinct, .95, 1.5, .8, -1, -6) + pick(k.fill, .97, 1, .8, -1, -6)
		s -= 2 * float64(k.merged) / float64(max(1, len(k.own)))
	case roleTarget:
		s += pick(k.fill, .97, 1, .8, -.5, -4)
		if k.texts == 1 && n >= 5 && !k.known && k.textual > .8 {
			s -= 4 // 按比例得分: one sentence in every row is no row's target
		}
	case roleFirst, roleSecond:
		switch {
		case k.nests && k.textual > .8:
			s += 2.5
		case k.runs >= n:
			s--
		}
		if float64(k.runs) <= .75*float64(n) {
			s += 1.5
		} else {
			s -= 1.5
		}
		if k.runs > k.texts && k.share(level1, level2, levelAny) < .5 {
			s -= 5 // a label that comes back after another one is no level
		}
		if k.texts == 1 && n >= 5 && !k.known && k.share(level1, level2, levelAny) < .5 {
			s -= 6 // 责任人: one word in every row
		}
		if k.merged > 0 {
			s += .5
		}
		if len(k.cells) > 0 && k.cells[0] == nil {
			s -= 4
		}
		if r == roleFirst && k.texts > 6 || k.texts > 14 {
			s -= 3
		}
	}
	return s
}

// pick is a where v is over hi, b where it is over lo, else c.
func pick(v, hi, a, lo, b, c float64) float64 {
	switch {
	case v > hi:
		return a
	case v > lo:
		return b
	}
	return c
}

// score is all that speaks for a role.
func (k *column) score(r role, n int) float64 {
	return k.odds[r] + k.byName(r) + k.byShape(r, n)
}

// serialNumbers reports whether cells number the rows: they only grow, by one,
// by little, or start again at one.
func serialNumbers(cells []*Cell) bool {
	if len(cells) < 2 {
		return false
	}
	last, steady, grows := 0, true, true
	for i, c := range cells {
		s := strings.TrimRight(c.flat, ".、")
		n, err := strconv.Atoi(s)
		if err != nil {
			return false
		}
		if i > 0 {
			steady = steady && (n == last+1 || n == 1)
			grows = grows && n > last && n-last <= 12
		} else if n >= 10 {
			grows = false
		}
		last = n
	}
	return steady || grows && len(cells) >= 4
}

// numbers are the plain numbers of the cells; ok is false where more than one
// in ten is none.
func (k *column) numbers() (list []float64, ok bool) {
	for _, c := range k.own {
		if v, err := strconv.ParseFloat(c.flat, 64); err == nil {
			list = append(list, v)
		}
	}
	return list, len(list) > 0 && float64(len(list)) >= .9*float64(len(k.own))
}
