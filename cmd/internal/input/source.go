package input

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"github.com/pbt-cli/pbt/schema"
)

// source is the bytes of a file or of an archive inside an archive. It is
// closed when the walk and every item that still has to be read from it are
// done with it.
type source struct {
	io.ReaderAt
	size int64
	// high is how far the bytes have been read.
	high atomic.Int64
	// path is where the bytes lie on disk, empty where they are in memory.
	path  string
	users atomic.Int32
	close func()
}

func newSource(r io.ReaderAt, size int64, path string, close func()) *source {
	s := &source{ReaderAt: r, size: size, path: path, close: close}
	s.users.Store(1)
	return s
}

// openFile opens a file on disk.
func openFile(p string) (*source, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err == nil && !fi.Mode().IsRegular() {
		err = errors.New("it is no regular file any more")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return newSource(f, fi.Size(), p, func() { f.Close() }), nil
}

// ReadAt reads, and notes how far.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.ReaderAt.ReadAt(p, off)
	if end := off + int64(n); end > s.high.Load() {
		s.high.Store(end) // only a measure of progress: a lost race is no harm
	}
	return n, err
}

// unread is how many bytes lie behind the furthest that was read.
func (s *source) unread() int64 { return s.size - s.high.Load() }

func (s *source) retain() { s.users.Add(1) }

func (s *source) release() {
	if s.users.Add(-1) == 0 {
		s.close()
	}
}

// stream reads the source from its start.
func (s *source) stream() *io.SectionReader { return io.NewSectionReader(s.ReaderAt, 0, s.size) }

// inMemory is the largest nested archive that is unpacked into memory, in bytes.
const inMemory = 16 << 20

// hold keeps the bytes of a nested archive so that they can be read at random:
// in memory where they are few, else in a temporary file.
func hold(r io.Reader, limit int64, tempDir string) (*source, error) {
	var buf bytes.Buffer
	n, err := io.Copy(&buf, io.LimitReader(r, min(inMemory, limit+1)))
	if err != nil {
		return nil, err
	}
	if n > limit {
		return nil, schema.ExtractArchiveBytes.Told(schema.Bytes(limit))
	}
	if n < inMemory {
		data := buf.Bytes()
		return newSource(bytes.NewReader(data), n, "", func() {}), nil
	}
	return spill(io.MultiReader(&buf, r), limit, tempDir)
}

// spill writes a stream to a temporary file, which goes with the source.
func spill(r io.Reader, limit int64, tempDir string) (*source, error) {
	f, err := os.CreateTemp(tempDir, "pbt-nested-*")
	if err != nil {
		return nil, fileFault(err)
	}
	remove := func() {
		f.Close()
		os.Remove(f.Name())
	}
	n, err := io.Copy(f, io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = schema.ExtractArchiveBytes.Told(schema.Bytes(limit))
	}
	if err != nil {
		remove()
		return nil, err
	}
	return newSource(f, n, f.Name(), remove), nil
}
