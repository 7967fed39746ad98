package object

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

var testLimits = Limits{StreamBytes: 1 << 20, TotalBytes: 4 << 20, Objects: 10000, Pages: 100}

// sample is a file of one page, written by hand.
func sample() []byte {
	return build([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
		"<< /Length 5 0 R >>\nstream\nq Q q Q\nendstream",
		"7",
	}, "/Root 1 0 R")
}

func build(objects []string, trailer string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := []int{}
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, at)
	return b.Bytes()
}

func TestOpenFindsTheEngineThatCopes(t *testing.T) {
	good := string(sample())
	shifted := strings.Replace(good, "%PDF-1.4\n", "%PDF-1.4\n%shift\n", 1)
	loop := strings.Replace(good, "/Root", fmt.Sprintf("/Prev %d /Root", strings.Index(good, "xref\n0")), 1)
	tests := []struct {
		name, data, engine string
	}{
		{"sound", good, "table"},
		{"newer header", strings.Replace(good, "1.4", "2.0", 1), "table"},
		{"junk behind", good + strings.Repeat("junk ", 100), "table"},
		{"much junk behind", good + strings.Repeat("junk ", 1000), "table"},
		{"shifted offsets", shifted, "scan"},
		{"a loop of tables", loop, "scan"},
		{"no trailer", good[:strings.Index(good, "xref\n0")], "scan"},
		{"length too short", strings.Replace(good, "\n7\n", "\n2\n", 1), "table"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Open(context.Background(), []byte(tt.data), "", testLimits)
			if err != nil {
				t.Fatal(err)
			}
			if f.Engine != tt.engine {
				t.Errorf("read by %s, want %s", f.Engine, tt.engine)
			}
			if len(f.Pages()) != 1 || f.Pages()[0].MediaBox != [4]float64{0, 0, 200, 100} {
				t.Fatalf("pages %v", f.Pages())
			}
			got, err := f.Bytes(f.Stream(f.Pages()[0].Dict["Contents"]))
			if err != nil || string(got) != "q Q q Q" {
				t.Errorf("content %q, %v", got, err)
			}
		})
	}
}

func TestOpenEndsOnCycles(t *testing.T) {
	tests := map[string][]string{
		"kids lead up":          {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"},
		"a reference to itself": {"<< /Type /Catalog /Pages 2 0 R >>", "2 0 R"},
		"the catalog is a page": {"<< /Type /Catalog /Pages 1 0 R >>"},
	}
	for name, objects := range tests {
		if _, err := Open(context.Background(), build(objects, "/Root 1 0 R"), "", testLimits); !errors.Is(err, errDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
}

func TestSurveyRefusesWhatTablesClaim(t *testing.T) {
	tests := map[string]string{
		"a huge subsection":  "xref\n0 99999999\n0000000000 65535 f \ntrailer\n<< /Size 1 >>",
		"a start far out":    "xref\n4000000000 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>",
		"a huge size":        "1 0 obj << /Type /XRef /Size 99999999 /W [1 2 1] >>",
		"wide fields":        "1 0 obj << /Type /XRef /Size 9 /W [1 99999 1] >>",
		"no width at all":    "1 0 obj << /Type /XRef /Size 9 /W [0 0 0] >>",
		"wide predictor row": "1 0 obj << /Type /XRef /Size 9 /W [1 2 1] /DecodeParms << /Columns 999999 >> >>",
	}
	for name, section := range tests {
		data := "%PDF-1.5\n" + section + "\nstartxref\n9\n%%EOF"
		if s := surveyXref([]byte(data), testLimits); s.sound {
			t.Errorf("%s is taken for sound", name)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample())
	f.Add(sample()[:150])
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(context.Background(), data, "", testLimits)
		if err != nil {
			return
		}
		for _, p := range file.Pages() {
			if s := file.Stream(p.Dict["Contents"]); s != nil {
				if out, _ := file.Bytes(s); len(out) > testLimits.StreamBytes {
					t.Fatalf("a stream of %d bytes", len(out))
				}
			}
		}
	})
}
