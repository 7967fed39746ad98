package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// excerptWidth is how many columns of a cell are shown around a fault.
const excerptWidth = 64

// textOutput is the report for people: by form, worst first, each finding with
// its place and the printed cell with the fault underlined.
type textOutput struct {
	w       *bufio.Writer
	opt     Options
	summary Summary
	lines   lines // of the file that is reported
}

func newText(w io.Writer, opt Options) *textOutput {
	return &textOutput{w: bufio.NewWriter(w), opt: opt}
}

// Write reports one file, and says nothing of one without findings.
func (t *textOutput) Write(r *Result) error {
	t.summary.Add(r)
	t.lines.of(r.Text)
	last := -2
	for i := range r.Findings {
		f := &r.Findings[i]
		if n := index(*f); n != last {
			last = n
			t.heading(r, f)
		}
		t.finding(r, f)
	}
	return t.w.Flush()
}

// heading names the form, or the file where a finding is about no form.
func (t *textOutput) heading(r *Result, f *schema.Finding) {
	s := t.opt.Style
	fmt.Fprint(t.w, s.Bold(fileName(r.File)))
	if d := r.Declaration(f.Declaration); d != nil {
		fmt.Fprintf(t.w, "  %s", clean(describe(d, *f.Declaration, t.opt.Lang)))
	}
	fmt.Fprint(t.w, "\n\n")
}

// describe names a declaration: its number, what it is called, its profile.
func describe(d *schema.Declaration, index int, lang schema.Lang) string {
	number := fmt.Sprintf("form %d", index+1)
	if lang != schema.EN {
		number = fmt.Sprintf("第%d张表", index+1)
	}
	parts := []string{number}
	for _, s := range []string{d.Title, d.Project.Name, d.Unit} {
		if s != "" && len(parts) < 3 {
			parts = append(parts, s)
		}
	}
	s := strings.Join(parts, " · ")
	if d.Form == "" && d.Year == 0 {
		return s
	}
	tail := strings.TrimSpace(d.Form)
	if d.Year != 0 {
		tail = strings.TrimSpace(fmt.Sprintf("%s %d", tail, d.Year))
	}
	return s + " (" + tail + ")"
}

func (t *textOutput) finding(r *Result, f *schema.Finding) {
	s := t.opt.Style
	message, hint := f.Message, ""
	if m := f.Text.In(t.opt.Lang); m != "" {
		message, hint = m, f.Hint.In(t.opt.Lang)
	}
	fmt.Fprintf(t.w, "  %s %s  %s\n", t.severity(f.Severity), s.Bold(clean(message)), s.Dim("["+f.Rule+"]"))
	fmt.Fprintf(t.w, "    %s %s\n", s.Blue("-->"), clean(t.place(r, f)))
	if l, ok := t.lines.at(f.At); ok && aboutText(f.Rule) {
		t.source(l, f.At)
	} else if p, ok := lookup(r.Declaration(f.Declaration), f.Path); ok {
		t.cell(p, f)
	}
	if line := t.comparison(f); line != "" {
		fmt.Fprintf(t.w, "     %s %s\n", s.Blue("="), clean(line))
	}
	if hint != "" {
		fmt.Fprintf(t.w, "     %s %s%s\n", s.Blue("="), t.word("建议：", "hint: "), clean(hint))
	}
	fmt.Fprintln(t.w)
}

// word is the one of two words that is in the report's language.
func (t *textOutput) word(zh, en string) string {
	if t.opt.Lang == schema.EN {
		return en
	}
	return zh
}

// aboutText reports whether a rule is about the text of a normalised file, and
// not about the form that it holds.
func aboutText(rule string) bool {
	return strings.HasPrefix(rule, "extract.") || strings.HasPrefix(rule, "ignore.")
}

// lines are those of a text.
type lines struct {
	text   []byte
	starts []int
}

// of splits a text, unless it is the one that was split last.
func (l *lines) of(text []byte) {
	if len(text) == len(l.text) && (len(text) == 0 || &text[0] == &l.text[0]) {
		return
	}
	l.text, l.starts = text, append(l.starts[:0], 0)
	for i, c := range text {
		if c == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
}

// at is the line of the text that a place is on.
func (l *lines) at(p *schema.Place) (string, bool) {
	if p == nil || p.Line < 1 || p.Line > len(l.starts) || p.Page > 0 || p.Sheet != "" || p.Table > 0 {
		return "", false
	}
	line, _, _ := bytes.Cut(l.text[l.starts[p.Line-1]:], []byte("\n"))
	return strings.TrimRight(string(line), "\r"), len(bytes.TrimSpace(line)) > 0
}

// source prints a line of the file with the place marked: the word that begins
// there.
func (t *textOutput) source(l string, at *schema.Place) {
	r := []rune(l)
	from := min(max(at.Column-1, 0), len(r)-1)
	to := from + 1
	for to < len(r) && r[from] != '#' && !strings.ContainsRune(" \t:,{}[]", r[to]) {
		to++
	}
	if r[from] == '#' {
		to = len(r) // a comment
	}
	lead := len(r[:from]) - len([]rune(strings.TrimLeft(string(r[:from]), " \t")))
	before, fault, after := cut(clean(string(r[lead:from])), clean(string(r[from:to])), clean(string(r[to:])))
	t.mark("", before, fault, after)
}

// severity is the coloured word for a severity.
func (t *textOutput) severity(sev schema.Severity) string {
	word := sev.In(t.opt.Lang)
	switch sev {
	case schema.SeverityError:
		return t.opt.Style.Red(word)
	case schema.SeverityWarning:
		return t.opt.Style.Yellow(word)
	}
	return t.opt.Style.Cyan(word)
}

// place is FILE:LINE:COLUMN for a text, which editors can follow, and the file
// with the page, cell or row for the rest; then the path in the declaration.
func (t *textOutput) place(r *Result, f *schema.Finding) string {
	at := clean(r.File)
	switch {
	case f.At == nil:
	case f.At.Page == 0 && f.At.Sheet == "" && f.At.Table == 0 && f.At.Line > 0:
		at += ":" + f.At.String()
	default:
		at += " " + where(f.At, t.opt.Lang)
	}
	if f.Path != "" {
		at += "  " + f.Path
	}
	return at
}

// cell prints a cell with the fault underlined.
func (t *textOutput) cell(p printed, f *schema.Finding) {
	before, fault, after := excerpt(clean(p.text), clean(f.Found))
	label := ""
	if p.label != "" {
		label = term.Truncate(clean(p.label), excerptWidth) + ": "
	}
	t.mark(label, before, fault, after)
}

// mark prints a line with the fault in it underlined.
func (t *textOutput) mark(label, before, fault, after string) {
	s := t.opt.Style
	bar := s.Blue("|")
	fmt.Fprintf(t.w, "     %s %s%s%s%s\n", bar, s.Dim(label), before, fault, after)
	under := "^" + strings.Repeat("~", max(term.Width(fault), 1)-1)
	fmt.Fprintf(t.w, "     %s %s%s\n", bar, strings.Repeat(" ", term.Width(label)+term.Width(before)), s.Red(under))
}

// excerpt cuts a text into what stands before the fault, the fault, and what
// stands behind, and shortens it to what fits a line. Where the fault is not
// literally in the text, the text is the fault.
func excerpt(text, found string) (before, fault, after string) {
	before, fault, after = "", text, ""
	if i := strings.Index(text, found); found != "" && i >= 0 {
		before, fault, after = text[:i], found, text[i+len(found):]
	}
	return cut(before, fault, after)
}

// cut shortens a line to what fits, the fault in its middle.
func cut(before, fault, after string) (string, string, string) {
	fault = term.Truncate(fault, excerptWidth)
	room := excerptWidth - term.Width(fault)
	if term.Width(before)+term.Width(after) <= room {
		return before, fault, after
	}
	after = term.Truncate(after, max(room/2, room-term.Width(before), 1))
	return lastColumns(before, max(room-term.Width(after), 1)), fault, after
}

// lastColumns cuts a text to its end, of a width in columns.
func lastColumns(s string, width int) string {
	if term.Width(s) <= width {
		return s
	}
	r := []rune(s)
	for len(r) > 0 && term.Width(string(r))+1 > width {
		r = r[1:]
	}
	return "…" + string(r)
}

// comparison says what was found and what was expected, where that is known.
func (t *textOutput) comparison(f *schema.Finding) string {
	if f.Expected == "" || f.Expected == f.Found {
		return ""
	}
	if strings.HasPrefix(f.Rule, "extract.") {
		return "" // what was read, and not what should stand there
	}
	found, expected := term.Truncate(f.Found, excerptWidth), term.Truncate(f.Expected, excerptWidth)
	if t.opt.Lang == schema.EN {
		expected = strings.ReplaceAll(expected, " 或 ", " or ")
		if found == "" {
			return "expected " + expected
		}
		return fmt.Sprintf("found %s, expected %s", found, expected)
	}
	if found == "" {
		return "应为 " + expected
	}
	return fmt.Sprintf("实为 %s，应为 %s", found, expected)
}

// Flush prints the verdict.
func (t *textOutput) Flush() error {
	fmt.Fprintln(t.w, t.verdict())
	return t.w.Flush()
}

func (t *textOutput) verdict() string {
	s, c := t.opt.Style, &t.summary
	failed := c.Unreadable > 0 || c.At(t.opt.FailOn) > 0
	word, rest, _ := strings.Cut(verdictOf(c, failed, t.opt.Lang), t.word("：", ": "))
	paint := s.Green
	if failed {
		paint = s.Red
	}
	return paint(word) + t.word("：", ": ") + rest
}

// verdictOf sums a run up in one line, which begins with its verdict.
func verdictOf(c *Summary, failed bool, lang schema.Lang) string {
	if lang != schema.EN {
		word := "通过"
		if failed {
			word = "未通过"
		}
		line := fmt.Sprintf("%s：%d 个文件，%d 张表：%d 个错误，%d 个警告，%d 条提示", word, c.Files, c.Declarations, c.Errors, c.Warnings, c.Infos)
		if c.Unreadable > 0 {
			line += fmt.Sprintf("，%d 个文件未能读全", c.Unreadable)
		}
		if c.Accepted > 0 {
			line += fmt.Sprintf("，另有 %d 条已豁免", c.Accepted)
		}
		return line
	}
	word := "passed"
	if failed {
		word = "failed"
	}
	line := fmt.Sprintf("%s: %s, %s: %s, %s, %s", word, Count(c.Files, "file"), Count(c.Declarations, "form"),
		Count(c.Errors, "error"), Count(c.Warnings, "warning"), Count(c.Infos, "info"))
	if c.Unreadable > 0 {
		line += fmt.Sprintf(", %s not fully read", Count(c.Unreadable, "file"))
	}
	if c.Accepted > 0 {
		line += fmt.Sprintf(", %d accepted", c.Accepted)
	}
	return line
}

// Count is a number of things in English: 1 file, 2 files.
func Count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// clean makes a text fit for one line of a terminal: documents are not ours, and
// what they hold must not move the cursor or turn the line around.
// Nor must the log of a CI take them for its own commands, which hold ##[.
func clean(s string) string { return strings.ReplaceAll(term.Clean(s), "##[", "## [") }

// fileName is the name of a file at the beginning of a line: the commands of a
// CI begin with ::, too.
func fileName(name string) string {
	name = clean(name)
	if strings.HasPrefix(strings.TrimSpace(name), "::") {
		return "./" + name
	}
	return name
}
