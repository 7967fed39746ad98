// Package app is the whole tool as one page: files that are dropped on it are read
// and checked by a WebAssembly build inside it, in a worker, and never leave the
// machine. The page opens from a folder, without a network.
//
// The build is made by go generate into built/ and embedded with the tag pbt_app; a
// plain build has none.
package app

import (
	"encoding/base64"
	"errors"
	"io"
	"strings"

	_ "embed"
)

//go:generate go run ./gen

// ErrUnbuilt says that this program was built without the page's parts.
var ErrUnbuilt = errors.New("built without the page's program")

// Build is the command that makes a program which can write the page.
const Build = "go generate ./cmd/internal/app && go build -tags pbt_app ./cmd/pbt"

//go:embed page/index.html
var index string

//go:embed page/app.css
var style string

//go:embed page/app.js
var script string

//go:embed page/worker.js
var worker string

// unpacker reads zstd: no browser in use does by itself.
//
//go:embed page/fzstd.js
var unpacker string

// parts are what the page runs: the program, packed by zstd, the net, packed by gzip,
// and the loader of the Go release that made the program.
type parts struct {
	program, weights []byte
	loader           string
}

// Write writes the page.
func Write(w io.Writer, version string) error {
	p, ok := built()
	if !ok {
		return ErrUnbuilt
	}
	_, err := strings.NewReplacer(
		"/*style*/", style,
		"/*script*/", script,
		"{{worker}}", safe(p.loader+"\n"+unpacker+"\n"+worker),
		"{{program}}", base64.StdEncoding.EncodeToString(p.program),
		"{{weights}}", base64.StdEncoding.EncodeToString(p.weights),
		"{{version}}", version,
	).WriteString(w, index)
	return err
}

// safe is a script that stands inside a page: no part of it ends the page's own.
func safe(s string) string { return strings.ReplaceAll(s, "</script", `<\/script`) }
