package excel

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/excel/xmlscan"
	"github.com/pbt-cli/pbt/schema"
)

// parts are the files of an Office Open XML package, read one at a time and
// within a common budget of unpacked bytes.
type parts struct {
	files map[string]*zip.File // by lower-case name with forward slashes
	left  int64
}

// The limits of a package.
const (
	maxPart    = 128 << 20 // one part unpacked
	maxEntries = 10_000    // files in the zip
	// maxDirectory bounds the zip's list of contents, which is read before any
	// limit on entries can speak.
	maxDirectory = 4 << 20
)

func openParts(data []byte, maxBytes int64) (*parts, *schema.ReadError) {
	if directorySize(data) > maxDirectory {
		return nil, errEntries()
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, notZip(data)
	}
	if len(zr.File) > maxEntries {
		return nil, errEntries()
	}
	p := &parts{files: make(map[string]*zip.File, len(zr.File)), left: maxBytes}
	for _, f := range zr.File {
		name := partName(f.Name)
		if _, twice := p.files[name]; !twice {
			p.files[name] = f
		}
	}
	return p, nil
}

func errEntries() *schema.ReadError {
	return sheet.Limit(fmt.Sprintf("压缩包内文件超过 %d 个，不像工作簿", maxEntries), fmt.Sprintf("the zip holds more than %d files, which no workbook does", maxEntries))
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

func notZip(data []byte) *schema.ReadError {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return sheet.Damaged("工作簿不完整：压缩包末尾的目录缺失或损坏", "the workbook is cut short: the list of contents at the end of the zip is missing or damaged")
	}
	return sheet.Unsupported("不是 Excel 工作簿（既非 .xlsx 也非 .xls）", "not an Excel workbook, neither .xlsx nor .xls")
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (p *parts) has(name string) bool { return p.files[partName(name)] != nil }

// errNoPart says that the package lacks a part.
var errNoPart = errors.New("part is missing")

// read unpacks a part whole; the declared size is only believed within limits.
func (p *parts) read(name string) ([]byte, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, errNoPart
	}
	limit := min(p.left, maxPart)
	if f.UncompressedSize64 > uint64(limit) {
		return nil, errPart(name, limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buf := bytes.NewBuffer(make([]byte, 0, min(int64(f.UncompressedSize64), int64(f.CompressedSize64)*1032, limit)+bytes.MinRead))
	n, err := io.Copy(buf, io.LimitReader(r, limit+1))
	if n > limit {
		return nil, errPart(name, limit)
	}
	p.left -= n
	if err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func errPart(name string, limit int64) *schema.ReadError {
	return sheet.Limit(fmt.Sprintf("%s 解压后超过 %d MiB", name, limit>>20), fmt.Sprintf("%s unpacks to more than %d MiB", name, limit>>20))
}

// asReadError makes any failure to read a part one that says what to do.
func asReadError(part string, err error) *schema.ReadError {
	var re *schema.ReadError
	switch {
	case errors.As(err, &re):
		return re
	case errors.Is(err, errNoPart):
		return sheet.Damaged("工作簿缺少 "+part, "the workbook lacks "+part)
	case errors.Is(err, xmlscan.ErrEntity):
		return sheet.Damaged(part+" 引用了自定义实体（实体展开攻击的写法），不予展开", part+" uses entities of its own declaration, as entity-expansion bombs do; they are not expanded")
	case errors.Is(err, xmlscan.ErrTruncated):
		return sheet.Damaged(part+" 不完整，在元素中间结束", part+" is cut short inside an element")
	case errors.Is(err, xmlscan.ErrSyntax):
		return sheet.Damaged(part+" 不是合法的 XML", part+" is no well-formed XML")
	}
	return sheet.Damaged(part+" 无法解压（"+err.Error()+"）", part+" cannot be unpacked ("+err.Error()+")")
}

// relation is one entry of a part's list of relationships.
type relation struct {
	kind   string // the last element of its type: worksheet, styles
	target string // the part it names
}

// maxRelations bounds a part's relationships.
const maxRelations = 20_000

// relations reads what a part refers to, by id; none where it has no list.
func (p *parts) relations(part string) map[string]relation {
	dir, file := path.Split(part)
	src, err := p.read(dir + "_rels/" + file + ".rels")
	if err != nil {
		return nil
	}
	out := map[string]relation{}
	sc := xmlscan.New(src)
	for k := sc.Next(); k != xmlscan.EOF && len(out) < maxRelations; k = sc.Next() {
		if k != xmlscan.Start || !sc.Is("Relationship") || sc.AttrText("TargetMode") == "External" {
			continue
		}
		target := strings.ReplaceAll(sc.AttrText("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		out[sc.AttrText("Id")] = relation{path.Base(sc.AttrText("Type")), strings.TrimPrefix(target, "/")}
	}
	return out
}

// first gives the target of the first relationship of a kind, in order of id,
// or the usual name of such a part.
func first(rels map[string]relation, kind, usual string) string {
	best := ""
	for id, r := range rels {
		if r.kind == kind && (best == "" || id < best) {
			best = id
		}
	}
	if best == "" {
		return usual
	}
	return rels[best].target
}
