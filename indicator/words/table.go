package words

import (
	"embed"
	"strings"
)

//go:embed *.tsv
var tables embed.FS

// rows are the lines of an embedded table, split at tabs, each with at least
// columns fields; empty lines and comments are left out. A table is part of the
// program, so that one that cannot be read is a fault of the build, which the
// tests find.
func rows(name string, columns int) [][]string {
	data, err := tables.ReadFile(name)
	if err != nil {
		panic(err)
	}
	var out [][]string
	for line := range strings.SplitSeq(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		for len(fields) < columns {
			fields = append(fields, "")
		}
		out = append(out, fields)
	}
	return out
}
