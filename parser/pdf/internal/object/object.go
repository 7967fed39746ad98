// Package object reads PDF files as a graph of objects: dictionaries, arrays,
// names, numbers, strings and streams that refer to each other by number.
//
// Four sources give the same graph: the cross-reference table of a well-formed
// file, ledongthuc/pdf where that reaches no page, pdfcpu for encrypted files, and a
// bounded scan of the bytes for files whose table lies. File hides which of them answered, caches every object by its reference, and never panics, loops
// or allocates beyond its Limits, whatever the bytes are.
package object

import "fmt"

// Object is one of nil, bool, int, float64, String, Name, Array, Dict,
// *Stream or Ref.
type Object any

// Name is a name object without its slash.
type Name string

// String is the bytes of a string object, decrypted.
type String string

// Array is an array object.
type Array []Object

// Dict is a dictionary object.
type Dict map[Name]Object

// Ref names an indirect object.
type Ref struct{ Num, Gen int }

// String is the reference as PDF writes it.
func (r Ref) String() string { return fmt.Sprintf("%d %d R", r.Num, r.Gen) }

// Stream is a dictionary with bytes behind it. Raw is still encoded by the
// filters that Dict names, but no longer encrypted.
type Stream struct {
	Dict Dict
	Raw  []byte
}

// Limits bound what reading one file may cost.
type Limits struct {
	// StreamBytes bounds one decoded stream.
	StreamBytes int
	// TotalBytes bounds all decoded streams of a file together.
	TotalBytes int
	// Objects bounds the objects of a file.
	Objects int
	// Pages bounds the pages of a file.
	Pages int
}

// The bounds that hold whatever the caller asks for.
const (
	// maxNesting is how deep arrays and dictionaries may nest. Real files stay
	// below 20; the bound keeps the stack small on crafted ones.
	maxNesting = 100
	// maxRefChain is how many references in a row are followed.
	maxRefChain = 16
	// maxTreeDepth is how deep the page tree may be.
	maxTreeDepth = 64
	// maxXrefSections is how many incremental updates a file may have.
	maxXrefSections = 4096
)
