package pile

import (
	"math"

	"github.com/shopspring/decimal"
)

// cents is an amount in yuan as whole cents; what is no amount, or larger than
// any budget, counts as nothing.
func cents(yuan string) int64 {
	d, err := decimal.NewFromString(yuan)
	if err != nil || len(yuan) > 24 {
		return 0
	}
	d = d.Mul(decimal.NewFromInt(100)).Round(0)
	if d.Abs().GreaterThan(decimal.NewFromInt(math.MaxInt64 / 1_000_000)) {
		return 0
	}
	return d.IntPart()
}

func yuan(cents int64) string {
	if cents == 0 {
		return ""
	}
	return decimal.New(cents, -2).String()
}
