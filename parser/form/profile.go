package form

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/pbt-cli/pbt/indicator/level"
	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/parser/internal/pattern"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

//go:embed profiles/*.yaml
var embedded embed.FS

// Profile is one form family: its titles, the labels and columns that only it
// prints, and its vocabulary of levels. It is data; a new province is a YAML
// file and no Go.
type Profile struct {
	// ID is a slug such as sh-2020; it becomes the declaration's form.
	ID   string      `yaml:"id"`
	Name schema.Text `yaml:"name"`
	// Titles are regular expressions on the folded title without spaces.
	Titles []string `yaml:"titles,omitempty"`
	// Anchors are labels, columns and level names that speak for this family.
	Anchors []string `yaml:"anchors,omitempty"`
	// Money is the unit of amounts where the form prints none: 元 or 万元.
	Money string `yaml:"money,omitempty"`
	// SelfEvaluation marks a form that reports actual values and scores.
	SelfEvaluation bool `yaml:"self_evaluation,omitempty"`
	// List marks a table of many projects.
	List bool `yaml:"list,omitempty"`
	// Fallback marks the profile of tables that no other one claims.
	Fallback bool `yaml:"fallback,omitempty"`
	// Labels and Columns add to the common ones; a name here wins.
	Labels  []LabelNames  `yaml:"labels,omitempty"`
	Columns []ColumnNames `yaml:"columns,omitempty"`
	// Levels is the vocabulary of level labels in template order.
	Levels []level.Label `yaml:"levels,omitempty"`

	own     bool // the user's
	titles  []*pattern.Pattern
	anchors map[string]bool
	level1  map[string]places // the names of its outermost levels, folded and bare
	level2  map[string]places // those of the levels below
	vocab   *level.Vocabulary
}

// LabelNames are the names that a field is printed under.
type LabelNames struct {
	Key   Key      `yaml:"key"`
	Names []string `yaml:"names"`
}

// ColumnNames are the names that a column is printed under.
type ColumnNames struct {
	Role     Role     `yaml:"role"`
	Names    []string `yaml:"names"`
	Patterns []string `yaml:"patterns,omitempty"`
}

// common is the dictionary file that all profiles share.
type common struct {
	Labels    []LabelNames  `yaml:"labels"`
	Columns   []ColumnNames `yaml:"columns"`
	Execution []ColumnNames `yaml:"execution"`
	Tasks     []ColumnNames `yaml:"tasks"`
	Amounts   []string      `yaml:"amounts"`
	Spare     []LabelNames  `yaml:"spare"`
}

// Profiles is a set of form families in order of preference.
type Profiles struct {
	list []*Profile
	// all knows the labels and columns of every profile: forms are found with
	// it before their family is known.
	all *dictionary
	// users are the texts of the user's own.
	users [][]byte
	// parents are, by the folded names of level 2, those of level 1 that they stand
	// below, in order of the profiles.
	parents func() map[string][]string
}

// Embedded gives the profiles that come with pbt.
var Embedded = sync.OnceValue(func() *Profiles {
	p, err := load(nil)
	if err != nil {
		panic("the embedded profiles are broken: " + err.Error())
	}
	return p
})

// Load gives the embedded profiles with the user's own before them. The error
// is a *yml.Error with the place in the file.
func Load(file string, data []byte) (*Profiles, error) {
	return load(map[string][]byte{file: data})
}

// List gives the profiles in order of preference.
func (p *Profiles) List() []*Profile { return p.list }

// ByID is the profile of an id, nil where there is none.
func (p *Profiles) ByID(id string) *Profile {
	for _, x := range p.list {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// Canonical gives the name that a family's vocabulary has for a printed label at
// a depth, from 0; empty where it has none. What has been asked is kept: the
// function is not for several goroutines.
func (p *Profiles) Canonical() func(form, label string, depth int) string {
	type question struct {
		form, label string
		depth       int
	}
	known := map[question]string{}
	return func(form, label string, depth int) string {
		q := question{form, label, depth}
		name, ok := known[q]
		if !ok {
			if x := p.ByID(form); x != nil && x.vocab != nil {
				if m, found := x.vocab.MatchLevel(label, depth); found {
					name = m.Name
				}
			}
			known[q] = name
		}
		return name
	}
}

// Hash is a digest of all profiles: two runs with the same hash read alike.
func (p *Profiles) Hash() string {
	own := ownTexts()
	h := sha256.New()
	for _, text := range slices.Concat(own[:1], p.users, own[1:]) {
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func load(user map[string][]byte) (*Profiles, error) {
	base, out := &writtenCommon, &Profiles{}
	out.parents = sync.OnceValue(out.levelParents)
	for file, data := range user {
		out.users = append(out.users, data)
		prof, err := decodeProfile(file, data)
		if err != nil {
			return nil, err
		}
		if err := checkNames(file, data, labelKeys(base.Labels)); err != nil {
			return nil, err
		}
		prof.own = true
		out.list = append(out.list, prof)
	}
	own := len(out.list)
	for i := range writtenProfiles {
		family := writtenProfiles[i]
		prof := &family
		if err := prof.index(prof.ID); err != nil {
			return nil, err
		}
		if !out.has(prof.ID) {
			out.list = append(out.list, prof)
		}
	}
	var err error
	if out.all, err = newDictionary(base, out.list...); err != nil {
		return nil, err
	}
	out.all.levels = out.levelNames()
	out.all.answers = map[string]bool{}
	for _, p := range out.list[:own] { // a person's own profile says what its columns are
		for _, c := range p.Columns {
			name(out.all.answers, true, c.Names)
		}
	}
	return out, nil
}

// ownTexts are the texts of the profiles that come with pbt, what they share first.
// Nothing reads them at a start: what they say is written into the program.
func ownTexts() [][]byte {
	const shared = "profiles/common.yaml"
	names, err := fs.Glob(embedded, "profiles/*.yaml")
	if err != nil {
		panic(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == shared })
	var out [][]byte
	for _, name := range append([]string{shared}, names...) {
		text, err := embedded.ReadFile(name)
		if err != nil {
			panic(err)
		}
		out = append(out, text)
	}
	return out
}

// manyLevels is about how many names of levels the profiles have.
const manyLevels = 120

// levelNames are the names of all levels of all profiles, folded.
func (p *Profiles) levelNames() map[string]levelName {
	out := make(map[string]levelName, manyLevels)
	var add func(levels []level.Label, depth int, above []string)
	add = func(levels []level.Label, depth int, above []string) {
		for _, l := range levels {
			names := foldedNames(l)
			for _, n := range names {
				known := out[n]
				known.depths |= 1 << depth
				if above != nil {
					known.above = append(known.above, above)
				}
				out[n] = known
			}
			add(l.Children, depth+1, names)
		}
	}
	for _, prof := range p.list {
		add(prof.Levels, 0, nil)
	}
	return out
}

func (p *Profiles) has(id string) bool {
	for _, q := range p.list {
		if q.ID == id {
			return true
		}
	}
	return false
}

func decodeProfile(file string, data []byte) (*Profile, error) {
	p := &Profile{}
	if err := yml.Decode(file, data, p); err != nil {
		return nil, err
	}
	if p.ID == "" {
		return nil, &yml.Error{File: file, Line: 1, Text: "the profile has no id, expected a slug such as id: my-province"}
	}
	if len(p.Levels) == 0 {
		return nil, &yml.Error{File: file, Line: 1, Text: fmt.Sprintf("profile %s has no levels, expected the list of 一级指标 with their children", p.ID)}
	}
	if err := p.index(file); err != nil {
		return nil, err
	}
	return p, nil
}

// index folds the names of a profile for the matcher.
func (p *Profile) index(file string) error {
	for _, t := range p.Titles {
		re, err := pattern.Compile(t)
		if err != nil {
			return &yml.Error{File: file, Line: 1, Text: fmt.Sprintf("titles: %q is no regular expression: %v", t, err)}
		}
		p.titles = append(p.titles, re)
	}
	p.anchors = map[string]bool{}
	for _, a := range p.Anchors {
		p.anchors[labelNorm(a)] = true
	}
	outside, inside := 0, 0
	for _, l := range p.Levels {
		outside += 1 + len(l.Synonyms)
		for _, child := range l.Children {
			inside += 1 + len(child.Synonyms)
		}
	}
	p.level1, p.level2 = make(map[string]places, outside), make(map[string]places, inside)
	for i, l := range p.Levels {
		here := places(1) << (i % 64)
		for _, outer := range foldedNames(l) {
			p.level1[bareLevel(outer)] |= here
		}
		for _, child := range l.Children {
			for _, inner := range foldedNames(child) {
				p.level2[bareLevel(inner)] |= here
			}
		}
	}
	p.vocab = &level.Vocabulary{Levels: p.Levels}
	return nil
}

// places are the outermost levels of a profile that a name stands for, or stands
// below, a bit each. Of more than 64 two share one.
type places uint64

// knows reports whether a bare name is one of the outermost levels.
func (p *Profile) knows(outer string) bool { return p.level1[outer] != 0 }

// below reports whether a level of the second bare name stands below one of the first.
func (p *Profile) below(outer, inner string) bool { return p.level1[outer]&p.level2[inner] != 0 }

// bareLevel is a folded name of a level without its ending: a form prints 产出 where
// its profile has 产出指标, and the reverse.
func bareLevel(name string) string {
	for _, ending := range words.LevelEnd.Words() {
		if bare, ok := strings.CutSuffix(name, ending); ok && bare != "" {
			return bare
		}
	}
	return name
}

// foldedNames are the names of a level, folded.
func foldedNames(l level.Label) []string {
	out := append(make([]string, 0, 1+len(l.Synonyms)), labelNorm(l.Name))
	for _, s := range l.Synonyms {
		out = append(out, labelNorm(s))
	}
	return out
}
