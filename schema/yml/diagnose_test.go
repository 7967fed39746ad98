package yml

import (
	"errors"
	"strings"
	"testing"
)

// TestMistakes holds that a mistake which people make is named at its place,
// with what to do about it.
func TestMistakes(t *testing.T) {
	tests := []struct {
		name, src    string
		line, column int
		zh, hint     string
	}{
		{"full-width colon", "rules:\n- id: value.vague\n  severity：warning\n  title: 甲\n", 3, 11, "全角“：”", "半角冒号"},
		{"full-width colon first", "extends：default\nrules:\n- id: a\n", 1, 8, "全角“：”", "半角冒号"},
		{"no space", "rules:\n- id: value.vague\n  severity:warning\n  title: 甲\n", 3, 11, "冒号后没有空格", "空格"},
		{"tab", "rules:\n- id: value.vague\n\tseverity: info\n", 3, 1, "Tab", "不要用 Tab"},
		{"tab after spaces", "rules:\n- id: value.vague\n  params:\n  \tmax: 3\n", 4, 3, "Tab", "不要用 Tab"},
		{"full-width in braces", "rules:\n- id: a.b\n  params: {of：value，any：[promise]}\n", 3, 14, "全角", "半角标点"},
		{"no space after dash", "rules:\n  - id: a.b\n  -id: a.c\n", 3, 3, "“-”后没有空格", "空格"},
		{"two colons", "title: a: b\n", 1, 9, "两个“: ”", "双引号"},
		{"percent", "message: %d\n", 1, 10, "专用符号", "双引号"},
		{"workbook", "PK\x03\x04 \x00\x01", 1, 0, "不是文本文件", "YAML"},
		{"program", "\x7fELF\x02\x01\x01\x00\x00\xff\x90", 1, 0, "不是文本文件", "YAML"},
		{"GBK", "rules:\n- title: \xb2\xe2\xca\xd4\n", 2, 0, "UTF-8", "另存为"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Nodes("ours.yaml", []byte(tt.src))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			if e.Line != tt.line || e.Column != tt.column {
				t.Errorf("at %d:%d, want %d:%d", e.Line, e.Column, tt.line, tt.column)
			}
			if !strings.Contains(e.ZH, tt.zh) || !strings.Contains(e.HintZH, tt.hint) || e.Hint == "" {
				t.Errorf("said %q, %q", e.ZH, e.HintZH)
			}
		})
	}
}

// TestUndiagnosed holds that what nobody can tell stays as the library says it.
func TestUndiagnosed(t *testing.T) {
	_, err := Nodes("ours.yaml", []byte("a: [1, 2\n"))
	var e *Error
	if !errors.As(err, &e) || e.Line == 0 || e.Hint != "" || !strings.Contains(e.ZH, "方括号") {
		t.Errorf("got %+v", e)
	}
}

// TestMeantSo holds that right YAML is not found fault with.
func TestMeantSo(t *testing.T) {
	for _, src := range []string{
		"message: “{name}”：不合规范，请改正\n",
		"url: https://example.com/a\n",
		"a: {b: \"甲，乙：丙\"}\n",
		"",
	} {
		if _, err := Nodes("ours.yaml", []byte(src)); err != nil {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// A key that there is not is named without the Go type that lacks it.
func TestUnknownKey(t *testing.T) {
	var into struct {
		Known string `yaml:"known"`
	}
	var e *Error
	if err := Decode("mine.yaml", []byte("known: a\nknwon: b\n"), &into); !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if e.Line != 2 || e.Text != `unknown key "knwon"` || e.ZH != `没有这个键："knwon"` {
		t.Errorf("got line %d, %q, %q", e.Line, e.Text, e.ZH)
	}
}
