package cmd

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

func (a *App) newFormats() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "formats",
		Short: "list the kinds of files that are read, how exactly, and those that are not",
		Long: `List the kinds of files that are known. A file is told by its bytes, whatever its
name: each kind has the endings that such files usually have. The first column is
the word in source.format.`,
		Args: a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return writeFormats(a.Out, a.language())
			case "json":
				return jsonFormats(a.Out)
			case "markdown":
				_, err := io.WriteString(a.Out, formatsPage())
				return err
			}
			return a.noFormat(format, "text", "json", "markdown")
		},
	}
	c.Flags().StringVarP(&format, "output", "o", "text", "text, json or markdown (the page docs/formats.md)")
	return c
}

// formatsRead are the kinds that are read, or those that are not.
func formatsRead(read bool) []sniff.Format {
	var out []sniff.Format
	for _, f := range sniff.Formats() {
		if (f.Reads.EN != "") == read {
			out = append(out, f)
		}
	}
	return out
}

// writeFormats prints a line a kind: what is read, then what is not.
func writeFormats(w io.Writer, lang schema.Lang) error {
	var b strings.Builder
	read := formatsRead(true)
	word, ending := 0, 0
	for _, f := range read {
		word, ending = max(word, term.Width(f.Source)), max(ending, term.Width(strings.Join(f.Endings, " ")))
	}
	for _, f := range read {
		fmt.Fprintf(&b, "%s  %s  %s\n", term.Pad(f.Source, word), term.Pad(strings.Join(f.Endings, " "), ending), f.Reads.In(lang))
	}
	b.WriteString("\n" + schema.Text{ZH: "认得但不读：", EN: "known and not read:"}.In(lang) + "\n")
	sep := schema.Text{ZH: "：", EN: ": "}.In(lang)
	for _, f := range formatsRead(false) {
		fmt.Fprintf(&b, "  %s%s%s\n", f.Name.In(lang), sep, f.Kind.Advice().In(lang))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// formatLine is a kind as JSON.
type formatLine struct {
	Kind    string      `json:"kind"`
	Source  string      `json:"source"`
	Endings []string    `json:"endings"`
	Name    schema.Text `json:"name"`
	Read    bool        `json:"read"`
	Reads   schema.Text `json:"reads,omitzero"`
	Way     schema.Text `json:"way,omitzero"`
}

func jsonFormats(w io.Writer) error {
	var lines []formatLine
	for _, f := range sniff.Formats() {
		l := formatLine{Kind: string(f.Kind), Source: f.Source, Endings: f.Endings, Name: f.Name, Read: f.Reads.EN != "", Reads: f.Reads}
		if !l.Read {
			l.Way = f.Kind.Advice()
		}
		lines = append(lines, l)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(lines)
}

// formatsPage is docs/formats.md.
func formatsPage() string {
	var b strings.Builder
	b.WriteString("# 格式 · Formats\n\n<!-- Written by `pbt formats -o markdown`. Do not edit. -->\n\n" +
		"文件按内容识别，不看名字。第一列是 `source.format` 的写法。\n\n" +
		"A file is told by its bytes, whatever its name. The first column is the word in `source.format`.\n\n" +
		"| format | 常见扩展名 · endings | 怎样读 | how it is read |\n| --- | --- | --- | --- |\n")
	for _, f := range formatsRead(true) {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Source, endings(f), f.Reads.ZH, f.Reads.EN)
	}
	b.WriteString("\n## 认得但不读 · Known and not read\n\n| 文件 | 办法 | file | way |\n| --- | --- | --- | --- |\n")
	for _, f := range formatsRead(false) {
		way := f.Kind.Advice()
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", f.Name.ZH, way.ZH, f.Name.EN, way.EN)
	}
	return b.String()
}

func endings(f sniff.Format) string {
	if len(f.Endings) == 0 {
		return ""
	}
	return "`" + strings.Join(f.Endings, "` `") + "`"
}
