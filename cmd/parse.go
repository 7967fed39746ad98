package cmd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/sheet"
	"github.com/pbt-cli/pbt/schema/system"
)

// parseFormats are the formats of pbt parse.
var parseFormats = []string{"yaml", "json", "jsonl", "table", "csv", "xlsx", "system"}

// parseEndings are the formats that the ending of a file may hold.
var parseEndings = map[string][]string{
	".yaml": {"yaml"}, ".yml": {"yaml"}, ".json": {"json"}, ".jsonl": {"jsonl"}, ".csv": {"csv"},
	".xlsx": {"xlsx", "system"},
}

// csvRawUsage is the help of --csv-raw.
const csvRawUsage = "in CSV, do not put an apostrophe before a text that a spreadsheet would run as a formula"

func (a *App) newParse() *cobra.Command {
	var (
		read      readFlags
		formats   []string
		out       string
		trace     bool
		redact    bool
		account   bool
		explain   bool
		stdinName string
		csvRaw    bool
		answers   answerFlags
		reviewed  reviewFlag
	)
	c := &cobra.Command{
		Use:   "parse FILE|DIR|ARCHIVE...",
		Short: "read forms and print them as normalised YAML, JSON or a table",
		Long: `Parse reads every performance declaration (绩效目标表) of the files and prints them
in the format of docs/contract.md. FILE is a PDF, an OFD, a workbook, a Word
document, a scan, a page of HTML or a text ("pbt formats" lists them all); a
directory, an archive or a glob stands for what is in it; "-" is standard input.
Normalised YAML and JSON are taken too, to print them in another format.

Every value says where it stands (--trace), every repair is listed, and every
reading that the page leaves open is named in "uncertain".`,
		Example: `  pbt parse form.pdf
  pbt parse -o table form.xlsx
  pbt parse --out indicators.xlsx declarations/
  pbt parse --pages 31-35 --trace -o json budget.pdf
  pbt parse --column 目标要求=value --save-profile ours.yaml form.xlsx`,
		Args: a.takes(1, -1),
		RunE: func(c *cobra.Command, files []string) error {
			outputs, err := a.outputs(formats, out, parseFormats, parseEndings)
			if err != nil {
				return err
			}
			opt, err := read.options(a)
			if err != nil {
				return err
			}
			opt.Lang, opt.Account = a.language(), account
			if opt.Columns, err = answers.columns(a); err != nil {
				return err
			}
			if explain {
				opt.Explain = func(t schema.Text) { a.complain(t.In(a.language()), "") }
			}
			finder, files, err := reviewed.finder(a, files)
			if err != nil {
				return err
			}
			opt.Untraced = !trace && finder == nil && !slices.ContainsFunc(outputs, showsPlaces)
			p := printer{app: a, finder: finder, outputs: outputs, trace: trace, redact: redact, csvRaw: csvRaw}
			if err := answers.checkSave(a, opt.Columns); err != nil {
				return err
			}
			err = p.run(c.Context(), &inputs{app: a, paths: files, password: opt.Password, stdinName: stdinName, direct: true}, opt)
			if wrong := answers.settle(a, p.docs, opt.Columns); wrong != nil {
				return wrong
			}
			return err
		},
	}
	read.register(c)
	answers.register(c)
	reviewed.register(c)
	c.Flags().StringArrayVarP(&formats, "output", "o", nil, "`FORMAT[=FILE]`, repeatable: "+strings.Join(parseFormats, ", ")+" (default yaml, or by the ending of --out)")
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	c.Flags().BoolVar(&csvRaw, "csv-raw", false, csvRawUsage)
	c.Flags().BoolVar(&redact, "redact", false, "leave out contacts, telephones and identity numbers")
	c.Flags().BoolVar(&trace, "trace", false, "print where every value stands")
	c.Flags().BoolVar(&explain, "explain", false, "say on standard error why a profile and each column's role were chosen")
	c.Flags().BoolVar(&account, "account", false, "print what became of every printed cell")
	c.Flags().StringVar(&stdinName, "stdin-name", "-", "the name to report for standard input")
	return c
}

// errSpecial is a file that is none: a device or a pipe, which may never end.
var errSpecial = errors.New("not a regular file")

// errDirectory is a directory where a file is wanted.
var errDirectory = errors.New("a directory")

// openRegular opens a file that has an end, and gives its size.
func openRegular(name string) (*os.File, int64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, 0, err
	}
	return openSuch(name, info)
}

// openSuch is openRegular of a file that is known for what it is.
func openSuch(name string, info fs.FileInfo) (*os.File, int64, error) {
	if info.IsDir() {
		return nil, 0, errDirectory
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errSpecial
	}
	f, err := os.Open(name)
	return f, info.Size(), err
}

// readSource reads the bytes of a file, or of standard input for "-", until ctx
// ends.
func (a *App) readSource(ctx context.Context, name, stdinName string) (parser.Source, error) {
	if name == "-" {
		data, err := readStream(ctx, a.In)
		return parser.Source{Name: stdinName, Data: data}, err
	}
	src := parser.Source{Name: filepath.ToSlash(name)}
	f, size, err := openRegular(name)
	if err != nil {
		return src, cannotOpen(name, err)
	}
	defer f.Close()
	if size > parser.MaxBytes {
		return src, schema.ExtractLimit.Told(schema.Bytes(size), parser.MaxBytes)
	}
	src.Data, err = readBounded(f, size)
	return src, err
}

// readBounded reads about size bytes, but no more than one byte beyond what is read at
// all.
func readBounded(r io.Reader, size int64) ([]byte, error) {
	buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err := buf.ReadFrom(io.LimitReader(r, parser.MaxBytes+1))
	return buf.Bytes(), err
}

// readStream is readBounded until ctx ends: the other end of a pipe may never write.
func readStream(ctx context.Context, r io.Reader) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := readBounded(r, 0)
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cannotOpen says why a file could not be opened.
func cannotOpen(name string, err error) error {
	return schema.ExtractOpen.Told(name, reason(err))
}

// printer writes documents in the chosen formats.
type printer struct {
	app     *App
	finder  *review.Finder // of corrections; nil where none are applied
	outputs []destination
	trace   bool
	redact  bool
	csvRaw  bool
	several bool // what was named may hold more than one document
	docs    []*schema.Document
}

// run reads every file, prints all of them, and tells standard error what
// could not be read.
func (p *printer) run(ctx context.Context, in *inputs, opt parser.Options) error {
	code, met := exitOK, false
	p.several = len(in.paths) > 1
	read := func(ctx context.Context, s *source) *readResult { return s.document(ctx, opt, p.finder) }
	each(ctx, in, read, func(r *readResult) error {
		met = true
		p.several = p.several || !in.names(r.source)
		if p.app.tellUnread(r) {
			code = exitUnreadable
			return nil
		}
		for _, doc := range r.documents() {
			p.prepare(doc)
			if doc.Unreadable() {
				code = exitUnreadable
			}
			p.docs = append(p.docs, doc)
		}
		return nil
	})
	if len(p.docs) > 0 {
		if err := p.app.writeOutputs(p.outputs, p.print); err != nil {
			return outputError(err)
		}
	}
	switch {
	case ctx.Err() != nil:
		return p.app.failure(p.app.say("已中断：已读出的部分都印出来了", "interrupted: what was read so far is printed"), "")
	case !met:
		return p.app.nothing(in.paths)
	}
	return exit(code)
}

// prepare puts a document into the shape to print, and reports its problems on
// standard error: all of them where a format has no room for them.
func (p *printer) prepare(doc *schema.Document) {
	quiet := !slices.ContainsFunc(p.outputs, func(d destination) bool {
		return d.format == "table" || d.format == "csv" || d.format == "xlsx"
	})
	for i := range doc.Problems {
		f := &doc.Problems[i]
		if p.redact {
			schema.RedactFinding(f)
		}
		if f.Severity == schema.SeverityError || !quiet {
			p.app.sayFinding(f.File, f)
		}
	}
	if p.redact {
		for _, d := range doc.Declarations {
			schema.Redact(d)
		}
	}
}

// print writes the documents in every format, one writer each.
func (p *printer) print(writers []io.Writer) error {
	for i, w := range writers {
		if err := p.printAs(w, p.outputs[i].format); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) printAs(w io.Writer, format string) error {
	switch format {
	case "csv":
		return schema.EncodeCSV(w, p.csvRaw, p.docs...)
	case "xlsx":
		return p.workbook(w)
	case "system":
		return system.Workbook(w, p.docs...)
	case "table":
		return printTable(w, p.app.style(w), p.app.language(), p.docs)
	}
	docs := p.docs
	if !p.trace {
		docs = untraced(docs)
	}
	switch format {
	case "json":
		if p.several || len(docs) > 1 {
			return schema.EncodeJSON(w, docs)
		}
		return schema.EncodeJSON(w, docs[0])
	case "jsonl":
		for _, d := range docs {
			if err := schema.EncodeJSONL(w, d); err != nil {
				return err
			}
		}
		return nil
	}
	return schema.EncodeYAML(w, docs...)
}

// showsPlaces reports whether a format tells where each value stands though no
// --trace asks for it.
func showsPlaces(d destination) bool {
	return d.format != "json" && d.format != "jsonl" && d.format != "yaml"
}

// untraced are documents without the places of their values.
func untraced(docs []*schema.Document) []*schema.Document {
	out := make([]*schema.Document, len(docs))
	for i, doc := range docs {
		bare := *doc
		bare.Declarations = make([]*schema.Declaration, len(doc.Declarations))
		for k, d := range doc.Declarations {
			x := *d
			x.Trace = nil
			bare.Declarations[k] = &x
		}
		out[i] = &bare
	}
	return out
}

// writeOut calls write with standard output, or with a file that is only put
// in place once it is whole.
func (a *App) writeOut(name string, write func(io.Writer) error) error {
	if name == "" {
		return write(a.Out)
	}
	name, special, err := outputPlace(name)
	if err != nil {
		return err
	}
	if special {
		return writeSpecial(name, write)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".pbt-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if err := write(tmp); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Chmod(0o644); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// outputPlace is the file that a name given to --out leads to: the one behind a
// link, so that the link stays. special reports a device or a pipe, which is
// written to and never replaced. A folder, or a name in a folder that is not
// there, is an error.
func outputPlace(name string) (place string, special bool, err error) {
	if behind, err := filepath.EvalSymlinks(name); err == nil {
		name = behind
	}
	switch info, err := os.Stat(name); {
	case err == nil && info.IsDir():
		return "", false, &fs.PathError{Op: "write", Path: name, Err: errDirectory}
	case err == nil:
		return name, !info.Mode().IsRegular(), nil
	}
	if info, err := os.Stat(filepath.Dir(name)); err != nil || !info.IsDir() {
		return "", false, &fs.PathError{Op: "write", Path: name, Err: errNoFolder}
	}
	return name, false, nil
}

// writeSpecial calls write with a device or a pipe.
func writeSpecial(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// workbook writes the documents as the desk's workbook.
func (p *printer) workbook(w io.Writer) error {
	entries := make([]sheet.Entry, len(p.docs))
	for i, d := range p.docs {
		entries[i].Doc = d
	}
	return sheet.Desk(w, form.Embedded().Canonical(), entries...)
}
