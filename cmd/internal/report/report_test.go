package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// results are one file of each sort: a PDF with two forms, an archive's member
// that cannot be read, a normalised text, a workbook without findings, and the
// configuration.
func results() []*Result {
	zero, one := 0, 1
	value := func(s string) *schema.Value { return &schema.Value{Text: s, Kind: schema.KindQuantity} }
	project := &schema.Declaration{
		Form: "sh-2020", Year: 2020, Title: "财政项目支出绩效目标表", Unit: "某中心",
		Project: schema.Project{Name: "物业费"},
		Funds:   schema.Funds{Total: "100", TotalFiscal: "90", TotalOther: "5"},
		Indicators: []*schema.Indicator{{Name: "产出目标", Children: []*schema.Indicator{
			{Name: "成本", Children: []*schema.Indicator{{Name: "单位成本", Value: value("≥30元")}}},
		}}},
	}
	other := &schema.Declaration{
		Form: "generic", Title: "绩效目标表",
		Narrative: schema.Narrative{Overview: "本项目为保障职工住房公积金缴存、提取、贷款等业务的正常开展，租赁办公用房并支付物业费，计划于2021年完成验收并投入使用，为群众提供更好的服务。"},
	}
	pdf := &Result{
		File:      "forms/2020 表.pdf",
		Documents: []*schema.Document{{Declarations: []*schema.Declaration{project, other}}},
		Accepted:  2,
		Findings: []schema.Finding{
			{
				Rule: "date.text-after-end", Severity: schema.SeverityWarning, Declaration: &one, Path: "narrative.overview",
				At: &schema.Place{Page: 3}, Found: "2021年完成验收", Message: "文字写到计划完成日期之后",
			},
			{
				Rule: "value.cost-op", Severity: schema.SeverityError, Declaration: &zero, Path: "indicators[0].children[0].children[0].value",
				At: &schema.Place{Page: 1, Box: schema.Box{120.4, 340, 200, 352}}, Found: "≥", Expected: "≤ 或 <", Message: "成本指标的比较符应向下",
			},
			{
				Rule: "budget.sum-total", Severity: schema.SeverityError, Declaration: &zero, Path: "funds.total",
				At: &schema.Place{Page: 1, Box: schema.Box{80, 100, 120, 112}}, Found: "100", Expected: "95",
				Message: "项目资金总额 100 不等于 财政拨款 90 + 其他资金 5",
			},
			{
				Rule: "value.cost-op", Severity: schema.SeverityError, Declaration: &zero, Path: "indicators[0].children[0].children[0].value",
				At: &schema.Place{Page: 1, Box: schema.Box{120.4, 340, 200, 352}}, Found: "≥", Expected: "≤ 或 <", Message: "成本指标的比较符应向下",
			},
		},
	}
	scan := &Result{
		File: "a.zip!扫描:件,1.pdf", Unreadable: true, Documents: []*schema.Document{{}},
		Findings: []schema.Finding{{
			Rule: "extract.image-only", Severity: schema.SeverityError, At: &schema.Place{Page: 2},
			Message: "100% 的页面是图像\n不能读取",
		}},
	}
	text := &Result{
		File:      "norm.yaml",
		Documents: []*schema.Document{{Declarations: []*schema.Declaration{{Form: "generic", Project: schema.Project{Name: "x <&> \x1b[31m"}}}}},
		Text:      []byte("schema: pbt/v1\n# 很长的说明\ndeclarations:\n- {form: generic, 表名: x}\n"),
		Findings: []schema.Finding{{
			Rule: "extract.key-unknown", Severity: schema.SeverityError, Declaration: &zero, Path: "表名",
			At: &schema.Place{Line: 4, Column: 19}, Text: schema.Text{ZH: "未知的键 表名", EN: "unknown key 表名"},
			Hint: schema.Text{ZH: "此处可用：title", EN: "known here: title"},
		}, {
			Rule: "name.odd", Severity: schema.SeverityInfo, Declaration: &zero, Path: "project.name",
			At: &schema.Place{Line: 4, Column: 11}, Message: "名称含有 <&> \x1b[31m",
		}},
	}
	clean := &Result{File: "ok.xlsx", Documents: []*schema.Document{{Declarations: []*schema.Declaration{{Form: "generic"}}}}}
	config := &Result{
		File: ".pbt.yaml", Aside: true,
		Findings: []schema.Finding{{
			Rule: "ignore.unused", Severity: schema.SeverityWarning, At: &schema.Place{Line: 2, Column: 3}, Message: "这条豁免没有用到",
		}},
	}
	all := []*Result{pdf, scan, text, clean, config}
	for _, r := range all {
		for i := range r.Findings {
			r.Findings[i].File = r.File
			r.Findings[i].Localize(schema.ZH)
		}
		r.Findings = Sort(r.Findings)
		schema.Fingerprint(nil, r.Findings)
	}
	return all
}

// options are those of the goldens; style is plain.
func options(lang schema.Lang) Options {
	return Options{
		Lang: lang, Style: term.NewStyle(nil, "never", nil), FailOn: schema.SeverityError, Version: "v1.2.3", Dir: "/repo",
		Rules: []Rule{
			{
				ID: "budget.sum-total", Severity: schema.SeverityError, Basis: "财预〔2015〕88号",
				Title: schema.Text{ZH: "资金总额等于各来源之和", EN: "the total is the sum of its sources"},
				Help:  schema.Text{ZH: "核对资金总额。", EN: "Check the total."},
			},
			{ID: "value.cost-op", Severity: schema.SeverityError, Title: schema.Text{ZH: "成本指标的方向", EN: "direction of a cost"}},
			{ID: "value.vague", Severity: schema.SeverityWarning, Title: schema.Text{ZH: "含糊的指标值", EN: "vague value"}},
			{ID: "extract.open", Severity: schema.SeverityError, Reading: true, Title: schema.Text{ZH: "文件打不开", EN: "the file cannot be opened"}},
		},
	}
}

// render writes the results in a format.
func render(t *testing.T, format string, opt Options, rs []*Result) []byte {
	t.Helper()
	var b bytes.Buffer
	out, err := New(&b, format, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		if err := out.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// golden compares what a format writes with the file that holds it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestNewUnknown(t *testing.T) {
	if _, err := New(&bytes.Buffer{}, "xml", Options{}); err == nil {
		t.Error("an unknown format is taken")
	}
}

// broken is a stream that cannot be written.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// TestWriteErrors: no format swallows the failure of its stream.
func TestWriteErrors(t *testing.T) {
	for _, format := range Formats() {
		out, err := New(broken{}, format, options(schema.ZH))
		if err != nil {
			t.Fatal(err)
		}
		var first error
		for _, r := range results() {
			first = errors.Join(first, out.Write(r))
		}
		if errors.Join(first, out.Flush()) == nil {
			t.Errorf("%s: the failure of the stream is lost", format)
		}
	}
}

func TestSort(t *testing.T) {
	one := 1
	in := []schema.Finding{
		{Rule: "d", Severity: schema.SeverityError, Declaration: &one},
		{Rule: "c", Severity: schema.SeverityInfo},
		{Rule: "b", Severity: schema.SeverityError, At: &schema.Place{Sheet: "s", Cell: "AA9"}},
		{Rule: "b", Severity: schema.SeverityError, At: &schema.Place{Sheet: "s", Cell: "B10"}},
		{Rule: "b", Severity: schema.SeverityError, At: &schema.Place{Sheet: "s", Cell: "B9"}},
		{Rule: "a", Severity: schema.SeverityError, Path: "indicators[10].name"},
		{Rule: "a", Severity: schema.SeverityError, Path: "indicators[9].name"},
		{Rule: "a", Severity: schema.SeverityError, Path: "indicators[9].name"},
	}
	var got []string
	for _, f := range Sort(in) {
		s := f.Rule + " " + f.Path
		if f.At != nil {
			s += f.At.Cell
		}
		got = append(got, s)
	}
	want := []string{"a indicators[9].name", "a indicators[10].name", "b B9", "b AA9", "b B10", "c ", "d "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestOuter(t *testing.T) {
	for in, want := range map[string][2]string{
		"a.zip!b/c.pdf":     {"a.zip", "b/c.pdf"},
		"wow!.pdf":          {"wow!.pdf", ""},
		"x!y.7z!z!.xlsx":    {"x!y.7z", "z!.xlsx"},
		"dir/b.tar.gz!m.et": {"dir/b.tar.gz", "m.et"},
	} {
		path, member := outer(in)
		if path != want[0] || member != want[1] {
			t.Errorf("outer(%q) = %q, %q", in, path, member)
		}
	}
}

func TestURI(t *testing.T) {
	for in, want := range map[string]string{
		"a b/表.pdf":     "a%20b/%E8%A1%A8.pdf",
		"./a.pdf":       "a.pdf",
		"/repo/x/a.pdf": "x/a.pdf",
		"/else/a.pdf":   "file:///else/a.pdf",
		"../a.pdf":      "../a.pdf",
		"a:b.pdf":       "./a:b.pdf",
	} {
		if got := uri("/repo", in); got != want {
			t.Errorf("uri(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAnchor(t *testing.T) {
	at := func(page int, y float64) schema.Place {
		return schema.Place{Page: page, Box: schema.Box{1, y, 2, y + 1}}
	}
	for name, c := range map[string]struct {
		trace map[string]schema.Place
		want  *schema.Place
	}{
		"none":  {nil, nil},
		"first": {map[string]schema.Place{"a": at(2, 1), "b": at(1, 9), "c": at(1, 5)}, &schema.Place{Page: 1, Box: schema.Box{1, 5, 2, 6}}},
		"title": {map[string]schema.Place{"a": at(1, 1), "title": at(1, 9)}, &schema.Place{Page: 1, Box: schema.Box{1, 9, 2, 10}}},
		"text":  {map[string]schema.Place{"": {Line: 3, Column: 1}, "title": {Line: 4, Column: 1}}, &schema.Place{Line: 3, Column: 1}},
	} {
		if diff := cmp.Diff(c.want, Anchor(&schema.Declaration{Trace: c.trace})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if Anchor(nil) != nil {
		t.Error("a place of nothing")
	}
}
