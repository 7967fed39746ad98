package sheet

import "strconv"

// ParseCell reads an address such as D31 or $D$31; ok is false for anything
// else, and for what no sheet holds.
func ParseCell(ref []byte) (row, col int, ok bool) {
	i := 0
	for ; i < len(ref); i++ {
		c := ref[i]
		switch {
		case c == '$' && i == 0:
			continue
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		if c < 'A' || c > 'Z' {
			break
		}
		if col = col*26 + int(c-'A') + 1; col > MaxCols {
			return 0, 0, false
		}
	}
	if i < len(ref) && ref[i] == '$' {
		i++
	}
	if col == 0 || i == len(ref) || len(ref)-i > 7 {
		return 0, 0, false
	}
	row, err := strconv.Atoi(string(ref[i:]))
	if err != nil || row < 1 || row > MaxRows {
		return 0, 0, false
	}
	return row - 1, col - 1, true
}
