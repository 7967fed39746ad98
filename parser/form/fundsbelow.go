package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// minAmountsBelow is how many labels of amounts stand side by side over their amounts.
const minAmountsBelow = 2

// amountsBelow reads amounts that stand below their labels: a row of 资金总额 | 财政拨款 |
// 其他资金 over a row of numbers, with a heading left of both or without one. Amounts of
// years are kept under their years.
func (f *fieldReader) amountsBelow(t *table, from, to int) {
	for row := from; row+1 < to && row+1 < len(t.rows); row++ {
		labels := f.overAmounts(t, row)
		note := ""
		if len(labels) > 0 {
			note = noteOver(t, row, labels[0].Col)
		}
		for _, c := range labels {
			below := t.at(row+1, c.Col)
			key := f.d.label(c.norm())
			if (key == KeyNone || key == KeyGroup) && f.wholeAmount(c.norm(), below.Text) {
				key = KeyAmount
			}
			c.take()
			c.is(fateLabel, whyFieldLabel)
			h := f.valueHit(c, key, []*cell{below})
			if key == KeyNone {
				h.label = squeeze(c.Text)
			}
			if h.note == "" {
				h.note = note
			}
			f.hits = append(f.hits, h)
		}
	}
}

// overAmounts are the labels of a row that have an amount each right below, and nothing
// else stands in that row; none where it is no such row.
func (f *fieldReader) overAmounts(t *table, row int) []*cell {
	var labels []*cell
	known := false
	for _, c := range t.starting(row) {
		below := t.at(row+1, c.Col)
		if c.last() > row+1 || below == nil || below.squeezed() == "" {
			continue // the heading of both rows, an amount that is not printed
		}
		text := fold.Text(c.squeezed())
		if c.taken() || strings.ContainsAny(text, "0123456789") && !yearLine.MatchString(text) || utf8.RuneCountInString(text) > maxUnknownLabel ||
			below.Row != row+1 || below.Col != c.Col || below.taken() || !f.isAmount(below.Text) {
			return nil
		}
		known = known || f.d.label(c.norm()).family() == "funds" || f.d.amountLabel(c.norm())
		labels = append(labels, c)
	}
	if !known || len(labels) < minAmountsBelow || len(labels) != len(t.starting(row+1)) {
		return nil
	}
	return labels
}

// noteOver is the note of the heading left of a column that a row lies in: 年度预算（万元）.
func noteOver(t *table, row, col int) string {
	for _, c := range t.rows[row] {
		if c.end() <= col && isMoney(c.note()) {
			return c.note()
		}
	}
	return ""
}
