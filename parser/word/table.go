package word

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// table gathers one w:tbl.
type table struct {
	number int
	cells  []grid.Cell
	rows   int
	cols   int
	inner  []*grid.Grid
	// merged holds, by grid column, the cell that vertical merges go on from, counted
	// from 1; 0 where there is none.
	merged []int
	// spare are those of the next row, and its cells, to be filled anew.
	spare      []int
	spareCells []rowCell
}

// rowCell is a cell of a row, and whether it may be continued below.
type rowCell struct {
	grid.Cell
	starts bool
}

// row is the state of one w:tr.
type row struct {
	col    int
	cells  []rowCell
	goesOn []int // columns that continue the cell above
	hidden bool
	del    bool

	// The cell read last, which may still grow to the right.
	open bool
	pr   properties
	text string
}

func (w *walker) table(s flow.Sink) error {
	if w.nested >= maxNesting {
		if !w.deep {
			w.deep = true
			w.problems = append(w.problems, tooDeep())
		}
		return w.skip()
	}
	w.nested++
	w.tables++
	t := &table{number: w.tables, cells: w.cells}
	w.cells = nil
	fields, under := w.fields, w.under
	w.fields, w.under = nil, ink.Style{Fill: under.Fill}
	err := w.tableRows(t)
	w.fields, w.under = fields, under
	w.nested--
	s.Table(w.gridsOf(t))
	return err
}

// tableRows reads the rows, through the elements that may stand around them.
func (w *walker) tableRows(t *table) error {
	return w.children(func(name string) error {
		switch name {
		case "w:tr":
			return w.row(t)
		case "w:tblPr":
			return w.tableProperties()
		case "w:sdt":
			return w.control(func() error { return w.tableRows(t) })
		case "w:customXml", "w:ins", "w:moveTo", "w:smartTag":
			return w.tableRows(t)
		case "aml:annotation":
			return w.annotation(func() error { return w.tableRows(t) })
		case "mc:AlternateContent":
			return w.alternate(func() (bool, error) {
				n := t.rows
				err := w.tableRows(t)
				return t.rows > n, err
			})
		}
		return w.skip()
	})
}

// tableProperties reads the colour behind a table, and that of its style.
func (w *walker) tableProperties() error {
	return w.children(func(name string) error {
		fill := ink.Color(0)
		switch name {
		case "w:tblStyle":
			fill = w.styled(w.val()).Fill
		case "w:shd":
			fill = w.shade()
		}
		if fill != 0 {
			w.under.Fill = fill
		}
		return w.skip()
	})
}

func (w *walker) row(t *table) error {
	r := &row{cells: t.spareCells[:0]}
	err := w.rowCells(t, r)
	r.place(t)
	t.spareCells = r.cells
	if !r.del {
		t.add(r)
	}
	if w.count > maxCells {
		return schema.WordDocument.TooLarge(schema.MoreCells(maxCells))
	}
	return err
}

func (w *walker) rowCells(t *table, r *row) error {
	return w.children(func(name string) error {
		switch name {
		case "w:trPr":
			return w.rowProperties(r)
		case "w:tc":
			return w.cell(t, r)
		case "w:sdt":
			return w.control(func() error { return w.rowCells(t, r) })
		case "w:customXml", "w:ins", "w:moveTo", "w:smartTag":
			return w.rowCells(t, r)
		case "aml:annotation":
			return w.annotation(func() error { return w.rowCells(t, r) })
		}
		return w.skip()
	})
}

func (w *walker) rowProperties(r *row) error {
	return w.children(func(name string) error {
		switch name {
		case "w:gridBefore":
			r.col = number(w.val(), 0)
		case "w:hidden":
			r.hidden = w.on()
		}
		r.del = r.del || w.deleted(name)
		return w.skip()
	})
}

// number reads a count within the bounds of a grid; other is for text that is
// none.
func number(s string, other int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return other
	}
	return min(n, maxColumns)
}

// properties are those of a cell that matter.
type properties struct {
	span    int
	down    string // vMerge: "", restart or continue
	across  string // hMerge
	deleted bool
}

func (w *walker) cell(t *table, r *row) error {
	pr := properties{span: 1}
	b := w.inside.take()
	w.count++
	outer, under := w.place, w.under
	col := r.col
	if r.open {
		col += r.pr.span
	}
	w.place = schema.Place{Table: t.number, Row: t.rows + 1, Column: col + 1}
	defer func() { w.place, w.under = outer, under }()
	err := w.children(func(name string) error {
		if name == "w:tcPr" {
			return w.cellProperties(&pr)
		}
		return w.block(name, b)
	})
	text := b.Text()
	if pr.deleted {
		text = ""
	}
	t.inner = append(t.inner, b.Tables...)
	w.inside = append(w.inside, b.Blank())
	r.put(t, pr, text)
	return err
}

func (w *walker) cellProperties(pr *properties) error {
	return w.children(func(name string) error {
		switch name {
		case "w:gridSpan":
			pr.span = max(number(w.val(), 1), 1)
		case "w:vMerge":
			pr.down = w.merge()
		case "w:hMerge":
			pr.across = w.merge()
		case "w:cellDel":
			pr.deleted = true
		case "w:shd":
			if fill := w.shade(); fill != 0 {
				w.under.Fill = fill
			}
		}
		return w.skip()
	})
}

// merge is restart or continue; without a value it is the latter.
func (w *walker) merge() string {
	if w.val() == "restart" {
		return "restart"
	}
	return "continue"
}

// put takes the next cell of a row. It is placed once the cells that are merged
// to its right are known.
func (r *row) put(t *table, pr properties, text string) {
	if pr.across == "continue" && r.open {
		r.pr.span = min(r.pr.span+pr.span, maxColumns)
		return
	}
	r.place(t)
	r.open, r.pr, r.text = true, pr, text
}

// place gives the open cell its columns. Text in a cell that continues the one
// above is not printed by Word. What stands beyond the last column joins the
// cell before.
func (r *row) place(t *table) {
	if !r.open {
		return
	}
	r.open = false
	col, span := r.col, r.pr.span
	if col+span > maxColumns {
		if last := len(r.cells) - 1; last >= 0 {
			r.cells[last].Text = strings.Trim(r.cells[last].Text+"\n"+r.text, "\n")
		}
		return
	}
	r.col += span
	if above := t.above(col); r.pr.down == "continue" && above != nil && above.ColSpan == span {
		r.goesOn = append(r.goesOn, col)
		return
	}
	r.cells = append(r.cells, rowCell{grid.Cell{
		Row: t.rows, Col: col, RowSpan: 1, ColSpan: span, Text: r.text, Hidden: r.hidden,
		Spot: grid.At(schema.Place{Table: t.number, Row: t.rows + 1, Column: col + 1}),
	}, r.pr.down != ""})
}

// above is the cell that a cell in a column may continue, nil where there is none.
func (t *table) above(col int) *grid.Cell {
	if col >= len(t.merged) || t.merged[col] == 0 {
		return nil
	}
	return &t.cells[t.merged[col]-1]
}

// add ends a row: merges go on, or end where the row does not continue them.
func (t *table) add(r *row) {
	merged := append(t.spare[:0], make([]int, r.col)...)
	for _, col := range r.goesOn {
		above := t.above(col)
		above.RowSpan = t.rows - above.Row + 1
		merged[col] = t.merged[col]
	}
	for _, c := range r.cells {
		t.cells = append(t.cells, c.Cell)
		if c.starts {
			merged[c.Col] = len(t.cells)
		}
	}
	t.spare, t.merged = t.merged, merged
	t.cols = max(t.cols, r.col)
	t.rows++
}

// gridsOf gives the table, unless it only lays out others, and those inside it.
func (w *walker) gridsOf(t *table) []*grid.Grid {
	g := &grid.Grid{Rows: t.rows, Cols: t.cols, Spans: grid.Exact, Cells: t.cells}
	if w.lossy {
		if f, ok := grid.FillDown(g); ok {
			w.problems = append(w.problems, f)
		}
	}
	grids := flow.Table(g, t.inner)
	g.Cells = slices.Clone(g.Cells)
	clear(t.cells)
	w.cells = t.cells[:0]
	return grids
}
