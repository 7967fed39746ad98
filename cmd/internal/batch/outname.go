package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/pbt-cli/pbt/cmd/internal/input"
)

const (
	// maxSegment is the longest name of a file or folder, in bytes. Most file
	// systems allow 255; an extension is added to the last.
	maxSegment = 230
	// maxPath is the longest path below the output folder, in bytes.
	maxPath = 2000
)

// stateDir holds what a run needs to go on after it was killed. It is gone
// once a run is complete.
const stateDir = ".pbt"

// hashes is a set of names by their hash.
type hashes map[uint64]struct{}

func (h hashes) add(name uint64)      { h[name] = struct{}{} }
func (h hashes) has(name uint64) bool { _, ok := h[name]; return ok }

// namer gives each input an output path of its own. It holds 8 bytes an input.
type namer struct {
	ext  string
	seed maphash.Seed
	used hashes
}

func newNamer(ext string) *namer {
	return &namer{ext: ext, seed: maphash.MakeSeed(), used: hashes{}}
}

// name mirrors an input's path. Where the path is taken, also by a name that
// differs only in case or in how accents are encoded, a digest of the input's
// name is added; so the order of inputs decides who keeps the plain name.
func (n *namer) name(inputName, rel string) string {
	stem := mirror(rel, n.ext)
	out := stem + n.ext
	for try := inputName; n.taken(out); try += "#" {
		out = stem + "~" + digest(try) + n.ext
	}
	n.used.add(n.key(out))
	return out
}

func (n *namer) key(out string) uint64 {
	return maphash.String(n.seed, strings.ToLower(norm.NFC.String(out)))
}

func (n *namer) taken(out string) bool { return n.used.has(n.key(out)) }

// mirror makes a safe slash path of an untrusted one: relative, without "..",
// device names, control characters, or what Windows does not allow; no segment
// and no path too long.
func mirror(rel, ext string) string {
	segs := strings.FieldsFunc(rel, func(r rune) bool { return r == '/' || r == '\\' })
	var out []string
	for _, s := range segs {
		if s != "." {
			out = append(out, safeSegment(s))
		}
	}
	if len(out) == 0 {
		return "_"
	}
	for i := range out[:len(out)-1] {
		// A folder must not bear the name of an output: a.pdf.yaml/ beside a.pdf.
		if strings.HasSuffix(strings.ToLower(out[i]), ext) {
			out[i] += "_"
		}
	}
	if len(out) > 1 && reserved(out[0]) {
		out[0] = "_" + out[0]
	}
	p := path.Join(out...)
	if len(p) > maxPath {
		return path.Join(out[0], "_long~"+digest(rel))
	}
	return p
}

// reserved reports whether a run writes a file of this name at the top.
func reserved(name string) bool {
	name = strings.ToLower(name)
	if name == stateDir || name == runLog || strings.HasPrefix(name, "manifest") {
		return true
	}
	for _, t := range []string{"indicators.", "findings.", "documents.", "declarations."} {
		if strings.HasPrefix(name, t) {
			return true
		}
	}
	return false
}

func safeSegment(s string) string {
	if strings.Trim(s, ".") == "" {
		return strings.Repeat("_", min(len(s), 8))
	}
	safe := strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r), strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, s)
	if t := strings.TrimRight(safe, ". "); t != safe {
		safe = t + "_" // Windows drops trailing dots and spaces
	}
	if input.IsDevice(safe) {
		safe = "_" + safe
	}
	if len(safe) > maxSegment {
		n := maxSegment - 9
		for n > 0 && !utf8.RuneStart(safe[n]) {
			n--
		}
		safe = safe[:n] + "~" + digest(s)
	}
	return safe
}

func digest(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:4])
}
