package pdf

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// A file that was cut before its page tree says that pages may be missing; one that
// only lost its last line does not.
func TestCutShort(t *testing.T) {
	page := "%PDF-1.4\n1 0 obj<</Type/Page/Parent 3 0 R/MediaBox[0 0 100 100]/Contents 2 0 R>>endobj\n" +
		"2 0 obj<</Length 5>>stream\nBT ET\nendstream endobj\n"
	tree := "3 0 obj<</Type/Pages/Kids[1 0 R]/Count 1>>endobj\n4 0 obj<</Type/Catalog/Pages 3 0 R>>endobj\n"
	for name, c := range map[string]struct {
		data string
		told bool
	}{
		"cut before the page tree":   {page, true},
		"cut behind the page tree":   {page + tree, false},
		"a page that is not there":   {page + strings.Replace(tree, "[1 0 R]", "[1 0 R 9 0 R]", 1), true},
		"whole, but without a table": {page + tree + "trailer<</Root 4 0 R>>\n%%EOF\n", false},
	} {
		d, err := Read(context.Background(), []byte(c.data), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		told := false
		for _, p := range d.Problems {
			told = told || p.Rule == "extract.truncated"
		}
		if told != c.told {
			t.Errorf("%s: told %v, want %v: %v", name, told, c.told, d.Problems)
		}
	}
}

// A font that stands in what is missing is not the fault of who made the file.
func TestCutFonts(t *testing.T) {
	whole, err := os.ReadFile("../../testdata/readme/lamps.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []struct {
		data []byte
		told bool
	}{{whole, false}, {whole[:len(whole)*9/10], true}} {
		d, err := Read(context.Background(), of.data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if told := slices.ContainsFunc(d.Problems, func(p schema.Finding) bool { return p.Rule == "extract.truncated" }); told != of.told {
			t.Errorf("%d bytes: told %v: %v", len(of.data), told, d.Problems)
		}
	}
}
