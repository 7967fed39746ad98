package parser

import (
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// Figures that do not add up are doubted where one misread character explains it,
// each with what it would be; figures that do are not.
func TestDoubtSums(t *testing.T) {
	weights := func(list ...string) []*schema.Indicator {
		node := &schema.Indicator{Name: "产出指标"}
		for _, w := range list {
			node.Children = append(node.Children, &schema.Indicator{Name: "培训人次", Weight: w})
		}
		return []*schema.Indicator{node}
	}
	for _, c := range []struct {
		name string
		d    schema.Declaration
		want map[string]string // path → the other reading
	}{
		{"weights add up", schema.Declaration{Indicators: weights("40", "30", "30")}, nil},
		{"ten points are the budget's", schema.Declaration{Indicators: weights("40", "30", "20")}, nil},
		{"a digit of a weight", schema.Declaration{Indicators: weights("40", "36", "30")}, map[string]string{"indicators[0].children[1].weight": "30"}},
		{"as printed: any of many weights would do", schema.Declaration{Indicators: weights("5", "5", "5", "5", "5", "5", "5", "5", "5", "5")}, nil},
		{"a weight is missing", schema.Declaration{Indicators: weights("40", "", "30")}, nil},
		{"funds add up", schema.Declaration{Funds: schema.Funds{Total: "150", TotalFiscal: "100", TotalOther: "50"}}, nil},
		{"a digit of a part", schema.Declaration{Funds: schema.Funds{Total: "15000", TotalFiscal: "10000", TotalOther: "8000"}},
			map[string]string{"funds.total_other": "5000", "funds.total": "18000"}},
		{"nothing near", schema.Declaration{Funds: schema.Funds{Year: "15000", YearFiscal: "10000", YearOther: "1234"}},
			map[string]string{"funds.year": "11234"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doubtSums(&c.d)
			for _, u := range c.d.Uncertain {
				if want, ok := c.want[u.Path]; !ok || u.Question != schema.QuestionText || len(u.Alternatives) != 1 || u.Alternatives[0] != want {
					t.Errorf("doubt %+v", u)
				}
			}
			if len(c.d.Uncertain) != len(c.want) {
				t.Errorf("%d doubts, want %d", len(c.d.Uncertain), len(c.want))
			}
		})
	}
}
