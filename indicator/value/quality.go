package value

import (
	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
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

// classWords are the lists of the classes, in the order in which they are asked.
var classWords = [...]struct {
	class Class
	words words.List
}{
	{ClassTimeliness, words.Timely},
	{ClassCompliance, words.Compliant},
	{ClassMilestone, words.Milestone},
	{ClassSoundness, words.Sound},
	{ClassState, words.State},
}

// Classify is the class of a qualitative value's text; ClassNone where no word of
// the lexicon stands in it.
func Classify(text string) Quality {
	s := fold.Plain(text)
	q := Quality{Vague: words.Vague.In(s)}
	if isGrade(s) {
		q.Class = ClassGrade
		return q
	}
	if t := trendOf(s); t != TrendNone {
		q.Class, q.Trend = ClassTrend, t
		return q
	}
	for _, c := range classWords {
		if c.words.In(s) {
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
	up, down := words.Rises.In(s), words.Falls.In(s)
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
