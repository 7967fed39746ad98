package cmd

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/scan"
)

// ocrOptions turns --ocr and --ocr-command into the parser's options.
func (a *App) ocrOptions(mode, command string) (parser.OCR, error) {
	var o parser.OCR
	switch mode {
	case "", "auto":
	case "off":
		o.Mode = parser.OCROff
	default:
		return o, a.misuse(a.say("--ocr 没有 %q，应为 auto 或 off", "unknown value %q for --ocr, expected auto or off", mode), "")
	}
	o.Progress = a.pagesShown()
	words := strings.Fields(command)
	if len(words) == 0 {
		return o, nil
	}
	path, err := exec.LookPath(words[0])
	if err != nil {
		return o, a.misuse(a.say("--ocr-command 找不到程序：%v", "--ocr-command: %v", err), a.say("写一个已经装好的程序，例如 tesseract", "give a program that is installed, such as tesseract"))
	}
	if words[0] == "tesseract" && len(words) == 1 {
		o.Engine = &scan.Engine{Name: "tesseract", Lines: tesseract(path)}
		return o, nil
	}
	o.Engine = &scan.Engine{Name: filepath.Base(words[0]), Lines: program(path, words[1:])}
	return o, nil
}

// pagesShown shows on a terminal which page of a document is recognised, on one line
// that is gone once the document is read; nil where nobody watches.
func (a *App) pagesShown() func(page int) {
	if !term.IsTerminal(a.Err) || a.Getenv("TERM") == "dumb" || a.Getenv("CI") != "" {
		return nil
	}
	return a.showPage
}

// showPage writes the line, or takes it away for page 0.
func (a *App) showPage(page int) {
	const clear = "\r\x1b[K"
	line := ""
	if page > 0 {
		line = a.say("第 %d 页是图片，正在识别……", "page %d is a picture: recognising…", page)
	}
	io.WriteString(a.Err, clear+line) //nolint:errcheck // a person watches, or nobody
}

// lineReader is what recognises pictures of lines.
type lineReader func(ctx context.Context, pictures [][]byte) ([]scan.Line, error)

// withList writes pictures into a folder of their own and gives run the name of
// a file that lists them, one a line. The folder is gone afterwards.
func withList(pictures [][]byte, run func(list string) error) error {
	dir, err := os.MkdirTemp("", "pbt-lines-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var list bytes.Buffer
	for i, p := range pictures {
		name := filepath.Join(dir, fmt.Sprintf("line-%05d.png", i+1))
		if err := os.WriteFile(name, p, 0o600); err != nil {
			return err
		}
		fmt.Fprintln(&list, name)
	}
	name := filepath.Join(dir, "lines.txt")
	if err := os.WriteFile(name, list.Bytes(), 0o600); err != nil {
		return err
	}
	return run(name)
}

// output runs a program and gives what it prints.
func output(ctx context.Context, path string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, path, args...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil {
		if s := strings.TrimSpace(complaint.String()); s != "" {
			last := s[strings.LastIndexByte(s, '\n')+1:]
			return nil, fmt.Errorf("%w: %s", err, last)
		}
	}
	return out, err
}

// program runs a user's program: its last argument is the list of pictures, and
// it prints the text of each, a tab and its confidence, from 0 to 1.
func program(path string, args []string) lineReader {
	return func(ctx context.Context, pictures [][]byte) (lines []scan.Line, err error) {
		err = withList(pictures, func(list string) error {
			out, err := output(ctx, path, append(args[:len(args):len(args)], list)...)
			if err != nil {
				return err
			}
			for row := range strings.Lines(string(out)) {
				text, confidence, ok := strings.Cut(strings.TrimRight(row, "\r\n"), "\t")
				v, err := strconv.ParseFloat(strings.TrimSpace(confidence), 64)
				if !ok || err != nil || v < 0 || v > 1 {
					return fmt.Errorf("line %d of its output is not text, tab and a confidence from 0 to 1: %q", len(lines)+1, strings.TrimSpace(row))
				}
				lines = append(lines, scan.Line{Text: text, Confidence: v})
			}
			return nil
		})
		return lines, err
	}
}

// The columns of a row of tesseract's TSV.
const (
	tsvLevel   = 0
	tsvPage    = 1
	tsvConf    = 10
	tsvText    = 11
	tsvColumns = 12
	tsvWord    = "5"
)

// tesseract reads lines by tesseract with its Chinese model: a list of pictures
// is a document to it, and each of them a page. The weakest word counts.
func tesseract(path string) lineReader {
	return func(ctx context.Context, pictures [][]byte) ([]scan.Line, error) {
		lines := make([]scan.Line, len(pictures))
		err := withList(pictures, func(list string) error {
			out, err := output(ctx, path, list, "stdout", "-l", "chi_sim+eng", "--psm", "7", "tsv")
			if err != nil {
				return err
			}
			rows := bufio.NewScanner(bytes.NewReader(out))
			rows.Buffer(nil, 1<<20)
			for rows.Scan() {
				f := strings.Split(rows.Text(), "\t")
				if len(f) < tsvColumns || f[tsvLevel] != tsvWord {
					continue
				}
				page, err := strconv.Atoi(f[tsvPage])
				confidence, err2 := strconv.ParseFloat(f[tsvConf], 64)
				if err != nil || err2 != nil || page < 1 || page > len(lines) {
					continue
				}
				l := &lines[page-1]
				if l.Text == "" || confidence/100 < l.Confidence {
					l.Confidence = max(0, confidence/100)
				}
				l.Text += f[tsvText]
			}
			return rows.Err()
		})
		return lines, err
	}
}
