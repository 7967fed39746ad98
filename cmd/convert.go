package cmd

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables"
	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
	"github.com/pbt-cli/pbt/schema/yml"
)

// convertFlags are the flags of pbt convert, as given.
type convertFlags struct {
	read   readFlags
	in     inputFlags
	out    string
	format string
	trace  bool
	rules  string
	target string
	failOn string
	jobs   int
	force  bool
	prune  bool
	shard  string
	memory int64
	quiet  bool
	csvRaw bool
	tables []string
	review reviewFlag
	// exitZero: what is wrong with single documents is no failure of the run.
	exitZero bool
	// requireForms: a document that is named must hold a form.
	requireForms bool
}

// workerCommand is the hidden command that a run starts for its converting
// processes.
const workerCommand = "convert-worker"

// unpackCommand is the hidden command that unpacks one archive.
const unpackCommand = "unpack-worker"

func (a *App) newConvert() *cobra.Command {
	var f convertFlags
	c := &cobra.Command{
		Use:   "convert IN... --out DIR",
		Short: "convert folders and archives of forms into normalised files",
		Long: `Convert reads every form of files, directories, globs and archives (zip, tar and
its compressed kinds, 7z, rar, nested too) and writes one normalised file a
document into DIR, at a path that mirrors the input. DIR/manifest.jsonl says what
became of every input. See docs/convert.md.

A second run does only what is missing or changed, or was made by another pbt,
profile set or rule set. A run that was stopped, by whatever, goes on where it
was when it is started again.

Exit codes: 0 every document converted · 1 some hold no form, or have findings at
--fail-on · 2 wrong command line, configuration or rule set · 3 some documents
could not be read, or outputs not be written.`,
		Example: `  pbt convert 2024/ --out 2024-yaml
  pbt convert 区县上报.zip --out out -j 8
  find /archive -name '*.pdf' -print0 | pbt convert --files-from - --out out
  pbt convert /archive --out out --shard 3/20`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.convert(c.Context(), &f, args)
		},
	}
	f.read.register(c)
	f.review.register(c)
	f.in.register(c)
	fl := c.Flags()
	fl.StringVar(&f.out, "out", "", "write to this `DIR` (required)")
	fl.StringVarP(&f.format, "output", "o", "yaml", "format: yaml or json")
	fl.BoolVar(&f.trace, "trace", false, "write where every value stands")
	fl.StringVar(&f.rules, "rules", "", "rule set for the counts of findings: a YAML `FILE`, or default")
	fl.StringVar(&f.target, "target", "", "the `SYSTEM` that the forms are meant for, such as system-export")
	fl.StringVar(&f.failOn, "fail-on", "error", "least severity that gives exit code 1: error, warning, info or never")
	fl.IntVarP(&f.jobs, "jobs", "j", 0, "documents converted at a time (default one a processor)")
	fl.BoolVar(&f.force, "force", false, "convert again what is converted already")
	fl.BoolVar(&f.prune, "prune", false, "remove outputs of earlier runs whose inputs are gone")
	fl.StringVar(&f.shard, "shard", "", "convert only part `I/N`, I from 0 (default from Slurm's and Kubernetes' variables; 0/1 for all)")
	fl.Int64Var(&f.memory, "max-memory", 1024, "memory for one document, in `MIB`")
	fl.StringArrayVar(&f.tables, "table", nil, "collect a table in DIR: "+tableUsage+" (repeatable)")
	fl.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 once every input is accounted for, whatever was found in them")
	fl.BoolVar(&f.requireForms, "require-forms", false, "every document named must hold a form, else exit 1 even with --exit-zero")
	fl.BoolVar(&f.csvRaw, "csv-raw", false, csvRawUsage)
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress and no summary")
	return c
}

// inputFlags are the flags of every command that takes directories and archives.
type inputFlags struct {
	include, exclude []string
	filesFrom        string
	depth            int
	members          int64
	unpacked, ratio  int64
	document         int64
}

func (f *inputFlags) register(c *cobra.Command) {
	d := input.DefaultLimits()
	fl := c.Flags()
	fl.StringSliceVar(&f.include, "include", nil, "take only documents that match a `GLOB` (**, *, ?); without / it is held against the base name")
	fl.StringSliceVar(&f.exclude, "exclude", nil, "pass over files, directories and archives that match a `GLOB`")
	fl.StringVar(&f.filesFrom, "files-from", "", "read the names of inputs from `FILE`, one a line or ended by NUL; - is standard input")
	fl.IntVar(&f.depth, "depth", d.Depth, "how deep archives may nest")
	fl.Int64Var(&f.members, "max-members", d.Members, "most members of one archive, nested ones too")
	fl.Int64Var(&f.unpacked, "max-unpacked", d.Bytes>>20, "most that one archive may unpack to, in `MIB`")
	fl.Int64Var(&f.ratio, "max-ratio", d.Ratio, "how many times its size one archive may unpack to")
	fl.Int64Var(&f.document, "max-document", d.Document>>20, "largest document, in `MIB`")
}

// options turns the flags into those of a walk. Its errors are usage errors.
func (f *inputFlags) options(a *App, args []string) (input.Options, error) {
	for _, g := range slices.Concat(f.include, f.exclude) {
		if err := input.CheckGlob(g); err != nil {
			return input.Options{}, a.misuse(
				a.say("通配符 %q 写错了", "malformed glob %q", g),
				a.say("通配符形如 '*.pdf' 或 '2024/**/*.xlsx'", "a glob is such as '*.pdf' or '2024/**/*.xlsx'"))
		}
	}
	for _, n := range []int64{int64(f.depth), f.members, f.unpacked, f.ratio, f.document} {
		if n <= 0 {
			return input.Options{}, a.misuse(a.say(
				"--depth、--max-members、--max-unpacked、--max-ratio 和 --max-document 应为大于 0 的数",
				"--depth, --max-members, --max-unpacked, --max-ratio and --max-document take numbers above 0"), "")
		}
	}
	if len(args) == 0 && f.filesFrom == "" {
		return input.Options{}, a.misuse(a.say("没有指定输入", "there is no input"),
			a.say("请写上文件、目录或压缩包，或用 --files-from 给出清单", "name files, directories or archives, or a list of them with --files-from"))
	}
	return input.Options{
		Paths: args, FilesFrom: f.filesFrom, Stdin: a.In,
		Include: f.include, Exclude: f.exclude,
		Limits: input.Limits{
			Depth: f.depth, Members: f.members, Bytes: f.unpacked << 20,
			Ratio: f.ratio, Document: f.document << 20,
		},
	}, nil
}

// convert is one run of pbt convert.
func (a *App) convert(ctx context.Context, f *convertFlags, args []string) error {
	set := newConvertSettings(a, f)
	var err error
	if set.Review, args, err = f.review.finder(a, args); err != nil {
		return err
	}
	opt, err := a.convertOptions(f, set, args)
	if err != nil {
		return err
	}
	specs, err := a.tableSpecs(f.tables)
	if err != nil {
		return err
	}
	if len(specs) > 0 && opt.Shard.Count > 1 {
		return a.misuse(a.say("分片运行不能生成汇总表", "a shard has no tables"),
			a.say("各分片都完成后，用 pbt merge %s --table FILE 生成", "pbt merge %s --table FILE builds them once all shards are done", f.out))
	}
	// What is in flight is finished after the first Ctrl-C; the second ends it.
	stop := context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt, syscall.SIGTERM) })
	defer stop()
	if opt.Shard.Count > 1 && !f.quiet {
		a.complain(a.say("分片 %d/%d（从 0 数起）", "shard %d of %d, counted from 0", opt.Shard.Index, opt.Shard.Count), "")
	}
	sum, err := a.loggedBatch(ctx, opt, args)
	if err != nil {
		return a.runError(err, f.out)
	}
	if len(specs) > 0 && !sum.Interrupted {
		if err := a.buildTables(ctx, tables.Options{Dir: f.out, Specs: specs, Jobs: opt.Jobs, CSVRaw: f.csvRaw}, set); err != nil {
			return err
		}
	}
	a.tellRun(sum, f, opt)
	if f.exitZero && sum.Whole() && !(f.requireForms && len(sum.Formless) > 0) {
		return nil
	}
	return a.outcome(sum, f.out, f.failOn)
}

// loggedBatch is a run with its beginning and its end in the log.
func (a *App) loggedBatch(ctx context.Context, opt batch.Options, args []string) (*batch.Summary, error) {
	log := a.openLog(opt, args, time.Now())
	sum, err := a.runBatch(ctx, opt)
	if sum != nil {
		log.end(sum, err)
	}
	return sum, err
}

// tellRun says on standard error what a run gave, and what it did not.
func (a *App) tellRun(sum *batch.Summary, f *convertFlags, opt batch.Options) {
	if !f.quiet {
		a.summarise(sum, f.out)
	}
	if opt.Shard.Count <= 1 && !sum.Interrupted {
		a.warnEmpty(sum, opt.Input.Filtered())
	}
	if !f.requireForms {
		return
	}
	for _, name := range sum.Formless {
		a.complain(a.say("%s: error: 文件里没有绩效目标表 [%s]", "%s: error: the file holds no form [%s]", name, schema.FormNone.Rule), "")
	}
}

// busyWait is how long a shard waits for another that holds its lock: a
// scheduler starts a lost shard again before the file system lets go of the
// locks of the machine that is gone.
const busyWait = 5 * time.Minute

// runBatch runs, and waits its turn where the shard is still held.
func (a *App) runBatch(ctx context.Context, opt batch.Options) (*batch.Summary, error) {
	until := time.Now().Add(busyWait)
	for {
		sum, err := batch.Run(ctx, opt)
		if !errors.Is(err, batch.ErrBusy) || opt.Shard.Count <= 1 || time.Now().After(until) {
			return sum, err
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return sum, err
		}
	}
}

// runError words what stopped a run.
func (a *App) runError(err error, out string) error {
	if errors.Is(err, batch.ErrBusy) {
		return a.failure(a.say("另一个 pbt convert 正在写入 %s，这次什么也没有做", "another pbt convert is writing to %s; this one did nothing", out),
			a.say("等它结束后再运行，或用 --out 指定另一个目录", "wait for it to end, or give another --out"))
	}
	return a.failure(a.say("运行中断：%v", "the run was stopped: %v", err),
		a.say("排除故障后再运行同一命令，会从中断处继续", "once that is mended, the same command goes on where this run was"))
}

// outcome is the exit code of a run.
func (a *App) outcome(sum *batch.Summary, out, failOn string) error {
	switch {
	case sum.Full != nil:
		return a.failure(a.say("%s 所在的磁盘已满", "there is no room left in %s", out),
			a.say("清理磁盘空间后再运行同一命令，会从中断处继续", "make room, then run the same command: it goes on where this run was"))
	case sum.Interrupted:
		return a.failure(a.say("已中断：完成了 %[1]d 个输入", "interrupted: %[2]s done", sum.Inputs(), count(sum.Inputs(), "input")),
			a.say("再运行同一命令，会从中断处继续", "the same command goes on where this run was"))
	case sum.Unreadable > 0 || sum.NotWritten > 0:
		return exit(exitUnreadable)
	case sum.NoForm > 0 || sum.Declarations == 0 || sum.Findings.Reaches(schema.Severity(failOn)):
		return exit(exitFindings)
	}
	return exit(exitOK)
}

// convertOptions makes the flags into a run. Its errors are usage errors.
func (a *App) convertOptions(f *convertFlags, set *convertSettings, args []string) (batch.Options, error) {
	var none batch.Options
	if f.out == "" {
		return none, a.misuse(a.say("convert 会写出许多文件，需要用 --out 指定输出目录", "convert writes many files and needs --out DIR"), "pbt convert IN --out DIR")
	}
	if f.format != "yaml" && f.format != "json" {
		return none, a.noFormat(f.format, "yaml", "json")
	}
	if err := a.checkFailOn(f.failOn); err != nil {
		return none, err
	}
	if f.jobs < 0 || f.memory < 64 {
		return none, a.misuse(a.say("--jobs 不能小于 0，--max-memory 不能小于 64", "--jobs must not be below 0, nor --max-memory below 64"), "")
	}
	if err := a.checkOut(f.out, args); err != nil {
		return none, err
	}
	shard, err := a.shard(f.shard)
	if err != nil {
		return none, err
	}
	in, err := f.in.options(a, args)
	if err != nil {
		return none, err
	}
	made, err := set.made()
	if err != nil {
		return none, err
	}
	hello, err := json.Marshal(set)
	if err != nil {
		return none, err
	}
	exe, err := os.Executable()
	if err != nil {
		return none, err
	}
	in.Password = set.Password
	in.Unpack = batch.UnpackProcess(func() *exec.Cmd { return exec.Command(exe, unpackCommand) }, f.memory<<20)
	opt := batch.Options{
		Input: in, Out: f.out, Ext: "." + f.format, Jobs: f.jobs, Shard: shard,
		Force: f.force, Prune: f.prune, Made: made,
		NewConverter: func() (batch.Converter, error) {
			p := &batch.Process{
				Command: func() *exec.Cmd { return exec.Command(exe, workerCommand) },
				Hello:   hello, Timeout: f.read.timeout, Memory: f.memory << 20,
			}
			return p, p.Start()
		},
		Rename: set.rename,
		Review: set.reviewDigest,
	}
	if !f.quiet {
		opt.Progress = a.newProgress()
	}
	return opt, nil
}

// checkFailOn refuses what is no severity.
func (a *App) checkFailOn(s string) error {
	if s != "never" && schema.Severity(s).Rank() < 0 {
		return a.misuse(a.say("--fail-on 不认识 %q，应为 error、warning、info 或 never", "unknown severity %q for --fail-on, expected error, warning, info or never", s), "")
	}
	return nil
}

// checkOut refuses to write among the inputs, and into what is no directory.
func (a *App) checkOut(out string, args []string) error {
	to, err := os.Stat(out)
	if err != nil {
		return nil // it will be made
	}
	if !to.IsDir() {
		return a.misuse(a.say("--out %s 不是目录", "--out %s is no directory", out), "")
	}
	for _, p := range args {
		if from, err := os.Stat(p); err == nil && os.SameFile(from, to) {
			return a.misuse(a.say("--out 与输入 %s 是同一目录", "--out is the input directory %s", p),
				a.say("请换一个目录，例如 --out %[1]s-yaml", "give another directory, such as --out %[1]s-yaml", filepath.Base(filepath.Clean(p))))
		}
	}
	return nil
}

// shard is that of the flag, else that of the scheduler.
func (a *App) shard(flag string) (batch.Shard, error) {
	if flag != "" {
		s, err := batch.ParseShard(flag)
		if err != nil {
			return s, a.misuse(a.textOf(err), a.say("分片从 0 数起：20 份是 0/20 到 19/20", "shards count from 0: the parts of 20 are 0/20 to 19/20"))
		}
		return s, nil
	}
	s, from, err := batch.ShardFromEnv(a.Getenv)
	if err != nil {
		return s, a.misuse(a.say("无法从环境变量 %s 得出分片：%s", "the shard cannot be taken from %s: %s", from, a.textOf(err)),
			a.say("用 --shard I/N 指定分片，或用 --shard 0/1 处理全部", "name the part with --shard I/N, or --shard 0/1 for all"))
	}
	return s, nil
}

// convertSettings are all that shapes an output. A run sends them to its
// converting processes.
type convertSettings struct {
	Profile  string        `json:"profile,omitempty"`
	Year     int           `json:"year,omitempty"`
	Sheet    string        `json:"sheet,omitempty"`
	Pages    string        `json:"pages,omitempty"`
	Password string        `json:"password,omitempty"`
	Timeout  time.Duration `json:"timeout"`
	OCR      string        `json:"ocr,omitempty"`
	Engine   string        `json:"ocr_command,omitempty"`
	Rules    string        `json:"rules,omitempty"`
	Target   string        `json:"target,omitempty"`
	Format   string        `json:"format"`
	Trace    bool          `json:"trace,omitempty"`
	Lang     schema.Lang   `json:"lang"`
	Memory   int64         `json:"memory"`
	// Review finds corrections; nil where none are applied.
	Review *review.Finder `json:"review,omitempty"`
}

// newConvertSettings takes the flags. The language of messages is Chinese
// unless --lang says otherwise: the locale of a machine must not change what is
// in an archive.
func newConvertSettings(a *App, f *convertFlags) *convertSettings {
	s := &convertSettings{
		Profile: f.read.profile, Year: f.read.year, Sheet: f.read.sheet, Pages: f.read.pages,
		Password: f.read.password, Timeout: f.read.timeout, Rules: f.rules, Target: f.target,
		OCR: f.read.ocr, Engine: f.read.engine,
		Format: f.format, Trace: f.trace, Lang: schema.ZH, Memory: f.memory << 20,
	}
	if a.lang != "" {
		s.Lang = schema.Lang(a.lang)
	}
	return s
}

// app is a voice in the language of the settings.
func (s *convertSettings) app() *App { return &App{lang: string(s.Lang)} }

func (s *convertSettings) readFlags() *readFlags {
	return &readFlags{profile: s.Profile, year: s.Year, sheet: s.Sheet, pages: s.Pages, password: s.Password, timeout: s.Timeout, ocr: s.OCR, engine: s.Engine}
}

// made is a digest of all that shapes an output but the document itself.
func (s *convertSettings) made() (string, error) {
	opt, err := s.readFlags().options(s.app())
	if err != nil {
		return "", err
	}
	set, err := loadRuleSet(s.Rules)
	if err != nil {
		return "", err
	}
	profiles := opt.Profiles
	if profiles == nil {
		profiles = form.Embedded()
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00", schema.Version, buildIdentity(), profiles.Hash(), set.Hash())
	fmt.Fprintf(h, "%d\x00%s\x00%s\x00%s\x00%s\x00%t\x00%s\x00%s\x00%s", s.Year, s.Sheet, s.Pages, s.Target, s.Format, s.Trace, s.Lang, s.OCR, s.Engine)
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// buildIdentity names this build: its version, and for a build without a
// release's version the digest of the program itself.
func buildIdentity() string {
	v := programVersion()
	if strings.HasPrefix(v, "v") && !strings.Contains(v, "+dirty") {
		return v
	}
	exe, err := os.Executable()
	if err != nil {
		return v
	}
	f, err := os.Open(exe)
	if err != nil {
		return v
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return v
	}
	return v + " " + hex.EncodeToString(h.Sum(nil))
}

// reviewDigest names the corrections of a document, empty where there are none.
func (s *convertSettings) reviewDigest(name, sha256 string) string {
	return s.Review.Find(name, sha256).Digest
}

// converter makes the function that converts one document.
func (s *convertSettings) converter() (batch.Converter, error) {
	opt, err := s.readFlags().options(s.app())
	if err != nil {
		return nil, err
	}
	opt.Lang = s.Lang
	set, err := loadRuleSet(s.Rules)
	if err != nil {
		return nil, err
	}
	return batch.InProcess(func(ctx context.Context, name string, data []byte) batch.Document {
		opt := opt
		opt.OCR.Progress = func(page int) {
			if page > 0 {
				batch.AskTime(ctx, parser.PageTime)
			}
		}
		src := parser.Source{Name: name, Data: data}
		found := s.Review.Find(name, review.Digest(data))
		file := parser.Read(ctx, src, review.Prepare(opt, src, found))
		if file.Foreign {
			return foreign(file.Documents[0])
		}
		return s.document(file.Documents, set, found.About(data))
	}), nil
}

// document makes the output and the record's figures of a file's documents.
// What a reviewer said is nil where nobody did.
func (s *convertSettings) document(docs []*schema.Document, set *rules.Set, said *review.File) batch.Document {
	out := batch.Document{Reader: docs[0].Source.Format}
	for _, doc := range docs {
		out.Declarations += len(doc.Declarations)
		out.Problems = append(out.Problems, batch.Problems(doc.Problems)...)
		out.Unreadable = out.Unreadable || doc.Unreadable()
		checked := set.Check(doc, rules.CheckOptions{Target: s.Target})
		out.Places = append(out.Places, batch.PlacesOf(doc, checked)...)
		findings := slices.Concat(doc.Problems, checked)
		schema.Fingerprint(doc, findings)
		findings, _ = said.Accept(findings)
		for _, f := range findings {
			out.Findings.Add(f.Severity)
		}
	}
	if out.Declarations == 0 {
		return out
	}
	doc := join(docs)
	if !s.Trace {
		for _, d := range doc.Declarations {
			d.Trace = nil
		}
	}
	data, err := s.encode(doc)
	if err != nil {
		out.Unreadable = true
		return out
	}
	out.Output = data
	return out
}

// foreign is another program's YAML or JSON: a file without a form, no fault.
func foreign(doc *schema.Document) batch.Document {
	out := batch.Document{Reader: doc.Source.Format}
	for _, p := range doc.Problems {
		p.Severity = schema.SeverityInfo
		out.Findings.Add(p.Severity)
		out.Problems = append(out.Problems, batch.Problems([]schema.Finding{p})...)
	}
	return out
}

// join makes one document of those of a normalised text, which mostly holds one:
// an output is one document, and an archive's tables count on it. The source is
// that of the first.
func join(docs []*schema.Document) *schema.Document {
	doc := *docs[0]
	for _, d := range docs[1:] {
		for _, p := range d.Problems {
			if p.Declaration != nil {
				n := *p.Declaration + len(doc.Declarations)
				p.Declaration = &n
			}
			doc.Problems = append(doc.Problems, p)
		}
		doc.Declarations = append(doc.Declarations, d.Declarations...)
	}
	return &doc
}

func (s *convertSettings) encode(doc *schema.Document) ([]byte, error) {
	var b bytes.Buffer
	var err error
	if s.Format == "json" {
		err = schema.EncodeJSON(&b, doc)
	} else {
		err = schema.EncodeYAML(&b, doc)
	}
	return b.Bytes(), err
}

// decodeOutput reads an output back.
func decodeOutput(name string, data []byte) (*schema.Document, error) {
	doc := &schema.Document{}
	if strings.HasSuffix(name, ".json") {
		return doc, json.Unmarshal(data, doc)
	}
	return doc, yml.Decode(name, data, doc)
}

// rename makes, from the output of a document, that of another with the same
// bytes and another name. A normalised text keeps the source that it declares.
func (s *convertSettings) rename(output []byte, from, to string) ([]byte, error) {
	if out, ok := s.rehead(output, from, to); ok {
		return out, nil
	}
	doc, err := decodeOutput("x."+s.Format, output)
	if err != nil {
		return nil, err
	}
	renameSource(doc, from, to)
	for i := range doc.Problems {
		doc.Problems[i].File, doc.Problems[i].Fingerprint = to, ""
	}
	schema.Fingerprint(doc, doc.Problems)
	return s.encode(doc)
}

// renameSource gives a document the name of a copy, unless it declares another.
func renameSource(doc *schema.Document, from, to string) {
	if doc.Source.File == from {
		doc.Source.File = to
	}
}

// rehead renames an output without problems, whose name stands only in its
// head, without decoding all of it: an archive holds many copies, and reading
// YAML takes as long as reading the form did.
func (s *convertSettings) rehead(output []byte, from, to string) ([]byte, bool) {
	body, end, none := "\ndeclarations:", "\nproblems: []\n", " []\nproblems: []\n"
	if s.Format == "json" {
		body, end, none = "\n  \"declarations\":", "\n  \"problems\": []\n}\n", " [],\n  \"problems\": []\n}\n"
	}
	at := bytes.Index(output, []byte(body))
	if at < 0 || !bytes.HasSuffix(output, []byte(end)) {
		return nil, false
	}
	doc, err := decodeOutput("x."+s.Format, append(slices.Clone(output[:at+len(body)]), none...))
	if err != nil {
		return nil, false
	}
	renameSource(doc, from, to)
	head, err := s.encode(doc)
	if err != nil {
		return nil, false
	}
	cut := bytes.Index(head, []byte(body))
	if cut < 0 {
		return nil, false
	}
	return append(head[:cut:cut], output[at:]...), true
}

// newConvertWorker is the hidden end of a converting process.
func (a *App) newConvertWorker() *cobra.Command {
	return &cobra.Command{
		Use:    workerCommand,
		Hidden: true,
		Args:   a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			signal.Ignore(os.Interrupt, syscall.SIGTERM) // the run decides when to end
			return batch.Serve(a.In, a.Out, func(hello []byte) (batch.Converter, int64, error) {
				var s convertSettings
				if err := json.Unmarshal(hello, &s); err != nil {
					return nil, 0, err
				}
				conv, err := s.converter()
				return conv, s.Memory, err
			})
		},
	}
}

// newUnpackWorker is the hidden end of an unpacking process.
func (a *App) newUnpackWorker() *cobra.Command {
	return &cobra.Command{
		Use:    unpackCommand,
		Hidden: true,
		Args:   a.takes(0, 0),
		RunE: func(*cobra.Command, []string) error {
			signal.Ignore(os.Interrupt, syscall.SIGTERM)
			return batch.ServeUnpack(a.In, a.Out)
		},
	}
}
