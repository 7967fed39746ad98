// Package desk is pbt review: a page in the browser that shows documents as they
// look beside what was read of them, and keeps what a person sets right. It is a
// server on the loopback address, or one file that holds all it shows.
//
// The page gets documents as data and draws them with the browser's own means;
// nothing of a document is ever markup or script. Requests name documents by their
// number in the queue, never by a path.
package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// Judge checks what was read of a file against the rules. said is what a reviewer
// said of it; the findings that it accepts come apart.
type Judge func(name string, data []byte, file *parser.File, said *review.File) (findings, accepted []schema.Finding)

// Options say what is on the desk and how it is read.
type Options struct {
	Read  parser.Options
	Judge Judge
	// By names who corrects; it may be empty.
	By string
	// Version is that of the program.
	Version string
	Lang    schema.Lang
}

// keptReadings is how many documents stay read, so that going back and forth costs
// nothing.
const keptReadings = 8

// maxStreamed bounds the bytes of documents that can be read only while their
// archive is unpacked, and are therefore kept.
const maxStreamed = 512 << 20

// Desk is a queue of documents and what was read of them.
type Desk struct {
	opt Options

	mu    sync.Mutex
	items []*item
	// revision counts the changes of the queue's states.
	revision int
	recent   []*item
	// columns are the answers for the rest of the pile.
	columns  map[string]string
	streamed int64

	judging sync.Mutex
	// opened is closed once a document was opened.
	opened   chan struct{}
	openOnce sync.Once
}

// state is how far a document is.
type state string

const (
	waiting    state = "waiting"
	isRead     state = "read"
	unreadable state = "unreadable"
)

// queued is a line of the queue.
type queued struct {
	ID           int    `json:"id"`
	Name         string `json:"name"`
	State        state  `json:"state"`
	Declarations int    `json:"declarations"`
	Doubts       int    `json:"doubts"`
	Errors       int    `json:"errors"`
	Warnings     int    `json:"warnings"`
	Settled      int    `json:"settled"`
	// Corrected tells that something was saved about the document.
	Corrected bool `json:"corrected"`

	revision int
}

// item is a document of the queue.
type item struct {
	id     int
	source *input.Item
	bytes  []byte // of one that could be read only once

	fetching sync.Mutex
	fetched  []byte // of one that is shown: guarded by fetching

	mu      sync.Mutex // held while it is read or corrected
	reading *shown     // nil unless it is among the recent
	status  queued     // guarded by the desk's mutex
}

// New makes a desk of what a command line names. Nothing is read yet but archives
// that can be read only in their order.
func New(ctx context.Context, in input.Options, opt Options) (*Desk, error) {
	d := &Desk{opt: opt, opened: make(chan struct{})}
	err := input.Walk(ctx, in, func(it *input.Item) error {
		if it.Skip != "" {
			return nil
		}
		return d.add(ctx, it)
	})
	return d, err
}

func (d *Desk) add(ctx context.Context, it *input.Item) error {
	x := &item{id: len(d.items), source: it}
	x.status = queued{ID: x.id, Name: it.Name, State: waiting}
	if it.Streamed && !it.Unreadable() {
		if d.streamed+it.Size > maxStreamed {
			it.Problems = append(it.Problems, schema.ExtractArchiveBytes.Told(maxStreamed).Finding())
		} else if data, err := it.Read(ctx); err == nil {
			x.bytes = data
			d.streamed += int64(len(data))
		} else if ctx.Err() != nil {
			return ctx.Err()
		} else {
			it.Problems = append(it.Problems, problemOf(it.Name, err))
		}
	}
	d.items = append(d.items, x)
	return nil
}

func problemOf(name string, err error) schema.Finding {
	var re *schema.ReadError
	if !errors.As(err, &re) {
		re = schema.ExtractOpen.Told(name, schema.Text{ZH: err.Error(), EN: err.Error()})
	}
	return re.Finding()
}

// Len is the number of documents.
func (d *Desk) Len() int { return len(d.items) }

// aheadAfter is how long the documents that are not asked for wait for the first
// one that is.
const aheadAfter = 4 * time.Second

// ReadAhead reads the documents one after another, so that the queue knows their
// doubts before they are opened, until ctx ends. It lets the first that is opened
// go before.
func (d *Desk) ReadAhead(ctx context.Context) {
	select {
	case <-d.opened:
	case <-time.After(aheadAfter):
	case <-ctx.Done():
	}
	for _, x := range d.items {
		if ctx.Err() != nil {
			return
		}
		d.mu.Lock()
		known := x.status.State != waiting
		d.mu.Unlock()
		if !known {
			x.mu.Lock()
			if x.reading == nil {
				if r, err := d.read(ctx, x, nil); err == nil {
					d.note(x, r)
				}
			}
			x.mu.Unlock()
		}
	}
}

// queue is every status that changed after a revision.
func (d *Desk) queue(since int) (changed []queued, revision int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	changed = []queued{}
	for _, x := range d.items {
		if since <= 0 || x.status.revision > since {
			changed = append(changed, x.status)
		}
	}
	return changed, d.revision
}

// note keeps the figures of a reading for the queue.
func (d *Desk) note(x *item, r *shown) {
	s := queued{ID: x.id, Name: x.source.Name, State: isRead, Declarations: len(r.Document.Declarations), Corrected: r.Review != nil}
	for _, decl := range r.Document.Declarations {
		s.Doubts += len(decl.Uncertain)
	}
	for _, f := range r.Findings {
		switch {
		case f.Accepted != "":
			s.Settled++
		case f.Doubt:
		case f.Severity == schema.SeverityError:
			s.Errors++
		case f.Severity == schema.SeverityWarning:
			s.Warnings++
		}
	}
	if r.Review != nil {
		s.Settled += len(r.Review.Corrections)
	}
	if r.Document.Unreadable() && s.Declarations == 0 {
		s.State = unreadable
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.revision++
	s.revision = d.revision
	x.status = s
}

// errGone is a document that is not in the queue.
var errGone = errors.New("there is no such document")

func (d *Desk) item(id int) (*item, error) {
	if id < 0 || id >= len(d.items) {
		return nil, errGone
	}
	return d.items[id], nil
}

// open gives the reading of a document, and keeps it for a while. The caller holds
// the item's lock.
func (d *Desk) open(ctx context.Context, x *item) (*shown, error) {
	if x.reading != nil {
		return x.reading, nil
	}
	r, err := d.read(ctx, x, nil)
	if err != nil {
		return nil, err
	}
	d.keep(x, r)
	d.openOnce.Do(func() { close(d.opened) })
	return r, nil
}

// keep makes a reading the one that a document is shown with.
func (d *Desk) keep(x *item, r *shown) {
	x.reading = r
	d.note(x, r)
	d.mu.Lock()
	d.recent = append(slices.DeleteFunc(d.recent, func(o *item) bool { return o == x }), x)
	var old *item
	if len(d.recent) > keptReadings {
		old, d.recent = d.recent[0], d.recent[1:]
	}
	d.mu.Unlock()
	if old != nil && old.mu.TryLock() {
		old.forget()
		old.mu.Unlock()
	}
}

// load gives the bytes of a document. Those of one that is shown are kept for as
// long as its reading is.
func (x *item) load(ctx context.Context) ([]byte, error) {
	if x.bytes != nil {
		return x.bytes, nil
	}
	x.fetching.Lock()
	defer x.fetching.Unlock()
	if x.fetched != nil {
		return x.fetched, nil
	}
	again := *x.source // an item is read once; its copy is another
	return again.Read(ctx)
}

// show gives the bytes of a document that is shown, and keeps them; nil where there
// are none to be had.
func (x *item) show(ctx context.Context) []byte {
	if x.source.Unreadable() {
		return nil
	}
	data, err := x.load(ctx)
	if err != nil {
		return nil
	}
	x.fetching.Lock()
	defer x.fetching.Unlock()
	x.fetched = data
	return data
}

// forget lets go of what is kept of a document that is shown no longer.
func (x *item) forget() {
	x.reading = nil
	x.fetching.Lock()
	defer x.fetching.Unlock()
	x.fetched = nil
}

// answers are the columns that were named for the pile.
func (d *Desk) answers() map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.columns)
}

// answerPile names columns for the documents that are read from now on, and has
// those read anew that hold no form yet.
func (d *Desk) answerPile(columns map[string]string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.columns == nil {
		d.columns = map[string]string{}
	}
	maps.Copy(d.columns, columns)
	d.revision++
	for _, x := range d.items {
		if x.status.State != waiting && x.reading == nil {
			x.status = queued{ID: x.id, Name: x.source.Name, State: waiting, revision: d.revision}
		}
	}
}

// title names what is on the desk.
func (d *Desk) title() string {
	if len(d.items) == 1 {
		return d.items[0].source.Name
	}
	return fmt.Sprintf("%d", len(d.items))
}
