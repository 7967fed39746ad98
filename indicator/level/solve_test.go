package level

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// table makes rows of "level 1|level 2|name" lines.
func table(lines ...string) []Row {
	var rows []Row
	for _, line := range lines {
		cells := strings.Split(line+"||", "|")
		rows = append(rows, Row{Labels: cells[:2], Name: cells[2]})
	}
	return rows
}

func joined(a Assignment) []string {
	var out []string
	for _, labels := range a.Labels {
		out = append(out, strings.Join(labels, "|"))
	}
	return out
}

func TestSolveReadsLabels(t *testing.T) {
	tests := []struct {
		name   string
		rows   []Row
		vocab  *Vocabulary
		want   []string
		manner Manner
	}{
		{
			name:   "points and wraps do not hide a label",
			rows:   table("产出指标(50分)|数量指标|a", "||b", "|质量\n指标|c", "效益指标（30分）|社会效益\n指标|d"),
			vocab:  mof88(),
			want:   []string{"产出指标|数量指标", "产出指标|数量指标", "产出指标|质量指标", "效益指标|社会效益指标"},
			manner: MannerFirstRow,
		},
		{
			name:   "a genuine local label is kept",
			rows:   table("产出指标|数量指标|a", "|安全生产|b", "|质量指标|c", "效益指标|社会效益指标|d", "||e"),
			vocab:  mof88(),
			want:   []string{"产出指标|数量指标", "产出指标|安全生产", "产出指标|质量指标", "效益指标|社会效益指标", "效益指标|社会效益指标"},
			manner: MannerFirstRow,
		},
		{
			name:   "a label printed on two lines that came out as two rows",
			rows:   table("||a", "产出指标|数量指标|b", "||c", "|社会效益|d", "效益指标|指标|e", "满意度指标|满意度指标|f"),
			vocab:  mof88(),
			want:   []string{"产出指标|数量指标", "产出指标|数量指标", "产出指标|数量指标", "效益指标|社会效益指标", "效益指标|社会效益指标", "满意度指标|满意度指标"},
			manner: MannerCentred,
		},
		{
			name:   "cost stands where the vocabulary has it",
			rows:   table("||a", "成本指标|经济成本指标|b", "||c", "|数量指标|d", "产出指标||e", "|质量指标|f"),
			vocab:  mof101(),
			want:   []string{"成本指标|经济成本指标", "成本指标|经济成本指标", "成本指标|经济成本指标", "产出指标|数量指标", "产出指标|数量指标", "产出指标|质量指标"},
			manner: MannerCentred,
		},
		{
			name:   "a first level that is not printed is named by the second",
			rows:   table("||a", "|生态环境成本指标|b", "||c", "|数量指标|d", "产出指标|质量指标|e", "|时效指标|f"),
			vocab:  mof101(),
			want:   []string{"成本指标|生态环境成本指标", "成本指标|生态环境成本指标", "成本指标|生态环境成本指标", "产出指标|数量指标", "产出指标|质量指标", "产出指标|时效指标"},
			manner: MannerCentred,
		},
		{
			name:   "repeated labels",
			rows:   table("产出指标|数量指标|a", "产出指标|数量指标|b", "产出指标|质量指标|c", "效益指标|社会效益指标|d"),
			vocab:  mof88(),
			want:   []string{"产出指标|数量指标", "产出指标|数量指标", "产出指标|质量指标", "效益指标|社会效益指标"},
			manner: MannerRepeated,
		},
		{
			name:   "a template's open rows do not make a spreadsheet a print",
			rows:   table("产出指标|数量指标|a", "|★质量指标|b", "||c", "|……|……", "效益指标|社会效益指标|d", "|……|……"),
			vocab:  mof88(),
			want:   []string{"产出指标|数量指标", "产出指标|★质量指标", "产出指标|★质量指标", "产出指标|……", "效益指标|社会效益指标", "效益指标|……"},
			manner: MannerFirstRow,
		},
		{
			name:   "one level only",
			rows:   []Row{{Labels: []string{""}}, {Labels: []string{"产出指标"}}, {Labels: []string{""}}, {Labels: []string{"效益指标"}}},
			vocab:  mof88(),
			want:   []string{"产出指标", "产出指标", "产出指标", "效益指标"},
			manner: MannerCentred,
		},
		{
			name:   "no labels at all",
			rows:   table("||a", "||b"),
			vocab:  mof88(),
			want:   []string{"|", "|"},
			manner: MannerUnknown,
		},
		{
			name:   "no vocabulary",
			rows:   table("产出|数量|a", "||b", "|质量|c", "效益|社会|d"),
			want:   []string{"产出|数量", "产出|数量", "产出|质量", "效益|社会"},
			manner: MannerFirstRow,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Solve(tt.rows, tt.vocab, Options{})
			if diff := cmp.Diff(tt.want, joined(got)); diff != "" {
				t.Errorf("labels (-want +got):\n%s", diff)
			}
			if got.Manner != tt.manner {
				t.Errorf("manner is %v, want %v", got.Manner, tt.manner)
			}
		})
	}
}

func TestSolveThirdLevel(t *testing.T) {
	rows := []Row{
		{Labels: []string{"", "", "甲类"}},
		{Labels: []string{"", "数量指标", ""}},
		{Labels: []string{"产出指标", "", "乙类"}},
		{Labels: []string{"", "质量指标", "丙类"}},
		{Labels: []string{"", "质童", "丁类"}},
	}
	got := Solve(rows, mof88(), Options{})
	want := []string{"产出指标|数量指标|甲类", "产出指标|数量指标|甲类", "产出指标|数量指标|乙类", "产出指标|质量指标|丙类", "产出指标|质量指标|丁类"}
	if diff := cmp.Diff(want, joined(got)); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestSolvePoints(t *testing.T) {
	got := Solve(table("产出指标（50分）|数量指标(20)|a", "||b"), mof88(), Options{})
	if diff := cmp.Diff([][]string{{"50", "20"}, {"50", "20"}}, got.Points); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
}

func TestSolveGarbledLabels(t *testing.T) {
	tests := []struct {
		name   string
		rows   []Row
		level  int
		want   []string // labels of the level
		repair []LabelRepair
		doubt  []RowDoubt
	}{
		{
			name:  "the one label left between its neighbours",
			level: 1,
			rows:  table("||a", "|数量|b", "||c", "||d", "产出目标|女山口仁|e", "||f", "||g", "|时效|h", "||i"),
			want:  []string{"数量", "数量", "数量", "质量", "质量", "质量", "时效", "时效", "时效"},
			repair: []LabelRepair{
				{Row: 4, Level: 1, Span: 3, From: "女山口仁", To: "质量", Why: "label-garbled", Confidence: 0.93},
			},
		},
		{
			name:  "several labels left, the print tells none",
			level: 1,
			rows:  table("||a", "|изхх|b", "||c", "投入与管理||d", "|实施管理|e", "|ノピ|f", "||g", "产出目标|数量|h"),
			want:  []string{"изхх", "изхх", "изхх", "实施管理", "实施管理", "实施管理", "实施管理", "数量"},
			repair: []LabelRepair{
				{Row: 5, Level: 1, Span: 3, From: "ノピ", To: "实施管理", Why: "label-garbled", Confidence: 0.97},
			},
			doubt: []RowDoubt{
				{Row: 0, Last: 2, Level: 1, Chosen: "изхх", Alternatives: []string{"投入管理", "财务管理"}, Unknown: true},
			},
		},
		{
			name:  "a misread label of a copied spreadsheet",
			level: 1,
			rows:  table("产出日标|数量|a", "|质量|b", "效果目标|社会效盖|c", "||d"),
			want:  []string{"数量", "质量", "社会效益", "社会效益"},
			repair: []LabelRepair{
				{Row: 0, Level: 0, Span: 0, From: "产出日标", To: "产出目标", Why: "label-garbled", Confidence: 0.9},
				{Row: 2, Level: 1, Span: 2, From: "社会效盖", To: "社会效益", Why: "label-garbled", Confidence: 0.75},
			},
		},
		{
			name: "a first level named by the labels below",
			rows: table("||a", "XX未口|数量|b", "||c", "效果目标|社会效益|d"),
			want: []string{"产出目标", "产出目标", "产出目标", "效果目标"},
			repair: []LabelRepair{
				{Row: 1, Level: 0, Span: 0, From: "XX未口", To: "产出目标", Why: "label-garbled", Confidence: 0.97},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Solve(tt.rows, sh2020(), Options{})
			var labels []string
			for _, l := range got.Labels {
				labels = append(labels, l[tt.level])
			}
			if diff := cmp.Diff(tt.want, labels); diff != "" {
				t.Errorf("labels (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.repair, got.Repairs); diff != "" {
				t.Errorf("repairs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.doubt, got.Doubts); diff != "" {
				t.Errorf("doubts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSolveKnownBreaksTies(t *testing.T) {
	// 数量 over the first row and 质量 over three, or two rows each with the labels
	// in the first row.
	rows := table("产出目标|数量|a", "||b", "|质量|指标1：达标率", "||d")
	first := Solve(rows, sh2020(), Options{Manner: MannerCentred})
	if got := first.Labels[1][1]; got != "质量" || len(first.Doubts) != 1 || first.Doubts[0].Row != 1 {
		t.Fatalf("row 1 is %s, doubts %+v", got, first.Doubts)
	}
	known := Solve(rows, sh2020(), Options{Manner: MannerCentred, Known: map[string]string{"b": "数量"}})
	if got := known.Labels[1][1]; got != "数量" || len(known.Doubts) != 1 {
		t.Errorf("row 1 is %s, doubts %+v", got, known.Doubts)
	}
	want := map[string]string{"a": "数量", "达标率": "质量", "d": "质量"}
	if diff := cmp.Diff(want, first.Certain(rows, 1)); diff != "" {
		t.Errorf("certain (-want +got):\n%s", diff)
	}
}

// drawProperty prints a random tree in a random manner.
func drawProperty(t *rapid.T) (drawnTable, drawing) {
	d := drawing{
		vocab:    rapid.SampledFrom([]*Vocabulary{sh2020(), drawnVocabulary(), mof88(), mof101()}).Draw(t, "vocabulary"),
		manner:   rapid.SampledFrom([]Manner{MannerCentred, MannerCentred, MannerFirstRow, MannerRepeated}).Draw(t, "manner"),
		firstRow: rapid.SampledFrom([]float64{0, 0, 0.1, 0.5}).Draw(t, "first row"),
		tall:     rapid.SampledFrom([]float64{0, 0.2, 0.5}).Draw(t, "tall"),
		heights:  rapid.Bool().Draw(t, "heights"),
		maxSpan:  rapid.IntRange(1, 9).Draw(t, "span"),
		garbage:  strangers,
	}
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	return draw(r, d), d
}

// TestSolveFindsTheTree: for random trees, random heights and every way of
// printing, the reading is the tree, or the tree is among the alternatives.
func TestSolveFindsTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table, d := drawProperty(t)
		got := Solve(table.rows, d.vocab, Options{})
		if r := table.compare(got); r.wrong > 0 {
			t.Fatalf("row %d is read otherwise, without doubt\n%v\n%v\n%v", r.firstBad, table.String(), got.Labels[r.firstBad], got.Doubts)
		}
	})
}

// TestSolveInvariants: whatever the cells hold, every row has a label on every
// level or none, spans tile the rows, inner spans stay inside outer ones, doubts
// and repairs point into the table, and the arguments stay as they were.
func TestSolveInvariants(t *testing.T) {
	cell := rapid.SampledFrom(append([]string{"", "", "", "", "数量", "质量", "时效", "成本", "产出目标", "效果目标", "社会效益", "满意度", "指标", "安全", "(50分)", "、", "1"}, fragments...))
	rapid.Check(t, func(t *rapid.T) {
		n, levels := rapid.IntRange(0, 40).Draw(t, "rows"), rapid.IntRange(0, 3).Draw(t, "levels")
		rows := make([]Row, n)
		for i := range rows {
			rows[i].Labels = rapid.SliceOfN(cell, 0, levels).Draw(t, "labels")
			rows[i].Height = rapid.SampledFrom([]float64{0, 0, 1, 12.5, -3}).Draw(t, "height")
		}
		before := fmt.Sprint(rows)
		a := Solve(rows, sh2020(), Options{Manner: Manner(rapid.IntRange(0, 3).Draw(t, "manner"))})
		if fmt.Sprint(rows) != before {
			t.Fatal("the rows were changed")
		}
		checkInvariants(t, rows, a)
	})
}

type fataler interface {
	Fatalf(format string, args ...any)
}

func checkInvariants(t fataler, rows []Row, a Assignment) {
	if len(a.Labels) != len(rows) || len(a.Margins) != len(rows) || len(a.Points) != len(rows) {
		t.Fatalf("%d rows have %d labels, %d margins, %d points", len(rows), len(a.Labels), len(a.Margins), len(a.Points))
	}
	for level, spans := range a.Spans {
		next := 0
		for _, s := range spans {
			if s.First != next || s.Last < s.First {
				t.Fatalf("level %d: span %+v does not follow row %d", level, s, next-1)
			}
			for r := s.First; r <= s.Last; r++ {
				if a.Labels[r][level] != s.Label {
					t.Fatalf("row %d is %q in a span %+v", r, a.Labels[r][level], s)
				}
				if level > 0 && a.Labels[r][level-1] != a.Labels[s.First][level-1] {
					t.Fatalf("span %+v crosses spans of the level above", s)
				}
			}
			next = s.Last + 1
		}
		if len(rows) > 0 && next != len(rows) {
			t.Fatalf("level %d: spans end at row %d of %d", level, next, len(rows))
		}
	}
	for _, d := range a.Doubts {
		if d.Row < 0 || d.Last < d.Row || d.Last >= len(rows) || d.Chosen != a.Labels[d.Row][d.Level] || d.Margin < 0 {
			t.Fatalf("doubt %+v", d)
		}
	}
	for _, r := range a.Repairs {
		if r.Row < 0 || r.Row >= len(rows) || r.Span > r.Row || r.Confidence < 0 || r.Confidence > 1 || r.Why == "" {
			t.Fatalf("repair %+v", r)
		}
	}
}

// FuzzSolve: no cells make the solver panic, hang or lose a row.
func FuzzSolve(f *testing.F) {
	f.Add("|数量|a\n产出目标||b\n女山口仁|质量|c", uint8(0))
	f.Add("产出指标(50分)|数量指标|a\n||b", uint8(1))
	f.Add("投|投入|x\n入|管理|y\n与||z\n管||\n理||", uint8(0))
	f.Fuzz(func(t *testing.T, text string, manner uint8) {
		if len(text) > 4000 {
			return
		}
		var rows []Row
		for line := range strings.Lines(text) {
			cells := strings.Split(line, "|")
			rows = append(rows, Row{Labels: cells[:min(len(cells), 3)], Name: cells[len(cells)-1], Height: float64(len(line) % 3)})
		}
		checkInvariants(t, rows, Solve(rows, sh2020(), Options{Manner: Manner(manner % 4)}))
	})
}

func BenchmarkSolve(b *testing.B) {
	for _, bench := range []struct {
		name    string
		n       int
		maxSpan int
		copies  int
	}{
		{"form of 36 rows", 36, 6, 1},
		{"2000 rows, long spans", 2000, 360, 1},
		{"2000 rows, short spans", 2000, 6, 60},
	} {
		b.Run(bench.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(3, 4))
			d := drawing{vocab: drawnVocabulary(), maxSpan: bench.maxSpan, damage: 0.05}
			var rows []Row
			for len(rows) < bench.n {
				t := draw(r, d)
				rows = append(rows, t.rows...)
			}
			b.ReportAllocs()
			b.ReportMetric(float64(len(rows)), "rows")
			for b.Loop() {
				Solve(rows, d.vocab, Options{})
			}
		})
	}
}

// A label that nothing on the page calls garbled may be one of its own: that is said.
func TestSolveDoubtsOddLabels(t *testing.T) {
	rows := table("投入管理指标|工作目标管理|a", "投入管理指标|预算和财务管理|b", "产出指标|重点工作任务完成|c", "产出指标|履职目标实现|d", "效益指标|满意度|e")
	a := Solve(rows, mof88(), Options{})
	for _, d := range a.Doubts {
		if d.Row == 3 && d.Level == 1 && slices.Equal(d.Alternatives, []string{"履职目标实现"}) {
			return
		}
	}
	t.Errorf("read %q, doubts %+v", joined(a), a.Doubts)
}
