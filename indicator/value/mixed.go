package value

import (
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// mixed lexes a number of digits and powers in turn at the start of s: 4千5百, 2千3百50,
// 1亿2千3百万. A 万 or 亿 with nothing behind it is left to the unit, as [fold.Han] leaves
// it: 2千3百万元 is 2300 万元. Width 0: no such number, one of a single power (3百, 5万),
// or an open one, which is said of two (2千5 is 2005 as well as 2500).
func mixed(s string) (number string, width int, open bool) {
	var m mixedNumber
	for m.read(s) {
	}
	if m.powers < 2 || m.hundreds == 0 || m.open {
		return "", 0, m.open && m.hundreds > 0
	}
	total := m.total + m.section
	if strings.HasPrefix(s[m.at:], "万") || strings.HasPrefix(s[m.at:], "亿") {
		myriad := int64(10_000)
		if strings.HasPrefix(s[m.at:], "亿") {
			myriad *= myriad
		}
		if m.myriad != 0 && m.myriad <= myriad {
			return "", 0, true
		}
		total = m.total/myriad + m.section
	}
	return strconv.FormatInt(total, 10), m.at, false
}

// mixedNumber adds up such a number; at is where it goes on.
type mixedNumber struct {
	at               int
	total, section   int64
	last, myriad     int64 // power and 万 or 亿 read last, 0 at the begin
	inSection        int64 // power read last behind that
	powers, hundreds int
	open             bool // the last digits may be of the next power or of none
}

// mixedPowers are the powers that stand behind digits.
var mixedPowers = [...]struct {
	word  string
	value int64
}{{"百", 100}, {"千", 1000}, {"万", 10_000}, {"亿", 100_000_000}}

// read reads one step: digits with their power, a 万 or 亿 behind the section, or the
// last digits. It is false at the end.
func (m *mixedNumber) read(s string) bool {
	rest := s[m.at:]
	skipped := 0
	if zero := strings.TrimPrefix(rest, "零"); m.powers > 0 && len(zero) < len(rest) {
		rest, skipped = zero, len("零")
	}
	n := fold.Digits(rest)
	if n > 4 {
		return false
	}
	digits, _ := strconv.ParseInt("0"+rest[:n], 10, 64)
	for _, p := range mixedPowers {
		if !strings.HasPrefix(rest[n:], p.word) {
			continue
		}
		behind := rest[n+len(p.word):]
		if p.value >= 10_000 {
			goesOn := fold.Digits(strings.TrimPrefix(behind, "零")) > 0
			if !goesOn || m.myriad != 0 && p.value >= m.myriad || digits+m.section == 0 || n > 0 && m.inSection > 0 {
				return m.tail(s, n, digits, skipped)
			}
			m.total += (m.section + digits) * p.value
			m.section, m.inSection, m.myriad = 0, 0, p.value
		} else {
			if n != 1 || digits == 0 || m.inSection != 0 && p.value >= m.inSection {
				return false
			}
			m.section += digits * p.value
			m.inSection = p.value
			m.hundreds++
		}
		m.last = p.value
		m.powers++
		m.at += skipped + n + len(p.word)
		return true
	}
	return m.tail(s, n, digits, skipped)
}

// tail reads the last digits, which fill all places below the last power: 50 of 2百50.
// Others leave it open what they count.
func (m *mixedNumber) tail(s string, n int, digits int64, skipped int) bool {
	if n == 0 || m.powers == 0 {
		return false
	}
	if rest := s[m.at+skipped+n:]; strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ",") {
		m.open = true
		return false
	}
	if full := m.last == 100 && n == 2 || m.last == 1000 && n == 3 || m.last == 10_000 && n == 4; full || skipped > 0 {
		m.section += digits
		m.at += skipped + n
		m.powers++
	} else {
		m.open = true
	}
	return false
}
