//go:build !pbt_light

package pattern

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/pbt-cli/pbt/indicator/words"
)

var update = flag.Bool("update-looks", false, "write the looks at the program's own expressions into the program")

// TestWrittenLooks: what stands in the program is what a look at the expression finds,
// and most of the program's expressions stand there.
func TestWrittenLooks(t *testing.T) {
	exprs := ownExpressions(t)
	if *update {
		write(t, exprs)
		return
	}
	const stale = "go test ./parser/internal/pattern -run TestWrittenLooks -update-looks"
	if !slices.IsSortedFunc(written, func(a, b *look) int { return strings.Compare(a.expr, b.expr) }) {
		t.Fatalf("the looks are not in order, run %s", stale)
	}
	for _, l := range written {
		var got, want bytes.Buffer
		literal(&got, l)
		literal(&want, lookAt(l.expr))
		if got.String() != want.String() {
			t.Errorf("%s is written as\n%s\nexpected\n%s\nrun %s", l.expr, got.String(), want.String(), stale)
		}
	}
	missing := 0
	for _, expr := range exprs {
		if writtenFor(expr) == nil {
			missing++
		}
	}
	if missing*10 > len(exprs) {
		t.Errorf("%d of %d expressions are looked at in every run, run %s", missing, len(exprs), stale)
	}
}

// ownExpressions are the expressions that the program's packages are written with.
func ownExpressions(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, room := range []string{"cmd", "parser", "indicator", "schema"} {
		err := filepath.WalkDir(filepath.Join("../../..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) != 1 {
					return true
				}
				fun, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || fun.Sel.Name != "MustCompile" {
					return true
				}
				if of, ok := fun.X.(*ast.Ident); !ok || of.Name != "pattern" {
					return true
				}
				if expr, ok := valueOf(call.Args[0]); ok {
					out = append(out, expr)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 50 {
		t.Fatalf("only %d expressions were found", len(out))
	}
	out = append(out, listed(t)...)
	slices.Sort(out)
	return slices.Compact(out)
}

// valueOf is the text that an expression of Go stands for, where it is made of literals
// and of the patterns of words' lists.
func valueOf(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		left, known := valueOf(x.X)
		right, ok := valueOf(x.Y)
		return left + right, known && ok
	case *ast.CallExpr: // words.MoneyUnit.Pattern()
		if of, ok := x.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Pattern" {
			if list, ok := of.X.(*ast.SelectorExpr); ok {
				return wordsOf(list.Sel.Name)
			}
		}
	}
	return "", false
}

// wordsOf is the pattern of a list of words by the name of its constant.
func wordsOf(constant string) (string, bool) {
	file, err := parser.ParseFile(token.NewFileSet(), "../../../indicator/words/list.go", nil, parser.SkipObjectResolution)
	if err != nil {
		return "", false
	}
	for _, d := range file.Decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.CONST {
			for i, spec := range d.Specs {
				if spec.(*ast.ValueSpec).Names[0].Name == constant {
					return words.List(i).Pattern(), true
				}
			}
		}
	}
	return "", false
}

// listed are the expressions of the profiles.
func listed(t *testing.T) []string {
	t.Helper()
	lists, err := filepath.Glob("../../form/profiles/*.yaml")
	if err != nil || len(lists) == 0 {
		t.Fatalf("no profiles: %v", err)
	}
	var out []string
	for _, path := range lists {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var root yaml.Node
		if err := yaml.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		out = append(out, scalars(root.Content[0], false)...)
	}
	return out
}

// scalars are the texts below the keys that expressions stand under, or all of them.
func scalars(n *yaml.Node, all bool) []string {
	if n.Kind == yaml.ScalarNode {
		if all {
			return []string{n.Value}
		}
		return nil
	}
	var out []string
	for i, c := range n.Content {
		if n.Kind != yaml.MappingNode {
			out = append(out, scalars(c, all)...)
		} else if i%2 == 1 {
			key := n.Content[i-1].Value
			out = append(out, scalars(c, all || key == "titles" || key == "patterns" || key == "amounts")...)
		}
	}
	return out
}

// write makes written.go.
func write(t *testing.T, exprs []string) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(`//go:build !pbt_light

// Code generated by TestWrittenLooks from the expressions of the program; DO NOT EDIT.

package pattern

// written are the looks at the program's own expressions, in the order of those.
var written = []*look{
`)
	for _, expr := range exprs {
		literal(&b, lookAt(expr))
		b.WriteString(",\n")
	}
	b.WriteString("}\n")
	source, err := format.Source(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("written.go", source, 0o644); err != nil {
		t.Fatal(err)
	}
}

func literal(b *bytes.Buffer, l *look) {
	fmt.Fprintf(b, "{expr: %s", quoted(l.text()))
	for _, x := range []struct {
		name string
		set  *set
	}{{"needs", l.needs}, {"first", l.first}, {"last", l.last}} {
		if x.set != nil {
			m := x.set.marks
			fmt.Fprintf(b, ", %s: &set{Marks{%#x, %#x, %#x, %#x}, %q}", x.name, m[0], m[1], m[2], m[3], x.set.chars)
		}
	}
	for _, x := range []struct {
		name string
		n    int
	}{{"least", l.least}, {"most", l.most}} {
		if x.n != 0 {
			fmt.Fprintf(b, ", %s: %d", x.name, x.n)
		}
	}
	if l.ways != nil {
		b.WriteString(", ways: []*look{\n")
		for _, way := range l.ways {
			literal(b, way)
			b.WriteString(",\n")
		}
		b.WriteString("}")
	}
	b.WriteString("}")
}

// quoted is a text as Go writes it, in back quotes where they read better.
func quoted(s string) string {
	if strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}

// TestNeverMisses draws texts that the program's own expressions match: no look may
// turn one away.
func TestNeverMisses(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	for _, expr := range ownExpressions(t) {
		tree, err := syntax.Parse(expr, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		re, p := regexp.MustCompile(expr), MustCompile(expr)
		for range 20 {
			s := string(drawn(tree, draw))
			if marks := Of(s); re.MatchString(s) && !(p.MatchString(s) && p.In(s, &marks)) {
				t.Errorf("%q misses %q", expr, s)
			}
		}
	}
}

// drawn is a text as an expression describes it; what it says of the places around it
// is not looked at.
func drawn(re *syntax.Regexp, draw *rand.Rand) []rune {
	var out []rune
	more := func(n int) {
		for range n {
			out = append(out, drawn(re.Sub[0], draw)...)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		return re.Rune
	case syntax.OpCharClass:
		i := 2 * draw.IntN(len(re.Rune)/2)
		return []rune{re.Rune[i] + draw.Int32N(re.Rune[i+1]-re.Rune[i]+1)}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []rune{'字'}
	case syntax.OpCapture:
		more(1)
	case syntax.OpQuest:
		more(draw.IntN(2))
	case syntax.OpStar:
		more(draw.IntN(3))
	case syntax.OpPlus:
		more(1 + draw.IntN(2))
	case syntax.OpRepeat:
		more(re.Min + draw.IntN(max(1, re.Max-re.Min+1)))
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			out = append(out, drawn(sub, draw)...)
		}
	case syntax.OpAlternate:
		return drawn(re.Sub[draw.IntN(len(re.Sub))], draw)
	}
	return out
}
