package yml

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema/late"
)

// noText is the error of a file that is no text at all, or in another encoding
// than Unicode; nil for a text.
func noText(file string, data []byte) error {
	utf16 := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
	binary := !utf16 && !utf8.Valid(data) && bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0
	for _, magic := range []string{"PK\x03\x04", "%PDF-", "\xd0\xcf\x11\xe0", "\x1f\x8b"} {
		if binary || bytes.HasPrefix(data, []byte(magic)) {
			return &Error{
				File: file, Line: 1,
				Text: "this is no text: it looks like a workbook, a document or an archive", ZH: "这不是文本文件：看来是工作簿、文档或压缩包",
				Hint: "give a YAML file, written with a text editor", HintZH: "请给出用文本编辑器写的 YAML 文件",
			}
		}
	}
	if utf16 || utf8.Valid(data) {
		return nil // the library knows UTF-16 by its mark
	}
	line, rest := 1, data
	for len(rest) > 0 {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		rest = rest[size:]
	}
	return &Error{
		File: file, Line: line,
		Text: "the text is not UTF-8", ZH: "文字不是 UTF-8 编码",
		Hint: "save the file as UTF-8 in the editor", HintZH: "可能是 GBK 编码：请在编辑器里另存为 UTF-8",
	}
}

// mistake is one that people make and that the library describes poorly.
type mistake struct {
	// line matches the line that holds it; the first group begins where the
	// mistake is.
	line                   func() *regexp.Regexp
	text, zh, hint, hintZH string
}

// mistakes, the surest first.
var mistakes = []mistake{
	{
		late.Regexp(`^ *(\t)`),
		"the line is indented with a tab", "这一行用 Tab 缩进",
		"indent with spaces, never with tabs", "用空格缩进，不要用 Tab",
	},
	{
		late.Regexp(`^ *(?:- +)?[A-Za-z_][\w.-]* *(：)`),
		"the colon behind the key is a full-width “：”", "键后面的冒号是全角“：”",
		"write a half-width colon and a space: “: ”", "请改为半角冒号加一个空格：“: ”",
	},
	{
		late.Regexp(`[{\[](?:[^"'#]|"[^"]*"|'[^']*')*?([：，])`),
		"a full-width “：” or “，” between brackets", "括号里用了全角的“：”或“，”",
		"write half-width signs, each with a space behind: “: ” and “, ”; put a text that holds one in quotes", "请改为半角标点，后面加一个空格：“: ”“, ”；文字里的标点请放在引号里",
	},
	{
		late.Regexp(`^ *(?:- +)?[A-Za-z_][\w-]*(:)[^\s/]`),
		"no space behind the colon", "冒号后没有空格",
		"write “: ” with a space between a key and its value", "冒号后要有一个空格：“键: 值”",
	},
	{
		late.Regexp(`^ *(-)[A-Za-z_][\w-]*:`),
		"no space behind the “-”", "“-”后没有空格",
		"write “- ” with a space before an item of a list", "“-”后要有一个空格：“- id: …”",
	},
	{
		late.Regexp(`^ *(?:- +)?[\w-]+: +[^"'\[{|>#&*!][^#]*?(: )`),
		"a second “: ” in one line", "一行里有两个“: ”",
		`put the text in quotes "…"; a further key stands on a line of its own`, "文字里有“: ”时，把这段文字放在双引号里；另一个键请另起一行",
	},
	{
		late.Regexp(`: +([%@` + "`" + `])`),
		"a text that begins with a sign of YAML", "文字以 YAML 的专用符号开头",
		`put the text in quotes "…"`, "请把这段文字放在双引号里",
	},
}

// maxDiagnosed bounds the lines that are looked at for a mistake.
const maxDiagnosed = 20_000

// diagnose finds the mistake behind a fault of the syntax, which may stand on
// another line than the one that the library names: on that line, then on the
// ones around it, then anywhere.
func (e *Error) diagnose(lines [][]byte) {
	last := min(len(lines), maxDiagnosed)
	order := []int{e.Line, e.Line + 1, e.Line - 1}
	for n := 1; n <= last; n++ {
		order = append(order, n)
	}
	for _, n := range order {
		if n < 1 || n > last || len(lines[n-1]) > 4096 {
			continue
		}
		line := bytes.TrimRight(lines[n-1], "\r")
		if bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("#")) {
			continue
		}
		for i := range mistakes {
			m := &mistakes[i]
			at := m.line().FindSubmatchIndex(line)
			if at == nil {
				continue
			}
			e.Line, e.Column = n, utf8.RuneCount(line[:at[2]])+1
			e.Text, e.ZH, e.Hint, e.HintZH = m.text, m.zh, m.hint, m.hintZH
			return
		}
	}
}

// Punctuation says how to mend a text that holds full-width punctuation where
// YAML wants its own, or a dash without a space; empty where it holds none. A
// node that was written in quotes was meant so.
func Punctuation(n *Node) (en, zh string) {
	if n == nil || n.Kind != Scalar || n.Style != 0 {
		return "", ""
	}
	switch {
	case strings.Contains(n.Value, "："):
		return "it holds a full-width “：”; write “: ” between a key and its value", "其中有全角冒号“：”；键和值之间请写半角冒号加一个空格“: ”"
	case strings.Contains(n.Value, "，"):
		return "it holds a full-width “，”; divide the items with “, ”, or put the text in quotes", "其中有全角逗号“，”；各项之间请用半角逗号“, ”，文字里的逗号请加双引号"
	case len(n.Value) > 1 && n.Value[0] == '-' && n.Value[1] >= 'a' && n.Value[1] <= 'z':
		return "write “- ” with a space before an item of a list", "列表项的“-”后要有一个空格"
	case strings.Contains(n.Value, ":") && !strings.Contains(n.Value, "://"):
		return "write “: ” with a space between a key and its value", "键和值之间的冒号后要有一个空格"
	}
	return "", ""
}

// inChinese is a message of the library in Chinese.
func inChinese(text string) string {
	for _, m := range []struct{ en, zh string }{
		{"unknown key", "没有这个键：" + strings.TrimPrefix(text, "unknown key ")},
		{"found character that cannot start any token", "这里有不能放在开头的字符；文字请加双引号"},
		{"could not find expected ':'", "这里缺少冒号；应写成“键: 值”"},
		{"did not find expected key", "这里应是一个键（“键: 值”）；请检查缩进和引号"},
		{"did not find expected '-' indicator", "这里应是以“- ”开头的列表项；请检查缩进"},
		{"did not find expected ',' or ']'", "方括号里缺少逗号，或没有用 ] 结束"},
		{"did not find expected ',' or '}'", "花括号里缺少逗号，或没有用 } 结束"},
		{"did not find expected node content", "这里缺少内容；括号可能没有结束"},
		{"mapping values are not allowed in this context", "这里不能再出现“: ”；请检查缩进，文字里的“: ”要加双引号"},
		{"found unexpected end of stream", "引号没有结束"},
		{"found unknown escape character", "双引号里的 \\ 后面不是合法的转义字符；改用单引号即可"},
		{"found undefined tag handle", "文字不能以 ! 开头，请加双引号"},
		{"unknown anchor", "没有定义的锚点；文字不能以 * 开头，请加双引号"},
		{"block sequence entries are not allowed in this context", "列表项“- ”不能写在这里，请另起一行"},
		{"already defined at line", "同一个键写了两次"},
		{"excessive aliasing", "别名太多"},
	} {
		if strings.Contains(text, m.en) {
			return m.zh
		}
	}
	return "不是合法的 YAML：" + text
}
