//go:build !pbt_light

package rules

import (
	"strconv"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"github.com/pbt-cli/pbt/schema"
)

// program is an expression made ready to be asked.
type program = vm.Program

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
	// Alike reports whether two texts are the same but for the years in them, and
	// for words of planning and doing.
	Alike func(a, b string) bool
	// The functions that plainly and metered put into an expression.
	Tick        func(...any) any
	Concat      func(a, b string) (string, error)
	Add         func(a, b any) (any, error)
	JoinText    func(list any, sep ...string) (string, error)
	ReplaceText func(s, old, with string) (string, error)
	meter       *exprMeter
	machine     vm.VM
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
		switch to, ok := exprNames()[x.Value]; {
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
			if to, ok := exprNames()[s.Value]; ok {
				s.Value = to
			}
		}
	}
}

// expression compiles an expression, one with an answer of yes or no where truth says so.
func (c *compiler) expression(key, code string, truth bool) *program {
	if len(code) > maxExpr {
		c.errorf(c.at(key), "the expression is longer than %d bytes", maxExpr)
		return nil
	}
	opts := []expr.Option{
		expr.Env(exprEnv{}), expr.Patch(contractKeys{map[string]bool{}}), expr.Patch(plainTypes{}), expr.Patch(metered{}), expr.MaxNodes(maxExprNodes),
	}
	if truth {
		opts = append(opts, expr.AsBool())
	}
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

// env makes the environment of an expression.
func (f *form) env() *exprEnv {
	if f.exprs != nil {
		f.exprs.meter.reset()
		return f.exprs
	}
	e := &exprEnv{Declaration: f.decl, Rows: f.exprRows(), meter: &exprMeter{}}
	e.meter.reset()
	e.metering()
	e.Amount, e.Has, e.Years, e.Alike = exprAmount, f.worded, f.spanned, f.alike
	f.exprs = e
	return e
}

// spent reports whether the rule has used up its budget on this form.
func (e *exprEnv) spent() bool { return e.meter.spent() }

// ask answers a condition. One that cannot be answered, because a part of the
// form that it names is not there, is not true.
func ask(p *program, env *exprEnv) bool {
	if p == nil {
		return false
	}
	out, err := env.run(p)
	yes, ok := out.(bool)
	return err == nil && ok && yes
}

// tell is what an expression gives as text.
func tell(p *program, env *exprEnv, fallback string) string {
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
