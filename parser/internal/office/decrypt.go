//go:build !pbt_light

package office

import (
	"errors"

	"github.com/xuri/excelize/v2"
)

// decrypt opens a package under a password. Its faults are WrongPassword and
// UnknownCipher; other errors are the library's.
func decrypt(data []byte, password string) (out []byte, err error) {
	defer func() {
		if recover() != nil {
			out, err = nil, &Error{Fault: UnknownCipher}
		}
	}()
	out, err = excelize.Decrypt(data, &excelize.Options{Password: password})
	if errors.Is(err, excelize.ErrWorkbookPassword) {
		err = &Error{Fault: WrongPassword}
	}
	return out, err
}
