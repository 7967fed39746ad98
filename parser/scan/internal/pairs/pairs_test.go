package pairs

import "testing"

// A pair that stands in words is likelier than one that does not, also where its
// characters are rarer than the other's.
func TestFollows(t *testing.T) {
	for _, c := range [][2]string{{"分拣", "分抹"}, {"清淤", "清游"}, {"农田", "农川"}, {"厕所", "测所"}, {"病历", "痣历"}, {"完成", "元成"}, {"合格", "合洛"}} {
		word, other := []rune(c[0]), []rune(c[1])
		if a, b := Follows(word[0], word[1]), Follows(other[0], other[1]); a <= b {
			t.Errorf("%s %.1f, %s %.1f", c[0], a, c[1], b)
		}
	}
}

func TestFollowsEdges(t *testing.T) {
	if a, b := Follows('的', Edge), Follows('葡', Edge); a <= b {
		t.Errorf("的 ends words: %.1f, 葡 does not: %.1f", a, b)
	}
	if p := Follows('ʘ', '☃'); p > -20 {
		t.Errorf("what the table does not have: %.1f", p)
	}
	if p := Follows(Edge, Edge); p != 0 {
		t.Errorf("two edges: %.1f", p)
	}
}
