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
	execution := func(rows ...schema.ExecutionRow) schema.Declaration {
		return schema.Declaration{Funds: schema.Funds{Execution: rows}}
	}
	share := func(name string, target, actual *schema.Value) schema.Declaration {
		return schema.Declaration{Indicators: []*schema.Indicator{{Name: name, Value: target, Actual: actual}}}
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
		{"a point is lost, the parts tell", execution(
			schema.ExecutionRow{Item: "年度资金总额", Initial: "500", Budget: "68913000", Executed: "300"},
			schema.ExecutionRow{Item: "其中：当年财政拨款", Initial: "500", Budget: "689130", Executed: "300"},
			schema.ExecutionRow{Item: "其他资金", Budget: "0"}),
			map[string]string{"funds.execution[0].budget": "689130", "funds.execution[1].budget": "68913000"}},
		{"a point is lost, the rate tells", execution(schema.ExecutionRow{Budget: "68913000", Executed: "620217", Rate: "90.00"}),
			map[string]string{"funds.execution[0].budget": "689130", "funds.execution[0].executed": "62021700"}},
		{"an execution that adds up", execution(
			schema.ExecutionRow{Budget: "800", Executed: "720", Rate: "90%"}, schema.ExecutionRow{Budget: "500", Executed: "420"}, schema.ExecutionRow{Budget: "300", Executed: "300"}), nil},
		{"a rate as the form has it wrong", execution(schema.ExecutionRow{Budget: "800", Executed: "720", Rate: "85%"}), nil},
		{"a per cent sign read as 0", share("培训合格率", &schema.Value{Text: "≥980", Number: "980"}, &schema.Value{Text: "990", Number: "990"}),
			map[string]string{"indicators[0].value": "≥98%", "indicators[0].actual": "99%"}},
		{"a comparator read as 2", share("培训合格率", &schema.Value{Text: "295%", Number: "295", Unit: "%"}, &schema.Value{Text: "120%", Number: "120", Unit: "%"}),
			map[string]string{"indicators[0].value": "≥95%"}},
		{"a count", share("培训人次", &schema.Value{Text: "980", Number: "980"}, nil), nil},
		{"a share that may be", share("培训合格率", &schema.Value{Text: "100%", Number: "100", Unit: "%"}, nil), nil},
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
