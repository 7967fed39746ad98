package rules

import (
	"strconv"
	"strings"
)

// spoken is how often a rule speaks on the real forms that are kept with the
// project, and on how many of them; spoken.tsv holds it, and a test keeps it true.
type spoken struct{ findings, forms, of int }

// spokenOf looks a rule up; ok is false where nothing is known of the rule, as of
// one that a user has written.
func spokenOf(id string) (s spoken, ok bool) {
	data, err := embedded.ReadFile("spoken.tsv")
	if err != nil {
		return s, false
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		f := strings.Split(line, "\t")
		if len(f) == 2 && f[0] == "# forms" {
			s.of, _ = strconv.Atoi(f[1])
		}
		if len(f) == 3 && f[0] == id {
			s.findings, _ = strconv.Atoi(f[1])
			s.forms, _ = strconv.Atoi(f[2])
			return s, true
		}
	}
	return s, false
}

// text says it in both languages, or in one.
func (s spoken) text(zh, en bool) string {
	var out []string
	if zh {
		out = append(out, strconv.Itoa(s.of)+"张真实表中有 "+strconv.Itoa(s.forms)+" 张，共 "+strconv.Itoa(s.findings)+" 处")
	}
	if en {
		out = append(out, strconv.Itoa(s.findings)+" findings on "+strconv.Itoa(s.forms)+" of "+strconv.Itoa(s.of)+" real forms")
	}
	return strings.Join(out, " · ")
}
