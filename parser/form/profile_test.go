package form

import (
	"errors"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema/yml"
)

const ownProfile = `id: my-province
titles: ["^某省项目支出绩效目标表$"]
labels:
- {key: project.name, names: [工程名称]}
- {key: narrative.basis, names: [项目概况]}
columns:
- {role: value, names: [指标目标]}
levels:
- {name: 产出指标, children: [{name: 数量指标}]}
`

func TestOwnProfile(t *testing.T) {
	p, err := Load("mine.yaml", []byte(ownProfile))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.List()[0].ID; got != "my-province" {
		t.Errorf("the own profile is not first: %s", got)
	}
	if p.Hash() == Embedded().Hash() {
		t.Error("an own profile leaves the hash of the set as it was")
	}
	if p.all.label(labelNorm("工程名称：")) != "project.name" || p.all.column(labelNorm("指标目标")) != "value" {
		t.Error("the own names are not in the dictionary")
	}
	if got := p.all.label("项目概况"); got != "narrative.basis" {
		t.Errorf("an own name does not win over the common one: %s", got)
	}
}

// Every mistake is shown with its place and the way to mend it.
func TestProfileMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		line     int
		want     string
	}{
		"no id":         {"id: my-province", "name: {zh: x, en: y}", 1, "has no id"},
		"unknown key":   {"labels:", "labls:", 3, "labls"},
		"misspelt role": {"role: value", "role: valeu", 7, "did you mean value?"},
		"strange role":  {"role: value", "role: zzzzzzzz", 7, "expected one of level1"},
		"misspelt key":  {"key: project.name", "key: project.nam", 4, "did you mean project.name?"},
		"bad title":     {"^某省项目支出绩效目标表$", "(", 1, "no regular expression"},
		"no levels":     {"levels:", "anchors: []\nlabels2:", 1, ""},
		"no YAML":       {"id: my-province", "id: [", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load("mine.yaml", []byte(strings.Replace(ownProfile, c.from, c.to, 1)))
			var ye *yml.Error
			if !errors.As(err, &ye) {
				t.Fatalf("error %v", err)
			}
			if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "mine.yaml:") {
				t.Errorf("the error says %q, expected %q in it", err, c.want)
			}
			if c.line > 1 && ye.Line != c.line {
				t.Errorf("line %d, expected %d", ye.Line, c.line)
			}
		})
	}
}
