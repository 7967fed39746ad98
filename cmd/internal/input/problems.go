package input

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/pbt-cli/pbt/schema"
)

// fileFault says why a file or directory on disk could not be read.
func fileFault(err error) *schema.ReadError {
	var re *schema.ReadError
	switch {
	case errors.As(err, &re):
		return re
	case errors.Is(err, fs.ErrNotExist):
		return schema.ExtractMissing.Told()
	case errors.Is(err, fs.ErrPermission):
		return schema.ExtractPermission.Told()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return schema.ExtractCancelled.Told()
	}
	var pe *os.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return schema.ExtractIO.Told(err.Error())
}

// unsafeName is a warning: the document is read, its output gets a safe name.
func unsafeName(what, name string) schema.Finding {
	zh := map[string]string{"absolute": "是绝对路径", "parent": "含有 ..", "device": "是设备名", "long": "过长", "control": "含有控制字符"}[what]
	en := map[string]string{"absolute": "is absolute", "parent": "climbs with ..", "device": "is that of a device", "long": "is too long", "control": "holds control characters"}[what]
	f := schema.ExtractMemberName.Told(schema.Text{ZH: zh, EN: en}).Finding()
	f.Found = cut(name, 200)
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
