package schema

import "cmp"

// Severity ranks a finding.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Rank orders severities: 0 info, 1 warning, 2 error; -1 for any other text.
func (s Severity) Rank() int {
	switch s {
	case SeverityError:
		return 2
	case SeverityWarning:
		return 1
	case SeverityInfo:
		return 0
	}
	return -1
}

// severityWords are the severities as people call them.
var severityWords = map[Severity]string{SeverityError: "错误", SeverityWarning: "警告", SeverityInfo: "提示"}

// In is the severity in a language.
func (s Severity) In(lang Lang) string {
	if zh := severityWords[s]; zh != "" && lang != EN {
		return zh
	}
	return string(s)
}

// Lang is a language of messages.
type Lang string

// The languages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Text is a sentence in each language.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// In gives the sentence in a language.
func (t Text) In(lang Lang) string {
	if lang == EN && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// Finding is one thing to say about a document: a fault of the form, or a
// problem in reading it.
type Finding struct {
	// Rule is a slug that explains itself and is never re-used: budget.sum-total.
	Rule     string   `json:"rule" yaml:"rule"`
	Severity Severity `json:"severity" yaml:"severity"`
	File     string   `json:"file,omitempty" yaml:"file,omitempty"`
	// Declaration is the index in the file, nil where none was found.
	Declaration *int   `json:"declaration,omitempty" yaml:"declaration,omitempty"`
	Path        string `json:"path,omitempty" yaml:"path,omitempty"`
	At          *Place `json:"at,omitempty" yaml:"at,omitempty"`
	// Message is one sentence in the chosen language; Localize sets it.
	Message     string `json:"message" yaml:"message"`
	Found       string `json:"found,omitempty" yaml:"found,omitempty"`
	Expected    string `json:"expected,omitempty" yaml:"expected,omitempty"`
	Fingerprint string `json:"fingerprint,omitempty" yaml:"fingerprint,omitempty"`

	// Text is the message in every language; Hint is what to do next.
	Text Text `json:"-" yaml:"-"`
	Hint Text `json:"-" yaml:"-"`
}

// Localize sets Message from Text, with the hint behind it, where Text is set.
func (f *Finding) Localize(lang Lang) {
	if m := f.Text.In(lang); m != "" {
		f.Message = m
		if h := f.Hint.In(lang); h != "" {
			if lang == EN {
				f.Message += "; " + h
			} else {
				f.Message += "；" + h
			}
		}
	}
}

// ReadError is why a document could not be read. Its Rule is a slug of the
// extract family, such as extract.encrypted.
type ReadError struct {
	Rule string
	// Severity is an error where it is empty.
	Severity Severity
	Text     Text
	Hint     Text
	At       *Place
}

// Error is the English message with its hint.
func (e *ReadError) Error() string {
	if e.Hint.EN != "" {
		return e.Text.EN + "; " + e.Hint.EN
	}
	return e.Text.EN
}

// Finding is the error as a problem of the document.
func (e *ReadError) Finding() Finding {
	f := Finding{Rule: e.Rule, Severity: cmp.Or(e.Severity, SeverityError), At: e.At, Text: e.Text, Hint: e.Hint}
	f.Localize(ZH)
	return f
}
