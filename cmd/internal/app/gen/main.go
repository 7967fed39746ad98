// Gen builds the program of the page of pbt app into built/, with the loader of this
// Go release and the net that reads pictures, both packed. It runs in
// cmd/internal/app.
//
// The program is packed by the zstd of the system at its utmost, which the page undoes
// in the browser: 3.7 MB, where gzip gives 4.9. Without that program the library of this
// module takes its place, which packs less. Nothing is inlined: that takes an eighth off
// of the packed program, and a short document is read sooner, since there is less to
// compile; a long one takes a fifth longer, a scan a tenth.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if err := os.MkdirAll("built", 0o777); err != nil {
		return err
	}
	wasm := filepath.Join("built", "app.wasm")
	build := exec.Command("go", "build", "-tags", "pbt_light", "-trimpath", "-gcflags", "all=-l", "-ldflags", "-s -w", "-o", wasm, "./wasm")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("the page's program: %w", err)
	}
	if err := squeeze(wasm, wasm+".zst"); err != nil {
		return err
	}
	if err := os.Remove(wasm); err != nil {
		return err
	}
	if err := pack("../../../parser/scan/internal/net/ppocrv4-rec.bin", "built/weights.gz"); err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	return os.WriteFile("built/wasm_exec.js", loader, 0o666)
}

// squeeze compresses a file as far as zstd goes; the same file and the same release of
// zstd give the same bytes.
func squeeze(from, to string) error {
	if zstd, err := exec.LookPath("zstd"); err == nil {
		c := exec.Command(zstd, "--ultra", "-22", "--single-thread", "--no-progress", "-q", "-f", from, "-o", to)
		c.Stderr = os.Stderr
		return c.Run()
	}
	fmt.Fprintln(os.Stderr, "no zstd is installed (Debian: apt-get install zstd): the page will be larger than it has to be")
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(32<<20))
	if err != nil {
		return err
	}
	return os.WriteFile(to, z.EncodeAll(data, nil), 0o666)
}

// pack compresses a file as far as gzip goes; the same file gives the same bytes.
func pack(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o666)
}
