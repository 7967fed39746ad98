// Package diffs shows to a person what changed between two documents: as text,
// Markdown or a workbook, the weightiest changes first.
package diffs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
)

// words names a change in both languages.
var words = map[compare.Change]schema.Text{
	compare.Added:      {ZH: "新增", EN: "added"},
	compare.Dropped:    {ZH: "删除", EN: "dropped"},
	compare.Renamed:    {ZH: "改名", EN: "renamed"},
	compare.Moved:      {ZH: "换类", EN: "moved"},
	compare.Loosened:   {ZH: "放宽", EN: "loosened"},
	compare.Tightened:  {ZH: "收紧", EN: "tightened"},
	compare.Retargeted: {ZH: "改指标值", EN: "retargeted"},
	compare.Restyled:   {ZH: "改写法", EN: "restyled"},
	compare.Reweighted: {ZH: "改分值", EN: "reweighted"},
	compare.Same:       {ZH: "未变", EN: "same"},
}

// matches names what two forms were recognised by.
var matches = map[compare.Match]schema.Text{
	compare.ByCode:        {ZH: "项目编码相同", EN: "same project code"},
	compare.ByName:        {ZH: "项目名称相同", EN: "same project name"},
	compare.BySimilarName: {ZH: "项目名称相近", EN: "similar project name"},
	compare.ByOrder:       {ZH: "按次序对应", EN: "by order"},
}

// changeWords are the changes of an indicator in words, the weightiest first.
func changeWords(x *compare.Indicator, lang schema.Lang) string {
	var out []string
	for _, c := range append(slices.Clone(compare.Changes), compare.Same) {
		if x.Has(c) {
			out = append(out, words[c].In(lang))
		}
	}
	return strings.Join(out, "+")
}

// worstFirst orders indicators by their weightiest change, else as the form does.
func worstFirst(in []compare.Indicator) []*compare.Indicator {
	out := make([]*compare.Indicator, len(in))
	for i := range in {
		out[i] = &in[i]
	}
	slices.SortStableFunc(out, func(a, b *compare.Indicator) int { return rank(a) - rank(b) })
	return out
}

func rank(x *compare.Indicator) int {
	for i, c := range compare.Changes {
		if x.Has(c) {
			return i
		}
	}
	return len(compare.Changes)
}

// arrow joins the old and the new reading, once where they are equal.
func arrow(old, new string) string {
	if old == new {
		return old
	}
	return orDash(old) + " → " + orDash(new)
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// sides are the texts of an indicator's two sides: labels, name, target, weight.
type sides struct{ levels, name, target, weight string }

func sidesOf(x *compare.Indicator) sides {
	switch {
	case x.Old == nil:
		return sides{levelsOf(x.New), x.New.Name, x.New.Whole, x.New.Weight}
	case x.New == nil:
		return sides{levelsOf(x.Old), x.Old.Name, x.Old.Whole, x.Old.Weight}
	}
	s := sides{
		levels: arrow(levelsOf(x.Old), levelsOf(x.New)),
		name:   arrow(x.Old.Name, x.New.Name),
		target: arrow(x.Old.Whole, x.New.Whole),
	}
	if x.Has(compare.Reweighted) {
		s.weight = arrow(x.Old.Weight, x.New.Weight)
	}
	if !x.Has(compare.Moved) {
		s.levels = levelsOf(x.New)
	}
	return s
}

func levelsOf(l *compare.Leaf) string { return strings.Join(l.Levels, "/") }

// percent is a change with its sign: +20 %, -25 %.
func percent(number string) string {
	if number == "" || number == "0.0" {
		return ""
	}
	number = strings.TrimSuffix(number, ".0")
	if !strings.HasPrefix(number, "-") {
		number = "+" + number
	}
	return number + "%"
}

// tally is a summary in one line, what is 0 left out.
func tally(s compare.Summary, lang schema.Lang) string {
	counts := []struct {
		c compare.Change
		n int
	}{
		{compare.Dropped, s.Dropped}, {compare.Loosened, s.Loosened}, {compare.Retargeted, s.Retargeted}, {compare.Tightened, s.Tightened},
		{compare.Added, s.Added}, {compare.Moved, s.Moved}, {compare.Renamed, s.Renamed}, {compare.Reweighted, s.Reweighted}, {compare.Restyled, s.Restyled},
	}
	pairs := schema.Text{ZH: "对应 %d 张表", EN: "%d pairs"}
	if s.Pairs == 1 {
		pairs.EN = "%d pair"
	}
	out := []string{fmt.Sprintf(pairs.In(lang), s.Pairs)}
	for _, x := range counts {
		if x.n > 0 {
			out = append(out, fmt.Sprintf("%s %d", words[x.c].In(lang), x.n))
		}
	}
	return strings.Join(out, " · ")
}

// fieldName is a field as the form calls it.
func fieldName(path string, lang schema.Lang) string {
	if f, ok := schema.FieldAt(path); ok {
		return f.Label.In(lang)
	}
	return path
}

// heading names a pair of forms.
func heading(p *compare.Pair, lang schema.Lang) string {
	form := schema.Text{ZH: "第%d张表 → 第%d张表", EN: "form %d → form %d"}
	s := fmt.Sprintf(form.In(lang), p.Old+1, p.New+1)
	if p.Name != "" {
		s = p.Name + "  " + s
	}
	return s + schema.Text{ZH: "（" + matches[p.Match].ZH + "）", EN: " (" + matches[p.Match].EN + ")"}.In(lang)
}

// copiedLine says how many targets were taken over; empty where there are none.
func copiedLine(p *compare.Pair, lang schema.Lang) string {
	if p.Copied.Of == 0 {
		return ""
	}
	return fmt.Sprintf(schema.Text{ZH: "沿用原指标值 %d/%d", EN: "targets taken over: %d of %d"}.In(lang), p.Copied.Targets, p.Copied.Of)
}

// nameOf is a side's file name.
func nameOf(f *compare.File, lang schema.Lang) string {
	if f == nil {
		return schema.Text{ZH: "（无）", EN: "(none)"}.In(lang)
	}
	return f.File
}

// alone says which forms have no partner.
func alone(d *compare.Diff, lang schema.Lang) []string {
	var out []string
	for _, i := range d.OnlyOld {
		out = append(out, fmt.Sprintf(schema.Text{ZH: "旧文件第%d张表在新文件里没有对应", EN: "form %d of the old document has no partner"}.In(lang), i+1))
	}
	for _, i := range d.OnlyNew {
		out = append(out, fmt.Sprintf(schema.Text{ZH: "新文件第%d张表在旧文件里没有对应", EN: "form %d of the new document has no partner"}.In(lang), i+1))
	}
	return out
}
