package batch

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"time"

	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/schema"
)

// The libraries for 7z, rar and the LZMA formats believe what an archive says
// of itself: how many members it has, how large a dictionary it needs. So they
// run in a process of their own, under the memory limit of a document.

// ownProcess are the formats that are unpacked by another process.
var ownProcess = map[string]bool{"7z": true, "rar": true, "xz": true, "lz": true}

// unpackSilence is how long an unpacking process may say nothing.
const unpackSilence = 2 * time.Minute

// unpackHello is the first frame to an unpacking process.
type unpackHello struct {
	Format   string `json:"format"`
	Name     string `json:"name"`
	Path     string `json:"path"`
	Password string `json:"password,omitempty"`
	Memory   int64  `json:"memory"`
}

// unpackFrame is what the process says: a member, a piece of its body, the end
// of the body, or the end of everything.
type unpackFrame struct {
	Kind string `json:"k"`
	Name string `json:"n,omitempty"`
	Size int64  `json:"s,omitempty"`
	Dir  bool   `json:"d,omitempty"`
	Link bool   `json:"l,omitempty"`
	Err  string `json:"e,omitempty"`
}

const (
	frameMember = "member"
	frameBody   = "body"
	frameEnd    = "end"  // of a body
	frameDone   = "done" // of the archive
)

// UnpackProcess is an Unpacker that runs ServeUnpack in a process of its own
// where the format needs one.
func UnpackProcess(command func() *exec.Cmd, memory int64) input.Unpacker {
	return func(ctx context.Context, a input.Archive, member func(input.Member) error) error {
		if !ownProcess[a.Format] {
			return input.Unpack(ctx, a, member)
		}
		if a.Path == "" {
			name, err := onDisk(a)
			if err != nil {
				return err
			}
			defer os.Remove(name)
			a.Path = name
		}
		u := &unpacking{cmd: command(), memory: memory}
		return u.run(ctx, a, member)
	}
}

// onDisk writes an archive that lies in memory to a file.
func onDisk(a input.Archive) (string, error) {
	f, err := os.CreateTemp(a.TempDir, "pbt-nested-*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, io.NewSectionReader(a.ReaderAt, 0, a.Size))
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// unpacking is one archive on its way through a process.
type unpacking struct {
	cmd    *exec.Cmd
	out    *bufio.Reader
	stderr tail
	memory int64
	quiet  *time.Timer
	body   []byte // what is left of the last piece
	ended  bool   // the body is
	bad    error  // why the body broke off
}

func (u *unpacking) run(ctx context.Context, a input.Archive, member func(input.Member) error) error {
	ownGroup(u.cmd)
	u.cmd.Stderr = &u.stderr
	in, err := u.cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := u.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := u.cmd.Start(); err != nil {
		return err
	}
	u.out = bufio.NewReaderSize(out, 256<<10)
	u.quiet = time.AfterFunc(unpackSilence, func() { u.cmd.Process.Kill() })
	defer u.quiet.Stop()
	stop := context.AfterFunc(ctx, func() { u.cmd.Process.Kill() })
	defer stop()
	err = writeFrame(in, unpackHello{a.Format, a.Name, a.Path, a.Password, u.memory}, nil)
	if err == nil {
		err = u.members(member)
	}
	in.Close() // ends the process, whatever it is at
	u.cmd.Process.Kill()
	u.cmd.Wait()
	if err == errUnpackDied {
		return u.autopsy()
	}
	return err
}

var errUnpackDied = errors.New("the unpacking process ended")

func (u *unpacking) autopsy() error {
	if u.cmd.ProcessState.ExitCode() == exitMemory {
		e := schema.ExtractMemory.Told(schema.Bytes(u.memory))
		e.Hint = schema.Text{ZH: "用 --max-memory 放宽，或改用 zip 重新打包", EN: "allow more with --max-memory, or pack it again as a zip"}
		return e
	}
	return errors.New("the unpacker failed")
}

// next reads a frame.
func (u *unpacking) next() (unpackFrame, []byte, error) {
	u.quiet.Reset(unpackSilence)
	var f unpackFrame
	body, err := readFrame(u.out, &f)
	if err != nil {
		return f, nil, errUnpackDied
	}
	return f, body, nil
}

func (u *unpacking) members(member func(input.Member) error) error {
	for {
		f, _, err := u.next()
		switch {
		case err != nil:
			return err
		case f.Kind == frameDone && f.Err != "":
			return errors.New(f.Err)
		case f.Kind == frameDone:
			return nil
		case f.Kind != frameMember:
			return errFrame
		}
		u.body, u.ended, u.bad = nil, f.Dir || f.Link, nil
		if err := member(input.Member{Name: f.Name, Size: f.Size, Dir: f.Dir, Link: f.Link, Body: u}); err != nil {
			return err
		}
		if err := u.skip(); err != nil {
			return err
		}
	}
}

// skip passes over what is left of a body.
func (u *unpacking) skip() error {
	for !u.ended {
		if err := u.piece(); err != nil {
			return err
		}
	}
	return nil
}

// piece reads the next piece of the body.
func (u *unpacking) piece() error {
	f, body, err := u.next()
	switch {
	case err != nil:
		u.ended = true
		return err
	case f.Kind == frameBody:
		u.body = body
	case f.Kind == frameEnd:
		u.ended = true
		if f.Err != "" {
			u.bad = errors.New(f.Err)
		}
	default:
		return errFrame
	}
	return nil
}

// Read gives the body of the member at hand.
func (u *unpacking) Read(p []byte) (int, error) {
	for len(u.body) == 0 {
		if u.ended && u.bad != nil {
			return 0, u.bad
		}
		if u.ended {
			return 0, io.EOF
		}
		if err := u.piece(); err != nil {
			return 0, err
		}
	}
	n := copy(p, u.body)
	u.body = u.body[n:]
	return n, nil
}

// ServeUnpack is the other end of UnpackProcess: it unpacks the archive that the
// first frame of in names.
func ServeUnpack(in io.Reader, out io.Writer) error {
	var h unpackHello
	if _, err := readFrame(in, &h); err != nil {
		return err
	}
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(h.Memory * 3 / 4)
	limitData(h.Memory * 2)
	go watch(h.Memory, os.Getppid())
	go func() {
		io.Copy(io.Discard, in)
		os.Exit(0) // the run is gone, or has seen enough
	}()
	f, err := os.Open(h.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	fi, err := f.Stat()
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 256<<10)
	a := input.Archive{Format: h.Format, Name: h.Name, Path: h.Path, Password: h.Password, Size: fi.Size(), ReaderAt: f}
	err = input.Unpack(context.Background(), a, func(m input.Member) error { return sendMember(w, m) })
	done := unpackFrame{Kind: frameDone}
	if err != nil {
		done.Err = err.Error()
	}
	if err := writeFrame(w, done, nil); err != nil {
		return err
	}
	return w.Flush()
}

// sendMember sends a member and its body in pieces.
func sendMember(w io.Writer, m input.Member) error {
	if err := writeFrame(w, unpackFrame{Kind: frameMember, Name: m.Name, Size: m.Size, Dir: m.Dir, Link: m.Link}, nil); err != nil {
		return err
	}
	if m.Dir || m.Link {
		return nil
	}
	end := unpackFrame{Kind: frameEnd}
	buf := make([]byte, 64<<10)
	for {
		n, err := m.Body.Read(buf)
		if n > 0 {
			if err := writeFrame(w, unpackFrame{Kind: frameBody}, buf[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return writeFrame(w, end, nil)
		}
		if err != nil {
			end.Err = err.Error()
			return writeFrame(w, end, nil)
		}
	}
}
