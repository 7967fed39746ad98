package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/term"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/docx"
)

//go:embed opinion.tsv
var opinionTSV string

// aspects are the headings of an opinion in a reviewer's order.
var aspects = []struct {
	name schema.Text
	lead schema.Text
}{
	{schema.Text{ZH: "完整性", EN: "Completeness"}, schema.Text{ZH: "内容是否填写完整、明确", EN: "is everything filled in"}},
	{schema.Text{ZH: "相关性", EN: "Relevance"}, schema.Text{ZH: "目标与指标是否对应职能和任务", EN: "do goal and indicators fit the task"}},
	{schema.Text{ZH: "适当性", EN: "Adequacy"}, schema.Text{ZH: "指标值是否合理、可衡量", EN: "are the targets sound and measurable"}},
	{schema.Text{ZH: "可行性", EN: "Feasibility"}, schema.Text{ZH: "资金与时间是否相符", EN: "do money and time fit"}},
	{schema.Text{ZH: "核对原件", EN: "To be compared with the original"}, schema.Text{ZH: "读取存疑之处", EN: "where the reading is in doubt"}},
}

// aspectOf is the index of the aspect of a rule.
func aspectOf(table map[string]string, rule string) int {
	for at := rule; at != ""; {
		if name, ok := table[at]; ok {
			for i, a := range aspects {
				if a.name.ZH == name {
					return i
				}
			}
		}
		i := strings.LastIndexAny(at, ".-")
		if i < 0 {
			break
		}
		at = at[:i]
	}
	return 2
}

func readAspects() map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(opinionTSV, "\n") {
		if prefix, name, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			out[prefix] = name
		}
	}
	return out
}

// opinion is the reviewer's opinion on one form.
type opinion struct {
	heading string
	verdict string
	// parts are the sentences under each aspect.
	parts [][]string
}

// opinions writes findings as a reviewer words them, a chapter a form, ready to
// edit.
type opinions struct {
	opt     Options
	aspects map[string]string
	write   func(opinion) error
	finish  func() error
}

// newOpinion writes Markdown.
func newOpinion(w io.Writer, opt Options) *opinions {
	b := bufio.NewWriter(w)
	o := &opinions{opt: opt, aspects: readAspects(), finish: b.Flush}
	fmt.Fprintf(b, "# %s\n", o.title())
	o.write = func(x opinion) error {
		fmt.Fprintf(b, "\n## %s\n\n%s\n", term.Markdown(x.heading), x.verdict)
		for i, sentences := range x.parts {
			if len(sentences) > 0 {
				fmt.Fprintf(b, "\n**%s**（%s）\n\n", aspects[i].name.In(opt.Lang), aspects[i].lead.In(opt.Lang))
				for n, s := range sentences {
					fmt.Fprintf(b, "%d. %s\n", n+1, term.Markdown(s))
				}
			}
		}
		return b.Flush()
	}
	return o
}

// newOpinionWord writes a Word document.
func newOpinionWord(w io.Writer, opt Options) *opinions {
	b := &docx.Body{}
	o := &opinions{opt: opt, aspects: readAspects(), finish: func() error { return b.Save(w) }}
	b.Paragraph(o.title(), docx.Look{Bold: true, Centred: true, Size: 36})
	o.write = func(x opinion) error {
		b.Paragraph("", docx.Look{})
		b.Paragraph(x.heading, docx.Look{Bold: true, Size: 28})
		b.Paragraph(x.verdict, docx.Look{})
		for i, sentences := range x.parts {
			if len(sentences) > 0 {
				b.Paragraph(aspects[i].name.In(opt.Lang)+"（"+aspects[i].lead.In(opt.Lang)+"）", docx.Look{Bold: true})
				for n, s := range sentences {
					b.Paragraph(fmt.Sprintf("%d. %s", n+1, s), docx.Look{})
				}
			}
		}
		return nil
	}
	return o
}

func (o *opinions) title() string {
	return schema.Text{ZH: "绩效目标审核意见", EN: "Opinion on performance declarations"}.In(o.opt.Lang)
}

// Write writes the opinion on each form of a file, and on a file without one.
func (o *opinions) Write(r *Result) error {
	if r.Aside {
		return nil
	}
	byForm := map[int][]*schema.Finding{}
	for i := range r.Findings {
		byForm[index(r.Findings[i])] = append(byForm[index(r.Findings[i])], &r.Findings[i])
	}
	if list := byForm[-1]; len(list) > 0 {
		if err := o.write(o.opinion(r, clean(r.File), list)); err != nil {
			return err
		}
	}
	for i := range r.Declarations() {
		d := r.Declaration(&i)
		if err := o.write(o.opinion(r, o.heading(r, d, i), byForm[i])); err != nil {
			return err
		}
	}
	return nil
}

// Flush ends the document.
func (o *opinions) Flush() error { return o.finish() }

// heading names a form as a reviewer does: project, unit, year, file.
func (o *opinions) heading(r *Result, d *schema.Declaration, i int) string {
	name := d.Project.Name
	if name == "" {
		name = d.Title
	}
	if name == "" {
		name = fmt.Sprintf(schema.Text{ZH: "第%d张表", EN: "form %d"}.In(o.opt.Lang), i+1)
	}
	var about []string
	if d.Unit != "" {
		about = append(about, d.Unit)
	}
	if d.Year != 0 {
		about = append(about, fmt.Sprintf(schema.Text{ZH: "%d年度", EN: "%d"}.In(o.opt.Lang), d.Year))
	}
	return clean(name + "（" + strings.Join(append(about, r.File), "，") + "）")
}

func (o *opinions) opinion(r *Result, heading string, findings []*schema.Finding) opinion {
	x := opinion{heading: heading, parts: make([][]string, len(aspects))}
	var must, should int
	for _, f := range findings {
		switch f.Severity {
		case schema.SeverityError:
			must++
		case schema.SeverityWarning:
			should++
		default:
			continue
		}
		a := aspectOf(o.aspects, f.Rule)
		if s := o.sentence(r, f); !slices.Contains(x.parts[a], s) {
			x.parts[a] = append(x.parts[a], s)
		}
	}
	x.verdict = o.verdict(must, should)
	return x
}

func (o *opinions) verdict(must, should int) string {
	switch {
	case must > 0:
		return fmt.Sprintf(schema.Text{ZH: "审核意见：退回修改。须修改 %d 处，建议完善 %d 处。", EN: "Opinion: to be revised. %d faults to mend, %d points to improve."}.In(o.opt.Lang), must, should)
	case should > 0:
		return fmt.Sprintf(schema.Text{ZH: "审核意见：原则同意，建议完善 %d 处。", EN: "Opinion: acceptable, %d points to improve."}.In(o.opt.Lang), should)
	}
	return schema.Text{ZH: "审核意见：同意，未发现问题。", EN: "Opinion: acceptable, nothing was found."}.In(o.opt.Lang)
}

// sentence is a finding as a reviewer writes it: what is wrong, what to do, where.
func (o *opinions) sentence(r *Result, f *schema.Finding) string {
	message := f.Text.In(o.opt.Lang)
	if message == "" {
		message = f.Message
	}
	end := "。"
	if o.opt.Lang == schema.EN {
		end = ". "
	}
	s := strings.TrimRight(message, "。.") + end
	if hint := f.Hint.In(o.opt.Lang); hint != "" {
		s += strings.TrimRight(hint, "。.") + end
	}
	if f.At != nil && !f.At.IsZero() {
		s += "（" + f.At.In(o.opt.Lang) + "）"
	}
	return clean(strings.TrimSpace(s))
}
