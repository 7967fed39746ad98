package form

// Every printed cell of a form's region ends in one entry: the stages write down
// what they made of it as they go, and what is left without one at the end was
// not read.

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
	whyPageFurniture
	whyRowNumber
	whySame
	whyWitness
	whyRagged
	whyGarbled
	whyOption
)

// entry is the account of one printed cell.
type entry struct {
	fate fate
	why  reason
	of   []string // the paths that it gave
}

// take marks a cell as read by a stage that will say later what it gave.
func (c *cell) take() { c.mark(fateTaken, whyNothing) }

// is says what a cell is that gives no key.
func (c *cell) is(f fate, why reason) { c.mark(f, why) }

// taken reports whether a stage has the cell. Two cells made of one printed line
// are taken one by one.
func (c *cell) taken() bool { return c.has }

// gives says that a cell gave a key its text.
func (c *cell) gives(f fate, path string) {
	c.own.gives(f, path)
	for _, e := range c.more {
		e.gives(f, path)
	}
}

func (c *cell) mark(f fate, why reason) {
	c.has = true
	c.own.mark(f, why)
	for _, e := range c.more {
		e.mark(f, why)
	}
}

func (e *entry) gives(f fate, path string) {
	if len(e.of) > 0 && e.of[len(e.of)-1] == path {
		return
	}
	e.fate, e.why = f, whyNothing
	e.of = append(e.of, path)
}

// mark never takes a key from a cell.
func (e *entry) mark(f fate, why reason) {
	if len(e.of) == 0 && (e.fate <= fateTaken || f > fateTaken) {
		e.fate, e.why = f, why
	}
}
