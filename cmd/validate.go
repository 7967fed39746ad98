package cmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/config"
	"github.com/pbt-cli/pbt/cmd/internal/marked"
	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
	"github.com/pbt-cli/pbt/schema/yml"
)

// validateFlags are the flags of pbt validate, as given.
type validateFlags struct {
	read          readFlags
	formats       []string
	outputs       []destination
	out           string
	config        string
	rules         string
	target        string
	failOn        string
	selected      []string
	ignored       []string
	baseline      string
	writeBaseline string
	addBaseline   string
	against       string
	stdinName     string
	requireForms  bool
	showYielded   bool
	verbose       bool
	review        reviewFlag
	quiet         bool
	stats         bool
	fix           bool
	diff          bool
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
  pbt validate --select budget,value.cost-op --ignore value.op-missing form.xlsx
  pbt validate --write-baseline baseline.json forms/
  pbt validate --baseline baseline.json forms/`,
		Args: a.takes(1, -1),
		RunE: func(c *cobra.Command, files []string) error {
			v, err := a.newValidation(&f)
			if err != nil {
				return err
			}
			if v.finder, files, err = f.review.finder(a, files); err != nil {
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
	f.review.register(c)
	fl := c.Flags()
	fl.StringArrayVarP(&f.formats, "output", "o", nil, "`FORMAT[=FILE]`, repeatable: "+strings.Join(validateFormats(), ", ")+" (default text, or by the ending of --out)")
	fl.StringVar(&f.out, "out", "", "write to `FILE` instead of standard output")
	fl.StringVar(&f.config, "config", "", "configuration `FILE` (default $PBT_CONFIG, then the nearest .pbt.yaml)")
	fl.StringVar(&f.rules, "rules", "", "rule set: a YAML `FILE`, or default")
	fl.StringVar(&f.target, "target", "", "the `SYSTEM` that the forms are meant for, such as system-export")
	fl.StringVar(&f.failOn, "fail-on", "", "least severity that gives exit code 1: error, warning, info or never (default error)")
	fl.StringSliceVar(&f.selected, "select", nil, "check only these rules, by `ID` or prefix")
	fl.StringSliceVar(&f.ignored, "ignore", nil, "do not check these rules, by `ID` or prefix")
	fl.StringVar(&f.baseline, "baseline", "", "accept the findings that `FILE` lists")
	fl.StringVar(&f.writeBaseline, "write-baseline", "", "accept the findings of this run, and list them in `FILE`")
	fl.StringVar(&f.addBaseline, "add-baseline", "", "accept the findings of this run too, and add them to those of `FILE`")
	fl.StringVar(&f.against, "against", "", "compare with the earlier declarations in `FILE|DIR`: self.target-changed and the like")
	fl.StringVar(&f.stdinName, "stdin-name", "-", "the name to report for standard input")
	fl.BoolVar(&f.requireForms, "require-forms", false, "every document named must hold a form: "+schema.FormNone.Rule+" is an error")
	fl.BoolVar(&f.showYielded, "show-yielded", false, "show, as infos, the findings that yield to a weightier one at the same place")
	fl.BoolVar(&f.fix, "fix", false, "in normalised YAML and JSON, put right what a rule knows to mend (text.suspected-typo, text.docno-brackets), and report what is left")
	fl.BoolVar(&f.diff, "diff", false, "print what --fix would change and change nothing; exit code 1 where there is something")
	fl.BoolVar(&f.stats, "stats", false, "count on standard error how often each rule spoke, and in how many files")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "report only what fails the run, and nothing where it passes")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "say which configuration and rule set are used")
}

// validation is one run of pbt validate, ready to go.
type validation struct {
	app      *App
	flags    *validateFlags
	config   *config.Config
	options  parser.Options
	finder   *review.Finder // of corrections; nil where none are applied
	set      *rules.Set
	failOn   schema.Severity
	selected []string
	ignored  []string
	silence  *config.Suppressor
	against  *schema.Document // the earlier declarations, nil where there are none
	accepted *config.Baseline // nil where there is none
	fresh    *config.Baseline // nil unless one is to be written
	summary  report.Summary
	stats    ruleStats
	mendable int  // files that --fix would change
	lone     bool // one document is all that the run is about
	today    time.Time

	// formlessTold is set, result by result, where a document without a form was
	// an error of its own, or where what is wrong with it was accepted.
	formlessTold bool

	strangeMu sync.Mutex
	strange   map[string]bool // forms that the rule set does not know
}

// newValidation makes flags and configuration into a run. Its errors are usage
// errors.
func (a *App) newValidation(f *validateFlags) (*validation, error) {
	v := &validation{app: a, flags: f, today: time.Now()}
	var err error
	if f.outputs, err = a.outputs(f.formats, f.out, validateFormats(), reportEndings); err != nil {
		return nil, err
	}
	for _, step := range []func() error{v.chooseFix, v.loadConfig, v.chooseProfile, v.loadRules, v.chooseRules, v.loadBaseline} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if v.options, err = f.read.options(a); err != nil {
		return nil, err
	}
	v.options.Lang = a.language()
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
		v.say("没有配置：找不到 %s", "no configuration: there is no %s", config.Name)
		return nil
	}
	if rel, err := filepath.Rel(mustAbs("."), file); err == nil && filepath.IsAbs(file) && filepath.IsLocal(rel) {
		file = rel
	}
	c, err := config.Read(file)
	if err != nil {
		return v.app.usageError(err, schema.Text{ZH: config.Name + " 的全部键见 docs/validate.md", EN: "docs/validate.md has every key of " + config.Name})
	}
	v.config = c
	v.say("配置 %s", "configuration %s", filepath.ToSlash(file))
	return nil
}

// mustAbs is a path made absolute, or itself where that fails.
func mustAbs(p string) string {
	if abs, err := filepath.Abs(p); err == nil {
		return abs
	}
	return p
}

// say tells standard error what is used, where --verbose asks for it.
func (v *validation) say(zh, en, what string) {
	if v.flags.verbose {
		v.app.complain(v.app.say(zh, en, what), "")
	}
}

// chooseProfile takes the profile of the configuration where no flag gives one.
func (v *validation) chooseProfile() error {
	if v.flags.read.profile != "" || v.config.Profile == "" {
		return nil
	}
	v.flags.read.profile = v.config.Profile
	v.say("表样 %s", "profile %s", v.config.Profile)
	return v.readable("profile", v.config.Profile, "the profile cannot be read: %s")
}

func (v *validation) loadRules() error {
	name := v.flags.rules
	if name == "" {
		name = v.config.Rules
		if err := v.readable("rules", name, "the rule set cannot be read: %s"); err != nil && name != rules.DefaultName {
			return err
		}
	}
	var err error
	v.set, err = v.app.ruleSet(name)
	if err == nil {
		if name == "" {
			name = rules.DefaultName
		}
		v.say("规则集 %s", "rule set %s", name)
	}
	return err
}

// readable reports, at its place, a file that the configuration names and that
// cannot be opened.
func (v *validation) readable(key, file, format string) error {
	if file == "" {
		return nil
	}
	if _, err := os.Stat(file); err != nil {
		return v.app.usageError(v.config.Fault(key, "", format, reason(err)), schema.Text{
			ZH: "其中的路径从配置文件所在的目录算起", EN: "its paths start from the directory of the configuration"})
	}
	return nil
}

// loadRuleSet is the rule set of a file or name, with its faults in English.
func loadRuleSet(name string) (*rules.Set, error) {
	return (&App{lang: string(schema.EN)}).ruleSet(name)
}

// ruleSet is the rule set of a file or name; none is the default one.
func (a *App) ruleSet(name string) (*rules.Set, error) {
	if name == "" || name == rules.DefaultName {
		set, err := rules.Default()
		if err != nil {
			return nil, a.usageError(err, schema.Text{})
		}
		return set, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		why := reason(err)
		return nil, a.usage(
			schema.Text{ZH: fmt.Sprintf("规则集 %s 读不出：%s", name, why.ZH), EN: fmt.Sprintf("the rule set %s cannot be read: %s", name, why.EN)},
			schema.Text{ZH: "--rules 后面应是 YAML 文件，或 default", EN: "--rules takes a YAML file, or default"})
	}
	dir := filepath.Dir(name)
	set, err := rules.Load(name, data, func(base string) ([]byte, error) {
		if !filepath.IsAbs(base) {
			base = filepath.Join(dir, base)
		}
		return os.ReadFile(base)
	})
	if err != nil {
		return nil, a.usageError(err, schema.Text{ZH: "docs/writing-rules.zh-CN.md 说明规则文件怎样写", EN: "docs/writing-rules.md says how a rule file is written"})
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
	if err := v.knowRules(); err != nil {
		return err
	}
	v.failOn = v.config.FailOn
	if v.flags.failOn != "" {
		v.failOn = schema.Severity(v.flags.failOn)
	}
	if v.failOn == "" {
		v.failOn = schema.SeverityError
	}
	if v.failOn.Rank() < 0 && v.failOn != report.Never {
		return v.app.usage(schema.Text{ZH: fmt.Sprintf("--fail-on 没有级别 %q，应为 error、warning、info 或 never", v.failOn), EN: fmt.Sprintf("unknown severity %q for --fail-on, expected error, warning, info or never", v.failOn)}, schema.Text{})
	}
	return v.chooseTarget()
}

// knowRules refuses patterns that mean no rule, and selects of rules that are off:
// on the command line, then in the configuration, there with their place. An ignore may be about a rule of
// the configuration's own set, which --rules has replaced.
func (v *validation) knowRules() error {
	list := schema.Text{ZH: "pbt rules 列出全部规则", EN: "pbt rules lists the rules"}
	for _, p := range slices.Concat(v.flags.selected, v.flags.ignored) {
		if !v.known(p) {
			near := v.nearest(p)
			return v.app.usage(
				schema.Text{ZH: fmt.Sprintf("没有规则叫 %q，也没有以它开头的%s", p, near.ZH), EN: fmt.Sprintf("no rule is called %q, nor begins so%s", p, near.EN)}, list)
		}
	}
	for _, p := range v.flags.selected {
		if !v.runs(p) {
			return v.app.usage(schema.Text{ZH: fmt.Sprintf("规则 %q 是关闭的", p), EN: fmt.Sprintf("the rule %q is off", p)},
				schema.Text{ZH: "在规则文件里写上这条规则的 id 和 disabled: false，用 --rules 给出", EN: "name its id with disabled: false in a rule file, and give that with --rules"})
		}
	}
	named := map[string][]string{"skip": v.config.Skip}
	if len(v.flags.selected) == 0 {
		named["select"] = v.config.Select
	}
	if v.flags.rules == "" {
		for _, ig := range v.config.Ignores {
			named["ignore"] = append(named["ignore"], ig.Rule)
		}
	}
	var errs []error
	for _, key := range []string{"select", "skip", "ignore"} {
		for _, p := range named[key] {
			if !v.known(p) {
				errs = append(errs, v.config.Fault(key, p, "no rule is called %q, nor begins so%s", p, v.nearest(p)))
			} else if key == "select" && !v.runs(p) {
				errs = append(errs, v.config.Fault(key, p, "the rule %q is off: name its id with disabled: false in a rule file", p))
			}
		}
	}
	if len(errs) > 0 {
		return v.app.usageError(errors.Join(errs...), list)
	}
	return nil
}

// nearest asks for the rule that is called nearly so; empty where none is.
func (v *validation) nearest(name string) schema.Text {
	var ids []string
	for _, r := range v.rules() {
		ids = append(ids, r.ID)
		family, _, _ := strings.Cut(r.ID, ".")
		ids = append(ids, family)
	}
	return rules.Nearest(name, ids)
}

// chooseTarget takes the target of the flag, else that of the configuration,
// and refuses one that no rule is for.
func (v *validation) chooseTarget() error {
	flag := v.flags.target
	if flag == "" {
		v.flags.target = v.config.Target
	}
	target := v.flags.target
	var known []string
	for _, r := range v.set.Rules() {
		if r.Target != "" && !slices.Contains(known, r.Target) {
			known = append(known, r.Target)
		}
	}
	if target == "" || slices.Contains(known, target) {
		return nil
	}
	fault := v.config.Fault("target", target, "no rule is for the target %q: no rule of the set is for a certain system; omit it", target)
	if len(known) > 0 {
		fault = v.config.Fault("target", target, "no rule is for the target %q%s, expected one of: %s", target, rules.Nearest(target, known), strings.Join(known, ", "))
	}
	var ye *yml.Error
	if flag != "" && errors.As(fault, &ye) {
		return v.app.usage(schema.Text{ZH: ye.ZH, EN: ye.Text}, schema.Text{})
	}
	return v.app.usageError(fault, schema.Text{})
}

// known reports whether a pattern means any rule, be it one that is off.
func (v *validation) known(pattern string) bool {
	for _, r := range v.set.Rules() {
		if config.MatchRule(r.ID, pattern) {
			return true
		}
	}
	return v.runs(pattern)
}

// runs reports whether a pattern means any rule that is not off.
func (v *validation) runs(pattern string) bool {
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

// rules describes every rule that is not off: those of the set, and those of the reading and of
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
		d := report.Rule{ID: r.ID, Title: r.Title, Help: r.Hint, Basis: strings.Join(basis, "; "), Severity: r.Severity}
		if since, ok := rules.Since(r.ID, false); ok {
			d.Since, d.Page = since, report.PageOf(r.ID)
		}
		out = append(out, d)
	}
	return append(out, report.Builtin()...)
}

func (v *validation) loadBaseline() error {
	file := v.config.Baseline
	if v.flags.baseline != "" {
		file = v.flags.baseline
	}
	var err error
	switch {
	case v.flags.writeBaseline != "" && v.flags.addBaseline != "":
		return v.app.misuse(v.app.say("--write-baseline 和 --add-baseline 只能用一个", "--write-baseline and --add-baseline exclude each other"), "")
	case v.flags.writeBaseline != "":
		v.fresh, err = config.NewBaseline(v.flags.writeBaseline)
		return err
	case v.flags.addBaseline != "":
		if v.fresh, err = config.OpenBaseline(v.flags.addBaseline); err != nil {
			return v.noBaseline(err)
		}
		return nil
	}
	if file == "" {
		return nil
	}
	if v.flags.baseline == "" {
		if err := v.readable("baseline", file, "the baseline cannot be read: %s"); err != nil {
			return err
		}
	}
	if v.accepted, err = config.ReadBaseline(file); err != nil {
		return v.noBaseline(err)
	}
	v.say("基线 %s", "baseline %s", file)
	return nil
}

// noBaseline is the mistake of a baseline that cannot be read.
func (v *validation) noBaseline(err error) error {
	why := reason(err)
	return v.app.usage(
		schema.Text{ZH: "基线文件读不出：" + why.ZH, EN: "the baseline cannot be read: " + why.EN},
		schema.Text{ZH: "pbt validate --write-baseline FILE 写出基线文件", EN: "pbt validate --write-baseline FILE writes a baseline"})
}

// run checks the files, writes the report and gives the exit code as an error.
func (v *validation) run(ctx context.Context, files []string) error {
	if err := v.refuseOverwrite(files); err != nil {
		return err
	}
	if err := v.loadAgainst(ctx); err != nil {
		return err
	}
	v.lone = len(files) == 1
	if err := v.app.writeOutputs(v.flags.outputs, func(ws []io.Writer) error { return v.report(ctx, ws, files) }); err != nil {
		return outputError(err)
	}
	if ctx.Err() != nil {
		return v.app.failure(v.app.say("已中断：报告只到已检查的部分为止", "interrupted: the report ends with what was checked so far"), "")
	}
	if !v.flags.quiet {
		v.tellForms()
	}
	if v.flags.stats {
		v.stats.print(v.app)
	}
	if err := v.saveBaseline(); err != nil {
		return err
	}
	switch {
	case v.summary.Unreadable > 0:
		return exit(exitUnreadable)
	case v.flags.diff && v.mendable == 0:
		return nil
	case v.flags.diff || v.summary.At(v.failOn) > 0:
		return exit(exitFindings)
	}
	return nil
}

// refuseOverwrite refuses to write over an input.
func (v *validation) refuseOverwrite(files []string) error {
	outs := []string{v.flags.writeBaseline, v.flags.addBaseline}
	for _, o := range v.flags.outputs {
		outs = append(outs, o.file)
	}
	for _, out := range outs {
		to, err := os.Stat(out)
		if out == "" || err != nil {
			continue
		}
		for _, f := range files {
			if from, err := os.Stat(f); err == nil && os.SameFile(from, to) {
				return v.app.usage(schema.Text{ZH: out + " 既要读又要写", EN: out + " is both read and written"}, schema.Text{ZH: "请换一个输出文件名", EN: "give another name to write to"})
			}
		}
	}
	return nil
}

// reportEndings are the formats that the ending of a file may hold.
var reportEndings = map[string][]string{
	".json": {"json", "gitlab", "sarif"}, ".jsonl": {"jsonl"}, ".sarif": {"sarif"}, ".xml": {"junit"},
	".pdf": {markedFormat}, ".xlsx": {markedFormat}, ".xlsm": {markedFormat},
	".html": {"html"}, ".htm": {"html"}, ".md": {"markdown", "opinion"}, ".docx": {"opinion"}, ".txt": {"text", "concise", "github"},
}

// report writes the results of every file in the chosen formats, one writer each.
func (v *validation) report(ctx context.Context, writers []io.Writer, files []string) error {
	outs, done, err := v.reporters(writers)
	if err != nil {
		return err
	}
	defer done()
	write := func(r *report.Result) error {
		v.summary.Add(r)
		v.stats.add(r)
		if r.Mended != nil {
			v.mendable++
		}
		if v.flags.quiet {
			r.Findings = slices.DeleteFunc(r.Findings, func(f schema.Finding) bool { return !v.fails(f.Severity) })
		}
		v.formlessTold = v.formlessTold || r.Formless || r.Accepted > 0
		for _, out := range outs {
			if err := out.Write(r); err != nil {
				return err
			}
		}
		return nil
	}
	if err := v.each(ctx, files, write); err != nil {
		return err
	}
	for _, r := range []*report.Result{v.aside(), v.formless(ctx, files)} {
		if r == nil {
			continue
		}
		if err := write(r); err != nil {
			return err
		}
	}
	if v.flags.quiet && v.summary.Unreadable == 0 && v.summary.At(v.failOn) == 0 {
		outs = slices.DeleteFunc(outs, func(o report.Output) bool { return report.Silent(o) })
	}
	for _, out := range outs {
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// fails reports whether a finding of a severity fails the run.
func (v *validation) fails(s schema.Severity) bool {
	return v.failOn == report.Never || s.Rank() >= v.failOn.Rank()
}

// reporters are the outputs of the run; done closes what they write beside their
// writers.
func (v *validation) reporters(writers []io.Writer) (outs []report.Output, done func(), err error) {
	opt := report.Options{
		Lang: v.app.language(), FailOn: v.failOn,
		Rules:   slices.DeleteFunc(v.rules(), func(r report.Rule) bool { return !r.Reading && !v.wanted(r.ID) }),
		Version: programVersion(), Dir: mustAbs("."),
	}
	done = func() {}
	if v.flags.diff {
		return []report.Output{report.NewDiff(writers[0])}, done, nil
	}
	if file := v.app.Getenv("GITHUB_STEP_SUMMARY"); file != "" {
		// A runner that cannot take a summary is no reason to fail.
		if f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
			opt.Overflow, done = f, func() { f.Close() }
		}
	}
	for i, o := range v.flags.outputs {
		opt.Word = strings.EqualFold(filepath.Ext(o.file), ".docx")
		opt.Style = v.app.style(writers[i])
		if o.format == markedFormat {
			outs = append(outs, marked.New(writers[i], marked.Options{Lang: opt.Lang, Ending: strings.ToLower(filepath.Ext(o.file)), Password: v.flags.read.password}))
			continue
		}
		out, err := report.New(writers[i], o.format, opt)
		if err != nil {
			done()
			return nil, func() {}, err
		}
		outs = append(outs, out)
	}
	return outs, done, nil
}

// markedFormat is the format of a copy of the document with the findings in it.
const markedFormat = "marked"

// validateFormats are the formats of pbt validate, the default first.
func validateFormats() []string { return append(report.Formats(), markedFormat) }

// marks reports whether a marked copy is asked for.
func (v *validation) marks() bool {
	return slices.ContainsFunc(v.flags.outputs, func(d destination) bool { return d.format == markedFormat })
}

// aside is what is to be said about the configuration, nil where nothing is.
func (v *validation) aside() *report.Result {
	findings := v.silence.Report(v.checked)
	findings = slices.DeleteFunc(findings, func(f schema.Finding) bool { return !v.reported(f.Rule) })
	if len(findings) == 0 {
		return nil
	}
	r := &report.Result{File: filepath.ToSlash(v.config.File), Aside: true}
	schema.Fingerprint(nil, findings)
	v.finish(r, findings)
	return r
}

// formless is what is to be said of a run that met not one form, nil where it
// met one, or where why it did not is said already.
func (v *validation) formless(ctx context.Context, files []string) *report.Result {
	n := &v.summary
	if n.Declarations > 0 || n.Unreadable > 0 || v.formlessTold || ctx.Err() != nil || !v.reported(schema.FormNone.Rule) {
		return nil
	}
	f := schema.Finding{
		Rule: schema.FormNone.Rule, Severity: schema.SeverityError,
		Text: schema.Text{
			ZH: fmt.Sprintf("检查了 %d 个文件，没有一张绩效目标表", n.Files),
			EN: fmt.Sprintf("%s checked, and not one form in them", report.Count(n.Files, "file")),
		},
		Hint: schema.Text{ZH: "检查路径；隐藏文件和以 ~$ 开头的文件不算", EN: "check the path; hidden files and those that begin with ~$ do not count"},
	}
	r := &report.Result{File: filepath.ToSlash(files[0]), Aside: true}
	f.File = r.File
	findings := []schema.Finding{f}
	schema.Fingerprint(nil, findings)
	v.finish(r, findings)
	return r
}

// finish makes findings ready to print: in the language of the run, sorted, and
// each once.
func (v *validation) finish(r *report.Result, findings []schema.Finding) {
	for i := range findings {
		f := &findings[i]
		f.File = r.File
		f.Localize(v.app.language())
	}
	r.Findings = report.Sort(findings)
}

// saveBaseline writes the new baseline, or says how far the old one is gone.
func (v *validation) saveBaseline() error {
	if v.fresh != nil {
		file := cmp.Or(v.flags.writeBaseline, v.flags.addBaseline)
		if err := v.app.writeOut(file, v.fresh.Encode); err != nil {
			return outputError(err)
		}
		if n := v.fresh.Len(); !v.flags.quiet {
			v.app.notice(schema.Text{
				ZH: fmt.Sprintf("%s 里豁免了 %d 条发现", file, n),
				EN: fmt.Sprintf("%s %s accepted in %s", report.Count(n, "finding"), are(n), file),
			}, schema.Text{})
		}
		return nil
	}
	if v.accepted == nil || v.flags.quiet {
		return nil
	}
	again := schema.Text{ZH: "--write-baseline 可以重写基线", EN: "--write-baseline writes it anew without them"}
	gone, all := v.accepted.Gone(), v.accepted.Len()
	switch {
	case v.accepted.Lost():
		v.app.notice(schema.Text{
			ZH: fmt.Sprintf("基线里的 %d 条发现，所指的文件一个也找不到：路径从基线文件所在的目录算起", all),
			EN: fmt.Sprintf("the baseline holds %s about files that are not there: its paths start from the directory that it stands in", report.Count(all, "finding")),
		}, schema.Text{ZH: "把基线文件放回原处，或用 --write-baseline 重写", EN: "put the baseline back where it was written, or write it anew with --write-baseline"})
	case gone > 0:
		v.app.notice(schema.Text{
			ZH: fmt.Sprintf("基线里有 %d 条发现已不存在", gone),
			EN: fmt.Sprintf("%s of the baseline %s gone", report.Count(gone, "finding"), are(gone)),
		}, again)
	}
	return nil
}

// loadAgainst reads the earlier declarations to compare with, of whatever year.
func (v *validation) loadAgainst(ctx context.Context) error {
	if v.flags.against == "" {
		return nil
	}
	opt := v.options
	opt.Year = 0
	set, unreadable, err := v.app.readSet(ctx, []string{v.flags.against}, opt)
	if err != nil {
		return err
	}
	v.against = &schema.Document{}
	for _, d := range set {
		v.against.Declarations = append(v.against.Declarations, d.doc.Declarations...)
	}
	switch {
	case len(v.against.Declarations) > 0:
		return nil
	case unreadable:
		return exit(exitUnreadable)
	}
	return v.app.usage(
		schema.Text{ZH: "--against " + v.flags.against + " 里没有可以对照的申报表", EN: "--against " + v.flags.against + " holds no declaration to compare with"},
		schema.Text{})
}
