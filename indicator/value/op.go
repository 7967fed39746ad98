package value

import (
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// opWord is a comparator in words.
type opWord struct {
	word string
	op   schema.Op
}

// opWords are the comparators in words that stand in front of a number; a word
// stands before every word that it ends with.
var opWords = []opWord{
	{"大于或等于", schema.OpGE}, {"大于等于", schema.OpGE}, {"高于或等于", schema.OpGE}, {"高于等于", schema.OpGE}, {"优于或等于", schema.OpGE}, {"优于等于", schema.OpGE}, {"多于或等于", schema.OpGE}, {"多于等于", schema.OpGE},
	{"小于或等于", schema.OpLE}, {"小于等于", schema.OpLE}, {"低于或等于", schema.OpLE}, {"低于等于", schema.OpLE}, {"少于或等于", schema.OpLE}, {"少于等于", schema.OpLE},
	{"不得低于", schema.OpGE}, {"不应低于", schema.OpGE}, {"不能低于", schema.OpGE}, {"不低于", schema.OpGE}, {"不得少于", schema.OpGE}, {"不应少于", schema.OpGE}, {"不能少于", schema.OpGE}, {"不少于", schema.OpGE},
	{"不得小于", schema.OpGE}, {"不小于", schema.OpGE}, {"不短于", schema.OpGE}, {"不弱于", schema.OpGE}, {"不劣于", schema.OpGE}, {"不差于", schema.OpGE}, {"至少达到", schema.OpGE}, {"至少达", schema.OpGE}, {"至少为", schema.OpGE}, {"至少", schema.OpGE}, {"最少", schema.OpGE}, {"最低", schema.OpGE}, {"起码", schema.OpGE},
	{"不得超过", schema.OpLE}, {"不应超过", schema.OpLE}, {"不能超过", schema.OpLE}, {"不超过", schema.OpLE}, {"不得高于", schema.OpLE}, {"不高于", schema.OpLE}, {"不得大于", schema.OpLE}, {"不大于", schema.OpLE}, {"不得多于", schema.OpLE}, {"不多于", schema.OpLE}, {"不长于", schema.OpLE}, {"不超出", schema.OpLE}, {"不得超", schema.OpLE}, {"不超", schema.OpLE},
	{"不得突破", schema.OpLE}, {"不能突破", schema.OpLE}, {"不突破", schema.OpLE}, {"未突破", schema.OpLE}, {"未超过", schema.OpLE}, {"未超出", schema.OpLE}, {"未低于", schema.OpGE}, {"未高于", schema.OpLE}, {"未少于", schema.OpGE}, {"未达到", schema.OpLT}, {"未达", schema.OpLT},
	{"不晚于", schema.OpLE}, {"不迟于", schema.OpLE}, {"不早于", schema.OpGE}, {"早于", schema.OpLT}, {"晚于", schema.OpGT},
	{"至多", schema.OpLE}, {"最多", schema.OpLE}, {"最高", schema.OpLE}, {"最长", schema.OpLE}, {"控制在", schema.OpLE}, {"控制为", schema.OpLE}, {"限制在", schema.OpLE}, {"压减到", schema.OpLE}, {"降低到", schema.OpLE}, {"降低至", schema.OpLE}, {"下降到", schema.OpLE}, {"下降至", schema.OpLE}, {"减少到", schema.OpLE}, {"减少至", schema.OpLE}, {"缩短到", schema.OpLE}, {"缩短至", schema.OpLE}, {"缩短为", schema.OpLE}, {"压缩到", schema.OpLE}, {"压缩至", schema.OpLE}, {"降至", schema.OpLE}, {"降到", schema.OpLE},
	{"提升到", schema.OpGE}, {"提升至", schema.OpGE}, {"提高到", schema.OpGE}, {"提高至", schema.OpGE}, {"增加到", schema.OpGE}, {"增加至", schema.OpGE}, {"增长到", schema.OpGE}, {"增长至", schema.OpGE}, {"上升到", schema.OpGE}, {"上升至", schema.OpGE}, {"升至", schema.OpGE}, {"扩大到", schema.OpGE}, {"扩大至", schema.OpGE}, {"延长到", schema.OpGE}, {"延长至", schema.OpGE}, {"达到了", schema.OpGE}, {"达到", schema.OpGE}, {"达至", schema.OpGE}, {"可达", schema.OpGE}, {"达", schema.OpGE},
	{"大于", schema.OpGT}, {"高于", schema.OpGT}, {"多于", schema.OpGT}, {"超过", schema.OpGT}, {"超出", schema.OpGT}, {"优于", schema.OpGT}, {"长于", schema.OpGT}, {"突破", schema.OpGT}, {"超", schema.OpGT},
	{"小于", schema.OpLT}, {"低于", schema.OpLT}, {"少于", schema.OpLT}, {"不足", schema.OpLT}, {"不满", schema.OpLT}, {"不到", schema.OpLT}, {"短于", schema.OpLT},
	{"大约为", schema.OpApprox}, {"大约占", schema.OpApprox}, {"约占", schema.OpApprox}, {"大约", schema.OpApprox}, {"约为", schema.OpApprox}, {"大概", schema.OpApprox}, {"接近", schema.OpApprox}, {"将近", schema.OpApprox}, {"约", schema.OpApprox}, {"近", schema.OpApprox},
	{"等于", schema.OpEQ}, {"共计", schema.OpEQ}, {"合计", schema.OpEQ}, {"总计", schema.OpEQ}, {"累计完成", schema.OpEQ}, {"完成", schema.OpEQ}, {"实现", schema.OpEQ}, {"达成", schema.OpEQ}, {"共", schema.OpEQ}, {"为", schema.OpEQ}, {"是", schema.OpEQ},
}

// suffixOps are the comparators that stand behind a number and its unit, longer
// ones first.
var suffixOps = []opWord{
	{"(含)及以上", schema.OpGE}, {"(含)以上", schema.OpGE}, {"含以上", schema.OpGE}, {"及其以上", schema.OpGE}, {"及以上", schema.OpGE}, {"或以上", schema.OpGE}, {"之上", schema.OpGE}, {"以上(含)", schema.OpGE}, {"以上", schema.OpGE},
	{"(含)及以下", schema.OpLE}, {"(含)以下", schema.OpLE}, {"含以下", schema.OpLE}, {"及其以下", schema.OpLE}, {"及以下", schema.OpLE}, {"或以下", schema.OpLE}, {"之下", schema.OpLE}, {"以下(含)", schema.OpLE}, {"以下", schema.OpLE},
	{"(含)以内", schema.OpLE}, {"及以内", schema.OpLE}, {"范围以内", schema.OpLE}, {"范围内", schema.OpLE}, {"以内", schema.OpLE}, {"之内", schema.OpLE}, {"内", schema.OpLE}, {"封顶", schema.OpLE},
	{"起", schema.OpGE}, {"+", schema.OpGE}, {"多", schema.OpGT}, {"余", schema.OpGT},
	{"左右", schema.OpApprox}, {"上下", schema.OpApprox},
}

// endOp is the comparator at the end of s and where it starts; op is empty where
// there is none.
func endOp(s string) (op schema.Op, start int) {
	s = strings.TrimRight(s, " ")
	if op, start = endSymbol(s); op != "" {
		return op, start
	}
	for i := range opWords {
		if w := &opWords[i]; strings.HasSuffix(s, w.word) {
			return w.op, len(s) - len(w.word)
		}
	}
	return "", 0
}

// startOp is the comparator in symbols at the start of s and its width.
func startOp(s string) (op schema.Op, width int) {
	for width < len(s) {
		n := symbolWidth(s[width:])
		if n == 0 {
			break
		}
		width += n
		for width < len(s) && s[width] == ' ' && symbolWidth(s[width+1:]) > 0 {
			width++
		}
	}
	if width == 0 {
		return "", 0
	}
	op, start := endSymbol(s[:width])
	if start != 0 {
		return "", 0
	}
	return op, width
}

func symbolWidth(s string) int {
	for _, symbol := range [...]string{">", "<", "=", "≥", "≤", "≈"} {
		if strings.HasPrefix(s, symbol) {
			return len(symbol)
		}
	}
	return 0
}

// endSymbol is the comparator in symbols at the end of s: ≥ > = < ≤ ≈ ~, >= => =<,
// and their two halves with a space between them.
func endSymbol(s string) (schema.Op, int) {
	last, start := lastSymbol(s)
	if last == 0 {
		return "", 0
	}
	first, begin := lastSymbol(strings.TrimRight(s[:start], " "))
	switch {
	case first == 0:
	case last == '=' && first == '>', last == '>' && first == '=', last == '=' && first == '≥', last == '≥' && first == '=', last == '≥' && first == '≥', last == '≥' && first == '>':
		return schema.OpGE, begin
	case last == '=' && first == '<', last == '<' && first == '=', last == '=' && first == '≤', last == '≤' && first == '=', last == '≤' && first == '≤', last == '≤' && first == '<':
		return schema.OpLE, begin
	case last == '=' && first == '=':
		return schema.OpEQ, begin
	default:
		return "", 0
	}
	switch last {
	case '≥':
		return schema.OpGE, start
	case '≤':
		return schema.OpLE, start
	case '>':
		return schema.OpGT, start
	case '<':
		return schema.OpLT, start
	case '=':
		return schema.OpEQ, start
	}
	return schema.OpApprox, start
}

func lastSymbol(s string) (rune, int) {
	if s == "" {
		return 0, 0
	}
	switch s[len(s)-1] {
	case '>', '<', '=', '~':
		return rune(s[len(s)-1]), len(s) - 1
	}
	for _, symbol := range [...]string{"≥", "≤", "≈"} {
		if strings.HasSuffix(s, symbol) {
			for _, r := range symbol {
				return r, len(s) - len(symbol)
			}
		}
	}
	return 0, 0
}

// hasSymbol reports comparators in symbols anywhere in s.
func hasSymbol(s string) bool { return strings.ContainsAny(s, "<>=≥≤≈") }

// suffixOpAt is the width of the suffix comparator at the start of s.
func suffixOpAt(s string) int {
	_, w := suffixOp(s)
	return w
}

func suffixOp(s string) (schema.Op, int) {
	for i := range suffixOps {
		if w := &suffixOps[i]; strings.HasPrefix(s, w.word) {
			return w.op, len(w.word)
		}
	}
	return "", 0
}

// settle unites the comparators in front of and behind a number. ok is false
// where they disagree, as in ≤95%以上.
func settle(front, back schema.Op) (op schema.Op, ok bool) {
	switch {
	case back == "":
		return front, true
	case front == "", front == schema.OpEQ:
		return back, true
	case back == schema.OpApprox, front == schema.OpApprox:
		return front, back == front || front != schema.OpApprox || back == schema.OpGT
	case isLower(front) && isLower(back), isUpper(front) && isUpper(back):
		return front, true
	}
	return "", false
}

func isLower(op schema.Op) bool { return op == schema.OpGE || op == schema.OpGT }
func isUpper(op schema.Op) bool { return op == schema.OpLE || op == schema.OpLT }
