package value

import (
	"sync"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
)

// signs are what a text holds of the characters that some rules of the grammar cannot do
// without: a rule is not asked of a text that holds none of its own.
type signs uint8

const (
	signDash  signs = 1 << iota // between the ends of an interval: -, 至
	signPair                    // of two numbers that follow each other: 2，3次, 两三次
	signNone                    // of the words for none and for all: 零, 无, 全覆盖
	signGrade                   // of a grade
	signBound                   // of a comparator that bounds by a noun: 超过, 内, 持平
	signJoin                    // between clauses, or in front of them
)

// any reports whether one of some signs is held.
func (held signs) any(of signs) bool { return held&of != 0 }

// signsOf are those of a text.
func signsOf(s string) signs {
	var held signs
	for _, r := range s {
		held |= signOf(r)
	}
	return held
}

func signOf(r rune) signs {
	var held signs
	switch r {
	case '-', '~', '到', '至', '与':
		held = signDash
	case '和':
		held = signDash | signJoin
	case ',', '、':
		held = signPair | signJoin
	case ' ', ';', '。', '/', '+', ':', '(', '×', '*', 'x', 'X', '✕', 'Х', '且', '或', '同', '并', '及':
		held = signJoin
	case '<', '>', '=', '≥', '≤', '≈', '于', '於', '超', '突', '控', '达', '内', '平':
		held = signBound
	case '零':
		held = signNone | signPair
	case '无', '未', '不', '没', '杜', '全', '负':
		held = signNone
	case '百':
		held = signPair
	default:
		if fold.HanDigit(r) >= 0 {
			held = signPair
		} else if '①' <= r && r <= '⑳' {
			held = signJoin
		}
	}
	if fold.IsLatin(r) || r >= utf8.RuneSelf && gradeRunes.has(r) {
		held |= signGrade
	}
	return held
}

// opening are the characters that comparators in front of a number begin with.
var opening = sync.OnceValue(func() *runeSet {
	var text []rune
	for _, c := range words.Front() {
		r, _ := utf8.DecodeRuneInString(c.Word)
		text = append(text, r)
	}
	return newRuneSet(string(text))
})
