package office

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"strconv"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// defaultPassword is what Office encrypts with when only changes are protected:
// such a document opens without a question.
const defaultPassword = "VelvetSweatshop"

// maxInfo bounds what is read of the description of an encryption.
const maxInfo = 1 << 16

var spinCount = pattern.MustCompile(`spinCount\s*=\s*["'](\d+)["']`)

// Decrypt opens an Office package under a password and gives the zip inside,
// whatever program wrote it. Its faults are NoCompound, Damaged, Spin, Encrypted,
// WrongPassword and UnknownCipher.
func Decrypt(data []byte, password string) ([]byte, error) {
	c, err := OpenCompound(data)
	if err != nil {
		return nil, err
	}
	info, _ := c.Read("EncryptionInfo", maxInfo) // without it the cipher is unknown
	for _, m := range spinCount.Regexp().FindAllSubmatch(info, -1) {
		if n, err := strconv.Atoi(string(m[1])); err != nil || n > maxSpin {
			return nil, &Error{Fault: Spin}
		}
	}
	given := password
	if given == "" {
		given = defaultPassword
	}
	out, err := decrypt(data, given)
	switch {
	case err == nil && IsPackage(out):
		return trimPackage(out), nil
	case HasFault(err, UnknownCipher):
		return nil, err
	case password == "":
		return nil, &Error{Fault: Encrypted}
	case err == nil, HasFault(err, WrongPassword):
		return nil, &Error{Fault: WrongPassword}
	}
	return nil, &Error{Fault: UnknownCipher, Err: err}
}

// trimPackage drops the padding of the last block of the cipher, which lies behind
// the end of the zip.
func trimPackage(plain []byte) []byte {
	end := bytes.LastIndex(plain, []byte("PK\x05\x06"))
	if end < 0 || len(plain)-end < 22 {
		return plain
	}
	n := end + 22 + int(binary.LittleEndian.Uint16(plain[end+20:]))
	return plain[:min(n, len(plain))]
}

// Cipher is the RC4 of old binary documents: a key for each block of bytes
// [MS-OFFCRYPTO] 2.3.5 and 2.3.6. Blocks have 1024 bytes in .xls and 512 in .doc.
type Cipher struct {
	key      func(n uint32) []byte
	verifier []byte
	hash     []byte
	sum      func([]byte) []byte
}

// NewCipher reads an encryption header, which begins with its version (behind
// the type in an .xls FILEPASS record, at the start of a .doc's table stream),
// and checks the password against it. Its faults are Encrypted, WrongPassword
// and UnknownCipher.
func NewCipher(header []byte, password string) (*Cipher, error) {
	given := password
	if given == "" {
		given = defaultPassword
	}
	c := deriveKeys(header, given)
	switch {
	case c == nil:
		return nil, &Error{Fault: UnknownCipher}
	case c.opens():
		return c, nil
	case password == "":
		return nil, &Error{Fault: Encrypted}
	}
	return nil, &Error{Fault: WrongPassword}
}

// deriveKeys derives the keys; nil where the cipher is another.
func deriveKeys(d []byte, password string) *Cipher {
	if len(d) < 4 {
		return nil
	}
	var pass []byte
	for _, u := range utf16.Encode([]rune(password)) {
		pass = binary.LittleEndian.AppendUint16(pass, u)
	}
	major, minor := binary.LittleEndian.Uint16(d), binary.LittleEndian.Uint16(d[2:])
	switch {
	case major == 1 && minor == 1:
		return rc4Keys(d, pass)
	case major >= 2 && major <= 4 && minor == 2:
		return cryptoAPIKeys(d, pass)
	}
	return nil
}

// rc4Keys are the 40-bit keys of Office 97.
func rc4Keys(d, pass []byte) *Cipher {
	if len(d) < 52 {
		return nil
	}
	h := md5.Sum(pass)
	mixed := md5.Sum(bytes.Repeat(append(h[:5:5], d[4:20]...), 16))
	return &Cipher{
		key: func(n uint32) []byte {
			k := md5.Sum(binary.LittleEndian.AppendUint32(mixed[:5:5], n))
			return k[:]
		},
		verifier: d[20:36], hash: d[36:52],
		sum: func(b []byte) []byte { s := md5.Sum(b); return s[:] },
	}
}

// cryptoAPIKeys are the keys of Office 2002 and later.
func cryptoAPIKeys(d, pass []byte) *Cipher {
	if len(d) < 12 {
		return nil
	}
	head := int(binary.LittleEndian.Uint32(d[8:]))
	at := 12 + head // of the verifier
	if head < 32 || head > 1<<12 || len(d) < at+60 || binary.LittleEndian.Uint32(d[at:]) != 16 {
		return nil
	}
	bits := int(binary.LittleEndian.Uint32(d[12+16:]))
	if bits == 0 {
		bits = 40
	}
	if bits%8 != 0 || bits < 40 || bits > 128 {
		return nil
	}
	base := sha1.Sum(append(bytes.Clone(d[at+4:at+20]), pass...))
	return &Cipher{
		key: func(n uint32) []byte {
			k := sha1.Sum(binary.LittleEndian.AppendUint32(base[:len(base):len(base)], n))
			if bits == 40 {
				return append(k[:5:5], make([]byte, 11)...)
			}
			return k[:bits/8]
		},
		verifier: d[at+20 : at+36], hash: d[at+40 : at+60],
		sum: func(b []byte) []byte { s := sha1.Sum(b); return s[:] },
	}
}

// opens reports whether the password fits.
func (c *Cipher) opens() bool {
	r, err := rc4.NewCipher(c.key(0))
	if err != nil {
		return false
	}
	verifier, hash := make([]byte, len(c.verifier)), make([]byte, len(c.hash))
	r.XORKeyStream(verifier, c.verifier)
	r.XORKeyStream(hash, c.hash)
	return bytes.Equal(c.sum(verifier), hash)
}

// Decrypt gives a stream in the clear whose blocks have size bytes, but for what
// the format leaves unencrypted, which its reader copies back.
func (c *Cipher) Decrypt(src []byte, size int) []byte {
	out := make([]byte, len(src))
	for n := 0; n*size < len(src); n++ {
		r, err := rc4.NewCipher(c.key(uint32(n)))
		if err != nil {
			return src
		}
		end := min((n+1)*size, len(src))
		r.XORKeyStream(out[n*size:end], src[n*size:end])
	}
	return out
}
