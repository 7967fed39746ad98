package object

import (
	"bytes"
	"compress/flate"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func TestFiltersUndoTheirEncoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(t, "data")
		a85 := make([]byte, ascii85.MaxEncodedLen(len(data)))
		a85 = append(a85[:ascii85.Encode(a85, data)], "~>"...)
		var late bytes.Buffer
		w := lzw.NewWriter(&late, lzw.MSB, 8)
		_, _ = w.Write(data)
		_ = w.Close()
		for _, c := range []struct {
			step filterStep
			raw  []byte
		}{
			{filterStep{name: "FlateDecode"}, deflate(data)},
			{filterStep{name: "ASCIIHexDecode"}, fmt.Appendf(nil, "%x>", data)},
			{filterStep{name: "ASCII85Decode"}, a85},
			{filterStep{name: "RunLengthDecode"}, runs(data)},
			{filterStep{name: "LZWDecode", parms: Dict{"EarlyChange": 0}}, late.Bytes()},
		} {
			got, err := new(decoder).decode(c.raw, []filterStep{c.step}, 1<<20)
			if err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%s: %v, %d bytes of %d", c.step.name, err, len(got), len(data))
			}
		}
	})
}

// runs encodes bytes as literal runs.
func runs(data []byte) []byte {
	var out []byte
	for len(data) > 0 {
		n := min(128, len(data))
		out = append(append(out, byte(n-1)), data[:n]...)
		data = data[n:]
	}
	return append(out, 128)
}

// TestLZWEarlyChange decodes the example of ISO 32000-1, 7.4.4.2.
func TestLZWEarlyChange(t *testing.T) {
	got, err := new(decoder).decode([]byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, []filterStep{{name: "LZWDecode"}}, 100)
	if want := []byte{45, 45, 45, 45, 45, 65, 45, 45, 45, 66}; err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestPredictors(t *testing.T) {
	want := []byte{10, 20, 30, 11, 22, 33}
	tests := []struct {
		name string
		pred int
		raw  []byte
	}{
		{"none", 1, want},
		{"PNG none and sub", 15, []byte{0, 10, 20, 30, 1, 11, 11, 11}},
		{"PNG up", 12, []byte{2, 10, 20, 30, 2, 1, 2, 3}},
		{"PNG average", 13, []byte{0, 10, 20, 30, 3, 6, 7, 7}},
		{"PNG paeth", 14, []byte{0, 10, 20, 30, 4, 1, 2, 3}},
		{"TIFF", 2, []byte{10, 10, 10, 11, 11, 11}},
	}
	for _, tt := range tests {
		step := filterStep{"FlateDecode", Dict{"Predictor": tt.pred, "Columns": 3}}
		got, err := new(decoder).decode(deflate(tt.raw), []filterStep{step}, 100)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: got %v, %v, want %v", tt.name, got, err, want)
		}
	}
}

func TestDecodeStopsAtTheLimit(t *testing.T) {
	bomb := deflate(make([]byte, 1<<20))
	got, err := new(decoder).decode(bomb, []filterStep{{name: "FlateDecode"}}, 1000)
	if !errors.Is(err, ErrLimit) || len(got) != 1000 {
		t.Errorf("got %d bytes and %v", len(got), err)
	}
}

func TestDecodeKeepsWhatDamageLeaves(t *testing.T) {
	raw := deflate(bytes.Repeat([]byte("绩效目标"), 5000))
	got, err := new(decoder).decode(raw[:len(raw)/2], []filterStep{{name: "FlateDecode"}}, 1<<20)
	if err == nil || len(got) == 0 {
		t.Errorf("got %d bytes and %v, want a part and an error", len(got), err)
	}
}

// What is decoded of streams that are cut short, damaged or longer than the limit is
// what the standard library decodes of them.
func TestInflateLikeTheStandardLibrary(t *testing.T) {
	reference := func(data []byte, limit int) ([]byte, error) {
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			z = flate.NewReader(bytes.NewReader(data[min(2, len(data)):]))
		}
		out, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
		switch {
		case len(out) > limit:
			return out[:limit], ErrLimit
		case errors.Is(err, zlib.ErrChecksum):
			return out, nil
		}
		return out, err
	}
	r := rand.New(rand.NewPCG(1, 2))
	var d decoder
	for range 100 {
		var b bytes.Buffer
		w, _ := zlib.NewWriterLevel(&b, []int{zlib.NoCompression, zlib.HuffmanOnly, 1, 6, 9}[r.IntN(5)])
		letters := 1 + r.IntN(256)
		for range r.IntN(1 << (2 + r.IntN(13))) {
			w.Write(bytes.Repeat([]byte{byte(r.IntN(letters))}, 1+r.IntN(2)*r.IntN(40)))
		}
		w.Close()
		for range 30 {
			data, limit := bytes.Clone(b.Bytes()), 1<<20
			switch r.IntN(3) {
			case 0:
				data = data[:r.IntN(len(data)+1)]
			case 1:
				limit = r.IntN(2000)
			}
			for range r.IntN(3) {
				if len(data) > 0 {
					data[r.IntN(len(data))] ^= 1 << r.IntN(8)
				}
			}
			if len(data) > 0 && IsSpace(data[0]) {
				continue // is skipped
			}
			want, wantErr := reference(data, limit)
			got, err := d.append([]byte("before"), data, []filterStep{{name: "FlateDecode"}}, limit)
			if string(got) != "before"+string(want) || (err == nil) != (wantErr == nil) {
				t.Fatalf("%d bytes up to %d: %d and %v, want %d and %v", len(data), limit, len(got)-len("before"), err, len(want), wantErr)
			}
		}
	}
}
