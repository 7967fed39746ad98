package level

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// joinLabel joins the lines that a label was printed on, in order: line breaks,
// wrap spaces and HTML residue go, so that "社会效益" and "指标" give 社会效益指标.
func joinLabel(lines ...string) string {
	if len(lines) == 1 {
		s, _ := fold.Clean(lines[0])
		return s
	}
	s, _ := fold.Clean(strings.Join(lines, "\n"))
	return s
}

// SplitPoints splits the points that a label prints (产出指标(50分), 效益指标30分,
// 产出指标（权重50%）) from the label. Points are a decimal string, empty where the label
// prints none; the label's own brackets (质量(含时效)) are left alone.
func SplitPoints(label string) (name, points string) {
	name = fold.TrimSpace(label)
	printed := []rune(name)
	folded := []rune(fold.Text(name))
	end := len(folded)
	open, mark := rune(0), rune(0)
	if end > 1 && folded[end-1] == '分' && opening(folded[end-2]) != 0 {
		mark, end = '分', end-1 // 成本指标（20）分
	}
	if end > 0 {
		open = opening(folded[end-1])
	}
	if open != 0 {
		end = backSpaces(folded, end-1)
	}
	if end > 0 && strings.ContainsRune("分%", folded[end-1]) {
		mark = folded[end-1]
		end = backSpaces(folded, end-1)
	}
	start := end
	for start > 0 && (fold.IsDigit(folded[start-1]) || folded[start-1] == '.') {
		start--
	}
	points = string(folded[start:end])
	if open == 0 && mark == 0 || !isDecimal(points) {
		return name, ""
	}
	if least := backRange(folded, start); open != 0 && mark == '分' && least < start {
		start, points = least, "" // 成本指标(0-20分): how many there may be
	}
	if open != 0 {
		if start = backWord(folded, start); start == 0 || folded[start-1] != open {
			return name, ""
		}
		start--
	}
	rest := fold.TrimSpace(strings.TrimRight(string(printed[:start]), " :："))
	if rest == "" || open == 0 && mark == '%' && labelSuffix(rest) == "" {
		return name, "" // 绿电占比50% is no label with its weight
	}
	return rest, points
}

// backRange is the index before the first number of a range whose last one begins at
// end: of the 0 in 0-20. It is end where no range is printed.
func backRange(s []rune, end int) int {
	if end == 0 || !strings.ContainsRune("-~—至", s[end-1]) {
		return end
	}
	start := end - 1
	for start > 0 && fold.IsDigit(s[start-1]) {
		start--
	}
	if start == end-1 {
		return end
	}
	return start
}

// opening is the bracket that a closing one belongs to, 0 of any other sign.
func opening(closing rune) rune {
	switch closing {
	case ')':
		return '('
	case ']':
		return '['
	case '】':
		return '【'
	case '〕':
		return '〔'
	}
	return 0
}

// weightWords are what may stand in front of the points in brackets.
var weightWords = [...]string{"权重", "分值", "满分", "占比", "共", "占", "计"}

// backWord is the index before a word for points, its colon and spaces.
func backWord(s []rune, end int) int {
	end = backSpaces(s, end)
	if end > 0 && s[end-1] == ':' {
		end = backSpaces(s, end-1)
	}
	for _, w := range weightWords {
		if front, ok := strings.CutSuffix(string(s[:end]), w); ok {
			return backSpaces(s, utf8.RuneCountInString(front))
		}
	}
	return end
}

// backSpaces is the index after the last non-space rune before end.
func backSpaces(s []rune, end int) int {
	for end > 0 && unicode.IsSpace(s[end-1]) {
		end--
	}
	return end
}

func isDecimal(s string) bool {
	whole, part, point := strings.Cut(s, ".")
	return whole != "" && fold.Digits(whole) == len(whole) && (!point || part != "" && fold.Digits(part) == len(part))
}

// IsNumbering reports whether a name is nothing but the numbering of a template, its mark
// printed or not: 指标2, 目标1：, 3、.
func IsNumbering(name string) bool {
	name = fold.TrimSpace(name)
	return name != "" && (StripNumbering(name) == "" || StripNumbering(name+":") == "")
}

// StripNumbering removes the numbering that templates put in front of a name:
// 指标1：, 目标2：, 3、, 1. and 一、. It goes only before a ： 、 or . that is not
// followed by a digit, so that 1.5倍, 1:50000地形图, 1、2号楼 and 15个居民区 stay.
func StripNumbering(name string) string {
	name = fold.TrimSpace(name)
	rest := name
	for _, word := range [...]string{"指标", "目标"} {
		if after, ok := strings.CutPrefix(rest, word); ok && startsWithNumber(after) {
			rest = fold.TrimSpace(after)
			break
		}
	}
	number := leadingNumber(rest)
	if number == 0 {
		return name
	}
	han := rest[0] >= utf8.RuneSelf && !fold.IsDigit(firstRune(fold.Text(rest)))
	rest = strings.TrimLeftFunc(rest[number:], unicode.IsSpace)
	mark, width := utf8.DecodeRuneInString(rest)
	switch fold.Rune(mark) {
	case '、':
	case ':', '.':
		if han {
			return name
		}
	default:
		return name
	}
	rest = rest[width:]
	next := fold.Rune(firstRune(rest))
	if fold.IsDigit(next) || han && fold.NumbersItems(next) {
		return name
	}
	return fold.TrimSpace(rest)
}

func firstRune(s string) rune {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return 0
	}
	return r
}

func startsWithNumber(s string) bool {
	return leadingNumber(fold.TrimSpace(s)) > 0
}

// leadingNumber is the width in bytes of the serial number at the start of s: at
// most three digits of either width, or Chinese numerals.
func leadingNumber(s string) int {
	width, count := 0, 0
	for _, r := range s {
		if !fold.IsDigit(fold.Rune(r)) {
			break
		}
		width += utf8.RuneLen(r)
		count++
	}
	if count > 0 {
		if count > 3 {
			return 0
		}
		return width
	}
	for _, r := range s {
		if !fold.NumbersItems(r) {
			break
		}
		width += utf8.RuneLen(r)
	}
	return width
}

// labelKey is the copy of a label that is matched: folded, without HTML residue,
// spaces, points, numbering and closing punctuation.
func labelKey(label string) string {
	s, _ := fold.Clean(label)
	s, _ = SplitPoints(s)
	s = fold.Text(trimMarks(stripOrdinal(StripNumbering(s))))
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == ':' || r == '、' || r == '。' {
			return -1
		}
		return r
	}, s)
}

// stripStray removes signs that no label starts or ends with: the remains of row
// and column lines (】 效果目标, |数量).
func stripStray(label string) string {
	return strings.TrimFunc(label, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("()（）", r)
	})
}

// stripOrdinal removes a bracketed ordinal in front: (一)数量指标, （2）质量指标.
func stripOrdinal(s string) string {
	folded := fold.Text(s)
	if !strings.HasPrefix(folded, "(") {
		return s
	}
	end := strings.IndexByte(folded, ')')
	if end < 0 {
		return s
	}
	inner := folded[1:end]
	if inner == "" || leadingNumber(inner) != len(inner) {
		return s
	}
	// Text keeps the count of runes, not of bytes.
	skip := utf8.RuneCountInString(folded[:end+1])
	for i := range s {
		if skip == 0 {
			return fold.TrimSpace(s[i:])
		}
		skip--
	}
	return s
}

// labelStem is a key without the suffix that templates add or leave out: 数量指标
// and 数量 have one stem, as have 产出目标 and 产出指标.
func labelStem(key string) string {
	for _, suffix := range [...]string{"类指标", "指标", "目标"} {
		if stem, ok := strings.CutSuffix(key, suffix); ok && stem != "" {
			return stem
		}
	}
	return key
}

// labelSuffix is the part of the key that labelStem takes away.
func labelSuffix(key string) string {
	return key[len(labelStem(key)):]
}

// hasResidue reports whether a label cell carries what no printed label does:
// markup, letters of other scripts, digits, stray signs. OCR leaves these where a
// label was cut by a row line. What stands in brackets is the writer's own, and so
// are the dots of a template's open row.
func hasResidue(label string) bool {
	clean, did := fold.Clean(label)
	if did&fold.CleanedTag != 0 {
		return true
	}
	clean, _ = SplitPoints(clean)
	clean = fold.Text(trimMarks(stripOrdinal(StripNumbering(clean))))
	if strings.Trim(clean, "….·-*/ ") == "" {
		return false
	}
	depth, latin, han := 0, 0, 0
	for _, r := range clean {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
			if depth < 0 {
				return true
			}
		case depth > 0, unicode.IsSpace(r), strings.ContainsRune("/、-·+\":。“”《》&", r):
		case unicode.Is(unicode.Han, r):
			han++
		case fold.IsLatin(r) || fold.IsDigit(r):
			latin++
		default:
			return true
		}
	}
	return depth != 0 || 3*latin >= han && latin > 0 && plausibility(clean) < 0.5
}

// trimMarks removes the marks that templates put on required rows.
func trimMarks(label string) string {
	return strings.Trim(label, "★☆*※●■◆▲△ ")
}

// hanCount counts the ideographs of a label.
func hanCount(s string) int {
	n := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// similarity is how much of the longer of two keys the other repeats in order,
// from 0 to 1: the length of the longest common subsequence over the longer
// length. Glyphs that OCR confuses count for half.
func similarity(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	const longest = 40 // runes; no label is longer
	x, y = x[:min(len(x), longest)], y[:min(len(y), longest)]
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	row := make([]float64, len(y)+1)
	for i := range x {
		diagonal := 0.0
		for j := range y {
			up := row[j+1]
			best := max(up, row[j], diagonal+likeness(x[i], y[j]))
			diagonal, row[j+1] = up, best
		}
	}
	return row[len(y)] / float64(max(len(x), len(y)))
}

// likeness is 1 for equal glyphs and 0.6 for glyphs of one family that OCR
// confuses, as seen in garbled labels.
func likeness(a, b rune) float64 {
	if a == b {
		return 1
	}
	if of := glyphFamilies(); of[a]&of[b] != 0 {
		return 0.6
	}
	return 0
}

// glyphFamilies maps a glyph to the families it belongs to, one bit each.
var glyphFamilies = sync.OnceValue(func() map[rune]uint64 {
	families := map[rune]uint64{}
	for i, family := range strings.Fields(`
		日目曰口 果未末 效双敖X双流 出山岀 标杯示际 实头买 施爬旎佐 管菅官 理埋垤 入八人 投12没 社计江杜 会云合本 益流面头盎
		质贡 量重 数敛 时吋 满蒲 意竟 度庋 享亨 息恩 配和酉 套春 设次没 影彭 响晌 力刀九`) {
		for _, glyph := range family {
			families[glyph] |= 1 << i
		}
	}
	return families
})

// labelWords are the words that level labels are made of, in the profiles and in
// local forms. A label that no vocabulary knows is taken for a local one, not for
// garbage, when most of its glyphs belong to these.
var labelWords = sync.OnceValue(func() []string {
	return strings.Fields(`
投入 管理 财务 实施 产出 目标 指标 数量 质量 时效 成本 效果 效益 社会 经济 生态 环境 影响 影响力 满意 满意度 满意率 长效 配套 设施 信息 共享 部门 协助
人力 资源 可持续 持续 服务 对象 履职 效能 效应 运行 运维 效率 能力 发展 安全 生产 制度 建设 保障 监督 资金 使用 预算 执行 决策 过程 项目 立项 绩效 规范 组织 业务
培训 宣传 档案 资产 采购 政府 公众 群众 公共 科技 创新 人才 培养 教育 教学 科研 文化 卫生 医疗 养老 健康 交通 道路 水利 农业 农村 林业 旅游 体育 就业 创业
社保 民生 扶贫 救助 治理 改革 治安 应急 消防 节能 减排 绿色 绿化 低碳 污染 防治 水质 空气 土地 城市 城乡 基础 工程 设备 维护 维修 养护 检查 检测 监测 评估 评价
考核 审计 内控 风险 控制 合规 合同 验收 完成 完成率 工作 任务 重点 职责 职能 机制 体系 队伍 干部 党建 廉政 作风 外部 内部 综合 其他 其它 一般 专项 特色 个性 共性
公平 公开 透明 便民 惠民 受益 受众 用户 客户 单位 企业 员工 职工 学生 家长 居民 农户 个人 区域 地方 中央 财政 税收 收入 支出 费用 节约 定额 单价 价格 总额 金额
进度 及时 及时性 准时 期限 周期 时间 频率 频次 覆盖 覆盖率 知晓 知晓率 利用 利用率 规模 比例 比率 水平 程度 贡献 带动 促进 提升 改善 稳定 和谐 声誉 品牌 形象
产业 招商 引资 贸易 金融 市场 监管 行政 执法 司法 法治 普法 调解 信访 舆情 网络 系统 平台 数据 数字 智慧 开发 应用 推广 技术 研究 成果 转化 知识 产权 专利 标准
`)
})

// plausibleShare is the plausibility from which a label outside the vocabulary is
// taken for a local one in a table that shows damage.
const plausibleShare = 0.7

// plausibility is the share of a label's glyphs that belong to words of level
// labels, from 0 to 1.
func plausibility(label string) float64 {
	key := labelKey(label)
	if key == "" {
		return 0
	}
	covered := make([]bool, len(key)) // per byte
	for _, word := range labelWords() {
		for from := 0; ; {
			i := strings.Index(key[from:], word)
			if i < 0 {
				break
			}
			for k := range len(word) {
				covered[from+i+k] = true
			}
			from += i + len(word)
		}
	}
	glyphs, known := 0, 0
	for i := range key {
		glyphs++
		if covered[i] {
			known++
		}
	}
	return float64(known) / float64(glyphs)
}
