package scan

import (
	"slices"
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

// The name of a level that can be no other is sure beside others of its column; what may
// be the end of a longer one, what stands twice and what was read surely is not.
func TestSureLabels(t *testing.T) {
	words := reading.NewWords([]string{
		"产出指标", "预期产出指标", "效益指标", "经济效益指标", "社会效益指标", "满意度指标", "数量指标", "质量指标", "时效指标", "成本指标",
	})
	column := func(texts ...string) [][]string {
		var rows [][]string
		for _, s := range texts {
			rows = append(rows, []string{s, "其他"})
		}
		return rows
	}
	for name, c := range map[string]struct {
		rows   [][]string
		unread bool
		sure   string // the name that is sure now, "" for none
	}{
		"mended":             {column("数量指标", "?质鼠指标", "时效指标"), false, "质量指标"},
		"weak":               {column("数量指标", "?质量指标", "时效指标"), false, "质量指标"},
		"no others":          {column("数量指标", "?质鼠指标", "其他"), false, ""},
		"twice":              {column("数量指标", "质量指标", "?质鼠指标"), false, ""},
		"two names as near":  {column("数量指标", "?X量指标", "时效指标"), false, ""},
		"end of a longer":    {column("社会效益指标", "经济效益指标", "?效益指标"), true, ""},
		"nothing is longer":  {column("数量指标", "时效指标", "?产出指标"), true, "产出指标"},
		"no ink is left out": {column("社会效益指标", "经济效益指标", "?效益指标"), false, "效益指标"},
	} {
		s, lines := tableOf(c.rows...)
		doubted := ""
		for i := range lines {
			if l := &lines[i].text; !l.Sure() {
				doubted = "?"
				if c.unread {
					l.BesideInk()
				}
			}
		}
		if doubted == "" {
			t.Fatalf("%s: nothing is doubted", name)
		}
		newLabels(s, lines, words).mend()
		got := true
		for i := range lines {
			got = got && lines[i].text.Sure()
		}
		if got != (c.sure != "") {
			t.Errorf("%s: sure %v", name, got)
		}
		if c.sure != "" && !holds(lines, c.sure) {
			t.Errorf("%s: no %s", name, c.sure)
		}
	}
}

func holds(lines []textLine, s string) bool {
	return slices.ContainsFunc(lines, func(l textLine) bool { return l.text.String() == s })
}
