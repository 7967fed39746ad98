// Package parser is the one door to every document that pbt reads:
//
//	bytes ─sniff─▶ reader (pdf, excel, word, text) ─▶ grids ─▶ form ─▶ declarations
//	         └───▶ normalised YAML and JSON ──────────────────────▶ declarations
//
// Whatever comes in, what goes out is finished alike: forms of other years are
// dropped and those left are numbered anew, problems are worded in the language
// asked for and have their fingerprints. A document that cannot be read is a
// result, a problem with a place and a next step; it is never an error of the
// call.
package parser

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/normal"
	"github.com/pbt-cli/pbt/parser/scan"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/schema"
)

// Source is a file: its name as the user gave it, and its bytes.
type Source struct {
	Name string
	Data []byte

	pack *office.Package // what a zip was opened as to be told for what it is
}

// Options are the user's wishes. The zero value reads everything.
type Options struct {
	// Profiles are the form families to match; nil means the embedded ones.
	Profiles *form.Profiles
	// Columns answer what the columns of tables are: a printed heading, and the
	// role that profiles know it by (level1, name, value, actual, …).
	Columns map[string]string
	// Untraced leaves out where each value stands, which of a large table takes as
	// much memory as all else. Doubts and problems keep their places.
	Untraced bool
	// Account asks for the account of every printed cell.
	Account bool
	// Memory, where set, keeps what texts say for the documents that follow: they are
	// read as without it, sooner.
	Memory *form.Memory
	// Explain, where set, hears why a profile and each column's role were chosen.
	Explain func(schema.Text)
	// Fit, where set, hears how the profile Fitted fits each form.
	Fit    func(form.Fit)
	Fitted *form.Profile
	// Year keeps only the forms of one fiscal year; 0 keeps all.
	Year int
	// Sheet is the name, or the number from 1, of the one sheet to read.
	Sheet string
	// Pages are the pages of a PDF to read; none means all.
	Pages []PageRange
	// Password opens an encrypted document.
	Password string
	// OCR says how pages that are only pictures are read.
	OCR OCR
	// Timeout bounds the reading of one document; 0 means DefaultTimeout.
	Timeout time.Duration
	// Seen, where set, is handed the tables and lines of an office's document as its
	// reader found them, before any form is looked for. It must not change them, nor
	// keep them.
	Seen func(*grid.Document)
	// Amend, where set, is handed each document as it was read, before forms of
	// other years are dropped and problems get their fingerprints.
	Amend func(*schema.Document)
	// Lang is the language of the problems' messages; empty means Chinese.
	Lang schema.Lang

	// inside reads documents that stand in the document; nil where none are.
	inside func(ctx context.Context, name string, data []byte) *grid.Document
}

// PageRange is a range of pages, both ends included, from 1.
type PageRange struct{ First, Last int }

// OCRMode says whether pictures of pages are read.
type OCRMode string

// The modes.
const (
	OCRAuto OCRMode = ""    // where a page is only a picture
	OCROff  OCRMode = "off" // never: such a page is a problem
)

// OCR says how pages that are only pictures are read.
type OCR struct {
	Mode OCRMode
	// Engine, where set, recognises lines of text in place of pbt's own net.
	Engine *scan.Engine
	// Weights give the file of pbt's own net to a build that has none (tag
	// pbt_light), when the first picture comes; nil uses the build's own.
	Weights func() ([]byte, error)
	// Progress is called with the number of a page before it is recognised, and with
	// 0 after the last of a document. It may be nil.
	Progress func(page int)
}

// PageTime is what each page that is recognised adds to the time limit of its
// document.
const PageTime = 20 * time.Second

// DefaultTimeout bounds the reading of one document.
const DefaultTimeout = 60 * time.Second

// MaxBytes is the largest document that is read, in bytes.
const MaxBytes = 512 << 20

// File is what a file was read as.
type File struct {
	// Documents are those of the file, at least one: a normalised text may hold
	// several, any other file is one.
	Documents []*schema.Document
	// Normalised marks a normalised text: all places are lines of it, whatever
	// document it was made of.
	Normalised bool
	// Ignores are the comments of a normalised text that accept findings.
	Ignores []normal.Ignore
	// Foreign marks another program's YAML or JSON: the name says that it is
	// such, and nothing in it that it is ours.
	Foreign bool
}

// Read reads one file. It never fails and never panics: what could not be read
// stands in the documents' problems.
func Read(ctx context.Context, src Source, opt Options) *File {
	if opt.Timeout <= 0 {
		opt.Timeout = DefaultTimeout
	}
	timed, cancel := withDeadline(ctx, opt.Timeout)
	defer cancel()
	file := read(timed, src, opt)
	for i, doc := range file.Documents {
		if opt.Amend != nil {
			opt.Amend(doc)
		}
		file.keepYear(i, opt.Year)
		for k := range doc.Problems {
			p := &doc.Problems[k]
			p.File = src.Name
			p.Localize(opt.Lang)
		}
		schema.Fingerprint(doc, doc.Problems)
	}
	return file
}

// read reads a file by what it is. A panic of a reader is a problem of the
// document.
func read(ctx context.Context, src Source, opt Options) (file *File) {
	doc := &schema.Document{
		Schema:       schema.Version,
		Source:       schema.Source{File: src.Name},
		Declarations: []*schema.Declaration{},
		Problems:     []schema.Finding{},
	}
	file = &File{Documents: []*schema.Document{doc}}
	defer func() {
		if r := recover(); r != nil {
			doc.Problems = append(doc.Problems, problem(fmt.Errorf("%v", r), opt.Timeout))
		}
	}()
	if len(src.Data) > MaxBytes {
		doc.Problems = append(doc.Problems, schema.ExtractLimit.Told(schema.Bytes(len(src.Data)), MaxBytes).Finding())
		return file
	}
	sum := sha256.Sum256(src.Data)
	doc.Source.SHA256 = hex.EncodeToString(sum[:])
	ours := normal.Sniff(src.Data)
	if ours || normal.Named(src.Name) && sniff.Detect(src.Data, src.Name) == sniff.Text {
		f := normal.Read(ctx, src.Name, src.Data)
		return &File{Documents: f.Documents, Normalised: true, Ignores: f.Ignores, Foreign: !ours}
	}
	readDocument(ctx, src, opt, doc)
	return file
}

// readDocument reads a document of an office: its grids, then the forms in them.
func readDocument(ctx context.Context, src Source, opt Options, doc *schema.Document) {
	opt.inside = insideReader(opt, 1)
	grids, err := readGrids(ctx, src, opt, doc)
	if err != nil {
		doc.Problems = append(doc.Problems, problem(err, opt.Timeout))
	}
	if grids == nil {
		return
	}
	if opt.Seen != nil {
		opt.Seen(grids)
	}
	if opt.Sheet == "" {
		dropHidden(grids)
	}
	doc.Problems = append(doc.Problems, grids.Problems...)
	doc.Source.OCR = grids.OCR
	doc.Problems = append(doc.Problems, apart(grids.Apart)...)
	untraced := opt.Untraced && grids.OCR == nil // sums that scans misread are named by their places
	result, late := form.Read(ctx, grids, form.Options{Profiles: opt.Profiles, Untraced: untraced, Spend: grids.OCR == nil, Account: opt.Account, Columns: opt.Columns, Memory: opt.Memory, Explain: opt.Explain, Fit: opt.Fit, Fitted: opt.Fitted})
	if late != nil && err == nil {
		doc.Problems = append(doc.Problems, problem(late, opt.Timeout))
	}
	if doc.Unreadable() {
		// That there is no form says nothing of what could not be read.
		result.Problems = slices.DeleteFunc(result.Problems, func(f schema.Finding) bool { return f.Rule == schema.FormNone.Rule })
	}
	doc.Problems = append(doc.Problems, result.Problems...)
	if grids.OCR != nil {
		for _, d := range result.Declarations {
			doubtSums(d)
		}
	}
	doc.Declarations = append(doc.Declarations, result.Declarations...)
	if n := doubtful(grids); grids.OCR != nil && len(doc.Declarations) == 0 && n > 0 {
		doc.Problems = append(doc.Problems, schema.ExtractOCRDoubt.Told(n).Finding())
	}
}

// doubtful counts the cells whose text the reader doubts.
func doubtful(d *grid.Document) int {
	n := 0
	for _, g := range d.Grids {
		for i := range g.Cells {
			if len(g.Cells[i].Doubts()) > 0 {
				n++
			}
		}
	}
	return n
}

// readGrids finds the reader for the bytes and runs it.
func readGrids(ctx context.Context, src Source, opt Options, doc *schema.Document) (*grid.Document, error) {
	kind, pack := sniff.Open(src.Data, src.Name)
	src.pack = pack
	doc.Source.Format = kind.Source()
	if open := openers[kind]; open != nil {
		plain, err := open(src, opt)
		if err != nil {
			return nil, err
		}
		src.Data = plain
		kind, src.pack = sniff.Open(plain, src.Name)
		doc.Source.Format = kind.Source()
	}
	if read := readers[kind]; read != nil {
		return read(ctx, src, opt)
	}
	if re := kind.Err(); re != nil {
		return nil, re
	}
	return nil, fmt.Errorf("no reader for files of kind %s", kind)
}

// problem is an error of a reader as a finding.
func problem(err error, timeout time.Duration) schema.Finding {
	var re *schema.ReadError
	switch {
	case errors.As(err, &re):
	case errors.Is(err, context.DeadlineExceeded):
		re = schema.ExtractTimeout.Told(timeout)
	case errors.Is(err, context.Canceled):
		re = schema.ExtractCancelled.Told()
	default:
		re = schema.ExtractInternal.Told(err.Error())
	}
	return re.Finding()
}
