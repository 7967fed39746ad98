package cmd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/report"
	"github.com/pbt-cli/pbt/cmd/internal/service"
	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/cmd/internal/web"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/sheet"
)

// serveFlags are the flags of pbt serve, as given.
type serveFlags struct {
	check     validateFlags
	listen    string
	hosts     []string
	tokenFile string
	maxBytes  int64
	jobs      int
}

// The outputs of the service.
var (
	serveParse    = []string{"json", "yaml", "csv", "xlsx"}
	serveValidate = []string{"json", "sarif", "text", "xlsx"}
)

// defaultListen is where the service listens unless it is told otherwise.
const defaultListen = "127.0.0.1:7878"

// tokenVariable is the environment's way to give the token.
const tokenVariable = "PBT_TOKEN"

// leastToken is the shortest token for an address that others can reach, in
// characters.
const leastToken = 16

func (a *App) newServe() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "read and check as a small HTTP service on this machine",
		Long: `Serve takes a document by POST and sends its reading or its findings back: JSON,
YAML, CSV, SARIF or a workbook. It listens on the loopback address, takes only its
own token and its own host name, keeps nothing, and ends with Ctrl-C. The page at /
shows how to call it, /openapi.json describes it for programs.

The token is that of --token-file or $PBT_TOKEN, else a new one that is printed. An
address that other machines can reach asks for a token of your own.`,
		Example: `  pbt serve
  curl -H "X-Pbt-Token: $TOKEN" --data-binary @form.pdf "http://127.0.0.1:7878/v1/parse?output=yaml"
  pbt serve --listen 10.0.0.5:7878 --token-file /etc/pbt/token`,
		Args: a.takes(0, 0),
		RunE: func(c *cobra.Command, _ []string) error { return a.serve(c.Context(), &f) },
	}
	f.check.read.register(c)
	fl := c.Flags()
	fl.StringVar(&f.listen, "listen", defaultListen, "listen on `ADDRESS`; port 0 takes a free one")
	fl.StringSliceVar(&f.hosts, "host", nil, "answer to this `NAME[:PORT]` too, by which others call the service")
	fl.StringVar(&f.tokenFile, "token-file", "", "the token, in the first line of `FILE`")
	fl.Int64Var(&f.maxBytes, "max-size", 64, "largest document, in `MIB`")
	fl.IntVarP(&f.jobs, "jobs", "j", 0, "documents worked on at a time (default one a processor)")
	fl.StringVar(&f.check.config, "config", "", "configuration `FILE` (default $PBT_CONFIG, then the nearest .pbt.yaml)")
	fl.StringVar(&f.check.rules, "rules", "", "rule set: a YAML `FILE`, or default")
	fl.StringVar(&f.check.target, "target", "", "the `SYSTEM` that the forms are meant for, such as system-export")
	return c
}

// serve listens until it is told to end.
func (a *App) serve(ctx context.Context, f *serveFlags) error {
	if f.maxBytes < 1 || f.maxBytes<<20 > parser.MaxBytes {
		return a.misuse(a.say("--max-size %d 不在 1 到 %d 之间", "--max-size %d is not between 1 and %d", f.maxBytes, parser.MaxBytes>>20), "")
	}
	if f.jobs <= 0 {
		f.jobs = runtime.GOMAXPROCS(0)
	}
	token, own, err := a.serveToken(f)
	if err != nil {
		return err
	}
	v, err := a.newValidation(&f.check)
	if err != nil {
		return err
	}
	v.lone = true
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return a.failure(a.say("不能在 %s 上监听：%v", "cannot listen on %s: %v", f.listen, err), a.say("换一个端口：--listen 127.0.0.1:0", "try another port: --listen 127.0.0.1:0"))
	}
	s := &service.Service{
		Tasks:    map[string]service.Task{"parse": v.serveParse, "validate": v.serveValidate},
		Outputs:  map[string][]string{"parse": serveParse, "validate": serveValidate},
		MaxBytes: f.maxBytes << 20, Jobs: f.jobs, Timeout: 2*f.check.read.timeout + time.Minute,
	}
	g := &web.Guard{Token: token, Hosts: append(web.Hosts(l.Addr()), f.names(l.Addr())...), Public: service.Public, Policy: service.Policy}
	a.complain(a.say("在 http://%s/ 上服务，按 Ctrl-C 结束", "serving on http://%s/, Ctrl-C ends it", l.Addr()), "")
	if !own {
		a.complain(a.say("令牌：%s", "token: %s", token), "")
	}
	if err := web.Serve(ctx, l, g.Wrap(s.Handler())); err != nil {
		return a.failure(err.Error(), "")
	}
	return nil
}

// serveToken is the token of the file, of the environment, or a new one; own reports
// that it was given. Where others can reach the service it must be.
func (a *App) serveToken(f *serveFlags) (token string, own bool, err error) {
	token = a.Getenv(tokenVariable)
	if f.tokenFile != "" {
		data, err := os.ReadFile(f.tokenFile)
		if err != nil {
			return "", false, a.misuse(a.say("--token-file %s：%s", "--token-file %s: %s", f.tokenFile, reason(err).In(a.language())), "")
		}
		line, _, _ := strings.Cut(string(data), "\n")
		if token = strings.TrimSpace(line); token == "" {
			return "", false, a.misuse(a.say("--token-file %s 第一行是空的", "the first line of --token-file %s is empty", f.tokenFile), "")
		}
	}
	switch {
	case token == "" && loopback(f.listen):
		return web.NewToken(), false, nil
	case !loopback(f.listen) && len(token) < leastToken:
		return "", false, a.misuse(
			a.say("别的机器够得着 %s，要有至少 %d 个字符的令牌", "other machines can reach %s: it needs a token of at least %d characters", f.listen, leastToken),
			a.say("用 --token-file 文件 或 $%s 给出", "give one with --token-file FILE or $%s", tokenVariable))
	}
	return token, true, nil
}

// loopback reports whether an address is this machine's alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// names are those of --host, with the port that is listened on where they have none.
func (f *serveFlags) names(at net.Addr) []string {
	_, port, _ := net.SplitHostPort(at.String())
	var out []string
	for _, h := range f.hosts {
		h = strings.ToLower(h)
		if _, _, err := net.SplitHostPort(h); err != nil {
			out = append(out, h) // behind a proxy, at the protocol's own port
			h = net.JoinHostPort(h, port)
		}
		out = append(out, h)
	}
	return out
}

// jobOptions are the options of a request, upon those of the command line.
func (v *validation) jobOptions(job *service.Job) (parser.Options, error) {
	opt := v.options
	opt.Lang = job.Lang
	if job.Year != 0 {
		opt.Year = job.Year
	}
	if job.Sheet != "" {
		opt.Sheet = job.Sheet
	}
	if job.Password != "" {
		opt.Password = job.Password
	}
	if job.Pages != "" {
		pages, bad := parsePages(job.Pages)
		if bad != "" {
			return opt, &service.Mistake{Text: schema.Text{ZH: "pages 里的 " + bad + " 不是页码范围", EN: bad + " in pages is no page range"}}
		}
		opt.Pages = pages
	}
	return opt, nil
}

// serveParse is the task of reading.
func (v *validation) serveParse(ctx context.Context, job *service.Job, w io.Writer) (bool, error) {
	opt, err := v.jobOptions(job)
	if err != nil {
		return false, err
	}
	file := parser.Read(ctx, parser.Source{Name: job.Name, Data: job.Data}, opt)
	unreadable := false
	for _, d := range file.Documents {
		unreadable = unreadable || d.Unreadable()
		for i := range d.Problems {
			d.Problems[i].Localize(job.Lang)
		}
	}
	p := printer{app: v.app, trace: job.Trace, docs: file.Documents}
	return unreadable, p.printAs(w, job.Output)
}

// serveValidate is the task of checking.
func (v *validation) serveValidate(ctx context.Context, job *service.Job, w io.Writer) (bool, error) {
	opt, err := v.jobOptions(job)
	if err != nil {
		return false, err
	}
	// A copy has the language and the options of the request; what is shared of a
	// run, such as the ignores, guards itself.
	own := &validation{
		app: &App{lang: string(job.Lang), color: "never", Getenv: v.app.Getenv, Err: io.Discard}, flags: v.flags, config: v.config, options: opt, set: v.set, failOn: v.failOn,
		selected: v.selected, ignored: v.ignored, silence: v.silence, accepted: v.accepted, lone: true, today: v.today,
	}
	r := own.check(ctx, &source{name: job.Name, rel: job.Name, named: true, read: func(context.Context) ([]byte, error) { return job.Data, nil }})
	if r == nil {
		return false, errors.New("not a document")
	}
	if job.Output == "xlsx" {
		var entries []sheet.Entry
		for i, d := range r.Documents {
			e := sheet.Entry{Doc: d, Findings: []schema.Finding{}}
			if i == 0 {
				e.Findings = r.Findings
			}
			entries = append(entries, e)
		}
		return r.Unreadable, sheet.Desk(w, form.Embedded().Canonical(), entries...)
	}
	var b bytes.Buffer
	out, err := report.New(&b, job.Output, report.Options{
		Lang: job.Lang, Style: term.Style{}, FailOn: v.failOn, Rules: own.rules(), Version: programVersion(), Dir: mustAbs("."),
	})
	if err != nil {
		return false, err
	}
	if err := errors.Join(out.Write(r), out.Flush()); err != nil {
		return false, err
	}
	_, err = b.WriteTo(w)
	return r.Unreadable, err
}
