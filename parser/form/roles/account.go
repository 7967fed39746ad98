package roles

import (
	"fmt"
	"math"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// whole are the sums that weights have.
var whole = []float64{100, 90, 80, 10}

// account explains every column that carries no role; what is not explained is
// a doubt.
func (t *table) account() {
	open := t.levelOpen()
	for j, k := range t.columns {
		if t.uses(j) || len(k.own) == 0 || j == t.key {
			continue
		}
		name := k.called()
		switch {
		case open && j < t.name && !k.known && k.textual > .6 && !k.serial:
			t.doubt(AskLevel2, nil, fmt.Sprintf("“%s”列可能是一级级次", name), fmt.Sprintf("the column %s may be a level", name), j)
		case t.explains(k):
		case k.share(quantity, bare, deadline) >= .4 || k.targety >= .3 && t.fillsGap(k):
			t.doubt(AskColumn, nil, fmt.Sprintf("“%s”列也是数值，不知它说的是什么", name), fmt.Sprintf("the column %s holds values, too, and nothing says what they are", name), j)
		case k.share(level1, level2, levelAny) >= .5:
			t.doubt(AskLevel2, nil, fmt.Sprintf("“%s”列也是级次名称", name), fmt.Sprintf("the column %s holds names of levels, too", name), j)
		}
	}
}

// called is what a person calls a column: by its head, or by its letter where it has none.
func (k *column) called() string {
	if head := cut(k.all); head != "" {
		return head
	}
	letters := ""
	for n := k.at + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// levelOpen reports whether a level is missing: no column, no band and nothing
// beside the table is one.
func (t *table) levelOpen() bool {
	first := t.first >= 0 || t.bandsOf(1) || t.label != nil || t.carried[0] != nil
	second := t.second >= 0 || t.bandsOf(2) || t.carried[1] != nil
	return !first || !second
}

// fillsGap reports whether a column has a cell where a row has no target.
func (t *table) fillsGap(k *column) bool {
	for i := range t.read {
		if k.cells[i] != nil && t.read[i].target == nil {
			return true
		}
	}
	return false
}

// explains reports whether a column without a role is plainly something else.
func (t *table) explains(k *column) bool {
	if k.is(roleOther) && k.role != "actual" || k.comparators() || k.units() {
		return true
	}
	if t.key >= 0 && (k.nests || k.runs <= t.columns[t.key].runs) {
		return true
	}
	if t.weightLike(k) {
		return true
	}
	last := t.columns[t.target[len(t.target)-1]]
	y, ty := yearHead.FindStringSubmatch(k.head), yearHead.FindStringSubmatch(last.head)
	if y != nil && ty != nil && ty[1] == t.d.year && y[1] != ty[1] {
		return true
	}
	if known.seasons.MatchString(k.head) && !known.seasons.MatchString(last.head) {
		return true
	}
	if known.earlier.MatchString(k.all) && !known.earlier.MatchString(last.all) || k.before(last) {
		return true
	}
	if k.texts == 1 && len(k.own) >= 4 {
		return true
	}
	return t.besides(k)
}

// before reports whether a column holds what a target was before a change, and another
// what it is after it.
func (k *column) before(after *column) bool {
	return known.superseding.MatchString(after.all) && !known.superseding.MatchString(k.all)
}

// weightLike reports whether a column numbers the rows or adds up to a whole.
func (t *table) weightLike(k *column) bool {
	list, ok := k.numbers()
	if !ok {
		return false
	}
	sum, counts := 0.0, true
	for i, v := range list {
		sum += v
		counts = counts && v == float64(i+1)
	}
	for _, w := range whole {
		if math.Abs(sum-w) < .6 {
			return true
		}
	}
	return counts
}

var ownComparator = pattern.MustCompile(`[≥≤<>=%]|不|至少|以上|以内|大于|小于|等于|超过|低于`)

// besides reports whether a column is all dates, or all bare amounts, beside a
// target that carries its own comparators.
func (t *table) besides(k *column) bool {
	n, own, dates, bares := 0, 0, 0, 0
	for _, j := range t.target {
		for _, c := range t.columns[j].own {
			n++
			switch {
			case c.class() == quantity && ownComparator.MatchString(c.flat):
				own++
			case c.class() == deadline:
				dates++
			case c.class() == bare:
				bares++
			}
		}
	}
	compared := false
	for _, o := range t.columns {
		compared = compared || o.comparators()
	}
	compared = compared && bares > 0 && !known.earlier.MatchString(k.all) && t.columns[t.target[0]].is(roleTarget)
	if k.fill <= .9 || float64(own) < .4*float64(n) && !compared {
		return false
	}
	return k.share(deadline) >= .9 && 2*dates < n || k.share(bare) >= .95 && 2*bares < n
}

// checkInside looks at what stands inside a cell beside the thing itself. What
// can be divided is divided when the table is handed over; here is named what
// cannot.
func (t *table) checkInside() {
	t.checkTaken()
	rows := t.where(func(_ int, r *row) bool { return r.target != nil && t.severalThings(r.target) })
	if len(rows) > 0 && float64(len(rows)) >= .2*float64(len(t.read)) && !t.plans() {
		t.doubt(AskTarget, rows, fmt.Sprintf("指标值里不止一个值，如“%s”", cut(t.read[rows[0]].target.flat)),
			fmt.Sprintf("targets hold more than one thing, such as %s", cut(t.read[rows[0]].target.flat)))
	}
	k := t.columns[t.target[0]]
	if len(t.target) == 1 && len(k.own) >= 4 && k.serial {
		t.doubt(AskTarget, nil, "指标值列像是行号", "the targets look like row numbers")
	}
	lists := t.where(func(_ int, r *row) bool { return t.listCell(r.name) || t.listCell(r.target) })
	if lists != nil {
		t.doubt(AskText, lists, "一个单元格里有多条编号内容", "a cell holds a numbered list")
	}
}

func (t *table) listCell(c *Cell) bool {
	return c != nil && c.From != nil && c.Text() == c.From.Text && len(t.s.lists[c.id()]) > 1
}

// checkTaken names known heads of a level, a name or a target whose column was
// not taken.
func (t *table) checkTaken() {
	for j, k := range t.columns {
		if t.uses(j) || !k.known || k.prior > roleTarget || len(k.own) == 0 || k.serial || k.share(serial) == 1 || j == t.key {
			continue
		}
		if k.prior == roleTarget && (known.earlier.MatchString(k.all) || yearHead.MatchString(k.head)) || k.share(comparator, unit) >= .6 {
			continue
		}
		if k.role == "content" || k.prior == roleTarget && t.columns[t.target[0]].is(roleTarget) && t.otherTerm(k) {
			continue
		}
		t.doubt(AskColumn, nil, fmt.Sprintf("认识表头“%s”，但这一列没有用上", cut(k.head)), fmt.Sprintf("the head %s is known, but its column was not taken", cut(k.head)), j)
		t.doubts[len(t.doubts)-1].rival = questionOf[k.prior]
	}
}

// otherTerm reports whether a column's heads say that it is a target of another
// term than the form's year.
func (t *table) otherTerm(k *column) bool {
	last := t.columns[t.target[len(t.target)-1]]
	return k.before(last) || known.current.MatchString(last.all) && !known.current.MatchString(k.all)
}

var (
	partLabel = pattern.MustCompile(`\p{Han}{2,6}[:：]`)
	digit     = pattern.MustCompile(`\d`)
	done      = pattern.MustCompile(`完成|实际`)
	several   = pattern.MustCompile(`\d.*\d|[:：/;]`)
)

func (t *table) severalThings(c *Cell) bool {
	return partLabel.MatchString(c.flat) && digit.MatchString(c.flat) || done.MatchString(c.flat) && several.MatchString(c.flat)
}
