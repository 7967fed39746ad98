package report

import (
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// home is where pbt is documented.
const home = "https://github.com/pbt-cli/pbt"

// schemaURI names the SARIF 2.1.0 schema, as corrected by errata 01.
const schemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// These are the parts of a SARIF log that pbt has something to say in; what is
// empty is left out, since SARIF's defaults are the same.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Language    string            `json:"language"`
		ColumnKind  string            `json:"columnKind"`
		Results     []json.RawMessage `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		Version         string      `json:"version,omitempty"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		InformationURI  string      `json:"informationUri"`
		Language        string      `json:"language"`
		Rules           []sarifRule `json:"rules,omitempty"`
	}
	sarifRule struct {
		ID                   string          `json:"id"`
		Name                 string          `json:"name"`
		ShortDescription     sarifText       `json:"shortDescription"`
		Help                 sarifText       `json:"help"`
		HelpURI              string          `json:"helpUri,omitempty"`
		DefaultConfiguration sarifDefault    `json:"defaultConfiguration"`
		Properties           sarifProperties `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifDefault struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags  []string `json:"tags"`
		Since string   `json:"since,omitempty"`
		Basis string   `json:"basis,omitempty"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool `json:"executionSuccessful"`
	}
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifText         `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		Properties          sarifFound        `json:"properties,omitzero"`
	}
	sarifFound struct {
		Declaration *int       `json:"declaration,omitempty"`
		Found       string     `json:"found,omitempty"`
		Expected    string     `json:"expected,omitempty"`
		Page        int        `json:"page,omitempty"`
		Box         schema.Box `json:"box,omitzero"`
	}
	sarifLocation struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region sarifRegion `json:"region"`
		} `json:"physicalLocation"`
		Logical []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		Kind               string `json:"kind"`
		Name               string `json:"name"`
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)

// The levels of SARIF.
const (
	levelError   = "error"
	levelWarning = "warning"
	levelNote    = "note"
)

// sarifOutput is a SARIF 2.1.0 log of one run.
//
// What its readers do with it: GitHub wants a region with a start line for every
// result, also in a PDF, where it is 1; it tells results apart by
// primaryLocationLineHash, which it would compute from that line if it were left
// out; it shows help.markdown as the page of a rule. VS Code shows the logical
// locations, where the page, the cell and the path in the declaration are.
type sarifOutput struct {
	w          io.Writer
	opt        Options
	rules      []sarifRule
	indexes    map[string]int
	results    []json.RawMessage
	unreadable bool
}

func newSARIF(w io.Writer, opt Options) *sarifOutput {
	s := &sarifOutput{w: w, opt: opt, indexes: map[string]int{}, results: []json.RawMessage{}}
	for _, r := range opt.Rules {
		s.rule(r)
	}
	return s
}

func languageTag(lang schema.Lang) string {
	if lang == schema.EN {
		return "en-US"
	}
	return "zh-CN"
}

// semantic is a version without its v, where it is a semantic version.
func semantic(version string) (string, bool) {
	v := strings.TrimPrefix(version, "v")
	return v, regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`).MatchString(v)
}

// rule lists a rule, once, and gives its index.
func (s *sarifOutput) rule(r Rule) int {
	if i, ok := s.indexes[r.ID]; ok {
		return i
	}
	i := len(s.rules)
	s.indexes[r.ID] = i
	title := r.Title.In(s.opt.Lang)
	if title == "" {
		title = r.ID
	}
	family, _, _ := strings.Cut(r.ID, ".")
	s.rules = append(s.rules, sarifRule{
		ID: r.ID, Name: r.ID,
		ShortDescription:     sarifText{Text: title},
		Help:                 helpOf(r, title, s.opt.Lang),
		HelpURI:              r.Page,
		DefaultConfiguration: sarifDefault{sarifLevel(r.Severity)},
		Properties:           sarifProperties{Tags: []string{family}, Since: r.Since, Basis: r.Basis},
	})
	return i
}

// helpOf is the page of a rule, as text and as Markdown.
func helpOf(r Rule, title string, lang schema.Lang) sarifText {
	text, md := title, "**"+title+"** `"+r.ID+"`"
	if help := r.Help.In(lang); help != "" && help != title {
		text, md = text+"\n"+help, md+"\n\n"+help
	}
	if r.Basis != "" {
		label := "依据："
		if lang == schema.EN {
			label = "Basis: "
		}
		text, md = text+"\n"+label+r.Basis, md+"\n\n"+label+r.Basis
	}
	return sarifText{Text: text, Markdown: md}
}

func sarifLevel(sev schema.Severity) string {
	switch sev {
	case schema.SeverityError:
		return levelError
	case schema.SeverityWarning:
		return levelWarning
	}
	return levelNote
}

// Write adds the results of one file.
func (s *sarifOutput) Write(r *Result) error {
	s.unreadable = s.unreadable || r.Unreadable
	for i := range r.Findings {
		body, err := marshal(s.result(r, &r.Findings[i]), "        ")
		if err != nil {
			return err
		}
		s.results = append(s.results, body)
	}
	return nil
}

func (s *sarifOutput) result(r *Result, f *schema.Finding) sarifResult {
	found := sarifFound{Declaration: f.Declaration, Found: f.Found, Expected: f.Expected}
	if f.At != nil && !f.At.Box.IsZero() {
		found.Page, found.Box = f.At.Page, f.At.Box
	}
	return sarifResult{
		RuleID: f.Rule, RuleIndex: s.rule(Rule{ID: f.Rule, Severity: f.Severity}),
		Level: sarifLevel(f.Severity), Message: sarifText{Text: f.Message},
		Locations:           []sarifLocation{s.location(r, f)},
		PartialFingerprints: map[string]string{"pbt/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint},
		Properties:          found,
	}
}

func (s *sarifOutput) location(r *Result, f *schema.Finding) sarifLocation {
	file, member := outer(r.File)
	var l sarifLocation
	l.Physical.Artifact.URI = uri(s.opt.Dir, file)
	l.Physical.Region.StartLine, l.Physical.Region.StartColumn = line(f.At)
	l.Logical = logical(member, f)
	return l
}

// logical lists where a finding is in terms of the document: the archive's
// member, the page, cell or row, and the path in the declaration.
func logical(member string, f *schema.Finding) (out []sarifLogical) {
	add := func(kind, name string) {
		if name != "" {
			out = append(out, sarifLogical{kind, name, name})
		}
	}
	add("resource", member)
	if at := f.At; at != nil {
		switch {
		case at.Page > 0:
			add("page", (&schema.Place{Page: at.Page}).String())
		case at.Sheet != "":
			add("cell", at.String())
		case at.Table > 0:
			add("row", at.String())
		}
	}
	add("member", f.Path)
	return out
}

// Flush writes the log.
func (s *sarifOutput) Flush() error {
	driver := sarifDriver{Name: "pbt", Version: s.opt.Version, InformationURI: home, Language: languageTag(s.opt.Lang), Rules: s.rules}
	if v, ok := semantic(s.opt.Version); ok {
		driver.SemanticVersion = v
	}
	enc := json.NewEncoder(s.w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{Schema: schemaURI, Version: "2.1.0", Runs: []sarifRun{{
		Tool: sarifTool{driver}, Invocations: []sarifInvocation{{!s.unreadable}},
		Language: languageTag(s.opt.Lang), ColumnKind: "unicodeCodePoints", Results: s.results,
	}}})
}
