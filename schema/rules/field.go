package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/shopspring/decimal"
)

// field is a place of the declaration that a rule can name.
type field struct {
	name  string // path in the declaration: project.name
	label schema.Text
	get   func(*schema.Declaration) string
	money bool
	index int // in the set's list, from 1; 0 for an extra field
	// prose fields are long texts; a message quotes only their beginning.
	prose bool
}

// fields lists every field a rule can name, in the order of the form: the typed
// fields, and what stands for several of them or for a list.
func fields() []field {
	var out []field
	for i := range schema.Fields() {
		f := &schema.Fields()[i]
		if v, ok := before[f.Path]; ok {
			out = append(out, v)
		}
		out = append(out, field{
			name: f.Path, label: f.Label, get: f.Get,
			money: f.Kind == schema.FieldAmount, prose: f.Kind == schema.FieldProse,
		})
	}
	return out
}

// before are the fields that are no typed field, by the one that they stand
// before.
var before = map[string]field{
	"goals.overall": {
		name: "goals", label: say("绩效目标", "goals"), prose: true,
		get: func(d *schema.Declaration) string { return d.Goals.Overall + d.Goals.Annual },
	},
	"funds.printed_unit": {name: "funds", label: say("项目资金总额", "total funds"), money: true, get: anyFunds},
	"total_score":        {name: "funds.execution", label: say("预算执行情况", "budget execution"), get: executionText},
}

// anyFunds is the total, or, on a form that prints the year's money alone, that
// of the year.
func anyFunds(d *schema.Declaration) string {
	if d.Funds.Total == "" && d.Funds.TotalFiscal == "" && d.Funds.TotalOther == "" {
		return d.Funds.Year
	}
	return d.Funds.Total
}

func yearText(y int) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(y)
}

func executionText(d *schema.Declaration) string {
	if len(d.Funds.Execution) == 0 {
		return ""
	}
	return fmt.Sprintf("%d", len(d.Funds.Execution))
}

// fieldNames lists the names that a rule file may use.
func fieldNames(all []field) []string {
	out := make([]string, len(all))
	for i, f := range all {
		out[i] = f.name
	}
	return out
}

// extraField is a printed label with no typed home: extra[是否政府购买].
func extraField(name string) (field, bool) {
	label, ok := strings.CutPrefix(name, "extra[")
	label, closed := strings.CutSuffix(label, "]")
	if !ok || !closed || label == "" {
		return field{}, false
	}
	label = fold(label)
	return field{
		name:  name,
		label: schema.Text{ZH: label, EN: label},
		get: func(d *schema.Declaration) string {
			for _, p := range d.Extra {
				if strings.Contains(fold(p.Label), label) {
					return p.Text
				}
			}
			return ""
		},
	}, true
}

// yuan reads an amount; false where it is missing or no number.
func yuan(s string) (decimal.Decimal, bool) {
	if s == "" || len(s) > 40 {
		return decimal.Decimal{}, false
	}
	if n, ok := smallInt(s); ok {
		return decimal.New(n, 0), true
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() > 40 {
		return decimal.Decimal{}, false
	}
	return d, true
}

// plain prints a number without trailing zeros behind its point.
func plain(d decimal.Decimal) string {
	s := d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// pathOf is the field's path in the declaration; a printed pair with no typed
// home stands under extra.
func pathOf(fl *field) string {
	if strings.HasPrefix(fl.name, "extra[") {
		return "extra"
	}
	if fl.name == "funds" {
		return "funds.total"
	}
	return fl.name
}
