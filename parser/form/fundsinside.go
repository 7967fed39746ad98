package form

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// keyBreakdown is one cell that says a total and what it is made of.
const keyBreakdown Key = "funds.breakdown"

var (
	// wholeAmount is the total at the head of such a cell: 总额106.75万元.
	wholeAmount = pattern.MustCompile(`^(?:资金|预算|项目)?(?:总额|总计|合计|共计)[:为]?([\d,.]+` + words.MoneyUnit.Pattern() + `)`)
	// partAmount is one of its parts: 一、财政拨款:69.23万元.
	partAmount = pattern.MustCompile(`[一二三四五六七八九]、([^\d:;,()]{2,12})[:为]?([\d,.]+` + words.MoneyUnit.Pattern() + `)`)
	// inBrackets is what a part is made of in its turn.
	inBrackets = pattern.MustCompile(`\([^()]*\)`)
)

var (
	// ofWhich is an amount with the words that name its parts: 86.30万元,其中:.
	ofWhich = pattern.MustCompile(`^([\d,.]+` + words.MoneyUnit.Pattern() + `?)[,;、。(]*其中[:为]?`)
	// namedPart is one of them: 财政拨款86.30万元.
	namedPart = pattern.MustCompile(`^[,;、]?([^\d:;,、()]{2,16})[:为]?([\d,.]*\d` + words.MoneyUnit.Pattern() + `?)[。)]*`)
)

// noted is an amount with a note behind it: 854万(农田400万元,道路454万元).
var (
	noted    = pattern.MustCompile(`^([\d,.]+(?:` + words.MoneyUnit.Pattern() + `|[亿万])?)\(([^()]*)\)$`)
	moneyOut = pattern.MustCompile(`[\d.]+` + words.MoneyUnit.Pattern())
)

// withoutNote is an amount without the note behind it, where that says no number or the
// amounts that it is made of; any other text is given back.
func (f *fieldReader) withoutNote(text string) string {
	m := noted.FindStringSubmatch(squeeze(fold.Text(text)))
	if m == nil {
		return text
	}
	if !strings.ContainsAny(m[2], "0123456789") {
		return m[1]
	}
	in := money{}
	whole, err := decimal.NewFromString(in.yuan(m[1], ""))
	for _, part := range moneyOut.FindAllStringSubmatch(m[2]) {
		amount, bad := decimal.NewFromString(in.yuan(part[0], ""))
		if bad != nil {
			return text
		}
		whole = whole.Sub(amount)
	}
	if err != nil || !whole.IsZero() {
		return text
	}
	return m[1]
}

// parts cuts a value that says an amount and what it is made of,
// 86.30万元，其中：财政拨款86.30万元, where every part has a name that is known.
func (f *fieldReader) parts(h hit) []hit {
	if h.key.family() == "funds" && strings.ContainsAny(h.text, "（(") && !strings.Contains(h.text, "其中") {
		h.text = f.withoutNote(h.text)
	}
	whole := []hit{h}
	if h.key != KeyAmount && h.key != KeyAnnual || !strings.Contains(h.text, "其中") {
		return whole
	}
	s := squeeze(fold.Text(h.text))
	m := ofWhich.FindStringSubmatch(s)
	if m == nil {
		return whole
	}
	out := whole
	out[0].text = m[1]
	for s = s[len(m[0]):]; s != ""; {
		p := namedPart.FindStringSubmatch(s)
		if p == nil || f.d.label(labelNorm(p[1])).family() != "funds" {
			return []hit{h}
		}
		part := h
		part.key, part.label, part.text = f.d.label(labelNorm(p[1])), p[1], p[2]
		out = append(out, part)
		s = s[len(p[0]):]
	}
	return out
}

// breakdown reads a cell that says the total and its parts. The text stays as
// printed; the amounts are read out of it where the parts make up the total.
func (b *builder) breakdown(h hit) {
	b.extra(h)
	s := inBrackets.ReplaceAllString(squeeze(fold.Text(h.text)), "")
	total := wholeAmount.FindStringSubmatch(s)
	if total == nil {
		return
	}
	whole, err := decimal.NewFromString(b.money.yuan(total[1], ""))
	if err != nil {
		return
	}
	fiscal, other, sum := "", decimal.Zero, decimal.Zero
	for _, m := range partAmount.FindAllStringSubmatch(s) {
		amount, err := decimal.NewFromString(b.money.yuan(m[2], ""))
		if err != nil {
			return
		}
		sum = sum.Add(amount)
		if strings.Contains(m[1], "财政") && fiscal == "" {
			fiscal = amount.String()
			continue
		}
		other = other.Add(amount)
	}
	set := func(dst *string, key Key, amount string) {
		if *dst == "" {
			*dst = amount
			b.set(string(key), amount, h)
		}
	}
	set(&b.d.Funds.Total, KeyAmount, whole.String())
	if fiscal != "" && sum.Equal(whole) {
		set(&b.d.Funds.TotalFiscal, "funds.total_fiscal", fiscal)
		set(&b.d.Funds.TotalOther, "funds.total_other", other.String())
	}
}
