// Package tables collects what a run has converted into tables: as CSV, JSON
// Lines, Parquet and workbooks, one table a file, or as one database. A table is
// a function of the manifest and the outputs alone, so it can be made, and made
// again, at any time.
package tables

import (
	_ "embed" // for views.sql
	"slices"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
)

// Entry is one input with what became of it.
type Entry struct {
	// ID counts the inputs from 1, in the manifest's order.
	ID     int
	Record *batch.Record
	// Doc is nil where the input has no output.
	Doc *schema.Document
	// Findings are those of the reading and of the rules.
	Findings []schema.Finding
}

// Type is how a column is stored in a database.
type Type string

// The types. A Number is a decimal string, stored as a number.
const (
	Text    Type = "TEXT"
	Integer Type = "INTEGER"
	Number  Type = "NUMERIC"
)

// Column is a column of a table. Name is its key in JSON and in the database,
// Title its heading in CSV and workbooks.
type Column struct {
	Name, Title string
	Type        Type
	Doc         string
}

// Table is a relation: its columns, and the rows that an entry adds. A row has
// one text a column; empty means no value.
type Table struct {
	Name    string
	Doc     string
	Columns []Column
	Rows    func(e *Entry) [][]string
	// Key is the first so many columns.
	Key int
}

// All are the tables, those that others refer to first.
func All() []Table {
	return []Table{documents(), declarations(), indicators(), findings()}
}

// Views are the indexes and views of a database that holds all tables, in the SQL
// that SQLite and PostgreSQL share.
//
//go:embed views.sql
var Views string

// find gives a table by its name.
func find(name string) (Table, bool) {
	for _, t := range All() {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

func itoa(n int) string { return strconv.Itoa(n) }

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func documents() Table {
	return Table{
		Name: "documents", Doc: "one row an input of the run, as in manifest.jsonl", Key: 1,
		Columns: []Column{
			{"document", "编号", Integer, "number of the input, from 1, in the manifest's order"},
			{"input", "文件", Text, "path as given; ARCHIVE!inner/path for a member"},
			{"outcome", "结果", Text, "converted, no-form, unreadable or skipped"},
			{"reason", "跳过原因", Text, "why it was skipped"},
			{"output", "输出", Text, "path of the output below the output folder"},
			{"partial", "部分读取", Integer, "1 where only a part could be read"},
			{"reader", "格式", Text, "pdf, xlsx, xls, docx, text or image"},
			{"declarations", "表数", Integer, "number of declarations"},
			{"errors", "错误", Integer, "findings of severity error"},
			{"warnings", "警告", Integer, "findings of severity warning"},
			{"infos", "提示", Integer, "findings of severity info"},
			{"sha256", "SHA-256", Text, "digest of the input's bytes"},
			{"problem", "问题", Text, "rule of the first problem of the reading"},
			{"message", "说明", Text, "message of the first problem of the reading"},
		},
		Rows: func(e *Entry) [][]string {
			r := e.Record
			var p batch.Problem
			if len(r.Problems) > 0 {
				p = r.Problems[0]
			}
			return [][]string{{
				itoa(e.ID), r.Input, string(r.Outcome), r.Reason, r.Output, bit(r.Partial), r.Reader, itoa(r.Declarations),
				itoa(r.Findings.Error), itoa(r.Findings.Warning), itoa(r.Findings.Info), r.SHA256, p.Rule, p.Message,
			}}
		},
	}
}

func declarations() Table {
	return Table{
		Name: "declarations", Doc: "one row a form; amounts in yuan", Key: 2,
		Columns: slices.Concat([]Column{
			{"document", "编号", Integer, "the document"},
			{"declaration", "表号", Integer, "number in the document, from 1"},
			{"input", "文件", Text, "the document's path"},
		}, fieldColumns(), []Column{
			{"indicators", "指标数", Integer, "number of indicators"},
			{"repairs", "修复数", Integer, "number of repairs"},
			{"uncertain", "存疑数", Integer, "number of readings left open"},
		}),
		Rows: func(e *Entry) [][]string {
			var out [][]string
			for i, d := range declarationsOf(e) {
				out = append(out, declarationRow(e, i, d))
			}
			return out
		},
	}
}

func declarationsOf(e *Entry) []*schema.Declaration {
	if e.Doc == nil {
		return nil
	}
	return e.Doc.Declarations
}

// fieldColumns are the columns of the typed fields.
func fieldColumns() []Column {
	var out []Column
	for _, f := range schema.Fields() {
		c := Column{Name: f.Column, Title: f.Heading, Type: Text, Doc: f.Path}
		switch f.Kind {
		case schema.FieldYear:
			c.Type = Integer
		case schema.FieldAnswer:
			c.Type, c.Doc = Integer, f.Path+": 1, 0, or empty where the form does not say"
		case schema.FieldAmount, schema.FieldNumber:
			c.Type = Number
		}
		out = append(out, c)
	}
	return out
}

func declarationRow(e *Entry, i int, d *schema.Declaration) []string {
	row := []string{itoa(e.ID), itoa(i + 1), e.Record.Input}
	for _, f := range schema.Fields() {
		s := f.Get(d)
		if f.Kind == schema.FieldAnswer && s != "" {
			s = bit(s == "是")
		}
		row = append(row, s)
	}
	n := 0
	count := func(string, []*schema.Indicator, *schema.Indicator) { n++ }
	schema.Walk(d.Indicators, "", count)
	schema.Walk(d.IndicatorsMediumTerm, "", count)
	return append(row, itoa(n), itoa(len(d.Repairs)), itoa(len(d.Uncertain)))
}

// indicators are the rows of schema.Rows, under the same headings, and what
// only a database asks for behind them.
func indicators() Table {
	return Table{
		Name: "indicators", Doc: "one row an indicator, in printed order; to 位置 the columns of pbt parse -o csv", Key: 3,
		Columns: []Column{
			{"document", "编号", Integer, "the document"},
			{"declaration", "表号", Integer, "the declaration"},
			{"indicator", "序号", Integer, "number in the declaration, from 1"},
			{"input", "文件", Text, "the document's path"},
			{"department", "主管部门", Text, "of the declaration"},
			{"unit", "单位", Text, "of the declaration"},
			{"project_code", "项目编码", Text, "of the declaration"},
			{"project_name", "项目名称", Text, "of the declaration"},
			{"year", "年度", Integer, "of the declaration"},
			{"tree", "目标期", Text, "年度 or 中期 where a form prints both, else empty"},
			{"level1", "一级指标", Text, "label of the first level"},
			{"level2", "二级指标", Text, "label of the second level"},
			{"name", "三级指标", Text, "the indicator"},
			{"op", "运算符", Text, ">=, >, =, <, <= or ~"},
			{"target", "指标值", Text, "the target's number, or the target as printed where it is no number"},
			{"value_unit", "计量单位", Text, "the target's unit"},
			{"measure", "定性/定量", Text, "as printed, or by the target's kind"},
			{"kind", "值类型", Text, "quantity, interval, deadline, reference, qualitative, scale, compound, blank or unparsed"},
			{"min", "下限", Number, "of an interval"},
			{"max", "上限", Number, "of an interval"},
			{"per", "每", Text, "time unit of a count per time"},
			{"text", "原文", Text, "the target as printed"},
			{"weight", "分值", Number, "权重 or 分值"},
			{"actual", "实际完成值", Text, "actual value as printed"},
			{"score", "得分", Number, "score"},
			{"deviation", "偏差原因", Text, "偏差原因分析及改进措施"},
			{"uncertain", "存疑", Text, "what is open about its reading"},
			{"repairs", "修正", Text, "what was mended in its reading"},
			{"place", "位置", Text, "where in the document; of a box its top left corner"},
			{"number", "数值", Number, "the target's number, empty where it is none"},
			{"actual_number", "实际完成数", Number, "number of the actual value"},
			{"subject", "对象", Text, "noun inside the target"},
			{"reference", "参照", Text, "noun that bounds the target"},
			{"deadline", "期限", Text, "ISO date of a deadline, or its printed term"},
			{"nature", "指标性质", Text, "as printed"},
			{"hidden", "隐藏行", Integer, "1 for a row that the workbook hides"},
			{"path", "路径", Text, "where it stands in the declaration"},
			{"level1_canonical", "规范一级", Text, "the family's own name for the label of the first level"},
			{"level2_canonical", "规范二级", Text, "the family's own name for the label of the second level"},
			{"number_base", "基准数值", Number, "the target's number in base_unit: 3 万元 is 30000, 95 % is 0.95, 每月2次 is 24"},
			{"base_unit", "基准单位", Text, "the base unit of the target's dimension, with its period: 元, 米, 1 for shares, 次/年"},
			{"actual_base", "基准实际数", Number, "the actual value's number in base_unit, empty where it is of another dimension"},
		},
		Rows: indicatorRows(),
	}
}

// rowKeys are the columns of schema.Rows that come behind 编号: 文件 moves behind
// 表号 and 序号, which are the key.
const rowKeys = 3

func indicatorRows() func(e *Entry) [][]string {
	canonical := form.Embedded().Canonical()
	return func(e *Entry) [][]string {
		if e.Doc == nil {
			return nil
		}
		var more [][]string
		for _, d := range e.Doc.Declarations {
			add := func(path string, labels []*schema.Indicator, leaf *schema.Indicator) {
				v, a := orEmpty(leaf.Value), orEmpty(leaf.Actual)
				row := []string{v.Number, a.Number, v.Subject, v.Reference, deadline(v.Deadline), leaf.Nature, bit(leaf.Hidden), path}
				for depth := range 2 {
					name := ""
					if depth < len(labels) {
						name = canonical(d.Form, labels[depth].Name, depth)
					}
					row = append(row, name)
				}
				more = append(more, append(row, bases(v, a)...))
			}
			schema.Walk(d.Indicators, "indicators", add)
			schema.Walk(d.IndicatorsMediumTerm, "indicators_medium_term", add)
		}
		var out [][]string
		for i, r := range schema.Rows(e.Doc) {
			out = append(out, slices.Concat([]string{itoa(e.ID), r[1], r[2], e.Record.Input}, r[rowKeys:], more[i]))
		}
		return out
	}
}

// baseDecimals is how many decimals a number in a base unit keeps.
const baseDecimals = 6

// bases are a target's number in the base unit of its dimension, that unit, and
// the actual value's number in it.
func bases(v, a *schema.Value) []string {
	target, ok := value.Measure(v.Number, v.Unit, v.Per)
	if !ok {
		return []string{"", "", ""}
	}
	unit := target.Base
	if target.Per != "" {
		unit += "/" + target.Per
	}
	out := []string{decimal(target), unit, ""}
	actualUnit := a.Unit
	if actualUnit == "" {
		actualUnit = v.Unit
	}
	if actual, ok := value.Measure(a.Number, actualUnit, a.Per); ok && actual.Comparable(target) {
		out[2] = decimal(actual)
	}
	return out
}

// decimal is an amount's number as a decimal string.
func decimal(a value.Amount) string {
	s := a.Number.FloatString(baseDecimals)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func orEmpty(v *schema.Value) *schema.Value {
	if v == nil {
		return &schema.Value{}
	}
	return v
}

// deadline is a deadline in one text.
func deadline(d *schema.Deadline) string {
	switch {
	case d == nil:
		return ""
	case d.Date != "":
		return d.Date
	case d.From != "" || d.To != "":
		return d.From + "/" + d.To
	case d.Recurring != "":
		return d.Recurring
	}
	return strings.TrimSpace(d.Relative + d.Number + d.Unit)
}

func findings() Table {
	return Table{
		Name: "findings", Doc: "one row a finding, of the reading and of the rules", Key: 2,
		Columns: []Column{
			{"document", "编号", Integer, "the document"},
			{"finding", "序号", Integer, "number in the document, from 1"},
			{"input", "文件", Text, "the document's path"},
			{"declaration", "表号", Integer, "the declaration, empty where it is about the document"},
			{"rule", "规则", Text, "slug of the rule"},
			{"severity", "级别", Text, "error, warning or info"},
			{"path", "路径", Text, "where in the declaration"},
			{"place", "位置", Text, "where in the document; of a box its top left corner"},
			{"message", "说明", Text, "what is wrong"},
			{"found", "实际", Text, "what was found"},
			{"expected", "应为", Text, "what was expected"},
			{"fingerprint", "指纹", Text, "stays when the row moves"},
		},
		Rows: func(e *Entry) [][]string {
			var out [][]string
			for i := range e.Findings {
				f := &e.Findings[i]
				decl, place := "", ""
				if f.Declaration != nil {
					decl = itoa(*f.Declaration + 1) // a finding counts from 0
				}
				if f.At != nil {
					place = f.At.String()
				}
				out = append(out, []string{
					itoa(e.ID), itoa(i + 1), e.Record.Input, decl, f.Rule, string(f.Severity), f.Path, place,
					f.Message, f.Found, f.Expected, f.Fingerprint,
				})
			}
			return out
		},
	}
}
