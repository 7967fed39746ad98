package raster

import (
	"fmt"
	"math"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// step is an operation of a calculator function: a number that is pushed, an
// operator, or a procedure in braces.
type step struct {
	op   string
	num  float64
	body []step
}

const (
	// maxSteps bounds the operations of a calculator function, maxDepth its
	// braces, maxStack what it may pile up. They have no loops.
	maxSteps = 4096
	maxDepth = 16
	maxStack = 128
)

// calculator reads a function in the language of type 4.
func (l loader) calculator(s *object.Stream) (function, error) {
	if s == nil {
		return nil, fmt.Errorf("calculator function: %w", picture.ErrDamaged)
	}
	data, _ := l.f.Bytes(s)
	p := procedures{lex: object.Lexer{Buf: braced(data)}}
	steps, ok := p.read(0)
	if !ok || len(steps) != 1 || steps[0].body == nil {
		return nil, fmt.Errorf("calculator function: %w", picture.ErrDamaged)
	}
	return func(in, out []float64) {
		m := machine{stack: append(make([]float64, 0, maxStack), in...)}
		m.run(steps[0].body)
		top := m.stack[max(len(m.stack)-len(out), 0):]
		copy(out[len(out)-len(top):], top)
	}, nil
}

// braced sets blanks around braces, which the lexer of PDF does not know.
func braced(data []byte) []byte {
	out := make([]byte, 0, len(data)+16)
	for _, b := range data {
		if b == '{' || b == '}' {
			out = append(out, ' ', b, ' ')
		} else {
			out = append(out, b)
		}
	}
	return out
}

type procedures struct {
	lex   object.Lexer
	count int
}

// read reads steps up to the closing brace.
func (p *procedures) read(depth int) ([]step, bool) {
	steps := []step{}
	for {
		t := p.lex.Next()
		if p.count++; p.count > maxSteps || depth > maxDepth {
			return nil, false
		}
		switch {
		case t.Kind == object.EOF:
			return steps, depth == 0
		case t.Kind == object.Number:
			steps = append(steps, step{num: t.Num})
		case t.Kind != object.Keyword:
			return nil, false
		case string(t.Bytes) == "{":
			body, ok := p.read(depth + 1)
			if !ok {
				return nil, false
			}
			steps = append(steps, step{body: body})
		case string(t.Bytes) == "}":
			return steps, depth > 0
		default:
			steps = append(steps, step{op: string(t.Bytes)})
		}
	}
}

// machine runs steps on a stack. What a broken function lacks is 0.
type machine struct{ stack []float64 }

func (m *machine) push(v float64) {
	if len(m.stack) < maxStack {
		m.stack = append(m.stack, v)
	}
}

func (m *machine) pop() float64 {
	n := len(m.stack)
	if n == 0 {
		return 0
	}
	v := m.stack[n-1]
	m.stack = m.stack[:n-1]
	return v
}

func (m *machine) run(steps []step) {
	for i, s := range steps {
		switch {
		case s.body != nil: // run by if and ifelse
		case s.op == "":
			m.push(s.num)
		case s.op == "if" && i >= 1:
			if m.pop() != 0 {
				m.run(steps[i-1].body)
			}
		case s.op == "ifelse" && i >= 2:
			if m.pop() != 0 {
				m.run(steps[i-2].body)
			} else {
				m.run(steps[i-1].body)
			}
		default:
			m.operate(s.op)
		}
	}
}

func (m *machine) operate(op string) {
	if fn := unary[op]; fn != nil {
		m.push(fn(m.pop()))
		return
	}
	if fn := binary[op]; fn != nil {
		b := m.pop()
		m.push(fn(m.pop(), b))
		return
	}
	switch op {
	case "true":
		m.push(1)
	case "false":
		m.push(0)
	case "pop":
		m.pop()
	case "dup":
		m.copies(1)
	case "copy":
		m.copies(int(m.pop()))
	case "exch":
		m.roll(2, 1)
	case "index":
		n := int(m.pop())
		if n >= 0 && n < len(m.stack) {
			m.push(m.stack[len(m.stack)-1-n])
		}
	case "roll":
		j := int(m.pop())
		m.roll(int(m.pop()), j)
	}
}

func (m *machine) copies(n int) {
	if n > 0 && n <= len(m.stack) {
		for _, v := range m.stack[len(m.stack)-n:] {
			m.push(v)
		}
	}
}

// roll turns the upper n values up by j.
func (m *machine) roll(n, j int) {
	if n < 2 || n > len(m.stack) {
		return
	}
	top := m.stack[len(m.stack)-n:]
	j = (j%n + n) % n
	turned := append(append([]float64{}, top[n-j:]...), top[:n-j]...)
	copy(top, turned)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

var unary = map[string]func(float64) float64{
	"abs": math.Abs, "neg": func(a float64) float64 { return -a }, "ceiling": math.Ceil, "floor": math.Floor,
	"round": math.Round, "truncate": math.Trunc, "cvi": math.Trunc, "cvr": func(a float64) float64 { return a },
	"sqrt": math.Sqrt, "ln": math.Log, "log": math.Log10,
	"sin": func(a float64) float64 { return math.Sin(a * math.Pi / 180) },
	"cos": func(a float64) float64 { return math.Cos(a * math.Pi / 180) },
	"not": func(a float64) float64 { return truth(a == 0) },
}

var binary = map[string]func(a, b float64) float64{
	"add": func(a, b float64) float64 { return a + b }, "sub": func(a, b float64) float64 { return a - b },
	"mul": func(a, b float64) float64 { return a * b }, "exp": math.Pow,
	"div": func(a, b float64) float64 {
		if b == 0 {
			return 0
		}
		return a / b
	},
	"idiv": func(a, b float64) float64 {
		if b == 0 {
			return 0
		}
		return math.Trunc(a / b)
	},
	"mod": func(a, b float64) float64 {
		if b == 0 {
			return 0
		}
		return math.Mod(a, b)
	},
	"atan": func(a, b float64) float64 { return math.Mod(math.Atan2(a, b)*180/math.Pi+360, 360) },
	"eq":   func(a, b float64) float64 { return truth(a == b) }, "ne": func(a, b float64) float64 { return truth(a != b) },
	"gt": func(a, b float64) float64 { return truth(a > b) }, "ge": func(a, b float64) float64 { return truth(a >= b) },
	"lt": func(a, b float64) float64 { return truth(a < b) }, "le": func(a, b float64) float64 { return truth(a <= b) },
	"and": func(a, b float64) float64 { return float64(int(a) & int(b)) },
	"or":  func(a, b float64) float64 { return float64(int(a) | int(b)) },
	"xor": func(a, b float64) float64 { return float64(int(a) ^ int(b)) },
}
