package sheet

import (
	"strconv"
	"strings"
)

// Logical is how a sheet shows a truth.
func Logical(v bool) string {
	if v {
		return "TRUE"
	}
	return "FALSE"
}

// ISODate drops the clock of a day that has none.
func ISODate(v string) string {
	v = strings.TrimSuffix(strings.TrimSpace(v), "Z")
	day, clock, ok := strings.Cut(v, "T")
	if !ok {
		return v
	}
	clock, _, _ = strings.Cut(clock, ".")
	if strings.Trim(clock, "0:") == "" {
		return day
	}
	return strings.TrimSpace(day + " " + clock)
}

// ParseNumber reads a decimal number, none of the other spellings that Go knows.
func ParseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 400 || strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}
