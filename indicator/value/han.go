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
		if fold.HanDigit(r) < 0 && fold.HanPower(r) == 0 && r != '百' && r != '半' && r != '万' {
			continue
		}
		number, unit, width := hanNumber(f.s[i:])
		if width == 0 || !hanStarts(f.s[:i]) {
			continue
		}
		if p.quantityAt(v, f, i, number, unit, width) && hanSound(v) {
			return true
		}
		reset(v)
		p.undo(n)
	}
	return false
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
	number, width = fold.Han(s)
	if width == 0 {
		return "", "", 0
	}
	rest := s[width:]
	if w := longestUnit(rest); w == 0 && !strings.HasPrefix(rest, "余") && !strings.HasPrefix(rest, "多") {
		return "", "", 0
	}
	if strings.HasPrefix(rest, "个半") {
		return number + ".5", "", width + len("个半")
	}
	return number, "", width
}

// hanStarts reports whether a Chinese number may start behind s.
func hanStarts(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return !strings.ContainsRune("第统唯进单专同上下后初逐另之星十百千万亿点几数某任每隔", r)
}

// hanSound guards against words: the subject must be a real noun without a
// number of its own, and nothing may be counted that no comparator introduces.
func hanSound(v *schema.Value) bool {
	if strings.Contains(v.Number, "/") || v.Unit == "%" || v.Unit == "‰" {
		return true
	}
	switch v.Unit {
	case "级", "等", "类", "级别", "星级", "档", "流":
		return false // 三级 names a grade or a type
	case "分":
		return v.Note == "" && v.Subject == "" // 十分满意
	}
	if v.Note != "" && isDone(v.Note) && DimensionOf(v.Unit) != words.Time {
		return false // 一次到位
	}
	if v.Subject == "" {
		return true
	}
	if v.Per != "" || !v.OpImplied {
		return true
	}
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
