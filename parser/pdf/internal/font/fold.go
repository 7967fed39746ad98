package font

import "github.com/pbt-cli/pbt/indicator"

// foldIdeograph gives the ideograph that a radical or a compatibility ideograph
// stands for.
func foldIdeograph(r rune) string { return indicator.Fold(string(r)) }
