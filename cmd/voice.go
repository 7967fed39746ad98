package cmd

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/cmd/internal/marked"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
	"github.com/pbt-cli/pbt/schema/yml"
)

// This file is the voice of pbt: all that it says to a person beside its results
// goes through here, in the language of the reader. Results go to standard
// output; everything else goes to standard error, prefixed "pbt:", in lower case,
// without a full stop, with a line of advice where there is a next step. Help is
// written in English beside the flags, and in Chinese in help.zh.yaml.

// exitError ends the program with a code; what there was to say has been said
// unless text is set.
type exitError struct {
	code       int
	text, hint schema.Text
}

func (e *exitError) Error() string {
	if e.text.EN == "" {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.text.EN
}

// exit ends a command with a code and no message.
func exit(code int) error {
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

// plain is a text that says the same in every language.
func plain(s string) schema.Text { return schema.Text{ZH: s, EN: s} }

// outputError is a failure to write a result.
func outputError(err error) error {
	var me *marked.Error
	if errors.As(err, &me) {
		return &exitError{code: exitUsage, text: me.Text, hint: me.Hint}
	}
	place, why := "", plain(err.Error())
	var pe *fs.PathError
	if errors.As(err, &pe) && !strings.Contains(pe.Path, ".pbt-") {
		place, why = pe.Path+": ", reason(err)
	}
	return &exitError{code: exitUnreadable, text: schema.Text{
		ZH: "输出无法写入：" + place + why.ZH, EN: "the output could not be written: " + place + why.EN,
	}}
}

// errNoFolder is the reason against a name given to --out.
var errNoFolder = errors.New("its folder does not exist")

// misuse is a mistake in the command line, already worded.
func (a *App) misuse(msg, hint string) error {
	return &exitError{code: exitUsage, text: plain(msg), hint: plain(hint)}
}

// failure ends a run whose outputs are not all written, already worded.
func (a *App) failure(msg, hint string) error {
	return &exitError{code: exitUnreadable, text: plain(msg), hint: plain(hint)}
}

// usage is a mistake in the command line, a configuration or a rule set.
func (a *App) usage(text, hint schema.Text) error {
	return &exitError{code: exitUsage, text: text, hint: hint}
}

// usageError shows what is wrong in a file as a compiler does.
func (a *App) usageError(err error, hint schema.Text) error {
	return &exitError{code: exitUsage, text: plain(strings.TrimSpace(rules.FormatErrors(err, a.language()))), hint: hint}
}

// noFormat is a mistake in -o.
func (a *App) noFormat(format string, known ...string) error {
	return a.misuse(a.say("-o 没有格式 %q，可以用的有：%s", "unknown format %q for -o, expected one of %s", format, strings.Join(known, ", ")), "")
}

// tell says what ended a command and gives its exit code. started is set where
// the command line was understood: an error before that is one of the command
// line.
func (a *App) tell(err error, called *cobra.Command, started bool) int {
	var ee *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &ee):
		if ee.text != (schema.Text{}) {
			a.notice(ee.text, ee.hint)
		}
		return ee.code
	case !started:
		a.complain(a.flagFault(err), a.say("%s --help 显示用法", "%s --help shows the command line", called.CommandPath()))
		return exitUsage
	}
	a.complain(err.Error(), "")
	return exitUnreadable
}

// complain writes a message, and a hint where there is one, to standard error.
func (a *App) complain(msg, hint string) {
	fmt.Fprintf(a.Err, "pbt: %s\n", term.Safe(strings.TrimSpace(msg)))
	if hint != "" {
		fmt.Fprintf(a.Err, "%s%s\n", a.say("建议：", "hint: "), hint)
	}
}

// notice tells standard error, in the language of the run.
func (a *App) notice(text, hint schema.Text) {
	a.complain(text.In(a.language()), hint.In(a.language()))
}

// sayFinding tells standard error what is wrong with a file.
func (a *App) sayFinding(file string, f *schema.Finding) {
	f.Localize(a.language())
	a.complain(fmt.Sprintf("%s: %s: %s [%s]", term.Name(file), f.Severity.In(a.language()), f.Message, f.Rule), "")
}

// sayError tells standard error why a file could not be read.
func (a *App) sayError(file string, err error) {
	var re *schema.ReadError
	if errors.As(err, &re) {
		a.complain(re.Text.In(a.language()), re.Hint.In(a.language()))
		return
	}
	a.complain(fmt.Sprintf("%s: %v", term.Name(file), err), "")
}

// say words a message in the language of the run.
func (a *App) say(zh, en string, args ...any) string {
	return fmt.Sprintf(schema.Text{ZH: zh, EN: en}.In(a.language()), args...)
}

// textOf words an error that knows both languages; others speak for themselves.
func (a *App) textOf(err error) string {
	var te *batch.TextError
	var re *schema.ReadError
	switch {
	case errors.As(err, &te):
		return te.Text.In(a.language())
	case errors.As(err, &re):
		return re.Text.In(a.language())
	}
	return err.Error()
}

// count is a number of things in English: 1 input, 2 inputs.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// are is the verb behind a number of things.
func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// reason is why a file could not be opened, without its name.
func reason(err error) schema.Text {
	switch {
	case errors.Is(err, errDirectory):
		return schema.Text{ZH: "是目录，不是文件", EN: "a directory, not a file"}
	case errors.Is(err, errNoFolder):
		return schema.Text{ZH: "所在的目录不存在", EN: "its folder does not exist"}
	case errors.Is(err, errSpecial):
		return schema.Text{ZH: "不是普通文件（设备或管道）", EN: "not a regular file but a device or a pipe"}
	}
	return schema.FileFault(err)
}

// skipWord is why an input is passed over, in the language of the run.
func (a *App) skipWord(s input.Skip) string {
	words := map[input.Skip]schema.Text{
		input.SkipReview:  {ZH: "对另一份文件的更正，用 --review 采用", EN: "corrections of another document, which --review applies"},
		input.SkipLock:    {ZH: "办公软件的锁文件", EN: "a lock file of an office program"},
		input.SkipSystem:  {ZH: "操作系统的文件", EN: "a file of the operating system"},
		input.SkipSpecial: {ZH: "设备或管道", EN: "a device or a pipe"},
		input.SkipLink:    {ZH: "链接", EN: "a link"},
		input.SkipOther:   {ZH: "不是文档", EN: "no document"},
		input.SkipEmpty:   {ZH: "空的压缩包", EN: "an empty archive"},
	}
	return words[s].In(a.language())
}

// language is that of the messages: --lang, else by the locale: Chinese for a
// Chinese one, for C, and for none at all; English for any other.
func (a *App) language() schema.Lang {
	if a.lang == string(schema.ZH) || a.lang == string(schema.EN) {
		return schema.Lang(a.lang)
	}
	for _, k := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := a.Getenv(k)
		if v == "" {
			continue
		}
		if strings.HasPrefix(v, "zh") || v == "C" || v == "POSIX" || strings.HasPrefix(v, "C.") {
			return schema.ZH
		}
		return schema.EN
	}
	return schema.ZH
}

// langOf is the --lang of a command line that is not parsed yet: help and what
// is wrong with a command line are in that language, too.
func langOf(args []string) string {
	for i, s := range args {
		switch {
		case s == "--":
			return ""
		case strings.HasPrefix(s, "--lang="):
			return strings.TrimPrefix(s, "--lang=")
		case s == "--lang" && i+1 < len(args):
			return args[i+1]
		}
	}
	return ""
}

// style tells how to write to a stream: coloured or plain.
func (a *App) style(w io.Writer) term.Style {
	return term.NewStyle(w, a.color, a.Getenv)
}

// compilerStyle prints an error in a YAML file with the faulty line under it.
func compilerStyle(err error) string {
	var ye *yml.Error
	if !errors.As(err, &ye) || ye.Source == "" {
		return err.Error()
	}
	return fmt.Sprintf("%s\n  %d | %s", err, ye.Line, ye.Source)
}

// flagFault words what the flag library says of a command line.
func (a *App) flagFault(err error) string {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return a.say("没有 %s 这个选项", "unknown flag: %s", dashed(unknown.GetSpecifiedName()))
	case errors.As(err, &bare):
		return a.say("选项 %s 后面要有值", "flag needs an argument: %s", dashed(bare.GetSpecifiedName()))
	case errors.As(err, &wrong):
		return a.say("选项 --%[1]s 的值 %[2]q 不对，应为%[3]s", "invalid argument %[2]q for --%[1]s, expected %[3]s", wrong.GetFlag().Name, wrong.GetValue(), a.flagKind(wrong.GetFlag()))
	}
	return err.Error()
}

// dashed is a flag's name as it is written.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// flagKind says in plain words what a flag takes.
func (a *App) flagKind(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "duration":
		return a.say("时长，如 30s、2m", "a time such as 30s or 2m")
	case "bool":
		return a.say(" true 或 false", "true or false")
	}
	return a.say("数字", "a number")
}

// takes holds the number of a command's arguments; most below 0 is any number.
func (a *App) takes(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		help := a.say("%s --help 显示用法", "%s --help shows the command line", c.CommandPath())
		switch {
		case len(args) < least:
			return a.misuse(a.say("%[1]s 至少要有 %[2]d 个参数，给了 %[3]d 个", "%[1]s needs at least %[4]s, %[3]d given", c.CommandPath(), least, len(args), count(least, "argument")), help)
		case most == 0 && len(args) > 0 && c.HasAvailableSubCommands():
			return a.noCommand(c, args[0])
		case most >= 0 && len(args) > most:
			return a.misuse(a.say("%[1]s 最多 %[2]d 个参数，给了 %[3]d 个", "%[1]s takes at most %[4]s, %[3]d given", c.CommandPath(), most, len(args), count(most, "argument")), help)
		}
		return nil
	}
}

// noCommand is the mistake of a command that there is not, with the one that may
// be meant.
func (a *App) noCommand(c *cobra.Command, name string) error {
	hint := a.say("%s --help 列出全部命令", "%s --help lists the commands", c.CommandPath())
	c.SuggestionsMinimumDistance = 2
	if near := c.SuggestionsFor(name); len(near) > 0 {
		hint = a.say("是不是 %s %s？", "did you mean %s %s?", c.CommandPath(), strings.Join(near, a.say("、", ", ")))
	}
	return a.misuse(a.say("%[2]s 没有 %[1]q 这个命令", "unknown command %[1]q for %[2]q", name, c.CommandPath()), hint)
}

// helpZH is the help of every command and flag in Chinese.
//
//go:embed help.zh.yaml
var helpZH []byte

// commandHelp is the help of a command: its flags by name, where they differ
// from the common ones.
type commandHelp struct {
	Args  string            `yaml:"args"`
	Short string            `yaml:"short"`
	Long  string            `yaml:"long"`
	Flags map[string]string `yaml:"flags"`
}

// helpFile is help.zh.yaml.
type helpFile struct {
	// Flags are those that several commands have in common.
	Flags    map[string]string      `yaml:"flags"`
	Commands map[string]commandHelp `yaml:"commands"`
}

// speak puts the help of a command tree into the language of the run. English
// stands in the tree already; Chinese is read once something of it is shown, since
// most runs show no help.
func (a *App) speak(root *cobra.Command, args []string) {
	if a.language() == schema.EN {
		return
	}
	dress := sync.OnceFunc(func() {
		var h helpFile
		if err := yml.Decode("help.zh.yaml", helpZH, &h); err != nil {
			panic("the embedded help is broken: " + err.Error())
		}
		root.SetUsageTemplate(usageZH)
		cobra.AddTemplateFunc("zhFlags", zhFlags)
		h.dress(root)
	})
	if slices.ContainsFunc(args, func(s string) bool {
		return s == "man" || s == "completion" || strings.HasPrefix(s, cobra.ShellCompRequestCmd)
	}) {
		dress() // what these print comes from the tree itself
	}
	help, usage := root.HelpFunc(), root.UsageFunc()
	root.SetHelpFunc(func(c *cobra.Command, args []string) {
		dress()
		help(c, args)
	})
	root.SetUsageFunc(func(c *cobra.Command) error {
		dress()
		return usage(c)
	})
}

// dress puts the Chinese help on a command and those below it.
func (h *helpFile) dress(c *cobra.Command) {
	c.InitDefaultHelpFlag()
	_, path, _ := strings.Cut(c.CommandPath(), " ")
	t := h.Commands[path]
	c.Short, c.Long = t.Short, strings.TrimSpace(t.Long)
	if t.Args != "" {
		c.Use = c.Name() + " " + t.Args
	}
	if c.HasAvailableFlags() {
		c.Use += " [选项]"
	}
	c.DisableFlagsInUseLine = true
	say := func(f *pflag.Flag) {
		if s := t.Flags[f.Name]; s != "" {
			f.Usage = s
		} else if s := h.Flags[f.Name]; s != "" {
			f.Usage = s
		}
	}
	c.LocalFlags().VisitAll(say)
	for _, sub := range c.Commands() {
		h.dress(sub)
	}
}

// usageZH is cobra's usage in Chinese.
const usageZH = `用法：{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]{{end}}{{if .HasExample}}

示例：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{zhFlags .LocalFlags | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{zhFlags .InheritedFlags | trimTrailingWhitespaces}}{{end}}{{if .HasHelpSubCommands}}

其他说明：{{range .Commands}}{{if .IsAdditionalHelpTopicCommand}}
  {{rpad .CommandPath .CommandPathPadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [命令] --help”显示一个命令的用法。{{end}}
`

// zhFlags are flags in lines, with their names and types in Chinese. Columns are
// aligned by what is seen: a Chinese character is two columns wide.
func zhFlags(fs *pflag.FlagSet) string {
	var left, right []string
	fs.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name, usage := pflag.UnquoteUsage(f)
		s := "      --" + f.Name
		if f.Shorthand != "" {
			s = "  -" + f.Shorthand + ", --" + f.Name
		}
		if name = typeWord(name); name != "" {
			s += " " + name
		}
		if d := f.DefValue; d != "" && d != "0" && d != "false" && d != "[]" && !strings.Contains(usage, "缺省") {
			usage += "（缺省 " + d + "）"
		}
		left, right = append(left, s), append(right, usage)
	})
	wide := 0
	for _, s := range left {
		wide = max(wide, term.Width(s))
	}
	var b strings.Builder
	for i := range left {
		fmt.Fprintf(&b, "%s   %s\n", term.Pad(left[i], wide), right[i])
	}
	return b.String()
}

// typeWord is the type of a flag in Chinese; a name given to its value stays.
func typeWord(name string) string {
	words := []string{"string", "文字", "int", "数", "duration", "时长", "strings", "文字,…", "stringArray", "文字"}
	if i := slices.Index(words, name); i >= 0 && i%2 == 0 {
		return words[i+1]
	}
	return name
}
