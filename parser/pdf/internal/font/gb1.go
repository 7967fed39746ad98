package font

import (
	"bytes"
	"compress/flate"
	_ "embed" // the table of Adobe-GB1
	"encoding/binary"
	"io"
	"sync"
)

//go:generate go run ./gen /usr/share/poppler/cMap/Adobe-GB1/Adobe-GB1-UCS2 adobe-gb1.bin

// gb1Data is Adobe-GB1's CID to Unicode table, made by gen from Adobe's CMap
// resources (BSD 3-clause, see LICENSE-cmap-resources): the differences from
// CID to CID as signed varints, deflated.
//
//go:embed adobe-gb1.bin
var gb1Data []byte

// gb1Size is the number of CIDs of Adobe-GB1-5.
const gb1Size = 30284

// gb1Text maps CIDs of Adobe-GB1 to Unicode; 0 where there is none.
var gb1Text = sync.OnceValue(func() []rune {
	out := make([]rune, 0, gb1Size)
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(gb1Data)))
	if err != nil {
		return out
	}
	last := int64(0)
	for len(raw) > 0 {
		d, n := binary.Varint(raw)
		if n <= 0 {
			break
		}
		raw = raw[n:]
		last += d
		out = append(out, rune(last))
	}
	return out
})

// gb1CID maps Unicode to the first CID of Adobe-GB1 that shows it.
var gb1CID = sync.OnceValue(func() map[rune]uint16 {
	text := gb1Text()
	m := make(map[rune]uint16, len(text))
	for cid, r := range text {
		if _, ok := m[r]; !ok && r != 0 {
			m[r] = uint16(cid)
		}
	}
	return m
})

// The ranges of Adobe-GB1 that hold ASCII: proportional from CID 1, half width
// from 814 with its space at 7716 (GBK-EUC-H, GB-EUC-H).
const (
	gb1Proportional = 1
	gb1HalfWidth    = 814
	gb1HalfSpace    = 7716
)
