package font

// TableOf reads the CID to Unicode table out of a CMap resource such as
// Adobe-GB1-UCS2: element i is the first rune of CID i, 0 where it has none.
// Only gen uses it.
func TableOf(data []byte) []rune {
	c := parseCMap(data, nil)
	out := make([]rune, gb1Size)
	for cid := range out {
		t, ok := c.textOf(uint32(cid))
		if !ok {
			continue
		}
		for _, r := range t {
			out[cid] = r
			break
		}
	}
	return out
}
