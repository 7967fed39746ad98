package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// markdownOutput is a table a file, for the summary of a job or a comment.
type markdownOutput struct {
	w       *bufio.Writer
	lang    schema.Lang
	summary Summary
}

func newMarkdown(w io.Writer, lang schema.Lang) *markdownOutput {
	return &markdownOutput{w: bufio.NewWriter(w), lang: lang}
}

func (m *markdownOutput) say(zh, en string) string { return schema.Text{ZH: zh, EN: en}.In(m.lang) }

// Write adds the table of one file; a file without findings has none.
func (m *markdownOutput) Write(r *Result) error {
	m.summary.Add(r)
	if len(r.Findings) == 0 {
		return nil
	}
	fmt.Fprintf(m.w, "### %s\n\n", markdownCell(r.File))
	fmt.Fprintln(m.w, m.say("| 级别 | 位置 | 说明 | 规则 |", "| severity | place | finding | rule |"))
	fmt.Fprintln(m.w, "|---|---|---|---|")
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintf(m.w, "| %s | %s | %s | `%s` |\n", f.Severity.In(m.lang), markdownCell(where(f.At, m.lang)), markdownCell(f.Message), f.Rule)
	}
	fmt.Fprintln(m.w)
	return m.w.Flush()
}

// Flush adds the figures of the run.
func (m *markdownOutput) Flush() error {
	s := &m.summary
	fmt.Fprintf(m.w, m.say("%d 个文件，%d 张表：%d 个错误，%d 个警告，%d 条提示\n", "files: %d, forms: %d, errors: %d, warnings: %d, infos: %d\n"),
		s.Files, s.Declarations, s.Errors, s.Warnings, s.Infos)
	return m.w.Flush()
}

// markdownCell is a text in a cell of a table: on one line, and no markup.
func markdownCell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", "`", "'", "*", `\*`, "_", `\_`, "[", `\[`).Replace(clean(s))
}
