package object

import (
	"bytes"
	"context"
	"fmt"
)

// table reads the objects that a sound cross-reference table names, each when it is
// first asked for. An object that does not stand where its entry says is an error,
// upon which File looks for it by the scan.
type table struct {
	data    []byte
	limits  Limits
	tr      Dict
	entries map[int]entry
	packs   map[int]*pack
	unpacks int // bytes of the object streams decoded
	decoder decoder
}

// entry says where an object lies: behind a byte of the file, or in an object
// stream. The zero value is an object that was let go.
type entry struct {
	at     int // offset of "N G obj", 0 where there is none
	stream int // number of the object stream, 0 where there is none
}

// pack is a decoded object stream: where in its bytes each object begins.
type pack struct {
	body []byte
	at   map[int]int
}

// openTable takes the chain of sections that the survey found sound.
func openTable(ctx context.Context, data []byte, _ string, limits Limits) (source, error) {
	s := surveyXref(data, limits)
	if !s.sound || s.trailer == nil {
		return nil, fmt.Errorf("table: %w", errDamaged)
	}
	t := &table{data: data, limits: limits, tr: Dict{}, entries: map[int]entry{}, packs: map[int]*pack{}}
	for _, sec := range s.sections {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := t.section(sec); err != nil {
			return nil, err
		}
		if root, ok := sec.trailer["Root"]; ok && t.tr["Root"] == nil {
			t.tr["Root"] = root
		}
	}
	return t, nil
}

// add takes an entry unless a newer section has one of that number.
func (t *table) add(num int, e entry) error {
	if _, known := t.entries[num]; known {
		return nil
	}
	if len(t.entries) >= t.limits.Objects {
		return fmt.Errorf("more than %d objects: %w", t.limits.Objects, errDamaged)
	}
	t.entries[num] = e
	return nil
}

// section takes the entries of one section of the chain. What the table of a hybrid
// file calls free may be in its stream.
func (t *table) section(sec section) (err error) {
	if sec.stream {
		return t.streamSection(sec.at)
	}
	var free []int
	p := parser{Lexer: Lexer{Buf: t.data, Pos: sec.at}}
	p.Next() // xref
	tableEntries(&p, t.limits, func(num, off int, use byte) {
		switch {
		case err != nil:
		case use == 'n' && off > 0:
			err = t.add(num, entry{at: off})
		default:
			free = append(free, num)
		}
	})
	if hybrid := intOf(sec.trailer["XRefStm"], 0); hybrid > 0 && err == nil {
		err = t.streamSection(hybrid)
	}
	for _, num := range free {
		if err == nil {
			err = t.add(num, entry{})
		}
	}
	return err
}

// streamSection takes the entries of a cross-reference stream.
func (t *table) streamSection(at int) error {
	num, pos, ok := header(t.data, at)
	if !ok {
		return fmt.Errorf("cross-reference stream: %w", errDamaged)
	}
	st, ok := parseAt(t.data, pos, t.length).(*Stream)
	if !ok {
		return fmt.Errorf("cross-reference stream %d: %w", num, errDamaged)
	}
	body, err := t.decoder.decode(st.Raw, t.filters(st.Dict), t.limits.StreamBytes)
	if err != nil {
		return fmt.Errorf("cross-reference stream %d: %w", num, err)
	}
	var w [3]int
	for i, v := range asArray(st.Dict["W"])[:3] {
		w[i] = intOf(v, 0)
	}
	index := asArray(st.Dict["Index"])
	if len(index) == 0 {
		index = Array{0, intOf(st.Dict["Size"], 0)}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, n := intOf(index[i], 0), intOf(index[i+1], 0)
		for k := 0; k < n && len(body) >= w[0]+w[1]+w[2]; k++ {
			var f [3]int
			for j, width := range w {
				f[j] = field(body[:width])
				body = body[width:]
			}
			if w[0] == 0 {
				f[0] = 1
			}
			e := entry{}
			switch f[0] {
			case 1:
				e.at = f[1]
			case 2:
				e.stream = f[1]
			}
			if err := t.add(first+k, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func asArray(o Object) Array {
	a, _ := o.(Array)
	return a
}

// field is a number of an entry of a cross-reference stream; one that no file can
// hold is none.
func field(b []byte) int {
	v := 0
	for _, c := range b {
		if v > 1<<40 {
			return 0
		}
		v = v<<8 | int(c)
	}
	return v
}

// header reads "N G obj" and gives the number and the place behind it.
func header(data []byte, at int) (num, pos int, ok bool) {
	if at < 0 || at >= len(data) {
		return 0, 0, false
	}
	l := Lexer{Buf: data, Pos: at}
	num = offsetOf(l.Next())
	gen := offsetOf(l.Next())
	k := l.Next()
	return num, l.Pos, num >= 0 && gen >= 0 && k.Kind == Keyword && string(k.Bytes) == "obj"
}

func (t *table) trailer() Dict { return t.tr }

func (t *table) load(r Ref) (Object, error) {
	e := t.entries[r.Num]
	switch {
	case e.at > 0:
		num, pos, ok := header(t.data, e.at)
		if !ok || num != r.Num {
			return nil, fmt.Errorf("object %v: not at its offset: %w", r, errDamaged)
		}
		return parseAt(t.data, pos, t.length), nil
	case e.stream > 0:
		p, err := t.pack(e.stream)
		if err != nil {
			return nil, err
		}
		at, ok := p.at[r.Num]
		if !ok {
			return nil, fmt.Errorf("object %v: not in its stream: %w", r, errDamaged)
		}
		return parse(p.body[at:]), nil
	}
	return nil, nil
}

// length is a number that stands directly in the file, as the length of a stream
// does; -1 where it does not.
func (t *table) length(r Ref) int {
	num, pos, ok := header(t.data, t.entries[r.Num].at)
	if !ok || num != r.Num {
		return -1
	}
	p := parser{Lexer: Lexer{Buf: t.data, Pos: pos}}
	return intOf(p.object(p.Next()), -1)
}

// pack decodes an object stream, once.
func (t *table) pack(num int) (*pack, error) {
	if p := t.packs[num]; p != nil {
		return p, nil
	}
	n, pos, ok := header(t.data, t.entries[num].at)
	if !ok || n != num {
		return nil, fmt.Errorf("object stream %d: %w", num, errDamaged)
	}
	st, ok := parseAt(t.data, pos, t.length).(*Stream)
	if !ok {
		return nil, fmt.Errorf("object stream %d: %w", num, errDamaged)
	}
	limit := min(t.limits.StreamBytes, t.limits.TotalBytes-t.unpacks)
	if limit <= 0 {
		return nil, fmt.Errorf("object stream %d: %w", num, ErrLimit)
	}
	body, err := t.decoder.decode(st.Raw, t.filters(st.Dict), limit)
	if err != nil {
		return nil, fmt.Errorf("object stream %d: %w", num, err)
	}
	t.unpacks += len(body)
	p := &pack{body: body, at: map[int]int{}}
	packedObjects(st.Dict, body, t.limits.Objects, func(id, at int) {
		if _, known := p.at[id]; !known {
			p.at[id] = at
		}
	})
	t.packs[num] = p
	return p, nil
}

// filters are those of a stream that the table itself is read from.
func (t *table) filters(d Dict) []filterStep {
	f := File{src: direct{t}, limits: t.limits, cache: map[Ref]Object{}, loading: map[Ref]bool{}, rescued: true}
	return f.filters(d)
}

// direct are the objects of a table that stand in no object stream.
type direct struct{ *table }

func (d direct) load(r Ref) (Object, error) {
	if d.entries[r.Num].at == 0 {
		return nil, nil
	}
	return d.table.load(r)
}

// packedObjects gives the number and the place of each object of a decoded object
// stream.
func packedObjects(d Dict, body []byte, most int, emit func(id, at int)) {
	first, n := intOf(d["First"], -1), intOf(d["N"], 0)
	if first < 0 || first > len(body) {
		return
	}
	l := Lexer{Buf: body[:first]}
	for range min(n, most) {
		id, off := offsetOf(l.Next()), offsetOf(l.Next())
		if id < 0 || off < 0 || first+off >= len(body) {
			return
		}
		emit(id, first+off)
	}
}

// parseAt reads the object behind an "obj" keyword; length finds the length of a
// stream that is given by reference, -1 where it cannot.
func parseAt(data []byte, pos int, length func(Ref) int) Object {
	p := parser{Lexer: Lexer{Buf: data, Pos: pos}}
	o := p.object(p.Next())
	d, ok := o.(Dict)
	if !ok {
		return o
	}
	if k := p.Next(); k.Kind != Keyword || string(k.Bytes) != "stream" {
		return d
	}
	n := -1
	switch v := d["Length"].(type) {
	case int:
		n = v
	case Ref:
		n = length(v)
	}
	return &Stream{Dict: d, Raw: streamBytes(data, bodyStart(data, p.Pos), n)}
}

// bodyStart moves over the line end behind the keyword stream.
func bodyStart(data []byte, pos int) int {
	if pos < len(data) && data[pos] == '\r' {
		pos++
	}
	if pos < len(data) && data[pos] == '\n' {
		pos++
	}
	return pos
}

// streamBytes cuts a stream's bytes out of the file. Length is believed where
// "endstream" follows it, give or take a line end; elsewhere the next
// "endstream" ends the stream.
func streamBytes(data []byte, start, length int) []byte {
	if start >= len(data) {
		return nil
	}
	rest := data[start:]
	if length >= 0 && length <= len(rest) {
		l := Lexer{Buf: rest[:min(len(rest), length+16)], Pos: length}
		for l.Pos < len(l.Buf) && IsSpace(l.Buf[l.Pos]) {
			l.Pos++
		}
		if bytes.HasPrefix(l.Buf[l.Pos:], []byte("endstream")) || bytes.HasPrefix(l.Buf[l.Pos:], []byte("endobj")) {
			return rest[:length]
		}
	}
	end := bytes.Index(rest, []byte("endstream"))
	if end < 0 {
		if end = bytes.Index(rest, []byte("endobj")); end < 0 {
			return rest
		}
	}
	if end > 0 && rest[end-1] == '\n' {
		end--
	}
	if end > 0 && rest[end-1] == '\r' {
		end--
	}
	return rest[:end]
}
