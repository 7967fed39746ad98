package rules

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// selector is a compiled whereDef.
type selector struct {
	name, notName, text, notText bits
	named, worded, barred        bool // name, text, one of notName and notText is not empty
	l1, notL1, l2, notL2         []string
	notManagement                bool
	compared                     *bool // most numbers of the form print, or do not print, a comparator
	// ofRow and ofValue are the traits that a row and its value must have: one of each.
	ofRow, ofValue []traits
	form           []condition
}

// traits are the answers to what a selector may ask of a value or a row, one bit each;
// or, in a selector, the answers that it takes to one question.
type traits uint64

const (
	opImplied traits = 1 << iota
	opPrinted
	perTime
	perNone
	withDigit
	withoutDigit

	namedTraits = iota // behind them come kinds, comparators and classes of units
)

var (
	valueKinds = [...]schema.Kind{
		schema.KindQuantity, schema.KindInterval, schema.KindDeadline, schema.KindReference, schema.KindQualitative,
		schema.KindScale, schema.KindCompound, schema.KindBlank, schema.KindUnparsed,
	}
	valueOps = [...]schema.Op{schema.OpGE, schema.OpGT, schema.OpEQ, schema.OpLT, schema.OpLE, schema.OpApprox}
)

// kindTrait is the trait of a kind of values; none for one that no selector can name.
func kindTrait(k schema.Kind) traits {
	if i := slices.Index(valueKinds[:], k); i >= 0 {
		return 1 << (namedTraits + i)
	}
	return 0
}

func opTrait(o schema.Op) traits {
	if i := slices.Index(valueOps[:], o); i >= 0 {
		return 1 << (namedTraits + len(valueKinds) + i)
	}
	return 0
}

// boundTraits are those of values that set a bound.
var boundTraits = opTrait(schema.OpGE) | opTrait(schema.OpGT) | opTrait(schema.OpLE) | opTrait(schema.OpLT)

func unitTrait(u unitClass) traits {
	return 1 << (namedTraits + len(valueKinds) + len(valueOps) + int(u))
}

// answer is one trait or the other.
func answer(is bool, yes, no traits) traits {
	if is {
		return yes
	}
	return no
}

// traitsOf are those of a value.
func traitsOf(v *schema.Value, class unitClass) traits {
	return kindTrait(v.Kind) | opTrait(v.Op) | unitTrait(class) | answer(v.OpImplied, opImplied, opPrinted) | answer(v.Per != "", perTime, perNone)
}

// meet reports whether one of each is there.
func (t traits) meet(each []traits) bool {
	for _, one := range each {
		if t&one == 0 {
			return false
		}
	}
	return true
}

func (c *compiler) selector(n *yml.Node, w *whereDef) *selector {
	at := func(key string) *yml.Node {
		if wn, _ := get(n, "where"); wn != nil {
			if v, _ := get(wn, key); v != nil {
				return v
			}
			return wn
		}
		return n
	}
	s := &selector{
		name: c.lexSet(at("name"), w.Name), notName: c.lexSet(at("not_name"), w.NotName),
		text: c.lexSetAt(inValues, at("text"), w.Text), notText: c.lexSetAt(inValues, at("not_text"), w.NotText),
		l1: stems(w.Level1), notL1: stems(w.NotLevel1), l2: stems(w.Level2), notL2: stems(w.NotLevel2),
		notManagement: w.NotManagement, compared: w.Compared,
	}
	s.named, s.worded, s.barred = !s.name.Zero(), !s.text.Zero(), !s.notName.Zero() || !s.notText.Zero()
	s.ofValue = w.traits()
	if w.Digit != nil {
		s.ofRow = append(s.ofRow, answer(*w.Digit, withDigit, withoutDigit))
	}
	for _, text := range w.Form {
		s.form = append(s.form, c.condition(at("form"), text))
	}
	return s
}

// traits are what is asked of values.
func (w *whereDef) traits() (each []traits) {
	var kinds, ops, units traits
	for _, k := range w.Value {
		kinds |= kindTrait(schema.Kind(k))
	}
	for _, o := range w.Op {
		ops |= opTrait(schema.Op(o))
	}
	for _, u := range w.Unit {
		if class, ok := unitClassOf(u); ok {
			units |= unitTrait(class)
		}
	}
	for _, t := range [...]traits{kinds, ops, units} {
		if t != 0 {
			each = append(each, t)
		}
	}
	if w.Implied != nil {
		each = append(each, answer(*w.Implied, opImplied, opPrinted))
	}
	if w.Per != nil {
		each = append(each, answer(*w.Per, perTime, perNone))
	}
	return each
}

// some reports whether the selector may take a row of a form: what it asks for is
// there at all, in one row or in several. Most rules look for what most forms have not.
func (s *selector) some(f *form) bool {
	if s.compared != nil && *s.compared != f.compares() {
		return false
	}
	return (!s.named || f.names.Any(s.name)) && (!s.worded || f.words.Any(s.text)) && f.traits.meet(s.ofRow) && f.traits.meet(s.ofValue)
}

// compares reports whether the form writes its numbers with comparators: two of three at
// the least, and not those of equality alone.
func (f *form) compares() bool {
	if f.traits&boundTraits == 0 {
		return false
	}
	with, without := 0, 0
	for i := range f.rows {
		for j := range f.rows[i].atoms {
			switch v := f.rows[i].atoms[j].v; {
			case v.Kind != schema.KindQuantity || v.Number == "100" && v.OpImplied:
			case v.OpImplied:
				without++
			default:
				with++
			}
		}
	}
	return with >= 2*without
}

// row reports whether the selector takes a row, its values aside.
func (s *selector) row(r *row) bool {
	if s.notManagement && r.managing || !r.traits.meet(s.ofRow) {
		return false
	}
	if s.named && !r.names.Any(s.name) || s.worded && !r.words.Any(s.text) {
		return false
	}
	if s.barred && (r.names.Any(s.notName) || r.words.Any(s.notText)) {
		return false
	}
	return (len(s.l1) == 0 || contains(s.l1, r.l1)) && !contains(s.notL1, r.l1) &&
		(len(s.l2) == 0 || contains(s.l2, r.l2)) && !contains(s.notL2, r.l2)
}

// atom reports whether the selector takes a value.
func (s *selector) atom(a *atom) bool { return a.traits.meet(s.ofValue) }

// value reports whether the selector takes a row by its whole value, or by one of its
// clauses.
func (s *selector) value(r *row) bool {
	if r.traits.meet(s.ofValue) {
		return true
	}
	for i := range r.atoms {
		if s.atom(&r.atoms[i]) {
			return true
		}
	}
	return false
}

// condition is a question about a field of the form.
type condition struct {
	field *field
	not   bool
	lex   bits // zero: has a value
}

// condition reads FIELD, not FIELD, FIELD in LEXICON, FIELD not in LEXICON.
func (c *compiler) condition(at *yml.Node, text string) condition {
	words := strings.Fields(text)
	var cond condition
	if len(words) > 1 && words[0] == "not" {
		cond.not, words = true, words[1:]
	}
	name := ""
	if len(words) > 0 {
		name, words = words[0], words[1:]
	}
	if len(words) == 3 && words[0] == "not" && words[1] == "in" {
		cond.not, words = true, words[1:]
	}
	if len(words) == 2 && words[0] == "in" {
		cond.lex = c.lexSetAt(inFields, at, words[1:])
		words = nil
	}
	f, ok := c.set.field(name)
	if !ok || len(words) > 0 {
		c.errorf(at, "unknown condition %q; expected FIELD, not FIELD, FIELD in LEXICON or FIELD not in LEXICON", text)
		cond.field = &c.set.fields[0]
		return cond
	}
	cond.field = f
	return cond
}

// holds answers the condition on a form.
func (q *condition) holds(f *form) bool {
	yes := false
	if q.lex.Zero() {
		yes = q.field.get(f.decl) != ""
	} else {
		yes = f.bitsOf(q.field).Any(q.lex)
	}
	return yes != q.not
}

func stems(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = stem(s)
	}
	return out
}

func containsOp(list []schema.Op, o schema.Op) bool {
	for _, x := range list {
		if x == o {
			return true
		}
	}
	return false
}
