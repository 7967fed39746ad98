package schema

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A place is one that a person finds on the paper.
func TestPlaceIn(t *testing.T) {
	a4, wide := [2]float64{595, 842}, [2]float64{842, 595}
	for _, c := range []struct {
		place  Place
		zh, en string
	}{
		{Place{Page: 3}, "第3页", "page 3"},
		{Place{Page: 3, Box: Box{20, 700, 90, 720}, Paper: a4}, "第3页 左下", "page 3, bottom left"},
		{Place{Page: 1, Box: Box{500, 20, 590, 40}, Paper: a4}, "第1页 右上", "page 1, top right"},
		{Place{Page: 1, Box: Box{250, 400, 350, 420}, Paper: a4}, "第1页 中部", "page 1, middle"},
		{Place{Page: 1, Box: Box{250, 400, 350, 420}, Paper: wide}, "第1页 下部", "page 1, bottom"},
		{Place{Page: 1, Box: Box{-5, -5, -1, -1}, Paper: a4}, "第1页 左上", "page 1, top left"},
		{Place{Page: 2, Box: Box{72, 144, 90, 160}}, "第2页 距左2.5、上5.1厘米", "page 2, 2.5 cm from the left, 5.1 from the top"},
		{Place{Sheet: "目标表", Cell: "D31"}, "目标表!D31", "目标表!D31"},
		{Place{Table: 2, Row: 5, Column: 3}, "第2个表第5行第3列", "table 2, row 5, column 3"},
	} {
		if got := c.place.In(ZH); got != c.zh {
			t.Errorf("%+v is %q, want %q", c.place, got, c.zh)
		}
		if got := c.place.In(EN); got != c.en {
			t.Errorf("%+v is %q, want %q", c.place, got, c.en)
		}
	}
}

// What String says of a place is read back to a place of which it says the same.
func TestParsePlace(t *testing.T) {
	for _, p := range []Place{
		{}, {Page: 3}, {Page: 12, Box: Box{20.4, 700.2, 90, 720}}, {Page: 2, Box: Box{-3, 0.2, 9, 9}}, {Page: 2, Box: Box{0.1, 0.2, 9, 9}},
		{Sheet: "目标表", Cell: "D31"}, {Sheet: "a!b", Cell: "D31"}, {Sheet: "p3"}, {Sheet: "12:30 表"}, {Sheet: "p3 (1,2) 表", Cell: "A1"},
		{Table: 2, Row: 5, Column: 3}, {Line: 31, Column: 4},
	} {
		got := ParsePlace(p.String())
		if got.String() != p.String() {
			t.Errorf("%+v says %q, and that reads as %+v", p, p.String(), got)
		}
		if p.Box.IsZero() && p.Sheet != "p3" && got != p {
			t.Errorf("%q is %+v, want %+v", p.String(), got, p)
		}
	}
}

// A path without a place of its own stands where the nearest one above it does.
func TestDeclarationPlace(t *testing.T) {
	d := &Declaration{Trace: map[string]Place{"indicators[0]": {Line: 4, Column: 1}, "indicators[0].children[1].name": {Line: 5, Column: 2}}}
	for path, want := range map[string]string{
		"indicators[0].children[1].name": "5:2", "indicators[0].children[2].value": "4:1", "indicators[0]": "4:1", "project.name": "", "": "",
	} {
		if got := d.Place(path).String(); got != want {
			t.Errorf("%s stands at %q, want %q", path, got, want)
		}
	}
}

// Doubts and repairs are said in words.
func TestOpenIn(t *testing.T) {
	d := Doubt{Question: QuestionLevel2, Chosen: "质量", Alternatives: []string{"数量", "时效"}}
	if got := d.In(ZH); got != "二级指标：质量，也可能是数量、时效" {
		t.Error(got)
	}
	if got := d.In(EN); got != "level 2: 质量, or 数量, 时效" {
		t.Error(got)
	}
	r := Repair{From: "质 量", To: "质量", Why: "wrap-space"}
	if got := r.In(ZH); got != "印的“质 量”读作“质量”（换行处的空格）" {
		t.Error(got)
	}
	if got := (Repair{Why: "of-tomorrow"}).Reason().ZH; got != "of-tomorrow" {
		t.Error(got)
	}
}

// Every reason that the contract lists has words in both languages.
func TestReasons(t *testing.T) {
	page, err := os.ReadFile("../docs/contract.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(page), "The reasons of `repairs`")
	list, _, _ = strings.Cut(list, "\nIn long texts")
	n := 0
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllStringSubmatch(list, -1) {
		for _, m := range regexp.MustCompile("`([a-z-]+)`").FindAllStringSubmatch(row[1], -1) {
			n++
			if got := (Repair{Why: m[1]}).Reason(); got.ZH == m[1] || got.EN == m[1] {
				t.Errorf("%s has no words", m[1])
			}
		}
	}
	if n < 10 {
		t.Errorf("%d reasons were found in the contract", n)
	}
}

// What was mended on the form itself stands in its first row.
func TestRepairsInRows(t *testing.T) {
	doc := full()
	d := doc.Declarations[0]
	d.Repairs = []Repair{{Path: "project.name", From: "甲 乙", To: "甲乙", Why: "wrap-space"}}
	at := 0
	for i, c := range RowColumns {
		if c == "修正" {
			at = i
		}
	}
	if got := Rows(doc)[0][at]; got != "印的“甲 乙”读作“甲乙”（换行处的空格）" {
		t.Error(got)
	}
}
