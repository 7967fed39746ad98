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
// second reading, by evidence, costs. Alone each form is the first of a run; in a
// pile its texts were met before. Of each form the quickest round counts, so that
// other work on the machine matters little.
func BenchmarkReadings(b *testing.B) {
	for name, memory := range map[string]*Memory{"alone": nil, "pile": new(Memory)} {
		b.Run(name, func(b *testing.B) {
			var both, evidence time.Duration
			for _, family := range draw.Families {
				in := &grid.Document{}
				for _, f := range draw.New(family, 7) {
					in.Grids = append(in.Grids, f.Grids...)
				}
				whole, second := readings(b, in, Options{Memory: memory})
				both, evidence = both+whole, evidence+second
			}
			forms := float64(len(draw.Families))
			b.ReportMetric(float64(both.Microseconds())/forms, "µs/form")
			b.ReportMetric(float64(evidence.Microseconds())/forms, "evidence-µs/form")
			b.ReportMetric(float64(both)/float64(both-evidence), "of-one")
		})
	}
}

// readings are the times of the whole reading of a form and of that by evidence alone,
// over the texts that the names looked up.
func readings(b *testing.B, in *grid.Document, opt Options) (whole, second time.Duration) {
	profiles := Embedded()
	whole, second = time.Hour, time.Hour
	for range max(50, b.N) {
		begin := time.Now()
		if _, err := Read(context.Background(), in, opt); err != nil {
			b.Fatal(err)
		}
		whole = min(whole, time.Since(begin))
		doc := tables(in, profiles, opt)
		begin = time.Now()
		roles.Read(doc.grids(), doc.lex, doc.known)
		second = min(second, time.Since(begin))
		opt.Memory.give(profiles, doc.lex)
	}
	return whole, second
}
