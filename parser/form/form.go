package form

import (
	"context"
	"fmt"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/schema"
)

// Options are the user's wishes. The zero value reads with the embedded profiles.
type Options struct {
	// Profiles are the form families to match; nil means the embedded ones.
	Profiles *Profiles
}

// Result is what a document's grids hold.
type Result struct {
	Declarations []*schema.Declaration
	Problems     []schema.Finding
}

// Read finds every declaration in the grids of one document. The error is that
// of the context, where that ended first.
func Read(ctx context.Context, in *grid.Document, opt Options) (Result, error) {
	profiles := opt.Profiles
	if profiles == nil {
		profiles = Embedded()
	}
	var out Result
	doc := tables(in, profiles) // text: lines that hold a cell each become tables
	sections, err := doc.sections(ctx)
	if err != nil {
		return out, err
	}
	forms := make([]*form, len(sections))
	for i, s := range sections {
		fields := readFields(doc.around(s), doc.words)
		forms[i] = &form{section: s, fields: fields, profile: profiles.choose(evidenceOf(doc, s, fields))}
	}
	if err := readLabels(ctx, forms); err != nil {
		return out, err
	}
	for _, f := range forms {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		f.declare(&out)
	}
	witness(out.Declarations)
	if len(out.Declarations) == 0 {
		out.Problems = append(out.Problems, noForm())
	}
	for i := range out.Problems {
		out.Problems[i].Localize(schema.ZH)
	}
	return out, nil
}

// form is a section with all that was read of it.
type form struct {
	*section
	fields  *fields
	profile *Profile
	// trees are the rows of the indicator tables, one a tree of indicators.
	trees []*tree
}

// tables indexes the grids; text that holds one cell a line becomes a table.
func tables(in *grid.Document, p *Profiles) *document {
	doc := &document{words: p.all}
	for i, g := range in.Grids {
		t := newTable(g, i)
		if made := unstream(t, p); made != nil {
			t = made
		}
		doc.tables = append(doc.tables, t)
	}
	return doc
}

func noForm() schema.Finding {
	return schema.Finding{
		Rule: "form.none", Severity: schema.SeverityInfo,
		Text: schema.Text{ZH: "没有找到绩效指标表", EN: "no table of performance indicators was found"},
		Hint: schema.Text{ZH: "指标表的表头应有一级/二级/三级指标和指标值", EN: "its header should name 一级/二级/三级指标 and 指标值"},
	}
}

// unknownFamily warns where only the fallback profile fits.
func (f *form) unknownFamily(index int) schema.Finding {
	place := f.header.t.filled(f.header.row)[0].Place
	return schema.Finding{
		Rule: "form.family-unknown", Severity: schema.SeverityWarning, Declaration: &index, At: &place,
		Text: schema.Text{
			ZH: fmt.Sprintf("表样不属于任何已知类别，按通用表样读取（%s）", place),
			EN: fmt.Sprintf("the layout is of no known family and was read as a generic one (%s)", place),
		},
		Hint: schema.Text{ZH: "可用 --profile 提供自己的表样定义", EN: "describe it in a profile of your own and give that with --profile"},
	}
}
