package parser

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/parser/normal"
	"github.com/pbt-cli/pbt/schema"
)

// keepYear drops the declarations of other fiscal years from a document, with
// all that is said of them, and numbers anew what speaks of those that are left.
// A year of 0 keeps all.
func (f *File) keepYear(index, year int) {
	doc := f.Documents[index]
	if year == 0 || len(doc.Declarations) == 0 {
		return
	}
	moved := map[int]int{}
	var kept []*schema.Declaration
	for old, d := range doc.Declarations {
		if d.Year == year {
			moved[old] = len(kept)
			kept = append(kept, d)
		}
	}
	if len(kept) == len(doc.Declarations) {
		return
	}
	if len(kept) == 0 {
		doc.Problems = append(doc.Problems, otherYears(year, doc.Declarations))
		kept = []*schema.Declaration{}
	}
	doc.Declarations = kept
	doc.Problems = slices.DeleteFunc(doc.Problems, func(p schema.Finding) bool {
		if p.Declaration == nil {
			return false
		}
		_, ok := moved[*p.Declaration]
		return !ok
	})
	for i := range doc.Problems {
		if p := &doc.Problems[i]; p.Declaration != nil {
			n := moved[*p.Declaration]
			p.Declaration = &n
		}
	}
	f.Ignores = slices.DeleteFunc(f.Ignores, func(ig normal.Ignore) bool {
		_, ok := moved[ig.Declaration]
		return ig.Document == index && ig.Declaration >= 0 && !ok
	})
	for i := range f.Ignores {
		if ig := &f.Ignores[i]; ig.Document == index && ig.Declaration >= 0 {
			ig.Declaration = moved[ig.Declaration]
		}
	}
}

// otherYears explains an empty result: the document's forms are of other years.
func otherYears(year int, all []*schema.Declaration) schema.Finding {
	var years []string
	for _, d := range all {
		y := strconv.Itoa(d.Year)
		if d.Year == 0 {
			y = "—"
		}
		if !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	list := strings.Join(years, ", ")
	return schema.FormOtherYear.Say(schema.Text{
		ZH: fmt.Sprintf("没有 %d 年度的表，文件里有 %d 张其他年度的表（%s）", year, len(all), list),
		EN: fmt.Sprintf("no form is of %d; the document holds %d forms of other years (%s)", year, len(all), list),
	}, schema.Text{}).Finding()
}
