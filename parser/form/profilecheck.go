package form

import (
	"slices"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/schema/yml"
)

// checkNames holds the keys and roles of a profile against those that the
// matcher knows: a misspelt one would lose what it names without a word.
func checkNames(file string, data []byte, keys []string) error {
	docs, err := yml.Nodes(file, data)
	if err != nil || len(docs) == 0 || len(docs[0].Content) == 0 {
		return err
	}
	top := docs[0].Content[0]
	for _, c := range []struct {
		list, key string
		known     []string
	}{{"labels", "key", keys}, {"columns", "role", roleNames()}} {
		for _, n := range scalars(top, c.list, c.key) {
			if slices.Contains(c.known, n.Value) {
				continue
			}
			e := yml.Errorf(file, n, "%s: %q is no %s, expected one of %s", c.list, n.Value, c.key, strings.Join(c.known, ", "))
			if best := nearest(n.Value, c.known); best != "" {
				e = yml.Errorf(file, n, "%s: %q is no %s, did you mean %s?", c.list, n.Value, c.key, best)
			}
			if lines := strings.Split(string(data), "\n"); n.Line <= len(lines) {
				e.Source = strings.TrimRight(lines[n.Line-1], "\r")
			}
			return e
		}
	}
	return nil
}

// scalars are the values of a key in the mappings of a list.
func scalars(top *yml.Node, list, key string) []*yml.Node {
	var out []*yml.Node
	for _, item := range child(top, list) {
		for i := 0; i+1 < len(item.Content); i += 2 {
			if item.Content[i].Value == key {
				out = append(out, item.Content[i+1])
			}
		}
	}
	return out
}

// child gives the items of a list in a mapping.
func child(m *yml.Node, key string) []*yml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1].Content
		}
	}
	return nil
}

// roleNames are the roles as profiles write them.
func roleNames() []string {
	var out []string
	for _, r := range profileRoles {
		out = append(out, string(r))
	}
	return out
}

// nearest is the known word that differs in at most two letters, "" where none
// or several do.
func nearest(word string, known []string) string {
	best, second := "", 0
	least := 3
	for _, k := range known {
		switch d := distance([]rune(word), []rune(k)); {
		case d < least:
			best, least, second = k, d, 0
		case d == least:
			second++
		}
	}
	if second > 0 {
		return ""
	}
	return best
}

// labelKeys are the keys of a dictionary file, each once.
func labelKeys(labels []LabelNames) []string {
	var out []string
	for _, l := range labels {
		out = append(out, string(l.Key))
	}
	sort.Strings(out)
	return slices.Compact(out)
}
