package net

import (
	"crypto/sha256"
	_ "embed" // the characters
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
)

// keys are the characters of the net's table from number 1 on, one a line.
//
//go:embed ppocr_keys_v1.txt
var keys string

// Name says which net this is.
const Name = "PP-OCRv4 mobile rec"

// Hash is the SHA-256 of the embedded net in lower-case hex.
var Hash = sync.OnceValue(func() string {
	sum := sha256.Sum256(weights)
	return hex.EncodeToString(sum[:])
})

// Load decodes the embedded net, once.
var Load = sync.OnceValues(func() (*Net, error) { return Decode(weights) })

// Chars is the net's table: the character of each number. Number 0 stands for
// none, the last for a space.
var Chars = sync.OnceValue(func() []rune {
	out := []rune{0}
	for line := range strings.Lines(keys) {
		out = append(out, []rune(line)[0])
	}
	return append(out, ' ')
})

// Number is a character's number in the net's table, that of its full width where
// the table has it in full width alone.
func Number(r rune) (int32, bool) {
	n, ok := numbers()[r]
	if !ok && r > ' ' && r <= '~' {
		n, ok = numbers()[r-'!'+'！']
	}
	return n, ok
}

var numbers = sync.OnceValue(func() map[rune]int32 {
	m := map[rune]int32{}
	for i, r := range Chars()[1:] {
		if _, ok := m[r]; !ok {
			m[r] = int32(i + 1)
		}
	}
	return m
})

// Magic opens a file of weights; the kinds of its layers follow.
const Magic = "PBTNET1\n"

// The kinds of layers in a file of weights.
const (
	KindConv = iota + 1
	KindDepthwise
	KindExcite
	KindPool
	KindKeep
	KindAdd
	KindJoin
	KindNorm
	KindAttention
	KindClassify
)

// The activations of convolutions.
const (
	ActNone = iota
	ActHardSwish
	ActSwish
)

// maxWeights bounds one tensor, maxLayers a net; both only guard the decoder.
const (
	maxWeights = 1 << 24
	maxLayers  = 1 << 10
)

var errWeights = errors.New("the net's weights are damaged")

// Decode reads a file of weights.
func Decode(data []byte) (*Net, error) {
	if !strings.HasPrefix(string(data[:min(len(data), len(Magic))]), Magic) {
		return nil, errWeights
	}
	d := decoder{data: data[len(Magic):]}
	n := &Net{}
	for len(d.data) > 0 && d.err == nil && len(n.layers) < maxLayers {
		l := d.layer()
		if k, ok := l.(*keep); ok {
			n.slots = max(n.slots, k.slot+1)
		}
		n.layers = append(n.layers, l)
	}
	return n, d.err
}

// decoder reads layers; its first error sticks.
type decoder struct {
	data []byte
	err  error
}

func (d *decoder) int() int {
	v, n := binary.Uvarint(d.data)
	if n <= 0 || v > maxWeights {
		d.err = errWeights
		return 0
	}
	d.data = d.data[n:]
	return int(v)
}

func (d *decoder) float() float32 {
	if len(d.data) < 4 {
		d.err = errWeights
		return 0
	}
	v := math.Float32frombits(binary.LittleEndian.Uint32(d.data))
	d.data = d.data[4:]
	return v
}

// floats are values of full precision, halves of half precision.
func (d *decoder) floats(n int) []float32 {
	if d.err != nil || len(d.data) < 4*n {
		d.err = errWeights
		return make([]float32, min(n, maxWeights))
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = d.float()
	}
	return out
}

func (d *decoder) halves(n int) []float32 {
	if d.err != nil || n > maxWeights || len(d.data) < 2*n {
		d.err = errWeights
		return make([]float32, min(n, maxWeights))
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = fromHalf(binary.LittleEndian.Uint16(d.data[2*i:]))
	}
	d.data = d.data[2*n:]
	return out
}

func (d *decoder) window() window {
	return window{d.int(), d.int(), d.int(), d.int(), d.int(), d.int()}
}

func (d *decoder) activation() (act *activation, swish bool) {
	switch d.int() {
	case ActHardSwish:
		scale := d.float()
		return newActivation(scale, d.float()), false
	case ActSwish:
		return nil, true
	}
	return nil, false
}

func (d *decoder) layer() layer {
	switch kind := d.int(); kind {
	case KindConv:
		c := &conv{window: d.window()}
		out, in := d.int(), d.int()
		cols := in * c.kh * c.kw
		c.act, c.swish = d.activation()
		c.weights = newMatrix(out, cols, d.halves(out*cols))
		c.bias = padded(d.floats(out), out)
		return c
	case KindDepthwise:
		c := &depthwise{window: d.window(), channels: d.int()}
		c.act, _ = d.activation()
		c.weights = d.halves(c.channels * c.kh * c.kw)
		c.bias = d.floats(c.channels)
		return c
	case KindExcite:
		e := &excite{channels: d.int(), mid: d.int()}
		e.w1, e.b1 = d.halves(e.mid*e.channels), d.floats(e.mid)
		e.w2, e.b2 = d.halves(e.mid*e.channels), d.floats(e.channels)
		return e
	case KindPool:
		return &pool{d.int(), d.int()}
	case KindKeep:
		return &keep{d.int()}
	case KindAdd:
		return &add{d.int()}
	case KindJoin:
		return &join{d.int()}
	case KindNorm:
		n := d.int()
		return &norm{d.floats(n), d.floats(n)}
	case KindAttention:
		return &attention{d.int(), d.float()}
	case KindClassify:
		in, classes := d.int(), d.int()
		w := d.halves(in * classes)
		return newClassify(in, classes, w, d.floats(classes))
	default:
		d.err = fmt.Errorf("%w: layer of kind %d", errWeights, kind)
		return &pool{1, 1}
	}
}

// fromHalf widens a number of half precision.
func fromHalf(h uint16) float32 {
	sign, exp, frac := uint32(h>>15)<<31, uint32(h>>10)&31, uint32(h)&1023
	switch exp {
	case 0:
		v := float32(frac) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	case 31:
		return math.Float32frombits(sign | 255<<23 | frac<<13)
	}
	return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
}
