package parser

import (
	"context"
	"os"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// A document of Office 97-2003 that is only a picture is one, and says so where
// pictures are not read.
func TestPicturesOfOffice97(t *testing.T) {
	for _, name := range []string{"picture.doc", "picture.xls"} {
		data, err := os.ReadFile("internal/office/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		file := Read(context.Background(), Source{Name: name, Data: data}, Options{OCR: OCR{Mode: OCROff}})
		said := false
		for _, p := range file.Documents[0].Problems {
			said = said || p.Rule == schema.ExtractImageOnly.Rule
		}
		if !said {
			t.Errorf("%s: nothing says that it is a picture: %v", name, file.Documents[0].Problems)
		}
	}
}
