package parser_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser"
)

// TestMutants reads damaged copies of the drawn documents: bytes changed, parts cut
// out, doubled or moved, ends cut off. Nothing may panic, which Read turns into
// extract.internal, nor take long. PBT_MUTANTS says how many of each document are
// read, 3 where it is not set.
func TestMutants(t *testing.T) {
	each := 3
	if n, err := strconv.Atoi(os.Getenv("PBT_MUTANTS")); err == nil {
		each = n
	}
	files, err := filepath.Glob("../testdata/formats/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden.yaml") || strings.HasSuffix(file, ".md") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			for seed := range each {
				mutant := mutate(data, rand.New(rand.NewPCG(uint64(seed), uint64(len(data)))))
				began := time.Now()
				for _, doc := range parser.Read(context.Background(), parser.Source{Name: file, Data: mutant}, parser.Options{}).Documents {
					for _, p := range doc.Problems {
						if p.Rule == "extract.internal" || p.Rule == "extract.timeout" {
							t.Fatalf("mutant %d: %s", seed, p.Message)
						}
					}
				}
				if took := time.Since(began); took > 10*time.Second {
					t.Fatalf("mutant %d takes %s", seed, took)
				}
			}
		})
	}
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
