package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// Suppressor applies the ignores of a project file and keeps the account of
// which were of use. It may be used by several goroutines.
type Suppressor struct {
	config *Config
	today  time.Time

	mu      sync.Mutex
	used    []bool // the ignore silenced a finding, or would have before it expired
	visited []bool // a file that the ignore is about was checked
}

// NewSuppressor is for one run on a day.
func NewSuppressor(c *Config, now time.Time) *Suppressor {
	y, m, d := now.Date()
	return &Suppressor{
		config: c, today: time.Date(y, m, d, 0, 0, 0, 0, time.UTC),
		used: make([]bool, len(c.Ignores)), visited: make([]bool, len(c.Ignores)),
	}
}

// expired reports whether the last day of an ignore is over.
func (s *Suppressor) expired(ig *Ignore) bool {
	return !ig.Until.IsZero() && s.today.After(ig.Until)
}

// Apply gives the findings of a file that no ignore accepts, and how many were
// accepted.
func (s *Suppressor) Apply(file string, findings []schema.Finding) (kept []schema.Finding, accepted int) {
	if len(s.config.Ignores) == 0 {
		return findings, 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	name := relative(s.config.Dir, file)
	var about []int
	for i := range s.config.Ignores {
		if matchPath(s.config.Ignores[i].Path, name) {
			s.visited[i] = true
			about = append(about, i)
		}
	}
	for _, f := range findings {
		if s.accepts(about, &f) {
			accepted++
		} else {
			kept = append(kept, f)
		}
	}
	return kept, accepted
}

// accepts reports whether one of some ignores accepts a finding. All that do
// are marked, so that none is called unused because another came first.
func (s *Suppressor) accepts(about []int, f *schema.Finding) bool {
	ok := false
	for _, i := range about {
		ig := &s.config.Ignores[i]
		if !MatchRule(f.Rule, ig.Rule) || ig.Fingerprint != "" && ig.Fingerprint != f.Fingerprint {
			continue
		}
		s.used[i] = true
		ok = ok || !s.expired(ig)
	}
	return ok
}

// Report says which ignores have expired and which accepted nothing. An ignore
// is not called unused where its rule was not checked, or where the files that
// it is about exist and were not part of the run.
func (s *Suppressor) Report(checked func(pattern string) bool) []schema.Finding {
	var out []schema.Finding
	for i := range s.config.Ignores {
		ig := &s.config.Ignores[i]
		switch {
		case s.used[i] && s.expired(ig):
			out = append(out, s.finding(ig, schema.IgnoreExpired.Say(
				schema.Text{ZH: fmt.Sprintf("对 %s 的豁免已于 %s 到期", ig.Rule, ig.Until.Format(time.DateOnly)), EN: fmt.Sprintf("the ignore of %s expired on %s", ig.Rule, ig.Until.Format(time.DateOnly))},
				schema.Text{ZH: "改正表格，或写明新的 until 和理由", EN: "correct the form, or give a new until and the reason"})))
		case !s.used[i] && checked(ig.Rule) && (s.visited[i] || !s.exists(ig.Path)):
			out = append(out, s.finding(ig, schema.IgnoreUnused.Say(
				schema.Text{ZH: fmt.Sprintf("对 %s 的豁免没有匹配到任何发现", target(ig)), EN: fmt.Sprintf("the ignore of %s matched no finding", target(ig))},
				schema.Text{ZH: "删除这一条，或改正 path 和 rule", EN: "delete it, or correct its path and rule"})))
		}
	}
	return out
}

// target names what an ignore is about.
func target(ig *Ignore) string {
	if ig.Path == "" {
		return ig.Rule
	}
	return ig.Rule + " (" + ig.Path + ")"
}

func (s *Suppressor) finding(ig *Ignore, e *schema.ReadError) schema.Finding {
	at := ig.At
	e.At = &at
	f := e.Finding()
	f.File = s.config.File
	f.Fingerprint = schema.Digest(e.Rule, Name, ig.Path, ig.Rule, ig.Fingerprint)
	return f
}

// maxLooked bounds the search for files that a glob is about.
const maxLooked = 20000

// exists reports whether there is a file that a glob is about; where there are
// too many to look, there may be.
func (s *Suppressor) exists(glob string) bool {
	found, looked := false, 0
	err := filepath.WalkDir(s.config.Dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if looked++; looked > maxLooked {
			found = true
		}
		if d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		// A glob with an archive's member is about the archive.
		if !d.IsDir() && (matchPath(glob, relative(s.config.Dir, p)) || above(glob, relative(s.config.Dir, p))) {
			found = true
		}
		if found {
			return fs.SkipAll
		}
		return nil
	})
	return found || err != nil && !errors.Is(err, fs.ErrNotExist)
}

// above reports whether a file is the archive that a glob looks into.
func above(glob, file string) bool {
	for i, r := range glob {
		if r == '!' && matchPath(glob[:i], file) {
			return true
		}
	}
	return false
}
