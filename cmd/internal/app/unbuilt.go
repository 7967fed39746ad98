//go:build !pbt_app

package app

func built() (parts, bool) { return parts{}, false }
