package net

import "golang.org/x/sys/cpu"

// fast says that the processor has the instructions of the kernels.
var fast = cpu.X86.HasAVX2 && cpu.X86.HasFMA

//go:noescape
func tileAVX2(k int, a, b, out *float32, stride int, bias *float32, act *activation)

//go:noescape
func slideAVX2(out, src, w *float32, n, stride, kh, kw int, bias float32, act *activation)

func tile(k int, a, b, out []float32, stride int, bias []float32, act *activation) {
	if !fast {
		tilePortable(k, a, b, out, stride, bias, act)
		return
	}
	_, _, _, _ = a[k*tileRows-1], b[k*tileCols-1], out[(tileRows-1)*stride+tileCols-1], bias[tileRows-1]
	tileAVX2(k, &a[0], &b[0], &out[0], stride, &bias[0], act)
}

func slide(out, src, w []float32, n, stride, kh, kw int, bias float32, act *activation) {
	if !fast {
		slidePortable(out, src, w, n, stride, kh, kw, bias, act)
		return
	}
	whole := (n + slideWidth - 1) / slideWidth * slideWidth
	_, _, _ = out[whole-1], src[(kh-1)*stride+kw-1+whole-1], w[kh*kw-1]
	slideAVX2(&out[0], &src[0], &w[0], n, stride, kh, kw, bias, act)
}
