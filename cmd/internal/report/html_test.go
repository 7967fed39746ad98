package report

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// The page is whole, says what the text says, and takes nothing from a document
// for markup.
func TestHTML(t *testing.T) {
	for _, lang := range []schema.Lang{schema.ZH, schema.EN} {
		opt := options(lang)
		opt.Rules = append([]Rule{}, opt.Rules...)
		opt.Rules[0].Page = "https://example.org/rules#x"
		got := string(render(t, "html", opt, results()))
		for _, want := range []string{"budget.sum-total", "项目资金总额 100 不等于", "名称含有 &lt;&amp;&gt; [31m", `<a href="https://example.org/rules#x">`, verdictLine(got)} {
			if want == "" || !strings.Contains(got, want) {
				t.Errorf("%s: no %q", lang, want)
			}
		}
		balanced(t, got)
	}
	none := string(render(t, "html", options(schema.ZH), nil))
	if !strings.Contains(none, "通过：0 个文件") {
		t.Errorf("a page of nothing: %s", none)
	}
	balanced(t, none)
}

// verdictLine is the line of the page with the verdict.
func verdictLine(page string) string {
	for line := range strings.Lines(page) {
		if strings.HasPrefix(line, `<p class="verdict`) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// balanced holds that what is opened is closed.
func balanced(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!doctype html>\n")))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v", err)
		}
	}
}
