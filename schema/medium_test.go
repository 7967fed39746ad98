package schema

import "testing"

// Faults of one kind read alike whatever the document is, in both languages.
func TestMedium(t *testing.T) {
	for _, c := range []struct {
		got    *ReadError
		rule   string
		zh, en string
	}{
		{WordDocument.Damaged(UnknownEncoding), "extract.damaged", "Word 文档已损坏或不完整：编码无法识别", "the Word document is damaged or cut short: its encoding is unknown"},
		{OpenText.TooLarge(MoreCells(500)), "extract.limit", "OpenDocument 文件过大：单元格超过 500 个", "the OpenDocument file is too large: it has more than 500 cells"},
		{PlainText.TooLarge(MoreBytes(64 << 20)), "extract.limit", "文本过大：超过 64 MiB", "the text is too large: it has more than 64 MiB"},
		{RTFDocument.CutShort(), "extract.partial", "RTF 文档中途损坏，只读到损坏处为止", "the RTF document breaks off, it was read up to there"},
	} {
		if c.got.Rule != c.rule || c.got.Text != (Text{c.zh, c.en}) || c.got.Hint.ZH == "" || c.got.Hint.EN == "" {
			t.Errorf("got %s %+v, hint %+v", c.got.Rule, c.got.Text, c.got.Hint)
		}
	}
}
