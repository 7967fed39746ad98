// Package methods scores self-evaluations by published methods. A method is
// data: which share of its weight an indicator is due where its target was met,
// missed or graded. The reading of target and actual value is that of
// indicator/value.
package methods

import (
	"embed"
	"fmt"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

//go:embed *.yaml
var embedded embed.FS

// Default is the method that scores where none is named.
const Default = "mof10"

// Method says what an indicator is due.
type Method struct {
	ID     string      `yaml:"id"`
	Title  schema.Text `yaml:"title"`
	Source string      `yaml:"source"`
	// Over is the ratio of completion from which a target is far exceeded.
	Over string `yaml:"over"`
	// Execution is what the row of budget execution is due: proportional to the
	// rate, at most its weight.
	Execution Share  `yaml:"execution"`
	Quantity  Shares `yaml:"quantity"`
	Deadline  Shares `yaml:"deadline"`
	// Words are qualitative targets, Grades those of a scale (优 良 中 差).
	Words  Shares `yaml:"words"`
	Grades Shares `yaml:"grades"`

	over decimal.Decimal
}

// Shares are what a kind of indicator is due by how it came out.
type Shares struct {
	Met    Share `yaml:"met"`
	Partly Share `yaml:"partly"`
	Missed Share `yaml:"missed"`
}

// Share is a part of a weight: full, none, proportional to the completion, or a
// range within which the reviewer decides.
type Share struct {
	Proportional bool
	Min, Max     decimal.Decimal
}

// UnmarshalYAML reads full, none, proportional, a number from 0 to 1, or two of
// them.
func (s *Share) UnmarshalYAML(n *yml.Node) error {
	switch n.Value {
	case "full":
		s.Min, s.Max = decimal.NewFromInt(1), decimal.NewFromInt(1)
		return nil
	case "none":
		s.Min, s.Max = decimal.Zero, decimal.Zero
		return nil
	case "proportional":
		s.Proportional = true
		return nil
	}
	ends := n.Content
	if len(ends) == 0 {
		ends = []*yml.Node{n, n}
	}
	if len(ends) != 2 {
		return fmt.Errorf("line %d: a share is full, none, proportional, a number from 0 to 1, or two of them", n.Line)
	}
	var err error
	for i, d := range []*decimal.Decimal{&s.Min, &s.Max} {
		if *d, err = decimal.NewFromString(ends[i].Value); err != nil || d.IsNegative() || d.GreaterThan(decimal.NewFromInt(1)) {
			return fmt.Errorf("line %d: %q is no share of a weight, expected a number from 0 to 1", ends[i].Line, ends[i].Value)
		}
	}
	if s.Max.LessThan(s.Min) {
		return fmt.Errorf("line %d: the range %s to %s is upside down", n.Line, s.Min, s.Max)
	}
	return nil
}

// Load reads a method from YAML; file names it in errors.
func Load(file string, data []byte) (*Method, error) {
	m := &Method{}
	if err := yml.Decode(file, data, m); err != nil {
		return nil, err
	}
	if m.ID == "" {
		return nil, fmt.Errorf("%s: the method has no id", file)
	}
	over, err := decimal.NewFromString(m.Over)
	if m.Over == "" {
		over, err = decimal.NewFromString("1.3")
	}
	if err != nil || !over.GreaterThan(decimal.NewFromInt(1)) {
		return nil, fmt.Errorf("%s: over is %q, expected a ratio above 1 such as \"1.3\"", file, m.Over)
	}
	m.over = over
	return m, nil
}

// Named is a method of the package; its error lists those there are.
func Named(id string) (*Method, error) {
	data, err := embedded.ReadFile(id + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("no scoring method is called %q, expected one of %s or a YAML file", id, strings.Join(Names(), ", "))
	}
	return Load(id+".yaml", data)
}

// Source is the YAML of a method of the package, to start one's own from.
func Source(id string) ([]byte, error) { return embedded.ReadFile(id + ".yaml") }

// Names are the ids of the package's methods, sorted.
func Names() []string {
	entries, err := embedded.ReadDir(".")
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	sort.Strings(out)
	return out
}
