package sqlite

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables"
	"github.com/pbt-cli/pbt/schema"
)

func year(id, y int, number string) *tables.Entry {
	return &tables.Entry{
		ID:     id,
		Record: &batch.Record{Input: "a", Outcome: batch.Converted, Declarations: 1, SHA256: "s"},
		Doc: &schema.Document{Declarations: []*schema.Declaration{{
			Form: "f", Year: y, Unit: "甲局", Project: schema.Project{Name: "项目"}, Funds: schema.Funds{Total: "10.5"},
			Indicators: []*schema.Indicator{{Name: "场次", Value: &schema.Value{Text: number, Kind: schema.KindQuantity, Op: schema.OpGE, Number: number}, Actual: &schema.Value{Text: "12", Number: "12"}}},
		}}},
		Findings: []schema.Finding{{Rule: "r", Severity: schema.SeverityError, Message: "m"}},
	}
}

func build(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "all.sqlite")
	w, err := New(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []*tables.Entry{year(1, 2023, "10"), year(2, 2024, "15")} {
		if err := w.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(true); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDatabase(t *testing.T) {
	db, err := sql.Open("sqlite", build(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]string{
		"SELECT change_percent FROM target_changes":            "50",
		"SELECT sum(funds_total) FROM units":                   "21",
		"SELECT findings || ' ' || documents FROM rules":       "2 2",
		"SELECT copies FROM copies":                            "2",
		"SELECT group_concat(met) FROM results":                "1,0",
		"SELECT inputs || ' ' || declarations FROM outcomes":   "2 2",
		"SELECT count(*) FROM unreadable":                      "0",
		"SELECT count(*) FROM target_kinds":                    "1",
		"SELECT count(*) FROM unit_findings":                   "0",
		"SELECT typeof(number) FROM indicators LIMIT 1":        "integer",
		"SELECT count(*) FROM documents WHERE output IS NULL":  "2",
		"SELECT integrity_check FROM pragma_integrity_check()": "ok",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s gave %q (%v), expected %q", query, got, err, want)
		}
	}
}

func TestSameBytes(t *testing.T) {
	a, err := os.ReadFile(build(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(build(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("the same entries give other bytes")
	}
}

// Changes are told in a common unit and period: 每季度1次 and 4次/年 are the same, and
// between two dimensions there is no percentage.
func TestChangesInUnits(t *testing.T) {
	quantity := func(number, unit, per string) *schema.Value {
		return &schema.Value{Text: number + unit, Kind: schema.KindQuantity, Op: schema.OpGE, Number: number, Unit: unit, Per: per}
	}
	entry := func(id, year int, values ...*schema.Value) *tables.Entry {
		d := &schema.Declaration{Form: "mof88-project", Year: year, Unit: "甲局", Project: schema.Project{Name: "项目"}}
		for i, v := range values {
			d.Indicators = append(d.Indicators, &schema.Indicator{Name: string(rune('a' + i)), Value: v})
		}
		return &tables.Entry{ID: id, Record: &batch.Record{Input: "a", Outcome: batch.Converted}, Doc: &schema.Document{Declarations: []*schema.Declaration{d}}}
	}
	file := filepath.Join(t.TempDir(), "all.sqlite")
	w, err := New(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []*tables.Entry{
		entry(1, 2023, quantity("1", "次", "季度"), quantity("60", "公里", ""), quantity("1", "次", "季度")),
		entry(2, 2024, quantity("4", "次", "年"), quantity("45000", "米", ""), quantity("100", "%", "")),
	} {
		if err := w.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(true); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.QueryRow("SELECT group_concat(name || ' ' || coalesce(change_percent, 'none'), ', ') FROM (SELECT * FROM target_changes ORDER BY name)").Scan(&got); err != nil {
		t.Fatal(err)
	}
	if want := "a 0.0, b -25.0, c none"; got != want {
		t.Errorf("changes %q, want %q", got, want)
	}
}
