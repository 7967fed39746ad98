package main

import (
	"context"
	"crypto/sha256"
	_ "embed" // for tables.sql
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// tableSchema holds the queue's tables and River's.
const tableSchema = "pbt_river"

//go:embed tables.sql
var tables string

// How many documents a job takes: fewer, and starting pbt for each job costs more
// than converting; more, and a lost job is much to do again.
const (
	defaultJob = 25
	maxJob     = 200
)

// document is a content to be converted, and where it was first met.
type document struct {
	SHA256 string `json:"sha256"`
	Ext    string `json:"ext,omitempty"`
	Path   string `json:"path"`
}

// convertArgs are what a job converts.
type convertArgs struct {
	Documents []document `json:"documents"`
}

// Kind names the job in River's tables.
func (convertArgs) Kind() string { return "convert" }

// maxAttempts is how often a job is tried: once together, then each document alone,
// and a document that fails alone is told after tries of them.
const maxAttempts = 8

// InsertOpts are River's: jobs are tried again soon, since a lost one was most often
// not its documents' fault.
func (convertArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: maxAttempts} }

// queue is the database.
type queue struct {
	pool *pgxpool.Pool
}

func open(ctx context.Context, database string) (*queue, error) {
	if database == "" {
		return nil, errors.New("no database: give --database postgres://user@host/db, or set DATABASE_URL")
	}
	pool, err := pgxpool.New(ctx, database)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return &queue{pool}, nil
}

// init makes the tables where they are missing.
func (q *queue) init(ctx context.Context) error {
	if _, err := q.pool.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+tableSchema); err != nil {
		return err
	}
	m, err := rivermigrate.New(riverpgxv5.New(q.pool), &rivermigrate.Config{Schema: tableSchema})
	if err != nil {
		return err
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	_, err = q.pool.Exec(ctx, tables)
	return err
}

// added counts what add met.
type added struct {
	files, queued, jobs int
	// left are paths that could not be queued, unqueued why the first of them was not.
	left     int
	unqueued error
}

// leave notes a path that cannot be queued; the others are.
func (a *added) leave(path string, err error) {
	if a.left++; a.left == 1 {
		a.unqueued = fmt.Errorf("%q: %w", path, err)
	}
}

// err is what add ends with once all that could be queued is.
func (a *added) err() error {
	if a.left == 0 {
		return nil
	}
	return fmt.Errorf("%d paths were not queued, the first %w", a.left, a.unqueued)
}

// add queues what stands below paths and whose content was never queued. A file of
// the size and time that it had before is taken for unchanged.
func (q *queue) add(ctx context.Context, paths []string, size int) (added, error) {
	client, err := river.NewClient(riverpgxv5.New(q.pool), &river.Config{Schema: tableSchema})
	if err != nil {
		return added{}, err
	}
	a := &adder{q: q, client: client, size: size}
	for _, p := range paths {
		p, err := filepath.Abs(p)
		if err != nil {
			return a.added, err
		}
		err = filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				a.leave(path, err)
				return nil
			case path != p && hidden(d.Name()) && d.IsDir():
				return fs.SkipDir
			case !d.Type().IsRegular() || hidden(d.Name()):
				return nil
			}
			return a.file(ctx, path)
		})
		if err != nil {
			return a.added, err
		}
	}
	err = a.flush(ctx)
	return a.added, errors.Join(err, a.err())
}

// hidden are files that no form stands in: those of systems, and of programs that
// have a form open.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") }

type adder struct {
	added
	q      *queue
	client *river.Client[pgx.Tx]
	size   int
	met    []met
}

// met is a file that is new or has changed.
type met struct {
	document
	size     int64
	modified time.Time
}

// errEncoding: PostgreSQL keeps texts in UTF-8 alone.
var errEncoding = errors.New("the name is not in UTF-8; rename it, or convert it with pbt convert")

func (a *adder) file(ctx context.Context, path string) error {
	a.files++
	if !utf8.ValidString(path) {
		a.leave(path, errEncoding)
		return nil
	}
	fi, err := os.Stat(path)
	if err != nil {
		a.leave(path, err)
		return nil
	}
	modified := fi.ModTime().UTC().Truncate(time.Microsecond) // as PostgreSQL keeps it
	var known bool
	err = a.q.pool.QueryRow(ctx, "SELECT true FROM pbt_river.inputs WHERE path = $1 AND size = $2 AND modified = $3", path, fi.Size(), modified).Scan(&known)
	if err == nil {
		return nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	sum, err := digest(path)
	if err != nil {
		a.leave(path, err)
		return nil
	}
	a.met = append(a.met, met{document{sum, strings.ToLower(filepath.Ext(path)), path}, fi.Size(), modified})
	if len(a.met) < a.size {
		return nil
	}
	return a.flush(ctx)
}

// flush queues what was met, in one transaction with the job that will convert it.
func (a *adder) flush(ctx context.Context) error {
	if len(a.met) == 0 {
		return nil
	}
	var fresh []document
	err := pgx.BeginFunc(ctx, a.q.pool, func(tx pgx.Tx) error {
		fresh = nil
		for _, m := range a.met {
			tag, err := tx.Exec(ctx, "INSERT INTO pbt_river.documents (sha256, ext, path, size) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", m.SHA256, m.Ext, m.Path, m.size)
			if err != nil {
				return err
			}
			if tag.RowsAffected() == 1 {
				fresh = append(fresh, m.document)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO pbt_river.inputs (path, sha256, ext, size, modified) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, ext = excluded.ext, size = excluded.size, modified = excluded.modified`,
				m.Path, m.SHA256, m.Ext, m.size, m.modified); err != nil {
				return err
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		_, err := a.client.InsertTx(ctx, tx, convertArgs{fresh}, nil)
		return err
	})
	if err != nil {
		return err
	}
	a.met = a.met[:0]
	a.queued += len(fresh)
	if len(fresh) > 0 {
		a.jobs++
	}
	return nil
}

func digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// status prints the documents by outcome.
func (q *queue) status(ctx context.Context, out io.Writer) error {
	rows, err := q.pool.Query(ctx, "SELECT outcome, documents, inputs, coalesce(latest, oldest) FROM pbt_river.progress")
	if err != nil {
		return err
	}
	defer rows.Close()
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "outcome\tdocuments\tinputs\tsince")
	for rows.Next() {
		var outcome string
		var documents, inputs int64
		var since *time.Time
		if err := rows.Scan(&outcome, &documents, &inputs, &since); err != nil {
			return err
		}
		at := ""
		if since != nil {
			at = since.Local().Format(time.DateTime)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", outcome, documents, inputs, at)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return w.Flush()
}
