package cmd

import (
	"io"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
)

// destination is one thing to write: a format, and the file that it goes to; none is
// standard output.
type destination struct{ format, file string }

// outputs reads -o FORMAT[=FILE], given any number of times, and --out FILE, where
// one format is asked for. Where there is no -o, the ending of --out chooses; one
// that contradicts it is a mistake, and so are two outputs in one place. endings
// may write the same format under several names, and one name several formats.
func (a *App) outputs(specs []string, out string, known []string, endings map[string][]string) ([]destination, error) {
	var list []destination
	for _, spec := range specs {
		format, file, _ := strings.Cut(spec, "=")
		if !slices.Contains(known, format) {
			return nil, a.noFormat(format, known...)
		}
		list = append(list, destination{format, file})
	}
	if len(list) == 0 {
		list = []destination{{format: known[0]}}
		if of := formatsOf(out, endings); len(of) > 0 {
			list[0].format = of[0]
		}
	}
	if out != "" {
		if len(list) != 1 || list[0].file != "" {
			return nil, a.misuse(a.say("--out 只用于一种格式", "--out is for one format"), a.say("写成 -o sarif=x.sarif -o github", "write -o sarif=x.sarif -o github"))
		}
		list[0].file = out
	}
	taken := map[string]bool{}
	for _, o := range list {
		if err := a.writable(o, known, endings); err != nil {
			return nil, err
		}
		if taken[o.file] {
			return nil, a.misuse(a.say("两种格式写到同一处", "two formats are written to one place"), a.say("写成 -o sarif=x.sarif -o github", "write -o sarif=x.sarif -o github"))
		}
		taken[o.file] = true
	}
	return list, nil
}

// writable refuses a file whose ending contradicts the format, that is no kind of
// file that the command writes, or that is a directory; and a workbook on a terminal.
func (a *App) writable(o destination, known []string, endings map[string][]string) error {
	of := formatsOf(o.file, endings)
	switch {
	case len(of) > 0 && !slices.Contains(of, o.format):
		return a.usage(schema.Text{ZH: "-o " + o.format + " 与 " + o.file + " 的后缀不一致", EN: "-o " + o.format + " contradicts the ending of " + o.file}, schema.Text{})
	case len(of) == 0 && notText(o.file):
		return a.usage(schema.Text{
			ZH: "--out " + o.file + "：不能写成这种文件，可以写的有：" + strings.Join(known, ", "),
			EN: "--out " + o.file + ": no such file can be written, only " + strings.Join(known, ", ")}, schema.Text{})
	case o.file == "" && packed(o.format) && term.IsTerminal(a.Out):
		return a.usage(schema.Text{ZH: "工作簿不能打印在终端上", EN: "a workbook is no text for a terminal"}, schema.Text{ZH: "用 --out 文件名 写到文件", EN: "write it to a file with --out"})
	case o.file != "" && isFolder(o.file):
		return a.usage(schema.Text{ZH: "--out " + o.file + " 是目录", EN: "--out " + o.file + " is a directory"}, schema.Text{ZH: "请写上其中的文件名", EN: "name a file in it"})
	}
	return nil
}

// packed reports whether a format is no text.
func packed(format string) bool {
	return format == "xlsx" || format == "docx" || format == "system" || format == markedFormat
}

// formatsOf are the formats that the ending of a file's name stands for.
func formatsOf(file string, endings map[string][]string) []string {
	i := strings.LastIndexByte(file, '.')
	if i < 0 {
		return nil
	}
	return endings[strings.ToLower(file[i:])]
}

// writeOutputs calls write with a writer for each output: each file is only put
// in place once all are whole.
func (a *App) writeOutputs(list []destination, write func([]io.Writer) error) error {
	var open func(rest []destination, writers []io.Writer) error
	open = func(rest []destination, writers []io.Writer) error {
		if len(rest) == 0 {
			return write(writers)
		}
		return a.writeOut(rest[0].file, func(w io.Writer) error { return open(rest[1:], append(writers, w)) })
	}
	return open(list, nil)
}
