package form

import (
	"reflect"
	"testing"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
)

// TestSpend: a document whose grids are let go of reads as one that is kept, and has
// none afterwards.
func TestSpend(t *testing.T) {
	for _, family := range draw.Families {
		var grids []*grid.Grid
		for seed := range 3 {
			for _, f := range draw.New(family, uint64(seed)) {
				grids = append(grids, f.Grids...)
			}
		}
		kept, err := Read(t.Context(), &grid.Document{Grids: grids}, Options{Account: true})
		if err != nil {
			t.Fatal(err)
		}
		in := &grid.Document{Grids: grids}
		spent, err := Read(t.Context(), in, Options{Account: true, Spend: true})
		if err != nil || in.Grids != nil || len(kept.Declarations) < 2 {
			t.Fatal(family, err, len(in.Grids), len(kept.Declarations))
		}
		if !reflect.DeepEqual(kept, spent) {
			t.Errorf("%s reads otherwise where its grids are let go of", family)
		}
	}
}
