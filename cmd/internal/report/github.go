package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// shown is how many annotations of a level GitHub shows of one step.
const shown = 10

// maxOverflow bounds the table in the summary of a job, in bytes: GitHub takes
// 1 MiB of one step, and drops the whole of a longer one.
const maxOverflow = 900 << 10

// githubOutput is one workflow command a finding, which GitHub shows as an
// annotation of the file: the first of each level, the most severe first. What
// GitHub would drop is printed to the log as it is, and listed in the summary of
// the job.
type githubOutput struct {
	w        *bufio.Writer
	lang     schema.Lang
	overflow io.Writer           // nil where there is no summary
	commands [3][]string         // by the rank of the severity
	rows     [3]*strings.Builder // of the summary, by the rank of the severity
	size     int                 // of the rows
	left     int                 // findings that neither have room for
}

func newGitHub(w io.Writer, opt Options) *githubOutput {
	g := &githubOutput{w: bufio.NewWriter(w), lang: opt.Lang, overflow: opt.Overflow}
	for i := range g.rows {
		g.rows[i] = &strings.Builder{}
	}
	return g
}

// Write keeps the commands of one file, and prints what is beyond the limit.
func (g *githubOutput) Write(r *Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		file, member := outer(r.File)
		n, column := line(f.At)
		at := fmt.Sprintf("file=%s,line=%d", escapeProperty(clean(relative("", file))), n)
		if column > 0 {
			at += fmt.Sprintf(",col=%d", column)
		}
		said := plain(r, f, member, g.lang)
		rank := max(f.Severity.Rank(), 0)
		if len(g.commands[rank]) == shown {
			// The severity stands first: a file may be called ::error::.
			fmt.Fprintf(g.w, "%s: %s: %s [%s]\n", f.Severity.In(g.lang), clean(relative("", file)), clean(said), f.Rule)
			g.beyond(rank, f, relative("", file), said)
			continue
		}
		g.commands[rank] = append(g.commands[rank], fmt.Sprintf("::%s %s,title=%s::%s", githubLevel(f.Severity), at, escapeProperty(f.Rule), escapeData(said)))
	}
	return g.w.Flush()
}

// beyond keeps a row of the summary.
func (g *githubOutput) beyond(rank int, f *schema.Finding, file, said string) {
	row := fmt.Sprintf("| %s | %s | %s | `%s` |\n", f.Severity.In(g.lang), markdownCell(file), markdownCell(said), f.Rule)
	if g.overflow == nil || g.size+len(row) > maxOverflow {
		g.left++
		return
	}
	g.size += len(row)
	g.rows[rank].WriteString(row)
}

// Flush prints the commands, and writes the summary.
func (g *githubOutput) Flush() error {
	for rank := len(g.commands) - 1; rank >= 0; rank-- {
		for _, c := range g.commands[rank] {
			fmt.Fprintln(g.w, c)
		}
	}
	if err := g.w.Flush(); err != nil || g.overflow == nil || g.size == 0 {
		return err
	}
	say := func(zh, en string) string { return schema.Text{ZH: zh, EN: en}.In(g.lang) }
	var b strings.Builder
	fmt.Fprintf(&b, "### pbt\n\n%s\n\n", say("GitHub 每级只显示 10 条标注，其余的在这里：", "GitHub shows ten annotations of each level; here are the others:"))
	fmt.Fprintf(&b, "%s\n|---|---|---|---|\n", say("| 级别 | 文件 | 说明 | 规则 |", "| severity | file | finding | rule |"))
	for rank := len(g.rows) - 1; rank >= 0; rank-- {
		b.WriteString(g.rows[rank].String())
	}
	if g.left > 0 {
		fmt.Fprintf(&b, "\n"+say("另有 %d 条放不下，见日志。\n", "%d more have no room here and stand in the log.\n"), g.left)
	}
	_, err := io.WriteString(g.overflow, b.String())
	return err
}

// plain is a finding in one line, for formats that have no home for its place:
// the archive's member, the page or cell, what it is about as the form names it,
// and the message.
func plain(r *Result, f *schema.Finding, member string, lang schema.Lang) string {
	var parts []string
	if member != "" {
		parts = append(parts, member)
	}
	if f.At != nil && f.At.Line == 0 {
		parts = append(parts, where(f.At, lang))
	}
	if p, ok := lookup(r.Declaration(f.Declaration), f.Path); ok && p.label != "" && p.label != f.Path {
		parts = append(parts, p.label)
	} else if f.Path != "" && (lang == schema.EN || f.At == nil) {
		parts = append(parts, f.Path) // the message names the field
	}
	if len(parts) == 0 {
		return f.Message
	}
	if lang == schema.EN {
		return strings.Join(parts, ", ") + ": " + f.Message
	}
	return strings.Join(parts, "，") + "：" + f.Message
}

func githubLevel(s schema.Severity) string {
	switch s {
	case schema.SeverityError:
		return "error"
	case schema.SeverityWarning:
		return "warning"
	}
	return "notice"
}

// escapeData escapes the message of a workflow command.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", "##[", "## [").Replace(s)
}

// escapeProperty escapes a property of a workflow command, which must not end
// early at : or ,.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
