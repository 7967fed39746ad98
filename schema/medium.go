package schema

import "fmt"

// Medium is a kind of document as the messages of its reader name it. A reader
// hands over what happened to which medium, and the sentence is made here: one
// fault reads alike in every format.
type Medium struct {
	// Name is 工作簿, the workbook.
	Name Text
	// Mend is what helps where the document is damaged, Part where it is too large.
	Mend, Part Text
}

// The media whose readers share their faults. PDF and scans have faults of their
// own, with words beside them.
var (
	Workbook = Medium{Text{"工作簿", "the workbook"},
		Text{"请重新下载或向报送单位重取，或用 Excel、WPS 修复并另存为 .xlsx 后重试", "fetch the file again, or let Excel or WPS repair it and save it as .xlsx"},
		Text{"请用 --sheet 指定绩效目标表所在的工作表，或把它另存为单独的工作簿后重试", "pick the sheet of the form with --sheet, or save it as a workbook of its own and try again"}}
	WordDocument = Medium{Text{"Word 文档", "the Word document"},
		Text{"请重新下载或传送，或用 Word、WPS 打开修复后另存为 .docx", "transfer it again, or let Word or WPS repair it and save it as .docx"}, split}
	RTFDocument = Medium{Text{"RTF 文档", "the RTF document"}, WordDocument.Mend, split}
	OpenText    = Medium{Text{"OpenDocument 文件", "the OpenDocument file"},
		Text{"请重新下载或传送，或用 LibreOffice、WPS 打开修复后另存", "transfer it again, or let LibreOffice or WPS repair and save it"}, alone}
	UOFText = Medium{Text{"标文通文档", "the UOF text"},
		Text{"请用 WPS 或 LibreOffice 打开，另存为 .docx 后重试", "save it from WPS or LibreOffice as .docx and try again"}, alone}
	WebArchive = Medium{Text{"单一文件网页", "the web page in one file"},
		Text{"请重新下载或传送，或用原来的软件另存一次", "transfer it again, or save it once more from its own program"}, alone}
	OFDDocument = Medium{Text{"OFD 文件", "the OFD document"},
		Text{"请用 OFD 阅读器打开，导出为 PDF 后重试", "open it in an OFD reader, export it as PDF and try again"}, split}
	PlainText = Medium{Text{"文本", "the text"},
		Text{"请重新取得该文件", "get the file again"}, split}
	// AnyDocument is one whose kind is not known yet.
	AnyDocument = Medium{Text{"文档", "the document"},
		Text{"请重新取得该文件，或用原软件打开修复后另存", "get the file again, or let its own program repair and save it"}, split}
)

var (
	split = Text{"请把文档拆分后再读", "split the document and read its parts"}
	alone = Text{"请把绩效目标表另存为单独的文件", "save the form as a file of its own"}
)

// Damaged is the error of a document that is broken, or lacks what it must have.
func (m Medium) Damaged(what Text) *ReadError {
	return ExtractDamaged.Say(Text{m.Name.ZH + "已损坏或不完整：" + what.ZH, m.Name.EN + " is damaged or cut short: " + what.EN}, m.Mend)
}

// TooLarge is the error of a document that goes beyond a bound of its reader.
func (m Medium) TooLarge(what Text) *ReadError {
	return ExtractLimit.Say(Text{m.Name.ZH + "过大：" + what.ZH, m.Name.EN + " is too large: " + what.EN}, m.Part)
}

// CutShort is the problem of a document that was read up to where it breaks off.
func (m Medium) CutShort() *ReadError {
	return ExtractPartial.Say(Text{m.Name.ZH + "中途损坏，只读到损坏处为止", m.Name.EN + " breaks off, it was read up to there"}, m.Mend)
}

// What a Medium is told of, in words that readers share.
var (
	NestsTooDeep    = Text{"元素嵌套过深", "its elements nest too deep"}
	UnknownEncoding = Text{"编码无法识别", "its encoding is unknown"}
	NotWellFormed   = Text{"其 XML 不完整或不合法", "its XML is cut short or not well-formed"}
)

// MoreCells tells of more cells than are read.
func MoreCells(n int) Text {
	return Text{fmt.Sprintf("单元格超过 %d 个", n), fmt.Sprintf("it has more than %d cells", n)}
}

// MoreText tells of more text than is kept.
func MoreText(n Bytes) Text {
	return Text{fmt.Sprintf("文字超过 %s", n), fmt.Sprintf("its text has more than %s", n)}
}

// MoreBytes tells of more bytes than are read.
func MoreBytes(n Bytes) Text {
	return Text{fmt.Sprintf("超过 %s", n), fmt.Sprintf("it has more than %s", n)}
}
