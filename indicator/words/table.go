package words

import (
	"embed"
	"iter"
	"strings"
)

//go:embed *.tsv
var tables embed.FS

// columns is how many fields a row of the widest table has.
const columns = 5

// rows are the lines of an embedded table, split at tabs; empty lines and comments
// are left out. A table is part of the program, so that one that cannot be read is a
// fault of the build, which the tests find.
func rows(name string) iter.Seq[[columns]string] {
	return func(yield func([columns]string) bool) {
		data, err := tables.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
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
