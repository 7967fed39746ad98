//go:build !pbt_light

package rules

import (
	"errors"
	"reflect"
	"strings"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/vm"
)

// What an expression may spend on one form: how often its predicates are asked,
// how many bytes of text it makes, and how long it takes.
const (
	maxExprSteps = 100_000
	maxExprItems = 100_000 // of the lists that it makes
	maxExprBytes = 8 << 20
	maxExprTime  = time.Second
)

var errSpent = errors.New("the expression has spent its budget")

// exprMeter counts what the expression of one rule spends on one form.
type exprMeter struct {
	steps, bytes int
	until        time.Time
	over         bool
}

func (m *exprMeter) reset() { *m = exprMeter{until: time.Now().Add(maxExprTime)} }

func (m *exprMeter) spent() bool { return m.over }

// run evaluates an expression within its budget.
func (e *exprEnv) run(p *vm.Program) (any, error) {
	if e.meter.spent() {
		return nil, errSpent
	}
	e.machine.MemoryBudget = maxExprItems
	out, err := e.machine.Run(p, e)
	if err != nil && strings.Contains(err.Error(), "memory budget exceeded") {
		e.meter.over = true
	}
	return out, err
}

// step counts one question of a predicate. It has the one signature that the
// machine calls without reflection; the machine turns its panic into an error.
func (m *exprMeter) step(...any) any {
	m.steps++
	if m.steps > maxExprSteps || m.steps%64 == 0 && time.Now().After(m.until) {
		m.over = true
		panic(errSpent)
	}
	return nil
}

// text counts a text that an expression is about to make.
func (m *exprMeter) text(n int) error {
	if m.bytes += n; m.bytes > maxExprBytes || n < 0 {
		m.over = true
		return errSpent
	}
	return nil
}

// metering sets the functions that count.
func (e *exprEnv) metering() {
	m := e.meter
	e.Tick = m.step
	e.Concat = func(a, b string) (string, error) {
		if err := m.text(len(a) + len(b)); err != nil {
			return "", err
		}
		return a + b, nil
	}
	e.Add = func(a, b any) (any, error) { return m.add(a, b) }
	e.JoinText = m.join
	e.ReplaceText = func(s, old, with string) (string, error) {
		if err := m.text(len(s) + (strings.Count(s, old)+1)*len(with)); err != nil {
			return "", err
		}
		return strings.ReplaceAll(s, old, with), nil
	}
}

// join joins the texts of a list.
func (m *exprMeter) join(list any, sep ...string) (string, error) {
	v := reflect.ValueOf(list)
	if v.Kind() != reflect.Slice {
		return "", errors.New("join wants a list")
	}
	glue := strings.Join(sep, "")
	var texts []string
	n := 0
	for i := range v.Len() {
		x := v.Index(i)
		if x.Kind() == reflect.Interface {
			x = x.Elem()
		}
		if x.Kind() != reflect.String {
			return "", errors.New("join wants texts")
		}
		texts = append(texts, x.String())
		if n += x.Len() + len(glue); n > maxExprBytes {
			break
		}
	}
	if err := m.text(n); err != nil {
		return "", err
	}
	return strings.Join(texts, glue), nil
}

// add is + of operands whose types are only known when they are there.
func (m *exprMeter) add(a, b any) (any, error) {
	if s, ok := a.(string); ok {
		if t, also := b.(string); also {
			if err := m.text(len(s) + len(t)); err != nil {
				return nil, err
			}
			return s + t, nil
		}
	}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch {
	case x.CanInt() && y.CanInt():
		return int(x.Int() + y.Int()), nil
	case (x.CanInt() || x.CanFloat()) && (y.CanInt() || y.CanFloat()):
		return asFloat(x) + asFloat(y), nil
	}
	return nil, errors.New("+ wants two numbers or two texts")
}

func asFloat(v reflect.Value) float64 {
	if v.CanInt() {
		return float64(v.Int())
	}
	return v.Float()
}

// plainTypes makes the names of a document plain texts and numbers: a kind or a
// comparator is a text, and a printed number that is compared with a number is one
// (.weight > 20).
type plainTypes struct{}

// Visit changes one node.
func (plainTypes) Visit(n *ast.Node) {
	switch x := (*n).(type) {
	case *ast.MemberNode:
		if t := x.Type(); t != nil && t.Kind() == reflect.String && t != reflect.TypeFor[string]() {
			ast.Patch(n, &ast.BuiltinNode{Name: "string", Arguments: []ast.Node{x}})
		}
	case *ast.BinaryNode:
		switch x.Operator {
		case "<", "<=", ">", ">=", "==", "!=", "-", "*", "/":
			asNumbers(x)
		}
	}
}

// asNumbers reads the text on one side of an operator as a number where the other
// side is one, and both sides where an operator has no other sense.
func asNumbers(x *ast.BinaryNode) {
	left, right := isText(x.Left), isText(x.Right)
	switch {
	case left && isNumber(x.Right):
		x.Left = amountOf(x.Left)
	case right && isNumber(x.Left):
		x.Right = amountOf(x.Right)
	case left && right && x.Operator != "==" && x.Operator != "!=":
		x.Left, x.Right = amountOf(x.Left), amountOf(x.Right)
	}
}

func isText(n ast.Node) bool { return n.Type() != nil && n.Type().Kind() == reflect.String }

func isNumber(n ast.Node) bool {
	if n.Type() == nil {
		return false
	}
	k := n.Type().Kind()
	return k >= reflect.Int && k <= reflect.Float64
}

func amountOf(n ast.Node) ast.Node {
	return &ast.CallNode{Callee: &ast.IdentifierNode{Value: "Amount"}, Arguments: []ast.Node{n}}
}

// metered makes an expression count: each question of a predicate is a step, and
// texts are made by functions that look at their size.
type metered struct{}

// Visit changes one node.
func (metered) Visit(n *ast.Node) {
	switch x := (*n).(type) {
	case *ast.PredicateNode:
		if _, done := x.Node.(*ast.SequenceNode); !done {
			tick := &ast.CallNode{Callee: &ast.IdentifierNode{Value: "Tick"}}
			x.Node = &ast.SequenceNode{Nodes: []ast.Node{tick, x.Node}}
		}
	case *ast.BinaryNode:
		if x.Operator != "+" {
			return
		}
		switch {
		case isText(x.Left) && isText(x.Right):
			ast.Patch(n, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "Concat"}, Arguments: []ast.Node{x.Left, x.Right}})
		case isNumber(x.Left) && isNumber(x.Right):
		default:
			ast.Patch(n, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "Add"}, Arguments: []ast.Node{x.Left, x.Right}})
		}
	}
}
