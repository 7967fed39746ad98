package form

import (
	"slices"

	"github.com/pbt-cli/pbt/schema"
)

// Fit tells, entry by entry, what of a profile a form prints: for those who write
// one.
type Fit struct {
	// Place is where the form's table begins; Form is the profile that it is read by.
	Place schema.Place
	Form  string
	// Why is the weight of the profile, in words, and Enough whether it is believed.
	Why    schema.Text
	Enough bool
	// Entries are the profile's, in its order; Strange is what the form prints and
	// no entry of it, nor of the common ones, knows: columns and labels of levels.
	Entries, Strange []FitEntry
}

// FitEntry is one name of a profile, or one printed name that it lacks.
type FitEntry struct {
	// Part is the key of the profile: titles, anchors, labels, columns, levels.
	Part string
	// Name is the name as the profile writes it, Of the key, role or level that it
	// stands for.
	Name, Of string
	// Met reports whether the form prints it, Printed what it prints there.
	Met     bool
	Printed string
}

// fit compares a profile with the form.
func (f *form) fit(doc *document, p *Profile) Fit {
	e := evidenceOf(doc, f.section, f.fields)
	w := p.weigh(e)
	out := Fit{Place: f.place(), Form: f.profile.ID, Why: w.why(), Enough: w.sum() >= enough}
	add := func(part, name, of, printed string, met bool) {
		out.Entries = append(out.Entries, FitEntry{part, name, of, met, printed})
	}
	for i, re := range p.titles {
		add("titles", p.Titles[i], "", e.title, e.title != "" && re.MatchString(e.title))
	}
	for _, a := range p.Anchors {
		add("anchors", a, "", "", e.words[labelNorm(a)])
	}
	for _, l := range p.Labels {
		for _, name := range l.Names {
			text, met := f.labelled(name, e)
			add("labels", name, string(l.Key), text, met)
		}
	}
	heads := f.heads()
	for _, c := range p.Columns {
		for _, name := range c.Names {
			head, met := heads[labelNorm(name)]
			add("columns", name, string(c.Role), head, met)
		}
	}
	for _, l := range p.Levels {
		add("levels", l.Name, "", printedLevel(foldedNames(l), e.level1), printedLevel(foldedNames(l), e.level1) != "")
		var below []string
		for _, pair := range e.pairs {
			below = append(below, pair[1])
		}
		for _, child := range l.Children {
			met := printedLevel(foldedNames(child), below)
			add("levels", child.Name, l.Name, met, met != "")
		}
	}
	out.Strange = f.strangers(p, e)
	return out
}

// labelled is the text that the form prints beside a label.
func (f *form) labelled(name string, e evidence) (text string, met bool) {
	for _, h := range f.fields.hits {
		if labelNorm(h.label) == labelNorm(name) {
			return h.text, true
		}
	}
	return "", e.words[labelNorm(name)]
}

// heads are the names of the columns of the form's tables, folded, as printed.
func (f *form) heads() map[string]string {
	out := map[string]string{}
	for _, part := range append([]*section{f.section}, f.more...) {
		for _, list := range [][]column{part.header.columns, part.header.fields, part.header.other} {
			for _, c := range list {
				out[labelNorm(c.label)] = squeeze(c.label)
			}
		}
	}
	return out
}

// printedLevel is the first printed label of a level that is one of its names.
func printedLevel(names, printed []string) string {
	for _, label := range printed {
		if slices.ContainsFunc(names, func(n string) bool { return bareLevel(n) == bareLevel(label) }) {
			return label
		}
	}
	return ""
}

// strangers are columns without a role and labels of level 1 that a profile lacks.
func (f *form) strangers(p *Profile, e evidence) (out []FitEntry) {
	for _, part := range append([]*section{f.section}, f.more...) {
		for _, c := range part.header.other {
			out = append(out, FitEntry{Part: "columns", Name: squeeze(c.label)})
		}
	}
	for _, l := range e.level1 {
		if !p.knows(bareLevel(l)) {
			out = append(out, FitEntry{Part: "levels", Name: l})
		}
	}
	for _, h := range f.fields.hits {
		if h.key == KeyNone && h.label != "" {
			out = append(out, FitEntry{Part: "labels", Name: squeeze(h.label), Printed: h.text})
		}
	}
	return out
}
