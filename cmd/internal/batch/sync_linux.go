package batch

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncsAtOnce: the outputs of a run are synced together, before the manifest is
// written. Syncing each of 2,000 by itself took two fifths of the processor time
// of the run's own process, which two converting processes must share.
const syncsAtOnce = true

// syncAll syncs the whole file system that an open file is on.
func syncAll(f *os.File) error {
	err := unix.Syncfs(int(f.Fd()))
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) {
		unix.Sync() // where a sandbox does not know syncfs
		return nil
	}
	return os.NewSyscallError("syncfs", err)
}
