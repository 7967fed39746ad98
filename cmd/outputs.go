package cmd

import (
	"io"
	"slices"
	"strings"

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
		if of := formatsOf(o.file, endings); len(of) > 0 && !slices.Contains(of, o.format) {
			return nil, a.usage(schema.Text{ZH: "-o " + o.format + " 与 " + o.file + " 的后缀不一致", EN: "-o " + o.format + " contradicts the ending of " + o.file}, schema.Text{})
		}
		if taken[o.file] {
			return nil, a.misuse(a.say("两种格式写到同一处", "two formats are written to one place"), a.say("写成 -o sarif=x.sarif -o github", "write -o sarif=x.sarif -o github"))
		}
		taken[o.file] = true
	}
	return list, nil
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
