package ofd

import (
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/pbt-cli/pbt/parser/internal/office"
)

// pack finds the parts of a package by the locations that other parts give.
type pack struct {
	p    *office.Package
	root string // OFD.xml
	// decoded are the names that are GBK in the zip, by what they say.
	decoded map[string]string
}

func newPack(p *office.Package) *pack {
	out := &pack{p: p, root: "OFD.xml", decoded: map[string]string{}}
	if !p.Has(out.root) { // zipped with the folder that it lay in
		for _, n := range p.Names() {
			if n = slashes(n); strings.EqualFold(path.Base(n), "OFD.xml") {
				out.root = n
				break
			}
		}
	}
	for _, n := range p.Names() {
		if utf8.ValidString(n) {
			continue
		}
		if s, err := simplifiedchinese.GB18030.NewDecoder().String(n); err == nil {
			out.decoded[strings.ToLower(slashes(s))] = n
		}
	}
	return out
}

func slashes(s string) string { return strings.ReplaceAll(s, `\`, "/") }

func (p *pack) read(part string) ([]byte, error) { return p.p.Read(part) }

// resolve finds the part that a location names which stands in a part of dir:
// relative to dir, or to the root of the package where it has a leading slash
// or nothing else fits. Writers put blanks around it and doubled or backward
// slashes into it.
func (p *pack) resolve(dir, loc string) string {
	loc = slashes(strings.TrimSpace(loc))
	top := path.Dir(p.root)
	tries := []string{path.Join(dir, loc), path.Join(top, loc), path.Clean("/" + loc)[1:]}
	if strings.HasPrefix(loc, "/") {
		tries[0], tries[1] = tries[1], tries[0]
	}
	for _, t := range tries {
		if p.p.Has(t) {
			return t
		}
		if n, ok := p.decoded[strings.ToLower(t)]; ok {
			return n
		}
	}
	return tries[0]
}
