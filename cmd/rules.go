package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// newRules builds `pbt rules`, which lists the rules, and its parts.
func (a *App) newRules() *cobra.Command {
	var file, format string
	c := &cobra.Command{
		Use:   "rules",
		Short: "list, explain and test the rules",
		Long: `Rules lists the rules that pbt validate applies: id, severity and what it wants.
With --rules FILE it lists those of a rule set of your own.`,
		Example: `  pbt rules
  pbt rules -o json
  pbt rules explain value.cost-op
  pbt rules test ours.yaml`,
		Args: a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			set, err := a.ruleSet(file)
			if err != nil {
				return err
			}
			return a.listRules(set, format)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", "format: table or json")
	c.PersistentFlags().StringVar(&file, "rules", "", "rule set: a YAML `FILE`, or default")
	c.AddCommand(a.newRulesList(&file), a.newRulesExplain(&file), a.newRulesWords(&file), a.newRulesTest(&file), a.newRulesDocs(&file))
	return c
}

func (a *App) newRulesList(file *string) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "list",
		Short: "list the rules",
		Args:  a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			set, err := a.ruleSet(*file)
			if err != nil {
				return err
			}
			return a.listRules(set, format)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "table", "format: table or json")
	return c
}

// listRules prints a table for people or JSON for programs.
func (a *App) listRules(set *rules.Set, format string) error {
	list := set.Rules()
	switch format {
	case "json":
		enc := json.NewEncoder(a.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(list); err != nil {
			return outputError(err)
		}
		return nil
	case "table":
	default:
		return a.noFormat(format, "table", "json")
	}
	wide := 0
	for _, r := range list {
		wide = max(wide, term.Width(r.ID))
	}
	for _, r := range list {
		state := string(r.Severity)
		if r.Disabled {
			state = schema.Text{ZH: "关闭", EN: "off"}.In(a.language())
		}
		if _, err := fmt.Fprintf(a.Out, "%s  %s  %s\n", term.Pad(r.ID, wide), term.Pad(state, 7), r.Title.In(a.language())); err != nil {
			return outputError(err)
		}
	}
	return nil
}

func (a *App) newRulesExplain(file *string) *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "print a rule with its examples, its grounds and how to silence it",
		Args:  a.takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := a.ruleSet(*file)
			if err != nil {
				return err
			}
			return a.explain(set, args[0])
		},
	}
}

// explain prints a rule, or a finding of the reading.
func (a *App) explain(set *rules.Set, id string) error {
	text := ""
	if r, ok := set.Rule(id); ok {
		text = r.Explain(a.language(), false)
		for _, name := range set.Words(&r) {
			text += fmt.Sprintf("%s: pbt rules words %s\n", schema.Text{ZH: "词表", EN: "lexicon"}.In(a.language()), name)
		}
	} else if text = a.explainReading(id); text == "" {
		near := nearRules(set, id)
		return a.usage(schema.Text{ZH: fmt.Sprintf("没有规则 %q", id), EN: fmt.Sprintf("no rule %q", id)}, near)
	}
	if _, err := io.WriteString(a.Out, text); err != nil {
		return outputError(err)
	}
	return nil
}

// explainReading describes what is found while a document is read, or an ignore
// applied: no rule of the set, so it has no examples and cannot be switched off
// in a rule file. Empty where nothing is called so.
func (a *App) explainReading(id string) string {
	for _, r := range report.Builtin() {
		if r.ID != id {
			continue
		}
		kind := schema.Text{ZH: "这是读取文件时的发现，不是规则：规则集里没有它，也没有样例。", EN: "This is found while a file is read and is no rule: it stands in no rule set and has no examples."}
		if strings.HasPrefix(id, "ignore.") {
			kind = schema.Text{ZH: "这是关于豁免的发现，不是规则：规则集里没有它，也没有样例。", EN: "This is about what accepts findings and is no rule: it stands in no rule set and has no examples."}
		}
		accept := schema.Text{
			ZH: "关闭: --ignore " + id + "，或在 .pbt.yaml 里写明理由",
			EN: "to silence it: --ignore " + id + ", or an entry with a reason in .pbt.yaml",
		}
		if r.Severity == schema.SeverityError {
			accept = schema.Text{
				ZH: "文件没有读全，退出码是 3；不能用 --ignore 关闭，只能在 .pbt.yaml 的 ignore 里写明理由",
				EN: "the file was not fully read, and the exit code is 3; --ignore does not silence it, only an entry with a reason under ignore in .pbt.yaml does",
			}
		}
		in := a.language()
		return fmt.Sprintf("%s · %s\n%s\n\n%s\n%s\n", id, r.Severity.In(a.language()), r.Title.In(in), kind.In(in), accept.In(in))
	}
	return ""
}

func (a *App) newRulesWords(file *string) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "words [NAME...]",
		Short: "print the words of lexicons, or list the lexicons",
		Long: `Words prints the words of the lexicons that rules look for, as rule files write
them; without a name it lists the lexicons. A rule file changes one with add and
remove.`,
		Example: `  pbt rules words
  pbt rules words vague
  pbt rules words vague --rules ours.yaml`,
		RunE: func(_ *cobra.Command, names []string) error {
			set, err := a.ruleSet(*file)
			if err != nil {
				return err
			}
			return a.words(set, names, format)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "text", "format: text or json")
	return c
}

// words prints lexicons: all of them in a list, or the words of some.
func (a *App) words(set *rules.Set, names []string, format string) error {
	all := set.Lexicons()
	var known []string
	for _, l := range all {
		known = append(known, l.Name)
	}
	picked := all
	if len(names) > 0 {
		picked = nil
	}
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			near := rules.Nearest(name, known)
			return a.usage(
				schema.Text{ZH: fmt.Sprintf("没有词表 %q%s", name, near.ZH), EN: fmt.Sprintf("no lexicon %q%s", name, near.EN)},
				schema.Text{ZH: "pbt rules words 列出全部词表", EN: "pbt rules words lists them"})
		}
		picked = append(picked, all[i])
	}
	switch format {
	case "json":
		enc := json.NewEncoder(a.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(picked); err != nil {
			return outputError(err)
		}
		return nil
	case "text":
	default:
		return a.noFormat(format, "text", "json")
	}
	var b strings.Builder
	for _, l := range picked {
		if len(names) == 0 {
			is, _ := namePatterns(&l)
			fmt.Fprintf(&b, "%-24s %4d  %s\n", l.Name, len(l.Terms)+len(is), l.Title.In(a.language()))
			continue
		}
		a.lexicon(&b, &l)
	}
	if _, err := io.WriteString(a.Out, b.String()); err != nil {
		return outputError(err)
	}
	return nil
}

// namePatterns are the patterns of the lists of names that a lexicon takes in, and
// their exceptions.
func namePatterns(l *rules.Lexicon) (is, not []string) {
	for _, list := range l.Words {
		in, out, _ := words.NamePatterns(list)
		is, not = append(is, in...), append(not, out...)
	}
	return is, not
}

// lexicon prints the words of one, one a line, as a rule file writes them.
func (a *App) lexicon(b *strings.Builder, l *rules.Lexicon) {
	fmt.Fprintf(b, "%s · %s\n", l.Name, l.Title.In(a.language()))
	is, not := namePatterns(l)
	for _, part := range []struct {
		label schema.Text
		list  []string
	}{
		{schema.Text{}, l.Terms},
		{schema.Text{ZH: "指标名称表 " + strings.Join(l.Words, "、"), EN: "the list of names " + strings.Join(l.Words, ", ")}, is},
		{schema.Text{ZH: "例外", EN: "except"}, append(not, l.Except...)},
		{schema.Text{ZH: "也算这些词表", EN: "also the texts of"}, l.Also},
		{schema.Text{ZH: "不算这些词表", EN: "not the texts of"}, l.Not},
	} {
		if label := part.label.In(a.language()); label != "" && len(part.list) > 0 {
			fmt.Fprintf(b, "%s:\n", label)
		}
		for _, w := range part.list {
			fmt.Fprintf(b, "  %s\n", w)
		}
	}
}

// nearRules is a hint with the rules that share most words with what was asked
// for.
func nearRules(set *rules.Set, id string) schema.Text {
	var near []string
	most := 0
	for _, r := range set.Rules() {
		shared := 0
		for _, word := range strings.FieldsFunc(id, func(c rune) bool { return c == '.' || c == '-' }) {
			if len(word) > 2 && strings.Contains(r.ID, word) {
				shared++
			}
		}
		if shared > most {
			near, most = nil, shared
		}
		if shared == most && shared > 0 {
			near = append(near, r.ID)
		}
	}
	if len(near) == 0 || len(near) > 8 {
		return schema.Text{ZH: "pbt rules 列出全部规则", EN: "pbt rules lists the rules"}
	}
	list := strings.Join(near, ", ")
	return schema.Text{ZH: "是不是 " + list + "？", EN: "did you mean " + list + "?"}
}

func (a *App) newRulesTest(file *string) *cobra.Command {
	var verbose bool
	c := &cobra.Command{
		Use:   "test [FILE]",
		Short: "run the examples of every rule",
		Long: `Test runs the examples of every rule of the built-in set, or of a rule file: each
bad example must give the rule's finding, each good one must not.

Exit codes: 0 all examples came out right · 1 some did not, or a new rule of the
file has none · 2 the rule file has a mistake.`,
		Args: a.takes(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := *file
			if len(args) == 1 {
				name = args[0]
			}
			set, err := a.ruleSet(name)
			if err != nil {
				return err
			}
			return a.testRules(set, name, verbose)
		},
	}
	c.Flags().BoolVarP(&verbose, "verbose", "v", false, "print what was found on every example")
	return c
}

// testRules prints the examples that came out wrong, rules without examples,
// and lines of totals. Rules of the file itself that lack examples fail.
func (a *App) testRules(set *rules.Set, file string, verbose bool) error {
	var own, all tally
	for _, res := range set.TestExamples(nil) {
		ok := res.OK && res.Err == nil
		all.example(ok)
		if res.File == file {
			own.example(ok)
		}
		if ok && !verbose {
			continue
		}
		if _, err := fmt.Fprintln(a.Out, a.resultLine(res)); err != nil {
			return outputError(err)
		}
		a.printFindings(res)
	}
	for _, r := range set.Rules() {
		bare := !r.Disabled && !r.Changed && (len(r.Examples.Bad) == 0 || len(r.Examples.Good) == 0)
		all.rule(bare)
		if r.File == file && !r.Disabled {
			own.rule(bare)
		}
		if bare {
			a.notice(schema.Text{
				ZH: fmt.Sprintf("规则 %s 缺少不通过（bad）或通过（good）的样例", r.ID),
				EN: fmt.Sprintf("the rule %s lacks a bad or a good example", r.ID),
			}, schema.Text{})
		}
	}
	text := a.totals(all)
	if own.rules > 0 && own.rules < all.rules {
		text += schema.Text{ZH: "其中本文件：", EN: "of these, in the file itself: "}.In(a.language()) + a.totals(own)
	}
	if _, err := io.WriteString(a.Out, text); err != nil {
		return outputError(err)
	}
	if all.wrong > 0 || own.bare > 0 {
		return exit(exitFindings)
	}
	return nil
}

// tally counts rules and examples.
type tally struct{ rules, bare, examples, wrong int }

func (t *tally) example(ok bool) {
	t.examples++
	if !ok {
		t.wrong++
	}
}

func (t *tally) rule(bare bool) {
	t.rules++
	if bare {
		t.bare++
	}
}

func (a *App) totals(t tally) string {
	if a.language() == schema.ZH {
		return fmt.Sprintf("%d 条规则，%d 个样例，%d 个不符，%d 条规则缺样例\n", t.rules, t.examples, t.wrong, t.bare)
	}
	return fmt.Sprintf("%s, %s, %d wrong, %s without examples\n", report.Count(t.rules, "rule"), report.Count(t.examples, "example"), t.wrong, report.Count(t.bare, "rule"))
}

func (a *App) resultLine(res rules.Result) string {
	state, want := "ok", "must give the finding"
	zh := "应报告"
	if !res.Bad {
		want, zh = "must give no finding of the rule", "不应报告"
	}
	switch {
	case res.Err != nil:
		return strings.TrimSpace(rules.FormatErrors(res.Err, a.language())) + " [" + res.Rule + "]"
	case !res.OK:
		state = "WRONG"
	}
	if a.language() == schema.ZH {
		return fmt.Sprintf("%s:%d: %s: %s（%s）", res.File, res.Line, res.Rule, map[string]string{"ok": "符合", "WRONG": "不符"}[state], zh)
	}
	return fmt.Sprintf("%s:%d: %s: %s (%s)", res.File, res.Line, res.Rule, state, want)
}

// printFindings lists what was found on an example, the findings of the rule
// itself first; those of other rules are not why it came out as it did.
func (a *App) printFindings(res rules.Result) {
	own, others := []schema.Finding{}, []schema.Finding{}
	for _, f := range res.Findings {
		if f.Localize(a.language()); f.Rule == res.Rule {
			own = append(own, f)
		} else {
			others = append(others, f)
		}
	}
	if res.Bad && len(own) == 0 && res.Err == nil {
		fmt.Fprintln(a.Out, "    "+schema.Text{ZH: "这条规则在样例上没有报告", EN: "the rule found nothing on the example"}.In(a.language()))
	}
	for _, f := range own {
		fmt.Fprintf(a.Out, "    %s %s: %s\n", f.Severity, f.Rule, f.Message)
	}
	mark := schema.Text{ZH: "（其他规则）", EN: "(another rule) "}.In(a.language())
	for _, f := range others {
		fmt.Fprintf(a.Out, "    %s%s %s: %s\n", mark, f.Severity, f.Rule, f.Message)
	}
}

func (a *App) newRulesDocs(file *string) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "docs",
		Short: "write the reference page of the rules in Markdown",
		Args:  a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			set, err := a.ruleSet(*file)
			if err != nil {
				return err
			}
			if out != "" {
				if err := os.WriteFile(out, []byte(set.Docs()), 0o644); err != nil {
					return outputError(err)
				}
				return nil
			}
			if _, err := io.WriteString(a.Out, set.Docs()); err != nil {
				return outputError(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	return c
}
