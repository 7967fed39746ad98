package cmd

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema/yml"
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
	fl.StringVar(&f.password, "password", "", "password of an encrypted document")
	fl.DurationVar(&f.timeout, "timeout", parser.DefaultTimeout, "longest time for one document; each page recognised from a picture adds 20s")
	fl.StringVar(&f.ocr, "ocr", "auto", "read pages that are pictures: auto or off")
	fl.StringVar(&f.engine, "ocr-command", "", "recognise lines by this `PROGRAM`: tesseract, or one that takes a file listing PNG pictures and prints text, tab, confidence (0 to 1) a line")
}

// options turns the flags into the parser's options. Its errors are usage
// errors.
func (f *readFlags) options() (parser.Options, error) {
	opt := parser.Options{Year: f.year, Sheet: f.sheet, Password: f.password, Timeout: f.timeout}
	if f.year != 0 && (f.year < 1990 || f.year > 2100) {
		return opt, usagef("give a fiscal year such as --year 2024", "--year %d is no fiscal year", f.year)
	}
	if f.timeout <= 0 {
		return opt, usagef("give a time such as --timeout 30s", "--timeout %s leaves no time", f.timeout)
	}
	var err error
	if opt.OCR, err = ocrOptions(f.ocr, f.engine); err != nil {
		return opt, err
	}
	if opt.Pages, err = parsePages(f.pages); err != nil {
		return opt, usagef("give pages such as --pages 31-35,40", "%v", err)
	}
	if f.profile != "" {
		if opt.Profiles, err = loadProfile(f.profile); err != nil {
			return opt, err
		}
	}
	return opt, nil
}

// loadProfile reads a user's profile file.
func loadProfile(file string) (*form.Profiles, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, usagef("--profile takes a YAML file; pbt profiles show NAME prints one to start from", "the profile cannot be read: %v", err)
	}
	p, err := form.Load(file, data)
	if err != nil {
		return nil, &exitError{code: ExitUsage, err: errors.New(compilerStyle(err)), hint: "pbt profiles show sh-2020 prints a profile to compare with"}
	}
	return p, nil
}

// compilerStyle prints an error in a YAML file with the faulty line under it.
func compilerStyle(err error) string {
	var ye *yml.Error
	if !errors.As(err, &ye) || ye.Source == "" {
		return err.Error()
	}
	return fmt.Sprintf("%s\n  %d | %s", err, ye.Line, ye.Source)
}

// parsePages reads "31-35,40" and "7-" (to the end).
func parsePages(s string) ([]parser.PageRange, error) {
	if s == "" {
		return nil, nil
	}
	var out []parser.PageRange
	for _, part := range strings.Split(s, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		first, err := strconv.Atoi(strings.TrimSpace(from))
		if err != nil || first < 1 {
			return nil, fmt.Errorf("%q in --pages is no page range", part)
		}
		last := first
		if isRange && strings.TrimSpace(to) == "" {
			last = 1 << 30
		} else if isRange {
			if last, err = strconv.Atoi(strings.TrimSpace(to)); err != nil || last < first {
				return nil, fmt.Errorf("%q in --pages is no page range", part)
			}
		}
		out = append(out, parser.PageRange{First: first, Last: last})
	}
	return out, nil
}
