package sheet

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A link's formula keeps its texts inside their quotes, and a place too long for
// a formula is printed as text.
func TestLinks(t *testing.T) {
	var s styleIDs
	for _, c := range []struct {
		link    Link
		formula string
	}{
		{Link{Target: "a.pdf", Text: "1:2"}, `HYPERLINK("a.pdf","1:2")`},
		{Link{Target: `a",cmd(),".pdf`, Text: "=1"}, `HYPERLINK("a"",cmd(),"".pdf","=1")`},
		{Link{Target: strings.Repeat("长", 255), Text: "x"}, `HYPERLINK("` + strings.Repeat("长", 255) + `","x")`},
		{Link{Target: strings.Repeat("长", 256), Text: "x"}, ""},
	} {
		got, ok := s.cell(c.link, 0).(excelize.Cell)
		if !ok || got.Formula != c.formula || got.Value != c.link.Text {
			t.Errorf("%+v: %+v, want the formula %s", c.link, got, c.formula)
		}
	}
}
