package app

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// A plain build has no page and says so.
func TestUnbuilt(t *testing.T) {
	if _, ok := built(); ok {
		t.Skip("this build has the page's program")
	}
	if err := Write(io.Discard, "v"); !errors.Is(err, ErrUnbuilt) {
		t.Errorf("got %v", err)
	}
}

// The program is at most 4 MB packed: what the page is aimed at.
func TestSize(t *testing.T) {
	p, ok := built()
	if !ok {
		t.Skip("this build has not the page's program")
	}
	if most := 4_000_000; len(p.program) > most {
		t.Errorf("the program has %d bytes packed, at most %d are wanted; was zstd installed when it was generated?", len(p.program), most)
	}
	t.Logf("%d bytes of program, %d of net", len(p.program), len(p.weights))
}

// No script of the page ends the element that it stands in, and the page asks for
// nothing from anywhere.
func TestScripts(t *testing.T) {
	for name, s := range map[string]string{"app.js": script, "worker.js": worker, "fzstd.js": unpacker} {
		if strings.Contains(s, "</script") {
			t.Errorf("%s ends its own element", name)
		}
	}
	for _, s := range []string{index, style, script, worker, unpacker} {
		for _, from := range []string{"http://", "https://", "//cdn", "@import", "url("} {
			if strings.Contains(s, from) {
				t.Errorf("the page asks for %s", from)
			}
		}
	}
	if got := safe("a</script>b"); got != `a<\/script>b` {
		t.Error(got)
	}
}
