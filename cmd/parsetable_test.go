package cmd

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// TestOneQuestionOneLine holds that a question about a whole table, which is noted
// at each of its first levels, is one line for the eye, and that another is its own.
func TestOneQuestionOneLine(t *testing.T) {
	column := schema.Doubt{Question: schema.QuestionTarget, Chosen: "拟达水平", Alternatives: []string{"上年完成"}}
	label := schema.Doubt{Path: "indicators[0].children[1]", Question: schema.QuestionLevel2, Chosen: "质量指标"}
	d := &schema.Declaration{Form: "generic"}
	for _, path := range []string{"indicators[0]", "indicators[1]", "indicators[2]"} {
		column.Path = path
		d.Uncertain = append(d.Uncertain, column)
	}
	d.Uncertain = append(d.Uncertain, label)
	var b strings.Builder
	if err := printTable(&b, term.Style{}, schema.ZH, []*schema.Document{{Declarations: []*schema.Declaration{d}}}); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(b.String(), "? ")
	want := "存疑 2 处\n" +
		"  indicators[0]  哪个是指标值：拟达水平，也可能是上年完成（另 2 处相同）\n" +
		"  indicators[0].children[1]  二级指标：质量指标\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
