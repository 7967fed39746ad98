package sniff

import (
	"fmt"

	"github.com/pbt-cli/pbt/schema"
)

// route is what is said of a kind that no reader takes: its name, the format to
// convert it to, and a way that needs an office program.
type route struct {
	zh, en string
	to     string // target of soffice --convert-to; empty where it cannot help
	zhWay  string
	enWay  string
}

var routes = map[Kind]route{
	DOC:      {zh: "Word 97-2003 文档（.doc）", en: "a Word 97-2003 document (.doc)", to: "docx", zhWay: "用 Word 或 WPS 另存为 .docx", enWay: "save it from Word or WPS as .docx"},
	WPS:      {zh: "WPS 文字文档（.wps）", en: "a WPS Writer document (.wps)", to: "docx", zhWay: "用 WPS 另存为 .docx", enWay: "save it from WPS as .docx"},
	ET:       {zh: "WPS 表格（.et）", en: "a WPS sheet (.et)", to: "xlsx", zhWay: "用 WPS 另存为 .xlsx", enWay: "save it from WPS as .xlsx"},
	PPT:      {zh: "演示文稿（.ppt/.dps）", en: "a presentation (.ppt, .dps)", to: "pdf", zhWay: "用原软件导出为 PDF", enWay: "export it from its own program as PDF"},
	PPTX:     {zh: "演示文稿（.pptx）", en: "a presentation (.pptx)", to: "pdf", zhWay: "用原软件导出为 PDF", enWay: "export it from its own program as PDF"},
	XLSB:     {zh: "Excel 二进制工作簿（.xlsb）", en: "a binary workbook (.xlsb)", to: "xlsx", zhWay: "用 Excel 另存为 .xlsx", enWay: "save it from Excel as .xlsx"},
	ODS:      {zh: "OpenDocument 表格（.ods）", en: "an OpenDocument sheet (.ods)", to: "xlsx", zhWay: "用原软件另存为 .xlsx", enWay: "save it from its own program as .xlsx"},
	ODT:      {zh: "OpenDocument 文档（.odt）", en: "an OpenDocument text (.odt)", to: "docx", zhWay: "用原软件另存为 .docx", enWay: "save it from its own program as .docx"},
	OFD:      {zh: "OFD 版式文件（.ofd）", en: "an OFD document (.ofd)", zhWay: "用 OFD 阅读器或 WPS 导出为 PDF", enWay: "export it as PDF from an OFD reader or WPS"},
	RTF:      {zh: "RTF 文档（.rtf，有时也以 .doc 命名）", en: "an RTF document (.rtf, sometimes called .doc)", to: "docx", zhWay: "用 Word 或 WPS 另存为 .docx", enWay: "save it from Word or WPS as .docx"},
	MHT:      {zh: "单一文件网页（.mht）", en: "a web page saved as one file (.mht)", zhWay: "用浏览器打开后打印为 PDF，或用 Word、Excel 打开后另存为 .docx、.xlsx", enWay: "print it as PDF from a browser, or save it from Word or Excel as .docx or .xlsx"},
	XMLSheet: {zh: "Excel 2003 XML 表格", en: "an Excel 2003 XML sheet", to: "xlsx", zhWay: "用 Excel 或 WPS 另存为 .xlsx", enWay: "save it from Excel or WPS as .xlsx"},
	XMLWord:  {zh: "Word XML 文档", en: "a Word XML document", to: "docx", zhWay: "用 Word 或 WPS 另存为 .docx", enWay: "save it from Word or WPS as .docx"},
	OLE:      {zh: "其他软件的复合文档（OLE）", en: "a compound file (OLE) of another program", zhWay: "用原软件另存为 .docx、.xlsx 或 PDF", enWay: "save it from its own program as .docx, .xlsx or PDF"},
	Package:  {zh: "其他软件的打包文档", en: "a zip package of another program", zhWay: "用原软件另存为 .docx、.xlsx 或 PDF", enWay: "save it from its own program as .docx, .xlsx or PDF"},
	Encrypted: {zh: "加了密码的 Office 文档", en: "an Office document under a password",
		zhWay: "用 --password 给出密码，或在 Office 中去掉密码后再存", enWay: "give its password with --password, or save it without one"},
	Archive: {zh: "压缩包", en: "an archive", zhWay: "用 pbt batch 处理压缩包，或先解压", enWay: "read it with pbt batch, or unpack it first"},
	Empty:   {zh: "空文件", en: "an empty file", zhWay: "请确认文件传输完整", enWay: "check that it was transferred whole"},
	Unknown: {zh: "无法识别的文件：开头不是任何已知格式，内容也不是 UTF-8、UTF-16 或 GB18030 文本", en: "of no known kind: no signature of a known format, and no text in UTF-8, UTF-16 or GB18030",
		zhWay: "请用原软件另存为 .xlsx、.docx 或 PDF", enWay: "save it from its own program as .xlsx, .docx or PDF"},
}

// Advice is how to turn a file of this kind into one that can be read. It is
// empty for kinds that a reader takes.
func (k Kind) Advice() schema.Text {
	r, ok := routes[k]
	if !ok {
		return schema.Text{}
	}
	t := schema.Text{ZH: r.zhWay, EN: r.enWay}
	if r.to != "" {
		t.ZH += fmt.Sprintf("，或执行 soffice --headless --convert-to %s FILE", r.to)
		t.EN += fmt.Sprintf(", or run soffice --headless --convert-to %s FILE", r.to)
	}
	return t
}

// Err is the reason why a file of this kind is not read, with the way to
// convert it as its hint; nil for kinds that a reader takes. Its rule is
// extract.empty, extract.encrypted, extract.archive, extract.unknown-format, or
// extract.unsupported-format.
func (k Kind) Err() *schema.ReadError {
	r, ok := routes[k]
	if !ok {
		return nil
	}
	return &schema.ReadError{
		Rule: k.rule(),
		Text: schema.Text{ZH: "文件是" + r.zh, EN: "the file is " + r.en},
		Hint: k.Advice(),
	}
}

func (k Kind) rule() string {
	switch k {
	case Empty:
		return "extract.empty"
	case Encrypted:
		return "extract.encrypted"
	case Archive:
		return "extract.archive"
	case Unknown:
		return "extract.unknown-format"
	}
	return "extract.unsupported-format"
}
