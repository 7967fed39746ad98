package roles_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
)

// fuzzWords are the texts that fuzzed grids are made of: one byte picks one.
var fuzzWords = []string{
	"", "一级指标", "考核维度", "三级指标", "做到多少", "产出指标", "数量指标", "满意度指标", "成本指标", "≥95%", "项目名称", "甲项目", "24", "%", "次", "≥", "定性",
	"合计", "巡河次数", "水质达标率", "1.甲\n2.乙", "1.≥3次\n2.≥5%", "目标：≥95%；实际：96%", "普法场次（5分）", "一、产出指标", "（一）数量指标", "注：以批复为准", "有效提升", "12月底前", "备注", "能力建设", "上年完成值",
}

// fuzzGrid makes a grid of bytes: one for its columns and its manner, then one
// for each cell's text, which now and then says its spans too.
func fuzzGrid(data []byte) *grid.Grid {
	g := &grid.Grid{}
	if len(data) == 0 {
		return g
	}
	cols := 1 + int(data[0]%9)
	if data[0]&32 != 0 {
		g.Spans = grid.Open
	}
	for i, b := range data[1:] {
		c := grid.Cell{Row: i / cols, Col: i % cols, RowSpan: 1, ColSpan: 1, Text: fuzzWords[int(b)%len(fuzzWords)]}
		if b > 224 {
			c.RowSpan, c.ColSpan = 1+int(b)%5, 1+int(b)%3
		}
		g.Cells = append(g.Cells, c)
		g.Rows, g.Cols = max(g.Rows, c.Row+c.RowSpan), max(g.Cols, c.Col+c.ColSpan)
	}
	return g
}

// Whatever a grid holds, the stage ends soon and without a panic, every row that
// it hands over has a name or a target, and no text stands in two homes: a cell is
// the name, the target or a further cell of one row, or a part of it is.
func FuzzRead(f *testing.F) {
	f.Add([]byte{3, 1, 2, 3, 4, 5, 6, 18, 9, 5, 6, 19, 9, 7, 7, 18, 9})
	f.Add([]byte{35, 30, 2, 3, 4, 5, 6, 20, 21, 5, 6, 23, 22, 7, 7, 18, 9, 26})
	f.Add([]byte{2, 24, 225, 24, 25, 240, 18, 9, 19, 9, 1, 5, 3, 18, 1, 5, 3, 19})
	words := form.Embedded().Words()
	f.Fuzz(func(t *testing.T, data []byte) {
		g := fuzzGrid(data[:min(len(data), 4000)])
		start := time.Now()
		got := roles.Read([]*grid.Grid{g, g}, roles.NewLexicon(words, 0), nil)
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("%d cells took %s", len(g.Cells), took)
		}
		for i, table := range got.Tables {
			homes := map[string]string{}
			for r, row := range table.Rows {
				line := row.Printed // a list in cells makes several rows of one
				if row.Name == nil && row.Target == nil {
					t.Fatalf("table %d, row %d has neither name nor target", i, r)
				}
				take := func(c *roles.Cell, home string) {
					if c == nil || c.From.RowSpan > 1 || c.From.ColSpan > 1 {
						return // a merged cell speaks for several rows
					}
					key := fmt.Sprintf("%p %s", c.From, c.Text())
					if old, ok := homes[key]; ok && old != home && c.Text() == c.From.Text {
						t.Fatalf("table %d: %q is %s and %s", i, c.Text(), old, home)
					}
					homes[key] = home
				}
				take(row.Name, fmt.Sprintf("the name of row %d", line))
				take(row.Target, fmt.Sprintf("the target of row %d", line))
				for _, o := range row.Further {
					take(o.Cell, fmt.Sprintf("column %d of row %d", o.Column, line))
				}
			}
		}
	})
}

// Four times the rows take about four times the work: what is allocated is counted,
// and the time is that of the quietest of several rounds, since other work on the
// machine only adds to it.
func TestReadIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("counts time")
	}
	words := form.Embedded().Words()
	kinds := map[string][]byte{
		"indicators": {5, 6, 18, 9}, "heads": {1, 2, 3, 4}, "words": {18, 19, 11, 30}, "cards": {1, 5, 3, 18}, "lists": {5, 6, 20, 21},
		"values": {9, 9, 9, 9}, "bands": {24, 0, 0, 0},
	}
	const n, rounds = 1500, 12
	for name, row := range kinds {
		t.Run(name, func(t *testing.T) {
			few, many := rowsOf(row, n), rowsOf(row, 4*n)
			read := func(g *grid.Grid) func() {
				return func() { roles.Read([]*grid.Grid{g}, roles.NewLexicon(words, 0), nil) }
			}
			if a, b := testing.AllocsPerRun(1, read(few)), testing.AllocsPerRun(1, read(many)); b > 6*a+1000 {
				t.Errorf("%d rows allocate %.0f times, %d rows %.0f", n, a, 4*n, b)
			}
			quick, slow := time.Hour, time.Hour
			for range rounds {
				quick, slow = min(quick, took(read(few))), min(slow, took(read(many)))
				if slow <= 10*quick+50*time.Millisecond {
					return
				}
			}
			t.Errorf("%d rows took %s, %d rows %s", n, quick, 4*n, slow)
		})
	}
}

// rowsOf is a grid of a head and n equal rows.
func rowsOf(row []byte, n int) *grid.Grid {
	return fuzzGrid(append([]byte{3, 1, 2, 3, 4}, bytes.Repeat(row, n)...))
}

func took(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}
