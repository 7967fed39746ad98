package parser_test

import (
	"context"
	"fmt"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// Read takes the bytes of anything that pbt reads, and gives declarations.
func ExampleRead() {
	const form = `项目支出绩效目标表
（2024年度）
项目名称	农村公路养护	主管部门	某县交通局
一级指标	二级指标	三级指标	指标值
产出指标	数量指标	养护里程	≥60公里
`
	file := parser.Read(context.Background(), parser.Source{Name: "form.tsv", Data: []byte(form)}, parser.Options{})
	for _, doc := range file.Documents {
		for _, d := range doc.Declarations {
			fmt.Println(d.Project.Name, d.Year)
			schema.Walk(d.Indicators, "indicators", func(path string, labels []*schema.Indicator, leaf *schema.Indicator) {
				fmt.Println(labels[1].Name, leaf.Name, leaf.Value.Op, leaf.Value.Number, leaf.Value.Unit)
			})
		}
	}
	// Output:
	// 农村公路养护 2024
	// 数量指标 养护里程 >= 60 公里
}

// A document that cannot be read is a result with its reason, never an error.
func ExampleRead_unreadable() {
	file := parser.Read(context.Background(), parser.Source{Name: "form.xlsx", Data: []byte("PK\x03\x04")}, parser.Options{Lang: schema.EN})
	doc := file.Documents[0]
	fmt.Println(doc.Unreadable(), doc.Problems[0].Rule)
	// Output: true extract.damaged
}
