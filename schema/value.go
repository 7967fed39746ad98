package schema

import "github.com/pbt-cli/pbt/schema/yml"

// Kind says what sort of target a Value is.
type Kind string

// The kinds of a value.
const (
	KindQuantity    Kind = "quantity"
	KindInterval    Kind = "interval"
	KindDeadline    Kind = "deadline"
	KindReference   Kind = "reference"
	KindQualitative Kind = "qualitative"
	KindScale       Kind = "scale"
	KindCompound    Kind = "compound"
	KindBlank       Kind = "blank"
	KindUnparsed    Kind = "unparsed"
)

// kindWords are the kinds as people call them.
var kindWords = map[Kind]string{
	KindQuantity: "定量", KindInterval: "区间", KindDeadline: "期限", KindReference: "参照",
	KindQualitative: "定性", KindScale: "分档", KindCompound: "复合", KindBlank: "空白", KindUnparsed: "未能解析",
}

// In is the kind in a language.
func (k Kind) In(lang Lang) string {
	if zh := kindWords[k]; zh != "" && lang != EN {
		return zh
	}
	return string(k)
}

// Op is a comparator.
type Op string

// MarshalYAML quotes the comparator: a bare = is no string to YAML 1.1, and
// readers of that version are many.
func (o Op) MarshalYAML() (any, error) { return yml.Quoted(string(o)), nil }

// The comparators.
const (
	OpGE     Op = ">="
	OpGT     Op = ">"
	OpEQ     Op = "="
	OpLT     Op = "<"
	OpLE     Op = "<="
	OpApprox Op = "~"
)

// Value is a typed target or actual value of an indicator.
type Value struct {
	// Text is the cell as printed, without line breaks and wrap spaces.
	Text string `json:"text" yaml:"text"`
	Kind Kind   `json:"kind" yaml:"kind"`
	Op   Op     `json:"op,omitempty" yaml:"op,omitempty"`
	// OpImplied is true where a number stands without a comparator.
	OpImplied bool `json:"op_implied,omitempty" yaml:"op_implied,omitempty"`
	// Number is a decimal string as printed; separators and width folded.
	Number       string    `json:"number,omitempty" yaml:"number,omitempty"`
	Min          string    `json:"min,omitempty" yaml:"min,omitempty"`
	Max          string    `json:"max,omitempty" yaml:"max,omitempty"`
	MinExclusive bool      `json:"min_exclusive,omitempty" yaml:"min_exclusive,omitempty"`
	MaxExclusive bool      `json:"max_exclusive,omitempty" yaml:"max_exclusive,omitempty"`
	Unit         string    `json:"unit,omitempty" yaml:"unit,omitempty"`
	Per          string    `json:"per,omitempty" yaml:"per,omitempty"`
	Subject      string    `json:"subject,omitempty" yaml:"subject,omitempty"`
	Deadline     *Deadline `json:"deadline,omitempty" yaml:"deadline,omitempty"`
	Reference    string    `json:"reference,omitempty" yaml:"reference,omitempty"`
	Grades       []string  `json:"grades,omitempty" yaml:"grades,omitempty,flow"`
	Clauses      []*Value  `json:"clauses,omitempty" yaml:"clauses,omitempty"`
	Join         string    `json:"join,omitempty" yaml:"join,omitempty"`
	Note         string    `json:"note,omitempty" yaml:"note,omitempty"`
}

// Deadline is a point in time, a span of time, a time relative to an event, or
// a recurring time. Dates are ISO: 2020-12-31.
type Deadline struct {
	Date string `json:"date,omitempty" yaml:"date,omitempty"`
	// Precision is day, month, quarter, half or year.
	Precision string `json:"precision,omitempty" yaml:"precision,omitempty"`
	From      string `json:"from,omitempty" yaml:"from,omitempty"`
	To        string `json:"to,omitempty" yaml:"to,omitempty"`
	// Relative is the event: 合同签订后, with Number and Unit of the term.
	Relative  string `json:"relative,omitempty" yaml:"relative,omitempty"`
	Number    string `json:"number,omitempty" yaml:"number,omitempty"`
	Unit      string `json:"unit,omitempty" yaml:"unit,omitempty"`
	Recurring string `json:"recurring,omitempty" yaml:"recurring,omitempty"`
}
