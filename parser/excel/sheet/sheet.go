// Package sheet is what the readers of workbooks share: a sheet that collects
// what a reader finds on it, in whatever order, and becomes a grid; the limits
// that all sheets of a workbook stay within; and the errors.
package sheet

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// What a grid may span. A stray cell at XFD1048576 would make a grid of 17
// billion cells: longer runs of empty rows and columns are shortened, the
// places keep the true addresses.
const (
	maxGap = 16
	// maxArea bounds rows × columns after that.
	maxArea = 16 << 20
	// A merged range of more columns or rows is a whole row or column merged by
	// a careless hand, and does not widen the grid.
	saneCols, saneRows = 256, 4096
)

// rawCell is a cell with its text, at its place on the sheet, both from 0.
type rawCell struct {
	row, col int32
	text     string
	repair   *schema.Repair
}

// area is a rectangle of a sheet, all four inclusive, from 0.
type area struct {
	row, col, lastRow, lastCol int32
}

type rowHeight struct {
	row    int32
	height float32
}

// Sheet collects what the readers find on a sheet and makes a grid of it.
type Sheet struct {
	// Hidden marks a hidden sheet, which some formats say behind its cells.
	Hidden bool
	// DefaultHeight is that of rows without their own, in points.
	DefaultHeight float32
	// Truncated is true where the file ends inside the sheet.
	Truncated bool

	name       string
	budget     *Reading
	cells      []rawCell
	merges     []area
	hiddenRows []int32
	hiddenCols []int32
	heights    []rowHeight
	// uncached are the formulas without a result, broken the cells whose string
	// does not exist.
	uncached, broken tally
	apart            []grid.Ink
	boxes            []Box
	header, footer   []string // lines of the page's
	// repainted are the ranges whose colours are not those of their cells.
	repainted []area
}

// tally counts cells and remembers the first.
type tally struct {
	n  int
	at string
}

func (t *tally) add(row, col int) {
	if t.n == 0 {
		t.at = grid.CellName(row, col)
	}
	t.n++
}

// New begins a sheet within the budget of its workbook.
func New(ref Ref, budget *Reading) *Sheet {
	return &Sheet{name: ref.Name, Hidden: ref.Hidden, budget: budget}
}

// Put keeps a cell that shows something.
func (s *Sheet) Put(row, col int, text string, repair *schema.Repair) *schema.ReadError {
	text = CleanText(text)
	if row < 0 || col < 0 || row >= MaxRows || col >= MaxCols || isBlank(text) {
		return nil
	}
	if s.budget.cells--; s.budget.cells < 0 {
		return errCells(s.budget.limit)
	}
	if s.budget.text -= len(text); s.budget.text < 0 {
		return errText()
	}
	s.cells = append(Grown(s.cells), rawCell{int32(row), int32(col), text, repair})
	return nil
}

// Grown is a list with room for one more. It grows by doubling: a long list that grows by
// a quarter each time is copied, and left behind, five times over.
func Grown[T any](list []T) []T {
	if len(list) < cap(list) {
		return list
	}
	return slices.Grow(list, max(len(list), 16))
}

// CleanText makes line breaks \n, and drops what no cell shows: NUL, other
// control characters and bytes that are no UTF-8.
func CleanText(s string) string {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' || s[i] == '\n' || s[i] == '\t'
	}
	if plain {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\v':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t':
			return -1
		}
		return r
	}, s)
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }

// Merge keeps a merged range of more than one cell, from its top left to its
// bottom right, both included.
func (s *Sheet) Merge(row, col, lastRow, lastCol int) *schema.ReadError {
	row, lastRow = min(row, lastRow), max(row, lastRow)
	col, lastCol = min(col, lastCol), max(col, lastCol)
	if row == lastRow && col == lastCol || row < 0 || col < 0 || row >= MaxRows || col >= MaxCols {
		return nil
	}
	if len(s.merges) == maxMerges {
		return errMerges()
	}
	s.merges = append(s.merges, area{int32(row), int32(col), int32(min(lastRow, MaxRows-1)), int32(min(lastCol, MaxCols-1))})
	return nil
}

// HideRow says that a row is not shown.
func (s *Sheet) HideRow(row int) {
	if row >= 0 && row < MaxRows && len(s.hiddenRows) < MaxRows {
		s.hiddenRows = append(s.hiddenRows, int32(row))
	}
}

// HideCols says that the columns first to last are not shown.
func (s *Sheet) HideCols(first, last int) {
	for c := max(first, 0); c <= last && c < MaxCols && len(s.hiddenCols) < 4*MaxCols; c++ {
		s.hiddenCols = append(s.hiddenCols, int32(c))
	}
}

// SetHeight keeps the height of a row.
func (s *Sheet) SetHeight(row int, points float64) {
	if row >= 0 && row < MaxRows && points > 0 && len(s.heights) < MaxRows {
		s.heights = append(s.heights, rowHeight{int32(row), float32(points)})
	}
}

// NoteUncached counts a formula that the workbook holds no result of.
func (s *Sheet) NoteUncached(row, col int) { s.uncached.add(row, col) }

// NoteBroken counts a cell whose string the workbook does not hold.
func (s *Sheet) NoteBroken(row, col int) { s.broken.add(row, col) }

// problems are what can be said of a sheet that was read.
func (s *Sheet) problems() []schema.Finding {
	var out []schema.Finding
	if s.Truncated {
		out = append(out, inSheet(Damaged("文件在表中间结束，其后内容缺失", "the file ends inside the sheet; what follows is missing"), s.name).Finding())
	}
	if s.broken.n > 0 {
		err := Damaged(
			fmt.Sprintf("%d 个单元格引用了不存在的文字（首个在 %s），按空白读取", s.broken.n, s.broken.at),
			fmt.Sprintf("%d cells refer to text that does not exist (the first at %s) and read as blank", s.broken.n, s.broken.at))
		err.At = &schema.Place{Sheet: s.name, Cell: s.broken.at}
		out = append(out, err.Finding())
	}
	if s.uncached.n > 0 {
		out = append(out, s.uncachedFinding())
	}
	return out
}

func (s *Sheet) uncachedFinding() schema.Finding {
	e := schema.ExtractFormulaUncached.Say(
		schema.Text{
			ZH: fmt.Sprintf("%d 个公式没有保存计算结果（首个在 %s），按空白读取", s.uncached.n, s.uncached.at),
			EN: fmt.Sprintf("%d formulas have no stored result (the first at %s) and read as blank", s.uncached.n, s.uncached.at),
		},
		schema.Text{ZH: "请用 Excel 或 WPS 打开并保存一次后重试", EN: "open the workbook in Excel or WPS, save it once and try again"})
	e.At = &schema.Place{Sheet: s.name, Cell: s.uncached.at}
	return e.Finding()
}
