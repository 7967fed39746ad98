package rules

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestMemo asks a memo for more texts than it holds: it gives what is asked for.
func TestMemo(t *testing.T) {
	lex := defaultSet(t).lex
	var m memo
	asked := 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(道路|河道|校舍)(养护|合格率|数量|投诉)[0-9]{0,3}(次|率|。)?`).Draw(t, "text")
		text = strings.Repeat(text, rapid.IntRange(0, 3).Draw(t, "times"))
		got := m.lookup(text, func(text string) bits {
			asked++
			return lex.match(text)
		})
		if got != lex.match(text) {
			t.Fatalf("%q is remembered with other lexicons", text)
		}
	})
	before := asked
	for range 2 {
		m.lookup("道路养护合格率", func(text string) bits {
			asked++
			return lex.match(text)
		})
	}
	if asked > before+1 {
		t.Error("a text is matched again right after it was")
	}
	if len(m.slots) != memoSlots {
		t.Errorf("it holds %d texts, expected %d", len(m.slots), memoSlots)
	}
}
