package xmlscan

import (
	"context"

	"github.com/pbt-cli/pbt/schema"
)

// Pass is one way through the elements of a part, inside out by calls of Each. It
// ends with the part, with its context, and as soon as something is wrong.
type Pass struct {
	*Scanner
	// Ctx ends the pass early.
	Ctx context.Context
	// Of is what is read, for the fault of elements deeper in one another than
	// MaxDepth.
	Of       schema.Medium
	MaxDepth int
	// Bad is what is wrong. A reader sets it to end the pass.
	Bad *schema.ReadError

	depth, tokens int
}

// tokensPerCheck is how often a pass looks at its context.
const tokensPerCheck = 4096

// Next moves on, to the end once anything is wrong.
func (p *Pass) Next() Kind {
	if p.tokens++; p.Bad != nil || p.tokens%tokensPerCheck == 0 && p.Ctx.Err() != nil {
		return EOF
	}
	return p.Scanner.Next()
}

// Each calls visit for the elements inside the current one, and text for its
// characters where it is set, to its end. What visit does not read to the end of is
// gone into: its elements are visited, too.
func (p *Pass) Each(visit func(name string), text func()) {
	if p.depth++; p.depth > p.MaxDepth {
		p.Bad = p.Of.TooLarge(schema.NestsTooDeep)
	}
	defer func() { p.depth-- }()
	for depth := p.Depth(); ; {
		switch p.Next() {
		case EOF:
			return
		case Start:
			visit(string(p.Name()))
		case Text:
			if text != nil {
				text()
			}
		case End:
			if p.Depth() < depth {
				return
			}
		}
	}
}

// Skip reads to the end of the current element.
func (p *Pass) Skip() { p.Each(func(string) {}, nil) }
