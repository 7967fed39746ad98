// Package axetest lets tests ask axe-core for the faults of accessibility of a page.
package axetest

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"testing"
)

// axe is axe-core; go generate ./cmd/internal/desk fetches it.
//
//go:embed axe.min.js.gz
var axe []byte

// Source is the program, which a page has to run once before Serious.
func Source(t testing.TB) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(axe))
	if err != nil {
		t.Fatal(err)
	}
	source, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// Serious is a script for the serious and critical faults of the page as it stands, a
// line each; it gives a promise of them.
const Serious = `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target + ' ' + (n.any[0]?.message ?? '')).join(' | ')).join('\n'))`
