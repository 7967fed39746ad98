package form

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pbt-cli/pbt/indicator/fold"
	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
)

// builder fills one declaration.
type builder struct {
	profile *Profile
	d       *schema.Declaration
	trace   traces
	money   money
	units   map[Key]hit
	asked   map[[2]string]bool // doubts of the reading itself, by path and question
	// unsorted says that the rows stand in no order: a label that comes back is no doubt.
	unsorted bool
	// gave is what each cell gave this declaration, where the form makes several
	// and the account is asked for.
	gave map[*cell][]string
}

func newBuilder(p *Profile, printed *hit) *builder {
	b := &builder{profile: p, units: map[Key]hit{}}
	b.d = &schema.Declaration{Form: p.ID, Indicators: []*schema.Indicator{}}
	b.money = money{unit: p.Money}
	if printed != nil {
		b.money.unit = printed.text
	}
	return b
}

// declare makes declarations of a form: one, or one for each project of a list.
func (f *form) declare(out *Result, opt *Options) {
	if len(f.body.ragged) > 0 {
		out.Problems = append(out.Problems, raggedRows(f.body.ragged))
	}
	var builders []*builder
	if f.isList() {
		builders = f.declareList(opt.Account)
	} else {
		b := newBuilder(f.profile, f.fields.money)
		b.fields(f.fields)
		b.projectOfTitle(f.fields)
		b.yearOfHead(f.header)
		if opt.spendsRows() {
			f.giveRows()
		}
		b.trees(f.trees, opt.spendsRows())
		b.sums(f.section)
		builders = []*builder{b}
	}
	for i, b := range builders {
		b.plausible(f.header.words)
		if opt.Account {
			b.d.Account = f.account(b, i)
		}
		b.finish(opt.Untraced)
		if f.profile.Fallback {
			out.Problems = append(out.Problems, f.unknownFamily(len(out.Declarations)))
		}
		out.Declarations = append(out.Declarations, b.d)
	}
}

func pathIndex(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// gives writes down in the account that a cell gave a key its text.
func (b *builder) gives(c *cell, f fate, path, text string) {
	c.gives(f, path, text)
	if b.gave == nil {
		return
	}
	for _, e := range c.accounts() {
		b.gave[e] = append(b.gave[e], path)
	}
}

// may reports whether the cells of a hit may give a key their text. Where a key has
// it already, that it was asked for twice is a doubt there.
func (b *builder) may(path string, h hit) bool {
	for _, c := range h.from {
		if !b.free(path, h.text, c) {
			return false
		}
	}
	return true
}

func (b *builder) free(path, text string, c *cell) bool {
	if c.free(path, text) {
		return true
	}
	b.ask(c.own().keys()[0], schema.QuestionText, cellOnly(c), nil)
	return false
}

// set writes down that a hit gave a key its text: the place, the doubts, the
// account of the cells.
func (b *builder) set(path, text string, h hit) {
	b.trace.add(path, h.place())
	b.doubt(path, text, h.place(), h.doubts)
	for _, c := range h.from {
		b.gives(c, fateKey, path, h.text)
	}
}

// took does the same for a cell.
func (b *builder) took(path, text string, c *cell) {
	b.trace.add(path, &c.Spot)
	b.doubt(path, text, &c.Spot, c.Doubts())
	b.gives(c, fateKey, path, c.Text)
}

// is says what the cells of a hit are that gave no key.
func (h *hit) is(f fate, why reason) {
	for _, c := range h.from {
		c.is(f, why)
	}
}

// clean gives a printed text without wraps and residue, and lists what was
// taken out of it. Line breaks are the layout's and are not listed.
func (b *builder) clean(path, text string, repairs []schema.Repair) string {
	out, did := fold.Clean(text)
	b.cleaned(path, text, out, did, repairs)
	return out
}

// cleaned lists what cleaning a text, which gave out, took from it.
func (b *builder) cleaned(path, text, out string, did fold.Cleaning, repairs []schema.Repair) {
	for _, r := range repairs {
		r.Path = path
		if r.Confidence == 0 {
			r.Confidence = 1
		}
		r.From, r.To = excerpt(r.From, r.To)
		b.d.Repairs = append(b.d.Repairs, r)
	}
	for _, why := range (did &^ fold.CleanedBreak).Reasons() {
		from, to := excerpt(text, out)
		b.d.Repairs = append(b.d.Repairs, schema.Repair{Path: path, From: from, To: to, Why: why, Confidence: 1})
		break
	}
}

// excerptLength is how much of a long text a repair shows around the change,
// in runes.
const excerptLength = 60

// excerpt cuts what two long texts have in common off their ends, but for a
// few characters, so that a repair shows the change.
func excerpt(from, to string) (string, string) {
	a, b := []rune(from), []rune(to)
	if len(a) <= excerptLength && len(b) <= excerptLength {
		return from, to
	}
	const context = 6
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	cut := func(r []rune) string {
		lo, hi := max(0, head-context), min(len(r), len(r)-tail+context)
		s := middleOut(r[lo:hi])
		if lo > 0 {
			s = "…" + s
		}
		if hi < len(r) {
			s += "…"
		}
		return s
	}
	return cut(a), cut(b)
}

// middleOut leaves out the middle of what is still long.
func middleOut(r []rune) string {
	if len(r) <= 2*excerptLength {
		return string(r)
	}
	return string(r[:excerptLength]) + " … " + string(r[len(r)-excerptLength/2:])
}

// extra files a printed label and value that has no typed home.
func (b *builder) extra(h hit) {
	label, _ := fold.Clean(h.label)
	label = strings.TrimRight(squeeze(label), ":：")
	if label == "" {
		label = otherText
	}
	path := pathIndex("extra", len(b.d.Extra))
	if !b.may(path+".text", h) {
		return
	}
	text := b.clean(path+".text", h.text, nil)
	if text == "" {
		h.is(fateFurniture, whyBlank)
		return
	}
	b.trace.add(path, h.place())
	b.doubt(path, text, h.place(), h.doubts)
	for _, c := range h.from {
		b.gives(c, fateExtra, path+".text", h.text)
	}
	b.d.Extra = append(b.d.Extra, schema.Pair{Label: label, Text: text})
}

// fields puts what stands around the table in its keys.
func (b *builder) fields(f *fields) {
	b.heading(f)
	var funds, sums []hit
	for _, h := range f.hits {
		if h.key == KeySum {
			sums = append(sums, h)
			continue
		}
		b.unfilled(h)
		switch h.key.family() {
		case "funds":
			if h.key == keyBreakdown {
				b.breakdown(h)
				continue
			}
			funds = append(funds, h)
		case "unit":
			b.unit(h)
		default:
			b.field(h)
		}
	}
	b.chooseUnit()
	for _, h := range f.exec {
		if b.money.unit == "" {
			b.money.unit = moneyIn.FindString(h.item.note())
		}
	}
	b.printedUnit(f, funds)
	b.setFunds(funds)
	b.sumOfParts(sums)
	b.setExecution(f.exec)
	b.setTasks(f.tasks)
}

// unfilled notes a label of who files, and for what, that stands beside nothing.
func (b *builder) unfilled(h hit) {
	if strings.TrimSpace(h.text) != "" {
		return
	}
	switch path := h.key.family(); {
	case path == "unit" || path == "department":
		b.blank(path)
	case h.key == KeyName:
		b.blank(string(h.key))
	}
}

func (b *builder) blank(path string) {
	if !slices.Contains(b.d.Unfilled, path) {
		b.d.Unfilled = append(b.d.Unfilled, path)
	}
}

// filled leaves of the blank labels those that another one does not answer.
func (b *builder) filled() {
	have := map[string]string{"unit": b.d.Unit, "department": b.d.Department, string(KeyName): b.d.Project.Name}
	b.d.Unfilled = slices.DeleteFunc(b.d.Unfilled, func(path string) bool { return have[path] != "" })
	if len(b.d.Unfilled) == 0 {
		b.d.Unfilled = nil
	}
}

// printedUnit decides the unit that amounts are printed in: that of a label's
// bracket, of a line 单位:万元, else the profile's.
func (b *builder) printedUnit(f *fields, funds []hit) {
	if len(funds) == 0 && len(f.exec) == 0 && len(f.tasks) == 0 {
		return
	}
	printed := f.moneyUnit()
	for _, h := range funds {
		if u := moneyIn.FindString(h.note); u != "" {
			printed = u
			break
		}
		if _, unit, ok := value.ParseAmount(h.text); ok && isMoney(unit) && printed == "" {
			printed = unit
		}
	}
	if printed == "" {
		return
	}
	b.money.unit = printed
	b.d.Funds.PrintedUnit = printed
}

// heading sets title and years.
func (b *builder) heading(f *fields) {
	if f.title != nil && b.may("title", *f.title) {
		b.d.Title = b.clean("title", f.title.text, f.title.repairs)
		b.set("title", b.d.Title, *f.title)
	}
	if f.year != nil && b.may("year", *f.year) {
		b.d.Year, _ = strconv.Atoi(f.year.text)
		b.set("year", f.year.text, *f.year)
		b.d.Repairs = append(b.d.Repairs, f.year.repairs...)
	}
	if f.head != nil && b.may("heading_year", *f.head) {
		b.d.HeadingYear, _ = strconv.Atoi(f.head.text)
		b.set("heading_year", f.head.text, *f.head)
		if b.d.Year == 0 {
			b.d.Year = b.d.HeadingYear
			b.set("year", f.head.text, *f.head)
		}
	}
}

// yearOfHead takes the year that the head of the target's column names, where nothing
// above the table does; the year of another such column is a doubt.
func (b *builder) yearOfHead(h *header) {
	if b.d.Year != 0 {
		return
	}
	var others []string
	for _, c := range h.columns {
		y := value.ParseYear(c.label)
		if c.role != RoleValue || y == 0 || y == b.d.Year || yearLine.MatchString(foldedFlat(c.label)) {
			continue // a year and no more is what earlier years are printed under
		}
		if b.d.Year != 0 {
			others = append(others, strconv.Itoa(y))
			continue
		}
		if head := h.headOf(c); head != nil {
			b.d.Year = y
			b.took("year", strconv.Itoa(y), head)
		}
	}
	if len(others) > 0 {
		b.ask("year", schema.QuestionText, strconv.Itoa(b.d.Year), others)
	}
}

// headOf is the cell that prints the year of a column's name, nil for none.
func (h *header) headOf(c column) *cell {
	for row := h.row; row < h.end; row++ {
		if head := h.t.at(row, c.from); head != nil && value.ParseYear(head.Text) == value.ParseYear(c.label) {
			return head
		}
	}
	return nil
}

// unitOrder ranks who files: 申报单位 > 实施单位 > 项目单位 > 预算单位/单位名称.
var unitOrder = []Key{KeyFiler, KeyDoer, KeyUnit, KeyBudget}

func (b *builder) unit(h hit) {
	if s, _ := fold.Clean(h.text); s == "" {
		h.is(fateFurniture, whyBlank)
		return
	}
	if first, taken := b.units[h.key]; taken {
		if squeeze(first.text) != squeeze(h.text) {
			b.extra(h)
			return
		}
		h.is(fateFurniture, whySame)
		return
	}
	b.units[h.key] = h
}

func (b *builder) chooseUnit() {
	for _, key := range unitOrder {
		h, ok := b.units[key]
		if !ok || !b.may("unit", h) {
			continue
		}
		if b.d.Unit == "" {
			b.d.Unit = unstamped(b.clean("unit", h.text, h.repairs))
			b.set("unit", b.d.Unit, h)
			continue
		}
		b.extra(h)
	}
}

// field sets one text field.
func (b *builder) field(h hit) {
	dst := b.textKey(h.key)
	clean, did := fold.Clean(h.text)
	path := string(h.key)
	switch {
	case h.key == KeyGroup || h.key == KeySum:
		b.extra(h) // text that stands beside a heading
	case clean == "":
		h.is(fateFurniture, whyBlank)
	case !b.may(path, h):
	case h.key == KeyYear:
		b.yearField(h, clean)
	case h.key == KeyTotal:
		b.totalScore(h, clean)
	case h.key == KeyBought:
		b.governmentPurchase(h, clean)
	case h.key == KeyStart || h.key == KeyEnd:
		b.date(h, dst)
	case dst == nil:
		b.extra(h)
	case *dst == "":
		b.cleaned(path, h.text, clean, did, h.repairs)
		text := b.leaked(path, clean)
		if h.key == "department" {
			text = unstamped(text)
		}
		*dst = b.checked(h, text)
		b.set(path, *dst, h)
	case squeeze(*dst) == squeeze(clean):
		h.is(fateFurniture, whySame)
	default:
		b.extra(h)
	}
}

// totalScore sets the sum of the points reached.
func (b *builder) totalScore(h hit, clean string) {
	if b.d.TotalScore != "" {
		b.extra(h)
		return
	}
	b.d.TotalScore = plainNumber(clean)
	b.set("total_score", b.d.TotalScore, h)
}

// doubt lists the doubts of the cells that gave a key its text.
func (b *builder) doubt(path, chosen string, at *grid.Spot, doubts []grid.Doubt) {
	for _, q := range doubts {
		d := schema.Doubt{Path: path, Question: q.Question, Chosen: chosen, Margin: q.Margin}
		if d.Question == "" {
			d.Question = schema.QuestionText
		}
		if at != nil && !at.IsZero() {
			place := at.Place()
			d.At = &place
		}
		d.Alternatives = []string{}
		for _, a := range q.Alternatives {
			if a, _ = fold.Clean(a); a != "" && a != chosen {
				d.Alternatives = append(d.Alternatives, a)
			}
		}
		b.d.Uncertain = append(b.d.Uncertain, d)
	}
}

// leaked takes off the colon of a label that stands at the head of its value,
// as a cut between two cells leaves it.
func (b *builder) leaked(path, text string) string {
	rest := strings.TrimLeft(text, ":： ")
	if rest == text || rest == "" {
		return text
	}
	from, to := excerpt(text, rest)
	b.d.Repairs = append(b.d.Repairs, schema.Repair{Path: path, From: from, To: to, Why: "leaked-colon", Confidence: 1})
	return rest
}

// stampMark is where an office puts its stamp: 甲局（盖章）.
var stampMark = pattern.MustCompile(`[(（〔[][加盖]{0,2}(公章|盖章|签章|签字盖章)[)）〕\]]$`)

// unstamped takes off an office's name the place of its stamp: furniture of the form.
func unstamped(text string) string {
	return strings.TrimSpace(strings.TrimSuffix(text, stampMark.FindString(text)))
}

// textKey is the text that a key stands for; nil where it stands for none.
func (b *builder) textKey(key Key) *string {
	f, ok := schema.FieldAt(string(key))
	if !ok || f.Kind == schema.FieldAmount || f.Kind == schema.FieldNumber {
		return nil
	}
	return f.Text(b.d)
}

func (b *builder) yearField(h hit, clean string) {
	y := value.ParseYear(clean)
	switch {
	case y != 0 && b.d.Year != 0 && y != b.d.Year:
		b.extra(h)
		b.ask("year", schema.QuestionText, strconv.Itoa(b.d.Year), []string{strconv.Itoa(y)})
	case y == 0:
		b.extra(h)
	case b.d.Year != 0:
		h.is(fateFurniture, whySame)
	default:
		b.d.Year = y
		b.set("year", clean, h)
	}
}

func (b *builder) date(h hit, dst *string) {
	clean := b.clean(string(h.key), h.text, h.repairs)
	if iso, ok := value.ParseDate(clean); ok {
		clean = iso
	}
	if *dst != "" {
		b.extra(h)
		return
	}
	*dst = clean
	b.set(string(h.key), clean, h)
}

func (b *builder) governmentPurchase(h hit, clean string) {
	answer := b.checked(h, clean)
	var yes bool
	switch answer {
	case "是":
		yes = true
	case "否":
	default:
		b.extra(h)
		return
	}
	b.d.Project.GovernmentPurchase = &yes
	b.set(string(h.key), answer, h)
}

const (
	boxesEmpty  = "□☐○"
	boxesTicked = "☑☒■√✓✔●"
)

// checked reads a row of check boxes (新增项目□ 延续项目☑) as the option that is
// ticked; any other text is returned as it is.
func (b *builder) checked(h hit, text string) string {
	if !strings.ContainsAny(text, boxesEmpty+boxesTicked) {
		return text
	}
	options := splitBoxes(text)
	ticked := ""
	for _, o := range options {
		if o.ticked && ticked != "" {
			return text
		}
		if o.ticked {
			ticked = o.name
		}
	}
	if ticked == "" {
		return text
	}
	b.d.Repairs = append(b.d.Repairs, schema.Repair{Path: string(h.key), From: text, To: ticked, Why: "check-box", Confidence: 0.95})
	return ticked
}

type option struct {
	name   string
	ticked bool
}

// splitBoxes reads options with a box before or behind each name.
func splitBoxes(text string) []option {
	var out []option
	var name strings.Builder
	leading := strings.ContainsAny(firstRune(text), boxesEmpty+boxesTicked)
	ticked := false
	flush := func() {
		if n := strings.Trim(name.String(), " ,;，；、()（）"); n != "" {
			out = append(out, option{n, ticked})
		}
		name.Reset()
	}
	for _, r := range text {
		box := strings.ContainsRune(boxesEmpty+boxesTicked, r)
		switch {
		case box && leading:
			flush()
			ticked = strings.ContainsRune(boxesTicked, r)
		case box:
			ticked = strings.ContainsRune(boxesTicked, r)
			flush()
			ticked = false
		default:
			name.WriteRune(r)
		}
	}
	if leading {
		flush()
	}
	return out
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// finish writes down where the values stand, where that is wanted.
func (b *builder) finish(untraced bool) {
	b.filled()
	if !untraced {
		b.d.Trace = b.trace.places()
	}
}

// witnessShare is the largest part of a text that may differ from its witness.
const witnessShare = 3

// witness repairs a unit that was cut over cells by the same field of the
// file's other forms, where at least two of them agree and the readings differ
// in little.
func witness(all []*schema.Declaration) {
	count := map[string]int{}
	for _, d := range all {
		count[d.Unit]++
	}
	for _, d := range all {
		cut := false
		for _, r := range d.Repairs {
			cut = cut || r.Path == "unit" && r.Why == "cut-cell"
		}
		if !cut || count[d.Unit] > 1 {
			continue
		}
		for other, n := range count {
			if n < 2 || other == d.Unit {
				continue
			}
			if dist := distance([]rune(d.Unit), []rune(other)); dist*witnessShare <= len([]rune(other)) {
				d.Repairs = append(d.Repairs, schema.Repair{Path: "unit", From: d.Unit, To: other, Why: "witness", Confidence: 0.95})
				d.Unit = other
				break
			}
		}
	}
}

// distance is the edit distance of two texts.
func distance(a, b []rune) int {
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range a {
		diag := prev[0]
		prev[0] = i + 1
		for j := range b {
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			diag = prev[j+1]
			prev[j+1] = min(cost, prev[j]+1, prev[j+1]+1)
		}
	}
	return prev[len(b)]
}
