package config

import (
	"path"
	"path/filepath"
	"strings"
)

// MatchRule reports whether a rule's id is meant by an id or a prefix of it. A
// prefix ends where a word of the id ends: value, value.*, value.satisfaction.
func MatchRule(id, pattern string) bool {
	pattern = strings.TrimSuffix(strings.TrimSuffix(pattern, "*"), ".")
	rest, ok := strings.CutPrefix(id, pattern)
	return ok && pattern != "" && (rest == "" || rest[0] == '.' || rest[0] == '-')
}

// MatchAny reports whether a rule's id is meant by one of several patterns.
func MatchAny(id string, patterns []string) bool {
	for _, p := range patterns {
		if MatchRule(id, p) {
			return true
		}
	}
	return false
}

// relative is a file as seen from a directory, with slashes; on another volume
// it is the absolute path. The member of an archive keeps its name behind the
// archive's.
func relative(dir, file string) string {
	abs, err := filepath.Abs(filepath.FromSlash(file))
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(dir, abs); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(abs)
}

// matchPath reports whether a file, as relative names it, is meant by a glob of
// Ignore.Path. A glob that matches a directory or an archive means all in it.
func matchPath(glob, file string) bool {
	if glob == "" {
		return true
	}
	name := strings.Split(strings.ReplaceAll(file, "!", "/"), "/")
	pattern := strings.Split(strings.TrimSuffix(strings.ReplaceAll(glob, "!", "/"), "/"), "/")
	if len(pattern) == 1 && !strings.HasSuffix(glob, "/") {
		pattern = []string{"**", pattern[0]}
	}
	return segments(pattern, name)
}

// segments matches a glob, segment by segment, with the whole of a path or with
// a directory above it. ** stands for any number of segments. The table of what
// matches up to where keeps it from taking more than glob times path steps.
func segments(pattern, name []string) bool {
	at := make([]bool, len(name)+1)
	at[0] = true
	for _, p := range pattern {
		next := make([]bool, len(name)+1)
		for i, ok := range at {
			switch {
			case p == "**" && (ok || i > 0 && next[i-1]):
				next[i] = true
			case p != "**" && ok && i < len(name):
				next[i+1] = next[i+1] || matches(p, name[i])
			}
		}
		at = next
	}
	for _, ok := range at[1:] {
		if ok {
			return true
		}
	}
	return false
}

// matches compares one segment; a malformed glob means itself.
func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	if err != nil {
		return pattern == name
	}
	return ok || pattern == name
}
