package edges

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of a document.
const (
	// maxNesting is how deep tables may stand in one another.
	maxNesting = 16
	// MaxCells is the greatest number of cells of a document.
	MaxCells = 500_000
)

// ErrCells says that a document has more than MaxCells cells.
var ErrCells = errors.New("edges: too many cells")

// Builder makes grids of a document that names the end of each paragraph, cell and
// row, and how deep in tables it stands.
type Builder struct {
	Problems []schema.Finding
	// Apart is the text that does not count, as it was kept.
	Apart []grid.Ink

	placed int // of Apart, those that have their place
	body   flow.Body
	tables []*table // open ones, the innermost last
	number int      // tables begun so far
	cells  int
	deep   bool // a table was read as text
}

// table gathers a table row by row.
type table struct {
	number  int
	rows    []row
	inner   []*grid.Grid
	cell    flow.Cell // the open cell
	texts   []string  // of the cells of the open row
	unruled int       // rows without a definition
}

// To opens and closes tables until so many are open, maxNesting at most. ok is
// false where there are to be more: their cells are then text of their host's.
func (b *Builder) To(depth int) (ok bool) {
	ok = depth <= maxNesting
	if !ok && !b.deep {
		b.deep = true
		b.Problems = append(b.Problems, schema.ExtractNestedTooDeep.Told(maxNesting).Finding())
	}
	depth = min(depth, maxNesting)
	for len(b.tables) > depth {
		b.close()
	}
	for len(b.tables) < depth {
		b.number++
		b.tables = append(b.tables, &table{number: b.number})
	}
	return ok
}

// maxInks bounds the ink that is kept apart of a document.
const maxInks = 10_000

// KeepApart keeps text of the open paragraph that does not count.
func (b *Builder) KeepApart(text string, why schema.Text) {
	if text = strings.TrimSpace(text); text != "" && len(b.Apart) < maxInks {
		b.Apart = append(b.Apart, grid.Ink{Text: text, Why: why})
	}
}

// Paragraph ends a paragraph; joined means that its mark was deleted, so that the
// next one continues it.
func (b *Builder) Paragraph(text string, joined bool) {
	t := b.table()
	for ; b.placed < len(b.Apart); b.placed++ {
		if t != nil {
			b.Apart[b.placed].Place = schema.Place{Table: t.number, Row: len(t.rows) + 1, Column: len(t.texts) + 1}
		}
	}
	if t != nil {
		t.cell.Paragraph(text, joined)
		return
	}
	b.body.Paragraph(text, joined)
}

// table is the innermost open one, nil outside tables.
func (b *Builder) table() *table {
	if len(b.tables) == 0 {
		return nil
	}
	return b.tables[len(b.tables)-1]
}

// EndCell ends a cell of the innermost table. Its error is ErrCells.
func (b *Builder) EndCell() error {
	if t := b.table(); t != nil {
		t.endCell()
		if b.cells++; b.cells > MaxCells {
			return ErrCells
		}
	}
	return nil
}

// EndRow ends a row of the innermost table, whose cells are defined as given; nil
// where the document does not say.
func (b *Builder) EndRow(cells []Cell) {
	if t := b.table(); t != nil {
		t.endRow(cells)
	}
}

// DropRow forgets the open row, which a revision deleted.
func (b *Builder) DropRow() {
	if t := b.table(); t != nil {
		t.texts, t.cell = nil, flow.Cell{}
	}
}

// Grids ends the document.
func (b *Builder) Grids() []*grid.Grid {
	b.To(0)
	b.body.Flush()
	return b.body.Grids
}

// close ends the innermost table.
func (b *Builder) close() {
	t := b.table()
	b.tables = b.tables[:len(b.tables)-1]
	if strings.TrimSpace(t.cell.Text()) != "" || len(t.cell.Tables) > 0 {
		t.endCell()
	}
	if len(t.texts) > 0 {
		t.endRow(nil)
	}
	if t.unruled > 0 {
		b.Problems = append(b.Problems, noEdges(t.unruled, schema.Place{Table: t.number}))
	}
	grids := flow.Table(tableOf(t.rows, t.number), t.inner)
	if host := b.table(); host != nil {
		host.cell.Table(grids)
		return
	}
	b.body.Table(grids)
}

func (t *table) endCell() {
	t.texts = append(t.texts, t.cell.Text())
	t.inner = append(t.inner, t.cell.Tables...)
	t.cell = flow.Cell{}
}

func (t *table) endRow(cells []Cell) {
	texts := t.texts
	t.texts, t.cell = nil, flow.Cell{}
	if len(cells) == 0 {
		if len(texts) == 0 {
			return
		}
		t.unruled++
		cells = t.guess(len(texts))
	}
	for i, text := range texts {
		if last := len(cells) - 1; i > last {
			cells[last].Text = strings.Trim(cells[last].Text+"\n"+text, "\n")
			continue
		}
		cells[i].Text = text
	}
	t.rows = append(t.rows, row{Cells: cells})
}

// guess gives a row without a definition that of the row before, or cells of one
// width.
func (t *table) guess(n int) []Cell {
	if last := len(t.rows) - 1; last >= 0 && len(t.rows[last].Cells) == n {
		cells := make([]Cell, n)
		for i, c := range t.rows[last].Cells {
			cells[i] = Cell{Left: c.Left, Right: c.Right}
		}
		return cells
	}
	const width = 1440
	cells := make([]Cell, min(n, MaxColumns))
	for i := range cells {
		cells[i] = Cell{Left: i * width, Right: (i + 1) * width}
	}
	return cells
}

func noEdges(n int, at schema.Place) schema.Finding {
	e := schema.ExtractRaggedRows.Say(
		schema.Text{
			ZH: fmt.Sprintf("表中 %d 行没有列的定义，各列按次序读取", n),
			EN: fmt.Sprintf("%d rows of the table do not say where their columns are; they are read in order", n),
		},
		schema.Text{ZH: "请用 Word 或 WPS 打开，另存为 .docx 后重试", EN: "save it from Word or WPS as .docx and try again"})
	e.At = &at
	return e.Finding()
}
