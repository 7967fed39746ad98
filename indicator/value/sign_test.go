package value

import (
	"testing"

	"github.com/pbt-cli/pbt/indicator/words"
)

// TestSigns: no word that a rule needs is without the sign by which the rule is asked.
func TestSigns(t *testing.T) {
	holds := func(word string, sign signs) {
		t.Helper()
		if !signsOf(word).any(sign) {
			t.Errorf("%s holds no sign of its rule", word)
		}
	}
	for _, w := range words.NoneOf.Words() {
		if w != "0" {
			holds(w, signNone)
		}
	}
	for _, scale := range words.Scales() {
		for _, w := range scale {
			holds(w, signGrade)
		}
	}
	for _, c := range words.Front() {
		if c.Noun {
			holds(c.Word, signBound)
		}
	}
	for i := range splitters {
		holds(splitters[i].word, signJoin)
	}
}
