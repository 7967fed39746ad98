package cmd

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/form/paper"
	"github.com/pbt-cli/pbt/schema"
)

// sheetFormats are the formats in which forms are printed.
var sheetFormats = []string{"xlsx", "docx", "html"}

func (a *App) newRender() *cobra.Command {
	var (
		read   readFlags
		format string
		out    string
		redact bool
	)
	c := &cobra.Command{
		Use:   "render FILE",
		Short: "print a declaration as the form of its family: a workbook, a Word document or a page",
		Long: `Render prints each declaration of a document as the official form of its family.
FILE is normalised YAML or JSON of pbt parse, or anything that pbt reads. What a
declaration holds beyond the official rows is printed in rows and columns of its
own, and what is printed reads back as it was: fields, funds, indicators, values.`,
		Example: `  pbt render declaration.yaml --out form.xlsx
  pbt parse old.pdf | pbt render - -o docx --out form.docx`,
		Args: a.takes(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			format, err := a.outputFormat(format, out, sheetFormats)
			if err != nil {
				return err
			}
			opt, err := read.options(a)
			if err != nil {
				return err
			}
			src, err := a.readSource(c.Context(), args[0], "-")
			if err != nil {
				a.sayError(args[0], err)
				return exit(exitUnreadable)
			}
			var sheets []*paper.Sheet
			unreadable := false
			for _, doc := range parser.Read(c.Context(), src, opt).Documents {
				unreadable = unreadable || doc.Unreadable()
				for i := range doc.Problems {
					if doc.Problems[i].Severity == schema.SeverityError {
						a.sayFinding(doc.Source.File, &doc.Problems[i])
					}
				}
				for _, d := range doc.Declarations {
					if redact {
						schema.Redact(d)
					}
					s, err := paper.Print(d)
					if err != nil {
						return a.failure(err.Error(), "")
					}
					sheets = append(sheets, s)
				}
			}
			switch {
			case unreadable:
				return exit(exitUnreadable)
			case len(sheets) == 0:
				return a.failure(a.say("%s：没有可以打印的申报表", "%s: there is no declaration to print", args[0]), "")
			}
			return a.writeSheets(out, format, sheets)
		},
	}
	read.register(c)
	c.Flags().StringVarP(&format, "output", "o", "", "format: "+strings.Join(sheetFormats, ", ")+" (default xlsx, or by the ending of --out)")
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	c.Flags().BoolVar(&redact, "redact", false, "leave out contacts, telephones and identity numbers")
	return c
}

func (a *App) newTemplate() *cobra.Command {
	var format, out string
	c := &cobra.Command{
		Use:   "template PROFILE",
		Short: "write the empty form of a family, with lists to choose from",
		Long: `Template writes the empty official form of a family: its rows and labels, empty
rows for the indicators, drop-down lists, widths and print setup. pbt profiles
lists the families.`,
		Example: `  pbt template sh-2026 --out 绩效目标申报表.xlsx
  pbt template mof10-selfeval -o docx --out 自评表.docx`,
		Args: a.takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			format, err := a.outputFormat(format, out, sheetFormats)
			if err != nil {
				return err
			}
			p := form.Embedded().ByID(args[0])
			if p == nil {
				return a.usage(
					schema.Text{ZH: fmt.Sprintf("没有表样 %q", args[0]), EN: fmt.Sprintf("no profile is called %q", args[0])},
					schema.Text{ZH: "pbt profiles 列出全部表样", EN: "pbt profiles lists them"})
			}
			s, err := paper.Empty(p)
			if err != nil {
				return a.misuse(err.Error(), "")
			}
			return a.writeSheets(out, format, []*paper.Sheet{s})
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "", "format: "+strings.Join(sheetFormats, ", ")+" (default xlsx, or by the ending of --out)")
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	return c
}

// writeSheets writes printed forms whole or not at all.
func (a *App) writeSheets(out, format string, sheets []*paper.Sheet) error {
	var b bytes.Buffer
	var err error
	switch format {
	case "docx":
		err = paper.WriteDOCX(&b, sheets...)
	case "html":
		err = paper.WriteHTML(&b, sheets...)
	default:
		err = paper.WriteXLSX(&b, sheets...)
	}
	if err == nil {
		err = a.writeOut(out, func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err })
	}
	if err != nil {
		return outputError(err)
	}
	return nil
}
