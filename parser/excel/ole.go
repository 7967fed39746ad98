package excel

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/richardlehane/mscfb"
	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

func isOLE(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// container is what an OLE file holds that concerns a workbook.
type container struct {
	workbook []byte // the BIFF stream, nil where there is none
	info     []byte // EncryptionInfo of an encrypted .xlsx
	names    []string
}

// readOLE reads what stands in an OLE container: an .xls workbook, or an
// encrypted .xlsx.
func readOLE(ctx context.Context, data []byte, opt Options) (*grid.Document, error) {
	if !isOLE(data) {
		return readBare(ctx, data, opt)
	}
	c, bad := openContainer(data)
	if bad != nil {
		return nil, bad
	}
	switch {
	case c.info != nil:
		plain, bad := decrypt(data, c.info, opt.Password)
		if bad != nil {
			return nil, bad
		}
		return readOOXML(ctx, plain, opt)
	case c.workbook != nil:
		return readBIFF(ctx, c.workbook, opt)
	}
	return nil, c.stranger()
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

// openContainer reads the streams of a workbook. A reader of others' making
// stands behind it, hence the guard against its panics.
func openContainer(data []byte) (c *container, bad *schema.ReadError) {
	broken := sheet.Damaged("OLE 容器损坏或不完整", "the OLE container is damaged or cut short")
	defer func() {
		if recover() != nil {
			c, bad = nil, broken
		}
	}()
	r, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, broken
	}
	c = &container{}
	for _, f := range r.File {
		if len(c.names) < maxEntries {
			c.names = append(c.names, f.Name)
		}
		switch name := strings.ToLower(f.Name); {
		case len(f.Path) > 0: // a workbook embedded in a document
		case name == "workbook", name == "book" && c.workbook == nil:
			b, whole := readStream(f, len(data))
			if len(b) == 0 && !whole {
				return nil, broken
			}
			c.workbook = b
		case name == "encryptioninfo":
			c.info, _ = readStream(f, 1<<16)
		}
	}
	return c, nil
}

// readStream reads up to limit bytes of a stream; whole is false where the
// container ends before the stream does. Small reads keep the container's
// joining of sectors, which is quadratic, cheap.
func readStream(f *mscfb.File, limit int) (b []byte, whole bool) {
	var out bytes.Buffer
	chunk := make([]byte, 32<<10)
	for out.Len() < limit {
		n, err := f.Read(chunk[:min(len(chunk), limit-out.Len())])
		out.Write(chunk[:n])
		if err != nil || n == 0 {
			return out.Bytes(), err == io.EOF || err == nil
		}
	}
	return out.Bytes(), true
}

// stranger says what a container is that holds no workbook.
func (c *container) stranger() *schema.ReadError {
	for _, name := range c.names {
		switch strings.ToLower(name) {
		case "worddocument":
			return sheet.Unsupported("这是 Word 97-2003 文档（.doc），不是工作簿", "this is a Word 97-2003 document (.doc), no workbook")
		case "powerpoint document":
			return sheet.Unsupported("这是演示文稿（.ppt），不是工作簿", "this is a presentation (.ppt), no workbook")
		case "encryptedpackage":
			return sheet.UnknownCipher()
		}
	}
	return sheet.Unsupported("OLE 文件里没有工作簿", "the OLE file holds no workbook")
}

// defaultPassword is what Excel encrypts with when only changes are protected:
// such a workbook opens without a question.
const defaultPassword = "VelvetSweatshop"

// maxSpin bounds the rounds of the key's derivation; Office writes 100 000.
const maxSpin = 1_000_000

var spinCount = regexp.MustCompile(`spinCount\s*=\s*["'](\d+)["']`)

// decrypt opens an encrypted .xlsx.
func decrypt(data, info []byte, password string) (plain []byte, bad *schema.ReadError) {
	for _, m := range spinCount.FindAllSubmatch(info, -1) {
		if n, err := strconv.Atoi(string(m[1])); err != nil || n > maxSpin {
			return nil, sheet.Limit(fmt.Sprintf("解密要求的迭代超过 %d 次", maxSpin), fmt.Sprintf("decryption asks for more than %d rounds", maxSpin))
		}
	}
	defer func() {
		if recover() != nil {
			plain, bad = nil, sheet.UnknownCipher()
		}
	}()
	given := password
	if given == "" {
		given = defaultPassword
	}
	out, err := excelize.Decrypt(data, &excelize.Options{Password: given})
	switch {
	case err == nil && bytes.HasPrefix(out, []byte("PK")):
		return trimPackage(out), nil
	case password == "":
		return nil, sheet.Encrypted()
	case err == nil, err == excelize.ErrWorkbookPassword:
		return nil, sheet.WrongPassword()
	}
	return nil, sheet.UnknownCipher()
}

// DecryptPackage opens an Office document under a password and gives the zip
// package inside, whatever program wrote it. The error is a *schema.ReadError
// with the rule extract.encrypted, extract.damaged or extract.limit.
func DecryptPackage(data []byte, password string) ([]byte, error) {
	c, bad := openContainer(data)
	if bad != nil {
		return nil, bad
	}
	plain, bad := decrypt(data, c.info, password)
	if bad != nil {
		return nil, bad
	}
	return plain, nil
}

// trimPackage drops the padding of the last block of the cipher, which lies behind
// the end of the zip.
func trimPackage(plain []byte) []byte {
	end := bytes.LastIndex(plain, []byte("PK\x05\x06"))
	if end < 0 || len(plain)-end < 22 {
		return plain
	}
	n := end + 22 + int(binary.LittleEndian.Uint16(plain[end+20:]))
	return plain[:min(n, len(plain))]
}
