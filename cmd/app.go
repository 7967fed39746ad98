// Package cmd is the command line of pbt: one command a file, built by
// constructors from an App. Results go to standard output; everything else goes
// to standard error, prefixed "pbt:", in lower case, without a full stop, with
// a "hint:" line where there is a next step.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// The exit codes. Where both 1 and 3 apply, it is 3.
const (
	// ExitOK: done, nothing to report at or above --fail-on.
	ExitOK = 0
	// ExitFindings: findings at or above --fail-on.
	ExitFindings = 1
	// ExitUsage: wrong command line, configuration or rule set.
	ExitUsage = 2
	// ExitUnreadable: a document could not be read, or an output not written.
	ExitUnreadable = 3
)

// App is the whole program as a value: its streams and its environment.
type App struct {
	In     io.Reader
	Out    io.Writer
	Err    io.Writer
	Getenv func(string) string

	lang  string // --lang
	color string // --color
}

// exitError ends the program with a code; what there was to say has been said
// unless err is set.
type exitError struct {
	code int
	err  error
	hint string
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exit ends a command with a code and no message.
func exit(code int) error {
	if code == ExitOK {
		return nil
	}
	return &exitError{code: code}
}

// usagef is a mistake in the command line, a configuration or a rule set.
func usagef(hint, format string, args ...any) error {
	return &exitError{code: ExitUsage, err: fmt.Errorf(format, args...), hint: hint}
}

// outputError is a failure to write a result.
func outputError(err error) error {
	return &exitError{code: ExitUnreadable, err: fmt.Errorf("the output could not be written: %w", err)}
}

// Main runs one command line and returns the exit code.
func (a *App) Main(ctx context.Context, args []string) int {
	if a.Getenv == nil {
		a.Getenv = func(string) string { return "" }
	}
	started := false
	root := a.newRoot(&started)
	root.SetArgs(args)
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	called, err := root.ExecuteContextC(ctx)
	if err == nil {
		return ExitOK
	}
	var ee *exitError
	if errors.As(err, &ee) {
		if ee.err != nil {
			a.complain(ee.err.Error(), ee.hint)
		}
		return ee.code
	}
	if !started {
		a.complain(err.Error(), fmt.Sprintf("%s --help shows the command line", called.CommandPath()))
		return ExitUsage
	}
	a.complain(err.Error(), "")
	return ExitUnreadable
}

// complain writes a message, and a hint where there is one, to standard error.
func (a *App) complain(msg, hint string) {
	fmt.Fprintf(a.Err, "pbt: %s\n", strings.TrimSpace(msg))
	if hint != "" {
		fmt.Fprintf(a.Err, "hint: %s\n", hint)
	}
}

// language is that of the messages: --lang, else by the locale: Chinese for a
// Chinese one, for C, and for none at all; English for any other.
func (a *App) language() schema.Lang {
	if a.lang != "" {
		return schema.Lang(a.lang)
	}
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := a.Getenv(k)
		if v == "" {
			continue
		}
		if strings.HasPrefix(v, "zh") || v == "C" || v == "POSIX" || strings.HasPrefix(v, "C.") {
			return schema.ZH
		}
		return schema.EN
	}
	return schema.ZH
}

// style tells how to write to a stream: coloured or plain.
func (a *App) style(w io.Writer) term.Style {
	return term.NewStyle(w, a.color, a.Getenv)
}

// flagSyntax is how the flag library says that a value is no number, time or
// truth.
var flagSyntax = regexp.MustCompile(`(?:strconv\.Parse|time: invalid )(Int|Uint|Float|Bool|duration).*$`)

// expectedFlag says in plain words what a flag takes.
func expectedFlag(complaint string) string {
	switch {
	case strings.Contains(complaint, "duration"):
		return "expected a time such as 30s or 2m"
	case strings.Contains(complaint, "Bool"):
		return "expected true or false"
	}
	return "expected a number"
}

// newRoot builds the command tree. started is set once the command line has
// been understood: an error before that is a usage error.
func (a *App) newRoot(started *bool) *cobra.Command {
	root := &cobra.Command{
		Use:   "pbt",
		Short: "read, check and convert performance declarations (绩效目标表)",
		Long: `pbt pulls performance declarations (绩效目标表) out of PDF, Excel, Word and text,
checks the indicator hierarchy and the target values against a rule set, and
writes normalised YAML or JSON.

Exit codes: 0 done · 1 findings at or above --fail-on · 2 wrong command line,
configuration or rule set · 3 a document could not be read or an output not written.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "" && a.lang != "zh" && a.lang != "en" {
				return fmt.Errorf("unknown language %q for --lang, expected zh or en", a.lang)
			}
			if a.color != "auto" && a.color != "always" && a.color != "never" {
				return fmt.Errorf("unknown value %q for --color, expected auto, always or never", a.color)
			}
			*started = true
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return errors.New(flagSyntax.ReplaceAllStringFunc(err.Error(), expectedFlag))
	})
	root.PersistentFlags().StringVar(&a.lang, "lang", "", "language of messages: zh or en (default by the locale; zh where it is C or unset)")
	root.PersistentFlags().StringVar(&a.color, "color", "auto", "colour: auto, always or never")
	root.AddCommand(
		a.newParse(),
		a.newValidate(),
		a.newValue(),
		a.newSchema(),
		a.newDiff(),
		a.newScore(),
		a.newReport(),
		a.newRender(),
		a.newTemplate(),
		a.newProfiles(),
		a.newRules(),
		a.newConvert(),
		a.newMerge(),
		a.newConvertWorker(),
		a.newUnpackWorker(),
		a.newVersion(),
		exitCodesTopic(),
	)
	return root
}

// exitCodesTopic is the page of pbt help exit-codes.
func exitCodesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "what the exit codes mean",
		Long: `The exit codes of every command:

  0  done, nothing to report at or above --fail-on (default error)
  1  findings at or above --fail-on (validate, convert)
  2  wrong command line, configuration or rule set
  3  a document could not be read, or an output not written

Where both 1 and 3 apply, it is 3. parse never gives 1.`,
	}
}
