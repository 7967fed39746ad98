package cmd

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/app"
	"github.com/pbt-cli/pbt/schema"
)

func (a *App) newApp() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "app --out FILE.html",
		Short: "write the whole tool as one page that reads files in the browser",
		Long: `App writes pbt as one page of HTML. It opens from a folder, without a network and
without an installation; files that are dropped on it are read and checked inside
the page and never leave the machine. It shows the declarations, what is in doubt
and the findings, and saves YAML, JSON and CSV.

The page carries a WebAssembly build of pbt, which the released programs have with
them; a program that was built otherwise says how to get it.`,
		Example: `  pbt app --out pbt.html`,
		Args:    a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			if _, err := a.outputFormat("", out, []string{"html"}); err != nil {
				return err
			}
			err := a.writeOut(out, func(w io.Writer) error { return app.Write(w, programVersion()) })
			switch {
			case errors.Is(err, app.ErrUnbuilt):
				return a.usage(
					schema.Text{ZH: "这个 pbt 里没有网页要用的程序", EN: "this pbt was built without the page's program"},
					schema.Text{ZH: app.Build + " 造出带有它的 pbt", EN: app.Build + " makes a pbt that has it"})
			case err != nil:
				return outputError(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	return c
}
