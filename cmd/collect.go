package cmd

import (
	"math"
	"runtime"
	"runtime/debug"
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
	// largeHeap is the heap, in bytes, from which the runtime's own pace is kept:
	// there memory is dearer than processor time.
	largeHeap = 40 << 20
)

// collectLate makes the collector lazy for a command that ends with its documents,
// before the commands are built: else it runs while they are. Who sets GOGC or
// GOMEMLIMIT knows better.
func (a *App) collectLate(args []string) {
	brief := slices.Contains(args, "parse") || slices.Contains(args, "validate")
	if !brief || a.Getenv("GOGC") != "" || a.Getenv("GOMEMLIMIT") != "" {
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

// watchHeap ends the laziness once the heap is large.
func watchHeap() {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc >= largeHeap {
		debug.SetGCPercent(100)
		return
	}
	afterCollection(watchHeap)
}

// afterCollection calls a function when garbage has been collected.
func afterCollection(f func()) {
	runtime.AddCleanup(new([16]byte), func(f func()) { f() }, f)
}
