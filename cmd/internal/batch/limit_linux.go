//go:build !race

package batch

import "golang.org/x/sys/unix"

// limitData bounds what the kernel gives the process, for growth that is too
// fast for the watch over memory.
func limitData(bytes int64) {
	lim := unix.Rlimit{Cur: uint64(bytes), Max: uint64(bytes)}
	unix.Setrlimit(unix.RLIMIT_DATA, &lim) // refused where a lower one stands: so much the better
}
