package input

import (
	"path"
	"strings"
)

// match reports whether a slash-separated name fits a glob. ** stands for any
// number of segments; a glob without a slash is held against the base name.
func match(glob, name string) bool {
	glob = strings.TrimPrefix(glob, "./")
	if !strings.Contains(glob, "/") {
		ok, _ := path.Match(glob, path.Base(name))
		return ok
	}
	return matchSegments(strings.Split(strings.Trim(glob, "/"), "/"), strings.Split(name, "/"))
}

// matchSegments walks both lists once; on a mismatch it goes back to the last
// ** and lets it take one segment more, so that time stays quadratic.
func matchSegments(glob, name []string) bool {
	g, n := 0, 0
	star, mark := -1, 0
	for n < len(name) {
		switch {
		case g < len(glob) && glob[g] == "**":
			star, mark = g, n
			g++
		case g < len(glob) && segment(glob[g], name[n]):
			g++
			n++
		case star >= 0:
			mark++
			g, n = star+1, mark
		default:
			return false
		}
	}
	for g < len(glob) && glob[g] == "**" {
		g++
	}
	return g == len(glob)
}

func segment(glob, name string) bool {
	ok, _ := path.Match(glob, name)
	return ok
}

// IsGlob reports whether an argument holds a wildcard.
func IsGlob(arg string) bool { return strings.ContainsAny(arg, "*?[") }

// globRoot is the part of a glob before its first wildcard segment.
func globRoot(glob string) string {
	segs := strings.Split(glob, "/")
	for i, s := range segs {
		if IsGlob(s) {
			root := strings.Join(segs[:i], "/")
			if root == "" && strings.HasPrefix(glob, "/") {
				return "/"
			}
			if root == "" {
				return "."
			}
			return root
		}
	}
	return glob
}

// CheckGlob reports a malformed glob.
func CheckGlob(glob string) error {
	for _, s := range strings.Split(glob, "/") {
		if _, err := path.Match(s, ""); err != nil {
			return err
		}
	}
	return nil
}
