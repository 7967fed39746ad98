package excel

import (
	"errors"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
	"github.com/pbt-cli/pbt/schema"
)

// asReadError makes any failure to open a workbook, or to read a part of it, one
// that says what to do.
func asReadError(part string, err error) *schema.ReadError {
	var re *schema.ReadError
	var fault *office.Error
	switch {
	case errors.As(err, &re):
		return re
	case errors.As(err, &fault):
		return sheet.Fault(fault)
	case errors.Is(err, xmlscan.ErrEntity):
		return sheet.Damaged(part+" 引用了自定义实体（实体展开攻击的写法），不予展开", part+" uses entities of its own declaration, as entity-expansion bombs do; they are not expanded")
	case errors.Is(err, xmlscan.ErrTruncated):
		return sheet.Damaged(part+" 不完整，在元素中间结束", part+" is cut short inside an element")
	case errors.Is(err, xmlscan.ErrSyntax):
		return sheet.Damaged(part+" 不是合法的 XML", part+" is no well-formed XML")
	}
	return sheet.Damaged(part+" 无法解压（"+err.Error()+"）", part+" cannot be unpacked ("+err.Error()+")")
}
