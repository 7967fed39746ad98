package rules

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

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

// maxExpr bounds an expression's length and maxExprNodes its size.
const (
	maxExpr      = 2000
	maxExprNodes = 400
)

// exprEnv is what an expression sees: the declaration by the keys of the
// contract, the rows, and a few functions.
type exprEnv struct {
	*schema.Declaration
	Rows []exprRow
	Row  exprRow
	// Amount reads an amount of money in yuan, or any number; 0 where there is
	// none.
	Amount func(string) float64
	// Has reports whether a text holds a word of a lexicon.
	Has func(text, lexicon string) bool
	// Years is how many calendar years the project's dates span; 0 where they
	// are not printed.
	Years func() int
	// The functions that plainly and metered put into an expression.
	Tick        func(...any) any
	Concat      func(a, b string) (string, error)
	Add         func(a, b any) (any, error)
	JoinText    func(list any, sep ...string) (string, error)
	ReplaceText func(s, old, with string) (string, error)
	meter       *exprMeter
	machine     vm.VM
}

// exprRow is an indicator with the levels above it.
type exprRow struct {
	*schema.Indicator
	Level1 string
	Level2 string
}

// exprNames maps the keys of the contract to the names of the structs' fields.
var exprNames = contractNames()

func contractNames() map[string]string {
	names := map[string]string{"rows": "Rows", "row": "Row", "amount": "Amount", "has": "Has", "years": "Years", "level1": "Level1", "level2": "Level2"}
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

// contractKeys lets an expression use the keys of the contract (funds.total)
// for the fields of the structs (Funds.Total).
type contractKeys struct{ locals map[string]bool }

// Visit renames one node.
func (k contractKeys) Visit(n *ast.Node) {
	switch x := (*n).(type) {
	case *ast.VariableDeclaratorNode:
		k.locals[x.Name] = true
	case *ast.IdentifierNode:
		switch to, ok := exprNames[x.Value]; {
		case k.locals[x.Value]:
		case x.Value == "join":
			x.Value = "JoinText"
		case x.Value == "replace":
			x.Value = "ReplaceText"
		case ok:
			x.Value = to
		}
	case *ast.MemberNode:
		if s, ok := x.Property.(*ast.StringNode); ok {
			if to, ok := exprNames[s.Value]; ok {
				s.Value = to
			}
		}
	}
}

func (c *compiler) expression(key, code string, as ...expr.Option) *vm.Program {
	if len(code) > maxExpr {
		c.errorf(c.at(key), "the expression is longer than %d bytes", maxExpr)
		return nil
	}
	opts := append([]expr.Option{
		expr.Env(exprEnv{}), expr.Patch(contractKeys{map[string]bool{}}), expr.Patch(plainTypes{}), expr.Patch(metered{}), expr.MaxNodes(maxExprNodes),
	}, as...)
	for _, name := range [...]string{"now", "repeat", "join", "replace", "toJSON", "fromJSON", "toBase64", "fromBase64"} {
		opts = append(opts, expr.DisableBuiltin(name))
	}
	prog, err := expr.Compile(code, opts...)
	if err == nil {
		return prog
	}
	at := c.at(key)
	text := err.Error()
	if fe, ok := err.(*file.Error); ok {
		text = fe.Message
		if fe.Line == 1 && at.Style == 0 {
			moved := *at
			moved.Column += fe.Column
			c.files[&moved] = c.files[at]
			at = &moved
		}
	}
	c.errorf(at, "the expression does not compile: %s; the names are the keys of the output, such as project.name, funds.total, rows, row.value.number", text)
	return nil
}

func compileExpr(c *compiler, p *exprParams, sel *selector) func(*form, func(hit)) {
	c.need(p.When != "", "when", "a condition")
	if p.When == "" {
		return func(*form, func(hit)) {}
	}
	when := c.expression("when", p.When, expr.AsBool())
	var show *vm.Program
	if p.Show != "" {
		show = c.expression("show", p.Show)
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
				if !env.meter.spent() && ask(when, env) {
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

// env makes the environment of an expression.
func (f *form) env() *exprEnv {
	if f.exprs != nil {
		f.exprs.meter.reset()
		return f.exprs
	}
	e := &exprEnv{Declaration: f.decl, Rows: make([]exprRow, len(f.rows)), meter: &exprMeter{}}
	e.meter.reset()
	e.metering()
	for i := range f.rows {
		r := &f.rows[i]
		e.Rows[i] = exprRow{r.ind, r.l1, r.l2}
	}
	e.Amount = func(s string) float64 {
		d, ok := number(strings.ReplaceAll(fold(s), ",", ""))
		if !ok {
			return 0
		}
		x, _ := d.Float64()
		return x
	}
	e.Has = func(text, lexicon string) bool {
		id, ok := f.set.lex.ids[lexicon]
		return ok && f.set.lex.match(fold(text)).Has(id)
	}
	e.Years = func() int {
		if !f.years.haveBoth || f.years.last < f.years.first {
			return 0
		}
		return f.years.last - f.years.first + 1
	}
	f.exprs = e
	return e
}

// ask answers a condition. One that cannot be answered, because a part of the
// form that it names is not there, is not true.
func ask(p *vm.Program, env *exprEnv) bool {
	if p == nil {
		return false
	}
	out, err := env.run(p)
	yes, ok := out.(bool)
	return err == nil && ok && yes
}

func tell(p *vm.Program, env *exprEnv, fallback string) string {
	if p == nil {
		return fallback
	}
	out, err := env.run(p)
	if err != nil {
		return fallback
	}
	switch x := out.(type) {
	case string:
		return x
	case int:
		return itoa(x)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(x)
	}
	return fallback
}
