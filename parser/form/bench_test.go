package form

import (
	"context"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/form/roles"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/draw"
)

// BenchmarkReadings reads one form of each family from its grids. It gives the mean
// time of a form, and how many times that of the names alone it is: what the
// second reading, by evidence, costs. Of each form the quickest round counts, so
// that other work on the machine matters little.
func BenchmarkReadings(b *testing.B) {
	profiles := Embedded()
	var both, evidence time.Duration
	for _, family := range draw.Families {
		in := &grid.Document{}
		for _, f := range draw.New(family, 7) {
			in.Grids = append(in.Grids, f.Grids...)
		}
		whole, second := time.Hour, time.Hour
		for range max(50, b.N) {
			begin := time.Now()
			if _, err := Read(context.Background(), in, Options{}); err != nil {
				b.Fatal(err)
			}
			whole = min(whole, time.Since(begin))
			doc := tables(in, profiles, Options{})
			begin = time.Now()
			roles.Read(doc.grids(), doc.lex)
			second = min(second, time.Since(begin))
		}
		both, evidence = both+whole, evidence+second
	}
	forms := float64(len(draw.Families))
	b.ReportMetric(float64(both.Microseconds())/forms, "µs/form")
	b.ReportMetric(float64(evidence.Microseconds())/forms, "evidence-µs/form")
	b.ReportMetric(float64(both)/float64(both-evidence), "of-one")
}
