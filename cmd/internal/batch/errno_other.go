//go:build !unix

package batch

import "syscall"

// errQuota is ERROR_DISK_FULL, which Windows reports where a disk has no room.
const errQuota = syscall.Errno(112)
