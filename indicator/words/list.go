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
	Titled                   // what a title speaks of
	Note                     // how a note below or beside a table begins
	Ditto                    // stands for what the row above has in its column
	MoneyUnit                // units of money that forms print, the longer ones first
	WholeTerm                // of the whole term of a project
	OtherYear                // of another year, or of half a one
	EarlyYear                // as the year began
	ThisYear                 // of the year
	Adjusted                 // of the year, as adjusted
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
	lists                    // how many there are
)

var listNames = [lists]string{
	"below-table", "field-end", "opens-form", "level-end", "column-head", "continued", "empty-year", "titled", "note", "ditto", "money",
	"whole-term", "other-year", "early-year", "this-year", "adjusted",
	"lower-bound", "upper-bound", "up", "down", "neutral", "qualitative", "quantitative",
	"help-sheet", "filling-in", "guide", "guide-sheet", "example", "to-fill-in", "hint",
}

var listed = readLists()

func readLists() [lists][]string {
	named := map[string]List{}
	for l, name := range listNames {
		named[name] = List(l)
	}
	var out [lists][]string
	for f := range rows("labels.tsv") {
		l, ok := named[f[0]]
		if !ok {
			panic("labels.tsv: no list " + f[0])
		}
		out[l] = append(out[l], strings.Fields(f[1])...)
	}
	return out
}

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
