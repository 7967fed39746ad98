package batch

import (
	"bufio"
	"context"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// exitMemory is the exit code of a converting process that met its limit.
const exitMemory = 41

// roundTheHeap is how much memory a process keeps between two documents, in bytes.
const roundTheHeap = 96 << 20

// Serve is the other end of Process: it reads documents from in, converts them
// one at a time and writes what became of them to out. It returns
// when in ends, and ends the process when the run that started it is gone, also
// in the middle of a document, or when more than memory bytes are in use. build makes the converter
// from the Hello of the Process.
func Serve(in io.Reader, out io.Writer, build func(hello []byte) (conv Converter, memory int64, err error)) error {
	br := bufio.NewReaderSize(in, 64<<10)
	hello, err := readFrame(br, &struct{}{})
	if err != nil {
		return err
	}
	conv, memory, err := build(hello)
	if err != nil {
		return err
	}
	// One processor a converting process: there are as many processes as the
	// user wants documents at a time, and a collector on the side would take
	// from the others. With a lazier collector that is 13 % less processor time
	// (5,200 documents: 37.8 s with the runtime's own choice of processors and a
	// collector at 50 %, 32.9 s so), for 20 MB more a process.
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(200)
	debug.SetMaxStack(256 << 20)
	debug.SetMemoryLimit(memory * 3 / 4)
	limitData(memory * 2)
	go watch(memory, os.Getppid())

	// One goroutine reads and converts in turn. A reader of its own would sit in
	// its system call with the only processor in hand, and every document would
	// wait for the runtime to take it back: a quarter of a run.
	w := bufio.NewWriterSize(out, 64<<10)
	for {
		var r request
		data, err := readFrame(br, &r)
		if err != nil {
			return nil // the run has no more documents, or is gone
		}
		ctx := context.WithValue(context.Background(), moreTime{}, func(d time.Duration) {
			// A run that is gone is noticed when the answer is written.
			if writeFrame(w, answer{More: d}, nil) == nil {
				_ = w.Flush()
			}
		})
		doc := convertSafely(ctx, conv, r.Name, data)
		a := answer{
			Reader: doc.Reader, Declarations: doc.Declarations, Findings: doc.Findings,
			Problems: doc.Problems, Places: doc.Places, Unreadable: doc.Unreadable,
		}
		if err := writeFrame(w, a, doc.Output); err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if inUse() > roundTheHeap {
			debug.FreeOSMemory()
		}
	}
}

// moreTime is the key of a context's way to ask for more time.
type moreTime struct{}

// AskTime asks the run that waits for a document for more time: a page that is
// recognised from a picture takes longer than one that is read. Outside of a
// converting process nobody waits, and nothing is asked. A converter may call it
// from the goroutine that converts.
func AskTime(ctx context.Context, d time.Duration) {
	if ask, ok := ctx.Value(moreTime{}).(func(time.Duration)); ok {
		ask(d)
	}
}

// convertSafely turns a panic into a result.
func convertSafely(ctx context.Context, conv Converter, name string, data []byte) (doc Document) {
	defer func() {
		if r := recover(); r != nil {
			doc = failed(schema.ExtractCrash.Told())
		}
	}()
	return conv.Convert(ctx, name, data)
}

// watch ends the process once it uses more memory than a limit, or the run that
// started it is gone.
func watch(limit int64, parent int) {
	const often = 10 * time.Millisecond
	for range time.Tick(often) {
		if inUse() > limit {
			os.Exit(exitMemory)
		}
		if os.Getppid() != parent {
			os.Exit(0)
		}
	}
}

// inUse is the memory that the runtime holds, in bytes.
func inUse() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

// InProcess is a Converter that is a function, for callers that need no
// process of its own.
type InProcess func(ctx context.Context, name string, data []byte) Document

// Convert calls the function; a panic is a result.
func (f InProcess) Convert(ctx context.Context, name string, data []byte) (doc Document) {
	defer func() {
		if r := recover(); r != nil {
			doc = failed(schema.ExtractCrash.Told())
		}
	}()
	return f(ctx, name, data)
}

// Close does nothing.
func (f InProcess) Close() error { return nil }
