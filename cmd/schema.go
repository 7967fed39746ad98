package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// published are the schemas that pbt prints, by name.
func published() map[string]func() ([]byte, error) {
	return map[string]func() ([]byte, error){
		"declaration": func() ([]byte, error) { return schema.DeclarationSchema(), nil },
		"rules":       rules.JSONSchema,
	}
}

func (a *App) newSchema() *cobra.Command {
	all := published()
	var names []string
	for _, n := range []string{"declaration", "rules"} {
		if all[n] != nil {
			names = append(names, n)
		}
	}
	return &cobra.Command{
		Use:       "schema " + strings.Join(names, "|"),
		Short:     "print a JSON Schema",
		Long:      "Schema prints the JSON Schema (draft 2020-12) of what pbt writes and reads.",
		ValidArgs: names,
		Args:      a.takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			write := all[args[0]]
			if write == nil {
				return a.misuse(a.say("没有 %q 的 JSON Schema，可以用的有：%s", "no JSON Schema of %q, expected one of: %s", args[0], strings.Join(names, ", ")), "")
			}
			out, err := write()
			if err != nil {
				return err
			}
			_, err = a.Out.Write(out)
			return err
		},
	}
}
