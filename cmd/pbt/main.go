// Pbt reads, checks and converts performance declarations (绩效目标表).
//
// The way of the data: cmd/parse.go asks parser.Read for a document;
// parser/read.go finds the format and the reader; the reader makes grids
// (parser/grid); parser/form turns grids into schema.Declaration.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/pbt-cli/pbt/cmd"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends what does not listen
	app := cmd.App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}
	code := app.Main(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
