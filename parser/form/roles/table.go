package roles

import "github.com/pbt-cli/pbt/parser/internal/pattern"

// table is a head over a body: a hypothesis of where an indicator table stands
// and of what its columns are.
type table struct {
	d         *reader
	s         *sheet
	top       int // row of the head
	body0     int // row below the head
	end       int
	transpose bool
	rows      []int // the rows of the body that hold indicators
	bands     []band
	sums      []int
	repeats   []int   // rows that print the head again
	alone     float64 // the margin by its own cells
	halved    bool    // its rows are those of the table before it, which share its labels
	sibling   bool    // its roles are those of a larger table with the same heads
	again     []*Cell // heads that cards print again
	side      []*Cell
	columns   []*column
	above     *Cell // what stands alone in the row above the head
	// label is a level that stands beside or above the table.
	label *Cell
	// carried are the labels that were open where this table goes on.
	carried   [2]*Cell
	continues bool
	noFirst   bool // no column may be the first level: label is
	cover     ids
	lost      []*Cell // cells of the block that no column took
	solution
	total   float64
	checked bool
	doubts  []Doubt
	hard    []Doubt
	key     int // column that divides the table into projects, -1
	layout  string
}

// band is a row with one cell across the table.
type band struct {
	row, depth int
	c          *Cell
}

// maxBand is the share of the table's width from which a lone cell is a band.
const maxBand = .6

// newTable cuts the rows from body0 to end into bands, sums, printed-again heads
// and indicators, and makes its columns. It is nil where there are none.
func (d *reader) newTable(s *sheet, first, body0, end int, above *Cell) *table {
	t := &table{d: d, s: s, top: first, body0: body0, end: end, key: -1, above: above}
	edges := map[int]bool{}
	heads := map[string]bool{}
	lo, hi := 1<<30, 0
	for r := first; r < body0; r++ {
		for _, c := range s.starts(r) {
			if c.below() <= body0 {
				edges[c.col()], heads[c.flat] = true, true
				lo, hi = min(lo, c.col()), max(hi, c.right())
			}
		}
	}
	if hi == 0 {
		return nil
	}
	side := map[int]bool{}
	sideCols := map[int]bool{}
	for _, c := range s.row(body0) {
		if c.row() < body0 {
			side[c.id()] = true
			t.side = append(t.side, c)
			for k := c.col(); k < c.right(); k++ {
				sideCols[k] = true
			}
		}
	}
	t.cut(heads, edges, side, lo, hi-lo)
	if len(t.rows) == 0 {
		return nil
	}
	if len(t.bands) > 0 && len(t.repeats) > 0 && above != nil && above.col() == t.bands[0].c.col() && above.colSpan() == t.bands[0].c.colSpan() {
		t.bands = append([]band{{row: first - 1, c: above}}, t.bands...) // the head stands below each band
	}
	t.depths()
	var order []int
	for e := range edges {
		if !sideCols[e] {
			order = append(order, e)
		}
	}
	if len(order) < 2 || len(order) > maxColumns {
		return nil
	}
	sortInts(order)
	for _, e := range order {
		t.columns = append(t.columns, newColumn(e, t.heads(e), t.cellsAt(e, edges, side)))
	}
	t.deepest()
	return t
}

// deepest leaves the name to the deepest level that has a column.
func (t *table) deepest() {
	fourth := false
	for _, k := range t.columns {
		fourth = fourth || k.role == "level4"
	}
	for _, k := range t.columns {
		if fourth && k.role == "level3" {
			k.prior = roleOther
		}
	}
}

// cut sorts the rows below the head.
func (t *table) cut(heads map[string]bool, edges map[int]bool, side map[int]bool, left, width int) {
	var cells, own []*Cell
	for r := t.body0; r < t.end; r++ {
		cells, own = cells[:0], own[:0]
		apart := t.s.shared == 0
		for _, c := range t.s.row(r) {
			if side[c.id()] {
				continue
			}
			apart = apart || c.col() >= t.s.shared
			cells = append(cells, c)
			if c.row() == r {
				own = append(own, c)
			}
		}
		switch {
		case len(cells) == 0 || !apart:
		case len(own) >= 2 && allIn(own, heads):
			t.repeats = append(t.repeats, r)
		case hasWord(own, sum):
			t.sums = append(t.sums, r)
		case len(own) == 1 && len(cells) == 1 && (float64(own[0].colSpan()) >= max(2, float64(width)*maxBand) || narrowBand(own[0], left)):
			t.bands = append(t.bands, band{row: r, c: own[0]})
		default:
			t.rows = append(t.rows, r)
			for _, c := range own {
				edges[c.col()] = true
			}
		}
	}
}

// heads are the cells of the head over a column, the outermost first.
func (t *table) heads(at int) []*Cell {
	var path []*Cell
	for r := t.top; r < t.body0; r++ {
		c := t.s.at(r, at)
		if c != nil && c.below() <= t.body0 && (len(path) == 0 || path[len(path)-1] != c) {
			path = append(path, c)
		}
	}
	return path
}

// cellsAt are the cells of the body in a column. One that began further left,
// in a column of its own, is not given twice.
func (t *table) cellsAt(at int, edges map[int]bool, side map[int]bool) []*Cell {
	out := make([]*Cell, len(t.rows))
	for i, r := range t.rows {
		c := t.s.at(r, at)
		if c == nil || side[c.id()] || c.col() < at && c.colSpan() > 1 && edges[c.col()] {
			continue
		}
		out[i] = c
	}
	return out
}

var (
	hanNumber   = pattern.MustCompile(`^(\(?)[一二三四五六七八九十]+[)、.．]`)
	digitNumber = pattern.MustCompile(`^\(?\d`)
)

// style is how a band is numbered: bands of one depth are numbered alike.
func style(c *Cell) string {
	if m := hanNumber.FindStringSubmatch(c.flat); m != nil {
		return "han" + m[1]
	}
	if digitNumber.MatchString(c.flat) {
		return "digit"
	}
	return "none"
}

// depths gives every band its depth: by the vocabulary, then by the style of its
// numbering, then by its place (an outer band stands directly over an inner one).
func (t *table) depths() {
	styles := t.bandStyles()
	at := map[int]int{}
	for i := range t.bands {
		b := &t.bands[i]
		b.depth = levelDepth(b.c.class())
		if b.depth == 0 {
			b.depth = styles.depth[style(b.c)]
		}
		at[b.row] = b.depth
	}
	for i := range t.bands {
		b := &t.bands[i]
		if b.depth == 2 && b.c.class() != level2 && at[b.row+1] == 2 && at[b.row-1] == 0 {
			b.depth = 1
		}
	}
	if len(styles.order) == 1 && styles.order[0] == "none" && len(styles.kinds["none"]) == 1 && !styles.has("none", level1) && !styles.has("none", level2) {
		t.depthsByPlace(at)
	}
}

// levelDepth is the depth that a class of levels has, 0 where it has none or may
// have either.
func levelDepth(c class) int {
	switch c {
	case level1:
		return 1
	case level2:
		return 2
	}
	return 0
}

// bandStyles are the styles in which the bands of a table are numbered.
type bandStyles struct {
	order []string                  // as they first stand
	kinds map[string]map[class]bool // what bands of a style hold
	depth map[string]int
}

func (y *bandStyles) has(style string, c class) bool { return y.kinds[style][c] }

// bandStyles gives each style of numbering the depth that its words speak for; one
// without such words is the outer one only where it comes first.
func (t *table) bandStyles() *bandStyles {
	y := &bandStyles{kinds: map[string]map[class]bool{}, depth: map[string]int{}}
	for _, b := range t.bands {
		s := style(b.c)
		if y.kinds[s] == nil {
			y.kinds[s] = map[class]bool{}
			y.order = append(y.order, s)
		}
		y.kinds[s][b.c.class()] = true
	}
	outer, onlySecond := false, true
	for i, s := range y.order {
		switch {
		case y.has(s, level1), i == 0 && !y.has(s, level2):
			y.depth[s], outer = 1, true
		default:
			y.depth[s] = 2
		}
		onlySecond = onlySecond && len(y.kinds[s]) == 1 && y.has(s, level2)
	}
	if len(y.order) > 1 && !outer && !onlySecond {
		y.depth[y.order[0]] = 1
	}
	return y
}

// depthsByPlace tells two depths of bands without numbers apart.
func (t *table) depthsByPlace(at map[int]int) {
	any := false
	for _, b := range t.bands {
		_, over := at[b.row+1]
		any = any || over
	}
	for i := range t.bands {
		if b := &t.bands[i]; any {
			b.depth = 2
			if _, over := at[b.row+1]; over {
				b.depth = 1
			}
		}
	}
}

func (t *table) bandsOf(depth int) bool {
	for _, b := range t.bands {
		if b.depth == depth {
			return true
		}
	}
	return false
}

func allIn(cells []*Cell, set map[string]bool) bool {
	for _, c := range cells {
		if !set[c.flat] {
			return false
		}
	}
	return true
}

// hasWord reports whether one of the cells is of a class that texts are known as.
func hasWord(cells []*Cell, k class) bool {
	for _, c := range cells {
		if c.is(k) {
			return true
		}
	}
	return false
}
