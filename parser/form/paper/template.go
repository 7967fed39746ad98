package paper

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
)

// rowsPerLabel is how many empty rows an empty form has for each second-level
// label.
const rowsPerLabel = 3

// Empty is the empty form of a family: its rows, its labels with empty rows
// beneath, and lists to choose from.
func Empty(p *form.Profile) (*Sheet, error) {
	l, err := readLayout(p.ID)
	if err != nil {
		return nil, err
	}
	d := &schema.Declaration{Title: l.Title}
	for _, l1 := range p.Levels {
		node := &schema.Indicator{Name: l1.Name}
		for _, l2 := range l1.Children {
			leaf := &schema.Indicator{Name: l2.Name}
			for range rowsPerLabel {
				leaf.Children = append(leaf.Children, &schema.Indicator{})
			}
			node.Children = append(node.Children, leaf)
		}
		if len(node.Children) == 0 {
			node.Children = append(node.Children, &schema.Indicator{}, &schema.Indicator{}, &schema.Indicator{})
		}
		d.Indicators = append(d.Indicators, node)
	}
	if len(d.Indicators) == 0 {
		return nil, fmt.Errorf("the family %s has no labels of its own to print", p.ID)
	}
	heads := l.heads()
	t := newTable(d, heads)
	pr := &printer{pen: newPen("绩效目标表", max(t.width(), l.emptyWidth())), l: l, d: d, table: t, printed: map[string]bool{}, money: l.Money, empty: true}
	pr.form()
	pr.lists()
	return pr.sheet, nil
}

// emptyWidth is how many columns the rows of an empty form need.
func (l *layout) emptyWidth() int {
	return l.width(&schema.Declaration{Funds: schema.Funds{Execution: make([]schema.ExecutionRow, 1), Tasks: make([]schema.Task, 1)}})
}

// choices are the answers that official forms offer for a field.
var choices = map[string][]string{
	"project.attribute":           {"新增项目", "延续项目"},
	"project.nature":              {"经常性项目", "一次性项目", "阶段性项目"},
	"project.government_purchase": {"是", "否"},
	"operator":                    {"≥", ">", "=", "<", "≤", "定性"},
	"polarity":                    {"正向", "反向"},
	"nature":                      {"定量", "定性"},
}

// lists adds the drop-down lists of an empty form: beside the labels of fields,
// and down the columns of the table.
func (p *printer) lists() {
	for key, values := range choices {
		for i, c := range p.sheet.Grid.Cells {
			if p.sheet.Kinds[i] == Label && c.Text == p.l.label(key) && i+1 < len(p.sheet.Grid.Cells) {
				v := p.sheet.Grid.Cells[i+1]
				p.sheet.Choices = append(p.sheet.Choices, Choice{v.Row, v.Col, v.RowSpan, v.ColSpan, values, key == "project.government_purchase"})
			}
		}
		if at := p.table.column(key); at >= 0 && len(p.table.rows) > 0 {
			p.sheet.Choices = append(p.sheet.Choices, Choice{p.sheet.HeadRow + 1, p.table.starts(at), len(p.table.rows), p.table.cols[at].span, values, key == "operator"})
		}
	}
	sortChoices(p.sheet.Choices)
}

// sortChoices orders lists by place, so that equal forms give equal bytes.
func sortChoices(list []Choice) {
	slices.SortFunc(list, func(a, b Choice) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col)) })
}
