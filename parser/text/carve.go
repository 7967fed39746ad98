package text

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// chunk is a run of a text: markup to be read as HTML, or lines.
type chunk struct {
	text   string
	markup bool
	whole  bool // the markup is a page, and no table between lines
	column int  // where it starts on its first line, from 1
}

var (
	// opener starts a run of HTML inside a text: OCR tools write Markdown with
	// HTML tables between its paragraphs.
	opener = pattern.MustCompile(`(?i)<(!doctype\s+html|html|table)[\s>]`)
	// tableTag finds the tags that open and close tables.
	tableTag = pattern.MustCompile(`(?i)<(/?)table(?:[\s>]|/>)`)
	htmlEnd  = pattern.MustCompile(`(?i)</html\s*>`)
	rowTag   = pattern.MustCompile(`(?i)<t[rdh][\s>]`)
	// fragment is how a text begins that is a page without its head: any element.
	fragment = pattern.MustCompile(`(?i)^\s*(<!--[^>]*-->\s*)*<(p|div|table|h[1-6]|span|center|section|article|form|font|b|strong)[\s>]`)
	// loose is what lines of text between tables are set in.
	loose = pattern.MustCompile(`(?i)</(p|div|h[1-6]|span|center|section|article|font)\s*>`)
	// pageStart is how a text begins that is HTML from its first character on.
	pageStart = pattern.MustCompile(`(?i)^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<(!doctype\s+html|html|head|meta|title|style|script|link|base|body)[\s>]`)
)

// carve cuts a text into runs of HTML and runs of lines.
func carve(text string) []chunk {
	var out []chunk
	column := 1
	push := func(s string, markup bool) {
		if s == "" {
			return
		}
		out = append(out, chunk{text: s, markup: markup, column: column})
		if i := strings.LastIndexByte(s, '\n'); i >= 0 {
			column, s = 1, s[i+1:]
		}
		column += utf8.RuneCountInString(s)
	}
	if pageStart.MatchString(text) || isFragment(text) {
		end := pageEnd(text)
		push(text[:end], true)
		out[len(out)-1].whole = true
		text = text[end:]
	}
	for text != "" {
		start, end := nextMarkup(text)
		push(text[:start], false)
		push(text[start:end], true)
		text = text[end:]
	}
	return out
}

// isFragment reports whether a text is a page without its head: it begins with an
// element, holds a table, and sets what stands outside in elements too, or begins
// with the table.
func isFragment(text string) bool {
	if !fragment.MatchString(text) {
		return false
	}
	m := tableTag.FindStringIndex(text)
	if m == nil {
		return false
	}
	before := strings.TrimSpace(text[:m[0]])
	return before == "" || loose.MatchString(before) && strings.HasSuffix(before, ">")
}

// pageEnd is behind </html>, or the end of the text.
func pageEnd(text string) int {
	if m := htmlEnd.FindStringIndex(text); m != nil {
		return m[1]
	}
	return len(text)
}

// nextMarkup finds the next page or table; both ends are the text's where there
// is none. A table without rows is a word in a sentence.
func nextMarkup(text string) (start, end int) {
	for from := 0; ; {
		m := opener.FindStringSubmatchIndex(text[from:])
		if m == nil {
			return len(text), len(text)
		}
		start := from + m[0]
		if !strings.EqualFold(text[from+m[2]:from+m[3]], "table") {
			return start, start + pageEnd(text[start:])
		}
		end := start + tableEnd(text[start:])
		if rowTag.MatchString(text[start:end]) {
			return start, end
		}
		from = end // what stands inside has no rows either
	}
}

// tableEnd is behind the tag that closes the table at the front, or the end of
// the text where none does.
func tableEnd(text string) int {
	depth, at := 0, 0
	for {
		m := tableTag.FindStringSubmatchIndex(text[at:])
		if m == nil {
			return len(text)
		}
		if m[2] == m[3] {
			depth++
		} else {
			depth--
		}
		at += m[1]
		if depth > 0 {
			continue
		}
		return at
	}
}
