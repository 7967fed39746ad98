package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// Fingerprint gives the findings about a document the digests by which ignores,
// baselines and other programs know them again. One is made of the rule, the
// base name of the document, the names of the form and of the row, and the
// printed texts; never of a position, a message or an index, so that a form and
// its normalised form have the same, in every language and every format. The
// same thing said again of the same words is told apart by its turn. A finding
// that has a fingerprint keeps it. The declarations that findings speak of are
// those of the document, by their index in it; doc may be nil.
func Fingerprint(doc *Document, findings []Finding) {
	seen := make(map[string]int, len(findings))
	for i := range findings {
		f := &findings[i]
		if f.Fingerprint != "" {
			continue
		}
		parts := about(doc, f)
		print := Digest(parts...)
		n := seen[print]
		seen[print]++
		if n > 0 {
			print = Digest(append(parts, "#"+strconv.Itoa(n))...)
		}
		f.Fingerprint = print
	}
}

// Digest is a short digest of texts.
func Digest(parts ...string) string {
	h := sha256.New()
	h.Write([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// about are the words that say what a finding is about.
func about(doc *Document, f *Finding) []string {
	file := f.File
	if doc != nil && doc.Source.File != "" {
		file = doc.Source.File
	}
	parts := []string{f.Rule, baseName(file)}
	var d *Declaration
	if doc != nil && f.Declaration != nil && *f.Declaration >= 0 && *f.Declaration < len(doc.Declarations) {
		d = doc.Declarations[*f.Declaration]
	}
	if d == nil {
		return append(parts, withoutIndexes(f.Path), f.Found)
	}
	parts = append(parts, d.Unit, d.Project.Name, fmt.Sprint(d.Year))
	if row := d.row(f.Path); row != nil {
		return append(append(parts, row...), f.Found)
	}
	return append(parts, withoutIndexes(f.Path), f.Found)
}

// baseName is the last part of a file's name, inside an archive too.
func baseName(file string) string {
	if file == "" {
		return ""
	}
	file = strings.ReplaceAll(file, `\`, "/")
	return path.Base(file[strings.LastIndexByte(file, '!')+1:])
}

// row is what is printed of the indicator that a path leads into: its labels,
// outermost first, its name and its target; nil where the path leads elsewhere.
func (d *Declaration) row(path string) []string {
	root, rest, _ := strings.Cut(path, "[")
	nodes := d.Indicators
	switch root {
	case "indicators":
	case "indicators_medium_term":
		nodes = d.IndicatorsMediumTerm
	default:
		return nil
	}
	out := []string{root}
	for rest != "" {
		index, after, _ := strings.Cut(rest, "]")
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= len(nodes) || nodes[i] == nil {
			return nil
		}
		n := nodes[i]
		out = append(out, n.Name)
		deeper, ok := strings.CutPrefix(after, ".children[")
		if !ok {
			if n.Value != nil {
				out = append(out, n.Value.Text)
			}
			return out
		}
		nodes, rest = n.Children, deeper
	}
	return nil
}

// withoutIndexes is a path without the numbers of its entries.
func withoutIndexes(path string) string {
	if !strings.Contains(path, "[") {
		return path
	}
	var b strings.Builder
	for path != "" {
		key, rest, ok := strings.Cut(path, "[")
		b.WriteString(key)
		if !ok {
			break
		}
		_, path, _ = strings.Cut(rest, "]")
	}
	return b.String()
}
