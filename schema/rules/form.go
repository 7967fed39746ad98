package rules

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	labels "github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
	"github.com/shopspring/decimal"
)

// maxDepth bounds how deep an indicator tree is walked.
const maxDepth = 12

// form is a declaration as the kinds see it: flattened rows, texts matched
// against the lexicons once, findings so far.
type form struct {
	set  *Set
	doc  *schema.Document
	decl *schema.Declaration
	prof *profile
	opt  CheckOptions
	// partner is the comparison with the earlier declaration; nil for none.
	partner *compare.Pair
	scratch
	trees [2]tree
	// names, words and traits are those of all rows and values together.
	names, words bits
	traits       traits
	now          running
	exprs        *exprEnv
	years        years
}

// scratch is what a form needs room for; the room is used again for the next one.
type scratch struct {
	rows  []row
	room  []atom      // backs the atoms of all rows
	texts []fieldText // by field, filled on demand
	hits  []hit
	// levels are those of the two trees; while a form is looked at the trees have them.
	levels [2][]level
	emit   func(hit)
	firsts firstRows
	line   []byte // of the message being made
	known  known  // of other forms
}

// maxRoom bounds the rows whose room is kept for the next form.
const maxRoom = 1 << 10

// known are the lexicons of names and of values.
type known struct{ names, values memo }

// cleared is the room without what stood in it.
func (s scratch) cleared() scratch {
	if cap(s.rows) > maxRoom || cap(s.hits) > maxRoom {
		return scratch{known: s.known}
	}
	clear(s.rows)
	clear(s.room)
	clear(s.texts)
	clear(s.hits)
	clear(s.firsts.slots)
	for t := range s.levels {
		clear(s.levels[t])
		s.levels[t] = s.levels[t][:0]
	}
	s.rows, s.room, s.hits = s.rows[:0], s.room[:0], s.hits[:0]
	return s
}

// tree is one of the two indicator trees.
type tree struct {
	root   string // indicators, indicators_medium_term
	nodes  []*schema.Indicator
	rows   []row // of this tree, a part of form.rows
	levels []level
}

// level is a node of a tree with children or, where a printed label has no row
// under it, a bare label.
type level struct {
	ind    *schema.Indicator
	name   string // without suffix and points, aliases resolved
	tree   int
	parent int // in tree.levels, -1 at the top
	depth  int
	rows   int // leaves below
	pos    int // among its siblings
}

// row is one indicator.
type row struct {
	ind      *schema.Indicator
	l1, l2   string // normalised level names, "" where there is none
	name     string // folded
	text     string // value text, folded
	names    bits
	words    bits
	atoms    []atom
	tree     int
	parent   int    // nearest level in tree.levels, -1
	index    int    // among its parent's children
	order    int    // among all rows of the form
	traits   traits // of the row, and of its value as a whole
	any      traits // and of all its clauses
	managing bool
}

// atom is a value that compares one thing; a compound has several.
type atom struct {
	v      *schema.Value
	class  unitClass
	traits traits
	read   bool // lo and hi have been read
	okLo   bool
	okHi   bool
	lo, hi decimal.Decimal
}

// bound is the number that the value compares with: its Number, or the end of
// its interval that the question is about.
func (a *atom) bound(upper bool) (decimal.Decimal, bool) {
	if !a.read {
		a.lo, a.okLo = bound(a.v, false)
		a.hi, a.okHi = a.lo, a.okLo
		if a.v.Kind == schema.KindInterval {
			a.hi, a.okHi = bound(a.v, true)
		}
		a.read = true
	}
	if upper {
		return a.hi, a.okHi
	}
	return a.lo, a.okLo
}

// fieldText is a field's folded text and its lexicons, and the amount that it is; each
// is found when it is asked for.
type fieldText struct {
	folded string
	done   bool
	bits   bits
	known  bool // bits are
	money  amount
	read   bool // money has been read
}

// amount is a sum of money in yuan; ok is false for what is none.
type amount struct {
	yuan decimal.Decimal
	ok   bool
}

// printedDate is a date as the form prints it, with the path of its field.
type printedDate struct{ path, text string }

// years is the span of the project's dates.
type years struct {
	from, to    printedDate
	start, end  date
	startOK     bool
	endOK       bool
	first, last int
	haveBoth    bool
}

// hit is a fault that a rule found, before messages are made.
type hit struct {
	rule     int
	variant  *variant
	severity schema.Severity // overrides the variant's where set
	path     string
	row      *row
	field    *field
	found    string
	expected string
	// expectedEN is expected in English, where it is not the same.
	expectedEN string
	beside     bool // expected is what found is held against, not what should be there
	other      string
	room       int          // how many characters of found a message shows; 0: as usual
	also       *field       // what other names, in the language of the message
	instead    *schema.Text // said in the place of the rule's message
	once       bool         // said once for a form
	count      int          // of one that is said once: how many hits it stands for
	more       []*row       // the rows of the others
	dropped    bool
	yields     int  // of a dropped hit: the rule that it yields to
	doubted    bool // softened, since the reading is in doubt
}

// see prepares a declaration. The form is given back with done.
func (s *Set) see(doc *schema.Document, d *schema.Declaration, opt CheckOptions) *form {
	f, _ := s.forms.Get().(*form)
	if f == nil {
		f = &form{}
	}
	*f = form{set: s, doc: doc, decl: d, opt: opt, prof: s.profileOf(d.Form), scratch: f.scratch}
	if f.emit == nil {
		f.emit, f.texts = f.add, make([]fieldText, len(s.fields))
	}
	f.trees[0] = tree{root: "indicators", nodes: d.Indicators, levels: f.levels[0]}
	f.trees[1] = tree{root: "indicators_medium_term", nodes: d.IndicatorsMediumTerm, levels: f.levels[1]}
	leaves := min(countIndicators(d.Indicators, 0)+countIndicators(d.IndicatorsMediumTerm, 0), 1<<16)
	f.rows, f.room = slices.Grow(f.rows, leaves), slices.Grow(f.room, leaves)
	var from [2]int
	for t := range f.trees {
		from[t] = len(f.rows)
		f.walk(t, f.trees[t].nodes, -1, 0)
	}
	f.trees[0].rows = f.rows[:from[1]]
	f.trees[1].rows = f.rows[from[1]:]
	f.spanDates()
	return f
}

// done gives a form's room back. Nothing of the form may be used any more.
func (s *Set) done(f *form) {
	f.levels = [2][]level{f.trees[0].levels, f.trees[1].levels}
	*f = form{scratch: f.cleared()}
	s.forms.Put(f)
}

// countIndicators counts the leaves of a tree.
func countIndicators(list []*schema.Indicator, depth int) int {
	n := 0
	for _, x := range list {
		if x != nil && (len(x.Children) == 0 || depth >= maxDepth) {
			n++
		} else if x != nil {
			n += countIndicators(x.Children, depth+1)
		}
	}
	return n
}

// walk flattens a tree; it returns how many leaves it met.
func (f *form) walk(t int, nodes []*schema.Indicator, parent, depth int) int {
	tr := &f.trees[t]
	leaves := 0
	for i, ind := range nodes {
		if ind == nil {
			continue
		}
		if len(ind.Children) == 0 || depth >= maxDepth {
			if f.leaf(t, ind, parent, i, depth) {
				leaves++
			}
			continue
		}
		at := len(tr.levels)
		tr.levels = append(tr.levels, level{
			ind: ind, name: f.prof.normal(ind.Name), parent: parent, depth: depth, pos: i, tree: t,
		})
		n := f.walk(t, ind.Children, at, depth+1)
		f.trees[t].levels[at].rows = n
		leaves += n
	}
	return leaves
}

// headsParts reports a row that prints its weight and leaves its target to the rows
// below it, which print no weights: 种植面积, and under it 红薯 5.5亩, 梨树 6亩.
func (f *form) headsParts(r *row) bool {
	next := r.order + 1
	return f.headless(r) && next < len(f.rows) && f.partOf(&f.rows[next], r)
}

// isPart reports a row whose weight is that of a row above it: one that leaves the
// targets to its parts, or of which the rows below say what it is made up of (其中).
func (f *form) isPart(r *row) bool {
	among := strings.HasPrefix(r.name, "其中")
	for at := r.order - 1; at >= 0; at-- {
		above := &f.rows[at]
		if fold(above.ind.Weight) != "" {
			return f.partOf(r, above) && (among || f.headless(above))
		}
		if !f.partOf(above, r) {
			return false
		}
		among = among || strings.HasPrefix(above.name, "其中")
	}
	return false
}

func (f *form) headless(r *row) bool {
	return emptyValue(r.ind.Value) && r.ind.Actual == nil && fold(r.ind.Weight) != ""
}

func (f *form) partOf(r, of *row) bool {
	return r.tree == of.tree && r.parent == of.parent && fold(r.ind.Weight) == "" && !emptyValue(r.ind.Value)
}

// leaf adds a row. A printed level label without anything under it, and a row
// that is wholly empty, are no indicators: templates leave them standing.
func (f *form) leaf(t int, ind *schema.Indicator, parent, index, depth int) bool {
	empty := emptyValue(ind.Value)
	if empty && ind.Name == "" && ind.Actual == nil {
		return false
	}
	if empty && depth < 2 && f.prof.isLevel(ind.Name) && ind.Actual == nil && ind.Score == "" {
		f.trees[t].levels = append(f.trees[t].levels, level{
			ind: ind, name: f.prof.normal(ind.Name), parent: parent, depth: depth, pos: index, tree: t,
		})
		return false
	}
	if empty && ind.Actual == nil && ind.Weight == "" && ind.Score == "" && labels.IsNumbering(ind.Name) {
		return false
	}
	r := row{ind: ind, tree: t, parent: parent, index: index, name: fold(ind.Name), order: len(f.rows)}
	r.names = f.known.names.lookup(words.BareName(r.name), f.set.lex.match)
	if ind.Value != nil {
		r.text = fold(ind.Value.Text)
		r.words = f.known.values.lookup(r.text, f.set.lex.matchValue)
		from := len(f.room)
		f.room = f.atoms(f.room, ind.Value, 0)
		r.atoms = f.room[from:len(f.room):len(f.room)]
		r.traits = traitsOf(ind.Value, unitOther)
		if len(r.atoms) == 1 {
			r.traits = r.atoms[0].traits
		}
		for i := range r.atoms {
			r.any |= r.atoms[i].traits
		}
	}
	r.traits |= answer(holdsDigit(r.text), withDigit, withoutDigit)
	r.any |= r.traits
	f.traits |= r.any
	for w := range r.names {
		f.names[w] |= r.names[w]
		f.words[w] |= r.words[w]
	}
	for p := parent; p >= 0; p = f.trees[t].levels[p].parent {
		switch f.trees[t].levels[p].depth {
		case 0:
			r.l1 = f.trees[t].levels[p].name
		case 1:
			r.l2 = f.trees[t].levels[p].name
		}
	}
	r.managing = contains(f.prof.def.Management, r.l1)
	f.rows = append(f.rows, r)
	return true
}

// atoms takes a compound apart.
func (f *form) atoms(out []atom, v *schema.Value, depth int) []atom {
	if v.Kind != schema.KindCompound || depth > 3 {
		class := f.set.units.class(v.Unit)
		return append(out, atom{v: v, class: class, traits: traitsOf(v, class)})
	}
	for _, c := range v.Clauses {
		if c != nil {
			out = f.atoms(out, c, depth+1)
		}
	}
	return out
}

func emptyValue(v *schema.Value) bool {
	return v == nil || v.Kind == schema.KindBlank && fold(v.Text) == "" || v.Text == "" && v.Kind == "" && v.Number == ""
}

func (f *form) levelPath(t, parent, index int) string {
	var room [96]byte
	return string(f.appendPath(room[:0], t, parent, index))
}

func (f *form) appendPath(to []byte, t, parent, index int) []byte {
	if parent < 0 {
		to = append(to, f.trees[t].root...)
	} else {
		l := &f.trees[t].levels[parent]
		to = append(f.appendPath(to, l.tree, l.parent, l.pos), ".children"...)
	}
	return append(strconv.AppendInt(append(to, '['), int64(index), 10), ']')
}

// pathOf is the path of a level's node.
func (f *form) pathOf(l *level) string { return f.levelPath(l.tree, l.parent, l.pos) }

func (f *form) rowPath(r *row) string { return f.levelPath(r.tree, r.parent, r.index) }

// text gives a field's folded text.
func (f *form) text(fl *field) string {
	id := fl.id()
	if id < 0 {
		return fold(fl.get(f.decl))
	}
	t := &f.texts[id]
	if !t.done {
		t.folded, t.done = fold(fl.get(f.decl)), true
	}
	return t.folded
}

// bitsOf gives the lexicons of a field's text, matched once.
func (f *form) bitsOf(fl *field) bits {
	folded, id := f.text(fl), fl.id()
	if id < 0 {
		return f.set.lex.matchAt(inFields, folded)
	}
	t := &f.texts[id]
	if !t.known {
		t.bits, t.known = f.set.lex.matchAt(inFields, folded), true
	}
	return t.bits
}

// matched gives the lexicons, of those that fields are asked for, of a folded text; those
// of a field's text without matching it again.
func (f *form) matched(folded string) bits {
	for i := range f.texts {
		if t := &f.texts[i]; t.known && t.folded == folded {
			return t.bits
		}
	}
	return f.set.lex.matchAt(inFields, folded)
}

// amount gives the amount that a field prints, read once.
func (f *form) amount(fl *field) (decimal.Decimal, bool) {
	id := fl.id()
	if id < 0 {
		return yuan(fl.get(f.decl))
	}
	t := &f.texts[id]
	if !t.read {
		t.money.yuan, t.money.ok = yuan(fl.get(f.decl))
		t.read = true
	}
	return t.money.yuan, t.money.ok
}

// id is the field's number in the set, -1 for an extra field.
func (fl *field) id() int {
	if fl.index > 0 {
		return fl.index - 1
	}
	return -1
}

// bound is the number a value compares with: its Number, or the end of its
// interval that the question is about.
func bound(v *schema.Value, upper bool) (decimal.Decimal, bool) {
	switch v.Kind {
	case schema.KindQuantity, schema.KindReference:
		return number(v.Number)
	case schema.KindInterval:
		if upper {
			return number(v.Max)
		}
		return number(v.Min)
	}
	return decimal.Decimal{}, false
}

// number reads a printed number. Long or absurdly large ones are left alone.
func number(s string) (decimal.Decimal, bool) {
	if s == "" || len(s) > 40 {
		return decimal.Decimal{}, false
	}
	if n, ok := smallInt(s); ok {
		if n < int64(len(commonNumbers())) {
			return commonNumbers()[n], true
		}
		return decimal.New(n, 0), true
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 40 || d.Exponent() < -40 {
		return decimal.Decimal{}, false
	}
	return d, true
}

// commonNumbers are the whole numbers up to a hundred, which most targets are.
var commonNumbers = sync.OnceValue(func() []decimal.Decimal {
	out := make([]decimal.Decimal, 101)
	for n := range out {
		out[n] = decimal.New(int64(n), 0)
	}
	return out
})

func smallInt(s string) (int64, bool) {
	if len(s) > 15 {
		return 0, false
	}
	var n int64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	return n, true
}

// holdsDigit reports whether a text holds one of 0 to 9.
func holdsDigit(s string) bool {
	for i := range len(s) {
		if s[i]-'0' <= 9 {
			return true
		}
	}
	return false
}

// lost reports whether what a path says may be the extraction's doing: a
// repair of more than white space, or a doubt, on the path or above it.
func (f *form) lost(path string) bool {
	if strings.HasSuffix(path, ".points") && f.partitionOpen() {
		return true // a row that moves takes its points along
	}
	for i := range f.decl.Repairs {
		if r := &f.decl.Repairs[i]; !harmless(r.Why) && covers(r.Path, path) {
			return true
		}
	}
	for i := range f.decl.Uncertain {
		// Under which level a row stands says nothing about its value.
		q := &f.decl.Uncertain[i]
		if q.Question == "column" && len(q.Alternatives) == 0 && (strings.HasSuffix(path, ".name") || f.worded(q.Chosen, "placeholder")) {
			continue // two names alike are that, and …… is left in the form, wherever their column
		}
		if covers(q.Path, path) && !(strings.HasPrefix(q.Question, "level") && ofValue(path)) {
			return true
		}
	}
	return false
}

func ofValue(path string) bool {
	return strings.HasSuffix(path, ".value") || strings.HasSuffix(path, ".actual") ||
		strings.HasSuffix(path, ".score") || strings.HasSuffix(path, ".weight")
}

// harmless repairs change no character that a rule looks at.
func harmless(why string) bool {
	switch why {
	case "wrap-space", "joined-lines", "leaked-colon", "check-box", "formula-text", "tex-formula", "html-residue", "numbering":
		return true
	}
	return false
}

// covers reports whether one path is the other or stands above it.
func covers(above, path string) bool {
	if !strings.HasPrefix(path, above) {
		return false
	}
	rest := path[len(above):]
	return rest == "" || rest[0] == '.' || rest[0] == '['
}

// mayLose reports whether what a hit misses may have been lost on the way to the
// document: in a picture or a running text, and in one that prints its cells, as CSV
// does, where it stands outside the table of indicators.
func (f *form) mayLose(h hit) bool {
	if f.doc == nil {
		return false
	}
	if strings.HasPrefix(h.path, "indicators") && (f.leftOut() || f.partitionOpen()) {
		return true
	}
	switch f.doc.Source.Format {
	case schema.FormatImage:
		return true
	case schema.FormatText:
		ext := strings.ToLower(path.Ext(f.doc.Source.File))
		return ext != ".csv" && ext != ".tsv" || !strings.HasPrefix(h.path, "indicators")
	}
	return false
}

// leftOut reports whether the reading of the document has said that it left out rows
// or cells of the form's table, or is not sure of its columns.
func (f *form) leftOut() bool {
	for i := range f.doc.Problems {
		p := &f.doc.Problems[i]
		if p.Declaration != nil && (*p.Declaration >= len(f.doc.Declarations) || f.doc.Declarations[*p.Declaration] != f.decl) {
			continue
		}
		switch p.Rule {
		case schema.ExtractUnread.Rule, schema.FormRowsLeft.Rule, schema.FormColumnsOpen.Rule, schema.ExtractRaggedRows.Rule:
			return true
		}
	}
	return false
}

// partitionOpen reports whether it is open under which level some row stands.
func (f *form) partitionOpen() bool {
	return slices.ContainsFunc(f.decl.Uncertain, func(d schema.Doubt) bool { return strings.HasPrefix(d.Question, "level") })
}
