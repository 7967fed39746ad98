//go:build unix

package batch

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkRun is what a run itself takes a document, without the converting: the
// walk, unpacking, digests, outputs, the journal and the manifest. Each document is
// 12 KB of bytes that deflate to about half, each output 8 KB. cpu-µs/doc is
// processor time, user and system, of the whole process.
func BenchmarkRun(b *testing.B) {
	const documents = 4000
	for _, kind := range []string{"files", "zip"} {
		b.Run(kind, func(b *testing.B) {
			here(b, nil)
			makeInput(b, kind, documents)
			output := bytes.Repeat([]byte("name: 指标\n  value: \"≥95%\"\n"), 8<<10/30)
			var cpu time.Duration
			for round := 0; b.Loop(); round++ {
				opt := options()
				// A folder of its own: where files were just removed, the file
				// system looks long for room for new ones.
				opt.Out, opt.Rename = fmt.Sprint("out", round), nil
				opt.NewConverter = func() (Converter, error) {
					return InProcess(func(context.Context, string, []byte) Document {
						return Document{Reader: "text", Declarations: 1, Output: output}
					}), nil
				}
				before := cpuTime(b)
				sum, err := Run(context.Background(), opt)
				if err != nil || sum.Converted != documents {
					b.Fatal(sum, err)
				}
				cpu += cpuTime(b) - before
			}
			b.ReportMetric(float64(cpu.Microseconds())/float64(b.N)/documents, "cpu-µs/doc")
		})
	}
}

func makeInput(b *testing.B, kind string, documents int) {
	rnd := rand.New(rand.NewPCG(1, 2))
	text := func() []byte {
		data := make([]byte, 12<<10)
		for i := range data {
			data[i] = "0123456789abcdef"[rnd.IntN(16)]
		}
		return data
	}
	if kind == "files" {
		for i := range documents {
			name := fmt.Sprintf("in/%02d/%04d.txt", i%50, i)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(name, text(), 0o644); err != nil {
				b.Fatal(err)
			}
		}
		return
	}
	if err := os.MkdirAll("in", 0o755); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create("in/all.zip")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for i := range documents {
		w, err := z.Create(fmt.Sprintf("%02d/%04d.txt", i%50, i))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.Write(text()); err != nil {
			b.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
}

// cpuTime is the processor time of this process so far.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
