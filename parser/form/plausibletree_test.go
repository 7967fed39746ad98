package form

import (
	"slices"
	"strings"
	"testing"
)

// What no tree of indicators has is doubted at its place; what some have is not.
func TestPlausibleTree(t *testing.T) {
	const first = "产出指标|数量指标|养护里程|≥60公里\n"
	for name, c := range map[string]struct{ rows, path, chosen string }{
		"a label comes back":               {first + "效益指标|社会效益指标|受益人口|≥3万人\n产出指标|质量指标|合格率|≥95%", "indicators[2]", "产出指标"},
		"a name stands twice":              {first + "产出指标|数量指标|巡查次数|≥12次\n产出指标|数量指标|巡查次数|≥15次", "indicators[0].children[0].children[1]", "巡查次数"},
		"a label that is two":              {first + "产出指标|质量指标时效指标|合格率|≥95%", "indicators[0].children[1].children[0]", "质量指标时效指标"},
		"a label cut short":                {first + "满意度指标|服务对象满|居民满意度|≥90%", "indicators[1].children[0]", "服务对象满"},
		"a name cut in two":                {first + "产出指标|质量指标|疏浚河道|≥9公里\n产出指标|质量指标|里程|", "indicators[0].children[1].children[0]", "疏浚河道"},
		"a name with its target":           {first + "产出指标|质量指标|合格率≥95%|达标", "indicators[0].children[1].children[0]", "合格率≥95%"},
		"a name that lacks a bracket":      {first + "产出指标|质量指标|合格率（一次|≥95%", "indicators[0].children[1].children[0]", "合格率（一次"},
		"targets of two indicators":        {first + "产出指标|质量指标|合格率|≥95%≥3次", "indicators[0].children[1].children[0].value", "≥95%≥3次"},
		"a second level among first ones":  {first + "质量指标||合格率|≥95%", "indicators[1]", "质量指标"},
		"a level under a strange one":      {first + "效益指标|生态效益指标|绿地|≥3公顷\n满意度指标|数量指标|居民满意度|≥90%", "indicators[2].children[0]", "满意度指标"},
		"no doubt: an unsorted list":       {first + "产出指标|质量指标|合格率|≥95%\n产出指标|数量指标|桥梁数|≥6座\n效益指标|社会效益指标|受益人口|≥3万人\n产出指标|质量指标|优良率|≥80%\n效益指标|社会效益指标|受益村|≥3个", "", ""},
		"no doubt: brackets, two clauses":  {first + "产出指标|质量指标|合格率（一次）|≥95%，≤100%", "", ""},
		"no doubt: a target left blank":    {first + "产出指标|质量指标|合格率|\n产出指标|质量指标|优良率|", "", ""},
		"no doubt: one name, other levels": {first + "产出指标|质量指标|养护里程|≥60公里", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := readGrids(t, printed(t, strings.TrimSuffix(heads, "\n")+"\n"+c.rows)).Declarations[0]
			var said []string
			for _, u := range d.Uncertain {
				said = append(said, u.Path+" "+u.Chosen)
			}
			if c.path == "" && len(said) > 0 || c.path != "" && !slices.Contains(said, c.path+" "+c.chosen) {
				t.Errorf("doubts %q, want %s %s", said, c.path, c.chosen)
			}
		})
	}
}

// A row of levels, name and target that was read as labels and their texts is named
// with its texts.
func TestRowsOfLevelsAsFields(t *testing.T) {
	got := readGrids(t, printed(t, oneRow+"\n其他说明|见附件|>>|>>\n社会效益指标|受益人口明显增加|>>|>>"))
	for _, p := range got.Problems {
		if p.Rule == "form.rows-left" && strings.Contains(p.Message, "受益人口明显增加") {
			return
		}
	}
	t.Errorf("problems %v", got.Problems)
}
