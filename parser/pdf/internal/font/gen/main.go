// Gen makes adobe-gb1.bin from the CMap resource Adobe-GB1-UCS2.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"log"
	"os"

	"github.com/pbt-cli/pbt/parser/pdf/internal/font"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: gen CMAP OUT")
	}
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var raw []byte
	last := int64(0)
	for _, r := range font.TableOf(data) {
		raw = binary.AppendVarint(raw, int64(r)-last)
		last = int64(r)
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := w.Write(raw); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[2], out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}
