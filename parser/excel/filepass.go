package excel

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"unicode/utf16"

	"github.com/pbt-cli/pbt/parser/excel/sheet"
	"github.com/pbt-cli/pbt/schema"
)

// biffKey gives the RC4 key of each block of 1024 bytes of an encrypted stream,
// [MS-OFFCRYPTO] 2.3.5 and 2.3.6.
type biffKey struct {
	block    func(n uint32) []byte
	verifier []byte
	hash     []byte
	sum      func([]byte) []byte
}

// unlock decrypts an .xls stream whose FILEPASS record is given. Without a
// password it tries the one that Excel itself uses when only changes are
// protected.
func unlock(src, filePass []byte, password string) ([]byte, *schema.ReadError) {
	given := password
	if given == "" {
		given = defaultPassword
	}
	key := newBIFFKey(filePass, given)
	switch {
	case key == nil:
		return nil, sheet.UnknownCipher()
	case key.opens():
		return key.decrypt(src), nil
	case password == "":
		return nil, sheet.Encrypted()
	}
	return nil, sheet.WrongPassword()
}

// newBIFFKey derives the keys; nil where the cipher is another.
func newBIFFKey(d []byte, password string) *biffKey {
	if u16(d, 0) != 1 {
		return nil // XOR obfuscation
	}
	var pass []byte
	for _, u := range utf16.Encode([]rune(password)) {
		pass = binary.LittleEndian.AppendUint16(pass, u)
	}
	switch major, minor := u16(d, 2), u16(d, 4); {
	case major == 1 && minor == 1:
		return rc4Key(d, pass)
	case major >= 2 && major <= 4 && minor == 2:
		return cryptoAPIKey(d, pass)
	}
	return nil
}

// rc4Key is the 40-bit key of Excel 97.
func rc4Key(d, pass []byte) *biffKey {
	if len(d) < 54 {
		return nil
	}
	h := md5.Sum(pass)
	mixed := md5.Sum(bytes.Repeat(append(h[:5:5], d[6:22]...), 16))
	return &biffKey{
		block: func(n uint32) []byte {
			k := md5.Sum(binary.LittleEndian.AppendUint32(mixed[:5:5], n))
			return k[:]
		},
		verifier: d[22:38], hash: d[38:54],
		sum: func(b []byte) []byte { s := md5.Sum(b); return s[:] },
	}
}

// cryptoAPIKey is the key of Excel 2002 and later.
func cryptoAPIKey(d, pass []byte) *biffKey {
	head := int(u32(d, 10))
	at := 14 + head // of the verifier
	if head < 32 || head > 1<<12 || len(d) < at+60 || u32(d, at) != 16 {
		return nil
	}
	bits := int(u32(d, 14+16))
	if bits == 0 {
		bits = 40
	}
	if bits%8 != 0 || bits < 40 || bits > 128 {
		return nil
	}
	base := sha1.Sum(append(bytes.Clone(d[at+4:at+20]), pass...))
	return &biffKey{
		block: func(n uint32) []byte {
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
func (k *biffKey) opens() bool {
	c, err := rc4.NewCipher(k.block(0))
	if err != nil {
		return false
	}
	verifier, hash := make([]byte, len(k.verifier)), make([]byte, len(k.hash))
	c.XORKeyStream(verifier, k.verifier)
	c.XORKeyStream(hash, k.hash)
	return bytes.Equal(k.sum(verifier), hash)
}

// decrypt gives the stream in the clear: everything but the records' headers,
// and the few records that are never encrypted.
func (k *biffKey) decrypt(src []byte) []byte {
	const size = 1024
	out := make([]byte, len(src))
	for n := 0; n*size < len(src); n++ {
		c, err := rc4.NewCipher(k.block(uint32(n)))
		if err != nil {
			return src
		}
		end := min((n+1)*size, len(src))
		c.XORKeyStream(out[n*size:end], src[n*size:end])
	}
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
	return out
}
