package xmlscan_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// trace writes the tokens of a part in one line.
func trace(src string) (string, error) {
	sc := xmlscan.New([]byte(src))
	var b strings.Builder
	for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
		switch k {
		case xmlscan.Start:
			fmt.Fprintf(&b, "<%s>", sc.Name())
		case xmlscan.End:
			fmt.Fprintf(&b, "</%s>", sc.Name())
		case xmlscan.Text:
			b.Write(sc.AppendText(nil))
		}
	}
	return b.String(), sc.Err()
}

func TestTokens(t *testing.T) {
	for src, want := range map[string]string{
		`<a><b x="1>2"/>t&lt;&#20010;</a>`:                               "<a><b></b>t<个</a>",
		"<?xml version=\"1.0\"?>\n<x:a><!-- <b> -->y<x:c></x:c></x:a>\n": "<a>y<c></c></a>",
		`<a><![CDATA[<&]]></a>`:                                          "<a><&</a>",
		`<!DOCTYPE a [<!ENTITY e "x>y">]><a/>`:                           "<a></a>",
		"\xef\xbb\xbf<a>b & c</a>":                                       "<a>b & c</a>",
		"\xff\xfe<\x00a\x00>\x00\x50\x7e<\x00/\x00a\x00>\x00":            "<a>\u7e50</a>",
	} {
		got, err := trace(src)
		if err != nil || got != want {
			t.Errorf("%q gives %q, %v; want %q", src, got, err, want)
		}
	}
}

func TestErrors(t *testing.T) {
	for src, want := range map[string]error{
		"":          xmlscan.ErrTruncated,
		"<a>":       xmlscan.ErrTruncated,
		"<a><b></b": xmlscan.ErrTruncated,
		"<a><!-- ":  xmlscan.ErrTruncated,
		`<a b="`:    xmlscan.ErrTruncated,
		"text":      xmlscan.ErrSyntax,
		"</a>":      xmlscan.ErrSyntax,
		`<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`: xmlscan.ErrEntity,
	} {
		if _, err := trace(src); !errors.Is(err, want) {
			t.Errorf("%q gives %v, want %v", src, err, want)
		}
	}
}

// A strict scanner refuses what a document's reader must not build upon.
func TestStrict(t *testing.T) {
	for src, want := range map[string]error{
		"<a><b>x</b></a>":         nil,
		"<x:a><b/>个</x:a >":       nil,
		"<a><b>x</a></b>":         xmlscan.ErrSyntax,
		"<x:a></y:a>":             xmlscan.ErrSyntax,
		"<a>\x01</a>":             xmlscan.ErrSyntax,
		"<a>\ufffe</a>":           xmlscan.ErrSyntax,
		"<a>x\xc4\xea</a>":        xmlscan.ErrEncoding,
		"<a><b c='\xff'/></a>":    xmlscan.ErrEncoding,
		"<a><![CDATA[\x02]]></a>": xmlscan.ErrSyntax,
		"<a>x":                    xmlscan.ErrTruncated,
	} {
		sc := xmlscan.New([]byte(src)).Strict()
		for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
			if k == xmlscan.Text {
				sc.AppendText(nil)
			}
		}
		if !errors.Is(sc.Err(), want) {
			t.Errorf("%q gives %v, want %v", src, sc.Err(), want)
		}
	}
}

func TestNamesAsWritten(t *testing.T) {
	sc := xmlscan.New([]byte(`<w:p xmlns:w="u" w:x='1'/>`))
	sc.Next()
	var attrs []string
	for name, value := range sc.Attrs {
		attrs = append(attrs, string(name)+" "+string(value))
	}
	if string(sc.FullName()) != "w:p" || string(sc.Name()) != "p" || !sc.Declares() || strings.Join(attrs, ", ") != "xmlns:w u, w:x 1" {
		t.Errorf("%s, %s, %v, %v", sc.FullName(), sc.Name(), sc.Declares(), attrs)
	}
}

func TestAttributes(t *testing.T) {
	sc := xmlscan.New([]byte(`<c r='B2' x:s = "12" hidden="true" name="a&amp;b" bad=1/>`))
	sc.Next()
	if n, ok := sc.AttrInt("s"); n != 12 || !ok {
		t.Errorf("s is %d, %v", n, ok)
	}
	if _, ok := sc.AttrInt("r"); ok || string(sc.Attr("r")) != "B2" || sc.Attr("none") != nil || !sc.AttrBool("hidden") || sc.AttrText("name") != "a&b" {
		t.Error("attributes are read wrongly")
	}
}

// FuzzAgainstXML compares with encoding/xml wherever that one is content.
func FuzzAgainstXML(f *testing.F) {
	for _, s := range []string{`<a b="c">d&amp;<e/></a>`, "<a><![CDATA[x]]>\n<!--y--></a>", `<?xml version="1.0"?><!DOCTYPE a><a x:y='z'/>`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		got, err := trace(string(src))
		want, ok := reference(src)
		if ok && (err != nil || got != want) {
			t.Errorf("%q gives %q, %v; encoding/xml %q", src, got, err, want)
		}
	})
}

func reference(src []byte) (string, bool) {
	if bytes.ContainsAny(src, "\r\x00") || bytes.Contains(src, []byte("]]>]")) || bytes.Contains(src, []byte("<!")) {
		return "", false // line ends and markup that it treats in its own ways
	}
	d := xml.NewDecoder(bytes.NewReader(src))
	var b strings.Builder
	depth, roots := 0, 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return b.String(), roots == 1 && depth == 0
		}
		if err != nil {
			return "", false
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
			fmt.Fprintf(&b, "<%s>", tok.Name.Local)
		case xml.EndElement:
			depth--
			fmt.Fprintf(&b, "</%s>", tok.Name.Local)
		case xml.CharData:
			if depth == 0 && len(bytes.TrimSpace(tok)) > 0 {
				return "", false
			}
			if depth > 0 {
				b.Write(tok)
			}
		}
	}
}
