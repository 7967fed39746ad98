package compare

import (
	"math/big"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// unlisted are the fields that two years' forms differ in as a matter of course,
// and those that say how a form is printed, not what it declares.
var unlisted = map[string]bool{"form": true, "title": true, "year": true, "heading_year": true, "funds.printed_unit": true, "total_score": true}

// compareFields lists the typed fields that differ: what both forms print, and
// what one of them lost only where both are of one family.
func compareFields(old, new *schema.Declaration) []Field {
	var out []Field
	for _, f := range schema.Fields() {
		if unlisted[f.Path] {
			continue
		}
		a, b := f.Get(old), f.Get(new)
		if sameField(f, a, b) || (a == "" || b == "") && old.Form != new.Form {
			continue
		}
		x := Field{Path: f.Path, Old: a, New: b}
		if f.Kind == schema.FieldAmount {
			x.Change = moneyChange(a, b)
		}
		out = append(out, x)
	}
	return out
}

// sameField reports two readings of a field that do not differ: amounts as
// numbers, texts without spaces.
func sameField(f schema.Field, a, b string) bool {
	if f.Kind == schema.FieldAmount {
		x, ok := new(big.Rat).SetString(a)
		y, also := new(big.Rat).SetString(b)
		if ok && also {
			return x.Cmp(y) == 0
		}
	}
	return strings.TrimRight(fold.Plain(a), "。.") == strings.TrimRight(fold.Plain(b), "。.")
}

// moneyChange is the change of an amount in percent, empty where one is missing
// or was 0.
func moneyChange(a, b string) string {
	x, ok := new(big.Rat).SetString(a)
	y, also := new(big.Rat).SetString(b)
	if !ok || !also || x.Sign() == 0 {
		return ""
	}
	return percent(x, y)
}
