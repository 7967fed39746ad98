package sniff

import (
	"fmt"
	"slices"

	"github.com/pbt-cli/pbt/schema"
)

// Format is what is known of a kind of file: how a person calls it, and either
// how exactly it is read or the way to turn it into what is.
type Format struct {
	Kind Kind
	// Source is the word for it in a document's source.format.
	Source string
	// Name says what a file of the kind is, as the end of "the file is …".
	Name schema.Text
	// Endings are the names' endings that such files usually have.
	Endings []string
	// Reads says how it is read, and how exactly; empty where it is not.
	Reads schema.Text
	// Way is how to make it readable with a program of its own; Convert the
	// format that soffice can turn it into, empty where that cannot help.
	Way     schema.Text
	Convert string
}

// read is the line of a kind that a reader takes.
func read(k Kind, endings []string, zhName, enName, zhReads, enReads string) Format {
	return Format{Kind: k, Source: string(k), Endings: endings, Name: schema.Text{ZH: zhName, EN: enName}, Reads: schema.Text{ZH: zhReads, EN: enReads}}
}

// as gives a format another word in source.format.
func (f Format) as(source string) Format {
	f.Source = source
	return f
}

// unread is the line of a kind that is recognised alone.
func unread(k Kind, endings []string, zhName, enName, convert, zhWay, enWay string) Format {
	return Format{Kind: k, Source: string(k), Endings: endings, Name: schema.Text{ZH: zhName, EN: enName}, Convert: convert, Way: schema.Text{ZH: zhWay, EN: enWay}}
}

// formats is every kind that Detect knows, in the order in which a person wants
// to see them.
var formats = []Format{
	read(PDF, []string{".pdf"}, "PDF", "a PDF",
		"按表格线读：单元格与合并是准确的；加密、损坏、旋转、GBK 字体、跨页表格都读", "from the ruling lines: cells and spans are exact; encrypted, damaged and rotated files, GBK fonts, tables over page breaks"),
	read(OFD, []string{".ofd"}, "OFD 版式文件（.ofd）", "an OFD document (.ofd)",
		"同 PDF：模板页、多文档、签章文件都读；水印、批注、印章不算正文", "as PDF: template pages, several documents, signed files; watermarks, annotations and stamps are kept apart"),
	read(XLSX, []string{".xlsx", ".xltx"}, "Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)",
		"准确：合并区域、数字格式、隐藏行列，以及写成公式的 =100%", "exact: merged ranges, number formats, hidden rows and columns, and the formula trap =100%"),
	read(XLSM, []string{".xlsm", ".xltm"}, "带宏的 Excel 工作簿（.xlsm）", "an Excel workbook with macros (.xlsm)", "同 .xlsx，宏不运行", "as .xlsx; macros are never run"),
	read(XLS, []string{".xls", ".xlt"}, "Excel 97-2003 工作簿（.xls）", "an Excel 97-2003 workbook (.xls)",
		"准确：BIFF8 与 BIFF5，同 .xlsx", "exact: BIFF8 and BIFF5, as .xlsx"),
	read(ET, []string{".et", ".ett"}, "WPS 表格（.et）", "a WPS sheet (.et)", "准确：其中是 BIFF8 工作簿", "exact: a BIFF8 workbook inside"),
	read(XLSB, []string{".xlsb"}, "Excel 二进制工作簿（.xlsb）", "a binary workbook (.xlsb)", "准确，同 .xlsx", "exact, as .xlsx"),
	read(SheetML, []string{".xml", ".xls"}, "Excel 2003 XML 表格", "an Excel 2003 XML sheet",
		"准确：合并、数字格式、隐藏；UTF-8 与 GBK，也认 .xls 名", "exact: merges, number formats, hidden rows; UTF-8 and GBK, under the name .xls too"),
	read(ODS, []string{".ods", ".ots"}, "OpenDocument 表格（.ods）", "an OpenDocument sheet (.ods)", "准确：合并、显示的文字、隐藏", "exact: merges, the text as displayed, hidden rows and columns"),
	read(FODS, []string{".fods"}, "单文件 OpenDocument 表格（.fods）", "a flat OpenDocument sheet (.fods)", "同 .ods", "as .ods"),
	read(DOCX, []string{".docx", ".docm", ".dotx"}, "Word 文档（.docx）", "a Word document (.docx)",
		"准确：合并与嵌套的单元格、修订（按接受后）、复选框", "exact: merged and nested cells, revisions as accepted, check boxes"),
	read(DOC, []string{".doc", ".dot"}, "Word 97-2003 文档（.doc）", "a Word 97-2003 document (.doc)",
		"准确：同 .docx，快速保存的也读；自动编号不在文字里", "exact: as .docx, fast-saved ones too; automatic numbers are no part of the text"),
	read(WPS, []string{".wps", ".wpt"}, "WPS 文字文档（.wps）", "a WPS Writer document (.wps)", "同 .doc", "as .doc"),
	read(WordML, []string{".xml", ".doc"}, "Word XML 文档", "a Word XML document",
		"同 .docx；有的软件导出时丢失竖向合并，则按空格向下填并说明", "as .docx; where the program that wrote it lost the vertical merges, blanks are filled from above, and that is said"),
	read(ODT, []string{".odt", ".ott"}, "OpenDocument 文档（.odt）", "an OpenDocument text (.odt)", "准确：合并与嵌套的单元格", "exact: merged and nested cells"),
	read(FODT, []string{".fodt"}, "单文件 OpenDocument 文档（.fodt）", "a flat OpenDocument text (.fodt)", "同 .odt", "as .odt").as("odt"),
	read(RTF, []string{".rtf", ".doc"}, "RTF 文档（.rtf，有时也以 .doc 命名）", "an RTF document (.rtf, sometimes called .doc)",
		"准确：合并与嵌套的单元格，GBK 与 Unicode 文字", "exact: merged and nested cells, text in GBK and in Unicode"),
	read(MHTML, []string{".mht", ".mhtml", ".doc", ".xls"}, "单一文件网页（.mht）", "a web page saved as one file (.mht)",
		"准确：Word、Excel 存的各部分与各工作表", "exact: what Word and Excel saved, sheet by sheet"),
	read(HTML, []string{".html", ".htm", ".xls", ".doc"}, "网页（HTML）", "a web page (HTML)", "准确：rowspan 与 colspan；也认 .xls、.doc 名", "exact: rowspan and colspan; under the names .xls and .doc too"),
	read(UOF, []string{".uot", ".uof"}, "标文通文档（UOF 1.0）", "a UOF 1.0 text",
		"文字文档中的表；导出软件丢失的竖向合并按空格向下填并说明", "tables of texts; where the exporter lost the vertical merges, blanks are filled from above, and that is said"),
	read(Text, []string{".txt", ".csv", ".tsv", ".md"}, "文本", "a text",
		"制表符、空格对齐、竖线、CSV、Markdown；UTF-8、UTF-16、GB18030；合并由内容推断，存疑处说明", "tabs, aligned columns, pipes, CSV, Markdown; UTF-8, UTF-16, GB18030; spans are inferred and doubts named"),
	read(Image, []string{".png", ".jpg", ".tif", ".bmp", ".gif", ".webp"}, "图片", "an image", "识别文字：内置识别，逐字有把握程度，存疑处说明", "recognised by pbt itself, every doubt named"),
	read(YAML, []string{".yaml", ".yml"}, "pbt 写出的 YAML", "YAML that pbt wrote", "准确", "exact"),
	read(JSON, []string{".json", ".jsonl"}, "pbt 写出的 JSON", "JSON that pbt wrote", "准确", "exact"),

	unread(Archive, []string{".zip", ".rar", ".7z", ".tar", ".gz"}, "压缩包", "an archive", "", "用 pbt convert 或 pbt validate 读取其中的各个文件，或先解压", "pbt convert and pbt validate read the files in it, or unpack it first"),
	unread(Encrypted, nil, "加了密码的 Office 文档", "an Office document under a password", "", "用 --password 给出密码，或在 Office 中去掉密码后再存", "give its password with --password, or save it without one").as(schema.FormatXLSX),
	unread(OldWord, []string{".doc"}, "Word 6.0/95 文档", "a document of Word 6.0 or 95", "docx", "用 Word 或 WPS 另存为 .docx", "save it from Word or WPS as .docx"),
	unread(Works, []string{".wps", ".wks"}, "微软 Works 文档（与 WPS 文字同名 .wps，但不是一种文件）", "a Microsoft Works document, which shares the ending .wps with WPS Writer and is another thing", "docx", "用 LibreOffice 另存为 .docx", "save it from LibreOffice as .docx"),
	unread(WordPerfect, []string{".doc", ".wpd"}, "WordPerfect 文档", "a WordPerfect document", "docx", "用 LibreOffice 另存为 .docx", "save it from LibreOffice as .docx"),
	unread(PPT, []string{".ppt", ".dps"}, "演示文稿（.ppt/.dps）", "a presentation (.ppt, .dps)", "pdf", "用原软件导出为 PDF", "export it from its own program as PDF"),
	unread(PPTX, []string{".pptx"}, "演示文稿（.pptx）", "a presentation (.pptx)", "pdf", "用原软件导出为 PDF", "export it from its own program as PDF"),
	unread(UOFPackage, []string{".uof", ".uot", ".uos"}, "标文通文档（UOF 2.0 压缩包，或表格、演示）", "a UOF 2.0 package, or a UOF sheet or presentation", "", "用 WPS 或 LibreOffice 另存为 .docx 或 .xlsx", "save it from WPS or LibreOffice as .docx or .xlsx"),
	unread(OLE, nil, "其他软件的复合文档（OLE）", "a compound file (OLE) of another program", "", "用原软件另存为 .docx、.xlsx 或 PDF", "save it from its own program as .docx, .xlsx or PDF"),
	unread(Package, nil, "其他软件的打包文档", "a zip package of another program", "", "用原软件另存为 .docx、.xlsx 或 PDF", "save it from its own program as .docx, .xlsx or PDF"),
	unread(Empty, nil, "空文件", "an empty file", "", "请确认文件传输完整", "check that it was transferred whole"),
	unread(Unknown, nil, "无法识别的文件：开头不是任何已知格式，内容也不是 UTF-8、UTF-16 或 GB18030 文本", "of no known kind: no signature of a known format, and no text in UTF-8, UTF-16 or GB18030",
		"", "请用原软件另存为 .xlsx、.docx 或 PDF", "save it from its own program as .xlsx, .docx or PDF"),
}

// Formats lists every kind of file that is known, those that are read first.
func Formats() []Format { return slices.Clone(formats) }

// format is the line of a kind.
func (k Kind) format() Format {
	for _, f := range formats {
		if f.Kind == k {
			return f
		}
	}
	return Format{Kind: k, Source: string(k)}
}

// Readable reports whether a reader of this project takes the kind.
func (k Kind) Readable() bool { return k.format().Reads.EN != "" }

// Source is the word for the kind in a document's source.format.
func (k Kind) Source() string { return k.format().Source }

// Advice is how to turn a file of this kind into one that can be read. It is
// empty for kinds that a reader takes.
func (k Kind) Advice() schema.Text {
	f := k.format()
	t := f.Way
	if f.Convert != "" {
		t.ZH += fmt.Sprintf("，或执行 soffice --headless --convert-to %s FILE", f.Convert)
		t.EN += fmt.Sprintf(", or run soffice --headless --convert-to %s FILE", f.Convert)
	}
	return t
}

// Err is the reason why a file of this kind is not read, with the way to
// convert it as its hint; nil for kinds that a reader takes. Its rule is
// extract.empty, extract.encrypted, extract.archive, extract.unknown-format, or
// extract.unsupported-format.
func (k Kind) Err() *schema.ReadError {
	if k.Readable() {
		return nil
	}
	name := k.format().Name
	return k.problem().Say(schema.Text{ZH: "文件是" + name.ZH, EN: "the file is " + name.EN}, k.Advice())
}

func (k Kind) problem() *schema.Problem {
	switch k {
	case Empty:
		return schema.ExtractEmpty.Problem
	case Encrypted:
		return schema.ExtractEncrypted.Problem
	case Archive:
		return schema.ExtractArchive.Problem
	case Unknown:
		return schema.ExtractUnknownFormat.Problem
	}
	return schema.ExtractUnsupportedFormat.Problem
}
