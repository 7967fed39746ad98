package value

import (
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// roleNames are the roles in Chinese, as a person at a terminal reads them.
var roleNames = map[Role]string{
	RoleOp: "比较符", RoleSuffix: "后缀", RoleNumber: "数值", RoleDash: "至", RoleUnit: "单位", RolePer: "周期", RoleSubject: "对象", RoleTrend: "变化", RoleReference: "参照", RoleNote: "注",
	RoleDate: "日期", RoleEvent: "事件", RoleRecurring: "周期", RoleGrade: "等级", RoleJoin: "连接", RoleText: "文字", RolePlaceholder: "占位",
}

// kindNames are the kinds in Chinese.
var kindNames = map[schema.Kind]string{
	schema.KindQuantity: "数量", schema.KindInterval: "区间", schema.KindDeadline: "期限", schema.KindReference: "参照", schema.KindQualitative: "定性",
	schema.KindScale: "等级", schema.KindCompound: "复合", schema.KindBlank: "空白", schema.KindUnparsed: "未识别",
}

// Tree draws how a value was read, part by part, as lines without line
// ends: the text with its kind, and one branch a
// part with the runes it covers, counted from 1, and what it was read as.
//
//	每季度不少于1次  数量 quantity
//	├─ 1-3  每季度  周期 per       季度
//	├─ 4-6  不少于  比较符 op      >=
//	├─ 7    1       数值 number    1
//	└─ 8    次      单位 unit      次
//
// Columns line up where the terminal draws ideographs two cells wide.
func Tree(v schema.Value, parts []Part, lang schema.Lang) []string {
	lines := []string{v.Text + "  " + kindName(v.Kind, lang)}
	rows := make([][4]string, len(parts))
	var widest [4]int
	for i, part := range parts {
		rows[i] = [4]string{partRange(part), part.Text, roleName(part.Role, lang), partReading(v, part)}
		for k, cell := range rows[i] {
			widest[k] = max(widest[k], displayWidth(cell))
		}
	}
	for i, row := range rows {
		branch := "├─ "
		if i == len(rows)-1 {
			branch = "└─ "
		}
		var b strings.Builder
		b.WriteString(branch)
		for k, cell := range row {
			b.WriteString(cell)
			if k < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widest[k]-displayWidth(cell)+2))
			}
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

func kindName(kind schema.Kind, lang schema.Lang) string {
	if lang == schema.EN {
		return string(kind)
	}
	return kindNames[kind] + " " + string(kind)
}

func roleName(role Role, lang schema.Lang) string {
	if lang == schema.EN {
		return string(role)
	}
	return roleNames[role] + " " + string(role)
}

// partRange is the runes of a part, counted from 1: 4-6.
func partRange(part Part) string {
	if part.End == part.Start+1 {
		return strconv.Itoa(part.End)
	}
	return strconv.Itoa(part.Start+1) + "-" + strconv.Itoa(part.End)
}

// partReading is what a part became in the reading, where that is more than its
// own text.
func partReading(v schema.Value, part Part) string {
	switch part.Role {
	case RoleOp:
		if op, start := endOp(fold.Text(part.Text)); op != "" && start == 0 {
			return string(op)
		}
	case RoleSuffix:
		if op, w := suffixOp(fold.Text(part.Text)); w > 0 {
			return string(op)
		}
	case RoleNumber:
		return partNumber(v, part)
	case RolePer:
		if unit, w := period(fold.Text(part.Text)); w > 0 {
			return unit
		}
	case RoleDate:
		if v.Deadline != nil && v.Deadline.Date != "" {
			return v.Deadline.Date + " (" + v.Deadline.Precision + ")"
		}
	}
	return ""
}

// partNumber is the decimal string of a number's text.
func partNumber(v schema.Value, part Part) string {
	s := fold.Text(part.Text)
	if n, unit, w := fold.Share(s); w == len(s) && w > 0 {
		return n + unit
	}
	if n, w := fold.Number(s); w == len(s) && w > 0 {
		return n
	}
	return v.Number
}

// displayWidth is how many terminal cells a text takes; ideographs and full-width
// characters take two, ambiguous ones such as ≥ one.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
