package value

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// Direction is what an indicator's name says about the wanted direction.
type Direction uint8

// The directions.
const (
	// DirectionUnknown: the name tells nothing; no rule on direction applies.
	DirectionUnknown Direction = iota
	// DirectionUp: more is better, without an upper limit (培训人次).
	DirectionUp
	// DirectionUpCapped: more is better, up to 100 % (完成率, 满意度).
	DirectionUpCapped
	// DirectionDown: it counts something bad (投诉次数, 故障率) or a term (响应时间).
	DirectionDown
	// DirectionCost: money to be kept low (单位成本, 造价).
	DirectionCost
	// DirectionControl: a rate of cost control, = or ≤ 100 % (成本控制率).
	DirectionControl
	// DirectionDeadline: a point in time to be met (上线时间).
	DirectionDeadline
)

// String is the direction in one lower-case word.
func (d Direction) String() string {
	switch d {
	case DirectionUp:
		return "up"
	case DirectionUpCapped:
		return "up-capped"
	case DirectionDown:
		return "down"
	case DirectionCost:
		return "cost"
	case DirectionControl:
		return "control"
	case DirectionDeadline:
		return "deadline"
	}
	return "unknown"
}

// Polarity is the direction that an indicator's name tells, by the lists of
// words/names.tsv. Exceptions come first: 投诉处理率 and 故障修复率 are wanted high
// although 投诉 and 故障 are not.
func Polarity(name string) Direction {
	name = words.BareName(fold.Text(name))
	n := words.NameOf(name)
	switch {
	case name == "":
		return DirectionUnknown
	case n.In("saving"):
		return DirectionUpCapped
	case n.In("control"):
		return DirectionControl
	case n.In("slow"):
		return DirectionDown
	case n.In("milestone"):
		return DirectionDeadline
	case n.In("handled") && endsWith(name, []string{"数", "量", "次", "次数", "面积", "金额", "额", "长度", "里程"}):
		return DirectionUp // 治理水土流失面积
	case n.In("handled"), n.In("clean"):
		return DirectionUpCapped
	case n.In("doing") && !n.In("cost") && !n.In("unit-cost"):
		if n.In("positive-count") {
			return DirectionUp
		}
		if strings.HasSuffix(name, "率") {
			return DirectionUpCapped // 退役设备报废率
		}
		return DirectionUnknown // 减少化肥使用量: more where it is the less, less where it is the use
	case n.In("satisfaction"), n.In("felt"):
		return DirectionUpCapped
	case n.In("negative"), n.In("lesser"), n.In("spoilt"):
		return DirectionDown
	case n.In("capped-rate"), n.In("trait"):
		return DirectionUpCapped
	case n.In("cost"), n.In("unit-cost"):
		return DirectionCost
	case n.In("growth"), n.In("positive-count"):
		return DirectionUp
	}
	return DirectionUnknown
}

// higherIsBetter reports directions in which more is better.
func (d Direction) higherIsBetter() bool { return d == DirectionUp || d == DirectionUpCapped }

// lowerIsBetter reports directions in which less is better: bad things, terms,
// costs and points in time.
func (d Direction) lowerIsBetter() bool {
	return d == DirectionDown || d == DirectionCost || d == DirectionControl || d == DirectionDeadline
}

// countsBadThings reports whether an indicator counts what should not happen, so
// that 无 as its value means none.
func countsBadThings(name string) bool {
	if name == "" {
		return false
	}
	n := words.NameOf(words.BareName(fold.Text(name)))
	return Polarity(name) == DirectionDown || n.In("bad") && !n.In("handled") && !n.In("clean")
}

// isBadThing reports whether a noun names something that should not happen:
// 投诉, 安全事故, 重大违规行为.
func isBadThing(noun string) bool {
	for _, suffix := range [...]string{"事件", "现象", "行为", "情况", "问题", "发生", "案件", "记录", "事项", "人员"} {
		noun = strings.TrimSuffix(noun, suffix)
	}
	if words.BadStart.Begins(noun) {
		return true // 拖欠工资现象
	}
	return words.NameOf(noun).In("negative") && !strings.HasSuffix(noun, "率") || words.BadEnd.Ends(noun)
}

func mentions(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func endsWith(s string, list []string) bool {
	for _, w := range list {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
