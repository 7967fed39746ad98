package object

// parser builds objects from tokens.
type parser struct {
	Lexer
	depth int
}

// parse reads one object at the start of buf, without indirection. Broken
// syntax gives what can be made of it, never an error.
func parse(buf []byte) Object {
	p := parser{Lexer: Lexer{Buf: buf}}
	return p.object(p.Next())
}

// Object reads the object that starts with token t, which Next has just given:
// the operand of a content stream or a CMap. References are not recognised.
func (l *Lexer) Object(t Token) Object {
	p := parser{Lexer: *l}
	o := p.direct(t, false)
	*l = p.Lexer
	return o
}

// object reads the object that starts with token t; keywords other than true,
// false and null give nil.
func (p *parser) object(t Token) Object { return p.direct(t, true) }

func (p *parser) direct(t Token, refs bool) Object {
	switch t.Kind {
	case Number:
		if !t.Integer {
			return t.Num
		}
		if refs {
			if r, ok := p.ref(int(t.Num)); ok {
				return r
			}
		}
		return int(t.Num)
	case Text:
		return String(t.Bytes)
	case NameToken:
		return Name(t.Bytes)
	case Keyword:
		switch string(t.Bytes) {
		case "true":
			return true
		case "false":
			return false
		}
		return nil
	case ArrayOpen:
		return p.array(refs)
	case DictOpen:
		return p.dict(refs)
	}
	return nil
}

// ref reads the rest of "12 0 R" after its first number.
func (p *parser) ref(num int) (Ref, bool) {
	save := p.Pos
	g := p.Next()
	if g.Kind == Number && g.Integer && g.Num >= 0 && g.Num <= 65535 && num >= 0 {
		if k := p.Next(); k.Kind == Keyword && len(k.Bytes) == 1 && k.Bytes[0] == 'R' {
			return Ref{num, int(g.Num)}, true
		}
	}
	p.Pos = save
	return Ref{}, false
}

func (p *parser) array(refs bool) Object {
	a := Array{}
	if p.depth++; p.depth > maxNesting {
		p.Pos = len(p.Buf)
		return a
	}
	defer func() { p.depth-- }()
	for {
		save := p.Pos
		t := p.Next()
		switch {
		case t.Kind == EOF || t.Kind == ArrayClose:
			return a
		case t.Kind == DictClose || endsObject(t):
			p.Pos = save
			return a
		}
		a = append(a, p.direct(t, refs))
	}
}

func (p *parser) dict(refs bool) Object {
	d := Dict{}
	if p.depth++; p.depth > maxNesting {
		p.Pos = len(p.Buf)
		return d
	}
	defer func() { p.depth-- }()
	for {
		save := p.Pos
		k := p.Next()
		switch {
		case k.Kind == EOF || k.Kind == DictClose:
			return d
		case endsObject(k):
			p.Pos = save
			return d
		case k.Kind != NameToken:
			continue
		}
		key := Name(k.Bytes)
		save = p.Pos
		v := p.Next()
		if v.Kind == EOF || v.Kind == DictClose {
			return d
		}
		if endsObject(v) {
			p.Pos = save
			return d
		}
		if o := p.direct(v, refs); o != nil {
			d[key] = o
		}
	}
}

// endsObject says that a keyword closes the indirect object it stands in, so
// that a dictionary without its ">>" ends there.
func endsObject(t Token) bool {
	if t.Kind != Keyword {
		return false
	}
	switch string(t.Bytes) {
	case "endobj", "stream", "endstream", "obj", "xref", "trailer":
		return true
	}
	return false
}
