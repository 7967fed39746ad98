package rules

import "github.com/pbt-cli/pbt/schema"

// kind is one sort of check: what its parameters are and how they become a
// check. The list of kinds is closed; a rule that none fits uses expr.
type kind struct {
	name    string
	doc     schema.Text
	params  func() any
	compile func(c *compiler, params any, sel *selector) func(f *form, emit func(hit))
}

// typed adapts a compile function with typed parameters.
func typed[P any](name string, doc schema.Text, compile func(c *compiler, p *P, sel *selector) func(f *form, emit func(hit))) kind {
	return kind{
		name: name, doc: doc,
		params:  func() any { return new(P) },
		compile: func(c *compiler, p any, sel *selector) func(*form, func(hit)) { return compile(c, p.(*P), sel) },
	}
}

func say(zh, en string) schema.Text { return schema.Text{ZH: zh, EN: en} }

// kinds lists every kind of check, in the order of the documentation.
func kinds() []kind {
	return []kind{
		typed("required", say("必填：字段或指标的某一栏不能为空", "something must be filled in: fields of the form, or a column of each indicator"), compileRequired),
		typed("enum", say("取值范围：字段只能取所列的值", "a field must be one of a list of words"), compileEnum),
		typed("pattern", say("格式：文字符合（或不得符合）一个正则表达式", "a text must match, or must not match, a regular expression"), compilePattern),
		typed("lexicon", say("用词：文字中不得（或必须）出现词表里的词", "a text must not hold, or must hold, a word of a lexicon"), compileLexicon),
		typed("dates", say("日期：有效、先后、与年度的关系", "dates: that they exist, their order, and how they lie to the fiscal year"), compileDates),
		typed("sum", say("合计：合计数等于各分项之和", "a total must be the sum of its parts"), compileSum),
		typed("compare", say("比较：两个金额或年度之间的关系", "how two amounts or years must lie to each other"), compileCompare),
		typed("unique", say("唯一：名称或编码不重复", "names or codes must not repeat"), compileUnique),
		typed("count", say("数量：指标条数不能过少或过多", "how many indicators a form may have"), compileCount),
		typed("levels", say("层级：一级、二级指标的名称、归属、顺序和连续", "the levels: their vocabulary, parents, order and contiguity"), compileLevels),
		typed("direction", say("方向：比较符或取值与指标方向相符", "the comparator, or the wording, must fit what the indicator's name calls good"), compileDirection),
		typed("unit", say("单位：计量单位与指标名称相符", "the unit must fit what the indicator's name measures"), compileUnit),
		typed("bounds", say("上下限：数值在范围之内", "a number must lie within bounds"), compileBounds),
		typed("share", say("占比：某类指标所占的比例", "what share of the indicators may be of one sort"), compileShare),
		typed("text", say("文字关系：字段之间、名称与取值之间", "relations between texts: equal fields, contradictions, cut ends, style"), compileText),
		typed("weights", say("权重：合计、分配、逐项", "weights: their total, their distribution, each of them"), compileWeights),
		typed("score", say("得分：自评表的分值、得分、执行率", "scores of a self-evaluation: points, rates, totals, reasons"), compileScore),
		typed("reading", say("读取：文档读取中的修补与存疑", "what the reading of the document repaired or left open"), compileReading),
		typed("expr", say("表达式：以上各类都不合适时使用", "an expression, for what no other kind can say"), compileExpr),
	}
}

var kindTable = kinds()

func kindOf(name string) (*kind, bool) {
	for i := range kindTable {
		if kindTable[i].name == name {
			return &kindTable[i], true
		}
	}
	return nil, false
}

func kindNames() []string {
	out := make([]string, len(kindTable))
	for i, k := range kindTable {
		out[i] = k.name
	}
	return out
}

// eachRow calls check for the rows that a selector takes.
func eachRow(sel *selector, f *form, check func(r *row)) {
	for i := range f.rows {
		if r := &f.rows[i]; sel.row(r) && sel.value(r) {
			check(r)
		}
	}
}

// eachAtom calls check for the values that a selector takes, at most until it
// reports a fault of the row.
func eachAtom(sel *selector, f *form, check func(r *row, a *atom) bool) {
	for i := range f.rows {
		r := &f.rows[i]
		if !sel.row(r) {
			continue
		}
		for j := range r.atoms {
			if sel.atom(&r.atoms[j]) && check(r, &r.atoms[j]) {
				break
			}
		}
	}
}

// folded is a column of an indicator in the form that texts are compared in.
func (f *form) folded(r *row, name string) string {
	switch name {
	case "name":
		return r.name
	case "value":
		return r.text
	}
	return fold(f.part(r, name))
}

// part is a column of an indicator.
func (f *form) part(r *row, name string) string {
	switch name {
	case "name":
		return r.ind.Name
	case "value":
		if r.ind.Value != nil {
			return r.ind.Value.Text
		}
	case "actual":
		if r.ind.Actual != nil {
			return r.ind.Actual.Text
		}
	case "weight":
		return r.ind.Weight
	case "score":
		return r.ind.Score
	case "deviation":
		return r.ind.Deviation
	case "code":
		return r.ind.Code
	case "explanation":
		return r.ind.Explanation
	case "standard":
		return r.ind.Standard
	case "remark":
		return r.ind.Remark
	}
	return ""
}
