package scan

import (
	"image"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// A figure that stands alone among comparators is one of them, and a doubt; among
// figures it stays what it is.
func TestSignColumns(t *testing.T) {
	s := &sheet{Sheet: &ruling.Sheet{}}
	var lines []textLine
	put := func(col int, texts ...string) {
		for _, text := range texts {
			var r reading.Text
			for i, c := range []rune(text) {
				r.Chars = append(r.Chars, reading.Char{Rune: c, At: 12 + 24*i, P: 0.99})
			}
			r.Confidence = 0.99
			lines = append(lines, textLine{cell: len(s.Cells), text: r})
			s.Cells = append(s.Cells, ruling.Cell{Row: len(s.Cells), Col: col, ColSpan: 1, RowSpan: 1})
		}
	}
	put(3, "指标性质", "≥", "2", "＝", "定性", "S", "≤", "：", "≥")
	put(4, "指标值", "86", "2", "15", "5", "7", "≥", "9")
	blank := ruling.Cell{Col: 3, ColSpan: 1, RowSpan: 1, X1: 100, Y1: 40}
	clean := blank
	clean.Y0, clean.Y1 = 100, 140
	s.Cells = append(s.Cells, blank, clean)
	s.specks = []image.Rectangle{image.Rect(40, 18, 44, 22)}
	lines = signColumns(s, lines)
	var got string
	for _, l := range lines {
		got += l.text.String() + " "
		if l.text.Sure() && len(l.text.Chars) == 1 && s.Cells[l.cell].Col == 3 && l.text.Others != nil {
			t.Errorf("%s is no doubt", l.text.String())
		}
	}
	const want = "指标性质 ≥ ≥ ＝ 定性 ≤ ≤ = ≥ 指标值 86 2 15 5 7 ≥ 9 � "
	if got != want {
		t.Errorf("read %q, want %q", got, want)
	}
}
