package pdf

import (
	"fmt"

	"github.com/pbt-cli/pbt/schema"
)

func errEncrypted(tried bool) error {
	if tried {
		return schema.ExtractEncrypted.Say(
			schema.Text{ZH: "密码不正确，无法解密文档", EN: "the password does not open the document"},
			schema.Text{ZH: "请用 --password 给出正确的密码", EN: "give the right one with --password"})
	}
	return schema.ExtractEncrypted.Told()
}

func errDamaged(short bool) error {
	text := schema.Text{ZH: "PDF 已损坏，找不到任何页面", EN: "the PDF is damaged: no page of it can be reached"}
	if short {
		text = schema.Text{ZH: "PDF 被截断，找不到任何页面", EN: "the PDF was cut short: no page of it can be reached"}
	}
	return schema.ExtractDamaged.Say(text, schema.Text{ZH: "请重新取得该文件，并确认传输完整", EN: "get the file again and check that it arrived whole"})
}

func errLimit() error {
	return schema.ExtractLimit.Say(
		schema.Text{ZH: "文档解压后超出读取上限", EN: "the document unpacks to more than the limits of reading"},
		schema.Text{ZH: "请检查文件来源，或拆分文档", EN: "check where the file comes from, or split it"})
}

func errFileSize(got, limit int) error {
	return schema.ExtractLimit.Told(schema.Bytes(got), schema.Bytes(limit))
}

func errTimeout(page, pages int) *schema.ReadError {
	e := schema.ExtractTimeout.Say(
		schema.Text{ZH: "读取 PDF 超时", EN: "reading the PDF took longer than the time limit"},
		schema.Text{ZH: "请用 --timeout 放宽时限，或用 --pages 只读部分页", EN: "raise it with --timeout, or read some pages with --pages"})
	if page > 0 {
		e.Text.ZH += fmt.Sprintf("（停在第 %d 页，共 %d 页）", page, pages)
		e.Text.EN += fmt.Sprintf(" (stopped at page %d of %d)", page, pages)
	}
	return e
}

// errNoSuchPage is for a choice of pages that the document does not have.
func errNoSuchPage(pages int) error {
	return schema.ExtractPages.Told(pages)
}
