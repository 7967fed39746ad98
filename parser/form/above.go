package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// maxAbove is how many lines above the first form of a document, of a sheet or of a
// page may belong to it: more are other content.
const maxAbove = 6

// top is where the neighbourhood of a document's first form begins: at the top of its
// sheet or page, or of the document, where few lines stand between.
func (doc *document) top(start position) position {
	if start.table >= len(doc.tables) {
		return start
	}
	at := doc.tables[start.table]
	out, n := start, 0
	for p, ok := doc.back(start); ok; p, ok = doc.back(p) {
		t := doc.tables[p.table]
		if t.Name != at.Name || t.Page != at.Page {
			return out
		}
		if len(t.filled(p.row)) > 0 {
			if n++; n > maxAbove || !t.Prose && t != at {
				return start
			}
		}
		out = p
	}
	return out
}

// saysMore reports whether a line above a form may say what the form has not: a year,
// a project in quotes.
func (f *fieldReader) saysMore(c *cell) bool {
	s := c.squeezed()
	return f.year == nil && f.head == nil && saysYear(c) || f.textOf(KeyName) == "" && strings.ContainsAny(s, "“《「\"") && strings.Contains(s, "项目")
}

// aboveTitle accounts for what the document prints above a form's title, or above a
// form without one, where it says nothing that the form has not: no part of it.
func (f *fieldReader) aboveTitle(around []area) {
	fields := map[*cell]bool{}
	for i := range f.hits {
		for _, c := range f.hits[i].from {
			fields[c] = true
		}
	}
	for _, a := range around {
		for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
			for _, c := range a.t.filled(row) {
				if f.title != nil && slices.Contains(f.title.from, c) || f.title == nil && fields[c] || c.own().fate == fateLabel {
					return
				}
				if c.own().fate <= fateTaken && a.t.Prose && !f.saysMore(c) {
					c.furniture(whyAbove)
				}
			}
		}
	}
}

// yearOfLines takes the year from what the lines above a table say, where no heading
// names one; several are a doubt.
func (f *fieldReader) yearOfLines(around []area) {
	if f.year != nil || f.head != nil || f.textOf(KeyYear) != "" {
		return
	}
	for _, a := range around {
		if !a.t.Prose {
			continue
		}
		for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
			for _, c := range a.t.filled(row) {
				if c.own().fate > fateTaken || !saysYear(c) {
					continue
				}
				for _, y := range yearsIn(c.squeezed()) {
					if f.namesYear(c, y) {
						c.own().partly = true
					}
				}
			}
		}
	}
}

// maxCoverLines is how many lines above the first form of a document are looked through for
// its cover: a title, the office and the date, and the rules for filling in.
const maxCoverLines = 40

// yearOfCover takes the year from the cover of a document whose first form names none:
// the one year that its titles say. It is a doubt where nothing there speaks of
// performance or of the form's project.
func (f *form) yearOfCover(doc *document) {
	if f.fields.year != nil || f.fields.head != nil || f.fields.textOf(KeyYear) != "" {
		return
	}
	project := f.fields.textOf(KeyName)
	var said *cell
	var years []string
	speaks := false
	n := 0
	for p, ok := doc.back(f.start); ok && n < maxCoverLines; p, ok = doc.back(p) {
		t := doc.tables[p.table]
		if !t.Prose {
			return // another table stands between
		}
		for _, c := range t.filled(p.row) {
			n++
			s := c.squeezed()
			speaks = speaks || strings.Contains(s, performance) || project != "" && strings.Contains(s, project)
			if !saysYear(c) || !doc.words.titleWords(c) {
				continue
			}
			for _, y := range yearsIn(s) {
				if said = c; !slices.Contains(years, y) {
					years = append(years, y)
				}
			}
		}
	}
	if len(years) != 1 || n == maxCoverLines {
		return
	}
	f.fields.year = &hit{key: KeyYear, text: years[0], from: []*cell{said}}
	said.own().partly = true
	if !speaks {
		f.fields.year.doubts = []grid.Doubt{{Question: schema.QuestionText, Why: schema.Text{ZH: "读自封面", EN: "read from the cover"}}}
	}
}
