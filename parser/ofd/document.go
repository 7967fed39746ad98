package ofd

import (
	"path"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
)

// document is what Document.xml says.
type document struct {
	dir       string
	area      box
	pages     []pageRef
	templates map[string]*templatePage
	res       *resources
	// notes are the parts with the annotations of each page, by its ID.
	notes map[string][]string
}

type pageRef struct{ id, part string }

// templatePage is a page that others are drawn over or under.
type templatePage struct {
	part   string
	zorder string
	body   *body // nil until it is read
}

// a4 is the size of a page that states none, in millimetres.
var a4 = box{0, 0, 210, 297}

// document reads one document of the package. With an error of ctx it gives
// what stands on the pages before.
func (r *reader) document(root string) (page.Tables, error) {
	src, err := r.pack.read(root)
	if err != nil && len(src) == 0 {
		return page.Tables{}, nil
	}
	d := r.describe(src, path.Dir(root))
	var built page.Builder
	var shown page.Page
	for _, ref := range d.pages {
		if r.number >= maxPages {
			r.seen.Longer(maxPages)
			break
		}
		r.number++
		if r.opt.Wants != nil && !r.opt.Wants(r.number) {
			continue
		}
		if err := r.ctx.Err(); err != nil {
			return built.Tables(), err
		}
		shown.Reset(r.number)
		if err := r.page(d, ref, &shown); err != nil {
			return built.Tables(), err
		}
		if r.opt.Drawn != nil {
			if err := r.opt.Drawn(&shown); err != nil {
				return built.Tables(), err
			}
			r.read++
			continue
		}
		shown.Judge()
		if r.seen.Page(&shown) && r.opt.Scan != nil {
			if err := r.seen.Scan(r.ctx, &shown, r.opt.Scan); err != nil {
				return built.Tables(), err
			}
		}
		built.Add(&shown)
		r.read++
	}
	return built.Tables(), nil
}

// describe reads Document.xml and the resources that it names.
func (r *reader) describe(src []byte, dir string) *document {
	d := &document{dir: dir, area: a4, templates: map[string]*templatePage{}, res: newResources(), notes: map[string][]string{}}
	w := walker{xmlscan.New(src)}
	w.each(func(element string) {
		switch element {
		case "PhysicalBox":
			if b, ok := parseBox(w.text()); ok {
				d.area = b
			}
		case "PublicRes", "DocumentRes":
			r.resources(d.res, r.pack.resolve(dir, w.text()))
		case "TemplatePage":
			if len(d.templates) < maxResources {
				d.templates[w.attr("ID")] = &templatePage{part: r.pack.resolve(dir, w.attr("BaseLoc")), zorder: w.attr("ZOrder")}
			}
		case "Page":
			if len(d.pages) <= maxPages {
				d.pages = append(d.pages, pageRef{w.attr("ID"), r.pack.resolve(dir, w.attr("BaseLoc"))})
			}
		case "Annotations":
			r.annotations(d, r.pack.resolve(dir, w.text()))
		case "Attachments":
			r.attachments(r.pack.resolve(dir, w.text()))
		}
	})
	return d
}

// annotations reads which parts hold the annotations of which page.
func (r *reader) annotations(d *document, part string) {
	src, err := r.pack.read(part)
	if err != nil && len(src) == 0 {
		return
	}
	dir := path.Dir(part)
	w := walker{xmlscan.New(src)}
	id := ""
	w.each(func(element string) {
		switch element {
		case "Page":
			id = w.attr("PageID")
		case "FileLoc":
			if len(d.notes) < maxPages {
				d.notes[id] = append(d.notes[id], r.pack.resolve(dir, w.text()))
			}
		}
	})
}

// page draws one page: the templates below, its own layers, those above, and
// what its annotations say.
func (r *reader) page(d *document, ref pageRef, out *page.Page) error {
	own, err := r.body(ref.part)
	if err != nil || own.damaged {
		out.Damaged = true
	}
	area := d.area
	if own.area.w > 0 {
		area = own.area
	}
	out.Width, out.Height = area.w*points, area.h*points
	dr := &drawer{r: r, res: d.res.with(own.res), page: out, frame: picture.MatrixOf(points, 0, 0, points, -area.x*points, -area.y*points)}
	below, above := r.templates(d, own, out)
	for _, b := range below {
		dr.body(b)
	}
	dr.body(own)
	for _, b := range above {
		dr.body(b)
	}
	for _, part := range d.notes[ref.id] {
		r.notes(dr, part)
	}
	out.Cut = out.Cut || dr.cut
	return dr.err
}

// points are those of a millimetre.
const points = 72 / 25.4

// templates are the bodies of the template pages that a page names, below and
// above it.
func (r *reader) templates(d *document, own *body, out *page.Page) (below, above []*body) {
	for _, use := range own.templates {
		t := d.templates[use.id]
		if t == nil {
			out.Damaged = true
			continue
		}
		if t.body == nil {
			var err error
			if t.body, err = r.body(t.part); err != nil {
				t.body.damaged = true
			}
		}
		out.Damaged = out.Damaged || t.body.damaged
		order := use.zorder
		if order == "" {
			order = t.zorder
		}
		if strings.EqualFold(order, "Foreground") {
			above = append(above, t.body)
		} else {
			below = append(below, t.body)
		}
	}
	return below, above
}

// body reads the content of a page or of a template. It is never nil; with an
// error it is empty, or what stands before the damage.
func (r *reader) body(part string) (*body, error) {
	src, err := r.pack.read(part)
	if err != nil && len(src) == 0 {
		return &body{damaged: true}, err
	}
	b := readBody(src)
	for _, loc := range b.resLocs {
		if b.res == nil {
			b.res = newResources()
		}
		r.resources(b.res, r.pack.resolve(path.Dir(part), loc))
	}
	b.damaged = b.damaged || office.HasFault(err, office.Damaged)
	return b, nil
}

// notes takes the text of annotations, which is none of the page.
func (r *reader) notes(dr *drawer, part string) {
	src, err := r.pack.read(part)
	if err != nil && len(src) == 0 {
		return
	}
	w := walker{xmlscan.New(src)}
	apart, visible := page.Noted, true
	w.each(func(element string) {
		switch element {
		case "Annot":
			visible = w.flag("Visible", true)
			switch strings.ToLower(w.attr("Type")) {
			case "watermark":
				apart = page.Watermark
			case "stamp":
				apart = page.Seal
			default:
				apart = page.Noted
			}
		case "Appearance":
			if !visible {
				return
			}
			place, _ := parseBox(w.attr("Boundary"))
			p := parser{walker: w}
			objects := p.objects(0)
			dr.apart = apart
			dr.objects(objects, picture.Shift(place.x, place.y).Then(dr.frame), style{}, 0)
			dr.apart = page.Shown
		}
	})
}
