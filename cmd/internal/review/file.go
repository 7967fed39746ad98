// Package review keeps what a person found wrong in a reading, or found right
// where it was in doubt, beside the document: FILE.review.yaml. Corrections are
// applied to a fresh reading of the same bytes, each is listed among the repairs,
// and a document that has changed voids them with a finding.
package review

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// Version names the format of a file of corrections.
const Version = "pbt-review/v1"

// Ending is what the name of a file of corrections adds to that of its document.
const Ending = ".review.yaml"

// Why is what a repair that a person made says of its reason.
const Why = "review"

// maxBytes bounds a file of corrections, maxEntries each of its lists. A form of a
// thousand rows that was typed anew has some thousand corrections.
const (
	maxBytes   = 16 << 20
	maxEntries = 100_000
)

// File is what a person said about one document.
type File struct {
	Schema string `json:"schema" yaml:"schema"`
	// Document is the SHA-256 of the bytes that it speaks of, in lower-case hex.
	Document string `json:"document" yaml:"document"`
	// Columns say what columns are, as parse --column does: a printed heading and
	// its role.
	Columns     map[string]string `json:"columns,omitempty" yaml:"columns,omitempty"`
	Corrections []Correction      `json:"corrections,omitempty" yaml:"corrections,omitempty"`
	Accepted    []Accepted        `json:"accepted,omitempty" yaml:"accepted,omitempty"`
}

// Correction is one reading set right, or confirmed where From and To are the same.
type Correction struct {
	// Declaration is the index of the form in the document.
	Declaration int `json:"declaration,omitempty" yaml:"declaration,omitempty"`
	// Path is where in the declaration, as pbt read it before any correction.
	Path string `json:"path" yaml:"path"`
	// Question is level1 or level2 where it is the label above the indicator at
	// Path that is set right, and empty where it is the text at Path.
	Question string `json:"question,omitempty" yaml:"question,omitempty"`
	From     string `json:"from" yaml:"from"`
	To       string `json:"to" yaml:"to"`
	Why      string `json:"why,omitempty" yaml:"why,omitempty"`
	By       string `json:"by,omitempty" yaml:"by,omitempty"`
	// At is when, as RFC 3339 has it.
	At string `json:"at,omitempty" yaml:"at,omitempty"`
}

// Accepted is a finding that stays, for a reason.
type Accepted struct {
	Rule        string `json:"rule" yaml:"rule"`
	Fingerprint string `json:"fingerprint" yaml:"fingerprint"`
	Reason      string `json:"reason" yaml:"reason"`
	By          string `json:"by,omitempty" yaml:"by,omitempty"`
	At          string `json:"at,omitempty" yaml:"at,omitempty"`
}

// Empty reports whether nothing is said.
func (f *File) Empty() bool {
	return f == nil || len(f.Columns)+len(f.Corrections)+len(f.Accepted) == 0
}

// decode reads and checks a file of corrections.
func decode(name string, data []byte) (*File, error) {
	if len(data) > maxBytes {
		return nil, &yml.Error{File: name, Text: fmt.Sprintf("more than %s", schema.Bytes(maxBytes)), ZH: fmt.Sprintf("超过 %s", schema.Bytes(maxBytes))}
	}
	f := &File{}
	if err := yml.Decode(name, data, f); err != nil {
		return nil, err
	}
	if fault := f.check(); fault != (schema.Text{}) {
		return nil, &yml.Error{File: name, Text: fault.EN, ZH: fault.ZH}
	}
	return f, nil
}

// check says what is wrong with a file; nothing where it is well formed.
func (f *File) check() schema.Text {
	if f.Schema != Version {
		return schema.Text{ZH: fmt.Sprintf("schema 为 %q，应为 %q", f.Schema, Version), EN: fmt.Sprintf("schema is %q, expected %q", f.Schema, Version)}
	}
	if len(f.Document) != 64 {
		return schema.Text{ZH: "document 应为文档的 SHA-256", EN: "document must be the SHA-256 of the document"}
	}
	if max(len(f.Corrections), len(f.Accepted), len(f.Columns)) > maxEntries {
		return schema.Text{ZH: "条目过多", EN: "there are too many entries"}
	}
	for i, c := range f.Corrections {
		if c.Path == "" || c.Declaration < 0 {
			return schema.Text{ZH: fmt.Sprintf("corrections[%d] 没有写 path", i), EN: fmt.Sprintf("corrections[%d] has no path", i)}
		}
		if q := c.Question; q != "" && q != schema.QuestionLevel1 && q != schema.QuestionLevel2 {
			return schema.Text{ZH: fmt.Sprintf("corrections[%d] 的 question 是 %q，应为 level1 或 level2", i, q), EN: fmt.Sprintf("the question of corrections[%d] is %q, expected level1 or level2", i, q)}
		}
	}
	for i, a := range f.Accepted {
		if a.Rule == "" || a.Fingerprint == "" || a.Reason == "" {
			return schema.Text{ZH: fmt.Sprintf("accepted[%d] 要有 rule、fingerprint 和 reason", i), EN: fmt.Sprintf("accepted[%d] needs rule, fingerprint and reason", i)}
		}
	}
	roles := form.Roles()
	for head, role := range f.Columns {
		if !slices.Contains(roles, role) {
			return schema.Text{ZH: fmt.Sprintf("columns 的 %s 是 %q，没有这种角色", head, role), EN: fmt.Sprintf("columns has %s as %q, which is no role", head, role)}
		}
	}
	return schema.Text{}
}

// Encode writes the file, in one order whatever order things were said in.
func (f *File) Encode(w io.Writer) error {
	out := *f
	out.Schema = Version
	out.Corrections = slices.Clone(f.Corrections)
	slices.SortStableFunc(out.Corrections, func(a, b Correction) int {
		return cmp.Or(cmp.Compare(a.Declaration, b.Declaration), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Question, b.Question))
	})
	out.Accepted = slices.Clone(f.Accepted)
	slices.SortStableFunc(out.Accepted, func(a, b Accepted) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return yml.Encode(w, &out)
}

// Load reads a file of corrections; nil without an error where there is none.
func Load(name string) (*File, []byte, error) {
	in, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxBytes+1))
	if err != nil {
		return nil, nil, err
	}
	f, err := decode(filepath.ToSlash(name), data)
	return f, data, err
}

// Save puts the file in place as a whole, or takes it away where it says nothing.
func (f *File) Save(name string) error {
	if f.Empty() {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	var b bytes.Buffer
	if err := f.Encode(&b); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".pbt-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(b.Bytes())
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if late := tmp.Close(); err == nil {
		err = late
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}
