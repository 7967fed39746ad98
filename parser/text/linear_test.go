package text

import (
	"context"
	"strings"
	"testing"
	"time"
)

// Inputs that repeat what the reader looks ahead for are read in time that grows
// with their length, not with its square.
func TestLinear(t *testing.T) {
	const size = 100_000
	long := func(s string) string { return strings.Repeat(s, size/len(s)+1) }
	for name, text := range map[string]string{
		"tables without rows":     long("<table "),
		"tables, closed far away": long("<table >") + long("</table>") + "<tr>",
		"pages":                   long("<head ></html>\n"),
		"quotes":                  long("\t\"a\n"),
		"doubled quotes":          long("\t\"\"\"\"\n"),
		"quoted cells in a line":  long("\t\"a\tb\""),
		"bars":                    long("| a\n") + "|\n",
		"alignment rows":          long("|-|\n"),
		"bars in a line":          long("| "),
		"gaps in a line":          long("a   "),
		"gaps":                    long("a   b  c\n  d  e   f\nggggggggggggg  h\n"),
		"odd lines":               long("a  b\na    b   c\n"),
		"widening lines":          long(strings.Repeat("a    b  c c   \n  dddd  \n", 20)),
		"row groups":              "<table><tr>" + strings.Repeat("<td rowspan=9>", 1024) + long("<tbody>"),
		"rows":                    "<table><tr>" + strings.Repeat("<td>", 1024) + long("<tr>"),
		"hidden":                  "<table>" + long("<tr hidden><td hidden><div hidden>"),
		"deep tables":             long("<table><tr><td>"),
		"selects":                 "<table><tr><td>" + long("<select><option>a"),
		"attributes":              "<table><tr><td " + long("a "),
		"entities":                "<table><tr><td>" + long("&nbsp;&amp"),
		"breaks":                  "<table><tr><td>" + long("<br>a"),
		"dollars":                 long(`$\`),
		"tex":                     "a\tb\n" + long(`\(`) + "\tc\n",
		"commas":                  long("\",\"a\n"),
		"pictures":                long("![](a"),
		"tags on a line":          long("<a>"),
		"spaces":                  long(" ") + "a",
		"box rows":                long("+-") + "|",
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			_, err := Read(context.Background(), []byte(text), Options{})
			if err != nil {
				t.Log(err)
			}
			// Some milliseconds where time is linear, minutes where it is not: the
			// bound leaves room for a busy machine.
			if d := time.Since(begin); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}
