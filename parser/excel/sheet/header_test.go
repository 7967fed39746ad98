package sheet

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/schema"
)

func TestDecodeHeader(t *testing.T) {
	for code, want := range map[string]string{
		`&C&"宋体,加粗"&16某局项目支出绩效目标表&R第&P页/共&N页`: "\n某局项目支出绩效目标表\n第页/共页",
		`&L填报单位：甲&&乙&K00-024红`:                "\n填报单位：甲&乙红",
		`&A&12 2024年`:                         "表一 2024年",
		"一\n二&":                               "一\n二&",
		`&"`:                                  "",
	} {
		if diff := cmp.Diff(want, decodeHeader(code, "表一")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", code, diff)
		}
	}
}

// What the header and the footer of the page say is read where the cells do not say it.
func TestHeaders(t *testing.T) {
	table := [][]string{{"一级指标", "二级指标", "指标值"}, {"产出指标", "数量指标", "≥5"}}
	titled := append([][]string{{"绩效目标表"}}, table...)
	rows := []string{"0,0 1×1 一级指标", "0,1 1×1 二级指标", "0,2 1×1 指标值", "1,0 1×1 产出指标", "1,1 1×1 数量指标", "1,2 1×1 ≥5"}
	for _, tt := range []struct {
		name, header, footer string
		cells                [][]string
		above, below, apart  []string
	}{
		{"a title, a year and a unit", "&C项目支出绩效目标表&R（2024年度）\n单位：万元", "&C第&P页", table, []string{"项目支出绩效目标表", "（2024年度）", "单位：万元"}, nil, nil},
		{"who signs", "", "&L填表人：江晓燕&R&D", table, nil, []string{"填表人：江晓燕"}, nil},
		{"what the sheet says already", "&C绩效目标表", "", titled, nil, nil, nil},
		{"another title than the sheet's", "&C某局绩效材料汇编", "", titled, nil, nil, []string{"某局绩效材料汇编"}},
		{"a year that the sheet lacks", "&C2024年绩效材料", "", titled, []string{"2024年绩效材料"}, nil, nil},
		{"nothing of a form", "&C内部资料&R机密", "&C第&P页 共&N页", table, nil, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := NewReading(schema.FormatXLSX, Options{}.WithDefaults())
			s := New(Ref{Name: "表"}, r)
			for row, cells := range tt.cells {
				for col, text := range cells {
					if err := s.Put(row, col, text, nil); err != nil {
						t.Fatal(err)
					}
				}
			}
			s.Header(tt.header)
			s.Footer(tt.footer)
			r.Add(s)
			doc, err := r.Result()
			if err != nil {
				t.Fatal(err)
			}
			var above, below, apart []string
			for _, c := range doc.Grids[0].Cells {
				switch {
				case c.Place().Cell != "":
				case c.Row < len(tt.above):
					above = append(above, c.Text)
				default:
					below = append(below, c.Text)
				}
			}
			for _, i := range doc.Apart {
				apart = append(apart, i.Text)
			}
			if diff := cmp.Diff([][]string{tt.above, tt.below, tt.apart}, [][]string{above, below, apart}); diff != "" {
				t.Errorf("above, below, apart (-want +got):\n%s", diff)
			}
			if len(tt.above) == 0 && len(tt.below) == 0 && len(tt.cells) == len(table) {
				if diff := cmp.Diff(rows, gridtest.Show(doc.Grids)[1:]); diff != "" {
					t.Errorf("cells (-want +got):\n%s", diff)
				}
			}
			gridtest.Check(t, doc.Grids)
		})
	}
}
