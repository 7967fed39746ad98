package report

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/pbt-cli/pbt/schema"
)

// home is where pbt is documented.
const home = "https://github.com/pbt-cli/pbt"

// schemaURI names the SARIF 2.1.0 schema, as corrected by errata 01.
const schemaURI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

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
	run        *sarif.Run
	indexes    map[string]int
	results    []json.RawMessage
	unreadable bool
}

func newSARIF(w io.Writer, opt Options) *sarifOutput {
	s := &sarifOutput{w: w, opt: opt, indexes: map[string]int{}}
	s.run = sarif.NewRunWithInformationURI("pbt", home)
	s.run.WithColumnKind("unicodeCodePoints").WithLanguage(languageTag(opt.Lang))
	driver := s.run.Tool.Driver
	driver.WithLanguage(languageTag(opt.Lang))
	if opt.Version != "" {
		driver.WithVersion(opt.Version)
	}
	if v, ok := semantic(opt.Version); ok {
		driver.WithSemanticVersion(v)
	}
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
	i := len(s.run.Tool.Driver.Rules)
	s.indexes[r.ID] = i
	title := r.Title.In(s.opt.Lang)
	if title == "" {
		title = r.ID
	}
	family, _, _ := strings.Cut(r.ID, ".")
	properties := sarif.NewPropertyBag().WithTags([]string{family})
	if r.Basis != "" {
		properties.Add("basis", r.Basis)
	}
	d := sarif.NewRule(r.ID).
		WithName(r.ID).
		WithDescription(title).
		WithHelp(helpOf(r, title, s.opt.Lang)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(r.Severity))).
		WithProperties(properties)
	s.run.Tool.Driver.AddRule(d)
	return i
}

// helpOf is the page of a rule, as text and as Markdown.
func helpOf(r Rule, title string, lang schema.Lang) *sarif.MultiformatMessageString {
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
	return sarif.NewMultiformatMessageString().WithText(text).WithMarkdown(md)
}

func sarifLevel(sev schema.Severity) string {
	switch sev {
	case schema.SeverityError:
		return sarif.LevelError
	case schema.SeverityWarning:
		return sarif.LevelWarning
	}
	return sarif.LevelNote
}

// Write adds the results of one file.
func (s *sarifOutput) Write(r *Result) error {
	s.unreadable = s.unreadable || r.Unreadable
	for i := range r.Findings {
		v, err := trimmed(s.result(r, &r.Findings[i]))
		if err != nil {
			return err
		}
		body, err := marshal(v, "        ")
		if err != nil {
			return err
		}
		s.results = append(s.results, body)
	}
	return nil
}

// trimmed is a value of the library as plain JSON, without what it writes for
// what is not there: empty lists and objects, and the -1 of an index that points
// nowhere. The defaults of SARIF are the same.
func trimmed(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var out any
	if err := dec.Decode(&out); err != nil {
		return nil, err
	}
	return trim(out), nil
}

// trim drops what is empty; nil is a value of which nothing is left.
func trim(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, x := range v {
			if key == "properties" {
				if bag, ok := x.(map[string]any); ok && len(bag) == 0 {
					delete(v, key)
				}
				continue // ours
			}
			if x = trim(x); x == nil {
				delete(v, key)
			} else {
				v[key] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i := range v {
			v[i] = trim(v[i])
		}
		if len(v) == 0 {
			return nil
		}
	case json.Number:
		if v == "-1" {
			return nil
		}
	}
	return v
}

func (s *sarifOutput) result(r *Result, f *schema.Finding) *sarif.Result {
	properties := sarif.NewPropertyBag()
	if f.Found != "" {
		properties.Add("found", f.Found)
	}
	if f.Expected != "" {
		properties.Add("expected", f.Expected)
	}
	if f.Declaration != nil {
		properties.Add("declaration", *f.Declaration)
	}
	if f.At != nil && !f.At.Box.IsZero() {
		properties.Add("page", f.At.Page)
		properties.Add("box", f.At.Box)
	}
	return sarif.NewRuleResult(f.Rule).
		WithRuleIndex(s.rule(Rule{ID: f.Rule, Severity: f.Severity})).
		WithLevel(sarifLevel(f.Severity)).
		WithMessage(sarif.NewTextMessage(f.Message)).
		WithLocations([]*sarif.Location{s.location(r, f)}).
		WithPartialFingerprints(map[string]string{"pbt/v1": f.Fingerprint, "primaryLocationLineHash": f.Fingerprint}).
		WithProperties(properties)
}

func (s *sarifOutput) location(r *Result, f *schema.Finding) *sarif.Location {
	file, member := outer(r.File)
	n, column := line(f.At)
	region := sarif.NewRegion().WithStartLine(n)
	if column > 0 {
		region.WithStartColumn(column)
	}
	l := sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(uri(s.opt.Dir, file))).
		WithRegion(region))
	return l.WithLogicalLocations(logical(member, f))
}

// logical lists where a finding is in terms of the document: the archive's
// member, the page, cell or row, and the path in the declaration.
func logical(member string, f *schema.Finding) []*sarif.LogicalLocation {
	out := []*sarif.LogicalLocation{}
	add := func(kind, name string) {
		if name != "" {
			out = append(out, sarif.NewLogicalLocation().WithKind(kind).WithName(name).WithFullyQualifiedName(name))
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
	s.run.AddInvocation(sarif.NewInvocation().WithExecutionSuccessful(!s.unreadable))
	log := sarif.NewReport().AddRun(s.run)
	log.Schema = schemaURI
	v, err := trimmed(log)
	if err != nil {
		return err
	}
	run := v.(map[string]any)["runs"].([]any)[0].(map[string]any)
	run["results"] = append([]json.RawMessage{}, s.results...)
	enc := json.NewEncoder(s.w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
