package cmd

import (
	"fmt"
	"io"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/term"
)

// newProgress shows a run on standard error: a bar on a terminal, else a plain
// line now and then.
func (a *App) newProgress() batch.Progress {
	if term.IsTerminal(a.Err) && a.Getenv("TERM") != "dumb" && a.Getenv("CI") == "" {
		return &barProgress{w: a.Err}
	}
	return &lineProgress{w: a.Err}
}

// barProgress is a bar with rate, remaining time and counts by outcome. It
// counts bytes on disk, since how many documents an archive holds is not known
// ahead.
type barProgress struct {
	w   io.Writer
	p   *mpb.Progress
	bar *mpb.Bar
}

// Show draws the bar.
func (b *barProgress) Show(live *batch.Live, elapsed time.Duration, last bool) {
	if b.bar == nil {
		began := time.Now().Add(-elapsed)
		b.p = mpb.New(mpb.WithOutput(b.w), mpb.WithAutoRefresh())
		b.bar = b.p.AddBar(0,
			mpb.BarRemoveOnComplete(), // the summary says the rest
			mpb.PrependDecorators(decor.Percentage(decor.WC{W: 5})),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
				return progressText(live, time.Since(began))
			})),
		)
	}
	total, done := live.Total.Load(), live.Done.Load()
	if last {
		b.bar.SetTotal(-1, true)
		b.p.Wait()
		return
	}
	if total > 0 {
		b.bar.SetTotal(max(total, done)+1, false)
		b.bar.SetCurrent(done)
	}
}

// lineEvery is how often a plain line is written.
const lineEvery = 30 * time.Second

// lineProgress writes a plain line now and then.
type lineProgress struct {
	w    io.Writer
	next time.Duration
}

// Show writes a line where one is due.
func (l *lineProgress) Show(live *batch.Live, elapsed time.Duration, last bool) {
	if l.next == 0 {
		l.next = lineEvery
	}
	if last || elapsed < l.next {
		return
	}
	l.next = elapsed + lineEvery
	fmt.Fprintf(l.w, "pbt: %s\n", progressText(live, elapsed))
}

// progressText is rate, remaining time and counts by outcome.
func progressText(live *batch.Live, elapsed time.Duration) string {
	n := live.Finished()
	secs := max(elapsed.Seconds(), 1e-3)
	s := fmt.Sprintf("%d done, %.0f/s: %d converted, %d no form, %d unreadable, %d skipped",
		n, float64(n)/secs, live.Converted.Load(), live.NoForm.Load(), live.Unreadable.Load(), live.Skipped.Load())
	done, total := live.Done.Load(), live.Total.Load()
	if done > 0 && total > done {
		left := time.Duration(float64(elapsed) * float64(total-done) / float64(done))
		s += ", " + left.Round(time.Second).String() + " left"
	}
	return s
}

// summarise prints the table at the end of a run.
func (a *App) summarise(s *batch.Summary, out string) {
	st := a.style(a.Err)
	row := func(name string, n int, note string) {
		if n > 0 || note == "" {
			fmt.Fprintf(a.Err, "  %s %8d  %s\n", term.Pad(name, 12), n, st.Dim(note))
		}
	}
	fmt.Fprintf(a.Err, "pbt: %d inputs in %s\n", s.Inputs(), s.Duration.Round(10*time.Millisecond))
	row("converted", s.Converted, "")
	row("no form", s.NoForm, "")
	row("unreadable", s.Unreadable, "")
	row("skipped", s.Skipped, "")
	row("forms", s.Declarations, "")
	fmt.Fprintf(a.Err, "  %s %8d errors, %d warnings, %d infos\n", term.Pad("findings", 12), s.Findings.Error, s.Findings.Warning, s.Findings.Info)
	row("reused", s.Reused, "outputs of an earlier run that still hold")
	row("copies", s.Copies, "inputs with the bytes of another, converted once")
	row("not written", s.NotWritten, "outputs; the manifest says why")
	if s.Pruned > 0 {
		row("pruned", s.Pruned, "outputs of earlier runs whose inputs are gone")
	} else {
		row("stale", s.Stale, "outputs of earlier runs whose inputs are gone; --prune removes them")
	}
	fmt.Fprintf(a.Err, "  see %s\n", manifestPath(out))
}

func manifestPath(out string) string { return out + "/" + batch.ManifestName }
