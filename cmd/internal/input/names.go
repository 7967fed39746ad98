package input

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decodeName makes valid UTF-8 of a name's bytes. Windows programs write
// Chinese names in GB18030 and do not say so.
func decodeName(raw string) string {
	if utf8.ValidString(raw) {
		return raw
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().String(raw); err == nil && !strings.ContainsRune(s, utf8.RuneError) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRuneInString(raw[i:])
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, "%%%02X", raw[i])
		} else {
			b.WriteString(raw[i : i+n])
		}
		i += n
	}
	return b.String()
}

// Exists reports whether a file or directory of an item's name is on disk. The
// name may have been decoded from GB18030.
func Exists(name string) bool {
	p := filepath.FromSlash(name)
	if _, err := os.Lstat(p); err == nil {
		return true
	}
	raw, err := simplifiedchinese.GB18030.NewEncoder().String(p)
	if err != nil || raw == p {
		return false
	}
	_, err = os.Lstat(raw)
	return err == nil
}

// decodeZipName makes UTF-8 of a zip member's name whose flag does not say
// that it is UTF-8. macOS and some Java programs write UTF-8 without the flag,
// so bytes that are valid UTF-8 are taken as such, unless they read as plain
// Chinese in GB18030 only: two-byte sequences are 联通 and its like, since
// every Chinese character takes three bytes in UTF-8.
func decodeZipName(raw string) string {
	if !utf8.ValidString(raw) || isASCII(raw) {
		return decodeName(raw)
	}
	for _, r := range raw {
		if r >= 0x80 && r < 0x800 {
			if s, err := simplifiedchinese.GB18030.NewDecoder().String(raw); err == nil && allHan(s) {
				return s
			}
			return raw
		}
	}
	return raw
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func allHan(s string) bool {
	for _, r := range s {
		if r >= 0x80 && !unicode.Is(unicode.Han, r) && !unicode.IsPunct(r) {
			return false
		}
	}
	return true
}

// hazard says what is unsafe about the name of an archive's member, if anything.
func hazard(name string) (what string) {
	switch {
	case strings.HasPrefix(name, "/") || strings.HasPrefix(name, `\`):
		return "absolute"
	case len(name) >= 2 && name[1] == ':' && isLetter(name[0]):
		return "absolute"
	case len(name) > 4096:
		return "long"
	}
	for _, seg := range strings.FieldsFunc(name, isSeparator) {
		switch {
		case seg == "..":
			return "parent"
		case IsDevice(seg):
			return "device"
		case len(seg) > 255:
			return "long"
		case strings.ContainsFunc(seg, unicode.IsControl):
			return "control"
		}
	}
	return ""
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isSeparator(r rune) bool { return r == '/' || r == '\\' }

// IsDevice reports whether Windows takes a file name for a device: CON, nul.txt.
func IsDevice(seg string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(strings.TrimRight(seg, " .")), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	if len(stem) < 4 || (stem[:3] != "COM" && stem[:3] != "LPT") {
		return false
	}
	switch stem[3:] {
	case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

// passedOver tells names that are never documents.
func passedOver(name string) Skip {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	switch {
	case strings.HasPrefix(base, "~$"), strings.HasPrefix(base, ".~lock.") && strings.HasSuffix(base, "#"):
		return SkipLock
	case base == ".DS_Store", strings.EqualFold(base, "Thumbs.db"), strings.EqualFold(base, "desktop.ini"),
		strings.HasPrefix(base, "._"), strings.HasPrefix(name, "__MACOSX/"):
		return SkipSystem
	case strings.HasSuffix(strings.ToLower(base), ".review.yaml"):
		return SkipReview
	}
	return ""
}
