package sheet

import (
	"strings"
	"unicode"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A sheet may print its title, its year or its unit in the header of the page, where
// no cell holds them. Such a line is a row of its own above the sheet's, one of the
// footer below them. What a cell says already is the cell's to say.

// The bounds of headers: lines of a sheet, and runes of one.
const (
	maxHeaderLines = 20
	maxHeaderRunes = 200
)

var (
	titled   = pattern.MustCompile(`绩效`)
	dated    = pattern.MustCompile(`[0-9〇零一二三四五六七八九]{4}\s*年`)
	labelled = pattern.MustCompile(`^([\p{Han}()（）]{2,12})[:：]\s*\S`)
)

// inkHeader is what of a page's header or footer says another thing than the cells.
var inkHeader = schema.Text{ZH: "页眉页脚中的文字", EN: "text of a page header or footer"}

// Header takes the header of the sheet's pages as the programs write it, with the
// codes for its three parts, for page numbers and for fonts.
func (s *Sheet) Header(code string) { s.header = s.headerLines(s.header, code) }

// Footer takes the footer.
func (s *Sheet) Footer(code string) { s.footer = s.headerLines(s.footer, code) }

func (s *Sheet) headerLines(lines []string, code string) []string {
	for _, l := range strings.Split(decodeHeader(CleanText(code), s.name), "\n") {
		l = strings.TrimSpace(l)
		if l != "" && len(lines) < maxHeaderLines && len([]rune(l)) <= maxHeaderRunes {
			lines = append(lines, l)
		}
	}
	return lines
}

// decodeHeader resolves the codes of a header: each part begins a line, fonts have no
// print, and what differs from page to page is left out.
func decodeHeader(code, name string) string {
	var out strings.Builder
	r := []rune(code)
	for i := 0; i < len(r); i++ {
		if r[i] != '&' || i+1 == len(r) {
			out.WriteRune(r[i])
			continue
		}
		i++
		switch c := unicode.ToUpper(r[i]); {
		case c == '&':
			out.WriteRune('&')
		case c == 'L' || c == 'C' || c == 'R':
			out.WriteRune('\n')
		case c == 'A':
			out.WriteString(name)
		case c == '"':
			for i++; i < len(r) && r[i] != '"'; i++ {
			}
		case c == 'K':
			for n := 0; n < 6 && i+1 < len(r) && strings.ContainsRune("0123456789ABCDEFabcdef+-", r[i+1]); n++ {
				i++
			}
		case c >= '0' && c <= '9':
			for i+1 < len(r) && r[i+1] >= '0' && r[i+1] <= '9' {
				i++
			}
		}
	}
	return out.String()
}

// around gives a grid the lines of the page's header and footer that it lacks; what
// says another thing than its cells is kept apart.
func (s *Sheet) around(g *grid.Grid) {
	if len(s.header)+len(s.footer) == 0 {
		return
	}
	k := known(g)
	above, below := s.lacking(k, s.header), s.lacking(k, s.footer)
	n := len(above)
	if n+len(below) == 0 {
		return
	}
	ground := grid.OfSheet(s.name)
	line := func(row int, text string) grid.Cell {
		return grid.Cell{Row: row, RowSpan: 1, ColSpan: g.Cols, Text: text, Spot: ground.Spot(grid.Spot{})}
	}
	cells := make([]grid.Cell, 0, n+len(g.Cells)+len(below))
	for i, text := range above {
		cells = append(cells, line(i, text))
	}
	for _, c := range g.Cells {
		c.Row += n
		cells = append(cells, c)
	}
	for i, text := range below {
		cells = append(cells, line(n+g.Rows+i, text))
	}
	g.Cells = cells
	g.Rows += n + len(below)
	if g.RowHeights != nil {
		heights := make([]float64, g.Rows)
		copy(heights[n:], g.RowHeights)
		for i := range heights {
			if heights[i] == 0 {
				heights[i] = fallbackHeight
			}
		}
		g.RowHeights = heights
	}
}

// lacking are the lines that name a form, a year or a field that is not known yet.
func (s *Sheet) lacking(k *knowledge, lines []string) []string {
	var out []string
	for _, l := range lines {
		title, year := titled.MatchString(l), dated.MatchString(l)
		label := labelled.FindStringSubmatch(l)
		flat := squeeze(l)
		switch {
		case !title && !year && label == nil, strings.Contains(k.all, flat):
		case title && !k.title, year && !k.year, label != nil && !strings.Contains(k.all, squeeze(label[1])):
			out = append(out, l)
			k.all += "\n" + flat
			k.title, k.year = k.title || title, k.year || year
		default:
			s.KeepApart(0, 0, l, inkHeader)
		}
	}
	return out
}

// knowledge is what a sheet says in its cells.
type knowledge struct {
	all         string // their text
	title, year bool   // a line above the table names a form, or a year
}

// known reads the cells; lines above the table stand alone in their row.
func known(g *grid.Grid) *knowledge {
	var all strings.Builder
	k := &knowledge{}
	filled := map[int]int{}
	for i := range g.Cells {
		if g.Cells[i].Text != "" {
			filled[g.Cells[i].Row]++
		}
	}
	top := true
	for i := range g.Cells {
		c := &g.Cells[i]
		all.WriteString(squeeze(c.Text))
		all.WriteByte('\n')
		if top = top && filled[c.Row] < minTableCells; top {
			k.title = k.title || titled.MatchString(c.Text)
			k.year = k.year || dated.MatchString(c.Text)
		}
	}
	k.all = all.String()
	return k
}

// minTableCells is how many filled cells a row of the table has at least.
const minTableCells = 3

// squeeze folds a text and drops its blanks, for comparison.
func squeeze(s string) string { return strings.Join(strings.Fields(fold.Text(s)), "") }
