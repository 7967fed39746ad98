package tables

import (
	"bytes"
	"testing"

	"github.com/parquet-go/parquet-go"
)

// Parquet keeps the columns in their order, numbers as numbers and no value as
// null, and the same entries give the same bytes.
func TestParquet(t *testing.T) {
	write := func(table Table) []byte {
		var b bytes.Buffer
		w := newParquet(&b, table)
		for range 2 {
			if err := w.Add(entry()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(true); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, table := range All() {
		data := write(table)
		if !bytes.Equal(data, write(table)) {
			t.Errorf("%s: other bytes at the second time", table.Name)
		}
		f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		want := append(table.Rows(entry()), table.Rows(entry())...)
		if int(f.NumRows()) != len(want) {
			t.Fatalf("%s: %d rows, expected %d", table.Name, f.NumRows(), len(want))
		}
		for i, path := range f.Schema().Columns() {
			if path[0] != table.Columns[i].Name {
				t.Errorf("%s: column %d is %s, expected %s", table.Name, i, path[0], table.Columns[i].Name)
			}
		}
		rows := f.RowGroups()[0].Rows()
		got := make([]parquet.Row, len(want))
		if n, _ := rows.ReadRows(got); n != len(want) {
			t.Fatalf("%s: %d rows read", table.Name, n)
		}
		rows.Close()
		for r := range want {
			for c, text := range want[r] {
				if v := got[r][c]; !parquet.DeepEqual(v, parquetValue(text, table.Columns[c].Type).Level(v.RepetitionLevel(), v.DefinitionLevel(), v.Column())) {
					t.Errorf("%s.%s of row %d is %v, expected %q", table.Name, table.Columns[c].Name, r, v, text)
				}
			}
		}
	}
}

func TestParquetValue(t *testing.T) {
	for _, c := range []struct {
		text string
		typ  Type
		want string
	}{{"12", Integer, "12"}, {"1200000.50", Number, "1.2000005e+06"}, {"十", Number, "<null>"}, {"NaN", Number, "<null>"}, {"", Text, "<null>"}, {"=1+1", Text, "=1+1"}} {
		if got := parquetValue(c.text, c.typ).String(); got != c.want {
			t.Errorf("%q as %s is %s, expected %s", c.text, c.typ, got, c.want)
		}
	}
}
