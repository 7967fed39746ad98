package schema

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/schema/late"
)

// Personal data of a form: who to call, and numbers that identify a person.
var (
	personalLabels = []string{"联系人", "联络人", "联系电话", "电话", "手机", "负责人", "填报人", "填表人", "经办人", "审核人", "复核人", "编制人", "制表", "法定代表人", "法人代表", "姓名", "身份证", "邮箱", "传真", "联系方式", "微信", "地址", "银行账号", "账号"}

	// A mobile number, also with its country and in groups; a telephone with its
	// area code; a citizen's number of 18 places (GB 11643). In half or full width;
	// none stands inside a longer run of digits.
	personalNumbers = wide(`(?:\+?86[-－ ]?)?1[3-9]\d[-－ ]?\d{4}[-－ ]?\d{4}` +
		`|[（(]?0\d{2,3}[)）]?[-－—– ]?\d{3,4}[-－ ]?\d{4}` +
		`|[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXxＸｘ]`)
	// An e-mail address.
	personalMail = late.Regexp(`[\w.+-]+[@＠][\w-]+\.[\w.]+`)
	// A telephone of the place, or an account, behind the word for it.
	labelledNumbers = wide(`((?:电话|座机|传真|手机|联系方式)[号码]*[：: ]?)\d{3,4}[-－ ]?\d{4}|((?:微信|QQ)号?[：:] ?)[\w-]{5,20}`)
	// A person's name behind the word that asks for it: with a colon, or where the
	// name ends the clause.
	labelledNames = late.Regexp(`((?:联系人|联络人|负责人|填报人|填表人|经办人|审核人|复核人|编制人|制表人)(?:姓名)?[：:]\s*)[\p{Han}·]{2,4}` +
		`|((?:联系人|联络人|填报人|填表人|经办人) ?)[\p{Han}·]{2,4}([ ，,、（(；;]|$)`)
)

// wide is late.Regexp of a pattern that matches digits of full width too.
func wide(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(strings.NewReplacer(
			`[\dXx`, `[0-9０-９Xx`, `\d`, `[0-9０-９]`, `[1-9]`, `[1-9１-９]`, `1[3-9]`, `[1１][3-9３-９]`,
			`+?86`, `+?[8８][6６]`, `?0`, `?[0０]`,
		).Replace(pattern))
	})
}

// redacted stands where personal data was left out.
const redacted = "（略）"

// Redact leaves contacts, telephones, identity numbers and mail addresses out of
// a declaration, for publication: whole values of labels that ask for a person,
// and such numbers and named persons wherever they stand in a text. Amounts and
// the numbers of targets stay.
func Redact(d *Declaration) {
	for i := range d.Extra {
		redactPair(&d.Extra[i])
	}
	for _, f := range Fields() {
		if s := f.Text(d); s != nil && !strings.HasPrefix(f.Path, "funds.") {
			*s = redactText(*s)
		}
	}
	redactAll(&d.Title)
	for i := range d.Funds.Tasks {
		redactAll(&d.Funds.Tasks[i].Name, &d.Funds.Tasks[i].Content)
	}
	redactTree(d.Indicators)
	redactTree(d.IndicatorsMediumTerm)
	for i := range d.Repairs {
		redactAll(&d.Repairs[i].From, &d.Repairs[i].To)
	}
	for i := range d.Uncertain {
		redactAll(&d.Uncertain[i].Chosen)
		for j := range d.Uncertain[i].Alternatives {
			redactAll(&d.Uncertain[i].Alternatives[j])
		}
	}
	for i := range d.Account {
		redactEntry(d, &d.Account[i])
	}
}

// RedactFinding does the same to what a finding quotes.
func RedactFinding(f *Finding) {
	redactAll(&f.Message, &f.Found, &f.Expected, &f.Text.ZH, &f.Text.EN, &f.Hint.ZH, &f.Hint.EN)
}

func redactTree(nodes []*Indicator) {
	for _, x := range nodes {
		redactAll(&x.Name, &x.Deviation, &x.Remark, &x.Explanation, &x.Standard)
		redactValue(x.Value)
		redactValue(x.Actual)
		for i := range x.Targets {
			redactValue(x.Targets[i].Value)
		}
		for i := range x.Extra {
			redactPair(&x.Extra[i])
		}
		redactTree(x.Children)
	}
}

// redactValue leaves a target's number alone, however long it is.
func redactValue(v *Value) {
	if v == nil {
		return
	}
	redactAll(&v.Note, &v.Subject, &v.Reference)
	if n := v.Number; n == "" || redactText(n) == n {
		redactAll(&v.Text)
	}
	for _, c := range v.Clauses {
		redactValue(c)
	}
}

// redactEntry leaves out of the account what the declaration leaves out.
func redactEntry(d *Declaration, e *AccountEntry) {
	redactAll(&e.Text, &e.Why)
	if e.Entry == EntryLabel {
		return
	}
	for _, path := range e.Of {
		rest, ok := strings.CutPrefix(path, "extra[")
		index, _, closed := strings.Cut(rest, "]")
		i, err := strconv.Atoi(index)
		if ok && closed && err == nil && i >= 0 && i < len(d.Extra) && d.Extra[i].Text == redacted {
			e.Text = redacted
		}
	}
}

func redactPair(p *Pair) {
	for _, label := range personalLabels {
		if strings.Contains(p.Label, label) && p.Text != "" {
			p.Text = redacted
			return
		}
	}
	redactAll(&p.Label, &p.Text)
}

func redactAll(texts ...*string) {
	for _, s := range texts {
		*s = redactText(*s)
	}
}

func redactText(s string) string {
	if s == "" {
		return s
	}
	s = personalMail().ReplaceAllString(s, redacted)
	var b strings.Builder
	last := 0
	for _, at := range personalNumbers().FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:at[0]])
		after, _ := utf8.DecodeRuneInString(s[at[1]:])
		if anyDigit(before) || anyDigit(after) {
			continue
		}
		b.WriteString(s[last:at[0]])
		b.WriteString(redacted)
		last = at[1]
	}
	b.WriteString(s[last:])
	s = labelledNumbers().ReplaceAllString(b.String(), "${1}${2}"+redacted)
	return labelledNames().ReplaceAllString(s, "${1}${2}"+redacted+"${3}")
}

func anyDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }
