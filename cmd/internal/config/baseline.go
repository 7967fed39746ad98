package config

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/pbt-cli/pbt/schema"
)

// baselineVersion names the format of a baseline.
const baselineVersion = "pbt-baseline/v1"

// entry is one accepted finding. Fingerprint and file tell it; the rest is for
// the people who read the file.
type entry struct {
	File        string `json:"file"`
	Rule        string `json:"rule"`
	Path        string `json:"path,omitempty"`
	Message     string `json:"message,omitempty"`
	Fingerprint string `json:"fingerprint"`
}

type key struct{ file, fingerprint string }

// Baseline holds findings that are accepted: those of the day it was written.
// Its files are relative to its own directory. It may be used by several
// goroutines.
type Baseline struct {
	dir string

	mu      sync.Mutex
	entries map[key]entry
	met     map[key]bool
	visited map[string]bool
}

// NewBaseline is an empty baseline to be written to a file.
func NewBaseline(file string) (*Baseline, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	return &Baseline{dir: filepath.Dir(abs), entries: map[key]entry{}, met: map[key]bool{}, visited: map[string]bool{}}, nil
}

// ReadBaseline reads a baseline from the disk.
func ReadBaseline(file string) (*Baseline, error) {
	b, err := NewBaseline(file)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var doc struct {
		Schema   string  `json:"schema"`
		Findings []entry `json:"findings"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s is no baseline: %w", file, err)
	}
	if doc.Schema != baselineVersion {
		return nil, fmt.Errorf("%s is no baseline: schema is %q, expected %q", file, doc.Schema, baselineVersion)
	}
	for _, e := range doc.Findings {
		b.entries[key{e.File, e.Fingerprint}] = e
	}
	return b, nil
}

// OpenBaseline is the baseline of a file to be added to, an empty one where there
// is no such file.
func OpenBaseline(file string) (*Baseline, error) {
	b, err := ReadBaseline(file)
	if errors.Is(err, fs.ErrNotExist) {
		return NewBaseline(file)
	}
	return b, err
}

// Apply gives the findings of a file that the baseline does not hold, and how
// many it does.
func (b *Baseline) Apply(file string, findings []schema.Finding) (kept []schema.Finding, accepted int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	name := relative(b.dir, file)
	b.visited[name] = true
	for _, f := range findings {
		k := key{name, f.Fingerprint}
		if _, ok := b.entries[k]; ok {
			b.met[k] = true
			accepted++
		} else {
			kept = append(kept, f)
		}
	}
	return kept, accepted
}

// Gone counts the entries about checked files that no finding met.
func (b *Baseline) Gone() int {
	n := 0
	for k := range b.entries {
		if b.visited[k.file] && !b.met[k] {
			n++
		}
	}
	return n
}

// maxSought bounds the files of a baseline that are looked for.
const maxSought = 2000

// Lost reports whether none of the files that the baseline is about is there:
// it was moved, or they were.
func (b *Baseline) Lost() bool {
	sought := map[string]bool{}
	for k := range b.entries {
		file, _, _ := strings.Cut(k.file, "!")
		if sought[file] {
			continue
		}
		if sought[file] = true; len(sought) > maxSought {
			return false
		}
		at := filepath.FromSlash(file)
		if !filepath.IsAbs(at) {
			at = filepath.Join(b.dir, at)
		}
		if _, err := os.Lstat(at); err == nil {
			return false
		}
	}
	return len(sought) > 0
}

// Add takes the findings of a file into the baseline.
func (b *Baseline) Add(file string, findings []schema.Finding) {
	b.mu.Lock()
	defer b.mu.Unlock()
	name := relative(b.dir, file)
	for _, f := range findings {
		b.entries[key{name, f.Fingerprint}] = entry{File: name, Rule: f.Rule, Path: f.Path, Message: f.Text.In(schema.ZH), Fingerprint: f.Fingerprint}
	}
}

// Len is the number of findings that the baseline holds.
func (b *Baseline) Len() int { return len(b.entries) }

// Encode writes the baseline, one finding a line and in order, so that a
// change of it can be reviewed.
func (b *Baseline) Encode(w io.Writer) error {
	list := make([]entry, 0, len(b.entries))
	for _, e := range b.entries {
		list = append(list, e)
	}
	slices.SortFunc(list, func(x, y entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\"schema\": %q, \"findings\": [", baselineVersion)
	for i, e := range list {
		var line bytes.Buffer
		enc := json.NewEncoder(&line)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(e); err != nil {
			return err
		}
		sep := ",\n"
		if i == 0 {
			sep = "\n"
		}
		out.WriteString(sep)
		out.Write(bytes.TrimRight(line.Bytes(), "\n"))
	}
	if len(list) > 0 {
		out.WriteString("\n")
	}
	out.WriteString("]}\n")
	return out.Flush()
}
