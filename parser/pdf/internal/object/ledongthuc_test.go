package object

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTableAndLibraryAgree holds the reading of plain tables against ledongthuc/pdf: the
// same objects for every reference that leads from the trailer.
func TestTableAndLibraryAgree(t *testing.T) {
	files := map[string][]byte{"sample": sample()}
	paths, err := filepath.Glob("../../testdata/*.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		if files[filepath.Base(p)], err = os.ReadFile(p); err != nil {
			t.Fatal(err)
		}
	}
	limits := Limits{StreamBytes: 1 << 24, TotalBytes: 1 << 26, Objects: 100000, Pages: 1000}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) })
	read := 0
	for name, data := range files {
		if s := surveyXref(data, limits); !s.sound || s.loop || s.encrypted || !s.plain() {
			continue
		}
		own, err := openTable(context.Background(), data, "", limits)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lib, err := openLedongthuc(context.Background(), data, "", limits)
		if err != nil {
			continue // the library asks more of a header than readers do
		}
		queue, seen := refsIn(lib.trailer(), nil), map[Ref]bool{}
		for len(queue) > 0 {
			r := queue[0]
			queue = queue[1:]
			if seen[r] {
				continue
			}
			seen[r] = true
			a, errA := own.load(r)
			b, errB := lib.load(r)
			if errA != nil || errB != nil {
				continue // of a damaged file
			}
			if diff := cmp.Diff(b, a, near); diff != "" {
				t.Fatalf("%s %v (-library +table):\n%s", name, r, diff)
			}
			queue = refsIn(b, queue)
			read++
		}
	}
	if read < 50 {
		t.Errorf("only %d objects compared", read)
	}
}

// refsIn adds the references that an object holds to a list.
func refsIn(o Object, list []Ref) []Ref {
	switch o := o.(type) {
	case Ref:
		list = append(list, o)
	case Array:
		for _, e := range o {
			list = refsIn(e, list)
		}
	case Dict:
		for _, e := range o {
			list = refsIn(e, list)
		}
	case *Stream:
		list = refsIn(o.Dict, list)
	}
	return list
}

func TestPrintedMembers(t *testing.T) {
	got := printedMembers(`<</A 12 0 R /B [1 0 R] /C "x \" 9 0 R" /D 5 /E <</F 3 0 R>> /G 7 65535 R>>`)
	want := members{
		refs:   map[string]Ref{"A": {12, 0}, "G": {7, 65535}},
		nested: map[string]string{"B": "[1 0 R]", "E": "<</F 3 0 R>>"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(members{})); diff != "" {
		t.Errorf("dictionary (-want +got):\n%s", diff)
	}
	got = printedMembers("[1 2 0 R 3 0 R 4 []]")
	want = members{refs: map[string]Ref{"1": {2, 0}, "2": {3, 0}}, nested: map[string]string{"4": "[]"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(members{})); diff != "" {
		t.Errorf("array (-want +got):\n%s", diff)
	}
}
