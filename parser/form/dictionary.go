package form

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/pattern"
)

// dictionary looks up labels and columns by their folded names.
type dictionary struct {
	labels    map[string]Key
	headings  []string       // those of groups
	spare     map[string]Key // of labels that count where no other gave the key
	columns   map[string]Role
	answers   map[string]bool // folded names of columns whose role a person gave
	patterns  []columnPattern
	execution map[string]Role
	spent     []columnPattern // of the execution table
	tasks     map[string]Role
	levels    map[string]levelName // the profiles' level names, folded
	amounts   []*pattern.Pattern   // labels of a whole amount, where one stands beside them
}

// levelName is what is known of a level's name: a bit for each depth, from 0, that it
// stands at, and the names of the levels that it stands below.
type levelName struct {
	depths uint8
	above  [][]string
}

type columnPattern struct {
	re   *pattern.Pattern
	role Role
}

// maxLabel is the length in runes beyond which a cell is text, not a label.
const maxLabel = 40

// manyLabels and manyColumns are about how many names of each the embedded profiles have.
const (
	manyLabels  = 500
	manyColumns = 300
)

func newDictionary(base *common, profiles ...*Profile) (*dictionary, error) {
	d := &dictionary{labels: make(map[string]Key, manyLabels), spare: map[string]Key{}, columns: make(map[string]Role, manyColumns), execution: map[string]Role{}, tasks: map[string]Role{}}
	for _, l := range base.Labels {
		name(d.labels, l.Key, l.Names)
	}
	for _, l := range base.Spare {
		name(d.spare, l.Key, l.Names)
	}
	for _, a := range base.Amounts {
		re, err := pattern.Compile(a)
		if err != nil {
			return nil, fmt.Errorf("amounts: %q is no regular expression: %w", a, err)
		}
		d.amounts = append(d.amounts, re)
	}
	for _, e := range base.Execution {
		name(d.execution, e.Role, e.Names)
		var err error
		if d.spent, err = compiled(d.spent, e); err != nil {
			return nil, err
		}
	}
	for _, t := range base.Tasks {
		name(d.tasks, t.Role, t.Names)
	}
	columns := append([]ColumnNames{}, base.Columns...)
	for _, p := range slices.Backward(profiles) { // the first has the last word
		for _, l := range p.Labels {
			name(d.labels, l.Key, l.Names)
		}
		columns = append(columns, p.Columns...)
	}
	for _, c := range columns {
		name(d.columns, c.Role, c.Names)
		var err error
		if d.patterns, err = compiled(d.patterns, c); err != nil {
			return nil, err
		}
	}
	for n, key := range d.labels {
		if key == KeyGroup {
			d.headings = append(d.headings, n)
		}
	}
	return d, nil
}

// compiled adds the patterns of a column.
func compiled(list []columnPattern, c ColumnNames) ([]columnPattern, error) {
	for _, p := range c.Patterns {
		re, err := pattern.Compile(p)
		if err != nil {
			return nil, fmt.Errorf("column %s: %q is no regular expression: %w", c.Role, p, err)
		}
		list = append(list, columnPattern{re, c.Role})
	}
	return list, nil
}

// spentColumn is the role of a column of a budget's execution.
func (d *dictionary) spentColumn(norm string) Role {
	if r := d.execution[norm]; r != RoleNone || norm == "" {
		return r
	}
	if !strings.Contains(norm, "执行") {
		return RoleNone
	}
	for _, p := range d.spent {
		if p.re.MatchString(norm) {
			return p.role
		}
	}
	return RoleNone
}

// taskColumn is the role of a column of a department's tasks.
func (d *dictionary) taskColumn(norm string) Role { return d.tasks[norm] }

// name enters names of one meaning, folded.
func name[T any](into map[string]T, meaning T, list []string) {
	for _, n := range list {
		into[labelNorm(n)] = meaning
	}
}

// answered is the dictionary with the roles that a person gave to columns.
func (d *dictionary) answered(columns map[string]string) *dictionary {
	if len(columns) == 0 {
		return d
	}
	out := *d
	out.columns, out.answers = maps.Clone(d.columns), maps.Clone(d.answers)
	if out.answers == nil {
		out.answers = map[string]bool{}
	}
	for head, role := range columns {
		n := labelNorm(head)
		out.columns[n], out.answers[n] = Role(role), true
	}
	return &out
}

// inVocabulary reports whether a folded label is the name of any level.
func (d *dictionary) inVocabulary(norm string) bool { return d.levels[norm].depths != 0 }

// levelMarks part the levels that stand in one text: a path, or one in brackets.
const levelMarks = "\n-—–－/／>＞→·|:：（）()[]【】"

// levelsIn are the names of levels that a text is made of, none where it holds
// anything else. A name of one level is made of itself.
func (d *dictionary) levelsIn(text string) []string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(levelMarks, r) })
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		if d.inVocabulary(labelNorm(p)) {
			continue
		}
		if len(parts) == 1 {
			return d.joinedLevels(labelNorm(p))
		}
		return nil
	}
	return parts
}

// joinedLevels are the names of levels that a text is, one behind the other without
// a mark; none where it holds anything else.
func (d *dictionary) joinedLevels(text string) []string {
	const suffix = "指标"
	var out []string
	for text != "" {
		end := strings.Index(text, suffix)
		if end < 0 {
			return nil
		}
		end += len(suffix)
		if !d.inVocabulary(text[:end]) {
			return nil
		}
		out, text = append(out, text[:end]), text[end:]
	}
	return out
}

// inHeading reports whether a folded text is a heading, or a line of one.
func (d *dictionary) inHeading(norm string) bool {
	return slices.ContainsFunc(d.headings, func(label string) bool { return strings.Contains(label, norm) })
}

// isLevel reports whether a folded label is a level's name at a depth, from 0.
func (d *dictionary) isLevel(norm string, depth int) bool { return d.levels[norm].depths>>depth&1 != 0 }

// label gives the key of a folded label, "" where it is none. Goals may be numbered:
// 年度绩效目标1. A special fund's form says 专项 where others say 项目.
func (d *dictionary) label(norm string) Key {
	if key := d.labels[norm]; key != KeyNone {
		return key
	}
	if bare := strings.TrimRight(norm, "123456789"); bare != norm {
		if key := d.labels[bare]; key.family() == "goals" {
			return key
		}
	}
	if rest, ok := strings.CutPrefix(norm, "专项"); ok {
		return d.labels["项目"+rest]
	}
	return KeyNone
}

// amountLabel reports whether a folded label may name a whole amount: what stands
// beside it decides.
func (d *dictionary) amountLabel(norm string) bool {
	for _, re := range d.amounts {
		if re.MatchString(norm) {
			return true
		}
	}
	return false
}

// column gives the role of a folded column name, "" where it is none.
func (d *dictionary) column(norm string) Role {
	if norm == "" {
		return RoleNone
	}
	if strings.Contains(norm, "20") && !d.answers[norm] {
		norm = yearIn.ReplaceAllString(norm, "当年")
	}
	if r := d.columns[norm]; r != RoleNone {
		return r
	}
	if trimmed := strings.TrimPrefix(norm, "当年"); trimmed != norm {
		if r := d.columns[trimmed]; r != RoleNone {
			return r
		}
	}
	holds := pattern.Of(norm)
	for _, p := range d.patterns {
		if p.re.In(norm, &holds) {
			return p.role
		}
	}
	return RoleNone
}

// yearIn is a year inside a column's name: 2021年实际实现值.
var yearIn = pattern.MustCompile(`20\d\d年(度)?`)
