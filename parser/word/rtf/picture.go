package rtf

import (
	"bytes"

	"github.com/pbt-cli/pbt/parser/internal/office"
)

// Pictures gives the files of a document's pictures that are PNG or JPEG, in the order
// in which they stand, each once, at most office.MaxPictures. Damage ends a picture.
func Pictures(src []byte) [][]byte {
	var out [][]byte
	for at := 0; len(out) < office.MaxPictures; {
		n := bytes.Index(src[at:], []byte(`\pict`))
		if n < 0 {
			break
		}
		at += n + len(`\pict`)
		if at < len(src) && isLetter(src[at]) {
			continue
		}
		var file []byte
		file, at = picture(src, at)
		if len(file) > 0 && !containsFile(out, file) {
			out = append(out, file)
		}
	}
	return out
}

func containsFile(list [][]byte, file []byte) bool {
	for _, f := range list {
		if bytes.Equal(f, file) {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// picture reads the group of a picture from behind its word: the file in it, nil where
// it is of no kind that is read, and where the group ends.
func picture(src []byte, at int) ([]byte, int) {
	var file []byte
	var half, digits byte
	read, depth := false, 1
	for at < len(src) && depth > 0 {
		c := src[at]
		at++
		switch {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '\\':
			word, value, next := control(src, at)
			at = next
			switch {
			case depth > 1:
			case word == "pngblip" || word == "jpegblip":
				read = true
			case word == "bin" && read:
				to := min(len(src), at+max(0, value))
				file, at = append(file, src[at:to]...), to
			}
			if depth > 1 && word == "bin" {
				at = min(len(src), at+max(0, value))
			}
		case depth == 1 && read:
			d, ok := hex(c)
			if !ok {
				continue
			}
			if digits++; digits%2 == 0 {
				file = append(file, half<<4|d)
			}
			half = d
		}
	}
	return file, at
}

// control reads a control word, its number and the blank that ends it.
func control(src []byte, at int) (word string, value, next int) {
	from := at
	for at < len(src) && isLetter(src[at]) {
		at++
	}
	if at == from {
		return "", 0, min(len(src), at+1)
	}
	word = string(src[from:at])
	negative := at < len(src) && src[at] == '-'
	if negative {
		at++
	}
	for ; at < len(src) && src[at] >= '0' && src[at] <= '9'; at++ {
		value = min(value*10+int(src[at]-'0'), maxBytes)
	}
	if negative {
		value = -value
	}
	if at < len(src) && src[at] == ' ' {
		at++
	}
	return word, value, at
}
