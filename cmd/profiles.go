package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema/yml"
)

func (a *App) newProfiles() *cobra.Command {
	c := &cobra.Command{
		Use:   "profiles",
		Short: "list the form families that are recognised",
		Args:  a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			wide := 0
			list := form.Embedded().List()
			for _, p := range list {
				wide = max(wide, term.Width(p.ID))
			}
			for _, p := range list {
				if _, err := fmt.Fprintf(a.Out, "%s  %s\n", term.Pad(p.ID, wide), p.Name.In(a.language())); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.AddCommand(&cobra.Command{
		Use:   "show NAME",
		Short: "print a profile as YAML, to read or to start one of your own from",
		Args:  a.takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			var names []string
			for _, p := range form.Embedded().List() {
				if p.ID == args[0] {
					return yml.Encode(a.Out, p)
				}
				names = append(names, p.ID)
			}
			return a.misuse(a.say("没有表样 %q", "no profile %q", args[0]), a.say("有这些表样：%s", "the profiles are %s", strings.Join(names, ", ")))
		},
	})
	c.AddCommand(a.newProfilesTest())
	return c
}
