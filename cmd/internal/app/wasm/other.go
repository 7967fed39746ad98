//go:build !(js && wasm)

package main

import "os"

// main tells who runs it elsewhere what it is for.
func main() {
	os.Stderr.WriteString("this program is for the page of pbt app: build it with GOOS=js GOARCH=wasm\n")
	os.Exit(2)
}
