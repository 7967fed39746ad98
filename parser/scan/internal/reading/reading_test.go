package reading

import (
	"image"
	"image/draw"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
	"github.com/pbt-cli/pbt/parser/scan/internal/raster"
	signs "github.com/pbt-cli/pbt/parser/scan/internal/sign"
)

// look reads a picture of a line and gives what the net saw of it.
func look(t *testing.T, name string) (Text, *net.Columns) {
	t.Helper()
	g := linePicture(t, name)
	n, err := net.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := n.Runner().Run(g.Pix, g.W)
	if err != nil {
		t.Fatal(err)
	}
	return Look(c, g), c
}

func linePicture(t *testing.T, name string) *raster.Gray {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	im, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(im.Bounds())
	draw.Draw(gray, im.Bounds(), im, im.Bounds().Min, draw.Src)
	return &raster.Gray{W: gray.Stride, H: im.Bounds().Dy(), Pix: gray.Pix}
}

func TestLook(t *testing.T) {
	for _, c := range []struct {
		picture, want string
		sure          bool
	}{
		{"permille.png", "5‰", true},
		{"percent.png", "95%", true},
		{"at-least.png", "≥", true},
		{"below.png", "<", true},        // whole, and nothing below it
		{"two-bars.png", "≧95%", false}, // a wide per cent sign, of which the page tells more
		{"two-bars-alone.png", "≧", true},
		{"one-bar.png", "≥95%", false},               // a weak bar, which forms have oftener than none
		{"nature.png", "质", true},                    // its strokes make two rings, as those of %
		{"at-least-copied.png", "≥98.5%", false},     // a copier took its point, and the net reads 2
		{"mend.png", "校舍修缮面积", false},                // a character that the net never learned
		{"bar-lost.png", "<19元", false},              // ≤ of a small Kai face, whose bar both nets overlook
		{"permille-narrow.png", "85%", false},        // 85‰, no wider than the per cent signs of other faces
		{"permille-brackets.png", "92.50(%)", false}, // 92.50(‰): the bracket has the room of the third ring
		{"per-year.png", "518元/人年", false},           // 元/人·年
	} {
		got, _ := look(t, c.picture)
		if got.String() != c.want || got.Sure() != c.sure {
			t.Errorf("%s: %q at %.2f %v, want %q, sure %t", c.picture, got.String(), got.Confidence, got.Reasons, c.want, c.sure)
		}
	}
}

// Fifty words with the commonest of the characters that the net never learned, drawn
// small and enlarged as a scanner's are: each line is right or doubted, and most doubts
// name what is printed.
func TestUnlearned(t *testing.T) {
	words, err := os.ReadFile("testdata/unlearned.txt")
	if err != nil {
		t.Fatal(err)
	}
	n, err := net.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, run, told := linePicture(t, "unlearned.png"), n.Runner(), 0
	for i, want := range strings.Fields(string(words)) {
		g := &raster.Gray{W: all.W, H: net.Height, Pix: all.Pix[i*net.Height*all.W:][:net.Height*all.W]}
		c, err := run.Run(g.Pix, g.W)
		if err != nil {
			t.Fatal(err)
		}
		got := Look(c, g)
		got.Likelier(c, nil)
		if got.String() != want && got.Sure() {
			t.Errorf("%s is read %s, and nothing doubts it", want, got.String())
		}
		if got.String() == want || slices.Contains(got.Others, want) {
			told++
		}
	}
	if told < 35 {
		t.Errorf("%d of 50 name what is printed", told)
	}
}

// text makes a text whose characters are all as likely.
func text(s string, p float32) Text {
	t := Text{Confidence: p}
	for i, r := range []rune(s) {
		t.Chars = append(t.Chars, Char{Rune: r, At: 12 + 24*i, P: p})
	}
	return t
}

// A line of several: a speck behind it is none of it, a point behind a figure may be.
// A figure and its unit are no sign, however like one their picture is.
func TestMisread(t *testing.T) {
	sure := signs.Scores{0.999}
	got := text("5个", 0.99)
	if got.signs = &sure; got.misread() || got.String() != "5个" || !got.Sure() {
		t.Errorf("5个 became %s", got.String())
	}
	got = text("K", 0.3)
	if got.signs = &sure; !got.misread() || got.String() != "<" {
		t.Errorf("a weak letter stays %s", got.String())
	}
	got = text("2", 0.99)
	if got.signs = &sure; got.misread() || got.Sure() {
		t.Errorf("a sure figure is %s without a doubt", got.String())
	}
}

func TestEndOfLine(t *testing.T) {
	for _, c := range []struct {
		read, want string
		sure       bool
	}{
		{"障.", "障", true},
		{"惠及户数·", "惠及户数", true},
		{"12.", "12.", true},
		{"≤3\"", "≤3\"", false},
		{"于2026°", "于2026°", false},
	} {
		got := text(c.read, 0.99)
		got.PartOfCell()
		if got.String() != c.want || got.Sure() != c.sure {
			t.Errorf("%s: %q %v, sure %t", c.read, got.String(), got.Reasons, got.Sure())
		}
	}
	got := text("基层力鼠", 0.82)
	if got.OfPoorPage(); got.Sure() {
		t.Error("a weak text of a poor page is sure")
	}
}

func TestTidy(t *testing.T) {
	for _, c := range []struct {
		read, want string
		sure       bool
	}{
		{"5.", "5", true},
		{"M", "M", false}, // so the net reads comparators
		{"A", "A", true},
		{"q", "9", false}, // 9 of a brush face
		{"·节能减排量", "节能减排量", true},
		{"·5", "5", false},
		{"—", "—", true},
		{"》", "≥", false},
		{"623.337", "623.337", false}, // a comma may be read as a point
		{"1,234.50", "1,234.50", true},
		{"12,34", "12,34", false},
		{"≥.8元/件", "≥.8元/件", false}, // a speck before 8
		{"=8个-", "=8个", false},
		{"30元/月!", "30元/月", false},
		{"6-8人", "6-8人", true},
		{"≤1.350元/平方米", "≤1.350元/平方米", false},
		{"≤0.125元", "≤0.125元", true}, // no comma stands behind a 0
		{"≥12.5元", "≥12.5元", true},
		{"≤1,350元/平方米", "≤1,350元/平方米", true},
		{"≤1,35元", "≤1,35元", false},
		{"=71.6元/人，年", "=71.6元/人·年", false},
		{"第1、2、3期", "第1、2、3期", true},
	} {
		got := text(c.read, 0.99)
		got.Tidy()
		if got.String() != c.want || got.Sure() != c.sure {
			t.Errorf("%q: %q at %.2f, want %q, sure %t", c.read, got.String(), got.Confidence, c.want, c.sure)
		}
	}
}

func TestFigure(t *testing.T) {
	for read, want := range map[string]string{"432,00C": "432,000", "124,3C": "124,30", "3C": "3C", "C区": "C区", "1,20O": "1,200", "J20": "J20"} {
		got := text(read, 0.9)
		got.figure()
		if got.String() != want {
			t.Errorf("%q: %q, want %q", read, got.String(), want)
		}
		if got.String() != read && got.Sure() {
			t.Errorf("%q was mended without a doubt", read)
		}
		if read == "J20" && got.Sure() {
			t.Errorf("%q is no doubt", read)
		}
	}
}

// A second look that agrees makes surer, one that differs is a doubt.
func TestSettle(t *testing.T) {
	agrees, differs := text("95%", 0.7), text("95%", 0.99)
	agrees.Settle(text("95％", 0.97))
	differs.Settle(text("96%", 0.99))
	if !agrees.Sure() {
		t.Errorf("two looks that agree leave %.2f", agrees.Confidence)
	}
	if differs.Sure() || len(differs.Others) != 1 || differs.Others[0] != "96%" {
		t.Errorf("two looks that differ leave %.2f, others %q", differs.Confidence, differs.Others)
	}
}

// Words rescore what is unsure and leave alone what the net is sure of.
func TestRescore(t *testing.T) {
	got, c := look(t, "mend.png")
	words := NewWords([]string{"校舍修建面积", "校舍修缮面积"})
	got.Rescore(c, words)
	if got.String() != "校舍修缮面积" {
		t.Errorf("read %q", got.String())
	}
	clear, c := look(t, "percent.png")
	clear.Rescore(c, NewWords([]string{"96%的", "90%以上"}))
	if clear.String() != "95%" || !clear.Sure() {
		t.Errorf("a sure text became %q at %.2f", clear.String(), clear.Confidence)
	}
}

// A line that is a stroke away from a word is a doubt where it is all that a cell
// says, and none where the word goes on in the next line.
func TestPartOfCell(t *testing.T) {
	got := text("度指标", 0.95)
	got.asPart = got.Confidence
	got.lower(besideWord, Weak)
	got.other("目标")
	if got.Sure() {
		t.Fatal("no doubt")
	}
	got.PartOfCell()
	if !got.Sure() || len(got.Others) > 0 {
		t.Errorf("%.2f %v %q", got.Confidence, got.Reasons, got.Others)
	}
	seal := text("校舍", 0.95)
	seal.UnderSeal()
	if seal.PartOfCell(); seal.Sure() {
		t.Error("a doubt of another kind was taken back")
	}
}

// A label with what a seal or a watermark adds to it is that label, and doubted.
func TestInside(t *testing.T) {
	w := NewWords([]string{"社会成本指标", "成本指标", "时效指标", "数量指标"})
	for read, want := range map[string]string{
		"0OD社会成本指标公A": "社会成本指标", "2时效指标x00": "时效指标",
		"数量指标完成情况": "", "数量指标": "", "项目时效指标": "",
	} {
		text := []rune(read)
		from, to, ok := w.inside(text)
		if got := string(text[from:to]); got != want || ok != (want != "") {
			t.Errorf("%s: %q", read, got)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"产出指标", "产出指标", 0}, {"产出指标", "产出目标", 1}, {"效益指标", "效益指标X", 1}, {"abcdef", "uvwxyz", 3}} {
		if got := distance([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// An unsure text of a cell is the name of a level where only one is near.
func TestLabel(t *testing.T) {
	w := NewWords([]string{"可持续影响指标", "社会效益指标", "经济效益指标", "服务对象满意度指标", "满意度指标", "产出目标", "产出指标", "数量指标"})
	for _, c := range []struct {
		read       string
		confidence float32
		want       string
	}{
		{"持续影响安", 0.4, "可持续影响指标"}, {"满意度，标", 0.5, "满意度指标"}, {"产出打标", 0.75, "产出目标"},
		{"持续影响安", 0.75, ""}, // what is half sure may be another text
		{"会效益指标", 0.4, "社会效益指标"}, {"文济效益指标", 0.4, "经济效益指标"},
		{"口口效益指标", 0.4, ""}, // two names are as near
		{"数量指标", 0.4, ""}, {"项目名称", 0.4, ""}, {"数标", 0.1, ""},
	} {
		if got, ok := w.Label(c.read, c.confidence, "目标"); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s at %.2f: %q, want %q", c.read, c.confidence, got, c.want)
		}
	}
	known := NewWords([]string{"满意度", "满意度指标", "满意度目标"})
	for ending, want := range map[string]string{"指标": "满意度指标", "目标": "", "": ""} {
		if got, ok := known.Label("满意度", 0.5, ending); ok != (want != "") || ok && got != want {
			t.Errorf("on a page of %q: %q, want %q", ending, got, want)
		}
	}
	if got, ok := known.Label("满意度", 0.9, "指标"); ok {
		t.Errorf("what is sure became %q", got)
	}
}

// A text beside known labels is the one that is a stroke away, where only one is.
func TestHead(t *testing.T) {
	w := NewWords([]string{"一级指标", "二级指标", "三级指标", "指标值", "目标值", "权重", "分值", "得分", "年度目标值", "备注"})
	row := []string{"一级指标", "三级指标", "备注"}
	for _, c := range []struct {
		read string
		sure bool
		want string
	}{
		{"级指标", true, "二级指标"}, {"·级指标", true, "二级指标"}, {"标值", false, "指标值"}, {"权利", false, "权重"}, {"权重.", true, "权重"},
		{"权利", true, ""},    // may be what it says
		{"年初目标值", true, ""}, // a label that nobody knows
		{"值", false, ""}, {"说明", false, ""},
	} {
		if got, _ := w.Head(c.read, c.sure, row); got != c.want {
			t.Errorf("%s: %q, want %q", c.read, got, c.want)
		}
	}
	if _, others := w.Head("标值", false, row); len(others) == 0 {
		t.Error("what else a label may be is not named")
	}
	if got, _ := w.Head("标值", false, nil); got != "" {
		t.Errorf("of two labels as near %q is taken", got)
	}
}

func TestNumbered(t *testing.T) {
	w := NewWords([]string{"一级指标", "二级指标", "三级指标", "三级指标名称"})
	for _, c := range []struct {
		read, name string
		place      int
		ok         bool
	}{{"级指标", "级指标", -1, true}, {"·级指标", "级指标", -1, true}, {"二级指标", "级指标", 1, true}, {"三级指标名称", "", 0, false}, {"指标", "", 0, false}} {
		if name, place, ok := w.Numbered(c.read); name != c.name || place != c.place || ok != c.ok {
			t.Errorf("%s: %q %d %v", c.read, name, place, ok)
		}
	}
}

// Two later looks that agree outvote the first; their text stays a doubt.
func TestOutvote(t *testing.T) {
	for _, c := range []struct{ first, second, third, want string }{
		{"社会效三标", "社会效益指标", "社会效益指标", "社会效益指标"},
		{"社会效益指标", "社会效三标", "社会效标", "社会效益指标"},
		{"95％", "95%", "96%", "95％"},
		{"90%", "", "", "90%"},
	} {
		got := text(c.first, 0.7)
		got.Outvote(text(c.second, 0.9), text(c.third, 0.9))
		if got.String() != c.want {
			t.Errorf("%s, %s and %s give %s", c.first, c.second, c.third, got.String())
		}
		if c.want != c.first && (got.Confidence > atDiffer || !slices.Contains(got.Others, c.first)) {
			t.Errorf("%s outvotes %s at %v, beside it %v", c.want, c.first, got.Confidence, got.Others)
		}
	}
}
