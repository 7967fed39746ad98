package charset

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const sample = "财政项目支出绩效目标表\t（2020年度）\n项目名称：\t互联网业务运行费\t≥95%\n"

func utf16Bytes(s string, little, mark bool) []byte {
	var out []byte
	put := func(u uint16) {
		if little {
			out = append(out, byte(u), byte(u>>8))
		} else {
			out = append(out, byte(u>>8), byte(u))
		}
	}
	if mark {
		put(0xfeff)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		put(u)
	}
	return out
}

func TestDecode(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(sample)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		data []byte
		want Name
		text string
	}{
		{"empty", nil, UTF8, ""},
		{"ascii", []byte("a\tb\n"), UTF8, "a\tb\n"},
		{"utf-8", []byte(sample), UTF8, sample},
		{"utf-8 with mark", []byte("\xef\xbb\xbf" + sample), UTF8, sample},
		{"utf-8 cut in a character", []byte(sample + "财")[:len(sample)+2], UTF8, sample + "\ufffd"},
		{"utf-8 with one stray byte", []byte(sample + "\xff" + sample), UTF8, sample + "\ufffd" + sample},
		{"utf-16le with mark", utf16Bytes(sample, true, true), UTF16LE, sample},
		{"utf-16be with mark", utf16Bytes(sample, false, true), UTF16BE, sample},
		{"utf-16le without mark", utf16Bytes(sample, true, false), UTF16LE, sample},
		{"utf-16be without mark", utf16Bytes(sample, false, false), UTF16BE, sample},
		{"utf-16 pair", utf16Bytes("𠮷\n1", true, true), UTF16LE, "𠮷\n1"},
		{"gbk", []byte(gb), GB18030, sample},
		{"gbk, a few words", []byte("\xcf\xee\xc4\xbf"), GB18030, "项目"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, name, err := Decode(tt.data)
			if err != nil || name != tt.want || string(text) != tt.text {
				t.Errorf("Decode = %q, %s, %v; want %q, %s", text, name, err, tt.text, tt.want)
			}
		})
	}
}

func TestDecodeRefusesBinary(t *testing.T) {
	noise := make([]byte, 4096)
	rand.New(rand.NewSource(1)).Read(noise)
	for name, data := range map[string][]byte{
		"noise":         noise,
		"zeros":         make([]byte, 512),
		"elf":           append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 200)...),
		"control bytes": []byte(strings.Repeat("\x01\x02\x03a", 50)),
		"noise, UTF-16": append([]byte("\xff\xfe"), bytes.Repeat([]byte{1, 0, 2, 0, 3, 0}, 90)...),
	} {
		if text, enc, err := Decode(data); err == nil {
			t.Errorf("%s: read as %s: %.40q", name, enc, text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(sample))
	f.Add(utf16Bytes(sample, true, false))
	f.Add([]byte("\xcf\xee\xc4\xbf"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _, err := Decode(data)
		if err == nil && !utf8.Valid(text) {
			t.Errorf("Decode(%q) gave invalid UTF-8 %q", data, text)
		}
	})
}
