package mhtml

import (
	"encoding/hex"
	"html"
	"path"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// What Excel writes about its sheets stands in comments of its pages, as XML
// under the prefix x: or without one.
var (
	worksheet = pattern.MustCompile(`(?s)<(?:x:)?ExcelWorksheet>(.*?)</(?:x:)?ExcelWorksheet>`)
	sheetName = pattern.MustCompile(`(?s)<(?:x:)?Name>(.*?)</(?:x:)?Name>`)
	sheetFile = pattern.MustCompile(`<(?:x:)?WorksheetSource\s+HRef="([^"]*)"`)
	sheetHide = pattern.MustCompile(`<(?:x:)?Visible>\s*Sheet(?:Very)?Hidden`)
	frameset  = pattern.MustCompile(`(?i)<frameset\b`)
)

// inOrder gives the pages that are read: those of a workbook in the order of its
// sheets, with their names; without the frameset and the strip of tabs around
// them. Pages of anything else stay as they are.
func inOrder(pages []page) []page {
	frames := slices.IndexFunc(pages, func(p page) bool { return frameset.MatchString(p.text) })
	if frames < 0 {
		for i := range pages {
			if sheets := worksheet.FindAllStringSubmatch(pages[i].text); len(sheets) == 1 {
				pages[i].describe(sheets[0][1])
			}
		}
		return pages
	}
	var out []page
	for i, p := range pages {
		if i != frames && !strings.HasPrefix(strings.ToLower(base(p.location)), "tabstrip") {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b page) int { return strings.Compare(base(a.location), base(b.location)) })
	for _, listed := range worksheet.FindAllStringSubmatch(pages[frames].text) {
		m := sheetFile.FindStringSubmatch(listed[1])
		if m == nil {
			continue
		}
		for i := range out {
			if strings.EqualFold(base(out[i].location), base(html.UnescapeString(m[1]))) {
				out[i].describe(listed[1])
			}
		}
	}
	for i := range out {
		if sheets := worksheet.FindAllStringSubmatch(out[i].text); out[i].sheet == "" && len(sheets) == 1 {
			out[i].describe(sheets[0][1])
		}
	}
	return out
}

// describe takes the name and the state of a sheet from what is written of it.
func (p *page) describe(about string) {
	if m := sheetName.FindStringSubmatch(about); m != nil {
		p.sheet = strings.TrimSpace(html.UnescapeString(m[1]))
	}
	p.hidden = p.hidden || sheetHide.MatchString(about)
}

// base is the last element of an address.
func base(location string) string {
	return path.Base(strings.ReplaceAll(strings.TrimSpace(unescaped(location)), `\`, "/"))
}

// unescaped is an address with its %20 resolved; one with a broken one is given back. net/url
// does it, too, and makes the page of pbt app 16 kB larger.
func unescaped(location string) string {
	out := make([]byte, 0, len(location))
	for i := 0; i < len(location); i++ {
		if location[i] != '%' {
			out = append(out, location[i])
			continue
		}
		if i+2 >= len(location) {
			return location
		}
		b, err := hex.DecodeString(location[i+1 : i+3])
		if err != nil {
			return location
		}
		out, i = append(out, b...), i+2
	}
	return string(out)
}
