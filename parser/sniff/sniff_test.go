package sniff

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// pack makes a zip of pairs of a name and its content.
func pack(t testing.TB, pairs ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		f, err := w.Create(pairs[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ole makes a compound file whose root holds the names: a header, one
// allocation table, one directory sector for every four names. The first name is
// the root's own; the others hang on one another to the right. A name behind a
// slash stands in the storage in front of it.
func ole(names ...string) []byte {
	sectors := (len(names) + 3) / 4
	data := make([]byte, 512*(2+sectors))
	copy(data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	le := binary.LittleEndian
	le.PutUint16(data[30:], 9)
	le.PutUint32(data[48:], 1) // directory starts at sector 1
	le.PutUint32(data[76:], 0) // the allocation table is sector 0
	for s := 1; s <= sectors; s++ {
		next := uint32(s + 1)
		if s == sectors {
			next = 0xfffffffe
		}
		le.PutUint32(data[512+4*s:], next)
	}
	last := 0 // the last entry in the root
	for i, n := range names {
		e := data[1024+128*i:]
		for at := 68; at < 80; at += 4 {
			le.PutUint32(e[at:], 0xffffffff)
		}
		_, inner, embedded := strings.Cut(n, "/")
		switch {
		case embedded:
			n = inner
			le.PutUint32(data[1024+128*(i-1)+76:], uint32(i))
		case i == 1:
			le.PutUint32(data[1024+76:], 1)
			last = i
		case i > 1:
			le.PutUint32(data[1024+128*last+72:], uint32(i))
			last = i
		}
		units := utf16.Encode([]rune(n))
		for j, u := range units {
			le.PutUint16(e[2*j:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(units)+2))
		e[66] = 2
	}
	return data
}

const types = `<Types><Override PartName="/x" ContentType="application/`

func TestDetect(t *testing.T) {
	tar := make([]byte, 512)
	copy(tar, "a.txt")
	copy(tar[257:], "ustar")
	docx := pack(t, "[Content_Types].xml", types+`vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`, "word/document.xml", strings.Repeat("<w:p/>", 99))
	tests := []struct {
		name string
		file string
		data []byte
		want Kind
	}{
		{"empty", "a.pdf", nil, Empty},
		{"pdf", "a.doc", []byte("%PDF-1.4\n"), PDF},
		{"pdf behind junk", "", []byte("junk\r\n\r\n%PDF-1.7\n"), PDF},
		{"pdf behind zeros", "", append(make([]byte, 5000), "%PDF-1.7\n"...), PDF},
		{"pdf with a damaged header", "", []byte("%\x80DF-1.7\n%\xe2\xe3\xcf\xd3\x00\x01\n1 0 obj\nstartxref\n9\n%%EOF"), PDF},
		{"docx", "a.xlsx", docx, DOCX},
		{"docx cut in half", "", docx[:len(docx)/2], DOCX},
		{"docm", "", pack(t, "[Content_Types].xml", types+`vnd.ms-word.document.macroEnabled.main+xml"/>`), DOCX},
		{"docx without types", "", pack(t, "word/document.xml", "<w/>"), DOCX},
		{"xlsx", "a.xls", pack(t, "[Content_Types].xml", types+`vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`), XLSX},
		{"xlsm", "", pack(t, "[Content_Types].xml", types+`vnd.ms-excel.sheet.macroEnabled.main+xml"/>`), XLSM},
		{"xlsb", "", pack(t, "[Content_Types].xml", types+`vnd.ms-excel.sheet.binary.macroEnabled.main"/>`), XLSB},
		{"pptx", "", pack(t, "[Content_Types].xml", types+`vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/>`), PPTX},
		{"ods", "", pack(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ""), ODS},
		{"odf without its type", "", pack(t, "content.xml", "", "META-INF/manifest.xml", ""), ODS},
		{"ofd with a type", "", pack(t, "mimetype", "application/ofd", "Doc_0/Document.xml", "", "Ofd.XML", ""), OFD},
		{"odt", "", pack(t, "mimetype", "application/vnd.oasis.opendocument.text"), ODT},
		{"epub", "", pack(t, "mimetype", "application/epub+zip"), Package},
		{"ofd", "", pack(t, "OFD.xml", "<ofd:OFD/>", "Doc_0/Document.xml", ""), OFD},
		{"zip", "", pack(t, "申报/a.pdf", "%PDF-", "申报/b.xlsx", ""), Archive},
		{"zip of packages", "", pack(t, "x/word/document.xml", "", "b.docx", string(docx)), Archive},
		{"zip without entries", "", pack(t), Archive},
		{"rar", "", []byte("Rar!\x1a\x07\x01\x00aaaa"), Archive},
		{"7z", "", []byte("7z\xbc\xaf\x27\x1c\x00\x04"), Archive},
		{"gzip", "", []byte("\x1f\x8b\x08\x00\x00\x00"), Archive},
		{"xz", "", []byte("\xfd7zXZ\x00\x00"), Archive},
		{"bzip2", "", []byte("BZh91AY&SY\x00\x00"), Archive},
		{"tar", "", tar, Archive},
		{"png", "", []byte("\x89PNG\r\n\x1a\n\x00"), Image},
		{"jpeg", "a.txt", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), Image},
		{"tiff", "", []byte("II*\x00\x08\x00\x00\x00"), Image},
		{"gif", "", []byte("GIF89a\x01\x00"), Image},
		{"heic", "IMG_1.HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), Image},
		{"a film", "a.mp4", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00"), Unknown},
		{"jp2", "", []byte("\x00\x00\x00\x0cjP  \r\n\x87\n"), Image},
		{"jbig2", "", []byte("\x97JB2\r\n\x1a\n\x01"), Image},
		{"bmp", "", append([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00"), 0), Image},
		{"text that begins with BM", "", []byte("BM项目支出绩效目标表，共四张"), Text},
		{"xls", "a.et", ole("Root Entry", "Workbook", "\x05SummaryInformation"), ET},
		{"xls of Excel 5", "", ole("Root Entry", "Book"), XLS},
		{"bare BIFF", "", []byte("\x09\x00\x04\x00\x02\x00\x10\x00"), XLS},
		{"doc", "a.docx", ole("Root Entry", "1Table", "WordDocument"), DOC},
		{"wps", "a.WPS", ole("Root Entry", "1Table", "WordDocument"), WPS},
		{"et without a workbook", "a.et", ole("Root Entry", "ETExtData"), OLE},
		{"doc with a sheet in it", "a.doc", ole("Root Entry", "ObjectPool", "ObjectPool/Workbook", "WordDocument"), DOC},
		{"xls with a document in it", "a.xls", ole("Root Entry", "MBD00", "MBD00/WordDocument", "Workbook"), XLS},
		{"doc in lower case", "", ole("Root Entry", "1table", "worddocument"), DOC},
		{"works", "a.wps", ole("Root Entry", "MatOST", "MM"), Works},
		{"works of version 7", "a.wps", append(ole("Root Entry", "CONTENTS"), "CHNKWKS"...), Works},
		{"word perfect", "a.doc", []byte("\xffWPC\x10\x00"), WordPerfect},
		{"ppt", "", ole("Root Entry", "a", "b", "c", "PowerPoint Document"), PPT},
		{"encrypted", "a.xlsx", ole("Root Entry", "EncryptionInfo", "a", "b", "c", "d", "EncryptedPackage"), Encrypted},
		{"other compound file", "", ole("Root Entry", "Contents"), OLE},
		{"compound file cut at its header", "a.doc", ole("Root Entry", "WordDocument")[:600], OLE},
		{"rtf", "a.doc", []byte(`{\rtf1\ansi`), RTF},
		{"mht", "a.doc", []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related"), MHTML},
		{"html called xls", "a.xls", []byte("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>"), HTML},
		{"xml sheet", "a.xls", []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), SheetML},
		{"xml word", "a.doc", []byte(`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>`), WordML},
		{"xml word by its namespace", "a.doc", []byte(`<?xml version="1.0"?><!-- <Workbook> --><x:wordDocument xmlns:x="http://schemas.microsoft.com/office/word/2003/wordml">`), WordML},
		{"flat package", "a.doc", []byte(`<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">`), WordML},
		{"xml sheet under a prefix", "a.xml", []byte(`<ss:Workbook a=">" xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>`), SheetML},
		{"flat ods", "a.xml", []byte(`<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">`), FODS},
		{"flat odt without its type", "", []byte(`<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body><office:text>`), FODT},
		{"flat drawing", "", []byte(`<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.graphics">`), Package},
		{"uof text", "a.uot", []byte(`<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"><uof:文字处理>`), UOF},
		{"uof sheet", "a.uos", []byte(`<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"><uof:电子表格>`), UOFPackage},
		{"xhtml", "", []byte(`<?xml version="1.0"?><!DOCTYPE html PUBLIC "a" "b"><html xmlns="http://www.w3.org/1999/xhtml">`), HTML},
		{"page without a root", "a.xls", []byte(`<meta charset=gb2312><table>`), HTML},
		{"a table alone is text", "a.md", []byte(`<table><tr><td>a</table>`), Text},
		{"other xml", "a.xml", []byte(`<root><html/></root>`), Text},
		{"mht of a browser", "", []byte("From: <Saved by Blink>\r\nSubject: a\r\n b\r\n"), MHTML},
		{"mht of Excel", "a.xls", []byte("X-Document-Type: Workbook\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n"), MHTML},
		{"a text with colons", "", []byte("Project: multipart/related\nUnit: a\n"), Text},
		{"text", "a.bin", []byte("项目名称：\t公园"), Text},
		{"gbk", "", []byte("\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6"), Text},
		{"yaml", "a.txt", []byte("# 注释\n---\nschema: pbt/v1\ndeclarations: []\n"), YAML},
		{"yaml, quoted, not first", "", []byte("source: {}\nschema: \"pbt/v1\"  # v1\n"), YAML},
		{"text that shows yaml", "", []byte("Write what follows:\n\nschema: pbt/v1\n"), Text},
		{"yaml of another schema", "", []byte("schema: pbt/v12\n"), Text},
		{"json", "", []byte(`{"schema": "pbt/v1", "declarations": []}`), JSON},
		{"json lines of something else", "", []byte(`{"a": 1}`), Text},
		{"noise", "a.docx", bytes.Repeat([]byte{0, 1, 2, 3, 0xfe, 0x81}, 50), Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Detect(tt.data, tt.file); got != tt.want {
				t.Errorf("Detect = %s, want %s", got, tt.want)
			}
		})
	}
}

// Every kind is either read, or refused with a reason and a way out.
func TestErr(t *testing.T) {
	for _, f := range Formats() {
		k := f.Kind
		err, advice := k.Err(), k.Advice()
		if k.Readable() {
			if err != nil || advice.ZH != "" {
				t.Errorf("%s is read and has the error %v", k, err)
			}
			continue
		}
		if err == nil || !strings.HasPrefix(err.Rule, "extract.") || advice.ZH == "" || advice.EN == "" || err.Text.EN == "" {
			t.Errorf("%s: error %+v, advice %+v", k, err, advice)
		}
	}
	if a := Works.Advice(); !strings.Contains(a.EN, "soffice --headless --convert-to docx FILE") {
		t.Errorf("advice for Works = %q", a.EN)
	}
}

// A directory chain that turns back on itself ends.
func TestOLELoop(t *testing.T) {
	data := ole("Root Entry", "a", "b", "c", "WordDocument")
	binary.LittleEndian.PutUint32(data[512+4*2:], 1)
	if got := Detect(data, ""); got != DOC {
		t.Errorf("Detect = %s, want %s", got, DOC)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add(ole("Root Entry", "WordDocument"), "a.wps")
	f.Add(pack(f, "[Content_Types].xml", types), "a.docx")
	f.Add([]byte("schema: pbt/v1\n"), "")
	f.Add([]byte("%PDF-1.7"), "")
	f.Add([]byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`), "")
	f.Add([]byte("From: a\r\nMIME-Version: 1.0\r\n"), "")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		k := Detect(data, name)
		if k == "" || (k.Err() == nil) != k.Readable() {
			t.Errorf("Detect gave %q", k)
		}
	})
}
