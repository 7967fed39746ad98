package normal

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// directive opens a comment that accepts findings.
const directive = "pbt:ignore"

// comments keeps the directives in the comments of nodes, which are about path.
func (d *decoder) comments(path string, nodes ...*yml.Node) {
	if d.lines == nil {
		return
	}
	for _, n := range nodes {
		head := strings.Split(n.HeadComment, "\n")
		for i, text := range head {
			d.directive(path, text, n.Line-len(head)+i, false)
		}
		d.directive(path, n.LineComment, n.Line, false)
		for _, text := range strings.Split(n.FootComment, "\n") {
			d.directive(path, text, n.Line, true)
		}
	}
}

// directive keeps a comment where it is a directive.
func (d *decoder) directive(path, comment string, line int, misplaced bool) {
	text := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(comment), "#"))
	rest, ok := strings.CutPrefix(text, directive)
	if !ok || rest != "" && !strings.ContainsAny(rest[:1], " \t") {
		return
	}
	ig := Ignore{
		Document: d.index, Declaration: d.declaration, Path: path,
		Misplaced: misplaced, At: d.find(line, comment),
	}
	words := strings.Fields(rest)
	if len(words) > 0 {
		ig.Rules = strings.FieldsFunc(words[0], func(r rune) bool { return r == ',' || r == '，' })
		ig.Reason = strings.TrimSpace(strings.Join(words[1:], " "))
	}
	d.ignores = append(d.ignores, ig)
}

// maxAway bounds the search for a comment, in lines.
const maxAway = 1000

// find is the place of a comment that the parser says is near a line: blank
// lines between it and its value are not counted by the parser.
func (d *decoder) find(line int, comment string) schema.Place {
	text := strings.TrimSpace(comment)
	for away := range min(len(d.lines), maxAway) {
		for _, n := range [...]int{line - away, line + away} {
			if n < 1 || n > len(d.lines) {
				continue
			}
			if before, _, ok := strings.Cut(d.lines[n-1], text); ok {
				return schema.Place{Line: n, Column: utf8.RuneCountInString(before) + 1}
			}
		}
	}
	return schema.Place{Line: max(line, 1), Column: 1}
}
