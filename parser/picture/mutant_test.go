package picture

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// A JBIG2 file is a picture like any other.
func TestJBIG2File(t *testing.T) {
	data, err := os.ReadFile("testdata/painted.jb2")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Decode(context.Background(), data, Limits{})
	if err != nil || !p.Bilevel || p.Damaged {
		t.Fatalf("%+v, %v", p, err)
	}
	if e := meanError(p, reference(t, "painted.png")); e > 0 {
		t.Errorf("off by %.2f levels", e)
	}
}

// Damage anywhere in a picture ends in a picture or an error, soon.
func TestMutants(t *testing.T) {
	rounds := 12 // PBT_MUTANTS raises it for a longer run
	if n, err := strconv.Atoi(os.Getenv("PBT_MUTANTS")); err == nil {
		rounds = n
	}
	names, err := filepath.Glob("testdata/*.*")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	limits := Limits{Pixels: 1 << 24, Kept: 1 << 22}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for round := range rounds {
			m := mutant(data, uint32(round)*2654435761+uint32(len(data)))
			start := time.Now()
			p, err := Decode(context.Background(), m, limits)
			if (p == nil) == (err == nil) {
				t.Fatalf("%s, round %d: %v, %v", name, round, p, err)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s, round %d took %v", name, round, took)
			}
		}
	}
}

// mutant changes bytes at a few places that seed picks.
func mutant(data []byte, seed uint32) []byte {
	b := bytes.Clone(data)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % max(n, 1)
	}
	for range 1 + next(6) {
		at := next(len(b))
		if next(2) == 0 {
			at = next(min(len(b), 64)) // heads are where sizes stand
		}
		switch next(4) {
		case 0, 1:
			b[at] ^= byte(1 + next(255))
		case 2:
			b[at] = 0xff
		case 3:
			b = b[:max(at, 1)]
		}
	}
	return b
}
