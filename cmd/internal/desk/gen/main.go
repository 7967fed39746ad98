// Command gen packs what the pages of pbt review and pbt app take from others, as npm
// has it and as it was when its digests were written down here: pdf.js with its
// character maps and fonts, the reader of zstd that unpacks the program of pbt app, and
// for the tests axe-core. It needs npm, and is run by
//
//	go generate ./cmd/internal/desk
//
// The same packages give the same bytes.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The packages, with the digests that npm states.
const (
	pdfjs    = "pdfjs-dist@4.10.38"
	pdfjsSum = "sha512-/Y3fcFrXEAsMjJXeL9J8+ZG9U01LbuWaYypvDW2ycW1jL269L3js3DVBjDJ0Up9Np1uqDXsDrRihHANhZOlwdQ=="
	fzstd    = "fzstd@0.1.1"
	fzstdSum = "sha512-dkuVSOKKwh3eas5VkJy1AW1vFpet8TA/fGmVA5krThl8YcOVE/8ZIoEA1+U1vEn5ckxxhLirSdY837azmbaNHA=="
	axe      = "axe-core@4.14.1"
	axeSum   = "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	files, err := fetch(pdfjs, pdfjsSum)
	if err != nil {
		return err
	}
	if err := pack("pdfjs.zip", files, wanted); err != nil {
		return err
	}
	if files, err = fetch(fzstd, fzstdSum); err != nil {
		return err
	}
	reader := slices.Concat([]byte("/*! "+fzstd+"\n"), files["package/LICENSE"], []byte("*/\n"), files["package/umd/index.js"])
	if err := os.WriteFile("../app/page/fzstd.js", reader, 0o644); err != nil {
		return err
	}
	if files, err = fetch(axe, axeSum); err != nil {
		return err
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(files["package/axe.min.js"]); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile("../axetest/axe.min.js.gz", b.Bytes(), 0o644)
}

// wanted is the name in the archive of a file of pdf.js, empty where it is left out.
// The legacy build runs in the browsers that offices have.
func wanted(name string) string {
	switch dir, base := path.Split(name); {
	case dir == "package/legacy/build/" && (base == "pdf.min.mjs" || base == "pdf.worker.min.mjs"):
		return "build/" + base
	case dir == "package/cmaps/", dir == "package/standard_fonts/":
		return strings.TrimPrefix(name, "package/")
	case name == "package/LICENSE":
		return base
	}
	return ""
}

// fetch gets a package through npm, and gives its files.
func fetch(name, sum string) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "pbt-gen-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	c := exec.Command("npm", "pack", "--silent", name)
	c.Dir, c.Stderr = dir, os.Stderr
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("npm pack %s: %w", name, err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("npm pack %s gave %d files: %w", name, len(found), err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		return nil, err
	}
	digest := sha512.Sum512(data)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(digest[:]); got != sum {
		return nil, fmt.Errorf("%s has the digest %s, want %s", name, got, sum)
	}
	return unpack(data)
}

func unpack(data []byte) (map[string][]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if out[h.Name], err = io.ReadAll(t); err != nil {
			return nil, err
		}
	}
}

// pack writes the wanted files into a zip, sorted by name and without times.
func pack(name string, files map[string][]byte, wanted func(string) string) error {
	type entry struct {
		name string
		data []byte
	}
	var entries []entry
	for from, data := range files {
		if to := wanted(from); to != "" {
			entries = append(entries, entry{to, data})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := w.Write(e.data); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
