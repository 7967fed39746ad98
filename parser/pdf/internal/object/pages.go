package object

import "fmt"

// Page is one page with the attributes that it inherits.
type Page struct {
	Dict      Dict
	Resources Object
	// MediaBox and CropBox are x0, y0, x1, y1 with x0 < x1 and y0 < y1;
	// CropBox lies inside MediaBox.
	MediaBox, CropBox [4]float64
	// Rotate is 0, 90, 180 or 270, clockwise.
	Rotate int
}

// letter is the MediaBox of a page that has none.
var letter = [4]float64{0, 0, 612, 792}

// Pages are the pages of the file in order.
func (f *File) Pages() []Page { return f.pageList }

// PagesCut says that the file has more pages than Limits allow.
func (f *File) PagesCut() bool { return len(f.pageList) >= f.limits.Pages }

// PagesLost says that pages may be missing: the page tree could not be reached, or
// names a page that is not there.
func (f *File) PagesLost() bool { return f.pagesLost }

// loadPages walks the page tree, each node once. A tree that gives no page is
// replaced by the page objects found in the file, in order of their numbers.
func (f *File) loadPages() error {
	f.catalog = f.Dict(f.src.trailer()["Root"])
	if f.catalog == nil {
		f.catalog = Dict{}
	}
	w := pageWalk{f: f, seen: map[Ref]bool{}}
	w.node(f.catalog["Pages"], nil, 0)
	if len(w.pages) == 0 {
		if s, ok := f.src.(*scan); ok {
			w.loose(s)
			f.pagesLost = true
		}
	}
	if len(w.pages) == 0 {
		return fmt.Errorf("page tree: %w", errDamaged)
	}
	f.pageList = w.pages
	return nil
}

type pageWalk struct {
	f     *File
	seen  map[Ref]bool
	pages []Page
}

// node walks one node; up are the attributes inherited from above.
func (w *pageWalk) node(o Object, up Dict, depth int) {
	if r, ok := o.(Ref); ok {
		if w.seen[r] {
			return
		}
		w.seen[r] = true
	}
	d, ok := w.f.Resolve(o).(Dict)
	w.f.pagesLost = w.f.pagesLost || !ok && depth > 0
	if !ok || depth > maxTreeDepth || len(w.pages) >= w.f.limits.Pages {
		return
	}
	own := inherit(d, up)
	kids, isTree := w.f.Resolve(d["Kids"]).(Array)
	if !isTree {
		if t := w.f.Name(d["Type"]); t == "Page" || t == "" && d["Contents"] != nil || d["MediaBox"] != nil {
			w.pages = append(w.pages, w.f.page(d, own))
		}
		return
	}
	for _, k := range kids {
		w.node(k, own, depth+1)
	}
}

// loose takes every page object of a scan.
func (w *pageWalk) loose(s *scan) {
	for _, r := range s.order {
		if len(w.pages) >= w.f.limits.Pages {
			return
		}
		if d, ok := w.f.Resolve(r).(Dict); ok && d["Type"] == Name("Page") {
			w.pages = append(w.pages, w.f.page(d, inherit(d, w.f.Dict(d["Parent"]))))
		}
	}
}

func inherit(d, up Dict) Dict {
	own := Dict{}
	for _, k := range []Name{"Resources", "MediaBox", "CropBox", "Rotate"} {
		if v, ok := d[k]; ok {
			own[k] = v
		} else if v, ok := up[k]; ok {
			own[k] = v
		}
	}
	return own
}

func (f *File) page(d, own Dict) Page {
	p := Page{Dict: d, Resources: own["Resources"]}
	var ok bool
	if p.MediaBox, ok = f.Rect(own["MediaBox"]); !ok {
		p.MediaBox = letter
	}
	p.CropBox = p.MediaBox
	if crop, ok := f.Rect(own["CropBox"]); ok {
		crop[0], crop[1] = max(crop[0], p.MediaBox[0]), max(crop[1], p.MediaBox[1])
		crop[2], crop[3] = min(crop[2], p.MediaBox[2]), min(crop[3], p.MediaBox[3])
		if crop[0] < crop[2] && crop[1] < crop[3] {
			p.CropBox = crop
		}
	}
	p.Rotate = ((f.Int(own["Rotate"], 0)/90*90)%360 + 360) % 360
	return p
}

// Rect resolves o to a rectangle with its corners in order.
func (f *File) Rect(o Object) ([4]float64, bool) {
	a := f.Array(o)
	var r [4]float64
	if len(a) < 4 {
		return r, false
	}
	for i := range r {
		v, ok := f.Number(a[i])
		if !ok {
			return r, false
		}
		r[i] = v
	}
	if r[0] > r[2] {
		r[0], r[2] = r[2], r[0]
	}
	if r[1] > r[3] {
		r[1], r[3] = r[3], r[1]
	}
	return r, r[0] < r[2] && r[1] < r[3]
}
