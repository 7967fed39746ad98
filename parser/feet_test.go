package parser_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// TestFeetBetweenTables: whatever a page number between two tables of one form
// looks like, the tables are one.
func TestFeetBetweenTables(t *testing.T) {
	const page = `<!DOCTYPE html><html><body><p>（2024年度）</p><table>
<tr><td>项目名称</td><td colspan=3>甲项目</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>培训次数</td><td>≥3次</td></tr>
</table>FOOT<table>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>培训人数</td><td>≥30人</td></tr>
</table></body></html>`
	var want []*schema.Indicator
	for i, foot := range []string{"", "<p>第3页 共5页</p>", "<p>第 3 页，共 5 页</p>", "<p>第十二页</p>", "<p>- 3 -</p>"} {
		doc := parser.Read(t.Context(), parser.Source{Name: "foot.html", Data: []byte(strings.Replace(page, "FOOT", foot, 1))}, parser.Options{}).Documents[0]
		for _, p := range doc.Problems {
			if p.Rule == schema.ExtractUnread.Rule {
				t.Errorf("%q: %s", foot, p.Message)
			}
		}
		all := doc.Declarations
		if len(all) != 1 || len(all[0].Indicators) != 1 || len(all[0].Indicators[0].Children[0].Children) != 2 {
			t.Fatalf("%q: not one form with one 产出指标 and two rows", foot)
		}
		if i == 0 {
			want = all[0].Indicators
		} else if diff := cmp.Diff(want, all[0].Indicators); diff != "" {
			t.Errorf("%q reads otherwise (-none +foot):\n%s", foot, diff)
		}
	}
}
