package parser_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/internal/draw"
)

// TestMutants reads damaged copies of documents of every kind: bytes changed, parts
// cut out, doubled or moved, ends cut off. Nothing may panic, which Read turns into
// extract.internal, nor take long. PBT_MUTANTS says how many of each document are
// read, 3 where it is not set, and PBT_MUTANTS_FROM the first of them, so that a long
// run can be done in pieces. What takes a picture's recognition is read at a tenth of
// the number.
func TestMutants(t *testing.T) {
	number := func(key string, otherwise int) int {
		if n, err := strconv.Atoi(os.Getenv(key)); err == nil {
			return n
		}
		return otherwise
	}
	each, from := number("PBT_MUTANTS", 3), number("PBT_MUTANTS_FROM", 0)
	for name, data := range mutable(t) {
		n := each
		if slices.Contains(pictures, filepath.Ext(name)) {
			n = (each + 9) / 10
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := from; seed < from+n; seed++ {
				mutant := mutate(data, rand.New(rand.NewPCG(uint64(seed), uint64(len(data)))))
				began := time.Now()
				for _, doc := range parser.Read(context.Background(), parser.Source{Name: name, Data: mutant}, parser.Options{}).Documents {
					for _, p := range doc.Problems {
						if p.Rule == "extract.internal" || p.Rule == "extract.timeout" {
							t.Fatalf("mutant %d: %s", seed, p.Message)
						}
					}
				}
				if took := time.Since(began); took > 60*time.Second {
					t.Fatalf("mutant %d takes %s", seed, took)
				}
			}
		})
	}
}

// pictures are the endings of what is read as a picture.
var pictures = []string{".png", ".jpg", ".tif", ".bmp", ".gif", ".webp", ".jb2"}

// mutable are documents of every kind that is read, by name.
func mutable(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, glob := range []string{
		"../testdata/formats/*", "../testdata/forms/*", "../testdata/layouts/*", "../testdata/readme/*",
		"word/testdata/*.docx", "ofd/testdata/*", "excel/testdata/public/*/*.xlsb", "picture/testdata/*", "scan/testdata/*",
	} {
		files, err := filepath.Glob(glob)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no documents: %v", glob, err)
		}
		for _, file := range files {
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			if info.IsDir() || info.Size() > 1<<20 || strings.HasSuffix(file, ".md") {
				continue
			}
			if all[filepath.Base(file)], err = os.ReadFile(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	grids := draw.New("sh-2020", 7)[0].Grids
	for name, make := range map[string]func() ([]byte, error){
		"drawn.xlsx": func() ([]byte, error) { return draw.Workbook(1, 1, grids...) },
		"drawn.docx": func() ([]byte, error) { return draw.Word(grids...) },
		"drawn.md":   func() ([]byte, error) { return draw.Markdown(grids...), nil },
		"drawn.tsv":  func() ([]byte, error) { return draw.TSV(grids...), nil },
		"drawn.txt":  func() ([]byte, error) { return draw.OCR(7, grids...), nil },
	} {
		data, err := make()
		if err != nil {
			t.Fatal(err)
		}
		all[name] = data
	}
	return all
}

// mutate damages a copy of data in one to eight places.
func mutate(data []byte, r *rand.Rand) []byte {
	out := append([]byte{}, data...)
	for range 1 + r.IntN(8) {
		if len(out) < 64 {
			return out
		}
		at, n := r.IntN(len(out)), 1+r.IntN(min(len(out)/8, 2048))
		end := min(at+n, len(out))
		switch r.IntN(7) {
		case 0, 1, 2: // some bytes
			for range 1 + r.IntN(16) {
				out[r.IntN(len(out))] = byte(r.IntN(256))
			}
		case 3: // a number
			for i := at; i < min(at+4, len(out)); i++ {
				out[i] = []byte{0, 0xFF, 0x7F, 0x80}[r.IntN(4)]
			}
		case 4: // a part cut out
			out = append(out[:at], out[end:]...)
		case 5: // a part doubled
			out = append(out[:end:end], out[at:]...)
		case 6: // the end cut off, now and then; a part written over another
			if r.IntN(3) == 0 {
				out = out[:at]
			} else {
				copy(out[r.IntN(len(out)):], out[at:end])
			}
		}
	}
	return out
}
