package cmd

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/scores"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/methods"
)

// scoreFormats are the formats of pbt score.
var scoreFormats = []string{"text", "json", "xlsx"}

func (a *App) newScore() *cobra.Command {
	var (
		read   readFlags
		format string
		out    string
		method string
		show   bool
	)
	c := &cobra.Command{
		Use:   "score FILE...",
		Short: "recompute the scores of self-evaluations (绩效自评表)",
		Long: `Score recomputes each row of a self-evaluation from its target and its actual
value by a published method, the row of budget execution and the total too, and
sets the printed score beside it. Where the method leaves a grade to the reviewer
the due points are a range; where nothing can be said the row is unknown. Every
row says why.

A method is data: ` + strings.Join(methods.Names(), ", ") + `, or a YAML file of your own;
--show-method prints one to start from.

Exit codes: 0 printed and due points agree within half a point · 1 they do not ·
2 wrong command line · 3 a document could not be read.`,
		Example: `  pbt score 2024自评表.xlsx
  pbt score --method graded -o xlsx --out 复核.xlsx selfevals/
  pbt score --show-method --method mof10 > my-method.yaml`,
		RunE: func(c *cobra.Command, files []string) error {
			if show {
				return a.showMethod(method)
			}
			if len(files) == 0 {
				return a.usage(schema.Text{ZH: "没有给出文件", EN: "no file was named"}, schema.Text{ZH: "例如：pbt score 自评表.xlsx", EN: "for example: pbt score self-evaluation.xlsx"})
			}
			format, err := a.outputFormat(format, out, scoreFormats)
			if err != nil {
				return err
			}
			m, err := a.method(method)
			if err != nil {
				return err
			}
			opt, err := read.options(a)
			if err != nil {
				return err
			}
			set, unreadable, err := a.readSet(c.Context(), files, opt)
			if err != nil {
				return err
			}
			reports := a.score(set, m)
			if err := a.writeOut(out, func(w io.Writer) error { return a.printScores(w, format, reports) }); err != nil {
				return outputError(err)
			}
			switch {
			case unreadable:
				return exit(exitUnreadable)
			case slices.ContainsFunc(reports, func(r *methods.Report) bool { return !r.Agrees() }):
				return exit(exitFindings)
			}
			return nil
		},
	}
	read.register(c)
	c.Flags().StringVarP(&format, "output", "o", "", "format: "+strings.Join(scoreFormats, ", ")+" (default text, or by the ending of --out)")
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	c.Flags().StringVar(&method, "method", methods.Default, "scoring method: a name or a YAML `FILE`")
	c.Flags().BoolVar(&show, "show-method", false, "print the method's YAML and stop")
	return c
}

// score recomputes every document of a set.
func (a *App) score(set []readDocument, m *methods.Method) []*methods.Report {
	reports := []*methods.Report{}
	for _, d := range set {
		r := methods.Document(d.doc, m)
		for i := range r.Declarations {
			r.Declarations[i].Localize(a.language())
		}
		for i := range r.Problems {
			r.Problems[i].Localize(a.language())
		}
		reports = append(reports, r)
	}
	return reports
}

func (a *App) printScores(w io.Writer, format string, reports []*methods.Report) error {
	switch format {
	case "json":
		if len(reports) == 1 {
			return schema.EncodeJSON(w, reports[0])
		}
		return schema.EncodeJSON(w, reports)
	case "xlsx":
		return scores.Workbook(w, reports)
	}
	return scores.Text(w, a.style(w), a.language(), reports)
}

// method is a scoring method by name or file.
func (a *App) method(name string) (*methods.Method, error) {
	if slices.Contains(methods.Names(), name) {
		return methods.Named(name)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		known := strings.Join(methods.Names(), ", ")
		return nil, a.usage(schema.Text{
			ZH: fmt.Sprintf("没有计分方法 %q，可以用的有：%s，或一个 YAML 文件", name, known),
			EN: fmt.Sprintf("no scoring method is called %q, expected one of %s, or a YAML file", name, known),
		}, schema.Text{})
	}
	m, err := methods.Load(name, data)
	if err != nil {
		return nil, a.misuse(compilerStyle(err), a.say("pbt score --show-method 印出一个可以照着写的方法", "pbt score --show-method prints one to compare with"))
	}
	return m, nil
}

func (a *App) showMethod(name string) error {
	data, err := methods.Source(name)
	if err != nil {
		_, err = a.method(name)
		if err == nil {
			data, err = os.ReadFile(name)
		}
	}
	if err != nil {
		return err
	}
	_, err = a.Out.Write(data)
	return err
}
