package cmd

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

func (a *App) newValue() *cobra.Command {
	var (
		format string
		ctx    value.Context
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
			if format == "" {
				format = "yaml"
				if term.IsTerminal(a.Out) {
					format = "tree"
				}
			}
			if !slices.Contains([]string{"yaml", "json", "jsonl", "tree"}, format) {
				return a.noFormat(format, "yaml", "json", "jsonl", "tree")
			}
			if len(args) == 0 {
				s := bufio.NewScanner(a.In)
				s.Buffer(nil, 1<<20)
				for s.Scan() {
					args = append(args, strings.TrimRight(s.Text(), "\r"))
				}
				if err := s.Err(); err != nil {
					return a.failure(a.say("第 %d 行读不了：一行最长 1 MiB（%v）", "line %d cannot be read: a line has at most 1 MiB (%v)", len(args)+1, err), "")
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

// printValues prints the readings of values, one object a value, in order.
func (a *App) printValues(texts []string, ctx value.Context, format string) error {
	w := bufio.NewWriter(a.Out)
	for i, text := range texts {
		text, _ = fold.Clean(text)
		v, parts := value.ParseParts(text, ctx)
		var err error
		switch format {
		case "json":
			err = schema.EncodeJSON(w, v)
		case "jsonl":
			err = schema.EncodeJSONL(w, v)
		case "tree":
			a.printParts(w, v, parts)
		default:
			if i > 0 {
				fmt.Fprintln(w, "---")
			}
			err = yml.Encode(w, v)
		}
		if err != nil {
			return outputError(err)
		}
	}
	if err := w.Flush(); err != nil {
		return outputError(err)
	}
	return nil
}

// printParts shows part by part how a value was read.
func (a *App) printParts(w io.Writer, v schema.Value, parts []value.Part) {
	st := a.style(a.Out)
	for i, line := range value.Tree(v, parts, a.language()) {
		if i == 0 {
			line = st.Bold(line)
		}
		fmt.Fprintln(w, line)
	}
	if s := value.Format(v); s != "" && s != v.Text {
		fmt.Fprintf(w, "   = %s\n", st.Cyan(s))
	}
}
