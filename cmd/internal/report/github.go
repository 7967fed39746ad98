package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// githubOutput is one workflow command a finding, which GitHub shows as an
// annotation of the file.
type githubOutput struct {
	w    *bufio.Writer
	lang schema.Lang
}

func newGitHub(w io.Writer, lang schema.Lang) *githubOutput {
	return &githubOutput{bufio.NewWriter(w), lang}
}

// Write writes the commands of one file.
func (g *githubOutput) Write(r *Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		file, member := outer(r.File)
		n, column := line(f.At)
		fmt.Fprintf(g.w, "::%s file=%s,line=%d", githubLevel(f.Severity), escapeProperty(relative("", file)), n)
		if column > 0 {
			fmt.Fprintf(g.w, ",col=%d", column)
		}
		fmt.Fprintf(g.w, ",title=%s::%s\n", escapeProperty(f.Rule), escapeData(plain(r, f, member, g.lang)))
	}
	return g.w.Flush()
}

// Flush writes nothing.
func (g *githubOutput) Flush() error { return g.w.Flush() }

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
