package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// junitOutput is a test suite a document and a test case a rule: a rule that
// found something at or above --fail-on is a failure, a part that could not be
// read is an error, and lesser findings stand in the case's output.
type junitOutput struct {
	w     *bufio.Writer
	opt   Options
	begun bool
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name      string      `xml:"name,attr"`
	Classname string      `xml:"classname,attr"`
	Failure   *junitFault `xml:"failure,omitempty"`
	Error     *junitFault `xml:"error,omitempty"`
	SystemOut string      `xml:"system-out,omitempty"`
}

type junitFault struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func newJUnit(w io.Writer, opt Options) *junitOutput {
	return &junitOutput{w: bufio.NewWriter(w), opt: opt}
}

func (j *junitOutput) begin() {
	if !j.begun {
		j.begun = true
		j.w.WriteString(xml.Header + "<testsuites name=\"pbt\">\n")
	}
}

// Write writes the suite of one file.
func (j *junitOutput) Write(r *Result) error {
	j.begin()
	body, err := xml.MarshalIndent(j.suite(r), "  ", "  ")
	if err != nil {
		return err
	}
	j.w.Write(body)
	j.w.WriteString("\n")
	return j.w.Flush()
}

// suite sorts the findings of a file into the cases of their rules: first the
// rules of the set, in their order, then those of the reading that spoke.
func (j *junitOutput) suite(r *Result) junitSuite {
	byRule := map[string][]*schema.Finding{}
	var order []string
	if !r.Aside {
		for _, rule := range j.opt.Rules {
			if rule.Reading {
				continue
			}
			order = append(order, rule.ID)
			byRule[rule.ID] = nil
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if _, known := byRule[f.Rule]; !known {
			order = append(order, f.Rule)
		}
		byRule[f.Rule] = append(byRule[f.Rule], f)
	}
	s := junitSuite{Name: xmlText(r.File), Tests: len(order)}
	for _, rule := range order {
		c := j.testCase(r, rule, byRule[rule])
		if c.Failure != nil {
			s.Failures++
		}
		if c.Error != nil {
			s.Errors++
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}

func (j *junitOutput) testCase(r *Result, rule string, findings []*schema.Finding) junitCase {
	c := junitCase{Name: rule, Classname: xmlText(r.File)}
	var bad, rest []string
	first := ""
	for _, f := range findings {
		text := fmt.Sprintf("%s: %s", f.Severity, xmlText(plain(r, f, "", j.opt.Lang)))
		if f.At != nil && f.At.Line > 0 {
			text = f.At.String() + ": " + text
		}
		if !fails(f.Severity, j.opt.FailOn) {
			rest = append(rest, text)
			continue
		}
		if first == "" {
			first = xmlText(f.Message)
		}
		bad = append(bad, text)
	}
	c.SystemOut = strings.Join(rest, "\n")
	if len(bad) == 0 {
		return c
	}
	fault := &junitFault{Message: first, Type: rule, Text: strings.Join(bad, "\n")}
	if reading(findings[0]) {
		c.Error = fault
	} else {
		c.Failure = fault
	}
	return c
}

// reading reports whether a finding says that something could not be read.
func reading(f *schema.Finding) bool {
	return f.Severity == schema.SeverityError && strings.HasPrefix(f.Rule, "extract.")
}

// xmlText drops what XML 1.0 cannot hold; the encoder would put U+FFFD there.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

// Flush closes the report.
func (j *junitOutput) Flush() error {
	j.begin()
	j.w.WriteString("</testsuites>\n")
	return j.w.Flush()
}
