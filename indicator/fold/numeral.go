package fold

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// ungrouped takes the separators out of a number.
var ungrouped = strings.NewReplacer(",", "", " ", "")

// Arabic lexes the number at the start of a folded text: digits, thousands
// separators in groups of three, with a space beside them or not, a decimal point. It returns the number's width
// in bytes and its decimal string, which is a part of s unless separators had to
// be taken out. Width 0: no number.
func Arabic(s string) (number string, width int) {
	i := Digits(s)
	if i == 0 {
		return "", 0
	}
	separated := false
	if i <= 3 && !isTwoNumbers(s, i) {
		for w := groupWidth(s[i:]); w > 0; w = groupWidth(s[i:]) {
			i += w
			separated = true
		}
	}
	if i+1 < len(s) && s[i] == '.' && IsDigit(rune(s[i+1])) {
		i += 1 + Digits(s[i+1:])
	}
	if separated {
		return ungrouped.Replace(s[:i]), i
	}
	return s[:i], i
}

func Digits(s string) int {
	i := 0
	for i < len(s) && IsDigit(rune(s[i])) {
		i++
	}
	return i
}

// IsGroup reports whether s starts with a thousands group: a comma, three
// digits, and no fourth.
func IsGroup(s string) bool {
	return len(s) >= 4 && s[0] == ',' && Digits(s[1:]) == 3
}

// isTwoNumbers reports a comma with a space behind it between a number of two digits or
// more, n wide, and a greater one: 90, 100人 may be two as well as one.
func isTwoNumbers(s string, n int) bool {
	return n > 1 && strings.HasPrefix(s[n:], ", ") && Digits(s[n+2:]) == 3 && (n < 3 || s[:n] < s[n+2:n+5])
}

// groupWidth is the width of the thousands group at the start of s, in which a space
// may stand beside the comma (3 ,500元, 1, 200人). Of shares it stands in none: 90,
// 100% are two. 0: none.
func groupWidth(s string) int {
	if IsGroup(s) {
		return 4
	}
	i := 0
	if i < len(s) && s[i] == ' ' {
		i++
	}
	if i == len(s) || s[i] != ',' {
		return 0
	}
	i++
	if i < len(s) && s[i] == ' ' {
		i++
	}
	if Digits(s[i:]) != 3 || followsAny(s[i+3:], "%", "‰") {
		return 0
	}
	return i + 3
}

// NumbersItems reports the ideographs that items are numbered by: 一 to 十.
func NumbersItems(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return false
}

// HanDigit is the value of a Chinese digit, -1 for any other character. 两 counts
// things, 二 numbers them; both are 2.
func HanDigit(r rune) int {
	switch r {
	case '零', '〇', '○':
		return 0
	case '一', '壹':
		return 1
	case '二', '两', '贰', '兩':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// HanPower is the value of 十 百 千, 0 for any other character.
func HanPower(r rune) int64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	}
	return 0
}

// hanMyriad is the value of 万 亿, 0 for any other character.
func hanMyriad(r rune) int64 {
	switch r {
	case '万':
		return 10_000
	case '亿':
		return 100_000_000
	}
	return 0
}

// Han lexes the Chinese number at the start of s: 九十, 一百二十, 两千零五, 二〇二〇,
// 三万五千, 十二点五. A 万 or 亿 with nothing behind it is left to the unit (五万元
// is 5 万元, as 5万元 is). It returns the number's decimal string and its width in
// bytes; width 0: no number.
func Han(s string) (number string, width int) {
	if n, w := HanSequence(s); w > 0 {
		return n, w
	}
	var h hanReader
	for width < len(s) {
		r, n := utf8.DecodeRuneInString(s[width:])
		if !h.read(r, s[width+n:]) {
			break
		}
		width += n
	}
	if width == 0 || !h.complete() {
		return "", 0
	}
	number = strconv.FormatInt(h.value(), 10)
	if fraction, w := hanFraction(s[width:]); w > 0 {
		return number + "." + fraction, width + w
	}
	return number, width
}

// HanSequence lexes two or more digits without a power between them: 二〇二〇.
func HanSequence(s string) (string, int) {
	var b [8]byte
	n, width := 0, 0
	for width < len(s) {
		r, w := utf8.DecodeRuneInString(s[width:])
		d := HanDigit(r)
		if d < 0 {
			break
		}
		if n == len(b) {
			return "", 0
		}
		b[n] = byte('0' + d)
		n++
		width += w
	}
	r, _ := utf8.DecodeRuneInString(s[width:])
	if n < 2 || HanPower(r) != 0 || hanMyriad(r) != 0 && n > 2 || b[0] == '0' {
		return "", 0
	}
	return string(b[:n]), width
}

// hanFraction lexes 点五 as the digits 5.
func hanFraction(s string) (string, int) {
	const point = "点"
	if !strings.HasPrefix(s, point) {
		return "", 0
	}
	width := len(point)
	var b strings.Builder
	for width < len(s) && b.Len() < 8 {
		r, n := utf8.DecodeRuneInString(s[width:])
		d := HanDigit(r)
		if d < 0 {
			break
		}
		b.WriteByte(byte('0' + d))
		width += n
	}
	if b.Len() == 0 {
		return "", 0
	}
	return b.String(), width
}

// hanReader adds up a Chinese number. Powers fall within a section of four
// (千百十), sections fall from 亿 to 万.
type hanReader struct {
	total, section int64
	digit          int64
	hasDigit       bool
	zero           bool
	lastPower      int64
	lastMyriad     int64
	runes          int
}

func (h *hanReader) read(r rune, rest string) bool {
	if d := HanDigit(r); d >= 0 {
		return h.readDigit(int64(d), rest)
	}
	if p := HanPower(r); p > 0 {
		return h.readPower(p)
	}
	if r == '廿' || r == '卅' { // 20, 30
		if h.runes > 0 {
			return false
		}
		h.section, h.lastPower = 20, 10
		if r == '卅' {
			h.section = 30
		}
		h.runes++
		return true
	}
	if m := hanMyriad(r); m > 0 {
		return h.readMyriad(m, rest)
	}
	return false
}

func (h *hanReader) readDigit(d int64, rest string) bool {
	if h.hasDigit {
		return false
	}
	if d == 0 && h.runes > 0 {
		// 两千零五: the zero only says that a power is skipped.
		next, _ := utf8.DecodeRuneInString(rest)
		if h.zero || HanDigit(next) <= 0 && next != '十' {
			return false
		}
		h.zero = true
		h.runes++
		return true
	}
	h.digit, h.hasDigit = d, true
	h.runes++
	return true
}

func (h *hanReader) readPower(p int64) bool {
	if h.lastPower != 0 && p >= h.lastPower || h.hasDigit && h.digit == 0 {
		return false
	}
	d := h.digit
	if !h.hasDigit {
		// 十二 is 12; 百 and 千 want a digit in front.
		if p != 10 || h.section != 0 && !h.zero {
			return false
		}
		d = 1
	}
	h.section += d * p
	h.digit, h.hasDigit, h.zero, h.lastPower = 0, false, false, p
	h.runes++
	return true
}

func (h *hanReader) readMyriad(m int64, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if HanDigit(next) < 0 && h.lastMyriad == 0 || !h.hasDigit && h.section == 0 || h.lastMyriad != 0 && m >= h.lastMyriad {
		return false
	}
	h.total += (h.section + h.digit) * m // 三亿五千万: the second one is no unit's
	if h.lastMyriad == 0 {
		h.lastMyriad = m
	}
	h.section, h.digit, h.hasDigit, h.zero, h.lastPower = 0, 0, false, false, 0
	h.runes++
	return true
}

func (h *hanReader) complete() bool { return h.runes > 0 }

func (h *hanReader) value() int64 {
	units := h.digit
	// 一百二 is 120, 三千五 is 3500: the last digit takes the next lower power.
	if h.hasDigit && !h.zero && h.lastPower > 10 {
		units *= h.lastPower / 10
	}
	return h.total + h.section + units
}

// ShareUnits are the units of shares in words.
var ShareUnits = [...]struct{ Word, Unit string }{{"百分之", "%"}, {"千分之", "‰"}, {"万分之", "‱"}}

// Share lexes a share in words at the start of s: 百分之九十, 千分之五, 九成五,
// 8成, 三分之二, 一半. unit is %, ‰ or, for a fraction such as 2/3, empty.
func Share(s string) (number, unit string, width int) {
	for _, prefix := range ShareUnits {
		if !strings.HasPrefix(s, prefix.Word) {
			continue
		}
		rest := s[len(prefix.Word):]
		if strings.HasPrefix(rest, "百") {
			return "100", prefix.Unit, len(prefix.Word) + len("百")
		}
		if n, w := Number(rest); w > 0 {
			return n, prefix.Unit, len(prefix.Word) + w
		}
		return "", "", 0
	}
	for _, tiny := range [...]struct{ word, of string }{{"十万分之", "100000"}, {"百万分之", "1000000"}} {
		if rest, ok := strings.CutPrefix(s, tiny.word); ok {
			if n, w := Number(rest); w > 0 && !strings.Contains(n, ".") {
				return n + "/" + tiny.of, "", len(tiny.word) + w
			}
			return "", "", 0
		}
	}
	if strings.HasPrefix(s, "百分百") {
		return "100", "%", len("百分百")
	}
	for _, half := range [...]string{"一半", "半数"} {
		if strings.HasPrefix(s, half) {
			return "1/2", "", len(half)
		}
	}
	n, w := Number(s)
	if w == 0 {
		return "", "", 0
	}
	rest := s[w:]
	switch {
	case strings.HasPrefix(rest, "成"):
		return tenths(n, rest[len("成"):], w+len("成"))
	case strings.HasPrefix(rest, "分之"):
		if m, mw := Number(rest[len("分之"):]); mw > 0 {
			return m + "/" + n, "", w + len("分之") + mw
		}
	}
	return "", "", 0
}

// tenths is a number of 成: 九成 is 90 %, 九成五 and 九成半 are 95 %.
func tenths(n, rest string, width int) (number, unit string, w int) {
	if len(n) > 2 || strings.Contains(n, ".") || len(n) == 2 && n != "10" {
		return "", "", 0
	}
	if followsAny(rest, "本", "效", "员", "果", "立", "为", "功", "都", "片", "品") {
		return "", "", 0 // 八成员 is no share
	}
	r, rw := utf8.DecodeRuneInString(rest)
	if d := HanDigit(r); d > 0 && n != "10" {
		return n + strconv.Itoa(d), "%", width + rw
	}
	if half, ok := strings.CutPrefix(rest, "半"); ok && n != "10" && !followsAny(half, "年", "月", "天", "日", "小时", "价", "数") {
		return n + "5", "%", width + len("半")
	}
	return n + "0", "%", width
}

func followsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// Number lexes an arabic or Chinese number.
func Number(s string) (number string, width int) {
	if n, w := Arabic(s); w > 0 {
		return n, w
	}
	return Han(s)
}
