package raster

import (
	"fmt"

	"github.com/pbt-cli/pbt/parser/pdf/internal/object"
	"github.com/pbt-cli/pbt/parser/picture"
)

// spaces finds colour spaces by the names of a content's resources.
type spaces struct {
	file  *object.File
	named object.Dict
}

const (
	// maxSpaces is how deep spaces may stand on others: Indexed on Separation on
	// ICCBased on its Alternate.
	maxSpaces = 6
	// maxInks bounds the inks of a DeviceN space.
	maxInks = 32
)

// space reads a colour space. Calibrated ones are taken for the device's: the
// difference is of no account to a reader of text.
func (s spaces) space(o object.Object, depth int) (*picture.Space, error) {
	f := s.file
	if depth > maxSpaces {
		return nil, fmt.Errorf("colour spaces nest too deep: %w", picture.ErrDamaged)
	}
	o = f.Resolve(o)
	a, _ := o.(object.Array)
	name, _ := o.(object.Name)
	if len(a) > 0 {
		name = f.Name(a[0])
	}
	at := func(i int) object.Object {
		if i < len(a) {
			return a[i]
		}
		return nil
	}
	switch name {
	case "DeviceGray", "G", "CalGray":
		return picture.Gray(), nil
	case "DeviceRGB", "RGB", "CalRGB":
		return picture.RGB(), nil
	case "DeviceCMYK", "CMYK", "CalCMYK":
		return picture.CMYK(), nil
	case "Lab":
		return picture.Lab(s.labRange(at(1))), nil
	case "ICCBased":
		return s.icc(at(1), depth)
	case "Indexed", "I":
		return s.indexed(a, depth)
	case "Separation":
		return s.inks(1, at(2), at(3), depth)
	case "DeviceN":
		return s.inks(len(f.Array(at(1))), at(2), at(3), depth)
	}
	if inner, ok := s.named[name]; ok && len(a) == 0 {
		return s.space(inner, depth+1)
	}
	return nil, fmt.Errorf("colour space %s: %w", name, picture.ErrDamaged)
}

func (s spaces) labRange(o object.Object) [4]float64 {
	r := [4]float64{-100, 100, -100, 100}
	if a := s.file.Array(s.file.Dict(o)["Range"]); len(a) == 4 {
		for i := range r {
			r[i], _ = s.file.Number(a[i])
		}
	}
	if r[0] >= r[1] || r[2] >= r[3] {
		return [4]float64{-100, 100, -100, 100}
	}
	return r
}

// icc takes the device space of as many components as the profile has.
func (s spaces) icc(o object.Object, depth int) (*picture.Space, error) {
	d := s.file.Dict(o)
	switch s.file.Int(d["N"], 0) {
	case 1:
		return picture.Gray(), nil
	case 3:
		return picture.RGB(), nil
	case 4:
		return picture.CMYK(), nil
	}
	return s.space(d["Alternate"], depth+1)
}

func (s spaces) indexed(a object.Array, depth int) (*picture.Space, error) {
	if len(a) < 4 {
		return nil, fmt.Errorf("indexed colours without a table: %w", picture.ErrDamaged)
	}
	base, err := s.space(a[1], depth+1)
	if err != nil {
		return nil, err
	}
	var table []byte
	switch v := s.file.Resolve(a[3]).(type) {
	case object.String:
		table = []byte(v)
	case *object.Stream:
		table, _ = s.file.Bytes(v)
	}
	return picture.Indexed(base, min(s.file.Int(a[2], 0), 255)+1, table), nil
}

// inks is a space of n inks that a function mixes in another space.
func (s spaces) inks(n int, alternate, tint object.Object, depth int) (*picture.Space, error) {
	if n < 1 || n > maxInks {
		return nil, fmt.Errorf("%d inks: %w", n, picture.ErrDamaged)
	}
	base, err := s.space(alternate, depth+1)
	if err != nil {
		return nil, err
	}
	fn, err := loadFunction(s.file, tint, n, base.Comps(), 0)
	if err != nil {
		return nil, err
	}
	return picture.Inks(n, base, fn), nil
}
