package cmd

import (
	"fmt"
	"io"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// newProgress shows a run on standard error: a bar on a terminal, else a plain
// line now and then.
func (a *App) newProgress() batch.Progress {
	if term.IsTerminal(a.Err) && a.Getenv("TERM") != "dumb" && a.Getenv("CI") == "" {
		return &barProgress{w: a.Err, lang: a.language()}
	}
	return &lineProgress{w: a.Err, lang: a.language()}
}

// barProgress is a bar with rate, remaining time and counts by outcome. It
// counts bytes on disk, since how many documents an archive holds is not known
// ahead.
type barProgress struct {
	w    io.Writer
	lang schema.Lang
	p    *mpb.Progress
	bar  *mpb.Bar
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
				return progressText(b.lang, live, time.Since(began))
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
	lang schema.Lang
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
	fmt.Fprintf(l.w, "pbt: %s\n", progressText(l.lang, live, elapsed))
}

// progressText is rate, remaining time and counts by outcome.
func progressText(lang schema.Lang, live *batch.Live, elapsed time.Duration) string {
	n := live.Finished()
	format := schema.Text{
		ZH: "完成 %d，每秒 %.0f：已转换 %d，没有表 %d，读不了 %d，跳过 %d",
		EN: "%d done, %.0f/s: %d converted, %d no form, %d unreadable, %d skipped",
	}.In(lang)
	s := fmt.Sprintf(format, n, float64(n)/max(elapsed.Seconds(), 1e-3),
		live.Converted.Load(), live.NoForm.Load(), live.Unreadable.Load(), live.Skipped.Load())
	done, total := live.Done.Load(), live.Total.Load()
	if done > 0 && total > done {
		left := time.Duration(float64(elapsed) * float64(total-done) / float64(done)).Round(time.Second)
		s += fmt.Sprintf(schema.Text{ZH: "，还需约 %s", EN: ", %s left"}.In(lang), left)
	}
	return s
}
