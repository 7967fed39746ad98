package form

import (
	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A workbook may print the fields of a form on another sheet than its indicators: a
// cover, 基本信息. Where it holds one form they are its fields, if they do not
// contradict it; else the sheet is named.

// fieldSheets are the sheets that hold fields and no form: those whose fields belong
// to the document's only form, and a finding about those that are not read.
func (doc *document) fieldSheets(sections []*section) (out []area, said []schema.Finding) {
	if len(sections) == 0 {
		return nil, nil
	}
	own := map[string]bool{}
	for _, s := range sections {
		own[s.header.t.Name] = true
		for _, m := range s.more {
			own[m.header.t.Name] = true
		}
	}
	seen := map[string]bool{}
	for _, t := range doc.tables {
		if t.Name == "" || own[t.Name] || seen[t.Name] || t.Hidden || isHelp(t) {
			continue
		}
		seen[t.Name] = true
		areas := doc.sheet(t.Name)
		there := readFields(copied(areas), doc.words)
		switch {
		case !there.speaksOfForm():
		case len(sections) == 1 && !there.contradicts(readFields(copied(doc.around(sections[0])), doc.words)):
			out = append(out, areas...)
		default:
			if f, ok := unreadSheet(areas); ok {
				said = append(said, f)
			}
		}
	}
	return out, said
}

// isHelp reports whether a sheet explains how to fill in a form.
func isHelp(t *table) bool {
	return words.HelpSheet.In(t.Name) || exampleSheet.MatchString(squeeze(t.Name))
}

// sheet are the tables of a sheet.
func (doc *document) sheet(name string) []area {
	var out []area
	for _, t := range doc.tables {
		if t.Name == name && len(t.rows) > 0 {
			out = append(out, area{t, 0, len(t.rows)})
		}
	}
	return out
}

// copied are areas of fresh tables, for a look that leaves no mark.
func copied(areas []area) []area {
	out := make([]area, len(areas))
	for i, a := range areas {
		out[i] = area{newTable(a.t.Grid, a.t.index, a.t.lex), a.from, a.to}
	}
	return out
}

// maxFieldSheet is how many of a sheet's hits are looked at for what it speaks of.
const maxFieldSheet = 200

// speaksOfForm reports whether fields are those of a form: they name a project, an
// office that files, a goal, or in a title the year of a form.
func (f *fields) speaksOfForm() bool {
	if f.title != nil && f.year != nil && len(f.hits) < maxFieldSheet {
		return true
	}
	for _, h := range f.hits[:min(len(f.hits), maxFieldSheet)] {
		switch h.key.family() {
		case "project", "goals", "unit", "department", "narrative":
			if squeeze(h.text) != "" {
				return true
			}
		}
	}
	return false
}

// contradicts reports whether two sheets name different projects or years.
func (f *fields) contradicts(o *fields) bool {
	if f.year != nil && o.year != nil && f.year.text != o.year.text {
		return true
	}
	a, b := f.textOf(KeyName), o.textOf(KeyName)
	return a != "" && b != "" && a != b
}

// textOf is the first text of a key, folded.
func (f *fields) textOf(key Key) string {
	for _, h := range f.hits {
		if h.key == key && squeeze(h.text) != "" {
			return squeeze(fold.Text(h.text))
		}
	}
	return ""
}

// unreadSheet names the texts of a sheet that belongs to no form.
func unreadSheet(areas []area) (f schema.Finding, ok bool) {
	var cells []*cell
	entries(areas, func(e *cell) {
		if !e.unprinted && e.squeezed() != "" {
			cells = append(cells, e)
		}
	})
	if len(cells) == 0 {
		return f, false
	}
	f = schema.ExtractUnread.Told(len(cells), listed(cells)).Finding()
	if at := cells[0].Place(); !at.IsZero() {
		f.At = &at
	}
	return f, true
}

// bareYear is a year in figures alone, as a sheet may be called.
var bareYear = pattern.MustCompile(`^(20\d\d)(年度?)?$`)

// yearOfSheet takes the year from the name of a form's sheet where the form prints
// none.
func (f *form) yearOfSheet() {
	if f.fields.year != nil || f.fields.head != nil || f.fields.textOf(KeyYear) != "" {
		return
	}
	name := foldedFlat(f.header.t.Name)
	if m := bareYear.FindStringSubmatch(name); m != nil {
		f.fields.year = &hit{key: KeyYear, text: m[1]}
	} else if years := yearsIn(name); len(years) == 1 {
		f.fields.year = &hit{key: KeyYear, text: years[0]}
	}
}
