package rules

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

func requiredKind() kind {
	return typed("required", say("必填：字段或指标的某一栏不能为空", "something must be filled in: fields of the form, or a column of each indicator"), compileRequired)
}

// requiredParams: fields, or a list of the profile, or a column of each row.
type requiredParams struct {
	Fields []string `yaml:"fields" doc:"the fields"`
	List   string   `yaml:"list" enum:"required|expected" doc:"the fields that the profile lists as required, or as expected"`
	But    []string `yaml:"but" doc:"fields of the list that another rule looks after"`
	Said   []string `yaml:"said" doc:"lexicons; an amount under another label of theirs stands for the money that is wanted"`
	Of     string   `yaml:"of" enum:"name|value|actual|weight|score|deviation|code|explanation|standard|remark" doc:"the column of each indicator; name and value are each only missed where the other is there"`
	Listed bool     `yaml:"listed" doc:"only where the profile lists the fields as required"`
}

func compileRequired(c *compiler, p *requiredParams, sel *selector) func(*form, func(hit)) {
	c.need(len(p.Fields) > 0 || p.List != "" || p.Of != "", "fields", "fields, list or of")
	if p.Of != "" {
		return requiredColumn(p, sel)
	}
	list := c.fieldList("fields", p.Fields)
	c.fieldList("but", p.But)
	said := c.lexSet(c.at("said"), p.Said)
	set := c.set
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			if !p.Listed || contains(f.prof.def.Required, fl.name) {
				missing(f, fl, emit)
			}
		}
		names := f.prof.def.Required
		switch p.List {
		case "":
			return
		case "expected":
			names = f.prof.def.Expected
		}
		var blank, absent lacking
		for _, name := range names {
			fl, ok := set.field(name)
			switch {
			case !ok || contains(p.But, name) || !fl.empty(f) || fl.money && f.otherSource(said):
			case f.maybePrinted(fl):
				blank.add(fl)
			case fl.name != "unit" || f.decl.Department == "":
				absent.add(fl)
			}
		}
		blank.emit(f, emit)
		if h := &absent.hit; h.field != nil {
			list, listEN := strings.Join(absent.zh, "、"), strings.Join(absent.en, ", ")
			h.severity = schema.SeverityInfo
			h.instead = &schema.Text{ZH: "表上没有找到这些栏目：" + list, EN: "the form has no cell for: " + listEN}
			absent.emit(f, emit)
		}
	}
}

// lacking are the empty fields of a list, said in one finding.
type lacking struct {
	hit    hit
	zh, en []string
}

func (l *lacking) add(fl *field) {
	if l.hit.field == nil {
		l.hit = hit{path: pathOf(fl), field: fl}
	}
	l.zh, l.en = append(l.zh, fl.label.ZH), append(l.en, fl.label.EN)
}

func (l *lacking) emit(f *form, emit func(hit)) {
	h := &l.hit
	if h.field == nil {
		return
	}
	if h.path == "funds.execution" && h.instead == nil && (f.decl.Funds.Total != "" || f.decl.Funds.Year != "") {
		h.severity, h.doubted = schema.SeverityWarning, true // a table of money is there, and was not read as one
	}
	h.expected, h.expectedEN = strings.Join(l.zh, "、"), strings.Join(l.en, ", ")
	emit(*h)
}

// maybePrinted reports whether the form may print a cell for a field that is empty:
// templates of some places have none for who files, or for the money.
func (f *form) maybePrinted(fl *field) bool {
	if f.doc == nil {
		return true
	}
	switch f.doc.Source.Format {
	case "", schema.FormatYAML, schema.FormatJSON:
		return true
	}
	switch fl.name {
	case "unit":
		return contains(f.decl.Unfilled, fl.name)
	case "funds", "funds.execution":
		return f.decl.Funds.PrintedUnit != ""
	}
	return true
}

func (fl *field) empty(f *form) bool {
	v := fl.get(f.decl)
	return v == "" || v[0] <= ' ' && strings.TrimSpace(v) == ""
}

func missing(f *form, fl *field, emit func(hit)) {
	if fl.empty(f) {
		emit(hit{path: pathOf(fl), field: fl})
	}
}

// leastColumn is how many rows a form has at least of which it is said at once that
// nothing was measured.
const leastColumn = 4

// nothingMeasured says once of a form that no row of it has a measured value.
func nothingMeasured(f *form, emit func(hit)) bool {
	rows := f.trees[0].rows
	if len(rows) < leastColumn || slices.ContainsFunc(rows, func(r row) bool { return fold(f.part(&r, "actual")) != "" }) {
		return false
	}
	n := itoa(len(rows))
	emit(hit{path: "indicators", found: n, instead: &schema.Text{
		ZH: n + " 个指标都没有填写实际完成值，也可能是读取时漏了一栏",
		EN: "none of the " + n + " indicators has a measured value; a column may have been lost in reading",
	}})
	return true
}

func requiredColumn(p *requiredParams, sel *selector) func(*form, func(hit)) {
	return func(f *form, emit func(hit)) {
		if p.Of == "actual" && nothingMeasured(f, emit) {
			return
		}
		eachRow(sel, f, func(r *row) {
			switch p.Of {
			case "value":
				if v := r.ind.Value; r.ind.Name == "" || !emptyValue(v) && v.Kind != schema.KindBlank || f.headsParts(r) {
					return
				}
			case "name":
				if r.name != "" || emptyValue(r.ind.Value) {
					return
				}
			default:
				if fold(f.part(r, p.Of)) != "" || p.Of == "actual" && f.headsParts(r) {
					return
				}
			}
			emit(hit{path: f.rowPath(r) + "." + p.Of, row: r})
		})
	}
}
