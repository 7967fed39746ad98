package form

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// The costs of cutting a run of lines into names and values.
const (
	continuedLine = 1.0 // a further line of a cell, less where the line before was full
	fullLine      = 0.3
	unlikelyValue = 1.0 // a value that reads as no value
	plainWords    = 0.3 // a value of a few words
	unlikelyName  = 1.5 // a name that reads as a number
	missingValue  = 3.0
	// openMargin is the difference in cost below which a cut is open.
	openMargin = 0.4
	// maxCell is how many lines a name or a value may take; maxRun bounds the
	// lines between two labels: more are no table.
	maxCell = 4
	maxRun  = 200
)

// cutting is the best way to cut the lines up to some point.
type cutting struct {
	cost        float64
	name, value int // lines of the last row
	// next is the cost of the runner-up, with its lines.
	next                float64
	nextName, nextValue int
}

// cut parts the lines between two level labels into rows: name, value, name,
// value, each of one or more lines. Where another way is as good, the rows say so.
func (s *stream) cut(lines []token) []streamRow {
	widest := 0
	for _, l := range lines {
		widest = max(widest, lineLength(l))
	}
	best := make([]cutting, len(lines)+1)
	for end := 1; end <= len(lines); end++ {
		b := cutting{cost: math.Inf(1), next: math.Inf(1)}
		for name := 1; name <= maxCell && name <= end; name++ {
			for value := 0; value <= maxCell && name+value <= end; value++ {
				from := end - name - value
				cost := best[from].cost + s.values.rowCost(lines[from:end], name, widest)
				switch {
				case cost < b.cost:
					b = cutting{cost, name, value, b.cost, b.name, b.value}
				case cost < b.next:
					b.next, b.nextName, b.nextValue = cost, name, value
				}
			}
		}
		best[end] = b
	}
	var rows []streamRow
	for end := len(lines); end > 0; {
		b := best[end]
		from := end - b.name - b.value
		r := streamRow{name: lines[from : from+b.name], value: lines[from+b.name : end]}
		if b.next-b.cost < openMargin {
			r.alternative = joined(lines[end-b.nextName-b.nextValue : end-b.nextValue])
		}
		rows = append(rows, r)
		end = from
	}
	for i, j := 0, len(rows)-1; i < j; i, j = i+1, j-1 {
		rows[i], rows[j] = rows[j], rows[i]
	}
	return rows
}

func tokenTexts(tokens []token) []string {
	var out []string
	for _, t := range tokens {
		out = append(out, strings.TrimSpace(t.text))
	}
	return out
}

func lineLength(t token) int { return utf8.RuneCountInString(strings.TrimSpace(t.text)) }

// rowCost is how unlikely it is that lines are a name of some lines and a value.
func (m memo) rowCost(lines []token, name, widest int) float64 {
	cost := wrapCost(lines[:name], widest) + wrapCost(lines[name:], widest)
	if m.strong(joined(lines[:name])) {
		cost += unlikelyName
	}
	value := joined(lines[name:])
	switch {
	case value == "":
		cost += missingValue
	case m.strong(value):
	case utf8.RuneCountInString(value) <= 6:
		cost += plainWords
	default:
		cost += unlikelyValue
	}
	return cost
}

func joined(lines []token) string { return strings.Join(tokenTexts(lines), "") }

// wrapCost is the cost of the lines of one cell after its first.
func wrapCost(lines []token, widest int) float64 {
	cost := 0.0
	for i := 1; i < len(lines); i++ {
		if lineLength(lines[i-1])*5 >= widest*4 && widest >= 6 {
			cost += fullLine
			continue
		}
		cost += continuedLine
	}
	return cost
}

// valueMarks are the characters of which a value that is known by its form has one.
const valueMarks = "0123456789０１２３４５６７８９零一二两三四五六七八九十百千万亿年月日≥≤<>=＝＞＜≧≦优"

// maxValue is the length in bytes beyond which a text is no plain value.
const maxValue = 120

// strongValue reports whether a text is a value by its form: a number with its
// unit or comparator, an interval, a date, a scale.
func strongValue(text string) bool {
	if len(text) > maxValue || !strings.ContainsAny(text, valueMarks) {
		return false
	}
	v := value.Parse(text, value.Context{})
	switch v.Kind {
	case schema.KindInterval, schema.KindDeadline, schema.KindScale:
		return true
	case schema.KindQuantity:
		return v.Subject == "" || !v.OpImplied
	}
	return false
}

// memo remembers which texts are values.
type memo map[string]bool

// maxMemo is how many texts of a document are read to tell values from names; no
// book of forms has as many, and beyond it a comparator or a % is the sign.
const maxMemo = 20000

func (m memo) strong(text string) bool {
	known, ok := m[text]
	if ok {
		return known
	}
	if len(m) >= maxMemo {
		return len(text) <= maxValue && strings.ContainsAny(text, "≥≤<>=%")
	}
	known = strongValue(text)
	m[text] = known
	return known
}
