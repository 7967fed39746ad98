// Command unlearned lists the characters of GB 2312 that the net never reads, whatever
// the typeface: unlearned FONT… > unlearned.txt
//
// Each is drawn between two common ones, 34 pixels high.
package main

import (
	"fmt"
	"image"
	"log"
	"os"
	"slices"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
)

func main() {
	log.SetFlags(0)
	var faces []font.Face
	for _, name := range os.Args[1:] {
		data, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		c, err := opentype.ParseCollection(data)
		if err != nil {
			log.Fatal(err)
		}
		f, err := c.Font(2) // of the Noto collections that for simplified Chinese
		if err != nil {
			log.Fatal(err)
		}
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 34, DPI: 72})
		if err != nil {
			log.Fatal(err)
		}
		faces = append(faces, face)
	}
	n, err := net.Load()
	if err != nil {
		log.Fatal(err)
	}
	run := n.Runner()
	fmt.Println("# Characters of GB 2312 that the net never reads, in serif or sans type; written by the command beside.")
	for lead := 0xb0; lead <= 0xf7; lead++ {
		for trail := 0xa1; trail <= 0xfe; trail++ {
			s, err := simplifiedchinese.GBK.NewDecoder().String(string([]byte{byte(lead), byte(trail)}))
			r := []rune(s)
			if err != nil || len(r) != 1 || r[0] < 0x4e00 || r[0] > 0x9fff {
				continue
			}
			if !slices.ContainsFunc(faces, func(f font.Face) bool { return reads(run, f, r[0]) }) {
				fmt.Print(s)
			}
		}
	}
	fmt.Println()
}

// reads reports whether the net reads a character between two others.
func reads(run *net.Runner, f font.Face, r rune) bool {
	im := image.NewGray(image.Rect(0, 0, 128, net.Height))
	for i := range im.Pix {
		im.Pix[i] = 255
	}
	d := font.Drawer{Dst: im, Src: image.Black, Face: f, Dot: fixed.P(12, 36)}
	d.DrawString("的" + string(r) + "的")
	c, err := run.Run(im.Pix, im.Rect.Dx())
	if err != nil {
		log.Fatal(err)
	}
	table := net.Chars()
	for i := range c.Len() {
		var best net.Likely
		for _, l := range c.At(i) {
			if l.P > best.P {
				best = l
			}
		}
		if best.Char > 0 && table[best.Char] == r {
			return true
		}
	}
	return false
}
