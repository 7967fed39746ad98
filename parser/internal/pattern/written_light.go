//go:build pbt_light

package pattern

// written is empty: what the browser loads is kept small.
var written []*look
