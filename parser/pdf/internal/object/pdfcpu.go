//go:build !pbt_light

package object

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// cpu reads objects through pdfcpu, which decrypts and repairs. Its object
// table is used as it stands in memory: writing a repaired file and reading
// that again costs the same objects twice, and loses those of object streams.
type cpu struct {
	ctx *model.Context
	tr  Dict
}

// withoutConfigDir keeps pdfcpu from making a folder in the user's home.
var withoutConfigDir = sync.OnceFunc(func() { model.ConfigPath = "disable" })

// openPdfcpu tries the given password, then the empty one: a file may open
// without.
func openPdfcpu(ctx context.Context, data []byte, password string, limits Limits) (source, error) {
	data = indirectEncrypt(data, surveyXref(data, limits))
	src, err := readPdfcpu(ctx, data, password, limits)
	if password != "" && errors.Is(err, ErrEncrypted) {
		return readPdfcpu(ctx, data, "", limits)
	}
	return src, err
}

func readPdfcpu(ctx context.Context, data []byte, password string, limits Limits) (src source, err error) {
	defer caught(&err)
	withoutConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.UserPW, conf.OwnerPW = password, password
	conf.Cmd = model.LISTINFO // asks for no permission but to read
	conf.Limits.MaxStreamBytes = int64(len(data)) + 1
	conf.Limits.MaxDecodeBytes = int64(limits.StreamBytes)
	conf.Limits.MaxObjectCount = limits.Objects
	conf.Limits.MaxXRefEntries = limits.Objects
	conf.Limits.MaxRecursionDepth = maxNesting
	c, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(data), conf)
	if errors.Is(err, pdfcpu.ErrWrongPassword) || errors.Is(err, pdfcpu.ErrOwnerPasswordRequired) {
		return nil, ErrEncrypted
	}
	if err != nil {
		return nil, err
	}
	s := &cpu{ctx: c, tr: Dict{}}
	if c.Root != nil {
		s.tr["Root"] = refOf(*c.Root)
	}
	return s, nil
}

func (s *cpu) trailer() Dict { return s.tr }

func refOf(r types.IndirectRef) Ref {
	return Ref{int(r.ObjectNumber), int(r.GenerationNumber)}
}

func (s *cpu) load(r Ref) (o Object, err error) {
	defer caught(&err)
	raw, err := s.ctx.Dereference(*types.NewIndirectRef(r.Num, r.Gen))
	if err != nil {
		return nil, fmt.Errorf("object %v: %w", r, err)
	}
	return convertCPU(raw, 0), nil
}

func convertCPU(o types.Object, depth int) Object {
	if depth > maxNesting {
		return nil
	}
	switch v := o.(type) {
	case types.Boolean:
		return bool(v)
	case types.Integer:
		return int(v)
	case types.Float:
		return float64(v)
	case types.Name:
		return Name(unescapedName(string(v)))
	case types.StringLiteral:
		b, err := types.Unescape(string(v))
		if err != nil {
			return String(v)
		}
		return String(b)
	case types.HexLiteral:
		b, err := hex.DecodeString(string(v))
		if err != nil {
			return String(v)
		}
		return String(b)
	case types.IndirectRef:
		return refOf(v)
	case types.Array:
		a := make(Array, len(v))
		for i, e := range v {
			a[i] = convertCPU(e, depth+1)
		}
		return a
	case types.Dict:
		return dictCPU(v, depth)
	case types.StreamDict:
		return &Stream{Dict: dictCPU(v.Dict, depth), Raw: v.Raw}
	case types.ObjectStreamDict:
		return &Stream{Dict: dictCPU(v.Dict, depth), Raw: v.Raw}
	}
	return nil
}

func dictCPU(v types.Dict, depth int) Dict {
	d := make(Dict, len(v))
	for k, e := range v {
		if o := convertCPU(e, depth+1); o != nil {
			d[Name(unescapedName(k))] = o
		}
	}
	return d
}

// unescapedName undoes #xx in names, which pdfcpu keeps.
func unescapedName(s string) string {
	for i := range len(s) {
		if s[i] == '#' {
			var l Lexer
			return string(l.unescapeName([]byte(s), i))
		}
	}
	return s
}
