//go:build unix

package batch

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps the terminal's Ctrl-C from a converting process: the run
// finishes what is in flight.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
