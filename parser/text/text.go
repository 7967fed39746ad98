// Package text reads forms that reach the office as text: tab-separated dumps
// of an OCR tool or of a copied sheet, columns laid out with spaces (as
// `pdftotext -layout` writes them), Markdown and HTML tables, CSV, and lines
// without any columns at all.
//
// Read never judges what the text means. A run of lines with columns becomes one
// grid, every line a row and blank lines empty rows, so that nothing printed is
// lost and everything keeps its place; what stands outside tables becomes prose.
// Markup that an OCR tool left inside a cell (<b>, <del>) is left as printed:
// the form matcher cleans it and lists the repair.
package text

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of the reader. A form has some hundred lines; a year's book of all
// forms of a city some hundred thousand.
const (
	// maxBytes is the largest text that is read.
	maxBytes = 32 << 20
	// maxLines is the greatest number of lines that are read.
	maxLines = 1_000_000
	// maxCells is the greatest number of cells of a document.
	maxCells = 500_000
	// maxColumns is the greatest number of columns of a grid; what stands right
	// of the last one is joined to it.
	maxColumns = 1024
	// maxNesting is how deep HTML tables may stand inside one another; the text
	// of deeper ones is read as text of their host.
	maxNesting = 32
)

// Options change how a text is read. The zero value is ready to use.
type Options struct {
	// Name is the file's name. Only its ending is used, and only where the text
	// leaves open whether commas separate columns (.csv).
	Name string
}

// Read gives the grids of a text in reading order. The error is a
// *schema.ReadError: extract.not-text for bytes of no known encoding,
// extract.limit beyond the bounds; or the error of ctx.
func Read(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if len(data) > maxBytes {
		return nil, schema.PlainText.TooLarge(schema.MoreBytes(maxBytes))
	}
	raw, _, err := charset.Decode(data)
	if err != nil {
		return nil, notText()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &reader{ctx: ctx, name: strings.ToLower(opt.Name)}
	text := normalise(string(raw))
	if err := r.read(text); err != nil {
		return nil, err
	}
	return &grid.Document{Format: schema.FormatText, Grids: r.grids, Apart: r.apart, Problems: garbled(text)}, nil
}

// reader collects the grids of one text.
type reader struct {
	ctx   context.Context
	name  string
	grids []*grid.Grid
	apart []grid.Ink
	cells int
	sep   string // what a line sep=; at the top says that separates cells
}

// errTooMany is returned inside the reader when maxCells is met.
var errTooMany = errors.New("text: too many cells")

func (r *reader) read(text string) error {
	if n := strings.Count(text, "\n"); n >= maxLines {
		return schema.PlainText.TooLarge(schema.Text{ZH: fmt.Sprintf("超过 %d 行", maxLines), EN: fmt.Sprintf("it has more than %d lines", maxLines)})
	}
	line := 1
	for _, c := range carve(text) {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if err := r.chunk(c, line); err != nil {
			if errors.Is(err, errTooMany) {
				return schema.PlainText.TooLarge(schema.MoreCells(maxCells))
			}
			return err
		}
		line += strings.Count(c.text, "\n")
	}
	return nil
}

func (r *reader) chunk(c chunk, line int) error {
	if c.markup {
		return r.html(c.text, line, c.column, c.whole)
	}
	return r.lines(splitLines(c.text, line, c.column))
}

// add keeps a grid that holds any text and counts its cells.
func (r *reader) add(g *grid.Grid) error {
	if g == nil || len(g.Cells) == 0 {
		return nil
	}
	r.cells += len(g.Cells)
	if r.cells > maxCells {
		return errTooMany
	}
	for i := range g.Cells {
		unguard(&g.Cells[i])
		plainMath(&g.Cells[i])
	}
	r.grids = append(r.grids, g)
	return nil
}

// garbled names characters that the file's encoding does not give: a byte of a
// character that was lost on its way.
func garbled(text string) []schema.Finding {
	n := strings.Count(text, "\ufffd")
	if n == 0 {
		return nil
	}
	before := text[:strings.Index(text, "\ufffd")]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	f := schema.ExtractGarbled.Told(n).Finding()
	f.At = &schema.Place{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(line) + 1}
	return []schema.Finding{f}
}

// unguard takes the guard off a cell that was kept from a spreadsheet: ="≤30分钟".
func unguard(c *grid.Cell) {
	inner, ok := strings.CutPrefix(c.Text, `="`)
	if !ok || !strings.HasSuffix(inner, `"`) || strings.Count(inner, `"`)%2 == 0 {
		return
	}
	c.Text = strings.ReplaceAll(strings.TrimSuffix(inner, `"`), `""`, `"`)
}

// normalise makes every line end "\n" and drops control characters that carry no
// text. A form feed, which pdftotext writes between pages, stays.
func normalise(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\f' || r == 0x7f || r == 0xfeff {
			return -1
		}
		return r
	}, s)
}

func notText() *schema.ReadError { return schema.ExtractNotText.Told() }
