package input

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// Walk hands every input to yield, one at a time and in a fixed order. It
// stops only for a cancelled context, whose error it returns, for an error of
// yield, and where FilesFrom cannot be opened.
func Walk(ctx context.Context, opt Options, yield func(*Item) error) error {
	w := &walker{
		ctx:    ctx,
		opt:    opt,
		lim:    opt.Limits.withDefaults(),
		yield:  yield,
		seed:   maphash.MakeSeed(),
		files:  map[uint64]bool{},
		names:  map[uint64]int{},
		unpack: opt.Unpack,
	}
	if w.unpack == nil {
		w.unpack = Unpack
	}
	w.avoid, _ = os.Stat(opt.Avoid)
	if len(opt.Paths) == 1 && opt.FilesFrom == "" && isDir(opt.Paths[0]) {
		w.base = filepath.Clean(opt.Paths[0])
	}
	for _, p := range opt.Paths {
		if err := w.argument(p); err != nil {
			return err
		}
	}
	if opt.FilesFrom == "" {
		return nil
	}
	return w.list(opt.FilesFrom)
}

// walker is one walk. Its sets hold hashes, about 30 bytes an input.
type walker struct {
	ctx    context.Context
	opt    Options
	lim    Limits
	yield  func(*Item) error
	unpack Unpacker
	base   string      // the one directory that outputs are relative to, or empty
	avoid  fs.FileInfo // the directory never entered, or nil
	seed   maphash.Seed
	files  map[uint64]bool // paths on disk already handed out
	names  map[uint64]int  // names already handed out, with their count
}

func isDir(p string) bool {
	fi, err := os.Stat(p)
	return err == nil && fi.IsDir()
}

// emit hands an item out, with a name of its own.
func (w *walker) emit(it *Item) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if it.Part == "" {
		it.Part = it.Rel
	}
	key := maphash.String(w.seed, it.Name)
	w.names[key]++
	if n := w.names[key]; n > 1 {
		// Two members of an archive may bear one name; both are read.
		suffix := fmt.Sprintf("#%d", n)
		it.Name += suffix
		it.Rel += suffix
		w.names[maphash.String(w.seed, it.Name)]++
	}
	return w.yield(it)
}

// list reads names from a file: one a line, or ended by NUL.
func (w *walker) list(name string) error {
	in := w.opt.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("the list of files cannot be read: %w", err)
		}
		defer f.Close()
		in = f
	}
	if in == nil {
		in = strings.NewReader("")
	}
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 64<<10), 1<<20)
	sc.Split(splitNames)
	for sc.Scan() {
		p := strings.TrimSuffix(sc.Text(), "\r")
		if p == "" {
			continue
		}
		if err := w.path(p, true); err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("the list of files cannot be read: %w", err)
	}
	return nil
}

// splitNames ends a name at NUL or at a line feed.
func splitNames(data []byte, atEOF bool) (int, []byte, error) {
	if i := bytes.IndexAny(data, "\x00\n"); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// argument walks one argument: a path, or a glob where no such path exists.
func (w *walker) argument(arg string) error {
	if _, err := os.Lstat(arg); err == nil || !IsGlob(arg) {
		return w.path(arg, true)
	}
	glob := path.Clean(filepath.ToSlash(arg))
	found := false
	err := filepath.WalkDir(filepath.FromSlash(globRoot(glob)), func(p string, d fs.DirEntry, err error) error {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err != nil {
			return nil // the directory itself is reported where it matches
		}
		slashed := filepath.ToSlash(p)
		if !matchSegments(strings.Split(glob, "/"), strings.Split(slashed, "/")) {
			return nil
		}
		found = true
		if err := w.path(p, false); err != nil {
			return err
		}
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !found {
		return w.emit(w.broken(arg, schema.ExtractMissing.Say(
			schema.Text{ZH: "没有文件与通配符相符", EN: "no file matches the glob"},
			schema.Text{ZH: "检查通配符；** 匹配任意层目录", EN: "check the glob; ** stands for any number of directories"})))
	}
	return nil
}

// path walks one path on disk. One that the user named is followed through
// links and is not subject to Include.
func (w *walker) path(p string, named bool) error {
	p = filepath.Clean(p)
	fi, err := os.Lstat(p)
	if err != nil {
		return w.emit(w.broken(p, fileFault(err)))
	}
	return w.entry(p, "", fi, named, nil)
}

// mine reports whether the caller takes what belongs to a part.
func (w *walker) mine(part string) bool { return w.opt.Mine == nil || w.opt.Mine(part) }

// entry walks a file or directory; below is its path below the argument.
// seen is what a look ahead has found of it, nil where nobody looked.
func (w *walker) entry(p, below string, fi fs.FileInfo, named bool, seen *seenFile) error {
	if fi.Mode()&fs.ModeSymlink != 0 {
		target, err := os.Stat(p)
		if err != nil {
			return w.emit(w.broken(p, fileFault(err)))
		}
		if target.IsDir() && !named {
			return w.emit(w.skipped(p, SkipLink))
		}
		fi = target
	}
	if !named && w.excluded(below) {
		return nil
	}
	switch {
	case fi.IsDir():
		if w.avoided(fi) {
			return nil
		}
		return w.dir(p, below)
	case !fi.Mode().IsRegular():
		return w.skip(p, below, named, SkipSpecial)
	}
	return w.file(p, below, fi, named, seen)
}

// dir walks a directory by its sorted names.
func (w *walker) dir(p, below string) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(p)
	if err != nil {
		if err := w.emit(w.broken(p, fileFault(err))); err != nil {
			return err
		}
	}
	look := func(i int) *seenFile { return w.look(p, below, entries[i]) }
	for i, seen := range ahead(len(entries), w.opt.Ahead, look, (*seenFile).drop) {
		full := filepath.Join(p, entries[i].Name())
		err := seen.infoErr
		if err != nil {
			err = w.emit(w.broken(full, fileFault(err)))
		} else {
			err = w.entry(full, path.Join(below, entries[i].Name()), seen.info, false, seen)
		}
		seen.drop()
		if err != nil {
			return err
		}
	}
	return nil
}

// seenFile is what a look at an entry of a folder has found: what it is, and of a
// regular file, opened, the kind.
type seenFile struct {
	info    fs.FileInfo
	infoErr error
	src     *source // nil where it was not opened
	srcErr  error
	kind    kind
}

// look looks at an entry of a folder. It opens what the walk would open.
func (w *walker) look(dir, below string, e fs.DirEntry) *seenFile {
	s := &seenFile{}
	if s.info, s.infoErr = e.Info(); s.infoErr != nil || !s.info.Mode().IsRegular() {
		return s
	}
	if passedOver(e.Name()) == "" && !w.excluded(path.Join(below, e.Name())) {
		s.open(filepath.Join(dir, e.Name()))
	}
	return s
}

func (s *seenFile) open(p string) {
	if s.src, s.srcErr = openFile(p); s.srcErr == nil {
		s.kind = s.src.kind()
	}
}

// drop closes what the walk has not taken.
func (s *seenFile) drop() {
	if s.src != nil {
		s.src.release()
		s.src = nil
	}
}

// avoided reports whether a directory is the output, by whatever name.
func (w *walker) avoided(fi fs.FileInfo) bool { return w.avoid != nil && os.SameFile(fi, w.avoid) }

// file hands out a file on disk, or the members of an archive.
func (w *walker) file(p, below string, fi fs.FileInfo, named bool, seen *seenFile) error {
	key := maphash.String(w.seed, p)
	if w.files[key] {
		return nil // named twice
	}
	w.files[key] = true
	if skip := passedOver(filepath.Base(p)); skip != "" {
		return w.skip(p, below, named, skip)
	}
	if seen == nil || seen.src == nil && seen.srcErr == nil {
		seen = &seenFile{}
		seen.open(p)
		defer seen.drop()
	}
	if seen.srcErr != nil {
		return w.emit(w.broken(p, fileFault(seen.srcErr)))
	}
	kind := seen.kind
	if kind == kindZip && sniff.PackageName(p) {
		kind = kindDocument
	}
	if kind.archive() {
		return w.topArchive(seen.src, p, kind)
	}
	seen.drop()
	if !named && !w.included(below) {
		if w.opt.Passed != nil {
			w.opt.Passed(fi.Size())
		}
		return nil
	}
	it := w.item(p)
	it.Size, it.Weight, it.Named = fi.Size(), fi.Size(), below == ""
	if kind == kindUnknown && !documentName(p) {
		it.Skip = SkipOther
		return w.emit(it)
	}
	limit := w.lim.Document
	if it.Size > limit {
		it.Problems = append(it.Problems, schema.ExtractTooLarge.Told(schema.Bytes(it.Size), schema.Bytes(limit)).Finding())
		return w.emit(it)
	}
	it.read = func(ctx context.Context) ([]byte, error) { return readFile(ctx, p, limit) }
	return w.emit(it)
}

// readFile reads a file of at most limit bytes.
func readFile(ctx context.Context, p string, limit int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, fileFault(err)
	}
	defer f.Close()
	size := int64(0)
	if fi, err := f.Stat(); err == nil {
		size = fi.Size()
	}
	data, err := readAll(f, size, limit)
	if err != nil {
		return nil, fileFault(err)
	}
	return data, nil
}

// readAll reads at most limit bytes, and more is an error; size is a guess
// that saves copying and is not trusted.
func readAll(r io.Reader, size, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(min(size, limit, 16<<20)) + 512)
	n, err := io.Copy(&buf, io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if n > limit {
		return nil, schema.ExtractTooLarge.Told(schema.Bytes(max(n, size)), schema.Bytes(limit))
	}
	return buf.Bytes(), nil
}

// item names a file on disk.
func (w *walker) item(p string) *Item {
	name := decodeName(filepath.ToSlash(p))
	rel := filepath.ToSlash(p)
	if w.base != "" {
		if r, err := filepath.Rel(w.base, p); err == nil {
			rel = filepath.ToSlash(r)
		}
	}
	return &Item{Name: name, Rel: decodeName(rel)}
}

func (w *walker) broken(p string, why *schema.ReadError) *Item {
	it := w.item(p)
	it.Problems = []schema.Finding{why.Finding()}
	return it
}

func (w *walker) skipped(p string, why Skip) *Item {
	it := w.item(p)
	it.Skip = why
	return it
}

// skip hands out a file that is passed over, unless Include leaves it out.
func (w *walker) skip(p, below string, named bool, why Skip) error {
	if !named && !w.included(below) {
		return nil
	}
	return w.emit(w.skipped(p, why))
}

// included and excluded hold a path against the user's globs.
func (w *walker) included(name string) bool {
	if len(w.opt.Include) == 0 {
		return true
	}
	return anyMatch(w.opt.Include, name)
}

func (w *walker) excluded(name string) bool {
	return name != "" && anyMatch(w.opt.Exclude, name)
}

func anyMatch(globs []string, name string) bool {
	for _, g := range globs {
		if match(g, name) {
			return true
		}
	}
	return false
}

// asReadError gives every error of an item's bytes its slug and next step.
func asReadError(err error, otherwise func(error) *schema.ReadError) error {
	var re *schema.ReadError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &re):
		return re
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return otherwise(err)
}
