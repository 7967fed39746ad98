package value

import (
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
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

// Polarity is the direction that an indicator's name tells. Exceptions come
// first: 投诉处理率 and 故障修复率 are wanted high although 投诉 and 故障 are not.
func Polarity(name string) Direction {
	name = strings.ReplaceAll(fold.Text(name), " ", "")
	switch {
	case name == "":
		return DirectionUnknown
	case curesBadThing(name), savesMoney(name):
		return DirectionUpCapped
	case strings.Contains(name, "成本控制率") || strings.Contains(name, "控制率") && mentions(name, costWords):
		return DirectionControl
	case isTerm(name):
		return DirectionDown
	case isMilestoneTime(name):
		return DirectionDeadline
	case isCappedRate(name):
		if bad := mentions(name, badThings); bad && !endsWith(name, goodRates) {
			return DirectionDown
		}
		return DirectionUpCapped
	case mentions(name, badThings) && !mentions(name, againstBad):
		return DirectionDown
	case mentions(name, costWords):
		return DirectionCost
	case endsWith(name, growthWords), endsWith(name, countWords):
		return DirectionUp
	}
	return DirectionUnknown
}

// countsBadThings reports whether an indicator counts what should not happen, so
// that 无 as its value means none.
func countsBadThings(name string) bool {
	return name != "" && (Polarity(name) == DirectionDown || mentions(name, badThings) && !curesBadThing(name))
}

// isBadThing reports whether a noun names something that should not happen:
// 投诉, 安全事故, 重大违规行为.
func isBadThing(noun string) bool {
	for _, suffix := range [...]string{"事件", "现象", "行为", "情况", "问题", "发生", "案件", "记录", "事项", "人员"} {
		noun = strings.TrimSuffix(noun, suffix)
	}
	if startsWithAny(noun, []string{"拖欠", "挪用", "截留", "套取", "虚报", "违反", "违规", "违法", "违纪", "侵害", "侵占", "泄露"}) {
		return true // 拖欠工资现象
	}
	return endsWith(noun, badThings) || endsWith(noun, []string{"逾期", "拖欠", "拥堵", "上访", "信访", "污染", "浪费", "挪用", "截留", "破坏", "泄漏", "泄露", "泄密", "伤害", "纠纷", "舆情", "反弹", "返贫", "疫情", "争议", "异议", "遗漏", "积压", "延期", "拖延", "推诿", "滞留", "复发", "溃坝", "垮坝", "漏洞", "错漏", "不良", "负面", "重特大", "较大及以上", "群体性", "安全", "重大"})
}

var (
	badThings = []string{
		"投诉", "故障", "事故", "差错", "违规", "违纪", "违法", "中断", "延误", "超期", "逾期", "死亡", "伤亡", "发病", "失业", "流失", "损耗", "空置", "结余率", "退件", "返工", "缺陷",
		"能耗", "排放", "信访", "上访", "隐患", "泄漏", "泄露", "泄密", "污染", "超标", "纠纷", "舆情", "拖欠", "挪用", "截留", "火灾", "受害", "误差", "争议", "漏报", "瞒报", "误报", "错误",
		"失败", "瘫痪", "宕机", "停机", "丢失", "损坏", "破损", "返贫", "辍学", "失信", "犯罪", "刑事案件", "治安案件", "发案", "感染", "传染病", "疫情", "浪费", "偏差率", "不合格", "不达标", "负面", "差评", "举报", "腐败", "案件", "险情", "突发", "塌方", "盗窃", "丢弃", "脱岗", "旷工", "迟到", "扰民", "扬尘", "缺勤", "弃管", "群体性事件", "安全事件",
	}
	// againstBad says that a bad thing is dealt with.
	againstBad   = []string{"防治", "防控", "预防", "处理", "整治", "治理", "宣传", "培训", "演练", "检查", "排查", "监测", "调处", "化解", "救治", "调查", "办理", "保险", "管理", "减排", "控制"}
	badForCure   = []string{"投诉", "故障", "事故", "问题", "违规", "违法", "隐患", "差错", "信访", "案件", "举报", "火灾", "险情", "纠纷", "污染", "疫情", "异议", "诉求"}
	cureWords    = []string{"处理", "办理", "办结", "结案", "处置", "修复", "解决", "回复", "响应", "整改", "查处", "排除", "化解", "销项", "查明", "调处", "扑灭", "治理", "消除", "反馈", "排查"}
	cureMeasures = []string{"率", "及时", "及时性", "次数", "数量", "数", "比例", "及时度"}
	costWords    = []string{"成本", "费用", "单价", "造价", "支出标准", "补助标准", "补贴标准", "投资额", "总投资", "预算控制数"}
	savingWords  = []string{"节约率", "节支率", "下降率", "降低率", "节省率", "节约额"}
	termNouns    = []string{"处置", "响应", "修复", "恢复", "办理", "等待", "中断", "处理", "解决", "审批", "到达", "维修", "服务", "反应", "停机", "停电", "停水", "延迟", "排队"}
	termWords    = []string{"时间", "时长", "时限", "时效", "耗时", "周期"}
	milestones   = []string{"上线", "完成", "开工", "竣工", "验收", "交付", "发放", "启动", "完工", "投产", "到位", "拨付", "支付", "开展", "实施", "建成", "投入使用", "报送"}
	timePoints   = []string{"时间", "日期", "时点", "期限", "时限", "节点"}
	goodRates    = []string{
		"完成率", "到位率", "执行率", "覆盖率", "合格率", "达标率", "及时率", "准确率", "正确率", "知晓率", "满意率", "参与率", "出勤率", "通过率", "验收率", "办结率", "保障率", "发放率", "修复率", "结案率", "响应率", "入库率",
		"履约率", "完好率", "合规率", "规范率", "优良率", "优秀率", "到岗率", "到场率", "处理率", "处置率", "整改率", "解决率", "公开率", "普及率", "入学率", "巩固率", "就业率", "成活率", "存活率", "采纳率", "兑现率", "开通率", "正常率", "可用率", "可控率", "查处率", "扑灭率", "查明率", "配备率", "维护率", "满足率", "实现率", "支付率", "使用率", "保存率", "保留率", "参保率", "参训率", "参会率", "足额率", "回复率", "反馈率", "办理率", "受理率", "化解率", "调解率", "达成率", "转化率合格", "认可率", "认可度", "好评率", "安全率", "控制达标率", "清运率", "处理及时率", "收集率", "无害化处理率", "到账率", "拨付率", "兑付率",
	}
	satisfactionWords = []string{"满意度", "满意率", "知晓度", "知晓率", "认可度", "支持率", "好评率"}
	growthWords       = []string{"增长率", "增幅", "增速", "提升率", "增加率", "提高率", "增长幅度"}
	countWords        = []string{"数量", "人数", "人次", "次数", "场次", "户数", "面积", "里程", "数", "产值", "产量", "收入", "份数", "批次", "规模", "长度", "天数", "台数", "套数", "个数", "家数", "项数", "件数", "期数", "篇数", "条数", "频次", "频率"}
)

func curesBadThing(name string) bool {
	for _, bad := range badForCure {
		i := strings.Index(name, bad)
		if i < 0 {
			continue
		}
		rest := name[i+len(bad):]
		for _, cure := range cureWords {
			if j := strings.Index(rest, cure); j >= 0 && mentions(rest[j+len(cure):], cureMeasures) {
				return true
			}
		}
	}
	return false
}

func savesMoney(name string) bool {
	return (mentions(name, costWords) || strings.Contains(name, "支出")) && endsWith(name, savingWords)
}

func isTerm(name string) bool {
	return endsWith(name, termWords) && mentions(name, termNouns) && !endsWith(name, []string{"服务时效"})
}

func isMilestoneTime(name string) bool {
	return endsWith(name, timePoints) && mentions(name, milestones)
}

func isCappedRate(name string) bool {
	return endsWith(name, goodRates) || endsWith(name, satisfactionWords)
}

func mentions(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func endsWith(s string, words []string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}
