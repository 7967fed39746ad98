package pile

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// Expect is a project that should have filed, by its code, its name, or both.
type Expect struct {
	Line int    `json:"line"`
	Code string `json:"code,omitempty"`
	Name string `json:"name,omitempty"`
}

// Expected compares the pile with a list of expected projects.
type Expected struct {
	Count int `json:"count"`
	// Missing did not file, Twice filed more than once, Unexpected filed and
	// stand in no line.
	Missing    []Expect `json:"missing"`
	Twice      []Group  `json:"twice"`
	Unexpected []Form   `json:"unexpected"`
}

// maxExpect bounds the lines of a list.
const maxExpect = 1_000_000

// ReadExpect reads a list: a line a project, its name, its code, or code and name
// parted by a tab, a comma or spaces. Blank lines and those that begin with # are
// passed over.
func ReadExpect(r io.Reader) ([]Expect, error) {
	out := []Expect{}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if len(out) == maxExpect {
			return nil, fmt.Errorf("the list has more than %d lines", maxExpect)
		}
		e := Expect{Line: n}
		head, rest := cutField(line)
		if isCode(head) {
			e.Code, e.Name = head, rest
		} else {
			e.Name = line
		}
		out = append(out, e)
	}
	return out, in.Err()
}

// cutField parts a line at its first tab, comma or space.
func cutField(line string) (head, rest string) {
	i := strings.IndexAny(line, "\t,， ")
	if i < 0 {
		return line, ""
	}
	return line[:i], strings.Trim(line[i:], "\t,， ")
}

// isCode reports a project code: digits, Latin letters and hyphens, at least six.
func isCode(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case r == '-', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		default:
			return false
		}
	}
	return digits >= 3 && len(s) >= 6
}

// expected holds the pile against a list.
func (p *Pile) expected(list []Expect) *Expected {
	e := &Expected{Count: len(list), Missing: []Expect{}, Twice: []Group{}, Unexpected: []Form{}}
	byCode, byName := map[string][]int{}, map[string][]int{}
	for i, f := range p.forms {
		if f.Code != "" {
			byCode[fold.Plain(f.Code)] = append(byCode[fold.Plain(f.Code)], i)
		}
		if f.Project != "" {
			byName[fold.Plain(f.Project)] = append(byName[fold.Plain(f.Project)], i)
		}
	}
	known := make([]bool, len(p.forms))
	for _, x := range list {
		var found []int
		if x.Code != "" {
			found = byCode[fold.Plain(x.Code)]
		}
		if len(found) == 0 && x.Name != "" {
			found = byName[fold.Plain(x.Name)]
		}
		if len(found) == 0 {
			e.Missing = append(e.Missing, x)
		}
		g := Group{What: strings.TrimSpace(x.Code + " " + x.Name)}
		for _, i := range found {
			known[i] = true
			g.Forms = append(g.Forms, p.forms[i])
		}
		if len(found) > 1 {
			e.Twice = append(e.Twice, g)
		}
	}
	for i, f := range p.forms {
		if !known[i] {
			e.Unexpected = append(e.Unexpected, f)
		}
	}
	return e
}
