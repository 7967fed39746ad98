package words

import (
	_ "embed" // for the tables
	"iter"
	"slices"
	"strings"
)

// The tables that are read when they are asked for, as they are in the program; what
// the others say is written into it.
var (
	//go:embed furniture.tsv
	furnitureTable string
	//go:embed names.tsv
	namesTable string
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

// stretch is where the words that share a character stand in a list that is sorted by it,
// and the bytes of the widest.
type stretch struct {
	char             rune
	from, to, widest int16
}

// stretchOf is the stretch of a character, an empty one where no word has it; all are in
// the order of their characters.
func stretchOf(all []stretch, char rune) stretch {
	if i, ok := slices.BinarySearchFunc(all, char, func(s stretch, char rune) int { return int(s.char - char) }); ok {
		return all[i]
	}
	return stretch{}
}
