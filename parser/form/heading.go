package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// What a form is called is said in more words than any list holds. A line is its
// title by what it shows: it stands alone above the fields, is no label and no
// sentence, and names a year beside a word that such titles speak of, or performance.

const (
	// minHeading and maxHeading are the lengths of such a title in runes.
	minHeading = 4
	maxHeading = 60
	// maxBesideHeading is the length in runes beyond which a lone text below a line
	// is what that line is the label of.
	maxBesideHeading = 30
	// minTitleSpan is how many columns a title covers that a label may be called by.
	minTitleSpan = 3
)

// performance is the word that a title without a year must say.
const performance = "绩效"

// inSentence are the marks of sentences and of labels with their texts; numberedLine
// and noteLine are lines that part a text or stand below a table.
const inSentence = "。;!?,:"

var (
	numberedLine = pattern.MustCompile(`^(\(?[一二三四五六七八九十]{1,3}[)、.．]|\(?\d{1,2}[)、.．]|第[一二三四五六七八九十]{1,3}(部分|章|节)|[①-⑩]|(附表|表|图)\d)`)
	// yearAnywhere is a year that a text names, but for one of a date; the first group is
	// the beginning of a range that it ends.
	yearAnywhere = pattern.MustCompile(`(20\d\d年?度?[-—–~～至到])?(20\d\d)(年度|年(\D|$))`)
	yearRange    = pattern.MustCompile(`20\d\d年?度?[-—–~～至到]20\d\d`)
)

// yearsIn are the years that a folded text names, each once; a range is none.
func yearsIn(folded string) []string {
	var out []string
	for _, m := range yearAnywhere.FindAllStringSubmatch(arabicYears(folded)) {
		if year := m[2]; m[1] == "" && (len(out) == 0 || out[len(out)-1] != year) {
			out = append(out, year)
		}
	}
	return out
}

// hanYear is a year of this century in Han digits: 二〇二五年.
var hanYear = pattern.MustCompile(`二[〇○零][〇○零一二三四五六七八九]{2}年`)

// arabicYears is a text with the first year in Han digits in others: 二〇二五年度 gives
// 2025年度.
func arabicYears(folded string) string {
	if !strings.Contains(folded, "二") {
		return folded
	}
	printed := hanYear.FindString(folded)
	if printed == "" {
		return folded
	}
	digits, width := fold.HanSequence(printed)
	return strings.ReplaceAll(folded, printed, digits+printed[width:])
}

// saysYear reports whether a text may say the year of a form: it names one, and speaks
// of what forms do.
func saysYear(c *cell) bool { return len(yearsIn(c.squeezed())) > 0 && words.Titled.In(c.squeezed()) }

// titleYear is the fiscal year that a title names: before 年, else in brackets or at
// its end.
func titleYear(folded string) string {
	if years := yearsIn(folded); len(years) > 0 {
		return years[0]
	}
	if yearRange.MatchString(folded) {
		return ""
	}
	if m := yearInTitle.FindStringSubmatch(arabicYears(folded)); m != nil {
		return m[1]
	}
	return ""
}

// evidentTitle reports whether a row is a form's title by what it shows.
func (d *dictionary) evidentTitle(t *table, row int) bool {
	cells := t.filled(row)
	if len(cells) == 0 || cells[0].Row != row || !titleRow(t, cells) || !d.titleWords(cells[0]) {
		return false
	}
	if t.Prose {
		return true
	}
	for below := row + 1; below < len(t.rows); below++ {
		if next := t.filled(below); len(next) > 0 {
			return d.standsOver(cells[0], next)
		}
	}
	return false
}

// standsOver reports whether a line may be the title over the next row: a line over one
// long text is its label, as one that is called like a field is over texts alone.
func (d *dictionary) standsOver(line *cell, next []*cell) bool {
	switch text := next[0].squeezed(); {
	case d.label(next[0].norm()) != KeyNone, strings.Contains(text, ":"), utf8.RuneCountInString(text) <= maxBesideHeading:
		return true
	default:
		return len(next) > 1 && d.label(line.norm()) == KeyNone
	}
}

// titleWords reports whether a text is one that a title may have.
func (d *dictionary) titleWords(c *cell) bool {
	s := attachment.ReplaceAllString(strings.Trim(c.squeezed(), "#*"), "")
	if n := utf8.RuneCountInString(s); n < minHeading || n > maxHeading || strings.ContainsAny(s, inSentence) {
		return false
	}
	if numberedLine.MatchString(c.squeezed()) || words.Note.Begins(s) || headingYear.MatchString(arabicYears(s)) || yearLine.MatchString(arabicYears(s)) {
		return false
	}
	if key := d.label(c.norm()); key != KeyNone && key.family() != "goals" || d.inVocabulary(c.norm()) || compares(s) {
		return false
	} else if key != KeyNone && (c.Row > 0 || c.ColSpan < minTitleSpan && titleYear(s) == "") || key == KeyNone && d.column(c.norm()) != RoleNone {
		return false // 绩效目标 is a title only where it heads the table
	}
	if strings.Contains(s, performance) {
		return true
	}
	if titleYear(s) == "" {
		return false
	}
	return words.Titled.In(s)
}

// pairLine reports whether a row holds nothing but labels with their texts, known
// ones or not, or nothing at all.
func (d *dictionary) pairLine(t *table, row int) bool {
	cells := t.filled(row)
	if t.Prose || len(cells) == 1 && t.Spans == grid.Open {
		return len(cells) == 0 || d.isPair(cells[0])
	}
	return len(cells) != 1 || d.isPair(cells[0])
}

// fieldBelow reports whether a cell below a table is the label of a field with its
// text, and no label of a level.
func (d *dictionary) fieldBelow(c *cell) bool {
	name, rest, ok := cutColon(c.Text)
	return ok && rest != "" && d.isPair(c) && !d.inVocabulary(labelNorm(name)) && !d.inVocabulary(labelNorm(rest))
}

// isNote reports whether a cell begins as notes do.
func isNote(c *cell) bool { return words.Note.Begins(strings.TrimLeft(c.squeezed(), listMarks)) }

// listMarks are what lists print in front of a line.
const listMarks = "-*+•·●○■◆▪►➢"

// isPair reports whether a cell is a label with its text behind a colon.
func (d *dictionary) isPair(c *cell) bool {
	name, rest, ok := cutColon(bullet.ReplaceAllString(c.Text, ""))
	return ok && (d.label(labelNorm(name)) != KeyNone || strangeName(name) && utf8.RuneCountInString(rest) <= maxStrangeText)
}
