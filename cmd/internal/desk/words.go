package desk

import (
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
)

// namedWord is a name in both languages, with the kind of what it names.
type namedWord struct {
	Path string           `json:"path"`
	ZH   string           `json:"zh"`
	EN   string           `json:"en"`
	Kind schema.FieldKind `json:"kind,omitempty"`
}

// pageWords are the names that the page shows, and what it was started with.
type pageWords struct {
	Version    string            `json:"version"`
	Lang       schema.Lang       `json:"lang"`
	Title      string            `json:"title"`
	Fields     []namedWord       `json:"fields"`
	Indicator  []namedWord       `json:"indicator"`
	Roles      []string          `json:"roles"`
	Kinds      map[string]string `json:"kinds"`
	Questions  []string          `json:"questions"`
	Executions []namedWord       `json:"executions"`
	Tasks      []namedWord       `json:"tasks"`
}

func (d *Desk) words() *pageWords {
	w := &pageWords{Version: d.opt.Version, Lang: d.opt.Lang, Title: d.title(), Roles: form.Roles(), Kinds: map[string]string{}}
	for _, f := range schema.Fields() {
		w.Fields = append(w.Fields, namedWord{f.Path, f.Label.ZH, f.Label.EN, f.Kind})
	}
	for _, f := range schema.IndicatorFields() {
		w.Indicator = append(w.Indicator, namedWord{f.Path, f.Label.ZH, f.Label.EN, f.Kind})
	}
	for _, k := range []schema.Kind{
		schema.KindQuantity, schema.KindInterval, schema.KindDeadline, schema.KindReference, schema.KindQualitative,
		schema.KindScale, schema.KindCompound, schema.KindBlank, schema.KindUnparsed,
	} {
		w.Kinds[string(k)] = k.In(schema.ZH)
	}
	amount, number := schema.FieldAmount, schema.FieldNumber
	w.Executions = []namedWord{
		{"item", "资金", "item", schema.FieldText}, {"initial", "年初预算", "initial budget", amount}, {"budget", "全年预算", "budget", amount},
		{"executed", "全年执行", "executed", amount}, {"weight", "分值", "weight", number}, {"rate", "执行率 %", "rate %", number}, {"score", "得分", "score", number},
	}
	w.Tasks = []namedWord{
		{"name", "任务名称", "task", schema.FieldText}, {"content", "主要内容", "content", schema.FieldProse}, {"total", "总额", "total", amount},
		{"fiscal", "财政拨款", "fiscal", amount}, {"other", "其他资金", "other", amount},
	}
	return w
}
