//go:build pbt_light

package net

// weights are none: a light build is given them with Decode when a picture comes.
var weights []byte
