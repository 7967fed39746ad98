package roles

import (
	"sort"
	"strconv"
)

// cards reads blocks that repeat the same labels, each with its value at the
// right, as one table with a row a block.
func (d *reader) cards(s *sheet) *table {
	occ := map[string][]*Cell{}
	for _, c := range s.cells {
		if !c.headlike() || c.class() == comparator || c.class() == unit || c.level() && c.Column() == "" {
			continue
		}
		key := c.flat + "\x00" + strconv.Itoa(c.col())
		occ[key] = append(occ[key], c)
	}
	byTimes := map[int][]string{}
	for key, list := range occ {
		if len(list) >= 2 {
			byTimes[len(list)] = append(byTimes[len(list)], key)
		}
	}
	var times []int
	for n := range byTimes {
		times = append(times, n)
	}
	sort.Slice(times, func(i, j int) bool {
		a, b := times[i]*len(byTimes[times[i]]), times[j]*len(byTimes[times[j]])
		return a > b || a == b && times[i] > times[j]
	})
	for _, n := range times[:min(4, len(times))] {
		if t := d.cardTable(s, occ, byTimes[n], n); t != nil {
			return t
		}
	}
	return nil
}

// right is the cell beside a label, in its row.
func (s *sheet) right(c *Cell) *Cell {
	x := s.at(c.row(), c.right())
	if x != nil && x.row() > c.row() {
		return nil
	}
	return x
}

// deck is blocks that repeat the same labels: the cells of each label, one a block,
// in the order of the blocks.
type deck struct {
	labels map[*Cell]bool
	order  [][]*Cell
	blank  []*Cell // labels that no card has anything beside
}

// cardTable reads the blocks of labels that stand n times each; nil where they make
// no table.
func (d *reader) cardTable(s *sheet, occ map[string][]*Cell, keys []string, n int) *table {
	k := newDeck(s, occ, keys, n)
	if len(k.order) < 2 || len(k.order) > maxColumns || !k.inOrder(n) {
		return nil
	}
	cells, used, bottom := k.lay(s)
	t := d.build(newSheet(cells, n+1), 0, 1, n+1, nil)
	if t == nil || t.total <= enough {
		return nil
	}
	for id := range used {
		t.cover.add(id)
	}
	for _, list := range k.order {
		t.again = append(t.again, list[1:]...)
	}
	t.again = append(t.again, k.blank...)
	t.layout, t.top, t.end = "cards", k.order[0][0].row(), bottom
	return t
}

// newDeck takes the labels that have a value beside them in half of the blocks.
func newDeck(s *sheet, occ map[string][]*Cell, keys []string, n int) *deck {
	k := &deck{labels: map[*Cell]bool{}}
	for _, key := range keys {
		for _, c := range occ[key] {
			k.labels[c] = true
		}
	}
	for _, key := range keys {
		beside := 0
		for _, c := range occ[key] {
			if k.value(s, c) != nil {
				beside++
			}
		}
		switch {
		case 2*beside >= n:
			k.order = append(k.order, occ[key])
		case beside == 0:
			k.blank = append(k.blank, occ[key]...)
		}
	}
	for _, list := range k.order {
		sort.SliceStable(list, func(i, j int) bool { return list[i].row() < list[j].row() })
	}
	sort.Slice(k.order, func(i, j int) bool {
		a, b := k.order[i][0], k.order[j][0]
		return a.row() < b.row() || a.row() == b.row() && a.col() < b.col()
	})
	return k
}

// value is the cell beside a label that is no label itself, nil where none is.
func (k *deck) value(s *sheet, c *Cell) *Cell {
	if v := s.right(c); v != nil && !k.labels[v] {
		return v
	}
	return nil
}

// inOrder reports whether the labels of each of n blocks stand between the first one
// of that block and of the next.
func (k *deck) inOrder(n int) bool {
	first := k.order[0]
	for i := range n {
		for _, list := range k.order {
			if list[i].row() < first[i].row() || i+1 < n && list[i].row() >= first[i+1].row() {
				return false
			}
		}
	}
	return true
}

// lay gives the cells as a table with a row a block, the ids of those that it was
// made of, and the row below the last block.
func (k *deck) lay(s *sheet) (cells []*Cell, used map[int]bool, bottom int) {
	used = map[int]bool{}
	for j, list := range k.order {
		cells = append(cells, list[0].moved(0, j, 1, 1))
		for i, c := range list {
			used[c.id()] = true
			bottom = max(bottom, c.below())
			if v := k.value(s, c); v != nil {
				used[v.id()] = true
				bottom = max(bottom, v.below())
				cells = append(cells, v.moved(i+1, j, 1, 1))
			}
		}
	}
	return cells, used, bottom
}
