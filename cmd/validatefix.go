package cmd

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// chooseFix refuses flags that do not go with --fix and --diff.
func (v *validation) chooseFix() error {
	f := v.flags
	switch {
	case !f.fix && !f.diff:
		return nil
	case f.writeBaseline != "" || f.addBaseline != "":
		return v.app.misuse(v.app.say("--fix 不能与写基线同用", "--fix does not go with writing a baseline"), v.app.say("先改好，再写基线", "mend first, then write the baseline"))
	case f.diff && len(f.formats) > 0:
		return v.app.misuse(v.app.say("--diff 只打印差异，没有别的格式", "--diff prints the difference and no other format"), v.app.say("去掉 -o", "leave -o out"))
	}
	return nil
}

// mend puts right in a normalised text what the rules know to mend. With --diff it
// leaves the file alone and gives the text as it would be; else it writes the file
// and gives the result of the new text. A result with nothing to mend is given
// back as it is.
func (v *validation) mend(ctx context.Context, j *source, r *report.Result) *report.Result {
	if r.Text == nil || r.Unreadable {
		return r
	}
	if info, err := os.Lstat(j.name); err != nil || !info.Mode().IsRegular() {
		return r // standard input, an archive's member, a link
	}
	text := v.mended(ctx, r)
	if bytes.Equal(text, r.Text) {
		return r
	}
	if v.flags.diff {
		r.Mended = text
		return r
	}
	if err := v.app.writeOut(j.name, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		v.app.tell(outputError(err), nil, true)
		return r
	}
	n := len(r.Findings)
	again := *j
	again.read = func(context.Context) ([]byte, error) { return text, nil }
	r = v.inspect(ctx, &again)
	if !v.flags.quiet {
		v.app.notice(schema.Text{
			ZH: v.app.say("%[1]s：改好了 %[2]d 处", "", r.File, n-len(r.Findings)),
			EN: v.app.say("", "%[1]s: %[2]s mended", r.File, count(n-len(r.Findings), "finding")),
		}, schema.Text{})
	}
	return r
}

// mended is the text of a result with every finding put right that a rule knows
// to mend, from its end to its beginning.
func (v *validation) mended(ctx context.Context, r *report.Result) []byte {
	findings := slices.Clone(r.Findings)
	slices.SortStableFunc(findings, func(a, b schema.Finding) int {
		x, y := report.LineOf(a.At), report.LineOf(b.At)
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(b.Path, a.Path))
	})
	now := &report.Result{File: r.File, Documents: r.Documents, Text: r.Text}
	for i := range findings {
		f := &findings[i]
		rule, ok := v.set.Rule(f.Rule)
		if !ok || len(rule.Fix) == 0 || f.At == nil {
			continue
		}
		if next := v.mendOne(ctx, now, f, &rule); next != nil {
			now = next
		}
	}
	return now.Text
}

// mendOne is a text with one finding put right, nil where that cannot be done: what
// is read of the new text must be what was read of the old one, but for the value
// that the finding is about.
func (v *validation) mendOne(ctx context.Context, r *report.Result, f *schema.Finding, rule *rules.Rule) *report.Result {
	value, ok := report.TextAt(r, f)
	from := offset(r.Text, f.At.Line, f.At.Column)
	if !ok || from < 0 || rule.Mend(value) == value {
		return nil
	}
	to := min(from+len(value)+maxScalar, len(r.Text))
	text := slices.Concat(r.Text[:from], []byte(rule.MendIn(string(r.Text[from:to]), value)), r.Text[to:])
	next := &report.Result{File: r.File, Text: text, Documents: parser.Read(ctx, parser.Source{Name: r.File, Data: text}, v.options).Documents}
	if now, ok := report.TextAt(next, f); !ok || now != rule.Mend(value) || !oneDiffers(shape(r), shape(next)) {
		return nil
	}
	return next
}

// maxScalar is how many bytes more than its value a text may take in its source:
// quotes, escapes, breaks.
const maxScalar = 4 << 10

// offset is where a line and column, both from 1, stand in a text; -1 where there
// is no such place. Columns count characters.
func offset(text []byte, line, column int) int {
	at := 0
	for range line - 1 {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			return -1
		}
		at += n + 1
	}
	for range column - 1 {
		if at >= len(text) {
			return -1
		}
		_, n := utf8.DecodeRune(text[at:])
		at += n
	}
	return at
}

// shape is what a normalised text holds, a line a value: JSON keeps a text on one
// line, whatever it is.
func shape(r *report.Result) []string {
	var b bytes.Buffer
	for _, doc := range r.Documents {
		bare := *doc
		bare.Source, bare.Problems, bare.Declarations = schema.Source{}, nil, nil
		for _, d := range doc.Declarations {
			c := *d
			c.Trace = nil
			bare.Declarations = append(bare.Declarations, &c)
		}
		if err := schema.EncodeJSON(&b, &bare); err != nil {
			return nil
		}
	}
	return strings.Split(b.String(), "\n")
}

// oneDiffers reports whether two shapes differ in one line.
func oneDiffers(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	n := 0
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n == 1
}
