package input

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// budget is what one file on disk may still unpack to, all depths together.
// It is spent in the order of the walk, by the sizes that archives state and
// that the reading then enforces, so that a limit is met at the same member in
// every run.
type budget struct {
	lim     Limits
	size    int64 // of the file on disk
	members int64
	bytes   int64
}

// member spends one member of a stated size.
func (b *budget) member(size int64) error {
	b.members++
	if b.members > b.lim.Members {
		return schema.ExtractArchiveMembers.Told(b.lim.Members)
	}
	return b.unpack(max(size, 0))
}

// unpack spends bytes.
func (b *budget) unpack(n int64) error {
	if n > b.lim.Bytes || b.bytes > b.lim.Bytes-n {
		return schema.ExtractArchiveBytes.Told(schema.Bytes(b.lim.Bytes))
	}
	b.bytes += n
	if b.bytes > b.lim.RatioFloor && b.bytes/b.lim.Ratio > b.size {
		return schema.ExtractArchiveRatio.Told(b.lim.Ratio)
	}
	return nil
}

// box is an archive that is being walked.
type box struct {
	name, rel string  // of the archive itself
	inner     string  // path inside the outermost archive, for the globs
	depth     int     // 1 on disk
	part      string  // the Part of its members where one part of a run unpacks it, else empty
	weight    int64   // what is left of its share of the bytes on disk
	scale     float64 // bytes on disk that one of its bytes stands for
	found     bool    // a member was handed out
	src       *source
	*budget
}

// topArchive walks an archive on disk.
func (w *walker) topArchive(src *source, p string, k kind) error {
	self := w.item(p)
	b := &box{name: self.Name, rel: self.Rel, depth: 1, weight: src.size, scale: 1, src: src, budget: &budget{lim: w.lim, size: src.size}}
	if k != kindZip && src.size < ownArchive {
		b.part = b.rel
	}
	var err error
	if b.part == "" || w.mine(b.part) {
		err = w.archive(src, b, k)
	}
	w.pass(b)
	return err
}

// ownArchive is the size, in bytes, below which an archive that must be read from
// front to back, or that stands inside another, belongs to one part of a run as a
// whole. A larger one is unpacked by every part, and a zip on disk opened by every
// part, since each takes its members by the directory alone.
const ownArchive = 64 << 20

// pass tells of the bytes of an archive that no item stood for.
func (w *walker) pass(b *box) {
	if w.opt.Passed != nil {
		w.opt.Passed(b.weight)
	}
}

// share is what so many bytes of an archive are on disk, at most what is left.
func (b *box) share(n uint64) int64 {
	return max(0, min(int64(float64(n)*b.scale), b.weight))
}

// archive walks the members of an archive. What ends it early is handed out
// under the archive's own name; only yield's errors come back.
func (w *walker) archive(src *source, b *box, k kind) error {
	var err error
	if k == kindZip {
		err = w.zip(src, b)
	} else {
		a := Archive{Format: string(k), Name: path.Base(b.rel), Path: src.path, Size: src.size, TempDir: w.opt.TempDir, Password: w.opt.Password, ReaderAt: src}
		err = w.unpack(w.ctx, a, func(m Member) error { return w.streamed(b, m) })
	}
	var ye *yieldError
	if errors.As(err, &ye) {
		return ye
	}
	if e := w.ctx.Err(); e != nil {
		return &yieldError{e}
	}
	return w.closeArchive(b, err)
}

// yieldError is an error of yield on its way out of an archive.
type yieldError struct{ err error }

func (e *yieldError) Error() string { return e.err.Error() }
func (e *yieldError) Unwrap() error { return e.err }

// closeArchive says what was wrong with an archive, or that it was empty.
func (w *walker) closeArchive(b *box, err error) error {
	it := &Item{Name: b.name, Rel: b.rel, Part: b.part}
	switch {
	case err != nil:
		var re *schema.ReadError
		if !errors.As(asReadError(err, archiveFault), &re) {
			return err
		}
		if isLimit(re) && b.depth > 1 {
			return re // it ends the whole file on disk, and is said of that
		}
		it.Problems = []schema.Finding{re.Finding()}
	case !b.found:
		it.Skip = SkipEmpty
	default:
		return nil
	}
	return w.emitMember(b, it)
}

// isLimit tells the limits of the whole file on disk.
func isLimit(re *schema.ReadError) bool {
	switch re.Rule {
	case schema.ExtractArchiveMembers.Rule, schema.ExtractArchiveBytes.Rule, schema.ExtractArchiveRatio.Rule:
		return true
	}
	return false
}

// archiveFault types an error of an archive library.
func archiveFault(err error) *schema.ReadError {
	text := strings.ToLower(err.Error())
	if strings.Contains(text, "password") || strings.Contains(text, "encrypted") {
		return schema.ExtractArchiveEncrypted.Told()
	}
	return schema.ExtractArchiveDamaged.Told(err)
}

// memberFault types an error of a member.
func memberFault(err error) *schema.ReadError {
	if errors.Is(err, errPassword) {
		return schema.ExtractArchiveEncrypted.Told()
	}
	return schema.ExtractMemberDamaged.Told(err)
}

// emitMember hands out an item of an archive and marks the archive as not empty.
func (w *walker) emitMember(b *box, it *Item) error {
	b.found = true
	b.weight -= it.Weight
	if err := w.emit(it); err != nil {
		return &yieldError{err}
	}
	return nil
}

// zip walks a zip. Its members can be read at random and by many at once.
func (w *walker) zip(src *source, b *box) error {
	if err := b.checkDirectory(src); err != nil {
		return err
	}
	zr, err := zip.NewReader(src, src.size)
	if err != nil {
		return err
	}
	open := func(i int) *zipMember { return w.openZipMember(b, zr.File[i]) }
	for i, m := range ahead(len(zr.File), w.opt.Ahead, open, (*zipMember).drop) {
		zr.File[i] = nil // the directory is let go of as the walk goes on
		err := w.zipMember(src, b, m)
		m.drop()
		if err != nil {
			return err
		}
	}
	return nil
}

// zipMember is a member of a zip, opened where the walk looks into it.
type zipMember struct {
	Member
	file *zip.File
	kind kind
	err  error
	body io.ReadCloser // nil where it was not opened, or is closed again
	head []byte        // the first bytes, already read
}

// openZipMember opens a member and types it by its first bytes, unless the walk
// passes over it or leaves it to another part of the run. It changes nothing of
// the walk, so that many can be opened at once.
func (w *walker) openZipMember(b *box, f *zip.File) *zipMember {
	name := f.Name
	if f.Flags&0x800 == 0 {
		name = unicodePath(f)
	}
	m := &zipMember{file: f, Member: Member{
		Name: name,
		Size: int64(min(f.UncompressedSize64, 1<<62)),
		Dir:  strings.HasSuffix(name, "/") || strings.HasSuffix(name, `\`) && f.UncompressedSize64 == 0,
		Link: !f.Mode().IsRegular() && !f.Mode().IsDir(),
	}}
	clean := strings.ReplaceAll(name, `\`, "/")
	switch {
	case m.Dir, m.Link, passedOver(clean) != "", w.excluded(strings.TrimPrefix(path.Join(b.inner, clean), "/")),
		f.Flags&zipEncrypted != 0 && w.opt.Password == "",
		!w.takes(b, clean, m.Size):
		return m
	}
	if m.body, m.err = w.openMember(f); m.err != nil {
		return m
	}
	head := make([]byte, headSize)
	n, err := io.ReadFull(m.body, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		m.err = err
		return m
	}
	m.head, m.kind = head[:n], kindOf(head[:n])
	return m
}

// takes reports whether a member of a zip may hold what the caller takes: it is
// his, or may be an archive that is parted.
func (w *walker) takes(b *box, clean string, size int64) bool {
	return b.part != "" || size >= ownArchive || w.mine(b.rel+"/"+clean)
}

// stream is the member from its start. It closes the body; a member is read once.
func (m *zipMember) stream() io.ReadCloser {
	body := m.body
	m.body = nil
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(m.head), body), body}
}

// drop closes a body that nobody took.
func (m *zipMember) drop() {
	if m.body != nil {
		m.body.Close()
		m.body = nil
	}
}

// checkDirectory refuses a zip with too many members before any memory is
// spent on them.
func (b *box) checkDirectory(src *source) error {
	left := b.lim.Members - b.members
	n := int64(0)
	dirBytes := int64(0)
	_, err := zipScan(src, src.size, func(name []byte) bool {
		n++
		dirBytes += int64(len(name)) + dirHeaderLen
		return n <= left && dirBytes <= maxDirBytes
	})
	if err != nil {
		return err
	}
	if n > left || dirBytes > maxDirBytes {
		return schema.ExtractArchiveMembers.Told(b.lim.Members)
	}
	return nil
}

// zipMember hands out a member of a zip, or walks it where it is an archive.
func (w *walker) zipMember(src *source, b *box, m *zipMember) error {
	it, err := w.member(b, m.Member)
	if it == nil || err != nil {
		return err
	}
	f := m.file
	it.Weight = b.share(min(f.CompressedSize64, 1<<62))
	if it.Skip != "" || it.Unreadable() {
		return w.emitMember(b, it)
	}
	if f.Flags&zipEncrypted != 0 && w.opt.Password == "" {
		it.Problems = append(it.Problems, schema.ExtractArchiveEncrypted.Told().Finding())
		return w.emitMember(b, it)
	}
	if m.err != nil {
		it.Problems = append(it.Problems, memberFault(m.err).Finding())
		return w.emitMember(b, it)
	}
	if m.body == nil { // another part of the run takes it
		if !w.wanted(b, it, kindUnknown) {
			return nil
		}
		return w.emitMember(b, it)
	}
	k := m.kind
	if k.archive() {
		body := m.stream()
		defer body.Close()
		return w.nested(b, it, k, body)
	}
	if m.Size > w.lim.Document {
		it.Problems = append(it.Problems, schema.ExtractTooLarge.Told(schema.Bytes(m.Size), schema.Bytes(w.lim.Document)).Finding())
		return w.emitMember(b, it)
	}
	if !w.wanted(b, it, k) {
		return nil
	}
	src.retain()
	var body io.ReadCloser
	if w.opt.Ahead > 0 {
		body = m.stream()
	}
	it.read = func(ctx context.Context) ([]byte, error) {
		defer src.release()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if body == nil {
			var err error
			if body, err = w.openMember(f); err != nil {
				return nil, memberFault(err)
			}
		}
		defer body.Close()
		data, err := readAll(body, m.Size, w.lim.Document)
		return data, asReadError(err, memberFault)
	}
	return w.emitMember(b, it)
}

// unicodePath is the name in Info-ZIP's extra field 0x7075, else the decoded
// name of the header.
func unicodePath(f *zip.File) string {
	const id, prefix = 0x7075, 5 // version and CRC-32 stand before the name
	for extra := f.Extra; len(extra) >= 4; {
		tag := int(extra[0]) | int(extra[1])<<8
		size := int(extra[2]) | int(extra[3])<<8
		if len(extra) < 4+size {
			break
		}
		if tag == id && size > prefix {
			return decodeName(string(extra[4+prefix : 4+size]))
		}
		extra = extra[4+size:]
	}
	return decodeZipName(f.Name)
}

// streamed walks one member of an archive that is read from front to back.
func (w *walker) streamed(b *box, m Member) error {
	m.Name = decodeName(m.Name)
	it, err := w.member(b, m)
	if it == nil || err != nil {
		return err
	}
	it.Streamed = true
	it.Weight = max(b.weight-b.share(uint64(b.src.unread())), 0)
	if it.Skip != "" || it.Unreadable() {
		return w.emitMember(b, it)
	}
	body := io.Reader(m.Body)
	if m.Size < 0 {
		body = &metered{r: m.Body, budget: b.budget}
	}
	br := bufio.NewReaderSize(body, headSize)
	head, err := br.Peek(headSize)
	if err != nil && err != io.EOF && !errors.Is(err, bufio.ErrBufferFull) {
		return w.brokenMember(b, it, err)
	}
	k := kindOf(head)
	if k.archive() {
		return w.nested(b, it, k, br)
	}
	if m.Size > w.lim.Document {
		it.Problems = append(it.Problems, schema.ExtractTooLarge.Told(schema.Bytes(m.Size), schema.Bytes(w.lim.Document)).Finding())
		return w.emitMember(b, it)
	}
	if !w.wanted(b, it, k) {
		return nil
	}
	it.read = func(context.Context) ([]byte, error) {
		data, err := readAll(br, m.Size, w.lim.Document)
		return data, asReadError(err, archiveFault)
	}
	return w.emitMember(b, it)
}

// brokenMember hands out a member whose bytes cannot be had. A limit ends the
// whole archive.
func (w *walker) brokenMember(b *box, it *Item, err error) error {
	var re *schema.ReadError
	if !errors.As(asReadError(err, archiveFault), &re) {
		return err
	}
	if isLimit(re) {
		return re
	}
	if re.Rule == schema.ExtractArchiveDamaged.Rule {
		re = schema.ExtractMemberDamaged.Told(err)
	}
	it.Problems = append(it.Problems, re.Finding())
	return w.emitMember(b, it)
}

// metered counts the bytes of a stream that does not say how long it is.
type metered struct {
	r      io.Reader
	budget *budget
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if e := m.budget.unpack(int64(n)); e != nil {
		return 0, e
	}
	return n, err
}

// member makes the item of an archive's member, or nil where there is none.
func (w *walker) member(b *box, m Member) (*Item, error) {
	if err := b.member(m.Size); err != nil {
		return nil, err
	}
	if err := w.ctx.Err(); err != nil {
		return nil, &yieldError{err}
	}
	if m.Dir {
		return nil, nil
	}
	clean := strings.ReplaceAll(m.Name, `\`, "/")
	inner := path.Join(b.inner, clean)
	if w.excluded(strings.TrimPrefix(inner, "/")) {
		b.found = true // the archive is not empty
		return nil, nil
	}
	it := &Item{Name: b.name + "!" + m.Name, Rel: b.rel + "/" + clean, Part: b.part, Size: max(m.Size, 0)}
	if what := hazard(m.Name); what != "" {
		it.Problems = append(it.Problems, unsafeName(what, m.Name))
	}
	it.Skip = passedOver(clean)
	if it.Skip == "" && m.Link {
		it.Skip = SkipLink
	}
	if it.Skip != "" && !w.included(strings.TrimPrefix(inner, "/")) {
		b.found = true
		return nil, nil
	}
	return it, nil
}

// wanted applies Include, and passes over what cannot be a document.
func (w *walker) wanted(b *box, it *Item, k kind) bool {
	inner := path.Join(b.inner, strings.TrimPrefix(it.Rel, b.rel+"/"))
	if !w.included(strings.TrimPrefix(inner, "/")) {
		b.found = true
		return false
	}
	if k == kindUnknown && !documentName(it.Rel) {
		it.Skip = SkipOther
	}
	return true
}

// nested walks an archive inside an archive.
func (w *walker) nested(b *box, it *Item, k kind, body io.Reader) error {
	limit := w.lim.Nested
	if k == kindZip {
		// What looks like a zip is most often a workbook.
		limit = max(limit, w.lim.Document)
	}
	src, err := hold(body, limit, w.opt.TempDir)
	if err != nil {
		return w.brokenMember(b, it, err)
	}
	defer src.release()
	if k == kindZip && (zipDocument(src, src.size) || sniff.PackageName(it.Name)) {
		if src.size > w.lim.Document {
			it.Problems = append(it.Problems, schema.ExtractTooLarge.Told(schema.Bytes(src.size), schema.Bytes(w.lim.Document)).Finding())
			return w.emitMember(b, it)
		}
		if !w.wanted(b, it, kindDocument) {
			return nil
		}
		src.retain()
		it.Streamed = false
		it.read = func(context.Context) ([]byte, error) {
			defer src.release()
			return readAll(src.stream(), src.size, w.lim.Document)
		}
		return w.emitMember(b, it)
	}
	if b.depth >= w.lim.Depth {
		it.Problems = append(it.Problems, schema.ExtractArchiveDepth.Told(w.lim.Depth).Finding())
		return w.emitMember(b, it)
	}
	b.found = true
	b.weight -= it.Weight
	inner := &box{
		name: it.Name, rel: it.Rel, depth: b.depth + 1, src: src, budget: b.budget, part: b.part,
		weight: it.Weight, scale: float64(it.Weight) / float64(max(src.size, 1)),
		inner: path.Join(b.inner, strings.TrimPrefix(it.Rel, b.rel+"/")),
	}
	if inner.part == "" && src.size < ownArchive {
		inner.part = inner.rel
	}
	if inner.part == "" || w.mine(inner.part) {
		err = w.archive(src, inner, k)
	}
	w.pass(inner)
	return err
}
