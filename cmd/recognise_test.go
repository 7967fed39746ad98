package cmd

import (
	"bytes"
	"strings"
	"testing"
)

// The line that tells of a page is overwritten by the next and gone at the end; who
// does not watch a terminal never sees it.
func TestShowPage(t *testing.T) {
	var out bytes.Buffer
	a := &App{Err: &out, Getenv: func(string) string { return "" }}
	if a.pagesShown() != nil {
		t.Error("a buffer is taken for a terminal")
	}
	for _, page := range []int{3, 4, 0} {
		a.showPage(page)
	}
	const clear = "\r\x1b[K"
	lines := strings.Split(out.String(), clear)
	if len(lines) != 4 || !strings.Contains(lines[1], "3") || !strings.Contains(lines[2], "4") || lines[3] != "" || strings.Contains(out.String(), "\n") {
		t.Errorf("wrote %q", out.String())
	}
}
