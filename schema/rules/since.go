package rules

import "strings"

// Since is the release that brought a rule of the built-in set, or a problem of
// reading: one that since.tsv lists came with the release beside it, any other
// with the one that its first lines call the next. A rule of a user's own set has
// none, and ok is false.
func Since(id string, problem bool) (version string, ok bool) {
	data, err := embedded.ReadFile("since.tsv")
	if err != nil {
		return "", false
	}
	next := ""
	for line := range strings.SplitSeq(string(data), "\n") {
		name, release, _ := strings.Cut(line, "\t")
		switch name {
		case "# next":
			next = release
		case id:
			return release, true
		}
	}
	if _, known := spokenOf(id); known || problem {
		return next, true
	}
	return "", false
}
