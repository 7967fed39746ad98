package reading

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	"github.com/pbt-cli/pbt/parser/scan/internal/shape"
)

// Foreign makes a text of what another engine reads of a line. It says nothing of
// places: the characters are spread over the ink. Signs alone are checked by
// shape, as the net's are.
func Foreign(s string, confidence float32, g *raster.Gray) Text {
	t := Text{Confidence: min(max(confidence, 0), 1)}
	l := shape.Of(g)
	runes := []rune(strings.Join(strings.Fields(s), " "))
	first, last := l.Inked()
	for i, r := range runes {
		at := first + (last-first)*(2*i+1)/(2*len(runes))
		t.Chars = append(t.Chars, Char{Rune: r, At: at, P: t.Confidence})
	}
	t.Chars = spaced(t.Chars)
	if g.W < loneWidth {
		if s, ok := sign(&t, nil, l); ok {
			return s
		}
	}
	if !t.Sure() {
		t.lower(t.Confidence, ForeignEngine)
	}
	return t
}
