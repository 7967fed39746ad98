package rtf_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/parser/word/rtf"
	"github.com/pbt-cli/pbt/schema"
)

const head = `{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Arial;}{\f2\fcharset2 Wingdings;}{\f3\fcharset136 MingLiU;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}`

func TestRead(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"text in the code page of its font", `\f0 \'cf\'ee\'c4\'bf {\f3 \'b6\'b5}\f1 A\par`,
			[]string{"prose 1×1", "0,0 1×1 项目 項A"}},
		{"Unicode, what stands for it passed over", `\uc1\u39033?\u30446\'3f{\uc2\u20107\'ca\'c2}\uc0\u-225 x\u55357 \u56842\par`,
			[]string{"prose 1×1", "0,0 1×1 项目事？x😊"}},
		{"signs", `{\f2 \'fe}\u-3842?{\f2\u-3928?}\emdash\~\_a\-b\tab c\line d\par`,
			[]string{"prose 2×1", "0,0 1×1 ☑\uf0fe□— -ab\tc", "1,0 1×1 d"}},
		{"a table with merges", `\trowd\trleft-108\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl a\cell b\cell\cell\row\trowd\trleft-108\clvmrg\cellx1000\cellx2000\cellx3000\pard\intbl\cell c\cell d\cell\row\pard e\par`,
			[]string{"table 2×3", "0,0 2×1 a", "0,1 1×2 b", "1,1 1×1 c", "1,2 1×1 d", "prose 1×1", "0,0 1×1 e"}},
		{"a row that keeps the definition before, several paragraphs in a cell", `\trowd\cellx1000\cellx2000\intbl a\cell b\cell\row c\par d\cell e\cell\row`,
			[]string{"table 2×2", "0,0 1×1 a", "0,1 1×1 b", "1,0 1×1 c\nd", "1,1 1×1 e"}},
		{"a table in a cell", `\trowd\cellx1000\cellx2000\pard\intbl x\par\pard\intbl\itap2 a\nestcell{\nonesttables\par}b\nestcell{\*\nesttableprops\trowd\cellx400\cellx800\nestrow}\pard\intbl y\cell z\cell\row`,
			[]string{"table 1×2", "0,0 1×1 x\ny", "0,1 1×1 z", "table 1×2", "0,0 1×1 a", "0,1 1×1 b"}},
		{"hidden and deleted text", `a{\v b}{\deleted c}{\v0 d}\plain e\par`,
			[]string{"prose 1×1", "0,0 1×1 ade"}},
		{"what is not the document's", `{\header H\par}{\footnote F}{\*\unknown U}{\pict 00ff}{\listtext 1.\tab}{\upr{a}{\*\ud{\u39033?}}}b\bin3 {}}\par`,
			[]string{"prose 1×1", "0,0 1×1 项b"}},
		{"fields and check boxes", `{\field{\*\fldinst DATE}{\fldrslt 2020}}` + box(`\fftype1\ffres25\ffdefres1`) + box(`\fftype1\ffres0\ffdefres1`) + box(`\fftype1\ffres1`) + `\par`,
			[]string{"prose 1×1", "0,0 1×1 2020☑□☑"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := rtf.Read(context.Background(), []byte(head+tt.body+`}`))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, gridtest.Show(doc.Grids)); diff != "" {
				t.Errorf("grids (-want +got):\n%s", diff)
			}
			if len(doc.Problems) > 0 {
				t.Errorf("problems: %v", doc.Problems)
			}
		})
	}
}

func box(state string) string {
	return `{\field{\*\fldinst { FORMCHECKBOX }{{\*\formfield{` + state + `}}}}{\fldrslt}}`
}

func TestProblems(t *testing.T) {
	for name, tt := range map[string]struct{ data, rule string }{
		"breaks off":            {head + `a\par {b`, "extract.partial"},
		"nothing at all":        {`{\rtf1{\pict`, "extract.partial"},
		"groups in one another": {strings.Repeat("{", 5000), "extract.limit"},
		"no edges":              {head + `\pard\intbl a\cell\row}`, "extract.ragged-rows"},
		"tables in one another": {head + `\pard\intbl\itap40 a\nestcell}`, "extract.nested-too-deep"},
	} {
		doc, err := rtf.Read(context.Background(), []byte(tt.data))
		rule := ""
		var re *schema.ReadError
		switch {
		case errors.As(err, &re):
			rule = re.Rule
		case doc != nil && len(doc.Problems) > 0:
			rule = doc.Problems[0].Rule
		}
		if rule != tt.rule {
			t.Errorf("%s: rule %q, want %q (%v)", name, rule, tt.rule, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("../../../testdata/formats/shanghai-rtf.doc")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(head + `\trowd\clvmgf\cellx-5\cellx99999999\cellx3\pard\intbl\itap2 a\nestcell{\*\nesttableprops\trowd\cellx1\nestrow}\cell\row}`))
	f.Add([]byte(head + box(`\fftype1\ffres25`) + `\u-1\uc9\u3\'\bin99999999`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if doc, err := rtf.Read(context.Background(), data); err == nil {
			gridtest.Check(t, doc.Grids)
		}
	})
}

// What is hidden, too small or white on paper is kept apart; where anything is shaded,
// white text may stand on a colour. Raised text keeps its place on the line.
func TestLooks(t *testing.T) {
	const colors = `{\colortbl;\red255\green255\blue255;\red0\green51\blue102;}`
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"hidden", `{\v a}b\par`, []string{"prose 1×1", "0,0 1×1 b", "hidden text: a"}},
		{"white", `{\cf3 a}b{\cf4 c}\par`, []string{"prose 1×1", "0,0 1×1 bc", "text in the colour of what it stands on: a"}},
		{"white in a shaded cell", `\trowd\clcbpat2\cellx4000\cellx8000\pard\intbl {\cf3 a}\cell b\cell\row`, []string{"table 1×2", "0,0 1×1 a", "0,1 1×1 b"}},
		{"half a point", `{\fs1 a}{\fs21 b}\par`, []string{"prose 1×1", "0,0 1×1 b", "text that is too small to be seen: a"}},
		{"raised", `10{\super 4}CO{\sub 2}\super 3\nosupersub 5\par`, []string{"prose 1×1", "0,0 1×1 10⁴CO₂³5"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := rtf.Read(t.Context(), []byte(head+colors+tt.body+"}"))
			if err != nil {
				t.Fatal(err)
			}
			got := gridtest.Show(doc.Grids)
			for _, i := range doc.Apart {
				got = append(got, i.Why.EN+": "+i.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Struck-out text is kept apart from the text of its cell, run by run.
func TestStruckOut(t *testing.T) {
	body := head + `\trowd\cellx4000\cellx8000\pard\intbl {\strike old}new\cell a\strike b\strike0 c\striked1 d\plain e\cell\row}`
	doc, err := rtf.Read(context.Background(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"table 1×2", "0,0 1×1 new", "0,1 1×1 ace"}, gridtest.Show(doc.Grids)); diff != "" {
		t.Errorf("grids (-want +got):\n%s", diff)
	}
	var apart []string
	for _, ink := range doc.Apart {
		apart = append(apart, ink.Text)
	}
	if diff := cmp.Diff([]string{"old", "b", "d"}, apart); diff != "" {
		t.Errorf("apart (-want +got):\n%s", diff)
	}
}
