package charset

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// What a page is labelled with, in its header or at its own head.
func TestLabels(t *testing.T) {
	for label, want := range map[string]encoding.Encoding{
		"GB2312": simplifiedchinese.GB18030, " gbk ": simplifiedchinese.GB18030, "gb18030": simplifiedchinese.GB18030,
		"big5": traditionalchinese.Big5, "UTF-8": encoding.Nop, "windows-1251": charmap.Windows1251, "iso-8859-1": charmap.Windows1252,
		"windows-99999": nil, "windows-": nil, "utf-16": nil, "": nil, "hz": nil,
	} {
		if got := Labelled(label); got != want {
			t.Errorf("%q: %v, want %v", label, got, want)
		}
	}
	for page, want := range map[string]encoding.Encoding{
		`<html><meta http-equiv="Content-Type" content="text/html; charset=gb2312">`: simplifiedchinese.GB18030,
		`<META charset="GBK">`:                     simplifiedchinese.GB18030,
		`<?xml version="1.0" encoding="gb18030"?>`: simplifiedchinese.GB18030,
		"\xef\xbb\xbf<meta charset=gbk>":           nil,
		"<p>charset=gbk":                           nil,
		"<meta name=x>":                            nil,
	} {
		if got := OfPage([]byte(page)); got != want {
			t.Errorf("%q: %v, want %v", page, got, want)
		}
	}
}
