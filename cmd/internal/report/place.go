package report

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// where is a place in words.
func where(p *schema.Place, lang schema.Lang) string {
	if p == nil {
		return ""
	}
	return p.In(lang)
}

// line is the line and column of a place; 1 and 0 where it has none.
func line(p *schema.Place) (line, column int) {
	if p == nil || p.Line <= 0 {
		return 1, 0
	}
	return p.Line, p.Column
}

// LineOf is the line of a place; 1 where it has none.
func LineOf(p *schema.Place) int {
	n, _ := line(p)
	return n
}

// archives are the name endings of files whose members are named FILE!MEMBER.
var archives = [...]string{".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst"}

// outer splits the name of an archive's member into the archive, which is the
// file that exists, and the member.
func outer(file string) (path, member string) {
	for i, r := range file {
		if r != '!' {
			continue
		}
		for _, ext := range archives {
			if strings.HasSuffix(strings.ToLower(file[:i]), ext) {
				return file[:i], file[i+1:]
			}
		}
	}
	return file, ""
}

// relative is a path as seen from dir, with slashes; a path outside dir stays
// as it is.
func relative(dir, path string) string {
	if filepath.IsAbs(path) && dir != "" {
		if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
			path = rel
		}
	}
	return filepath.ToSlash(filepath.Clean(path))
}

// uri is a path as a URI: relative where it can be.
func uri(dir, path string) string {
	path = relative(dir, path)
	u := url.URL{Path: path}
	if filepath.IsAbs(filepath.FromSlash(path)) {
		u.Scheme = "file"
		if !strings.HasPrefix(path, "/") {
			u.Path = "/" + path
		}
	}
	return u.String()
}
