package form

import (
	"fmt"
	"slices"

	"github.com/pbt-cli/pbt/indicator/level"
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
		return cells[0].Place
	}
	return schema.Place{}
}

func (h *header) explain(say func(schema.Text)) {
	tell := func(c column, zh, en string) {
		head := squeeze(c.label)
		if c.group != "" {
			head = squeeze(c.group) + "/" + head
		}
		byName := schema.Text{ZH: "按列名", EN: "by its name"}
		if c.role != RoleNone && h.words.column(labelNorm(c.label)) == RoleNone {
			byName = schema.Text{ZH: "按内容", EN: "by what it holds"}
		}
		say(schema.Text{ZH: fmt.Sprintf("  列“%s”：%s，%s", head, zh, byName.ZH), EN: fmt.Sprintf("  column %q: %s, %s", head, en, byName.EN)})
	}
	for _, c := range h.columns {
		tell(c, string(c.role), string(c.role))
	}
	for _, c := range h.fields {
		tell(c, string(c.key), string(c.key))
	}
	for _, c := range h.groups {
		say(schema.Text{ZH: "  列“" + squeeze(c.label) + "”：分组标题", EN: fmt.Sprintf("  column %q: a heading", squeeze(c.label))})
	}
	for _, c := range h.other {
		say(schema.Text{ZH: "  列“" + squeeze(c.label) + "”：没有对应的项，保留在 extra", EN: fmt.Sprintf("  column %q: has no key and goes to extra", squeeze(c.label))})
	}
}
