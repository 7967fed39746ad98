package form

import (
	"maps"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// Roles are the roles of columns that a profile, or an answer, may name.
func Roles() []string {
	out := make([]string, len(profileRoles))
	for i, r := range profileRoles {
		out[i] = string(r)
	}
	return out
}

// ParseAnswer reads HEAD=ROLE, the answer to what a column is.
func ParseAnswer(s string) (head, role string, ok bool) {
	i := strings.LastIndex(s, "=")
	if i <= 0 {
		return "", "", false
	}
	head, role = strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	return head, role, labelNorm(head) != "" && slices.Contains(Roles(), role)
}

// unanswered says of answers about heads that no table of the document has, with
// the heads that there are.
func (doc *document) unanswered(columns map[string]string) []schema.Finding {
	var out []schema.Finding
	for _, head := range slices.Sorted(maps.Keys(columns)) {
		if doc.prints(labelNorm(head)) {
			continue
		}
		p := schema.FormColumnUnknown.Told(head, doc.heads).Finding()
		p.Found = head
		out = append(out, p)
	}
	return out
}

// prints reports whether a cell of the document says nothing but a folded name.
func (doc *document) prints(norm string) bool {
	for _, t := range doc.tables {
		for _, c := range t.cells.all() {
			if c.norm() == norm {
				return true
			}
		}
	}
	return false
}

// headsOf are the heads of tables as they are printed, each once.
func headsOf(tables []*found) []string {
	var out []string
	for _, f := range tables {
		for _, list := range [][]column{f.header.columns, f.header.other} {
			for _, c := range list {
				if head := squeeze(c.label); head != "" && !slices.Contains(out, head) {
					out = append(out, head)
				}
			}
		}
	}
	return out
}

// Answers is a profile that keeps what columns are: an own family with the common
// levels, to read the rest of a pile with.
func Answers(id string, columns map[string]string) *Profile {
	p := &Profile{ID: id, Name: schema.Text{ZH: "自己回答的列", EN: "columns as answered"}}
	heads := map[string][]string{}
	for head, role := range columns {
		heads[role] = append(heads[role], head)
	}
	for _, role := range profileRoles {
		if names := heads[string(role)]; names != nil {
			slices.Sort(names)
			p.Columns = append(p.Columns, ColumnNames{Role: role, Names: names})
		}
	}
	p.Levels = Embedded().fallback().Levels
	return p
}
