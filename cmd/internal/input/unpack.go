package input

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/bodgit/sevenzip"
	"github.com/mholt/archives"
)

// Member is one entry of an archive that is read from front to back.
type Member struct {
	// Name is as it stands in the archive, not to be trusted.
	Name string
	// Size is what the archive says, -1 where it does not say.
	Size int64
	Dir  bool
	// Link is true for symbolic and hard links.
	Link bool
	// Body is readable until the function it was handed to returns.
	Body io.Reader
}

// Archive is an archive to be unpacked.
type Archive struct {
	// Format is tar, 7z, rar, gz, bz2, xz, zst, lz4 or lz.
	Format string
	// Name is the archive's own name, from which that of a lone compressed
	// document is taken.
	Name string
	// Path is where the bytes lie on disk, empty where they are in memory.
	Path string
	Size int64
	// Password opens an encrypted archive.
	Password string
	// TempDir takes what does not fit into memory; empty means the system's.
	TempDir string
	io.ReaderAt
}

// Unpacker hands out the members of an archive in their order. An error of
// member ends it and is returned as it is.
type Unpacker func(ctx context.Context, a Archive, member func(Member) error) error

// memberError carries an error of the callback through the archive library,
// which would wrap it.
type memberError struct{ err error }

func (e *memberError) Error() string { return e.err.Error() }

// Unpack unpacks every format but zip in this process.
func Unpack(ctx context.Context, a Archive, member func(Member) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the unpacker failed: %v", r)
		}
	}()
	stream := io.NewSectionReader(a.ReaderAt, 0, a.Size)
	switch kind(a.Format) {
	case kindTar:
		err = extract(ctx, archives.Tar{}, stream, member)
	case kind7z:
		err = locked(extract(ctx, archives.SevenZip{Password: a.Password}, stream, member))
	case kindRar:
		err = extract(ctx, archives.Rar{Password: a.Password}, stream, member)
	default:
		err = compressed(ctx, a, stream, member)
	}
	var me *memberError
	if errors.As(err, &me) {
		return me.err
	}
	return err
}

func extract(ctx context.Context, x archives.Extractor, r io.Reader, member func(Member) error) error {
	return x.Extract(ctx, r, func(_ context.Context, f archives.FileInfo) error {
		m := Member{
			Name: f.NameInArchive,
			Size: f.Size(),
			Dir:  f.IsDir(),
			Link: f.LinkTarget != "" || f.Mode()&fs.ModeSymlink != 0,
		}
		if m.Dir || m.Link {
			return carry(member(m))
		}
		body, err := f.Open()
		if err != nil {
			m.Body = failing{locked(err)}
			return carry(member(m))
		}
		defer body.Close()
		m.Body = lockedBody{body}
		return carry(member(m))
	})
}

func carry(err error) error {
	if err == nil {
		return nil
	}
	return &memberError{err}
}

// locked says of a failure in what is encrypted that it asks for another password:
// the library for 7z has no test of one, and fails on what it decrypted.
func locked(err error) error {
	var re *sevenzip.ReadError
	if errors.As(err, &re) && re.Encrypted {
		return fmt.Errorf("%w: %w", errPassword, err)
	}
	return err
}

// lockedBody is a body whose failures are looked at so.
type lockedBody struct{ io.Reader }

func (l lockedBody) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	return n, locked(err)
}

// failing is a body that cannot be opened.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// compressed unpacks a compressed tar or a lone compressed document.
func compressed(ctx context.Context, a Archive, r io.Reader, member func(Member) error) error {
	format, ok := map[kind]archives.Decompressor{
		kindGzip: archives.Gz{}, kindBzip2: archives.Bz2{}, kindXz: archives.Xz{},
		kindZstd: archives.Zstd{}, kindLz4: archives.Lz4{}, kindLzip: archives.Lzip{},
	}[kind(a.Format)]
	if !ok {
		return fmt.Errorf("unknown archive format %q", a.Format)
	}
	plain, err := format.OpenReader(r)
	if err != nil {
		return err
	}
	defer plain.Close()
	br := bufio.NewReaderSize(plain, 64<<10)
	head, err := br.Peek(512)
	if err != nil && err != io.EOF {
		return err
	}
	if isTar(head) {
		return extract(ctx, archives.Tar{}, br, member)
	}
	return carry(member(Member{Name: innerName(a.Name), Size: -1, Body: br}))
}

// innerName is the name of a lone compressed document: 预算.pdf.gz holds 预算.pdf.
func innerName(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if i := strings.LastIndexAny(base, "!/"); i >= 0 {
		base = base[i+1:]
	}
	stem := strings.TrimSuffix(base, path.Ext(base))
	if stem == "" {
		return "content"
	}
	return stem
}
