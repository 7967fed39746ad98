package report

import (
	"encoding/xml"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestJUnit(t *testing.T) {
	got := render(t, "junit", options(schema.ZH), results())
	golden(t, "golden.junit.xml", got)
	var doc struct {
		Suites []junitSuite `xml:"testsuite"`
	}
	if err := xml.Unmarshal(got, &doc); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][3]int{{4, 2, 0}, {4, 0, 1}, {5, 0, 1}, {3, 0, 0}, {1, 0, 0}} {
		s := doc.Suites[i]
		if [3]int{s.Tests, s.Failures, s.Errors} != want || len(s.Cases) != s.Tests {
			t.Errorf("suite %s: %d tests, %d failures, %d errors", s.Name, s.Tests, s.Failures, s.Errors)
		}
	}
	opt := options(schema.ZH)
	opt.FailOn = schema.SeverityInfo
	if err := xml.Unmarshal(render(t, "junit", opt, results()[2:3]), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Suites[len(doc.Suites)-1].Failures != 1 {
		t.Error("an info is no failure at --fail-on info")
	}
}
