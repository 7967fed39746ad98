//go:build race

package cmd

// raced is set where the race detector runs, which takes memory and time of its own.
const raced = true
