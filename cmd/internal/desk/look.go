package desk

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"math"
	"net/http"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/ofd"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/schema"
)

// The ways in which a document is shown.
const (
	lookPDF   = "pdf"   // its bytes, by pdf.js
	lookDrawn = "drawn" // pages that are drawn or are pictures
	lookGrid  = "grid"  // tables and lines
	lookNone  = "none"
)

// look says how a document is shown.
type look struct {
	Kind string `json:"kind"`
	// Pages is how many pages are drawn.
	Pages int `json:"pages,omitempty"`
	// Password opens the document, as the user gave it.
	Password string `json:"password,omitempty"`
	// Tables are the heads of its tables, for columns to be named.
	Tables []tableHead `json:"tables,omitempty"`
}

// shownGrid is a table, or lines, as a reader found them.
type shownGrid struct {
	Name   string      `json:"name,omitempty"`
	Prose  bool        `json:"prose,omitempty"`
	Hidden bool        `json:"hidden,omitempty"`
	Rows   int         `json:"rows"`
	Cols   int         `json:"cols"`
	Cells  []shownCell `json:"cells"`
	// Cut is how many cells are not shown, since there are too many.
	Cut int `json:"cut,omitempty"`
}

// shownCell is a cell of a grid.
type shownCell struct {
	Row     int          `json:"r"`
	Col     int          `json:"c"`
	RowSpan int          `json:"rs,omitempty"`
	ColSpan int          `json:"cs,omitempty"`
	Text    string       `json:"t,omitempty"`
	Place   schema.Place `json:"at"`
	Hidden  bool         `json:"h,omitempty"`
}

// maxCells bounds the cells that are shown of a document; a form has a few hundred.
const maxCells = 60_000

// gridsOf copies what a reader found.
func gridsOf(d *grid.Document) []shownGrid {
	var out []shownGrid
	room := maxCells
	for _, g := range d.Grids {
		x := shownGrid{Name: g.Name, Prose: g.Prose, Hidden: g.Hidden, Rows: g.Rows, Cols: g.Cols, Cells: []shownCell{}}
		for i, c := range g.Cells {
			if room == 0 {
				x.Cut = len(g.Cells) - i
				break
			}
			room--
			x.Cells = append(x.Cells, cellOf(c))
		}
		out = append(out, x)
	}
	return out
}

func cellOf(c grid.Cell) shownCell {
	x := shownCell{Row: c.Row, Col: c.Col, Text: c.Text, Place: c.Place(), Hidden: c.Hidden}
	if c.RowSpan > 1 {
		x.RowSpan = c.RowSpan
	}
	if c.ColSpan > 1 {
		x.ColSpan = c.ColSpan
	}
	return x
}

// linesOf are the lines of a text, for one that was not read as an office's.
func linesOf(data []byte) []shownGrid {
	g := shownGrid{Prose: true, Cols: 1, Cells: []shownCell{}}
	for i, s := range strings.Split(string(data), "\n") {
		if i == maxCells {
			break
		}
		g.Cells = append(g.Cells, shownCell{Row: i, Text: strings.TrimRight(s, "\r"), Place: schema.Place{Line: i + 1, Column: 1}})
	}
	g.Rows = len(g.Cells)
	return []shownGrid{g}
}

// tableHead is the head of a table, and what stands below it, to say what its columns
// are.
type tableHead struct {
	At   schema.Place  `json:"at"`
	Rows [][]shownCell `json:"rows"`
}

const (
	maxTables   = 60
	maxHeadRows = 40
)

// tablesOf are the first rows of all tables that can hold indicators.
func tablesOf(grids []shownGrid) []tableHead {
	var out []tableHead
	for _, g := range grids {
		if g.Prose || g.Cols < 3 || len(out) == maxTables {
			continue
		}
		t := tableHead{Rows: [][]shownCell{}}
		for _, c := range g.Cells {
			if c.Row >= maxHeadRows {
				break
			}
			for len(t.Rows) <= c.Row {
				t.Rows = append(t.Rows, []shownCell{})
			}
			if c.Text != "" {
				t.Rows[c.Row] = append(t.Rows[c.Row], c)
				if t.At.IsZero() {
					t.At = c.Place
				}
			}
		}
		if !t.At.IsZero() {
			out = append(out, t)
		}
	}
	return out
}

// drawnPage is a page that is drawn, in points.
type drawnPage struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// Picture tells that the page is a picture, to be fetched by itself.
	Picture bool        `json:"picture,omitempty"`
	Text    []pageText  `json:"text,omitempty"`
	Paths   []pagePath  `json:"paths,omitempty"`
	Images  []pageImage `json:"images,omitempty"`
}

// pageText is a string of one size and colour: its characters, and where the base
// line of each begins.
type pageText struct {
	Chars []string  `json:"chars"`
	X     []float64 `json:"x"`
	Y     []float64 `json:"y"`
	Size  float64   `json:"size"`
	Color string    `json:"color"`
	// Turn is by how many degrees clockwise it runs off the horizontal.
	Turn float64 `json:"turn,omitempty"`
}

// pagePath is a path in words of SVG, with the matrix that leads to the page.
type pagePath struct {
	Data    string     `json:"d"`
	Matrix  [6]float64 `json:"m"`
	Fill    string     `json:"fill,omitempty"`
	Stroke  string     `json:"stroke,omitempty"`
	Width   float64    `json:"width,omitempty"` // of the line, in its own units
	EvenOdd bool       `json:"evenOdd,omitempty"`
}

// pageImage is a picture on the page, as a data URL.
type pageImage struct {
	Box schema.Box `json:"box"`
	URL string     `json:"url"`
}

// errEnough ends the walk over pages once the wanted one was drawn.
var errEnough = errors.New("drawn")

// ofdPages counts the pages of an OFD.
func ofdPages(data []byte) int {
	n := 0
	ofd.Read(context.Background(), data, ofd.Options{Wants: func(page int) bool { n = page; return false }})
	return n
}

// drawOFD draws one page.
func drawOFD(ctx context.Context, data []byte, number int) (*drawnPage, error) {
	var out *drawnPage
	var paths []pagePath
	_, err := ofd.Read(ctx, data, ofd.Options{
		Wants: func(n int) bool { return n == number },
		Path:  func(p ofd.Path) { paths = append(paths, drawnPath(p)) },
		Drawn: func(p *page.Page) error {
			out = drawn(ctx, p)
			out.Paths = paths
			return errEnough
		},
	})
	if out != nil {
		return out, nil
	}
	if err == nil {
		err = errGone
	}
	return nil, err
}

// maxImage bounds the bytes of the pictures of a page that are sent with it.
const maxImage = 24 << 20

// drawn makes a page of what a reader drew.
func drawn(ctx context.Context, p *page.Page) *drawnPage {
	out := &drawnPage{Width: round(p.Width), Height: round(p.Height)}
	room := maxImage
	for _, pic := range p.Pictures {
		if url := dataURL(ctx, pic); url != "" && len(url) < room {
			room -= len(url)
			out.Images = append(out.Images, pageImage{box(pic.Box), url})
		}
	}
	for i := range p.Glyphs {
		out.glyph(&p.Glyphs[i])
	}
	return out
}

// leastWidth is that of a line in points: a rule of no width shows as a hair line.
const leastWidth = 0.35

func drawnPath(p ofd.Path) pagePath {
	m := p.Matrix
	out := pagePath{Data: p.Data, Matrix: [6]float64{m.A, m.B, m.C, m.D, m.E, m.F}, EvenOdd: p.EvenOdd}
	if p.Fill != nil && p.Fill.Clear < 255 {
		out.Fill = color(*p.Fill)
	}
	if p.Stroke != nil && p.Stroke.Clear < 255 {
		out.Stroke = color(*p.Stroke)
		out.Width = max(p.Width, leastWidth/max(m.Scale(), 1e-6))
	}
	return out
}

// glyph adds a character to the string before it, where it goes on with that.
func (d *drawnPage) glyph(g *page.Glyph) {
	if !g.Known || strings.TrimSpace(g.Text) == "" || g.Paint.Clear == 255 {
		return
	}
	turn := map[page.Direction]float64{page.Down: 90, page.Left: 180, page.Up: 270}[g.Dir] + float64(g.Tilt)
	x, y := g.Box.X0, g.Base
	switch g.Dir {
	case page.Down:
		x, y = g.Base, g.Box.Y0
	case page.Left:
		x, y = g.Box.X1, g.Base
	case page.Up:
		x, y = g.Base, g.Box.Y1
	}
	c, size := color(g.Paint), round(g.Size)
	n := len(d.Text)
	if n == 0 || d.Text[n-1].Size != size || d.Text[n-1].Color != c || d.Text[n-1].Turn != turn || turn != 0 {
		d.Text = append(d.Text, pageText{Size: size, Color: c, Turn: turn})
		n++
	}
	t := &d.Text[n-1]
	t.Chars, t.X, t.Y = append(t.Chars, g.Text), append(t.X, round(x)), append(t.Y, round(y))
}

func box(b page.Box) schema.Box {
	return schema.Box{round(b.X0), round(b.Y0), round(b.X1), round(b.Y1)}
}

func round(x float64) float64 { return math.Round(x*100) / 100 }

// color is a paint as a style sheet has it.
func color(p page.Paint) string {
	if p.Clear > 0 {
		return fmt.Sprintf("rgba(%d,%d,%d,%.2f)", p.R, p.G, p.B, 1-float64(p.Clear)/255)
	}
	return fmt.Sprintf("#%02x%02x%02x", p.R, p.G, p.B)
}

// dataURL is a picture of a page as PNG, empty where it cannot be decoded.
func dataURL(ctx context.Context, pic page.Picture) string {
	if pic.Layer == nil {
		return ""
	}
	layer, err := pic.Layer(ctx)
	if err != nil || layer.Picture == nil {
		return ""
	}
	var b bytes.Buffer
	if png.Encode(&b, withAlpha(layer)) != nil {
		return ""
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
}

// withAlpha is the picture of a layer, clear where the layer is.
func withAlpha(l picture.Layer) image.Image {
	src := pixels(l.Picture)
	if l.Alpha == nil {
		return src
	}
	b, a := src.Bounds(), l.Alpha.Bounds()
	out := image.NewNRGBA(b)
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, _ := src.At(x, y).RGBA()
			i := out.PixOffset(x, y)
			alpha := l.Alpha.GrayAt(x*a.Dx()/b.Dx(), y*a.Dy()/b.Dy()).Y
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = byte(r>>8), byte(g>>8), byte(bl>>8), alpha
		}
	}
	return out
}

func pixels(p *picture.Picture) image.Image {
	if p.Color != nil {
		return p.Color
	}
	return p.Gray
}

// picturePages counts the pictures of a file.
func picturePages(data []byte) int {
	f, err := picture.Open(data, picture.Limits{})
	if err != nil {
		return 0
	}
	return f.Pages()
}

// pictureOf decodes one picture of a file.
func pictureOf(ctx context.Context, data []byte, number int) (*picture.Picture, error) {
	f, err := picture.Open(data, picture.Limits{})
	if err != nil {
		return nil, err
	}
	if number < 1 || number > f.Pages() {
		return nil, errGone
	}
	return f.Page(ctx, number-1)
}

// sizeOf is the size of a picture's page.
func sizeOf(p *picture.Picture) *drawnPage {
	b := p.Gray.Bounds()
	return &drawnPage{Width: round(float64(b.Dx()) * 72 / p.DPI), Height: round(float64(b.Dy()) * 72 / p.DPI), Picture: true}
}

// shownAsIs are the formats that every browser shows.
var shownAsIs = map[string]bool{"image/png": true, "image/jpeg": true}

// pictureBytes are those of a picture for a browser: the file's own where it shows
// them, else PNG.
func pictureBytes(ctx context.Context, data []byte, number int) (kind string, out []byte, err error) {
	if kind := http.DetectContentType(data); shownAsIs[kind] && number == 1 {
		return kind, data, nil
	}
	p, err := pictureOf(ctx, data, number)
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	err = enc.Encode(&b, pixels(p))
	return "image/png", b.Bytes(), err
}
