package font

import (
	"github.com/pbt-cli/pbt/indicator/fold"
)

// foldIdeograph gives the ideograph that a radical or a compatibility ideograph
// stands for.
func foldIdeograph(r rune) string { return fold.Text(string(r)) }
