package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

func readingKind() kind {
	return typed("reading", say("读取：文档读取中的修补与存疑", "what the reading of the document repaired or left open"), compileReading)
}

// readingParams: what the reading of the document left to say.
type readingParams struct {
	Why      []string `yaml:"why" doc:"the reasons of repairs"`
	Not      bool     `yaml:"not" doc:"the reasons are those to leave out"`
	Question []string `yaml:"question" doc:"the questions of doubts"`
	Together bool     `yaml:"together" doc:"one finding for the form, with how many and where"`
	Residue  string   `yaml:"residue" doc:"a regular expression for what must not be left in any text"`
}

func compileReading(c *compiler, p *readingParams, _ *selector) func(*form, func(hit)) {
	c.need(len(p.Why) > 0 || len(p.Question) > 0 || p.Residue != "", "why", "why, question or residue")
	var re *regexp.Regexp
	if p.Residue != "" {
		re = c.regexp("residue", p.Residue)
	}
	return func(f *form, emit func(hit)) {
		if len(p.Why) > 0 {
			repairs(f, p, emit)
		}
		if len(p.Question) > 0 {
			doubts(f, p, emit)
		}
		if re != nil {
			residue(f, re, emit)
		}
	}
}

func repairs(f *form, p *readingParams, emit func(hit)) {
	var all []schema.Repair
	for _, r := range f.decl.Repairs {
		if contains(p.Why, r.Why) != p.Not && !spacedYear(r) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return
	}
	if !p.Together {
		for _, r := range all {
			emit(hit{path: r.Path, found: r.From, expected: r.To, other: r.Why})
		}
		return
	}
	var from, to []string
	for i, r := range all {
		if i > 0 && r.Path == all[i-1].Path && r.From == all[i-1].To {
			continue // a text that was mended twice is one to compare
		}
		printed := cmp.Or(r.From, "—")
		if at := f.place(r.Path); at != nil {
			printed += " (" + at.String() + ")"
		}
		from = append(from, printed)
		to = append(to, r.To)
	}
	emit(hit{path: all[0].Path, found: strings.Join(from, "、"), expected: strings.Join(distinct(to), "、"), other: itoa(len(from)), room: 400})
}

// spacedYear reports a year that was printed with blanks in it: (202 0年度).
func spacedYear(r schema.Repair) bool {
	return (r.Path == "year" || r.Path == "heading_year") && r.To != "" && strings.Contains(fold(r.From), r.To)
}

func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" && !contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func doubts(f *form, p *readingParams, emit func(hit)) {
	var all []schema.Doubt
	for _, d := range f.decl.Uncertain {
		if contains(p.Question, d.Question) && !f.ofLabel(d) {
			all = append(all, d)
		}
	}
	if p.Together {
		f.together(all, emit)
		return
	}
	for _, d := range all {
		h := hit{path: d.Path, found: d.Chosen, expected: others(d)}
		h.row = f.rowAt(d.Path)
		if h.row != nil && h.row.l1 == "" && h.row.l2 == "" && strings.HasPrefix(d.Question, "level") {
			continue // under no label at all, as all rows of such a form: that is said of its columns
		}
		if f.placedByTemplate(d) {
			continue
		}
		if h.row != nil {
			h.other = h.row.ind.Name
		}
		if h.other == "" {
			if node := f.nodeAt(d.Path); node != nil && node.Name != "" && len(node.Children) > 0 {
				h.other = node.Name
			}
		}
		if h.row == nil && h.other == h.found && h.other != "" {
			h.instead = &schema.Text{
				ZH: "“" + clip(h.other) + "”在不相连的几处出现，这一处也可能是：" + clip(h.expected) + "，请对照原件",
				EN: clip(h.other) + " stands in places that are not together; this one may be: " + clip(h.expected) + "; compare with the original",
			}
		}
		if h.other != "" && h.expected == "—" {
			h.instead = &schema.Text{
				ZH: "“" + clip(h.other) + "”读在“" + clip(h.found) + "”下，是否属于这里存疑，请对照原件",
				EN: clip(h.other) + " was read under " + clip(h.found) + ", where it may not belong; compare with the original",
			}
		}
		if h.other == "" {
			h.instead = &schema.Text{
				ZH: "“" + clip(h.found) + "”下有一行只有层级名称，没有指标，请对照原件",
				EN: "a row under " + clip(h.found) + " holds a level and no indicator; compare with the original",
			}
		}
		if h.other == "" && h.expected != "—" {
			h.instead = &schema.Text{
				ZH: "有一处没有名称的指标或层级读作“" + clip(h.found) + "”，也可能是：" + clip(h.expected) + "，请对照原件",
				EN: "an indicator or level without a name was read under " + clip(h.found) + "; the page leaves open: " + clip(h.expected) + "; compare with the original",
			}
		}
		emit(h)
	}
}

// placedByTemplate reports a doubt about where a printed label stands that the template
// of its place answers.
func (f *form) placedByTemplate(d schema.Doubt) bool {
	if d.Question != schema.QuestionLevel1 {
		return false
	}
	node := f.nodeAt(d.Path)
	return node != nil && len(node.Children) > 0 && f.prof.local(node.Name, f.prof.normal(d.Chosen))
}

// ofLabel reports whether a doubt about a row's level comes of a label above it
// whose own text is in doubt: that is said once, at the label.
func (f *form) ofLabel(d schema.Doubt) bool {
	if !strings.HasPrefix(d.Question, "level") {
		return false
	}
	return slices.ContainsFunc(f.decl.Uncertain, func(l schema.Doubt) bool {
		node, ok := strings.CutSuffix(l.Path, ".name")
		return ok && l.Question == schema.QuestionText && l.Chosen == d.Chosen && strings.HasPrefix(d.Path, node+".")
	})
}

// together says doubts in one finding at the first of them.
func (f *form) together(all []schema.Doubt, emit func(hit)) {
	if len(all) == 0 {
		return
	}
	var said []string
	for _, d := range all {
		s := d.Chosen
		if at := f.place(d.Path); at != nil {
			s += " (" + at.String() + ")"
		}
		said = append(said, s)
	}
	emit(hit{path: all[0].Path, found: strings.Join(said, "、"), expected: others(all[0]), other: itoa(len(all)), room: 400})
}

// others are the other readings of a doubt, a dash where none is known.
func others(d schema.Doubt) string {
	list := slices.DeleteFunc(distinct(d.Alternatives), func(s string) bool { return s == d.Chosen })
	return cmp.Or(strings.Join(list, " / "), "—")
}

// nodeAt is the indicator or level of a path, nil where there is none.
func (f *form) nodeAt(path string) *schema.Indicator {
	list := f.decl.Indicators
	if rest, other := strings.CutPrefix(path, f.trees[1].root); other {
		list, path = f.decl.IndicatorsMediumTerm, f.trees[0].root+rest
	}
	var node *schema.Indicator
	for step := range strings.SplitSeq(path, ".") {
		_, index, ok := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		i, err := strconv.Atoi(index)
		if !ok || err != nil || i >= len(list) || list[i] == nil {
			return node
		}
		node = list[i]
		list = node.Children
	}
	return node
}

// rowAt finds the row of a path, nil where there is none.
func (f *form) rowAt(path string) *row {
	path = rowOf(path)
	var room [96]byte
	for i := range f.rows {
		if r := &f.rows[i]; string(f.appendPath(room[:0], r.tree, r.parent, r.index)) == path {
			return r
		}
	}
	return nil
}

// residue looks for traces of markup and of undecodable glyphs.
func residue(f *form, re *regexp.Regexp, emit func(hit)) {
	for i := range f.set.fields {
		fl := &f.set.fields[i]
		if fl.name == "goals" || fl.money {
			continue
		}
		if s := fl.get(f.decl); suspicious(s) {
			if m := re.FindString(s); m != "" {
				emit(hit{path: fl.name, field: fl, found: m})
			}
		}
	}
	for i := range f.rows {
		r := &f.rows[i]
		for _, part := range []string{"name", "value", "actual"} {
			if s := f.part(r, part); suspicious(s) {
				if m := re.FindString(s); m != "" {
					emit(hit{path: f.rowPath(r) + "." + part, row: r, found: m})
				}
			}
		}
	}
}

// suspicious is a cheap test that spares most texts the regular expression:
// markup needs a <, private-use and replacement characters begin with EE or EF,
// control characters lie below the blank.
func suspicious(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '<', c == '&', c == 0xEE, c < ' ' && c != '\n' && c != '\t' && c != '\r':
			return true
		case c == 0xEF && (i+1 == len(s) || s[i+1] != 0xBC && s[i+1] != 0xBD):
			return true // not ，：（ and their like
		}
	}
	return false
}
