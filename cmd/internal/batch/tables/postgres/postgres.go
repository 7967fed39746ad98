// Package postgres loads the tables of a run into a PostgreSQL database, by COPY
// and in one transaction: who reads the database sees the tables of the run
// before, or those of this one, and never a part. It is a package of its own so
// that only who asks for a database links the driver.
package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/late"
)

// schemaName is where the tables stand unless the address names another in
// search_path: postgres://host/db?search_path=y2024.
const schemaName = "pbt"

// maxBuffer is how many bytes of a table's rows are gathered before they are sent.
const maxBuffer = 1 << 20

// Writer fills the database.
type Writer struct {
	ctx    context.Context
	conn   *pgconn.PgConn
	schema string
	tables []tables.Table
	rows   []bytes.Buffer // one a table, in the format of COPY
}

// New connects to the database at an address (postgres://user@host/db; the
// variables of libpq such as PGPASSWORD hold) and makes the tables, empty, in a
// transaction that Close ends.
func New(ctx context.Context, address string) (*Writer, error) {
	conf, err := pgconn.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	w := &Writer{ctx: ctx, schema: schemaName, tables: tables.All()}
	if path := conf.RuntimeParams["search_path"]; path != "" {
		first, _, _ := strings.Cut(path, ",")
		w.schema = strings.Trim(strings.TrimSpace(first), `"`)
	}
	delete(conf.RuntimeParams, "search_path")
	if w.conn, err = pgconn.ConnectConfig(ctx, conf); err != nil {
		return nil, err
	}
	w.rows = make([]bytes.Buffer, len(w.tables))
	if err := w.begin(); err != nil {
		w.conn.Close(ctx)
		return nil, err
	}
	return w, nil
}

func (w *Writer) begin() error {
	if err := w.exec("BEGIN; CREATE SCHEMA IF NOT EXISTS " + name(w.schema) + "; SET LOCAL search_path TO " + name(w.schema)); err != nil {
		return err
	}
	for _, t := range w.tables {
		if err := w.exec(create(t)); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		if err := w.sameColumns(t); err != nil {
			return err
		}
	}
	// Views and tables that others made of these stay as they are.
	var names []string
	for _, t := range w.tables {
		names = append(names, name(t.Name))
	}
	return w.exec("TRUNCATE " + strings.Join(names, ", "))
}

// sameColumns refuses a table that another version of pbt made with other columns.
func (w *Writer) sameColumns(t tables.Table) error {
	results, err := w.conn.Exec(w.ctx, fmt.Sprintf(
		"SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", literal(name(t.Name)))).ReadAll()
	if err != nil {
		return err
	}
	var have []string
	for _, r := range results {
		for _, row := range r.Rows {
			have = append(have, string(row[0]))
		}
	}
	var want []string
	for _, c := range t.Columns {
		want = append(want, c.Name)
	}
	if strings.Join(have, "\x00") == strings.Join(want, "\x00") {
		return nil
	}
	return &batch.TextError{Text: schema.Text{
		ZH: fmt.Sprintf("数据库里的表 %[1]s.%[2]s 的列与这一版不同；请先 DROP TABLE %[1]s.%[2]s，或在地址中用 ?search_path=… 换一个模式", w.schema, t.Name),
		EN: fmt.Sprintf("the table %[1]s.%[2]s of the database has other columns than this version's; DROP TABLE %[1]s.%[2]s first, or name another schema by ?search_path=… in the address", w.schema, t.Name),
	}}
}

func (w *Writer) exec(sql string) error {
	_, err := w.conn.Exec(w.ctx, sql).ReadAll()
	return err
}

// create makes a table with its comments, where there is none.
func create(t tables.Table) string {
	var cols, key []string
	comments := fmt.Sprintf("COMMENT ON TABLE %s IS %s", name(t.Name), literal(t.Doc))
	for i, c := range t.Columns {
		def := name(c.Name) + " " + map[tables.Type]string{tables.Text: "text", tables.Integer: "bigint", tables.Number: "numeric"}[c.Type]
		if i < t.Key {
			key = append(key, name(c.Name))
			def += " NOT NULL"
		}
		cols = append(cols, def)
		comments += fmt.Sprintf("; COMMENT ON COLUMN %s.%s IS %s", name(t.Name), name(c.Name), literal(c.Title+": "+c.Doc))
	}
	return fmt.Sprintf("CREATE TABLE IF NOT EXISTS %s (%s, PRIMARY KEY (%s)); %s", name(t.Name), strings.Join(cols, ", "), strings.Join(key, ", "), comments)
}

// name is an identifier as SQL writes it.
func name(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// literal is a text as SQL writes it.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Add gathers the rows of an entry, and sends them when they are many.
func (w *Writer) Add(e *tables.Entry) error {
	for i, t := range w.tables {
		for _, r := range t.Rows(e) {
			for k, text := range r {
				if k > 0 {
					w.rows[i].WriteByte('\t')
				}
				field(&w.rows[i], text, t.Columns[k].Type)
			}
			w.rows[i].WriteByte('\n')
		}
		if w.rows[i].Len() > maxBuffer {
			if err := w.send(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// numeric is a decimal as PostgreSQL takes it.
var numeric = late.Regexp(`^[-+]?[0-9]+(\.[0-9]+)?$`)

// escapes are the characters that COPY's text format escapes; a NUL has no place
// in a text of PostgreSQL.
var escapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", "")

// field writes a text in the text format of COPY; \N is no value, which a number
// is that is none.
func field(b *bytes.Buffer, text string, t tables.Type) {
	if text == "" || t != tables.Text && !numeric().MatchString(text) {
		b.WriteString(`\N`)
		return
	}
	escapes.WriteString(b, strings.ToValidUTF8(text, "\ufffd"))
}

// send copies the gathered rows of a table.
func (w *Writer) send(i int) error {
	if w.rows[i].Len() == 0 {
		return nil
	}
	_, err := w.conn.CopyFrom(w.ctx, &w.rows[i], "COPY "+name(w.tables[i].Name)+" FROM STDIN")
	w.rows[i].Reset()
	if err != nil {
		return fmt.Errorf("table %s: %w", w.tables[i].Name, err)
	}
	return nil
}

// Close sends what is left, makes the indexes and views, and commits; where the
// run is not whole, the database stays as it was.
func (w *Writer) Close(whole bool) error {
	defer w.conn.Close(w.ctx)
	if !whole {
		return w.exec("ROLLBACK")
	}
	for i := range w.tables {
		if err := w.send(i); err != nil {
			return errors.Join(err, w.exec("ROLLBACK"))
		}
	}
	if err := w.exec(strings.ReplaceAll(tables.Views, "CREATE VIEW", "CREATE OR REPLACE VIEW")); err != nil {
		return errors.Join(err, w.exec("ROLLBACK"))
	}
	return w.exec("COMMIT")
}
