package parser_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// Whatever the bytes are, there is a document with its digest, its format and
// the reason why nothing could be read.
func TestUnreadable(t *testing.T) {
	for name, c := range map[string]struct{ data, rule string }{
		"empty.pdf":   {"", "extract.empty"},
		"noise.bin":   {"\x00\x01\x02\xff\xfe\xfd\x00\x80", "extract.unknown-format"},
		"photo.png":   {"\x89PNG\r\n\x1a\n" + strings.Repeat("\x00", 64), "extract.image-only"},
		"cut.pdf":     {"%PDF-1.4\n1 0 obj\n<<", "extract.damaged"},
		"form.wpd":    {"\xffWPC\x10\x00\x00\x00\x01\x0a", "extract.unsupported-format"},
		"letter.txt":  {"没有表格的一封信", "form.none"},
		"archive.zip": {"PK\x05\x06" + strings.Repeat("\x00", 18), "extract.archive"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := parser.Read(context.Background(), parser.Source{Name: name, Data: []byte(c.data)}, parser.Options{}).Documents[0]
			if len(doc.Problems) != 1 || doc.Problems[0].Rule != c.rule {
				t.Fatalf("problems %+v, want one %s", doc.Problems, c.rule)
			}
			p := doc.Problems[0]
			if p.File != name || p.Message == "" || p.Text.EN == "" {
				t.Errorf("the problem says too little: %+v", p)
			}
			if got, want := doc.Unreadable(), c.rule != "form.none"; got != want {
				t.Errorf("unreadable is %v", got)
			}
			if len(doc.Source.SHA256) != 64 || doc.Schema != schema.Version || doc.Declarations == nil {
				t.Errorf("incomplete document %+v", doc)
			}
		})
	}
}

// An encrypted workbook opens with its password, and says so where it does not.
func TestEncryptedWorkbook(t *testing.T) {
	data, err := draw.Workbook(0, 0, draw.New("sh-2020", 1)[0].Grids...)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var locked bytes.Buffer
	if err := f.Write(&locked, excelize.Options{Password: "绩效2024"}); err != nil {
		t.Fatal(err)
	}
	src := parser.Source{Name: "locked.xlsx", Data: locked.Bytes()}
	if doc := parser.Read(context.Background(), src, parser.Options{Password: "绩效2024"}).Documents[0]; len(doc.Declarations) != 1 {
		t.Errorf("with its password: %+v", doc.Problems)
	}
	for _, wrong := range []string{"", "wrong"} {
		doc := parser.Read(context.Background(), src, parser.Options{Password: wrong}).Documents[0]
		if len(doc.Declarations) != 0 || len(doc.Problems) != 1 || doc.Problems[0].Rule != "extract.encrypted" {
			t.Errorf("with password %q: %+v", wrong, doc.Problems)
		}
	}
}

// Reading stops when its time is up, and when the caller gives up.
func TestReadStops(t *testing.T) {
	data := draw.HTML(draw.New("sh-2020", 1)[0].Grids...)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	doc := parser.Read(ctx, parser.Source{Name: "a.html", Data: data}, parser.Options{}).Documents[0]
	if len(doc.Problems) == 0 || doc.Problems[0].Rule != "extract.cancelled" {
		t.Errorf("cancelled: %+v", doc.Problems)
	}
	doc = parser.Read(context.Background(), parser.Source{Name: "a.html", Data: data}, parser.Options{Timeout: time.Nanosecond}).Documents[0]
	if len(doc.Problems) == 0 || doc.Problems[0].Rule != "extract.timeout" {
		t.Errorf("out of time: %+v", doc.Problems)
	}
}

// Only the forms of the year asked for are kept.
func TestYear(t *testing.T) {
	form := draw.New("sh-2020", 3)[0]
	data := draw.HTML(form.Grids...)
	for year, want := range map[int]int{0: 1, form.Want.Year: 1, form.Want.Year + 1: 0} {
		doc := parser.Read(context.Background(), parser.Source{Name: "a.html", Data: data}, parser.Options{Year: year}).Documents[0]
		if len(doc.Declarations) != want {
			t.Errorf("year %d: %d declarations", year, len(doc.Declarations))
		}
		if explained := len(doc.Problems) == 1 && doc.Problems[0].Rule == "form.other-year"; explained != (want == 0) {
			t.Errorf("year %d: problems %+v", year, doc.Problems)
		}
	}
}
