package value

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// measured is what a reading says of the number alone: without the nouns that a word
// could be lost in.
func measured(v schema.Value) schema.Value {
	v.Text, v.Subject, v.Note, v.Reference = "", "", "", ""
	for i, c := range v.Clauses {
		m := measured(*c)
		v.Clauses[i] = &m
	}
	return v
}

// insertions are the places of a reading where a word says something of its number:
// in front of the number or its comparator (end), behind its unit or suffix (start).
func insertions(parts []Part) map[int]string {
	at := map[int]string{}
	for i, p := range parts {
		switch p.Role {
		case RoleNumber, RoleOp:
			if i > 0 && parts[i-1].Role == RoleSubject && parts[i-1].End == p.Start {
				at[p.Start] = "end"
			}
		case RoleUnit, RoleSuffix:
			if i > 0 && parts[i-1].Role == RoleDate {
				continue // of 12月底前 and what stands behind it
			}
			if i == len(parts)-1 || parts[i+1].Role == RoleSubject || parts[i+1].Role == RoleNote {
				at[p.End] = "start"
			}
		}
	}
	return at
}

// agrees reports a comparator that says what the reading's says already.
func agrees(word string, op schema.Op) bool {
	for _, c := range slices.Concat(words.Front(), words.Back()) {
		if c.Word == word && (op == "" || isUpper(c.Op) && isUpper(op) || isLower(c.Op) && isLower(op) || c.Op == op || op == schema.OpApprox) {
			return true
		}
	}
	return false
}

// TestNoWordIsLostBesideANumber puts each word that says something of a number beside
// the number of every labelled value. The reading must say something else of the
// number than without the word, or be no reading; a word that only became part of a
// noun is lost.
func TestNoWordIsLostBesideANumber(t *testing.T) {
	tried, lost := 0, 0
	for n, g := range readGolden(t) {
		v, parts := ParseParts(g.text, Context{})
		if v.Kind != schema.KindQuantity && v.Kind != schema.KindInterval && v.Kind != schema.KindDeadline {
			continue
		}
		text := []rune(v.Text)
		for at, place := range insertions(parts) {
			for i, word := range words.LooseWords(place) {
				if (n+i)%4 != 0 || agrees(word, v.Op) || word == "各" && strings.HasPrefix(v.Text, "每") {
					continue // every word meets every kind of value, in a quarter of the time
				}
				changed := string(slices.Concat(text[:at], []rune(word), text[at:]))
				tried++
				if got := Parse(changed, Context{}); got.Kind == v.Kind && SameReading(measured(got), measured(v)) {
					lost++
					t.Logf("%s reads %s, as if %q were not there", changed, describe(Parse(changed, Context{})), word)
				}
			}
		}
	}
	// What is left became another word with what stands beside it: 到 and 达, 日 and 元.
	if lost*2000 > tried || tried < 40000 {
		t.Errorf("%d of %d words are lost", lost, tried)
	}
}
