package form

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// found is an indicator table of the document: its header, and the rows below.
type found struct {
	header *header
	body   body
	// read is the reading by evidence that the rows come from, nil where they
	// come from the names of the columns.
	read *roles.Table
	// heads and again are the cells of its head, and those of heads that its rows
	// print again.
	heads, again []*cell
}

func (f *found) start() position { return position{f.header.t.index, f.header.row} }

// overlaps reports whether two tables share rows of the document.
func (f *found) overlaps(o *found) bool {
	return f.start().before(o.body.end) && o.start().before(f.body.end)
}

// tablesFound are the indicator tables of the document, each read by the names of
// its columns or by evidence: where both give the same rows they are sure; where
// they differ and the evidence leaves no doubt, it decides; where it leaves one
// and every head is known, the names decide; else the reading by evidence stands
// with its doubts, or is refused.
func (doc *document) tablesFound(ctx context.Context) ([]*found, []schema.Finding, error) {
	named, err := doc.byNames(ctx)
	if err != nil {
		return nil, nil, err
	}
	reading := roles.Read(doc.grids(), Vocabulary{doc.words})
	var seen []*found
	for _, t := range reading.Tables {
		seen = join(seen, doc.byEvidence(t))
	}
	doc.heads = headsOf(slices.Concat(seen, named))
	var out []*found
	var said []schema.Finding
	titled := len(named) == 0 && doc.titled(seen)
	for _, g := range groups(named, seen) {
		g.titled = titled
		tables, problems := g.decide()
		out, said = append(out, tables...), append(said, problems...)
	}
	slices.SortStableFunc(out, func(a, b *found) int {
		switch {
		case a.start().before(b.start()):
			return -1
		case b.start().before(a.start()):
			return 1
		}
		return 0
	})
	doc.left = reading.Left
	return out, said, nil
}

// titled reports whether the document prints the title of a form, where that
// matters: nothing but tables that little speaks for was found.
func (doc *document) titled(seen []*found) bool {
	if slices.ContainsFunc(seen, func(f *found) bool { return f.read.Likely || f.read.Sure() }) {
		return false
	}
	for _, t := range doc.tables {
		for row := range t.rows {
			if cells := t.filled(row); len(cells) > 0 && cells[0].Row == row && titleLike(cells[0].squeezed()) != "" && titleRow(t, cells) {
				return true
			}
		}
	}
	return false
}

// maxLeft is how many rows that were left over a finding prints.
const maxLeft = 8

// minStrong is how many rows must look like nothing but indicators where no table
// was found at all.
const minStrong = 3

// leftOver says of cells that look like parts of indicators and that neither
// reading took.
func (doc *document) leftOver() []schema.Finding {
	var texts []string
	var at *schema.Place
	n, strong, beside := 0, 0, 0
	for _, l := range doc.left {
		c := doc.tables[l.Grid].cellOf(l.Cell)
		if c == nil || c.taken() || len(c.own.of) > 0 || !l.Strong && !l.Beside {
			continue
		}
		if l.Strong {
			strong++
		}
		if l.Beside {
			beside++
		}
		if n++; n == 1 {
			at = &l.Cell.Place
		}
		if n <= maxLeft {
			text, _ := fold.Clean(l.Cell.Text)
			texts = append(texts, text)
		}
	}
	if beside == 0 && strong < minStrong {
		return nil
	}
	finding := schema.FormRowsLeft.Told(n, texts).Finding()
	finding.At = at
	return []schema.Finding{finding}
}

// cellOf is the table's cell of a grid's, nil where it has none.
func (t *table) cellOf(g *grid.Cell) *cell {
	if g.Row < 0 || g.Row >= len(t.rows) {
		return nil
	}
	for _, c := range t.rows[g.Row] {
		if c.Cell == g {
			return c
		}
	}
	return nil
}

// grids are the grids of the document as the matcher has them.
func (doc *document) grids() []*grid.Grid {
	out := make([]*grid.Grid, len(doc.tables))
	for i, t := range doc.tables {
		out[i] = t.Grid
	}
	return out
}

// byNames finds the tables whose heads the profiles know.
func (doc *document) byNames(ctx context.Context) ([]*found, error) {
	var out []*found
	for at := (position{}); ; {
		h, err := doc.nextHeader(ctx, at)
		if err != nil {
			return nil, err
		}
		if h == nil {
			return out, nil
		}
		b, err := doc.readBody(ctx, h)
		if err != nil {
			return nil, err
		}
		f := &found{header: h, body: b}
		at = f.body.end
		if at.before(position{h.t.index, h.end}) || at == f.start() {
			at = position{h.t.index, h.end}
			f.body.end = at
		}
		if len(f.body.rows) > 0 {
			out = append(out, f)
		}
	}
}

// group are tables of both readings that share rows of the document.
type group struct {
	named, seen []*found
	titled      bool // the document prints the title of a form
}

// groups puts the tables of the two readings together where they overlap.
func groups(named, seen []*found) []group {
	var out []group
	i, j := 0, 0
	for i < len(named) || j < len(seen) {
		var g group
		if j == len(seen) || i < len(named) && named[i].start().before(seen[j].start()) {
			g.named, i = append(g.named, named[i]), i+1
		} else {
			g.seen, j = append(g.seen, seen[j]), j+1
		}
		for {
			switch {
			case i < len(named) && touches(named[i], g.seen):
				g.named, i = append(g.named, named[i]), i+1
				continue
			case j < len(seen) && touches(seen[j], g.named):
				g.seen, j = append(g.seen, seen[j]), j+1
				continue
			}
			break
		}
		out = append(out, g)
	}
	return out
}

func touches(f *found, list []*found) bool {
	for _, o := range list {
		if f.overlaps(o) {
			return true
		}
	}
	return false
}

// decide chooses between the readings of one place.
func (g *group) decide() ([]*found, []schema.Finding) {
	if len(g.seen) == 0 {
		return namesOfLevels(g.named)
	}
	g.named = slices.DeleteFunc(g.named, func(f *found) bool { // two indicators a row are no two terms
		return f.header.blocks() > 1 && !f.header.twoUp() && !f.twoTerms()
	})
	sure, broken, likely := true, false, false
	for _, f := range g.seen {
		sure = sure && f.read.Sure()
		broken = broken || len(f.read.Broken) > 0
		likely = likely || f.read.Likely
	}
	if len(g.named) > 0 {
		if namesSettle(g.named) {
			return g.named, nil
		}
		if g.sameRows() {
			if g.levelsForNames() {
				return nil, refuse(g.seen)
			}
			return g.named, nil
		}
		sure = sure && g.covered()
	}
	switch {
	case sure:
		return byCells(g.seen)
	case len(g.named) > 0 && allKnown(g.named):
		g.differ()
		if broken {
			return g.named, contradicted(g.seen)
		}
		return g.named, nil
	case len(g.named) == 0 && !likely && !g.titled:
		return nil, nil
	case broken:
		return nil, refuse(g.seen)
	}
	return doubted(g.seen)
}

// namesOfLevels refuses tables of which most names are those of levels: the
// indicators stand elsewhere, in one cell with their values perhaps.
func namesOfLevels(named []*found) (out []*found, said []schema.Finding) {
	for _, f := range named {
		n := 0
		var texts []string
		for _, r := range f.body.rows {
			if r.name != nil && f.header.words.inVocabulary(r.name.norm) {
				n++
			}
			if len(texts) < maxLeft && r.value != nil {
				texts = append(texts, cellOnly(r.value))
			}
		}
		if 2*n <= len(f.body.rows) {
			out = append(out, f)
			continue
		}
		list := strings.Join(texts, "、")
		finding := schema.FormTableRefused.Told(
			schema.Text{ZH: "指标名称列里多是级次名称", EN: "the names are the names of levels"}, schema.Text{ZH: list, EN: list}).Finding()
		place := f.place()
		finding.At = &place
		said = append(said, finding)
	}
	return out, said
}

// levelsForNames reports whether the names that both readings give are those of
// levels: then the names stand elsewhere, in one cell with the values perhaps.
func (g *group) levelsForNames() bool {
	for _, f := range g.seen {
		for _, d := range f.read.Broken {
			if d.Question == roles.AskLevel2 {
				return true
			}
		}
	}
	return false
}

// differ notes, at the rows that the names gave, where the evidence reads
// otherwise.
func (g *group) differ() {
	byName, byRow := map[string]*bodyRow{}, map[int]*bodyRow{}
	margin := 0.0
	for _, f := range g.seen {
		margin = max(margin, f.read.Margin)
		for i := range f.body.rows {
			r := &f.body.rows[i]
			byRow[r.row] = r
			if r.name != nil {
				byName[r.name.squeezed()] = r
			}
		}
	}
	for _, f := range g.named {
		d := roles.Doubt{Question: roles.AskColumn, Margin: math.Round(100*margin) / 100}
		for i, r := range f.body.rows {
			name, value := r.name.orNothing(), r.value.orNothing()
			o := byName[name]
			if name != "" && o != nil && o.value.orNothing() == value {
				continue
			}
			open := roles.Open{Chosen: value}
			if o == nil {
				open.Chosen, o = name, byRow[r.row]
			}
			if o != nil {
				for _, s := range []string{o.name.orNothing(), o.value.orNothing()} {
					if s != "" && s != name && s != value {
						open.Alternatives = append(open.Alternatives, s)
					}
				}
			}
			d.Rows, d.Open = append(d.Rows, i), append(d.Open, open)
		}
		if len(d.Rows) > 0 {
			f.body.doubts = append(f.body.doubts, d)
		}
	}
}

// orNothing is the folded text of a cell, "" of none.
func (c *cell) orNothing() string {
	if c == nil {
		return ""
	}
	return c.squeezed()
}

// allKnown reports whether the profiles know every head of the tables, and each
// stands over one column.
func allKnown(named []*found) bool {
	for _, f := range named {
		if len(f.header.other) > 0 {
			return false
		}
		for _, c := range f.header.columns {
			if f.divided(c) {
				return false
			}
		}
	}
	return true
}

// divided reports whether a column of the header stands over several of the
// rows: its name does not say which one it means.
func (f *found) divided(c column) bool {
	if c.to-c.from < 2 {
		return false
	}
	for _, r := range f.body.rows {
		n := 0
		for _, x := range r.t.rows[r.row] {
			if x.Col >= c.from && x.end() <= c.to && x.squeezed() != "" {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// covered reports whether the tables read by evidence hold the names and values of
// the others, in whatever role: rows that they leave out are not explained.
func (g *group) covered() bool {
	took := func(c *cell) bool {
		for _, f := range g.seen {
			if f.read.Took(c.Cell) {
				return true
			}
		}
		return false
	}
	for _, f := range g.named {
		for _, r := range f.body.rows {
			for _, c := range []*cell{r.name, r.value} {
				if c != nil && c.squeezed() != "" && !took(c) {
					return false
				}
			}
		}
	}
	return true
}

// namesSettle reports whether the names read what the stage does not: lists of
// many projects, and two blocks of one form side by side.
func namesSettle(named []*found) bool {
	for _, f := range named {
		if f.header.blocks() > 1 && !f.header.twoUp() && f.twoTerms() || len(f.header.fields) > 0 && f.header.listLike() {
			return true
		}
	}
	return false
}

// twoTerms reports whether two blocks side by side are two terms of one form: the
// second has levels of its own, its head says a term, or it repeats names of the
// first. Else each row prints two indicators.
func (f *found) twoTerms() bool {
	for _, c := range f.header.columns {
		if c.block == 1 && (c.role == RoleLevel1 || c.role == RoleLevel2) {
			return true
		}
		if l := labelText(c); mediumLabel(l) || strings.Contains(l, "年度") {
			return true
		}
	}
	first := map[string]bool{}
	for _, r := range f.body.rows {
		if name := r.name.orNothing(); name != "" && r.block == 0 {
			first[name] = true
		} else if first[name] {
			return true
		}
	}
	return false
}

// twoUp reports whether the second half of a header repeats the first one: then
// one table was printed in two halves, and they are no two terms.
func (h *header) twoUp() bool {
	cells := h.t.filled(h.row)
	half := len(cells) / 2
	for i := range half {
		if cells[i].squeezed() != cells[half+i].squeezed() {
			return false
		}
	}
	return 2*half == len(cells)
}

// sameRows reports whether both readings give the same rows.
func (g *group) sameRows() bool {
	var a, b []string
	for _, f := range g.named {
		a = append(a, rowKeys(f)...)
	}
	for _, f := range g.seen {
		b = append(b, rowKeys(f)...)
	}
	return slices.Equal(a, b)
}

// rowKeys are the rows of a table as they are compared.
func rowKeys(f *found) []string {
	rows := f.body.rows
	if len(rows) == 0 {
		return nil
	}
	exact := rows[0].t.Spans == grid.Exact
	var paths []rowPath
	if exact {
		paths = exactPaths(rows)
	}
	out := make([]string, len(rows))
	text := (*cell).orNothing
	last := map[int]string{} // open spans: the last label printed, by level
	for i, r := range rows {
		parts := []string{text(r.name), text(r.value), text(r.cells[RoleOperator]), text(r.cells[RoleUnit]), text(r.cells[RoleActual]), text(r.cells[RoleWeight])}
		if exact {
			for _, l := range paths[i] {
				parts = append(parts, l.name)
			}
		}
		for l, c := range r.labels {
			if c != nil {
				last[l] = c.squeezed()
			}
			if !exact && last[l] != "" {
				parts = append(parts, last[l])
			}
		}
		out[i] = strings.Join(parts, "\x00")
	}
	return out
}

// byEvidence gives a table that was read by evidence the shape of one whose
// columns are known by name.
func (doc *document) byEvidence(t *roles.Table) *found {
	tab := doc.tables[t.Grid]
	h := &header{words: doc.words, t: tab, row: t.First, end: t.First + 1, read: t}
	f := &found{header: h, read: t}
	for i := range t.Columns {
		c := &t.Columns[i]
		col := column{from: c.From, to: c.To, label: c.Head, group: c.Group, role: Role(c.Role), seen: c}
		if col.role == RoleNone {
			h.other = append(h.other, col)
		} else {
			h.columns = append(h.columns, col)
		}
	}
	for i := range t.Rows {
		f.body.rows = append(f.body.rows, evidenceRow(t, &t.Rows[i], tab))
	}
	for _, c := range t.Heads {
		if own := tab.cellOf(c.From); own != nil {
			f.heads = append(f.heads, own)
		}
	}
	for _, c := range t.Again {
		if own := tab.cellOf(c.From); own != nil {
			f.again = append(f.again, own)
		}
	}
	f.body.end = position{t.Grid, t.End}
	f.body.exact = t.Layout != "plain"
	return f
}

// evidenceRow gives one row its shape.
func evidenceRow(t *roles.Table, w *roles.Row, tab *table) bodyRow {
	known := func(c *roles.Cell) *cell {
		if c == nil {
			return nil
		}
		own := tab.cellOf(c.From)
		if own == nil || c.Text == c.From.Text {
			return own
		}
		return own.part(c.Text)
	}
	r := bodyRow{t: tab, row: w.Printed, name: known(w.Name), value: known(w.Target), cells: map[Role]*cell{}}
	r.labels = []*cell{known(w.Labels[0]), known(w.Labels[1])}
	if tab.Spans == grid.Open && t.Layout == "plain" { // there the span solver finds the labels
		for i, c := range w.Labels {
			if c != nil && c.From.Row != w.Printed && inLevel(t, c) {
				r.labels[i] = nil
			}
		}
	}
	for _, o := range w.Further {
		col := t.Columns[o.Column]
		c, role := known(o.Cell), Role(col.Role)
		if c == nil || c.squeezed() == "" {
			continue
		}
		shown := column{from: col.From, to: col.To, label: col.Head, group: col.Group, role: role}
		switch {
		case role == RoleNumber:
			r.number = c
		case role == RoleValue:
			r.targets = append(r.targets, columnCell{shown, c})
		case role == RoleNone || role == RoleKept || r.cells[role] != nil:
			r.extra = append(r.extra, columnCell{shown, c})
		default:
			r.cells[role] = c
		}
	}
	if w.Weight != nil && r.cells[RoleWeight] == nil {
		r.cells[RoleWeight] = known(w.Weight)
	}
	if w.Actual != nil {
		r.cells[RoleActual] = known(w.Actual)
	}
	return r
}

// inLevel reports whether a label stands in a column of levels, not on a line of
// its own.
func inLevel(t *roles.Table, c *roles.Cell) bool {
	for _, col := range t.Columns {
		if (col.Role == "level1" || col.Role == "level2") && col.From == c.From.Col && c.From.ColSpan < 2 {
			return true
		}
	}
	return false
}

// part is a cell that stands for a part of a printed one.
func (c *cell) part(text string) *cell {
	g := *c.Cell
	g.Text = text
	n := &cell{Cell: &g}
	n.of(c)
	n.norm, n.note = splitLabelShort(text)
	return n
}

// take accounts for the heads of a table that was chosen, and reads its sums.
func (f *found) take() {
	f.settle()
	defer f.body.account(f.header)
	if f.read == nil {
		f.header.printed()
		return
	}
	for _, c := range f.heads {
		c.is(fateLabel, whyColumnHead)
	}
	for _, c := range f.again {
		c.is(fateFurniture, whyHeadAgain)
	}
	for _, r := range f.body.rows {
		r.number.furniture(whyNumber)
	}
	f.fieldsInside()
	for _, r := range f.read.Sums {
		f.header.sumRow(f.header.t, r, &f.body)
	}
}

// fieldsInside takes the columns of a table that name a field of the form and say
// the same in every row out of the rows: a transposed table may have the row 实施单位.
func (f *found) fieldsInside() {
	for _, col := range f.header.other {
		key := f.header.words.label(labelNorm(col.label))
		if family := key.family(); family != "unit" && family != "project" && family != "department" {
			continue
		}
		var one *cell
		same := true
		for _, r := range f.body.rows {
			c := r.further(col)
			same = same && c != nil && (one == nil || c.squeezed() == one.squeezed())
			one = c
		}
		if !same || one == nil {
			continue
		}
		h := hit{key: key, label: col.label, text: one.Text, repairs: one.Repairs, doubts: one.Doubts}
		for i := range f.body.rows {
			r := &f.body.rows[i]
			if c := r.further(col); !slices.Contains(h.from, c) {
				h.from = append(h.from, c)
			}
			r.extra = slices.DeleteFunc(r.extra, func(e columnCell) bool { return e.label == col.label })
		}
		f.body.fields = append(f.body.fields, h)
	}
}

// further is the cell of a row in a column without a role, nil where it is blank.
func (r *bodyRow) further(col column) *cell {
	for _, e := range r.extra {
		if e.label == col.label {
			return e.c
		}
	}
	return nil
}

// join adds a table to the list; one that goes on from the last joins it.
func join(list []*found, f *found) []*found {
	if n := len(list); n > 0 && f.read.Continues && list[n-1].read.Grid != f.read.Grid {
		last := list[n-1]
		shift := len(last.body.rows)
		last.body.rows = append(last.body.rows, f.body.rows...)
		last.body.end = f.body.end
		for _, d := range f.read.Doubts {
			for i := range d.Rows {
				d.Rows[i] += shift
			}
			last.read.Doubts = append(last.read.Doubts, d)
		}
		last.read.Broken = append(last.read.Broken, f.read.Broken...)
		return list
	}
	return append(list, f)
}

// byCells takes tables that the cells leave no doubt about, and says which heads
// were read by evidence.
func byCells(seen []*found) ([]*found, []schema.Finding) {
	var said []schema.Finding
	for _, f := range seen {
		var heads []string
		for _, c := range f.read.Columns {
			if c.Role != "" && !c.Known && c.Head != "" {
				heads = append(heads, squeeze(c.Head)+"="+c.Role)
			}
		}
		if heads == nil {
			continue
		}
		place := f.place()
		finding := schema.FormHeadsByEvidence.Told(heads).Finding()
		finding.At = &place
		said = append(said, finding)
	}
	return seen, said
}

// doubted takes tables with their doubts.
func doubted(seen []*found) ([]*found, []schema.Finding) {
	var said []schema.Finding
	for _, f := range seen {
		f.body.doubts = f.read.Doubts
		if len(f.read.Doubts) > 0 {
			said = append(said, f.open(schema.FormColumnsOpen, f.read.Doubts))
		}
	}
	return seen, said
}

// contradicted says of tables whose heads are all known what their cells hold
// against that.
func contradicted(seen []*found) []schema.Finding {
	var said []schema.Finding
	for _, f := range seen {
		if len(f.read.Broken) > 0 {
			said = append(said, f.open(schema.FormColumnsOpen, f.read.Broken))
		}
	}
	return said
}

// refuse says of tables why they are not read, and what would decide.
func refuse(seen []*found) []schema.Finding {
	var said []schema.Finding
	for _, f := range seen {
		if list := append(slices.Clone(f.read.Broken), f.read.Doubts...); len(list) > 0 {
			said = append(said, f.open(schema.FormTableRefused, list))
		}
	}
	return said
}

// open is a warning with the doubts about a table, what its columns hold, and the
// column that a person should name first.
func (f *found) open(kind schema.Problem2[schema.Text, schema.Text], doubts []roles.Doubt) schema.Finding {
	var why, seen [2][]string // in Chinese and English
	for _, d := range doubts {
		why[0], why[1] = append(why[0], d.Why.ZH), append(why[1], d.Why.EN)
	}
	ask := ""
	for _, d := range doubts {
		if ask == "" {
			ask = d.Head
		}
	}
	for _, c := range f.read.Columns {
		if head := squeeze(c.Head); head != "" {
			holds := c.Holds.Text()
			seen[0], seen[1] = append(seen[0], head+"："+holds.ZH), append(seen[1], head+": "+holds.EN)
			if ask == "" && !c.Known {
				ask = head
			}
		}
	}
	told := kind.Told(schema.Text{ZH: strings.Join(why[0], "；"), EN: strings.Join(why[1], "; ")},
		schema.Text{ZH: strings.Join(seen[0], "，"), EN: strings.Join(seen[1], ", ")})
	if ask != "" {
		told.Hint = schema.Text{
			ZH: fmt.Sprintf("用 --column %s=level1、level2、name 或 value 说明这一列是什么", ask),
			EN: fmt.Sprintf("say what that column is with --column %s=level1, level2, name or value", ask),
		}
	}
	out, place := told.Finding(), f.place()
	out.At = &place
	return out
}

// place is where a table begins.
func (f *found) place() schema.Place {
	t := f.header.t
	for row := f.header.row; row < len(t.rows) && row < f.body.end.row; row++ {
		if cells := t.filled(row); len(cells) > 0 {
			return cells[0].Place
		}
	}
	return schema.Place{}
}
