package rules_test

import (
	"fmt"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// A set checks a document; its findings have their places and messages.
func ExampleSet_Check() {
	set, err := rules.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	doc := &schema.Document{Declarations: []*schema.Declaration{{
		Form: "mof88-project", Year: 2024,
		Funds:      schema.Funds{Total: "100", TotalFiscal: "90", TotalOther: "5"},
		Indicators: []*schema.Indicator{},
	}}}
	budget := func(id string) bool { return strings.HasPrefix(id, "budget.") }
	for _, f := range set.Check(doc, rules.CheckOptions{Select: budget}) {
		f.Localize(schema.EN)
		fmt.Println(f.Severity, f.Rule, f.Path)
	}
	// Output: error budget.sum-total funds.total
}
