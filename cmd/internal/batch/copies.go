package batch

import (
	"crypto/sha256"
	"strings"
	"sync"

	"github.com/pbt-cli/pbt/schema"
)

// copies knows the bytes that the run has met, so that equal documents are
// converted once. It holds about 40 bytes a document.
type copies struct {
	mu      sync.Mutex
	done    map[[16]byte]int64         // where the record of the first copy stands in the journal
	pending map[[16]byte]chan struct{} // closed once the first copy is written
}

func copyKey(sum [32]byte, ext string) (key [16]byte) {
	h := sha256.Sum256(append(sum[:], strings.ToLower(ext)...))
	copy(key[:], h[:])
	return key
}

// claim gives the place of the first copy's record, or makes the caller the
// first copy. It waits for one that is on its way.
func (c *copies) claim(key [16]byte) (offset int64, found bool) {
	for {
		c.mu.Lock()
		if at, ok := c.done[key]; ok {
			c.mu.Unlock()
			return at, true
		}
		wait, ok := c.pending[key]
		if !ok {
			c.pending[key] = make(chan struct{})
			c.mu.Unlock()
			return 0, false
		}
		c.mu.Unlock()
		<-wait
	}
}

// settle ends the wait for a first copy. good means that its record and its
// output can be copied.
func (c *copies) settle(j *job, offset int64, good bool) {
	if !j.owns {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.pending[j.key])
	delete(c.pending, j.key)
	if good {
		c.done[j.key] = offset
	}
}

// copy makes a job's record and output from those of a document with the same
// bytes. Where there is none yet, the job becomes the one that others wait for.
func (r *run) copy(j *job) bool {
	if r.opt.Rename == nil {
		return false
	}
	offset, found := r.copies.claim(j.key)
	if !found {
		j.owns = true
		return false
	}
	first, err := readRecord(r.store.journal, offset)
	if err != nil || len(first.Problems) == maxProblems {
		return false
	}
	doc := Document{
		Reader: first.Reader, Declarations: first.Declarations,
		Findings: first.Findings, Places: first.Places, Unreadable: first.Outcome == Unreadable,
	}
	// Faults of the first copy's name are not those of this one.
	for _, p := range first.Problems {
		if p.Rule == schema.ExtractMemberName.Rule {
			doc.Findings.Warning--
			continue
		}
		doc.Problems = append(doc.Problems, p)
	}
	if first.Output != "" {
		out, err := r.store.get(first.Output)
		if err != nil {
			return false
		}
		if doc.Output, err = r.opt.Rename(out, first.Input, j.item.Name); err != nil {
			return false
		}
	}
	j.doc = doc
	r.fill(j)
	r.mu.Lock()
	r.sum.Copies++
	r.mu.Unlock()
	return true
}
