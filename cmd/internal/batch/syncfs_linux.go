package batch

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncAll writes what stands in memory of a folder's file system to the disk.
func syncAll(dir *os.File) error { return unix.Syncfs(int(dir.Fd())) }
