package batch

import (
	"sync"
	"sync/atomic"
	"time"
)

// Live is how far a run has come. All fields may be read at any time.
type Live struct {
	Found, Converted, NoForm, Unreadable, Skipped atomic.Int64
	// Done are bytes on disk that the run is through with; Total are all,
	// 0 until they are known.
	Done, Total atomic.Int64
}

// Finished is the number of inputs that are accounted for.
func (l *Live) Finished() int64 {
	return l.Converted.Load() + l.NoForm.Load() + l.Unreadable.Load() + l.Skipped.Load()
}

func (l *Live) add(o Outcome) {
	switch o {
	case Converted:
		l.Converted.Add(1)
	case NoForm:
		l.NoForm.Add(1)
	case Unreadable:
		l.Unreadable.Add(1)
	default:
		l.Skipped.Add(1)
	}
}

// Progress shows a run to a person.
type Progress interface {
	// Show is called several times a second, and a last time at the end.
	Show(live *Live, elapsed time.Duration, last bool)
}

// tick is how often progress is shown.
const tick = 200 * time.Millisecond

// startProgress shows progress until the returned function is called.
func (r *run) startProgress() (stop func()) {
	if r.opt.Progress == nil {
		return func() {}
	}
	began := time.Now()
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		t := time.NewTicker(tick)
		defer t.Stop()
		for {
			select {
			case <-t.C:
				r.opt.Progress.Show(&r.live, time.Since(began), false)
			case <-done:
				r.opt.Progress.Show(&r.live, time.Since(began), true)
				return
			}
		}
	})
	return func() { close(done); wg.Wait() }
}
