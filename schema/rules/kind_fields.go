package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// requiredParams: fields, or a list of the profile, or a column of each row.
type requiredParams struct {
	Fields []string `yaml:"fields" doc:"the fields"`
	List   string   `yaml:"list" enum:"required|expected" doc:"the fields that the profile lists as required, or as expected"`
	But    []string `yaml:"but" doc:"fields of the list that another rule looks after"`
	Of     string   `yaml:"of" enum:"name|value|actual|weight|score|deviation|code|explanation|standard|remark" doc:"the column of each indicator; name and value are each only missed where the other is there"`
	Listed bool     `yaml:"listed" doc:"only where the profile lists the fields as required"`
}

func compileRequired(c *compiler, p *requiredParams, sel *selector) func(*form, func(hit)) {
	c.need(len(p.Fields) > 0 || p.List != "" || p.Of != "", "fields", "fields, list or of")
	if p.Of != "" {
		return requiredColumn(p, sel)
	}
	list := c.fieldList("fields", p.Fields)
	c.fieldList("but", p.But)
	set := c.set
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			if !p.Listed || contains(f.prof.def.Required, fl.name) {
				missing(f, fl, emit)
			}
		}
		names := f.prof.def.Required
		switch p.List {
		case "":
			return
		case "expected":
			names = f.prof.def.Expected
		}
		for _, name := range names {
			if fl, ok := set.field(name); ok && !contains(p.But, name) {
				missing(f, fl, emit)
			}
		}
	}
}

func missing(f *form, fl *field, emit func(hit)) {
	if v := fl.get(f.decl); v == "" || v[0] <= ' ' && strings.TrimSpace(v) == "" {
		emit(hit{path: pathOf(fl), field: fl})
	}
}

func requiredColumn(p *requiredParams, sel *selector) func(*form, func(hit)) {
	return func(f *form, emit func(hit)) {
		eachRow(sel, f, func(r *row) {
			switch p.Of {
			case "value":
				if v := r.ind.Value; r.ind.Name == "" || !emptyValue(v) && v.Kind != schema.KindBlank {
					return
				}
			case "name":
				if r.name != "" || emptyValue(r.ind.Value) {
					return
				}
			default:
				if fold(f.part(r, p.Of)) != "" {
					return
				}
			}
			emit(hit{path: f.rowPath(r) + "." + p.Of, row: r})
		})
	}
}

// enumParams: the words that a field may be, or must hold.
type enumParams struct {
	Field    string   `yaml:"field" doc:"the field"`
	Values   []string `yaml:"values" doc:"the words it may be"`
	Contains bool     `yaml:"contains" doc:"it is enough that the field holds one of the words"`
	Not      bool     `yaml:"not" doc:"the words are those it must not be"`
}

func compileEnum(c *compiler, p *enumParams, _ *selector) func(*form, func(hit)) {
	c.need(p.Field != "", "field", "the name of a field")
	c.need(len(p.Values) > 0, "values", "a list of words")
	list := c.fieldList("field", []string{p.Field})
	values := make([]string, len(p.Values))
	for i, v := range p.Values {
		values[i] = fold(v)
	}
	expected := strings.Join(p.Values, "、")
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			text := fl.get(f.decl)
			if text == "" {
				continue
			}
			if s := fold(text); s != "" && inWords(s, values, p.Contains) == p.Not {
				emit(hit{path: pathOf(fl), field: fl, found: text, expected: expected})
			}
		}
	}
}

func inWords(s string, words []string, part bool) bool {
	for _, w := range words {
		if s == w || part && strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// pathOf is the field's path in the declaration; a printed pair with no typed
// home stands under extra.
func pathOf(fl *field) string {
	if strings.HasPrefix(fl.name, "extra[") {
		return "extra"
	}
	if fl.name == "funds" {
		return "funds.total"
	}
	return fl.name
}

// patternParams: a regular expression over fields or a column.
type patternParams struct {
	Fields []string `yaml:"fields" doc:"the fields"`
	Of     string   `yaml:"of" enum:"name|value|actual|weight|score|deviation|code|explanation|standard|remark" doc:"the column of each indicator"`
	Match  string   `yaml:"match" doc:"the regular expression (RE2); white space is removed and full-width letters are folded first; the first group, where there is one, is what is reported"`
	Not    bool     `yaml:"not" doc:"the fault is that the text does not match"`
	Prefix []string `yaml:"only_with" doc:"look only at texts that hold one of these words"`
}

// maxPattern bounds a regular expression of a rule file, maxProse the text it
// is tried on.
const (
	maxPattern = 500
	maxProse   = 20_000
)

func (c *compiler) regexp(key, s string) *regexp.Regexp {
	if len(s) > maxPattern {
		c.errorf(c.at(key), "the regular expression is longer than %d bytes", maxPattern)
		return regexp.MustCompile(`$^`)
	}
	re, err := regexp.Compile(s)
	if err != nil {
		c.errorf(c.at(key), "no regular expression: %v", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return regexp.MustCompile(`$^`)
	}
	return re
}

func compilePattern(c *compiler, p *patternParams, sel *selector) func(*form, func(hit)) {
	c.need(p.Match != "", "match", "a regular expression")
	c.need(len(p.Fields) > 0 || p.Of != "", "fields", "fields or of")
	list := c.fieldList("fields", p.Fields)
	re := c.regexp("match", p.Match)
	try := func(text string) (string, bool) {
		if len(text) > maxProse {
			text = text[:maxProse]
		}
		if len(p.Prefix) > 0 && !inWords(text, p.Prefix, true) {
			return "", false
		}
		at := re.FindStringSubmatchIndex(text)
		switch {
		case p.Not:
			return text, at == nil && text != ""
		case at == nil:
			return "", false
		case len(at) > 3 && at[2] >= 0:
			return text[at[2]:at[3]], true // a group is what to report
		}
		return text[at[0]:at[1]], true
	}
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			if found, bad := try(f.text(fl).folded); bad {
				emit(hit{path: pathOf(fl), field: fl, found: found})
			}
		}
		if p.Of == "" {
			return
		}
		eachRow(sel, f, func(r *row) {
			text := f.folded(r, p.Of)
			if found, bad := try(text); bad {
				emit(hit{path: f.rowPath(r) + "." + p.Of, row: r, found: found})
			}
		})
	}
}

// lexiconParams: words of lexicons in fields or a column.
type lexiconParams struct {
	Fields  []string `yaml:"fields" doc:"the fields"`
	Of      string   `yaml:"of" enum:"name|value|actual|weight|score|deviation|code|explanation|standard|remark" doc:"the column of each indicator"`
	Any     []string `yaml:"any" doc:"the fault is a word of one of these lexicons"`
	None    []string `yaml:"none" doc:"the fault is that no word of these lexicons is there"`
	Whole   bool     `yaml:"whole" doc:"report the whole text instead of the word"`
	Missing bool     `yaml:"missing" doc:"an empty text is a fault of none, too"`
}

func compileLexicon(c *compiler, p *lexiconParams, sel *selector) func(*form, func(hit)) {
	c.need(len(p.Fields) > 0 || p.Of != "", "fields", "fields or of")
	c.need(len(p.Any) > 0 || len(p.None) > 0, "any", "the name of a lexicon under any or none")
	list := c.fieldList("fields", p.Fields)
	anyOf, none := c.lexSet(c.at("any"), p.Any), c.lexSet(c.at("none"), p.None)
	try := func(t fieldText, printed string) (string, bool) {
		if t.folded == "" {
			return "", p.Missing && !none.zero()
		}
		if t.bits.any(anyOf) {
			word := ""
			if !p.Whole {
				word = c.set.lex.term(t.folded, anyOf)
			}
			if word == "" {
				word = printed
			}
			return word, true
		}
		return printed, !none.zero() && !t.bits.any(none)
	}
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			if fl.get(f.decl) == "" && !p.Missing {
				continue
			}
			if found, bad := try(f.text(fl), fl.get(f.decl)); bad {
				emit(hit{path: pathOf(fl), field: fl, found: found})
			}
		}
		if p.Of == "" {
			return
		}
		eachRow(sel, f, func(r *row) {
			var t fieldText
			switch p.Of {
			case "name":
				t = fieldText{folded: r.name, bits: r.names}
			case "value":
				t = fieldText{folded: r.text, bits: r.words}
			default:
				t.folded = fold(f.part(r, p.Of))
				t.bits = f.set.lex.match(t.folded)
			}
			if found, bad := try(t, f.part(r, p.Of)); bad {
				emit(hit{path: f.rowPath(r) + "." + p.Of, row: r, found: found})
			}
		})
	}
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
		if contains(p.Why, r.Why) != p.Not {
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
	for _, r := range all {
		printed := r.From
		if at := f.place(r.Path); at != nil {
			printed += " (" + at.String() + ")"
		}
		from = append(from, printed)
		to = append(to, r.To)
	}
	emit(hit{path: all[0].Path, found: strings.Join(from, "、"), expected: strings.Join(distinct(to), "、"), other: itoa(len(all)), room: 400})
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
	for _, d := range f.decl.Uncertain {
		if contains(p.Question, d.Question) {
			others := slices.DeleteFunc(distinct(d.Alternatives), func(s string) bool { return s == d.Chosen })
			h := hit{path: d.Path, found: d.Chosen, expected: cmp.Or(strings.Join(others, " / "), "—")}
			h.row = f.rowAt(d.Path)
			if h.row != nil {
				h.other = h.row.ind.Name
			}
			emit(h)
		}
	}
}

// rowAt finds the row of a path, nil where there is none.
func (f *form) rowAt(path string) *row {
	path = rowOf(path)
	for i := range f.rows {
		if f.rowPath(&f.rows[i]) == path {
			return &f.rows[i]
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
		if c := s[i]; c == '<' || c == 0xEE || c == 0xEF || c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == '&' {
			return true
		}
	}
	return false
}
