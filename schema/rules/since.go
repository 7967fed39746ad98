package rules

import (
	"strings"
	"sync"
)

// Since is the release that brought a rule of the built-in set, or a problem of
// reading: one that since.tsv lists came with the release beside it, any other
// with the one that its first lines call the next. A rule of a user's own set has
// none, and ok is false.
func Since(id string, problem bool) (version string, ok bool) {
	releases := releasesOf()
	if release, listed := releases[id]; listed {
		return release, true
	}
	if _, known := spokenOf(id); known || problem {
		return releases[nextRelease], true
	}
	return "", false
}

// nextRelease stands in since.tsv for what it does not list.
const nextRelease = "# next"

// releasesOf are the lines of since.tsv, by their name.
var releasesOf = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	data, err := embedded.ReadFile("since.tsv")
	if err != nil {
		return out
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if name, release, ok := strings.Cut(line, "\t"); ok {
			out[name] = release
		}
	}
	return out
})
