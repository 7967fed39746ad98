package parser

import (
	"testing"

	"github.com/pbt-cli/pbt/parser/sniff"
)

// The table of kinds says that a kind is read exactly where a reader takes it;
// what this project wrote itself is no document of an office.
func TestReadersOfEveryKind(t *testing.T) {
	for _, f := range sniff.Formats() {
		own := f.Kind == sniff.YAML || f.Kind == sniff.JSON
		if read := readers[f.Kind] != nil || own; read != f.Kind.Readable() {
			t.Errorf("%s: a reader %v, said to be read %v", f.Kind, read, f.Kind.Readable())
		}
	}
}
