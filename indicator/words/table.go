package words

import (
	_ "embed" // for the tables
	"iter"
	"strings"
)

// The tables, as they are in the program: nothing of them is copied.
var (
	//go:embed comparators.tsv
	comparatorsTable string
	//go:embed fillers.tsv
	fillersTable string
	//go:embed furniture.tsv
	furnitureTable string
	//go:embed labels.tsv
	labelsTable string
	//go:embed loose.tsv
	looseTable string
	//go:embed names.tsv
	namesTable string
	//go:embed units.tsv
	unitsTable string
	//go:embed values.tsv
	valuesTable string
)

// columns is how many fields a row of the widest table has.
const columns = 5

// rows are the lines of a table, split at tabs; empty lines and comments are left out.
func rows(table string) iter.Seq[[columns]string] {
	return func(yield func([columns]string) bool) {
		for line := range strings.SplitSeq(table, "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			var fields [columns]string
			for i := range fields {
				fields[i], line, _ = strings.Cut(line, "\t")
			}
			if !yield(fields) {
				return
			}
		}
	}
}
