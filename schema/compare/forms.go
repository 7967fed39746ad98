package compare

import (
	"sort"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// link is two forms of one project, by their indexes.
type link struct {
	old, new int
	match    Match
}

// similarName is the least likeness of two project names, years apart, that
// makes them one project's. 0.7 keeps 路灯维护 and 道路维护 apart and lets a
// word more or less pass.
const similarName = 0.7

// pairForms finds the forms that belong together: by project code, by name, by
// similar name, and what is left by order where both sides leave one.
func pairForms(olds, news []*schema.Declaration) (links []link, onlyOld, onlyNew []int) {
	oldLeft, newLeft := indexes(len(olds)), indexes(len(news))
	take := func(m Match, key func(*schema.Declaration) string) {
		links, oldLeft, newLeft = takeEqual(links, olds, news, oldLeft, newLeft, m, key)
	}
	take(ByCode, func(d *schema.Declaration) string { return fold.Plain(d.Project.Code) })
	take(ByName, func(d *schema.Declaration) string { return joinKey(fold.Plain(d.Project.Name), fold.Plain(d.Unit)) })
	take(ByName, func(d *schema.Declaration) string { return fold.Plain(d.Project.Name) })
	take(ByName, func(d *schema.Declaration) string { return withoutYear(fold.Plain(d.Project.Name)) })

	pairs := assign(len(oldLeft), len(newLeft), func(l, r int) float64 {
		return formLikeness(olds[oldLeft[l]], news[newLeft[r]])
	})
	var restOld []int
	taken := map[int]bool{}
	for i, j := range pairs {
		if j < 0 {
			restOld = append(restOld, oldLeft[i])
			continue
		}
		taken[j] = true
		links = append(links, link{oldLeft[i], newLeft[j], BySimilarName})
	}
	var restNew []int
	for j, n := range newLeft {
		if !taken[j] {
			restNew = append(restNew, n)
		}
	}
	links, onlyOld, onlyNew = byOrder(links, olds, news, restOld, restNew)
	sort.SliceStable(links, func(i, j int) bool { return links[i].new < links[j].new })
	return links, onlyOld, onlyNew
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func joinKey(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + "\x00" + b
}

// takeEqual pairs the forms that share a key, in printed order.
func takeEqual(links []link, olds, news []*schema.Declaration, oldLeft, newLeft []int, m Match, key func(*schema.Declaration) string) ([]link, []int, []int) {
	byKey := map[string][]int{}
	for _, i := range oldLeft {
		if k := key(olds[i]); k != "" {
			byKey[k] = append(byKey[k], i)
		}
	}
	taken := map[int]bool{}
	var restNew []int
	for _, j := range newLeft {
		k := key(news[j])
		if waiting := byKey[k]; k != "" && len(waiting) > 0 {
			links = append(links, link{waiting[0], j, m})
			taken[waiting[0]], byKey[k] = true, waiting[1:]
			continue
		}
		restNew = append(restNew, j)
	}
	var restOld []int
	for _, i := range oldLeft {
		if !taken[i] {
			restOld = append(restOld, i)
		}
	}
	return links, restOld, restNew
}

// formLikeness scores two forms for a pair; 0 is none.
func formLikeness(old, new *schema.Declaration) float64 {
	if old.Project.Code != "" && new.Project.Code != "" && fold.Plain(old.Project.Code) != fold.Plain(new.Project.Code) {
		return 0
	}
	like := likeness(withoutYear(fold.Plain(old.Project.Name)), withoutYear(fold.Plain(new.Project.Name)))
	if like < similarName {
		return 0
	}
	return like
}

// byOrder pairs what is left where each side leaves one form and neither names a
// project, or the names say nothing against it: at least half of the indicators
// of the smaller form stand in the other.
func byOrder(links []link, olds, news []*schema.Declaration, restOld, restNew []int) ([]link, []int, []int) {
	if len(restOld) != len(restNew) {
		return links, restOld, restNew
	}
	var onlyOld, onlyNew []int
	for k, i := range restOld {
		j := restNew[k]
		unnamed := olds[i].Project.Name == "" || news[j].Project.Name == ""
		if unnamed || sharedNames(olds[i], news[j]) >= 0.5 {
			links = append(links, link{i, j, ByOrder})
			continue
		}
		onlyOld, onlyNew = append(onlyOld, i), append(onlyNew, j)
	}
	return links, onlyOld, onlyNew
}

// sharedNames is the share of the smaller form's indicator names that the other
// has too.
func sharedNames(old, new *schema.Declaration) float64 {
	have := map[string]int{}
	n, m, shared := 0, 0, 0
	schema.Walk(old.Indicators, "", func(_ string, _ []*schema.Indicator, leaf *schema.Indicator) {
		have[fold.Plain(leaf.Name)]++
		n++
	})
	schema.Walk(new.Indicators, "", func(_ string, _ []*schema.Indicator, leaf *schema.Indicator) {
		m++
		if k := fold.Plain(leaf.Name); have[k] > 0 {
			have[k]--
			shared++
		}
	})
	if n == 0 || m == 0 {
		return 0
	}
	return float64(shared) / float64(min(n, m))
}
