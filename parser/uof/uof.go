// Package uof reads the tables of texts in UOF 1.0 (GB/T 20916-2007, .uot), the
// office format whose elements have Chinese names, and the lines between them.
//
// The usual exporter writes no vertical merges, and not the cells that they cover
// either: such tables have their labels filled down, which is said.
package uof

import (
	"context"
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/parser/word/flow"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of the reader.
const (
	maxBytes   = 128 << 20
	maxCells   = 500_000
	maxColumns = 1024
	maxDepth   = 256 // elements in one another
	maxNesting = 16  // tables in one another
)

// Read gives the grids of a text in reading order. The error is a
// *schema.ReadError (extract.damaged, extract.limit), or the context's.
func Read(ctx context.Context, data []byte) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, schema.UOFText.TooLarge(schema.MoreBytes(maxBytes))
	}
	src, _, err := charset.Decode(data)
	if err != nil {
		return nil, schema.UOFText.Damaged(schema.UnknownEncoding)
	}
	r := &reader{Pass: xmlscan.Pass{Scanner: xmlscan.New(src), Ctx: ctx, Of: schema.UOFText, MaxDepth: maxDepth}}
	r.document()
	r.body.Flush()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case r.Bad != nil:
		return nil, r.Bad
	case !r.found:
		return nil, schema.UOFText.Damaged(schema.Text{ZH: "其中没有文字的正文", EN: "it holds no body of a text"})
	}
	doc := &grid.Document{Format: schema.FormatUOF, Grids: r.body.Grids, Problems: r.problems}
	if r.Err() != nil {
		bad := schema.UOFText.CutShort()
		if len(doc.Grids) == 0 {
			return nil, bad
		}
		doc.Problems = append(doc.Problems, bad.Finding())
	}
	return doc, nil
}

// document reads the first body there is.
func (r *reader) document() {
	for {
		switch r.Next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			if r.Is("主体") {
				r.found = true
				r.blocks(&r.body)
			}
		}
	}
}

// reader is one pass over the XML of a text.
type reader struct {
	xmlscan.Pass
	found    bool
	body     flow.Body
	tables   int
	nested   int
	cells    int
	problems []schema.Finding
}

// blocks reads the content of a body or a cell.
func (r *reader) blocks(s flow.Sink) {
	r.Each(func(name string) { r.block(name, s) }, nil)
}

func (r *reader) block(name string, s flow.Sink) {
	switch name {
	case "段落":
		r.paragraph(s)
	case "文字表":
		r.table(s)
	case "分节", "单元格属性", "修订信息集":
		r.Skip()
	}
}

// paragraph reads a paragraph; what stands between the marks of a deletion is
// none of it any more.
func (r *reader) paragraph(s flow.Sink) {
	var b strings.Builder
	gone := false
	write := func(text string) {
		if !gone {
			b.WriteString(text)
		}
	}
	r.Each(func(name string) {
		switch name {
		case "文本串":
			r.Each(func(string) {}, func() { write(string(r.AppendText(nil))) })
		case "空格符":
			n, ok := r.AttrInt("个数")
			if !ok {
				n = 1
			}
			write(strings.Repeat(" ", min(n, 1000)))
		case "制表符":
			write("\t")
		case "换行符":
			write("\n")
		case "删除开始":
			gone = true
		case "删除结束":
			gone = false
		case "段落属性", "句属性", "脚注", "尾注", "域代码", "锚点":
			r.Skip()
		}
	}, nil)
	s.Paragraph(b.String(), false)
}

// table gathers one table.
type table struct {
	grid  grid.Grid
	no    int
	inner []*grid.Grid
	down  []int // by column, how many further rows the cell above reaches
}

func (r *reader) table(s flow.Sink) {
	if r.nested >= maxNesting {
		r.Bad = schema.UOFText.TooLarge(schema.Text{ZH: fmt.Sprintf("表格嵌套超过 %d 层", maxNesting), EN: fmt.Sprintf("its tables nest deeper than %d", maxNesting)})
		return
	}
	r.nested++
	r.tables++
	t := &table{no: r.tables}
	r.Each(func(name string) {
		switch name {
		case "行":
			r.row(t)
		case "文字表属性":
			r.Skip()
		}
	}, nil)
	r.nested--
	t.grid.Spans = grid.Exact
	if f, ok := grid.FillDown(&t.grid); ok {
		r.problems = append(r.problems, f)
	}
	s.Table(flow.Table(&t.grid, t.inner))
}

func (r *reader) row(t *table) {
	row, col := t.grid.Rows, 0
	t.grid.Rows++
	r.Each(func(name string) {
		if name == "单元格" {
			for col < len(t.down) && t.down[col] > 0 {
				col++
			}
			col = r.cell(t, row, col)
		}
	}, nil)
	for i := range t.down {
		t.down[i] = max(t.down[i]-1, 0)
	}
}

// cell reads a cell and gives the column behind it.
func (r *reader) cell(t *table, row, col int) int {
	c := grid.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1, Spot: grid.At(schema.Place{Table: t.no, Row: row + 1, Column: col + 1})}
	var text flow.Cell
	r.Each(func(name string) {
		switch name {
		case "跨列":
			c.ColSpan = r.count()
		case "跨行":
			c.RowSpan = r.count()
		case "单元格属性": // the spans stand in it
		default:
			r.block(name, &text)
		}
	}, nil)
	t.inner = append(t.inner, text.Tables...)
	c.Text = text.Text()
	if r.cells++; r.cells > maxCells {
		r.Bad = schema.UOFText.TooLarge(schema.MoreCells(maxCells))
	}
	if col >= maxColumns {
		return col
	}
	c.ColSpan = min(c.ColSpan, maxColumns-col)
	end := col + c.ColSpan
	for len(t.down) < end {
		t.down = append(t.down, 0)
	}
	for i := col; i < end; i++ {
		t.down[i] = c.RowSpan
	}
	t.grid.Cols = max(t.grid.Cols, end)
	t.grid.Cells = append(t.grid.Cells, c)
	return end
}

// count reads the value of a span.
func (r *reader) count() int {
	if n, ok := r.AttrInt("值"); ok && n > 0 {
		return min(n, 1<<16)
	}
	return 1
}
