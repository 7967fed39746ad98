package rules

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
)

// CheckOptions say how a document is checked.
type CheckOptions struct {
	// Target is the system that the forms are meant for, such as
	// system-export; rules with another target stay silent.
	Target string
	// Select, where set, picks the rules that run by their id.
	Select func(id string) bool
	// ShowYielded gives, as infos, what was found and is not said because a rule
	// that weighs more speaks of the same place.
	ShowYielded bool
	// Against holds the earlier declarations to compare with; nil for none.
	Against *schema.Document
}

// maxFindings bounds the findings of one rule on one form.
const maxFindings = 200

// Check applies the set to every declaration of a document. Findings come in
// the order of declarations, then of the form: fields first, then rows. Each
// has its path, its place where the declaration's trace knows it, its message
// in both languages (Message is the Chinese one) and a fingerprint that stays
// when the row moves. Check never fails: a declaration that makes no sense
// gives findings, not an error.
func (s *Set) Check(doc *schema.Document, opt CheckOptions) []schema.Finding {
	if doc == nil {
		return nil
	}
	var out []schema.Finding
	with := partners(doc, opt.Against)
	for i, d := range doc.Declarations {
		if d == nil {
			continue
		}
		f := s.see(doc, d, opt)
		if with != nil {
			f.partner = with[i]
		}
		s.run(f)
		out = f.findings(out, i)
		s.done(f)
	}
	schema.Fingerprint(doc, out)
	return out
}

// told reports whether the reading of the document has said already what a rule
// says of a declaration.
func told(problems []schema.Finding, rule string, index int) bool {
	for i := range problems {
		if p := &problems[i]; p.Rule == rule && p.Declaration != nil && *p.Declaration == index {
			return true
		}
	}
	return false
}

// run applies the plan of the form's profile.
func (s *Set) run(f *form) {
	plan, ok := s.plans[f.decl.Form]
	if !ok {
		plan = s.plans[""]
	}
	for _, c := range plan {
		if c.target != "" && c.target != f.opt.Target {
			continue
		}
		if f.opt.Select != nil && !f.opt.Select(s.rules[c.rule].ID) {
			continue
		}
		f.apply(c)
	}
	f.silence()
	f.once()
}

// apply runs the cases of a rule; the first that finds a fault at a path is the
// one that speaks there.
func (f *form) apply(c *check) {
	f.now.check, f.now.from = c, len(f.hits)
	for _, v := range c.variants {
		if !f.holds(v.form) {
			continue
		}
		f.now.variant, f.now.first = v, len(f.hits)
		v.run(f, f.emit)
	}
}

// once leaves of each rule that is said once for a form the first hit that yields to
// no other, with how many there are. The hits of a rule stand together.
func (f *form) once() {
	first, more := -1, false
	for i := range f.hits {
		h := &f.hits[i]
		switch {
		case !h.once || h.dropped:
		case first >= 0 && f.hits[first].rule == h.rule:
			f.hits[first].count++
			if h.row != nil && len(f.hits[first].more) < namedMore {
				f.hits[first].more = append(f.hits[first].more, h.row)
			}
			more = true
		default:
			first, h.count = i, 1
		}
	}
	if first < 0 {
		return
	}
	if more {
		f.hits = slices.DeleteFunc(f.hits, func(h hit) bool { return h.once && !h.dropped && h.count == 0 })
	}
	for i := range f.hits {
		if h := &f.hits[i]; h.count > 0 {
			h.other = itoa(h.count)
		}
	}
}

// namedMore is how many other indicators {more} names.
const namedMore = 3

// others names the other indicators of which a thing is said once, none where there are none.
func (h *hit) others(lang int) string {
	if len(h.more) == 0 {
		return ""
	}
	var names []string
	for _, r := range h.more {
		names = append(names, clip(r.ind.Name))
	}
	n := itoa(h.count - 1)
	if lang == 1 {
		return " (and " + n + " more: " + strings.Join(names, ", ") + ")"
	}
	end := "”"
	if h.count-1 > len(names) {
		end = "”等"
	}
	return "（另有 " + n + " 个指标也是：“" + strings.Join(names, "”“") + end + "）"
}

// running is the case that is being run.
type running struct {
	check       *check
	variant     *variant
	from, first int // the rule's and the case's first hit
}

// add takes a hit of the running case.
func (f *form) add(h hit) {
	n := &f.now
	if len(f.hits)-n.from >= maxFindings || f.said(n.from, n.first, h.path) {
		return
	}
	if f.saidOfYear(n.from, &h) {
		return
	}
	h.rule, h.variant, h.once = n.check.rule, n.variant, n.check.once
	if source := f.source(&h); source != "" {
		h.found, h.other = asPrinted(source, h.found), asPrinted(source, h.other)
	}
	if h.row != nil && h.row.ind.Value != nil && h.found == h.row.ind.Value.Text {
		h.found = shown(h.row.ind.Value)
	}
	if h.severity == "" {
		h.severity = n.variant.severity
	}
	if n.check.absence && h.severity == schema.SeverityInfo && f.mayLose(h) {
		return // what a dump has lost is no news
	}
	if soft := f.soften(n.check, h); soft != h.severity {
		h.severity, h.doubted = soft, f.lost(h.path) || n.check.absence && strings.HasPrefix(h.path, "indicators") && f.leftOut()
	}
	f.hits = append(f.hits, h)
}

// saidOfYear reports whether the running rule, whose hits begin at from, has said the
// same of the same target among the indicators of the year.
func (f *form) saidOfYear(from int, h *hit) bool {
	if h.row == nil || h.row.tree == 0 {
		return false
	}
	for i := from; i < len(f.hits); i++ {
		if r := f.hits[i].row; r != nil && r.tree == 0 && r.name == h.row.name && r.text == h.row.text {
			return true
		}
	}
	return false
}

// source is the printed text that a hit quotes from, "" where it quotes none.
func (f *form) source(h *hit) string {
	switch {
	case h.row != nil && strings.HasPrefix(h.path, "indicators"):
		return f.part(h.row, h.path[strings.LastIndexByte(h.path, '.')+1:])
	case h.field != nil:
		return h.field.get(f.decl)
	}
	return ""
}

func (f *form) holds(conds []condition) bool {
	for i := range conds {
		if !conds[i].holds(f) {
			return false
		}
	}
	return true
}

// said reports whether an earlier case spoke at a path.
func (f *form) said(from, first int, path string) bool {
	for i := from; i < first; i++ {
		if f.hits[i].path == path {
			return true
		}
	}
	return false
}

// soften makes an error a warning where the extraction may be at fault: a
// repair or doubt on the path, or something missing from a dump.
func (f *form) soften(c *check, h hit) schema.Severity {
	if h.severity != schema.SeverityError || c.reading {
		return h.severity
	}
	if c.absence && f.mayLose(h) || f.lost(h.path) {
		return schema.SeverityWarning
	}
	return h.severity
}

// silence drops hits that a more specific rule has spoken for. A dropped hit
// silences nothing.
func (f *form) silence() {
	if len(f.hits) < 2 {
		return
	}
	var index [][]int // of the hits of each rule, where there are so many that it pays
	if len(f.hits) > fewHits {
		index = make([][]int, len(f.set.rules))
		for i := range f.hits {
			r := f.hits[i].rule
			index[r] = append(index[r], i)
		}
	}
	for i := range f.hits {
		h := &f.hits[i]
		for _, q := range f.set.silences[h.rule] {
			if h.dropped {
				break
			}
			if index == nil {
				for j := range f.hits {
					f.hits[j].yield(h, q)
				}
				continue
			}
			for _, j := range index[q.rule] {
				f.hits[j].yield(h, q)
			}
		}
	}
}

// fewHits are so few that looking through them all costs less than an index.
const fewHits = 48

// yield drops a hit that another one silences.
func (h *hit) yield(to *hit, q quiet) {
	if h.rule == q.rule && (q.form || below(to.path, h.path)) {
		h.dropped, h.yields = true, to.rule
	}
}

// below reports whether two paths speak of the same cell or row, or the second
// of something below the first.
func below(a, b string) bool {
	return covers(rowOf(a), rowOf(b))
}

// rowOf cuts a path back to its row.
func rowOf(p string) string {
	if !strings.HasPrefix(p, "indicators") {
		return p
	}
	if i := strings.LastIndexByte(p, ']'); i >= 0 && strings.IndexByte(p[i:], '.') >= 0 {
		return p[:i+1]
	}
	return p
}

// findings makes the messages and appends them to out. What the reading of the
// document has said already is not said again.
func (f *form) findings(out []schema.Finding, index int) []schema.Finding {
	kept := make([]*hit, 0, len(f.hits))
	for i := range f.hits {
		h := &f.hits[i]
		if (!h.dropped || f.opt.ShowYielded) && !told(f.doc.Problems, f.set.rules[h.rule].ID, index) {
			kept = append(kept, h)
		}
	}
	if len(kept) == 0 {
		return out
	}
	slices.SortStableFunc(kept, func(a, b *hit) int { return f.position(a) - f.position(b) })
	out = slices.Grow(out, len(kept))
	for _, h := range kept {
		out = append(out, f.finding(h, index))
	}
	return out
}

// position sorts fields before rows, and rows as they are printed.
func (f *form) position(h *hit) int {
	if h.row == nil {
		return 0
	}
	return h.row.order + 1
}

func (f *form) finding(h *hit, index int) schema.Finding {
	id := f.set.rules[h.rule].ID
	at := index
	out := schema.Finding{
		Rule: id, Severity: h.severity, Declaration: &at, Path: h.path, At: f.place(h.path),
		Found: h.found, Expected: h.expected, Hint: h.variant.hint,
	}
	if h.beside {
		out.Expected = ""
	}
	if f.doc != nil {
		out.File = f.doc.Source.File
	}
	out.Text = schema.Text{ZH: f.fill(h, 0), EN: f.fill(h, 1)}
	if h.instead != nil {
		out.Text, out.Hint = *h.instead, schema.Text{}
	}
	if h.doubted {
		out.Text.ZH += doubted.ZH
		out.Text.EN += doubted.EN
	}
	if h.dropped {
		to := f.set.rules[h.yields].ID
		out.Severity = schema.SeverityInfo
		out.Text.ZH += "（与 " + to + " 说的是同一处）"
		out.Text.EN += " (yields to " + to + ")"
	}
	out.Localize(schema.ZH)
	return out
}

// doubted is said where a finding weighs less because the reading of its place is
// in doubt.
var doubted = schema.Text{ZH: "（此处读取存疑，先核对原件）", EN: " (the reading of this place is in doubt; compare it with the original first)"}

// place is where a path was read from: its own place, or that of the nearest
// path above it.
func (f *form) place(p string) *schema.Place {
	if len(f.decl.Trace) == 0 {
		return nil
	}
	for q := p; q != ""; q = parentPath(q) {
		if at, ok := f.decl.Trace[q]; ok {
			return &at
		}
		if at, ok := f.decl.Trace[q+".name"]; ok && q != p {
			return &at
		}
	}
	return nil
}

func parentPath(p string) string {
	i := strings.LastIndexAny(p, ".[")
	if i < 0 {
		return ""
	}
	return p[:i]
}

// fill puts a hit into its message.
func (f *form) fill(h *hit, lang int) string {
	b := f.line[:0]
	for _, s := range h.variant.message[lang] {
		switch s.fill {
		case "":
			b = append(b, s.text...)
		case "found":
			b = append(b, clipTo(h.found, max(h.room, 60))...)
		case "expected":
			if lang == 1 && h.expectedEN != "" {
				b = append(b, clip(h.expectedEN)...)
			} else {
				b = append(b, clip(h.expected)...)
			}
		case "other":
			if h.also != nil {
				b = append(b, label(h.also, lang)...)
			} else {
				b = append(b, clip(h.other)...)
			}
		case "found_money":
			b = append(b, f.money(h.found, lang)...)
		case "expected_money":
			b = append(b, f.money(h.expected, lang)...)
		case "other_money":
			b = append(b, f.money(h.other, lang)...)
		case "more":
			b = append(b, h.others(lang)...)
		case "name":
			if h.row != nil {
				b = append(b, clip(h.row.ind.Name)...)
			}
		case "value":
			if h.row != nil && h.row.ind.Value != nil {
				b = append(b, clip(shown(h.row.ind.Value))...)
			}
		case "level":
			b = append(b, levelName(h.row)...)
		case "field":
			if h.field != nil {
				b = append(b, label(h.field, lang)...)
			}
		}
	}
	f.line = b
	return string(b)
}

func levelName(r *row) string {
	if r == nil {
		return ""
	}
	if r.l2 == "" {
		return r.l1
	}
	return r.l1 + "/" + r.l2
}

func label(f *field, lang int) string {
	if lang == 1 {
		return f.label.EN
	}
	return f.label.ZH
}

// oneLine is what a quotation in a message looks like: no line breaks.
var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// clip keeps a quotation short, on one line.
func clip(s string) string { return clipTo(s, 60) }

func clipTo(s string, most int) string {
	if strings.ContainsAny(s, "\n\r\t") {
		s = oneLine.Replace(s)
	}
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:most-1]) + "…"
}

func itoa(n int) string { return strconv.Itoa(n) }
