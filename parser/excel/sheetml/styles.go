package sheetml

import (
	"strconv"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/parser/excel/numfmt"
	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/ink"
)

// The bounds of the styles: the programs stop at 65 490, and at a parent.
const (
	maxStyles  = 1 << 17
	maxParents = 16
)

// styles knows the number format and the look of each style.
type styles struct {
	codes    map[string]string // by the style's id
	looks    map[string]sheet.Look
	parents  map[string]string
	parsed   map[string]*numfmt.Format // by the code
	open     string                    // the style that is being read
	date1904 bool
}

func newStyles() *styles {
	return &styles{codes: map[string]string{}, looks: map[string]sheet.Look{}, parents: map[string]string{}, parsed: map[string]*numfmt.Format{}}
}

func (st *styles) begin(id, parent string) {
	st.open = id
	if parent != "" && len(st.parents) < maxStyles {
		st.parents[id] = parent
	}
}

func (st *styles) format(code string) {
	if code != "" && len(st.codes) < maxStyles {
		st.codes[st.open] = code
	}
}

// font takes over a Font or an Interior of the open style, which say all that their
// parent's do.
func (st *styles) font(f ink.Font) {
	if len(st.looks) < maxStyles {
		l := st.looks[st.open]
		l.Font = f
		st.looks[st.open] = l
	}
}

func (st *styles) interior(c ink.Color) {
	if len(st.looks) < maxStyles {
		l := st.looks[st.open]
		l.Behind = c
		st.looks[st.open] = l
	}
}

// look is how a style prints: what it leaves out is its parent's.
func (st *styles) look(id string) sheet.Look {
	var out sheet.Look
	for range maxParents {
		l := st.looks[id]
		if out.Font == (ink.Font{}) {
			out.Font = l.Font
		}
		if out.Behind == 0 {
			out.Behind = l.Behind
		}
		parent, ok := st.parents[id]
		if !ok {
			break
		}
		id = parent
	}
	return out
}

// named are the formats that have a name instead of a code, as the Chinese
// edition shows them.
var named = map[string]string{
	"General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
	"Currency": `"¥"#,##0.00`, "Euro Currency": `"€"#,##0.00`,
	"General Date": "yyyy-m-d h:mm", "Long Date": "yyyy-m-d", "Medium Date": "yyyy-m-d", "Short Date": "yyyy-m-d",
	"Long Time": "h:mm:ss", "Medium Time": "h:mm", "Short Time": "h:mm",
	"Yes/No": `"是";"是";"否"`, "True/False": `"TRUE";"TRUE";"FALSE"`, "On/Off": `"开";"开";"关"`,
}

func (st *styles) of(id string) *numfmt.Format {
	code := ""
	for range maxParents {
		if c, ok := st.codes[id]; ok {
			code = c
			break
		}
		parent, ok := st.parents[id]
		if !ok {
			break
		}
		id = parent
	}
	if c, ok := named[code]; ok {
		code = c
	}
	f := st.parsed[code]
	if f == nil {
		f = numfmt.Parse(code)
		st.parsed[code] = f
	}
	return f
}

// show is a value as a sheet displays it at a place.
func (st *styles) show(s *sheet.Sheet, row, col int, style, kind, text string) string {
	f := st.of(style)
	switch kind {
	case "Number":
		if n, ok := sheet.ParseNumber(text); ok {
			return s.Number(row, col, f, n, st.date1904)
		}
	case "DateTime":
		days, ok := serial(text)
		if ok && f.IsDate() {
			return f.Number(days, false)
		}
		return sheet.ISODate(text)
	case "Boolean":
		return sheet.Logical(strings.TrimSpace(text) == "1" || strings.EqualFold(strings.TrimSpace(text), "true"))
	case "Error":
		return text
	}
	return s.Formatted(row, col, f, text)
}

// daysTo counts from 1899-12-30, as day numbers do since March 1900.
func daysTo(year, month, day int) float64 {
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return float64(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Sub(from) / (24 * time.Hour))
}

// dayPart is a clock as part of a day.
func dayPart(clock string) float64 {
	var s, unit float64 = 0, 3600
	for p := range strings.SplitSeq(strings.TrimSuffix(clock, "Z"), ":") {
		n, err := strconv.ParseFloat(p, 64)
		if err != nil || !(n >= 0 && n < 100) || unit < 1 {
			return 0
		}
		s += n * unit
		unit /= 60
	}
	return s / (24 * 3600)
}
