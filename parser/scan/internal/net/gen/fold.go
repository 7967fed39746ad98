package main

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/pbt-cli/pbt/parser/scan/internal/net"
)

// folder walks the graph's operations in order and writes the layers they make.
// The graph is one line of layers but for values kept for later.
type folder struct {
	*graph
	at    int
	users map[string]int // how often a value is used
	out   []byte
}

// The values that are kept: what the pool gives, and what a block begins with.
const (
	slotPool = iota
	slotBlock
)

func fold(g *graph) ([]byte, error) {
	f := &folder{graph: g, users: map[string]int{}, out: []byte(net.Magic)}
	var nodes []node
	for _, n := range g.nodes {
		for _, in := range n.in {
			f.users[in]++
		}
		if !f.shapes(n) {
			nodes = append(nodes, n)
		}
	}
	f.nodes = nodes
	for f.at < len(f.nodes) {
		if err := f.step(); err != nil {
			return nil, fmt.Errorf("operation %d: %w", f.at, err)
		}
	}
	return f.out, nil
}

// shapes reports whether an operation only names or moves values: the layers
// imply it.
func (f *folder) shapes(n node) bool {
	switch n.op {
	case "Shape", "Cast", "Slice", "Squeeze", "Reshape", "Transpose":
		return true
	case "Concat":
		return len(n.ints["axis"]) == 1 && n.ints["axis"][0] == 0
	}
	return false
}

// next gives the operations from here on if they are of these kinds.
func (f *folder) next(ops ...string) []node {
	if f.at+len(ops) > len(f.nodes) {
		return nil
	}
	for i, op := range ops {
		if f.nodes[f.at+i].op != op {
			return nil
		}
	}
	return f.nodes[f.at : f.at+len(ops)]
}

// number is the constant operand of an operation, where it is a single number.
func (f *folder) number(n node) (float32, bool) {
	for _, in := range n.in {
		if t, ok := f.consts[in]; ok && len(t.values) == 1 {
			return t.values[0], true
		}
	}
	return 0, false
}

// vector is the constant operand of an operation.
func (f *folder) vector(n node) []float32 {
	for _, in := range n.in {
		if t, ok := f.consts[in]; ok {
			return t.values
		}
	}
	return nil
}

func (f *folder) step() error {
	switch n := f.nodes[f.at]; n.op {
	case "Conv":
		return f.conv()
	case "MatMul":
		return f.linear()
	case "GlobalAveragePool":
		return f.excite()
	case "AveragePool":
		k := n.ints["kernel_shape"]
		f.write(net.KindPool, k[0], k[1], net.KindKeep, slotPool)
		f.at++
		return nil
	case "ReduceMean":
		return f.norm()
	case "Concat":
		f.write(net.KindJoin, slotPool)
		f.at++
		return nil
	case "Add":
		f.write(net.KindAdd, slotBlock)
		f.at++
		return nil
	case "Mul":
		ops := f.next("Mul", "MatMul", "Softmax", "MatMul")
		scale, ok := f.number(n)
		if ops == nil || !ok {
			break
		}
		f.write(net.KindAttention, heads)
		f.float(scale)
		f.at += len(ops)
		return nil
	}
	return fmt.Errorf("%s is not expected here", f.nodes[f.at].op)
}

// heads is the number of heads of the net's attention; the graph says it in the
// shapes that are skipped.
const heads = 8

// kernel is a convolution as it is being folded.
type kernel struct {
	values, bias []float32
	rows         int
}

// scale multiplies the outputs of a row and adds to them.
func (k *kernel) scale(row int, by, plus float32) {
	n := len(k.values) / k.rows
	for i := row * n; i < (row+1)*n; i++ {
		k.values[i] *= by
	}
	k.bias[row] = k.bias[row]*by + plus
}

func (f *folder) conv() error {
	n := f.nodes[f.at]
	w := f.consts[n.in[1]]
	k := kernel{append([]float32(nil), w.values...), make([]float32, w.dims[0]), w.dims[0]}
	if len(n.in) > 2 {
		copy(k.bias, f.consts[n.in[2]].values)
	}
	f.at++
	f.batchNorm(&k)
	in := w.dims[1]
	if n.in[0] == "x" {
		k.values, in = sumChannels(k.values, in, w.dims[2]*w.dims[3]), 1
	}
	group, strides, pads := n.ints["group"][0], n.ints["strides"], n.ints["pads"]
	if group != 1 && group != w.dims[0] {
		return fmt.Errorf("a convolution of %d groups", group)
	}
	act := f.activation(&k)
	if group == 1 {
		f.write(net.KindConv)
	} else {
		f.write(net.KindDepthwise)
	}
	f.write(w.dims[2], w.dims[3], strides[0], strides[1], pads[0], pads[1], w.dims[0])
	if group == 1 {
		f.write(in)
	}
	f.out = append(f.out, act...)
	f.halves(k.values)
	f.floats(k.bias)
	return nil
}

// sumChannels adds the input channels up: a line is grey, its three channels
// are the same.
func sumChannels(values []float32, channels, size int) []float32 {
	out := make([]float32, len(values)/channels)
	for i, v := range values {
		out[i/(channels*size)*size+i%size] += v
	}
	return out
}

// batchNorm folds a normalisation behind a convolution into it.
func (f *folder) batchNorm(k *kernel) {
	ops := f.next("BatchNormalization")
	if ops == nil {
		return
	}
	var p [4][]float32 // scale, shift, mean, variance
	for i := range p {
		p[i] = f.consts[ops[0].in[i+1]].values
	}
	epsilon := ops[0].floats["epsilon"]
	for c := range k.rows {
		by := p[0][c] / float32(math.Sqrt(float64(p[3][c]+epsilon)))
		k.scale(c, by, p[1][c]-p[2][c]*by)
	}
	f.at++
}

// affine takes a multiplication and an addition of single numbers.
func (f *folder) affine() (by, plus float32) {
	ops := f.next("Mul", "Add")
	if ops == nil {
		return 1, 0
	}
	a, ok := f.number(ops[0])
	b, okToo := f.number(ops[1])
	if !ok || !okToo {
		return 1, 0
	}
	f.at += len(ops)
	return a, b
}

// activation folds the numbers before an activation into the convolution and
// gives the activation as it is written.
func (f *folder) activation(k *kernel) []byte {
	if f.next("Mul", "Sigmoid", "Mul") != nil {
		f.at += 3
		return []byte{net.ActSwish}
	}
	by, plus := f.affine()
	for c := range k.rows {
		k.scale(c, by, plus)
	}
	if f.next("Add", "Clip", "Mul", "Div") == nil {
		return []byte{net.ActNone}
	}
	f.at += 4
	by, plus = f.affine()
	out := []byte{net.ActHardSwish}
	out = binary.LittleEndian.AppendUint32(out, math.Float32bits(by))
	return binary.LittleEndian.AppendUint32(out, math.Float32bits(plus))
}

// linear is a product with weights; the last, before the softmax, gives the
// characters.
func (f *folder) linear() error {
	ops := f.next("MatMul", "Add")
	if ops == nil {
		return fmt.Errorf("a product without a bias")
	}
	w := f.consts[ops[0].in[1]]
	in, out := w.dims[0], w.dims[1]
	k := kernel{make([]float32, in*out), append([]float32(nil), f.vector(ops[1])...), out}
	for i := range in {
		for o := range out {
			k.values[o*in+i] = w.values[i*out+o]
		}
	}
	f.at += len(ops)
	if f.next("Softmax") != nil {
		f.at++
		f.write(net.KindClassify, in, out)
	} else {
		act := f.activation(&k)
		f.write(net.KindConv, 1, 1, 1, 1, 0, 0, out, in)
		f.out = append(f.out, act...)
	}
	f.halves(k.values)
	f.floats(k.bias)
	return nil
}

func (f *folder) excite() error {
	ops := f.next("GlobalAveragePool", "Conv", "Relu", "Conv", "HardSigmoid", "Mul")
	if ops == nil {
		return fmt.Errorf("a mean that excites nothing")
	}
	w1, w2 := f.consts[ops[1].in[1]], f.consts[ops[3].in[1]]
	f.write(net.KindExcite, w1.dims[1], w1.dims[0])
	f.halves(w1.values)
	f.floats(f.consts[ops[1].in[2]].values)
	f.halves(w2.values)
	f.floats(f.consts[ops[3].in[2]].values)
	f.at += len(ops)
	return nil
}

func (f *folder) norm() error {
	ops := f.next("ReduceMean", "Sub", "Pow", "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add")
	if ops == nil {
		return fmt.Errorf("a mean that normalises nothing")
	}
	if f.users[ops[0].in[0]] > 2 { // a block goes round: its input is added again
		f.write(net.KindKeep, slotBlock)
	}
	scale, shift := f.vector(ops[7]), f.vector(ops[8])
	f.write(net.KindNorm, len(scale))
	f.floats(scale)
	f.floats(shift)
	f.at += len(ops)
	return nil
}

func (f *folder) write(values ...int) {
	for _, v := range values {
		f.out = binary.AppendUvarint(f.out, uint64(v))
	}
}

func (f *folder) float(v float32) {
	f.out = binary.LittleEndian.AppendUint32(f.out, math.Float32bits(v))
}

func (f *folder) floats(values []float32) {
	for _, v := range values {
		f.float(v)
	}
}

func (f *folder) halves(values []float32) {
	for _, v := range values {
		f.out = binary.LittleEndian.AppendUint16(f.out, toHalf(v))
	}
}

// toHalf rounds to half precision, to the nearest, ties to even.
func toHalf(v float32) uint16 {
	bits := math.Float32bits(v)
	sign := uint16(bits >> 16 & 0x8000)
	size := math.Float32frombits(bits &^ (1 << 31))
	switch {
	case size >= 65520:
		return sign | 0x7c00
	case size < 1.0/(1<<14): // steps of 2^-24
		return sign | uint16(math.RoundToEven(float64(size)*(1<<24)))
	}
	bits &^= 1 << 31
	bits += 0xfff + bits>>13&1
	return sign | uint16(bits>>13-112<<10)
}
