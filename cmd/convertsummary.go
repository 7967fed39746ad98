package cmd

import (
	"fmt"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// summarise prints the table at the end of a run.
func (a *App) summarise(s *batch.Summary, out string) {
	var b strings.Builder
	st := a.style(a.Err)
	line := func(zh, en string, figure, note string) {
		name := term.Pad(a.say(zh, en), 12)
		fmt.Fprintf(&b, "  %s %8s", name, figure)
		if note != "" {
			b.WriteString("  " + st.Dim(note))
		}
		b.WriteString("\n")
	}
	row := func(zh, en string, n int) { line(zh, en, fmt.Sprint(n), "") }
	noted := func(zh, en string, n int, note string) {
		if n > 0 {
			line(zh, en, fmt.Sprint(n), note)
		}
	}
	n, took := s.Inputs(), s.Duration.Round(10*time.Millisecond)
	fmt.Fprintf(&b, "pbt: %s\n", a.say("%[1]d 个输入，用时 %[3]s", "%[2]s in %[3]s", n, count(n, "input"), took))
	row("已转换", "converted", s.Converted)
	row("没有表", "no form", s.NoForm)
	row("读不了", "unreadable", s.Unreadable)
	row("跳过", "skipped", s.Skipped)
	row("绩效目标表", "forms", s.Declarations)
	f := s.Findings
	line("发现", "findings", fmt.Sprint(f.Error+f.Warning+f.Info), a.say(
		"错误 %[1]d，警告 %[2]d，提示 %[3]d", "%[4]s, %[5]s, %[6]s", f.Error, f.Warning, f.Info,
		count(f.Error, "error"), count(f.Warning, "warning"), count(f.Info, "info")))
	noted("沿用", "reused", s.Reused, a.say("上次的输出仍然有效", "outputs of an earlier run that still hold"))
	noted("副本", "copies", s.Copies, a.say("内容与另一个输入完全相同，只转换一次", "inputs with the bytes of another, converted once"))
	noted("没有写出", "not written", s.NotWritten, a.say("原因见 manifest.jsonl", "outputs; the manifest says why"))
	if s.Pruned > 0 {
		noted("已清理", "pruned", s.Pruned, a.say("以前的输出，其输入已不在", "outputs of earlier runs whose inputs are gone"))
	} else {
		noted("过期", "stale", s.Stale, a.say("以前的输出，其输入已不在；--prune 可删除", "outputs of earlier runs whose inputs are gone; --prune removes them"))
	}
	fmt.Fprintf(&b, "  %s\n", a.say("详见 %s", "see %s", manifestPath(out)))
	fmt.Fprint(a.Err, b.String())
}

// warnEmpty says that a run met no form: most often it had nothing to read, for a
// wrong path or a wrong glob.
func (a *App) warnEmpty(s *batch.Summary, filtered bool) {
	if s.Declarations > 0 || s.Unreadable > 0 {
		return
	}
	if s.Inputs() > s.Skipped {
		a.complain(a.say("error: %[1]d 个文件里没有一张绩效目标表 [%[3]s]", "error: there is not one form in %[2]s [%[3]s]", s.NoForm, count(s.NoForm, "file"), schema.FormNone.Rule), "")
		return
	}
	hint := a.say("检查路径；manifest.jsonl 列出了跳过的文件及原因", "check the path; the manifest has what was skipped, and why")
	if filtered {
		hint = a.say("检查路径，以及 --include 和 --exclude", "check the path, --include and --exclude")
	}
	a.complain(a.say("error: 没有找到任何可读的文件（跳过 %d 个）[%s]", "error: there is no file to read (%d skipped) [%s]", s.Skipped, schema.FormNone.Rule), hint)
}

func manifestPath(out string) string { return out + "/" + batch.ManifestName }
