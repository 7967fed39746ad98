package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// rest reads what follows number, unit and suffix: 完成, a verb of change, or the
// noun that is counted.
func (p *parser) rest(v *schema.Value, f frag, back schema.Op) (schema.Op, bool) {
	f, _ = f.after("的")
	switch f.s {
	case "整", "人民币": // 50万元整
		return back, DimensionOf(v.Unit) == words.Money
	case "完成", "全覆盖", "覆盖", "全部完成", "":
		p.mark(RoleSuffix, f)
		if back == "" {
			back = schema.OpEQ
		}
		return back, true
	}
	if gradesBound(f.s) && v.Note == "" {
		v.Note = f.s // 90分及以上为优秀
		p.mark(RoleNote, f)
		return back, true
	}
	if isRemark(f.s) || DimensionOf(v.Unit) == words.Money && strings.HasPrefix(f.s, "标准") && f.s != "标准" && isNoun(f.s) || v.Note == "" && p.saysWhatFor(v, f, back) {
		if v.Note == "" {
			v.Note = f.s
		}
		p.mark(RoleNote, f)
		return back, true
	}
	if extents[f.s] && DimensionOf(v.Unit) == words.Measure && v.Subject == "" {
		v.Subject = f.s // 6米宽
		p.mark(RoleSubject, f)
		return back, true
	}
	if v.Reference == "" && DimensionOf(v.Unit) == words.Ratio && isBoundNoun(f.s) && !words.DoneVerbs.Begins(f.s) && !startsWithAny(f.s, reaching) {
		v.Reference = f.s // ≤100%预算
		p.mark(RoleReference, f)
		return back, true
	}
	return p.counted(v, f, back)
}

// counted reads the noun that a number counts: 1次团体心理治疗, 15个乡镇(街道).
func (p *parser) counted(v *schema.Value, f frag, back schema.Op) (schema.Op, bool) {
	if open := strings.IndexByte(f.s, '('); open > 0 && closing(f.s[open:]) == len(f.s)-open-1 {
		if noun := f.to(open).trim(); isCountedNoun(noun.s) {
			p.note(v, f.from(open))
			f = noun
		}
	}
	if v.Unit == "" && !isRatio(v.Number) || !isCountedNoun(f.s) && !isShortNoun(f.s) {
		return "", false
	}
	if DimensionOf(v.Unit) == words.Ratio && startsWithAny(f.s, []string{"不", "未"}) {
		return "", false // 100%不达标
	}
	for _, verb := range words.DoneVerbs.Words() {
		if g, ok := f.after(verb); ok && g.s != "" {
			f = g.trim()
			break
		}
	}
	v.Subject = f.s
	p.mark(RoleSubject, f)
	return back, true
}

// gradesBound reports words behind a bound that say which grade it makes: 为优秀, 即为合格.
func gradesBound(s string) bool {
	for _, word := range [...]string{"为", "即为", "评为", "视为", "认定为", "算", "即"} {
		if grade, ok := strings.CutPrefix(s, word); ok && (isGradeWord(grade) || grade == "及格" || grade == "达标" || grade == "通过") {
			return true
		}
	}
	return false
}

// isRemark reports words behind a number that say how it is reached, or which way
// it goes: 及时到位, 增长.
func isRemark(s string) bool {
	said := endTrend(s) == 0 || words.DoneVerbs.Has(s) || (startsWithAny(s, reaching) || startsWithAny(s, []string{"按时", "按期", "按质", "按量", "及时", "全部", "足额", "如期"})) && isCountedNoun(s)
	return said && !words.EndsLoose(s)
}

// reaching are the verbs in front of what is to be met.
var reaching = []string{"达到", "符合"}

// saysWhatFor reports phrases behind an amount or a term that count nothing: 30万元
// 用于审计, 24小时不间断, 2小时内到达现场, 7个工作日内反馈, 提前30分钟发布.
func (p *parser) saysWhatFor(v *schema.Value, f frag, back schema.Op) bool {
	says := startsWithAny(f.s, []string{"用于", "不间断", "不打烊"}) ||
		(p.leads || isUpper(back) || words.DoneVerbs.Begins(f.s)) && DimensionOf(v.Unit) == words.Time && !hasDigit(f.s)
	return says && v.Unit != "" && isNoun(f.s) && !isLoneMeasure(f.s) && !strings.HasPrefix(f.s, "每") && !words.StartsLoose(f.s) && !words.EndsLoose(f.s)
}

// extents are the words for what a length measures.
var extents = map[string]bool{"宽": true, "长": true, "高": true, "厚": true, "深": true}

// isShortNoun reports the nouns of one character that are counted: 30个村.
func isShortNoun(s string) bool {
	return utf8.RuneCountInString(s) == 1 && strings.Contains("村镇乡县区市省户人班校店站点库厅街路桥河湖井组园床车船牛羊猪树", s)
}
