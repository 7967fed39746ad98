package desk

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
)

// zipped is an archive a.zip of files of testdata, by the names that they bear in it.
func zipped(t testing.TB, members map[string]string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "a.zip")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, from := range members {
		data, err := os.ReadFile("../../../testdata/" + from)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}
