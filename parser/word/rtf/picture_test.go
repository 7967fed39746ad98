package rtf_test

import (
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/word/rtf"
)

func TestPictures(t *testing.T) {
	png := "\x89PNG\r\n\x1a\nwhat follows {is} no group"
	digits := hex.EncodeToString([]byte(png))
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"digits, broken into lines", `{\pict\pngblip\picw20 ` + digits[:20] + "\r\n" + strings.ToUpper(digits[20:]) + `}`, []string{png}},
		{"bytes", `{\*\shppict{\pict{\*\blipuid 0a0b}\jpegblip\bin` + strconv.Itoa(len(png)) + ` ` + png + `}}`, []string{png}},
		{"the same for other readers", `{\pict\pngblip ` + digits + `}{\nonshppict{\pict\pngblip ` + digits + `}}`, []string{png}},
		{"a drawing", `{\pict\wmetafile8 0100}`, nil},
		{"no picture", `\pictures{\picprop}`, nil},
		{"cut short", `{\pict\pngblip ` + digits[:16], []string{png[:8]}},
		{"bytes beyond the end", `{\pict\pngblip\bin900 abc`, []string{"abc}"}},
		{"fewer than none", `{\pict\pngblip\bin-5 4142}`, []string{"AB"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := rtf.Pictures([]byte(`{\rtf1 ` + c.body + `}`))
			if len(got) != len(c.want) {
				t.Fatalf("%d pictures, want %d: %q", len(got), len(c.want), got)
			}
			for i, want := range c.want {
				if string(got[i]) != want {
					t.Errorf("%q, want %q", got[i], want)
				}
			}
		})
	}
}

func FuzzPictures(f *testing.F) {
	f.Add([]byte(`{\rtf1{\pict\pngblip 89504e47}}`))
	f.Add([]byte(`{\rtf1{\*\shppict{\pict\jpegblip\bin4 abcd}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		total := 0
		for _, p := range rtf.Pictures(data) {
			total += len(p)
		}
		if total > len(data) {
			t.Errorf("%d bytes of pictures out of %d", total, len(data))
		}
	})
}
