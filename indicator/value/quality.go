package value

import (
	"github.com/pbt-cli/pbt/indicator/fold"
)

// Class is the sort of a qualitative value.
type Class string

// The classes of qualitative values.
const (
	ClassNone       Class = ""
	ClassCompliance Class = "compliance" // 合规 规范
	ClassSoundness  Class = "soundness"  // 健全 合理 有效
	ClassTimeliness Class = "timeliness" // 及时 按期
	ClassTrend      Class = "trend"      // 提高 有所缓解
	ClassState      Class = "state"      // 保持 正常 可控
	ClassMilestone  Class = "milestone"  // 投产 通过测试
	ClassGrade      Class = "grade"      // 优 良好
)

// Trend is the direction of a qualitative value of ClassTrend.
type Trend string

// The trends.
const (
	TrendNone           Trend = ""
	TrendUp             Trend = "up"
	TrendDown           Trend = "down"
	TrendUpWeak         Trend = "up_weak"   // 有所提升
	TrendDownWeak       Trend = "down_weak" // 有所缓解
	TrendUpContinuous   Trend = "up_continuous"
	TrendDownContinuous Trend = "down_continuous"
)

// Quality is the class of a qualitative value and, of a trend, its direction.
type Quality struct {
	Class Class
	Trend Trend
	// Vague marks words that no one can check: 有所 不断 逐步 基本 较好 明显.
	Vague bool
}

var (
	vagueWords = []string{"有所", "不断", "逐步", "进一步", "基本", "较好", "较大", "较高", "明显", "显著", "一定程度", "大力", "持续", "稳步", "有效提", "适当", "逐渐", "相对", "日益", "较为"}
	upWords    = []string{"提升", "提高", "增强", "加强", "改善", "增加", "增长", "扩大", "优化", "上升", "促进", "推动", "拓展", "增进", "深化", "好转", "向好", "壮大", "升级", "完善提升", "强化"}
	downWords  = []string{"缓解", "降低", "减少", "下降", "减轻", "缩短", "遏制", "缩小", "削减", "压减", "节约", "减缓", "缩减", "减弱", "节省"}
	classWords = []struct {
		class Class
		words []string
	}{
		{ClassTimeliness, []string{"及时", "按时", "按期", "如期", "准时", "按计划", "按照计划", "按进度", "时点", "时间节点", "计划完成时间内", "规定时间", "按月", "按季", "按年", "定期", "快", "第一时间", "当日", "全年", "长期"}},
		{ClassCompliance, []string{"合规", "规范", "合法", "符合", "严格执行", "严格按", "按规定", "按照", "依规", "依法", "遵守", "执行到位", "达成预期", "相符", "一致", "准确", "公开", "公正", "真实"}},
		{ClassMilestone, []string{"投产", "通过", "上线", "实现", "达标", "完成", "合格", "建成", "投入使用", "到位", "落实", "竣工", "完工", "达到", "达成", "交付", "建立", "发放", "全覆盖", "验收"}},
		{ClassSoundness, []string{"健全", "合理", "有效", "完善", "完整", "科学", "齐全", "充分", "明确", "清晰", "完备", "良好", "效果", "作用", "满意", "认可", "好", "高", "可行", "优良"}},
		{ClassState, []string{"保持", "保障", "正常", "平稳", "稳定", "可控", "维持", "运行", "有序", "安全", "和谐", "持续", "畅通", "确保", "保证", "平衡", "是", "否", "有", "坏"}},
	}
)

// Classify is the class of a qualitative value's text; ClassNone where no word of
// the lexicon stands in it.
func Classify(text string) Quality {
	s := fold.Plain(text)
	q := Quality{Vague: mentions(s, vagueWords)}
	if isGrade(s) {
		q.Class = ClassGrade
		return q
	}
	if t := trendOf(s); t != TrendNone {
		q.Class, q.Trend = ClassTrend, t
		return q
	}
	for _, c := range classWords {
		if mentions(s, c.words) {
			q.Class = c.class
			return q
		}
	}
	return q
}

func isGrade(s string) bool {
	switch s {
	case "优", "良", "中", "差", "优秀", "良好", "中等", "合格", "不合格", "优良", "好", "较好", "一般", "较差", "高", "较高", "低":
		return true
	}
	return false
}

func trendOf(s string) Trend {
	up, down := mentions(s, upWords), mentions(s, downWords)
	weak := mentions(s, []string{"有所", "一定程度", "适当", "基本", "略有"})
	continuous := mentions(s, []string{"不断", "逐步", "持续", "稳步", "逐渐", "进一步", "逐年", "日益"})
	switch {
	case up == down:
		return TrendNone
	case up && continuous:
		return TrendUpContinuous
	case up && weak:
		return TrendUpWeak
	case up:
		return TrendUp
	case continuous:
		return TrendDownContinuous
	case weak:
		return TrendDownWeak
	}
	return TrendDown
}
