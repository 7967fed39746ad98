package cmd

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pbt-cli/pbt/cmd/internal/config"
	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/normal"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// each checks the files, several at a time, and writes the results in the
// order of the files.
func (v *validation) each(ctx context.Context, files []string, write func(*report.Result) error) error {
	in := &inputs{app: v.app, paths: files, password: v.flags.read.password, stdinName: v.flags.stdinName}
	return each(ctx, in, v.check, func(r *report.Result) error {
		if r == nil {
			return nil
		}
		return write(r)
	})
}

// check is the result of one file, mended where that was asked for; nil where the
// file is none of ours.
func (v *validation) check(ctx context.Context, j *source) *report.Result {
	r := v.inspect(ctx, j)
	if r != nil && (v.flags.fix || v.flags.diff) {
		r = v.mend(ctx, j, r)
	}
	return r
}

// inspect reads one file and checks every form in it.
func (v *validation) inspect(ctx context.Context, j *source) *report.Result {
	r := &report.Result{File: j.name}
	data, err := j.data(ctx)
	switch {
	case err != nil:
		r.Documents = []*schema.Document{unread(j.name, err)}
		return v.judge(r, nil, nil)
	case len(j.problems) > 0 && data == nil:
		r.Documents = []*schema.Document{{Source: schema.Source{File: j.name}, Problems: j.problems}}
		return v.judge(r, nil, nil)
	}
	if v.marks() {
		r.Source = data
	}
	src := parser.Source{Name: j.name, Data: data}
	found := v.finder.Find(j.name, review.Digest(data))
	file := parser.Read(ctx, src, review.Prepare(v.options, src, found))
	if file.Foreign && !j.named {
		return nil // another program's YAML or JSON in a directory
	}
	doc := file.Documents[0]
	doc.Problems = append(slices.Clone(j.problems), doc.Problems...)
	r.Documents = file.Documents
	if file.Normalised {
		r.Text = data
	}
	r.Formless = j.named && (v.flags.requireForms || v.lone) && r.Declarations() == 0 && v.reported(schema.FormNone.Rule)
	return v.judge(r, file.Ignores, found.About(data))
}

// unread is the document of a file that could not be opened.
func unread(name string, err error) *schema.Document {
	var re *schema.ReadError
	if !errors.As(err, &re) {
		re = schema.ExtractOpen.Told(name, schema.Text{ZH: err.Error(), EN: err.Error()})
	}
	return &schema.Document{Source: schema.Source{File: name}, Problems: []schema.Finding{re.Finding()}}
}

// judge checks the documents of a file against the rules, and takes away what
// is accepted: by a comment in the text, by a reviewer, by the configuration, by
// the baseline. said is what a reviewer said, nil where nobody did.
func (v *validation) judge(r *report.Result, ignores []normal.Ignore, said *review.File) *report.Result {
	var all []schema.Finding
	unreadable := map[string]bool{}
	first := 0 // index of the document's first declaration in the file
	for i, doc := range r.Documents {
		v.noteForms(doc)
		checked := v.set.Check(doc, rules.CheckOptions{Target: v.flags.target, Select: v.wanted, ShowYielded: v.flags.showYielded, Against: v.against})
		findings := slices.Clone(checked)
		for _, p := range doc.Problems {
			// That a document could not be read is never deselected.
			if p.Severity == schema.SeverityError {
				unreadable[p.Rule] = true
			} else if !v.wanted(p.Rule) || v.told(&p, checked) {
				continue
			}
			findings = append(findings, p)
		}
		for k := range findings {
			if f := &findings[k]; f.At == nil {
				f.At = anchor(r, doc, f.Declaration)
			}
		}
		var n int
		findings, n = v.inline(i, findings, ignores)
		r.Accepted += n
		schema.Fingerprint(doc, findings)
		shift(findings, first)
		first += len(doc.Declarations)
		all = append(all, findings...)
	}
	if r.Formless = r.Formless && len(unreadable) == 0; r.Formless {
		all = requireForm(r, all)
	}
	all, r.Reviewed = said.Accept(all)
	r.Accepted += len(r.Reviewed)
	v.finish(r, all)
	v.accept(r, unreadable)
	for _, f := range r.Findings {
		if unreadable[f.Rule] && f.Severity == schema.SeverityError {
			r.Unreadable = true
		}
	}
	return r
}

// requireForm makes an error of it that a document which must hold a form holds
// none.
func requireForm(r *report.Result, findings []schema.Finding) []schema.Finding {
	for i := range findings {
		if f := &findings[i]; f.Rule == schema.FormNone.Rule {
			f.Severity = schema.SeverityError
			return findings
		}
	}
	none := []schema.Finding{{
		Rule: schema.FormNone.Rule, Severity: schema.SeverityError,
		Text: schema.Text{ZH: "文件里没有要检查的绩效目标表", EN: "the file holds no form to be checked"},
	}}
	schema.Fingerprint(r.Documents[0], none)
	return append(findings, none...)
}

// noteForms keeps the forms that the rule set does not know.
func (v *validation) noteForms(doc *schema.Document) {
	known := v.set.Profiles()
	if len(known) == 0 {
		return // a set without profiles treats all forms alike
	}
	for _, d := range doc.Declarations {
		if d.Form == "" || slices.Contains(known, d.Form) {
			continue
		}
		v.strangeMu.Lock()
		if v.strange == nil {
			v.strange = map[string]bool{}
		}
		v.strange[d.Form] = true
		v.strangeMu.Unlock()
	}
}

// tellForms says which forms were checked by the general rules alone, since the
// rule set knows nothing of them.
func (v *validation) tellForms() {
	for _, id := range slices.Sorted(maps.Keys(v.strange)) {
		v.app.notice(schema.Text{
			ZH: fmt.Sprintf("规则集里没有表式 %s，只按通用规则检查", id),
			EN: fmt.Sprintf("the rule set knows no form %s: only the general rules were applied to it", id),
		}, schema.Text{
			ZH: fmt.Sprintf("在规则文件的 profiles 里写上 %s，见 docs/writing-rules.zh-CN.md 第9节", id),
			EN: fmt.Sprintf("list %s under profiles in a rule file: section 9 of docs/writing-rules.md", id),
		})
	}
}

// anchor is the place of what is said of a whole form, or of a whole document:
// its beginning, where the format has one.
func anchor(r *report.Result, doc *schema.Document, declaration *int) *schema.Place {
	if declaration != nil && *declaration < len(doc.Declarations) {
		if at := report.Anchor(doc.Declarations[*declaration]); at != nil {
			return at
		}
	}
	switch {
	case r.Text == nil && (doc.Source.Format == schema.FormatPDF || doc.Source.Format == schema.FormatImage):
		return &schema.Place{Page: 1}
	case r.Text != nil || doc.Source.Format == schema.FormatText:
		return &schema.Place{Line: 1, Column: 1}
	}
	return nil
}

// told reports whether the rule set answers for a problem of the reading: it
// has said the same of the same form, or it has the rule switched off.
func (v *validation) told(p *schema.Finding, checked []schema.Finding) bool {
	if r, ok := v.set.Rule(p.Rule); ok && r.Disabled {
		return true
	}
	return slices.ContainsFunc(checked, func(f schema.Finding) bool {
		same := p.Declaration == nil || f.Declaration != nil && *f.Declaration == *p.Declaration
		return f.Rule == p.Rule && same && (p.Path == "" || p.Path == f.Path)
	})
}

// shift turns the declarations' indexes in a document into those in the file.
func shift(findings []schema.Finding, first int) {
	for i := range findings {
		if f := &findings[i]; f.Declaration != nil {
			n := *f.Declaration + first
			f.Declaration = &n
		}
	}
}

// accept takes away the findings that the configuration or the baseline
// accepts. A baseline does not accept that a document cannot be read.
func (v *validation) accept(r *report.Result, unreadable map[string]bool) {
	var n int
	r.Findings, n = v.silence.Apply(r.File, r.Findings)
	r.Accepted += n
	if v.fresh == nil && v.accepted == nil {
		return
	}
	var reading, rest []schema.Finding
	for _, f := range r.Findings {
		if unreadable[f.Rule] && f.Severity == schema.SeverityError {
			reading = append(reading, f)
		} else {
			rest = append(rest, f)
		}
	}
	if v.fresh != nil {
		v.fresh.Add(r.File, rest)
		r.Accepted += len(rest)
		r.Findings = reading
		return
	}
	rest, n = v.accepted.Apply(r.File, rest)
	r.Accepted += n
	r.Findings = report.Sort(append(reading, rest...))
}

// inline applies the comments of one document of a normalised text, and adds
// what is wrong with the comments themselves.
func (v *validation) inline(document int, findings []schema.Finding, ignores []normal.Ignore) (kept []schema.Finding, accepted int) {
	used := make([]map[string]bool, len(ignores))
	for i := range used {
		used[i] = map[string]bool{}
	}
	for _, f := range findings {
		silenced := false
		for i := range ignores {
			ig := &ignores[i]
			if ig.Document != document || ig.Reason == "" || ig.Misplaced || !about(ig, &f) {
				continue
			}
			for _, pattern := range ig.Rules {
				if config.MatchRule(f.Rule, pattern) {
					used[i][pattern] = true
					silenced = true
				}
			}
		}
		if silenced {
			accepted++
		} else {
			kept = append(kept, f)
		}
	}
	for i := range ignores {
		if ignores[i].Document == document {
			kept = append(kept, v.complaints(&ignores[i], used[i])...)
		}
	}
	return kept, accepted
}

// about reports whether a comment is about the part of the document that a
// finding is about.
func about(ig *normal.Ignore, f *schema.Finding) bool {
	if ig.Declaration < 0 {
		return true
	}
	return f.Declaration != nil && *f.Declaration == ig.Declaration && ig.Covers(f.Path)
}

// complaints are the findings about a comment that accepts findings.
func (v *validation) complaints(ig *normal.Ignore, used map[string]bool) []schema.Finding {
	report := func(e *schema.ReadError) schema.Finding {
		at := ig.At
		e.At = &at
		f := e.Finding()
		f.Path = ig.Path
		if ig.Declaration >= 0 {
			n := ig.Declaration
			f.Declaration = &n
		}
		return f
	}
	malformed := func(zh, en string) schema.Finding {
		e := schema.IgnoreMalformed.Told()
		e.Text = schema.Text{ZH: zh, EN: en}
		return report(e)
	}
	var out []schema.Finding
	switch {
	case !v.reported(schema.IgnoreMalformed.Rule) && (len(ig.Rules) == 0 || ig.Reason == "" || ig.Misplaced):
	case len(ig.Rules) == 0:
		out = append(out, malformed("豁免注释没有写规则", "the ignore comment names no rule"))
	case ig.Reason == "":
		out = append(out, malformed("豁免注释没有写理由，不起作用", "the ignore comment gives no reason and has no effect"))
	case ig.Misplaced:
		out = append(out, malformed("豁免注释后面没有它所指的值，不起作用", "the ignore comment stands before nothing and has no effect"))
	default:
		for _, pattern := range ig.Rules {
			if !used[pattern] && v.checked(pattern) && v.reported(schema.IgnoreUnused.Rule) {
				out = append(out, report(schema.IgnoreUnused.Told(pattern)))
			}
		}
	}
	return out
}
