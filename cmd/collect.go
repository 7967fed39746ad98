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
)

// paces are the growth of the heap between collections, in percent, from a heap of
// some bytes on: the larger it is the dearer is memory beside processor time. What
// large documents pay for the steps from 64 MB on is a tenth of their processor time, for
// a fifth of their memory.
var paces = [...]struct {
	heap uint64
	grow int
}{{160 << 20, 20}, {64 << 20, 25}, {40 << 20, 100}, {0, lazyCollection}}

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

// watchHeap keeps the pace of the heap's size.
func watchHeap() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, p := range paces {
		if m.HeapAlloc >= p.heap {
			debug.SetGCPercent(p.grow)
			break
		}
	}
	afterCollection(watchHeap)
}

// afterCollection calls a function when garbage has been collected.
func afterCollection(f func()) {
	runtime.AddCleanup(new([16]byte), func(f func()) { f() }, f)
}
