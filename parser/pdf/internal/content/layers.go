package content

import "github.com/pbt-cli/pbt/parser/pdf/internal/object"

// layers says which optional content is shown when the file is opened.
type layers struct{ off map[object.Ref]bool }

func loadLayers(f *object.File) layers {
	l := layers{off: map[object.Ref]bool{}}
	props := f.Dict(f.Catalog()["OCProperties"])
	config := f.Dict(props["D"])
	if f.Name(config["BaseState"]) == "OFF" {
		l.set(f.Array(props["OCGs"]), true)
		l.set(f.Array(config["ON"]), false)
	}
	l.set(f.Array(config["OFF"]), true)
	return l
}

func (l layers) set(groups object.Array, off bool) {
	for _, o := range groups {
		if r, ok := o.(object.Ref); ok {
			l.off[r] = off
		}
	}
}

// visible decides on a group or a membership dictionary.
func (l layers) visible(f *object.File, o object.Object) bool {
	if o == nil || len(l.off) == 0 {
		return true
	}
	if r, ok := o.(object.Ref); ok && l.off[r] {
		return false
	}
	d := f.Dict(o)
	if f.Name(d["Type"]) != "OCMD" {
		return true
	}
	groups := f.Array(d["OCGs"])
	if groups == nil && d["OCGs"] != nil {
		groups = object.Array{d["OCGs"]}
	}
	on, off := 0, 0
	for _, g := range groups {
		if r, ok := g.(object.Ref); ok && l.off[r] {
			off++
		} else {
			on++
		}
	}
	if on+off == 0 {
		return true
	}
	switch f.Name(d["P"]) {
	case "AllOn":
		return off == 0
	case "AnyOff":
		return off > 0
	case "AllOff":
		return on == 0
	}
	return on > 0
}
