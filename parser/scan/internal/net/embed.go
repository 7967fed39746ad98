//go:build !pbt_light

package net

import _ "embed" // the net

//go:generate go run ./gen -rec ch_PP-OCRv4_rec_infer.onnx -out ppocrv4-rec.bin

// weights is the recognition net, made by gen from ch_PP-OCRv4_rec_infer.onnx
// (see NOTICE): layer by layer, weights in half precision.
//
//go:embed ppocrv4-rec.bin
var weights []byte
