package cmd

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
)

func (a *App) newProfilesTest() *cobra.Command {
	return &cobra.Command{
		Use:   "test FILE DOC...",
		Short: "show, line by line, how a profile of your own fits documents",
		Long: `Test reads documents with a profile of your own and says of each entry of the file
whether the form prints it, and where what is printed goes: titles, anchors, labels,
columns and levels; then what the form prints and the profile lacks.

Exit codes: 0 the profile reads every form · 1 it does not read one · 2 wrong
command line or profile · 3 a document could not be read.`,
		Example: `  pbt profiles test mine.yaml form.xlsx`,
		Args:    a.takes(2, -1),
		RunE: func(c *cobra.Command, args []string) error {
			profiles, err := a.loadProfile(args[0])
			if err != nil {
				return err
			}
			return a.testProfile(c.Context(), args[0], profiles, args[1:])
		},
	}
}

// testProfile reads documents with a profile and prints how it fits each form.
func (a *App) testProfile(ctx context.Context, file string, profiles *form.Profiles, docs []string) error {
	own := profiles.List()[0]
	unreadable, unfit := false, false
	for _, name := range docs {
		src, err := a.readSource(ctx, name, "-")
		if err != nil {
			a.sayError(name, err)
			unreadable = true
			continue
		}
		var fits []form.Fit
		read := parser.Read(ctx, src, parser.Options{Profiles: profiles, Fitted: own, Fit: func(f form.Fit) { fits = append(fits, f) }})
		for _, doc := range read.Documents {
			for i := range doc.Problems {
				if doc.Problems[i].Severity == schema.SeverityError {
					a.sayFinding(name, &doc.Problems[i])
				}
			}
			unreadable = unreadable || doc.Unreadable()
		}
		if len(fits) == 0 {
			unfit = true
			a.complain(a.say("%s：没有认出绩效指标表；表里要有像“三级指标”“指标值”这样的列名，或用 --column 说明各列", "%s: no table of indicators was met; a form has columns such as 三级指标 and 指标值, or --column says what they are", term.Name(name)), "")
		}
		for _, f := range fits {
			unfit = unfit || f.Form != own.ID
			if err := a.printFit(a.Out, filepath.ToSlash(name), file, own, f); err != nil {
				return outputError(err)
			}
		}
	}
	switch {
	case unreadable:
		return exit(exitUnreadable)
	case unfit:
		return exit(exitFindings)
	}
	return nil
}

// printFit prints how a profile fits one form.
func (a *App) printFit(w io.Writer, doc, file string, own *form.Profile, f form.Fit) error {
	st := a.style(w)
	var b strings.Builder
	place := f.Place.In(a.language())
	verdict := st.Green(a.say("用 %s 读", "is read as %s", f.Form))
	if f.Form != own.ID {
		verdict = st.Red(a.say("没有用 %s 读，而是用 %s", "is not read as %s but as %s", own.ID, f.Form))
	}
	fmt.Fprintf(&b, "%s %s %s\n  %s\n\n", st.Bold(term.Clean(doc)), place, verdict, f.Why.In(a.language()))
	met := map[bool]string{true: st.Green("✓"), false: st.Dim("–")}
	wide := 0
	for _, e := range f.Entries {
		wide = max(wide, term.Width(entryName(e)))
	}
	part := ""
	for _, e := range f.Entries {
		if e.Part != part {
			part = e.Part
			fmt.Fprintf(&b, "  %s\n", st.Bold(part))
		}
		said := term.Truncate(term.Clean(e.Printed), 48)
		switch {
		case !e.Met && said != "":
			said = a.say("题目是 %s", "the title is %s", said)
		case !e.Met:
			said = a.say("表上没有", "not printed")
		case said == "":
			said = a.say("表上有", "printed")
		}
		fmt.Fprintf(&b, "    %s %s  %s\n", met[e.Met], term.Pad(entryName(e), wide), said)
	}
	if len(f.Strange) > 0 {
		fmt.Fprintf(&b, "  %s\n", st.Bold(a.say("表上有、表样和通用名称里没有的", "printed, and known to neither the profile nor the common names")))
	}
	for _, e := range f.Strange {
		fmt.Fprintf(&b, "    %s %s: %s  %s\n", st.Yellow("?"), e.Part, term.Clean(e.Name), term.Truncate(term.Clean(e.Printed), 48))
	}
	if f.Form != own.ID && !f.Enough {
		fmt.Fprintf(&b, "\n%s\n", a.say("建议：把表的题目写进 titles，把只有这种表才印的标签写进 anchors", "hint: name the form's title under titles, and the labels that only it prints under anchors"))
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// entryName is a name of a profile with what it stands for.
func entryName(e form.FitEntry) string {
	switch {
	case e.Of == "":
		return e.Name
	case e.Part == "levels":
		return e.Of + " › " + e.Name
	}
	return e.Name + " → " + e.Of
}
