package cmd

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
)

const (
	// firstCollection is how much memory a command may use before garbage is first
	// collected, in bytes: a small document ends before it, and a third of its
	// processor time was the collector's.
	firstCollection = 32 << 20
	// lazyCollection is the growth of the heap between collections after that, in
	// percent: 13 to 15 % less processor time than at the runtime's own 100.
	lazyCollection = 200
	// room is how much the heap may grow between collections once that is less, in
	// bytes, and leastGrowth the growth from which on it is more again, in percent: the
	// larger a heap is, the dearer is memory beside processor time.
	room        = 24 << 20
	leastGrowth = 16
)

// collectLate makes the collector lazy for a command that ends with its documents,
// before the commands are built: else it runs while they are. The run of convert lasts,
// but its garbage is the documents on their way, and what it keeps, a few hashes a
// document, must not set how much of it waits. Who sets GOGC or GOMEMLIMIT knows better.
func (a *App) collectLate(args []string) {
	reads := func(arg string) bool { return arg == "parse" || arg == "validate" || arg == "convert" }
	if !slices.ContainsFunc(args, reads) || a.Getenv("GOGC") != "" || a.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	afterCollection(func() {
		debug.SetGCPercent(lazyCollection)
		debug.SetMemoryLimit(math.MaxInt64)
		afterCollection(watchHeap)
	})
}

// watchHeap keeps the pace of the heap's size.
func watchHeap() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	grow := 100 * room / max(1, live[0].Value.Uint64())
	debug.SetGCPercent(int(min(max(grow, leastGrowth), lazyCollection)))
	afterCollection(watchHeap)
}

// afterCollection calls a function when garbage has been collected.
func afterCollection(f func()) {
	runtime.AddCleanup(new([16]byte), func(f func()) { f() }, f)
}
