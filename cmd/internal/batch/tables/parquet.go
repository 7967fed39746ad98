package tables

import (
	"io"
	"math"
	"reflect"
	"strconv"

	"github.com/parquet-go/parquet-go"
)

// parquetGroup is how many rows a row group holds: what a writer keeps in memory,
// and what a reader can pass over.
const parquetGroup = 64 << 10

// newParquet writes a table as Parquet, compressed by Snappy: text as UTF-8
// strings, whole numbers as int64, decimals as double; an empty text, and a
// decimal that is none, is null.
func newParquet(w io.Writer, t Table) Writer {
	row := parquetRow(t)
	return &parquetWriter{
		w: parquet.NewGenericWriter[any](w, parquet.SchemaOf(reflect.New(row).Interface()), parquet.Compression(&parquet.Snappy),
			parquet.MaxRowsPerRowGroup(parquetGroup), parquet.CreatedBy("pbt", "", "")),
		table: t,
	}
}

type parquetWriter struct {
	w     *parquet.GenericWriter[any]
	table Table
	rows  []parquet.Row
}

// parquetRow is a struct with a field a column: a schema that is made of one
// keeps their order.
func parquetRow(t Table) reflect.Type {
	var fields []reflect.StructField
	for i, c := range t.Columns {
		typ := reflect.TypeFor[*string]()
		switch c.Type {
		case Integer:
			typ = reflect.TypeFor[*int64]()
		case Number:
			typ = reflect.TypeFor[*float64]()
		}
		fields = append(fields, reflect.StructField{
			Name: "C" + strconv.Itoa(i), Type: typ,
			Tag: reflect.StructTag(`parquet:"` + c.Name + `,optional"`),
		})
	}
	return reflect.StructOf(fields)
}

func (p *parquetWriter) Add(e *Entry) error {
	p.rows = p.rows[:0]
	for _, texts := range p.table.Rows(e) {
		row := make(parquet.Row, len(texts))
		for i, s := range texts {
			v := parquetValue(s, p.table.Columns[i].Type)
			defined := 1
			if v.IsNull() {
				defined = 0
			}
			row[i] = v.Level(0, defined, i)
		}
		p.rows = append(p.rows, row)
	}
	_, err := p.w.WriteRows(p.rows)
	return err
}

func parquetValue(s string, t Type) parquet.Value {
	switch {
	case s == "":
	case t == Text:
		return parquet.ByteArrayValue([]byte(s))
	case t == Integer:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return parquet.Int64Value(n)
		}
	default:
		if f, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return parquet.DoubleValue(f)
		}
	}
	return parquet.NullValue()
}

func (p *parquetWriter) Close(whole bool) error {
	if !whole {
		return nil
	}
	return p.w.Close()
}
