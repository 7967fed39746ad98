package cmd

import (
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
)

// readFlags are the flags of every command that reads documents.
type readFlags struct {
	profile  string
	year     int
	sheet    string
	pages    string
	password string
	timeout  time.Duration
	ocr      string
	engine   string
}

func (f *readFlags) register(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.profile, "profile", "", "a form family of your own, as a YAML `FILE` (see pbt profiles)")
	fl.IntVar(&f.year, "year", 0, "keep only the forms of this fiscal `YEAR`")
	fl.StringVar(&f.sheet, "sheet", "", "read only this sheet of a workbook, by `NAME` or number from 1")
	fl.StringVar(&f.pages, "pages", "", "read only these pages of a PDF: `31-35,40`")
	fl.StringVar(&f.password, "password", "", "password of an encrypted document or archive")
	fl.DurationVar(&f.timeout, "timeout", parser.DefaultTimeout, "longest time for one document; each page recognised from a picture adds 20s")
	fl.StringVar(&f.ocr, "ocr", "auto", "read pages that are pictures: auto or off")
	fl.StringVar(&f.engine, "ocr-command", "", "recognise lines by this `PROGRAM`: tesseract, or one that takes a file listing PNG pictures and prints text, tab, confidence (0 to 1) a line")
}

// options turns the flags into the parser's options. Its errors are usage
// errors.
func (f *readFlags) options(a *App) (parser.Options, error) {
	opt := parser.Options{Year: f.year, Sheet: f.sheet, Password: f.password, Timeout: f.timeout, Memory: new(form.Memory)}
	if f.year != 0 && (f.year < 1990 || f.year > 2100) {
		return opt, a.misuse(a.say("--year %d 不是预算年度", "--year %d is no fiscal year", f.year), a.say("年度形如 --year 2024", "give a fiscal year such as --year 2024"))
	}
	if f.timeout <= 0 {
		return opt, a.misuse(a.say("--timeout %s 没有留下时间", "--timeout %s leaves no time", f.timeout), a.say("时限形如 --timeout 30s", "give a time such as --timeout 30s"))
	}
	var bad string
	if opt.Pages, bad = parsePages(f.pages); bad != "" {
		return opt, a.misuse(a.say("--pages 里的 %q 不是页码范围", "%q in --pages is no page range", bad), a.say("页码形如 --pages 31-35,40", "give pages such as --pages 31-35,40"))
	}
	var err error
	if opt.OCR, err = a.ocrOptions(f.ocr, f.engine); err != nil {
		return opt, err
	}
	if f.profile != "" {
		if opt.Profiles, err = a.loadProfile(f.profile); err != nil {
			return opt, err
		}
	}
	return opt, nil
}

// loadProfile reads a user's profile file.
func (a *App) loadProfile(file string) (*form.Profiles, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, a.misuse(a.say("表样文件读不出：%s", "the profile cannot be read: %s", reason(err).In(a.language())), a.say("--profile 后面应是 YAML 文件；pbt profiles show 名称 打印一个可以照着改的", "--profile takes a YAML file; pbt profiles show NAME prints one to start from"))
	}
	p, err := form.Load(file, data)
	if err != nil {
		return nil, a.misuse(compilerStyle(err), a.say("pbt profiles show sh-2020 打印一个表样，可以对照", "pbt profiles show sh-2020 prints a profile to compare with"))
	}
	return p, nil
}

// parsePages reads "31-35,40" and "7-" (to the end); bad is the part that is no
// range.
func parsePages(s string) (out []parser.PageRange, bad string) {
	if s == "" {
		return nil, ""
	}
	for _, part := range strings.Split(s, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		first, err := strconv.Atoi(strings.TrimSpace(from))
		if err != nil || first < 1 {
			return nil, part
		}
		last := first
		if isRange && strings.TrimSpace(to) == "" {
			last = 1 << 30
		} else if isRange {
			if last, err = strconv.Atoi(strings.TrimSpace(to)); err != nil || last < first {
				return nil, part
			}
		}
		out = append(out, parser.PageRange{First: first, Last: last})
	}
	return out, ""
}
