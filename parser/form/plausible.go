package form

import (
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A reading may be of one piece and still not be what the form says. What no form
// means is named: at the row where it shows, and with what else might be meant.

// numbered is the name of an indicator that is only its number.
var numbered = pattern.MustCompile(`^(指标|目标)?\d{0,3}[:.、]?$`)

// plausible names what speaks against the reading of a declaration.
func (b *builder) plausible(words *dictionary) {
	b.plausibleNames(words, "indicators", b.d.Indicators)
	b.plausibleNames(words, "indicators_medium_term", b.d.IndicatorsMediumTerm)
	b.plausibleLevels(words, "indicators", b.d.Indicators)
	b.plausibleLevels(words, "indicators_medium_term", b.d.IndicatorsMediumTerm)
	b.plausibleTree(words, "indicators", b.d.Indicators)
	b.plausibleTree(words, "indicators_medium_term", b.d.IndicatorsMediumTerm)
	b.plausibleTargets()
	b.oneProject()
}

// plausibleLevels doubts a label that is two levels in one cell, such as
// 产出指标（数量指标）, and one that only points at the row above.
func (b *builder) plausibleLevels(words *dictionary, root string, nodes []*schema.Indicator) {
	var plain [labelLevels]*schema.Indicator // labels above that are what they seem
	schema.WalkSpots(nodes, root, func(at *schema.Spot, above []*schema.Indicator, _ *schema.Indicator) {
		for depth, level := range above[:min(labelLevels, len(above))] {
			if plain[depth] == level {
				continue
			}
			question := [...]string{"level1", "level2"}[depth]
			if isDitto(level.Name) {
				b.ask(at.Path(), question, level.Name, nil)
			} else if parts := words.levelsIn(level.Name); len(parts) > 1 {
				b.ask(at.Path(), question, level.Name, parts)
			} else {
				plain[depth] = level
			}
		}
	})
}

// isDitto reports whether a label only points at the row above.
func isDitto(label string) bool { return words.Ditto.Has(squeeze(label)) }

// plausibleNames doubts the column of names where names are the names of levels, or
// numbers, or missing beside a target, and targets that are labels.
func (b *builder) plausibleNames(words *dictionary, root string, nodes []*schema.Indicator) {
	schema.WalkSpots(nodes, root, func(at *schema.Spot, above []*schema.Indicator, leaf *schema.Indicator) {
		name := labelNorm(leaf.Name)
		text := ""
		if leaf.Value != nil {
			text = leaf.Value.Text
		}
		switch {
		case text != "" && (leaf.Name == "" || numbered.MatchString(squeeze(fold.Text(leaf.Name)))):
			b.ask(at.Path(), schema.QuestionColumn, leaf.Name, beside(leaf, text))
		case strings.HasSuffix(name, "指标") && words.inVocabulary(name) && (len(above) == 0 || labelNorm(above[len(above)-1].Name) != name):
			b.ask(at.Path(), schema.QuestionColumn, leaf.Name, beside(leaf, text))
		}
		if norm := labelNorm(text); norm != "" && (words.columns[norm] != RoleNone && words.columns[norm] != RoleRemark || headOfField(words.label(norm))) {
			b.ask(at.Path()+".value", schema.QuestionTarget, text, beside(leaf))
		}
	})
}

// beside are the texts that an indicator has beside its name and target, after some
// others: what may be either instead.
func beside(leaf *schema.Indicator, others ...string) []string {
	for _, t := range leaf.Targets {
		others = append(others, t.Value.Text)
	}
	for _, e := range leaf.Extra {
		others = append(others, e.Text)
	}
	others = append(others, leaf.Explanation, leaf.Standard, leaf.Remark, leaf.Name)
	out := []string{}
	for _, s := range others {
		if s != "" && len(s) <= maxBeside && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// maxBeside bounds the length of what may be a name or a target, in bytes.
const maxBeside = 120

// headOfField reports whether a key is that of a field no target is called by.
func headOfField(key Key) bool {
	switch key.family() {
	case "project", "unit", "department", "goals", "narrative":
		return true
	}
	return false
}

// plausibleTargets doubts the targets where most are blank or comparators and
// another column has what a target is.
func (b *builder) plausibleTargets() {
	type row struct {
		path string
		leaf *schema.Indicator
	}
	var blank []row
	n := 0
	schema.WalkSpots(b.d.Indicators, "indicators", func(at *schema.Spot, _ []*schema.Indicator, leaf *schema.Indicator) {
		n++
		if leaf.Value != nil && (leaf.Value.Kind == schema.KindBlank || isComparator(squeeze(fold.Text(leaf.Value.Text)))) {
			blank = append(blank, row{at.Path(), leaf})
		}
	})
	if n < 2 || 2*len(blank) <= n {
		return
	}
	for _, r := range blank {
		var other []string
		for _, t := range r.leaf.Targets {
			if t.Value != nil && t.Value.Kind != schema.KindBlank {
				other = append(other, t.Value.Text)
			}
		}
		for _, e := range r.leaf.Extra {
			if strings.ContainsAny(e.Text, "0123456789") && len(e.Text) <= maxValue {
				other = append(other, e.Text)
			}
		}
		if len(other) > 0 {
			b.ask(r.path+".value", schema.QuestionTarget, r.leaf.Value.Text, other)
		}
	}
}

// oneProject doubts which form a second name of a project belongs to.
func (b *builder) oneProject() {
	for _, e := range b.d.Extra {
		if labelNorm(e.Label) == "项目名称" && b.d.Project.Name != "" && squeeze(e.Text) != squeeze(b.d.Project.Name) {
			b.ask("project.name", schema.QuestionForm, b.d.Project.Name, []string{e.Text})
			return
		}
	}
}

// ask adds a doubt that the reading itself raises, once a path and question.
func (b *builder) ask(path, question, chosen string, other []string) {
	key := [2]string{path, question}
	if b.asked[key] {
		return
	}
	if b.asked == nil {
		b.asked = map[[2]string]bool{}
	}
	b.asked[key] = true
	d := schema.Doubt{Path: path, Question: question, Chosen: chosen}
	d.Alternatives = slices.DeleteFunc(append([]string{}, other...), func(s string) bool { return s == chosen })
	for p := path; p != ""; p = p[:max(0, strings.LastIndexByte(p, '.'))] {
		if d.At = b.trace.of(p); d.At != nil {
			break
		}
	}
	b.d.Uncertain = append(b.d.Uncertain, d)
}
