package parser

import (
	"context"

	"github.com/pbt-cli/pbt/parser/excel"
	"github.com/pbt-cli/pbt/parser/excel/sheetml"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/mhtml"
	"github.com/pbt-cli/pbt/parser/odf"
	"github.com/pbt-cli/pbt/parser/pdf"
	"github.com/pbt-cli/pbt/parser/sniff"
	"github.com/pbt-cli/pbt/parser/text"
	"github.com/pbt-cli/pbt/parser/uof"
	"github.com/pbt-cli/pbt/parser/word"
	"github.com/pbt-cli/pbt/parser/word/doc"
	"github.com/pbt-cli/pbt/parser/word/rtf"
	"github.com/pbt-cli/pbt/schema"
)

// reader makes grids of a document's bytes.
type reader func(context.Context, Source, Options) (*grid.Document, error)

// readers say what reads each kind of file. A new reader is a line here, and its
// kind one in package sniff.
var readers = map[sniff.Kind]reader{
	sniff.PDF:  readPDF,
	sniff.OFD:  readOFD,
	sniff.XLSX: readXLSX,
	sniff.XLSM: readXLSX,
	sniff.XLS:  readXLS,
	sniff.ET:   readXLS,
	sniff.XLSB: func(ctx context.Context, s Source, o Options) (*grid.Document, error) {
		return excel.ReadXLSB(ctx, s.Data, excel.Options{Sheet: o.Sheet, Inside: o.inside})
	},
	sniff.SheetML: func(ctx context.Context, s Source, o Options) (*grid.Document, error) {
		return sheetml.Read(ctx, s.Data, excel.Options{Sheet: o.Sheet})
	},
	sniff.DOCX: func(ctx context.Context, s Source, o Options) (*grid.Document, error) {
		return word.Read(ctx, s.Data, word.Options{Package: s.pack, Inside: o.inside})
	},
	sniff.ODS:  readODF,
	sniff.FODS: readODF,
	sniff.ODT:  readODF,
	sniff.FODT: readODF,
	sniff.DOC:  readDOC,
	sniff.WPS:  readDOC,
	sniff.RTF:  readRTF,
	sniff.WordML: func(ctx context.Context, s Source, _ Options) (*grid.Document, error) {
		return word.ReadXML(ctx, s.Data)
	},
	sniff.UOF: func(ctx context.Context, s Source, _ Options) (*grid.Document, error) {
		return uof.Read(ctx, s.Data)
	},
	sniff.MHTML: func(ctx context.Context, s Source, _ Options) (*grid.Document, error) {
		return mhtml.Read(ctx, s.Data)
	},
	sniff.HTML:  readText,
	sniff.Text:  readText,
	sniff.Image: readImage,
}

func readXLSX(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	return excel.ReadXLSX(ctx, s.Data, excel.Options{Package: s.pack, Sheet: o.Sheet, Password: o.Password, Inside: o.inside})
}

func readXLS(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	d, err := excel.ReadXLS(ctx, s.Data, excel.Options{Sheet: o.Sheet, Password: o.Password})
	return withPictures(ctx, d, err, s, o)
}

func readODF(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	return odf.Read(ctx, s.Data, excel.Options{Sheet: o.Sheet, Inside: o.inside})
}

func readDOC(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	d, err := doc.Read(ctx, s.Data, o.Password)
	return withPictures(ctx, d, err, s, o)
}

func readRTF(ctx context.Context, s Source, o Options) (*grid.Document, error) {
	d, err := rtf.Read(ctx, s.Data)
	if err == nil && o.inside != nil && office.Pictured(d) {
		office.ReadPictures(ctx, d, rtf.Pictures(s.Data), o.inside)
		err = ctx.Err()
	}
	return d, err
}

// withPictures reads the pictures of a document of Office 97-2003 that shows nothing
// else.
func withPictures(ctx context.Context, d *grid.Document, err error, s Source, o Options) (*grid.Document, error) {
	if err != nil || o.inside == nil || !office.Pictured(d) {
		return d, err
	}
	if c, err := office.OpenCompound(s.Data); err == nil {
		office.ReadPictures(ctx, d, c.Pictures(), o.inside)
	}
	return d, ctx.Err()
}

func readText(ctx context.Context, s Source, _ Options) (*grid.Document, error) {
	return text.Read(ctx, s.Data, text.Options{Name: s.Name})
}

// openers take the wrapping off a kind of file that holds another: what they
// give is looked at anew.
var openers = map[sniff.Kind]func(Source, Options) ([]byte, error){
	sniff.Encrypted: func(s Source, o Options) ([]byte, error) {
		plain, err := office.Decrypt(s.Data, o.Password)
		return plain, office.Told(err, schema.AnyDocument)
	},
}

// pages are the page ranges as the PDF reader takes them.
func pages(ranges []PageRange) []pdf.PageRange {
	out := make([]pdf.PageRange, len(ranges))
	for i, r := range ranges {
		out[i] = pdf.PageRange(r)
	}
	return out
}
