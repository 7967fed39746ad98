// Package survey says what the pages of a document show that was not read as
// text: pictures, outlined letters, fonts without Unicode, what limits or damage
// cut off.
package survey

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
	"github.com/pbt-cli/pbt/schema"
)

// Survey collects what the pages of a document show that is no text. Its zero
// value is ready.
type Survey struct {
	pictures []int // pages that are a picture, without text
	layered  []int // pages whose only text is invisible, under a picture
	grounds  []int // pages whose text stands on a picture of the form
	outlined []int // pages of drawn letters
	cut      []int // pages that a limit cut
	damaged  []int // pages with a stream that could not be decoded whole
	fonts    map[string]*unknown
	last     *page.Font // that of the glyph before
	lastOf   *unknown   // its count
	inferred []int      // pages with tables whose columns or rows no rules draw
	coded    []undecoded
	most     int  // pages that are read of a longer document
	short    bool // the file ends before its end
	lost     bool // and pages may be missing for it
}

// undecoded are the pages whose picture cannot be decoded for one reason.
type undecoded struct {
	why   schema.Text
	pages []int
}

// unknown counts the characters of a font that the file gives no Unicode for.
type unknown struct {
	count, known int
	pages        []int
}

const (
	// pictureShare is the part of a page that a picture must cover to be taken
	// for a scan of it.
	pictureShare = 0.3
	// outlineShapes is how many drawn shapes on a page without text are letters.
	outlineShapes = 40
	// groundShare is the part of a page that a picture below its text must cover
	// to be a form that was filled in, on a page of fewer rules than fewRules.
	groundShare = 0.6
	fewRules    = 4
)

// Page looks at one page, whose glyphs were judged, and reports whether it is a picture without visible
// text.
func (s *Survey) Page(p *page.Page) bool {
	visible, invisible := 0, 0
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		switch {
		case g.Apart == page.Invisible, g.Apart == page.Covered:
			invisible++
		case g.Apart != page.Shown:
		case !g.Blank() || !g.Known:
			visible++
		}
		if g.Apart == page.Shown {
			s.glyph(g, p.Number)
		}
	}
	if p.Cut {
		s.cut = append(s.cut, p.Number)
	}
	if p.Damaged {
		s.damaged = append(s.damaged, p.Number)
	}
	if visible > 0 {
		if covered(p) >= groundShare && rules(p) < fewRules {
			s.grounds = append(s.grounds, p.Number)
		}
		return false
	}
	switch scan := covered(p) >= pictureShare; {
	case scan && invisible > 0:
		s.layered = append(s.layered, p.Number)
	case scan:
		s.pictures = append(s.pictures, p.Number)
	case p.Shapes >= outlineShapes:
		s.outlined = append(s.outlined, p.Number)
		return false
	default:
		return false
	}
	return true
}

// scanned takes the page that was looked at last out of those not read.
func (s *Survey) scanned(page int) {
	drop := func(pages []int) []int {
		if n := len(pages); n > 0 && pages[n-1] == page {
			return pages[:n-1]
		}
		return pages
	}
	s.pictures, s.layered = drop(s.pictures), drop(s.layered)
}

// Inferred notes the pages with tables whose columns or rows no rules draw.
func (s *Survey) Inferred(pages []int) { s.inferred = pages }

// Longer notes that a document has more pages than the most that are read.
func (s *Survey) Longer(most int) { s.most = most }

// CutShort notes that the file ends before its end; lost, that pages may be missing
// for it.
func (s *Survey) CutShort(lost bool) { s.short, s.lost = true, lost }

// Scan has the picture of a page read that Page said is one. A picture that
// cannot be decoded is noted; the error is that of read, or of ctx.
func (s *Survey) Scan(ctx context.Context, p *page.Page, read func(context.Context, *picture.Picture, *page.Page) error) error {
	pic, err := p.Raster(ctx, picture.Limits{})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.unread(p.Number, err)
		return nil
	case pic == nil:
		return nil
	}
	s.scanned(p.Number)
	if n := len(s.damaged); pic.Damaged && (n == 0 || s.damaged[n-1] != p.Number) {
		s.damaged = append(s.damaged, p.Number)
	}
	return read(ctx, pic, p)
}

// unread notes why the picture of a page cannot be decoded.
func (s *Survey) unread(page int, err error) {
	s.scanned(page)
	why := picture.Reason(err)
	for i := range s.coded {
		if s.coded[i].why == why {
			s.coded[i].pages = append(s.coded[i].pages, page)
			return
		}
	}
	s.coded = append(s.coded, undecoded{why, []int{page}})
}

func (s *Survey) glyph(g *page.Glyph, page int) {
	if g.Font == nil {
		return
	}
	if s.last != g.Font {
		s.last, s.lastOf = g.Font, s.font(g.Font.Name)
	}
	u := s.lastOf
	if g.Known {
		u.known++
		return
	}
	u.count++
	if n := len(u.pages); n == 0 || u.pages[n-1] != page {
		u.pages = append(u.pages, page)
	}
}

// font is the count of a font's characters.
func (s *Survey) font(name string) *unknown {
	u := s.fonts[name]
	if u == nil {
		if s.fonts == nil {
			s.fonts = map[string]*unknown{}
		}
		u = &unknown{}
		s.fonts[name] = u
	}
	return u
}

// covered is the part of a page that pictures cover.
func covered(p *page.Page) float64 {
	sum := 0.0
	for _, b := range p.Pictures {
		sum += b.Box.Width() * b.Box.Height()
	}
	return sum / (p.Width * p.Height)
}

// rules counts the rules of a page.
func rules(p *page.Page) (n int) {
	const thin = 3.2 // as package page has it
	for i := range p.Areas {
		if a := &p.Areas[i]; min(a.Width(), a.Height()) <= thin && max(a.Width(), a.Height()) > 4*thin {
			n++
		}
	}
	return n
}

// Findings are the problems of what was not read.
func (s *Survey) Findings() []schema.Finding {
	var out told
	s.tellPictures(&out)
	s.tellTexts(&out)
	s.tellLimits(&out)
	return out
}

// told gathers findings.
type told []schema.Finding

// add tells a problem of a page, 0 for that of the document.
func (t *told) add(e *schema.ReadError, page int, found string) {
	if page > 0 {
		e.At = &schema.Place{Page: page}
	}
	f := e.Finding()
	f.Found = found
	*t = append(*t, f)
}

// runOCR is the next step for what holds no text.
var runOCR = schema.Text{
	ZH: "请用文字版文件或原始表格文件，或先做文字识别（OCR）再解析",
	EN: "use a version with text or the original workbook, or run OCR first",
}

// tellPictures tells of pages that are pictures.
func (s *Survey) tellPictures(out *told) {
	if len(s.pictures) > 0 {
		list := pageList(s.pictures)
		out.add(schema.ExtractImageOnly.Say(schema.Text{
			ZH: fmt.Sprintf("第 %s 页只有图像，没有文字", list),
			EN: fmt.Sprintf("page %s is a picture without text", list),
		}, runOCR), s.pictures[0], list)
	}
	if len(s.layered) > 0 {
		list := pageList(s.layered)
		out.add(schema.ExtractImageOnly.Say(schema.Text{
			ZH: fmt.Sprintf("第 %s 页是图像，其下的隐藏文字层未经核对，没有采用", list),
			EN: fmt.Sprintf("page %s is a picture; the invisible text layer under it is unverified and was not used", list),
		}, runOCR), s.layered[0], list)
	}
	if len(s.grounds) > 0 {
		list := pageList(s.grounds)
		e := schema.ExtractImageOnly.Say(schema.Text{
			ZH: fmt.Sprintf("第 %s 页的文字印在整页图像上，图像里的表格和文字没有读取", list),
			EN: fmt.Sprintf("the text of page %s stands on a picture of the whole page, whose own text and tables were not read", list),
		}, schema.Text{
			ZH: "请把这些页另存为图片再读，或用原始表格文件",
			EN: "save these pages as pictures and read those, or use the original workbook",
		})
		e.Severity = schema.SeverityWarning // the page was read, but perhaps not all of it
		out.add(e, s.grounds[0], list)
	}
	for _, c := range s.coded {
		list := pageList(c.pages)
		out.add(schema.ExtractImageOnly.Say(schema.Text{
			ZH: fmt.Sprintf("第 %s 页只有图像，%s", list, c.why.ZH),
			EN: fmt.Sprintf("page %s is a picture; %s", list, c.why.EN),
		}, schema.Text{
			ZH: "请把这些页另存为 PNG 或 JPEG 图片（如 pdftoppm -r 300 -png），或改用文字版",
			EN: "save these pages as PNG or JPEG (pdftoppm -r 300 -png, say), or use the text version",
		}), c.pages[0], list)
	}
}

// tellTexts tells of letters that cannot be read.
func (s *Survey) tellTexts(out *told) {
	if len(s.outlined) > 0 {
		list := pageList(s.outlined)
		e := schema.ExtractNoText.Told(list)
		e.Hint = runOCR
		out.add(e, s.outlined[0], list)
	}
	for _, name := range s.undecodable() {
		u := s.fonts[name]
		label := name
		if label == "" {
			label = "?"
		}
		out.add(schema.ExtractUndecodableFont.Say(schema.Text{
			ZH: fmt.Sprintf("字体 %s 没有给出字符编码：第 %s 页有 %d 个字无法识别（该字体共 %d 个字）", label, pageList(u.pages), u.count, u.count+u.known),
			EN: fmt.Sprintf("font %s does not state its Unicode: %d of its %d characters cannot be read, on page %s", label, u.count, u.count+u.known, pageList(u.pages)),
		}, schema.Text{
			ZH: "请从原始文件重新导出（嵌入字符编码），或做文字识别（OCR）",
			EN: "export it again from the original file (a PDF with ToUnicode), or run OCR",
		}), u.pages[0], fmt.Sprintf("%s: %d", label, u.count))
	}
}

// tellLimits tells of what was read in part, or by inference.
func (s *Survey) tellLimits(out *told) {
	if len(s.cut) > 0 {
		list := pageList(s.cut)
		out.add(schema.ExtractLimit.Say(schema.Text{
			ZH: fmt.Sprintf("第 %s 页超出读取上限，只读了一部分", list),
			EN: fmt.Sprintf("page %s exceeds the limits of reading and was read in part", list),
		}, schema.Text{
			ZH: "请检查该页内容，或用 --pages 只读其余页",
			EN: "check what the page holds, or read the others with --pages",
		}), s.cut[0], list)
	}
	if s.most > 0 {
		out.add(schema.ExtractLimit.Say(schema.Text{
			ZH: fmt.Sprintf("文档超过 %d 页，其后的页没有读取", s.most),
			EN: fmt.Sprintf("the document has more than %d pages; those behind were not read", s.most),
		}, schema.Text{ZH: "请拆分文档", EN: "split the document"}), 0, "")
	}
	switch list := pageList(s.damaged); {
	case s.short && len(s.damaged) > 0:
		out.add(schema.ExtractDamaged.Say(schema.Text{
			ZH: fmt.Sprintf("文件被截断：第 %s 页只读出了一部分，其后可能还有页", list),
			EN: fmt.Sprintf("the file was cut short: page %s was read in part, and pages may be missing behind it", list),
		}, schema.Text{ZH: "请重新取得该文件，并确认传输完整", EN: "get the file again and check that it arrived whole"}), s.damaged[0], list)
	case s.short && (s.lost || len(s.undecodable()) > 0): // a font may stand in what is missing
		out.add(schema.ExtractTruncated.Told(), 0, "")
	case len(s.damaged) > 0:
		out.add(schema.ExtractDamaged.Say(schema.Text{
			ZH: fmt.Sprintf("第 %s 页的内容已损坏，只读出了一部分", list),
			EN: fmt.Sprintf("the content of page %s is damaged and was read in part", list),
		}, schema.Text{ZH: "请重新取得该文件", EN: "get the file again"}), s.damaged[0], list)
	}
	if len(s.inferred) > 0 {
		list := pageList(s.inferred)
		out.add(schema.ExtractInferredTable.Told(list), s.inferred[0], list)
	}
}

// undecodable names the fonts with unknown characters, in order.
func (s *Survey) undecodable() []string {
	var names []string
	for n, u := range s.fonts {
		if u.count > 0 {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	return names
}

// pageList prints pages as "1-3, 7".
func pageList(pages []int) string {
	var b strings.Builder
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		if i == j {
			fmt.Fprintf(&b, "%d", pages[i])
		} else {
			fmt.Fprintf(&b, "%d-%d", pages[i], pages[j])
		}
		i = j + 1
	}
	return b.String()
}
