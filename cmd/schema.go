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
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		RunE: func(_ *cobra.Command, args []string) error {
			out, err := all[args[0]]()
			if err != nil {
				return err
			}
			_, err = a.Out.Write(out)
			return err
		},
	}
}
