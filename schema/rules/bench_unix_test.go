//go:build unix

package rules

import (
	"syscall"
	"testing"
	"time"
)

// spent is the processor time of the process so far, of all threads.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkCheck measures 10,000 declarations against the whole set, and reports the
// least processor time of all rounds, the collector's part in it.
func BenchmarkCheck(b *testing.B) {
	s := defaultSet(b)
	docs := benchDocs(b, 10_000)
	rows, findings := 0, 0
	least := time.Hour
	b.ReportAllocs()
	for b.Loop() {
		rows, findings = 0, 0
		begin := spent(b)
		for _, doc := range docs {
			findings += len(s.Check(doc, CheckOptions{}))
			rows += countLeaves(doc.Declarations[0].Indicators)
		}
		least = min(least, spent(b)-begin)
	}
	b.ReportMetric(least.Seconds(), "cpu-s")
	b.ReportMetric(float64(rows)/float64(len(docs)), "rows/decl")
	b.ReportMetric(float64(findings)/float64(len(docs)), "findings/decl")
}
