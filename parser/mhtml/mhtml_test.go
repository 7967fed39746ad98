package mhtml_test

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/pbt-cli/pbt/parser/internal/gridtest"
	"github.com/pbt-cli/pbt/parser/mhtml"
	"github.com/pbt-cli/pbt/schema"
)

// part is a page with its address, its header's charset and its transfer encoding.
func part(location, charset, encoding, body string) string {
	return "Content-Location: file:///C:/a/" + location + "\r\nContent-Type: text/html;\r\n\tcharset=\"" + charset + "\"\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "\r\n"
}

func file(parts ...string) string {
	return "From: <Saved by Word>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x=y\"\r\n\r\nThis is a page.\r\n--x=y\r\n" + strings.Join(parts, "--x=y\r\n") + "--x=y--\r\n"
}

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// printed is the text of all cells, sheets in front of theirs.
func printed(t *testing.T, data string) string {
	t.Helper()
	doc, err := mhtml.Read(context.Background(), []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, g := range doc.Grids {
		if g.Name != "" {
			out = append(out, "["+g.Name+"]")
		}
		for _, c := range g.Cells {
			out = append(out, c.Text)
		}
	}
	for _, p := range doc.Problems {
		out = append(out, p.Rule)
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	row := func(s string) string { return "<html><table><tr><td>" + s + "</td></tr></table></html>" }
	list := `<html><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>甲&amp;乙</x:Name><x:WorksheetSource HRef="1.files/sheet002.htm"/></x:ExcelWorksheet></x:ExcelWorksheets><frameset><frame src="1.files/sheet001.htm"></frameset></html>`
	tests := []struct{ name, data, want string }{
		{"quoted-printable", file(part("a.htm", "utf-8", "quoted-printable", "<table><tr><td class=3Da>=E9=A1=B9=\r\n=E7=9B=AE</td></tr></table>")), "项目"},
		{"base64 in GBK", file(part("a.htm", "gb2312", "base64", base64.StdEncoding.EncodeToString([]byte(gbk(t, row("绩效目标")))))), "绩效目标"},
		{"the page says what its header does not", file(strings.Replace(part("a.htm", "X", "8bit", gbk(t, "<meta charset=gb2312>"+row("绩效"))), "\r\n\tcharset=\"X\"", "", 1)), "绩效"},
		{"a header that the bytes contradict", file(part("a.htm", "utf-8", "8bit", gbk(t, row("项目支出绩效目标申报表")))), "项目支出绩效目标申报表"},
		{"sheets in the order of their files, without frames and tabs", file(part("1.htm", "utf-8", "8bit", list), part("1.files/tabstrip.htm", "utf-8", "8bit", row("tab")), part("1.files/sheet002.htm", "utf-8", "8bit", row("二")), part("1.files/sheet001.htm", "utf-8", "8bit", row("一"))), "一 [甲&乙] 二"},
		{"a part in a part", file("Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\n" + part("a.htm", "utf-8", "8bit", row("里")) + "--in--\r\n"), "里"},
		{"no end", strings.TrimSuffix(file(part("a.htm", "utf-8", "8bit", row("完"))), "--x=y--\r\n"), "完"},
		{"one part alone", "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + row("独"), "独"},
		{"an encoding that breaks off", file(part("a.htm", "utf-8", "base64", base64.StdEncoding.EncodeToString([]byte(row("断")))+"!")), "断 extract.partial"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed(t, tt.data); got != tt.want {
				t.Errorf("printed %q, want %q", got, tt.want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for name, tt := range map[string]struct{ data, rule string }{
		"no page":        {file("Content-Type: image/png\r\n\r\nx\r\n"), "extract.damaged"},
		"no boundary":    {"MIME-Version: 1.0\nContent-Type: multipart/related\n\n--x\n", "extract.damaged"},
		"too many parts": {file(strings.Split(strings.Repeat("\r\n\r\n ", 5000), " ")...), "extract.limit"},
	} {
		_, err := mhtml.Read(context.Background(), []byte(tt.data))
		var re *schema.ReadError
		if !errors.As(err, &re) || re.Rule != tt.rule || re.Hint.EN == "" {
			t.Errorf("%s: %v, want %s", name, err, tt.rule)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"mof2015.mht", "mof2015-mht.xls"} {
		data, err := os.ReadFile("../../testdata/formats/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(file(part("a.htm", "gb2312", "base64", "PHRhYmxlPg=="))))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := mhtml.Read(context.Background(), data)
		if err != nil {
			return
		}
		gridtest.Check(t, doc.Grids)
	})
}
