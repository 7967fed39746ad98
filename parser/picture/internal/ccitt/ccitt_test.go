package ccitt

import (
	"bytes"
	"strings"
	"testing"
)

// Every code of T.4 stands alone: none starts another of its table, and the
// tables have as many codes as T.4 lists.
func TestCodes(t *testing.T) {
	for name, codes := range map[string]string{"white": whiteCodes + " " + longCodes, "black": blackCodes + " " + longCodes, "modes": modeCodes} {
		list := strings.Fields(codes)
		if want := map[string]int{"white": 104, "black": 104, "modes": 9}[name]; len(list) != want {
			t.Errorf("%s: %d codes, want %d", name, len(list), want)
		}
		for i, a := range list {
			for j, b := range list {
				if i != j && strings.HasPrefix(b, a) {
					t.Errorf("%s: %s starts %s", name, a, b)
				}
			}
		}
	}
}

// pack packs digits, blanks aside.
func pack(s string) []byte {
	var out []byte
	n := 0
	for _, c := range strings.ReplaceAll(s, " ", "") {
		if n%8 == 0 {
			out = append(out, 0)
		}
		out[n/8] |= byte(c-'0') << (7 - n%8)
		n++
	}
	return out
}

// Every run length of one dimension, white and black.
func TestRuns(t *testing.T) {
	white, black, long := strings.Fields(whiteCodes), strings.Fields(blackCodes), strings.Fields(longCodes)
	code := func(table []string, n int) string {
		s := ""
		for n >= 2560 {
			s, n = s+long[12], n-2560
		}
		switch {
		case n >= 1792:
			s, n = s+long[(n-1792)/64], n%64
		case n >= 64:
			s, n = s+table[63+n/64], n%64
		}
		return s + table[n]
	}
	for _, n := range []int{1, 2, 17, 63, 64, 65, 127, 128, 700, 1727, 1728, 1791, 1792, 2000, 2559, 2560, 2561, 5200} {
		const columns = 5300
		line := code(white, columns-n-1) + code(black, n) + code(white, 1)
		res, err := Decode(pack(line+line), Params{Columns: columns, Rows: 2}, 1<<20)
		if err != nil || res.Damaged > 0 {
			t.Errorf("run of %d: %v", n, err)
			continue
		}
		count := 0
		for x := range columns {
			count += res.At(x, 1)
		}
		if count != n || res.At(columns-2, 0) != 1 || res.At(columns-1, 0) != 0 {
			t.Errorf("run of %d: %d black", n, count)
		}
	}
}

// Damage costs a line of group 3, and what follows it of group 4; both are
// counted.
func TestDamage(t *testing.T) {
	const end = "000000000001"
	good, bad := "1000 11 1000", "1000 0000001111 0000" // 8 columns; a run too long
	res, err := Decode(pack(end+good+end+bad+end+good), Params{Columns: 8, Rows: 3}, 1<<20)
	if err != nil || res.Damaged != 1 || !bytes.Equal(res.Pix, []byte{0x18, 0x18, 0x18}) {
		t.Errorf("group 3: %+v, %v", res, err)
	}
	res, err = Decode(pack("001 1000 11 1 0000000000000000"), Params{K: -1, Columns: 8, Rows: 4}, 1<<20)
	if err != nil || res.Damaged != 3 || !bytes.Equal(res.Pix, []byte{0x18, 0, 0, 0}) {
		t.Errorf("group 4: %+v, %v", res, err)
	}
	for _, p := range []Params{{Columns: 0}, {Columns: maxColumns + 1}, {Columns: 8, Rows: -1}, {Columns: 1 << 15, Rows: 1 << 15}} {
		if _, err := Decode(pack(good), p, 1<<20); err == nil {
			t.Errorf("%+v: no error", p)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(pack("1 001 1000 11 1 000000000001000000000001"), -1, uint16(8), uint16(0), true)
	f.Add(pack("000000000001 1 10011 000000000001 0 001 1000 11 1"), 4, uint16(8), uint16(2), false)
	f.Add(pack("10011 1000 11 1000"), 0, uint16(8), uint16(2), false)
	f.Fuzz(func(t *testing.T, data []byte, k int, columns, rows uint16, align bool) {
		const most = 1 << 18
		res, err := Decode(data, Params{K: k, Columns: int(columns), Rows: int(rows), ByteAlign: align}, most)
		if err != nil {
			return
		}
		if res.W*res.H > most || len(res.Pix) != res.Stride*res.H || res.Used > len(data) || rows > 0 && res.H != int(rows) {
			t.Fatalf("%d × %d of %d bytes, %d used", res.W, res.H, len(res.Pix), res.Used)
		}
	})
}
