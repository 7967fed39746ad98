package form

import (
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
