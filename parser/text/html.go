package text

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/ink"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/parser/internal/symbol"
	"github.com/pbt-cli/pbt/schema"
)

// maxTag bounds one tag or run of text in HTML.
const maxTag = 16 << 20

// html reads markup: every table a grid, the text between tables lines of prose.
// Tables inside a cell become grids of their own behind their host.
//
// What is not shown is kept apart: a row that is not displayed takes part in no
// rowspan, as in a browser. Text that is struck out counts as shown inside the
// tables of a text, where recognition takes rules for it.
func (r *reader) html(src string, line, column int, whole bool) error {
	p := &page{at: schema.Place{Line: line, Column: column}, whole: whole}
	z := html.NewTokenizer(strings.NewReader(src))
	z.SetMaxBuf(maxTag)
	for n := 0; ; n++ {
		kind := z.Next()
		if kind == html.ErrorToken {
			break // the end, or a tag beyond all bounds: what was read stands
		}
		if n%4096 == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		size := len(z.Raw())
		p.token(kind, z)
		p.advance(src[:size])
		src = src[size:]
		if p.cells > maxCells {
			return errTooMany
		}
	}
	p.finish()
	r.apart = append(r.apart, p.apart...)
	for _, g := range p.out {
		if err := r.add(g); err != nil {
			return err
		}
	}
	return nil
}

// page is the state of reading one run of markup.
type page struct {
	at     schema.Place
	out    []*grid.Grid
	prose  flow
	tables []*table // open ones, the innermost last
	hidden hiding
	list   *choice
	cells  int
	whole  bool // the text is a page, and no text with tables in it
	// fonts are the open elements that change how text reads.
	fonts []look
	apart []grid.Ink
}

// hiding is an element whose content is not shown.
type hiding struct {
	tag    string
	depth  int
	tables int // open tables inside it
	why    schema.Text
	at     schema.Place
	text   strings.Builder
}

// look is an open element that changes how its text reads.
type look struct {
	tag    string
	font   string
	script int // above 0 for raised text, below for lowered
}

// inkHidden is why a page keeps text apart that only it does.
var inkHidden = schema.Text{ZH: "网页中未显示的文字", EN: "text that the page does not show"}

const (
	maxInks  = 1000
	maxInk   = 400
	maxLooks = 64
)

// choice is an open <select>.
type choice struct {
	first, chosen string
	option        flow
	selected      bool
	seen          bool
}

func (p *page) advance(raw string) {
	if n := strings.Count(raw, "\n"); n > 0 {
		p.at.Line += n
		p.at.Column = 1
		raw = raw[strings.LastIndexByte(raw, '\n')+1:]
	}
	p.at.Column += utf8.RuneCountInString(raw)
}

func (p *page) token(kind html.TokenType, z *html.Tokenizer) {
	switch kind {
	case html.TextToken:
		text := string(z.Text())
		if p.hidden.depth == 0 {
			p.flow().text(p.set(text), p.at)
		} else if b := &p.hidden.text; b.Len() < maxInk {
			b.WriteString(text)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		t := z.Token()
		p.open(t.DataAtom, t.Data, attrs(t.Attr))
	case html.EndTagToken:
		t := z.Token()
		p.close(t.DataAtom, t.Data)
	}
}

// set gives text as the elements around it print it.
func (p *page) set(s string) string {
	for _, l := range p.fonts {
		s = symbol.FromFont(l.font, s)
		switch {
		case l.script > 0:
			s = symbol.Raised(s)
		case l.script < 0:
			s = symbol.Lowered(s)
		}
	}
	return s
}

// look opens an element that changes how text reads.
func (p *page) look(tag atom.Atom, name string, a attributes) {
	l := look{tag: name}
	switch tag {
	case atom.Sup:
		l.script = 1
	case atom.Sub:
		l.script = -1
	case atom.Font:
		l.font = a["face"]
	}
	if m := fontFamily.FindStringSubmatch(a["style"]); m != nil {
		l.font = m[1]
	}
	if m := verticalAlign.FindStringSubmatch(a["style"]); m != nil {
		l.script = map[string]int{"super": 1, "sub": -1}[strings.ToLower(m[1])]
	}
	if (l.font != "" || l.script != 0) && len(p.fonts) < maxLooks && !void(tag) {
		p.fonts = append(p.fonts, l)
	}
}

var (
	fontFamily    = pattern.MustCompile(`(?i)font-family\s*:\s*["']?([^;,"']+)`)
	verticalAlign = pattern.MustCompile(`(?i)vertical-align\s*:\s*(super|sub)\b`)
)

// endLook closes the innermost such element of a name.
func (p *page) endLook(name string) {
	for i := len(p.fonts) - 1; i >= 0; i-- {
		if p.fonts[i].tag == name {
			p.fonts = p.fonts[:i]
			return
		}
	}
}

// keepApart notes what a hidden element held.
func (p *page) keepApart() {
	text := strings.Join(strings.Fields(p.hidden.text.String()), " ")
	if text != "" && p.hidden.why != (schema.Text{}) && len(p.apart) < maxInks {
		p.apart = append(p.apart, grid.Ink{Text: text, Place: p.hidden.at, Why: p.hidden.why})
	}
	p.hidden = hiding{}
}

// flow is where text goes at the moment.
func (p *page) flow() *flow {
	if p.list != nil {
		return &p.list.option
	}
	t := p.table()
	switch {
	case t == nil:
		return &p.prose
	case t.cell == nil:
		return &t.stray
	}
	return &t.cell.flow
}

func (p *page) table() *table {
	if len(p.tables) == 0 {
		return nil
	}
	return p.tables[len(p.tables)-1]
}

// attributes are the attributes of a tag; the first of a name counts.
type attributes map[string]string

func attrs(list []html.Attribute) attributes {
	out := make(attributes, len(list))
	for _, a := range list {
		if _, ok := out[a.Key]; !ok {
			out[a.Key] = a.Val
		}
	}
	return out
}

func (a attributes) has(key string) bool { _, ok := a[key]; return ok }

// hidden reports whether an element asks not to be shown.
func (a attributes) hidden() bool {
	if v, ok := a["hidden"]; ok && !strings.EqualFold(v, "until-found") {
		return true
	}
	style := strings.ToLower(strings.Join(strings.Fields(a["style"]), ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// unprinted elements hold no text of the page.
func unprinted(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Title, atom.Noscript, atom.Rt, atom.Rp, atom.Object, atom.Svg:
		return true
	}
	return false
}

// void elements have no end tag.
func void(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.Hr, atom.Img, atom.Input, atom.Meta, atom.Link, atom.Col, atom.Area, atom.Base, atom.Embed, atom.Source, atom.Track, atom.Wbr, atom.Param:
		return true
	}
	return false
}

// block elements stand on lines of their own.
func block(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.Pre, atom.Center, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Blockquote, atom.Form, atom.Fieldset,
		atom.Legend, atom.Hr, atom.Caption, atom.Body, atom.Address, atom.Main, atom.Nav, atom.Aside, atom.Figure, atom.Figcaption:
		return true
	}
	return false
}

func structural(tag atom.Atom) bool {
	switch tag {
	case atom.Td, atom.Th, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot:
		return true
	}
	return false
}

func (p *page) open(tag atom.Atom, name string, a attributes) {
	if p.hidden.depth > 0 && !p.unhide(tag, name) {
		return
	}
	switch {
	case a.hidden():
		p.hide(tag, name, inkHidden)
	case len(p.tables) > 0 && p.openPart(tag, a):
	case unprinted(tag):
		p.hide(tag, name, schema.Text{})
	case p.whole && strikes(tag, a):
		p.hide(tag, name, ink.Struck)
	default:
		p.look(tag, name, a)
		p.begin(tag, a)
	}
}

// openPart opens a row or a cell of the table that stands open; false if the tag is
// of neither.
func (p *page) openPart(tag atom.Atom, a attributes) bool {
	switch tag {
	case atom.Tr:
		p.table().openRow()
	case atom.Td, atom.Th:
		if p.table().openCell(a, p.at) {
			p.cells++
		}
	default:
		return false
	}
	return true
}

// begin does what the start tag of a printed element asks for.
func (p *page) begin(tag atom.Atom, a attributes) {
	switch tag {
	case atom.Table:
		p.openTable()
	case atom.Thead, atom.Tbody, atom.Tfoot:
		if t := p.table(); t != nil {
			t.endGroup()
		}
	case atom.Br:
		p.flow().line()
	case atom.Input:
		p.flow().text(inputText(a), p.at)
	case atom.Select:
		p.list = &choice{}
	case atom.Option:
		p.option(a)
	case atom.Caption:
		if t := p.table(); t != nil {
			t.endRow()
		}
		p.flow().line()
	default:
		if block(tag) {
			p.flow().line()
		}
	}
}

// strikes reports whether an element strikes its text out.
func strikes(tag atom.Atom, a attributes) bool {
	switch tag {
	case atom.S, atom.Strike, atom.Del:
		return true
	case atom.Table, atom.Tr, atom.Td, atom.Th, atom.Body:
		return false
	}
	return strings.Contains(strings.ToLower(a["style"]), "line-through")
}

func (p *page) hide(tag atom.Atom, name string, why schema.Text) {
	if void(tag) {
		return
	}
	if t := p.table(); t != nil {
		switch tag {
		case atom.Td, atom.Th:
			t.endCell() // a hidden cell takes no column, as in a browser
		case atom.Tr:
			t.endRow()
		}
	}
	p.hidden = hiding{tag: name, depth: 1, why: why, at: p.at}
}

// unhide follows the tags inside a hidden element and reports whether its
// content ends here: a new row or cell ends it where its own end tag is left out.
func (p *page) unhide(tag atom.Atom, name string) bool {
	h := &p.hidden
	if h.ends(tag) && len(p.tables) > 0 {
		p.keepApart()
		return true
	}
	if tag == atom.Table {
		h.tables++
	}
	if name == h.tag && !void(tag) {
		h.depth++
	}
	return false
}

// closeHidden follows an end tag inside a hidden element and reports whether the
// tag still has something to end.
func (p *page) closeHidden(tag atom.Atom, name string) bool {
	h := &p.hidden
	if name == h.tag {
		if h.depth--; h.depth == 0 {
			p.keepApart()
		}
		return false
	}
	if tag == atom.Table && h.tables > 0 {
		h.tables--
		return false
	}
	if (h.ends(tag) || tag == atom.Table && h.tables == 0 && h.tag != "table") && len(p.tables) > 0 {
		p.keepApart()
		return true
	}
	return false
}

// ends reports whether the tag of a row or a cell ends a hidden element whose own
// end tag is left out. The cells of a hidden row are hidden with it.
func (h *hiding) ends(tag atom.Atom) bool {
	if !structural(tag) || h.tables > 0 || h.tag == "table" {
		return false
	}
	return h.tag != "tr" || tag != atom.Td && tag != atom.Th
}

func (p *page) close(tag atom.Atom, name string) {
	if p.hidden.depth > 0 && !p.closeHidden(tag, name) {
		return
	}
	p.endLook(name)
	t := p.table()
	switch tag {
	case atom.Table:
		p.closeTable()
	case atom.Td, atom.Th:
		p.fonts = p.fonts[:0]
		if t != nil {
			t.endCell()
		}
	case atom.Tr:
		if t != nil {
			t.endRow()
		}
	case atom.Thead, atom.Tbody, atom.Tfoot:
		if t != nil {
			t.endGroup()
		}
	case atom.Select:
		p.closeSelect()
	case atom.Br:
		p.flow().line()
	default:
		if block(tag) {
			p.flow().line()
		}
	}
}

// inputText is what a form field shows.
func inputText(a attributes) string {
	switch strings.ToLower(a["type"]) {
	case "checkbox", "radio":
		if a.has("checked") {
			return "☑"
		}
		return "□"
	case "hidden", "submit", "button", "reset", "image", "file", "password":
		return ""
	}
	return a["value"]
}

func (p *page) option(a attributes) {
	if p.list == nil {
		return
	}
	p.list.take()
	p.list.selected, p.list.seen = a.has("selected"), true
}

func (c *choice) take() {
	text := c.option.string()
	c.option = flow{}
	if !c.seen {
		return
	}
	if c.first == "" {
		c.first = text
	}
	if c.selected {
		c.chosen = text
	}
}

func (p *page) closeSelect() {
	c := p.list
	if c == nil {
		return
	}
	c.take()
	p.list = nil
	if c.chosen == "" {
		c.chosen = c.first
	}
	p.flow().text(c.chosen, p.at)
}

func (p *page) openTable() {
	p.closeSelect()
	if len(p.tables) >= maxNesting {
		return
	}
	if len(p.tables) == 0 {
		p.flushProse()
	} else {
		p.flow().line()
	}
	// The host keeps its place before the tables inside it, and its caption
	// before the host.
	t := &table{slot: len(p.out)}
	p.out = append(p.out, nil, nil)
	p.tables = append(p.tables, t)
}

func (p *page) closeTable() {
	t := p.table()
	if t == nil {
		return
	}
	p.closeSelect()
	p.tables = p.tables[:len(p.tables)-1]
	p.out[t.slot+1] = t.grid()
	p.out[t.slot] = prose(&t.stray)
}

func (p *page) finish() {
	if p.hidden.depth > 0 {
		p.keepApart()
	}
	for len(p.tables) > 0 {
		p.closeTable()
	}
	p.closeSelect()
	p.flushProse()
}

// flushProse turns the text outside tables so far into lines.
func (p *page) flushProse() {
	p.out = append(p.out, prose(&p.prose))
	p.prose = flow{}
}

// prose makes a grid of the lines of a flow, nil where it has none.
func prose(f *flow) *grid.Grid {
	texts, places := f.lines()
	if len(texts) == 0 {
		return nil
	}
	return grid.Lines(texts, places)
}

// table is an open table.
type table struct {
	slot  int  // where its caption goes among the page's grids; its own follows
	stray flow // text in the table that stands in no cell
	cells []grid.Cell
	row   int // rows begun so far
	col   int // next column of the open row
	inRow bool
	// down tells for each column how many further rows the cell above reaches.
	down  []int
	reach int // the greatest of down
	cols  int
	cell  *openCell
	// group is the index of the first cell of the open row group.
	group int
}

type openCell struct {
	cell grid.Cell
	flow flow
}

func (t *table) openRow() {
	t.endRow()
	t.inRow, t.col = true, 0
}

// openCell begins a cell; past the last column its text joins the cell before.
func (t *table) openCell(a attributes, at schema.Place) bool {
	t.endCell()
	if !t.inRow {
		t.openRow()
	}
	for t.col < len(t.down) && t.down[t.col] > 0 {
		t.col++
	}
	if t.col >= maxColumns {
		return false
	}
	colspan := span(a["colspan"], 1000)
	rowspan := span(a["rowspan"], 65534)
	if strings.TrimSpace(a["rowspan"]) == "0" {
		rowspan = 65534 // to the end of the row group
	}
	width := 1
	for width < colspan && t.col+width < maxColumns && (t.col+width >= len(t.down) || t.down[t.col+width] == 0) {
		width++
	}
	for len(t.down) < t.col+width {
		t.down = append(t.down, 0)
	}
	for c := t.col; c < t.col+width; c++ {
		t.down[c] = rowspan
	}
	t.reach = max(t.reach, rowspan)
	t.cell = &openCell{cell: grid.Cell{Row: t.row, Col: t.col, RowSpan: rowspan, ColSpan: width, Spot: grid.At(at)}}
	t.col += width
	t.cols = max(t.cols, t.col)
	return true
}

// span reads a rowspan or colspan as browsers do: 1 where it is no positive
// number, and never above limit.
func span(s string, limit int) int {
	s = strings.TrimSpace(s)
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	if end == 0 {
		return 1
	}
	n, err := strconv.Atoi(s[:end])
	if err != nil || n > limit {
		return limit
	}
	return max(n, 1)
}

func (t *table) endCell() {
	c := t.cell
	if c == nil {
		return
	}
	t.cell = nil
	c.cell.Text = c.flow.string()
	if c.flow.begun {
		c.cell.Spot = grid.At(c.flow.at)
	}
	t.cells = append(t.cells, c.cell)
}

func (t *table) endRow() {
	t.endCell()
	if !t.inRow {
		return
	}
	t.inRow = false
	t.row++
	if t.reach == 0 {
		return
	}
	t.reach--
	for i := range t.down {
		if t.down[i] > 0 {
			t.down[i]--
		}
	}
}

// endGroup ends a row group: no cell reaches beyond it.
func (t *table) endGroup() {
	t.endRow()
	for i := t.group; i < len(t.cells); i++ {
		c := &t.cells[i]
		c.RowSpan = min(c.RowSpan, t.row-c.Row)
	}
	t.group = len(t.cells)
	if t.reach > 0 {
		clear(t.down)
		t.reach = 0
	}
}

// grid closes the table. Its spans are exact unless labels were left in their
// first row with empty cells under them and no span at all: then whoever wrote
// the table did not know the spans. An empty cell with nothing printed behind it in
// its row is a value that was left blank.
func (t *table) grid() *grid.Grid {
	t.endGroup()
	g := &grid.Grid{Rows: t.row, Cols: t.cols, Spans: grid.Exact}
	empty, rowspans, filled := false, false, false
	blank := -1 // the last row with an empty cell
	for _, c := range t.cells {
		if c.Text == "" {
			blank = c.Row
		}
		empty = empty || c.Text != "" && c.Row == blank
		filled = filled || c.Text != ""
		rowspans = rowspans || c.RowSpan > 1
		if c.Text != "" || c.RowSpan > 1 || c.ColSpan > 1 {
			g.Cells = append(g.Cells, c)
		}
	}
	if !filled {
		return nil
	}
	if empty && !rowspans {
		g.Spans = grid.Open
	}
	g.Sort()
	return g
}
