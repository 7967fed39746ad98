package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// tensor is a constant of the graph.
type tensor struct {
	dims   []int
	values []float32
}

// node is one operation of the graph.
type node struct {
	op      string
	in, out []string
	ints    map[string][]int
	floats  map[string]float32
}

// graph is as much of an ONNX file as the net needs: its operations in order,
// and its constants of type float32.
type graph struct {
	nodes  []node
	consts map[string]tensor
}

var errShort = errors.New("the ONNX file ends early")

// field is a field of a protobuf message.
type field struct {
	number int
	value  uint64
	bytes  []byte
}

// fields calls f for each field of a message.
func fields(b []byte, f func(field) error) error {
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		if n <= 0 {
			return errShort
		}
		b = b[n:]
		fd := field{number: int(key >> 3)}
		switch size := 0; key & 7 {
		case 0:
			if fd.value, n = binary.Uvarint(b); n <= 0 {
				return errShort
			}
			b = b[n:]
		case 2:
			length, n := binary.Uvarint(b)
			if n <= 0 || uint64(len(b)-n) < length {
				return errShort
			}
			fd.bytes, b = b[n:n+int(length)], b[n+int(length):]
		case 1, 5:
			size = 8
			if key&7 == 5 {
				size = 4
			}
			if len(b) < size {
				return errShort
			}
			var word [8]byte
			copy(word[:], b[:size])
			fd.value, b = binary.LittleEndian.Uint64(word[:]), b[size:]
		default:
			return fmt.Errorf("wire type %d", key&7)
		}
		if err := f(fd); err != nil {
			return err
		}
	}
	return nil
}

// The fields of ONNX messages that are read (onnx.proto3).
const (
	modelGraph = 7

	graphNode        = 1
	graphInitializer = 5

	nodeInput     = 1
	nodeOutput    = 2
	nodeOp        = 4
	nodeAttribute = 5

	attributeName   = 1
	attributeFloat  = 2
	attributeInt    = 3
	attributeTensor = 5
	attributeInts   = 8

	tensorDims   = 1
	tensorType   = 2
	tensorFloats = 4
	tensorName   = 8
	tensorRaw    = 9

	typeFloat = 1
)

func readGraph(data []byte) (*graph, error) {
	g := &graph{consts: map[string]tensor{}}
	err := fields(data, func(f field) error {
		if f.number != modelGraph {
			return nil
		}
		return fields(f.bytes, func(f field) error {
			switch f.number {
			case graphNode:
				return g.node(f.bytes)
			case graphInitializer:
				name, t, err := readTensor(f.bytes)
				g.consts[name] = t
				return err
			}
			return nil
		})
	})
	return g, err
}

func (g *graph) node(data []byte) error {
	n := node{ints: map[string][]int{}, floats: map[string]float32{}}
	var constant tensor
	err := fields(data, func(f field) error {
		switch f.number {
		case nodeInput:
			n.in = append(n.in, string(f.bytes))
		case nodeOutput:
			n.out = append(n.out, string(f.bytes))
		case nodeOp:
			n.op = string(f.bytes)
		case nodeAttribute:
			var name string
			return fields(f.bytes, func(a field) (err error) {
				switch a.number {
				case attributeName:
					name = string(a.bytes)
				case attributeFloat:
					n.floats[name] = math.Float32frombits(uint32(a.value))
				case attributeInt:
					n.ints[name] = []int{int(a.value)}
				case attributeInts:
					n.ints[name], err = integers(n.ints[name], a)
				case attributeTensor:
					_, constant, err = readTensor(a.bytes)
				}
				return err
			})
		}
		return nil
	})
	if n.op == "Constant" {
		g.consts[n.out[0]] = constant
		return err
	}
	g.nodes = append(g.nodes, n)
	return err
}

// integers reads a repeated integer, packed or not.
func integers(to []int, f field) ([]int, error) {
	if f.bytes == nil {
		return append(to, int(f.value)), nil
	}
	for b := f.bytes; len(b) > 0; {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return nil, errShort
		}
		to, b = append(to, int(v)), b[n:]
	}
	return to, nil
}

func readTensor(data []byte) (name string, t tensor, err error) {
	var raw []byte
	kind := 0
	err = fields(data, func(f field) (err error) {
		switch f.number {
		case tensorDims:
			t.dims, err = integers(t.dims, f)
		case tensorType:
			kind = int(f.value)
		case tensorFloats:
			if f.bytes == nil {
				t.values = append(t.values, math.Float32frombits(uint32(f.value)))
			}
			raw = append(raw, f.bytes...)
		case tensorName:
			name = string(f.bytes)
		case tensorRaw:
			raw = f.bytes
		}
		return err
	})
	if kind != typeFloat {
		return name, t, err
	}
	for ; len(raw) >= 4; raw = raw[4:] {
		t.values = append(t.values, math.Float32frombits(binary.LittleEndian.Uint32(raw)))
	}
	return name, t, err
}
