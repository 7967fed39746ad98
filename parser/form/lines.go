package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// The text layer of a PDF, copied, holds one cell a line: labels and values
// follow one another, a long cell takes several lines, and nothing but the words
// tells them apart. stream.go makes a table of such a stream again: fields from
// known labels, level labels from the vocabulary, and what lies between two level
// labels cut into names and values.

// token is a line of the stream, or a part of one.
type token struct {
	text, norm string
	c          *cell // the printed line
	// other is how the cell that begins here reads where its lines are parted
	// otherwise, "" where nothing is open.
	other string
	more  []*cell // further lines of a label that was joined
}

// lines are the printed lines of a token.
func (t token) lines() []*cell { return append([]*cell{t.c}, t.more...) }

// stream is a run of tokens being made into a table of columns columns.
type stream struct {
	d      *dictionary
	tokens []token
	g      *grid.Grid
	// printed are the lines that each cell of the table was made of.
	printed [][]*cell
	// parents are the names of level 1 that a level-2 name may stand below.
	parents map[string][]string
	values  memo
	// further are the columns behind the target; uneven is true once lines do not
	// fill them all: then nothing tells which cells are blank.
	further int
	uneven  bool
}

// streamColumns is the width of the tables made of streams: fields take two
// columns a pair, indicators four.
const streamColumns = 4

// amountAndMore is a line on which the end of one cell and the label of the next
// stand together: 10,308,000.00 年度资金申请总额.
var amountAndMore = pattern.MustCompile(`^\s*([\d,，]+(?:\.\d+)?)\s+(\S.*)$`)

// unstream gives a table of lines as one of columns where they hold a form with
// one cell a line, else nil.
func unstream(t *table, p *Profiles) *table {
	if !t.Prose {
		return nil
	}
	s := &stream{d: p.all, values: memo{}, g: &grid.Grid{Name: t.Name, Cols: streamColumns, Page: t.Page, Hidden: t.Hidden}}
	for _, c := range t.cells.all() {
		s.add(c)
	}
	at, found := 0, false
	for {
		header, end := s.findHeader(at)
		if header < 0 {
			break
		}
		if !found {
			s.parents = p.parents()
		}
		found = true
		s.fields(at, header)
		s.header(header, end)
		at = s.body(end)
	}
	if !found || s.uneven {
		return nil
	}
	s.fields(at, len(s.tokens))
	out := newTable(s.g, t.index, t.lex)
	out.made = true
	for i, c := range out.cells.all() {
		c.unprinted = true // no printed cell itself
		c.of(s.printed[i]...)
	}
	out.skip(t)
	return out
}

// skip notes the printed lines that no cell of a table was made of, with the row that
// they stand behind.
func (t *table) skip(lines *table) {
	row := map[*cell]int{}
	for _, c := range t.cells.all() {
		for _, e := range c.accounts() {
			row[e] = c.Row
		}
	}
	last := 0
	for _, c := range lines.cells.all() {
		r, used := row[c.own()]
		if used {
			last = r
			continue
		}
		if words.IsPageNumber(c.Text) {
			c.is(fateFurniture, whyPage)
		}
		t.skipped = append(t.skipped, skipped{last, c.own()})
	}
}

func (s *stream) add(c *cell) {
	if c.Text != "" && strings.Trim(c.Text, "|｜¦ \t") == "" { // bars of columns, each on a line of its own
		c.is(fateFurniture, whyBlank)
		return
	}
	if p := amountAndMore.FindStringSubmatch(c.Text); p != nil && s.d.label(labelNorm(p[2])) != KeyNone {
		for _, text := range p[1:] {
			norm := labelNorm(text)
			s.tokens = append(s.tokens, token{text: text, norm: norm, c: c})
		}
		return
	}
	s.tokens = append(s.tokens, token{text: c.Text, norm: c.norm(), c: c})
}

// findHeader finds the next run of lines that are the header of an indicator
// table: level 1, level 2, name and value, each on its own line, or on two.
func (s *stream) findHeader(from int) (start, end int) {
next:
	for i := from; i+streamColumns <= len(s.tokens); i++ {
		end := i
		for _, roles := range streamHeads {
			n := s.head(end, roles)
			if n == 0 {
				continue next
			}
			end += n
		}
		s.further = 0
		for end < len(s.tokens) && s.d.column(s.tokens[end].norm) != RoleNone && !s.isGroup(end) {
			s.further, end = s.further+1, end+1
		}
		if s.further > maxFurther {
			continue
		}
		for k := i; k < i+streamColumns; k++ { // a head on two lines becomes one token
			if n := s.head(k, streamHeads[k-i]); n > 1 {
				s.tokens = slices.Replace(s.tokens, k, k+n, joinTokens(s.tokens[k:k+n]))
				end -= n - 1
			}
		}
		return i, end
	}
	return -1, -1
}

// streamHeads are the roles that the heads of a stream's columns have.
var streamHeads = [streamColumns][]Role{{RoleLevel1}, {RoleLevel2}, {RoleLevel3, RoleName, RoleContent}, {RoleValue}}

// head is how many lines from i on are the head of a column of one of some roles, 0
// for none.
func (s *stream) head(i int, roles []Role) int {
	whole := ""
	for n := 1; n <= 2 && i+n <= len(s.tokens); n++ {
		whole += s.tokens[i+n-1].norm
		if slices.Contains(roles, s.d.column(whole)) {
			return n
		}
	}
	return 0
}

// isGroup reports whether a line is a heading down the left edge, or the first
// line of one.
func (s *stream) isGroup(i int) bool {
	_, n := s.group(i)
	return n > 0
}

// group reads a heading down the left edge (绩效指标), on up to maxPieces lines.
func (s *stream) group(i int) (text string, n int) {
	whole := ""
	for k := 0; k < maxPieces && i+k < len(s.tokens); k++ {
		whole += s.tokens[i+k].norm
		if s.d.label(whole) == KeyGroup && strings.Contains(whole, "绩效") && !s.d.inVocabulary(whole) {
			text, n = whole, k+1
		}
	}
	return text, n
}

// put sets a cell in the row at hand.
func (s *stream) put(col, cols, rows int, tokens ...token) *grid.Cell {
	var lines []string
	for _, t := range tokens {
		lines = append(lines, strings.TrimSpace(t.text))
	}
	c := grid.Cell{Row: s.g.Rows, Col: col, RowSpan: rows, ColSpan: cols, Text: strings.Join(lines, "\n")}
	var printed []*cell
	var repairs []schema.Repair
	var doubts []grid.Doubt
	for _, t := range tokens {
		printed = append(printed, t.lines()...)
		repairs = append(repairs, t.c.Repairs()...)
	}
	if len(tokens) > 0 {
		c.Spot = tokens[0].c.Spot
		doubts = append(otherLines(tokens[0].other), tokens[0].c.Doubts()...)
	}
	c.Note(repairs, doubts)
	s.g.Cells, s.printed = append(s.g.Cells, c), append(s.printed, printed)
	return &s.g.Cells[len(s.g.Cells)-1]
}

// otherLines is the doubt of a cell whose lines may be parted otherwise.
func otherLines(other string) []grid.Doubt {
	if other == "" {
		return nil
	}
	return []grid.Doubt{{
		Alternatives: []string{other},
		Why:          schema.Text{ZH: "各行的归属不能确定", EN: "its lines may be parted otherwise"},
	}}
}

func (s *stream) header(start, end int) {
	for k := start; k < end; k++ {
		s.put(k-start, 1, 1, s.tokens[k])
	}
	s.g.Cols = max(s.g.Cols, end-start)
	s.g.Rows++
}

// label is how many lines from i on are a known label of a field together, 0 for
// none: the most lines win.
func (s *stream) label(i, end int) int {
	n, whole := 0, ""
	for k := 0; k < maxPieces && i+k < end; k++ {
		whole += s.tokens[i+k].text
		norm := labelNorm(whole)
		if norm == "" || utf8.RuneCountInString(norm) > maxUnknownLabel {
			break
		}
		if s.d.label(norm) != KeyNone {
			n = k + 1
		}
	}
	return n
}

// fields makes rows of the lines [at, end): a label beside its value. Labels that
// follow one another wait for as many texts.
func (s *stream) fields(at, end int) {
	var waiting [][]token
	seen := map[Key]int{}
	for i := at; i < end; {
		n := s.label(i, end)
		if n == 0 {
			s.line(s.tokens[i])
			i++
			continue
		}
		waiting = append(waiting[:0], s.tokens[i:i+n])
		i += n
		from := i
		for i < end && !s.heading(i) {
			if n := s.label(i, end); n > 0 {
				if i > from {
					break
				}
				waiting = append(waiting, s.tokens[i:i+n])
				i += n
				from = i
				continue
			}
			i++
		}
		s.pairs(waiting, s.tokens[from:i], seen)
	}
}

// heading reports whether a line is a title, a year or a unit of money: no part of
// a text.
func (s *stream) heading(i int) bool {
	flat := squeeze(fold.Text(s.tokens[i].text))
	return titleLike(flat) != "" || headingYear.MatchString(flat) || moneyLine.MatchString(flat) ||
		yearLine.MatchString(flat) && strings.ContainsAny(flat, "年(")
}

// line keeps a line that no label goes before: a title, a year.
func (s *stream) line(t token) {
	s.put(0, streamColumns, 1, t)
	s.g.Rows++
}

// pairs gives the labels their values. The last label owns the text; where it is
// a goal with a goal before it, their texts follow one another.
func (s *stream) pairs(labels [][]token, lines []token, seen map[Key]int) {
	last := len(labels) - 1
	if last > 0 && s.isGoal(labels[last]) && s.isGoal(labels[last-1]) {
		first, second := s.twoTexts(lines)
		for _, l := range labels[:last-1] {
			s.line(joinTokens(l))
		}
		s.pair(labels[last-1], first, 0)
		s.pair(labels[last], second, 0)
		return
	}
	for _, l := range labels[:last] {
		s.line(joinTokens(l))
	}
	key := s.d.label(labelNorm(joinTokens(labels[last]).text))
	col := 0
	// 财政资金 and 其他资金 are printed first for the total, then for the year.
	if seen[key]++; key == KeyAnnual || key.family() == "funds" && seen[key] > 1 {
		col = 2
	}
	value, rest := s.oneCell(key, lines)
	s.pair(labels[last], value, col)
	for ; len(rest) > 1; rest = rest[2:] {
		s.pair(rest[:1], rest[1:2], 0)
	}
	if len(rest) > 0 {
		s.line(rest[0])
	}
}

// oneCell parts the lines of a short field from a label that nobody knows and its
// value behind them. The lines of a cell are full but for the last; where one is
// not and more follow, the cell ends before or after it, so that pairs are left.
func (s *stream) oneCell(key Key, lines []token) (value, rest []token) {
	if key.family() == "goals" || key.family() == "narrative" {
		return lines, nil
	}
	for i := 1; i+1 < len(lines); i++ {
		if lineLength(lines[i]) >= lineLength(lines[0]) {
			continue
		}
		i += (len(lines) - i) % 2
		lines[0].other = joined(lines)
		return lines[:i], lines[i:]
	}
	return lines, nil
}

func (s *stream) isGoal(label []token) bool {
	return s.d.label(labelNorm(joinTokens(label).text)).family() == "goals"
}

func (s *stream) pair(label, value []token, col int) {
	s.put(col, 1, 1, joinTokens(label))
	if len(value) > 0 {
		s.put(col+1, 1, 1, value...)
	}
	s.g.Rows++
}

func joinTokens(tokens []token) token {
	t := tokens[0]
	for _, u := range tokens[1:] {
		t.text += u.text
		t.more = append(t.more, u.c)
	}
	t.norm = labelNorm(t.text)
	return t
}

// twoTexts cuts lines into two texts: at a closing quote before an opening one,
// else behind the only line that ends a sentence. Where several or none might be
// it, the lengths of the lines tell, and the cut is said to be open.
func (s *stream) twoTexts(lines []token) (first, second []token) {
	var ends []int
	for i := 1; i < len(lines); i++ {
		before, after := strings.TrimSpace(lines[i-1].text), strings.TrimSpace(lines[i].text)
		if strings.HasSuffix(before, `"`) && strings.HasPrefix(after, `"`) {
			return lines[:i], lines[i:]
		}
		if strings.HasSuffix(before, "。") {
			ends = append(ends, i)
		}
	}
	if len(lines) < 2 {
		return lines, nil
	}
	if len(ends) == 1 {
		return lines[:ends[0]], lines[ends[0]:]
	}
	if len(ends) == 0 || len(ends) > maxRun {
		ends = ends[:0]
		for i := 1; i < min(len(lines), maxRun); i++ {
			ends = append(ends, i)
		}
	}
	best, other := ends[0], ends[len(ends)-1]
	for _, e := range ends {
		if spread(lines[:e])+spread(lines[e:]) < spread(lines[:best])+spread(lines[best:]) {
			best, other = e, best
		}
	}
	lines[0].other, lines[best].other = joined(lines[:other]), joined(lines[other:])
	return lines[:best], lines[best:]
}

// spread is how far the lengths of a text's lines lie apart, but for the last,
// which may be short.
func spread(lines []token) int {
	longest, out := 0, 0
	for _, l := range lines {
		longest = max(longest, lineLength(l))
	}
	for _, l := range lines[:len(lines)-1] {
		out += longest - lineLength(l)
	}
	return out
}

// level is how many lines from i on are a level's label together, and at which
// depths; 0 for none: the most lines win.
func (s *stream) level(i int) (n int, norm string) {
	whole := ""
	for k := 0; k < maxPieces && i+k < len(s.tokens); k++ {
		t := s.tokens[i+k]
		if t.norm == "" || utf8.RuneCountInString(t.norm) > maxLabel/2 {
			break
		}
		whole += t.norm
		if s.d.inVocabulary(whole) {
			n, norm = k+1, whole
		}
	}
	return n, norm
}

// streamRow is an indicator with the labels printed since the one before it.
type streamRow struct {
	level1, level2 []token
	missing        string // level 1 that was not printed
	name, value    []token
	further        []token // one a column behind the target
	alternative    string  // another name that the lines may give, where that is as likely
}

// body makes rows of the lines from i on, and gives the line after the last.
func (s *stream) body(i int) int {
	var rows []streamRow
	var l1, l2 []token
	var missing, above string
	for i < len(s.tokens) {
		if _, n := s.group(i); n > 0 {
			for _, t := range s.tokens[i : i+n] {
				t.c.is(fateLabel, whyHeading)
			}
			i += n
			continue
		}
		if n, norm := s.level(i); n > 0 {
			printed := s.tokens[i : i+n]
			i += n
			if s.outer(norm, above, i) {
				l1, l2, missing, above = printed, nil, "", norm
				continue
			}
			l2 = printed
			if p := s.parent(norm, above); p != "" {
				l1, missing, above = nil, p, labelNorm(p)
			}
			continue
		}
		end := s.runEnd(i)
		if end == i || end-i > maxRun {
			break
		}
		cut := s.cut
		if s.further > 0 {
			cut = s.filled
		}
		for k, r := range cut(s.tokens[i:end]) {
			if k == 0 {
				r.level1, r.level2, r.missing = l1, l2, missing
			}
			rows = append(rows, r)
		}
		l1, l2, missing = nil, nil, ""
		i = end
	}
	s.rows(rows)
	return i
}

// maxFurther is how many columns behind the target a stream may have.
const maxFurther = 4

// filled cuts lines into indicators that fill every column of the table; where some
// line is missing or stands elsewhere the stream is not read.
func (s *stream) filled(lines []token) []streamRow {
	width := 2 + s.further
	if len(lines)%width != 0 {
		s.uneven = true
		return nil
	}
	var out []streamRow
	for ; len(lines) > 0; lines = lines[width:] {
		name, target := lines[0].text, lines[1].text
		if s.values.strong(name) || !s.values.strong(target) && value.Classify(target).Class == value.ClassNone {
			s.uneven = true
			return nil
		}
		out = append(out, streamRow{name: lines[:1], value: lines[1:2], further: lines[2:width]})
	}
	return out
}

// outer reports whether a label is one of level 1. Where the vocabulary knows it
// on both levels (成本指标, 满意度指标), it is where a label of level 2 follows that
// stands below it, or where it cannot stand below the level 1 printed last.
func (s *stream) outer(norm, above string, next int) bool {
	if !s.d.isLevel(norm, 0) || !s.d.isLevel(norm, 1) {
		return s.d.isLevel(norm, 0)
	}
	if n, below := s.level(next); n > 0 && slices.Contains(s.parents[below], norm) {
		return true
	}
	return !slices.Contains(s.parents[norm], above)
}

// parent is the level 1 of a level-2 label, where that cannot stand below the one
// printed last and its own was not printed.
func (s *stream) parent(norm, above string) string {
	all := s.parents[norm]
	if len(all) == 0 || slices.Contains(all, above) {
		return ""
	}
	return all[0]
}

// levelParents maps the folded names of level 2 to those of level 1 that they stand
// below, in order of the profiles.
func (p *Profiles) levelParents() map[string][]string {
	out := map[string][]string{}
	for _, q := range p.list {
		for _, l1 := range q.Levels {
			outer := foldedNames(l1)
			for _, l2 := range l1.Children {
				for _, inner := range foldedNames(l2) {
					out[inner] = append(out[inner], outer...)
				}
			}
		}
	}
	return out
}

// runEnd is the end of the lines of names and values from i on: the next level
// label, or what does not belong to the table any more.
func (s *stream) runEnd(i int) int {
	for ; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if n, _ := s.level(i); n > 0 {
			return i
		}
		if _, n := s.group(i); n > 0 {
			return i
		}
		name, _, colon := cutColon(t.text)
		flat := squeeze(fold.Text(t.text))
		if titleLike(flat) != "" || words.BelowTable.Has(t.norm) || s.d.label(t.norm) != KeyNone || colon && (words.BelowTable.Has(labelNorm(name)) || s.d.label(labelNorm(name)) != KeyNone) || words.IsPageNumber(t.text) && flat == "" {
			return i
		}
	}
	return i
}

// rows puts indicators into the table: labels over the rows up to the next one.
func (s *stream) rows(rows []streamRow) {
	span := func(i int, begins func(streamRow) bool) int {
		n := 1
		for i+n < len(rows) && !begins(rows[i+n]) {
			n++
		}
		return n
	}
	begins1 := func(r streamRow) bool { return r.level1 != nil || r.missing != "" }
	begins2 := func(r streamRow) bool { return begins1(r) || r.level2 != nil }
	for i, r := range rows {
		if begins1(r) {
			c := s.put(0, 1, span(i, begins1), r.level1...)
			if r.level1 == nil {
				c.Text, c.Spot = r.missing, r.level2[0].c.Spot
				c.Note([]schema.Repair{{To: r.missing, Why: "label-missing", Confidence: 0.9}}, nil)
			}
		}
		if r.level2 != nil {
			s.put(1, 1, span(i, begins2), r.level2...)
		}
		name := s.put(2, 1, 1, r.name...)
		name.Note(name.Repairs(), otherLines(r.alternative))
		if len(r.value) > 0 {
			s.put(3, 1, 1, r.value...)
		}
		for k, t := range r.further {
			s.put(streamColumns+k, 1, 1, t)
		}
		s.g.Rows++
	}
}
