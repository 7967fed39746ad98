package schema

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/pbt-cli/pbt/schema/late"
)

// CSV writes rows of text as CSV with a byte-order mark, which spreadsheets need to
// read Chinese.
type CSV struct {
	w     *csv.Writer
	guard bool
}

// NewCSV begins a CSV with its head. Unless raw is set, texts are guarded as guardFormula
// says.
func NewCSV(w io.Writer, head []string, raw bool) (*CSV, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	c := &CSV{w: csv.NewWriter(w), guard: !raw}
	return c, c.Write(head)
}

// Write adds a row.
func (c *CSV) Write(row []string) error {
	if c.guard {
		guarded := make([]string, len(row))
		for i, s := range row {
			guarded[i] = guardFormula(s)
		}
		row = guarded
	}
	return c.w.Write(row)
}

// Flush ends what was written.
func (c *CSV) Flush() error {
	c.w.Flush()
	return c.w.Error()
}

// plainFigure is a number with a sign, which a spreadsheet takes for that number.
var plainFigure = late.Regexp(`^[-+]\d+(\.\d+)?$`)

// guardFormula keeps a spreadsheet from running a text of a CSV as a formula: one that
// begins with = + - @, a tab or a carriage return gets an apostrophe in front, and
// so does one that begins with apostrophes and then one of these, so that UnguardFormula
// gives every text back. A sign alone (=, -) and a plain figure (-3.5) run nothing
// and stay as they are.
func guardFormula(s string) string {
	if len(s) > 1 && signed(s) && !plainFigure().MatchString(s) {
		return "'" + s
	}
	return s
}

// UnguardFormula is the text that guardFormula was given.
func UnguardFormula(s string) string {
	if len(s) > 2 && s[0] == '\'' && signed(s) {
		return s[1:]
	}
	return s
}

// signed reports whether a text begins, behind any apostrophes, as a formula does.
func signed(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0
}

// EncodeCSV writes rows of indicators as CSV. Unless raw is set, a target such as
// =100% is guarded as guardFormula says.
func EncodeCSV(w io.Writer, raw bool, docs ...*Document) error {
	c, err := NewCSV(w, RowColumns, raw)
	if err != nil {
		return err
	}
	for _, r := range Rows(docs...) {
		if err := c.Write(r); err != nil {
			return err
		}
	}
	return c.Flush()
}
