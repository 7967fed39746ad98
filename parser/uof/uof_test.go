package uof_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/parser/uof"
	"github.com/pbt-cli/pbt/schema"
)

func text(body string) []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof" xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc"><uof:元数据><uof:标题>题</uof:标题></uof:元数据><uof:文字处理><字:公用处理规则/><字:主体>` + body + `</字:主体></uof:文字处理></uof:UOF>`)
}

func p(s string) string {
	return `<字:段落><字:段落属性><字:句属性/></字:段落属性><字:句><字:句属性/><字:文本串>` + s + `</字:文本串></字:句></字:段落>`
}

func cell(properties, s string) string {
	return `<字:单元格><字:单元格属性>` + properties + `</字:单元格属性>` + p(s) + `</字:单元格>`
}

func table(rows ...string) string {
	return `<字:文字表><字:文字表属性/><字:行>` + strings.Join(rows, `</字:行><字:行>`) + `</字:行></字:文字表>`
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"lines and marks", p("标题") + `<字:段落><字:句><字:文本串>a</字:文本串><字:空格符 字:个数="2"/><字:制表符/><字:文本串>b</字:文本串><字:换行符/><字:删除开始/><字:文本串>删</字:文本串><字:删除结束/><字:文本串>c</字:文本串></字:句></字:段落>`,
			[]string{"prose 3×1", "0,0 1×1 标题", "1,0 1×1 a  \tb", "2,0 1×1 c"}},
		{"spans", table(cell(`<字:跨行 字:值="2"/>`, "a")+cell(`<字:跨列 字:值="2"/>`, "b"), cell("", "c")+cell("", "d")),
			[]string{"table 2×3", "0,0 2×1 a", "0,1 1×2 b", "1,1 1×1 c", "1,2 1×1 d"}},
		{"spans that were lost", table(cell("", "产出")+cell("", "数量")+cell("", "1"), cell("", "质量")+cell("", "2"), cell("", "3")),
			[]string{"table 3×3", "0,0 3×1 产出", "0,1 1×1 数量", "0,2 1×1 1", "1,1 2×1 质量", "1,2 1×1 2", "2,2 1×1 3", "extract.merges-lost"}},
		{"a table in a cell", table(`<字:单元格>` + p("外") + table(cell("", "内")) + `</字:单元格>` + cell("", "旁")),
			[]string{"table 1×2", "0,0 1×1 外", "0,1 1×1 旁", "table 1×1", "0,0 1×1 内"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := uof.Read(context.Background(), text(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			got := gridtest.Show(doc.Grids)
			for _, p := range doc.Problems {
				got = append(got, p.Rule)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("grids (-want +got):\n%s", diff)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	whole := string(text(p("a") + table(cell("", "b"))))
	for name, tt := range map[string]struct{ data, rule string }{
		"no body":               {`<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>`, "extract.damaged"},
		"tables in one another": {string(text(strings.Repeat(`<字:文字表><字:行><字:单元格>`, 20))), "extract.limit"},
		"breaks off":            {whole[:len(whole)-60], "extract.partial"},
	} {
		doc, err := uof.Read(context.Background(), []byte(tt.data))
		rule := ""
		var re *schema.ReadError
		switch {
		case errors.As(err, &re):
			rule = re.Rule
		case doc != nil && len(doc.Problems) > 0:
			rule = doc.Problems[0].Rule
		}
		if rule != tt.rule {
			t.Errorf("%s: rule %q, want %q (%v)", name, rule, tt.rule, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(text(p("a") + table(cell(`<字:跨行 字:值="9"/><字:跨列 字:值="99999"/>`, "a")+cell("", "b"), cell("", "c"))))
	f.Add(text(table(cell("", "a")+cell("", "b"), cell("", "c"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, err := uof.Read(context.Background(), data); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}
