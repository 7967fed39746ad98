// Package sqlite writes the tables of a run as one SQLite database, with views
// that answer an analyst's first questions. It is a package of its own because
// its driver, which needs no cgo, takes long to compile.
package sqlite

import (
	"database/sql"
	"fmt"
	"strings"

	_ "modernc.org/sqlite" // the driver

	"github.com/pbt-cli/pbt/cmd/internal/batch/tables"
)

// Writer fills a database. The same entries give the same bytes.
type Writer struct {
	db     *sql.DB
	tx     *sql.Tx
	tables []tables.Table
	insert []*sql.Stmt
}

// New makes a database in a file that does not exist yet.
func New(file string) (*Writer, error) {
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // pragmas are a connection's own
	w := &Writer{db: db, tables: tables.All()}
	if err := w.begin(); err != nil {
		db.Close()
		return nil, err
	}
	return w, nil
}

// begin makes the tables. The file is renamed into its place only when it is
// whole, so there is nothing for a journal to save.
func (w *Writer) begin() error {
	for _, s := range []string{"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-16000", "PRAGMA encoding='UTF-8'"} {
		if _, err := w.db.Exec(s); err != nil {
			return err
		}
	}
	tx, err := w.db.Begin()
	if err != nil {
		return err
	}
	w.tx = tx
	for _, t := range w.tables {
		if _, err := tx.Exec(create(t)); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		s, err := tx.Prepare(insert(t))
		if err != nil {
			return err
		}
		w.insert = append(w.insert, s)
	}
	return nil
}

func create(t tables.Table) string {
	var cols, key []string
	for i, c := range t.Columns {
		def := fmt.Sprintf("  %q %s", c.Name, c.Type)
		if i < t.Key {
			key = append(key, fmt.Sprintf("%q", c.Name))
			def += " NOT NULL"
		}
		if i == 0 && t.Key > 1 {
			def += " REFERENCES documents(document)"
		}
		cols = append(cols, def+" -- "+c.Doc)
	}
	// A comment runs to the end of its line, so the comma stands before it.
	for i := range cols {
		cols[i] = strings.Replace(cols[i], " -- ", ", -- ", 1)
	}
	return fmt.Sprintf("CREATE TABLE %q ( -- %s\n%s\n  PRIMARY KEY (%s)\n)", t.Name, t.Doc, strings.Join(cols, "\n"), strings.Join(key, ", "))
}

func insert(t tables.Table) string {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(t.Columns)), ",")
	return fmt.Sprintf("INSERT INTO %q VALUES (%s)", t.Name, marks)
}

// Add inserts the rows of an entry.
func (w *Writer) Add(e *tables.Entry) error {
	for i, t := range w.tables {
		for _, r := range t.Rows(e) {
			args := make([]any, len(r))
			for k, text := range r {
				if text != "" {
					args[k] = text
				}
			}
			if _, err := w.insert[i].Exec(args...); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
	}
	return nil
}

// Close makes the views and indexes and completes the file, where it is whole.
func (w *Writer) Close(whole bool) error {
	defer w.db.Close()
	if !whole {
		return w.tx.Rollback()
	}
	if _, err := w.tx.Exec(tables.Views); err != nil {
		w.tx.Rollback()
		return err
	}
	if err := w.tx.Commit(); err != nil {
		return err
	}
	return w.db.Close()
}
