package level

import (
	"math"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// cellKind sorts the label cells of a column.
type cellKind int

const (
	cellClean    cellKind = iota // in the vocabulary
	cellLocal                    // not in the vocabulary, yet a label by its looks
	cellFragment                 // garbled
)

// labelCell is a label reading in a level column.
type labelCell struct {
	// row and last are the rows it was read from; they differ where a label was
	// printed on several lines that came out as several rows.
	row, last int
	printed   string // as it came
	name      string // cleaned, without points
	points    string
	key       string
	kind      cellKind
	nodes     []int   // of the vocabulary
	stray     bool    // signs around a clean label were left out
	likeness  float64 // of a misread label to the one of the vocabulary that it is taken for, else 0
	enclosed  bool    // garbled, and the same clean label stands right above and below
	parents   uint64  // the owners, as bits of their ordinal on the level above
}

// column is one level column of a table.
type column struct {
	level  int
	cells  []labelCell
	next   []int // next[r] is the first cell that starts in row r or below
	manner Manner
	// firstRowIsUsual prefers first-row printing in ties; mannerOnly lets nothing
	// but the number of labels in the first row break ties.
	firstRowIsUsual, mannerOnly bool
	// twinsBelow tells on which side of the clean reading the garbled one is the
	// likelier to stand.
	twinsBelow bool

	twins     [][2]float64
	room      []bool      // per cell: the vocabulary has a label left at its place
	ordinals  map[int]int // node → ordinal among the nodes of this level
	nodeOf    []int       // ordinal → node
	printed   uint64      // ordinals that a clean cell prints
	children  []int32     // prefix: clean cells of the next level with a known owner
	owned     [][]int32   // prefix, per ordinal of this level: those it owns
	anyChild  []int32     // prefix: cells of the next level
	missing   uint64      // ordinals not printed though cells of the next level name them
	stemmed   []int32     // prefix: rows whose name points to a label of this column
	agreeing  map[string][]int32
	known     []string // per row, the key of the label another form settles
	knownHits map[string][]int32
	knownAll  []int32

	cache map[int][]candidate
}

// newColumn reads the label cells of a level.
func newColumn(rows []Row, level int, lex *lexicon, damaged bool) *column {
	col := &column{level: level, ordinals: map[int]int{}}
	for id, n := range lex.nodes {
		if n.depth == level {
			col.ordinals[id] = len(col.nodeOf)
			col.nodeOf = append(col.nodeOf, id)
		}
	}
	damaged = damaged && len(col.nodeOf) > 0 // without a vocabulary any word may be a label
	for r := 0; r < len(rows); {
		cell, width := readCell(rows, r, level, lex, damaged)
		if cell.printed != "" {
			col.cells = append(col.cells, cell)
		}
		r += width
	}
	col.findEnclosed()
	col.findRoom()
	col.priceTwins()
	col.next = make([]int, len(rows)+1)
	k := len(col.cells)
	for r := len(rows); r >= 0; r-- {
		for k > 0 && col.cells[k-1].row >= r {
			k--
		}
		col.next[r] = k
	}
	return col
}

func labelAt(rows []Row, r, level int) string {
	if r >= len(rows) || level >= len(rows[r].Labels) {
		return ""
	}
	return fold.TrimSpace(rows[r].Labels[level])
}

// maxLabelLines is the most rows that one label's lines come out as: a five-glyph
// label set vertically, with room to spare.
const maxLabelLines = 8

// readCell reads the label cell that starts in row r, with the number of rows it
// takes.
func readCell(rows []Row, r, level int, lex *lexicon, damaged bool) (labelCell, int) {
	text := labelAt(rows, r, level)
	if text == "" {
		return labelCell{}, 1
	}
	if cell, width := readLines(rows, r, level, lex); width > 1 {
		return cell, width
	}
	return classify(text, r, level, lex, damaged), 1
}

// readLines joins short cells of consecutive rows into a label of the vocabulary
// that none of them is alone: 社会效益 over 指标, 满意度指 over 标, 投 入 与 管 理.
func readLines(rows []Row, r, level int, lex *lexicon) (labelCell, int) {
	joined := labelAt(rows, r, level)
	best, width := labelCell{}, 1
	for k := 1; k < maxLabelLines; k++ {
		line := labelAt(rows, r+k, level)
		if line == "" || len(lex.matchAt(line, level).nodes) > 0 {
			break
		}
		joined += "\n" + line
		if m := lex.matchAt(joined, level); m.exact {
			best = cleanCell(joined, r, m)
			best.last, width = r+k, k+1
		}
	}
	return best, width
}

func cleanCell(text string, row int, m lexMatch) labelCell {
	name, points := SplitPoints(joinLabel(text))
	c := labelCell{row: row, last: row, printed: text, name: closeLabel(StripNumbering(name)), points: points, key: labelKey(text), nodes: m.nodes}
	if len(m.nodes) > 0 {
		c.key = m.lex.nodes[m.nodes[0]].key
	}
	return c
}

// closeLabel removes spaces inside a label and a colon behind it.
func closeLabel(s string) string {
	return strings.TrimRight(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u3000' || r == '\u00a0' {
			return -1
		}
		return r
	}, s), ":：")
}

func classify(text string, row, level int, lex *lexicon, damaged bool) labelCell {
	m := lex.matchAt(text, level)
	c := cleanCell(text, row, m)
	if len(m.nodes) == 0 {
		if stray := lex.matchAt(stripStray(text), level); len(stray.nodes) > 0 {
			m, c = stray, cleanCell(stripStray(text), row, stray)
			c.printed, c.stray = text, true
		}
	}
	switch {
	case len(m.nodes) > 0:
	case c.key == "" || hasResidue(text):
		c.kind = cellFragment
	case c.takeMisread(level, lex):
	case damaged && plausibility(text) < plausibleShare:
		c.kind = cellFragment
	default:
		c.kind = cellLocal
	}
	return c
}

// A label is taken for a misread one of the vocabulary from this likeness on: one
// glyph in four, and only where the misread label is no word by itself.
const (
	misreadLikeness = 0.75
	misreadLead     = 0.15
	misreadGlyphs   = 3
)

// takeMisread reads the label as the one of the vocabulary that it is a misreading
// of (产出日标, 社会效盖), and reports whether there is one.
func (c *labelCell) takeMisread(level int, lex *lexicon) bool {
	if hanCount(c.key) < misreadGlyphs || plausibility(c.printed) >= plausibleShare {
		return false
	}
	id, like, lead := lex.nearest(c.printed, level)
	if id < 0 || like < misreadLikeness || lead < misreadLead {
		return false
	}
	c.key, c.name, c.likeness = lex.nodes[id].key, lex.nodes[id].name, like
	c.nodes = lex.matchAt(c.name, level).nodes
	return true
}

// looksDamaged reports whether a table's labels show OCR damage or centring: some label
// carries residue, which is told apart, or the first row has no label on some level in use.
func looksDamaged(rows []Row, levels int) (residue, damaged bool) {
	for level := range levels {
		used := false
		for r := range rows {
			text := labelAt(rows, r, level)
			used = used || text != ""
			if text != "" && hasResidue(text) {
				return true, true
			}
		}
		damaged = damaged || used && labelAt(rows, 0, level) == ""
	}
	return false, damaged
}

func (col *column) startsAt(row int) bool {
	k := col.next[row]
	return k < len(col.cells) && col.cells[k].row == row
}

// count is the number of cells that start in rows lo..hi.
func (col *column) count(lo, hi int) int { return col.next[hi] - col.next[lo] }

// weigh prepares what the labels of the next level and the indicators' names say
// about spans of this column.
func (col *column) weigh(s *solver, level int) {
	for k := range col.cells {
		c := &col.cells[k]
		for _, node := range c.nodes {
			if o, ok := col.ordinals[node]; ok && o < 64 {
				col.printed |= 1 << o
			}
		}
		if level > 0 {
			c.parents = s.columns[level-1].owners(c.nodes, s.lex)
		}
	}
	if level > 0 {
		s.columns[level-1].weighChildren(col, s.n)
	}
	if level == min(1, len(s.columns)-1) {
		col.weighNames(s)
	}
}

// owners are the ordinals of the nodes' parents.
func (col *column) owners(nodes []int, lex *lexicon) uint64 {
	var mask uint64
	for _, id := range nodes {
		if o, ok := col.ordinals[lex.nodes[id].parent]; ok && o < 64 {
			mask |= 1 << o
		}
	}
	return mask
}

// weighChildren counts the cells of the next level by their owners.
func (col *column) weighChildren(inner *column, n int) {
	col.anyChild = make([]int32, n+1)
	col.children = make([]int32, n+1)
	col.owned = make([][]int32, min(len(col.nodeOf), 64))
	for o := range col.owned {
		col.owned[o] = make([]int32, n+1)
	}
	var named uint64
	for k := range inner.cells {
		c := &inner.cells[k]
		col.anyChild[c.row+1]++
		if c.kind != cellClean || c.parents == 0 {
			continue
		}
		col.children[c.row+1]++
		named |= c.parents
		for o := range col.owned {
			if c.parents>>o&1 != 0 {
				col.owned[o][c.row+1]++
			}
		}
	}
	prefixSum(col.anyChild)
	prefixSum(col.children)
	for o := range col.owned {
		prefixSum(col.owned[o])
	}
	col.missing = named &^ col.printed
}

func prefixSum(counts []int32) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}

// weighNames counts the rows whose names point to a label of the column, by the
// lexicon and by what another form of the file settles.
func (col *column) weighNames(s *solver) {
	stems := map[string]bool{}
	for k := range col.cells {
		if col.cells[k].kind == cellClean {
			stems[labelStem(col.cells[k].key)] = true
		}
	}
	points := make([]string, s.n)
	col.known = make([]string, s.n)
	col.stemmed, col.knownAll = make([]int32, s.n+1), make([]int32, s.n+1)
	for r, row := range s.rows {
		word := lexicalStem(row.Name)
		for stem := range stems {
			if word != "" && strings.Contains(stem, word) {
				points[r] = word
				col.stemmed[r+1] = 1
			}
		}
		if label, ok := s.knownLabel(row.Name); ok {
			col.known[r] = labelStem(labelKey(label))
			col.knownAll[r+1] = 1
		}
	}
	prefixSum(col.stemmed)
	prefixSum(col.knownAll)
	col.agreeing, col.knownHits = map[string][]int32{}, map[string][]int32{}
	for stem := range stems {
		agree, hits := make([]int32, s.n+1), make([]int32, s.n+1)
		for r := range s.rows {
			if points[r] != "" && strings.Contains(stem, points[r]) {
				agree[r+1] = 1
			}
			if col.known[r] != "" && col.known[r] == stem {
				hits[r+1] = 1
			}
		}
		prefixSum(agree)
		prefixSum(hits)
		col.agreeing[stem], col.knownHits[stem] = agree, hits
	}
}

// knownLabel is what another form settles for an indicator's name.
func (s *solver) knownLabel(name string) (string, bool) {
	if len(s.opt.Known) == 0 {
		return "", false
	}
	clean, _ := fold.Clean(name)
	if label, ok := s.opt.Known[clean]; ok {
		return label, true
	}
	label, ok := s.opt.Known[StripNumbering(clean)]
	return label, ok
}

// nameCost is what the names of rows lo..hi have against the label; it only
// breaks ties.
func (col *column) nameCost(c labelCell, lo, hi int) cost {
	if col.agreeing == nil || c.kind != cellClean || col.mannerOnly {
		return 0
	}
	stem := labelStem(c.key)
	against := between(col.stemmed, lo, hi) - between(col.agreeing[stem], lo, hi)
	unlike := between(col.knownAll, lo, hi) - between(col.knownHits[stem], lo, hi)
	return cost(against)*tieWord + cost(unlike)*tieKnown
}

func between(prefix []int32, lo, hi int) int32 { return prefix[hi] - prefix[lo] }

// parentCost is what the labels of the next level have against a label that
// speaks for the rows lo..hi.
func (col *column) parentCost(c labelCell, lo, hi int) cost {
	if col.children == nil || between(col.anyChild, 0, len(col.anyChild)-1) == 0 {
		return 0
	}
	if between(col.anyChild, lo, hi) == 0 {
		return misfit(priceChildless)
	}
	mask := col.missing // a garbled label may be any that is not printed
	switch c.kind {
	case cellLocal:
		return 0
	case cellClean:
		mask = 0
		for _, node := range c.nodes {
			if o, ok := col.ordinals[node]; ok && o < 64 {
				mask |= 1 << o
			}
		}
	}
	most := int32(0)
	for o := range col.owned {
		if mask>>o&1 != 0 {
			most = max(most, between(col.owned[o], lo, hi))
		}
	}
	return misfit(priceParent * float64(between(col.children, lo, hi)-most))
}

// unprinted finds the label of this level that is printed nowhere in the column
// and owns every known label of the next level in the rows lo..hi.
func (col *column) unprinted(lo, hi int) (node int, ok bool) {
	if col.children == nil {
		return 0, false
	}
	total := between(col.children, lo, hi)
	if total == 0 {
		return 0, false
	}
	for o := range col.owned {
		if col.missing>>o&1 != 0 && between(col.owned[o], lo, hi) == total {
			return col.nodeOf[o], true
		}
	}
	return 0, false
}

// owner finds the one label of this level that owns every known label of the next
// level in the rows lo..hi.
func (col *column) owner(lo, hi int) (node int, ok bool) {
	if col.children == nil || between(col.children, lo, hi) == 0 {
		return 0, false
	}
	for o := range col.owned {
		if between(col.owned[o], lo, hi) == between(col.children, lo, hi) {
			if ok {
				return 0, false
			}
			node, ok = col.nodeOf[o], true
		}
	}
	return node, ok
}

// usualCap is the misfit in squared rows up to which candidates are kept at
// first; only where they hold no partition are worse ones looked at.
const usualCap = slackRows2

// candidates lists the spans that start in row lo, however far they reach.
func (col *column) candidates(s *solver, level, lo int) []candidate {
	if found, ok := col.cache[lo]; ok {
		return found
	}
	if col.cache == nil {
		col.cache = make(map[int][]candidate, s.n)
	}
	found := s.enumerate(level, lo, s.n, usualCap)
	col.cache[lo] = found
	return found
}

// explanation is a way to read the cells of a span: one of them is its label, at
// most one its twin, the others are junk.
type explanation struct {
	event int
	price float64
	shape shape
	row   int     // shapePoint: the label's row
	below bool    // shapeCut: the garbled reading stands below the clean one
	at    float64 // else the middle of the print, in rows
}

type shape int

const (
	shapePoint shape = iota // read in one row: the middle of the span lies there
	shapeCut                // read twice: the middle is the line between
	shapeBlock              // printed on several lines, each read in its own row
)

// maxCells bounds the label cells that one span may hold: a label, its twin, and
// two that are junk.
const maxCells = 4

// enumerate lists the spans that start in row lo, end at or before end, and have
// a misfit up to limit.
func (s *solver) enumerate(level, lo, end int, limit float64) []candidate {
	col := s.columns[level]
	first := col.next[lo]
	if first > 0 && col.cells[first-1].last >= lo {
		return nil
	}
	var found []candidate
	var ways []explanation
	seen := first
	middle := midpoint{top: s.top, lo: lo}
	start := lo + 1
	if col.missing == 0 {
		start = end + 1 // a span needs a label
		if first < len(col.cells) {
			start = col.cells[first].last + 1
		}
	}
	for hi := start; hi <= end; hi++ {
		at := middle.of(hi)
		if col.next[hi] != seen {
			seen = col.next[hi]
			if !col.holdsOneLabel(first, seen) {
				break
			}
			ways = col.explain(first, seen)
		}
		if seen == first {
			found = col.appendUnprinted(found, lo, hi)
			continue
		}
		if col.cells[seen-1].last >= hi {
			continue
		}
		if c, ok := col.fit(ways, lo, hi, at, limit); ok {
			found = append(found, c)
		} else if col.isPast(ways, lo, at, limit) {
			break
		}
	}
	return found
}

// isPast reports whether the middle of a span that starts in row lo has moved so
// far below its clean label that no longer span can fit.
func (col *column) isPast(ways []explanation, lo int, mid, limit float64) bool {
	for _, w := range ways {
		c := &col.cells[w.event]
		off := mid - float64(c.last+2)
		inFirstRow := float64(c.row - lo)
		if c.kind != cellClean || off <= 0 || off*off <= limit || inFirstRow*inFirstRow <= limit {
			return false
		}
	}
	return true
}

// appendUnprinted adds the span lo..hi, which prints no label, where the labels
// of the next level name it.
func (col *column) appendUnprinted(found []candidate, lo, hi int) []candidate {
	if col.missing == 0 {
		return found
	}
	node, ok := col.unprinted(lo, hi)
	if !ok {
		return found
	}
	return append(found, candidate{lo: lo, hi: hi, event: eventMissing - node, own: misfit(priceMissing), total: misfit(priceMissing)})
}

// holdsOneLabel reports whether the cells first..end can belong to one span: not
// too many, and no two different clean labels.
func (col *column) holdsOneLabel(first, end int) bool {
	if end-first > maxCells {
		return false
	}
	clean := -1
	for k := first; k < end; k++ {
		if col.cells[k].kind != cellClean {
			continue
		}
		if clean >= 0 && !col.isTwin(clean, k) {
			return false
		}
		clean = k
	}
	return true
}

// Twins were read below the clean reading 12 times and above it 7 times in the
// four real forms.
const seenBelow, seenAbove = 6.5, 3.5

// twinSide reports whether the table's garbled twins tend to stand below: of those
// that have one clean neighbour only, with the general tendency for a start.
func twinSide(columns []*column) bool {
	below, above := seenBelow, seenAbove
	for _, col := range columns {
		for k := range col.cells {
			if col.cells[k].kind != cellFragment {
				continue
			}
			over := k > 0 && col.cells[k-1].kind == cellClean && col.isTwin(k-1, k)
			under := k+1 < len(col.cells) && col.cells[k+1].kind == cellClean && col.isTwin(k, k+1)
			switch {
			case over && !under:
				below++
			case under && !over:
				above++
			}
		}
	}
	return below >= above
}

// isTwin reports whether two cells in adjacent rows are two readings of one label
// that a row line cuts.
func (col *column) isTwin(a, b int) bool {
	if a > b {
		a, b = b, a
	}
	x, y := &col.cells[a], &col.cells[b]
	if b != a+1 || x.last+1 != y.row || x.last != x.row || y.last != y.row {
		return false
	}
	return x.kind != cellClean || y.kind != cellClean || x.key == y.key
}

// explain lists the ways to read the cells first..end as one span.
func (col *column) explain(first, end int) []explanation {
	anyClean := false
	for k := first; k < end; k++ {
		anyClean = anyClean || col.cells[k].kind == cellClean
	}
	var ways []explanation
	for k := first; k < end; k++ {
		c := &col.cells[k]
		if anyClean && c.kind != cellClean {
			continue
		}
		alone := col.labelPrice(k)
		for other := first; other < end; other++ {
			if other != k {
				alone += col.junkPrice(k, other)
			}
		}
		ways = append(ways, col.standing(k, alone))
		for twin := first; twin < end; twin++ {
			if twin == k || !col.isTwin(k, twin) {
				continue
			}
			price := alone - col.junkPrice(k, twin) + col.twins[min(k, twin)][side(k < twin)]
			line := float64(max(c.row, col.cells[twin].row))
			ways = append(ways, explanation{event: k, price: price, shape: shapeCut, at: line, below: col.cells[twin].row > c.row})
		}
	}
	return ways
}

// standing is the reading of a cell without a twin.
func (col *column) standing(k int, price float64) explanation {
	c := &col.cells[k]
	if c.last > c.row {
		return explanation{event: k, price: price, shape: shapeBlock, row: c.row, at: float64(c.row+c.last+1) / 2}
	}
	return explanation{event: k, price: price, shape: shapePoint, row: c.row}
}

func (col *column) labelPrice(k int) float64 {
	switch col.cells[k].kind {
	case cellLocal:
		return priceLocal
	case cellFragment:
		if col.room[k] {
			return priceFragment
		}
		return priceFragment + priceNoRoom
	}
	return 0
}

// findEnclosed marks the garbled cells in the midst of a label that is printed on
// every row.
func (col *column) findEnclosed() {
	for k := 1; k+1 < len(col.cells); k++ {
		above, c, below := &col.cells[k-1], &col.cells[k], &col.cells[k+1]
		c.enclosed = c.kind != cellClean && above.kind == cellClean && below.kind == cellClean && above.key == below.key &&
			above.last+1 == c.row && c.last+1 == below.row &&
			(c.kind == cellFragment || plausibility(c.printed) < plausibleShare)
	}
}

// findRoom notes for every cell whether the vocabulary has a label between those
// of the nearest clean cells above and below. Where these do not stand in the
// order of the template it cannot tell, and says yes.
func (col *column) findRoom() {
	col.room = make([]bool, len(col.cells))
	above := make([]int, len(col.cells))
	last := -1
	for k := range col.cells {
		above[k] = last
		if o, ok := col.ordinal(k); ok {
			last = o
		}
	}
	below := len(col.nodeOf)
	for k := len(col.cells) - 1; k >= 0; k-- {
		col.room[k] = len(col.nodeOf) == 0 || below != above[k]+1
		if o, ok := col.ordinal(k); ok {
			below = o
		}
	}
}

// ordinal is the place of a clean cell's label in the template.
func (col *column) ordinal(k int) (int, bool) {
	c := &col.cells[k]
	if c.kind != cellClean || len(c.nodes) != 1 {
		return 0, false
	}
	o, ok := col.ordinals[c.nodes[0]]
	return o, ok
}

// junkPrice is the price of a cell that is neither the label nor its twin. A
// second clean reading that is no twin cannot be junk.
func (col *column) junkPrice(label, other int) float64 {
	if col.cells[other].kind == cellClean {
		return capRows2
	}
	return priceJunk
}

func side(labelAbove bool) int {
	if labelAbove {
		return 0
	}
	return 1
}

// priceTwins notes for every two neighbouring cells the price of reading the lower
// one as the twin of the upper one, and the other way round.
func (col *column) priceTwins() {
	col.twins = make([][2]float64, len(col.cells))
	for k := 0; k+1 < len(col.cells); k++ {
		if a, b := &col.cells[k], &col.cells[k+1]; col.isTwin(k, k+1) {
			col.twins[k] = [2]float64{twinPrice(a, b), twinPrice(b, a)}
		}
	}
}

// twinPrice is the price of taking a cell for the garbled twin of a label.
func twinPrice(label, twin *labelCell) float64 {
	switch {
	case twin.kind == cellClean:
		return 0
	case label.kind != cellClean && twin.kind == cellLocal:
		return priceLocalTwin
	case label.kind != cellClean:
		return 0
	}
	like := similarity(label.key, twin.key)
	if twin.kind == cellLocal && like < 0.4 {
		return priceLocalTwin
	}
	return priceUnlike * (1 - like)
}

// fit is the best of the ways for the span lo..hi, whose middle lies at mid.
func (col *column) fit(ways []explanation, lo, hi int, mid, limit float64) (candidate, bool) {
	best := candidate{lo: lo, hi: hi, own: infinite}
	for _, w := range ways {
		distance, firstRow := col.distance(w, lo, mid)
		if distance > limit {
			continue
		}
		label := col.cells[w.event]
		own := misfit(distance+w.price) + col.nameCost(label, lo, hi) + col.parentCost(label, lo, hi)
		if hi-lo > 1 && firstRow != col.firstRowIsUsual {
			own += tieManner
		}
		if w.shape == shapeCut && w.below != col.twinsBelow && !col.mannerOnly {
			own += tieTwin
		}
		if own < best.own {
			best.own, best.event = own, w.event
		}
	}
	best.total = best.own
	return best, best.own < infinite
}

// onLine is how near the middle of a span must lie to a row line, in rows, to lie
// on it.
const onLine = 0.05

// distance is the misfit of a label's place in squared rows, and whether the
// label counts as printed in the first row.
func (col *column) distance(w explanation, lo int, mid float64) (squared float64, firstRow bool) {
	var off float64
	switch w.shape {
	case shapeCut:
		d := mid - w.at
		return d * d, false
	case shapeBlock:
		off = max(0, math.Abs(mid-w.at)-0.5)
		squared = off * off
	case shapePoint:
		top, bottom := float64(w.row), float64(w.row+1)
		switch {
		case math.Abs(mid-top) < onLine || math.Abs(mid-bottom) < onLine:
			squared = priceUncut
		default:
			off = max(0, top-mid, mid-bottom)
			squared = off * off
		}
	}
	d := float64(w.row - lo)
	if d*d < squared {
		return d * d, true
	}
	return squared, w.row == lo && squared == 0 && col.firstRowIsUsual
}

// midpoint finds the vertical middle of the spans that start in row lo, as a row
// coordinate: r + 0.25 is a quarter down row r.
type midpoint struct {
	top []float64
	lo  int
	at  int // row that held the last middle
}

// of is the middle of the rows lo..hi; hi must not decrease from call to call.
func (m *midpoint) of(hi int) float64 {
	y := (m.top[m.lo] + m.top[hi]) / 2
	if m.at == 0 {
		// The middle of a long span lies far from its start.
		m.at = max(m.lo, m.lo+sort.SearchFloat64s(m.top[m.lo:hi], y)-1)
	}
	for m.at+1 < hi && m.top[m.at+1] <= y {
		m.at++
	}
	height := m.top[m.at+1] - m.top[m.at]
	if height <= 0 {
		return float64(m.at)
	}
	return float64(m.at) + (y-m.top[m.at])/height
}
