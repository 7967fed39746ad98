package excel

import (
	"github.com/pbt-cli/pbt/parser/internal/office"
	"github.com/pbt-cli/pbt/schema"
)

// biffBlock is how many bytes of a stream one key encrypts.
const biffBlock = 1024

// unlock decrypts an .xls stream whose FILEPASS record is given.
func unlock(src, filePass []byte, password string) ([]byte, *schema.ReadError) {
	if len(filePass) < 2 || u16(filePass, 0) != 1 { // XOR obfuscation
		return nil, asReadError("", &office.Error{Fault: office.UnknownCipher})
	}
	c, err := office.NewCipher(filePass[2:], password)
	if err != nil {
		return nil, asReadError("", err)
	}
	out := c.Decrypt(src, biffBlock)
	restoreClear(out, src)
	return out, nil
}

// restoreClear copies what a stream never encrypts: the records' headers, and a
// few records.
func restoreClear(out, src []byte) {
	r := records{src: src}
	for at := 0; r.next(); at = r.pos {
		clear := 4 // the header
		switch r.id {
		case recBOF, recFilePass, 0x00E1, 0x0194, 0x0195, 0x0196, 0x0138: // [MS-XLS] 2.2.10
			clear += len(r.data)
		case recBoundSheet:
			clear += min(4, len(r.data)) // where the sheet begins
		}
		copy(out[at:at+clear], src[at:])
	}
}
