package page

import (
	"strings"
	"testing"
)

// labelsBeside is a column without rules between its labels, and three rows beside it.
func labelsBeside(lines ...line) *table {
	t := &table{Xs: []float64{0, 60, 160}, Ys: []float64{0, 20, 40, 60}, Heights: []float64{20, 20, 20}}
	t.Cells = append(t.Cells, cell{Row: 0, Col: 0, RowSpan: 3, ColSpan: 1, Lines: lines, Box: Box{X1: 60, Y1: 60}})
	for r := range 3 {
		y := 20 * float64(r)
		t.Cells = append(t.Cells, cell{Row: r, Col: 1, RowSpan: 1, ColSpan: 1, Lines: []line{lineAt("名称", 62, y+5)}, Box: Box{X0: 60, Y0: y, X1: 160, Y1: y + 20}})
	}
	return t
}

func lineAt(text string, x, y float64) line {
	return line{Text: text, Box: Box{X0: x, Y0: y, X1: x + 40, Y1: y + 10}, size: 10}
}

// Labels that stand level with their rows are cells of their own; the lines of one
// label are not, nor those in the middle of a span.
func TestSplitBeside(t *testing.T) {
	for name, c := range map[string]struct {
		lines []line
		want  string
	}{
		"two labels":       {[]line{lineAt("数量指标", 2, 5), lineAt("质量指标", 2, 45)}, "数量指标 0+2, 质量指标 2+1"},
		"a label each row": {[]line{lineAt("数量指标", 2, 5), lineAt("质量指标", 2, 25), lineAt("时效指标", 2, 45)}, "数量指标 0+1, 质量指标 1+1, 时效指标 2+1"},
		"one label":        {[]line{lineAt("服务对象", 2, 18), lineAt("满意度", 2, 30)}, "服务对象\n满意度 0+3"},
		"lines set close":  {[]line{lineAt("服务对象", 2, 5), lineAt("满意度", 2, 17)}, "服务对象\n满意度 0+3"},
		"not level":        {[]line{lineAt("数量指标", 2, 12), lineAt("质量指标", 2, 36)}, "数量指标\n质量指标 0+3"},
	} {
		table := labelsBeside(c.lines...)
		table.splitBeside()
		var got []string
		for _, x := range table.Cells {
			if x.Col == 0 {
				got = append(got, x.Text()+" "+string(rune('0'+x.Row))+"+"+string(rune('0'+x.RowSpan)))
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}
