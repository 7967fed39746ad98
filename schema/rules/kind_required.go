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
		var all hit // one for all fields of the list
		var zh, en []string
		for _, name := range names {
			if fl, ok := set.field(name); ok && !contains(p.But, name) && fl.empty(f) && !(fl.money && f.otherSource(said)) {
				if all.field == nil {
					all = hit{path: pathOf(fl), field: fl}
				}
				zh, en = append(zh, fl.label.ZH), append(en, fl.label.EN)
			}
		}
		if all.path == "funds.execution" && (f.decl.Funds.Total != "" || f.decl.Funds.Year != "") {
			all.severity, all.doubted = schema.SeverityWarning, true // a table of money is there, and was not read as one
		}
		if all.field != nil {
			all.expected, all.expectedEN = strings.Join(zh, "、"), strings.Join(en, ", ")
			emit(all)
		}
	}
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
				if v := r.ind.Value; r.ind.Name == "" || !emptyValue(v) && v.Kind != schema.KindBlank {
					return
				}
			case "name":
				if r.name != "" || emptyValue(r.ind.Value) {
					return
				}
			default:
				if fold(f.part(r, p.Of)) != "" {
					return
				}
			}
			emit(hit{path: f.rowPath(r) + "." + p.Of, row: r})
		})
	}
}
