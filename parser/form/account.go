package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// Every printed cell of a form's region ends in one entry: the stages write down
// what they made of it as they go, and what is left without one at the end was
// not read. The text of a cell that holds several things may give several keys,
// each its own run of characters.

// fate is what became of a printed cell.
type fate uint8

const (
	fateNone  fate = iota
	fateTaken      // a stage has it, and has not said yet what it gave
	fateLabel
	fateKey
	fateExtra
	fateRepair
	fateFinding
	fateFurniture
)

// kinds are the contract's words for fates.
var kinds = [...]schema.EntryKind{
	fateLabel: schema.EntryLabel, fateKey: schema.EntryKey, fateExtra: schema.EntryExtra, fateRepair: schema.EntryRepair,
	fateFinding: schema.EntryFinding, fateFurniture: schema.EntryFurniture,
}

// reason says why a cell is what it is, for entries that no path explains.
type reason uint8

const (
	whyNothing reason = iota
	whyFieldLabel
	whyColumnHead
	whyHeading
	whySum
	whyHeadAgain
	whyBlank
	whyTemplate
	whyUnused
	whyPage
	whyNumber
	whySame
	whyGarbled
	whyRagged
	whyOption
	whyMoney
	whyUnread
	whyAbove
	whyOtherYear
)

var reasons = [...]schema.Text{
	whyNothing:    {},
	whyFieldLabel: {ZH: "栏目名", EN: "label of a field"},
	whyColumnHead: {ZH: "列名", EN: "head of a column"},
	whyHeading:    {ZH: "分组标题", EN: "heading"},
	whySum:        {ZH: "合计行", EN: "row of sums"},
	whyHeadAgain:  {ZH: "续页重复的表头", EN: "header printed again"},
	whyBlank:      {ZH: "未填", EN: "left blank"},
	whyTemplate:   {ZH: "模板文字", EN: "text of the template"},
	whyUnused:     {ZH: "没有指标的级次", EN: "level without an indicator"},
	whyPage:       {ZH: "页眉页脚", EN: "page furniture"},
	whyNumber:     {ZH: "序号", EN: "row number"},
	whySame:       {ZH: "与已读内容相同", EN: "says the same again"},
	whyGarbled:    {ZH: "重复的残缺标签", EN: "garbled copy of a label"},
	whyRagged:     {ZH: "行内单元格不齐", EN: "in a row with cells missing"},
	whyOption:     {ZH: "未选中的选项", EN: "option not ticked"},
	whyMoney:      {ZH: "金额单位", EN: "unit of amounts"},
	whyUnread:     {ZH: "没有读懂", EN: "not read"},
	whyOtherYear:  {ZH: "与标题的年份不同", EN: "another year than the title's"},
	whyAbove:      {ZH: "表以上的文字", EN: "stands above the form"},
}

// account is what became of a printed cell.
type account struct {
	given     *[]string
	fate      fate
	why       reason
	entire    bool // a key has all of its text
	partly    bool // keys have a part of it, and the rest says more
	unprinted bool // it is no printed cell

	has bool // a stage has read it
	row bool // that stage is a table of indicators
}

// keys are the paths of those that the cell gave; most give none, or none yet.
func (a *account) keys() []string {
	if a.given == nil {
		return nil
	}
	return *a.given
}

// whole reports whether a text holds all that is printed in a cell, and not a run
// of its characters.
func (c *cell) whole(text string) bool {
	return c.own().unprinted || strings.Contains(text, c.own().Text)
}

// free reports whether a text that a cell printed may go to a key: a run of
// characters goes to one key, whatever its row, and to those that schema's fields
// read from that one's text.
func (c *cell) free(path, text string) bool {
	e := c.own()
	of := e.keys()
	if len(of) == 0 || !e.entire && !c.whole(text) {
		return true
	}
	for _, p := range []string{of[0], of[len(of)-1]} {
		if !schema.SameField(p, path) && !schema.Derived(p, path) {
			return false
		}
	}
	return true
}

// take marks a cell as read by a stage that will say later what it gave.
func (c *cell) take() { c.is(fateTaken, whyNothing) }

// taken reports whether a stage has the cell. Two cells made of one printed line
// are taken one by one.
func (c *cell) taken() bool { return c.has }

// is says what a cell is. It never takes a key from one.
func (c *cell) is(f fate, why reason) {
	c.has = true
	c.own().mark(f, why)
	for _, e := range c.more() {
		e.mark(f, why)
	}
}

// furniture says that a cell, if there is one, is no part of the form's text.
func (c *cell) furniture(why reason) {
	if c != nil {
		c.is(fateFurniture, why)
	}
}

// gives says that a cell gave a key its text.
func (c *cell) gives(f fate, path, text string) {
	c.has = true
	own := c.own()
	own.gave(f, path)
	own.entire = own.entire || c.whole(text)
	for _, e := range c.more() {
		e.gave(f, path)
	}
}

func (a *account) gave(f fate, path string) {
	of := a.keys()
	if len(of) > 0 && of[len(of)-1] == path {
		return
	}
	a.fate, a.why = f, whyNothing
	if a.given == nil {
		a.given = &[]string{path}
		return
	}
	*a.given = append(of, path)
}

func (a *account) mark(f fate, why reason) {
	if a.given == nil && (a.fate <= fateTaken || f > fateTaken) {
		a.fate, a.why = f, why
	}
}

// unread reports whether nothing says what became of the cell. A dash that nobody
// asked for is a blank.
func (c *cell) unread() bool {
	if c.unprinted {
		return false
	}
	if c.fate <= fateTaken && blankAmount(c.Text) {
		c.fate, c.why = fateFurniture, whyBlank
	}
	return c.fate <= fateTaken
}

// entries visits the printed cells that have the accounts of some rows, each once.
func entries(areas []area, visit func(e *cell)) {
	seen := map[*cell]bool{} // of lines that stand in several cells
	for _, a := range areas {
		for _, s := range a.t.skipped {
			if a.from <= s.row && s.row < a.to {
				visit(s.line)
			}
		}
		for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
			for _, c := range a.t.rows[row] {
				if c.Row != row {
					continue
				}
				if a.t.made {
					for _, e := range c.accounts() {
						if !seen[e] {
							seen[e] = true
							visit(e)
						}
					}
					continue
				}
				visit(c.own())
			}
		}
	}
}

// region gives the rows of a form: from its first to the last of its tables, and
// what belongs to it behind them.
func (doc *document) region(s *section) []area {
	end := s.end()
	out := doc.between(s.start, end)
	for _, a := range doc.around(s) {
		if from := (position{a.t.index, a.from}); !from.before(end) {
			out = append(out, a)
		}
	}
	return out
}

// account lists what became of the cells of a form: of all, or for one of the
// projects of a list those of its rows and those that gave it a key.
func (f *form) account(b *builder, project int) []schema.AccountEntry {
	var out []schema.AccountEntry
	others := map[*cell]int{} // the project whose rows a cell begins in
	if b.gave != nil {
		for i, t := range f.trees {
			rows := []area{{t.rows[0].t, t.rows[0].row, t.rows[len(t.rows)-1].row + 1}}
			entries(rows, func(e *cell) { others[e] = i })
		}
	}
	for _, c := range f.lent {
		var of []string
		for _, path := range []string{"title", "year"} {
			if slices.Contains(c.own().keys(), path) {
				of = append(of, path)
			}
		}
		out = append(out, c.own().public(of))
	}
	entries(f.region, func(e *cell) {
		if e.unprinted || e.squeezed() == "" {
			return
		}
		of := e.keys()
		if b.gave != nil {
			of = b.gave[e]
			if len(of) == 0 && others[e] != project {
				return
			}
		}
		out = append(out, e.public(of))
	})
	return out
}

// maxRepeated is how far back a key is looked for that a cell gave twice.
const maxRepeated = 8

// public is the account of a printed cell as the contract prints it, with the keys that
// it gave.
func (c *cell) public(of []string) schema.AccountEntry {
	a := schema.AccountEntry{Text: c.Text, Entry: schema.EntryFinding, Why: reasons[whyUnread].ZH}
	if !c.unread() {
		a.Entry, a.Why = kinds[c.fate], reasons[c.why].ZH
	}
	for _, p := range of {
		if !slices.Contains(a.Of[max(0, len(a.Of)-maxRepeated):], p) {
			a.Of = append(a.Of, p)
		}
	}
	if at := c.Place(); !at.IsZero() {
		a.At = &at
	}
	return a
}

// maxNamed is how many cells a finding names.
const maxNamed = 40

// unread is the finding about the cells of a form that nothing was made of; ok
// is false where there are none.
func unread(areas []area, index int) (f schema.Finding, ok bool) {
	var left []*cell
	entries(areas, func(e *cell) {
		if e.unread() || e.partly {
			left = append(left, e)
		}
	})
	if len(left) == 0 {
		return f, false
	}
	f = schema.ExtractUnread.Told(len(left), listed(left)).Finding()
	f.Declaration = &index
	if at := left[0].Place(); !at.IsZero() {
		f.At = &at
	}
	return f, true
}

// listed names cells by their text and place.
func listed(cells []*cell) []string {
	var out []string
	for _, c := range cells[:min(len(cells), maxNamed)] {
		text := "“" + short(c.Text) + "”"
		if at := c.Place(); !at.IsZero() {
			text += " (" + at.String() + ")"
		}
		out = append(out, text)
	}
	if len(cells) > maxNamed {
		out = append(out, "…")
	}
	return out
}

// maxShort is how many characters of a text a message shows.
const maxShort = 40

func short(text string) string {
	r := []rune(squeeze(text))
	if len(r) > maxShort {
		return string(r[:maxShort]) + "…"
	}
	return string(r)
}
