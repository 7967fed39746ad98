package form

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// A notice says in a sentence whose indicators it prints: 现将某局“某项目”项目绩效目标
// 予以公示. The office and the project are read from it where no label has them, each
// with a doubt; the sentence stays named, since it says more.

// announced is the office and the quoted project of such a sentence.
var announced = pattern.MustCompile(`(?:现将|将|对|关于|报送|公开)([^“”"《》「」,。;:!?将对]{0,30})[“"《「]([^“”"《》「」。;]{2,60})[”"》」](?:等)?项(?:目|$)`)

// publishes is a sentence that says no more than that the forms are made public.
var publishes = pattern.MustCompile(`(公开|公示|公布)[^。]{0,20}。?$`)

// maxNoticeLines is how many lines a sentence is put together from.
const maxNoticeLines = 3

// notice reads the sentences above a form's table.
func (f *fieldReader) notice(a area) {
	if !a.t.Prose {
		return
	}
	if f.textOf(KeyName) != "" {
		f.publication(a)
		return
	}
	for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
		var lines []*cell
		text := ""
		for r := row; r < min(a.to, len(a.t.rows), row+maxNoticeLines); r++ {
			cells := a.t.filled(r)
			if len(cells) != 1 || cells[0].own().given != nil {
				break
			}
			lines, text = append(lines, cells[0]), text+cells[0].squeezed()
			if m := announced.FindStringSubmatch(text); m != nil && strings.Contains(text, performance) {
				f.announce(lines, m[1], m[2])
				return
			}
		}
	}
}

// announce takes the office and the project of a notice.
func (f *fieldReader) announce(lines []*cell, unit, project string) {
	doubt := grid.Doubt{Question: schema.QuestionText, Why: schema.Text{ZH: "读自公告的句子", EN: "read from a sentence of a notice"}}
	take := func(key Key, text string) {
		h := hit{key: key, text: text, doubts: []grid.Doubt{doubt}}
		for _, c := range lines {
			if strings.Contains(c.squeezed(), text) {
				h.from = []*cell{c}
			}
		}
		if h.from == nil {
			h.from = lines
		}
		for _, c := range h.from {
			c.own().partly = true
		}
		f.hits = append(f.hits, h)
	}
	take(KeyName, project)
	if utf8.RuneCountInString(unit) >= minHeading && f.textOf(KeyUnit) == "" {
		take(KeyUnit, unit)
	}
}

// publication keeps the sentences that make a form public, where they hold no figure:
// 现将我单位项目绩效目标予以公开，接受社会监督。
func (f *fieldReader) publication(a area) {
	for row := a.from; row < min(a.to, len(a.t.rows)); row++ {
		cells := a.t.filled(row)
		if len(cells) != 1 || cells[0].own().given != nil {
			continue
		}
		s := cells[0].squeezed()
		if strings.HasSuffix(s, "。") && !strings.ContainsAny(s, "0123456789") && publishes.MatchString(s) && strings.Contains(s, performance) {
			f.hits = append(f.hits, hit{label: otherText, text: cells[0].Text, from: cells, repairs: cells[0].Repairs(), doubts: cells[0].Doubts()})
		}
	}
}
