//go:build !amd64 && !arm64

package net

func tile(k int, a, b, out []float32, stride int, bias []float32, act *activation) {
	tilePortable(k, a, b, out, stride, bias, act)
}

func slide(out, src, w []float32, n, stride, kh, kw int, bias float32, act *activation) {
	slidePortable(out, src, w, n, stride, kh, kw, bias, act)
}
