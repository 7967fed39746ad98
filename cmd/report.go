package cmd

import (
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/piles"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/pile"
	"github.com/pbt-cli/pbt/schema/rules"
)

// reportFormats are the formats of pbt report.
var reportFormats = []string{"html", "json", "xlsx"}

func (a *App) newReport() *cobra.Command {
	var (
		read   readFlags
		format string
		out    string
		set    string
		expect string
	)
	c := &cobra.Command{
		Use:   "report DIR|ARCHIVE|FILE...",
		Short: "count a pile of forms: by unit, by rule, copied templates, weak targets, who has not filed",
		Long: `Report reads a pile of forms (a folder, an archive, or the folder that pbt convert
wrote) and counts: by unit the forms, rows, errors, doubts, the share of
qualitative targets, forms without a cost or a satisfaction indicator; the rules
that speak most; projects with the same indicators (模板套用) and outputs that two
projects claim; and each kind of target with its distribution, so that a weak one
shows beside its like. With --expect LIST (a line a project: name, code, or both)
it says who has not filed, who filed twice, and what nobody expected.`,
		Example: `  pbt report --out 汇总.xlsx declarations/
  pbt report --expect 应报项目.txt --out 汇总.html declarations.zip`,
		Args: a.takes(1, -1),
		RunE: func(c *cobra.Command, files []string) error {
			format, err := a.outputFormat(format, out, reportFormats)
			if err != nil {
				return err
			}
			expected, err := a.expectList(expect)
			if err != nil {
				return err
			}
			rs, err := a.ruleSet(set)
			if err != nil {
				return err
			}
			opt, err := read.options(a)
			if err != nil {
				return err
			}
			p := pile.New()
			unreadable, err := a.eachDocument(c.Context(), files, opt, func(_ string, doc *schema.Document) error {
				p.Add(doc, rs.Check(doc, rules.CheckOptions{}))
				return nil
			})
			if err != nil {
				return err
			}
			r := p.Report(expected)
			if err := a.writeOut(out, func(w io.Writer) error { return printReport(w, format, r) }); err != nil {
				return outputError(err)
			}
			if unreadable {
				return exit(exitUnreadable)
			}
			return nil
		},
	}
	read.register(c)
	c.Flags().StringVarP(&format, "output", "o", "", "format: "+strings.Join(reportFormats, ", ")+" (default html, or by the ending of --out)")
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	c.Flags().StringVar(&set, "rules", "", "rule set: a YAML `FILE`, or default")
	c.Flags().StringVar(&expect, "expect", "", "the projects that should have filed, a line each, in `LIST`")
	return c
}

func printReport(w io.Writer, format string, r *pile.Report) error {
	switch format {
	case "json":
		return schema.EncodeJSON(w, r)
	case "xlsx":
		return piles.Workbook(w, r)
	}
	return piles.Page(w, r)
}

// expectList reads the list of --expect; none gives nil.
func (a *App) expectList(file string) ([]pile.Expect, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		why := reason(err)
		return nil, a.usage(schema.Text{ZH: "名单 " + file + " 读不出：" + why.ZH, EN: "the list " + file + " cannot be read: " + why.EN}, schema.Text{})
	}
	defer f.Close()
	list, err := pile.ReadExpect(f)
	if err != nil {
		return nil, a.usage(schema.Text{ZH: "名单 " + file + " 读不出：" + err.Error(), EN: "the list " + file + " cannot be read: " + err.Error()}, schema.Text{})
	}
	return list, nil
}
