package schema

import (
	"crypto/sha256"
	"encoding/hex"
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
	var text []byte
	for i := range findings {
		f := &findings[i]
		if f.Fingerprint != "" {
			continue
		}
		text = appendAbout(text[:0], doc, f)
		print := digest(text)
		n := seen[print]
		seen[print]++
		if n > 0 {
			print = digest(strconv.AppendInt(append(text, "\x00#"...), int64(n), 10))
		}
		f.Fingerprint = print
	}
}

// Digest is a short digest of texts.
func Digest(parts ...string) string { return digest([]byte(strings.Join(parts, "\x00"))) }

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	var out [32]byte
	hex.Encode(out[:], sum[:len(out)/2])
	return string(out[:])
}

// appendAbout appends the words that say what a finding is about, each behind a zero
// byte but the first.
func appendAbout(to []byte, doc *Document, f *Finding) []byte {
	file := f.File
	if doc != nil && doc.Source.File != "" {
		file = doc.Source.File
	}
	to = appendPart(append(to, f.Rule...), baseName(file))
	var d *Declaration
	if doc != nil && f.Declaration != nil && *f.Declaration >= 0 && *f.Declaration < len(doc.Declarations) {
		d = doc.Declarations[*f.Declaration]
	}
	if d != nil {
		to = appendPart(appendPart(to, d.Unit), d.Project.Name)
		to = strconv.AppendInt(append(to, 0), int64(d.Year), 10)
		if with, ok := d.appendRow(to, f.Path); ok {
			return appendPart(with, f.Found)
		}
	}
	return appendPart(appendPart(to, withoutIndexes(f.Path)), f.Found)
}

func appendPart(to []byte, part string) []byte { return append(append(to, 0), part...) }

// baseName is the last part of a file's name, inside an archive too.
func baseName(file string) string {
	if file == "" {
		return ""
	}
	file = strings.ReplaceAll(file, `\`, "/")
	return path.Base(file[strings.LastIndexByte(file, '!')+1:])
}

// appendRow appends what is printed of the indicator that a path leads into: its
// labels, outermost first, its name and its target; ok is false where the path leads
// elsewhere.
func (d *Declaration) appendRow(to []byte, path string) (out []byte, ok bool) {
	root, rest, _ := strings.Cut(path, "[")
	nodes := d.Indicators
	switch root {
	case "indicators":
	case "indicators_medium_term":
		nodes = d.IndicatorsMediumTerm
	default:
		return to, false
	}
	to = appendPart(to, root)
	for rest != "" {
		index, after, _ := strings.Cut(rest, "]")
		i, err := strconv.Atoi(index)
		if err != nil || i < 0 || i >= len(nodes) || nodes[i] == nil {
			break
		}
		n := nodes[i]
		to = appendPart(to, n.Name)
		deeper, under := strings.CutPrefix(after, ".children[")
		if !under {
			if n.Value != nil {
				to = appendPart(to, n.Value.Text)
			}
			return to, true
		}
		nodes, rest = n.Children, deeper
	}
	return to, false
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
