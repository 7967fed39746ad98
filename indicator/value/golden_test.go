package value

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// describe is a reading on one line, in the notation of testdata/values.tsv:
//
//	quantity >= 95 unit:% per:月 subject:投诉 reference:上年 note:历史标准
//	interval [90, 95) unit:%
//	deadline <= date:2020-12-31/month
//	compound or {quantity …} {quantity …}
//
// A comparator that is not printed has a question mark behind it.
func describe(v schema.Value) string {
	var b strings.Builder
	b.WriteString(string(v.Kind))
	add := func(key, value string) {
		if value != "" {
			b.WriteString(" " + key + value)
		}
	}
	op := string(v.Op)
	if v.OpImplied {
		op += "?"
	}
	add("", op)
	add("", v.Number)
	if v.Min != "" || v.Max != "" {
		open, end := "[", "]"
		if v.MinExclusive {
			open = "("
		}
		if v.MaxExclusive {
			end = ")"
		}
		add("", open+v.Min+", "+v.Max+end)
	}
	add("unit:", v.Unit)
	add("per:", v.Per)
	add("subject:", v.Subject)
	add("reference:", v.Reference)
	if d := v.Deadline; d != nil {
		if d.Date != "" || d.Precision != "" {
			add("date:", d.Date+"/"+d.Precision)
		}
		if d.From != "" || d.To != "" {
			add("from:", d.From+".."+d.To)
		}
		add("relative:", d.Relative)
		add("recurring:", d.Recurring)
		if d.Number != "" || d.Unit != "" {
			add("term:", d.Number+d.Unit)
		}
	}
	add("grades:", strings.Join(v.Grades, "|"))
	add("", v.Join)
	for _, c := range v.Clauses {
		add("{", describe(*c)+"}")
	}
	add("note:", v.Note)
	return b.String()
}

// golden is a line of testdata/values.tsv.
type golden struct {
	line     int
	text     string
	ctx      Context
	expected string
}

// readGolden reads testdata/values.tsv: text, reading, and optionally the context
// as year=2020 name=… unit=… op=…, parted by tabs. # starts a comment.
func readGolden(t testing.TB) []golden {
	t.Helper()
	f, err := os.Open("testdata/values.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []golden
	s := bufio.NewScanner(f)
	for n := 1; s.Scan(); n++ {
		if s.Text() == "" || strings.HasPrefix(s.Text(), "#") {
			continue
		}
		fields := strings.Split(s.Text(), "\t")
		if len(fields) < 2 {
			t.Fatalf("line %d: %q has no reading", n, s.Text())
		}
		g := golden{line: n, text: strings.ReplaceAll(fields[0], `\n`, "\n"), expected: fields[1]}
		for _, field := range fields[2:] {
			key, value, _ := strings.Cut(field, "=")
			switch key {
			case "year":
				g.ctx.Year, _ = strconv.Atoi(value)
			case "name":
				g.ctx.Name = value
			case "unit":
				g.ctx.Unit = value
			case "op":
				g.ctx.Op = value
			default:
				t.Fatalf("line %d: unknown context %q", n, field)
			}
		}
		all = append(all, g)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestGoldenValues reads every labelled value and wants exactly its label.
func TestGoldenValues(t *testing.T) {
	for _, g := range readGolden(t) {
		if got := describe(Parse(g.text, g.ctx)); got != g.expected {
			t.Errorf("values.tsv:%d: %s\n got %s\nwant %s", g.line, g.text, got, g.expected)
		}
	}
}
