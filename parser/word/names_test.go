package word

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbt-cli/pbt/parser/internal/xmlscan"
)

// A name is what its prefix is declared for where it stands.
func TestNames(t *testing.T) {
	const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	for src, want := range map[string]string{
		`<w:p><v:shape/><plain/></w:p>`:                                                  "w:p - -",
		`<p xmlns="` + main + `"><r/><x:t xmlns:x="` + main + `"/><x:t/></p>`:            "w:p w:r w:t -",
		`<w:p xmlns:w="urn:other"><w:r/></w:p>`:                                          "- -",
		`<w:p><w:r xmlns:w="urn:other"><w:t/></w:r><w:r/></w:p>`:                         "w:p - - w:r",
		`<a:p xmlns:a='` + main + `'><a:r xmlns:a="urn:other" /><a:t/></a:p>`:            "w:p - w:t",
		`<o:vmerge xmlns:o="` + spaceWordML + `"><w:vmerge/></o:vmerge>`:                 "w:vMerge w:vmerge",
		`<st:place xmlns:st="` + spaceTags + `"><st:city/></st:place>`:                   "w:smartTag w:smartTag",
		`<mc:Choice xmlns:wps="urn:w" ><m:t xmlnsw="` + main + `"/><wps:p/></mc:Choice>`: "mc:Choice m:t -",
	} {
		var n names
		var got []string
		sc := xmlscan.New([]byte(src))
		for k := sc.Next(); k != xmlscan.EOF; k = sc.Next() {
			switch k {
			case xmlscan.Start:
				n.begin(sc)
				name := n.of(sc)
				if name == "" {
					name = "-"
				}
				got = append(got, name)
			case xmlscan.End:
				n.end(sc)
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
		if len(n.bound) > 0 {
			t.Errorf("%s leaves %v", src, n.bound)
		}
	}
}
