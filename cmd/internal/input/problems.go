package input

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pbt-cli/pbt/schema"
)

// fault makes a read error; hint may be the zero Text.
func fault(rule string, text, hint schema.Text) *schema.ReadError {
	return &schema.ReadError{Rule: rule, Text: text, Hint: hint}
}

// fileFault says why a file or directory on disk could not be read.
func fileFault(err error) *schema.ReadError {
	var re *schema.ReadError
	switch {
	case errors.As(err, &re):
		return re
	case errors.Is(err, fs.ErrNotExist):
		return fault("extract.missing",
			schema.Text{ZH: "找不到文件", EN: "the file does not exist"},
			schema.Text{ZH: "检查路径；若文件在运行中被移走，请再运行一次", EN: "check the path; if it was moved away during the run, run again"})
	case errors.Is(err, fs.ErrPermission):
		return fault("extract.permission",
			schema.Text{ZH: "没有读取权限", EN: "permission to read is denied"},
			schema.Text{ZH: "以有权限的用户运行，或修改文件权限", EN: "run as a user who may read it, or change its mode"})
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault("extract.cancelled", schema.Text{ZH: "读取被中断", EN: "reading was interrupted"}, schema.Text{})
	}
	var pe *os.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return fault("extract.io",
		schema.Text{ZH: "读取失败：" + err.Error(), EN: "reading failed: " + err.Error()},
		schema.Text{ZH: "检查磁盘或网络盘，然后再运行一次", EN: "check the disk or the network share, then run again"})
}

func tooLarge(size, limit int64) *schema.ReadError {
	return fault("extract.too-large",
		schema.Text{ZH: fmt.Sprintf("文件 %s，超过上限 %s", bytesText(size), bytesText(limit)), EN: fmt.Sprintf("the document has %s, more than the limit of %s", bytesText(size), bytesText(limit))},
		schema.Text{ZH: "确认文件可信后用 --max-document 放宽", EN: "if it can be trusted, allow more with --max-document"})
}

func damaged(err error) *schema.ReadError {
	return fault("extract.archive-damaged",
		schema.Text{ZH: "压缩包损坏：" + err.Error(), EN: "the archive is damaged: " + err.Error()},
		schema.Text{ZH: "请重新获取压缩包；损坏处之前的文件已读取", EN: "fetch it again; the members before the damage were read"})
}

func memberDamaged(err error) *schema.ReadError {
	return fault("extract.member-damaged",
		schema.Text{ZH: "压缩包内文件损坏：" + err.Error(), EN: "the archive's member is damaged: " + err.Error()},
		schema.Text{ZH: "请重新获取压缩包", EN: "fetch the archive again"})
}

func encrypted() *schema.ReadError {
	return fault("extract.archive-encrypted",
		schema.Text{ZH: "压缩包已加密", EN: "the archive is encrypted"},
		schema.Text{ZH: "解压后再转换", EN: "unpack it with its password, then convert the files"})
}

func tooDeep(depth int) *schema.ReadError {
	return fault("extract.archive-depth",
		schema.Text{ZH: fmt.Sprintf("压缩包嵌套超过 %d 层", depth), EN: fmt.Sprintf("archives are nested more than %d deep", depth)},
		schema.Text{ZH: "确认可信后用 --depth 放宽", EN: "if it can be trusted, allow more with --depth"})
}

func tooManyMembers(limit int64) *schema.ReadError {
	return fault("extract.archive-members",
		schema.Text{ZH: fmt.Sprintf("压缩包内文件超过 %d 个", limit), EN: fmt.Sprintf("the archive has more than %d members", limit)},
		schema.Text{ZH: "确认可信后用 --max-members 放宽，或拆分压缩包", EN: "if it can be trusted, allow more with --max-members, or split it"})
}

func tooManyBytes(limit int64) *schema.ReadError {
	return fault("extract.archive-bytes",
		schema.Text{ZH: "压缩包解压后超过 " + bytesText(limit), EN: "the archive unpacks to more than " + bytesText(limit)},
		schema.Text{ZH: "确认可信后用 --max-unpacked 放宽，或拆分压缩包", EN: "if it can be trusted, allow more with --max-unpacked, or split it"})
}

func tooDense(ratio int64) *schema.ReadError {
	return fault("extract.archive-ratio",
		schema.Text{ZH: fmt.Sprintf("压缩包解压后超过自身大小的 %d 倍，疑为压缩炸弹", ratio), EN: fmt.Sprintf("the archive unpacks to more than %d times its size, as a bomb does", ratio)},
		schema.Text{ZH: "确认可信后用 --max-ratio 放宽", EN: "if it can be trusted, allow more with --max-ratio"})
}

// unsafeName is a warning: the document is read, its output gets a safe name.
func unsafeName(what, name string) schema.Finding {
	zh := map[string]string{"absolute": "是绝对路径", "parent": "含有 ..", "device": "是设备名", "long": "过长", "control": "含有控制字符"}[what]
	en := map[string]string{"absolute": "is absolute", "parent": "climbs with ..", "device": "is that of a device", "long": "is too long", "control": "holds control characters"}[what]
	f := schema.Finding{
		Rule: "extract.member-name", Severity: schema.SeverityWarning, Found: cut(name, 200),
		Text: schema.Text{ZH: "压缩包内的文件名" + zh, EN: "the name of the archive's member " + en},
		Hint: schema.Text{ZH: "输出改用安全的文件名", EN: "the output has a safe name instead"},
	}
	f.Localize(schema.ZH)
	return f
}

// cut shortens a text to at most n bytes at a rune's edge.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// bytesText writes a size as people do: 256 MiB.
func bytesText(n int64) string {
	const unit = 1024
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	v, prefix := float64(n)/unit, 0
	for v >= unit && prefix < 5 {
		v /= unit
		prefix++
	}
	return fmt.Sprintf("%.4g %ciB", v, "KMGTPE"[prefix])
}
