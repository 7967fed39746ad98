package parser_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Drawn forms printed to PDF by a browser and by an office program are read
// back whole. It takes both programs and some minutes, so it runs only with
// PBT_PDF=1:
//
//	PBT_PDF=1 PBT_DRAWINGS=10 go test ./parser -run TestDrawnPDF -v
func TestDrawnPDF(t *testing.T) {
	if os.Getenv("PBT_PDF") == "" {
		t.Skip("PBT_PDF is not set")
	}
	dir := t.TempDir()
	want := map[string][]*schema.Declaration{}
	var pages, books []string
	for _, family := range draw.Families {
		for seed := range drawings() {
			name := fmt.Sprintf("%s-%d", family, seed)
			forms := draw.New(family, seed)
			for _, f := range forms {
				want[name] = append(want[name], f.Want)
			}
			page := filepath.Join(dir, name+".html")
			write(t, page, draw.HTML(forms[0].Grids...))
			pages = append(pages, page)
			book := filepath.Join(dir, name+".xlsx")
			data, err := draw.PrintableWorkbook(forms[0].Grids...)
			if err != nil {
				t.Fatal(err)
			}
			write(t, book, data)
			books = append(books, book)
		}
	}
	t.Run("browser", func(t *testing.T) {
		program := find(t, "chromium", "chromium-browser", "google-chrome")
		right := 0
		for _, page := range pages {
			out := page + ".pdf"
			run(t, program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--user-data-dir="+filepath.Join(dir, "profile"), "--print-to-pdf="+out, "file://"+page)
			right += checkPDF(t, out, want[stem(page)])
		}
		t.Logf("%d of %d documents wholly right", right, len(pages))
	})
	t.Run("office", func(t *testing.T) {
		program := find(t, "soffice", "libreoffice")
		run(t, program, append([]string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "office"), "--convert-to", "pdf", "--outdir", filepath.Join(dir, "out")}, books...)...)
		right := 0
		for _, book := range books {
			right += checkPDF(t, filepath.Join(dir, "out", stem(book)+".pdf"), want[stem(book)])
		}
		t.Logf("%d of %d documents wholly right", right, len(books))
	})
}

func checkPDF(t *testing.T, file string, want []*schema.Declaration) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return 0
	}
	if diff := cmp.Diff(want, read(t, filepath.Base(file), data), sameReading); diff != "" {
		if keep := os.Getenv("PBT_PDF_KEEP"); keep != "" {
			write(t, filepath.Join(keep, filepath.Base(file)), data)
		}
		t.Errorf("%s (-drawn +read):\n%s", filepath.Base(file), diff)
		return 0
	}
	return 1
}

func stem(file string) string {
	base := filepath.Base(file)
	return base[:len(base)-len(filepath.Ext(base))]
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, names ...string) string {
	t.Helper()
	for _, n := range names {
		if p, err := exec.LookPath(n); err == nil {
			return p
		}
	}
	t.Skipf("none of %v is installed", names)
	return ""
}

func run(t *testing.T, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}
