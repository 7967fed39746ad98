package review

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// Finder finds the corrections of documents. The zero value looks beside each.
type Finder struct {
	// Where is a file of corrections, or a folder of them; empty means beside the
	// document.
	Where string
	// Lone says that one document is all that is read, so that a file of corrections
	// that was named must be about it.
	Lone bool
}

// Found is what was found for a document.
type Found struct {
	File *File
	// Digest is that of the file's bytes, empty where there is none.
	Digest string
	// Fault is why the file cannot be used, nil where it can.
	Fault *schema.ReadError
}

// Beside is where the corrections of a document stand, by its name: FILE.review.yaml,
// and ARCHIVE.review/MEMBER.review.yaml for a member of an archive. It is empty
// where the name of a member leads out of that folder.
func Beside(name string) string {
	archive, member, inside := strings.Cut(name, "!")
	if !inside {
		return filepath.FromSlash(name) + Ending
	}
	if _, err := os.Stat(filepath.FromSlash(name)); err == nil {
		return filepath.FromSlash(name) + Ending // a file whose own name has a !
	}
	member = filepath.FromSlash(safe(member))
	if !filepath.IsLocal(member) {
		return ""
	}
	return filepath.Join(filepath.FromSlash(archive)+".review", member) + Ending
}

// safe is the name of a member as a file system takes it.
func safe(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"\|?*!`, r) {
			return '_'
		}
		return r
	}, name)
}

// Find looks for the corrections of a document by its name and its bytes' digest.
func (f *Finder) Find(name, sha256 string) Found {
	if f == nil {
		return Found{}
	}
	if f.Where == "" {
		if p := Beside(name); p != "" {
			return load(p)
		}
		return Found{}
	}
	if info, err := os.Stat(f.Where); err == nil && info.IsDir() {
		base := name[strings.LastIndexAny(name, "/!")+1:]
		for _, rel := range []string{strings.ReplaceAll(name, "!", "/"), base} {
			rel = filepath.FromSlash(safe(rel))
			if !filepath.IsLocal(rel) {
				continue
			}
			if found := load(filepath.Join(f.Where, rel) + Ending); found.Digest != "" || found.Fault != nil {
				return found
			}
		}
		return Found{}
	}
	found := load(f.Where)
	if found.File == nil || found.File.Document == sha256 || f.Lone ||
		strings.TrimSuffix(filepath.Base(f.Where), Ending) == filepath.Base(filepath.FromSlash(name)) {
		return found
	}
	return Found{} // it is about another document of the run
}

// load reads a file of corrections.
func load(name string) Found {
	f, data, err := Load(name)
	var found Found
	if data != nil {
		found.Digest = Digest(data)[:16]
	}
	if err != nil {
		found.Fault = schema.ReviewUnread.Told(filepath.ToSlash(name), textOf(err))
		return found
	}
	found.File = f
	return found
}

// textOf is an error in both languages, as far as it speaks them.
func textOf(err error) schema.Text {
	var e *yml.Error
	if errors.As(err, &e) && e.ZH != "" {
		return schema.Text{ZH: e.ZH, EN: e.Text}
	}
	return schema.Text{ZH: err.Error(), EN: err.Error()}
}
