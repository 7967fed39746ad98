// Package cmd is the command line of pbt: one command a file, built by
// constructors from an App; voice.go is the one file that speaks to a person.
package cmd

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// The exit codes. Where both 1 and 3 apply, it is 3.
const (
	// exitOK: done, nothing to report at or above --fail-on.
	exitOK = 0
	// exitFindings: findings at or above --fail-on.
	exitFindings = 1
	// exitUsage: wrong command line, configuration or rule set.
	exitUsage = 2
	// exitUnreadable: a document could not be read, or an output not written.
	exitUnreadable = 3
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

// Main runs one command line and returns the exit code.
func (a *App) Main(ctx context.Context, args []string) int {
	if a.Getenv == nil {
		a.Getenv = func(string) string { return "" }
	}
	a.collectLate(args)
	started := false
	a.lang = langOf(args)
	root := a.newRoot(&started)
	if c := commandOf(args); c != nil {
		root.AddCommand(c(a))
		root.CompletionOptions.DisableDefaultCmd = true
	} else {
		a.addCommands(root)
		root.InitDefaultHelpCmd()
		root.InitDefaultCompletionCmd(args...)
	}
	root.SetArgs(args)
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	a.speak(root, args)
	called, err := root.ExecuteContextC(ctx)
	return a.tell(err, called, started)
}

// newRoot builds the command that the others stand below. started is set once the
// command line has been understood: an error before that is a usage error.
func (a *App) newRoot(started *bool) *cobra.Command {
	root := &cobra.Command{
		Use:   "pbt",
		Short: "read, check and convert performance declarations (绩效目标表)",
		Long: `pbt pulls performance declarations (绩效目标表) out of PDF, OFD, Excel, Word,
scans and text, checks, compares and scores them, and writes them as normalised
YAML or JSON. "pbt formats" lists what is read.

Exit codes: 0 done · 1 findings at or above --fail-on, or a difference · 2 wrong
command line, configuration or rule set · 3 a document could not be read or an
output not written.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          a.takes(0, 0),
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "" && a.lang != "zh" && a.lang != "en" {
				return a.misuse(a.say("--lang 没有 %q，应为 zh 或 en", "unknown language %q for --lang, expected zh or en", a.lang), "")
			}
			if a.color != "auto" && a.color != "always" && a.color != "never" {
				return a.misuse(a.say("--color 没有 %q，应为 auto、always 或 never", "unknown value %q for --color, expected auto, always or never", a.color), "")
			}
			*started = true
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.PersistentFlags().StringVar(&a.lang, "lang", a.lang, "language of messages: zh or en (default by the locale; zh where it is C or unset)")
	root.PersistentFlags().StringVar(&a.color, "color", "auto", "colour: auto, always or never")
	root.Flags().BoolP("version", "v", false, "print the version")
	return root
}

// commands make the commands, by their names.
var commands = [...]struct {
	name string
	make func(*App) *cobra.Command
}{
	{"parse", (*App).newParse},
	{"validate", (*App).newValidate},
	{"value", (*App).newValue},
	{"schema", (*App).newSchema},
	{"diff", (*App).newDiff},
	{"score", (*App).newScore},
	{"review", (*App).newReview},
	{"report", (*App).newReport},
	{"render", (*App).newRender},
	{"template", (*App).newTemplate},
	{"profiles", (*App).newProfiles},
	{"formats", (*App).newFormats},
	{"rules", (*App).newRules},
	{"convert", (*App).newConvert},
	{"merge", (*App).newMerge},
	{"serve", (*App).newServe},
	{"app", (*App).newApp},
	{workerCommand, (*App).newConvertWorker},
	{unpackCommand, (*App).newUnpackWorker},
	{"version", (*App).newVersion},
	{"man", (*App).newMan},
	{"exit-codes", (*App).exitCodesTopic},
}

// addCommands makes all commands.
func (a *App) addCommands(root *cobra.Command) {
	root.Version = programVersion()
	for _, c := range commands {
		root.AddCommand(c.make(a))
	}
}

// commandOf is what makes the one command that a command line begins with: most runs need
// no other. It is nil where the line begins otherwise, and for the command that prints
// what the others are.
func commandOf(args []string) func(*App) *cobra.Command {
	if len(args) == 0 || args[0] == "man" {
		return nil
	}
	for _, c := range commands {
		if args[0] == c.name {
			return c.make
		}
	}
	return nil
}

// exitCodesTopic is the page of pbt help exit-codes.
func (*App) exitCodesTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "what the exit codes mean",
		Long: `The exit codes of every command:

  0  done, nothing to report at or above --fail-on (default error)
  1  findings at or above --fail-on, or not one form (validate, convert); something
     differs (diff, score)
  2  wrong command line, configuration or rule set
  3  a document could not be read, or an output not written

Where both 1 and 3 apply, it is 3. parse never gives 1.`,
	}
}
