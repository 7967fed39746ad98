package batch

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"
)

// ManifestName is the file that accounts for every input, one Record a line,
// sorted by input.
const ManifestName = "manifest.jsonl"

// runLog is the file that times and rates go to.
const runLog = "run.log"

// ErrBusy is the error of a second run of the same shard into the same folder.
var ErrBusy = errors.New("another run is writing to this folder")

// store is the output folder of a run:
//
//	manifest.jsonl           what became of every input
//	run.log                  times and rates
//	a/b.pdf.yaml             outputs
//	.pbt/run/journal-1.jsonl records in the order they came, while a run lasts
//	.pbt/run/tmp/            outputs that are being written
//
// Outputs are written below an os.Root, so that no name and no link can lead
// out of the folder.
type store struct {
	dir   string
	root  *os.Root
	shard Shard
	lock  *os.File
	tmp   *os.Root // .pbt/run/tmp
	// synced syncs the file system through top, the output folder.
	synced *groupSync
	top    *os.File

	mu      sync.Mutex
	journal *os.File
	size    int64 // of the journal
	ballast int64 // bytes held back for the manifest

	temp struct {
		sync.Mutex
		n int
	}
	// full is set once the disk is full; then nothing but records is written.
	full error
}

// openStore makes the folder where it does not exist, takes the shard's lock
// and clears what a killed run left unfinished.
func openStore(dir string, shard Shard) (*store, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	top, err := root.Open(".")
	if err != nil {
		root.Close()
		return nil, err
	}
	s := &store{dir: dir, root: root, shard: shard, top: top}
	s.synced = newGroupSync(func() error { return syncAll(top) })
	if err := s.start(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *store) start() error {
	if err := s.takeLock(); err != nil {
		return err
	}
	if err := os.RemoveAll(s.state("tmp")); err != nil {
		return err
	}
	os.Remove(s.state("ballast"))
	if err := os.RemoveAll(s.done()); err != nil {
		return err
	}
	if s.shard.whole() {
		if err := os.RemoveAll(TablesDir(s.dir)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(s.state("tmp"), 0o777); err != nil {
		return err
	}
	tmp, err := s.root.OpenRoot(s.inRoot("tmp"))
	if err != nil {
		return err
	}
	s.tmp = tmp
	n := 1
	for _, p := range s.journals() {
		var i int
		if _, err := fmt.Sscanf(filepath.Base(p), "journal-%d.jsonl", &i); err == nil && i >= n {
			n = i + 1
		}
	}
	if !s.shard.whole() {
		// A shard's manifest stands only while the shard is complete.
		err := os.Rename(filepath.Join(s.dir, s.shard.manifest()), s.state(fmt.Sprintf("journal-%d.jsonl", n)))
		if err == nil {
			n++
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	f, err := os.OpenFile(s.state(fmt.Sprintf("journal-%d.jsonl", n)), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return err
	}
	s.journal = f
	return s.holdBack()
}

// A run that was killed while it started a process leaves its lock to that process
// for a moment, until it has become another program.
const (
	lockTries = 10
	lockPause = 100 * time.Millisecond
)

// takeLock locks the shard's state. The file may be removed by the run that
// held the lock before, so the one that was locked must still be there.
func (s *store) takeLock() error {
	for {
		if err := os.MkdirAll(s.state(""), 0o777); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		f, err := os.OpenFile(s.state("lock"), os.O_RDWR|os.O_CREATE, 0o666)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		taken := tryLock(f)
		for try := 0; taken && try < lockTries; try++ {
			time.Sleep(lockPause)
			taken = tryLock(f)
		}
		if taken {
			f.Close()
			return ErrBusy
		}
		mine, err1 := f.Stat()
		there, err2 := os.Stat(s.state("lock"))
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			s.lock = f
			return nil
		}
		f.Close()
	}
}

// state is a path in the shard's folder of state.
func (s *store) state(name string) string {
	return filepath.Join(s.dir, stateDir, s.shard.state(), name)
}

// inRoot is a path in the shard's folder of state, below the output folder.
func (s *store) inRoot(name string) string { return path.Join(stateDir, s.shard.state(), name) }

// done is where the state of a complete run goes to be removed.
func (s *store) done() string { return filepath.Join(s.dir, stateDir, "done-"+s.shard.state()) }

// close lets go of everything and leaves the state for a later run. Without
// the lock the state is another run's, and is not touched.
func (s *store) close() {
	s.closeTemp()
	if s.lock != nil {
		os.RemoveAll(s.state("tmp"))
		os.Remove(s.state("ballast"))
	}
	if s.journal != nil {
		s.journal.Close()
	}
	if s.lock != nil {
		s.lock.Close()
	}
	s.root.Close()
}

// finish removes the state of a run whose records all stand in the manifest.
func (s *store) finish() error {
	s.closeTemp()
	s.journal.Close()
	s.journal = nil
	for _, p := range s.journals() {
		if err := os.Remove(p); err != nil {
			return err
		}
	}
	err := s.removeState()
	os.Remove(filepath.Join(s.dir, stateDir)) // stays while other shards run
	s.lock.Close()
	s.lock = nil
	s.root.Close()
	return err
}

func (s *store) closeTemp() {
	s.top.Close()
	if s.tmp != nil {
		s.tmp.Close()
		s.tmp = nil
	}
}

// removeState removes the state in one step as others see it: a run that
// starts meanwhile makes a folder of its own, which must not be removed.
func (s *store) removeState() error {
	if err := os.RemoveAll(s.done()); err != nil {
		return err
	}
	if err := os.Rename(s.state(""), s.done()); err != nil {
		return os.RemoveAll(s.state("")) // where an open lock stands in the way
	}
	return os.RemoveAll(s.done())
}

// journals are the shard's journals, oldest first.
func (s *store) journals() []string {
	found, _ := filepath.Glob(filepath.Join(globEscape(s.dir), stateDir, s.shard.state(), "journal-*.jsonl"))
	sort.Slice(found, func(i, j int) bool {
		if len(found[i]) != len(found[j]) {
			return len(found[i]) < len(found[j])
		}
		return found[i] < found[j]
	})
	return found
}

func globEscape(p string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(p)
}

// append adds a record to the journal and gives the place of its line. The
// record's output stands already, so that a record is never ahead of the truth.
func (s *store) append(line []byte) (offset int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full == nil && s.size+int64(len(line))+ballastSlack > s.ballast {
		if err := s.holdBack(); err != nil {
			s.setFull(err)
		}
	}
	n, err := s.journal.Write(line)
	if err != nil && isFull(err) && s.full == nil {
		s.setFull(err)
		if e := s.journal.Truncate(s.size); e == nil {
			n, err = s.journal.Write(line)
		}
	}
	if err != nil {
		s.journal.Truncate(s.size)
		return 0, err
	}
	offset = s.size
	s.size += int64(n)
	return offset, nil
}

// A full disk must still take the manifest, so room for it is held back: a
// file of zeros as large as the journal, plus what is to come.
const (
	ballastSlack = 64 << 10
	ballastStep  = 256 << 10
)

// holdBack grows the ballast. The caller holds mu, or is alone.
func (s *store) holdBack() error {
	want := s.size + ballastStep
	f, err := os.OpenFile(s.state("ballast"), os.O_WRONLY|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	defer f.Close()
	zeros := make([]byte, 64<<10)
	for s.ballast < want {
		n, err := f.WriteAt(zeros[:min(int64(len(zeros)), want-s.ballast)], s.ballast)
		s.ballast += int64(n)
		if err != nil {
			return err
		}
	}
	return nil
}

// setFull notes that the disk is full and gives the held back room free. The
// caller holds mu.
func (s *store) setFull(err error) {
	if s.full == nil {
		s.full = err
		os.Remove(s.state("ballast"))
	}
}

// diskFull is the error that filled the disk, nil while it is not full.
func (s *store) diskFull() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.full
}

// isFull reports whether an error means that there is no room: the disk, the
// quota, or the largest file.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, errQuota) || errors.Is(err, syscall.EFBIG)
}

// put writes an output: to a temporary name, then renamed, so that no half file
// ever stands. It is on the disk for good once sync has returned; what a power
// cut takes before, a later run finds missing by its digest.
func (s *store) put(name string, data []byte) error {
	if err := s.diskFull(); err != nil {
		return err
	}
	err := s.putOnce(name, data)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		if e := s.makeDir(path.Dir(name)); e != nil {
			return s.noteFull(e)
		}
		err = s.putOnce(name, data)
	}
	return s.noteFull(err)
}

func (s *store) noteFull(err error) error {
	if err != nil && isFull(err) {
		s.mu.Lock()
		s.setFull(err)
		s.mu.Unlock()
	}
	return err
}

func (s *store) makeDir(dir string) error {
	if dir == "." {
		return nil
	}
	return s.root.MkdirAll(filepath.FromSlash(dir), 0o777)
}

func (s *store) putOnce(name string, data []byte) error {
	s.temp.Lock()
	s.temp.n++
	tmp := fmt.Sprint(s.temp.n)
	s.temp.Unlock()
	f, err := s.tmp.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && s.synced.wait() != nil {
		err = f.Sync() // what is wrong with the file system may not be with this file
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = s.root.Rename(path.Join(s.inRoot("tmp"), tmp), name)
	}
	if err != nil {
		s.tmp.Remove(tmp)
	}
	return err
}

// get reads an output.
func (s *store) get(name string) ([]byte, error) { return s.root.ReadFile(name) }

// drop removes an output that stands no longer for anything.
func (s *store) drop(name string) error {
	err := s.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// readRecord reads the record at an offset of a journal or manifest.
func readRecord(f io.ReaderAt, offset int64) (*Record, error) {
	br := bufio.NewReader(io.NewSectionReader(f, offset, 1<<40))
	line, err := br.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, err
	}
	return &r, nil
}

// inputOf reads the input's name, the first key, of a record's line.
func inputOf(line []byte) (string, bool) {
	const start = `{"input":"`
	if !bytes.HasPrefix(line, []byte(start)) {
		return "", false
	}
	quoted := line[len(start)-1:]
	for i := 1; i < len(quoted); i++ {
		switch quoted[i] {
		case '\\':
			i++
		case '"':
			var name string
			if json.Unmarshal(quoted[:i+1], &name) != nil {
				return "", false
			}
			return name, true
		}
	}
	return "", false
}

// past is what earlier runs left: where the record of each input stands. It
// holds about 40 bytes an input.
type past struct {
	seed  maphash.Seed
	files []*os.File
	at    map[uint64]position
}

type position struct {
	file   int32
	offset int64
}

// openPast reads all manifests and journals of the folder; the later ones win.
func (s *store) openPast() (*past, error) {
	p := &past{seed: maphash.MakeSeed(), at: map[uint64]position{}}
	dir := globEscape(s.dir)
	names := []string{filepath.Join(s.dir, ManifestName)}
	for _, glob := range []string{
		filepath.Join(dir, "manifest-*-of-*.jsonl"),
		filepath.Join(dir, stateDir, "*", "journal-*.jsonl"),
	} {
		found, _ := filepath.Glob(glob)
		sort.Strings(found)
		names = append(names, found...)
	}
	names = append(names, s.journals()...) // the shard's own come last, in their order
	for _, n := range names {
		if err := p.read(n); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

func (p *past) read(name string) error {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	p.files = append(p.files, f)
	index := int32(len(p.files) - 1)
	return eachLine(f, func(line []byte, offset int64) error {
		if in, ok := inputOf(line); ok {
			p.at[maphash.String(p.seed, in)] = position{index, offset}
		}
		return nil
	})
}

// eachLine hands out the complete lines of a file. A line that a killed run
// left half written is none.
func eachLine(r io.Reader, each func(line []byte, offset int64) error) error {
	br := bufio.NewReaderSize(r, 256<<10)
	var offset int64
	for {
		line, err := br.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(line, offset); err != nil {
			return err
		}
		offset += int64(len(line))
	}
}

// knows reports whether an earlier run met an input.
func (p *past) knows(in string) bool {
	_, ok := p.at[maphash.String(p.seed, in)]
	return ok
}

// find gives the record of an input, or nil.
func (p *past) find(in string) *Record {
	at, ok := p.at[maphash.String(p.seed, in)]
	if !ok {
		return nil
	}
	r, err := readRecord(p.files[at.file], at.offset)
	if err != nil || r.Input != in {
		return nil
	}
	return r
}

// each hands out the latest record of every input, in no order.
func (p *past) each(f func(*Record) error) error {
	for _, at := range p.at {
		r, err := readRecord(p.files[at.file], at.offset)
		if err != nil {
			continue
		}
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

func (p *past) close() {
	for _, f := range p.files {
		f.Close()
	}
}

// intact reports whether a record's output stands as it was written.
func (s *store) intact(r *Record) bool {
	if r.Output == "" {
		return true
	}
	f, err := s.root.Open(r.Output)
	if err != nil {
		return false
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return false
	}
	return hex.EncodeToString(h.Sum(nil)) == r.OutputSHA256
}

// replace writes a file of the folder's top level through a temporary name.
func (s *store) replace(name string, write func(io.Writer) error) error {
	return replaceFile(filepath.Join(s.dir, name), s.state("tmp"), write)
}

func replaceFile(name, tempDir string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(tempDir, "new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	w := bufio.NewWriterSize(f, 256<<10)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// writeManifest sorts the journal's records, and those of rest, into the
// shard's manifest.
func (s *store) writeManifest(rest func(add func(*Record) error) error) error {
	sorted := &sorter{dir: s.state("tmp")}
	defer sorted.remove()
	if _, err := s.journal.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err := eachLine(s.journal, func(line []byte, _ int64) error {
		in, ok := inputOf(line)
		if !ok {
			return errors.New("the journal was changed by another program")
		}
		return sorted.add(in, line)
	})
	if err != nil {
		return err
	}
	if rest != nil {
		if err := rest(func(r *Record) error { return sorted.add(r.Input, r.line()) }); err != nil {
			return err
		}
	}
	os.Remove(s.state("ballast"))
	return s.replace(s.shard.manifest(), func(w io.Writer) error {
		return sorted.write(func(line []byte) error {
			_, err := w.Write(line)
			return err
		})
	})
}

// TablesDir is where the tables of a folder are written before they stand
// under their names.
func TablesDir(dir string) string { return filepath.Join(dir, stateDir, "tables") }
