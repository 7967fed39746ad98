package cmd

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (a *App) newMan() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "print the manual page of a command, or write those of all",
		Example: `  pbt man diff | man -l -
  pbt man --dir /usr/local/share/man/man1`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			if dir != "" {
				return writeMan(root, dir)
			}
			page := root
			if len(args) == 1 {
				found, rest, err := root.Find(args)
				if err != nil || found == root || len(rest) > 0 {
					return fmt.Errorf("no command is called %q", args[0])
				}
				page = found
			}
			return manPage(a.Out, page)
		},
	}
	c.Flags().StringVar(&dir, "dir", "", "write the pages of all commands into `DIR`")
	return c
}

// writeMan writes the pages of a command and of those below it.
func writeMan(c *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return outputError(err)
	}
	if !c.IsAvailableCommand() && c.HasParent() {
		return nil
	}
	f, err := os.Create(filepath.Join(dir, manName(c)+".1"))
	if err != nil {
		return outputError(err)
	}
	if err := manPage(f, c); err != nil {
		f.Close()
		return outputError(err)
	}
	if err := f.Close(); err != nil {
		return outputError(err)
	}
	for _, sub := range c.Commands() {
		if err := writeMan(sub, dir); err != nil {
			return err
		}
	}
	return nil
}

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manPage writes a command as roff with the man macros (man(7)).
func manPage(w io.Writer, c *cobra.Command) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, ".TH %q 1 \"\" %q\n", strings.ToUpper(manName(c)), "pbt "+programVersion())
	fmt.Fprintf(b, ".SH NAME\n%s \\- %s\n", manName(c), roff(c.Short))
	fmt.Fprintf(b, ".SH SYNOPSIS\n.B %s\n", roff(c.UseLine()))
	if c.Long != "" {
		fmt.Fprintf(b, ".SH DESCRIPTION\n%s\n", paragraphs(c.Long))
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprint(b, ".SH COMMANDS\n")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(b, ".TP\n.B %s\n%s\n", sub.Name(), roff(sub.Short))
			}
		}
	}
	manFlags(b, "OPTIONS", c.NonInheritedFlags())
	manFlags(b, "OPTIONS OF EVERY COMMAND", c.InheritedFlags())
	if c.Example != "" {
		fmt.Fprintf(b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(c.Example))
	}
	fmt.Fprint(b, ".SH EXIT STATUS\n0 done; 1 findings; 2 wrong command line, configuration or rule set; 3 a document could not be read or an output not written.\n")
	return b.Flush()
}

func manFlags(w io.Writer, title string, flags *pflag.FlagSet) {
	if !flags.HasAvailableFlags() {
		return
	}
	fmt.Fprintf(w, ".SH %s\n", title)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "\\-\\-" + roff(f.Name)
		if f.Shorthand != "" {
			name = "\\-" + f.Shorthand + ", " + name
		}
		if value != "" {
			name += " " + roff(value)
		}
		fmt.Fprintf(w, ".TP\n.B %s\n%s\n", name, roff(usage))
	})
}

// paragraphs keeps the blank lines of a text as breaks.
func paragraphs(text string) string {
	return strings.ReplaceAll(roff(text), "\n\n", "\n.PP\n")
}

// roff keeps a text from being a request or an escape.
func roff(s string) string {
	s = strings.ReplaceAll(s, `\`, `\e`)
	s = strings.ReplaceAll(s, "-", `\-`)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
