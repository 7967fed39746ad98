package cmd

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/desk"
	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/cmd/internal/web"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// reviewFlags are the flags of pbt review, as given.
type reviewFlags struct {
	check  validateFlags
	port   int
	noOpen bool
	static bool
	out    string
	by     string
}

func (a *App) newReview() *cobra.Command {
	var f reviewFlags
	c := &cobra.Command{
		Use:   "review FILE...",
		Short: "look at forms beside what was read of them, and set it right",
		Long: `Review opens a page in the browser: at the left each document as it looks, at the
right what was read of it. Doubts and findings are gone through with the keys n
and p, and settled with one; "?" in the page lists all keys. FILE is anything that
pbt parse reads, a directory, an archive or a glob.

What is set right is kept beside the document in FILE.review.yaml, which parse,
validate and convert apply with --review. Nothing else is written. The page is
served on this machine alone, to whoever has the address with its token, until
Ctrl-C.

--static writes one file that shows the same without a server, to mail or keep.`,
		Example: `  pbt review form.pdf
  pbt review 2024/
  pbt review --static --out review.html form.pdf`,
		Args: a.takes(1, -1),
		RunE: func(c *cobra.Command, files []string) error {
			return a.review(c.Context(), &f, files)
		},
	}
	f.check.read.register(c)
	fl := c.Flags()
	fl.StringVar(&f.check.config, "config", "", "configuration `FILE` (default $PBT_CONFIG, then the nearest .pbt.yaml)")
	fl.StringVar(&f.check.rules, "rules", "", "rule set: a YAML `FILE`, or default")
	fl.StringVar(&f.check.target, "target", "", "the `SYSTEM` that the forms are meant for, such as system-export")
	fl.IntVar(&f.port, "port", 0, "listen at this `PORT` (default any that is free)")
	fl.BoolVar(&f.noOpen, "no-open", false, "print the address, and open no browser")
	fl.BoolVar(&f.static, "static", false, "write one self-contained page to --out")
	fl.StringVar(&f.out, "out", "", "write to `FILE` instead of standard output")
	fl.StringVar(&f.by, "by", "", "the `NAME` that corrections bear")
	return c
}

// review runs pbt review.
func (a *App) review(ctx context.Context, f *reviewFlags, files []string) error {
	if f.out != "" && !f.static {
		return a.misuse(a.say("--out 只用于 --static", "--out is for --static"), "pbt review --static --out review.html "+files[0])
	}
	if f.port < 0 || f.port > 65535 {
		return a.misuse(a.say("--port %d 不是端口", "--port %d is no port", f.port), "")
	}
	for _, name := range files {
		if name == "-" {
			return a.misuse(a.say("review 不读标准输入", "review does not read standard input"), a.say("请先存成文件", "save it as a file first"))
		}
	}
	v, err := a.newValidation(&f.check)
	if err != nil {
		return err
	}
	opt := desk.Options{Read: v.options, Judge: v.judgeDesk, By: f.by, Version: programVersion(), Lang: a.language()}
	d, err := desk.New(ctx, input.Options{Paths: files, Exclude: []string{".*"}, Password: f.check.read.password}, opt)
	if err != nil {
		return a.interrupted(ctx, err)
	}
	if d.Len() == 0 {
		return a.failure(a.say("%s：没有可以看的文档", "%s: there is no document to look at", strings.Join(files, " ")), "")
	}
	if f.static {
		return a.reviewStatic(ctx, d, f.out)
	}
	return a.serveReview(ctx, d, f)
}

// interrupted is what ended a run before its end.
func (a *App) interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return a.failure(a.say("已中断", "interrupted"), "")
	}
	return err
}

// reviewStatic writes the page as one file.
func (a *App) reviewStatic(ctx context.Context, d *desk.Desk, out string) error {
	var unread int
	err := a.writeOut(out, func(w io.Writer) (err error) {
		unread, err = d.Static(ctx, w)
		return err
	})
	switch {
	case ctx.Err() != nil:
		return a.interrupted(ctx, err)
	case err != nil:
		return outputError(err)
	case unread > 0:
		return exit(exitUnreadable)
	}
	return nil
}

// serveReview serves the page until the program is told to end.
func (a *App) serveReview(ctx context.Context, d *desk.Desk, f *reviewFlags) error {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", f.port))
	if err != nil {
		why := reason(err)
		return a.usage(schema.Text{ZH: fmt.Sprintf("不能在端口 %d 上监听：%s", f.port, why.ZH), EN: fmt.Sprintf("port %d cannot be listened at: %s", f.port, why.EN)},
			schema.Text{ZH: "换一个 --port，或不写而由系统选", EN: "give another --port, or none and let the system choose"})
	}
	token := web.NewToken()
	address := fmt.Sprintf("http://%s/#%s", l.Addr(), token)
	fmt.Fprintln(a.Out, address)
	a.complain(a.say("在上面的地址打开复核页面（共 %[1]d 份文档）；按 Ctrl-C 结束", "the page is at the address above (%[2]s); Ctrl-C ends it", d.Len(), count(d.Len(), "document")), "")
	if !f.noOpen {
		if err := web.Browse(address); err != nil {
			a.complain(a.say("没有能打开的浏览器，请自己打开上面的地址", "no browser could be opened: open the address yourself"), "")
		}
	}
	ahead, stop := context.WithCancel(ctx)
	defer stop()
	go d.ReadAhead(ahead)
	return web.Serve(ctx, l, d.Handler(token, web.Hosts(l.Addr())))
}

// judgeDesk checks a file for pbt review as pbt validate does.
func (v *validation) judgeDesk(name string, data []byte, file *parser.File, said *review.File) (findings, accepted []schema.Finding) {
	r := &report.Result{File: name, Documents: file.Documents}
	if file.Normalised {
		r.Text = data
	}
	v.judge(r, file.Ignores, said)
	return r.Findings, r.Reviewed
}
