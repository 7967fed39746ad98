package level

import "strings"

// Label is one label of a hierarchy with the labels that it owns, in the order
// of the template.
type Label struct {
	// Name is the label as the template prints it.
	Name string `yaml:"name" json:"name"`
	// Synonyms are other printed names of the same label.
	Synonyms []string `yaml:"synonyms,omitempty" json:"synonyms,omitempty"`
	// Children are the labels of the next level.
	Children []Label `yaml:"children,omitempty" json:"children,omitempty"`
}

// Vocabulary is the label tree of a form family. Which parent owns a label is the
// family's own affair: 成本指标 stands under 产出指标 in one and beside it in
// another.
type Vocabulary struct {
	// Levels are the labels of the first level, in the order of the template.
	Levels []Label `yaml:"levels" json:"levels"`
}

// Match is where a label stands in a vocabulary.
type Match struct {
	// Name is the template's spelling.
	Name string
	// Depth is the level, from 0 for the outermost.
	Depth int
	// Parents are the names of the labels above, outermost first.
	Parents []string
	// Exact is false where only the suffix (指标, 目标) differs.
	Exact bool
}

// match finds a printed label. Line wraps, spaces, width, points (产出指标(50分)),
// numbering and the suffixes 指标 and 目标 do not matter. Where several labels
// match, an exact one wins over one that differs in its suffix, then an outer one
// over an inner one.
func (v *Vocabulary) match(label string) (Match, bool) {
	all := newLexicon(v).match(label)
	if len(all.nodes) == 0 {
		return Match{}, false
	}
	return all.first(), true
}

// MatchLevel is Match among the labels of one level, 0 for the outermost.
func (v *Vocabulary) MatchLevel(label string, depth int) (Match, bool) {
	all := newLexicon(v).matchAt(label, depth)
	if len(all.nodes) == 0 {
		return Match{}, false
	}
	return all.first(), true
}

// lexNode is one label of a vocabulary in a flat list.
type lexNode struct {
	name   string
	key    string
	depth  int
	parent int   // index of the owner, -1 at the outermost level
	kids   []int // indices, in the order of the template
}

// lexicon is a vocabulary made ready for look-ups.
type lexicon struct {
	nodes []lexNode
	keys  map[string][]int // key of a name or synonym → nodes
	stems map[string][]int
	roots []int
}

// maxLexDepth bounds a vocabulary's depth; no form has more than four levels.
const maxLexDepth = 8

func newLexicon(v *Vocabulary) *lexicon {
	l := &lexicon{keys: map[string][]int{}, stems: map[string][]int{}}
	if v != nil {
		l.roots = l.add(v.Levels, -1, 0)
	}
	return l
}

func (l *lexicon) add(levels []Label, parent, depth int) []int {
	if depth >= maxLexDepth {
		return nil
	}
	var added []int
	for i := range levels {
		id := len(l.nodes)
		l.nodes = append(l.nodes, lexNode{name: levels[i].Name, key: labelKey(levels[i].Name), depth: depth, parent: parent})
		added = append(added, id)
		for _, name := range append([]string{levels[i].Name}, levels[i].Synonyms...) {
			key := labelKey(name)
			if key == "" {
				continue
			}
			l.keys[key] = appendOnce(l.keys[key], id)
			stem := labelStem(key)
			l.stems[stem] = appendOnce(l.stems[stem], id)
		}
		l.nodes[id].kids = l.add(levels[i].Children, id, depth+1)
	}
	return added
}

func appendOnce(ids []int, id int) []int {
	for _, x := range ids {
		if x == id {
			return ids
		}
	}
	return append(ids, id)
}

// lexMatch are the nodes that a label matches.
type lexMatch struct {
	lex   *lexicon
	nodes []int
	exact bool
}

func (m lexMatch) first() Match {
	id := m.nodes[0]
	for _, other := range m.nodes[1:] {
		if m.lex.nodes[other].depth < m.lex.nodes[id].depth {
			id = other
		}
	}
	n := m.lex.nodes[id]
	found := Match{Name: n.name, Depth: n.depth, Exact: m.exact}
	for p := n.parent; p >= 0; p = m.lex.nodes[p].parent {
		found.Parents = append([]string{m.lex.nodes[p].name}, found.Parents...)
	}
	return found
}

// match finds the nodes of a printed label at any level.
func (l *lexicon) match(label string) lexMatch {
	key := labelKey(label)
	if ids := l.keys[key]; len(ids) > 0 {
		return lexMatch{l, ids, true}
	}
	if key == "" {
		return lexMatch{lex: l}
	}
	return lexMatch{l, l.stems[labelStem(key)], false}
}

// matchAt finds the nodes of a printed label at one level.
func (l *lexicon) matchAt(label string, depth int) lexMatch {
	key := labelKey(label)
	if ids := l.at(l.keys[key], depth); len(ids) > 0 {
		return lexMatch{l, ids, true}
	}
	if key == "" {
		return lexMatch{lex: l}
	}
	return lexMatch{l, l.at(l.stems[labelStem(key)], depth), false}
}

func (l *lexicon) at(ids []int, depth int) []int {
	var found []int
	for _, id := range ids {
		if l.nodes[id].depth == depth {
			found = append(found, id)
		}
	}
	return found
}

// nearest finds the label of a level that a damaged one most resembles, with the
// likeness and how far the next best name lies behind; -1 where there is none.
func (l *lexicon) nearest(label string, depth int) (id int, like, lead float64) {
	key := labelKey(label)
	id = -1
	second := 0.0
	for i, n := range l.nodes {
		if n.depth != depth {
			continue
		}
		s := max(similarity(key, n.key), similarity(labelStem(key), labelStem(n.key)))
		switch {
		case id >= 0 && l.nodes[id].name == n.name:
			like = max(like, s)
		case s > like:
			id, second, like = i, like, s
		default:
			second = max(second, s)
		}
	}
	return id, like, like - second
}

// lexicalStem is the stem of the second-level label that an indicator's name
// points to, or "".
func lexicalStem(name string) string {
	for _, rule := range lexicalRules {
		for _, word := range rule.words {
			if strings.Contains(name, word) {
				return rule.stem
			}
		}
	}
	return ""
}

// lexicalRules name the words of indicators that point to a label, the more
// telling words first.
var lexicalRules = [...]struct {
	stem  string
	words []string
}{
	{"满意度", []string{"满意"}},
	{"时效", []string{"及时", "按时", "按期", "准时", "时效", "时限", "工期", "进度", "响应率", "处置时间", "完成时间", "上线时间"}},
	{"成本", []string{"成本", "单价", "造价", "费用", "节约率", "节支"}},
	{"质量", []string{"合格", "达标", "准确", "正确", "质量", "完好", "优良", "验收", "差错"}},
	{"可持续影响", []string{"可持续", "长效"}},
	{"生态效益", []string{"减排", "节能", "生态", "环境", "污染", "绿化"}},
	{"经济效益", []string{"经济", "产值", "税收", "增收"}},
	{"数量", []string{"数量", "人数", "人次", "次数", "个数", "户数", "面积", "里程", "场次", "占比", "完成量", "完成率", "覆盖面"}},
	{"投入管理", []string{"预算", "到位", "资金使用"}},
	{"财务管理", []string{"财务"}},
	{"社会效益", []string{"知晓率", "社会", "公众"}},
}
