package words

import (
	"slices"
	"testing"
)

// Every list has words, each once, and a name in list.go.
func TestLists(t *testing.T) {
	for l, name := range listNames {
		words := List(l).Words()
		if name == "" || len(words) == 0 {
			t.Errorf("list %d, %q, has no words", l, name)
		}
		for i, w := range words {
			if slices.Contains(words[:i], w) {
				t.Errorf("list %s has %s twice", name, w)
			}
		}
	}
}

func TestListOf(t *testing.T) {
	for _, c := range []struct {
		got, want bool
		what      string
	}{
		{Ditto.Has("同上"), true, "同上 is a ditto mark"},
		{Ditto.Has("同上年"), false, "同上年 is none"},
		{WholeTerm.In("实施期目标"), true, "实施期目标 is of the whole term"},
		{ThisYear.In("中期目标"), false, "中期目标 is not of the year"},
		{LevelEnd.Ends("产出指标"), true, "产出指标 ends as levels do"},
		{LevelEnd.Ends("指标值"), false, "指标值 does not"},
	} {
		if c.got != c.want {
			t.Error(c.what)
		}
	}
	if got := MoneyUnit.Pattern(); got != "(?:亿元|万元|千元|元)" {
		t.Error(got)
	}
}
