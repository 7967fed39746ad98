// Package batch converts any number of documents into a folder: a pool of
// converters, writers that overlap, a journal from which a killed run goes on,
// a manifest that accounts for every input, and shards that many machines share.
package batch

import (
	"bytes"
	"encoding/json"

	"github.com/pbt-cli/pbt/schema"
)

// Outcome is what became of an input.
type Outcome string

// The outcomes.
const (
	// Converted: the document was read and its declarations were written.
	Converted Outcome = "converted"
	// NoForm: the document was read and holds no declaration.
	NoForm Outcome = "no-form"
	// Unreadable: the document, or a part of it, could not be read, or its
	// output could not be written. Output is set where a part could be.
	Unreadable Outcome = "unreadable"
	// Skipped: the input is no document, such as an office lock file.
	Skipped Outcome = "skipped"
)

// Counts are findings by severity, those of the reading among them.
type Counts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

// Add counts one finding.
func (c *Counts) Add(s schema.Severity) {
	switch s {
	case schema.SeverityError:
		c.Error++
	case schema.SeverityWarning:
		c.Warning++
	default:
		c.Info++
	}
}

// plus is the sum of two counts.
func (c Counts) plus(d Counts) Counts {
	return Counts{c.Error + d.Error, c.Warning + d.Warning, c.Info + d.Info}
}

// Reaches reports whether there is a finding of a severity or a worse one.
func (c Counts) Reaches(s schema.Severity) bool {
	switch s {
	case schema.SeverityError:
		return c.Error > 0
	case schema.SeverityWarning:
		return c.Error+c.Warning > 0
	case schema.SeverityInfo:
		return c.Error+c.Warning+c.Info > 0
	}
	return false
}

// Problem is why an input is not, or not wholly, converted.
type Problem struct {
	Rule     string          `json:"rule"`
	Severity schema.Severity `json:"severity"`
	Message  string          `json:"message"`
	Found    string          `json:"found,omitempty"`
	// Path is where in the declaration, of a normalised text.
	Path string `json:"path,omitempty"`
}

// maxProblems bounds the problems of one record.
const maxProblems = 20

// Problems makes the problems of a record from findings.
func Problems(findings []schema.Finding) []Problem {
	var out []Problem
	for _, f := range findings {
		if len(out) == maxProblems {
			break
		}
		out = append(out, Problem{Rule: f.Rule, Severity: f.Severity, Message: f.Message, Found: f.Found, Path: f.Path})
	}
	return out
}

// Record is one line of the manifest: what became of one input. Nothing in it
// differs between two runs over the same inputs.
type Record struct {
	Input        string    `json:"input"`
	Outcome      Outcome   `json:"outcome"`
	Reason       string    `json:"reason,omitempty"`  // of Skipped
	Output       string    `json:"output,omitempty"`  // slash path below the output folder
	Partial      bool      `json:"partial,omitempty"` // Unreadable, but a part was written
	Reader       string    `json:"reader,omitempty"`
	Declarations int       `json:"declarations"`
	Findings     Counts    `json:"findings"`
	Problems     []Problem `json:"problems,omitempty"`
	Places       []Places  `json:"places,omitempty"`        // by declaration
	SHA256       string    `json:"sha256,omitempty"`        // of the input
	OutputSHA256 string    `json:"output_sha256,omitempty"` // of the output
	// Made names what made the record: a digest of pbt's version, the
	// profiles, the rule set and the options that shape an output.
	Made string `json:"made,omitempty"`
	// Review names the corrections that were applied, by a digest of their file.
	Review string `json:"review,omitempty"`
}

// line is the record as a line of JSON.
func (r *Record) line() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		panic(err) // a struct of strings and numbers always encodes
	}
	return b.Bytes()
}

// transient are the problems that another try may not meet.
var transient = map[string]bool{
	schema.ExtractTimeout.Rule: true, schema.ExtractCrash.Rule: true, schema.ExtractMemory.Rule: true, schema.ExtractIO.Rule: true,
	schema.ExtractCancelled.Rule: true, schema.OutputNotWritten.Rule: true,
}

// lasting reports whether the record is still true as long as the input and
// what made it stay the same.
func (r *Record) lasting() bool {
	for _, p := range r.Problems {
		if transient[p.Rule] {
			return false
		}
	}
	return r.SHA256 != "" && r.Made != ""
}

// Document is what a Converter makes of one document.
type Document struct {
	Reader       string
	Declarations int
	Findings     Counts
	Problems     []Problem
	Places       []Places
	// Unreadable: the document, or a part of it, could not be read.
	Unreadable bool
	// Output is the normalised document, empty where there is nothing to write.
	Output []byte
}

// outcome is the word for the manifest.
func (d *Document) outcome() Outcome {
	switch {
	case d.Unreadable:
		return Unreadable
	case d.Declarations == 0:
		return NoForm
	}
	return Converted
}

// failed is a document that a converter could not finish.
func failed(e *schema.ReadError) Document {
	f := e.Finding()
	d := Document{Unreadable: true, Problems: Problems([]schema.Finding{f})}
	d.Findings.Add(f.Severity)
	return d
}
