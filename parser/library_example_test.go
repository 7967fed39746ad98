package parser_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/compare"
	"github.com/pbt-cli/pbt/schema/rules"
)

// These examples are quoted by docs/library.md.

func Example_check() {
	file := "../testdata/layouts/mof163-region.html"
	data, err := os.ReadFile(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	set, err := rules.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, doc := range parser.Read(context.Background(), parser.Source{Name: filepath.Base(file), Data: data}, parser.Options{}).Documents {
		for _, f := range set.Check(doc, rules.CheckOptions{}) {
			if f.Severity == schema.SeverityError {
				f.Localize(schema.ZH)
				fmt.Println(f.Rule, f.Path, f.Message)
			}
		}
	}
	// Output:
	// field.placeholder indicators[0].children[0].children[0].value 指标“支持合作社数量”的指标值还是占位内容“≥**个”；填写实际内容
}

func Example_value() {
	for _, text := range []string{"每季度不少于1次", "较上年增长5%", "明显改善"} {
		v := value.Parse(text, value.Context{Year: 2024})
		fmt.Printf("%s %s%s %s %s\n", v.Kind, v.Op, v.Number, v.Unit, v.Per+v.Reference)
	}
	// Output:
	// quantity >=1 次 季度
	// quantity =5 % 上年
	// qualitative
}

func Example_profile() {
	profiles, err := form.Load("ours.yaml", []byte(`
id: ours
name: {zh: 本省项目支出绩效目标表, en: ours}
titles: ["^本省项目支出绩效目标表$"]
anchors: [工程名称]
labels:
- {key: project.name, names: [工程名称]}
levels:
- {name: 产出指标}
`))
	if err != nil {
		fmt.Println(err) // ours.yaml:LINE:COLUMN: what is wrong
		return
	}
	const text = "本省项目支出绩效目标表\n工程名称\t渠道清淤\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t清淤长度\t≥3公里\n"
	read := parser.Read(context.Background(), parser.Source{Name: "a.tsv", Data: []byte(text)}, parser.Options{Profiles: profiles})
	d := read.Documents[0].Declarations[0]
	fmt.Println(d.Form, d.Project.Name)
	// Output: ours 渠道清淤
}

func Example_compare() {
	read := func(target string) *schema.Document {
		text := "项目支出绩效目标表\n项目名称\t公路养护\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护里程\t" + target + "\n"
		return parser.Read(context.Background(), parser.Source{Name: "form.tsv", Data: []byte(text)}, parser.Options{}).Documents[0]
	}
	d := compare.Documents(read("≥60公里"), read("≥45000米"), compare.Options{})
	for _, change := range d.Pairs[0].Indicators {
		fmt.Println(change.Change, change.Number)
	}
	// Output: [loosened] -25.0
}

func Example_write() {
	const text = "项目支出绩效目标表\n项目名称\t公路养护\n一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护里程\t≥60公里\n"
	doc := parser.Read(context.Background(), parser.Source{Name: "form.tsv", Data: []byte(text)}, parser.Options{}).Documents[0]
	for _, d := range doc.Declarations {
		d.Trace = nil // where everything stands; pbt parse --trace keeps it
	}
	doc.Problems = []schema.Finding{}
	if err := schema.EncodeYAML(os.Stdout, doc); err != nil {
		fmt.Println(err)
	}
	// Output:
	// schema: pbt/v1
	// source:
	//   file: form.tsv
	//   format: text
	//   sha256: 61e643cb3b22e9faeb06a7914483a95227d4103470a994dc838ab5691561021c
	// declarations:
	//   - form: mof88-project
	//     title: 项目支出绩效目标表
	//     project:
	//       name: 公路养护
	//     indicators:
	//       - name: 产出指标
	//         children:
	//           - name: 数量指标
	//             children:
	//               - name: 养护里程
	//                 value:
	//                   text: ≥60公里
	//                   kind: quantity
	//                   op: ">="
	//                   number: "60"
	//                   unit: 公里
	// problems: []
}

func Example_bounds() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	opt := parser.Options{Timeout: 10 * time.Second, OCR: parser.OCR{Mode: parser.OCROff}, Lang: schema.EN}
	doc := parser.Read(ctx, parser.Source{Name: "form.pdf", Data: []byte("%PDF-1.7\n")}, opt).Documents[0]
	if doc.Unreadable() {
		fmt.Println(doc.Problems[0].Rule)
	}
	// Output: extract.damaged
}
