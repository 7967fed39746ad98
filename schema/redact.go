package schema

import (
	"regexp"
	"strings"
)

// Personal data of a form: who to call, and numbers that identify a person.
var (
	personalLabels = []string{"联系人", "联系电话", "电话", "手机", "负责人", "填报人", "填表人", "经办人", "审核人", "身份证", "邮箱", "传真", "联系方式", "地址", "银行账号", "账号"}
	// A mobile number, a telephone with its area code, a citizen's number of 18
	// places (GB 11643), an e-mail address.
	personalNumbers = regexp.MustCompile(`\b1[3-9]\d{9}\b|\b0\d{2,3}[-－ ]?\d{7,8}\b|\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b|[\w.+-]+@[\w-]+\.[\w.]+`)
)

// Redacted stands where personal data was left out.
const Redacted = "（略）"

// Redact leaves contacts, telephones, identity numbers and mail addresses out of
// a declaration, for publication: whole values of labels that ask for a person,
// and such numbers wherever they stand in a text.
func Redact(d *Declaration) {
	for i := range d.Extra {
		redactPair(&d.Extra[i])
	}
	for _, f := range Fields() {
		if s := f.Text(d); s != nil {
			*s = redactText(*s)
		}
	}
	for _, tree := range [][]*Indicator{d.Indicators, d.IndicatorsMediumTerm} {
		Walk(tree, "", func(_ string, _ []*Indicator, x *Indicator) {
			for _, s := range []*string{&x.Name, &x.Deviation, &x.Remark, &x.Explanation, &x.Standard} {
				*s = redactText(*s)
			}
			for i := range x.Extra {
				redactPair(&x.Extra[i])
			}
		})
	}
	for i := range d.Repairs {
		d.Repairs[i].From, d.Repairs[i].To = redactText(d.Repairs[i].From), redactText(d.Repairs[i].To)
	}
}

func redactPair(p *Pair) {
	for _, label := range personalLabels {
		if strings.Contains(p.Label, label) && p.Text != "" {
			p.Text = Redacted
			return
		}
	}
	p.Text = redactText(p.Text)
}

func redactText(s string) string { return personalNumbers.ReplaceAllString(s, Redacted) }
