package marked

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/color"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"github.com/pbt-cli/pbt/schema"
)

// inks are the colours of highlights, by the worst that is said of them.
var inks = map[schema.Severity]color.SimpleColor{
	schema.SeverityError:   {R: 1, G: 0.6, B: 0.5},
	schema.SeverityWarning: {R: 1, G: 0.88, B: 0.3},
	schema.SeverityInfo:    {R: 0.65, G: 0.82, B: 1},
}

// The sides of a note's sign and its distance from the page's edge and from the
// next one, in points.
const (
	signSide = 20
	signGap  = 8
)

// withoutConfigDir keeps pdfcpu from making a folder in the user's home.
var withoutConfigDir = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// markPDF highlights what something is said of, with the note in it; what is said of
// a page, or of the whole document, stands as a note at the page's top right.
func markPDF(w io.Writer, data []byte, list []mark, opt Options) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = unwritable(fmt.Errorf("%v", r))
		}
	}()
	withoutConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.UserPW, conf.OwnerPW = opt.Password, opt.Password
	conf.Cmd = model.ADDANNOTATIONS
	ctx, err := api.ReadAndValidate(bytes.NewReader(data), conf)
	if err != nil {
		return unwritable(err)
	}
	worstFirst(list)
	p := &pages{ctx: ctx, sheets: map[int]*sheet{}}
	notes := map[int][]model.AnnotationRenderer{}
	for i, m := range list {
		if i == maxNotes {
			break
		}
		number := m.at.Page
		if number < 1 || number > ctx.PageCount {
			number = 1
		}
		s, err := p.sheet(number)
		if err != nil {
			return unwritable(err)
		}
		notes[number] = append(notes[number], s.annotation(m, i))
	}
	if len(notes) > 0 {
		if _, err := pdfcpu.AddAnnotationsMap(ctx, notes, false); err != nil {
			return unwritable(err)
		}
	}
	return api.Write(ctx, w, conf)
}

// unwritable is a PDF that the library cannot write again.
func unwritable(err error) error {
	if errors.Is(err, pdfcpu.ErrWrongPassword) {
		return &Error{Text: schema.Text{ZH: "PDF 已加密，需要密码", EN: "the PDF is encrypted and asks for a password"}, Hint: schema.Text{ZH: "用 --password 给出", EN: "give it with --password"}}
	}
	return &Error{
		Text: schema.Text{ZH: "这份 PDF 不能照原样重写：" + err.Error(), EN: "this PDF cannot be written again as it is: " + err.Error()},
		Hint: schema.Text{ZH: "重新导出或打印成 PDF 再试，或用 -o opinion 写审核意见", EN: "export or print it to PDF again, or write an opinion with -o opinion"}}
}

// pages are those that are marked.
type pages struct {
	ctx    *model.Context
	sheets map[int]*sheet
}

// sheet is a page's box in its own space, how it is turned, and how many notes stand
// at its edge.
type sheet struct {
	box    types.Rectangle
	rotate int
	signs  int
}

func (p *pages) sheet(number int) (*sheet, error) {
	if s := p.sheets[number]; s != nil {
		return s, nil
	}
	_, _, attrs, err := p.ctx.PageDict(number, false)
	if err != nil {
		return nil, err
	}
	s := &sheet{box: *types.NewRectangle(0, 0, 612, 792)}
	if attrs.MediaBox != nil {
		s.box = *attrs.MediaBox
	}
	if attrs.CropBox != nil {
		s.box = *attrs.CropBox
	}
	s.rotate = (attrs.Rotate%360 + 360) % 360
	p.sheets[number] = s
	return s, nil
}

// size is the page as it is seen.
func (s *sheet) size() (width, height float64) {
	if s.rotate == 90 || s.rotate == 270 {
		return s.box.Height(), s.box.Width()
	}
	return s.box.Width(), s.box.Height()
}

// space turns a box from the top left of the page as it is seen into the page's own
// space.
func (s *sheet) space(b schema.Box) types.Rectangle {
	w, h := s.box.Width(), s.box.Height()
	turn := func(x, y float64) (float64, float64) {
		switch s.rotate {
		case 90:
			return y, x
		case 180:
			return w - x, y
		case 270:
			return w - y, h - x
		}
		return x, h - y
	}
	x0, y0 := turn(b[0], b[1])
	x1, y1 := turn(b[2], b[3])
	return *types.NewRectangle(s.box.LL.X+min(x0, x1), s.box.LL.Y+min(y0, y1), s.box.LL.X+max(x0, x1), s.box.LL.Y+max(y0, y1))
}

// scaled is a box on the page itself. A scan is read on a paper of its picture's own
// size.
func (s *sheet) scaled(b schema.Box, paper [2]float64) schema.Box {
	if paper[0] <= 0 || paper[1] <= 0 {
		return b
	}
	w, h := s.size()
	x, y := w/paper[0], h/paper[1]
	return schema.Box{b[0] * x, b[1] * y, b[2] * x, b[3] * y}
}

// annotation is a mark as the page holds it.
func (s *sheet) annotation(m mark, number int) model.AnnotationRenderer {
	ink := inks[m.severity]
	id := fmt.Sprintf("pbt-%d", number+1)
	if m.at.Page > 0 && !m.at.Box.IsZero() {
		r := s.space(s.scaled(m.at.Box, m.paper))
		quad := types.NewQuadLiteralForRect(&r)
		return model.NewHighlightAnnotation(r, 0, m.note, id, "", model.AnnPrint, &ink, 0, 0, 0, author, nil, nil, "", "pbt", types.QuadPoints{*quad})
	}
	width, _ := s.size()
	left := width - signGap - signSide
	top := float64(signGap + s.signs*(signSide+signGap))
	s.signs++
	r := s.space(schema.Box{left, top, left + signSide, top + signSide})
	return model.NewTextAnnotation(r, 0, m.note, id, "", model.AnnPrint, &ink, author, nil, nil, "", "pbt", 0, 0, 0, false, "Note")
}
