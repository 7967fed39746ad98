package object

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// drawing is a file in the making that knows where its objects begin.
type drawing struct {
	strings.Builder
	at map[int]int
}

func draw(objects map[int]string) *drawing {
	d := &drawing{at: map[int]int{}}
	d.WriteString("%PDF-1.5\n")
	for num := range 20 {
		if o, ok := objects[num]; ok {
			d.object(num, o)
		}
	}
	return d
}

func (d *drawing) object(num int, o string) int {
	d.at[num] = d.Len()
	fmt.Fprintf(d, "%d 0 obj\n%s\nendobj\n", num, o)
	return d.at[num]
}

// stream adds a cross-reference stream of entries of 1, 2 and 1 bytes from object 1 on.
func (d *drawing) stream(num int, more string, entries ...[3]int) int {
	var b strings.Builder
	for _, e := range entries {
		b.Write([]byte{byte(e[0]), byte(e[1] >> 8), byte(e[1]), byte(e[2])})
	}
	return d.object(num, fmt.Sprintf("<< /Type /XRef /Size 20 /W [1 2 1] /Index [1 %d] /Length %d %s >>\nstream\n%s\nendstream", len(entries), b.Len(), more, b.String()))
}

// table adds a plain table of single entries; free ones have the offset 0.
func (d *drawing) table(more string, entries map[int]int) int {
	at := d.Len()
	d.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for num := range 20 {
		if off, ok := entries[num]; ok {
			use := "n"
			if off == 0 {
				use = "f"
			}
			fmt.Fprintf(d, "%d 1\n%010d 00000 %s \n", num, off, use)
		}
	}
	fmt.Fprintf(d, "trailer\n<< /Size 20 %s >>\n", more)
	return at
}

func (d *drawing) end(start int) []byte {
	fmt.Fprintf(d, "startxref\n%d\n%%%%EOF\n", start)
	return []byte(d.String())
}

const (
	catalog = "<< /Type /Catalog /Pages 2 0 R >>"
	pages   = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
	leaf    = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d 100] >>"
)

// packed is an object stream of the catalogue, the page tree and a page.
func packed(width int) string {
	bodies := []string{catalog, pages, fmt.Sprintf(leaf, width)}
	head, body := "", ""
	for i, b := range bodies {
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += b + " "
	}
	return fmt.Sprintf("<< /Type /ObjStm /N 3 /First %d /Length 5 0 R >>\nstream\n%s%s\nendstream", len(head), head, body)
}

func TestTable(t *testing.T) {
	plain := func(width int) map[int]string {
		return map[int]string{1: catalog, 2: pages, 3: fmt.Sprintf(leaf, width)}
	}
	tests := []struct {
		name  string
		data  func() []byte
		width float64
	}{
		{"object streams, with a length by reference", func() []byte {
			d := draw(map[int]string{4: packed(210), 5: "9999"})
			return d.end(d.stream(6, "/Root 1 0 R", [3]int{2, 4, 0}, [3]int{2, 4, 1}, [3]int{2, 4, 2}, [3]int{1, d.at[4]}, [3]int{1, d.at[5]}))
		}, 210},
		{"a hybrid file, whose table calls free what its stream has", func() []byte {
			d := draw(map[int]string{4: packed(220), 5: "9999"})
			s := d.stream(6, "", [3]int{2, 4, 0}, [3]int{2, 4, 1}, [3]int{2, 4, 2})
			return d.end(d.table(fmt.Sprintf("/Root 1 0 R /XRefStm %d", s), map[int]int{1: 0, 2: 0, 3: 0, 4: d.at[4], 5: d.at[5]}))
		}, 220},
		{"an update that names no root", func() []byte {
			d := draw(plain(200))
			old := d.table("/Root 1 0 R", d.at)
			d.object(3, fmt.Sprintf(leaf, 230))
			return d.end(d.table(fmt.Sprintf("/Prev %d", old), map[int]int{3: d.at[3]}))
		}, 230},
		{"an offset that lies", func() []byte {
			d := draw(plain(240))
			d.at[3] = d.at[2]
			return d.end(d.table("/Root 1 0 R", d.at))
		}, 240},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, err := Open(context.Background(), tt.data(), "", testLimits)
			if err != nil {
				t.Fatal(err)
			}
			if f.Engine != "table" || len(f.Pages()) != 1 || f.Pages()[0].MediaBox[2] != tt.width {
				t.Errorf("read by %s: %v", f.Engine, f.Pages())
			}
		})
	}
}

// An object that an update lets go is gone, though the file before it had it.
func TestTableForgets(t *testing.T) {
	d := draw(map[int]string{1: catalog, 2: pages, 3: fmt.Sprintf(leaf, 200), 7: "(old)"})
	old := d.table("/Root 1 0 R", d.at)
	f, err := Open(context.Background(), d.end(d.table(fmt.Sprintf("/Root 1 0 R /Prev %d", old), map[int]int{7: 0})), "", testLimits)
	if err != nil {
		t.Fatal(err)
	}
	if o := f.Resolve(Ref{Num: 7}); f.Engine != "table" || o != nil {
		t.Errorf("read by %s: %v", f.Engine, o)
	}
}

// What a table claims costs no more than the limits allow.
func TestTableIsBounded(t *testing.T) {
	d := draw(map[int]string{1: catalog, 2: pages, 3: fmt.Sprintf(leaf, 200)})
	data := d.end(d.table("/Root 1 0 R", d.at))
	limits := testLimits
	limits.Objects = 3
	if _, err := openTable(context.Background(), data, "", limits); err == nil {
		t.Error("four entries where three are allowed")
	}
}
