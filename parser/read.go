// Package parser reads a file's bytes into a document of declarations:
//
//	bytes ─sniff─▶ reader (pdf, excel, word, text) ─▶ grids ─▶ form ─▶ declarations
//
// A document that cannot be read is a result, a problem with a place and a next
// step; it is never an error of the call.
package parser

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/pdf"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/parser/text"
	"github.com/pbt-cli/pbt/parser/word"
	"github.com/pbt-cli/pbt/schema"
)

// Source is a file: its name as the user gave it, and its bytes.
type Source struct {
	Name string
	Data []byte
}

// Options are the user's wishes. The zero value reads everything.
type Options struct {
	// Profiles are the form families to match; nil means the embedded ones.
	Profiles *form.Profiles
	// Year keeps only the forms of one fiscal year; 0 keeps all.
	Year int
	// Sheet is the name, or the number from 1, of the one sheet to read.
	Sheet string
	// Pages are the pages of a PDF to read; none means all.
	Pages []PageRange
	// Password opens an encrypted document.
	Password string
	// Timeout bounds the reading of one document; 0 means DefaultTimeout.
	Timeout time.Duration
}

// PageRange is a range of pages, both ends included, from 1.
type PageRange struct{ First, Last int }

// DefaultTimeout bounds the reading of one document.
const DefaultTimeout = 60 * time.Second

// MaxBytes is the largest document that is read, in bytes.
const MaxBytes = 512 << 20

// Read reads one document. It never fails and never panics: what could not be
// read stands in the document's problems.
func Read(ctx context.Context, src Source, opt Options) (doc *schema.Document) {
	sum := sha256.Sum256(src.Data)
	doc = &schema.Document{
		Schema:       schema.Version,
		Source:       schema.Source{File: src.Name, SHA256: hex.EncodeToString(sum[:])},
		Declarations: []*schema.Declaration{},
		Problems:     []schema.Finding{},
	}
	timeout := opt.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			doc.Problems = append(doc.Problems, problem(fmt.Errorf("%v", r), timeout))
		}
		for i := range doc.Problems {
			doc.Problems[i].File = src.Name
		}
	}()
	grids, err := readGrids(ctx, src, opt, doc)
	if err != nil {
		doc.Problems = append(doc.Problems, problem(err, timeout))
	}
	if grids == nil {
		return doc
	}
	doc.Problems = append(doc.Problems, grids.Problems...)
	profiles := opt.Profiles
	if profiles == nil {
		profiles = form.Embedded()
	}
	result := form.Match(grids, profiles)
	doc.Problems = append(doc.Problems, result.Problems...)
	for _, d := range result.Declarations {
		if opt.Year == 0 || d.Year == opt.Year {
			doc.Declarations = append(doc.Declarations, d)
		}
	}
	if len(doc.Declarations) == 0 && len(result.Declarations) > 0 {
		doc.Problems = append(doc.Problems, otherYears(opt.Year, result.Declarations))
	}
	return doc
}

// otherYears explains an empty result: the document's forms are of other years.
func otherYears(year int, all []*schema.Declaration) schema.Finding {
	var years []string
	for _, d := range all {
		y := strconv.Itoa(d.Year)
		if d.Year == 0 {
			y = "—"
		}
		if !slices.Contains(years, y) {
			years = append(years, y)
		}
	}
	list := strings.Join(years, ", ")
	f := schema.Finding{
		Rule: "form.other-year", Severity: schema.SeverityInfo,
		Text: schema.Text{
			ZH: fmt.Sprintf("没有 %d 年度的表，文件里有 %d 张其他年度的表（%s）", year, len(all), list),
			EN: fmt.Sprintf("no form is of %d; the document holds %d forms of other years (%s)", year, len(all), list),
		},
	}
	f.Localize(schema.ZH)
	return f
}

// problem is an error of a reader as a finding.
func problem(err error, timeout time.Duration) schema.Finding {
	var re *schema.ReadError
	switch {
	case errors.As(err, &re):
	case errors.Is(err, context.DeadlineExceeded):
		re = &schema.ReadError{
			Rule: "extract.timeout",
			Text: schema.Text{ZH: fmt.Sprintf("读取超过时限 %s", timeout), EN: fmt.Sprintf("reading took longer than %s", timeout)},
			Hint: schema.Text{ZH: "用 --timeout 放宽时限，或用 --pages 缩小页码范围", EN: "allow more with --timeout, or read fewer pages with --pages"},
		}
	case errors.Is(err, context.Canceled):
		re = &schema.ReadError{
			Rule: "extract.cancelled",
			Text: schema.Text{ZH: "读取被中断", EN: "reading was interrupted"},
		}
	default:
		re = &schema.ReadError{
			Rule: "extract.internal",
			Text: schema.Text{ZH: "读取器出错：" + err.Error(), EN: "the reader failed: " + err.Error()},
			Hint: schema.Text{ZH: "请把这个文件报告给 pbt", EN: "please report this file to pbt"},
		}
	}
	return re.Finding()
}

// readGrids finds the reader for the bytes and runs it.
func readGrids(ctx context.Context, src Source, opt Options, doc *schema.Document) (*grid.Document, error) {
	if len(src.Data) > MaxBytes {
		return nil, tooLarge(len(src.Data))
	}
	data := src.Data
	kind := sniff.Detect(data, src.Name)
	if kind == sniff.Encrypted {
		plain, err := office.Decrypt(data, opt.Password)
		if err != nil {
			doc.Source.Format = format(kind)
			return nil, wrapping(err)
		}
		data, kind = plain, sniff.Detect(plain, src.Name)
	}
	doc.Source.Format = format(kind)
	switch kind {
	case sniff.PDF:
		return pdf.Read(ctx, data, pdf.Options{Password: opt.Password, Pages: pages(opt.Pages)})
	case sniff.XLSX:
		return excel.ReadXLSX(ctx, data, excel.Options{Sheet: opt.Sheet, Password: opt.Password})
	case sniff.XLS:
		return excel.ReadXLS(ctx, data, excel.Options{Sheet: opt.Sheet, Password: opt.Password})
	case sniff.DOCX:
		return word.Read(ctx, data, word.Options{})
	case sniff.Text, sniff.YAML, sniff.JSON:
		return text.Read(ctx, data, text.Options{Name: src.Name})
	case sniff.Image:
		return nil, imageOnly()
	}
	if re := kind.Err(); re != nil {
		return nil, re
	}
	return nil, fmt.Errorf("no reader for files of kind %s", kind)
}

// wrapping words what is wrong with the wrapping of a document whose kind is not
// known yet.
func wrapping(err error) error {
	var fault *office.Error
	if !errors.As(err, &fault) {
		return err
	}
	return fault.Told(schema.Text{ZH: "文档", EN: "the document"}, schema.Text{
		ZH: "请重新取得该文件，或用原软件打开修复后另存", EN: "get the file again, or let its own program repair and save it",
	})
}

func tooLarge(size int) *schema.ReadError {
	return &schema.ReadError{
		Rule: "extract.limit",
		Text: schema.Text{
			ZH: fmt.Sprintf("文件有 %d MiB，超过 %d MiB 的上限", size>>20, MaxBytes>>20),
			EN: fmt.Sprintf("the file has %d MiB, more than the %d MiB that are read", size>>20, MaxBytes>>20),
		},
		Hint: schema.Text{ZH: "请先拆分文件", EN: "split it first"},
	}
}

func imageOnly() *schema.ReadError {
	return &schema.ReadError{
		Rule: "extract.image-only",
		Text: schema.Text{ZH: "这是图片，没有文字可读", EN: "the file is an image and holds no text"},
		Hint: schema.Text{ZH: "请先做文字识别（OCR），再读取识别出的文本", EN: "run a text recognition (OCR) on it first and read the text it gives"},
	}
}

// format is the contract's word for a kind of file; a kind that is not read
// keeps its own.
func format(k sniff.Kind) string {
	switch k {
	case sniff.YAML, sniff.JSON:
		return schema.FormatText
	case sniff.Encrypted:
		return schema.FormatXLSX
	}
	return string(k)
}

// pages are the page ranges as the PDF reader takes them.
func pages(ranges []PageRange) []pdf.PageRange {
	out := make([]pdf.PageRange, len(ranges))
	for i, r := range ranges {
		out[i] = pdf.PageRange(r)
	}
	return out
}
