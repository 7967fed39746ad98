package pile

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

const (
	// minSet is the least number of indicators that makes an equal set a sign of
	// a copied template: three generic ones may coincide.
	minSet = 5
	// maxGroups bounds the groups that a report lists, the largest first.
	maxGroups = 200
	// maxMembers bounds the forms that a group lists.
	maxMembers = 50
)

var seed = maphash.MakeSeed()

// fingerprints enters a form's indicator set, and each countable output with its
// figure, under their hashes: linear in the pile.
func (p *Pile) fingerprints(form int32, d *schema.Declaration) {
	var names []string
	schema.Walk(d.Indicators, "", func(_ string, labels []*schema.Indicator, x *schema.Indicator) {
		name := fold.Plain(x.Name)
		names = append(names, name)
		if v := x.Value; v != nil && isOutput(labels) && v.Kind == schema.KindQuantity && claimable(v) && len([]rune(name)) >= 4 {
			what := name + " " + fold.Plain(v.Text) + fold.Plain(v.Unit)
			key := maphash.String(seed, what)
			p.claims[key] = append(p.claims[key], form)
			if len(p.claims[key]) == 2 {
				p.claimed[key] = x.Name + " " + v.Text
			}
		}
	})
	if len(names) < minSet {
		return
	}
	slices.Sort(names)
	key := maphash.String(seed, strings.Join(names, "\x00"))
	p.sets[key] = append(p.sets[key], form)
	p.setSize[key] = len(names)
}

func isOutput(labels []*schema.Indicator) bool {
	return len(labels) > 0 && strings.HasPrefix(fold.Plain(labels[0].Name), "产出")
}

// claimable reports a figure that two projects do not promise by chance: a count
// of things, above one digit, and no percentage.
func claimable(v *schema.Value) bool {
	whole := strings.TrimRight(strings.ReplaceAll(v.Number, ".", ""), "0")
	return v.Unit != "" && v.Unit != "%" && v.Unit != "‰" && len(v.Number) >= 2 && len(whole) >= 2
}

func (p *Pile) templates() []Group {
	out := []Group{}
	for key, forms := range p.sets {
		if g := p.group(forms); len(g.Forms) > 1 {
			g.What, g.Rows = "", p.setSize[key]
			out = append(out, g)
		}
	}
	return largest(out)
}

func (p *Pile) claimedTwice() []Group {
	out := []Group{}
	for key, forms := range p.claims {
		if len(forms) < 2 {
			continue
		}
		if g := p.group(forms); len(g.Forms) > 1 {
			g.What = p.claimed[key]
			out = append(out, g)
		}
	}
	return largest(out)
}

// group is the different projects among forms: the same project in two files or
// two years is no group.
func (p *Pile) group(forms []int32) Group {
	var g Group
	seen := map[string]bool{}
	for _, i := range forms {
		f := p.forms[i]
		who := fold.Plain(f.Unit) + "\x00" + projectKey(f)
		if seen[who] || len(g.Forms) == maxMembers {
			continue
		}
		seen[who] = true
		g.Forms = append(g.Forms, f)
	}
	return g
}

func projectKey(f Form) string {
	if f.Code != "" {
		return fold.Plain(f.Code)
	}
	return fold.Plain(f.Project)
}

func largest(groups []Group) []Group {
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(len(b.Forms), len(a.Forms)), cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.What, b.What),
			cmp.Compare(a.Forms[0].File, b.Forms[0].File), cmp.Compare(a.Forms[0].Index, b.Forms[0].Index))
	})
	return groups[:min(len(groups), maxGroups)]
}
