package rules

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"github.com/pbt-cli/pbt/schema"
)

// families orders the pages' chapters and names them.
var families = []struct{ prefix, zh, en string }{
	{"form", "表式", "the form"},
	{"field", "填报项", "fields"},
	{"cat", "项目类别", "the project's category"},
	{"text", "文字", "texts"},
	{"date", "日期", "dates"},
	{"budget", "资金", "money"},
	{"hier", "指标层级", "the hierarchy"},
	{"name", "指标名称", "names of indicators"},
	{"value", "指标值", "values"},
	{"goal", "绩效目标", "goals"},
	{"weight", "权重", "weights"},
	{"self", "自评", "self-evaluation"},
	{"extract", "读取", "reading"},
	{"code", "编码", "codes"},
}

// Docs is the reference page of the set in Markdown: every rule with its
// severity, forms, grounds, examples and how to silence it, then the kinds of
// check.
func (s *Set) Docs() string {
	var b strings.Builder
	b.WriteString("# 规则 · Rules\n\n<!-- Written by `pbt rules docs` from the rule set. Do not edit. -->\n\n")
	fmt.Fprintf(&b, "%d 条规则。`pbt rules explain ID` 显示一条规则，[writing-rules.zh-CN.md](writing-rules.zh-CN.md) 说明怎样写自己的规则。  \n", len(s.rules))
	fmt.Fprintf(&b, "%d rules. `pbt rules explain ID` shows one of them; [writing-rules.md](writing-rules.md) says how to write your own.\n\n", len(s.rules))
	b.WriteString("错误（error）指算术、日期、结构或不可能的取值；警告（warning）和提示（info）指写法。文档读取时有修补或存疑之处，错误降为警告。  \n")
	b.WriteString("An error is wrong arithmetic, an impossible date, structure or target; wording is a warning or an info. Where the reading of the document repaired or left open something, an error becomes a warning.\n\n")
	for _, f := range s.chapters() {
		s.chapter(&b, f.prefix, f.zh, f.en)
	}
	b.WriteString("## 读取与豁免 · Reading and ignores\n\n")
	b.WriteString("读取文件、应用豁免时的发现，不属于任何规则集，`--select`、`--ignore` 同样认得；错误表示文件没有读全，退出码 3。  \n")
	b.WriteString("What is found while a file is read, or an ignore applied. It stands in no rule set; `--select` and `--ignore` know it all the same. An error means that the file was not fully read, with exit code 3.\n\n")
	b.WriteString("| | | |\n|---|---|---|\n")
	for _, p := range schema.Problems() {
		fmt.Fprintf(&b, "| `%s` | %s | %s · %s |\n", p.Rule, p.Severity, cell(p.Title.ZH), cell(p.Title.EN))
	}
	b.WriteString("\n## 检查种类 · Kinds of check\n\n")
	for _, k := range kindTable {
		writeKind(&b, &k)
	}
	return b.String()
}

// chapters are the families of the set's rules; unknown ones come last.
func (s *Set) chapters() []struct{ prefix, zh, en string } {
	have := map[string]bool{}
	for i := range s.rules {
		have[family(s.rules[i].ID)] = true
	}
	out := []struct{ prefix, zh, en string }{}
	for _, f := range families {
		if have[f.prefix] {
			out = append(out, f)
			delete(have, f.prefix)
		}
	}
	var rest []string
	for f := range have {
		rest = append(rest, f)
	}
	sort.Strings(rest)
	for _, f := range rest {
		out = append(out, struct{ prefix, zh, en string }{f, f, f})
	}
	return out
}

func family(id string) string {
	f, _, _ := strings.Cut(id, ".")
	return f
}

func (s *Set) chapter(b *strings.Builder, prefix, zh, en string) {
	fmt.Fprintf(b, "## %s · %s\n\n| 规则 | 级别 | 要求 |\n|---|---|---|\n", zh, en)
	var list []*Rule
	for i := range s.rules {
		if r := &s.rules[i]; family(r.ID) == prefix {
			list = append(list, r)
			fmt.Fprintf(b, "| [`%s`](#%s) | %s | %s<br>%s |\n", r.ID, anchor(r.ID), severityList(r), cell(r.Title.ZH), cell(r.Title.EN))
		}
	}
	b.WriteString("\n")
	for _, r := range list {
		b.WriteString("### " + r.ID + "\n\n")
		b.WriteString(r.Explain(schema.ZH, true))
		b.WriteString("\n")
	}
}

// anchor is the name that Markdown gives a heading.
func anchor(id string) string { return strings.ReplaceAll(id, ".", "") }

func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func severityList(r *Rule) string {
	var out []string
	for _, s := range r.Severities {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

// Explain prints a rule with its grounds, examples and how to silence it: as
// Markdown with both languages, or as plain text in one.
func (r *Rule) Explain(lang schema.Lang, markdown bool) string {
	var b strings.Builder
	line := func(zh, en, text string) {
		if text == "" {
			return
		}
		label := zh
		if lang == schema.EN {
			label = en
		}
		if markdown {
			fmt.Fprintf(&b, "- %s: %s\n", strings.TrimSpace(zh+" "+en), text)
		} else {
			fmt.Fprintf(&b, "%s: %s\n", label, text)
		}
	}
	if markdown {
		fmt.Fprintf(&b, "%s。%s.\n\n", r.Title.ZH, upperFirst(r.Title.EN))
	} else {
		fmt.Fprintf(&b, "%s · %s\n%s\n\n", r.ID, severityList(r), r.Title.In(lang))
	}
	if line("提示语", "message", quoteIf(markdown, r.Message.In(lang))); markdown {
		line("", "in English", quoteIf(markdown, r.Message.EN))
	}
	line("下一步", "next step", r.Hint.In(lang))
	if markdown {
		line("级别", "severity", severityList(r))
	}
	line("适用", "forms", orAll(r.Profiles, lang, markdown))
	line("依据", "basis", basisText(r, lang))
	line("种类", "kind", quoteIf(markdown, r.Kind))
	line("只在指定目标系统时检查", "only with --target", r.Target)
	line("同一处不再报告", "silences on the same row", strings.Join(r.Silences, ", "))
	line("整张表不再报告", "silences on the whole form", strings.Join(r.SilencesForm, ", "))
	if n, ok := spokenOf(r.ID); ok {
		line("真实表上", "on real forms", n.text(markdown || lang == schema.ZH, markdown || lang == schema.EN))
	}
	if r.Disabled {
		line("缺省关闭，打开", "off; to turn it on", wakeText(r.ID, lang, markdown))
	} else {
		line("关闭", "to silence it", silenceText(r.ID, lang, markdown))
	}
	if src := r.CheckSource(); markdown {
		fmt.Fprintf(&b, "\n检查 check:\n\n```yaml\n%s\n```\n", src)
	} else {
		fmt.Fprintf(&b, "\n%s:\n  %s\n", map[bool]string{true: "check", false: "检查"}[lang == schema.EN], strings.ReplaceAll(src, "\n", "\n  "))
	}
	examples(&b, r, lang, markdown)
	return b.String()
}

func upperFirst(s string) string {
	if s == "" || s[0] >= 0x80 {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func quoteIf(markdown bool, s string) string {
	if markdown && s != "" {
		return "`" + s + "`"
	}
	return s
}

func orAll(profiles []string, lang schema.Lang, markdown bool) string {
	switch {
	case len(profiles) > 0:
		return strings.Join(profiles, ", ")
	case markdown:
		return "全部 all"
	case lang == schema.EN:
		return "all"
	}
	return "全部"
}

func basisText(r *Rule, lang schema.Lang) string {
	var out []string
	for _, b := range r.Basis {
		out = append(out, b.Text.In(lang))
	}
	if lang == schema.EN {
		return strings.Join(out, "; ")
	}
	return strings.Join(out, "；")
}

// wakeText says how a rule that is off is turned on.
func wakeText(id string, lang schema.Lang, markdown bool) string {
	entry := "rules: [{id: " + id + ", disabled: false}]"
	switch {
	case markdown:
		return "`" + entry + "`"
	case lang == schema.EN:
		return entry + " in a rule file that extends default, given with --rules"
	}
	return "在 extends: default 的规则文件里写 " + entry + "，用 --rules 给出"
}

func silenceText(id string, lang schema.Lang, markdown bool) string {
	const flag = "--ignore "
	switch {
	case markdown:
		return "`" + flag + id + "`, `disable: [" + id + "]`"
	case lang == schema.EN:
		return flag + id + ", or disable: [" + id + "] in a rule file, or an entry with a reason in .pbt.yaml"
	}
	return flag + id + "，或在规则文件里写 disable: [" + id + "]，或在 .pbt.yaml 里写明理由"
}

func examples(b *strings.Builder, r *Rule, lang schema.Lang, markdown bool) {
	for _, group := range []struct {
		zh, en string
		list   []Example
	}{{"不通过", "fails", r.Examples.Bad}, {"通过", "passes", r.Examples.Good}} {
		if len(group.list) == 0 {
			continue
		}
		label := group.zh
		if lang == schema.EN {
			label = group.en
		}
		if markdown {
			fmt.Fprintf(b, "\n%s %s:\n\n```yaml\n", group.zh, group.en)
		} else {
			fmt.Fprintf(b, "\n%s:\n", label)
		}
		for _, ex := range group.list {
			src := ex.Source()
			if src == "{}" {
				src = "{} # 样表原样 the form as it is"
			}
			indent := map[bool]string{true: "  ", false: "    "}[markdown]
			fmt.Fprintf(b, "%s- %s\n", indent[2:], strings.ReplaceAll(src, "\n", "\n"+indent))
		}
		if markdown {
			b.WriteString("```\n")
		}
	}
}

func writeKind(b *strings.Builder, k *kind) {
	fmt.Fprintf(b, "### kind: %s\n\n%s。%s.\n\n| 参数 parameter | |\n|---|---|\n", k.name, k.doc.ZH, upperFirst(k.doc.EN))
	writeParams(b, reflect.TypeOf(k.params()).Elem())
	b.WriteString("\n")
}

func writeParams(b *strings.Builder, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		doc := f.Tag.Get("doc")
		if zh, ok := paramsInChinese[doc]; ok {
			doc = zh + "<br>" + doc
		}
		if list := f.Tag.Get("enum"); list != "" {
			doc += " (" + strings.ReplaceAll(list, "|", ", ") + ")"
		}
		fmt.Fprintf(b, "| `%s` | %s |\n", tagKey(f), cell(doc))
	}
}
