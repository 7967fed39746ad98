package rules

import (
	"reflect"
	"strconv"
	"strings"
	"sync"

	numeral "github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

func exprKind() kind {
	return typed("expr", say("表达式：以上各类都不合适时使用", "an expression, for what no other kind can say"), compileExpr)
}

// exprParams: a condition that is true where something is wrong.
type exprParams struct {
	Each string `yaml:"each" enum:"form|row" doc:"ask once for the form (the default), or for each row that where takes"`
	When string `yaml:"when" doc:"the condition, true where something is wrong; the keys of the output contract are its names"`
	Path string `yaml:"path" doc:"the field that the finding stands at"`
	Show string `yaml:"show" doc:"an expression for {found}"`
}

// exprRow is an indicator with the levels above it.
type exprRow struct {
	*schema.Indicator
	Level1 string
	Level2 string
}

// exprNames maps the keys of the contract to the names of the structs' fields.
var exprNames = sync.OnceValue(contractNames)

func contractNames() map[string]string {
	names := map[string]string{"rows": "Rows", "row": "Row", "amount": "Amount", "has": "Has", "years": "Years", "alike": "Alike", "level1": "Level1", "level2": "Level2"}
	seen := map[reflect.Type]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			f := t.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if key != "" && key != "-" {
				names[key] = f.Name
			}
			walk(f.Type)
		}
	}
	walk(reflect.TypeFor[schema.Declaration]())
	return names
}

// maxExpr bounds an expression's length and maxExprNodes its size.
const (
	maxExpr      = 2000
	maxExprNodes = 400
)

func compileExpr(c *compiler, p *exprParams, sel *selector) func(*form, func(hit)) {
	c.need(p.When != "", "when", "a condition")
	if p.When == "" {
		return func(*form, func(hit)) {}
	}
	when := c.expression("when", p.When, true)
	var show *program
	if p.Show != "" {
		show = c.expression("show", p.Show, false)
	}
	path, at := "", (*field)(nil)
	if p.Path != "" {
		if list := c.fieldList("path", []string{p.Path}); len(list) == 1 {
			at, path = list[0], pathOf(list[0])
		}
	}
	if p.Each == "row" {
		return func(f *form, emit func(hit)) {
			env := f.env()
			eachRow(sel, f, func(r *row) {
				env.Row = exprRow{r.ind, r.l1, r.l2}
				if !env.spent() && ask(when, env) {
					emit(hit{path: f.rowPath(r) + ".value", row: r, found: tell(show, env, f.part(r, "value"))})
				}
			})
			f.overspent(env, path, emit)
		}
	}
	return func(f *form, emit func(hit)) {
		env := f.env()
		if !ask(when, env) {
			f.overspent(env, path, emit)
			return
		}
		fallback := ""
		if at != nil {
			fallback = at.get(f.decl)
		}
		emit(hit{path: path, field: at, found: tell(show, env, fallback)})
	}
}

// exprAmount is an amount of money in yuan, or any number; 0 where there is none.
func exprAmount(s string) float64 {
	d, ok := number(strings.ReplaceAll(fold(s), ",", ""))
	if !ok {
		return 0
	}
	x, _ := d.Float64()
	return x
}

// worded reports whether a text holds a word of a lexicon.
func (f *form) worded(text, lexicon string) bool {
	id, ok := f.set.lex.ids[lexicon]
	if !ok {
		return false
	}
	if f.set.lex.asked[inFields].Has(id) {
		return f.matched(fold(text)).Has(id)
	}
	return f.set.lex.match(fold(text)).Has(id)
}

// spanned is how many calendar years the project's dates span; 0 where they are not
// printed.
func (f *form) spanned() int {
	if !f.years.haveBoth {
		return periodYears(f.decl.Project.Period)
	}
	if f.years.last < f.years.first {
		return 0
	}
	return f.years.last - f.years.first + 1
}

// exprRows are the rows of a form as expressions see them.
func (f *form) exprRows() []exprRow {
	rows := make([]exprRow, len(f.rows))
	for i := range f.rows {
		r := &f.rows[i]
		rows[i] = exprRow{r.ind, r.l1, r.l2}
	}
	return rows
}

// overspent says that a rule asked too much of a form: the fault is the rule's.
func (f *form) overspent(env *exprEnv, path string, emit func(hit)) {
	if env.spent() {
		emit(hit{path: path, instead: &spentText, severity: schema.SeverityWarning})
	}
}

var spentText = schema.Text{
	ZH: "这条规则的表达式在本表上超出限额（步数、字节数或时间），没有算完；请改写规则",
	EN: "the expression of this rule exceeds its budget of steps, bytes or time on this form and was not finished; rewrite the rule",
}

// periodYears is the years of a period that is printed as their number: 3年, 三年期; 0 for
// any other text.
func periodYears(period string) int {
	n, width := numeral.Number(fold(period))
	if years, err := strconv.Atoi(n); err == nil && years < 30 && strings.HasPrefix(fold(period)[width:], "年") {
		return years
	}
	return 0
}
