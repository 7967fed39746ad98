package input

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// errPassword says that a password does not open a member.
var errPassword = errors.New("wrong password")

const (
	// zipEncrypted is the bit of a zip member's flags, zipStreamed that of one
	// whose checksum stands behind it.
	zipEncrypted = 1
	zipStreamed  = 8
	// methodAES stands in place of the method of a member under AES, which is
	// named in an extra field.
	methodAES = 99
	extraAES  = 0x9901
)

// openMember opens a member of a zip, under a password where it has one.
func (w *walker) openMember(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&zipEncrypted == 0 {
		return f.Open()
	}
	for _, password := range spellings(w.opt.Password) {
		r, err := openEncrypted(f, password)
		if !errors.Is(err, errPassword) {
			return r, err
		}
	}
	return nil, errPassword
}

// spellings are the bytes of a password: in UTF-8, and as Chinese programs of
// earlier years wrote it.
func spellings(password string) [][]byte {
	out := [][]byte{[]byte(password)}
	if gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(password)); err == nil && !bytes.Equal(gbk, out[0]) {
		out = append(out, gbk)
	}
	return out
}

func openEncrypted(f *zip.File, password []byte) (io.ReadCloser, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, err
	}
	if f.Method == methodAES {
		return openAES(f, raw, password)
	}
	k := newZipKeys(password)
	head := make([]byte, 12)
	if _, err := io.ReadFull(raw, head); err != nil {
		return nil, err
	}
	k.decrypt(head)
	check := byte(f.CRC32 >> 24)
	if f.Flags&zipStreamed != 0 {
		//lint:ignore SA1019 the check byte is of the MS-DOS time as it is stored
		check = byte(f.ModifiedTime >> 8)
	}
	if head[11] != check {
		return nil, errPassword
	}
	body, err := unpacked(f.Method, &decrypting{r: raw, decrypt: k.decrypt})
	if err != nil {
		return nil, err
	}
	return &checked{ReadCloser: body, sum: crc32.NewIEEE(), want: f.CRC32}, nil
}

// unpacked undoes the compression of a member.
func unpacked(method uint16, r io.Reader) (io.ReadCloser, error) {
	switch method {
	case zip.Store:
		return io.NopCloser(r), nil
	case zip.Deflate:
		return flate.NewReader(r), nil
	}
	return nil, fmt.Errorf("zip: method %d is not supported", method)
}

// decrypting is a reader whose bytes are decrypted in place.
type decrypting struct {
	r       io.Reader
	decrypt func([]byte)
}

func (d *decrypting) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	d.decrypt(p[:n])
	return n, err
}

// checked holds what was read against its checksum: one password in 256 passes
// the first test of the old encryption without being the right one.
type checked struct {
	io.ReadCloser
	sum  hash.Hash32
	want uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.sum.Write(p[:n])
	switch {
	case err == io.EOF && c.sum.Sum32() != c.want, err != nil && err != io.EOF:
		return n, errPassword
	}
	return n, err
}

// zipKeys are the state of the old encryption (APPNOTE 6.1).
type zipKeys [3]uint32

func newZipKeys(password []byte) *zipKeys {
	k := &zipKeys{0x12345678, 0x23456789, 0x34567890}
	for _, b := range password {
		k.update(b)
	}
	return k
}

func (k *zipKeys) update(b byte) {
	k[0] = crc32.IEEETable[byte(k[0])^b] ^ k[0]>>8
	k[1] = (k[1]+k[0]&0xff)*134775813 + 1
	k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
}

func (k *zipKeys) decrypt(p []byte) {
	for i, b := range p {
		t := k[2] | 2
		p[i] = b ^ byte(t*(t^1)>>8)
		k.update(p[i])
	}
}

// What WinZip's encryption adds to a member: a salt and two bytes to test the
// password in front, an authentication code behind.
const (
	aesRounds = 1000
	aesTest   = 2
	aesCode   = 10
)

// openAES opens a member under WinZip's AES.
func openAES(f *zip.File, raw io.Reader, password []byte) (io.ReadCloser, error) {
	strength, method := aesField(f.Extra)
	if strength < 1 || strength > 3 {
		return nil, errors.New("zip: the encryption is not supported")
	}
	size := 8 + 8*strength // of the key: 16, 24 or 32 bytes; half of it is salt
	head := make([]byte, size/2+aesTest)
	if _, err := io.ReadFull(raw, head); err != nil {
		return nil, err
	}
	keys, err := pbkdf2.Key(sha1.New, string(password), head[:size/2], aesRounds, 2*size+aesTest)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(keys[2*size:], head[size/2:]) {
		return nil, errPassword
	}
	block, err := aes.NewCipher(keys[:size])
	if err != nil {
		return nil, err
	}
	length := int64(f.CompressedSize64) - int64(len(head)) - aesCode
	if length < 0 {
		return nil, errors.New("zip: the member is too short for its encryption")
	}
	a := &aesReader{src: raw, body: io.LimitReader(raw, length), code: hmac.New(sha1.New, keys[size:2*size]), stream: littleCTR{block: block}}
	return unpacked(method, a)
}

// aesField reads the extra field: strength and the true method.
func aesField(extra []byte) (strength int, method uint16) {
	for len(extra) >= 4 {
		tag, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+size {
			return 0, 0
		}
		if tag == extraAES && size >= 7 {
			return int(extra[8]), binary.LittleEndian.Uint16(extra[9:])
		}
		extra = extra[4+size:]
	}
	return 0, 0
}

// aesReader decrypts a member and holds it against its code at its end.
type aesReader struct {
	src    io.Reader
	body   io.Reader
	code   hash.Hash
	stream littleCTR
}

func (a *aesReader) Read(p []byte) (int, error) {
	n, err := a.body.Read(p)
	a.code.Write(p[:n])
	a.stream.xor(p[:n])
	if err == io.EOF {
		code := make([]byte, aesCode)
		if _, e := io.ReadFull(a.src, code); e != nil || !hmac.Equal(code, a.code.Sum(nil)[:aesCode]) {
			return n, errors.New("zip: the member was changed after it was encrypted")
		}
	}
	return n, err
}

// littleCTR is the counter mode of WinZip: the counter is little-endian and
// begins with 1.
type littleCTR struct {
	block cipher.Block
	n     uint64
	pad   [aes.BlockSize]byte
	left  int
}

func (c *littleCTR) xor(p []byte) {
	for i := range p {
		if c.left == 0 {
			c.n++
			var counter [aes.BlockSize]byte
			binary.LittleEndian.PutUint64(counter[:], c.n)
			c.block.Encrypt(c.pad[:], counter[:])
			c.left = len(c.pad)
		}
		p[i] ^= c.pad[len(c.pad)-c.left]
		c.left--
	}
}
