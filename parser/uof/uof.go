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
		return nil, fail(schema.ExtractLimit.Problem, "超过 128 MiB", "it has more than 128 MiB")
	}
	src, _, err := charset.Decode(data)
	if err != nil {
		return nil, fail(schema.ExtractDamaged.Problem, "编码无法识别", "its encoding is unknown")
	}
	r := &reader{ctx: ctx, sc: xmlscan.New(src)}
	r.document()
	r.body.Flush()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case r.bad != nil:
		return nil, r.bad
	case !r.found:
		return nil, fail(schema.ExtractDamaged.Problem, "其中没有文字的正文", "it holds no body of a text")
	}
	doc := &grid.Document{Format: schema.FormatUOF, Grids: r.body.Grids, Problems: r.problems}
	if r.sc.Err() != nil {
		bad := fail(schema.ExtractPartial.Problem, "中途损坏，只读到损坏处为止", "it breaks off and was read up to there")
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
		switch r.next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			if r.sc.Is("主体") {
				r.found = true
				r.blocks(&r.body)
			}
		}
	}
}

func fail(p *schema.Problem, zh, en string) *schema.ReadError {
	return p.Say(
		schema.Text{ZH: "标文通文档无法完整读取：" + zh, EN: "the UOF text cannot be read whole: " + en},
		schema.Text{ZH: "请用 WPS 或 LibreOffice 打开，另存为 .docx 后重试", EN: "save it from WPS or LibreOffice as .docx and try again"})
}

// reader is one pass over the XML of a text.
type reader struct {
	ctx      context.Context
	sc       *xmlscan.Scanner
	n        int
	depth    int
	found    bool
	bad      *schema.ReadError
	body     flow.Body
	tables   int
	nested   int
	cells    int
	problems []schema.Finding
}

// next moves on, to the end once anything is wrong.
func (r *reader) next() xmlscan.Kind {
	if r.n++; r.bad != nil || r.n%4096 == 0 && r.ctx.Err() != nil {
		return xmlscan.EOF
	}
	return r.sc.Next()
}

// each calls visit for the elements inside the current one and text for its
// characters, to its end; what visit does not read to the end of is gone into.
func (r *reader) each(visit func(name string), text func()) {
	if r.depth++; r.depth > maxDepth {
		r.bad = fail(schema.ExtractLimit.Problem, "元素嵌套过深", "its elements nest too deep")
	}
	defer func() { r.depth-- }()
	for depth := r.sc.Depth(); ; {
		switch r.next() {
		case xmlscan.EOF:
			return
		case xmlscan.Start:
			visit(string(r.sc.Name()))
		case xmlscan.Text:
			if text != nil {
				text()
			}
		case xmlscan.End:
			if r.sc.Depth() < depth {
				return
			}
		}
	}
}

func (r *reader) skip() { r.each(func(string) {}, nil) }

// blocks reads the content of a body or a cell.
func (r *reader) blocks(s flow.Sink) {
	r.each(func(name string) { r.block(name, s) }, nil)
}

func (r *reader) block(name string, s flow.Sink) {
	switch name {
	case "段落":
		r.paragraph(s)
	case "文字表":
		r.table(s)
	case "分节", "单元格属性", "修订信息集":
		r.skip()
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
	r.each(func(name string) {
		switch name {
		case "文本串":
			r.each(func(string) {}, func() { write(string(r.sc.AppendText(nil))) })
		case "空格符":
			n, ok := r.sc.AttrInt("个数")
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
			r.skip()
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
		r.bad = fail(schema.ExtractLimit.Problem, fmt.Sprintf("表格嵌套超过 %d 层", maxNesting), fmt.Sprintf("its tables nest deeper than %d", maxNesting))
		return
	}
	r.nested++
	r.tables++
	t := &table{no: r.tables}
	r.each(func(name string) {
		switch name {
		case "行":
			r.row(t)
		case "文字表属性":
			r.skip()
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
	r.each(func(name string) {
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
	c := grid.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1, Place: schema.Place{Table: t.no, Row: row + 1, Column: col + 1}}
	var text flow.Cell
	r.each(func(name string) {
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
		r.bad = fail(schema.ExtractLimit.Problem, fmt.Sprintf("单元格超过 %d 个", maxCells), fmt.Sprintf("it has more than %d cells", maxCells))
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
	if n, ok := r.sc.AttrInt("值"); ok && n > 0 {
		return min(n, 1<<16)
	}
	return 1
}
