package pdf

import (
	"fmt"

	"github.com/pbt-cli/pbt/schema"
)

func errEncrypted(tried bool) error {
	e := &schema.ReadError{
		Rule: "extract.encrypted",
		Text: schema.Text{ZH: "文档已加密，需要密码", EN: "the document is encrypted and asks for a password"},
		Hint: schema.Text{ZH: "请用 --password 给出密码", EN: "give it with --password"},
	}
	if tried {
		e.Text = schema.Text{ZH: "密码不正确，无法解密文档", EN: "the password does not open the document"}
		e.Hint = schema.Text{ZH: "请用 --password 给出正确的密码", EN: "give the right one with --password"}
	}
	return e
}

func errDamaged(short bool) error {
	if short {
		return &schema.ReadError{
			Rule: "extract.damaged",
			Text: schema.Text{ZH: "PDF 被截断，找不到任何页面", EN: "the PDF was cut short: no page of it can be reached"},
			Hint: schema.Text{ZH: "请重新取得该文件，并确认传输完整", EN: "get the file again and check that it arrived whole"},
		}
	}
	return &schema.ReadError{
		Rule: "extract.damaged",
		Text: schema.Text{ZH: "PDF 已损坏，找不到任何页面", EN: "the PDF is damaged: no page of it can be reached"},
		Hint: schema.Text{ZH: "请重新取得该文件，并确认传输完整", EN: "get the file again and check that it arrived whole"},
	}
}

func errLimit() error {
	return &schema.ReadError{
		Rule: "extract.limit",
		Text: schema.Text{ZH: "文档解压后超出读取上限", EN: "the document unpacks to more than the limits of reading"},
		Hint: schema.Text{ZH: "请检查文件来源，或拆分文档", EN: "check where the file comes from, or split it"},
	}
}

func errFileSize(got, limit int) error {
	return &schema.ReadError{
		Rule: "extract.limit",
		Text: schema.Text{
			ZH: fmt.Sprintf("文档有 %d MB，超出 %d MB 的上限", got>>20, limit>>20),
			EN: fmt.Sprintf("the document has %d MB, more than the limit of %d MB", got>>20, limit>>20),
		},
		Hint: schema.Text{ZH: "请拆分文档", EN: "split the document"},
	}
}

func errTimeout(page, pages int) *schema.ReadError {
	e := &schema.ReadError{
		Rule: "extract.timeout",
		Text: schema.Text{ZH: "读取 PDF 超时", EN: "reading the PDF took longer than the time limit"},
		Hint: schema.Text{ZH: "请用 --timeout 放宽时限，或用 --pages 只读部分页", EN: "raise it with --timeout, or read some pages with --pages"},
	}
	if page > 0 {
		e.Text.ZH += fmt.Sprintf("（停在第 %d 页，共 %d 页）", page, pages)
		e.Text.EN += fmt.Sprintf(" (stopped at page %d of %d)", page, pages)
	}
	return e
}

// errNoSuchPage is for a choice of pages that the document does not have.
func errNoSuchPage(pages int) error {
	return &schema.ReadError{
		Rule: "extract.pages",
		Text: schema.Text{
			ZH: fmt.Sprintf("文件只有 %d 页，没有要读的页", pages),
			EN: fmt.Sprintf("the file has %d pages and none of those asked for", pages),
		},
		Hint: schema.Text{ZH: "请改正 --pages", EN: "mend --pages"},
	}
}
