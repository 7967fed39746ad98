package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// Dimension is what a unit measures.
type Dimension uint8

// The dimensions of units.
const (
	DimensionUnknown Dimension = iota
	// DimensionRatio: % ‰ 百分比 百分点 倍.
	DimensionRatio
	// DimensionMoney: 元 万元, and rates of money such as 元/月/平米.
	DimensionMoney
	// DimensionCount: 个 次 人次 件 …, and counts over a time or a person.
	DimensionCount
	// DimensionTime: 秒 分钟 小时 天 工作日 月 年 ….
	DimensionTime
	// DimensionMeasure: lengths, areas, volumes, weights, energy, data, ….
	DimensionMeasure
	// DimensionScore: 分.
	DimensionScore
)

// String is the dimension in one lower-case word.
func (d Dimension) String() string {
	switch d {
	case DimensionRatio:
		return "ratio"
	case DimensionMoney:
		return "money"
	case DimensionCount:
		return "count"
	case DimensionTime:
		return "time"
	case DimensionMeasure:
		return "measure"
	case DimensionScore:
		return "score"
	}
	return "unknown"
}

// units is the lexicon of base units, without 万, 亿 in front.
var units = unitLexicon(map[Dimension]string{
	DimensionRatio: `% ‰ ‱ 百分比 百分点 个百分点 个百分比 个点 千分点 个千分点 倍 成 折 pct ％ 比例 百分号`,
	DimensionMoney: `元 角 千元 百元 百万元 美元 港元 港币 欧元 日元 块 块钱`,
	DimensionCount: `个 项 次 人 人次 名 家 户 件 套 台 辆 份 篇 场 期 批 处 座 条 所 只 宗 起 例 ` +
		`人数 户数 次数 项数 件数 人员 人份 人头 户次 车次 班次 架次 航次 台次 场次 批次 频次 家次 件次 例次 册次 轮次 项次 课次 门次 篇次 家庭 户籍 ` +
		`本 部 册 张 幅 枚 块 片 根 棵 株 头 匹 羽 尾 粒 颗 支 盏 盒 箱 袋 瓶 桶 罐 包 捆 卷 筒 把 架 艘 列 组 队 班 类 种 门 节 课 集 辑 首 曲 幕 届 轮 遍 回 趟 单 笔 栋 幢 间 层 口 眼 孔 村 镇 乡 县 市 区 社区 街道 站 点 点位 位 员 段 道 面 则 版 章 款 宗地 地块 床 床位 ` +
		`台套 台/套 台(套) 台(件) 个(次) 项(次) 人(次) 次(场) 场(次) 个/次 台/件 人/次 次/人 单元 标箱 车 机位 席 席位 档 卡 号 封 通 票 对 双 副 顶 扇 帧 字 万字 行 页 户头 账户 ` +
		`字节数 样 样品 份样 批样 例数 部门 单位 企业 学校 班级 人才 劳动力 贫困户 村民 岁 代 亩次 只次 头次 剂 剂次 针次 人剂 标段 模块 平台 系统 渠 组团 碗 餐 人餐 餐次 桌 标准箱 TEU 包次 宿 间夜 人夜 师 团 营 连 排 人组 词 条次 起数 件套 盆 簇 丛 垛 窝 胎 刀 令 沓 摞 箩 篮 筐 车厢 挂 只套`,
	DimensionTime: `秒 秒钟 毫秒 分钟 小时 个小时 时 天 日 夜 日历天 个日历天 自然日 个自然日 工作日 个工作日 个工作天 工作天 周 个周 星期 个星期 礼拜 个礼拜 旬 月 个月 个整月 季度 个季度 季 半年 年 个年头 学年 个学年 学期 个学期 年度 个年度 人天 人日 人月 人年 工日 工时 人工日 课时 学时 学分 台班 机时 台时 ` +
		`s ms min h d 分秒`,
	DimensionMeasure: `米 延米 延长米 延公尺 公里 千米 里 华里 厘米 毫米 微米 分米 纳米 海里 英里 车公里 吨公里 人公里 沟公里 皮长公里 芯公里 单公里 双公里 km m cm mm μm nm KM M ` +
		`平方米 平方 平米 平方公里 平方千米 平方厘米 公顷 亩 亩次 ㎡ m2 m² 平 km² km2 ㎢ hm2 hm² 方 立方 立方米 立方厘米 m³ m3 ㎥ 升 毫升 公升 L l ml mL 斤 公斤 千克 克 毫克 微克 吨 千吨 百吨 kg g mg μg t T 标准煤 吨标准煤 吨标煤 吨煤 ` +
		`度 千瓦时 千瓦 兆瓦 瓦 kW kWh kw kwh MW MWh GW W 兆瓦时 焦耳 千焦 大卡 卡 伏 千伏 kV kVA 千伏安 兆伏安 VA 安时 ` +
		`KB MB GB TB PB kb mb gb tb G K 字节 比特 兆 兆比特 Mbps Kbps Gbps bps M/s 兆位 Hz KHz MHz GHz 赫兹 ` +
		`分贝 dB dB(A) 摄氏度 ℃ °C ° 勒克斯 lx 流明 帕 千帕 兆帕 Pa kPa MPa 牛 转 rpm 微克/立方米 毫克/升 毫克/立方米 μg/m³ μg/m3 mg/L mg/m3 mg/m³ ug/m3 ppm ppb 摩尔 CFU NTU 级 级别 度数 当量 个当量 像素 万像素 车位 个车位 克拉 担 蒲式耳 桶油 马力`,
	DimensionScore: `分 分值 分数 星 颗星 星级`,
})

func unitLexicon(lists map[Dimension]string) map[string]Dimension {
	m := make(map[string]Dimension, 600)
	for dimension, list := range lists {
		for _, unit := range strings.Fields(list) {
			if _, known := m[unit]; !known || dimension < m[unit] {
				m[unit] = dimension
			}
		}
	}
	return m
}

// DimensionOf is what a unit measures: % is a ratio, 元/月/平米 money, 万人次 and
// 次/年 counts, 个工作日 a time. The unit may be printed in full width or with
// 万, 亿 in front; a bare 万 or 亿 and any unit that is in no lexicon are unknown.
func DimensionOf(unit string) Dimension {
	unit = fold.Text(unit)
	if d, ok := units[unit]; ok {
		return d
	}
	if i := strings.IndexAny(unit, "/·"); i > 0 {
		unit = unit[:i]
	}
	if d, ok := units[unit]; ok {
		return d
	}
	if strings.HasPrefix(unit, ":") {
		return DimensionRatio
	}
	return units[unit[magnitude(unit):]]
}

// CanonicalUnit is the one spelling of a unit that has several: 平米, ㎡, m2 and m²
// are 平方米, km is 公里, 天 is 日, 百分比 is %. Any other unit is returned as it is,
// folded; 百分点 is not %, 工作日 is not 日.
func CanonicalUnit(unit string) string {
	unit = fold.Text(unit)
	switch unit {
	case "平米", "㎡", "m2", "m²", "平方", "平":
		return "平方米"
	case "m³", "m3", "㎥", "立方", "方":
		return "立方米"
	case "km", "KM", "千米":
		return "公里"
	case "m", "M":
		return "米"
	case "kg":
		return "千克"
	case "公斤":
		return "千克"
	case "t", "T":
		return "吨"
	case "天":
		return "日"
	case "个小时", "h", "时":
		return "小时"
	case "min":
		return "分钟"
	case "个月":
		return "月"
	case "个工作日", "工作天", "个工作天":
		return "工作日"
	case "百分比", "百分号":
		return "%"
	case "人/次", "人(次)":
		return "人次"
	case "个百分点", "个点":
		return "百分点"
	case "季":
		return "季度"
	case "星期", "个星期", "礼拜", "个礼拜", "个周":
		return "周"
	case "kWh", "kwh", "千瓦时":
		return "度"
	}
	return unit
}

// magnitude is the width of 万, 亿, 万亿, 百万, 千万 … at the start of a unit.
func magnitude(s string) int {
	for _, m := range [...]string{"万亿", "百亿", "千亿", "十亿", "千万", "百万", "十万", "万", "亿"} {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 0
}

// longestUnit is the width of the longest known unit at the start of s, with 万 or
// 亿 in front, or of such a magnitude alone; 0 where there is none.
func longestUnit(s string) int {
	m := magnitude(s)
	if w := longestBase(s); w > m {
		return w // 百万元, 万字
	}
	return m + longestBase(s[m:])
}

// longestBase is the width of the longest unit of the lexicon at the start of s.
// A Latin unit must be a whole word.
func longestBase(s string) int {
	const longest = 6 // runes
	var ends [longest]int
	n, i := 0, 0
	for n < longest && i < len(s) {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
		ends[n] = i
		n++
	}
	for ; n > 0; n-- {
		end := ends[n-1]
		if _, ok := units[s[:end]]; ok && !splitsWord(s, end) {
			return end
		}
	}
	return 0
}

// splitsWord reports whether cutting s at end would cut a Latin word.
func splitsWord(s string, end int) bool {
	if end >= len(s) {
		return false
	}
	before, after := s[end-1], s[end]
	return fold.IsLatin(rune(before)) && (fold.IsLatin(rune(after)) || fold.IsDigit(rune(after)))
}

// isTimeUnit reports the time units that may stand behind 每 or a slash.
func isTimeUnit(s string) bool {
	switch s {
	case "年", "半年", "半个月", "半月", "季度", "季", "月", "个月", "周", "星期", "日", "天", "小时", "时", "分钟", "秒", "学期", "学年", "年度", "旬", "工作日", "个工作日", "夜", "晚", "礼拜":
		return true
	}
	return false
}

// isCountUnit reports units that count things, with or without 万 in front: a
// count over a time (3人/年) is a frequency, money over a time is a rate.
func isCountUnit(s string) bool {
	if s == "" {
		return false
	}
	if base := s[magnitude(s):]; base != "" {
		return units[base] == DimensionCount
	}
	return false
}
