//go:build unix

package batch

import "syscall"

// errQuota is the error of a user whose share of the disk is used up.
const errQuota = syscall.EDQUOT
