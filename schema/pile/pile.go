// Package pile counts what a pile of declarations holds: by unit the forms,
// rows, faults and doubts; the rules that speak most; indicator sets that several
// projects share (模板套用) and outputs that are claimed twice; and for each kind of
// target how it lies among its like.
//
// A Pile is filled one document at a time. What it keeps of a form is a few
// numbers, so its memory grows by some hundred bytes a form and a dozen a target.
package pile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// version is the value of Report.Schema.
const version = "pbt-report/v1"

// Report is what a pile holds.
type Report struct {
	Schema string `json:"schema"`
	Total  Unit   `json:"total"`
	// Units are sorted by name; forms without a unit come under an empty name.
	Units []Unit `json:"units"`
	// Rules are the rules that spoke, the most frequent first.
	Rules []RuleCount `json:"rules"`
	// Unreadable are the documents, or parts of them, that could not be read.
	Unreadable []string `json:"unreadable,omitempty"`
	// Expected is there where a list of expected projects was given.
	Expected *Expected `json:"expected,omitempty"`
	// Templates are groups of projects with the same indicators.
	Templates []Group `json:"templates"`
	// Claimed are outputs that several projects promise with the same figure.
	Claimed []Group `json:"claimed"`
	// Kinds are the distributions of targets, Low the targets at the weak end.
	Kinds []Kind   `json:"kinds"`
	Low   []Target `json:"low"`
}

// Unit counts the forms of one unit.
type Unit struct {
	Name          string `json:"name"`
	Files         int    `json:"files,omitempty"`
	Forms         int    `json:"forms"`
	Rows          int    `json:"rows"`
	Qualitative   int    `json:"qualitative"` // rows whose target is words
	Errors        int    `json:"errors"`
	Warnings      int    `json:"warnings"`
	FormsInError  int    `json:"forms_in_error"`
	Doubts        int    `json:"doubts"`
	NoCost        int    `json:"no_cost"`         // forms without any 成本 indicator
	NoSatisfied   int    `json:"no_satisfaction"` // forms without any 满意度 indicator
	Amount        string `json:"amount,omitempty"`
	amountInCents int64
}

// RuleCount is how often a rule spoke, and in how many forms.
type RuleCount struct {
	Rule     string          `json:"rule"`
	Severity schema.Severity `json:"severity"`
	Findings int             `json:"findings"`
	Forms    int             `json:"forms"`
}

// Form names one form of the pile.
type Form struct {
	File    string `json:"file"`
	Index   int    `json:"declaration"`
	Unit    string `json:"unit,omitempty"`
	Project string `json:"project,omitempty"`
	Code    string `json:"code,omitempty"`
	Year    int    `json:"year,omitempty"`
}

// Group is forms that share something.
type Group struct {
	// What they share: the number of indicators, or an output with its target.
	What  string `json:"what"`
	Rows  int    `json:"rows,omitempty"`
	Forms []Form `json:"forms"`
}

// Pile is a pile on its way to a report.
type Pile struct {
	units   map[string]*Unit
	rules   map[string]*RuleCount
	files   int
	forms   []Form
	sets    map[uint64][]int32 // indicator sets to forms
	setSize map[uint64]int
	claims  map[uint64][]int32
	claimed map[uint64]string
	kinds   *kinds
	bad     []string
}

// New is an empty pile.
func New() *Pile {
	return &Pile{
		units: map[string]*Unit{}, rules: map[string]*RuleCount{},
		sets: map[uint64][]int32{}, setSize: map[uint64]int{},
		claims: map[uint64][]int32{}, claimed: map[uint64]string{}, kinds: newKinds(),
	}
}

// Add counts a document with the findings about it.
func (p *Pile) Add(doc *schema.Document, findings []schema.Finding) {
	p.files++
	if doc.Unreadable() {
		p.bad = append(p.bad, doc.Source.File)
	}
	first := len(p.forms)
	inError := make([]bool, len(doc.Declarations))
	units := map[string]bool{}
	for i, d := range doc.Declarations {
		p.forms = append(p.forms, Form{
			File: doc.Source.File, Index: i, Unit: d.Unit, Project: d.Project.Name, Code: d.Project.Code, Year: d.Year,
		})
		u := p.unit(d.Unit)
		if !units[d.Unit] {
			units[d.Unit] = true
			u.Files++
		}
		u.count(d)
		p.fingerprints(int32(first+i), d)
		p.kinds.add(int32(first+i), d)
	}
	spoke := map[string]map[int]bool{}
	for i := range findings {
		f := &findings[i]
		index := -1
		if f.Declaration != nil && *f.Declaration < len(doc.Declarations) {
			index = *f.Declaration
			u := p.unit(doc.Declarations[index].Unit)
			switch f.Severity {
			case schema.SeverityError:
				u.Errors++
				if !inError[index] {
					inError[index] = true
					u.FormsInError++
				}
			case schema.SeverityWarning:
				u.Warnings++
			}
		}
		p.rule(f, index, spoke)
	}
}

func (p *Pile) unit(name string) *Unit {
	u := p.units[name]
	if u == nil {
		u = &Unit{Name: name}
		p.units[name] = u
	}
	return u
}

func (p *Pile) rule(f *schema.Finding, form int, spoke map[string]map[int]bool) {
	r := p.rules[f.Rule]
	if r == nil {
		r = &RuleCount{Rule: f.Rule, Severity: f.Severity}
		p.rules[f.Rule] = r
	}
	r.Findings++
	if f.Severity.Rank() > r.Severity.Rank() {
		r.Severity = f.Severity
	}
	if spoke[f.Rule] == nil {
		spoke[f.Rule] = map[int]bool{}
	}
	if !spoke[f.Rule][form] {
		spoke[f.Rule][form] = true
		r.Forms++
	}
}

// count adds one form to its unit.
func (u *Unit) count(d *schema.Declaration) {
	u.Forms++
	u.Doubts += len(d.Uncertain)
	cost, satisfied := false, false
	schema.Walk(d.Indicators, "", func(_ string, labels []*schema.Indicator, x *schema.Indicator) {
		u.Rows++
		if x.Value != nil && (x.Value.Kind == schema.KindQualitative || x.Value.Kind == schema.KindScale) {
			u.Qualitative++
		}
		for _, l := range labels {
			cost = cost || strings.Contains(l.Name, "成本")
			satisfied = satisfied || strings.Contains(l.Name, "满意")
		}
	})
	if !cost {
		u.NoCost++
	}
	if !satisfied {
		u.NoSatisfied++
	}
	amount := d.Funds.Year
	if amount == "" {
		amount = d.Funds.Total
	}
	u.amountInCents += cents(amount)
}

// Report makes the report. expect may be nil.
func (p *Pile) Report(expect []Expect) *Report {
	r := &Report{Schema: version, Units: []Unit{}, Rules: []RuleCount{}, Unreadable: p.bad}
	r.Total = Unit{Name: "合计", Files: p.files}
	for _, u := range p.units {
		r.Total.add(u)
		u.Amount = yuan(u.amountInCents)
		r.Units = append(r.Units, *u)
	}
	r.Total.Amount = yuan(r.Total.amountInCents)
	slices.SortFunc(r.Units, func(a, b Unit) int { return cmp.Compare(a.Name, b.Name) })
	for _, c := range p.rules {
		r.Rules = append(r.Rules, *c)
	}
	slices.SortFunc(r.Rules, func(a, b RuleCount) int {
		return cmp.Or(cmp.Compare(b.Findings, a.Findings), cmp.Compare(a.Rule, b.Rule))
	})
	r.Templates, r.Claimed = p.templates(), p.claimedTwice()
	r.Kinds, r.Low = p.kinds.report(p.forms)
	if expect != nil {
		r.Expected = p.expected(expect)
	}
	return r
}

func (u *Unit) add(v *Unit) {
	u.Forms += v.Forms
	u.Rows += v.Rows
	u.Qualitative += v.Qualitative
	u.Errors += v.Errors
	u.Warnings += v.Warnings
	u.FormsInError += v.FormsInError
	u.Doubts += v.Doubts
	u.NoCost += v.NoCost
	u.NoSatisfied += v.NoSatisfied
	u.amountInCents += v.amountInCents
}
