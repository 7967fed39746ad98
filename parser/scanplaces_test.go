package parser

import (
	"context"
	"os"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// TestScanPlaces: the places of what is read of a scan are those that the same form has
// as it was printed. roads-200.tif is the page of roads.pdf, 200 points an inch in black
// and white.
func TestScanPlaces(t *testing.T) {
	if testing.Short() {
		t.Skip("a scan is slow")
	}
	printed, scanned := placed(t, "../testdata/readme/roads.pdf"), placed(t, "scan/testdata/roads-200.tif")
	found := 0
	for text, want := range printed {
		got, ok := scanned[text]
		if !ok {
			continue // read otherwise, which is for other tests
		}
		found++
		if got.Page != want.Page || shared(got.Box, want.Box) < 0.6 {
			t.Errorf("%s stands at %v of the scan, and is printed at %v", text, got.Box, want.Box)
		}
	}
	if found*10 < len(printed)*9 {
		t.Errorf("only %d of %d texts were found in the scan", found, len(printed))
	}
}

// placed are the places of the names and values of a form, by the name of the indicator.
func placed(t *testing.T, file string) map[string]schema.Place {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]schema.Place{}
	for _, d := range Read(context.Background(), Source{Name: file, Data: data}, Options{}).Documents[0].Declarations {
		schema.Walk(d.Indicators, "indicators", func(path string, _ []*schema.Indicator, leaf *schema.Indicator) {
			for _, of := range []string{".name", ".value"} {
				if p, ok := d.Trace[path+of]; ok {
					out[leaf.Name+of] = p
				}
			}
		})
	}
	return out
}

// shared is the part of two boxes that both cover, of what either covers.
func shared(a, b schema.Box) float64 {
	w, h := min(a[2], b[2])-max(a[0], b[0]), min(a[3], b[3])-max(a[1], b[1])
	if w <= 0 || h <= 0 {
		return 0
	}
	area := func(x schema.Box) float64 { return (x[2] - x[0]) * (x[3] - x[1]) }
	return w * h / (area(a) + area(b) - w*h)
}
