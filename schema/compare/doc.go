// Package compare says what changed between two documents: two years' forms of
// one project, or a declaration and its self-evaluation.
//
//	documents ─▶ forms paired ─▶ indicators paired ─▶ targets compared ─▶ Diff
//
// Forms are paired by project code, name, similar name and order; indicators by
// name, words in another order, level, value and unit, with the best assignment
// of all of them together. A target is compared as the set of values that it
// accepts, in a common unit: a set that holds the old one is looser.
package compare

import "github.com/pbt-cli/pbt/schema"

// version is the value of Diff.Schema.
const version = "pbt-diff/v1"

// Change is one way in which an indicator differs between the two sides.
type Change string

// The changes of an indicator.
const (
	Added      Change = "added"
	Dropped    Change = "dropped"
	Renamed    Change = "renamed"
	Moved      Change = "moved"      // other level labels
	Loosened   Change = "loosened"   // the new target accepts all that the old one did, and more
	Tightened  Change = "tightened"  // the new target accepts less
	Retargeted Change = "retargeted" // another target, neither looser nor tighter
	Restyled   Change = "restyled"   // the same reading in other print
	Reweighted Change = "reweighted"
	Same       Change = "same"
)

// Changes are all changes that a summary counts, the weightiest first.
var Changes = []Change{Dropped, Loosened, Retargeted, Tightened, Added, Moved, Renamed, Reweighted, Restyled}

// Diff is what changed from an old document to a new one.
type Diff struct {
	Schema string `json:"schema"`
	// Old and New are nil where a file of a directory has no partner.
	Old   *File  `json:"old"`
	New   *File  `json:"new"`
	Pairs []Pair `json:"pairs"`
	// OnlyOld and OnlyNew are the indexes of declarations without a partner.
	OnlyOld []int   `json:"only_old"`
	OnlyNew []int   `json:"only_new"`
	Summary Summary `json:"summary"`
}

// File names one side.
type File struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256,omitempty"`
}

// Match says by what two forms were recognised as the same project's.
type Match string

// The ways in which two forms match.
const (
	ByCode        Match = "code"
	ByName        Match = "name" // the year in a name does not count
	BySimilarName Match = "similar-name"
	ByOrder       Match = "order"
)

// Pair is two forms of one project.
type Pair struct {
	// Old and New are the indexes of the declarations in their documents.
	Old        int         `json:"old"`
	New        int         `json:"new"`
	Match      Match       `json:"match"`
	Name       string      `json:"name,omitempty"`
	Fields     []Field     `json:"fields"`
	Indicators []Indicator `json:"indicators"`
	Copied     Copied      `json:"copied"`
}

// Field is a typed field that differs. Change is that of an amount in percent.
type Field struct {
	Path   string `json:"path"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Change string `json:"change,omitempty"`
}

// Indicator is a leaf of either side that differs.
type Indicator struct {
	Change []Change `json:"change"`
	Old    *Leaf    `json:"old,omitempty"`
	New    *Leaf    `json:"new,omitempty"`
	// Number is the change of the target's number in percent, in a common unit.
	Number string `json:"number,omitempty"`
}

// Has reports whether an indicator changed in a way.
func (x *Indicator) Has(c Change) bool {
	for _, have := range x.Change {
		if have == c {
			return true
		}
	}
	return false
}

// Leaf is an indicator as one side prints it.
type Leaf struct {
	Path   string   `json:"path"`
	Levels []string `json:"levels"`
	Name   string   `json:"name"`
	// Text is the target as printed, Whole the same with the comparator and the
	// unit that stand in columns of their own.
	Text   string `json:"text"`
	Whole  string `json:"-"`
	Weight string `json:"weight,omitempty"`

	value     *schema.Value
	direction direction
	plainName string   // Name and
	labels    []string // Levels for comparison
}

// Copied counts the targets that are the same reading on both sides, of the
// indicators that both forms have.
type Copied struct {
	Targets int `json:"targets"`
	Of      int `json:"of"`
}

// Summary counts what a Diff lists.
type Summary struct {
	Pairs      int `json:"pairs"`
	Added      int `json:"added"`
	Dropped    int `json:"dropped"`
	Renamed    int `json:"renamed"`
	Moved      int `json:"moved"`
	Loosened   int `json:"loosened"`
	Tightened  int `json:"tightened"`
	Retargeted int `json:"retargeted"`
	Restyled   int `json:"restyled"`
	Reweighted int `json:"reweighted"`
}

func (s *Summary) count(c Change) {
	switch c {
	case Added:
		s.Added++
	case Dropped:
		s.Dropped++
	case Renamed:
		s.Renamed++
	case Moved:
		s.Moved++
	case Loosened:
		s.Loosened++
	case Tightened:
		s.Tightened++
	case Retargeted:
		s.Retargeted++
	case Restyled:
		s.Restyled++
	case Reweighted:
		s.Reweighted++
	}
}

// Options say what a comparison lists.
type Options struct {
	// All lists unchanged indicators too, with the change "same".
	All bool
}

// Documents compares two documents.
func Documents(old, new *schema.Document, opt Options) *Diff {
	d := &Diff{
		Schema: version,
		Old:    &File{File: old.Source.File, SHA256: old.Source.SHA256},
		New:    &File{File: new.Source.File, SHA256: new.Source.SHA256},
		Pairs:  []Pair{}, OnlyOld: []int{}, OnlyNew: []int{},
	}
	links, onlyOld, onlyNew := pairForms(old.Declarations, new.Declarations)
	d.OnlyOld, d.OnlyNew = append(d.OnlyOld, onlyOld...), append(d.OnlyNew, onlyNew...)
	for _, l := range links {
		d.Pairs = append(d.Pairs, comparePair(old.Declarations[l.old], new.Declarations[l.new], l, opt))
	}
	d.Summary.Pairs = len(d.Pairs)
	for i := range d.Pairs {
		for j := range d.Pairs[i].Indicators {
			for _, c := range d.Pairs[i].Indicators[j].Change {
				d.Summary.count(c)
			}
		}
	}
	return d
}

// Unpartnered is the comparison of a document that only one side has.
func Unpartnered(doc *schema.Document, isOld bool) *Diff {
	d := &Diff{Schema: version, Pairs: []Pair{}, OnlyOld: []int{}, OnlyNew: []int{}}
	file := &File{File: doc.Source.File, SHA256: doc.Source.SHA256}
	for i := range doc.Declarations {
		if isOld {
			d.OnlyOld = append(d.OnlyOld, i)
		} else {
			d.OnlyNew = append(d.OnlyNew, i)
		}
	}
	if isOld {
		d.Old = file
	} else {
		d.New = file
	}
	return d
}

// Differs reports whether anything changed.
func (d *Diff) Differs() bool {
	if d.Old == nil || d.New == nil || len(d.OnlyOld)+len(d.OnlyNew) > 0 {
		return true
	}
	for i := range d.Pairs {
		p := &d.Pairs[i]
		if len(p.Fields) > 0 {
			return true
		}
		for j := range p.Indicators {
			if !p.Indicators[j].Has(Same) {
				return true
			}
		}
	}
	return false
}

func comparePair(old, new *schema.Declaration, l link, opt Options) Pair {
	p := Pair{Old: l.old, New: l.new, Match: l.match, Name: new.Project.Name, Fields: []Field{}, Indicators: []Indicator{}}
	if p.Name == "" {
		p.Name = old.Project.Name
	}
	p.Fields = append(p.Fields, compareFields(old, new)...)
	rows, copied := compareRows(old, new)
	for _, r := range rows {
		if opt.All || !r.Has(Same) {
			p.Indicators = append(p.Indicators, r)
		}
	}
	p.Copied = copied
	return p
}
