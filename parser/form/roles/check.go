package roles

import (
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// doubt notes what the cells leave open; columns are those that may be what the
// question asks for.
func (t *table) doubt(q Question, rows []int, zh, en string, columns ...int) {
	d := Doubt{Question: q, Rows: rows, Why: schema.Text{ZH: zh, EN: en}, columns: columns}
	if len(columns) > 0 {
		d.Head = t.columns[columns[0]].head
	}
	t.doubts = append(t.doubts, d)
}

func (t *table) refuse(q Question, rows []int, zh, en string) {
	t.hard = append(t.hard, Doubt{Question: q, Rows: rows, Why: schema.Text{ZH: zh, EN: en}})
}

// check fills the doubts and the broken constraints, once for each solution.
func (t *table) check() {
	if t.checked {
		return
	}
	t.checked, t.doubts, t.hard = true, nil, nil
	again := t.namesRepeat()
	t.projects(again)
	t.checkNames(again)
	t.checkLevels()
	t.checkTargets()
	t.checkInside()
	t.checkHead()
	t.account()
	if t.margin < minMargin {
		t.rivalDoubt()
	}
	if t.total < minSure && !t.continues && !t.sibling {
		t.doubt(AskColumn, nil, "表头和内容都不足以确认这是绩效指标表", "neither the heads nor the cells show well that this is a table of indicators")
	}
	if len(t.lost) > 0 {
		t.doubt(AskText, nil, fmt.Sprintf("表内有 %d 个单元格未读入，如“%s”", len(t.lost), cut(t.lost[0].flat)),
			fmt.Sprintf("%d cells of the block were not read, such as %s", len(t.lost), cut(t.lost[0].flat)))
		t.doubts[len(t.doubts)-1].cells = t.lost
	}
}

// cut shortens a text for a message.
func cut(s string) string {
	r := []rune(s)
	if len(r) <= 20 {
		return s
	}
	return string(r[:20]) + "…"
}

// rows gives the indexes of the rows that satisfy a condition.
func (t *table) where(is func(i int, r *row) bool) []int {
	var out []int
	for i := range t.read {
		if is(i, &t.read[i]) {
			out = append(out, i)
		}
	}
	return out
}

// namesRepeat reports whether any name stands twice in the table, under whatever
// labels: the quick look at the many where none does.
func (t *table) namesRepeat() bool {
	seen := make(map[string]struct{}, len(t.read))
	named := 0
	for i := range t.read {
		if called := t.read[i].called; called != "" {
			seen[called] = struct{}{}
			named++
		}
	}
	return len(seen) < named
}

// projects finds a column that divides the table into projects, where a name
// stands twice under one label without it. again is false where no name comes back.
func (t *table) projects(again bool) {
	t.key = -1
	twice := again && t.namedTwice()
	runs, firsts := 0, map[string]bool{}
	for i := range t.read {
		if r := &t.read[i]; i == 0 || t.read[i-1].first() != r.first() {
			runs++
			firsts[r.first()] = true
		}
	}
	if !twice && runs == len(firsts) {
		return
	}
	for j, k := range t.columns {
		if t.uses(j) || !k.nests || k.textual < .5 && k.share(prose) < .5 {
			continue
		}
		labels := t.labels(j)
		all := map[[4]string]bool{}
		for i := range t.read {
			r := &t.read[i]
			all[[4]string{flatOf(labels[i]), r.first(), r.second(), r.called}] = true
		}
		if len(all) == len(t.read) {
			t.key = j
			return
		}
	}
}

// namedTwice reports whether a name stands twice under one label.
func (t *table) namedTwice() bool {
	seen := map[[3]string]bool{}
	for i := range t.read {
		r := &t.read[i]
		k := [3]string{r.first(), r.second(), r.called}
		if r.called != "" && seen[k] {
			return true
		}
		seen[k] = true
	}
	return false
}

func flatOf(c *Cell) string {
	if c == nil {
		return ""
	}
	return c.flat
}

// keys are the project of each row, "" where the table holds one.
func (t *table) keys() func(i int) string {
	if t.key < 0 {
		return func(int) string { return "" }
	}
	labels := t.labels(t.key)
	return func(i int) string { return flatOf(labels[i]) }
}

const (
	// mostLevelNames is the share of names that may be those of levels, as 满意度 is.
	mostLevelNames = .2
	// mostLevelNamesKnown is that under a head that is known to be the names'.
	mostLevelNamesKnown = .5
)

func (t *table) checkNames(again bool) {
	if rows := t.where(func(_ int, r *row) bool { return r.called == "" }); rows != nil {
		if 5*len(rows) > len(t.read) {
			t.refuse(AskColumn, rows, "许多行没有指标名称", "many rows have no name")
		} else {
			t.doubt(AskText, rows, "有的行没有指标名称", "some rows have no name")
		}
	}
	if rows := t.repeated(again); rows != nil {
		t.refuse(AskColumn, rows, "同一级次下有重复的指标名称", "a name stands twice under one label")
	}
	k := t.columns[t.name]
	most := mostLevelNames
	if k.is(roleName) {
		most = mostLevelNamesKnown
	}
	if k.share(level1, level2, levelAny) > most {
		t.refuse(AskLevel2, nil, "指标名称列里多是级次名称", "the names are the names of levels")
	}
	if k.share(quantity, bare, deadline) > .4 {
		t.refuse(AskColumn, nil, "指标名称列里多是数值", "the names are values")
	}
	begin := t.where(func(_ int, r *row) bool { return t.front(r) != "" })
	if len(begin) > 1 && float64(len(begin)) >= .3*float64(len(t.read)) {
		t.doubt(AskLevel2, begin, "指标名称以级次名称开头", "names begin with the name of a level")
	}
}

// repeated are the rows whose name stands a second time under one label. again is
// false where no name comes back.
func (t *table) repeated(again bool) []int {
	if !again {
		return nil
	}
	key := t.keys()
	seen := map[[4]string]bool{}
	return t.where(func(i int, r *row) bool {
		k := [4]string{key(i), r.first(), r.second(), r.called}
		had := seen[k]
		seen[k] = true
		return had && r.called != ""
	})
}

// front is the name of a level that the name of a row begins with and goes on after,
// "" where it does not.
func (t *table) front(r *row) string {
	if r.name != nil && r.called == r.name.called() {
		return r.name.levelInFront()
	}
	return t.d.levelInFront(r.called)
}

// checkLevels names the rows without a level, labels that stand where no profile has
// them, and levels that no row is under.
func (t *table) checkLevels() {
	t.checkMissing()
	if bad := t.where(func(_ int, r *row) bool {
		return r.first() != "" && r.first() == r.second() && !t.d.ownChild(r.first())
	}); bad != nil {
		t.doubt(AskLevel2, bad, "二级指标与一级指标相同", "a label stands under itself")
	}
	strange := false // of the row before: most have its labels
	if bad := t.where(func(i int, r *row) bool {
		if i == 0 || !r.labeledAs(&t.read[i-1]) {
			strange = t.d.foreign(r.second(), r.first())
		}
		return strange
	}); bad != nil {
		t.doubt(AskLevel2, bad, "没有任何表样把这个二级指标放在这个一级指标之下", "no profile has this second level under this first one")
	}
	t.checkTree()
	if len(t.read) <= 2 && !t.anyLevel() && !t.sibling {
		t.doubt(AskLevel1, nil, "只有一两行，且没有级次", "a table of one or two rows without levels")
	}
	t.checkBands()
	if len(t.side) > 0 && t.label == nil && hasLevel(t.side) {
		t.doubt(AskLevel1, nil, "表旁的级次没有用上", "a level beside the table was not used")
	}
}

// labeledAs reports whether two rows have the same labels.
func (r *row) labeledAs(o *row) bool { return r.first() == o.first() && r.second() == o.second() }

// checkMissing names the rows that have no label of a level.
func (t *table) checkMissing() {
	n := len(t.read)
	first := t.where(func(_ int, r *row) bool { return r.first() == "" })
	second := t.where(func(_ int, r *row) bool { return r.second() == "" })
	switch {
	case len(first) == n && len(second) == n:
		t.doubt(AskLevel1, nil, "没有找到一级、二级指标", "no level was found")
	case len(first) > 0:
		t.doubt(AskLevel1, first, "有的行没有一级指标", "some rows have no first level")
	}
	if t.second < 0 && len(second) > 0 && len(second) < n {
		t.doubt(AskLevel2, second, "只有部分行有二级指标", "only some rows have a second level")
	}
}

// checkBands names the bands that are no label of a row.
func (t *table) checkBands() {
	if len(t.bands) == 0 {
		return
	}
	labels := map[string]bool{}
	for i := range t.read {
		labels[t.read[i].first()], labels[t.read[i].second()] = true, true
	}
	for _, b := range t.bands {
		if !labels[b.c.plain()] {
			t.doubt(AskLevel1, nil, fmt.Sprintf("通栏“%s”之下没有指标", cut(b.c.flat)), fmt.Sprintf("the band %s is no label of a row", cut(b.c.flat)))
		}
	}
}

func hasLevel(cells []*Cell) bool {
	for _, c := range cells {
		if c.level() {
			return true
		}
	}
	return false
}

// anyLevel reports whether the table shows a level that the profiles know.
func (t *table) anyLevel() bool {
	for i := range t.read {
		for _, c := range t.read[i].labels {
			if c != nil && c.known {
				return true
			}
		}
	}
	for _, k := range t.columns {
		if k.is(roleFirst) || k.is(roleSecond) {
			return true
		}
	}
	return false
}

// checkTree looks for labels that come back and for inner ones under two outer
// ones.
func (t *table) checkTree() {
	key := t.keys()
	over := map[[2]string]string{}     // an outer label of each inner one
	several := map[[2]string]bool(nil) // inner labels of two outer ones
	runs := map[[2]string]bool{}
	var back []int
	last := [2]string{"\x00"}
	for i := range t.read {
		r := &t.read[i]
		if i > 0 && r.labeledAs(&t.read[i-1]) && key(i) == last[0] {
			continue
		}
		k := [2]string{key(i), r.second()}
		if outer, met := over[k]; !met {
			over[k] = r.first()
		} else if outer != r.first() {
			if several == nil {
				several = map[[2]string]bool{}
			}
			several[k] = true
		}
		run := [2]string{key(i), r.first()}
		if run != last && runs[run] {
			back = append(back, i)
		}
		runs[run], last = true, run
	}
	if back != nil {
		t.doubt(AskLevel1, back, "一级指标隔行又出现", "a first level comes back")
	}
	bad := t.where(func(i int, r *row) bool {
		return several != nil && r.second() != "" && several[[2]string{key(i), r.second()}] && !(r.labels[1] != nil && r.labels[1].class() == levelAny)
	})
	if bad != nil {
		t.doubt(AskLevel2, bad, "同一个二级指标在两个一级指标之下", "a second level stands under two first ones")
	}
}

func (t *table) checkTargets() {
	missing := t.where(func(_ int, r *row) bool { return r.target == nil })
	if len(missing) > 0 && float64(len(missing)) > .3*float64(len(t.read)) {
		t.refuse(AskTarget, missing, "多数行没有指标值", "many rows have no target")
	} else if len(missing) > 0 {
		t.doubt(AskTarget, missing, "有的行没有指标值", "some rows have no target")
	}
	n, values := 0, 0
	for _, j := range t.target {
		for _, c := range t.columns[j].own {
			n++
			if c.class().targety() {
				values++
			}
		}
	}
	if 2*values < n {
		t.doubt(AskTarget, nil, "指标值列里多半不是值", "few of the targets are values")
	}
}

func (t *table) checkHead() {
	heads, namedHead, own := "", false, ""
	for _, k := range t.columns {
		heads += k.all
		namedHead = namedHead || k.known
		for _, c := range k.own {
			if k.head != "" && c.flat == k.head {
				own = k.head
			}
		}
	}
	if !t.continues && !namedHead && !known.indicators.MatchString(heads) && t.knownLabels() < 2 {
		t.doubt(AskColumn, nil, "表头里没有认识的词", "no word of the head is known")
	}
	if own != "" {
		t.doubt(AskColumn, nil, fmt.Sprintf("表头“%s”也是该列的内容", cut(own)), fmt.Sprintf("the head %s is also a cell of its column", cut(own)))
	}
}

// knownLabels counts the different labels that profiles know.
func (t *table) knownLabels() int {
	seen := map[string]bool{}
	for i := range t.read {
		for _, c := range t.read[i].labels {
			if c != nil && c.known {
				seen[c.plain()] = true
			}
		}
	}
	return len(seen)
}

// rivalDoubt names the columns in which the best reading and the runner-up differ.
func (t *table) rivalDoubt() {
	r := t.rival
	head := func(j int) string {
		if j < 0 {
			return "—"
		}
		return t.columns[j].all
	}
	var zh, en []string
	add := func(q, e string, a, b int) {
		if a != b {
			zh = append(zh, fmt.Sprintf("%s：%s 或 %s", q, head(a), head(b)))
			en = append(en, fmt.Sprintf("%s: %s or %s", e, head(a), head(b)))
		}
	}
	add("名称", "name", t.name, r.name)
	add("指标值", "target", t.target[0], r.target[0])
	add("一级", "level 1", t.first, r.first)
	add("二级", "level 2", t.second, r.second)
	ask, of := t.target[0], AskTarget
	for _, d := range []struct {
		of   Question
		a, b int
	}{{AskLevel2, t.second, r.second}, {AskLevel1, t.first, r.first}, {AskColumn, t.name, r.name}, {AskTarget, t.target[0], r.target[0]}} {
		if d.a != d.b {
			ask, of = max(d.a, d.b), d.of
		}
	}
	t.doubt(AskColumn, nil, "列的含义不止一种读法（"+strings.Join(zh, "；")+"）", "the columns can be read in more than one way ("+strings.Join(en, "; ")+")")
	d := &t.doubts[len(t.doubts)-1]
	d.Head, d.rival = t.columns[ask].head, of
}

// foreign reports whether profiles know both names and none has the inner one
// under the outer one.
func (d *reader) foreign(inner, outer string) bool {
	if inner == "" || outer == "" {
		return false
	}
	return d.words.Foreign(d.norm(inner), d.norm(outer))
}

// ownChild reports whether a level may stand under a level of the same name.
func (d *reader) ownChild(name string) bool {
	n := d.norm(name)
	return d.words.Depths(n)&3 == 3 && !d.words.Foreign(n, n)
}
