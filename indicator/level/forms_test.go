package level

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sh2020 is the vocabulary of the form family that the four real forms belong to.
func sh2020() *Vocabulary {
	return &Vocabulary{Levels: []Label{
		{Name: "投入与管理", Synonyms: []string{"投入和管理"}, Children: levels("投入管理 财务管理 实施管理")},
		{Name: "产出目标", Children: levels("数量 质量 时效 成本")},
		{Name: "效果目标", Synonyms: []string{"效益目标"}, Children: levels("经济效益 社会效益 环境效益|生态效益 满意度")},
		{Name: "影响力目标", Children: levels("长效管理 配套设施 人力资源 信息共享 部门协助 其他")},
	}}
}

// mof101 has 成本 as a first level, as Shanghai's forms have since 2021.
func mof101() *Vocabulary {
	return &Vocabulary{Levels: []Label{
		{Name: "成本指标", Children: levels("经济成本指标 社会成本指标 生态环境成本指标")},
		{Name: "产出指标", Children: levels("数量指标 质量指标 时效指标")},
		{Name: "效益指标", Children: levels("经济效益指标 社会效益指标 生态效益指标 可持续影响指标")},
		{Name: "满意度指标", Children: levels("服务对象满意度指标|满意度指标")},
	}}
}

// mof88 has 成本 under 产出.
func mof88() *Vocabulary {
	return &Vocabulary{Levels: []Label{
		{Name: "产出指标", Children: levels("数量指标 质量指标 时效指标 成本指标")},
		{Name: "效益指标", Children: levels("经济效益指标 社会效益指标 生态效益指标|环境效益指标 可持续影响指标")},
		{Name: "满意度指标", Children: levels("服务对象满意度指标|满意度指标")},
	}}
}

// levels makes levels of names separated by spaces, synonyms behind bars.
func levels(names string) []Label {
	var made []Label
	for _, name := range strings.Fields(names) {
		all := strings.Split(name, "|")
		made = append(made, Label{Name: all[0], Synonyms: all[1:]})
	}
	return made
}

// readTables reads the indicator tables of a text whose cells are separated by
// tabs: the lines below each header 一级目标 up to the next blank line.
func readTables(t testing.TB, path string) [][]Row {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var tables [][]Row
	open := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "一级目标"):
			tables, open = append(tables, nil), true
		case strings.TrimSpace(line) == "":
			open = false
		case open:
			cells := strings.Split(line+"\t\t\t", "\t")
			// One label stands behind spaces instead of a tab.
			if strings.HasPrefix(line, " ") {
				cells[0] = strings.TrimSpace(cells[0])
			}
			last := len(tables) - 1
			tables[last] = append(tables[last], Row{Labels: cells[:2], Name: cells[2], Value: cells[3]})
		}
	}
	return tables
}

func TestSolveFourRealForms(t *testing.T) {
	tables := readTables(t, "../../testdata/forms/sh-2020-four-forms.txt")
	if len(tables) != 4 {
		t.Fatalf("found %d tables, want 4", len(tables))
	}
	tests := []struct {
		l1, l2 string
		// either lists rows, from 1, that may have the label named as well.
		either map[int]string
		// must and may list rows, from 1, that have to or can stand in doubt.
		must, may []int
		garbled   []string
	}{
		{
			l1:      "投入与管理 1-9 产出目标 10-21 效果目标 22-32 影响力目标 33-36",
			l2:      "投入管理 1-4 财务管理 5-5 实施管理 6-9 数量 10-15 质量 16-18 时效 19-21 社会效益 22-29 满意度 30-32 长效管理 33-33 配套设施 34-35 信息共享 36-36",
			either:  map[int]string{14: "质量", 15: "质量", 19: "质量"},
			must:    []int{19},
			may:     []int{14, 15},
			garbled: []string{"±□ \\ <del>/-/</del>→投入管理", "shite to→实施管理", "女山口仁→产出目标", "изхх→时效", "计本流头→社会效益", "影响力只与→影响力目标", "<b>和春</b> 次佐→配套设施"},
		},
		{
			l1:      "投入与管理 1-8 产出目标 9-15 效果目标 16-21 影响力目标 22-23",
			l2:      "投入管理 1-5 财务管理 6-6 实施管理 7-8 数量 9-10 质量 11-13 时效 14-15 社会效益 16-18 满意度 19-21 长效管理 22-22 部门协助 23-23",
			either:  map[int]string{10: "质量", 13: "时效"},
			must:    []int{10, 13},
			garbled: []string{"投入与自住→投入与管理", "<b>头</b> 爬目垤→实施管理", "XX未口(小→效果目标", "尿ン川ピノJ 口 1/J\\→影响力目标"},
		},
		{
			l1:      "投入与管理 1-7 产出目标 8-12 效果目标 13-14 影响力目标 15-17",
			l2:      "投入管理 1-4 财务管理 5-5 实施管理 6-7 数量 8-8 质量 9-11 时效 12-12 社会效益 13-14 长效管理 15-15 配套设施 16-16 信息共享 17-17",
			either:  map[int]string{11: "时效"},
			may:     []int{11},
			garbled: []string{"12八目垤→投入管理", "XX未日彻→效果目标", "江云双面→社会效益"},
		},
		{
			l1:      "投入与管理 1-6 产出目标 7-10 效果目标 11-14 影响力目标 15-17",
			l2:      "投入管理 1-3 财务管理 4-4 实施管理 5-6 数量 7-7 质量 8-9 时效 10-10 社会效益 11-13 满意度 14-14 长效管理 15-15 配套设施 16-16 信息共享 17-17",
			either:  map[int]string{9: "时效"},
			may:     []int{9},
			garbled: []string{"投入与自连→投入与管理", "<b>头</b> 爬目垤→实施管理", ",山口彻→产出目标", "】 效果目标→效果目标", "双未口彻→效果目标"},
		},
	}
	for i, tt := range tests {
		t.Run(fmt.Sprintf("form%d", i+1), func(t *testing.T) {
			got := Solve(tables[i], sh2020(), Options{})
			if got.Manner != MannerCentred {
				t.Errorf("manner is %v", got.Manner)
			}
			for level, spans := range []string{tt.l1, tt.l2} {
				for r, want := range rowLabels(spans) {
					have := got.Labels[r][level]
					if have != want && !(level == 1 && have == tt.either[r+1]) {
						t.Errorf("row %d level %d is %s, want %s", r+1, level+1, have, want)
					}
				}
			}
			checkDoubts(t, got.Doubts, tt.must, tt.may)
			var garbled []string
			for _, r := range got.Repairs {
				garbled = append(garbled, r.From+"→"+r.To)
			}
			if diff := cmp.Diff(tt.garbled, garbled); diff != "" {
				t.Errorf("repairs (-want +got):\n%s", diff)
			}
		})
	}
}

func checkDoubts(t *testing.T, doubts []RowDoubt, must, may []int) {
	t.Helper()
	named := map[int]bool{}
	for _, d := range doubts {
		if d.Level != 1 {
			t.Errorf("doubt on level %d: %+v", d.Level+1, d)
		}
		named[d.Row+1] = true
	}
	for _, r := range must {
		if !named[r] {
			t.Errorf("row %d is not in doubt", r)
		}
		delete(named, r)
	}
	for _, r := range may {
		delete(named, r)
	}
	for r := range named {
		t.Errorf("row %d is in doubt", r)
	}
}

// rowLabels expands "数量 1-3 质量 4-4" to a label for each row.
func rowLabels(spans string) []string {
	var labels []string
	fields := strings.Fields(spans)
	for i := 0; i+1 < len(fields); i += 2 {
		var first, last int
		if _, err := fmt.Sscanf(fields[i+1], "%d-%d", &first, &last); err != nil {
			panic(err)
		}
		for range last - first + 1 {
			labels = append(labels, fields[i])
		}
	}
	return labels
}
