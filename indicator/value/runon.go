package value

import (
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// runOn reads amounts that follow each other without a mark, as the clauses of a
// compound: 12个班级480名学生, 3座126延米, 开展培训3次参训150人. Where it is open which
// of two amounts a noun between them belongs to, there is no reading.
func (p *parser) runOn(v *schema.Value, f frag) bool {
	first := strings.IndexAny(f.s, "0123456789")
	if first < 0 || !hasDigit(f.s[first+fold.Digits(f.s[first:]):]) || hasSymbol(f.s) || strings.ContainsAny(f.s[first:], "(),;、/") {
		return false
	}
	var pieces []frag
	start, end := 0, 0 // of the piece, and behind its amount
	for i := 0; i < len(f.s); {
		if !fold.IsDigit(rune(f.s[i])) {
			i++
			continue
		}
		_, w := fold.Arabic(f.s[i:])
		u := unitWidth(f.s[i+w:])
		if u == 0 || !isRunUnit(f.s[i+w:i+w+u]) || !startsNumber(f.s, i, w) {
			return false
		}
		if end > 0 {
			cut := runCut(f.s, end, i)
			if cut < 0 || len(pieces) == maxClauses {
				return false
			}
			pieces = append(pieces, f.between(start, cut))
			start = cut
		}
		i += w + u
		end = i
	}
	if len(pieces) == 0 {
		return false
	}
	pieces = append(pieces, f.from(start))
	return p.pieces(v, f, pieces, &splitter{join: joinAnd, weak: true}) && countsAlone(v)
}

// isRunUnit reports the units of amounts that run on: things, measures, money.
// Times are left out: 1天8小时 may be one amount or two.
func isRunUnit(unit string) bool {
	switch DimensionOf(unit) {
	case words.Count, words.Measure, words.Money:
		return true
	}
	return false
}

// runCut is where the clause ends whose amount ends at end, and the next amount
// starts at next: in front of a verb, or behind a short noun that the unit counts.
// -1 where it is open.
func runCut(s string, end, next int) int {
	gap := s[end:next]
	switch {
	case gap == "":
		return end
	case words.Actions.Begins(gap) || startsWithAny(gap, []string{"参训", "受益", "服务"}):
		return end
	case utf8.RuneCountInString(gap) > 4 || !isNoun(gap) || words.MeasureEnd.Ends(gap) || endTrend(gap) >= 0 || suffixOpAt(gap) > 0:
		return -1
	}
	for _, unit := range [...]string{"个", "名", "家", "所", "座", "户", "条", "处", "台", "辆", "套", "支", "位"} {
		if strings.HasSuffix(s[:end], unit) {
			return next
		}
	}
	return -1
}

// countsAlone reports a compound whose clauses are all amounts with a unit.
func countsAlone(v *schema.Value) bool {
	for _, c := range v.Clauses {
		if c.Kind != schema.KindQuantity || c.Unit == "" {
			return false
		}
	}
	return v.Kind == schema.KindCompound
}

// graded reads a phrase with its number in brackets: 良好(80分)以上, 满意(≥90%),
// 全面完成(100%). The number is the value, the phrase its note.
func (p *parser) graded(v *schema.Value, f frag) bool {
	open := strings.IndexByte(f.s, '(')
	none := open > 0 && (f.s[:open] == "无" || f.s[:open] == "没有" || f.s[:open] == "未发生") && startsWithAny(f.s[open:], []string{"(0", "(零"}) // 无(0起)
	if open <= 0 || hasDigit(f.s[:open]) || !none && Classify(f.s[:open]).Class == ClassNone {
		return false
	}
	end := open + closing(f.s[open:])
	if end <= open {
		return false
	}
	word, inner, back := f.to(open).trim(), f.between(open+1, end), f.from(end+1).trim()
	op, w := suffixOp(back.s)
	if w != len(back.s) || !isNoun(word.s) || !hasDigit(inner.s) || !p.quantity(v, inner) || v.Note != "" || v.Subject != "" || v.Unit == "" {
		return p.again(v, 0) && false
	}
	settled, ok := settle(v.Op, op)
	if !ok {
		return p.again(v, 0) && false
	}
	if op != "" {
		v.Op, v.OpImplied = settled, false
		p.mark(RoleSuffix, back)
	}
	v.Note = word.s
	p.mark(RoleNote, word)
	return true
}

// changeless reads 零增长 and 负增长 as changes: of 0 %, and below it.
func (p *parser) changeless(v *schema.Value, f frag) bool {
	for _, c := range [...]struct {
		word string
		op   schema.Op
	}{{"零增长", schema.OpEQ}, {"负增长", schema.OpLT}} {
		subject, ok := f.before(c.word)
		if !ok {
			continue
		}
		for _, verb := range [...]string{"实现", "保持", "确保"} {
			subject, _ = subject.after(verb)
			subject, _ = subject.before(verb)
		}
		if subject.s != "" && (!isSubject(subject.s) || hasDigit(subject.s)) {
			return false
		}
		v.Kind, v.Op, v.Number, v.Unit, v.Subject, v.Note = schema.KindQuantity, c.op, "0", "%", subject.s, "增长"
		p.mark(RoleSubject, subject)
		p.mark(RoleNumber, f.from(len(f.s)-len(c.word)))
		return true
	}
	return false
}
