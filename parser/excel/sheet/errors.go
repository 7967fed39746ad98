package sheet

import (
	"fmt"

	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/schema"
)

// inSheet puts the name of the sheet on an error.
func inSheet(err *schema.ReadError, sheet string) *schema.ReadError {
	e := *err
	e.At = &schema.Place{Sheet: sheet}
	e.Text = schema.Text{ZH: "工作表“" + sheet + "”：" + err.Text.ZH, EN: fmt.Sprintf("sheet %q: %s", sheet, err.Text.EN)}
	return &e
}

const (
	hintResaveZH = "请用 Excel 或 WPS 打开并另存为 .xlsx 后重试"
	hintResaveEN = "open it in Excel or WPS, save it as .xlsx and try again"
)

// Damaged is the error of a workbook that is broken or cut short.
func Damaged(zh, en string) *schema.ReadError {
	return schema.ExtractDamaged.Say(schema.Text{ZH: zh, EN: en}, schema.Workbook.Mend)
}

// Unsupported is the error of a file that is no workbook, or of no kind that is read.
func Unsupported(zh, en string) *schema.ReadError {
	return schema.ExtractUnsupported.Say(schema.Text{ZH: zh, EN: en}, schema.Text{ZH: hintResaveZH, EN: hintResaveEN})
}

// Limit is the error of a workbook that goes beyond a bound.
func Limit(zh, en string) *schema.ReadError {
	return schema.ExtractLimit.Say(schema.Text{ZH: zh, EN: en}, schema.Workbook.Part)
}

// Fault words what is wrong with the package or the compound file around a
// workbook.
func Fault(e *office.Error) *schema.ReadError {
	if e.Fault == office.NoPackage || e.Fault == office.NoCompound {
		return Unsupported("不是 Excel 工作簿（既非 .xlsx 也非 .xls）", "not an Excel workbook, neither .xlsx nor .xls")
	}
	return e.Told(schema.Workbook)
}

// errNoSheet lists the sheets there are, the first forty of them.
func errNoSheet(want string, sheets []Ref) *schema.ReadError {
	var names []string
	for i, s := range sheets {
		if i == 40 {
			names = append(names, "…")
			break
		}
		names = append(names, fmt.Sprintf("%d %s", i+1, s.Name))
	}
	return schema.ExtractSheet.Told(want, names)
}

func errText() *schema.ReadError {
	return Limit(fmt.Sprintf("单元格文字合计超过 %d MiB", maxText>>20), fmt.Sprintf("the cells hold more than %d MiB of text", maxText>>20))
}
func errCells(n int) *schema.ReadError {
	return Limit(fmt.Sprintf("有内容的单元格超过 %d 个", n), fmt.Sprintf("more than %d cells have content", n))
}

func errMerges() *schema.ReadError {
	return Limit(fmt.Sprintf("合并区域超过 %d 个", maxMerges), fmt.Sprintf("more than %d merged ranges", maxMerges))
}
