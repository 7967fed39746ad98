package rules

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/pbt-cli/pbt/schema"
)

var update = flag.Bool("update", false, "write docs/rules.md anew")

// launchSet is what the first release checks; ids are never re-used, so none of
// these may go.
const launchSet = `
form.family-unknown form.title-missing form.year-missing form.year-inconsistent field.required-missing
field.placeholder field.truncated field.text-duplicate field.enum cat.recurrence-conflict cat.new-with-history
date.invalid date.order date.outside-year date.text-after-end value.deadline-outside-year budget.unparsable
budget.negative budget.sum-total budget.sum-year budget.year-exceeds-total
budget.multi-year-total-equals-annual budget.executed-exceeds-budget budget.change-large budget.unit-suspect
budget.cost-exceeds-total budget.tasks-sum budget.transfer-sum budget.exec-rate hier.l1-unknown
hier.l2-unknown hier.l1-missing hier.l2-required hier.l2-wrong-parent hier.split-block hier.l3-empty
hier.l3-duplicate hier.l3-too-few hier.cost-missing hier.satisfaction-misplaced hier.input-as-output
name.goal-like value.echoes-name value.blank value.unparsed value.op-missing value.unit-missing
value.unit-mismatch value.percent-over-100 value.ge-100 value.satisfaction-range value.satisfaction-op
value.negative-op value.positive-op value.cost-op value.direction-conflict value.positive-zero value.vacuous
value.contradictory value.qualitative-for-quantifiable value.vague value.qualitative-share
value.deadline-missing value.exec-rate value.system-incompatible goal.missing goal.other-year weight.sum
weight.l1-scheme weight.nonpositive weight.parent-sum self.score-over-weight self.actual-missing
self.reason-missing self.total extract.l2-ambiguous extract.label-garbled extract.residue code.duplicate
`

func TestLaunchSet(t *testing.T) {
	s := defaultSet(t)
	for _, id := range strings.Fields(launchSet) {
		r, ok := s.Rule(id)
		if !ok || r.Disabled {
			t.Errorf("the rule %s is not there", id)
		}
	}
}

// TestRulesComplete holds that every rule says all that a reader of it needs.
func TestRulesComplete(t *testing.T) {
	for _, r := range defaultSet(t).Rules() {
		if len(r.Examples.Bad) == 0 || len(r.Examples.Good) == 0 {
			t.Errorf("%s: no bad or no good example", r.ID)
		}
		if len(r.Basis) == 0 {
			t.Errorf("%s: no grounds", r.ID)
		}
		for _, b := range r.Basis {
			if b.Code == "" {
				t.Errorf("%s: %q is no known ground", r.ID, b.Text.ZH)
			}
			if strings.Contains(b.Text.ZH, "条") {
				t.Errorf("%s: the ground %q cites a clause", r.ID, b.Text.ZH)
			}
		}
		if r.Title.EN == r.Title.ZH || r.Message.EN == r.Message.ZH {
			t.Errorf("%s: not in both languages", r.ID)
		}
	}
}

// TestLoadMistakes holds how a mistake in a user's file is shown: the place,
// what is wrong, what was expected, and the line with a mark under the word.
func TestLoadMistakes(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"unknown key", "extends: default\nrules:\n- id: value.op-missing\n  sevrity: info\n",
			"ours.yaml:4:3: unknown key \"sevrity\" (did you mean \"severity\"?); expected one of: id, title, message, hint, severity, "},
		{"severity", "extends: default\nrules:\n- id: value.op-missing\n  severity: fatal\n",
			"ours.yaml:4:13: unknown word \"fatal\"; expected one of: error, warning, info\n  4 |   severity: fatal\n    |             ^\n"},
		{"no such rule", "extends: default\nrules:\n- id: value.op-mising\n  severity: info\n",
			"ours.yaml:3:7: there is no rule \"value.op-mising\" to change (did you mean \"value.op-missing\"?); expected"},
		{"bad slug", "rules:\n- id: Value_Op\n  kind: required\n", "ours.yaml:2:7: the id \"Value_Op\" is no slug; expected"},
		{"unknown kind", "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: requird\n",
			"ours.yaml:6:9: unknown kind \"requird\" (did you mean \"required\"?); expected one of: required, enum,"},
		{"unknown field", "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: required\n  params: {fields: [project.nam]}\n",
			"ours.yaml:7:21: unknown field \"project.nam\" (did you mean \"project.name\"?); expected one of: form,"},
		{"unknown lexicon", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: lexicon\n  params: {of: value, any: [vage]}\n",
			"ours.yaml:8:29: unknown lexicon \"vage\" (did you mean \"vague\"?); expected one of:"},
		{"lexicon in where", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: lexicon\n  where: {name: [costs]}\n  params: {of: value, any: [vague]}\n",
			"ours.yaml:8:18: unknown lexicon \"costs\""},
		{"placeholder", "rules:\n- id: ours.a\n  title: 甲\n  message: \"{fund}\"\n  severity: info\n  kind: count\n  params: {min: 1}\n",
			"ours.yaml:4:12: unknown placeholder {fund} (did you mean \"found\"?)"},
		{"number", "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: count\n  params: {min: many}\n",
			"ours.yaml:7:17: expected a whole number, found \"many\""},
		{"regexp", "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: pattern\n  params: {of: name, match: '(a'}\n",
			"ours.yaml:7:29: no regular expression: missing closing )"},
		{"expression", "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: expr\n  params: {when: funds.totl > 0}\n",
			"ours.yaml:7:"},
		{"expression type", "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: expr\n  params: {when: project.name}\n",
			"ours.yaml:7:"},
		{"profile", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  profiles: [sh2020]\n  kind: count\n  params: {min: 1}\n",
			"ours.yaml:7:14: unknown profile \"sh2020\" (did you mean \"sh-2020\"?)"},
		{"extends", "extends: province\n", "ours.yaml:1:10: the rule set \"province\" cannot be read: no such file; expected default or a rule file"},
		{"extends nearly", "extends: defualt\n", "(did you mean \"default\"?)"},
		{"extends nothing", "rules:\n- id: value.vague\n  severity: info\n", "ours.yaml:2:7: there is no rule \"value.vague\" to change, since the file extends no set; begin it with extends: default"},
		{"disables nothing", "disable: [value.vague]\n", "ours.yaml:1:11: no rule matches \"value.vague\", since the file extends no set"},
		{"empty", "", "ours.yaml:1: the rule file is empty; expected extends: default on the first line"},
		{"only comments", "# ours\n", "ours.yaml:1: the rule file is empty"},
		{"no rule", "title: ours\n", "ours.yaml:1: the rule file is empty"},
		{"full-width comma", "extends: default\nlexicons:\n  promise:\n    terms: [争取，力争，尽量]\n", "ours.yaml:4:13: the word \"争取，力争，尽量\" holds a full-width comma"},
		{"full-width key", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: lexicon\n  params: {of：value}\n",
			"  = hint: it holds a full-width “：”; write “: ”"},
		{"dash", "extends: default\nrules:\n- id: value.vague\n  severity: info\n-id: value.blank\n", "  = hint: write “- ” with a space before an item of a list"},
		{"target", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: count\n  target: System Export\n  params: {min: 1}\n",
			"ours.yaml:8:11: the target \"System Export\" is no slug"},
		{"twice", "rules:\n- id: ours.a\n  kind: count\n- id: ours.a\n  kind: count\n", "ours.yaml:4:7: the rule \"ours.a\" stands twice in this file"},
		{"disable", "extends: default\ndisable: [valeu.*]\n", "ours.yaml:2:11: no rule matches \"valeu.*\""},
		{"syntax", "rules:\n- id: [\n", "ours.yaml:"},
		{"incomplete", "rules:\n- id: ours.a\n  kind: count\n  params: {min: 1}\n", "ours.yaml:2:7: the rule \"ours.a\" has no title"},
		{"list", "- a\n", "ours.yaml:1:1: expected a rule file with the keys extends, title,"},
		{"where word", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: unit\n  where: {value: [number]}\n  params: {missing: true}\n",
			"ours.yaml:8:19: unknown word \"number\"; expected one of: quantity,"},
		{"condition", "extends: default\nrules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: count\n  where: {form: [year is 2024]}\n  params: {min: 1}\n",
			"ours.yaml:8:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load("ours.yaml", []byte(tt.src), func(string) ([]byte, error) { return nil, errors.New("no such file") })
			if err == nil {
				t.Fatal("no error")
			}
			text := FormatErrors(err, schema.EN)
			if !strings.Contains(text, tt.want) {
				t.Errorf("got\n%s\nwant it to hold\n%s", text, tt.want)
			}
			for _, e := range errorsIn(err) {
				if e.File != "ours.yaml" || e.Line == 0 {
					t.Errorf("no place: %+v", e)
				}
				if !hasHan(e.ZH) {
					t.Errorf("not in Chinese: %s", e.Text)
				}
			}
		})
	}
}

// TestBadExamples holds that an example that cannot be built is refused, with
// its place and the reason.
func TestBadExamples(t *testing.T) {
	rule := "rules:\n- id: ours.a\n  title: 甲\n  message: 乙\n  severity: info\n  kind: count\n  params: {min: 1}\n  examples:\n    bad:\n    - "
	tests := []struct{ name, src, want string }{
		{"another sign between levels", "extends: default\n" + rule + "rows: [{at: 效益指标>社会效益指标, name: 获得感}]\n", "no level \"效益指标>社会效益指标\" in the form mof101-core; write the labels from the top, divided by “/”: 成本/经济成本"},
		{"below a level", "extends: default\n" + rule + "rows: [{at: 效益指标/社会效益>就业, name: 获得感}]\n", "no level \"社会效益>就业\""},
		{"level 2 first", "extends: default\n" + rule + "rows: [{at: 廉政指标, name: 获得感}]\n", "no level \"廉政指标\""},
		{"nothing to remove", "extends: default\n" + rule + "remove: [project.nam]\n", "nothing to remove at \"project.nam\""},
		{"extends nothing", rule + "{}\n", "no form to build examples on, since the file extends no set; begin it with extends: default"},
		{"profile", "extends: default\n" + rule + "profile: sh2020\n", "no profile \"sh2020\" with a base for examples; expected one of: generic"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Load("ours.yaml", []byte(tt.src), nil)
			if err != nil {
				t.Fatal(FormatErrors(err, schema.EN))
			}
			res := s.TestExamples(func(id string) bool { return id == "ours.a" })
			if len(res) != 1 || res[0].Err == nil || res[0].OK {
				t.Fatalf("got %+v", res)
			}
			if text := FormatErrors(res[0].Err, schema.EN); !strings.HasPrefix(text, "ours.yaml:") || !strings.Contains(text, tt.want) {
				t.Errorf("got %s", text)
			}
			for _, e := range errorsIn(res[0].Err) {
				if !hasHan(e.ZH) || e.Line == 0 {
					t.Errorf("not in Chinese, or no place: %+v", e)
				}
			}
		})
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// TestFaultsInChinese holds that every fault that the package can find is in
// both languages, with the same places to fill in.
func TestFaultsInChinese(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fault := regexp.MustCompile(`(?:\.errorf|\.need|badExample)\((?:[^"\n]|"[a-z]+", )*("(?:[^"\\]|\\.){9,}")`)
	n := 0
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fault.FindAllStringSubmatch(string(src), -1) {
			en, err := strconv.Unquote(m[1])
			if err != nil {
				t.Fatal(err)
			}
			n++
			if zh, ok := inChinese[en]; !ok {
				t.Errorf("%s: %q is not in Chinese", name, en)
			} else if strings.Count(zh, "%") != strings.Count(en, "%") {
				t.Errorf("%s: %q and %q differ in what they fill in", name, en, zh)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d faults found in the source", n)
	}
}

// TestLoadReportsAll holds that several mistakes are reported in one go.
func TestLoadReportsAll(t *testing.T) {
	src := "extends: default\nrules:\n- id: value.vague\n  severity: bad\n- id: hier.l3-too-many\n  params: {max: x}\n- id: ours.b\n  kind: nothing\n"
	_, err := Load("ours.yaml", []byte(src), nil)
	lines := map[int]bool{}
	for _, e := range errorsIn(err) {
		lines[e.Line] = true
	}
	for _, want := range []int{4, 6, 8} {
		if !lines[want] {
			t.Errorf("line %d is not reported:\n%s", want, FormatErrors(err, schema.EN))
		}
	}
}

// TestUserRules holds what a user's file can do: change a severity and a
// parameter, switch rules off, add words to a lexicon, add a rule, a profile.
func TestUserRules(t *testing.T) {
	src := `
extends: default
disable: [name.*, value.strict-op]
lexicons:
  vague: {add: [力争], remove: [大力]}
  contract:
    title: 合同类
    terms: [合同…率$]
profiles:
  临江: {extends: mof88-project, required: [year, unit, department]}
rules:
- id: value.ge-100
  severity: info
- id: hier.l3-too-few
  params: {min: 7}
- id: ours.contract-rate
  title: {zh: 合同类指标须为百分比, en: contract rates are percentages}
  message: {zh: "“{name}”的单位是“{other}”", en: "{name} is in {other}"}
  severity: error
  kind: unit
  where: {name: [contract]}
  params: {classes: [percent]}
  examples:
    bad: [{profile: 临江, rows: [{at: 产出指标/数量指标, name: 合同按期履行率, value: ≥5份}]}]
    good: [{profile: 临江}]
`
	s, err := Load("ours.yaml", []byte(src), nil)
	if err != nil {
		t.Fatal(FormatErrors(err, schema.EN))
	}
	for _, r := range s.TestExamples(nil) {
		if r.Rule == "ours.contract-rate" && !r.OK {
			t.Errorf("example %d: %v %v", r.Index, r.Err, ids(r.Findings))
		}
	}
	doc, err := s.Base("mof88-project")
	if err != nil {
		t.Fatal(err)
	}
	d := doc.Declarations[0]
	d.Form = "临江"
	d.Department = ""
	leaf := d.Indicators[0].Children[1].Children[0]
	leaf.Value = &schema.Value{Text: ">100%", Kind: schema.KindQuantity, Op: schema.OpGT, Number: "100", Unit: "%"}
	d.Indicators[1].Children[0].Children[0].Value = &schema.Value{Text: "力争提高", Kind: schema.KindQualitative}
	got := map[string]schema.Severity{}
	for _, f := range s.Check(doc, CheckOptions{}) {
		got[f.Rule] = f.Severity
	}
	want := map[string]schema.Severity{
		"field.required-missing":             schema.SeverityError,
		"value.ge-100":                       schema.SeverityInfo,
		"hier.l3-too-few":                    schema.SeverityWarning,
		"value.qualitative-for-quantifiable": schema.SeverityWarning,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	base := defaultSet(t)
	if s.Hash() == base.Hash() {
		t.Error("the hash does not tell the sets apart")
	}
}

// TestExtendsChain holds that files build on each other, and that a file that
// comes back to itself is refused.
func TestExtendsChain(t *testing.T) {
	files := map[string]string{
		"county.yaml": "extends: city.yaml\nrules:\n- id: value.vague\n  severity: info\n",
		"city.yaml":   "extends: default\ndisable: [name.long]\n",
		"a.yaml":      "extends: b.yaml\n",
		"b.yaml":      "extends: a.yaml\n",
	}
	resolve := func(name string) ([]byte, error) {
		if s, ok := files[name]; ok {
			return []byte(s), nil
		}
		return nil, os.ErrNotExist
	}
	s, err := Load("county.yaml", []byte(files["county.yaml"]), resolve)
	if err != nil {
		t.Fatal(FormatErrors(err, schema.EN))
	}
	vague, _ := s.Rule("value.vague")
	long, _ := s.Rule("name.long")
	if vague.Severity != schema.SeverityInfo || !long.Disabled {
		t.Errorf("severity %s, disabled %t", vague.Severity, long.Disabled)
	}
	if _, err := Load("a.yaml", []byte(files["a.yaml"]), resolve); err == nil {
		t.Error("a file that extends itself was accepted")
	}
}

// TestFingerprints holds that a fingerprint stays when a row moves and that no
// two findings share one.
func TestFingerprints(t *testing.T) {
	s := defaultSet(t)
	doc := readTestForm(t, "form1.yaml")
	before := map[string]string{}
	for _, f := range s.Check(doc, CheckOptions{}) {
		if other, ok := before[f.Fingerprint]; ok {
			t.Errorf("%s and %s share a fingerprint", other, f.Rule+" "+f.Path)
		}
		before[f.Fingerprint] = f.Rule + " " + f.Path
	}
	rows := doc.Declarations[0].Indicators[2].Children[0].Children
	rows[2], rows[4] = rows[4], rows[2]
	for _, f := range s.Check(doc, CheckOptions{}) {
		if strings.HasPrefix(f.Rule, "value.vague") || strings.HasPrefix(f.Rule, "name.goal") {
			if _, ok := before[f.Fingerprint]; !ok {
				t.Errorf("%s %s has a new fingerprint after its row moved", f.Rule, f.Path)
			}
		}
	}
}

// TestPlaces holds that a finding carries the place of its path, or of the
// nearest path above.
func TestPlaces(t *testing.T) {
	s := defaultSet(t)
	doc, err := s.Base("sh-2020")
	if err != nil {
		t.Fatal(err)
	}
	d := doc.Declarations[0]
	d.Project.End = "2019-12-31"
	d.Indicators[1].Children[0].Children[0].Value = &schema.Value{Text: "", Kind: schema.KindBlank}
	d.Trace = map[string]schema.Place{
		"project.end":                           {Sheet: "表", Cell: "D4"},
		"indicators[1].children[0].children[0]": {Sheet: "表", Cell: "C20"},
	}
	want := map[string]string{"date.order": "表!D4", "value.blank": "表!C20"}
	got := map[string]string{}
	for _, f := range s.Check(doc, CheckOptions{}) {
		if f.At != nil {
			got[f.Rule] = f.At.String()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSoftened holds when an error becomes a warning.
func TestSoftened(t *testing.T) {
	s := defaultSet(t)
	tests := []struct {
		name   string
		rule   string
		change func(*schema.Document)
		want   schema.Severity
	}{
		{"missing in a workbook", "field.required-missing", func(d *schema.Document) {
			d.Declarations[0].Unit, d.Declarations[0].Unfilled = "", []string{"unit"}
		}, schema.SeverityError},
		{"a cell that the template has not", "field.required-missing", func(d *schema.Document) { d.Declarations[0].Unit = "" }, schema.SeverityInfo},
		{"missing in a dump", "field.required-missing", func(d *schema.Document) {
			d.Declarations[0].Unit, d.Declarations[0].Unfilled = "", []string{"unit"}
			d.Source.Format = schema.FormatText
		}, schema.SeverityWarning},
		{"arithmetic in a dump", "budget.year-exceeds-total", func(d *schema.Document) {
			d.Declarations[0].Funds.Year = "9000000"
			d.Source.Format = schema.FormatText
		}, schema.SeverityError},
		{"repaired", "budget.year-exceeds-total", func(d *schema.Document) {
			d.Declarations[0].Funds.Year = "9000000"
			d.Declarations[0].Repairs = []schema.Repair{{Path: "funds.year", From: "9O0", To: "900", Why: "confusable", Confidence: 0.8}}
		}, schema.SeverityWarning},
		{"white space repaired", "budget.year-exceeds-total", func(d *schema.Document) {
			d.Declarations[0].Funds.Year = "9000000"
			d.Declarations[0].Repairs = []schema.Repair{{Path: "funds.year", From: "9 0", To: "90", Why: "wrap-space", Confidence: 1}}
		}, schema.SeverityError},
		{"level in doubt, value wrong", "value.positive-op", func(d *schema.Document) {
			d.Declarations[0].Indicators[1].Children[1].Children[0].Value = &schema.Value{Text: "≤90%", Kind: schema.KindQuantity, Op: schema.OpLE, Number: "90", Unit: "%"}
			d.Declarations[0].Uncertain = []schema.Doubt{{Path: "indicators[1].children[1].children[0]", Question: "level2", Chosen: "质量", Alternatives: []string{"数量"}}}
		}, schema.SeverityError},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := s.Base("sh-2020")
			if err != nil {
				t.Fatal(err)
			}
			tt.change(doc)
			for _, f := range s.Check(doc, CheckOptions{}) {
				if f.Rule == tt.rule {
					if f.Severity != tt.want {
						t.Errorf("%s is %s, want %s", f.Rule, f.Severity, tt.want)
					}
					return
				}
			}
			t.Errorf("no %s", tt.rule)
		})
	}
}

// TestSaidOnce holds that what the reading has said is not said again.
func TestSaidOnce(t *testing.T) {
	s := defaultSet(t)
	doc, err := s.Base("generic")
	if err != nil {
		t.Fatal(err)
	}
	zero := 0
	doc.Problems = []schema.Finding{{Rule: "form.family-unknown", Severity: schema.SeverityWarning, Declaration: &zero}}
	for _, f := range s.Check(doc, CheckOptions{}) {
		t.Errorf("%s: %s", f.Rule, f.Message)
	}
}

// TestDocsCurrent holds that the reference page is what the rule set says now.
func TestDocsCurrent(t *testing.T) {
	if *update {
		if err := os.WriteFile("../../docs/rules.md", []byte(defaultSet(t).Docs()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(defaultSet(t).Docs(), string(page)); diff != "" {
		t.Errorf("docs/rules.md is stale; write it with: pbt rules docs --out docs/rules.md\n%.2000s", diff)
	}
}

// TestDocExamplesLoad holds that the rule files shown on the page for rule
// writers load, and that their examples come out right.
func TestDocExamplesLoad(t *testing.T) {
	for _, name := range []string{"writing-rules.md", "writing-rules.zh-CN.md"} {
		page, err := os.ReadFile("../../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files := yamlBlocks(string(page))
		if len(files) < 5 {
			t.Errorf("%s: only %d rule files on the page", name, len(files))
		}
		for i, src := range files {
			s, err := Load(fmt.Sprintf("%s#%d", name, i+1), []byte(src), nil)
			if err != nil {
				t.Errorf("%s", FormatErrors(err, schema.EN))
				continue
			}
			for _, r := range s.TestExamples(func(id string) bool { return i == 0 || strings.HasPrefix(id, "ours.") }) {
				if !r.OK {
					t.Errorf("%s, file %d, %s, bad=%t %d: %v %v", name, i+1, r.Rule, r.Bad, r.Index, r.Err, ids(r.Findings))
				}
			}
		}
	}
}

// yamlBlocks gives the blocks of a page that are whole rule files.
func yamlBlocks(page string) []string {
	var out []string
	for _, part := range strings.Split(page, "```yaml\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		if strings.HasPrefix(block, "extends:") {
			out = append(out, block)
		}
	}
	return out
}

// TestDoubtsOfTexts holds that texts in doubt are said once a form, and that a
// label in doubt is not said again at every row below it.
func TestDoubtsOfTexts(t *testing.T) {
	s := defaultSet(t)
	doc, err := s.Base("sh-2020")
	if err != nil {
		t.Fatal(err)
	}
	const label = "indicators[1].children[0]"
	doc.Declarations[0].Uncertain = []schema.Doubt{
		{Path: label + ".name", Question: schema.QuestionText, Chosen: "质最", Alternatives: []string{"质量"}},
		{Path: label + ".children[0]", Question: "level2", Chosen: "质最", Alternatives: []string{"质量"}},
		{Path: label + ".children[0].value", Question: schema.QuestionText, Chosen: "≥5次", Alternatives: []string{"≥6次"}},
	}
	n := map[string]int{}
	for _, f := range s.Check(doc, CheckOptions{}) {
		if n[f.Rule]++; f.Rule == "extract.text-unsure" && !strings.Contains(f.Message, "有 2 处文字读取存疑：质最、≥5次") {
			t.Error(f.Message)
		}
	}
	if n["extract.text-unsure"] != 1 || n["extract.l2-ambiguous"] != 0 {
		t.Errorf("%d findings of texts, %d of levels", n["extract.text-unsure"], n["extract.l2-ambiguous"])
	}
}

// TestDoubtNamesOthers holds that what a doubt leaves open is what was not
// chosen.
func TestDoubtNamesOthers(t *testing.T) {
	s := defaultSet(t)
	doc, err := s.Base("sh-2020")
	if err != nil {
		t.Fatal(err)
	}
	doc.Declarations[0].Uncertain = []schema.Doubt{
		{Path: "indicators[1].children[0].children[0]", Question: "level2", Chosen: "时效", Alternatives: []string{"时效", "质量", "质量"}},
	}
	for _, f := range s.Check(doc, CheckOptions{}) {
		if f.Rule == "extract.l2-ambiguous" {
			if f.Found != "时效" || f.Expected != "质量" || !strings.Contains(f.Message, "读作“时效”，也可能是：质量") {
				t.Errorf("found %q, expected %q: %s", f.Found, f.Expected, f.Message)
			}
			return
		}
	}
	t.Error("no extract.l2-ambiguous")
}

// TestDoubtWithoutName holds that a doubt about a level that no indicator's name
// stands for is said without an empty quotation.
func TestDoubtWithoutName(t *testing.T) {
	s := defaultSet(t)
	doc, err := s.Base("sh-2020")
	if err != nil {
		t.Fatal(err)
	}
	doc.Declarations[0].Uncertain = []schema.Doubt{{Path: "indicators[1].children[0]", Question: "level2", Chosen: "时效", Alternatives: []string{"质量"}}}
	said := messagesOf(s, doc, "extract.l2-ambiguous")
	if len(said) != 1 || strings.Contains(said[0], "“”") || !strings.Contains(said[0], "读作“时效”，也可能是：质量") {
		t.Error(said)
	}
}

// TestDocumentNumbers holds that all numbers of a field that lack their brackets are
// counted and listed as they should stand, those with a space in them as well.
func TestDocumentNumbers(t *testing.T) {
	s := defaultSet(t)
	doc, err := s.Base("sh-2020")
	if err != nil {
		t.Fatal(err)
	}
	doc.Declarations[0].Narrative.Basis = "《管理办法》（沪财预(2017)92 号文）、建金[2016]14号、沪府办〔2019〕3号、沪财绩【2020】6号"
	said := messagesOf(s, doc, "text.docno-brackets")
	if len(said) != 1 || !strings.HasPrefix(said[0], "3 处文号") || !strings.Contains(said[0], "沪财预〔2017〕92号、建金〔2016〕14号、沪财绩〔2020〕6号") {
		t.Error(said)
	}
}

// messagesOf are what a rule says of a document.
func messagesOf(s *Set, doc *schema.Document, rule string) []string {
	var said []string
	for _, f := range s.Check(doc, CheckOptions{}) {
		if f.Rule == rule {
			said = append(said, f.Message)
		}
	}
	return said
}

// TestLexicons holds that the words of a lexicon can be seen, a user's among
// them, and which lexicons a rule uses.
func TestLexicons(t *testing.T) {
	s, err := Load("ours.yaml", []byte("extends: default\nlexicons:\n  vague: {add: [力争], remove: [大力]}\n"), nil)
	if err != nil {
		t.Fatal(FormatErrors(err, schema.EN))
	}
	for _, l := range s.Lexicons() {
		if l.Name == "vague" && (!contains(l.Terms, "力争") || contains(l.Terms, "大力") || l.Title.ZH == "") {
			t.Errorf("got %+v", l)
		}
	}
	r, _ := s.Rule("value.vague")
	if words := s.Words(&r); !contains(words, "vague") {
		t.Errorf("the rule uses %v", words)
	}
}
