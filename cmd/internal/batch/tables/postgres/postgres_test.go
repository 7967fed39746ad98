//go:build unix

package postgres

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables"
	"github.com/pbt-cli/pbt/cmd/internal/pgtest"
	"github.com/pbt-cli/pbt/schema"
)

// entry is a document whose texts hold what COPY escapes.
func entry(id, year int, name string) *tables.Entry {
	return &tables.Entry{
		ID:     id,
		Record: &batch.Record{Input: `区\县` + "\t" + strconv.Itoa(id), Outcome: batch.Converted, Declarations: 1, SHA256: "s"},
		Doc: &schema.Document{Declarations: []*schema.Declaration{{
			Form: "f", Year: year, Unit: "甲局", Project: schema.Project{Name: name}, Funds: schema.Funds{Total: "10.50"},
			Indicators: []*schema.Indicator{{
				Name: "场次", Weight: "十", Value: &schema.Value{Text: "≥10场", Kind: schema.KindQuantity, Op: schema.OpGE, Number: "10", Unit: "场"},
				Actual: &schema.Value{Text: "12", Number: "12"},
			}},
		}}},
		Findings: []schema.Finding{{Rule: "r", Severity: schema.SeverityError, Message: "一行\n两行\x00" + "\xff"}},
	}
}

func load(t *testing.T, address string, whole bool, entries ...*tables.Entry) error {
	t.Helper()
	w, err := New(context.Background(), address)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := w.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	return w.Close(whole)
}

// query gives the values of the first column of a query's rows.
func query(t *testing.T, address, sql string) string {
	t.Helper()
	conn, err := pgconn.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	results, err := conn.Exec(context.Background(), sql).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	var got []string
	for _, r := range results {
		for _, row := range r.Rows {
			got = append(got, string(row[0]))
		}
	}
	return strings.Join(got, ",")
}

func TestPostgres(t *testing.T) {
	at := pgtest.Start(t).Address()
	if err := load(t, at, true, entry(1, 2023, "项目"), entry(2, 2024, `a\b`)); err != nil {
		t.Fatal(err)
	}
	for sql, want := range map[string]string{
		"SELECT sum(funds_total) FROM pbt.units":                              "21.00",
		"SELECT project_name FROM pbt.declarations ORDER BY document":         `项目,a\b`,
		"SELECT input FROM pbt.documents WHERE document = 1":                  `区\县` + "\t1",
		"SELECT message FROM pbt.findings WHERE document = 1":                 "一行\n两行\ufffd",
		"SELECT count(*) FROM pbt.indicators WHERE weight IS NULL":            "2",
		"SELECT pg_typeof(number) FROM pbt.indicators LIMIT 1":                "numeric",
		"SELECT met FROM pbt.results LIMIT 1":                                 "t",
		"SELECT copies FROM pbt.copies":                                       "2",
		"SELECT obj_description('pbt.documents'::regclass)":                   "one row an input of the run, as in manifest.jsonl",
		"SELECT count(*) FROM pbt.target_changes":                             "0",
		"SELECT count(*) FROM pbt.unit_findings":                              "0",
		"SELECT count(*) FROM pbt.outcomes, pbt.unreadable, pbt.target_kinds": "0",
		"SELECT relname FROM pg_class WHERE relname = 'indicators_project'":   "indicators_project",
	} {
		if got := query(t, at, sql); got != want {
			t.Errorf("%s gave %q, expected %q", sql, got, want)
		}
	}
	// A run that fails leaves what was there, a later one replaces it, and views of
	// others stay.
	query(t, at, "CREATE VIEW mine AS SELECT count(*) AS n FROM pbt.documents")
	if err := load(t, at, false, entry(1, 2025, "别的")); err != nil {
		t.Fatal(err)
	}
	if got := query(t, at, "SELECT n FROM mine"); got != "2" {
		t.Errorf("after a run that failed %s documents", got)
	}
	if err := load(t, at, true, entry(1, 2025, "别的")); err != nil {
		t.Fatal(err)
	}
	if got := query(t, at, "SELECT n FROM mine"); got != "1" {
		t.Errorf("after a second run %s documents", got)
	}
	// Another schema stands beside it; another version's columns are refused.
	if err := load(t, at+"&search_path=y2024", true, entry(1, 2024, "项目")); err != nil {
		t.Fatal(err)
	}
	if got := query(t, at, "SELECT count(*) FROM y2024.declarations"); got != "1" {
		t.Errorf("%s declarations in the other schema", got)
	}
	query(t, at, "ALTER TABLE y2024.findings ADD COLUMN old text")
	var told *batch.TextError
	if err := load(t, at+"&search_path=y2024", true); !errors.As(err, &told) || !strings.Contains(told.Text.EN, "y2024.findings") {
		t.Errorf("other columns gave %v", err)
	}
}

// Many rows go in several pieces.
func TestPieces(t *testing.T) {
	at := pgtest.Start(t).Address()
	var entries []*tables.Entry
	for i := range 3000 {
		e := entry(i+1, 2024, strings.Repeat("长", 100))
		entries = append(entries, e)
	}
	if err := load(t, at, true, entries...); err != nil {
		t.Fatal(err)
	}
	if got := query(t, at, "SELECT count(*) FROM pbt.declarations"); got != "3000" {
		t.Errorf("%s declarations", got)
	}
}
