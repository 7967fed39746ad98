package form

import (
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Result is what a document's grids hold.
type Result struct {
	Declarations []*schema.Declaration
	Problems     []schema.Finding
}

// Match finds every declaration in the grids of one document.
func Match(doc *grid.Document, profiles *Profiles) Result { return Result{} }
