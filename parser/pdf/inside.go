package pdf

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/schema"
)

// The bounds of a portfolio's attachments.
const (
	maxAttached  = 200
	maxNameNodes = 2000
)

// attached reads the attachments of a portfolio, whose own pages are but a cover
// sheet, as documents inside.
func (r *reader) attached(ctx context.Context, d *grid.Document) {
	root := r.file.Catalog()
	if r.opt.Inside == nil || r.file.Dict(root["Collection"]) == nil {
		return
	}
	names := r.file.Dict(r.file.Dict(root["Names"])["EmbeddedFiles"])
	nodes, read := 0, 0
	var walk func(node object.Dict)
	walk = func(node object.Dict) {
		if nodes++; nodes > maxNameNodes || ctx.Err() != nil {
			return
		}
		pairs := r.file.Array(node["Names"])
		for i := 1; i < len(pairs); i += 2 {
			if read++; read > maxAttached {
				return
			}
			r.attachment(ctx, r.file.Dict(pairs[i]), d)
		}
		for _, kid := range r.file.Array(node["Kids"]) {
			walk(r.file.Dict(kid))
		}
	}
	walk(names)
}

// attachment reads one file of a portfolio.
func (r *reader) attachment(ctx context.Context, spec object.Dict, d *grid.Document) {
	ef := r.file.Dict(spec["EF"])
	s := r.file.Stream(ef["F"])
	if s == nil {
		s = r.file.Stream(ef["UF"])
	}
	if s == nil {
		return
	}
	data, err := r.file.Bytes(s)
	if err != nil && len(data) == 0 {
		return
	}
	name := r.text(spec["UF"])
	if name == "" {
		name = r.text(spec["F"])
	}
	inner := r.opt.Inside(ctx, name, data)
	if len(inner.Grids) > 0 && !r.news(inner) {
		return
	}
	d.Grids = append(d.Grids, inner.Grids...)
	d.Apart = append(d.Apart, inner.Apart...)
	d.Problems = append(d.Problems, inner.Problems...)
	if inner.OCR != nil {
		d.OCR = inner.OCR
	}
}

// news reports whether an attachment shows anything that none before it does: the
// same form is attached as a workbook and as a PDF.
func (r *reader) news(d *grid.Document) bool {
	var texts []string
	for _, g := range d.Grids {
		for _, c := range g.Cells {
			texts = append(texts, strings.Join(strings.Fields(c.Text), ""))
		}
	}
	slices.Sort(texts)
	key := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	if r.attachments[key] {
		return false
	}
	if r.attachments == nil {
		r.attachments = map[[sha256.Size]byte]bool{}
	}
	r.attachments[key] = true
	return true
}

// text decodes the name of a file.
func (r *reader) text(o object.Object) string {
	s, _ := r.file.Resolve(o).(object.String)
	if len(s) < 2 || s[0] != 0xfe || s[1] != 0xff {
		return string(s)
	}
	units := make([]uint16, 0, len(s)/2)
	for i := 2; i+1 < len(s); i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// dynamic reports whether the document is an XFA form whose pages a viewer
// builds itself: its only page asks to wait.
func (r *reader) dynamic() bool {
	root := r.file.Catalog()
	form := r.file.Dict(root["AcroForm"])
	return form["XFA"] != nil && (r.file.Resolve(root["NeedsRendering"]) == true || len(r.file.Array(form["Fields"])) == 0)
}

func xfaProblem() schema.Finding {
	return schema.ExtractNoText.Say(
		schema.Text{
			ZH: "这是动态 XFA 表单，内容由 Adobe Reader 在打开时生成，页面上没有可读的文字",
			EN: "this is a dynamic XFA form, whose content Adobe Reader builds when it is opened; its pages hold no text to read",
		},
		schema.Text{
			ZH: "请用 Adobe Reader 打开后打印为 PDF，再读打印出的文件",
			EN: "open it in Adobe Reader, print it as PDF and read that file",
		}).Finding()
}
