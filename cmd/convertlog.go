package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
)

// logName is the file that times and rates go to.
const logName = "run.log"

// convertLog writes run.log. What cannot be logged stops no run.
type convertLog struct {
	file  string
	head  string
	began time.Time
}

func (a *App) openLog(opt batch.Options, args []string, began time.Time) *convertLog {
	jobs := opt.Jobs
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	head := fmt.Sprintf("%s start pbt %s made %s jobs %d", began.UTC().Format(time.RFC3339), programVersion(), opt.Made, jobs)
	if opt.Shard.Count > 1 {
		head += fmt.Sprintf(" shard %d/%d", opt.Shard.Index, opt.Shard.Count)
	}
	for _, p := range args {
		head += fmt.Sprintf(" %q", p)
	}
	return &convertLog{file: filepath.Join(opt.Out, logName), head: head, began: began}
}

// end writes the run's paragraph; what did not happen is not in it.
func (l *convertLog) end(s *batch.Summary, err error) {
	f, e := os.OpenFile(l.file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644)
	if e != nil {
		return
	}
	defer f.Close()
	rate := float64(s.Inputs()) / max(s.Duration.Seconds(), 1e-3)
	parts := []string{fmt.Sprintf("%d converted, %d no-form, %d unreadable, %d skipped", s.Converted, s.NoForm, s.Unreadable, s.Skipped)}
	for _, n := range []struct {
		n    int
		what string
	}{{s.Reused, "reused"}, {s.Copies, "copies"}, {s.NotWritten, "not written"}, {s.Stale, "stale"}, {s.Pruned, "pruned"}} {
		if n.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n.n, n.what))
		}
	}
	switch {
	case err != nil:
		parts = append(parts, "stopped by an error: "+err.Error())
	case s.Full != nil:
		parts = append(parts, "stopped, the disk is full: "+s.Full.Error())
	case s.Interrupted:
		parts = append(parts, "interrupted")
	}
	fmt.Fprintf(f, "%s\n%s end after %s: %s (%.1f/s, %d MiB read): %s\n",
		l.head, time.Now().UTC().Format(time.RFC3339), s.Duration.Round(time.Millisecond),
		count(s.Inputs(), "input"), rate, s.Bytes>>20, strings.Join(parts, "; "))
}
