// Package content runs the content streams of a page and fills a page.Page:
// characters with their places, ruling lines, filled areas and pictures, after
// CropBox and Rotate.
package content

// Limits bound the work on one page.
type Limits struct {
	Operators int
	Glyphs    int
	Areas     int
}

const (
	// maxFormDepth is how deep Form XObjects may nest.
	maxFormDepth = 12
	// maxStates is how many graphics states q may save.
	maxStates = 512
	// maxOperands is how many operands an operator may have; more are dropped.
	maxOperands = 64
	// formCacheBytes bounds the decoded Form XObjects that are kept.
	formCacheBytes = 32 << 20
	// ctxEvery is how many operators pass between two looks at the context.
	ctxEvery = 2048
)
