package words

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// Dimension is what a unit measures.
type Dimension uint8

// The dimensions of units.
const (
	Unknown Dimension = iota
	// Ratio: % ‰ 百分比 百分点 倍.
	Ratio
	// Money: 元 万元, and rates of money such as 元/月/平米.
	Money
	// Count: 个 次 人次 件 …, and counts over a time or a person.
	Count
	// Time: 秒 分钟 小时 天 工作日 月 年 ….
	Time
	// Measure: lengths, areas, volumes, weights, energy, data, ….
	Measure
	// Score: 分.
	Score
)

var dimensionNames = [...]string{Unknown: "unknown", Ratio: "ratio", Money: "money", Count: "count", Time: "time", Measure: "measure", Score: "score"}

// String is the dimension in one lower-case word.
func (d Dimension) String() string {
	if int(d) < len(dimensionNames) {
		return dimensionNames[d]
	}
	return dimensionNames[Unknown]
}

// Unit is what is known of a unit without 万 or 亿 in front.
type Unit struct {
	Dimension Dimension
	// Spelling is the one spelling of a unit that has several: 平方米 for ㎡.
	Spelling string
	// One of the unit is Factor of Base.
	Base   string
	factor string
}

// Factor is how much of its base one of a unit is; nil where it has no base.
func (u *Unit) Factor() *big.Rat {
	if f, ok := new(big.Rat).SetString(u.factor); ok {
		return f
	}
	return nil
}

// magnitude is a word such as 万 in front of a unit, and its value.
type magnitude struct {
	word  string
	value int64
}

// UnitOf is the unit with this name, folded and without 万 or 亿 in front.
func UnitOf(name string) (Unit, bool) {
	if len(name) > longestUnit {
		return Unit{}, false
	}
	if u := unitNamed(name); u != nil {
		return *u, true
	}
	return paired(name)
}

// namedUnit is a row of the table.
type namedUnit struct {
	name string
	Unit
}

// unitNamed is the unit of a row of the table, nil where there is none.
func unitNamed(name string) *Unit {
	r, _ := utf8.DecodeRuneInString(name)
	at := stretchOf(unitsByFirst, r)
	for i := at.from; i < at.to; i++ {
		if units[i].name == name {
			return &units[i].Unit
		}
	}
	return nil
}

// paired is a unit of two that count: the times that each is served, 份次 and 辆次, or
// the stretches that a road is cut into, 条段.
func paired(name string) (Unit, bool) {
	if len(name) != len("两字") {
		return Unit{}, false
	}
	first, second := name[:len("字")], name[len("字"):]
	if !strings.Contains("次段套", second) || first == "个" || first == "第" {
		return Unit{}, false
	}
	if u := unitNamed(first); u == nil || u.Dimension != Count {
		return Unit{}, false
	}
	return Unit{Dimension: Count, Spelling: name}, true
}

// UnitWidth bounds the width of a unit at the start of s, in bytes; 0 where no unit
// begins as s does.
func UnitWidth(s string) int {
	r, _ := utf8.DecodeRuneInString(s)
	return int(stretchOf(unitsByFirst, r).widest)
}

// Magnitude is the width of 万, 亿, 万亿, 百万, 千万 … at the start of s and its
// value; 0 where there is none.
func Magnitude(s string) (width int, value int64) {
	r, n := utf8.DecodeRuneInString(s)
	if !strings.Contains(magnitudeFirsts, s[:n]) || r == utf8.RuneError {
		return 0, 0
	}
	for i := range magnitudes {
		if m := &magnitudes[i]; strings.HasPrefix(s, m.word) {
			return len(m.word), m.value
		}
	}
	return 0, 0
}

// YuanPower is the power of ten of a unit of money in yuan: 4 for 万元 and 万. ok is
// false for what is no multiple of the yuan.
func YuanPower(unit string) (power int32, ok bool) {
	if w, value := Magnitude(unit); w == len(unit) && w > 0 {
		return log10(value), true
	}
	u, known := UnitOf(unit)
	if !known || u.Base != "元" || !u.Factor().IsInt() {
		return 0, false
	}
	return log10(u.Factor().Num().Int64()), true
}

func log10(n int64) int32 {
	var p int32
	for ; n >= 10; n /= 10 {
		p++
	}
	return p
}
