package draw

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
)

// Surrounded is a plain table of indicators with what offices print around it:
// titles in any words, years in any place, fields in lines, rows, columns, above,
// below and on a sheet of their own.
type Surrounded struct {
	Blocks []Block
	// Header is what the pages of a workbook print above its sheets.
	Header string
	// Format is what it is to be printed as: html, docx, xlsx, txt, md, csv, fodt or fods.
	Format string
	// Want are the typed fields by path, as the contract prints them.
	Want map[string]string
	// Printed are further texts of the form that must not be lost.
	Printed []string
	// How names the choices that were drawn, for counting.
	How []string
}

// Block is a line of text, or a table, or the beginning of a sheet.
type Block struct {
	Sheet string // not "" where a sheet of this name begins
	Line  string
	Title bool // the line is set as a heading
	Table *grid.Grid
}

// The wordings that are drawn: %u the unit, %p the project, %y the year.
var (
	yearTitles = []string{"%u%y年度绩效目标", "关于%y年度%p项目绩效目标的报告", "%y年预算项目绩效目标", "%y年度绩效指标卡", "%y年%u重点项目绩效清单",
		"%p绩效目标（%y年度）", "%p项目%y年度绩效指标", "%u%y年预算绩效目标公开", "%y年度项目支出绩效目标申报表", "%u关于报送%y年度绩效目标的通知",
		"%y年度部门预算绩效目标批复", "%p（%y年）绩效计划", "%y年财政支出项目绩效目标与指标一览", "%u%y年度项目目标管理台账", "%y年专项资金绩效任务书"}
	plainTitles = []string{"项目支出绩效目标表", "%p绩效目标", "%u项目绩效目标申报书", "项目绩效指标清单", "绩效目标管理卡", "%u项目绩效任务分解表"}
	yearLines   = []string{"（%y年度）", "%y年度", "年度：%y年", "预算年度：%y", "适用年度：%y年度", "编报年度： %y年"}
	unitLabels  = []string{"项目单位", "实施单位", "申报单位", "填报单位（盖章）", "单位名称", "承担单位", "编制单位"}
	headOffices = []string{"主管部门", "归口管理部门", "主管部门名称", "一级主管部门"}
	nameLabels  = []string{"项目名称", "项 目 名 称", "专项名称", "项目（专项）名称", "二级项目名称"}
	fundLabels  = []string{"资金总额（万元）", "项目资金（万元）", "项目总额（万元）", "资金额度（万元）", "预算金额（万元）", "项目经费（万元）", "经费预算（万元）", "预算资金投入（万元）", "申请资金（万元）", "投入资金总额（万元）"}
	goalLabels  = []string{"年度目标", "总体目标", "绩效目标", "项目年度绩效目标", "年度总体目标"}
	oddPairs    = [][2]string{{"项目负责人", "陶永康"}, {"联系电话", "0731-8456223"}, {"归口科室", "规划财务科"}, {"评审批次", "第二批"}, {"所属领域", "公共文化"},
		{"项目来源", "区长办公会"}, {"经办人", "彭雪"}, {"资金渠道", "本级安排"}, {"服务范围", "全域七个镇"}}
	feet = []string{"单位负责人：何建国    填表人：江晓燕    联系电话：0571-8601", "填报人：崔洋", "注：指标值按批复口径填列。", "填报日期：%y年1月8日", "审核：欧阳平"}
)

// Surround draws one. The same seed gives the same.
func Surround(seed uint64) Surrounded {
	s := &surrounder{drawer: &drawer{r: rand.New(rand.NewPCG(seed, 7))}}
	s.out.Want = map[string]string{}
	s.out.Format = pick(s.drawer, []string{"html", "docx", "xlsx", "xlsx", "txt", "md", "csv", "fodt", "fods"})
	s.how(s.out.Format)
	s.unit, s.project, s.dept = pick(s.drawer, units), pick(s.drawer, projects), pick(s.drawer, departments)
	s.y = 2019 + s.r.IntN(9)
	s.sheet = pick(s.drawer, []string{"绩效目标", "Sheet1", "表1"})
	s.heading()
	s.place()
	s.table()
	s.feet()
	s.out.Blocks = append([]Block{{Sheet: s.sheet}}, s.out.Blocks...)
	if s.front != nil {
		s.out.Blocks = append(append([]Block{{Sheet: pick(s.drawer, []string{"封面", "基本信息", "项目信息", "Sheet0"})}}, s.front...), s.out.Blocks...)
	}
	return s.out
}

type surrounder struct {
	*drawer
	out                 Surrounded
	unit, project, dept string
	y                   int
	sheet               string
	front               []Block // on a sheet before
	below               []Block
	inTable             [][2]string // pairs that are rows of the table
}

func (s *surrounder) how(choice string) { s.out.How = append(s.out.How, choice) }

func (s *surrounder) fill(text string) string {
	return strings.NewReplacer("%u", s.unit, "%p", s.project, "%y", fmt.Sprint(s.y)).Replace(text)
}

// line prints a line; a title is set as one.
func (s *surrounder) line(text string, title bool) {
	s.out.Blocks = append(s.out.Blocks, Block{Line: text, Title: title})
}

// heading draws the title and where the year stands.
func (s *surrounder) heading() {
	where := pick(s.drawer, []string{"title", "title", "title", "title", "line", "cell", "none", "sheet", "header"})
	if (where == "sheet" || where == "header") && s.out.Format != "xlsx" {
		where = "title"
	}
	s.how("year:" + where)
	if s.chance(0.2) {
		s.line(pick(s.drawer, []string{"附件1", "附件2：", "附表3"}), false)
	}
	if where != "none" {
		s.out.Want["year"] = fmt.Sprint(s.y)
	}
	words := plainTitles
	if where == "title" || where == "header" {
		words = yearTitles
	}
	i := s.r.IntN(len(words))
	s.how("title:" + words[i])
	title := s.fill(words[i])
	s.out.Want["title"] = title
	if where == "header" {
		s.out.Header = title
	} else {
		s.line(title, true)
	}
	switch where {
	case "line":
		l := pick(s.drawer, yearLines)
		s.how("yearline:" + l)
		s.line(s.fill(l), false)
	case "cell":
		s.inTable = append(s.inTable, [2]string{pick(s.drawer, []string{"年度", "预算年度", "项目年度"}), fmt.Sprintf("%d年度", s.y)})
	case "sheet":
		s.sheet = fmt.Sprintf("%d年", s.y)
	}
}

// field notes what a label is to give.
func (s *surrounder) field(path, label, value string) [2]string {
	s.out.Want[path] = value
	return [2]string{label, value}
}

// place draws the fields and puts each where it stands.
func (s *surrounder) place() {
	pairs := [][2]string{s.field("project.name", pick(s.drawer, nameLabels), s.project)}
	first := s.chance(0.5)
	add := func(p [2]string) {
		if first {
			pairs = append([][2]string{p}, pairs...)
			return
		}
		pairs = append(pairs, p)
	}
	if s.chance(0.8) {
		add(s.field("unit", pick(s.drawer, unitLabels), s.unit))
	}
	if s.chance(0.5) {
		add(s.field("department", pick(s.drawer, headOffices), s.dept))
	}
	if s.chance(0.7) {
		label := pick(s.drawer, fundLabels)
		s.how("funds:" + label)
		printed, yuan := s.amount("万元")
		pairs = append(pairs, s.field("funds", label, printed))
		s.out.Want["funds"] = yuan
	}
	for i := range s.r.Perm(len(oddPairs))[:s.r.IntN(3)] {
		p := oddPairs[(i*4+s.r.IntN(4))%len(oddPairs)]
		if !slices.Contains(s.out.Printed, p[1]) {
			s.out.Printed = append(s.out.Printed, p[1])
			pairs = append(pairs, p)
		}
	}
	if s.chance(0.5) {
		pairs = append(pairs, s.field("goals", pick(s.drawer, goalLabels), s.text(2)))
	}
	where := pick(s.drawer, []string{"lines", "lines", "two", "rows", "rows", "tworows", "below", "front"})
	if where == "front" && s.out.Format != "xlsx" {
		where = "lines"
	}
	s.how("fields:" + where)
	switch where {
	case "lines":
		for _, p := range pairs {
			s.line(p[0]+"："+p[1], false)
		}
	case "two":
		gap := pick(s.drawer, []string{"    ", "　　", "\u3000", "  "})
		for i := 0; i < len(pairs); i += 2 {
			l := pairs[i][0] + "：" + pairs[i][1]
			if i+1 < len(pairs) {
				l += gap + pairs[i+1][0] + "：" + pairs[i+1][1]
			}
			s.line(l, false)
		}
	case "rows", "tworows":
		s.inTable = append(s.inTable, pairs...)
	case "below":
		s.inTable = append(s.inTable, pairs[:len(pairs)/2]...)
		for _, p := range pairs[len(pairs)/2:] {
			s.below = append(s.below, Block{Line: p[0] + "：" + p[1]})
		}
	case "front":
		s.frontSheet(pairs)
	}
}

// frontSheet puts the fields on a sheet before that of the table.
func (s *surrounder) frontSheet(pairs [][2]string) {
	s.front = []Block{}
	if s.chance(0.5) {
		for _, p := range pairs {
			s.front = append(s.front, Block{Line: p[0] + "：" + p[1]})
		}
		return
	}
	p := newPaper(2)
	for _, x := range pairs {
		p.one(x[0]).one(x[1]).end()
	}
	s.front = append(s.front, Block{Table: p.g})
}

// table draws the fields that are rows, and the indicators.
func (s *surrounder) table() {
	p := newPaper(4)
	two := slices.Contains(s.out.How, "fields:tworows")
	for i := 0; i < len(s.inTable); i++ {
		x := s.inTable[i]
		if two && i+1 < len(s.inTable) && len(x[1]) < 90 && len(s.inTable[i+1][1]) < 90 {
			p.one(x[0]).one(x[1]).one(s.inTable[i+1][0]).one(s.inTable[i+1][1]).end()
			i++
			continue
		}
		p.one(x[0]).wide(x[1], 3).end()
	}
	p.one("一级指标").one("二级指标").one("三级指标").one("指标值").end()
	p.indicators(s.tree([]level{oldOut, effects, content}), []int{1, 1}, func(r row) []cell {
		return []cell{{r.leaf.Name, 1}, {r.leaf.Value.Text, 1}}
	})
	s.out.Blocks = append(s.out.Blocks, Block{Table: p.g})
}

// feet draws what stands below the table.
func (s *surrounder) feet() {
	s.out.Blocks = append(s.out.Blocks, s.below...)
	if s.chance(0.4) {
		f := s.fill(pick(s.drawer, feet))
		s.how("foot:" + f[:len("填报")])
		s.line(f, false)
		for _, part := range strings.Fields(f) {
			_, value, _ := strings.Cut(part, "：")
			s.out.Printed = append(s.out.Printed, value)
		}
	}
}
