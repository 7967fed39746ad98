package form

import (
	"fmt"
	"slices"

	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/schema"
)

// lostProfiles says of the user's own profiles why they do not read a form.
func (f *form) lostProfiles(index int) []schema.Finding {
	var out []schema.Finding
	for _, w := range f.weighed {
		if !w.p.own || w.p == f.profile || w.p.columnsOnly() {
			continue
		}
		p := schema.FormProfileLost.Told([]string{w.p.ID, f.profile.ID}, w.why()).Finding()
		p.Declaration = &index
		out = append(out, p)
	}
	return out
}

// columnsOnly reports whether a profile only answers what columns are, as Answers
// makes one: it speaks for no family, and its columns count whatever reads the form.
func (p *Profile) columnsOnly() bool {
	return len(p.Columns) > 0 && len(p.Titles)+len(p.Anchors)+len(p.Labels) == 0 && slices.EqualFunc(p.Levels, Embedded().fallback().Levels,
		func(a, b level.Label) bool { return a.Name == b.Name && len(a.Children) == len(b.Children) })
}

// why tells the weight of a profile.
func (w weighed) why() schema.Text {
	if w.barred {
		return schema.Text{ZH: "表的形状不同（自评表、多项目清单）", EN: "the form is of another shape (a self-evaluation, a list of projects)"}
	}
	return schema.Text{
		ZH: fmt.Sprintf("题目 %.0f + 特征词 %.0f + 一级指标 %.1f + 形状 %.0f - 上下级不符 %.0f = %.1f，至少要 %.0f", w.title, w.anchors, w.levels, w.shape, w.astray, w.sum(), enough),
		EN: fmt.Sprintf("title %.0f + anchors %.0f + level 1 %.1f + shape %.0f - labels elsewhere %.0f = %.1f, of %.0f at least", w.title, w.anchors, w.levels, w.shape, w.astray, w.sum(), enough),
	}
}

// explain tells why a form has its profile, and what each column of its tables was
// taken for.
func (f *form) explain(say func(schema.Text)) {
	best := slices.Clone(f.weighed)
	slices.SortStableFunc(best, func(a, b weighed) int {
		switch {
		case a.sum() > b.sum():
			return -1
		case a.sum() < b.sum():
			return 1
		}
		return 0
	})
	place := f.place()
	say(schema.Text{
		ZH: fmt.Sprintf("%s 处的表用 %s 读取", place, f.profile.ID),
		EN: fmt.Sprintf("the form at %s is read as %s", place, f.profile.ID),
	})
	for _, w := range best[:min(len(best), maxTold)] {
		why := w.why()
		say(schema.Text{ZH: "  " + w.p.ID + "：" + why.ZH, EN: "  " + w.p.ID + ": " + why.EN})
	}
	for _, part := range append([]*section{f.section}, f.more...) {
		part.header.explain(say)
	}
}

// maxTold is how many profiles are told of.
const maxTold = 3

func (f *form) place() schema.Place {
	if cells := f.header.t.filled(f.header.row); len(cells) > 0 {
		return cells[0].Place()
	}
	return schema.Place{}
}

// explain tells how the table was read, and what each of its columns was taken for.
func (h *header) explain(say func(schema.Text)) {
	if t := h.read; t != nil {
		say(schema.Text{
			ZH: fmt.Sprintf("  按各列的内容读取（%s）：权重 %.1f，次优读法落后 %s", t.Layout, t.Score, behind(t.Margin)),
			EN: fmt.Sprintf("  read by what its columns hold (%s): weight %.1f, runner-up behind by %s", t.Layout, t.Score, behind(t.Margin)),
		})
	}
	for _, c := range h.columns {
		role := string(c.role)
		why := h.why(c)
		c.tell(say, schema.Text{ZH: role + "，" + why.ZH, EN: role + ", " + why.EN})
	}
	for _, c := range h.fields {
		c.tell(say, schema.Text{ZH: string(c.key) + "，按列名", EN: string(c.key) + ", by its name"})
	}
	for _, c := range h.groups {
		c.tell(say, schema.Text{ZH: "分组标题", EN: "a heading"})
	}
	for _, c := range h.other {
		why := schema.Text{ZH: "没有对应的项，保留在 extra", EN: "has no key and goes to extra"}
		if c.seen != nil {
			holds := c.seen.Holds.Text()
			why.ZH, why.EN = why.ZH+"（"+holds.ZH+"）", why.EN+" ("+holds.EN+")"
		}
		c.tell(say, why)
	}
}

// tell says one thing of a column.
func (c column) tell(say func(schema.Text), what schema.Text) {
	head := squeeze(c.label)
	if c.group != "" {
		head = squeeze(c.group) + "/" + head
	}
	say(schema.Text{ZH: "  列“" + head + "”：" + what.ZH, EN: fmt.Sprintf("  column %q: %s", head, what.EN)})
}

// why tells what decided the role of a column: an answer, its name, or the weight of
// what it holds.
func (h *header) why(c column) schema.Text {
	norm := labelNorm(c.label)
	switch {
	case h.words.answers[norm]:
		return schema.Text{ZH: "按回答", EN: "as answered"}
	case c.seen == nil:
		return schema.Text{ZH: "按列名", EN: "by its name"}
	}
	holds := c.seen.Holds.Text()
	if w := c.seen.Weight; w != (roles.Weight{}) {
		return schema.Text{
			ZH: fmt.Sprintf("按证据：内容 %+.1f（%s），列名 %+.1f，形状 %+.1f", w.Cells, holds.ZH, w.Name, w.Shape),
			EN: fmt.Sprintf("by evidence: cells %+.1f (%s), name %+.1f, shape %+.1f", w.Cells, holds.EN, w.Name, w.Shape),
		}
	}
	if c.seen.Known && h.words.column(norm) == c.role {
		return schema.Text{ZH: "按列名（" + holds.ZH + "）", EN: "by its name (" + holds.EN + ")"}
	}
	return schema.Text{ZH: "按内容（" + holds.ZH + "）", EN: "by what it holds (" + holds.EN + ")"}
}

// behind prints a margin; without a runner-up that near it is beyond any.
func behind(margin float64) string {
	if margin >= roles.NoRival {
		return "∞"
	}
	return fmt.Sprintf("%.1f", margin)
}
