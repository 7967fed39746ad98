package excel

import (
	"bytes"
	"context"
	"path"
	"strings"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/schema"
)

// readOLE reads what stands in an OLE container: an .xls workbook, or an
// encrypted .xlsx.
func readOLE(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if !office.IsCompound(data) {
		return readBare(ctx, data, opt)
	}
	c, err := office.OpenCompound(data)
	if err != nil {
		return nil, asReadError("", err)
	}
	switch {
	case c.Has("EncryptionInfo"):
		plain, err := office.Decrypt(data, opt.Password)
		if err != nil {
			return nil, asReadError("", err)
		}
		return readOOXML(ctx, plain, opt)
	case c.Has("Workbook"):
		return readStream(ctx, c, "Workbook", opt)
	case c.Has("Book"):
		return readStream(ctx, c, "Book", opt)
	}
	return nil, stranger(c)
}

// readStream reads the BIFF stream of a container, or what there is of one that
// breaks off.
func readStream(ctx context.Context, c *office.Compound, name string, opt Options) (*grid.Document, error) {
	src, err := c.Read(name, 0)
	if err != nil && len(src) == 0 {
		return nil, asReadError("", err)
	}
	return readBIFF(ctx, src, opt)
}

// readBare answers for bytes that are in no container: a BIFF stream of its own
// (Excel 4 and older, and some exports), or something else named .xls.
func readBare(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if len(data) >= 8 && data[0] == 0x09 && (data[1] == 0 || data[1] == 2 || data[1] == 4 || data[1] == 8) {
		return readBIFF(ctx, data, opt)
	}
	head := strings.ToLower(string(bytes.TrimSpace(data[:min(len(data), 1024)])))
	switch {
	case len(data) == 0:
		return nil, sheet.Damaged("文件是空的", "the file is empty")
	case strings.Contains(head, "<html"), strings.Contains(head, "<table"):
		return nil, sheet.Unsupported("这是改名为工作簿的网页（HTML），不是 Excel 工作簿", "this is a web page (HTML) under a workbook's name, no Excel workbook")
	case strings.Contains(head, "urn:schemas-microsoft-com:office:spreadsheet"):
		return nil, sheet.Unsupported("这是 XML 电子表格 2003，不受支持", "this is an XML Spreadsheet 2003, which is not supported")
	}
	return nil, sheet.Unsupported("不是 Excel 工作簿（既非 .xlsx 也非 .xls）", "not an Excel workbook, neither .xlsx nor .xls")
}

// stranger says what a container is that holds no workbook.
func stranger(c *office.Compound) *schema.ReadError {
	for _, name := range c.Names() {
		switch strings.ToLower(path.Base(name)) {
		case "worddocument":
			return sheet.Unsupported("这是 Word 97-2003 文档（.doc），不是工作簿", "this is a Word 97-2003 document (.doc), no workbook")
		case "powerpoint document":
			return sheet.Unsupported("这是演示文稿（.ppt），不是工作簿", "this is a presentation (.ppt), no workbook")
		case "encryptedpackage":
			return sheet.Fault(&office.Error{Fault: office.UnknownCipher})
		}
	}
	return sheet.Unsupported("OLE 文件里没有工作簿", "the OLE file holds no workbook")
}
