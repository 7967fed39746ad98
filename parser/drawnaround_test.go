package parser_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/internal/draw"
	"github.com/pbt-cli/pbt/schema"
)

// surroundings is how many forms are drawn with what stands around them; more
// where PBT_AROUND says so.
const surroundings = 60

// What is printed around a table of indicators is read, or named at its place.
func TestSurroundings(t *testing.T) {
	n := surroundings
	if more, err := strconv.Atoi(os.Getenv("PBT_AROUND")); err == nil {
		n = more
	}
	right, named, doubted, wrong := 0, 0, 0, 0
	silent := map[string]int{} // by choice
	all := map[string]int{}
	for seed := range n {
		s := draw.Surround(uint64(seed))
		data, err := s.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if keep := os.Getenv("PBT_AROUND_KEEP"); keep != "" {
			if err := os.WriteFile(filepath.Join(keep, strconv.Itoa(seed)+"."+s.Format), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		file := readAs(t, "around."+s.Format, data)
		lost, said := lostAround(s, file)
		for _, how := range s.How {
			all[how]++
			if len(lost) > 0 {
				silent[how]++
			}
		}
		switch {
		case len(lost) > 0:
			wrong++
			t.Logf("seed %d %v: %s", seed, s.How, strings.Join(lost, "; "))
		case said > 0:
			named++
		default:
			right++
			if loud(file) {
				doubted++
				t.Logf("seed %d %v: right and doubted", seed, s.How)
			}
		}
	}
	t.Logf("%d forms: %d right, %d of these doubted, %d named", n, right, doubted, named)
	var kinds []string
	for how := range silent {
		kinds = append(kinds, how)
	}
	sort.Slice(kinds, func(i, j int) bool { return silent[kinds[i]] > silent[kinds[j]] })
	for _, how := range kinds {
		t.Logf("silent %3d of %3d: %s", silent[how], all[how], how)
	}
	if right*100 < n*93 || doubted*100 > n*3 || wrong*100 > n*2 {
		t.Errorf("%d of %d forms are right, %d of these doubted, and %d silently wrong", right, n, doubted, wrong)
	}
}

// lostAround are the texts of a drawn form that are wrong or missing without a
// word, and how many are wrong and named.
func lostAround(s draw.Surrounded, file *schema.Document) (lost []string, named int) {
	if len(file.Declarations) != 1 {
		return []string{strconv.Itoa(len(file.Declarations)) + " forms"}, 0
	}
	d := file.Declarations[0]
	got := map[string][]string{
		"year": {strconv.Itoa(d.Year)}, "title": {d.Title}, "unit": {d.Unit}, "department": {d.Department}, "project.name": {d.Project.Name},
		"funds": {d.Funds.Total, d.Funds.Year}, "goals": {d.Goals.Overall, d.Goals.Annual},
	}
	for path, want := range s.Want {
		switch have := got[path]; {
		case slices.Contains(have, want):
		case saidOf(file, path, want):
			named++
		default:
			lost = append(lost, path+" "+strings.Join(have, "|")+" instead of "+want)
		}
	}
	if _, printed := s.Want["year"]; !printed && d.Year != 0 {
		lost = append(lost, "the year "+strconv.Itoa(d.Year)+" that is not printed")
	}
	d.Trace, d.Account = nil, nil
	text, _ := json.Marshal(d)
	for _, p := range s.Printed {
		switch {
		case strings.Contains(string(text), p):
		case saidOf(file, "-", p):
			named++
		default:
			lost = append(lost, p+" is nowhere")
		}
	}
	sort.Strings(lost)
	return lost, named
}

// saidOf reports whether a doubt stands at a path, or a warning prints a text.
func saidOf(file *schema.Document, path, text string) bool {
	for _, d := range file.Declarations {
		for _, u := range d.Uncertain {
			if u.Path == path || strings.HasPrefix(u.Path, path+".") {
				return true
			}
		}
	}
	short := []rune(text)
	for _, p := range file.Problems {
		if p.Severity != schema.SeverityInfo && strings.Contains(p.Message, string(short[:min(len(short), 20)])) {
			return true
		}
	}
	return false
}

// loud reports whether anything is doubted in a file.
func loud(file *schema.Document) bool {
	for _, d := range file.Declarations {
		if len(d.Uncertain) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(file.Problems, func(p schema.Finding) bool {
		return p.Severity != schema.SeverityInfo && p.Rule != "form.family-unknown"
	})
}

func readAs(t *testing.T, name string, data []byte) *schema.Document {
	t.Helper()
	return parser.Read(t.Context(), parser.Source{Name: name, Data: data}, parser.Options{}).Documents[0]
}
