package rules

import (
	"github.com/shopspring/decimal"
)

func shareKind() kind {
	return typed("share", say("占比：某类指标所占的比例", "what share of the indicators may be of one sort"), compileShare)
}

// shareParams: a share of the rows.
type shareParams struct {
	Above string `yaml:"above" doc:"the share that is too much: 0.6 is 60 %"`
	Least int    `yaml:"least" doc:"say nothing where the form has fewer rows than this"`
	All   bool   `yaml:"all" doc:"count management rows too"`
}

// compileShare counts the rows that where takes among all rows.
func compileShare(c *compiler, p *shareParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Above != "", "above", "a share between 0 and 1")
	above := c.number("above", p.Above)
	return func(f *form, emit func(hit)) {
		all, some := 0, 0
		rows := f.trees[0].rows
		for i := range rows {
			r := &rows[i]
			if r.managing && !p.All {
				continue
			}
			all++
			if sel.row(r) && sel.value(r) {
				some++
			}
		}
		if all < p.Least || all == 0 {
			return
		}
		share := decimal.NewFromInt(int64(some)).Div(decimal.NewFromInt(int64(all)))
		if share.GreaterThan(above) {
			emit(hit{path: "indicators", found: itoa(some) + "/" + itoa(all), expected: "≤" + plain(above.Shift(2)) + "%"})
		}
	}
}
