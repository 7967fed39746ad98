package ofd

import (
	"path"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// attachment is a file that a document brings along.
type attachment struct{ name, part string }

// maxAttached bounds the attachments of a package.
const maxAttached = 200

// attachments reads the list of a document's attachments.
func (r *reader) attachments(part string) {
	src, err := r.pack.read(part)
	if err != nil && len(src) == 0 {
		return
	}
	dir, name := path.Dir(part), ""
	w := walker{xmlscan.New(src)}
	w.each(func(element string) {
		switch element {
		case "Attachment":
			name = w.attr("Name")
			if format := w.attr("Format"); format != "" && path.Ext(name) == "" {
				name += "." + format
			}
		case "FileLoc":
			if len(r.attached) < maxAttached {
				r.attached = append(r.attached, attachment{name, r.pack.resolve(dir, w.text())})
			}
		}
	})
}

// readAttached adds what the attachments hold.
func (r *reader) readAttached(d *grid.Document) {
	for _, a := range r.attached {
		data, err := r.pack.read(a.part)
		if err != nil || r.ctx.Err() != nil {
			continue
		}
		inner := r.opt.Inside(r.ctx, a.name, data)
		d.Grids = append(d.Grids, inner.Grids...)
		d.Apart = append(d.Apart, inner.Apart...)
		d.Problems = append(d.Problems, inner.Problems...)
		if inner.OCR != nil {
			d.OCR = inner.OCR
		}
	}
}
