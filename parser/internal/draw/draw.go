// Package draw makes forms that nobody filed: random declarations of every
// family, printed as grids and from there as workbooks, HTML, Markdown and
// text. Tests read them back and compare with what was drawn; the words in it
// are its own, so that nothing is tuned to a corpus.
package draw

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Form is a drawn declaration with the grids it is printed as.
type Form struct {
	Want  *schema.Declaration
	Grids []*grid.Grid
}

// Families are the layouts that can be drawn, by the id of their profile.
var Families = []string{"sh-2020", "sh-2026", "mof88-project", "mof88-dept", "mof163-region", "mof10-selfeval", "mof101-core", "system-export"}

// New draws a form of a family. The same seed gives the same form.
func New(family string, seed uint64) []Form {
	d := &drawer{r: rand.New(rand.NewPCG(seed, 20260101)), family: family}
	switch family {
	case "sh-2020":
		return []Form{d.sh2020()}
	case "sh-2026":
		return []Form{d.sh2026()}
	case "mof88-project":
		return []Form{d.mof88()}
	case "mof88-dept":
		return []Form{d.dept()}
	case "mof163-region":
		return []Form{d.region()}
	case "mof10-selfeval":
		return []Form{d.selfEvaluation()}
	case "mof101-core":
		return []Form{d.core()}
	case "system-export":
		return d.export()
	}
	panic("no family " + family)
}

type drawer struct {
	r      *rand.Rand
	family string
}

func pick[T any](d *drawer, list []T) T { return list[d.r.IntN(len(list))] }

func (d *drawer) chance(p float64) bool { return d.r.Float64() < p }

// The words that forms are drawn with.
var (
	units = []string{"滨河区档案馆", "云岭县水利水务局", "东湖新技术开发区管理委员会", "省疾病预防控制中心", "白杨镇人民政府", "市第三中级人民法院",
		"青石桥街道办事处", "昆仑市生态环境监测站", "南浦县第二中学", "丰宁区城市更新服务中心"}
	departments = []string{"滨河区委办公室", "省卫生健康委员会", "云岭县人民政府", "昆仑市生态环境局", "南浦县教育体育局", "丰宁区住房保障和房产管理局"}
	projects    = []string{"馆藏档案数字化加工（三期）", "水库除险加固工程", "突发急性传染病应急处置经费", "智慧法庭音视频设备更新", "农村饮用水水质提升行动",
		"老旧小区电梯加装补贴", "A级景区厕所革命奖补", "5G+智慧校园试点", "环境空气自动监测站运维（2022-2024）", "基层减负与村（居）规范化建设"}
	categories = []string{"一次性项目", "其他经常性项目", "专项业务费", "特定目标类", "信息化运维类"}
	sentences  = []string{"围绕年度重点工作任务，统筹推进各项建设内容。", "依据《中华人民共和国预算法》及其实施条例；", "切实保障基本民生支出需要，", "完成设备采购、安装、调试和验收；",
		"建立日常巡查与季度通报相结合的工作机制。", "1.落实责任分工；2.强化过程监管；3.严格绩效考核。", "力争全年受益群众达到3.5万人次，", "进一步压实主体责任，"}
	names = []string{"数字化扫描页数", "卷宗著录差错率", "工程质量抽检合格率", "水质监测断面覆盖率", "应急物资储备品类", "电梯加装台数", "预算资金拨付及时性",
		"厕所改造数量", "监测数据有效捕获率", "设备平均无故障运行时间", "重大舆情事件发生数", "村（居）干部培训场次", "学生人均用网时长", "项目竣工验收时间",
		"财务管理制度完备性", "饮用水达标人口占比", "平均响应时长", "安全生产责任事故起数", "单位面积改造成本", "业主满意度", "参训人员满意率",
		"群众获得感", "主要污染物减排量", "政策宣传知晓度", "资金支出合规性", "年度计划执行偏差", "长效管护机制", "信息发布量", "投诉处理回访率", "补贴标准"}
)

// target is a value with the reading that a person gives it.
type target struct {
	text string
	want schema.Value
}

func quantity(text string, op schema.Op, number, unit string) target {
	return target{text, schema.Value{Text: text, Kind: schema.KindQuantity, Op: op, Number: number, Unit: unit}}
}

func implied(t target) target { t.want.OpImplied = true; return t }

var targets = []target{
	quantity("≥98%", schema.OpGE, "98", "%"),
	quantity(">=12场", schema.OpGE, "12", "场"),
	quantity("≤1.5%", schema.OpLE, "1.5", "%"),
	quantity("=8个", schema.OpEQ, "8", "个"),
	quantity("不超过45天", schema.OpLE, "45", "天"),
	quantity("不少于260人次", schema.OpGE, "260", "人次"),
	quantity("≤320元/平方米", schema.OpLE, "320", "元/平方米"),
	quantity("＜3起", schema.OpLT, "3", "起"),
	quantity("=100.00(%)", schema.OpEQ, "100.00", "%"),
	implied(quantity("100%", schema.OpEQ, "100", "%")),
	implied(quantity("36台", schema.OpEQ, "36", "台")),
	quantity("85%以上", schema.OpGE, "85", "%"),
	quantity("≥1,200户", schema.OpGE, "1200", "户"),
	{"60%-75%", schema.Value{Text: "60%-75%", Kind: schema.KindInterval, Min: "60", Max: "75", Unit: "%"}},
	{"规范", schema.Value{Text: "规范", Kind: schema.KindQualitative}},
	{"持续改善", schema.Value{Text: "持续改善", Kind: schema.KindQualitative}},
	{"明显提升", schema.Value{Text: "明显提升", Kind: schema.KindQualitative}},
	{"每季度一次", schema.Value{Text: "每季度一次", Kind: schema.KindQuantity, Op: schema.OpEQ, OpImplied: true, Number: "1", Unit: "次", Per: "季度"}},
}

type level struct {
	name     string
	children []string
}

var (
	sh2020Levels = []level{
		{"投入与管理", []string{"投入管理", "财务管理", "实施管理"}},
		{"产出目标", []string{"数量", "质量", "时效"}},
		{"效果目标", []string{"社会效益", "经济效益", "满意度"}},
		{"影响力目标", []string{"长效管理", "配套设施", "信息共享"}},
	}
	outputs = level{"产出指标", []string{"数量指标", "质量指标", "时效指标"}}
	oldOut  = level{"产出指标", []string{"数量指标", "质量指标", "时效指标", "成本指标"}}
	costs   = level{"成本指标", []string{"经济成本指标", "社会成本指标", "生态环境成本指标"}}
	effects = level{"效益指标", []string{"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"}}
	content = level{"满意度指标", []string{"服务对象满意度指标"}}
)

// row is one drawn indicator with its labels.
type row struct {
	l1, l2 string
	leaf   *schema.Indicator
}

// tree draws indicators below some of the levels, in the template's order.
func (d *drawer) tree(levels []level) []row {
	order := d.r.Perm(len(names))
	var out []row
	n := 0
	for _, l1 := range levels {
		kept := 0
		for i, l2 := range l1.children {
			if d.chance(0.3) && !(kept == 0 && i == len(l1.children)-1) {
				continue
			}
			kept++
			for range 1 + d.r.IntN(4) {
				name := names[order[n%len(names)]]
				if n >= len(names) {
					name = fmt.Sprintf("%s（第%d批）", name, n/len(names)+1)
				}
				n++
				v := pick(d, targets).want
				out = append(out, row{l1.name, l2, &schema.Indicator{Name: name, Value: &v}})
			}
		}
	}
	return out
}

// nest is the tree of rows.
func nest(rows []row) []*schema.Indicator {
	var out []*schema.Indicator
	var l1, l2 *schema.Indicator
	for _, r := range rows {
		if l1 == nil || l1.Name != r.l1 {
			l1 = &schema.Indicator{Name: r.l1}
			l2 = nil
			out = append(out, l1)
		}
		if l2 == nil || l2.Name != r.l2 {
			l2 = &schema.Indicator{Name: r.l2}
			l1.Children = append(l1.Children, l2)
		}
		l2.Children = append(l2.Children, r.leaf)
	}
	return out
}

func (d *drawer) text(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pick(d, sentences))
	}
	return b.String()
}

func (d *drawer) year() int { return 2017 + d.r.IntN(10) }

// amount is a random amount as printed in a unit, and in yuan.
func (d *drawer) amount(unit string) (printed, yuan string) {
	n := 1 + d.r.IntN(900000)
	if unit == "元" {
		return thousands(n) + ".00", fmt.Sprint(n)
	}
	return fmt.Sprintf("%d.%02d", n/100, n%100), fmt.Sprint(n * 100)
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
