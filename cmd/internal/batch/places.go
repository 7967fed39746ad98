package batch

import (
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// Places are where the indicators and the findings of a declaration stand, in few
// bytes: an output has no places unless they are asked for, and the tables made of
// it show them all the same.
type Places struct {
	// Rows are the places of the indicators, in printed order, in runs that share
	// their beginning, which stands first: ["目标表!", "D12", "D13"].
	Rows [][]string `json:"rows,omitempty"`
	// At are the places of the rules' findings, and of what was mended, by path.
	At map[string]string `json:"at,omitempty"`
}

// PlacesOf are the places of a document's declarations, one for each. The findings
// are those of the rules.
func PlacesOf(doc *schema.Document, findings []schema.Finding) []Places {
	out := make([]Places, len(doc.Declarations))
	for i, d := range doc.Declarations {
		if len(d.Trace) > 0 {
			leaves(d, func(path string) { out[i].addRow(d.Trace[path].String()) })
		}
		for _, r := range d.Repairs {
			out[i].add(r.Path, d.Place(r.Path))
		}
	}
	for _, f := range findings {
		if f.Declaration == nil || f.At == nil {
			continue
		}
		out[*f.Declaration].add(f.Path, *f.At)
	}
	return out
}

// known reports whether there is a place.
func (p Places) known() bool { return len(p.Rows)+len(p.At) > 0 }

// leaves visits the paths of a declaration's indicators in printed order.
func leaves(d *schema.Declaration, visit func(path string)) {
	leaf := func(path string, _ []*schema.Indicator, _ *schema.Indicator) { visit(path) }
	schema.Walk(d.Indicators, "indicators", leaf)
	schema.Walk(d.IndicatorsMediumTerm, "indicators_medium_term", leaf)
}

func (p *Places) add(path string, at schema.Place) {
	if at.IsZero() {
		return
	}
	if p.At == nil {
		p.At = map[string]string{}
	}
	p.At[path] = at.String()
}

func (p *Places) addRow(place string) {
	at := shared(place)
	if n := len(p.Rows); n > 0 && p.Rows[n-1][0] == place[:at] {
		p.Rows[n-1] = append(p.Rows[n-1], place[at:])
		return
	}
	p.Rows = append(p.Rows, []string{place[:at], place[at:]})
}

// shared is how many bytes of a place its neighbours are likely to begin with:
// the sheet, the page, the table.
func shared(place string) int {
	if i := strings.LastIndexByte(place, '!'); i >= 0 {
		return i + 1
	}
	for _, cut := range []string{"row ", " "} {
		if i := strings.Index(place, cut); i >= 0 {
			return i + len(cut)
		}
	}
	return 0
}

// Restore gives a document that was read back the places that its record kept,
// where it has none of its own.
func Restore(doc *schema.Document, places []Places) {
	for i, d := range doc.Declarations {
		if i >= len(places) || len(d.Trace) > 0 {
			continue
		}
		d.Trace = map[string]schema.Place{}
		put := func(path, place string) {
			if place != "" {
				d.Trace[path] = schema.ParsePlace(place)
			}
		}
		rows := places[i].all()
		leaves(d, func(path string) {
			if len(rows) > 0 {
				put(path, rows[0])
				rows = rows[1:]
			}
		})
		for path, place := range places[i].At {
			put(path, place)
		}
	}
}

// all are the places of the rows, each whole.
func (p Places) all() []string {
	var out []string
	for _, run := range p.Rows {
		for _, rest := range run[min(1, len(run)):] {
			out = append(out, run[0]+rest)
		}
	}
	return out
}
