package tables

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/schema"
)

var update = flag.Bool("update", false, "rewrite docs/archive-schema.md")

const schemaDoc = "../../../../docs/archive-schema.md"

// The columns in docs/archive-schema.md are those of the code.
func TestDocumentedSchema(t *testing.T) {
	data, err := os.ReadFile(schemaDoc)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- columns -->\n", "<!-- end of columns -->\n"
	head, rest, ok := strings.Cut(string(data), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the marks around the columns are missing")
	}
	var b strings.Builder
	for _, table := range All() {
		fmt.Fprintf(&b, "\n### %s\n\n%s.\n\n| column | heading | type | |\n|---|---|---|---|\n", table.Name, strings.ToUpper(table.Doc[:1])+table.Doc[1:])
		for i, c := range table.Columns {
			key := ""
			if i < table.Key {
				key = " (key)"
			}
			fmt.Fprintf(&b, "| `%s`%s | %s | %s | %s |\n", c.Name, key, c.Title, c.Type, c.Doc)
		}
	}
	b.WriteString("\n")
	want := head + begin + b.String() + end + tail
	if *update {
		if err := os.WriteFile(schemaDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, string(data)); d != "" {
		t.Errorf("docs/archive-schema.md is stale; go test ./cmd/internal/batch/tables -update rewrites it:\n%s", d)
	}
}

// entry is a document with one declaration of two indicators, and a finding.
func entry() *Entry {
	yes, zero := true, 0
	d := &schema.Declaration{
		Form: "f", Year: 2024, Unit: "甲局", Project: schema.Project{Name: "项目", GovernmentPurchase: &yes},
		Funds: schema.Funds{Total: "1200000.50"},
		Indicators: []*schema.Indicator{{Name: "产出指标", Children: []*schema.Indicator{{Name: "数量指标", Children: []*schema.Indicator{
			{Name: "培训场次", Value: &schema.Value{Text: "≥12场", Kind: schema.KindQuantity, Op: schema.OpGE, Number: "12", Unit: "场"}, Weight: "5"},
			{Name: "含\"引号\",与逗号", Value: &schema.Value{Text: "=1+1", Kind: schema.KindUnparsed}, Hidden: true},
		}}}}},
		IndicatorsMediumTerm: []*schema.Indicator{{Name: "覆盖", Value: &schema.Value{Text: "三年内", Kind: schema.KindDeadline}}},
		Uncertain:            []schema.Doubt{{Path: "indicators[0].children[0].children[1]", Question: "level2"}},
	}
	return &Entry{
		ID:       7,
		Record:   &batch.Record{Input: "a.zip!表.pdf", Outcome: batch.Converted, Declarations: 1, Reader: "pdf"},
		Doc:      &schema.Document{Declarations: []*schema.Declaration{d}},
		Findings: []schema.Finding{{Rule: "budget.sum-total", Severity: "error", Declaration: &zero, Message: "不等", At: &schema.Place{Page: 3}}},
	}
}

func TestRowsFitColumns(t *testing.T) {
	for _, table := range All() {
		rows := table.Rows(entry())
		if len(rows) == 0 {
			t.Errorf("%s has no row", table.Name)
		}
		for _, r := range rows {
			if len(r) != len(table.Columns) {
				t.Errorf("%s: %d values in a row of %d columns", table.Name, len(r), len(table.Columns))
			}
		}
	}
}

// What pbt parse -o csv prints and the table of indicators says is the same,
// under the same headings.
func TestIndicatorsAgreeWithRows(t *testing.T) {
	table, _ := find("indicators")
	e := entry()
	e.Doc.Source.File = e.Record.Input
	e.Doc.Declarations = append(e.Doc.Declarations, e.Doc.Declarations[0])
	at := map[string]int{}
	for i, title := range titles(table) {
		at[title] = i
	}
	got := table.Rows(e)
	want := schema.Rows(e.Doc)
	if len(got) != len(want) || len(got) != 6 {
		t.Fatalf("%d rows, expected %d", len(got), len(want))
	}
	for i, title := range schema.RowColumns {
		column, ok := at[title]
		if !ok {
			t.Errorf("there is no column %s", title)
			continue
		}
		for n := range want {
			if got[n][column] != want[n][i] {
				t.Errorf("row %d, %s: %q, expected %q", n, title, got[n][column], want[n][i])
			}
		}
	}
	// The tables name a declaration by the same number.
	declarations, _ := find("declarations")
	if rows := declarations.Rows(e); rows[1][1] != "2" || got[3][1] != "2" {
		t.Errorf("the second declaration has the numbers %s and %s", rows[1][1], got[3][1])
	}
}

// valueOf picks a column of the first rows by name.
func valueOf(t *testing.T, table, column string, row int) string {
	t.Helper()
	tab, ok := find(table)
	if !ok {
		t.Fatal("no table", table)
	}
	for i, c := range tab.Columns {
		if c.Name == column {
			return tab.Rows(entry())[row][i]
		}
	}
	t.Fatal("no column", column)
	return ""
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		table, column string
		row           int
		want          string
	}{
		{"documents", "input", 0, "a.zip!表.pdf"},
		{"declarations", "government_purchase", 0, "1"},
		{"declarations", "funds_total", 0, "1200000.50"},
		{"declarations", "indicators", 0, "3"},
		{"indicators", "level1", 0, "产出指标"},
		{"indicators", "level2", 0, "数量指标"},
		{"indicators", "indicator", 1, "2"},
		{"indicators", "number", 0, "12"},
		{"indicators", "uncertain", 1, "二级指标："},
		{"indicators", "hidden", 1, "1"},
		{"declarations", "declaration", 0, "1"},
		{"indicators", "declaration", 0, "1"},
		{"indicators", "tree", 1, "年度"},
		{"indicators", "tree", 2, "中期"},
		{"indicators", "path", 2, "indicators_medium_term[0]"},
		{"indicators", "text", 2, "三年内"},
		{"indicators", "target", 0, "12"},
		{"indicators", "target", 1, "=1+1"},
		{"indicators", "number", 1, ""},
		{"indicators", "measure", 0, "定量"},
		{"findings", "declaration", 0, "1"},
		{"findings", "place", 0, "p3"},
	} {
		if got := valueOf(t, c.table, c.column, c.row); got != c.want {
			t.Errorf("%s.%s of row %d is %q, expected %q", c.table, c.column, c.row, got, c.want)
		}
	}
}

func TestJSONL(t *testing.T) {
	var b bytes.Buffer
	table, _ := find("indicators")
	w := newJSONL(&b, table)
	if err := w.Add(entry()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(true); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	var second map[string]any
	if len(lines) != 3 || json.Unmarshal([]byte(lines[1]), &second) != nil {
		t.Fatalf("not two objects: %s", b.String())
	}
	if second["name"] != "含\"引号\",与逗号" || second["hidden"] != 1.0 {
		t.Errorf("%v", second)
	}
	if _, ok := second["number"]; ok {
		t.Error("a key without a value is written")
	}
}

func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	table, _ := find("indicators")
	w, err := newXLSX(&b, table)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(entry()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(true); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("indicators")
	if err != nil || len(rows) != 4 || rows[1][14] != "12" || rows[0][14] != "指标值" {
		t.Errorf("%v %v", rows, err)
	}
	// A target that looks like a formula is text.
	if formula, _ := f.GetCellFormula("indicators", "V3"); formula != "" || rows[2][21] != "=1+1" || rows[0][21] != "原文" {
		t.Errorf("formula %q, text %q", formula, rows[2][21])
	}
}

// The desk's workbook has a row for every input, one that has no output too.
func TestDesk(t *testing.T) {
	var b bytes.Buffer
	w := newDesk(&b)
	bad := &Entry{ID: 2, Record: &batch.Record{Input: "坏.pdf", Outcome: batch.Unreadable, Reader: "pdf"},
		Findings: []schema.Finding{{Rule: schema.ExtractDamaged.Rule, Severity: schema.SeverityError, Message: "文件已损坏"}}}
	for _, e := range []*Entry{entry(), bad} {
		if err := w.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(true); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	about, err := f.GetRows("概况")
	if err != nil || len(about) != 3 || about[2][0] != "坏.pdf" || about[2][1] != "读不出" || about[2][10] != "文件已损坏" {
		t.Errorf("%v %v", about, err)
	}
	if rows, err := f.GetRows("指标"); err != nil || len(rows) != 4 {
		t.Errorf("%v %v", rows, err)
	}
}

func TestParseSpec(t *testing.T) {
	for s, want := range map[string]Spec{
		"indicators.csv": {"indicators.csv", "csv", "indicators"}, "csv": {"indicators.csv", "csv", "indicators"},
		"/tmp/findings.xlsx": {"/tmp/findings.xlsx", "xlsx", "findings"}, "workbook.xlsx": {"workbook.xlsx", Desk, ""},
		"findings.parquet": {"findings.parquet", Parquet, "findings"}, "postgres://h/db": {"postgres://h/db", Postgres, ""}, "all.sqlite": {"all.sqlite", "sqlite", ""},
	} {
		if got, err := ParseSpec(s); err != nil || got != want {
			t.Errorf("%s: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"indicators.ods", "forms.csv", "x", ""} {
		if got, err := ParseSpec(s); err == nil {
			t.Errorf("%q gave %v", s, got)
		}
	}
}

// A table that cannot be made leaves the old one, and nothing else.
func TestBuildFails(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("manifest.jsonl", `{"input":"a","outcome":"converted","output":"a.yaml","declarations":1,"findings":{"error":0,"warning":0,"info":0}}`+"\n")
	write("indicators.csv", "old")
	spec, err := ParseSpec("indicators.csv")
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Dir: dir, Specs: []Spec{spec}, Load: func(*batch.Record, []byte) (*schema.Document, []schema.Finding, error) {
		return entry().Doc, nil, nil
	}}
	if err := Build(context.Background(), opt); err == nil {
		t.Error("a missing output gave no error")
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "indicators.csv")); string(data) != "old" {
		t.Error("the old table was touched")
	}
	write("a.yaml", "x")
	if err := Build(context.Background(), opt); err != nil {
		t.Fatal(err)
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 3 {
		t.Errorf("%d entries stay, expected the manifest, the output and the table", len(left))
	}
}
