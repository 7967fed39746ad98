package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// hanQuantity reads a quantity whose number is in Chinese: 两次, 不少于两次, 百分之九十,
// 每月一份. Words are full of such characters, so the number wants a unit of the
// lexicon behind it, or the words of a share.
func (p *parser) hanQuantity(v *schema.Value, f frag) bool {
	n := p.marked()
	for i, r := range f.s {
		if fold.HanDigit(r) < 0 && fold.HanPower(r) == 0 && r != '半' && r != '万' && r != '上' && r != '廿' && r != '卅' {
			continue
		}
		number, unit, width := hanNumber(f.s[i:])
		if width == 0 && boundsAlone(f.s[:i]) {
			if number, width = fold.Han(f.s[i:]); width < len(f.s)-i {
				continue
			}
		}
		if width == 0 || !hanStarts(f.s[:i]) {
			continue
		}
		if p.quantityAt(v, f, i, number, unit, width) && hanSound(v) {
			if r == '上' && v.OpImplied {
				v.Op, v.OpImplied = schema.OpGE, false // 上千人次
			}
			return true
		}
		reset(v)
		p.undo(n)
	}
	return false
}

// boundsAlone reports a text that is a comparator and nothing else, behind which a number
// in Chinese needs no unit: ≥九十, 不低于九十.
func boundsAlone(s string) bool {
	op, start := endOp(s)
	return op != "" && start == 0 && (hasSymbol(s) || strings.HasPrefix(s, "不"))
}

func hanNumber(s string) (number, unit string, width int) {
	if number, unit, width = fold.Share(s); width > 0 {
		return number, unit, width
	}
	if strings.HasPrefix(s, "半") {
		if w := longestUnit(s[len("半"):]); w > 0 {
			return "0.5", "", len("半")
		}
		return "", "", 0
	}
	if number, unit, width = composite(s); width > 0 {
		return number, unit, width
	}
	number, width = fold.Han(s)
	if width == 0 {
		return roundNumber(s)
	}
	rest := s[width:]
	if _, end := ratioEnd(rest); end > 0 {
		return number, "", width // 三比一
	}
	if w := longestUnit(rest); w == 0 && !startsWithAny(rest, []string{"余", "多", "来"}) {
		return "", "", 0
	}
	return number, "", width
}

// roundNumber is 百, 千 and 万 alone, which only a word about them makes a number:
// 近百人, 上千人次, 百余家, 万人以上.
func roundNumber(s string) (number, unit string, width int) {
	bare := strings.TrimPrefix(s, "上")
	for _, round := range [...]struct{ word, number string }{{"百", "100"}, {"千", "1000"}, {"万", "10000"}} {
		rest, ok := strings.CutPrefix(bare, round.word)
		if !ok {
			continue
		}
		if u := longestUnit(rest); startsWithAny(rest, []string{"余", "多"}) || u > 0 && DimensionOf(rest[:u]) == words.Count {
			return round.number, "", len(s) - len(rest)
		}
	}
	return "", "", 0
}

// hanStarts reports whether a Chinese number may start behind s.
func hanStarts(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return !strings.ContainsRune("第统唯进单专同上下后初逐另之星十百千万亿点几数某任每隔", r)
}

// hanSound guards against words: the subject must be a real noun without a
// number of its own, and nothing may be counted that no comparator introduces.
func hanSound(v *schema.Value) bool {
	if strings.ContainsAny(v.Number, "/:") || v.Unit == "%" || v.Unit == "‰" {
		return true
	}
	switch v.Unit {
	case "季", "节", "头", "端":
		return false // 春秋两季, 两端 name what they count
	case "级", "等", "类", "级别", "星级", "档", "流", "比例":
		return false // 三级 names a grade or a type, 三七比例 two parts
	case "分":
		return v.Note == "" && v.Subject == "" // 十分满意
	}
	if strings.Trim(v.Number, "0") == "1" && len(v.Number) > 2 && v.OpImplied && !mentions(v.Text, []string{"一", "壹", "上百", "上千", "上万"}) {
		return false // 百家争鸣
	}
	if startsWithAny(v.Subject, []string{"不", "只", "没", "未", "毫"}) {
		return false // 不漏一户
	}
	if v.Note != "" && words.DoneVerbs.Has(v.Note) && DimensionOf(v.Unit) != words.Time {
		return false // 一次到位
	}
	return v.Subject == "" || v.Per != "" || !v.OpImplied || strings.HasPrefix(v.Text, "每") && strings.Contains(v.Unit, "/") || hanSubject(v)
}

// hanSubject reports a subject that is a real noun, and where the text begins.
func hanSubject(v *schema.Value) bool {
	if utf8.RuneCountInString(v.Subject) < 2 || !strings.HasPrefix(v.Text, v.Subject) && !strings.Contains(v.Text, ":") {
		return false
	}
	for _, r := range v.Subject {
		if fold.HanDigit(r) > 0 {
			return false
		}
	}
	return true
}
