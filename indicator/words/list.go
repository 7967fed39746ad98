package words

import "strings"

// List is a list of words of labels.tsv or values.tsv.
type List uint8

// The lists of labels.tsv. Texts that are asked about are folded and hold no spaces.
const (
	BelowTable   List = iota // labels that open the rows below an indicator table
	FieldEnd                 // how labels of fields end that no profile has
	OpensForm                // labels that begin a form: one printed anew begins another form
	LevelEnd                 // how most names of levels end
	ColumnHead               // what the heads of columns hold
	Continued                // says that a table goes on
	EmptyYear                // a year line that nobody filled in
	ProjectHead              // what the head of a list's projects speaks of
	Titled                   // what a title speaks of
	NoProject                // in front of 绩效目标 in a title: a kind of form, no project
	NoProjectEnd             // how what is no project ends there: an office, a place
	Note                     // how a note below or beside a table begins
	Grade                    // a grade that a threshold is printed for
	Ditto                    // stands for what the row above has in its column
	MoneyUnit                // units of money that forms print, the longer ones first
	WholeTerm                // of the whole term of a project
	OtherYear                // of another year, or of half a one
	EarlyYear                // as the year began
	ThisYear                 // of the year
	Adjusted                 // of the year, as adjusted
	Superseded               // as it was before a change
	Superseding              // as it is after one
	LowerBound               // a column of least targets
	UpperBound               // a column of greatest targets
	Up                       // more is better
	Down                     // less is better
	Neutral                  // neither is
	Qualitative              // a target in words
	Quantitative             // a target in figures
	HelpSheet                // in the name of a sheet that explains a form and is none
	FillingIn                // Guide behind one of these is an example sheet, too
	Guide                    // told beside FillingIn
	GuideSheet               // the name of a sheet whose form is an example
	Example                  // how a template begins a row that shows how to fill it in
	ToFillIn                 // whether a column must be filled in
	Hint                     // how what a template says of a column begins

	// The lists of values.tsv.
	Changes    // verbs of change, and how their names end
	Differs    // how a number differs from a baseline: 比去年多5次
	DateVerbs  // what happens at a date
	Reports    // what an office reacts to
	Events     // dates of the year that the calendar moves or an office knows
	DoneVerbs  // says that what a number measures is done
	Actions    // verbs in front of a count of something
	MeasureEnd // how the names of measures end
	ToFall     // how names of what is to fall end: 能耗降低率
	NoneOf     // stands in front of what must not happen
	Vague      // what no one can check
	Rises      // says that something grows or gets better
	Falls      // says that something shrinks
	Timely     // of the class timeliness
	Compliant  // of the class compliance
	Milestone  // of the class milestone
	Sound      // of the class soundness
	State      // of the class state
	BadStart   // how nouns of what should not happen begin
	BadEnd     // and how they end, beside those of names.tsv
	Hedges     // weaken the word behind them: 基本健全 is less than 健全
	Boosts     // strengthen it: 显著提升 is more than 提升
	Ranks      // say that a place follows: 位列第3名
	RankAmong  // whom a place is among: 全市前三

	lists // how many there are
)

// Scales are scales of grades, each with the best grade first. They must not be
// changed.
func Scales() [][]string { return scales }

// Words are the words of the list. They must not be changed.
func (l List) Words() []string { return listed[l] }

// Pattern is a regular expression of the words, in brackets that capture nothing.
func (l List) Pattern() string { return "(?:" + strings.Join(listed[l], "|") + ")" }

// Has reports whether a text is one of the words.
func (l List) Has(text string) bool {
	for _, w := range listed[l] {
		if w == text {
			return true
		}
	}
	return false
}

// In reports whether a text holds one of the words.
func (l List) In(text string) bool {
	for _, w := range listed[l] {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// Begins reports whether a text begins with one of the words.
func (l List) Begins(text string) bool {
	for _, w := range listed[l] {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// Ends reports whether a text ends with one of the words.
func (l List) Ends(text string) bool {
	for _, w := range listed[l] {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}
