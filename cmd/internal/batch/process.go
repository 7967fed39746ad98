package batch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// Process is a Converter in a process of its own. A document that crashes,
// hangs or eats memory ends that process and nothing else; the next document
// gets a new one. Its other end is Serve.
type Process struct {
	// Command makes the command that calls Serve.
	Command func() *exec.Cmd
	// Hello is sent to Serve before the first document: its settings.
	Hello []byte
	// Timeout is the converter's own time limit for a document; Grace longer,
	// and the process is killed.
	Timeout, Grace time.Duration
	// Memory is the limit that Serve was told, in bytes, for messages.
	Memory int64

	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
}

// defaultGrace is how much longer than its time limit a document may take.
const defaultGrace = 5 * time.Second

// request is the header of a document.
type request struct {
	Name string `json:"name"`
}

// answer is the header of a converted document; its output follows.
type answer struct {
	Reader       string    `json:"reader,omitempty"`
	Declarations int       `json:"declarations,omitempty"`
	Findings     Counts    `json:"findings"`
	Problems     []Problem `json:"problems,omitempty"`
	Places       []Places  `json:"places,omitempty"`
	Unreadable   bool      `json:"unreadable,omitempty"`
	// More asks for more time; the answer itself comes in a later frame.
	More time.Duration `json:"more,omitempty"`
}

// Convert converts one document. A process that died is tried once more, since
// it may have been the victim of another.
func (p *Process) Convert(ctx context.Context, name string, data []byte) Document {
	doc, err := p.try(name, data)
	if errors.Is(err, errCrash) {
		doc, err = p.try(name, data)
	}
	var re *schema.ReadError
	switch {
	case err == nil:
		return doc
	case errors.As(err, &re):
		return failed(re)
	}
	return failed(schema.ExtractCrash.Told())
}

var errCrash = errors.New("the converting process ended")

func (p *Process) try(name string, data []byte) (Document, error) {
	if err := p.start(); err != nil {
		return Document{}, err
	}
	type result struct {
		doc Document
		err error
	}
	done := make(chan result, 1)
	more := make(chan time.Duration)
	in, out := p.in, p.out
	go func() {
		doc, err := exchange(in, out, name, data, more)
		close(more)
		done <- result{doc, err}
	}()
	end := time.Now().Add(p.Timeout + p.grace())
	timer := time.NewTimer(time.Until(end))
	defer timer.Stop()
	for {
		select {
		case d, ok := <-more:
			if ok {
				end = end.Add(d)
				timer.Reset(time.Until(end))
				continue
			}
			r := <-done
			if r.err == nil {
				return r.doc, nil
			}
			return Document{}, p.autopsy()
		case <-timer.C:
			p.kill()
			for range more { // what it had still asked for
			}
			return Document{}, schema.ExtractTimeout.Told(p.Timeout)
		}
	}
}

func (p *Process) grace() time.Duration {
	if p.Grace > 0 {
		return p.Grace
	}
	return defaultGrace
}

// exchange sends a document and gives what became of it. The time that the
// process asks for on the way goes to more.
func exchange(in io.Writer, out io.Reader, name string, data []byte, more chan<- time.Duration) (Document, error) {
	if err := writeFrame(in, request{name}, data); err != nil {
		return Document{}, err
	}
	var a answer
	var output []byte
	for {
		a = answer{}
		var err error
		if output, err = readFrame(out, &a); err != nil {
			return Document{}, err
		}
		if a.More == 0 {
			break
		}
		more <- a.More
	}
	return Document{
		Reader: a.Reader, Declarations: a.Declarations, Findings: a.Findings,
		Problems: a.Problems, Places: a.Places, Unreadable: a.Unreadable, Output: output,
	}, nil
}

func (p *Process) start() error {
	if p.cmd != nil {
		return nil
	}
	cmd := p.Command()
	ownGroup(cmd)
	p.stderr = &tail{}
	cmd.Stderr = p.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("the converting process cannot be started: %w", err)
	}
	p.cmd, p.in, p.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	if err := writeFrame(in, struct{}{}, p.Hello); err != nil {
		return p.autopsy()
	}
	return nil
}

// Start starts the process ahead of the first document, to see that it can.
func (p *Process) Start() error { return p.start() }

// autopsy says why the process ended.
func (p *Process) autopsy() error {
	p.in.Close()
	p.cmd.Process.Kill() // it may have closed its streams and live on
	p.cmd.Wait()
	code := p.cmd.ProcessState.ExitCode()
	memory := code == exitMemory || bytes.Contains(p.stderr.bytes(), []byte("out of memory"))
	p.cmd = nil
	if memory {
		return schema.ExtractMemory.Told(schema.Bytes(p.Memory))
	}
	return errCrash
}

func (p *Process) kill() {
	p.cmd.Process.Kill()
	p.in.Close()
	p.cmd.Wait()
	p.cmd = nil
}

// Close ends the process.
func (p *Process) Close() error {
	if p.cmd == nil {
		return nil
	}
	p.in.Close()
	err := p.cmd.Wait()
	p.cmd = nil
	return err
}

// tail keeps the last bytes written to it.
type tail struct{ buf []byte }

const tailSize = 16 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.buf = append(t.buf, p...)
	if len(t.buf) > 2*tailSize {
		// The first lines of a crash say what it was.
		t.buf = append(t.buf[:tailSize:tailSize], t.buf[len(t.buf)-tailSize:]...)
	}
	return len(p), nil
}

func (t *tail) bytes() []byte { return t.buf }
