package charset

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding"
)

// labels are the names of encodings that saved pages of this country print, and of
// those beside them, by code page. The names are those of the WHATWG's Encoding
// Standard; its many others, and the tables of languages
// that come with them, make the program of a browser a hundredth larger.
var labels = map[string]int{
	"utf-8": 65001, "utf8": 65001, "unicode-1-1-utf-8": 65001,
	"gb2312": 936, "gbk": 936, "gb18030": 936, "gb_2312-80": 936, "gb_2312": 936, "csgb2312": 936, "x-gbk": 936, "chinese": 936, "iso-ir-58": 936, "cp936": 936, "ms936": 936,
	"big5": 950, "big5-hkscs": 950, "cn-big5": 950, "csbig5": 950, "x-x-big5": 950,
	"shift_jis": 932, "shift-jis": 932, "sjis": 932, "x-sjis": 932, "ms_kanji": 932, "windows-31j": 932,
	"euc-kr": 949, "ks_c_5601-1987": 949, "korean": 949, "windows-949": 949,
	"iso-8859-1": 1252, "iso8859-1": 1252, "latin1": 1252, "ascii": 1252, "us-ascii": 1252, "macintosh": 10000,
}

// Labelled is the encoding that a page's header names, nil where it names none that
// is known.
func Labelled(label string) encoding.Encoding {
	label = strings.ToLower(strings.TrimSpace(label))
	page, ok := labels[label]
	if digits, windows := strings.CutPrefix(label, "windows-"); windows && !ok {
		n, err := strconv.Atoi(digits)
		page, ok = n, err == nil && n >= 1250 && n <= 1254
	}
	if !ok {
		return nil
	}
	return Page(page)
}

// head is how many bytes of a page are looked at for what it says of its encoding, as
// browsers look at.
const head = 1024

// inPage is what a page says of its own encoding.
var inPage = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)<(?:meta|\?xml)[^>]{1,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)`)
})

// OfPage is the encoding that a page itself names at its head, nil where it names none
// that is known or begins with a mark of Unicode, which says more.
func OfPage(page []byte) encoding.Encoding {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(page, []byte(mark)) {
			return nil
		}
	}
	if m := inPage().FindSubmatch(page[:min(len(page), head)]); m != nil {
		return Labelled(string(m[1]))
	}
	return nil
}
