package value

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/schema"
)

// maxClauses bounds how many clauses a value is split into, maxNesting how deep
// clauses hold clauses. No form prints more; a longer text is unparsed.
const (
	maxClauses = 24
	maxNesting = 2
)

// joinAnd and joinOr are the values of schema.Value.Join.
const (
	joinAnd = "and"
	joinOr  = "or"
)

// splitter is a mark or word that parts clauses. A weak one parts them only where
// every piece can be read alone.
type splitter struct {
	word string
	join string
	weak bool
}

// splitters in the order in which they are tried: the first that splits a value
// soundly decides.
var splitters = []splitter{
	{";", joinAnd, false}, {"或者", joinOr, false}, {"或", joinOr, false}, {"并且", joinAnd, false}, {"且", joinAnd, false}, {"同时", joinAnd, false},
	{"。", joinAnd, true}, {",", joinAnd, true}, {"、", joinAnd, true}, {"并", joinAnd, true}, {"和", joinAnd, true}, {"及", joinAnd, true}, {"/", joinAnd, true}, {"+", joinAnd, true}, {" ", joinAnd, true},
}

// compound reads several clauses. Two bounds on one measure are an interval,
// phrases alone are one qualitative value.
func (p *parser) compound(v *schema.Value, f frag) bool {
	f = trimOuter(f)
	if p.depth >= maxNesting || !signsOf(f.s).any(signJoin) {
		return false
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.roundTheClock(v, f) {
		return true
	}
	if !hasDigit(f.s) && !hasSymbol(f.s) && strings.IndexFunc(f.s, isHanNumeral) < 0 && !mentions(f.s, []string{"无", "未发生", "不发生", "未出现"}) {
		return false // phrases alone
	}
	n := p.marked()
	pieces := cutCircled(f)
	if pieces == nil {
		if pieces = cutNumbered(f); pieces != nil {
			p.mark(RoleJoin, f.to(pieces[0].at-f.at))
		}
	}
	if pieces != nil {
		if p.pieces(v, f, pieces, &splitters[0]) {
			return true
		}
		reset(v)
		p.undo(n)
	}
	for i := range splitters {
		if s := &splitters[i]; strings.Contains(f.s, s.word) {
			if p.split(v, f, s) {
				return true
			}
			reset(v)
			p.undo(n)
		}
	}
	return p.headed(v, f)
}

// headed reads clauses that one noun stands in front of: 支付进度率:6月底≥50%,9月底
// ≥75%. The noun is the subject of those that have none of their own.
func (p *parser) headed(v *schema.Value, f frag) bool {
	at := strings.IndexByte(f.s, ':')
	if at <= 0 || hasDigit(f.s[:at]) || !isSubject(f.s[:at]) {
		return false
	}
	head, rest := f.to(at), f.from(at+1)
	p.mark(RoleSubject, head)
	if !p.compound(v, rest) || v.Kind != schema.KindCompound {
		return false
	}
	for _, c := range v.Clauses {
		if c.Kind == schema.KindQualitative {
			return false
		}
		if c.Subject == "" {
			c.Subject = head.s
		}
	}
	return true
}

func isHanNumeral(r rune) bool { return fold.HanDigit(r) >= 0 || fold.HanPower(r) > 0 || r == '半' }

// split reads f as clauses parted by a splitter.
func (p *parser) split(v *schema.Value, f frag, s *splitter) bool {
	if (s.word == "/" || s.word == " ") && namesStandard(f.s) {
		return false // GB/T 50326
	}
	pieces := cut(f, s.word)
	if len(pieces) < 2 || len(pieces) > maxClauses {
		return false
	}
	return p.pieces(v, f, pieces, s)
}

// cutCircled splits f at circled numbers: ①≥95%②≤5次; nil where it does not begin
// with one.
func cutCircled(f frag) []frag {
	var pieces []frag
	start := -1
	for i, r := range f.s {
		if r < '①' || r > '⑳' {
			if start < 0 {
				return nil
			}
			continue
		}
		if start >= 0 {
			pieces = append(pieces, f.between(start, i))
		}
		start = i + utf8.RuneLen(r)
	}
	if start < 0 || len(pieces)+1 > maxClauses {
		return nil
	}
	return append(pieces, f.from(start))
}

// cutNumbered splits f at numbers in brackets that count up from one: (1)≥80%(2)≤5天,
// (一)…(二)…; nil where it does not begin with the first or has no second.
func cutNumbered(f frag) []frag {
	var pieces []frag
	start := 0
	for i := range f.s {
		if f.s[i] != '(' {
			continue
		}
		n, w := fold.Number(f.s[i+1:])
		if w == 0 || n != strconv.Itoa(len(pieces)+1) || !strings.HasPrefix(f.s[i+1+w:], ")") || i == 0 != (len(pieces) == 0) {
			continue
		}
		if len(pieces) == maxClauses {
			return nil
		}
		if len(pieces) > 0 {
			pieces[len(pieces)-1] = f.between(start, i)
		}
		start = i + w + len("()")
		pieces = append(pieces, f.from(start))
	}
	if len(pieces) < 2 {
		return nil
	}
	return pieces
}

// pieces reads the clauses of a compound.
func (p *parser) pieces(v *schema.Value, f frag, pieces []frag, s *splitter) bool {
	clauses := make([]*schema.Value, 0, len(pieces))
	measured := 0
	defer func(year int) { p.ctx.Year = year }(p.ctx.Year)
	for i, piece := range pieces {
		if i > 0 {
			p.mark(RoleJoin, f.between(pieces[i-1].at+len(pieces[i-1].s)-f.at, piece.at-f.at))
		}
		piece = trimConnector(trimOuter(piece))
		if piece.s == "" {
			if i == len(pieces)-1 && !isMark(s.word) {
				return false // ≥95%且: the page cut it off
			}
			continue
		}
		c := &schema.Value{Text: piece.s}
		if !p.piece(c, piece, s.weak) {
			return false
		}
		var last *schema.Value
		if n := len(clauses); n > 0 {
			last = clauses[n-1]
		}
		if !fitsPieces(c, last, piece.s, s) {
			return false
		}
		if c.Kind != schema.KindQualitative && c.Kind != schema.KindUnparsed {
			measured++
		}
		clauses = append(clauses, c)
		if year := printedYear(c); year != 0 {
			p.ctx.Year = year // 2024年6月、12月: the year goes for both
		}
	}
	if measured == 0 || s.weak && len(clauses) < 2 {
		return false
	}
	return joinClauses(v, clauses, s.join)
}

// isMark reports splitters that are no words: a mark may stand at the end of a value.
func isMark(splitter string) bool {
	return strings.IndexFunc(splitter, isLetter) < 0
}

// fitsPieces reports whether a clause can follow the last one as a clause of its
// own; a splitter may also stand inside one.
func fitsPieces(c, last *schema.Value, text string, s *splitter) bool {
	switch {
	case s.join == joinOr && c.Kind == schema.KindQualitative && Classify(text).Class == ClassNone && !strings.HasPrefix(text, "按"):
		return false // 情景教学或外训6批次: 或 joins nouns
	case (s.word == "/" || s.word == "+") && c.Kind == schema.KindQuantity && c.Unit == "" && c.Subject == "":
		return false // 4.5/5
	}
	return last == nil || !goesOn(c, last, text, s)
}

// goesOn reports a clause that is the rest of the last one.
func goesOn(c, last *schema.Value, text string, s *splitter) bool {
	switch {
	case c.Note == "各":
		return true // 6月底、12月底前各完成50%: of both
	case c.Kind == schema.KindQuantity && s.word == ",":
		return last.Kind == schema.KindQuantity && last.Unit == "" && last.Number == last.Text && strings.HasPrefix(text, c.Number) // 12,34人
	case c.Kind == schema.KindQuantity:
		return last.Deadline != nil && c.OpImplied && c.Subject == "" && startsWithAny(c.Unit, []string{"日", "号", "月"}) // 每月10日、20日
	}
	return c.Deadline != nil && c.Deadline.Recurring == "" && last.Deadline != nil && last.Deadline.Recurring != "" // 每年3月、9月
}

// joinClauses makes a value of clauses: itself where there is one, an interval of
// two bounds on one measure, else a compound.
func joinClauses(v *schema.Value, clauses []*schema.Value, join string) bool {
	if len(clauses) == 1 {
		text := v.Text
		*v = *clauses[0]
		v.Text = text
		return true
	}
	if len(clauses) == 2 && join == joinAnd && clauses[0].Kind == schema.KindQuantity && clauses[1].Kind == schema.KindQuantity && bounds(v, clauses[0], clauses[1]) {
		return true
	}
	v.Kind, v.Clauses, v.Join = schema.KindCompound, clauses, join
	return true
}

// printedYear is the year of a clause's date; 0 where it has none.
func printedYear(c *schema.Value) int {
	if c.Deadline == nil || len(c.Deadline.Date) < len("2006") {
		return 0
	}
	return yearOf(c.Deadline.Date[:len("2006")])
}

// piece reads one clause of a compound.
func (p *parser) piece(c *schema.Value, f frag, weak bool) bool {
	if p.clause(c, f) || p.compound(c, f) {
		return true
	}
	if weak && Classify(f.s).Class == ClassNone {
		return false
	}
	if hasDigit(f.s) && weak {
		return false
	}
	p.text(c, f)
	return true
}

// trimConnector drops the words that join a clause to the one before it.
func trimConnector(f frag) frag {
	for _, word := range [...]string{"并且", "而且", "同时", "并", "且", "其中"} {
		if g, ok := f.after(word); ok && g.s != "" {
			return trimOuter(g)
		}
	}
	return f
}

// cut splits f at a word outside brackets; a comma between digits stays.
func cut(f frag, word string) []frag {
	var pieces []frag
	depth, start := 0, 0
	for i := 0; i < len(f.s); {
		switch f.s[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && strings.HasPrefix(f.s[i:], word) && !insideNumber(f.s, i, word) {
			pieces = append(pieces, f.between(start, i))
			if len(pieces) > maxClauses {
				return nil
			}
			i += len(word)
			start = i
			continue
		}
		_, n := utf8.DecodeRuneInString(f.s[i:])
		i += n
	}
	return append(pieces, f.from(start))
}

// insideNumber reports a comma that stands between digits, and words that only
// look like a splitter (以及, 及以上, 及时).
func insideNumber(s string, at int, word string) bool {
	front, rest := s[:at], s[at+len(word):]
	switch word {
	case " ":
		front, rest = strings.TrimRight(front, " "), strings.TrimLeft(rest, " ")
		return endsInDigit(front) && rest != "" && (fold.IsDigit(rune(rest[0])) || rest[0] == '.')
	case ",":
		return endsInDigit(front) && rest != "" && fold.IsDigit(rune(rest[0])) // 1,200人; 95,5% may be one number or two
	case "。":
		return endsInDigit(front) && rest != "" && fold.IsDigit(rune(rest[0]))
	case "或":
		return strings.HasSuffix(front, "等于") || strings.HasSuffix(front, "达到") && startsWithAny(rest, []string{"优于", "高于", "超过", "好于", "低于"}) || startsWithAny(rest, []string{"等于", "以上", "以下", "其"})
	}
	for i := range insideWords {
		if w := &insideWords[i]; w.word == word {
			return startsWithAny(rest, w.behind) || endsWith(front, w.front)
		}
	}
	return false
}

// insideWords are what stands behind or in front of a splitter that is part of
// another word.
var insideWords = []struct {
	word          string
	behind, front []string
}{
	{"及", []string{"时", "以上", "以下", "其以", "格"}, []string{"以", "普", "涉", "触", "顾", "危"}},
	{"并", []string{"重", "轨", "行", "联", "发"}, []string{"合", "兼", "吞"}},
	{"和", []string{"谐", "平", "睦", "解"}, nil},
}

func endsInDigit(s string) bool { return s != "" && fold.IsDigit(rune(s[len(s)-1])) }

// roundTheClock reads 7×24小时: 24 小时 a day on 7 days a week.
func (p *parser) roundTheClock(v *schema.Value, f frag) bool {
	days, w := fold.Arabic(f.s)
	if w == 0 || len(days) != 1 || days[0] < '1' || days[0] > '7' {
		return false
	}
	rest := f.from(w).trim()
	_, n := utf8.DecodeRuneInString(rest.s)
	if n == 0 || !strings.Contains("×*xX✕Х", rest.s[:n]) {
		return false
	}
	rest = rest.from(n).trim()
	hours, hw := fold.Arabic(rest.s)
	if hw == 0 || len(hours) > 2 {
		return false
	}
	tail := rest.from(hw).trim()
	found := false
	for _, word := range [...]string{"个小时", "小时", "h", "H"} {
		if g, ok := tail.after(word); ok {
			tail, found = g.trim(), true
			break
		}
	}
	if tail.s != "" && (!found || !isCountedNoun(tail.s)) {
		return false
	}
	p.mark(RoleNumber, f.to(w))
	p.mark(RoleNumber, rest.to(hw))
	p.mark(RoleUnit, rest.between(hw, tail.at-rest.at))
	p.mark(RoleSubject, tail)
	v.Kind, v.Join = schema.KindCompound, joinAnd
	v.Clauses = []*schema.Value{
		{Text: f.s, Kind: schema.KindQuantity, Op: schema.OpEQ, OpImplied: true, Number: hours, Unit: "小时", Per: "日", Subject: tail.s},
		{Text: f.s, Kind: schema.KindQuantity, Op: schema.OpEQ, OpImplied: true, Number: days, Unit: "日", Per: "周", Subject: tail.s},
	}
	return true
}
