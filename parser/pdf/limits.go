package pdf

// Limits bound what one document may cost. Each default is far above what real
// budget documents need: the largest seen has 33 pages, 1 MB a page decoded and
// 4,000 characters a page.
type Limits struct {
	// FileBytes is the size of a document.
	FileBytes int
	// StreamBytes is the size of one decoded stream; a longer one is cut.
	StreamBytes int
	// TotalBytes is the size of all decoded streams together.
	TotalBytes int
	// Objects is the number of objects.
	Objects int
	// Pages is the number of pages; more are not read.
	Pages int
	// Operators is the number of content operators on one page, those of Form
	// XObjects counted each time they are drawn.
	Operators int
	// Glyphs is the number of characters on one page.
	Glyphs int
	// Areas is the number of painted rectangles and rules on one page.
	Areas int
}

// The default limits.
const (
	defaultFileBytes   = 256 << 20
	defaultStreamBytes = 64 << 20
	defaultTotalBytes  = 1 << 30
	defaultObjects     = 1 << 20
	defaultPages       = 5000
	defaultOperators   = 4 << 20
	defaultGlyphs      = 200_000
	defaultAreas       = 200_000
)

func (l Limits) orDefault() Limits {
	set := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	set(&l.FileBytes, defaultFileBytes)
	set(&l.StreamBytes, defaultStreamBytes)
	set(&l.TotalBytes, defaultTotalBytes)
	set(&l.Objects, defaultObjects)
	set(&l.Pages, defaultPages)
	set(&l.Operators, defaultOperators)
	set(&l.Glyphs, defaultGlyphs)
	set(&l.Areas, defaultAreas)
	return l
}
