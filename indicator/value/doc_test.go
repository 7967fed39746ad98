package value

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

var updateDoc = flag.Bool("update-values-doc", false, "write the readings of docs/values.md anew")

// valuesDocs are the page in English and in Chinese, with the same examples.
var valuesDocs = []string{"../../docs/values.md", "../../docs/values.zh-CN.md"}

// TestValuesDoc holds every reading that docs/values.md shows, in either language,
// against the program.
func TestValuesDoc(t *testing.T) {
	for _, file := range valuesDocs {
		holdPage(t, file)
	}
}

// holdPage holds one page.
func holdPage(t *testing.T, file string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	rows := 0
	want := renderDoc(t, page, &rows)
	if rows < 100 {
		t.Errorf("%s shows %d values, want 100 and more", file, rows)
	}
	if *updateDoc {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("%s shows other readings (-program +page); write them anew with: go test ./indicator/value -run ValuesDoc -update-values-doc\n%s", file, diff)
	}
	for _, kind := range []schema.Kind{schema.KindQuantity, schema.KindInterval, schema.KindDeadline, schema.KindReference, schema.KindQualitative, schema.KindScale, schema.KindCompound, schema.KindBlank, schema.KindUnparsed} {
		if !strings.Contains(page, `{"kind":"`+string(kind)+`"`) {
			t.Errorf("%s shows no value of kind %s", file, kind)
		}
	}
}

// renderDoc is the page with the readings that the program gives: the last cell
// of every row that starts with a printed value, and what console blocks show.
func renderDoc(t *testing.T, page string, rows *int) string {
	t.Helper()
	var out []string
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch {
		case strings.HasPrefix(line, "| `"):
			cells := strings.Split(strings.Trim(line, "|"), "|")
			ctx := Context{}
			if len(cells) == 3 {
				ctx = docContext(t, strings.Trim(cells[1], " `"))
			}
			v := Parse(strings.Trim(cells[0], " `"), ctx)
			cells[len(cells)-1] = " `" + docReading(t, v) + "` "
			out = append(out, "|"+strings.Join(cells, "|")+"|")
			*rows++
		case strings.HasPrefix(line, "$ pbt value "):
			out = append(out, line)
			out = append(out, docConsole(t, strings.TrimPrefix(line, "$ pbt value "))...)
			for i+1 < len(lines) && lines[i+1] != "```" {
				i++
			}
		default:
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// docReading is a value as -o jsonl prints it, without the text that stands
// beside it.
func docReading(t *testing.T, v schema.Value) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	s := strings.TrimSpace(b.String())
	_, rest, _ := strings.Cut(s, `,"kind"`)
	return `{"kind"` + rest
}

// docContext reads the flags of pbt value that stand for a context.
func docContext(t *testing.T, flags string) Context {
	t.Helper()
	var ctx Context
	words := strings.Fields(flags)
	for i := 0; i+1 < len(words); i += 2 {
		switch words[i] {
		case "--name":
			ctx.Name = words[i+1]
		case "--unit":
			ctx.Unit = words[i+1]
		case "--operator":
			ctx.Op = words[i+1]
		case "--year":
			ctx.Year, _ = strconv.Atoi(words[i+1])
		default:
			t.Fatalf("docs/values.md has the unknown flag %s", words[i])
		}
	}
	return ctx
}

// docConsole is what pbt value prints for the arguments of a console line.
func docConsole(t *testing.T, arguments string) []string {
	t.Helper()
	var out []string
	tree := strings.Contains(arguments, "-o tree")
	for i, text := range strings.Split(arguments, "'") {
		if i%2 == 0 {
			continue
		}
		v, parts := ParseParts(text, Context{})
		if tree {
			out = append(out, Tree(v, parts, schema.EN)...)
			if s := Format(v); s != v.Text {
				out = append(out, "   = "+s)
			}
			continue
		}
		if i > 1 {
			out = append(out, "---")
		}
		var b bytes.Buffer
		if err := yml.Encode(&b, v); err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.Split(strings.TrimRight(b.String(), "\n"), "\n")...)
	}
	return out
}
