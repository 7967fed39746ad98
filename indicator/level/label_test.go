package level

import (
	"testing"

	"pgregory.net/rapid"
)

func TestStripNumbering(t *testing.T) {
	tests := []struct{ name, want string }{
		{"指标1：公众知晓率", "公众知晓率"},
		{"指标12: 公众知晓率", "公众知晓率"},
		{"目标2：完成建设", "完成建设"},
		{"指标１：公众知晓率", "公众知晓率"},
		{"3、设备巡检次数", "设备巡检次数"},
		{"1.设备巡检次数", "设备巡检次数"},
		{"1．设备巡检次数", "设备巡检次数"},
		{"1. 设备巡检次数", "设备巡检次数"},
		{"一、产出指标", "产出指标"},
		{"十二、产出指标", "产出指标"},
		{"指标1：", ""},
		{"1.5倍杠杆", "1.5倍杠杆"},
		{"15个居民区", "15个居民区"},
		{"1：10000地形图", "1：10000地形图"},
		{"1、2号楼改造", "1、2号楼改造"},
		{"三、四级公路里程", "三、四级公路里程"},
		{"2020、绿化", "2020、绿化"}, // a year, not a serial number
		{"一级目标", "一级目标"},
		{"三公经费", "三公经费"},
		{"指标性质", "指标性质"},
		{"", ""},
		{"1", "1"},
	}
	for _, tt := range tests {
		if got := StripNumbering(tt.name); got != tt.want {
			t.Errorf("StripNumbering(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSplitPoints(t *testing.T) {
	tests := []struct{ label, name, points string }{
		{"产出指标(50分)", "产出指标", "50"},
		{"产出指标（50分）", "产出指标", "50"},
		{"产出指标 ( 50 分 )", "产出指标", "50"},
		{"产出指标(50)", "产出指标", "50"},
		{"效益指标30分", "效益指标", "30"},
		{"效益指标(22.5分)", "效益指标", "22.5"},
		{"产出指标（５０分）", "产出指标", "50"}, // half width,
		{"产出指标（50%）", "产出指标", "50"},
		{"产出指标（权重50％）", "产出指标", "50"},
		{"产出指标（分值：50分）", "产出指标", "50"},
		{"产出指标(共 50 分)", "产出指标", "50"},
		{"产出指标【50分】", "产出指标", "50"},
		{"产出指标：50分", "产出指标", "50"},
		{"产出指标 50%", "产出指标", "50"},
		{"成本指标（0-20）分", "成本指标", ""},
		{"成本指标(0~20分)", "成本指标", ""},
		{"成本指标（20）分", "成本指标", "20"},
		{"年龄（16-60）", "年龄（16-60）", ""},
		{"绿电占比50%", "绿电占比50%", ""},
		{"产出指标（含50%配套）", "产出指标（含50%配套）", ""},
		{"产出指标（方案50%）", "产出指标（方案50%）", ""},
		{"质量(含时效)", "质量(含时效)", ""},
		{"产出指标", "产出指标", ""},
		{"(50分)", "(50分)", ""},
		{"得分", "得分", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		name, points := SplitPoints(tt.label)
		if name != tt.name || points != tt.points {
			t.Errorf("SplitPoints(%q) = %q, %q, want %q, %q", tt.label, name, points, tt.name, tt.points)
		}
	}
}

func TestJoinLabel(t *testing.T) {
	for want, lines := range map[string][]string{
		"社会效益指标": {"社会效益\n指标"},
		"满意度指标":  {"满意度指", "标"},
		"投入与管理":  {"投", "入", "与", "管", "理"},
		"数量":     {"<b>数量</b>"},
		"":       {},
	} {
		if got := joinLabel(lines...); got != want {
			t.Errorf("JoinLabel(%q) = %q, want %q", lines, got, want)
		}
	}
}

func TestVocabularyMatch(t *testing.T) {
	tests := []struct {
		vocab  *Vocabulary
		label  string
		name   string
		depth  int
		parent string
		exact  bool
	}{
		{mof88(), "成本指标", "成本指标", 1, "产出指标", true},
		{mof101(), "成本指标", "成本指标", 0, "", true},
		{mof88(), "成本", "成本指标", 1, "产出指标", false},
		{mof88(), "产出指标（50分）", "产出指标", 0, "", true},
		{mof88(), "社会效益\n指标", "社会效益指标", 1, "效益指标", true},
		{mof88(), "环境效益指标", "生态效益指标", 1, "效益指标", true},
		{mof88(), "满意度指标", "满意度指标", 0, "", true},
		{sh2020(), "投入与 管理", "投入与管理", 0, "", true},
		{sh2020(), "(一)数量指标", "数量", 1, "产出目标", false},
		{sh2020(), "一、产出目标", "产出目标", 0, "", true},
	}
	for _, tt := range tests {
		m, ok := tt.vocab.match(tt.label)
		parent := ""
		if len(m.Parents) > 0 {
			parent = m.Parents[len(m.Parents)-1]
		}
		if !ok || m.Name != tt.name || m.Depth != tt.depth || parent != tt.parent || m.Exact != tt.exact {
			t.Errorf("Match(%q) = %+v, %v, want %s at depth %d under %q, exact %v", tt.label, m, ok, tt.name, tt.depth, tt.parent, tt.exact)
		}
	}
	for _, label := range []string{"", "指标", "安全生产", "女山口仁", "(50分)"} {
		if m, ok := sh2020().match(label); ok {
			t.Errorf("Match(%q) = %+v, want none", label, m)
		}
	}
	if m, ok := mof88().MatchLevel("满意度指标", 1); !ok || m.Name != "服务对象满意度指标" {
		t.Errorf("MatchLevel = %+v, %v", m, ok)
	}
	if _, ok := (*Vocabulary)(nil).match("数量"); ok {
		t.Error("no vocabulary matches a label")
	}
}

func TestHasResidue(t *testing.T) {
	for _, label := range []string{"±□ \\ <del>/-/</del>", "shite to", "изхх", "<b>头</b> 爬目垤", "XX未口(小", "尿ン川ピノJ 口", "12八目垤", "】 双未口彻"} {
		if !hasResidue(label) {
			t.Errorf("%q is taken for a clean label", label)
		}
	}
	for _, label := range []string{"数量", "产出指标(50分)", "质量（含时效）", "经济/社会效益", "一、产出指标", "社会效益\n指标", "信息化(APP)建设与维护工作指标", "……", "★数量指标", "IT运维指标", "成本指标(≤100万元)"} {
		if hasResidue(label) {
			t.Errorf("%q is taken for garbage", label)
		}
	}
}

// TestLabelFunctionsAreTotal: no text makes them panic, and stripping twice is
// stripping once where no second number stands in front.
func TestLabelFunctionsAreTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("指标目1２一十、：.．:( )（）50分数量质<b>/\n\u3000é�"))).Draw(t, "text")
		name := StripNumbering(s)
		if len(name) > len(s) {
			t.Fatalf("StripNumbering(%q) = %q", s, name)
		}
		rest, points := SplitPoints(s)
		if points != "" && (rest == "" || !isDecimal(points)) {
			t.Fatalf("SplitPoints(%q) = %q, %q", s, rest, points)
		}
		joinLabel(s, s)
		if k := labelKey(s); labelKey(k) != k && hanCount(k) == len([]rune(k)) {
			t.Fatalf("labelKey(%q) = %q, whose key is %q", s, k, labelKey(k))
		}
	})
}

// Nothing but a number is no name.
func TestIsNumbering(t *testing.T) {
	for name, want := range map[string]bool{
		"指标2": true, "指标2：": true, "目标1:": true, "3、": true, "3": true, "": false, "指标": false, "指标2工程完工率": false, "1.5倍": false, "15个居民区": false,
	} {
		if got := IsNumbering(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
