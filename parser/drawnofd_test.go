package parser_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Drawn forms printed as OFD in the manners of its producers, over page breaks
// as spreadsheets and as word processors make them, are read back whole.
func TestDrawnOFD(t *testing.T) {
	for _, manner := range draw.Manners {
		t.Run(manner, func(t *testing.T) {
			t.Parallel()
			for _, family := range draw.Families {
				for seed := range (drawings() + 2) / 3 {
					var grids []*grid.Grid
					var want []*schema.Declaration
					for _, f := range draw.New(family, seed) {
						grids, want = append(grids, f.Grids...), append(want, f.Want)
					}
					data, err := draw.OFD(manner, seed%2 == 1, seed, grids...)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(want, read(t, "drawn.ofd", data), sameReading); diff != "" {
						t.Errorf("%s, seed %d (-drawn +read):\n%s", family, seed, diff)
					}
				}
			}
		})
	}
}
