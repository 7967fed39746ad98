package value

import (
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/indicator/words"
)

func TestPolarity(t *testing.T) {
	for name, want := range map[string]Direction{
		"投诉处理率": DirectionUpCapped, "故障修复率": DirectionUpCapped, "故障处理结案率": DirectionUpCapped, "群众投诉办结率": DirectionUpCapped, "隐患整改及时性": DirectionUpCapped, "费用节约率": DirectionUpCapped, "成本控制率": DirectionControl, "项目成本控制率": DirectionControl,
		"投诉次数": DirectionDown, "重大故障发生次数": DirectionDown, "安全事故发生数": DirectionDown, "系统故障率": DirectionDown, "故障响应时间": DirectionDown, "系统故障处置时间": DirectionDown, "办理时限": DirectionDown,
		"单位成本": DirectionCost, "人均培训费用": DirectionCost, "工程造价": DirectionCost,
		"项目完成率": DirectionUpCapped, "预算执行率": DirectionUpCapped, "服务对象满意度": DirectionUpCapped, "政策知晓率": DirectionUpCapped, "资金到位及时率": DirectionUpCapped,
		"培训人次": DirectionUp, "培训考核检查次数": DirectionUp, "收入增长率": DirectionUp, "补助人数": DirectionUp,
		"系统上线时间": DirectionDeadline, "竣工日期": DirectionDeadline,
		"合同规范性": DirectionUpCapped, "合同签订方式": DirectionUnknown, "": DirectionUnknown,
	} {
		if got := Polarity(name); got != want {
			t.Errorf("Polarity(%s) = %s, want %s", name, got, want)
		}
	}
}

// TestNamesPoint looks up the names of testdata/names.tsv.
func TestNamesPoint(t *testing.T) {
	data, err := os.ReadFile("testdata/names.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		want, name, ok := strings.Cut(line, "\t")
		if !ok {
			continue // a comment
		}
		got := Polarity(name).String()
		if want == "satisfaction" && got == DirectionUpCapped.String() && words.NameOf(words.BareName(name)).In("satisfaction") {
			continue
		}
		if got != want {
			t.Errorf("%s points %s, want %s", name, got, want)
		}
	}
}

func TestClassify(t *testing.T) {
	for text, want := range map[string]Quality{
		"合规": {Class: ClassCompliance}, "规范有效": {Class: ClassCompliance}, "健全": {Class: ClassSoundness}, "及时": {Class: ClassTimeliness}, "严格按照计划时点": {Class: ClassTimeliness}, "按期完成": {Class: ClassTimeliness},
		"提升": {Class: ClassTrend, Trend: TrendUp}, "有所缓解": {Class: ClassTrend, Trend: TrendDownWeak, Vague: true}, "不断提高": {Class: ClassTrend, Trend: TrendUpContinuous, Vague: true}, "有所提升": {Class: ClassTrend, Trend: TrendUpWeak, Vague: true}, "降低": {Class: ClassTrend, Trend: TrendDown},
		"投产": {Class: ClassMilestone}, "通过测试": {Class: ClassMilestone}, "保障": {Class: ClassState}, "正常使用": {Class: ClassState}, "基本正常": {Class: ClassState, Vague: true}, "优": {Class: ClassGrade}, "石头": {},
	} {
		if got := Classify(text); got != want {
			t.Errorf("Classify(%s) = %+v, want %+v", text, got, want)
		}
	}
}

func TestUnitDimension(t *testing.T) {
	for unit, want := range map[string]words.Dimension{
		"%": words.Ratio, "％": words.Ratio, "百分比": words.Ratio, "个百分点": words.Ratio, "倍": words.Ratio, ":1": words.Ratio,
		"元": words.Money, "万元": words.Money, "元/月/平米": words.Money, "亿元": words.Money,
		"次": words.Count, "万人次": words.Count, "次/年": words.Count, "台(套)": words.Count,
		"小时": words.Time, "个工作日": words.Time, "年": words.Time, "平方米": words.Measure, "万平方米": words.Measure, "㎡": words.Measure, "微克/立方米": words.Measure, "分": words.Score,
		"万": words.Unknown, "标箱子": words.Unknown, "": words.Unknown,
	} {
		if got := DimensionOf(unit); got != want {
			t.Errorf("UnitDimension(%s) = %s, want %s", unit, got, want)
		}
	}
}
