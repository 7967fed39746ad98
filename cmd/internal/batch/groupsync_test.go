package batch

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Each caller is covered by a sync that began after it asked, and many share one.
func TestGroupSync(t *testing.T) {
	var clock, syncs atomic.Int64
	var last atomic.Int64 // when the sync that was done last began
	g := newGroupSync(func() error {
		began := clock.Add(1)
		syncs.Add(1)
		time.Sleep(2 * time.Millisecond)
		last.Store(began)
		return nil
	})
	const writers, rounds = 20, 10
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range rounds {
				asked := clock.Add(1)
				if err := g.wait(); err != nil {
					t.Error(err)
				}
				if began := last.Load(); began < asked {
					t.Errorf("asked at %d, covered by a sync of %d", asked, began)
				}
			}
		})
	}
	wg.Wait()
	if n := syncs.Load(); n > writers*rounds/2 {
		t.Errorf("%d syncs for %d files", n, writers*rounds)
	}
}

func TestGroupSyncFails(t *testing.T) {
	want := errors.New("broken")
	if err := newGroupSync(func() error { return want }).wait(); err != want {
		t.Errorf("%v", err)
	}
}
