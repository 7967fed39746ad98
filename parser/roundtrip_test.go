package parser_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form/paper"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// content is what a printed form must keep of a declaration.
func content(d *schema.Declaration) *schema.Declaration {
	c := *d
	c.Form, c.Trace, c.Repairs, c.Uncertain = "", nil, nil, nil
	return &c
}

// TestRoundTrip prints drawn declarations of every family and reads them again:
// fields, funds, tree, values, targets and extra are as they were. PBT_ROUNDS
// sets how many of each family are drawn.
func TestRoundTrip(t *testing.T) {
	rounds := 50
	if n, err := strconv.Atoi(os.Getenv("PBT_ROUNDS")); err == nil {
		rounds = n
	}
	for _, family := range draw.Families {
		t.Run(family, func(t *testing.T) {
			bad := 0
			for seed := range rounds {
				for _, f := range draw.New(family, uint64(seed)) {
					if diff := roundTrip(t, f.Want, seed); diff != "" {
						bad++
						if bad <= 2 {
							t.Errorf("seed %d: %s", seed, diff)
						}
					}
				}
			}
			if bad > 0 {
				t.Errorf("%d of %d differ", bad, rounds)
			}
		})
	}
}

// roundTrip prints a declaration in the three formats in turn and reads it back.
func roundTrip(t *testing.T, d *schema.Declaration, seed int) string {
	s, err := paper.Print(d)
	if err != nil {
		return err.Error()
	}
	var b bytes.Buffer
	name := ""
	switch seed % 3 {
	case 0:
		name, err = "form.xlsx", paper.WriteXLSX(&b, s)
	case 1:
		name, err = "form.docx", paper.WriteDOCX(&b, s)
	default:
		name, err = "form.html", paper.WriteHTML(&b, s)
	}
	if err != nil {
		return err.Error()
	}
	doc := parser.Read(context.Background(), parser.Source{Name: name, Data: b.Bytes()}, parser.Options{}).Documents[0]
	if len(doc.Declarations) != 1 {
		return fmt.Sprintf("%s: %d declarations, problems %v", name, len(doc.Declarations), doc.Problems)
	}
	diff := cmp.Diff(content(d), content(doc.Declarations[0]))
	if diff != "" && os.Getenv("PBT_KEEP") != "" {
		os.WriteFile(os.Getenv("PBT_KEEP")+"/"+d.Form+"-"+strconv.Itoa(seed)+"-"+name, b.Bytes(), 0o644)
	}
	return diff
}
