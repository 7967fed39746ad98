package picture

import (
	"errors"
	"fmt"

	"github.com/pbt-cli/pbt/schema"
)

// Reason says to a person why a picture could not be decoded, as a clause.
func Reason(err error) schema.Text {
	var u *UnsupportedError
	switch {
	case errors.As(err, &u):
		return schema.Text{
			ZH: fmt.Sprintf("其编码（%s）不能读取", u.Coding),
			EN: fmt.Sprintf("its coding (%s) is not read", u.Coding),
		}
	case errors.Is(err, ErrLimit):
		return schema.Text{ZH: "其像素超出读取上限", EN: "it has more pixels than are read"}
	case errors.Is(err, errFormat):
		return schema.Text{ZH: "其格式无法识别", EN: "its format is unknown"}
	}
	return schema.Text{ZH: "其数据已损坏", EN: "its data are damaged"}
}
