package rules

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
)

// A plain expression is what the rules of the built-in set ask: names of the contract,
// texts and numbers, comparisons, contains, and, or, not, and the functions amount,
// has, years, len and any. A light build reads these alone and leaves the machine of
// expr out; in every other build a test holds both against each other.
type query func(s *plainScope) (any, error)

// plainScope is what a plain expression sees.
type plainScope struct {
	decl reflect.Value // the declaration
	item reflect.Value // of the any around it
	rows []exprRow
	form *form
}

var (
	errPlain  = errors.New("not a plain expression")
	errAbsent = errors.New("a part of the form that is not there")
)

// plainReader reads a plain expression by descent, one function a rank of operators.
type plainReader struct {
	toks []string
	size int
}

// readPlain reads the text of an expression.
func readPlain(code string) (query, error) {
	toks, err := plainTokens(code)
	if err != nil {
		return nil, err
	}
	r := &plainReader{toks: toks}
	p, err := r.either()
	if err == nil && len(r.toks) > 0 {
		err = fmt.Errorf("%w: unexpected %s", errPlain, r.toks[0])
	}
	return p, err
}

// plainTokens cuts an expression into names, texts with their quote in front, numbers
// and signs.
func plainTokens(code string) ([]string, error) {
	var out []string
	for code = strings.TrimSpace(code); code != ""; code = strings.TrimLeftFunc(code, unicode.IsSpace) {
		n := 1
		switch c, _ := utf8.DecodeRuneInString(code); {
		case c == '"' || c == '\'':
			end := strings.IndexByte(code[1:], code[0])
			if end < 0 || strings.Contains(code[:end+1], `\`) {
				return nil, fmt.Errorf("%w: a text that does not end, or holds a backslash", errPlain)
			}
			out = append(out, `"`+code[1:end+1])
			code = code[end+2:]
			continue
		case strings.HasPrefix(code, "==") || strings.HasPrefix(code, "!=") || strings.HasPrefix(code, ">=") || strings.HasPrefix(code, "<="):
			n = 2
		case strings.ContainsRune("().,<>", c):
		case c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c):
			n = strings.IndexFunc(code, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			if n < 0 {
				n = len(code)
			}
		default:
			return nil, fmt.Errorf("%w: %q", errPlain, c)
		}
		out = append(out, code[:n])
		code = code[n:]
	}
	return out, nil
}

// took takes the next token where it is the one.
func (r *plainReader) took(tok string) bool {
	if len(r.toks) == 0 || r.toks[0] != tok {
		return false
	}
	r.toks = r.toks[1:]
	return true
}

func (r *plainReader) either() (query, error) { return r.joined("or", true, r.both) }
func (r *plainReader) both() (query, error)   { return r.joined("and", false, r.negated) }

// joined reads operands that a word joins; the first one that is stop settles it.
func (r *plainReader) joined(word string, stop bool, operand func() (query, error)) (query, error) {
	if r.size++; r.size > maxExprNodes {
		return nil, errPlain
	}
	first, err := operand()
	for err == nil && r.took(word) {
		var next query
		before := first
		next, err = operand()
		first = func(s *plainScope) (any, error) {
			if yes, err := truth(before, s); err != nil || yes == stop {
				return yes, err
			}
			return truth(next, s)
		}
	}
	return first, err
}

// truth asks a condition.
func truth(p query, s *plainScope) (bool, error) {
	v, err := p(s)
	yes, ok := v.(bool)
	if err == nil && !ok {
		err = errPlain
	}
	return yes, err
}

func (r *plainReader) negated() (query, error) {
	if !r.took("not") {
		return r.compared()
	}
	p, err := r.negated()
	return func(s *plainScope) (any, error) {
		yes, err := truth(p, s)
		return !yes, err
	}, err
}

func (r *plainReader) compared() (query, error) {
	left, err := r.operand()
	if err != nil || len(r.toks) == 0 {
		return left, err
	}
	op := r.toks[0]
	switch op {
	case "==", "!=", ">", ">=", "<", "<=", "contains":
	default:
		return left, nil
	}
	r.toks = r.toks[1:]
	right, err := r.operand()
	return func(s *plainScope) (any, error) {
		a, err := left(s)
		if err != nil {
			return nil, err
		}
		b, err := right(s)
		if err != nil {
			return nil, err
		}
		return held(op, a, b)
	}, err
}

// held compares two texts or two numbers.
func held(op string, a, b any) (bool, error) {
	x, isText := a.(string)
	y, alsoText := b.(string)
	n, isNumber := a.(float64)
	m, alsoNumber := b.(float64)
	switch {
	case isText && alsoText && op == "contains":
		return strings.Contains(x, y), nil
	case isText && alsoText && op == "==", isText && alsoText && op == "!=":
		return (x == y) == (op == "=="), nil
	case isNumber && alsoNumber:
		switch op {
		case "==", "!=":
			return (n == m) == (op == "=="), nil
		case ">":
			return n > m, nil
		case ">=":
			return n >= m, nil
		case "<":
			return n < m, nil
		case "<=":
			return n <= m, nil
		}
	}
	return false, fmt.Errorf("%w: %T %s %T", errPlain, a, op, b)
}

// operand reads a text, a number, brackets, a call, or a name.
func (r *plainReader) operand() (query, error) {
	if len(r.toks) == 0 {
		return nil, fmt.Errorf("%w: it ends too soon", errPlain)
	}
	tok := r.toks[0]
	r.toks = r.toks[1:]
	switch c, _ := utf8.DecodeRuneInString(tok); {
	case c == '"':
		return func(*plainScope) (any, error) { return tok[1:], nil }, nil
	case unicode.IsDigit(c):
		n, err := strconv.ParseFloat(tok, 64)
		return func(*plainScope) (any, error) { return n, nil }, err
	case tok == "(":
		p, err := r.either()
		if err == nil && !r.took(")") {
			err = fmt.Errorf("%w: a bracket that does not close", errPlain)
		}
		return p, err
	case tok == ".":
		return r.named(true, "")
	case c != '_' && !unicode.IsLetter(c):
		return nil, fmt.Errorf("%w: unexpected %s", errPlain, tok)
	case r.took("("):
		return r.called(tok)
	}
	return r.named(false, tok)
}

// named reads a name of the contract with what follows behind points: of the item of
// the any around it, or of the declaration.
func (r *plainReader) named(ofItem bool, first string) (query, error) {
	path := []string{first}
	if ofItem {
		path, r.toks = nil, append([]string{"."}, r.toks...)
	}
	for r.took(".") {
		if len(r.toks) == 0 {
			return nil, errPlain
		}
		path, r.toks = append(path, r.toks[0]), r.toks[1:]
	}
	for i, key := range path {
		name, ok := exprNames()[key]
		if !ok {
			return nil, fmt.Errorf("%w: no key %s", errPlain, key)
		}
		path[i] = name
	}
	if _, known := reflect.TypeFor[schema.Declaration]().FieldByName(path[0]); !ofItem && !known && path[0] != "Rows" {
		return nil, fmt.Errorf("%w: %s", errPlain, first)
	}
	rows := !ofItem && len(path) == 1 && path[0] == "Rows"
	return func(s *plainScope) (any, error) {
		v := s.decl
		switch {
		case rows:
			return reflect.ValueOf(s.rows), nil
		case ofItem:
			v = s.item
		}
		return valueAt(v, path)
	}, nil
}

// valueAt follows names of fields; texts come as texts.
func valueAt(v reflect.Value, path []string) (any, error) {
	for _, name := range path {
		for v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return nil, errAbsent
		}
		if v = v.FieldByName(name); !v.IsValid() {
			return nil, errAbsent
		}
	}
	switch {
	case v.Kind() == reflect.String:
		return v.String(), nil
	case v.CanInt():
		return float64(v.Int()), nil
	}
	return v, nil
}

// called reads the arguments of a function, behind its opening bracket.
func (r *plainReader) called(name string) (query, error) {
	var args []query
	for !r.took(")") {
		if len(args) > 0 && !r.took(",") {
			return nil, fmt.Errorf("%w: %s( does not close", errPlain, name)
		}
		p, err := r.either()
		if err != nil {
			return nil, err
		}
		args = append(args, p)
	}
	want, ok := map[string]int{"amount": 1, "has": 2, "years": 0, "alike": 2, "len": 1, "any": 2}[name]
	if !ok || len(args) != want {
		return nil, fmt.Errorf("%w: %s of %d", errPlain, name, len(args))
	}
	return func(s *plainScope) (any, error) {
		if name == "years" {
			return float64(s.form.spanned()), nil
		}
		first, err := args[0](s)
		if err != nil {
			return nil, err
		}
		text, isText := first.(string)
		list, _ := first.(reflect.Value)
		switch {
		case name == "amount" && isText:
			return exprAmount(text), nil
		case name == "has" && isText:
			lexicon, err := args[1](s)
			id, ok := lexicon.(string)
			return ok && s.form.worded(text, id), err
		case name == "alike" && isText:
			second, err := args[1](s)
			other, ok := second.(string)
			return ok && s.form.alike(text, other), err
		case name == "len" && list.Kind() == reflect.Slice:
			return float64(list.Len()), nil
		case name == "any" && list.Kind() == reflect.Slice:
			return anyOf(list, args[1], s)
		}
		return nil, fmt.Errorf("%w: %s of %T", errPlain, name, first)
	}, nil
}

// anyOf asks a condition of the items of a list.
func anyOf(list reflect.Value, cond query, s *plainScope) (bool, error) {
	inner := *s
	for i := range list.Len() {
		inner.item = list.Index(i)
		if yes, err := truth(cond, &inner); err != nil || yes {
			return yes, err
		}
	}
	return false, nil
}
