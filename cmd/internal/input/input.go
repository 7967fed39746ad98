// Package input finds the documents that a command line names: files,
// directories, globs, lists of names and archives, nested ones too. It decides
// what is a document, what is passed over and what cannot be reached; it reads
// nothing further. Whatever it meets becomes an Item, never an end of the walk.
//
// The order of the items depends on the names alone: the arguments in their
// order, the entries of a directory sorted by name, the members of an archive
// as the archive lists them.
package input

import (
	"context"
	"io"

	"github.com/pbt-cli/pbt/schema"
)

// Item is one input: a document to be read, something that was passed over, or
// something that could not be reached.
type Item struct {
	// Name is how the user knows the input: the path as it was given, and
	// ARCHIVE!inner/path for a member of an archive. It is valid UTF-8 and
	// unique in a walk.
	Name string
	// Rel is the slash-separated path that an output mirrors. It comes from
	// the input and is not to be trusted: it may hold "..", device names or
	// control characters.
	Rel string
	// Part is the path that decides to which part of a run the item belongs: its
	// own, or that of the archive which one part unpacks for itself.
	Part string
	// Size is an upper bound of the document's bytes.
	Size int64
	// Weight is the share of the bytes on disk that this item stands for, to
	// show how far a walk has come.
	Weight int64
	// Streamed items can be read only until the function they were handed to
	// returns; all others later too, and by another goroutine.
	Streamed bool
	// Named marks a document that stands on the command line, or matches a glob
	// of it, itself.
	Named bool
	// Skip is why the item was passed over, empty for documents.
	Skip Skip
	// Problems are faults of the input itself. One with SeverityError means
	// that there is nothing to read.
	Problems []schema.Finding

	read func(context.Context) ([]byte, error)
}

// Skip is a reason to pass an input over.
type Skip string

// The reasons.
const (
	// SkipLock: an office program's lock file (~$预算.xlsx).
	SkipLock Skip = "office-lock"
	// SkipSystem: a file of the operating system (.DS_Store, Thumbs.db).
	SkipSystem Skip = "system-file"
	// SkipReview: what a person corrected in another document (form.pdf.review.yaml).
	SkipReview Skip = "corrections"
	// SkipSpecial: a device, socket or pipe.
	SkipSpecial Skip = "special-file"
	// SkipLink: a link to a directory, or a link inside an archive.
	SkipLink Skip = "link"
	// SkipOther: neither the bytes nor the name are those of a document.
	SkipOther Skip = "no-document"
	// SkipEmpty: an archive without a single document.
	SkipEmpty Skip = "empty-archive"
)

// Unreadable reports whether the walk already found that there is nothing to read.
func (it *Item) Unreadable() bool {
	for _, p := range it.Problems {
		if p.Severity == schema.SeverityError {
			return true
		}
	}
	return false
}

// Filtered reports whether the options leave inputs out.
func (o *Options) Filtered() bool { return len(o.Include)+len(o.Exclude) > 0 }

// Read gives the document's bytes, at most Limits.Document of them. It may be
// called once. An error is a *schema.ReadError, or that of a cancelled context.
func (it *Item) Read(ctx context.Context) ([]byte, error) {
	if it.read == nil {
		return nil, nil
	}
	read := it.read
	it.read = nil
	return read(ctx)
}

// Limits bound what an archive may do. An archive that goes over one is
// answered with a problem; what came before it stays.
type Limits struct {
	// Depth is how deep archives may nest: 1 reads only archives on disk.
	Depth int
	// Members is the number of members of one file on disk, all depths together.
	Members int64
	// Bytes is what one file on disk may unpack to, all depths together.
	Bytes int64
	// Ratio is how many times its own size a file on disk may unpack to,
	// once that is more than RatioFloor bytes.
	Ratio      int64
	RatioFloor int64
	// Document is the size of the largest document, in bytes.
	Document int64
	// Nested is the size of the largest archive inside an archive, in bytes.
	Nested int64
}

// DefaultLimits let an office's yearly archive through and stop a bomb. A
// deflated zip of workbooks and PDFs unpacks to 1.1 to 20 times its size; the
// format's own ceiling is 1032 times.
func DefaultLimits() Limits {
	return Limits{
		Depth:      4,
		Members:    500_000,
		Bytes:      256 << 30,
		Ratio:      100,
		RatioFloor: 64 << 20,
		Document:   256 << 20,
		Nested:     4 << 30,
	}
}

// Options say where to look. The zero value of a limit means its default.
type Options struct {
	// Paths are files, directories, archives and globs (**, *, ?, [a-z]).
	Paths []string
	// FilesFrom names a list of paths, one a line or ended by NUL; "-" is Stdin.
	FilesFrom string
	Stdin     io.Reader
	// Include and Exclude are globs. One without a slash is held against the
	// base name, one with a slash against the path below the argument or the
	// archive. Include speaks of documents only, Exclude of directories and
	// archives too.
	Include, Exclude []string
	// Avoid is a directory that is never entered: the output.
	Avoid string
	// TempDir is where an archive inside an archive is unpacked to if it is
	// too large for memory; empty means the system's.
	TempDir string
	Limits  Limits
	// Password opens encrypted archives and members.
	Password string
	// Unpack runs another implementation of Unpack, say in a process of its
	// own; nil means Unpack.
	Unpack Unpacker
	// Ahead is how many files of a folder, and members of a zip, are opened ahead
	// of the walk, by goroutines of their own. A member stays open then until its
	// item is read, so items are to be read or dropped as they come. 0 opens each
	// at its turn.
	Ahead int
	// Mine tells by an item's Part whether the caller takes it. What it does not
	// take is not unpacked; it may be handed out all the same. nil takes all.
	Mine func(part string) bool
	// Passed hears of bytes on disk that the walk is done with and that no
	// item stands for: the rest of an archive.
	Passed func(bytes int64)
}

// withDefaults fills the limits that are not set.
func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	for _, f := range []struct {
		v *int64
		d int64
	}{
		{&l.Members, d.Members}, {&l.Bytes, d.Bytes}, {&l.Ratio, d.Ratio},
		{&l.RatioFloor, d.RatioFloor}, {&l.Document, d.Document}, {&l.Nested, d.Nested},
	} {
		if *f.v <= 0 {
			*f.v = f.d
		}
	}
	if l.Depth <= 0 {
		l.Depth = d.Depth
	}
	return l
}
