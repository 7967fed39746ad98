package form

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/schema"
)

// namesOfLevels refuses tables of which most names are those of levels: the
// indicators stand elsewhere, in one cell with their values perhaps.
func namesOfLevels(named []*found) (out []*found, said []schema.Finding) {
	for _, f := range named {
		n := 0
		var texts []string
		for _, r := range f.body.rows {
			if r.name != nil && f.header.words.inVocabulary(r.name.norm()) {
				n++
			}
			if len(texts) < maxLeft && r.value != nil {
				texts = append(texts, cellOnly(r.value))
			}
		}
		if 2*n <= len(f.body.rows) {
			out = append(out, f)
			continue
		}
		list := strings.Join(texts, "、")
		finding := schema.FormTableRefused.Told(
			schema.Text{ZH: "指标名称列里多是级次名称", EN: "the names are the names of levels"}, schema.Text{ZH: list, EN: list}).Finding()
		place := f.place()
		finding.At = &place
		said = append(said, finding)
	}
	return out, said
}

// levelsForNames reports whether the names that both readings give are those of
// levels: then the names stand elsewhere, in one cell with the values perhaps.
func (g *group) levelsForNames() bool {
	for _, f := range g.seen {
		for _, d := range f.read.Broken {
			if d.Question == roles.AskLevel2 {
				return true
			}
		}
	}
	return false
}

// byCells takes tables that the cells leave no doubt about, and says which heads
// were read by evidence.
func byCells(seen []*found) ([]*found, []schema.Finding) {
	var said []schema.Finding
	for _, f := range seen {
		var heads []string
		for _, c := range f.read.Columns {
			if c.Role != "" && !c.Known && c.Head != "" {
				heads = append(heads, squeeze(c.Head)+"="+c.Role)
			}
		}
		if heads == nil {
			continue
		}
		place := f.place()
		finding := schema.FormHeadsByEvidence.Told(heads).Finding()
		finding.At = &place
		said = append(said, finding)
	}
	return seen, said
}

// doubted takes tables with their doubts.
func doubted(seen []*found) ([]*found, []schema.Finding) {
	var said []schema.Finding
	for _, f := range seen {
		f.body.doubts = f.read.Doubts
		if len(f.read.Doubts) > 0 {
			said = append(said, f.open(schema.FormColumnsOpen, f.read.Doubts))
		}
	}
	return seen, said
}

// contradicted says of tables whose heads are all known what their cells hold
// against that.
func contradicted(seen []*found) []schema.Finding {
	var said []schema.Finding
	for _, f := range seen {
		if len(f.read.Broken) > 0 {
			said = append(said, f.open(schema.FormColumnsOpen, f.read.Broken))
		}
	}
	return said
}

// refuse says of tables why they are not read, and what would decide.
func refuse(seen []*found) []schema.Finding {
	var said []schema.Finding
	for _, f := range seen {
		if list := append(slices.Clone(f.read.Broken), f.read.Doubts...); len(list) > 0 {
			said = append(said, f.open(schema.FormTableRefused, list))
		}
	}
	return said
}

// open is a warning with the doubts about a table, what its columns hold, and the
// column that a person should name first.
func (f *found) open(kind schema.Problem2[schema.Text, schema.Text], doubts []roles.Doubt) schema.Finding {
	var why, seen [2][]string // in Chinese and English
	for _, d := range doubts {
		why[0], why[1] = append(why[0], d.Why.ZH), append(why[1], d.Why.EN)
	}
	ask := ""
	for _, d := range doubts {
		if ask == "" {
			ask = d.Head
		}
	}
	for _, c := range f.read.Columns {
		if head := squeeze(c.Head); head != "" {
			holds := c.Holds.Text()
			seen[0], seen[1] = append(seen[0], head+"："+holds.ZH), append(seen[1], head+": "+holds.EN)
			if ask == "" && !c.Known {
				ask = head
			}
		}
	}
	told := kind.Told(schema.Text{ZH: strings.Join(why[0], "；"), EN: strings.Join(why[1], "; ")},
		schema.Text{ZH: strings.Join(seen[0], "，"), EN: strings.Join(seen[1], ", ")})
	if ask != "" {
		told.Hint = schema.Text{
			ZH: fmt.Sprintf("用 --column %s=level1、level2、name 或 value 说明这一列是什么", ask),
			EN: fmt.Sprintf("say what that column is with --column %s=level1, level2, name or value", ask),
		}
	}
	out, place := told.Finding(), f.place()
	out.At = &place
	return out
}

// place is where a table begins.
func (f *found) place() schema.Place {
	t := f.header.t
	for row := f.header.row; row < len(t.rows) && row < f.body.end.row; row++ {
		if cells := t.filled(row); len(cells) > 0 {
			return cells[0].Place()
		}
	}
	return schema.Place{}
}
