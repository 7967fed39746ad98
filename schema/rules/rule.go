package rules

import (
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// Rule is one rule as data: what it says, where it applies, why, and how it is
// shown to work.
type Rule struct {
	// ID is a slug that explains itself and is never re-used: budget.sum-total.
	ID       string          `json:"id"`
	Title    schema.Text     `json:"title"`
	Message  schema.Text     `json:"message"`
	Hint     schema.Text     `json:"hint,omitzero"`
	Severity schema.Severity `json:"severity"`
	// Severities are all that the rule can give, the highest first.
	Severities []schema.Severity `json:"severities"`
	// Profiles are the forms the rule applies to; empty means all.
	Profiles []string `json:"profiles,omitempty"`
	// Basis is why the rule exists: a document's number and title, or a code.
	Basis []Basis `json:"basis"`
	Kind  string  `json:"kind"`
	// Params are the kind's parameters as the rule file writes them.
	Params   map[string]any `json:"params,omitempty"`
	Examples Examples       `json:"-"`
	// Silences are the rules that say nothing on the same row once this one has
	// spoken; SilencesForm the same for the whole form.
	Silences     []string `json:"silences,omitempty"`
	SilencesForm []string `json:"silences_form,omitempty"`
	// Fix are the replacements that mend what the rule finds; none where a person
	// has to.
	Fix []Fix `json:"fix,omitempty"`
	// Target is set where the rule speaks only when the form is meant for a
	// certain system (CheckOptions.Target).
	Target string `json:"target,omitempty"`
	// Disabled rules are listed and never run.
	Disabled bool `json:"disabled,omitempty"`
	// Changed is set where a user's file changed what the rule checks and gave no
	// examples for it.
	Changed bool `json:"changed,omitempty"`
	// File is the rule file that adds the rule, or changes it last.
	File string `json:"-"`

	check *yml.Node
}

// CheckSource prints how the rule is checked, as the rule file writes it: its
// kind, what it looks at and its parameters.
func (r *Rule) CheckSource() string {
	if r.check == nil {
		return ""
	}
	var b strings.Builder
	if err := yml.Encode(&b, r.check); err != nil {
		return ""
	}
	return strings.TrimRight(b.String(), "\n")
}

// resolved copies a node with its aliases written out, so that a part of a file
// stands on its own.
func resolved(n *yml.Node, depth int) *yml.Node {
	for n.Alias != nil {
		n = n.Alias
	}
	c := *n
	c.Anchor, c.HeadComment, c.LineComment, c.FootComment = "", "", "", ""
	c.Content = nil
	if depth < 30 {
		for _, x := range n.Content {
			c.Content = append(c.Content, resolved(x, depth+1))
		}
	}
	return &c
}

// Basis is a ground of a rule.
type Basis struct {
	Code string      `json:"code,omitempty"`
	Text schema.Text `json:"text"`
}

// Examples are declarations that must, and must not, give the rule's finding.
type Examples struct {
	Bad, Good []Example
}

// ruleDef is a rule as the rule file writes it.
type ruleDef struct {
	ID           string      `yaml:"id" doc:"the rule's name: a family, a dot, and what is wrong, in lower-case letters and hyphens"`
	Title        schema.Text `yaml:"title" doc:"what the rule wants, in a few words"`
	Message      schema.Text `yaml:"message" doc:"what is said when it is broken; {found}, {expected}, {name}, {field}, {level}, {value}, {other} are filled in; {found_money}, {expected_money}, {other_money} are amounts as the form prints them"`
	Hint         schema.Text `yaml:"hint" doc:"what to do next"`
	Severity     string      `yaml:"severity" enum:"error|warning|info" doc:"how bad it is"`
	Profiles     []string    `yaml:"profiles" doc:"the forms it applies to; all of them where left out"`
	Basis        []string    `yaml:"basis" doc:"the codes of its grounds, or a document's number and title"`
	Kind         string      `yaml:"kind" doc:"the kind of check"`
	Where        whereDef    `yaml:"where" doc:"which rows or forms it looks at"`
	Params       *yml.Node   `yaml:"params" doc:"the parameters of the kind"`
	Cases        []caseDef   `yaml:"cases" doc:"several checks under one rule; the first that finds a fault on a row speaks"`
	Silences     []string    `yaml:"silences" doc:"rules that say nothing on the same row, or below it, once this one has spoken; value.* is a family"`
	SilencesForm []string    `yaml:"silences_form" doc:"rules that say nothing on the whole form once this one has spoken"`
	Once         bool        `yaml:"once" doc:"say it once for a form, of the first place; {other} is how many places there are"`
	Target       string      `yaml:"target" doc:"speak only when the form is checked for this system"`
	Disabled     bool        `yaml:"disabled" doc:"do not run it"`
	Fix          []Fix       `yaml:"fix" doc:"how pbt validate --fix mends the text: each match is replaced; only where no reader of the form could mean anything else"`
	Absence      bool        `yaml:"absence" doc:"the rule is about something missing: a warning where the text of a dump or picture may have lost it"`
	Reading      bool        `yaml:"reading" doc:"the rule is about the reading itself, so a repair or doubt does not soften it"`
	Examples     examplesDef `yaml:"examples" doc:"declarations that must and must not give the finding"`
}

// caseDef is one of several checks under a rule; what it leaves out is the
// rule's.
type caseDef struct {
	Severity string      `yaml:"severity" enum:"error|warning|info" doc:"how bad this case is"`
	Message  schema.Text `yaml:"message" doc:"what is said in this case"`
	Profiles []string    `yaml:"profiles" doc:"the forms this case applies to"`
	Where    *yml.Node   `yaml:"where" doc:"which rows it looks at, beside the rule's own where"`
	Params   *yml.Node   `yaml:"params" doc:"the parameters of this case, laid over the rule's"`
}

type examplesDef struct {
	Bad  []*yml.Node `yaml:"bad" doc:"declarations that must give the finding"`
	Good []*yml.Node `yaml:"good" doc:"declarations that must not"`
}

// whereDef selects the rows that a rule looks at. Every key given must hold.
type whereDef struct {
	Name          []string `yaml:"name" doc:"the indicator's name belongs to one of these lexicons"`
	NotName       []string `yaml:"not_name" doc:"the name belongs to none of these lexicons"`
	Level1        []string `yaml:"level1" doc:"the level 1 label is one of these (without 指标, 目标)"`
	NotLevel1     []string `yaml:"not_level1" doc:"the level 1 label is none of these"`
	Level2        []string `yaml:"level2" doc:"the level 2 label is one of these"`
	NotLevel2     []string `yaml:"not_level2" doc:"the level 2 label is none of these"`
	Value         []string `yaml:"value" enum:"quantity|interval|deadline|reference|qualitative|scale|compound|blank|unparsed" doc:"the kind of the value is one of these"`
	Op            []string `yaml:"op" enum:">=|>|=|<|<=|~" doc:"the value's comparator is one of these"`
	Unit          []string `yaml:"unit" enum:"percent|ratio|money|price|count|time|measure|score|other|none" doc:"the class of the value's unit is one of these"`
	Text          []string `yaml:"text" doc:"the value's text belongs to one of these lexicons"`
	NotText       []string `yaml:"not_text" doc:"the value's text belongs to none of these lexicons"`
	Implied       *bool    `yaml:"implied" doc:"whether the comparator was left out"`
	Compared      *bool    `yaml:"compared" doc:"whether most numbers of the form print a comparator, some of them another than ="`
	Per           *bool    `yaml:"per" doc:"whether the value is per month, year, …"`
	Digit         *bool    `yaml:"digit" doc:"whether the value's text holds a digit"`
	NotManagement bool     `yaml:"not_management" doc:"leave out the rows of management levels (投入与管理)"`
	Form          []string `yaml:"form" doc:"conditions on the whole form: FIELD (has a value), not FIELD, FIELD in LEXICON, FIELD not in LEXICON"`
}

// profileDef is what the rules know about a form family.
type profileDef struct {
	Title      schema.Text         `yaml:"title" doc:"the form's name"`
	Extends    string              `yaml:"extends" doc:"a profile to begin with; its rules apply here too"`
	Required   []string            `yaml:"required" doc:"fields that must be filled in"`
	Expected   []string            `yaml:"expected" doc:"fields that the form prints and that should be filled in"`
	Levels     []levelDef          `yaml:"levels" doc:"the level 1 labels in their order; none where the form has no fixed ones"`
	Open       bool                `yaml:"open" doc:"level 2 labels outside the list are allowed"`
	Local      map[string][]string `yaml:"local" doc:"level 2 labels that templates of some places print under another level 1 label than their own"`
	Aliases    map[string][]string `yaml:"aliases" doc:"other spellings of a label"`
	Management []string            `yaml:"management" doc:"level 1 labels whose rows describe management, not results"`
	Weights    weightsDef          `yaml:"weights" doc:"what the weights add up to"`
	Base       *yml.Node           `yaml:"base" doc:"a faultless declaration that the examples build on"`
}

type levelDef struct {
	Name      string   `yaml:"name" doc:"the label without 指标 or 目标"`
	Mandatory bool     `yaml:"mandatory" doc:"the form must have rows under it"`
	Children  []string `yaml:"children" doc:"the level 2 labels in their order"`
	Wanted    []string `yaml:"wanted" doc:"level 2 labels that should have rows"`
}

type weightsDef struct {
	Sums      []string    `yaml:"sums" doc:"the totals that are right"`
	Execution bool        `yaml:"execution" doc:"the row of the budget execution counts"`
	Schemes   []schemeDef `yaml:"schemes" doc:"the points of each level 1 label"`
}

type schemeDef struct {
	When   []string          `yaml:"when" doc:"the level 1 labels that the form has"`
	Points map[string]string `yaml:"points" doc:"level 1 label: points"`
}

// profile is a compiled profileDef.
type profile struct {
	id      string
	chain   []string // the id and those it extends
	def     profileDef
	alias   map[string]string
	l1      map[string]int
	l2      map[string][]int // level 2 label → the level 1 labels that own it
	l2order map[[2]string]int
	cache   map[string]string
}

// named is a node under its name.
type named struct {
	name string
	node *yml.Node
}
