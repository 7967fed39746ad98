// Gen lists the characters of GB 2312 that the net never reads, whatever the typeface,
// and what it reads in their place: gen [-out unlearned.tsv] FONT…
//
// Each is drawn between two common ones, large and sharp, and small and blurred as a
// scanner sees it.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"log"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
)

// A character is drawn so high in pixels, small ones before they are enlarged.
const (
	large = 34
	small = 19
)

// simplified is the font of a Noto collection that is for simplified Chinese.
const simplified = 2

const head = `# Characters of GB 2312 that the net never reads, in serif or sans type, and what it reads in their place, oftenest first;
# a row without has nothing read. Written by gen.
`

func main() {
	log.SetFlags(0)
	out := flag.String("out", "unlearned.tsv", "file to write")
	flag.Parse()
	var fonts []*opentype.Font
	for _, name := range flag.Args() {
		data, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		c, err := opentype.ParseCollection(data)
		if err != nil {
			log.Fatal(err)
		}
		f, err := c.Font(min(simplified, c.NumFonts()-1))
		if err != nil {
			log.Fatal(err)
		}
		fonts = append(fonts, f)
	}
	n, err := net.Load()
	if err != nil {
		log.Fatal(err)
	}
	chars := characters()
	rows := make([]string, len(chars))
	next := make(chan int)
	var group sync.WaitGroup
	for range 2 {
		reader := newReader(n, fonts)
		group.Go(func() {
			for i := range next {
				rows[i] = reader.row(chars[i])
			}
		})
	}
	for i := range chars {
		next <- i
	}
	close(next)
	group.Wait()
	if err := os.WriteFile(*out, []byte(head+strings.Join(rows, "")), 0o644); err != nil {
		log.Fatal(err)
	}
}

// characters are the Chinese ones of GB 2312 in its order.
func characters() []rune {
	var out []rune
	decoder := simplifiedchinese.GBK.NewDecoder()
	for lead := 0xb0; lead <= 0xf7; lead++ {
		for trail := 0xa1; trail <= 0xfe; trail++ {
			s, err := decoder.Bytes([]byte{byte(lead), byte(trail)})
			if r := bytes.Runes(s); err == nil && len(r) == 1 && r[0] >= 0x4e00 && r[0] <= 0x9fff {
				out = append(out, r[0])
			}
		}
	}
	return out
}

// reader draws characters and reads them.
type reader struct {
	run   *net.Runner
	faces []font.Face // large and small of each font
}

func newReader(n *net.Net, fonts []*opentype.Font) *reader {
	r := &reader{run: n.Runner()}
	for _, f := range fonts {
		for _, size := range []float64{large, small} {
			face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
			if err != nil {
				log.Fatal(err)
			}
			r.faces = append(r.faces, face)
		}
	}
	return r
}

// row is a character's row of the table, empty where any typeface is read.
func (r *reader) row(char rune) string {
	var reads []string
	count := map[string]int{}
	for i, face := range r.faces {
		s := r.read(face, i%2 == 1, char)
		if s == string(char) {
			return ""
		}
		if count[s]++; count[s] == 1 && s != "" {
			reads = append(reads, s)
		}
	}
	slices.SortStableFunc(reads, func(a, b string) int { return count[b] - count[a] })
	return fmt.Sprintf("%c\t%s\n", char, strings.Join(reads, " "))
}

// read is what the net reads between two common characters.
func (r *reader) read(face font.Face, enlarge bool, char rune) string {
	size := large
	if enlarge {
		size = small
	}
	line := image.NewGray(image.Rect(0, 0, size*4, size*3/2))
	draw.Draw(line, line.Rect, image.NewUniform(color.Gray{Y: 255}), image.Point{}, draw.Src)
	d := font.Drawer{Dst: line, Src: image.Black, Face: face, Dot: fixed.P(size/2, size*5/4)}
	d.DrawString("的" + string(char) + "的")
	im := line
	if line.Rect.Dy() != net.Height {
		im = image.NewGray(image.Rect(0, 0, line.Rect.Dx()*net.Height/line.Rect.Dy(), net.Height))
		draw.BiLinear.Scale(im, im.Rect, line, line.Rect, draw.Src, nil)
	}
	c, err := r.run.Run(im.Pix, im.Rect.Dx())
	if err != nil {
		log.Fatal(err)
	}
	return between(c, im.Rect.Dx())
}

// between is what is read in the middle third of what was drawn.
func between(c *net.Columns, width int) string {
	const margin, each = 1.0 / 8, 1.0 / 4
	from, to := float64(width)*(margin+each), float64(width)*(margin+2*each)
	table := net.Chars()
	var out strings.Builder
	last := int32(0)
	for i := range c.Len() {
		var best net.Likely
		for _, l := range c.At(i) {
			if l.P > best.P {
				best = l
			}
		}
		at := float64(i*net.Step + net.Step/2)
		if best.Char > 0 && best.Char != last && at > from && at < to && table[best.Char] != ' ' {
			out.WriteRune(table[best.Char])
		}
		last = best.Char
	}
	return out.String()
}
