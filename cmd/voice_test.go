package cmd

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pbt-cli/pbt/schema/yml"
)

// TestHelp holds help.zh.yaml against the commands: each command and flag is
// explained in Chinese, and nothing is explained that there is not.
func TestHelp(t *testing.T) {
	var h helpFile
	if err := yml.Decode("help.zh.yaml", helpZH, &h); err != nil {
		t.Fatal(err)
	}
	a := &App{Getenv: func(string) string { return "" }}
	started := false
	root := a.newRoot(&started)
	a.addCommands(root)
	for _, c := range commands {
		if name := c.make(a).Name(); name != c.name {
			t.Errorf("the command %s calls itself %s", c.name, name)
		}
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("help")
	paths, common := map[string]bool{}, map[string]bool{}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		_, path, _ := strings.Cut(c.CommandPath(), " ")
		if c.Hidden {
			return
		}
		c.InitDefaultHelpFlag()
		text, ok := h.Commands[path]
		paths[path] = true
		if !ok || text.Short == "" || (c.Long != "") != (text.Long != "") {
			t.Errorf("help.zh.yaml: the command %q lacks its short or long text", path)
		}
		flags := map[string]bool{}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			flags[f.Name] = true
			if text.Flags[f.Name] != "" {
				return
			}
			common[f.Name] = true
			if h.Flags[f.Name] == "" {
				t.Errorf("help.zh.yaml: the flag --%s of %q lacks its text", f.Name, path)
			}
		})
		for name := range text.Flags {
			if !flags[name] {
				t.Errorf("help.zh.yaml: %q has no flag --%s", path, name)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	for path := range h.Commands {
		if !paths[path] {
			t.Errorf("help.zh.yaml: there is no command %q", path)
		}
	}
	for name := range h.Flags {
		if !common[name] {
			t.Errorf("help.zh.yaml: no command has a flag --%s", name)
		}
	}
}

// TestVoice: what is wrong with a command line is said in the language of the
// reader, with the next step.
func TestVoice(t *testing.T) {
	for _, c := range []struct{ line, zh, en string }{
		{"prase x", "pbt: pbt 没有 \"prase\" 这个命令\n建议：是不是 pbt parse？\n", "pbt: unknown command \"prase\" for \"pbt\"\nhint: did you mean pbt parse?\n"},
		{"rules explian", "pbt: pbt rules 没有 \"explian\" 这个命令\n建议：是不是 pbt rules explain？\n", "pbt: unknown command \"explian\" for \"pbt rules\"\nhint: did you mean pbt rules explain?\n"},
		{"parse", "pbt: pbt parse 至少要有 1 个参数，给了 0 个\n建议：pbt parse --help 显示用法\n", "pbt: pbt parse needs at least 1 argument, 0 given\nhint: pbt parse --help shows the command line\n"},
		{"version x", "pbt: pbt version 最多 0 个参数，给了 1 个\n建议：pbt version --help 显示用法\n", "pbt: pbt version takes at most 0 arguments, 1 given\nhint: pbt version --help shows the command line\n"},
		{"parse --nope x", "pbt: 没有 --nope 这个选项\n建议：pbt parse --help 显示用法\n", "pbt: unknown flag: --nope\nhint: pbt parse --help shows the command line\n"},
		{"parse -Z x", "pbt: 没有 -Z 这个选项\n建议：pbt parse --help 显示用法\n", "pbt: unknown flag: -Z\nhint: pbt parse --help shows the command line\n"},
		{"parse x --year", "pbt: 选项 --year 后面要有值\n建议：pbt parse --help 显示用法\n", "pbt: flag needs an argument: --year\nhint: pbt parse --help shows the command line\n"},
		{"parse x --year next", "pbt: 选项 --year 的值 \"next\" 不对，应为数字\n建议：pbt parse --help 显示用法\n", "pbt: invalid argument \"next\" for --year, expected a number\nhint: pbt parse --help shows the command line\n"},
		{"parse x --timeout 3", "pbt: 选项 --timeout 的值 \"3\" 不对，应为时长，如 30s、2m\n建议：pbt parse --help 显示用法\n", "pbt: invalid argument \"3\" for --timeout, expected a time such as 30s or 2m\nhint: pbt parse --help shows the command line\n"},
		{"parse x -o nope", "pbt: -o 没有格式 \"nope\"，可以用的有：yaml, json, jsonl, table, csv, xlsx, system\n", "pbt: unknown format \"nope\" for -o, expected one of yaml, json, jsonl, table, csv, xlsx, system\n"},
		{"schema nope", "pbt: 没有 \"nope\" 的 JSON Schema，可以用的有：declaration, rules\n", "pbt: no JSON Schema of \"nope\", expected one of: declaration, rules\n"},
		{"profiles show nope", "pbt: 没有表样 \"nope\"\n", "pbt: no profile \"nope\"\n"},
		{"parse --pages 9-3 x", "pbt: --pages 里的 \"9-3\" 不是页码范围\n建议：页码形如 --pages 31-35,40\n", "pbt: \"9-3\" in --pages is no page range\nhint: give pages such as --pages 31-35,40\n"},
	} {
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			var out, errs bytes.Buffer
			a := &App{In: strings.NewReader(""), Out: &out, Err: &errs}
			code := a.Main(context.Background(), append([]string{"--lang", lang}, strings.Fields(c.line)...))
			if code != exitUsage || !strings.HasPrefix(errs.String(), want) {
				t.Errorf("%s %s: exit %d, %q, want %q", lang, c.line, code, errs.String(), want)
			}
		}
	}
}

// TestHelpLanguage: the help of a Chinese reader is Chinese but for names.
func TestHelpLanguage(t *testing.T) {
	for _, line := range []string{"--help", "parse --help", "help convert", "rules test --help", "completion bash --help"} {
		var out bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out}
		if code := a.Main(context.Background(), append(strings.Fields(line), "--lang", "zh")); code != exitOK {
			t.Errorf("%s: exit %d", line, code)
		}
		for _, english := range []string{"Usage:", "Flags:", "Available", "Use \"", "(default", " string ", " the ", "[flags]"} {
			if strings.Contains(out.String(), english) {
				t.Errorf("%s holds %q:\n%s", line, english, out.String())
			}
		}
	}
}
