package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// none reads blanks, placeholders and the words for nothing.
func (p *parser) none(v *schema.Value, f frag) bool {
	if isTimeUnit(strings.TrimPrefix(f.s, "每")) && !strings.HasPrefix(f.s, "半") && mentions(p.ctx.Name, []string{"频率", "频次", "周期"}) {
		v.Kind = schema.KindQualitative // 季度, of how often
		p.mark(RoleText, f)
		return true
	}
	if isPlaceholder(f.s) || isBareUnit(f.s) {
		v.Kind = schema.KindBlank
		p.mark(RolePlaceholder, f)
		return true
	}
	switch f.s {
	case "零":
	case "无", "没有", "未发生", "不发生", "无发生", "没有发生", "零发生", "未出现", "杜绝":
		if !countsBadThings(p.ctx.Name) {
			v.Kind = schema.KindBlank
			if f.s != "无" && f.s != "没有" {
				v.Kind = schema.KindQualitative
			}
			p.mark(RolePlaceholder, f)
			return true
		}
	default:
		return false
	}
	v.Kind, v.Op, v.OpImplied, v.Number = schema.KindQuantity, schema.OpEQ, true, "0"
	p.mark(RoleNumber, f)
	return true
}

// isPlaceholder reports texts that only hold a value's place: / — … ** XX □ 略.
func isPlaceholder(s string) bool {
	switch s {
	case "":
		return true
	case "暂无", "略", "同上", "不适用", "待定", "空", "空白", "N/A", "n/a", "NA", "null", "NULL", "None", "nan", "NaN", "无数据", "待填", "请填写", "未填", "未填写", "见附件", "详见附件", "待补充", "不涉及", "暂缺":
		return true
	}
	if strings.IndexFunc(s, notPlaceholder) < 0 {
		return true
	}
	return isMasked(s)
}

// notPlaceholder reports runes that say something.
func notPlaceholder(r rune) bool {
	return !strings.ContainsRune(" /-…*_.、,。\\□■☐—|()[]【】{}:;#~&?!·×○●", r)
}

// isMasked reports a value whose number is masked: ≥**%, XX次, ≤****000元, ××人次.
func isMasked(s string) bool {
	s = maskedFront(s)
	n := 0
	for n < len(s) {
		r, w := utf8.DecodeRuneInString(s[n:])
		if !strings.ContainsRune("*×XxΧ□_○…?-", r) {
			break
		}
		n += w
	}
	if n == 0 {
		return false
	}
	rest := s[n:]
	if strings.Trim(s[:n], "?") == "" && fold.Digits(rest) > 0 {
		return false // ?98% is a number behind a mark that could not be read
	}
	if n >= 2 && s[0] == '-' && isUnitText(rest) {
		return true
	}
	masked := strings.ContainsAny(s[:n], "*×□_○…?") || n >= 2 && s[0] != '-' || n == 1 && (s[0] == 'X' || s[0] == 'x')
	rest = strings.TrimLeft(rest, "0123456789 ,.")
	return masked && (rest == "" || isUnitText(strings.Trim(rest, "() ")) || isMaskedTail(rest))
}

// maskedFront drops the comparator, or the word of a rank, in front of a mask.
func maskedFront(s string) string {
	if _, w := startOp(s); w > 0 {
		return strings.TrimLeft(s[w:], " ")
	}
	front := words.Starting(s)
	for i := range front {
		if rest, ok := strings.CutPrefix(s, front[i].Word); ok {
			return strings.TrimLeft(rest, " ")
		}
	}
	for _, word := range [...]string{"每年", "每月", "每季度", "第", "前"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			return rest
		}
	}
	return s
}

// isMaskedTail reports 日前, 月底前, 以上 and units with such words behind a mask.
func isMaskedTail(s string) bool {
	s = strings.Trim(s, "() ")
	for _, suffix := range words.Back() {
		s = strings.TrimSuffix(s, suffix.Word)
	}
	return s == "" || isUnitText(s) || len(s) <= len("月底前") && strings.ContainsAny(s, "年月日")
}

// isBareUnit reports a unit without a number, with a comparator or without: ≧ %,
// 公里, 万亩.
func isBareUnit(s string) bool {
	if _, w := startOp(s); w > 0 {
		s = strings.TrimLeft(s[w:], " ")
		if s == "" {
			return true
		}
	}
	s = strings.Trim(s, "()[] ")
	if strings.HasPrefix(s, "半") {
		return false
	}
	switch s {
	case "级", "优", "度", "代", "平", "方", "面", "对", "点", "号", "成", "一", "站", "行", "卡", "票", "刀", "县", "市", "区", "镇", "乡", "乡镇", "村", "村民小组", "街道", "社区", "部门", "单位", "企业", "学校", "平台", "系统", "家庭", "人才", "模块", "间", "时", "分数", "中", "劳动力", "车", "样品", "兆":
		return false
	}
	return len(s) > 0 && longestUnit(s) == len(s) && s != "万" || isUnitText(s) && strings.ContainsAny(s, "/%‰")
}
