package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/config"
	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// validateFlags are the flags of pbt validate, as given.
type validateFlags struct {
	read          readFlags
	format        string
	out           string
	config        string
	rules         string
	target        string
	failOn        string
	selected      []string
	ignored       []string
	baseline      string
	writeBaseline string
	stdinName     string
	verbose       bool
}

func (a *App) newValidate() *cobra.Command {
	var f validateFlags
	c := &cobra.Command{
		Use:   "validate FILE...",
		Short: "check forms against the rule set",
		Long: `Validate reads every form (绩效目标表) of the files and checks it against the rule
set. FILE is anything that pbt parse reads, normalised YAML or JSON of pbt parse,
a directory, an archive or a glob; "-" is standard input.

Findings can be accepted in .pbt.yaml, each with its reason; in normalised YAML by
a comment "# pbt:ignore RULE reason"; and all of a day by a baseline.

Exit codes: 0 no finding at or above --fail-on · 1 findings · 2 wrong command
line, configuration or rule set · 3 a document could not be read or the report
not written; 3 wins over 1.`,
		Example: `  pbt validate form.pdf
  pbt validate --fail-on warning -o sarif --out pbt.sarif forms/
  pbt validate --select budget,value.cost-op --ignore value.style-mixed form.xlsx
  pbt validate --write-baseline baseline.json forms/
  pbt validate --baseline baseline.json forms/`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			v, err := a.newValidation(&f)
			if err != nil {
				return err
			}
			return v.run(c.Context(), files)
		},
	}
	f.register(c)
	return c
}

func (f *validateFlags) register(c *cobra.Command) {
	f.read.register(c)
	fl := c.Flags()
	fl.StringVarP(&f.format, "output", "o", "text", "format: "+strings.Join(report.Formats(), ", "))
	fl.StringVar(&f.out, "out", "", "write to `FILE` instead of standard output")
	fl.StringVar(&f.config, "config", "", "configuration `FILE` (default $PBT_CONFIG, then the nearest .pbt.yaml)")
	fl.StringVar(&f.rules, "rules", "", "rule set: a YAML `FILE`, or default")
	fl.StringVar(&f.target, "target", "", "the `SYSTEM` that the forms are meant for, such as system-export")
	fl.StringVar(&f.failOn, "fail-on", "", "least severity that gives exit code 1: error, warning or info (default error)")
	fl.StringSliceVar(&f.selected, "select", nil, "check only these rules, by `ID` or prefix")
	fl.StringSliceVar(&f.ignored, "ignore", nil, "do not check these rules, by `ID` or prefix")
	fl.StringVar(&f.baseline, "baseline", "", "accept the findings that `FILE` lists")
	fl.StringVar(&f.writeBaseline, "write-baseline", "", "accept the findings of this run, and list them in `FILE`")
	fl.StringVar(&f.stdinName, "stdin-name", "-", "the name to report for standard input")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "say which configuration and rule set are used")
}

// validation is one run of pbt validate, ready to go.
type validation struct {
	app      *App
	flags    *validateFlags
	config   *config.Config
	options  parser.Options
	set      *rules.Set
	failOn   schema.Severity
	selected []string
	ignored  []string
	silence  *config.Suppressor
	accepted *config.Baseline // nil where there is none
	fresh    *config.Baseline // nil unless one is to be written
	summary  report.Summary
	today    time.Time
}

// newValidation makes flags and configuration into a run. Its errors are usage
// errors.
func (a *App) newValidation(f *validateFlags) (*validation, error) {
	v := &validation{app: a, flags: f, today: time.Now()}
	if !slices.Contains(report.Formats(), f.format) {
		return nil, usagef("", "unknown format %q for -o, expected one of %s", f.format, strings.Join(report.Formats(), ", "))
	}
	for _, step := range []func() error{v.loadConfig, v.loadRules, v.chooseRules, v.loadBaseline} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	var err error
	if v.options, err = f.read.options(); err != nil {
		return nil, err
	}
	v.silence = config.NewSuppressor(v.config, v.today)
	return v, nil
}

// loadConfig reads the configuration: --config, else $PBT_CONFIG, else the
// nearest .pbt.yaml. There is no file of the home directory, so that CI and the
// analyst agree.
func (v *validation) loadConfig() error {
	file := v.flags.config
	if file == "" {
		file = v.app.Getenv("PBT_CONFIG")
	}
	if file == "" {
		file = config.Find(".")
	}
	if file == "" {
		dir, err := filepath.Abs(".")
		if err != nil {
			return err
		}
		v.config = &config.Config{Dir: dir}
		v.say("no configuration: there is no " + config.Name)
		return nil
	}
	if rel, err := filepath.Rel(mustAbs("."), file); err == nil && filepath.IsAbs(file) && filepath.IsLocal(rel) {
		file = rel
	}
	c, err := config.Read(file)
	if err != nil {
		return usageError(err, "docs/validate.md has every key of "+config.Name)
	}
	v.config = c
	v.say("configuration " + filepath.ToSlash(file))
	return nil
}

// mustAbs is a path made absolute, or itself where that fails.
func mustAbs(p string) string {
	if abs, err := filepath.Abs(p); err == nil {
		return abs
	}
	return p
}

// usageError shows what is wrong in a file as a compiler does.
func usageError(err error, hint string) error {
	return &exitError{code: ExitUsage, err: errors.New(strings.TrimSpace(rules.FormatErrors(err))), hint: hint}
}

// say tells standard error what is used, where --verbose asks for it.
func (v *validation) say(what string) {
	if v.flags.verbose {
		v.app.complain(what, "")
	}
}

func (v *validation) loadRules() error {
	name := v.flags.rules
	if name == "" {
		name = v.config.Rules
	}
	var err error
	v.set, err = loadRuleSet(name)
	if err == nil {
		if name == "" {
			name = rules.DefaultName
		}
		v.say("rule set " + name)
	}
	return err
}

// loadRuleSet is the rule set of a file or name; none is the default one.
func loadRuleSet(name string) (*rules.Set, error) {
	if name == "" || name == rules.DefaultName {
		set, err := rules.Default()
		if err != nil {
			return nil, usageError(err, "")
		}
		return set, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, usagef("--rules takes a YAML file, or default", "the rule set cannot be read: %v", err)
	}
	dir := filepath.Dir(name)
	set, err := rules.Load(name, data, func(base string) ([]byte, error) {
		if !filepath.IsAbs(base) {
			base = filepath.Join(dir, base)
		}
		return os.ReadFile(base)
	})
	if err != nil {
		return nil, usageError(err, "pbt rules explain ID shows how a rule is written")
	}
	return set, nil
}

// chooseRules unites the flags and the configuration: a flag's selection
// replaces the file's, what is ignored adds up.
func (v *validation) chooseRules() error {
	v.selected = v.config.Select
	if len(v.flags.selected) > 0 {
		v.selected = v.flags.selected
	}
	v.ignored = append(slices.Clone(v.config.Skip), v.flags.ignored...)
	for _, p := range slices.Concat(v.selected, v.ignored) {
		if !v.known(p) {
			return usagef("pbt rules lists the rules", "no rule is called %q, nor begins so", p)
		}
	}
	v.failOn = v.config.FailOn
	if v.flags.failOn != "" {
		v.failOn = schema.Severity(v.flags.failOn)
	}
	if v.failOn == "" {
		v.failOn = schema.SeverityError
	}
	if v.failOn.Rank() < 0 {
		return usagef("", "unknown severity %q for --fail-on, expected error, warning or info", v.failOn)
	}
	if v.flags.target == "" {
		v.flags.target = v.config.Target
	}
	return nil
}

// known reports whether a pattern means any rule.
func (v *validation) known(pattern string) bool {
	if strings.HasPrefix(pattern, "extract.") {
		return true // not every reader's problems are listed
	}
	for _, r := range v.rules() {
		if config.MatchRule(r.ID, pattern) {
			return true
		}
	}
	return false
}

// wanted reports whether a rule is checked.
func (v *validation) wanted(id string) bool {
	return (len(v.selected) == 0 || config.MatchAny(id, v.selected)) && !config.MatchAny(id, v.ignored)
}

// reported reports whether a rule about the ignores themselves is reported: they
// are not part of what is selected.
func (v *validation) reported(id string) bool { return !config.MatchAny(id, v.ignored) }

// checked reports whether any rule that a pattern means is checked.
func (v *validation) checked(pattern string) bool {
	for _, r := range v.rules() {
		if config.MatchRule(r.ID, pattern) {
			if v.wanted(r.ID) {
				return true
			}
			continue
		}
	}
	// A pattern that means no rule at all is a mistake to be told.
	return !v.known(pattern)
}

// rules describes every rule: those of the set, and those of the reading and of
// the ignores.
func (v *validation) rules() []report.Rule {
	var out []report.Rule
	for _, r := range v.set.Rules() {
		if r.Disabled {
			continue
		}
		var basis []string
		for _, b := range r.Basis {
			if s := strings.TrimSpace(b.Text.In(v.app.language())); s != "" {
				basis = append(basis, s)
			}
		}
		out = append(out, report.Rule{ID: r.ID, Title: r.Title, Help: r.Hint, Basis: strings.Join(basis, "; "), Severity: r.Severity})
	}
	return append(out, report.Builtin()...)
}

func (v *validation) loadBaseline() error {
	file := v.config.Baseline
	if v.flags.baseline != "" {
		file = v.flags.baseline
	}
	var err error
	if v.flags.writeBaseline != "" {
		v.fresh, err = config.NewBaseline(v.flags.writeBaseline)
		return err
	}
	if file == "" {
		return nil
	}
	if v.accepted, err = config.ReadBaseline(file); err != nil {
		return usagef("pbt validate --write-baseline FILE writes a baseline", "the baseline cannot be read: %v", err)
	}
	v.say("baseline " + file)
	return nil
}

// run checks the files, writes the report and gives the exit code as an error.
func (v *validation) run(ctx context.Context, files []string) error {
	if err := v.refuseOverwrite(files); err != nil {
		return err
	}
	if err := v.app.writeOut(v.flags.out, func(w io.Writer) error { return v.report(ctx, w, files) }); err != nil {
		return outputError(err)
	}
	if ctx.Err() != nil {
		return &exitError{code: ExitUnreadable, err: errors.New("interrupted: the report ends with what was checked so far")}
	}
	if err := v.saveBaseline(); err != nil {
		return err
	}
	switch {
	case v.summary.Unreadable > 0:
		return exit(ExitUnreadable)
	case v.summary.At(v.failOn) > 0:
		return exit(ExitFindings)
	}
	return nil
}

// refuseOverwrite refuses to write over an input.
func (v *validation) refuseOverwrite(files []string) error {
	for _, out := range []string{v.flags.out, v.flags.writeBaseline} {
		to, err := os.Stat(out)
		if out == "" || err != nil {
			continue
		}
		for _, f := range files {
			if from, err := os.Stat(f); err == nil && os.SameFile(from, to) {
				return usagef("give another name to write to", "%s is both read and written", out)
			}
		}
	}
	return nil
}

// report writes the results of every file in the chosen format.
func (v *validation) report(ctx context.Context, w io.Writer, files []string) error {
	out, err := report.New(w, v.flags.format, report.Options{
		Lang: v.app.language(), Style: v.app.style(w), FailOn: v.failOn,
		Rules:   slices.DeleteFunc(v.rules(), func(r report.Rule) bool { return !r.Reading && !v.wanted(r.ID) }),
		Version: Version(), Dir: mustAbs("."),
	})
	if err != nil {
		return err
	}
	write := func(r *report.Result) error {
		v.summary.Add(r)
		return out.Write(r)
	}
	if err := v.each(ctx, files, write); err != nil {
		return err
	}
	if r := v.aside(); r != nil {
		if err := write(r); err != nil {
			return err
		}
	}
	return out.Flush()
}

// aside is what is to be said about the configuration, nil where nothing is.
func (v *validation) aside() *report.Result {
	findings := v.silence.Report(v.checked)
	findings = slices.DeleteFunc(findings, func(f schema.Finding) bool { return !v.reported(f.Rule) })
	if len(findings) == 0 {
		return nil
	}
	r := &report.Result{File: filepath.ToSlash(v.config.File), Aside: true}
	v.finish(r, findings)
	return r
}

// finish makes findings ready to print: in the language of the run, sorted,
// each once and with a fingerprint of its own.
func (v *validation) finish(r *report.Result, findings []schema.Finding) {
	for i := range findings {
		f := &findings[i]
		f.File = r.File
		f.Localize(v.app.language())
	}
	r.Findings = report.Sort(findings)
	report.Fingerprint(r.Findings, config.Relative(v.config.Dir, r.File))
}

// saveBaseline writes the new baseline, or says how far the old one is gone.
func (v *validation) saveBaseline() error {
	if v.fresh != nil {
		if err := v.app.writeOut(v.flags.writeBaseline, v.fresh.Encode); err != nil {
			return outputError(err)
		}
		v.app.complain(fmt.Sprintf("%d findings are accepted in %s", v.fresh.Len(), v.flags.writeBaseline), "")
		return nil
	}
	if v.accepted == nil {
		return nil
	}
	if n := v.accepted.Gone(); n > 0 {
		v.app.complain(fmt.Sprintf("%d findings of the baseline are gone", n), "--write-baseline writes it anew without them")
	}
	return nil
}
