package ofd

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/pbt-cli/pbt/parser/page"
	"github.com/pbt-cli/pbt/parser/picture"
)

// FuzzPage reads packages whose page is anything, so that the fuzzer need not
// find out how to write a zip.
func FuzzPage(f *testing.F) {
	f.Add(inLayer(text(10, 10, "", "绩效")), `<ofd:Res/>`)
	f.Add(inLayer(`<ofd:TextObject Boundary="1 2 3 4" Size="4" CTM="1 0 0 -1 0 9" HScale="0.5" CharDirection="90"><ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>1 2</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="1" Y="2" DeltaX="g 3 4 5" DeltaY="g 999999999 1">文</ofd:TextCode></ofd:TextObject>`), `<ofd:Res><ofd:Fonts><ofd:Font ID="1"/></ofd:Fonts></ofd:Res>`)
	f.Add(inLayer(`<ofd:PathObject Boundary="1 2 3 4" Fill="true" Rule="Even-Odd"><ofd:FillColor Value="#12 3 4 5"/><ofd:AbbreviatedData>S1 2M3 4L-5e1 6Q1 2 3 4B1 2 3 4 5 6A1 2 3 4 5 6 7C</ofd:AbbreviatedData></ofd:PathObject>`), `<ofd:Res BaseLoc="/x"><ofd:DrawParam ID="1" Relative="1"/></ofd:Res>`)
	f.Add(inLayer(`<ofd:CompositeObject ResourceID="9"/><ofd:ImageObject ResourceID="2" Boundary="0 0 90 70"/>`), `<ofd:Res><ofd:CompositeGraphicUnit ID="9"><ofd:Content><ofd:CompositeObject ResourceID="9"/></ofd:Content></ofd:CompositeGraphicUnit><ofd:MultiMedia ID="2"><ofd:MediaFile>Res.xml</ofd:MediaFile></ofd:MultiMedia></ofd:Res>`)
	f.Fuzz(func(t *testing.T, layers, res string) {
		data := single(layers, parts{"Doc_0/Res.xml": res}).zip(t)
		d, err := Read(context.Background(), data, Options{Scan: func(context.Context, *picture.Picture, *page.Page) error { return nil }})
		if (d == nil) == (err == nil) {
			t.Fatalf("%v, %v", d, err)
		}
	})
}

// FuzzRead reads any bytes.
func FuzzRead(f *testing.F) {
	for _, name := range seeds(f) {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(context.Background(), data, Options{})
		if (d == nil) == (err == nil) {
			t.Fatalf("%v, %v", d, err)
		}
	})
}

func seeds(t testing.TB) []string {
	names, err := filepath.Glob("testdata/*.ofd")
	if err != nil || len(names) == 0 {
		t.Fatalf("no seeds: %v", err)
	}
	return names
}

// Damage anywhere ends in a result or an error, soon: bytes of the parts are
// changed, cut and doubled, and packed again.
func TestMutants(t *testing.T) {
	rounds := 8 // PBT_MUTANTS raises it for a longer run
	if n, err := strconv.Atoi(os.Getenv("PBT_MUTANTS")); err == nil {
		rounds = n
	}
	for _, name := range seeds(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		whole := unpack(t, data)
		for round := range rounds {
			for part := range whole {
				p := parts{}
				for k, v := range whole {
					p[k] = v
				}
				p[part] = mutant(p[part], uint32(round)*2654435761+uint32(len(part)))
				start := time.Now()
				d, err := Read(context.Background(), p.zip(t), Options{})
				if (d == nil) == (err == nil) {
					t.Fatalf("%s, %s, round %d: %v, %v", name, part, round, d, err)
				}
				if took := time.Since(start); took > 5*time.Second {
					t.Errorf("%s, %s, round %d took %v", name, part, round, took)
				}
			}
		}
	}
}

func unpack(t *testing.T, data []byte) parts {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := parts{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		out[f.Name] = b.String()
	}
	return out
}

// mutant changes a text at a few places that seed picks.
func mutant(s string, seed uint32) string {
	b := []byte(s)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % max(n, 1)
	}
	for range 1 + next(4) {
		if len(b) == 0 {
			break
		}
		at := next(len(b))
		switch next(5) {
		case 0:
			b[at] ^= byte(1 + next(255))
		case 1:
			b = b[:at]
		case 2:
			to := min(at+next(200), len(b))
			b = append(b[:at], b[to:]...)
		case 3:
			to := min(at+next(400), len(b))
			b = append(b[:to:to], b[at:]...)
		case 4:
			b[at] = "0123456789-.<>\"g"[next(16)]
		}
	}
	return string(b)
}

func BenchmarkRead(b *testing.B) {
	for _, name := range seeds(b) {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(name), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				if _, err := Read(context.Background(), data, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
