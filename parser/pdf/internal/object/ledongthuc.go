package object

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	lt "github.com/ledongthuc/pdf"
)

// ledongthuc reads objects through github.com/ledongthuc/pdf: the second opinion on a
// plain table by which no page was reached. The library
// resolves references on the way and has no look-up by number, so the source
// remembers through which parent each reference was first seen. Its errors are
// panics, which end here. Stream bytes are cut out of the file by the offset
// that the library prints, since it decodes few filters and trusts Length.
type ledongthuc struct {
	data []byte
	tr   Dict
	via  map[Ref]hop
}

// hop is the way to a reference: a value and the key or index that leads on.
type hop struct {
	parent lt.Value
	key    string
	index  int
}

func (h hop) follow() lt.Value {
	if h.key != "" {
		return h.parent.Key(h.key)
	}
	return h.parent.Index(h.index)
}

func openLedongthuc(_ context.Context, data []byte, _ string, _ Limits) (src source, err error) {
	defer caught(&err)
	body := beforeTail(data)
	r, err := lt.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	s := &ledongthuc{data: data, via: map[Ref]hop{}}
	d, ok := s.convert(r.Trailer(), "", 0).(Dict)
	if !ok {
		return nil, fmt.Errorf("trailer: %w", errDamaged)
	}
	s.tr = d
	return s, nil
}

// beforeTail is a file without what stands behind its end mark: mail programs and
// servers leave bytes there, and the library takes such a file for none.
func beforeTail(data []byte) []byte {
	const mark = "%%EOF"
	if end := bytes.LastIndex(data, []byte(mark)); end >= 0 && !CutShort(data) {
		return data[:end+len(mark)]
	}
	return data
}

func (s *ledongthuc) trailer() Dict { return s.tr }

func (s *ledongthuc) load(r Ref) (o Object, err error) {
	defer caught(&err)
	h, ok := s.via[r]
	if !ok {
		return nil, fmt.Errorf("object %v: not reachable: %w", r, errDamaged)
	}
	return s.convert(h.follow(), "", 0), nil
}

// convert copies a value, leaving references in it unresolved. printed is how
// the library prints it, where that is known from the value around it.
func (s *ledongthuc) convert(v lt.Value, printed string, depth int) Object {
	if depth > maxNesting {
		return nil
	}
	switch v.Kind() {
	case lt.Bool:
		return v.Bool()
	case lt.Integer:
		return int(v.Int64())
	case lt.Real:
		return v.Float64()
	case lt.String:
		return String(v.RawString())
	case lt.Name:
		return Name(v.Name())
	case lt.Array:
		return s.array(v, orPrint(v, printed), depth)
	case lt.Dict:
		return s.dict(v, orPrint(v, printed), depth)
	case lt.Stream:
		return s.stream(v, depth)
	}
	return nil
}

func orPrint(v lt.Value, printed string) string {
	if printed == "" {
		return v.String()
	}
	return printed
}

func (s *ledongthuc) dict(v lt.Value, printed string, depth int) Dict {
	m := printedMembers(printed)
	d := Dict{}
	for _, k := range v.Keys() {
		if r, ok := m.refs[k]; ok {
			s.see(r, hop{parent: v, key: k})
			d[Name(k)] = r
		} else if o := s.convert(v.Key(k), m.nested[k], depth+1); o != nil {
			d[Name(k)] = o
		}
	}
	return d
}

func (s *ledongthuc) array(v lt.Value, printed string, depth int) Array {
	a := make(Array, v.Len())
	if !strings.ContainsAny(printed, "R<[\"(") { // numbers and names only
		for i := range a {
			a[i] = s.convert(v.Index(i), "", depth+1)
		}
		return a
	}
	m := printedMembers(printed)
	for i := range a {
		key := strconv.Itoa(i)
		if r, ok := m.refs[key]; ok {
			s.see(r, hop{parent: v, index: i})
			a[i] = r
		} else {
			a[i] = s.convert(v.Index(i), m.nested[key], depth+1)
		}
	}
	return a
}

func (s *ledongthuc) see(r Ref, h hop) {
	if _, ok := s.via[r]; !ok {
		s.via[r] = h
	}
}

// stream finds the body by the "@offset" at the end of the printed value.
func (s *ledongthuc) stream(v lt.Value, depth int) Object {
	printed := v.String()
	at := strings.LastIndexByte(printed, '@')
	off, err := strconv.Atoi(printed[at+1:])
	if err != nil || off < 0 || off > len(s.data) {
		return nil
	}
	d := s.dict(v, printed[:at], depth)
	length := int(v.Key("Length").Int64())
	return &Stream{Dict: d, Raw: streamBytes(s.data, off, length)}
}

// members are what the library prints of a dictionary or array, by key or by
// index: its references, and the printed form of what nests in it.
type members struct {
	refs   map[string]Ref
	nested map[string]string
}

func printedMembers(printed string) members {
	p := printedScan{s: printed}
	return p.members()
}

// printedScan reads the printed form: dictionaries as <</Key value ...>>,
// strings quoted as Go does, references as "12 0 R".
type printedScan struct {
	s   string
	pos int
}

func (p *printedScan) members() members {
	m := members{refs: map[string]Ref{}, nested: map[string]string{}}
	isDict := strings.HasPrefix(p.s, "<<")
	p.pos = 1
	if isDict {
		p.pos = 2
	}
	for i := 0; p.pos < len(p.s); i++ {
		var key string
		if isDict {
			k, ok := p.key()
			if !ok {
				break
			}
			key = k
		} else {
			key = strconv.Itoa(i)
		}
		for p.pos < len(p.s) && p.s[p.pos] == ' ' {
			p.pos++
		}
		start := p.pos
		if r, ok := p.value(); ok {
			m.refs[key] = r
		} else if start < len(p.s) && (p.s[start] == '[' || p.s[start] == '<') {
			m.nested[key] = p.s[start:p.pos]
		}
	}
	return m
}

// key reads "/Name ", the name of a member.
func (p *printedScan) key() (string, bool) {
	for p.pos < len(p.s) && p.s[p.pos] == ' ' {
		p.pos++
	}
	if p.pos >= len(p.s) || p.s[p.pos] != '/' {
		return "", false
	}
	end := strings.IndexByte(p.s[p.pos:], ' ')
	if end < 0 {
		return "", false
	}
	k := p.s[p.pos+1 : p.pos+end]
	p.pos += end + 1
	return k, true
}

// value moves over one value and says whether it is a reference.
func (p *printedScan) value() (Ref, bool) {
	for p.pos < len(p.s) && p.s[p.pos] == ' ' {
		p.pos++
	}
	if p.pos >= len(p.s) {
		return Ref{}, false
	}
	switch c := p.s[p.pos]; {
	case c == '"':
		p.quoted()
		return Ref{}, false
	case c == '[' || strings.HasPrefix(p.s[p.pos:], "<<"):
		p.nested()
		return Ref{}, false
	case c >= '0' && c <= '9':
		return p.number()
	}
	p.word()
	return Ref{}, false
}

func (p *printedScan) word() string {
	start := p.pos
	for p.pos < len(p.s) && p.s[p.pos] != ' ' && p.s[p.pos] != ']' && !strings.HasPrefix(p.s[p.pos:], ">>") {
		p.pos++
	}
	if p.pos == start {
		p.pos++ // a closing bracket
	}
	return p.s[start:p.pos]
}

// number reads "12" or "12 0 R".
func (p *printedScan) number() (Ref, bool) {
	first := p.word()
	save := p.pos
	var num, gen int
	rest := p.s[p.pos:]
	end := strings.Index(rest, " R")
	if end > 1 && end <= 6 && rest[0] == ' ' {
		var err1, err2 error
		num, err1 = strconv.Atoi(first)
		gen, err2 = strconv.Atoi(rest[1:end])
		after := end + 2
		if err1 == nil && err2 == nil && (after >= len(rest) || rest[after] == ' ' || rest[after] == ']' || rest[after] == '>') {
			p.pos += after
			return Ref{num, gen}, true
		}
	}
	p.pos = save
	return Ref{}, false
}

func (p *printedScan) quoted() {
	for p.pos++; p.pos < len(p.s); p.pos++ {
		switch p.s[p.pos] {
		case '\\':
			p.pos++
		case '"':
			p.pos++
			return
		}
	}
}

func (p *printedScan) nested() {
	depth := 0
	for p.pos < len(p.s) {
		switch {
		case p.s[p.pos] == '"':
			p.quoted()
			continue
		case p.s[p.pos] == '[':
			depth++
		case strings.HasPrefix(p.s[p.pos:], "<<"):
			depth++
			p.pos++
		case p.s[p.pos] == ']':
			depth--
		case strings.HasPrefix(p.s[p.pos:], ">>"):
			depth--
			p.pos++
		}
		p.pos++
		if depth <= 0 {
			return
		}
	}
}
