// Command pbt-river converts archives that keep growing, on as many machines as one
// has: documents are queued in PostgreSQL by their content, workers take ten to fifty
// at a time, and what became of them is committed together with the job that did it.
// The queue is River (https://riverqueue.com); the converting is pbt's own.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := root(os.Stdout).ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "pbt-river:", err)
		os.Exit(1)
	}
}

func root(out io.Writer) *cobra.Command {
	var database string
	c := &cobra.Command{
		Use:   "pbt-river",
		Short: "a queue in PostgreSQL for archives of forms that keep growing",
		Long: `pbt-river queues documents by their content, converts them with pbt on any number
of machines, and keeps what became of each in the schema pbt_river of a PostgreSQL
database. The files must stand under the same paths on every machine.`,
		SilenceUsage: true, SilenceErrors: true, CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	c.PersistentFlags().StringVar(&database, "database", os.Getenv("DATABASE_URL"), "address of the database, postgres://… (default $DATABASE_URL)")
	with := func(ctx context.Context, f func(*queue) error) error {
		q, err := open(ctx, database)
		if err != nil {
			return err
		}
		defer q.pool.Close()
		return f(q)
	}
	c.AddCommand(
		&cobra.Command{
			Use: "init", Short: "make the tables, or bring them up to date", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error {
				return with(c.Context(), func(q *queue) error { return q.init(c.Context()) })
			},
		},
		addCommand(out, with),
		workCommand(with),
		&cobra.Command{
			Use: "status", Short: "how far the queue has come", Args: cobra.NoArgs,
			RunE: func(c *cobra.Command, _ []string) error {
				return with(c.Context(), func(q *queue) error { return q.status(c.Context(), out) })
			},
		})
	return c
}

type withQueue func(ctx context.Context, f func(*queue) error) error

func addCommand(out io.Writer, with withQueue) *cobra.Command {
	size := defaultJob
	c := &cobra.Command{
		Use: "add PATH...", Short: "queue the documents below paths that are new or have changed", Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, paths []string) error {
			if size < 1 || size > maxJob {
				return fmt.Errorf("--per-job takes 1 to %d", maxJob)
			}
			return with(c.Context(), func(q *queue) error {
				n, err := q.add(c.Context(), paths, size)
				if err != nil && n.files == 0 {
					return err
				}
				fmt.Fprintf(out, "%d files, %d with new content queued in %d jobs\n", n.files, n.queued, n.jobs)
				return err
			})
		},
	}
	c.Flags().IntVar(&size, "per-job", size, "documents a job")
	return c
}

func workCommand(with withQueue) *cobra.Command {
	o := workOptions{Pbt: "pbt", Slots: 1, Timeout: 30 * time.Minute}
	c := &cobra.Command{
		Use: "work [-- FLAGS OF pbt convert]", Short: "convert queued documents until it is stopped",
		Long: `Work takes jobs until it is stopped; Ctrl-C finishes those in hand. What stands
behind -- goes to pbt convert, such as --rules default or --password ….

A worker that is killed, or cut from the database, loses nothing: its job is taken
up again after --rescue-after, document by document, so that one that kills what
reads it stays alone and is told as extract.crash after three tries.`,
		RunE: func(c *cobra.Command, args []string) error {
			o.Flags = args
			return with(c.Context(), func(q *queue) error { return q.work(c.Context(), o) })
		},
	}
	fl := c.Flags()
	fl.StringVar(&o.Pbt, "pbt", o.Pbt, "the `PROGRAM` pbt")
	fl.IntVar(&o.Slots, "slots", o.Slots, "jobs at a time; each is one converting process")
	fl.DurationVar(&o.Timeout, "timeout", o.Timeout, "longest time of a job")
	fl.DurationVar(&o.RescueAfter, "rescue-after", 0, "when a job is taken for lost (default an hour, or twice --timeout where that is longer)")
	fl.BoolVar(&o.Once, "until-empty", false, "end once nothing is queued or at work")
	return c
}
