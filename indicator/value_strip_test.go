package indicator

import "github.com/pbt-cli/pbt/schema"

// stripText is a reading without its texts, clauses included.
func stripText(v schema.Value) schema.Value {
	v.Text = ""
	var clauses []*schema.Value
	for _, c := range v.Clauses {
		s := stripText(*c)
		clauses = append(clauses, &s)
	}
	v.Clauses = clauses
	return v
}
