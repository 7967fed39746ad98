package cmd

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/diffs"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
)

// diffFormats are the formats of pbt diff.
var diffFormats = []string{"text", "json", "xlsx", "markdown"}

func (a *App) newDiff() *cobra.Command {
	var (
		read   readFlags
		format string
		out    string
		all    bool
	)
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "say what changed between two forms: two years', or a declaration and its self-evaluation",
		Long: `Diff compares the forms of two documents, of two directories or of two archives,
file by file. Forms are paired by project code, name, similar name and order;
indicators by name, words in another order, level, value and unit.

A target is compared in a common unit and by the direction of its indicator:
≥60公里 → ≥45000米 is loosened by a quarter, ≤5次 → ≤8次 is loosened, 不低于90% for
≥90% is the same in other words. What is left out and what became easier to reach
comes first.

Exit codes: 0 nothing differs · 1 something does · 2 wrong command line · 3 a
document could not be read.`,
		Example: `  pbt diff 2024.xlsx 2025.pdf
  pbt diff -o xlsx --out changes.xlsx 2024/ 2025.zip
  pbt diff -o markdown declared.docx self-evaluation.pdf`,
		Args: a.takes(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			format, err := a.outputFormat(format, out, diffFormats)
			if err != nil {
				return err
			}
			opt, err := read.options(a)
			if err != nil {
				return err
			}
			found, unreadable, err := a.diff(c.Context(), args[0], args[1], opt, compare.Options{All: all})
			if err != nil {
				return err
			}
			if err := a.writeOut(out, func(w io.Writer) error { return a.printDiffs(w, format, found) }); err != nil {
				return outputError(err)
			}
			switch {
			case unreadable:
				return exit(exitUnreadable)
			case slices.ContainsFunc(found, (*compare.Diff).Differs):
				return exit(exitFindings)
			}
			return nil
		},
	}
	read.register(c)
	c.Flags().StringVarP(&format, "output", "o", "", "format: "+strings.Join(diffFormats, ", ")+" (default text, or by the ending of --out)")
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	c.Flags().BoolVar(&all, "all", false, "list unchanged indicators too")
	return c
}

// diff compares two files, or two sets of files.
func (a *App) diff(ctx context.Context, old, new string, opt parser.Options, how compare.Options) ([]*compare.Diff, bool, error) {
	olds, bad, err := a.readSet(ctx, []string{old}, opt)
	if err != nil {
		return nil, bad, err
	}
	news, alsoBad, err := a.readSet(ctx, []string{new}, opt)
	if err != nil {
		return nil, bad, err
	}
	bad = bad || alsoBad
	if len(olds) == 1 && len(news) == 1 {
		return []*compare.Diff{compare.Documents(olds[0].doc, news[0].doc, how)}, bad, nil
	}
	return diffSets(olds, news, how), bad, nil
}

// diffSets compares file by file, in the order of the new side; what has no
// partner is listed where its path sorts.
func diffSets(olds, news []readDocument, how compare.Options) []*compare.Diff {
	paths := func(set []readDocument) []string {
		out := make([]string, len(set))
		for i := range set {
			out[i] = set[i].rel
		}
		return out
	}
	type entry struct {
		path string
		diff *compare.Diff
	}
	var all []entry
	taken := make([]bool, len(news))
	for i, j := range compare.Files(paths(olds), paths(news)) {
		if j < 0 {
			all = append(all, entry{olds[i].rel, compare.Unpartnered(olds[i].doc, true)})
			continue
		}
		taken[j] = true
		all = append(all, entry{news[j].rel, compare.Documents(olds[i].doc, news[j].doc, how)})
	}
	for j := range news {
		if !taken[j] {
			all = append(all, entry{news[j].rel, compare.Unpartnered(news[j].doc, false)})
		}
	}
	slices.SortStableFunc(all, func(x, y entry) int { return strings.Compare(x.path, y.path) })
	out := make([]*compare.Diff, len(all))
	for i := range all {
		out[i] = all[i].diff
	}
	return out
}

func (a *App) printDiffs(w io.Writer, format string, found []*compare.Diff) error {
	switch format {
	case "json":
		if len(found) == 1 {
			return schema.EncodeJSON(w, found[0])
		}
		if found == nil {
			found = []*compare.Diff{}
		}
		return schema.EncodeJSON(w, found)
	case "xlsx":
		return diffs.Workbook(w, found)
	case "markdown":
		return diffs.Markdown(w, a.language(), found)
	}
	return diffs.Text(w, a.style(w), a.language(), found)
}

// notText reports a name that ends like a document that is no plain text: what is
// written there under another format would not open.
func notText(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".pdf", ".ofd", ".doc", ".docx", ".wps", ".rtf", ".odt", ".xls", ".xlsx", ".et", ".xlsb", ".ods", ".zip", ".parquet", ".sqlite":
		return true
	}
	return false
}

// outputFormat is the format asked for: -o, else by the ending of --out, else
// the first. One that contradicts the ending is a mistake, and so is a workbook
// on a terminal.
func (a *App) outputFormat(format, out string, known []string) (string, error) {
	byEnding := map[string]string{".json": "json", ".jsonl": "jsonl", ".xlsx": "xlsx", ".md": "markdown", ".csv": "csv", ".yaml": "yaml", ".yml": "yaml", ".html": "html", ".docx": "docx"}
	ending := ""
	if i := strings.LastIndexByte(out, '.'); i >= 0 {
		ending = byEnding[strings.ToLower(out[i:])]
	}
	switch {
	case format == "" && slices.Contains(known, ending):
		format = ending
	case notText(out) && (format == "" || slices.Contains(known, format) && ending == ""):
		return "", a.usage(schema.Text{
			ZH: fmt.Sprintf("--out %s：不能写成这种文件，可以写的有：%s", out, strings.Join(known, ", ")),
			EN: fmt.Sprintf("--out %s: no such file can be written, only %s", out, strings.Join(known, ", ")),
		}, schema.Text{})
	case format == "":
		format = known[0]
	case !slices.Contains(known, format):
		return "", a.usage(schema.Text{
			ZH: fmt.Sprintf("-o 没有格式 %q，可以用的有：%s", format, strings.Join(known, ", ")),
			EN: fmt.Sprintf("unknown format %q for -o, expected one of %s", format, strings.Join(known, ", ")),
		}, schema.Text{})
	case (slices.Contains(known, ending) || notText(out)) && ending != format:
		return "", a.usage(schema.Text{
			ZH: fmt.Sprintf("-o %s 与 --out %s 的后缀不一致", format, out),
			EN: fmt.Sprintf("-o %s contradicts the ending of --out %s", format, out),
		}, schema.Text{})
	}
	if (format == "xlsx" || format == "docx") && out == "" && term.IsTerminal(a.Out) {
		return "", a.usage(schema.Text{ZH: "工作簿不能写到终端", EN: "a workbook is no text for a terminal"}, schema.Text{ZH: "用 --out 文件名 写到文件", EN: "write it to a file with --out"})
	}
	return format, nil
}
