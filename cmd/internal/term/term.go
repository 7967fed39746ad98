// Package term is everything that pbt knows about terminals: whether a stream
// is one, how to colour it, and how wide Chinese text is on it.
package term

import (
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
	xterm "golang.org/x/term"
)

// Style colours text, or leaves it plain.
type Style struct{ on bool }

// NewStyle decides for a stream. mode is auto, always or never; auto colours a
// terminal unless NO_COLOR is set or TERM is dumb.
func NewStyle(w io.Writer, mode string, getenv func(string) string) Style {
	switch mode {
	case "always":
		return Style{true}
	case "never":
		return Style{false}
	}
	return Style{IsTerminal(w) && getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

// IsTerminal reports whether a stream is a terminal.
func IsTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && xterm.IsTerminal(int(f.Fd()))
}

func (s Style) wrap(code, text string) string {
	if !s.on || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Bold, Dim, Red, Green, Yellow, Blue and Cyan colour a text.
func (s Style) Bold(t string) string   { return s.wrap("1", t) }
func (s Style) Dim(t string) string    { return s.wrap("2", t) }
func (s Style) Red(t string) string    { return s.wrap("31", t) }
func (s Style) Green(t string) string  { return s.wrap("32", t) }
func (s Style) Yellow(t string) string { return s.wrap("33", t) }
func (s Style) Blue(t string) string   { return s.wrap("34", t) }
func (s Style) Cyan(t string) string   { return s.wrap("36", t) }

// widths pins ambiguous characters (≥ ≤ ·) to one column, so that output does
// not change with the locale.
func widths() *runewidth.Condition {
	c := runewidth.NewCondition()
	c.EastAsianWidth = false
	return c
}

// Width is the number of columns a text takes.
func Width(s string) int { return widths().StringWidth(s) }

// Pad fills a text with spaces up to a width in columns.
func Pad(s string, width int) string {
	if n := width - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Truncate cuts a text to a width in columns, ending it with … where cut.
func Truncate(s string, width int) string { return widths().Truncate(s, width, "…") }

// Clean makes a document's text safe to print on a terminal, in one line:
// control characters and marks of writing direction are left out.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t', r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
}

// Safe is a text fit for a terminal: control characters, and those that turn the
// direction of writing, are shown as \x1b and \u202e. Line breaks and tabs stay.
func Safe(s string) string {
	return escape(s, func(r rune) bool { return r == '\n' || r == '\t' })
}

// Name is the name of a file fit for a terminal: on one line, too.
func Name(s string) string {
	return escape(s, func(rune) bool { return false })
}

// escape shows the characters that a terminal would act on, but those that stay.
func escape(s string, stays func(rune) bool) string {
	acts := func(r rune) bool {
		control := r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
		return control && !stays(r)
	}
	if strings.IndexFunc(s, acts) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !acts(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

var markdownSigns = strings.NewReplacer("\\", "\\\\", "|", "\\|", "<", "&lt;", ">", "&gt;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "#", "\\#")

// Markdown makes a document's text safe to print in Markdown, in one line: what
// it says is data, never markup.
func Markdown(s string) string { return markdownSigns.Replace(strings.Join(strings.Fields(s), " ")) }
