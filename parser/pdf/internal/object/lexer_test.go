package object

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in   string
		want Object
	}{
		{"12", 12},
		{"-0.5", -0.5},
		{"+.25", 0.25},
		{"4.", 4.0},
		{"--5", -5},
		{"12-34", 12},
		{"1.2.3", 1.2},
		{"1e-2", 0.01},
		{"12 0 R", Ref{12, 0}},
		{"[1 0 R 2 3 0 R]", Array{Ref{1, 0}, 2, Ref{3, 0}}},
		{"/A#20B", Name("A B")},
		{"/A#G", Name("A#G")},
		{"(a(b)c)", String("a(b)c")},
		{`(\101\n\(\q\
x)`, String("A\n(qx")},
		{"(a\r\nb)", String("a\nb")},
		{"(never closed", String("never closed")},
		{"<48 65 6C6c6F7>", String("Hellop")},
		{"<4z8", String("H")},
		{"<< /A 1 /B << /C [true null] >> >>", Dict{"A": 1, "B": Dict{"C": Array{true, nil}}}},
		{"<< /A 1 /B", Dict{"A": 1}},
		{"<< /A 1 endobj", Dict{"A": 1}},
		{"<< /A >>", Dict{}},
		{"<< 5 /A 1 >>", Dict{"A": 1}},
		{"% comment\n/X", Name("X")},
		{"", nil},
		{")", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, parse([]byte(tt.in))); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestParseBoundsNesting(t *testing.T) {
	deep := make([]byte, 1<<20)
	for i := range deep {
		deep[i] = '['
	}
	depth := 0
	for o := parse(deep); ; depth++ {
		a, ok := o.(Array)
		if !ok || len(a) == 0 {
			break
		}
		o = a[0]
	}
	if depth > maxNesting {
		t.Errorf("nested %d deep", depth)
	}
}

func FuzzLexer(f *testing.F) {
	for _, s := range []string{"1 0 R", "<< /A (x) >>", "<4", "(\\", "[", "/#4", "1e", "--.", "BT /F 1 Tf (x) Tj"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l := Lexer{Buf: data}
		for n := 0; ; n++ {
			before := l.Pos
			tok := l.Next()
			if tok.Kind == EOF {
				break
			}
			if l.Pos <= before || l.Pos > len(data) {
				t.Fatalf("token %v leads from %d to %d of %d", tok.Kind, before, l.Pos, len(data))
			}
		}
		parse(data)
	})
}
