package schema

import (
	"fmt"
	"strings"
)

// This file words what a reading leaves open and what it mended.

// questions name what a doubt is about, as the form does.
var questions = map[string]Text{
	QuestionLevel1: {"一级指标", "level 1"},
	QuestionLevel2: {"二级指标", "level 2"},
	QuestionColumn: {"列的含义", "what the column is"},
	QuestionTarget: {"哪个是指标值", "which is the target"},
	QuestionText:   {"文字", "text"},
	QuestionForm:   {"属于哪张表", "which form it is of"},
}

// Asks names what is in doubt.
func (d Doubt) Asks() Text {
	if t, ok := questions[d.Question]; ok {
		return t
	}
	return Text{d.Question, d.Question}
}

// In is a doubt in one phrase of a language: 二级指标：质量，也可能是数量.
func (d Doubt) In(lang Lang) string {
	s := d.Asks().In(lang) + Text{"：", ": "}.In(lang) + d.Chosen
	if len(d.Alternatives) > 0 {
		s += Text{"，也可能是", ", or "}.In(lang) + strings.Join(d.Alternatives, Text{"、", ", "}.In(lang))
	}
	return s
}

// reasons are why a text was mended.
var reasons = map[string]Text{
	"check-box":         {"勾选框", "a check box"},
	"confusable":        {"形近字", "characters of one look"},
	"control-character": {"不可见字符", "characters that print nothing"},
	"cut-cell":          {"单元格被截断", "the cell was cut"},
	"formula-text":      {"公式的文字", "the text of a formula"},
	"html-residue":      {"网页残留", "remains of a web page"},
	"joined-lines":      {"换行处", "lines joined"},
	"label-garbled":     {"层级名称残缺", "the label was garbled"},
	"label-missing":     {"层级名称缺失", "the label was missing"},
	"leaked-colon":      {"多出的冒号", "a colon of the label"},
	"label-split":       {"层级名称被拆开", "the label was in pieces"},
	"line-break":        {"换行处", "a line break"},
	"number-ocr":        {"形近的数字", "look-alikes of digits"},
	"numbering":         {"编号", "numbering"},
	"radical":           {"部首字形", "a radical for a character"},
	"review":            {"人工更正", "set right by hand"},
	"tex-formula":       {"公式排版", "typeset formula"},
	"text-box":          {"文本框", "a text box"},
	"witness":           {"与另一处对照", "by another place that says the same"},
	"wrap-space":        {"换行处的空格", "space where the line wrapped"},
}

// Reason is why the text was mended.
func (r Repair) Reason() Text {
	if t, ok := reasons[r.Why]; ok {
		return t
	}
	return Text{r.Why, r.Why}
}

// In is a repair in one phrase of a language: 印的“质 量”读作“质量”（换行处的空格）.
func (r Repair) In(lang Lang) string {
	return fmt.Sprintf(Text{"印的“%s”读作“%s”（%s）", "%q read as %q (%s)"}.In(lang), r.From, r.To, r.Reason().In(lang))
}
