package scan

import (
	"image"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
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

// A bare angle as high as the signs with a bar never had one; a lower one may have
// lost it.
func TestBare(t *testing.T) {
	s := &sheet{Sheet: &ruling.Sheet{Ink: raster.NewInk(100, 400)}}
	var lines []textLine
	put := func(text reading.Text, high int) {
		y := 40 * len(lines)
		for dy := range high {
			for x := 10; x < 30; x++ {
				s.Ink.Row(y + dy)[x] = true
			}
		}
		lines = append(lines, textLine{box: image.Rect(0, y, 40, y+40), cell: len(lines), text: text})
	}
	barred := reading.Text{Chars: []reading.Char{{Rune: '≥', P: 1}}, Confidence: 1}
	put(barred, 28)
	put(barred, 29)
	put(reading.Angle('>'), 27)
	put(reading.Angle('>'), 21)
	s.bare([]int{0, 1, 2, 3}, lines)
	for i, sure := range []bool{true, true, true, false} {
		if lines[i].text.Sure() != sure {
			t.Errorf("sign %d: %s at %.2f", i, lines[i].text.String(), lines[i].text.Confidence)
		}
	}
	lines[2].text = reading.Angle('>')
	if s.bare([]int{0, 2, 3}, lines); lines[2].text.Sure() {
		t.Error("one sign with a bar is taken for enough")
	}
}

// A figure in a column of units is a per cent sign that a scan left little of; elsewhere
// it is a figure.
func TestUnitColumns(t *testing.T) {
	s, lines := tableOf(
		[]string{"指标值", "计量单位", "单位"},
		[]string{"95", "0", "0"}, []string{"3", "个月", "8"}, []string{"88", "?a", "8"}, []string{"2", "t", "8"}, []string{"100", "°0", "8"},
		[]string{"4", "人次", "8"}, []string{"5", "户", "8"}, []string{"6", "万元", "8"}, []string{"7", "天", "8"})
	unitColumns(s, lines, func(head string) bool { return head == "单位" || head == "计量单位" })
	var got []string
	for i := range lines {
		if s.Cells[lines[i].cell].Col == 1 {
			got = append(got, lines[i].text.String())
			if text := &lines[i].text; text.String() == "%" && text.Sure() {
				t.Errorf("%s is not named", text)
			}
		} else if lines[i].text.String() == "%" {
			t.Error("a figure became a unit")
		}
	}
	if want := "计量单位 % 个月 % t % 人次 户 万元 天"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}
