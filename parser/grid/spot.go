package grid

import (
	"math"

	"github.com/pbt-cli/pbt/schema"
)

// Ground is what the places of a page or of a sheet have in common.
type Ground struct {
	// Page counts from 1; Paper is its width and height in points, where known.
	Page  int
	Paper [2]float64
	// Sheet is the name of a sheet.
	Sheet string

	cells bool          // its spots are cells of the sheet
	whole *schema.Place // of one spot alone that has no other shape
}

// Spot is a schema.Place in a fifth of its memory: a document may have half a million
// cells. The zero Spot is no place.
type Spot struct {
	ground *Ground
	// On a page a box in hundredths of a point; on a ground of cells row and column
	// from 1; else table, row, line, column.
	at [4]int32
}

// At is the spot of a place.
func At(p schema.Place) Spot {
	at, plain := fitted(p.Table, p.Row, p.Line, p.Column)
	switch {
	case p.IsZero():
		return Spot{}
	case plain && p.Page > 0 && at == [4]int32{} && p.Sheet == "" && p.Cell == "":
		return (&Ground{Page: p.Page, Paper: p.Paper}).Box(p.Box)
	case !plain || p.Page != 0 || p.Cell != "" || !p.Box.IsZero() || p.Paper != [2]float64{}:
		whole := p // a copy: of most places nothing outlives the call
		return Spot{ground: &Ground{whole: &whole}}
	case p.Sheet != "":
		return (&Ground{Sheet: p.Sheet}).Spot(Spot{at: at})
	}
	return Spot{at: at}
}

// OfSheet is the ground of a sheet's cells.
func OfSheet(name string) *Ground { return &Ground{Sheet: name, cells: true} }

// Cell is the cell of a sheet at a row and a column, both from 0.
func (g *Ground) Cell(row, col int) Spot {
	return Spot{ground: g, at: [4]int32{int32(row) + 1, int32(col) + 1}}
}

// Spot is a spot of a table or of a text, on this ground.
func (g *Ground) Spot(s Spot) Spot { return Spot{ground: g, at: s.at} }

// Box is a rectangle of a page.
func (g *Ground) Box(b schema.Box) Spot {
	s := Spot{ground: g}
	for i, v := range b {
		n := math.Round(v * 100)
		if n/100 != v || math.Abs(n) > math.MaxInt32 {
			return Spot{ground: &Ground{whole: &schema.Place{Page: g.Page, Paper: g.Paper, Box: b}}}
		}
		s.at[i] = int32(n)
	}
	return s
}

// fitted are numbers in half their memory; ok is false where one does not fit.
func fitted(numbers ...int) (at [4]int32, ok bool) {
	for i, n := range numbers {
		if at[i] = int32(n); int(at[i]) != n {
			return at, false
		}
	}
	return at, true
}

// IsZero reports whether no place is known.
func (s Spot) IsZero() bool { return s == Spot{} || s.Place().IsZero() }

// Page is the page, from 1, 0 where there are no pages.
func (s Spot) Page() int {
	switch {
	case s.ground == nil:
		return 0
	case s.ground.whole != nil:
		return s.ground.whole.Page
	}
	return s.ground.Page
}

// Place is the place in full.
func (s Spot) Place() schema.Place {
	g := s.ground
	switch {
	case g == nil:
		return s.ofText("")
	case g.whole != nil:
		return *g.whole
	case g.Page > 0:
		p := schema.Place{Page: g.Page, Paper: g.Paper}
		for i, n := range s.at {
			p.Box[i] = float64(n) / 100
		}
		return p
	case g.cells:
		p := schema.Place{Sheet: g.Sheet}
		if s.at[0] > 0 {
			p.Cell = CellName(int(s.at[0])-1, int(s.at[1])-1)
		}
		return p
	}
	return s.ofText(g.Sheet)
}

func (s Spot) ofText(sheet string) schema.Place {
	return schema.Place{Sheet: sheet, Table: int(s.at[0]), Row: int(s.at[1]), Line: int(s.at[2]), Column: int(s.at[3])}
}

// CellName names a cell of a sheet, A1, by its row and its column from 0.
func CellName(row, col int) string {
	var b [24]byte
	i := len(b)
	for n := row + 1; n > 0; n /= 10 {
		i--
		b[i] = byte('0' + n%10)
	}
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		i--
		b[i] = byte('A' + (n-1)%26)
	}
	return string(b[i:])
}
