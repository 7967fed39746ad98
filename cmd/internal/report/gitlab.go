package report

import (
	"bufio"
	"io"

	"github.com/pbt-cli/pbt/schema"
)

// gitlabOutput is a Code Quality report: an array of issues, of the keys that
// GitLab reads.
type gitlabOutput struct {
	w    *bufio.Writer
	lang schema.Lang
	any  bool
	seen map[string]bool
}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

func newGitLab(w io.Writer, lang schema.Lang) *gitlabOutput {
	return &gitlabOutput{w: bufio.NewWriter(w), lang: lang, seen: map[string]bool{}}
}

// Write adds the issues of one file. GitLab drops an issue whose fingerprint it
// has seen: where two files of one name say the same, the second's holds its
// path.
func (g *gitlabOutput) Write(r *Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		file, member := outer(r.File)
		issue := gitlabIssue{
			Description: plain(r, f, member, g.lang),
			CheckName:   f.Rule,
			Fingerprint: g.unique(r, f),
			Severity:    gitlabSeverity(f.Severity),
			Location:    gitlabLocation{Path: relative("", file)},
		}
		issue.Location.Lines.Begin, _ = line(f.At)
		body, err := marshal(issue, "  ")
		if err != nil {
			return err
		}
		sep := ",\n  "
		if !g.any {
			sep = "[\n  "
		}
		g.any = true
		g.w.WriteString(sep)
		g.w.Write(body)
	}
	return g.w.Flush()
}

// unique is a finding's fingerprint, made another where the report has it.
func (g *gitlabOutput) unique(r *Result, f *schema.Finding) string {
	print := f.Fingerprint
	if g.seen[print] {
		print = schema.Digest(print, relative("", r.File))
	}
	g.seen[print] = true
	return print
}

// Flush closes the array.
func (g *gitlabOutput) Flush() error {
	if g.any {
		g.w.WriteString("\n]\n")
	} else {
		g.w.WriteString("[]\n")
	}
	return g.w.Flush()
}

func gitlabSeverity(s schema.Severity) string {
	switch s {
	case schema.SeverityError:
		return "major"
	case schema.SeverityWarning:
		return "minor"
	}
	return "info"
}
