package object

import (
	"bytes"
	"context"
	"fmt"
)

// scan is the source of last resort: it finds "N G obj" by reading the whole
// file and believes nothing else. The last definition of a number wins, as in
// an incremental update.
type scan struct {
	data    []byte
	at      map[int]int // object number to the offset behind "obj"
	packed  map[int]packedAt
	bodies  map[int][]byte // decoded object streams
	order   []Ref          // every object, in order of first appearance
	tr      Dict
	limits  Limits
	decoder decoder
}

// packedAt says where in which object stream an object lies.
type packedAt struct{ stream, offset int }

// ctxEvery is how many objects pass between two looks at the context.
const ctxEvery = 4096

func openScan(ctx context.Context, data []byte, _ string, limits Limits) (source, error) {
	s := &scan{data: data, at: map[int]int{}, packed: map[int]packedAt{}, bodies: map[int][]byte{}, tr: Dict{}, limits: limits}
	if err := s.index(ctx); err != nil {
		return nil, err
	}
	if len(s.at) == 0 {
		return nil, fmt.Errorf("no object found: %w", errDamaged)
	}
	if err := s.openObjectStreams(ctx); err != nil {
		return nil, err
	}
	s.findRoot()
	return s, nil
}

// index records every object of the file and merges its trailers.
func (s *scan) index(ctx context.Context) error {
	pos, n := 0, 0
	trailer := s.find("trailer", 0)
	for {
		if trailer < pos {
			trailer = s.find("trailer", pos)
		}
		at := s.find("obj", pos)
		if trailer < at {
			pos = trailer + len("trailer")
			s.trailerAt(pos)
			continue
		}
		if at == len(s.data) {
			return nil
		}
		pos = at + len("obj")
		num, ok := objectNumber(s.data, at)
		if !ok || num > s.limits.Objects {
			continue
		}
		if n++; n%ctxEvery == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if n > s.limits.Objects {
			return fmt.Errorf("more than %d objects: %w", s.limits.Objects, errDamaged)
		}
		if _, known := s.at[num]; !known {
			s.order = append(s.order, Ref{Num: num})
		}
		s.at[num] = pos
		pos = s.skipStream(pos)
	}
}

// find is where a word stands next from an offset on, the end of the file where it
// stands nowhere.
func (s *scan) find(word string, from int) int {
	if i := bytes.Index(s.data[from:], []byte(word)); i >= 0 {
		return from + i
	}
	return len(s.data)
}

// objectNumber reads the "N G " that stands before "obj" at offset at.
func objectNumber(data []byte, at int) (int, bool) {
	i := at
	back := func(ok func(byte) bool) int {
		n := 0
		for i > 0 && ok(data[i-1]) {
			i--
			n++
		}
		return n
	}
	digit := func(b byte) bool { return b >= '0' && b <= '9' }
	back(IsSpace) // "1 0obj" is seen too
	if g := back(digit); g == 0 || g > 5 || back(IsSpace) == 0 {
		return 0, false
	}
	end := i
	if n := back(digit); n == 0 || n > 10 {
		return 0, false
	}
	num := 0
	for _, b := range data[i:end] {
		num = num*10 + int(b-'0')
	}
	return num, true
}

// skipStream moves over the body of a stream, in which "obj" means nothing.
func (s *scan) skipStream(pos int) int {
	head, _, _ := bytes.Cut(s.data[pos:min(len(s.data), pos+1<<16)], []byte("obj"))
	st := bytes.Index(head, []byte("stream"))
	if st < 0 {
		return pos // endobj comes first: no stream
	}
	if e := bytes.Index(s.data[pos+st:], []byte("endstream")); e >= 0 {
		return pos + st + e
	}
	return pos
}

// trailerAt merges a trailer: later ones win, as in an incremental update.
func (s *scan) trailerAt(pos int) {
	p := parser{Lexer: Lexer{Buf: s.data, Pos: pos}}
	if d, ok := p.object(p.Next()).(Dict); ok {
		s.merge(d)
	}
}

func (s *scan) merge(d Dict) {
	for _, k := range []Name{"Root", "Info", "ID"} {
		if v, ok := d[k]; ok {
			s.tr[k] = v
		}
	}
}

// openObjectStreams indexes the objects inside object streams, and takes the
// trailers of cross-reference streams.
func (s *scan) openObjectStreams(ctx context.Context) error {
	budget := s.limits.TotalBytes
	for _, r := range append([]Ref(nil), s.order...) {
		body := s.data[s.at[r.Num]:]
		head := body[:min(len(body), 1024)]
		isObj, isXref := bytes.Contains(head, []byte("/ObjStm")), bytes.Contains(head, []byte("/XRef"))
		if !isObj && !isXref {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		st, ok := s.parseAt(s.at[r.Num]).(*Stream)
		if !ok {
			continue
		}
		switch st.Dict["Type"] {
		case Name("XRef"):
			s.merge(st.Dict)
		case Name("ObjStm"):
			budget -= s.openObjectStream(r.Num, st, budget)
		}
		if budget <= 0 {
			return fmt.Errorf("object streams: %w", ErrLimit)
		}
	}
	return nil
}

func (s *scan) openObjectStream(num int, st *Stream, budget int) int {
	body, _ := s.decoder.decode(st.Raw, s.filters(st.Dict), min(s.limits.StreamBytes, budget))
	s.bodies[num] = body
	d := Dict{"First": s.plain(st.Dict["First"]), "N": s.plain(st.Dict["N"])}
	packedObjects(d, body, s.limits.Objects, func(id, at int) {
		if _, direct := s.at[id]; direct {
			return
		}
		if _, known := s.packed[id]; !known {
			s.order = append(s.order, Ref{Num: id})
		}
		s.packed[id] = packedAt{num, at}
	})
	return len(body)
}

// plain resolves a reference to an object that is no stream.
func (s *scan) plain(o Object) Object {
	if r, ok := o.(Ref); ok {
		o, _ = s.load(r)
	}
	return o
}

func (s *scan) filters(d Dict) []filterStep {
	f := File{src: s, limits: s.limits, cache: map[Ref]Object{}, loading: map[Ref]bool{}, rescued: true}
	return f.filters(d)
}

// findRoot makes sure that the trailer names a catalog.
func (s *scan) findRoot() {
	if d, ok := s.plain(s.tr["Root"]).(Dict); ok && d["Pages"] != nil {
		return
	}
	for _, r := range s.order {
		if d, ok := s.plain(r).(Dict); ok && d["Type"] == Name("Catalog") {
			s.tr["Root"] = r
		}
	}
}

func (s *scan) trailer() Dict { return s.tr }

func (s *scan) load(r Ref) (Object, error) {
	if at, ok := s.at[r.Num]; ok {
		return s.parseAt(at), nil
	}
	if p, ok := s.packed[r.Num]; ok {
		return parse(s.bodies[p.stream][p.offset:]), nil
	}
	return nil, nil
}

// parseAt reads the object behind an "obj" keyword.
func (s *scan) parseAt(pos int) Object { return parseAt(s.data, pos, s.length) }

// length is the length of a stream that is given by reference.
func (s *scan) length(r Ref) int {
	at, ok := s.at[r.Num]
	if !ok {
		return -1
	}
	p := parser{Lexer: Lexer{Buf: s.data, Pos: at}}
	return intOf(p.object(p.Next()), -1)
}
