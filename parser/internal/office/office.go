// Package office opens what office programs wrap documents in, once and within
// one set of limits for sniffing and for every reader:
//
//   - Package: a zip of parts (Office Open XML, OpenDocument, OFD). OpenPackage
//     opens it, Read unpacks a part whole, Open streams one, Relations reads what
//     a part refers to (OPC). Salvage finds the parts of a zip that lost its end.
//   - Compound: an OLE compound file [MS-CFB] (.doc, .xls, .wps, .et).
//     OpenCompound opens it, Read gives a stream by its path, Sub a storage as a
//     compound of its own. CompoundNames lists a directory, even a damaged one.
//   - encryption: Decrypt opens an Office package under a password (ECMA-376
//     standard and agile), NewCipher the RC4 of .xls and .doc (40 bit and
//     CryptoAPI). The password that the programs use when only changes are
//     protected is tried where none is given.
//
// Names of parts, storages and streams are compared without case, and a
// backslash is a slash. Every error is an *Error; Error.Told words it for the
// kind of document that its reader reads. Nothing panics on any bytes.
package office

import (
	"errors"
	"fmt"

	"github.com/pbt-cli/pbt/schema"
)

// The limits of a package and of a compound file.
const (
	// maxTotal is what a document may unpack to altogether unless its reader
	// says otherwise.
	maxTotal = 512 << 20
	// maxPart is what one part may unpack to.
	maxPart = 128 << 20
	// maxEntries is how many parts a package, and names a compound file, may have.
	maxEntries = 10_000
	// maxRatio is the greatest compression of a part above ratioFrom bytes; text
	// in XML reaches some hundred to one, and deflate ends at 1032.
	maxRatio  = 1000
	ratioFrom = 8 << 20
	// maxDirectory bounds a zip's list of contents, which is read before any
	// limit on entries can speak.
	maxDirectory = 4 << 20
	// maxRelations bounds a part's relationships.
	maxRelations = 20_000
	// maxSpin bounds the rounds of a key's derivation; Office writes 100 000.
	maxSpin = 1_000_000
)

// Fault is what is wrong with a document's wrapping.
type Fault int

// The faults.
const (
	// NoPackage is for bytes that are no zip, NoCompound for those that are no
	// compound file.
	NoPackage Fault = iota + 1
	NoCompound
	// CutShort is a zip whose list of contents is missing or damaged.
	CutShort
	// Damaged is a part that does not unpack, or a compound file that breaks off.
	Damaged
	// NoPart is a part or stream that is not there.
	NoPart
	// TooMany is a package of too many parts, TooLarge a part beyond the limits.
	TooMany
	TooLarge
	// Encrypted asks for a password, WrongPassword for another one;
	// UnknownCipher is an encryption that cannot be undone.
	Encrypted
	WrongPassword
	UnknownCipher
	// Spin is a key derivation of more rounds than are done.
	Spin
)

// Error is a fault with the part that it stands in, if one.
type Error struct {
	Fault Fault
	Part  string
	Limit int64 // of TooLarge, in bytes
	Err   error // below it, may be nil
}

func (e *Error) Error() string { return schema.AnyDocument.Name.EN + " " + e.words().EN }

func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the same fault.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Fault == e.Fault && t.Part == ""
}

// HasFault reports whether err is a fault of that kind.
func HasFault(err error, f Fault) bool {
	var e *Error
	return errors.As(err, &e) && e.Fault == f
}

// words say the fault behind the name of the document.
func (e *Error) words() schema.Text {
	switch e.Fault {
	case NoPackage:
		return schema.Text{ZH: "不是压缩包格式", EN: "is no zip package"}
	case NoCompound:
		return schema.Text{ZH: "不是 OLE 复合文档", EN: "is no OLE compound file"}
	case CutShort:
		return schema.Text{ZH: "不完整：压缩包末尾的目录缺失或损坏", EN: "is cut short: the list of contents at the end of the zip is missing or damaged"}
	case Damaged:
		t := schema.Text{ZH: "损坏或不完整", EN: "is damaged or cut short"}
		if e.Part != "" {
			t = schema.Text{ZH: "的 " + e.Part + " 无法解压", EN: "holds " + e.Part + ", which cannot be unpacked"}
		}
		if e.Err != nil {
			t.ZH, t.EN = t.ZH+"（"+e.Err.Error()+"）", t.EN+" ("+e.Err.Error()+")"
		}
		return t
	case NoPart:
		return schema.Text{ZH: "缺少 " + e.Part, EN: "lacks " + e.Part}
	case TooMany:
		return schema.Text{ZH: fmt.Sprintf("内的文件超过 %d 个", maxEntries), EN: fmt.Sprintf("holds more than %d files", maxEntries)}
	case TooLarge:
		return schema.Text{ZH: fmt.Sprintf("的 %s 解压后超过 %d MiB", e.Part, e.Limit>>20), EN: fmt.Sprintf("holds %s, which unpacks to more than %d MiB", e.Part, e.Limit>>20)}
	case Encrypted:
		return schema.Text{ZH: "已加密，需要密码", EN: "is encrypted and needs a password"}
	case WrongPassword:
		return schema.Text{ZH: "已加密，所给密码不对", EN: "is encrypted and the password given does not open it"}
	case UnknownCipher:
		return schema.Text{ZH: "的加密方式不受支持", EN: "is encrypted in a way that is not supported"}
	case Spin:
		return schema.Text{ZH: fmt.Sprintf("的解密要求迭代超过 %d 次", maxSpin), EN: fmt.Sprintf("asks for more than %d rounds of decryption", maxSpin)}
	}
	return schema.Text{ZH: "无法打开", EN: "cannot be opened"}
}

// Told words err for a document of its medium where it is a fault of this package,
// and gives it back as it is where it is not.
func Told(err error, of schema.Medium) error {
	var e *Error
	if errors.As(err, &e) {
		return e.Told(of)
	}
	return err
}

// Told words the fault for a document of its medium.
func (e *Error) Told(of schema.Medium) *schema.ReadError {
	t := e.words()
	out := e.problem().Say(schema.Text{ZH: of.Name.ZH + t.ZH, EN: of.Name.EN + " " + t.EN}, of.Mend)
	switch e.Fault {
	case TooMany, TooLarge, Spin:
		out.Hint = of.Part
	case Encrypted:
		out.Hint = schema.Text{ZH: "请用 --password 给出密码", EN: "give the password with --password"}
	case WrongPassword:
		out.Hint = schema.Text{ZH: "请核对 --password，或用原软件去掉密码后重试", EN: "check --password, or remove the password in its own program and try again"}
	case UnknownCipher:
		out.Hint = schema.Text{ZH: "请用原软件去掉密码，另存后重试", EN: "remove the password in its own program, save it and try again"}
	}
	return out
}

func (e *Error) problem() *schema.Problem {
	switch e.Fault {
	case NoPackage, NoCompound:
		return schema.ExtractUnsupported.Problem
	case TooMany, TooLarge, Spin:
		return schema.ExtractLimit.Problem
	case Encrypted, WrongPassword, UnknownCipher:
		return schema.ExtractEncrypted.Problem
	}
	return schema.ExtractDamaged.Problem
}
