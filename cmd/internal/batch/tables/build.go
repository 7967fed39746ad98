package tables

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/schema"
)

// Spec is a table that a user asked for: indicators.csv.
type Spec struct {
	// File is where to, below the output folder unless it is absolute; the
	// address of a PostgreSQL database.
	File   string
	Format Format
	// Table is the name of a table; a database and the desk's workbook hold all.
	Table string
}

// Format is how a table is written.
type Format string

// The formats. CSV, JSONLines, XLSX and Parquet hold one table, the others all.
const (
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
	XLSX      Format = "xlsx"
	Parquet   Format = "parquet"
	SQLite    Format = "sqlite"
	Postgres  Format = "postgres"
	Desk      Format = "workbook"
)

// deskFile is the name that asks for the desk's workbook.
const deskFile = "workbook.xlsx"

// ParseSpec reads a file name such as indicators.csv, findings.parquet,
// workbook.xlsx or all.sqlite, or the address of a database, postgres://…: the
// extension is the format, the rest names the table. The bare name of a format
// means the indicators.
func ParseSpec(s string) (Spec, error) {
	if strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://") {
		return Spec{File: s, Format: Postgres}, nil
	}
	base := filepath.Base(s)
	if base == deskFile {
		return Spec{File: s, Format: Desk}, nil
	}
	name, ext, ok := strings.Cut(base, ".")
	if !ok {
		name, ext = "indicators", base
		s = name + "." + ext
	}
	format := Format(ext)
	switch format {
	case SQLite, "db":
		return Spec{File: s, Format: SQLite}, nil
	case CSV, JSONLines, XLSX, Parquet:
	default:
		return Spec{}, &batch.TextError{Text: schema.Text{
			ZH: fmt.Sprintf("%q 不是汇总表的格式，应为 csv、jsonl、xlsx、parquet 或 sqlite", ext),
			EN: fmt.Sprintf("%q is no format of a table, expected csv, jsonl, xlsx, parquet or sqlite", ext),
		}}
	}
	if _, ok := find(name); !ok {
		var names []string
		for _, t := range All() {
			names = append(names, t.Name)
		}
		return Spec{}, &batch.TextError{Text: schema.Text{
			ZH: fmt.Sprintf("没有名为 %q 的汇总表，应为 %s 之一，或 %s", name, strings.Join(names, "、"), deskFile),
			EN: fmt.Sprintf("there is no table %q, expected one of %s, or %s", name, strings.Join(names, ", "), deskFile),
		}}
	}
	return Spec{File: s, Format: format, Table: name}, nil
}

// Options say which tables are made of a folder, and how.
type Options struct {
	Dir   string
	Specs []Spec
	// Load reads an output back; findings are those of the rules.
	Load func(rec *batch.Record, output []byte) (*schema.Document, []schema.Finding, error)
	// Database makes the writer of a SQLite file, or of a PostgreSQL database at
	// an address.
	Database func(ctx context.Context, f Format, to string) (Writer, error)
	// Jobs is how many outputs are read at a time; 0 means one a processor.
	Jobs int
	// CSVRaw writes texts into CSV as they are, formulas too.
	CSVRaw bool
}

// Build makes the tables from the folder's manifest and outputs. Each stands
// under its name only once it is whole.
func Build(ctx context.Context, opt Options) error {
	tmp := batch.TablesDir(opt.Dir)
	if err := os.RemoveAll(tmp); err != nil {
		return err
	}
	if err := os.MkdirAll(tmp, 0o777); err != nil {
		return err
	}
	defer func() {
		os.RemoveAll(tmp)
		os.Remove(filepath.Dir(tmp))
	}()
	var files []*file
	for i, s := range opt.Specs {
		f, err := open(ctx, opt, s, filepath.Join(tmp, fmt.Sprint(i)))
		if err != nil {
			for _, f := range files {
				f.close(false)
			}
			return err
		}
		files = append(files, f)
	}
	err := each(ctx, opt, func(e *Entry) error {
		for _, f := range files {
			if err := f.w.Add(e); err != nil {
				return err
			}
		}
		return nil
	})
	for _, f := range files {
		if e := f.close(err == nil); err == nil {
			err = e
		}
	}
	return err
}

// file is a table that is being written; name is empty, and f nil, where it is
// no file.
type file struct {
	tmp, name string
	f         *os.File
	w         Writer
}

func open(ctx context.Context, opt Options, s Spec, tmp string) (*file, error) {
	if s.Format == Postgres {
		w, err := opt.Database(ctx, s.Format, s.File)
		return &file{w: w}, err
	}
	out := &file{tmp: tmp, name: s.File}
	if !filepath.IsAbs(out.name) {
		out.name = filepath.Join(opt.Dir, out.name)
	}
	var err error
	if s.Format == SQLite {
		out.w, err = opt.Database(ctx, s.Format, tmp)
		return out, err
	}
	if out.f, err = os.Create(tmp); err != nil {
		return nil, err
	}
	out.w, err = newWriter(out.f, s, opt.CSVRaw)
	return out, err
}

func newWriter(w io.Writer, s Spec, raw bool) (Writer, error) {
	if s.Format == Desk {
		return newDesk(w), nil
	}
	t, _ := find(s.Table)
	switch s.Format {
	case CSV:
		return newCSV(w, t, raw)
	case JSONLines:
		return newJSONL(w, t), nil
	case Parquet:
		return newParquet(w, t), nil
	}
	return newXLSX(w, t)
}

// close completes the table and puts it in its place, or drops it.
func (f *file) close(whole bool) error {
	err := f.w.Close(whole)
	if f.name == "" {
		return err
	}
	if f.f == nil && err == nil {
		f.f, err = os.OpenFile(f.tmp, os.O_RDWR, 0)
	}
	if err == nil {
		err = f.f.Sync()
	}
	if f.f != nil {
		if e := f.f.Close(); err == nil {
			err = e
		}
	}
	if err != nil || !whole {
		return err
	}
	return os.Rename(f.tmp, f.name)
}

// each reads the outputs, several at a time, and hands them out in order.
func each(ctx context.Context, opt Options, add func(*Entry) error) error {
	jobs := opt.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	root, err := os.OpenRoot(opt.Dir)
	if err != nil {
		return err
	}
	defer root.Close()
	type result struct {
		e   *Entry
		err error
	}
	queue := make(chan chan result, 4*jobs)
	slots := make(chan struct{}, jobs)
	var readErr error
	go func() {
		defer close(queue)
		id := 0
		readErr = batch.EachRecord(opt.Dir, func(r *batch.Record) error {
			id++
			e := &Entry{ID: id, Record: r}
			done := make(chan result, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return ctx.Err()
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				done <- result{e, load(opt, root, e)}
			}()
			return nil
		})
	}()
	for done := range queue {
		r := <-done
		if r.err == nil {
			r.err = add(r.e)
		}
		if r.err != nil {
			cancel()
			for range queue { // let the reader end
			}
			return r.err
		}
	}
	return readErr
}

// load reads an entry's output. Findings of the reading come first: from the
// output where there is one, else from the manifest.
func load(opt Options, root *os.Root, e *Entry) error {
	r := e.Record
	if r.Output == "" {
		for _, p := range r.Problems {
			e.Findings = append(e.Findings, problem(r, p))
		}
		schema.Fingerprint(nil, e.Findings)
		return nil
	}
	data, err := root.ReadFile(filepath.FromSlash(r.Output))
	if err != nil {
		return err
	}
	doc, found, err := opt.Load(r, data)
	if err != nil {
		return fmt.Errorf("%s: %w", r.Output, err)
	}
	e.Doc = doc
	known := map[string]int{}
	for _, p := range doc.Problems {
		known[p.Rule+"\x00"+p.Message]++
	}
	// What the manifest alone knows is about the input itself: its name.
	for _, p := range r.Problems {
		if key := p.Rule + "\x00" + p.Message; known[key] > 0 {
			known[key]--
			continue
		}
		e.Findings = append(e.Findings, problem(r, p))
	}
	schema.Fingerprint(doc, e.Findings)
	e.Findings = append(append(e.Findings, doc.Problems...), found...)
	return nil
}

// problem is a problem of the manifest as a finding.
func problem(r *batch.Record, p batch.Problem) schema.Finding {
	return schema.Finding{Rule: p.Rule, Severity: p.Severity, File: r.Input, Path: p.Path, Message: p.Message, Found: p.Found}
}
