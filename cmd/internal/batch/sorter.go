package batch

import (
	"bufio"
	"bytes"
	"container/heap"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// sortMemory is how many bytes of lines are sorted in memory at a time.
const sortMemory = 32 << 20

// sorter sorts lines by their keys, with temporary files where they are many.
type sorter struct {
	dir   string // for temporary files
	lines []keyed
	bytes int
	runs  []string
}

// keyed is a line with the key that it is sorted by.
type keyed struct {
	key  string
	line []byte
}

func compareKeyed(a, b keyed) int {
	if c := strings.Compare(a.key, b.key); c != 0 {
		return c
	}
	return bytes.Compare(a.line, b.line)
}

// add takes a line that ends with a line feed.
func (s *sorter) add(key string, line []byte) error {
	s.lines = append(s.lines, keyed{key, bytes.Clone(line)})
	s.bytes += len(line) + len(key) + 64
	if s.bytes < sortMemory {
		return nil
	}
	return s.flush()
}

// flush writes the lines in memory as a sorted run.
func (s *sorter) flush() error {
	slices.SortFunc(s.lines, compareKeyed)
	f, err := os.CreateTemp(s.dir, "sort-*")
	if err != nil {
		return err
	}
	defer f.Close()
	s.runs = append(s.runs, f.Name())
	w := bufio.NewWriter(f)
	for _, l := range s.lines {
		w.Write(l.line)
	}
	s.lines, s.bytes = nil, 0
	return w.Flush()
}

// remove deletes the temporary files.
func (s *sorter) remove() {
	for _, r := range s.runs {
		os.Remove(r)
	}
}

// write hands out all lines in order.
func (s *sorter) write(out func(line []byte) error) error {
	slices.SortFunc(s.lines, compareKeyed)
	h := &runHeap{}
	if len(s.lines) > 0 {
		*h = append(*h, &sortedRun{head: s.lines[0], rest: s.lines[1:]})
	}
	for _, name := range s.runs {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		r := &sortedRun{in: bufio.NewReaderSize(f, 256<<10)}
		ok, err := r.next()
		if err != nil {
			return err
		}
		if ok {
			*h = append(*h, r)
		}
	}
	heap.Init(h)
	for h.Len() > 0 {
		r := (*h)[0]
		if err := out(r.head.line); err != nil {
			return err
		}
		ok, err := r.next()
		if err != nil {
			return err
		}
		if ok {
			heap.Fix(h, 0)
		} else {
			heap.Pop(h)
		}
	}
	return nil
}

// sortedRun is a sorted list of lines, in memory or in a file.
type sortedRun struct {
	head keyed
	rest []keyed
	in   *bufio.Reader
}

func (r *sortedRun) next() (bool, error) {
	if r.in == nil {
		if len(r.rest) == 0 {
			return false, nil
		}
		r.head, r.rest = r.rest[0], r.rest[1:]
		return true, nil
	}
	line, err := r.in.ReadBytes('\n')
	if err == io.EOF && len(line) == 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	key, ok := inputOf(line)
	if !ok {
		return false, fmt.Errorf("a temporary file was changed")
	}
	r.head = keyed{key, line}
	return true, nil
}

type runHeap []*sortedRun

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return compareKeyed(h[i].head, h[j].head) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)        { *h = append(*h, x.(*sortedRun)) }
func (h *runHeap) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}
