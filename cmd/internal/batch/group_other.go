//go:build !unix

package batch

import "os/exec"

// ownGroup does nothing; the converting process ignores interrupts itself.
func ownGroup(*exec.Cmd) {}
