package font

import (
	_ "embed" // the widths
	"strconv"
	"strings"
	"sync"
)

// coreTSV holds, a font a line, the name of each of the 14 standard fonts of PDF and
// the widths of its characters 32 to 255 in thousandths of the size. They are pdfcpu's,
// which took them from Adobe's metrics; TestCore holds them against it and writes them
// anew with -update. The library itself brings packages that a page in the browser has
// to unpack, and metrics that every start would build.
//
//go:embed core.tsv
var coreTSV string

// firstCore is the first character that the table has.
const firstCore = 32

// noWidth is the width of a character that a standard font does not have.
const noWidth = 1000

// coreFonts are the tables by the name of the font. Few documents show one: the numbers
// are read when they do.
var coreFonts = sync.OnceValue(func() map[string][]float64 {
	fonts := map[string][]float64{}
	for line := range strings.Lines(coreTSV) {
		name, list, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		for _, w := range strings.Fields(list) {
			n, err := strconv.ParseFloat(w, 64)
			if err != nil {
				n = noWidth // no table that TestCore let through
			}
			fonts[name] = append(fonts[name], n)
		}
	}
	return fonts
})

// isCore reports whether a name is that of a standard font.
func isCore(name string) bool {
	for line := range strings.Lines(coreTSV) {
		if font, _, _ := strings.Cut(line, "\t"); font == name {
			return true
		}
	}
	return false
}

// coreCharWidth is the width of a character below 256 in a standard font.
func coreCharWidth(name string, r rune) float64 {
	if widths := coreFonts()[name]; r >= firstCore && int(r)-firstCore < len(widths) {
		return widths[r-firstCore]
	}
	return noWidth
}
