package office

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"path"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// Package is a zip of parts, unpacked one at a time and within a common budget.
type Package struct {
	entries []entry
	index   map[string]int // by comparable name; the first of a name counts
	left    int64
	part    int64
}

// entry is a part, listed in the zip's directory or salvaged.
type entry struct {
	name   string
	file   *zip.File
	raw    []byte // what follows the local header of a salvaged part
	method uint16
}

// Limits bound what is unpacked of a package, in bytes. Zero values stand for
// maxTotal and maxPart.
type Limits struct{ Total, Part int64 }

// IsPackage reports whether bytes begin as a zip does.
func IsPackage(data []byte) bool {
	for _, m := range []string{"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"} {
		if bytes.HasPrefix(data, []byte(m)) {
			return true
		}
	}
	return false
}

// OpenPackage opens a zip. Its faults are NoPackage, CutShort and TooMany.
func OpenPackage(data []byte, limits Limits) (*Package, error) {
	if directorySize(data) > maxDirectory {
		return nil, &Error{Fault: TooMany}
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if IsPackage(data) {
			return nil, &Error{Fault: CutShort, Err: err}
		}
		return nil, &Error{Fault: NoPackage, Err: err}
	}
	if len(zr.File) > maxEntries {
		return nil, &Error{Fault: TooMany}
	}
	p := newPackage(limits)
	for _, f := range zr.File {
		p.add(entry{name: f.Name, file: f})
	}
	return p, nil
}

func newPackage(limits Limits) *Package {
	return (&Package{index: map[string]int{}}).Within(limits)
}

// Within is a package within other limits, of which nothing is used yet.
func (p *Package) Within(limits Limits) *Package {
	if limits.Total <= 0 {
		limits.Total = maxTotal
	}
	if limits.Part <= 0 {
		limits.Part = maxPart
	}
	return &Package{entries: p.entries, index: p.index, left: limits.Total, part: limits.Part}
}

// Reopen is OpenPackage of a zip that may be open; nil is none.
func Reopen(p *Package, data []byte, limits Limits) (*Package, error) {
	if p != nil {
		return p.Within(limits), nil
	}
	return OpenPackage(data, limits)
}

func (p *Package) add(e entry) {
	name := partName(e.name)
	if _, twice := p.index[name]; !twice {
		p.index[name] = len(p.entries)
		p.entries = append(p.entries, e)
	}
}

// directorySize is what the end of the zip says of its list of contents, 0
// where there is no such end.
func directorySize(data []byte) int64 {
	tail := data[max(0, len(data)-(1<<16)-22):]
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < 22 {
		return 0
	}
	size := binary.LittleEndian.Uint32(tail[i+12:])
	if size == 1<<32-1 {
		return 0 // a zip64 end, whose sizes the zip reader holds against the file
	}
	return int64(size)
}

// Salvage finds the parts of a zip without a list of contents by the headers in
// front of each, at most n of them. What is left of a part that breaks off is
// read without an error.
func Salvage(data []byte, n int) *Package {
	p := newPackage(Limits{})
	for len(p.entries) < n {
		i := bytes.Index(data, []byte("PK\x03\x04"))
		if i < 0 || len(data)-i < 30 {
			break
		}
		data = data[i:]
		size := int(binary.LittleEndian.Uint16(data[26:]))
		body := 30 + size + int(binary.LittleEndian.Uint16(data[28:]))
		if body > len(data) {
			break
		}
		p.add(entry{name: string(data[30 : 30+size]), raw: data[body:], method: binary.LittleEndian.Uint16(data[8:])})
		data = data[30+size:]
	}
	return p
}

// partName makes names comparable.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Names are the names of all parts as they are written, in the zip's order.
func (p *Package) Names() []string {
	out := make([]string, len(p.entries))
	for i, e := range p.entries {
		out[i] = e.name
	}
	return out
}

// Has reports whether there is a part of that name.
func (p *Package) Has(name string) bool {
	_, ok := p.index[partName(name)]
	return ok
}

func (p *Package) find(name string) *entry {
	if i, ok := p.index[partName(name)]; ok {
		return &p.entries[i]
	}
	return nil
}

// Read unpacks a part whole. Its faults are NoPart, TooLarge and Damaged; with
// Damaged it gives what could be unpacked.
func (p *Package) Read(name string) ([]byte, error) { return p.ReadInto(nil, name) }

// ReadInto is Read into the room of a buffer, whatever is in it, where that is enough.
func (p *Package) ReadInto(room []byte, name string) ([]byte, error) {
	r, size, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	limit := min(p.left, p.part)
	if need := min(size, limit) + bytes.MinRead; int64(cap(room)) < need {
		room = make([]byte, 0, need)
	}
	buf := bytes.NewBuffer(room[:0])
	n, err := io.Copy(buf, io.LimitReader(r, limit+1))
	if n > limit {
		return nil, &Error{Fault: TooLarge, Part: name, Limit: limit}
	}
	p.left -= n
	if err != nil {
		return buf.Bytes(), &Error{Fault: Damaged, Part: name, Err: err}
	}
	return buf.Bytes(), nil
}

// Head unpacks the first n bytes of a part at most, and as many as there are of
// one that is damaged.
func (p *Package) Head(name string, n int64) []byte {
	r, size, err := p.open(name)
	if err != nil {
		return nil
	}
	defer r.Close()
	b := bytes.NewBuffer(make([]byte, 0, min(n, p.left, size)+bytes.MinRead))
	_, _ = b.ReadFrom(io.LimitReader(r, min(n, p.left))) // what could be read will do
	p.left -= int64(b.Len())
	return b.Bytes()
}

// open starts the unpacking of a part whose declared size is within the limits;
// size is a capacity that its packed bytes can fill.
func (p *Package) open(name string) (r io.ReadCloser, size int64, err error) {
	e := p.find(name)
	if e == nil {
		return nil, 0, &Error{Fault: NoPart, Part: name}
	}
	if e.file == nil {
		if e.method != zip.Deflate {
			return io.NopCloser(bytes.NewReader(e.raw)), int64(len(e.raw)), nil
		}
		return flate.NewReader(bytes.NewReader(e.raw)), 0, nil
	}
	limit := min(p.left, p.part)
	f := e.file
	if f.UncompressedSize64 > uint64(max(limit, 0)) || f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
		return nil, 0, &Error{Fault: TooLarge, Part: name, Limit: limit}
	}
	r, err = f.Open()
	if err != nil {
		return nil, 0, &Error{Fault: Damaged, Part: name, Err: err}
	}
	return r, int64(min(f.UncompressedSize64, f.CompressedSize64*1032)), nil
}

// Relation is one entry of a part's list of relationships (OPC).
type Relation struct {
	// Kind is the last element of its type: worksheet, styles, image.
	Kind string
	// Target is the part that it names.
	Target string
}

// Relations reads what a part refers to inside the package, by id; "" stands for
// the package itself. There are none where the part has no list.
func (p *Package) Relations(part string) map[string]Relation {
	dir, file := path.Split(part)
	src, err := p.Read(dir + "_rels/" + file + ".rels")
	if err != nil {
		return nil
	}
	out := map[string]Relation{}
	sc := xmlscan.New(src)
	for k := sc.Next(); k != xmlscan.EOF && len(out) < maxRelations; k = sc.Next() {
		if k != xmlscan.Start || !sc.Is("Relationship") || sc.AttrText("TargetMode") == "External" {
			continue
		}
		target := strings.ReplaceAll(sc.AttrText("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		out[sc.AttrText("Id")] = Relation{path.Base(sc.AttrText("Type")), strings.TrimPrefix(path.Clean(target), "/")}
	}
	return out
}

// First gives the target of the first relationship of a kind, in order of id,
// or the usual name of such a part.
func First(rels map[string]Relation, kind, usual string) string {
	best := ""
	for id, r := range rels {
		if r.Kind == kind && (best == "" || id < best) {
			best = id
		}
	}
	if best == "" {
		return usual
	}
	return rels[best].Target
}
