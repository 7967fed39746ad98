//go:build pbt_app

package app

import _ "embed" // the page's program

//go:embed built/app.wasm.zst
var program []byte

//go:embed built/weights.gz
var weights []byte

//go:embed built/wasm_exec.js
var loader string

func built() (parts, bool) { return parts{program, weights, loader}, true }
