package cmd

import (
	"bufio"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/indicator"
	"github.com/pbt-cli/pbt/schema"
)

func (a *App) newValue() *cobra.Command {
	var (
		format string
		ctx    indicator.Context
	)
	c := &cobra.Command{
		Use:   "value TEXT...",
		Short: "print how a target value is read",
		Long: `Value prints the typed reading of each TEXT, or of each line of standard input
where none is given. On a terminal it shows, part by part, how it was read.`,
		Example: `  pbt value '≥95%' '每季度不少于1次'
  pbt value --name 投诉次数 无
  cut -f4 targets.tsv | pbt value -o jsonl`,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				s := bufio.NewScanner(a.In)
				s.Buffer(nil, 1<<20)
				for s.Scan() {
					args = append(args, strings.TrimRight(s.Text(), "\r"))
				}
				if err := s.Err(); err != nil {
					return err
				}
			}
			return a.printValues(args, ctx, format)
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "", "format: yaml, json, jsonl or tree (default tree on a terminal, yaml elsewhere)")
	c.Flags().StringVar(&ctx.Name, "name", "", "the indicator's `NAME`, which some values need to be understood")
	c.Flags().IntVar(&ctx.Year, "year", 0, "the form's fiscal `YEAR`, for deadlines without one")
	c.Flags().StringVar(&ctx.Unit, "unit", "", "the `UNIT` of a column of its own")
	c.Flags().StringVar(&ctx.Op, "operator", "", "the comparator (`OP`) of a column of its own")
	return c
}
