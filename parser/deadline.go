package parser

import (
	"context"
	"sync"
	"time"
)

// deadline is a context whose time can be put off: a page that is recognised
// takes longer than one that is read.
type deadline struct {
	context.Context // cancelled with the cause context.DeadlineExceeded when time is up
	mu              sync.Mutex
	at              time.Time
	timer           *time.Timer
}

// withDeadline gives a context that ends after d.
func withDeadline(parent context.Context, d time.Duration) (*deadline, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	t := &deadline{Context: ctx, at: time.Now().Add(d)}
	t.timer = time.AfterFunc(d, func() { cancel(context.DeadlineExceeded) })
	return t, func() {
		t.timer.Stop()
		cancel(context.Canceled)
	}
}

// putOff gives more time.
func (t *deadline) putOff(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at = t.at.Add(d)
	t.timer.Reset(time.Until(t.at))
}

// Deadline is when the time is up.
func (t *deadline) Deadline() (time.Time, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := t.at
	if other, ok := t.Context.Deadline(); ok && other.Before(at) {
		at = other
	}
	return at, true
}

// Err is context.DeadlineExceeded when the time is up.
func (t *deadline) Err() error {
	if t.Context.Err() != nil {
		return context.Cause(t.Context)
	}
	if at, _ := t.Deadline(); !time.Now().Before(at) {
		return context.DeadlineExceeded
	}
	return nil
}

// putOff gives the reading of a document more time, where its context can.
func putOff(ctx context.Context, d time.Duration) {
	if t, ok := ctx.(*deadline); ok {
		t.putOff(d)
	}
}
