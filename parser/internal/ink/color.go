package ink

import (
	"strconv"
	"strings"
)

// Color is what a font or a fill is painted in, as far as it decides whether text
// can be seen. The zero value is what stands where none is set: black text, paper.
type Color uint32

// The kinds of colour, in the upper byte; the lower ones hold its value.
const (
	// Unknown is a colour that no other is like.
	Unknown Color = (iota + 1) << 24
	direct        // red, green, blue
	palette       // the number of a palette that is not known
	theme         // a colour of the theme, and its tint

	white = direct | 0xFFFFFF
	black = direct
	kinds = 0xFF << 24
)

// Indexed is a colour of the palette. Of those the first sixteen are the same in
// every palette that was not changed.
func Indexed(n int) Color {
	first := [8]Color{0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF}
	switch {
	case n < 0 || n > 0xFFFF:
		return Unknown
	case n < 16:
		return direct | first[n%8]
	case n == 64: // the system's colour of text, or of a pattern
		return black
	case n == 65: // the system's colour of a window
		return white
	case n == 0x7FFF:
		return 0
	}
	return palette | Color(n)
}

// Theme is a colour of the theme: the first is that of paper, the second that of
// text. The tint makes it lighter or darker, from -1 to 1.
func Theme(n int, tint float64) Color {
	switch {
	case n < 0 || n > 0xFF || !(tint >= -1 && tint <= 1):
		return Unknown
	case n == 0 && tint == 0:
		return white
	case n == 1 && tint == 0:
		return black
	}
	return theme | Color(n)<<16 | Color(int16(tint*0x7FFF))&0xFFFF
}

// Direct is a colour of its parts.
func Direct(r, g, b byte) Color { return direct | Color(r)<<16 | Color(g)<<8 | Color(b) }

// Hex reads RRGGBB, with a # or an opacity in front of it or without.
func Hex(s string) Color {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) == 8 {
		s = s[2:]
	}
	v, err := strconv.ParseUint(s, 16, 32)
	if err != nil || len(s) != 6 {
		return Unknown
	}
	return direct | Color(v)
}

// alike is how much of 255 the parts of two colours may differ by that no one
// tells apart.
const alike = 6

// UnseenOn reports whether text in the colour cannot be seen on another.
func (c Color) UnseenOn(behind Color) bool {
	if c == 0 {
		c = black
	}
	if behind == 0 {
		behind = white
	}
	switch {
	case c&kinds != behind&kinds, c&kinds == Unknown:
		return false
	case c&kinds != direct:
		return c == behind
	}
	for shift := 0; shift < 24; shift += 8 {
		a, b := int(c>>shift&0xFF), int(behind>>shift&0xFF)
		if a-b > alike || b-a > alike {
			return false
		}
	}
	return true
}
