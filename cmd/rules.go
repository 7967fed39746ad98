package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
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
		Args: cobra.NoArgs,
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
	c.AddCommand(a.newRulesList(&file), a.newRulesExplain(&file), a.newRulesTest(&file), a.newRulesDocs(&file))
	return c
}

func (a *App) newRulesList(file *string) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "list",
		Short: "list the rules",
		Args:  cobra.NoArgs,
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
		return usagef("the formats are table and json", "unknown format %q for -o", format)
	}
	wide := 0
	for _, r := range list {
		wide = max(wide, term.Width(r.ID))
	}
	for _, r := range list {
		state := string(r.Severity)
		if r.Disabled {
			state = "off"
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
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := a.ruleSet(*file)
			if err != nil {
				return err
			}
			r, ok := set.Rule(args[0])
			if !ok {
				return usagef(nearRules(set, args[0]), "no rule %q", args[0])
			}
			if _, err := io.WriteString(a.Out, r.Explain(a.language(), false)); err != nil {
				return outputError(err)
			}
			return nil
		},
	}
}

// nearRules is a hint with the rules that share most words with what was asked
// for.
func nearRules(set *rules.Set, id string) string {
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
		return "pbt rules lists the rules"
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

func (a *App) newRulesTest(file *string) *cobra.Command {
	var verbose bool
	c := &cobra.Command{
		Use:   "test [FILE]",
		Short: "run the examples of every rule",
		Long: `Test runs the examples of every rule of the built-in set, or of a rule file: each
bad example must give the rule's finding, each good one must not.

Exit codes: 0 all examples came out right · 1 some did not · 2 the rule file has
a mistake.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			name := *file
			if len(args) == 1 {
				name = args[0]
			}
			set, err := a.ruleSet(name)
			if err != nil {
				return err
			}
			return a.testRules(set, verbose)
		},
	}
	c.Flags().BoolVarP(&verbose, "verbose", "v", false, "print what was found on every example")
	return c
}

// testRules prints the examples that came out wrong, rules without examples,
// and a line of totals.
func (a *App) testRules(set *rules.Set, verbose bool) error {
	wrong, total := 0, 0
	for _, res := range set.TestExamples(nil) {
		total++
		ok := res.OK && res.Err == nil
		if !ok {
			wrong++
		}
		if ok && !verbose {
			continue
		}
		if _, err := fmt.Fprintln(a.Out, a.resultLine(res)); err != nil {
			return outputError(err)
		}
		if !ok || verbose {
			a.printFindings(res)
		}
	}
	bare := 0
	for _, r := range set.Rules() {
		if !r.Disabled && !r.Changed && (len(r.Examples.Bad) == 0 || len(r.Examples.Good) == 0) {
			bare++
			fmt.Fprintf(a.Err, "pbt: the rule %s lacks a bad or a good example\n", r.ID)
		}
	}
	line := fmt.Sprintf("%d rules, %d examples, %d wrong, %d rules without examples\n", len(set.Rules()), total, wrong, bare)
	if a.language() == schema.ZH {
		line = fmt.Sprintf("%d 条规则，%d 个样例，%d 个不符，%d 条规则缺样例\n", len(set.Rules()), total, wrong, bare)
	}
	if _, err := io.WriteString(a.Out, line); err != nil {
		return outputError(err)
	}
	if wrong > 0 {
		return exit(ExitFindings)
	}
	return nil
}

func (a *App) resultLine(res rules.Result) string {
	state, want := "ok", "must give the finding"
	zh := "应报告"
	if !res.Bad {
		want, zh = "must give no finding of the rule", "不应报告"
	}
	switch {
	case res.Err != nil:
		return fmt.Sprintf("%s:%d: %s: %v", res.File, res.Line, res.Rule, res.Err)
	case !res.OK:
		state = "WRONG"
	}
	if a.language() == schema.ZH {
		return fmt.Sprintf("%s:%d: %s: %s（%s）", res.File, res.Line, res.Rule, map[string]string{"ok": "符合", "WRONG": "不符"}[state], zh)
	}
	return fmt.Sprintf("%s:%d: %s: %s (%s)", res.File, res.Line, res.Rule, state, want)
}

func (a *App) printFindings(res rules.Result) {
	for i := range res.Findings {
		f := res.Findings[i]
		f.Localize(a.language())
		fmt.Fprintf(a.Out, "    %s %s: %s\n", f.Severity, f.Rule, f.Message)
	}
}

func (a *App) newRulesDocs(file *string) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "docs",
		Short: "write the reference page of the rules in Markdown",
		Args:  cobra.NoArgs,
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
