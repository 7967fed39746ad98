package scan

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/reading"
	"github.com/pbt-cli/pbt/parser/scan/internal/ruling"
)

// tableOf is a table, a text in each cell: "?" before it is unsure.
func tableOf(rows ...[]string) (*sheet, []textLine) {
	s := &sheet{Sheet: &ruling.Sheet{}}
	var lines []textLine
	for r, row := range rows {
		for c, text := range row {
			confidence := float32(0.99)
			if strings.HasPrefix(text, "?") {
				text, confidence = text[1:], 0.65
			}
			line := textLine{cell: len(s.Cells), text: reading.Text{Confidence: confidence}}
			for _, ch := range text {
				line.text.Chars = append(line.text.Chars, reading.Char{Rune: ch, P: confidence})
			}
			s.Cells = append(s.Cells, ruling.Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1})
			lines = append(lines, line)
		}
	}
	return s, lines
}

// What a copier leaves of names of levels and of the labels of a head is read as what it
// must be, and stays a doubt.
func TestLabels(t *testing.T) {
	words := reading.NewWords([]string{
		"一级指标", "二级指标", "三级指标", "指标值", "目标值", "权重", "备注",
		"产出指标", "效益指标", "满意度指标", "数量指标", "质量指标", "可持续影响指标", "社会效益指标", "时效指标", "成本指标",
	})
	for _, c := range []struct {
		name string
		rows [][]string
		want string // each text read otherwise
	}{
		{"levels", [][]string{{"产出指.标", "数量指标"}, {"效益指标", "社会效益指标"}, {"满意度指标", "叮持续影响指标"}},
			"产出指标 可持续影响指标"},
		{"no column of levels", [][]string{{"产出指.标", "数量"}, {"效益", "社会效益指标"}, {"满意度", "叮持续影响指标"}}, ""},
		{"two names as near", [][]string{{"产出指标", "数量指标"}, {"效益指标", "社会效益指标"}, {"满意度指标", "效指标"}}, ""},
		{"a head", [][]string{{"一级指标", "级指标", "三级指标", "?标值", "备注", "?权利"}}, "二级指标 指标值 权重"},
		{"no number is left", [][]string{{"·级指标", "级指标", "级指标", "指标值", "权重"}}, "一级指标 二级指标 三级指标"},
		{"numbers out of order", [][]string{{"二级指标", "级指标", "一级指标", "数量"}}, ""},
		{"no head", [][]string{{"一级指标", "级指", "项目", "?权利", "名称"}}, ""},
	} {
		s, lines := tableOf(c.rows...)
		was := make([]string, len(lines))
		for i := range lines {
			was[i] = lines[i].text.String()
		}
		newLabels(s, lines, words).mend()
		var got []string
		for i := range lines {
			if text := &lines[i].text; text.String() != was[i] {
				got = append(got, text.String())
				if text.Sure() || len(text.Others) == 0 {
					t.Errorf("%s: %s for %s is not named", c.name, text, was[i])
				}
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}
