package words

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"
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

type unitTable struct {
	units      map[string]Unit
	magnitudes []magnitude // longer ones first
	longest    int         // bytes of the longest unit
	// firsts are the characters that units begin with, and the bytes of the longest
	// unit that does; magnitudeFirsts those that magnitudes begin with.
	firsts          map[rune]int
	magnitudeFirsts string
}

// manyUnits is about how many rows the table has.
const manyUnits = 550

// unitWords are read when the first unit is looked up.
var unitWords = sync.OnceValue(readUnits)

func readUnits() *unitTable {
	t := &unitTable{units: make(map[string]Unit, manyUnits), firsts: make(map[rune]int, manyUnits)}
	for f := range rows(unitsTable) {
		name, dimension, spelling := f[0], f[1], f[2]
		if dimension == "magnitude" {
			value, err := strconv.ParseInt(f[3], 10, 64)
			if err != nil {
				panic(err)
			}
			t.magnitudes = append(t.magnitudes, magnitude{name, value})
			r, _ := utf8.DecodeRuneInString(name)
			t.magnitudeFirsts += string(r)
			continue
		}
		u := Unit{Dimension: Dimension(slices.Index(dimensionNames[:], dimension)), Spelling: spelling, Base: f[4], factor: f[3]}
		if spelling == "" {
			u.Spelling = name
		}
		t.units[name] = u
		t.longest = max(t.longest, len(name))
		first, w := utf8.DecodeRuneInString(name)
		if w == len(name) && w == len("字") && u.Dimension == Count {
			t.firsts[first] = max(t.firsts[first], len("两字"))
		}
		t.firsts[first] = max(t.firsts[first], len(name))
	}
	slices.SortStableFunc(t.magnitudes, func(a, b magnitude) int { return len(b.word) - len(a.word) })
	return t
}

// UnitOf is the unit with this name, folded and without 万 or 亿 in front.
func UnitOf(name string) (Unit, bool) {
	t := unitWords()
	if len(name) > t.longest {
		return Unit{}, false
	}
	u, ok := t.units[name]
	if !ok && len(name) == len("两字") {
		return t.paired(name)
	}
	return u, ok
}

// paired is a unit of two that count: the times that each is served, 份次 and 辆次, or
// the stretches that a road is cut into, 条段.
func (t *unitTable) paired(name string) (Unit, bool) {
	first, second := name[:len("字")], name[len("字"):]
	if !strings.Contains("次段套", second) || first == "个" || first == "第" || t.units[first].Dimension != Count {
		return Unit{}, false
	}
	return Unit{Dimension: Count, Spelling: name}, true
}

// UnitWidth bounds the width of a unit at the start of s, in bytes; 0 where no unit
// begins as s does.
func UnitWidth(s string) int {
	r, _ := utf8.DecodeRuneInString(s)
	return unitWords().firsts[r]
}

// Magnitude is the width of 万, 亿, 万亿, 百万, 千万 … at the start of s and its
// value; 0 where there is none.
func Magnitude(s string) (width int, value int64) {
	t := unitWords()
	r, n := utf8.DecodeRuneInString(s)
	if !strings.Contains(t.magnitudeFirsts, s[:n]) || r == utf8.RuneError {
		return 0, 0
	}
	list := t.magnitudes
	for i := range list {
		if m := &list[i]; strings.HasPrefix(s, m.word) {
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
