package cmd

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// ruleStats counts how often each rule spoke in a run, for --stats.
type ruleStats map[string]*ruleCount

type ruleCount struct {
	rule     string
	severity schema.Severity // the worst that was given
	findings int
	files    int
}

// add counts the findings of one file.
func (s *ruleStats) add(r *report.Result) {
	if *s == nil {
		*s = ruleStats{}
	}
	seen := map[string]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		c := (*s)[f.Rule]
		if c == nil {
			c = &ruleCount{rule: f.Rule, severity: f.Severity}
			(*s)[f.Rule] = c
		}
		c.findings++
		if f.Severity.Rank() > c.severity.Rank() {
			c.severity = f.Severity
		}
		if !seen[f.Rule] {
			seen[f.Rule] = true
			c.files++
		}
	}
}

// print writes the counts to standard error, the most frequent first.
func (s ruleStats) print(a *App) {
	list := slices.SortedFunc(maps.Values(s), func(x, y *ruleCount) int {
		return cmp.Or(cmp.Compare(y.findings, x.findings), cmp.Compare(x.rule, y.rule))
	})
	wide := 0
	for _, c := range list {
		wide = max(wide, term.Width(c.rule))
	}
	for _, c := range list {
		fmt.Fprintf(a.Err, "%6s  %s  %s  %s\n", strconv.Itoa(c.findings), term.Pad(c.severity.In(a.language()), len("warning")), term.Pad(c.rule, wide),
			a.say("在 %d 个文件里", "in %s", a.fileCount(c.files)))
	}
}

// fileCount is the argument of a sentence about a number of files.
func (a *App) fileCount(n int) any {
	if a.language() == schema.EN {
		return count(n, "file")
	}
	return n
}
