package net

//go:noescape
func tileNEON(k int, a, b, out *float32, stride int, bias *float32)

//go:noescape
func slideNEON(out, src, w *float32, n, stride, kh, kw int, bias float32)

func tile(k int, a, b, out []float32, stride int, bias []float32, act *activation) {
	_, _, _, _ = a[k*tileRows-1], b[k*tileCols-1], out[(tileRows-1)*stride+tileCols-1], bias[tileRows-1]
	tileNEON(k, &a[0], &b[0], &out[0], stride, &bias[0])
	if act != nil {
		for r := range tileRows {
			act.apply(out[r*stride:][:tileCols])
		}
	}
}

func slide(out, src, w []float32, n, stride, kh, kw int, bias float32, act *activation) {
	whole := (n + slideWidth - 1) / slideWidth * slideWidth
	_, _, _ = out[whole-1], src[(kh-1)*stride+kw-1+whole-1], w[kh*kw-1]
	slideNEON(&out[0], &src[0], &w[0], n, stride, kh, kw, bias)
	if act != nil {
		act.apply(out[:n])
	}
}
