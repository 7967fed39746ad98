package form

import (
	"strings"
	"unicode/utf8"
)

// A label beside several rows may be printed a character or two in each of them: 产, 出,
// 指, 标. The pieces become one label over their rows.

// pile is a label with the pieces below its first one.
type pile struct {
	text string
	rest []*cell
}

const (
	// maxStack bounds the pieces of a label.
	maxStack = 10
	// maxPiece is how long a piece is at most, in runes.
	maxPiece = 4
)

// pileUp finds the labels that are printed a piece a row, in columns of no names and no
// targets.
func (a *arranger) pileUp() {
	open := map[int][]*cell{} // by column: the pieces met since the last whole label
	for row := a.body; row < len(a.t.rows); row++ {
		for _, c := range a.t.starting(row) {
			if c.RowSpan > 1 || utf8.RuneCountInString(c.squeezed()) > maxPiece || !ideographs(c.squeezed()) || a.holdsRows(c) {
				delete(open, c.Col)
				continue
			}
			pieces := append(open[c.Col], c)
			if len(pieces) > maxStack {
				pieces = pieces[1:]
			}
			if n := a.wholeLabel(pieces); n > 0 {
				first, rest := pieces[len(pieces)-n], pieces[len(pieces)-n+1:]
				a.piles[first] = &pile{text: pileText(pieces[len(pieces)-n:]), rest: rest}
				for _, r := range rest {
					a.piled[r] = true
				}
				pieces = nil
			}
			open[c.Col] = pieces
		}
	}
}

// wholeLabel is how many of the last pieces are a level's name together and not one by
// one, 0 for none.
func (a *arranger) wholeLabel(pieces []*cell) int {
	if a.words.inVocabulary(pieces[len(pieces)-1].norm()) {
		return 0
	}
	for i := range pieces[:len(pieces)-1] { // the longest first
		if name := pileText(pieces[i:]); strings.HasSuffix(name, "标") && a.words.inVocabulary(name) {
			return len(pieces) - i
		}
	}
	return 0
}

// pileText is the text of some pieces.
func pileText(pieces []*cell) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.squeezed())
	}
	return b.String()
}

// holdsRows reports whether a cell stands under the head of a name or a target.
func (a *arranger) holdsRows(c *cell) bool {
	for row := a.head; row < a.body; row++ {
		if h := a.t.at(row, c.Col); h != nil {
			switch h.columnRole() {
			case RoleName, RoleLevel3, RoleLevel4, RoleContent, RoleValue, RoleActual, RoleUnit, RoleOperator:
				return true
			}
		}
	}
	return false
}
