// Package report writes the findings about documents in the formats that people
// and machines read: text, concise, html, json, sarif and the others of Formats. One
// format is one file with one test. Every format is written from the same
// results, document by document, so that ten million documents need no more
// memory than one; sarif, which wants one object, keeps its findings.
package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// Result is what is to be said about one file.
type Result struct {
	// File is the file as named on the command line.
	File string
	// Documents are what was read of the file; several in a normalised text.
	Documents []*schema.Document
	// Findings are sorted by Sort, localized, and have their fingerprints.
	Findings []schema.Finding
	// Source is the file itself, where a copy of it is asked for; nil else.
	Source []byte
	// Text is the file itself where its findings are at lines of it; nil else.
	Text []byte
	// Mended is Text as --fix would leave it; nil where there is nothing to mend.
	Mended []byte
	// Unreadable is set where the file, or a part of it, could not be read.
	Unreadable bool
	// Formless is set where the file holds no form and must hold one.
	Formless bool
	// Accepted counts the findings that an ignore or the baseline silenced.
	Accepted int
	// Reviewed are the findings among them that a reviewer let stand.
	Reviewed []schema.Finding
	// Aside marks a file that was not checked itself, such as the
	// configuration: its findings count, the file does not.
	Aside bool
}

// Declarations counts the declarations of the file.
func (r *Result) Declarations() int {
	n := 0
	for _, d := range r.Documents {
		n += len(d.Declarations)
	}
	return n
}

// Declaration is the one with an index in the file, across its documents; nil
// where there is none.
func (r *Result) Declaration(index *int) *schema.Declaration {
	if index == nil || *index < 0 {
		return nil
	}
	i := *index
	for _, d := range r.Documents {
		if i < len(d.Declarations) {
			return d.Declarations[i]
		}
		i -= len(d.Declarations)
	}
	return nil
}

// Output writes results in a format. Write is called once a file, in order, and
// Flush once at the end, also where there was no file.
type Output interface {
	Write(*Result) error
	Flush() error
}

// Rule describes a rule to the formats that list rules.
type Rule struct {
	ID       string
	Title    schema.Text
	Help     schema.Text
	Basis    string
	Severity schema.Severity
	// Page is where the rule is documented, and Since the release that brought
	// it; both are empty for a rule of a user's own.
	Page, Since string
	// Reading marks the rules about the reading itself, of Builtin.
	Reading bool
}

// Options are what the formats need to know beside the results.
type Options struct {
	Lang  schema.Lang
	Style term.Style
	// FailOn is the least severity that fails the run.
	FailOn schema.Severity
	// Rules are the rules that were checked, in order.
	Rules []Rule
	// Version is that of pbt.
	Version string
	// Dir is the absolute directory that relative paths start from.
	Dir string
	// Word asks for an opinion as a Word document in place of Markdown.
	Word bool
	// Overflow takes, in the format github, a table of the findings that GitHub
	// shows no annotation of: the summary of the job. It may be nil.
	Overflow io.Writer
}

// Formats lists the names that New knows, the default first.
func Formats() []string {
	return []string{"text", "concise", "json", "jsonl", "markdown", "html", "sarif", "junit", "github", "gitlab", "opinion"}
}

// New is the output of a format's name.
func New(w io.Writer, format string, opt Options) (Output, error) {
	switch format {
	case "text":
		return newText(w, opt), nil
	case "concise":
		return newConcise(w, opt.Lang), nil
	case "markdown":
		return newMarkdown(w, opt.Lang), nil
	case "html":
		return newHTML(w, opt)
	case "json":
		return newJSON(w), nil
	case "jsonl":
		return newJSONL(w), nil
	case "sarif":
		return newSARIF(w, opt), nil
	case "junit":
		return newJUnit(w, opt), nil
	case "github":
		return newGitHub(w, opt), nil
	case "gitlab":
		return newGitLab(w, opt.Lang), nil
	case "opinion":
		if opt.Word {
			return newOpinionWord(w, opt), nil
		}
		return newOpinion(w, opt), nil
	}
	return nil, fmt.Errorf("unknown format %q, expected one of: %s", format, strings.Join(Formats(), " "))
}

// Silent reports whether an output without findings may be left out altogether: it
// is read by people alone, and no program waits for its end.
func Silent(o Output) bool {
	_, text := o.(*textOutput)
	return text
}

// Never is the FailOn of a run that no finding fails.
const Never schema.Severity = "never"

// fails reports whether a severity fails a run.
func fails(s, least schema.Severity) bool { return least != Never && s.Rank() >= least.Rank() }

// Summary counts a run.
type Summary struct {
	Files        int `json:"files"`
	Declarations int `json:"declarations"`
	Errors       int `json:"errors"`
	Warnings     int `json:"warnings"`
	Infos        int `json:"infos"`
	Unreadable   int `json:"unreadable"`
	// Accepted counts the findings that an ignore or the baseline silenced.
	Accepted int `json:"accepted,omitempty"`
}

// Add counts one file.
func (s *Summary) Add(r *Result) {
	if !r.Aside {
		s.Files++
	}
	s.Declarations += r.Declarations()
	s.Accepted += r.Accepted
	if r.Unreadable {
		s.Unreadable++
	}
	for i := range r.Findings {
		switch r.Findings[i].Severity {
		case schema.SeverityError:
			s.Errors++
		case schema.SeverityWarning:
			s.Warnings++
		default:
			s.Infos++
		}
	}
}

// At counts the findings of a severity or worse.
func (s *Summary) At(least schema.Severity) int {
	if least == Never {
		return 0
	}
	n := s.Errors
	if least.Rank() <= schema.SeverityWarning.Rank() {
		n += s.Warnings
	}
	if least.Rank() <= schema.SeverityInfo.Rank() {
		n += s.Infos
	}
	return n
}
