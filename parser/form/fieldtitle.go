package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// evidentTitle reads a form's title where it is in words that are none by
// themselves: the first line above its labels that shows to be one, best one with a
// year and the word performance.
func (f *fieldReader) evidentTitle(around []area) {
	var best *cell
	rank := 0
	for _, a := range around {
		for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
			cells := a.t.filled(row)
			if len(cells) == 0 {
				continue
			}
			if titleLike(cells[0].squeezed()) != "" {
				if best == nil || rank < 3 {
					return // its own words say so
				}
				break
			}
			if !f.d.evidentTitle(a.t, row) {
				continue
			}
			s, r := cells[0].squeezed(), 0
			if len(yearsIn(s)) > 0 {
				r += 2
			}
			if strings.Contains(s, performance) {
				r++
			}
			if r > rank {
				best, rank = cells[0], r
			}
		}
	}
	if best == nil {
		return
	}
	f.title = &hit{text: strings.Trim(squeeze(best.Text), "#*"), from: []*cell{best}, repairs: best.Repairs(), doubts: best.Doubts()}
	f.namesYear(best, titleYear(best.squeezed()))
	best.take()
}

// heading reads a row that is a title, a year, a unit of money, or several of
// these, and nothing else.
func (f *fieldReader) heading(t *table, row int) bool {
	cells := t.filled(row)
	if len(cells) == 0 || len(cells) > 4 || cells[0].taken() || cells[0].Row != row {
		return false
	}
	if t.Spans == grid.Open && len(cells) > 1 && f.brokenYear(cells) {
		return true
	}
	for _, c := range cells {
		if c.Row != row || !isHeading(c) {
			return false
		}
	}
	for _, c := range cells {
		f.headingCell(c)
	}
	return true
}

// isHeading reports whether a cell is a title, a year or a unit of money.
func isHeading(c *cell) bool {
	s := strings.TrimLeft(c.squeezed(), listMarks)
	if titleLike(s) != "" {
		return true
	}
	y := arabicYears(s)
	return headingYear.MatchString(y) || yearLine.MatchString(y) || words.EmptyYear.Has(s) || moneyLine.MatchString(s)
}

// brokenYear reads a year line that was cut over cells: "( 202", "0年度)".
func (f *fieldReader) brokenYear(cells []*cell) bool {
	var b strings.Builder
	var raw []string
	for _, c := range cells {
		b.WriteString(c.squeezed())
		raw = append(raw, c.Text)
	}
	m := yearLine.FindStringSubmatch(b.String())
	if m == nil || f.year != nil {
		return false
	}
	y := m[1] + m[2]
	f.year = &hit{key: KeyYear, text: y, from: cells, repairs: []schema.Repair{{
		Path: "year", From: strings.Join(raw, "\t"), To: y, Why: "cut-cell", Confidence: 1,
	}}}
	return true
}

func (f *fieldReader) headingCell(c *cell) bool {
	s := strings.TrimLeft(c.squeezed(), listMarks)
	if title := titleLike(s); title != "" {
		if f.title == nil {
			f.title = &hit{text: title, from: []*cell{c}, doubts: c.Doubts()}
			f.title.text = printedTitle(c.Text, title)
		} else if foldedFlat(f.title.text) == title {
			c.furniture(whySame)
		}
		f.namesYear(c, titleYear(s))
		if rest := s[strings.Index(s, title)+len(title):]; strings.Contains(rest, ":") {
			f.titleTail(c, rest)
		}
		return true
	}
	if m := headingYear.FindStringSubmatch(arabicYears(s)); m != nil {
		f.head = &hit{text: m[1], from: []*cell{c}}
		return true
	}
	if m := yearLine.FindStringSubmatch(arabicYears(s)); m != nil {
		if f.namesYear(c, m[1]+m[2]) {
			f.year.doubts = c.Doubts()
		} else if f.year.text == m[1]+m[2] {
			c.furniture(whySame)
		} else {
			c.is(fateFinding, whyOtherYear)
		}
		return true
	}
	if words.EmptyYear.Has(s) {
		c.is(fateLabel, whyFieldLabel)
		return true
	}
	if moneyLine.MatchString(s) {
		return f.amountsIn(c, s)
	}
	return false
}

// namesYear notes the year that a heading names, "" for none, and reports whether it
// is the first.
func (f *fieldReader) namesYear(c *cell, year string) bool {
	if year == "" {
		return false
	}
	f.years = append(f.years, year)
	if f.year != nil {
		return false
	}
	f.year = &hit{key: KeyYear, text: year, from: []*cell{c}}
	return true
}

// doubtYear doubts the year where the headings of a form name several.
func (f *fieldReader) doubtYear() {
	var others []string
	for _, y := range f.years {
		if y != f.year.text && !slices.Contains(others, y) {
			others = append(others, y)
		}
	}
	if len(others) > 0 {
		f.year.doubts = append(f.year.doubts, grid.Doubt{
			Question: schema.QuestionText, Alternatives: others,
			Why: schema.Text{ZH: "标题和年度行的年份不同", EN: "the headings name different years"},
		})
	}
}

// titleTail reads what stands behind a title on its line: 单位:万元.
func (f *fieldReader) titleTail(c *cell, rest string) {
	if m := moneyLine.FindString(rest); m != "" {
		f.amountsIn(c, m)
		return
	}
	if name, value, ok := strings.Cut(strings.TrimLeft(rest, "()0123456789年度"), ":"); ok {
		if key := f.d.label(labelNorm(name)); key != KeyNone {
			f.hits = append(f.hits, hit{key: key, label: name, text: value, from: []*cell{c}})
		}
	}
}

// printedTitle is the title as printed, without the spaces and breaks in it.
func printedTitle(text, title string) string {
	s := squeeze(text)
	folded := fold.Text(s)
	if utf8.RuneCountInString(folded) != utf8.RuneCountInString(s) {
		return title
	}
	i := strings.Index(folded, title)
	if i < 0 {
		return title
	}
	from := utf8.RuneCountInString(folded[:i])
	runes := []rune(s)
	return string(runes[from : from+utf8.RuneCountInString(title)])
}
