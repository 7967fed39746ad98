package form_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/check"
	"github.com/pbt-cli/pbt/schema"
)

// vocabulary are the texts that fuzzed grids are made of: one byte picks one.
var vocabulary = []string{
	"", "一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "满意度指标", "成本指标", "≥95%", "项目名称", "项目名称：甲 项目类别：乙",
	"财政项目支出绩效目标表", "（2020年度）", "( 202", "0年度)", "2020年绩效目标", "总目标及阶段性目标：", "合计", "总分", "年初预算数", "全年预算数", "全年执行数", "执行率",
	"任务名称", "主要内容", "项目资金（万元）", "资金总额", "1,200.00", "其中：财政拨款", "其他资金", "中期", "年度", "实际完成值", "得分", "权重", "计量单位", "指标性质", "绩效指标",
	"绩效\n指标", "备注", "单位：万元", "年度目标", "\"甲\"", "<b>头爬目垤</b>", "效益", "指标", "10,308,000.00 年度资金申请总额", "申报单位:上海", "　", "□是 ☑否", "完成率达到百分之九十以上",
}

// fuzzed makes grids of bytes: each grid takes a byte for its columns and its
// manner, each cell one for its text and one for its spans now and then.
func fuzzed(data []byte) []*grid.Grid {
	var out []*grid.Grid
	for len(data) > 2 && len(out) < 4 {
		g := &grid.Grid{Cols: 1 + int(data[0]%8), Prose: data[0]&16 != 0}
		if data[0]&32 != 0 {
			g.Spans = grid.Open
		}
		n := min(int(data[1])*2, len(data)-2)
		covered := map[[2]int]bool{} // no reader hands over cells that lie over each other
		for i, b := range data[2 : 2+n] {
			c := grid.Cell{Row: i / g.Cols, Col: i % g.Cols, RowSpan: 1, ColSpan: 1, Text: vocabulary[int(b)%len(vocabulary)]}
			if covered[[2]int{c.Row, c.Col}] {
				continue
			}
			if g.Spans == grid.Exact && b > 200 {
				c.RowSpan, c.ColSpan = 1+int(b)%5, 1
				for wide := 1 + int(b)%3; c.ColSpan < wide && c.Col+c.ColSpan < g.Cols && !covered[[2]int{c.Row, c.Col + c.ColSpan}]; {
					c.ColSpan++
				}
			}
			for row := c.Row; row < c.Row+c.RowSpan; row++ {
				for col := c.Col; col < c.Col+c.ColSpan; col++ {
					covered[[2]int{row, col}] = true
				}
			}
			c.Spot = grid.At(schema.Place{Line: i + 1, Column: len(out) + 1})
			g.Cells = append(g.Cells, c)
			g.Rows = max(g.Rows, c.Row+c.RowSpan)
		}
		data = data[2+n:]
		out = append(out, g)
	}
	return out
}

// account reads grids and gives what is wrong with the accounts of their cells: of
// each declaration's, and cells in the middle of one that stand in no account.
func account(grids []*grid.Grid) []string {
	got, err := form.Read(context.Background(), &grid.Document{Grids: grids}, form.Options{Account: true})
	if err != nil {
		return []string{err.Error()}
	}
	var wrong []string
	type box struct{ top, bottom, left, right int }
	told := map[schema.Place]bool{}
	regions := make([]map[int]box, len(got.Declarations)) // by grid: what is accounted for
	of := map[schema.Place][3]int{}                       // grid, row and column of a cell
	for i, g := range grids {
		for n, c := range g.Cells {
			of[c.Place()] = [3]int{i, c.Row, c.Col}
			if g.Prose { // lines: the box is a run of them
				of[c.Place()] = [3]int{i, n, 0}
			}
		}
	}
	for i, d := range got.Declarations {
		wrong = append(wrong, check.Account(d)...)
		regions[i] = map[int]box{}
		title := map[string]bool{"title": true, "year": true} // of a form above in the table, perhaps
		for _, a := range d.Account {
			told[*a.At] = true
			if len(a.Of) > 0 && title[a.Of[0]] {
				continue
			}
			at := of[*a.At]
			if b, ok := regions[i][at[0]]; ok {
				regions[i][at[0]] = box{min(b.top, at[1]), max(b.bottom, at[1]), min(b.left, at[2]), max(b.right, at[2])}
			} else {
				regions[i][at[0]] = box{at[1], at[1], at[2], at[2]}
			}
		}
	}
	for i, g := range grids {
		for _, c := range g.Cells {
			inside := slices.ContainsFunc(regions, func(r map[int]box) bool {
				b, ok := r[i]
				at := of[c.Place()]
				return ok && b.top <= at[1] && at[1] <= b.bottom && b.left <= at[2] && at[2] <= b.right
			})
			if inside && strings.TrimSpace(c.Text) != "" && !told[c.Place()] {
				wrong = append(wrong, fmt.Sprintf("%q (%s) stands in a form and in no account", c.Text, c.Place()))
			}
		}
	}
	return wrong
}

// Whatever the grids hold, reading ends, soon and without a panic, and every cell has
// its account.
func FuzzMatch(f *testing.F) {
	f.Add([]byte{3, 8, 1, 2, 3, 4, 5, 6, 9, 9})
	f.Add([]byte("\x33\x40\x0c\x0d\x0a\x0b\x01\x02\x03\x04\x05\x06\x09\x09"))
	f.Add([]byte{16, 40, 12, 13, 10, 9, 1, 2, 3, 4, 26, 5, 6, 9, 9, 7, 9, 9, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			for _, wrong := range account(fuzzed(data)) {
				t.Error(wrong)
			}
		}()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Fatal("no end after 10 s")
		}
	})
}

// Cells thrown together at random, under a known header or not, have their account.
func TestAccountOfRandomGrids(t *testing.T) {
	for seed := range 1500 {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		data := make([]byte, 20+r.IntN(150))
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		if seed%2 == 0 {
			data[0] = data[0]&^7 | 3
			copy(data[2:], "\x01\x02\x03\x04")
		}
		for _, wrong := range account(fuzzed(data)) {
			t.Errorf("seed %d: %s", seed, wrong)
		}
	}
}

// Large grids take time in proportion to their cells: a second or two on a quiet
// machine. The limit leaves room for a busy one; what grew with the square of the
// cells took a minute.
func TestMatchIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("counts time")
	}
	const limit = 20 * time.Second
	header := []string{"一级指标", "二级指标", "三级指标", "指标值"}
	table := func(rows int, spans grid.Spans, row func(i int) []string) *grid.Grid {
		g := &grid.Grid{Rows: rows, Spans: spans}
		for i := range rows {
			texts := header
			if i > 0 {
				texts = row(i)
			}
			for c, s := range texts {
				g.Cols = max(g.Cols, c+1)
				g.Cells = append(g.Cells, grid.Cell{Row: i, Col: c, RowSpan: 1, ColSpan: 1, Text: s})
			}
		}
		return g
	}
	lines := func(n int, line func(i int) string) *grid.Grid {
		var texts []string
		for i := range n {
			texts = append(texts, line(i))
		}
		return grid.Lines(texts, nil)
	}
	wide := func(cols int, text string) *grid.Grid {
		return table(20, grid.Exact, func(int) []string { return strings.Split(strings.Repeat(text+"|", cols), "|") })
	}
	every := func(list ...string) func(int) string {
		return func(i int) string { return list[i%len(list)] }
	}
	random := rand.New(rand.NewPCG(1, 1))
	anything := func(int) []string {
		row := make([]string, 6)
		for i := range row {
			row[i] = vocabulary[random.IntN(len(vocabulary))]
		}
		return row
	}
	for name, g := range map[string]*grid.Grid{
		"random":              table(10000, grid.Exact, anything),
		"random, open":        table(10000, grid.Open, anything),
		"indicators":          table(10000, grid.Exact, func(int) []string { return []string{"产出指标", "数量指标", "完成率", "≥95%"} }),
		"indicators, open":    table(10000, grid.Open, func(int) []string { return []string{"产出指标", "数量指标", "完成率", "≥95%"} }),
		"stray labels":        table(10000, grid.Open, func(i int) []string { return [][]string{{"", "数量指标"}, {"", "", "完成率", "≥95%"}}[i%2] }),
		"headers":             table(10000, grid.Exact, func(int) []string { return header }),
		"sums":                table(10000, grid.Exact, func(int) []string { return []string{"小计", "", "", "5"} }),
		"labels":              table(10000, grid.Open, func(int) []string { return []string{"项目名称", "项目类别"} }),
		"lone labels":         table(10000, grid.Open, func(i int) []string { return []string{every("年度目标", "正文")(i)} }),
		"goals":               table(10000, grid.Open, func(i int) []string { return []string{"", every("年度目标", "正文", "", "正文")(i)} }),
		"wide":                wide(2000, "项目名称"),
		"wide text":           wide(2000, "完成情况"),
		"200,000 cells":       table(20000, grid.Exact, func(int) []string { return strings.Split("甲|乙|丙|≥95%|戊|己|庚|辛|壬|癸", "|") }),
		"200,000 cells, open": table(20000, grid.Open, func(int) []string { return strings.Split("甲|乙|丙|≥95%|戊|己|庚|辛|壬|癸", "|") }),
		"lines":               lines(40000, every("一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "完成率", "≥95%")),
		"lines without end":   lines(100000, func(i int) string { return append(header, "完成率", "百分之百")[min(i, 4+i%2)] }),
		"label lines":         lines(100000, every("项目", "名称", "项目名称", "绩效")),
		"goal lines":          lines(20000, func(i int) string { return append([]string{"总体目标", "年度目标"}, "正文。")[min(i, 2)] }),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			form.Read(t.Context(), &grid.Document{Grids: []*grid.Grid{g}}, form.Options{})
			if d := time.Since(start); d > limit {
				t.Errorf("took %v", d)
			} else {
				t.Log(d)
			}
		})
	}
}
