package value

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// commonValues are what nearly every row of a form prints.
var commonValues = []string{"≥95%", "100%", "合规", "<5个", "不断提高", "<=4小时", "健全", "≤20小时", "每月一次", "每月用户有效投诉≤5", "80%-90%", ">=2次", "≤30.00元/月/平米", "=100.00%", "有所提升", "不低于90%", "=0", "3.5", "及时", "≥50.00%"}

// BenchmarkParseCommon reads 2,000 common values an iteration.
func BenchmarkParseCommon(b *testing.B) {
	b.ReportAllocs()
	var kept schema.Value
	for b.Loop() {
		for range 2000 / len(commonValues) {
			for _, text := range commonValues {
				kept = Parse(text, Context{Year: 2024})
			}
		}
	}
	_ = kept
}

// TestParseDoesNotAllocate holds the common path to no allocation at all.
func TestParseDoesNotAllocate(t *testing.T) {
	for _, text := range commonValues {
		if n := testing.AllocsPerRun(100, func() { _ = Parse(text, Context{}) }); n != 0 {
			t.Errorf("Parse(%q) allocates %v times", text, n)
		}
	}
}

// checkValue is what holds for any text: a kind, a text that is clean, a reading
// that its canonical spelling gives back, parts that lie in the text in order.
func checkValue(t interface{ Fatalf(string, ...any) }, text string) {
	v := Parse(text, Context{})
	if v.Kind == "" {
		t.Fatalf("Parse(%q) has no kind", text)
	}
	if clean, _ := fold.Clean(text); v.Text != clean {
		t.Fatalf("Parse(%q) has the text %q, not %q", text, v.Text, clean)
	}
	format := Format(v)
	if again := Parse(format, Context{}); !SameReading(v, again) {
		t.Fatalf("%q reads\n%s\nbut its spelling %q reads\n%s", text, describe(v), format, describe(again))
	}
	withParts, parts := ParseParts(text, Context{})
	if diff := cmp.Diff(v, withParts); diff != "" {
		t.Fatalf("ParseParts(%q) reads otherwise (-Parse +ParseParts):\n%s", text, diff)
	}
	end := 0
	for _, part := range parts {
		if part.Start < end || part.End <= part.Start || part.End > utf8.RuneCountInString(v.Text) {
			t.Fatalf("ParseParts(%q): part %+v does not lie behind rune %d of %q", text, part, end, v.Text)
		}
		if got := string([]rune(v.Text)[part.Start:part.End]); got != part.Text {
			t.Fatalf("ParseParts(%q): part %+v stands for %q", text, part, got)
		}
		end = part.End
	}
}

func FuzzParse(f *testing.F) {
	for _, g := range readGolden(f) {
		f.Add(g.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 400 {
			return
		}
		checkValue(t, text)
		_ = Parse(text, Context{Year: 2024, Name: text, Unit: text, Op: text})
		_, _ = ParseRepaired(text, Context{})
	})
}

// TestGoldenRoundTrip checks the invariants on every labelled value.
func TestGoldenRoundTrip(t *testing.T) {
	for _, g := range readGolden(t) {
		checkValue(t, g.text)
	}
}

// pieces are what values are made of.
var pieces = []string{
	"≥", "<=", ">", "=", "不低于", "不超过", "达到", "约", "至少", "控制在", "95", "100.00", "1,200", "3.5", "两", "九成", "百分之九十", "%", "‰", "次", "个", "万元", "元/月/平米", "个工作日", "人次", "小时",
	"每月", "每季度", "一年", "全年", "2020年", "12月", "31日", "底前", "前", "上半年", "以上", "以内", "左右", "以下", "(", ")", "（含）", "(历史标准)", "；", "，", "、", "且", "或", "-", "~", "±", "至",
	"用户有效投诉", "满意度", "上年", "较", "增长", "同比", "预算", "优", "良", "中", "差", "及以上", "合同签订后", "内", "完成", "合规", "无", "零", "投诉", " ", "。", "/", "**", "7×24小时", "年", "月", "日",
}

// TestHundredBeforeDigits: the tens of 一百二三十人 are no figures. A figure at the end
// was a panic.
func TestHundredBeforeDigits(t *testing.T) {
	for text, want := range map[string]schema.Kind{"每百2": schema.KindQuantity, "一百二三十人": schema.KindInterval} {
		if v := Parse(text, Context{}); v.Kind != want {
			t.Errorf("%s: %s, want %s", text, v.Kind, want)
		}
	}
}

// TestParseProperties checks the invariants on values put together at random.
func TestParseProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, piece := range rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 9).Draw(t, "pieces") {
			text += piece
		}
		checkValue(t, text)
	})
}

// wordy are what phrases without a number are made of, harmless words and those that
// a rule starts from.
var wordy = []string{
	"合格", "优", "良", "差", "满意", "满意度", "以上", "以下", "等次", "等级", "市级", "或", "和", "、", "达到", "达", "不低于", "高于", "超过", "控制", "控制在", "预算", "内", "标准", "水平", "国家",
	"覆盖", "全覆盖", "完成", "成本", "率", "及时", "上年", "较", "同比", "提高", "项目", "人员", "套", "到位", "合同", "空气", "同上", "待定", "略", "每", "有效", "持续", "接", "收", "上", "下",
}

// TestPhrasesReadAlike: a phrase that is known to be qualitative at a glance is so by
// the whole grammar, too.
func TestPhrasesReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkValue(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(wordy), 1, 5).Draw(t, "words"), ""))
	})
}

// TestOpWordsAreInOrder: a comparator that another one ends with (未超过, 超过)
// would never be found behind it, and the shorter one may say the opposite.
func TestPartsTree(t *testing.T) {
	v, parts := ParseParts("每季度不少于1次", Context{})
	want := []string{
		"每季度不少于1次  数量 quantity",
		"├─ 1-3  每季度  周期 per     季度",
		"├─ 4-6  不少于  比较符 op    >=",
		"├─ 7    1       数值 number  1",
		"└─ 8    次      单位 unit",
	}
	if diff := cmp.Diff(want, Tree(v, parts, schema.ZH)); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
}

func TestParseRepaired(t *testing.T) {
	for _, c := range []struct{ text, number, to string }{
		{"≥9O%", "90", "≥90%"}, {"l00%", "100", "100%"}, {"95。5%", "95.5", "95.5%"}, {"95·5%", "95.5", "95.5%"}, {"1O0次", "100", "100次"},
		{"≥95%", "95", ""}, {"A4纸", "", ""}, {"70%o", "", ""}, {"≥9 5%", "95", "≥95%"}, {"≥90 .5%", "90.5", "≥90.5%"}, {"≥1  000人", "1000", "≥1000人"}, {"不低于 9 0 %", "90", "不低于90%"}, {"2 3次", "", ""}, {"10 20%", "", ""}, {"295%", "295", ""}, {"合规", "", ""}, {"2025年1 2月底前", "", "2025年12月底前"}, {"2025年6月3 0日", "", "2025年6月30日"}, {"2025年6 7月", "", ""},
	} {
		v, repair := ParseRepaired(c.text, Context{})
		to := ""
		if repair != nil {
			to = repair.To
		}
		if v.Number != c.number || to != c.to || v.Text != c.text {
			t.Errorf("ParseRepaired(%q) = %s, repaired to %q; want number %q, repaired to %q", c.text, describe(v), to, c.number, c.to)
		}
	}
}

// TestParseIsBounded reads texts made to be slow: long runs of what rules start
// from. The limit is far above what they take.
func TestParseIsBounded(t *testing.T) {
	for _, piece := range []string{"1", "1,", "每", "每月1次，", "2020年", "12月", "一", "百", "≥", "(", ")", "（(", "90%-", "不低于", "较上年", "1/", "或", "且1", " ", "<b>", "<", "&lt;", "1 ", "年 ", "X", "3小时内、", "合同签订后1日"} {
		text := strings.Repeat(piece, maxValue/len(piece)+1)
		start := time.Now()
		for _, s := range []string{text, text[:len(text)/2], strings.Repeat(piece, 20000)} {
			v, _ := ParseParts(s, Context{})
			_ = Format(v)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("a run of %q takes %v", piece, took)
		} else if testing.Verbose() {
			t.Logf("%-12q %v", piece, took)
		}
	}
}

// TestNothingIsLost: in every reading that is typed, each character of the text is
// in a part or is known to mean nothing.
func TestNothingIsLost(t *testing.T) {
	for _, g := range readGolden(t) {
		v, parts := ParseParts(g.text, g.ctx)
		if v.Kind == schema.KindUnparsed || v.Kind == schema.KindQualitative || v.Kind == schema.KindBlank {
			continue
		}
		left := []rune(fold.Text(v.Text))
		for _, part := range parts {
			for i := part.Start; i < part.End; i++ {
				left[i] = ' '
			}
		}
		for run := range strings.FieldsSeq(string(left)) {
			if !words.IsFiller(run) && !isNumbering(run) {
				t.Errorf("values.tsv:%d: %s: no part holds %q", g.line, g.text, run)
			}
		}
	}
}

// TestSubjectsHoldNoAmount: what is measured holds no amount of its own; a share or
// money in a subject would be a second target that is lost.
func TestSubjectsHoldNoAmount(t *testing.T) {
	amount := regexp.MustCompile(`\d(?:%|‰|万?元|万?人次|[次场期套台])(?:$|[^以及内])`)
	var look func(g golden, v *schema.Value)
	look = func(g golden, v *schema.Value) {
		if amount.MatchString(v.Subject) || amount.MatchString(v.Reference) {
			t.Errorf("values.tsv:%d: %s: an amount stands in %q %q", g.line, g.text, v.Subject, v.Reference)
		}
		for _, c := range v.Clauses {
			look(g, c)
		}
	}
	for _, g := range readGolden(t) {
		v := Parse(g.text, g.ctx)
		look(g, &v)
	}
}

// TestYearsWithUnits puts a year in front of every mark that a number may stand in front
// of: what is read at a glance must be what the whole grammar reads.
func TestYearsWithUnits(t *testing.T) {
	for _, g := range readGolden(t) {
		v := Parse(g.text, g.ctx)
		if v.Unit == "" || g.ctx != (Context{}) {
			continue
		}
		for _, number := range []string{"2024", "2025", "202506", "20250630", "12"} {
			for _, text := range []string{number + v.Unit, number + v.Unit + "以上", "≥" + number + v.Unit, number + "-" + number + v.Unit} {
				checkValue(t, text)
			}
		}
	}
}
