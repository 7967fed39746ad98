//go:build !pbt_light

package charset

import (
	"golang.org/x/text/encoding"
	k "golang.org/x/text/encoding/korean"
)

// korean is that of the code page 949.
var korean encoding.Encoding = k.EUCKR
