package font

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	corefont "github.com/pdfcpu/pdfcpu/pkg/font"
)

var update = flag.Bool("update", false, "write core.tsv anew")

// TestCore: the widths of the standard fonts are those of pdfcpu.
func TestCore(t *testing.T) {
	names := corefont.CoreFontNames()
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		b.WriteString(name + "\t")
		for r := rune(0); r < 256; r++ {
			w, err := corefont.CharWidth(name, r)
			if err != nil {
				t.Fatal(err)
			}
			if got := coreCharWidth(name, r); got != float64(w) && !*update {
				t.Errorf("%s %d: %v, pdfcpu has %d", name, r, got, w)
			}
			if r >= firstCore {
				fmt.Fprintf(&b, "%d ", w)
			}
		}
		if !isCore(name) && !*update {
			t.Errorf("%s is no standard font", name)
		}
		b.WriteByte('\n')
	}
	if len(names) != 14 {
		t.Errorf("pdfcpu has %d standard fonts", len(names))
	}
	if want := strings.ReplaceAll(b.String(), " \n", "\n"); *update {
		if err := os.WriteFile("core.tsv", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if want != coreTSV {
		t.Error("core.tsv is old: go test ./parser/pdf/internal/font -run TestCore -update")
	}
	if isCore("SimSun") || coreCharWidth("SimSun", 'a') != noWidth {
		t.Error("SimSun is a standard font")
	}
}
