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
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/sheet"
	"github.com/pbt-cli/pbt/schema/system"
)

// parseFormats are the formats of pbt parse.
var parseFormats = []string{"yaml", "json", "jsonl", "table", "csv", "xlsx", "system"}

func (a *App) newParse() *cobra.Command {
	var (
		read      readFlags
		format    string
		out       string
		trace     bool
		redact    bool
		account   bool
		explain   bool
		stdinName string
		answers   answerFlags
		reviewed  reviewFlag
	)
	c := &cobra.Command{
		Use:   "parse FILE...",
		Short: "read forms and print them as normalised YAML, JSON or a table",
		Long: `Parse reads every performance declaration (绩效目标表) of the files and prints them
in the format of docs/contract.md. FILE is a PDF, an OFD, a workbook, a Word
document, a scan, a page of HTML or a text ("pbt formats" lists them all); "-" is
standard input. Normalised YAML and JSON are taken too, to print them in another
format. For directories and archives there is pbt convert.

Every value says where it stands (--trace), every repair is listed, and every
reading that the page leaves open is named in "uncertain".`,
		Example: `  pbt parse form.pdf
  pbt parse -o table form.xlsx
  pbt parse -o csv --out indicators.csv *.pdf
  pbt parse --pages 31-35 --trace -o json budget.pdf
  pbt parse --column 目标要求=value --save-profile ours.yaml form.xlsx`,
		Args: a.takes(1, -1),
		RunE: func(c *cobra.Command, files []string) error {
			if !slices.Contains(parseFormats, format) {
				return a.noFormat(format, parseFormats...)
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
			if err := a.refuseContainers(files); err != nil {
				return err
			}
			if (format == "xlsx" || format == "system") && out == "" && term.IsTerminal(a.Out) {
				return a.misuse(a.say("工作簿不能打印在终端上", "a workbook is no text for a terminal"), "pbt parse -o xlsx --out indicators.xlsx …")
			}
			if info, err := os.Stat(out); out != "" && err == nil && info.IsDir() {
				return a.misuse(a.say("--out %s 是目录", "--out %s is a directory", out), a.say("请写上其中的文件名", "name a file in it"))
			}
			finder, files, err := reviewed.finder(a, files)
			if err != nil {
				return err
			}
			p := printer{app: a, finder: finder, format: format, trace: trace, redact: redact, several: len(files) > 1}
			if err := answers.checkSave(a, opt.Columns); err != nil {
				return err
			}
			err = p.run(c.Context(), files, stdinName, opt, out)
			if wrong := answers.settle(a, p.docs, opt.Columns); wrong != nil {
				return wrong
			}
			return err
		},
	}
	read.register(c)
	answers.register(c)
	reviewed.register(c)
	c.Flags().StringVarP(&format, "output", "o", "yaml", "format: "+strings.Join(parseFormats, ", "))
	c.Flags().StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	c.Flags().BoolVar(&redact, "redact", false, "leave out contacts, telephones and identity numbers")
	c.Flags().BoolVar(&trace, "trace", false, "print where every value stands")
	c.Flags().BoolVar(&explain, "explain", false, "say on standard error why a profile and each column's role were chosen")
	c.Flags().BoolVar(&account, "account", false, "print what became of every printed cell")
	c.Flags().StringVar(&stdinName, "stdin-name", "-", "the name to report for standard input")
	return c
}

// refuseContainers answers a directory or an archive with the command for it.
func (a *App) refuseContainers(files []string) error {
	for _, f := range files {
		if f == "-" {
			continue
		}
		info, err := os.Stat(f)
		if err != nil {
			continue // reported when it is read
		}
		if info.IsDir() {
			return a.container(a.say("%s 是目录，parse 只读单个文件", "%s is a directory, and parse reads single files", f), f)
		}
		if head, err := headOf(f); err == nil && sniff.Detect(head, f) == sniff.Archive {
			return a.container(a.say("%s 是压缩包，parse 只读单个文件", "%s is an archive, and parse reads single files", f), f)
		}
	}
	return nil
}

// container is the mistake of a directory or archive where a file is read.
func (a *App) container(msg, name string) error {
	return a.misuse(msg, a.say("pbt convert %[1]s --out 目录 转换其中全部文件；pbt validate %[1]s 检查它们", "pbt convert %[1]s --out DIR converts every file in it; pbt validate %[1]s checks them", name))
}

// headBytes is enough of a file to know an archive by.
const headBytes = 4096

// headOf is the beginning of a file, or a zip as a whole: office packages are
// zips too.
func headOf(name string) ([]byte, error) {
	f, size, err := openRegular(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, headBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !bytes.HasPrefix(head[:n], []byte("PK")) || size > parser.MaxBytes {
		return head[:n], nil
	}
	rest, err := io.ReadAll(io.LimitReader(f, parser.MaxBytes))
	return append(head[:n], rest...), err
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
		data, err := readAll(ctx, a.In)
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
	src.Data, err = readAll(ctx, f)
	return src, err
}

// readAll reads a stream, but no more than one byte beyond what is read at all,
// until ctx ends: the other end of a pipe may never write.
func readAll(ctx context.Context, r io.Reader) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(r, parser.MaxBytes+1))
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

// printer writes documents in the chosen format.
type printer struct {
	app     *App
	finder  *review.Finder // of corrections; nil where none are applied
	format  string
	trace   bool
	redact  bool
	several bool
	docs    []*schema.Document
}

// run reads every file, prints all of them, and tells standard error what
// could not be read.
func (p *printer) run(ctx context.Context, files []string, stdinName string, opt parser.Options, out string) error {
	code := ExitOK
	var opened error
	for _, name := range files {
		src, err := p.app.readSource(ctx, name, stdinName)
		if err != nil {
			p.app.sayError(name, err)
			code = ExitUnreadable
			continue
		}
		for _, doc := range review.Read(ctx, src, opt, p.finder).Documents {
			p.prepare(doc)
			if doc.Unreadable() {
				code = ExitUnreadable
			}
			p.docs = append(p.docs, doc)
		}
		if ctx.Err() != nil {
			opened = ctx.Err()
			break
		}
	}
	if len(p.docs) > 0 {
		if err := p.app.writeOut(out, p.print); err != nil {
			return outputError(err)
		}
	}
	if opened != nil {
		return p.app.failure(p.app.say("已中断：已读出的部分都印出来了", "interrupted: what was read so far is printed"), "")
	}
	return exit(code)
}

// prepare puts a document into the shape to print, and reports its problems on
// standard error.
func (p *printer) prepare(doc *schema.Document) {
	for i := range doc.Problems {
		f := &doc.Problems[i]
		if p.redact {
			schema.RedactFinding(f)
		}
		if f.Severity == schema.SeverityError || p.format == "table" || p.format == "csv" || p.format == "xlsx" {
			p.app.sayFinding(f.File, f)
		}
	}
	if p.redact {
		for _, d := range doc.Declarations {
			schema.Redact(d)
		}
	}
	if !p.trace {
		for _, d := range doc.Declarations {
			if p.format != "csv" && p.format != "xlsx" && p.format != "table" {
				d.Trace = nil
			}
		}
	}
}

func (p *printer) print(w io.Writer) error {
	switch p.format {
	case "json":
		if p.several || len(p.docs) > 1 {
			return schema.EncodeJSON(w, p.docs)
		}
		return schema.EncodeJSON(w, p.docs[0])
	case "jsonl":
		for _, d := range p.docs {
			if err := schema.EncodeJSONL(w, d); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return schema.EncodeCSV(w, p.docs...)
	case "xlsx":
		return p.workbook(w)
	case "system":
		return system.Workbook(w, p.docs...)
	case "table":
		return printTable(w, p.app.style(w), p.app.language(), p.docs)
	}
	return schema.EncodeYAML(w, p.docs...)
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
