package cmd

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/indicator"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
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
			if format == "" {
				format = "yaml"
				if term.IsTerminal(a.Out) {
					format = "tree"
				}
			}
			if !slices.Contains([]string{"yaml", "json", "jsonl", "tree"}, format) {
				return usagef("", "unknown format %q for -o, expected yaml, json, jsonl or tree", format)
			}
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

// printValues prints the readings of values, one object a value, in order.
func (a *App) printValues(texts []string, ctx indicator.Context, format string) error {
	w := bufio.NewWriter(a.Out)
	for i, text := range texts {
		text, _ = indicator.CleanText(text)
		v, parts := indicator.ParseParts(text, ctx)
		var err error
		switch format {
		case "json":
			err = schema.EncodeJSON(w, v)
		case "jsonl":
			err = schema.EncodeJSONL(w, v)
		case "tree":
			printParts(w, a.style(a.Out), v, parts)
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

// printParts shows part by part how a value was read: the text, its kind, and
// under it what each part of the text is.
func printParts(w io.Writer, st term.Style, v schema.Value, parts []indicator.Part) {
	fmt.Fprintf(w, "%s  %s\n", st.Bold(v.Text), st.Cyan(string(v.Kind)))
	wide := 0
	for _, p := range parts {
		wide = max(wide, term.Width(p.Text))
	}
	for i, p := range parts {
		branch := "├─"
		if i == len(parts)-1 {
			branch = "└─"
		}
		fmt.Fprintf(w, "%s %s  %s %s\n", st.Dim(branch), term.Pad(p.Text, wide), st.Green(string(p.Role)), st.Dim(fmt.Sprintf("%d–%d", p.Start, p.End)))
	}
	if s := indicator.Format(v); s != v.Text && s != "" {
		fmt.Fprintf(w, "   %s %s\n", st.Dim("="), s)
	}
}
