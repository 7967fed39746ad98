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

// githubOutput is one workflow command a finding, which GitHub shows as an
// annotation of the file: the first of each level, the most severe first. What
// GitHub would drop is printed to the log as it is.
type githubOutput struct {
	w        *bufio.Writer
	lang     schema.Lang
	commands [3][]string // by the rank of the severity
}

func newGitHub(w io.Writer, lang schema.Lang) *githubOutput {
	return &githubOutput{w: bufio.NewWriter(w), lang: lang}
}

// Write keeps the commands of one file, and prints what is beyond the limit.
func (g *githubOutput) Write(r *Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		file, member := outer(r.File)
		n, column := line(f.At)
		at := fmt.Sprintf("file=%s,line=%d", escapeProperty(relative("", file)), n)
		if column > 0 {
			at += fmt.Sprintf(",col=%d", column)
		}
		said := plain(r, f, member, g.lang)
		rank := max(f.Severity.Rank(), 0)
		if len(g.commands[rank]) == shown {
			fmt.Fprintf(g.w, "%s: %s: %s [%s]\n", clean(relative("", file)), severityWord(f.Severity, g.lang), clean(said), f.Rule)
			continue
		}
		g.commands[rank] = append(g.commands[rank], fmt.Sprintf("::%s %s,title=%s::%s", githubLevel(f.Severity), at, escapeProperty(f.Rule), escapeData(said)))
	}
	return g.w.Flush()
}

// Flush prints the commands.
func (g *githubOutput) Flush() error {
	for rank := len(g.commands) - 1; rank >= 0; rank-- {
		for _, c := range g.commands[rank] {
			fmt.Fprintln(g.w, c)
		}
	}
	return g.w.Flush()
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
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// escapeProperty escapes a property of a workflow command, which must not end
// early at : or ,.
func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
