package sniff

import (
	"strings"

	"github.com/pbt-cli/pbt/parser/internal/office"
)

// oleKind names what a compound file holds, by the names in its directory.
func oleKind(data []byte, name string) Kind {
	has := map[string]bool{}
	for _, n := range office.CompoundNames(data) {
		has[strings.ToLower(n)] = true
	}
	switch {
	case has["encryptedpackage"]:
		return Encrypted
	case has["workbook"], has["book"]:
		return XLS
	case has["worddocument"] && strings.HasSuffix(name, ".wps"):
		return WPS
	case has["worddocument"]:
		return DOC
	case has["powerpoint document"]:
		return PPT
	case strings.HasSuffix(name, ".wps"):
		return WPS
	case strings.HasSuffix(name, ".et"):
		return ET
	}
	return OLE
}
