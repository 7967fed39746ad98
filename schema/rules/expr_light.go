//go:build pbt_light

package rules

import "reflect"

// program is an expression made ready to be asked: a plain one in a light build.
type program = query

// exprEnv is what an expression sees.
type exprEnv struct {
	plainScope
	Row exprRow
}

// expression compiles an expression.
func (c *compiler) expression(key, code string, _ bool) *program {
	if len(code) > maxExpr {
		c.errorf(c.at(key), "the expression is longer than %d bytes", maxExpr)
		return nil
	}
	p, err := readPlain(code)
	if err != nil {
		c.errorf(c.at(key), "this build reads plain expressions alone: %v", err)
		return nil
	}
	return &p
}

// env makes the environment of an expression.
func (f *form) env() *exprEnv {
	if f.exprs == nil {
		f.exprs = &exprEnv{plainScope: plainScope{decl: reflect.ValueOf(f.decl), rows: f.exprRows(), form: f}}
	}
	return f.exprs
}

// spent reports whether the rule has used up its budget: a plain expression has none.
func (*exprEnv) spent() bool { return false }

// ask answers a condition. One that cannot be answered, because a part of the
// form that it names is not there, is not true.
func ask(p *program, env *exprEnv) bool {
	if p == nil {
		return false
	}
	yes, err := truth(*p, &env.plainScope)
	return err == nil && yes
}

// tell is what an expression gives as text.
func tell(p *program, env *exprEnv, fallback string) string {
	if p == nil {
		return fallback
	}
	v, err := (*p)(&env.plainScope)
	if text, ok := v.(string); err == nil && ok {
		return text
	}
	return fallback
}
