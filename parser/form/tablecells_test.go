package form

import (
	"testing"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
)

// What a column of comparators, directions or kinds holds is told by all of its
// cells: one comparator among many 定性 makes it a column of comparators.
func TestHolds(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  Role
	}{
		{[]string{"≥", "≤", "定性"}, RoleOperator},
		{[]string{"定性", "定性", "定性", "＜"}, RoleOperator},
		{[]string{"大于等于", "小于等于", "等于"}, RoleOperator},
		{[]string{"定性", "定量", "定量"}, RoleNature},
		{[]string{"正向", "反向", "正向"}, RolePolarity},
		{[]string{"甲", "乙"}, RoleNone},
	} {
		b := &body{}
		lex := roles.NewLexicon(Embedded().Words(), 0)
		for _, text := range c.cells {
			b.rows = append(b.rows, bodyRow{rowRest: nothing, cells: roleCells{{RoleOperator, &cell{Cell: &grid.Cell{Text: text}, word: lex.Word(text)}}}})
		}
		if got := b.holds(RoleOperator); got != c.want {
			t.Errorf("%v: %q, want %q", c.cells, got, c.want)
		}
	}
}
