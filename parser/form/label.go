package form

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// labelNorm is a label as it is compared: folded, without spaces, brackets and
// what stands in them, numbering, 其中 and a colon at the end.
func labelNorm(s string) string {
	if len(s) > maxLabel*8 {
		return ""
	}
	s, _ = splitLabel(s)
	return s
}

// splitLabel gives a label's comparable name and the note in its brackets:
// "项目总预算 (元):" gives 项目总预算 and 元.
func splitLabel(s string) (name, note string) {
	if ideographs(s) {
		return withoutSuchAs(strings.TrimPrefix(s, "其中")), ""
	}
	return splitFolded(s, foldedFlat(s))
}

// splitFolded is splitLabel for a text that is known folded and without spaces, too.
func splitFolded(s, flat string) (name, note string) {
	if ideographs(s) {
		return withoutSuchAs(strings.TrimPrefix(s, "其中")), ""
	}
	if own := ownScript(s); own != "" {
		flat = foldedFlat(own)
	}
	s = strings.TrimLeft(flat, required)
	if !fold.EndsHan(s) {
		s = strings.TrimRight(s, required)
		s = strings.TrimRight(s, ":;,。、-—_")
	}
	s, note = cutBrackets(s)
	s = strings.TrimRight(s, ":")
	if strings.HasSuffix(s, "分") || strings.HasSuffix(s, "%") {
		s = withoutPoints(s)
	}
	s = strings.TrimPrefix(s, "其中:")
	s = strings.TrimPrefix(s, "其中")
	return withoutSuchAs(trimNumbering(s)), note
}

// withoutPoints is a level's label without the points behind it: 产出指标50分.
func withoutPoints(s string) string {
	if name, points := level.SplitPoints(s); points != "" && (strings.HasSuffix(name, "指标") || strings.HasSuffix(name, "目标")) {
		return name
	}
	return s
}

// withoutSuchAs is a level's label without the 等 that a template prints behind it:
// 服务对象满意度指标等.
func withoutSuchAs(s string) string {
	if strings.HasSuffix(s, "指标等") {
		return strings.TrimSuffix(s, "等")
	}
	return s
}

// ideographs reports whether a text is made of unified ideographs alone: nothing is
// to be folded in it, and no number stands before it.
func ideographs(s string) bool {
	for _, r := range s {
		if r < 0x4E00 || r > 0x9FFF {
			return false
		}
	}
	return true
}

// required are the marks of a field that must be filled in.
const required = "*★☆※"

// squeeze removes every space, line break and invisible character.
func squeeze(s string) string { return fold.Squeeze(s) }

// foldedFlat is a text folded and without spaces.
func foldedFlat(s string) string { return squeeze(fold.Text(s)) }

// opensBracket reports whether a text holds one of ([〔【. Most labels hold none, and
// strings.ContainsAny looks every character up.
func opensBracket(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '(', '[':
			return true
		case "〔"[0]:
			if strings.HasPrefix(s[i:], "〔") || strings.HasPrefix(s[i:], "【") {
				return true
			}
		}
	}
	return false
}

// cutBrackets removes bracketed parts and returns the text of the last one.
func cutBrackets(s string) (rest, note string) {
	if !opensBracket(s) {
		return s, ""
	}
	var b, in strings.Builder
	depth := 0
	for _, r := range s {
		switch r {
		case '(', '[', '〔', '【':
			if depth == 0 {
				in.Reset()
			} else {
				in.WriteRune(r)
			}
			depth++
		case ')', ']', '〕', '】':
			if depth > 0 {
				depth--
			}
			if depth == 0 {
				note = in.String()
			} else {
				in.WriteRune(r)
			}
		default:
			if depth > 0 {
				in.WriteRune(r)
			} else {
				b.WriteRune(r)
			}
		}
	}
	if depth > 0 { // an open bracket is text: 管理信息系统(
		return s, ""
	}
	return b.String(), note
}

// numbering is what templates put before a label: 一、 (一) 1. 2、.
var numbering = pattern.MustCompile(`^([一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．]|[①-⑩])`)

func trimNumbering(s string) string {
	if s == "" {
		return s
	}
	r, _ := utf8.DecodeRuneInString(s)
	if !fold.NumbersItems(r) && !('①' <= r && r <= '⑩') && !unicode.IsDigit(r) {
		return s
	}
	return strings.TrimPrefix(s, numbering.FindString(s))
}

// titleShape is what the title of a form looks like, folded and squeezed.
var titleShape = pattern.MustCompile(`绩效.{0,24}表(\(|$)`)

// titleLike cuts the title out of a line: the text of a form's title without
// 附件, numbering, and what stands behind the word 表. It is "" where the line
// is no title.
func titleLike(folded string) string {
	if n := utf8.RuneCountInString(folded); n < 5 || n > 120 {
		return ""
	}
	if !strings.Contains(folded, "绩效") {
		return ""
	}
	s := attachment.ReplaceAllString(strings.TrimLeft(folded, "#*"), "")
	loc := titleShape.FindStringIndex(s)
	if loc == nil {
		return ""
	}
	head := s[:loc[1]]
	head = strings.TrimSuffix(head, "(")
	// A sentence that speaks of a table is no title.
	if strings.ContainsAny(head, "。;,!?") || utf8.RuneCountInString(head) > 48 {
		return ""
	}
	if strings.HasPrefix(head, "见") || strings.Contains(head, "详见") || strings.Contains(head, "填报") && strings.Contains(head, "说明") {
		return ""
	}
	rest := s[len(head):]
	if rest != "" && !afterTitle.MatchString(rest) {
		return ""
	}
	return head
}

// attachment is what stands before a title: 附件1-2: 附表3, 表十, a number.
var attachment = pattern.MustCompile(`^(?:(?:附件|附表|附|表)[一二三四五六七八九十\d]{0,3}(?:[-—.]\d{1,2})*[:、.]?|[一二三四五六七八九十\d]{1,3}[、.])`)

// afterTitle is what may follow a title on its line: a year, a number of a
// form, a unit of money, a unit's name after a colon.
var afterTitle = pattern.MustCompile(`^(\(.{0,24}\))*\d{0,4}(\(?20\d\d年(度)?\)?)?((金额)?单位[:名(].{0,40}|预算单位.*|填报.*)?$`)

// yearLine is a line that holds only a year: (2020年度), 2024年度, ( 年度).
var yearLine = pattern.MustCompile(`^\(?(20\d\d)年?度?\)?$|^\((20\d\d)年度?\)`)

// yearInTitle is the fiscal year in or beside a title: 2024年部门预算项目绩效目标表.
var yearInTitle = pattern.MustCompile(`(?:^|[^\d\-—~至])(20\d\d)(?:年|\)|$)`)

// headingYear is the year of "2020年绩效目标" above an indicator table.
var headingYear = pattern.MustCompile(`^\(?(20\d\d)年(度)?(项目)?绩效(目标|指标)$`)

// moneyLine is the unit of money above a table: 单位:万元, 金额单位:元.
var moneyLine = pattern.MustCompile(`^\(?(金额|计量|货币)?单位[:为]?(人民币)?` + words.MoneyUnit.Pattern() + `\)?$`)

// moneyIn is a unit of money anywhere in a note.
var moneyIn = pattern.MustCompile(words.MoneyUnit.Pattern())

// isMoney reports whether a text is a unit of money.
func isMoney(text string) bool { return words.MoneyUnit.Has(text) }

// numericLike reports whether a cell holds only a number, a rate or a dash:
// two equal neighbours of that sort are two cells, not one repeated.
func numericLike(s string) bool {
	digits := false
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits = true
		case strings.ContainsRune(".,%-—–/ +", r):
		default:
			return false
		}
	}
	return digits || utf8.RuneCountInString(s) <= 2
}
