package font

import "golang.org/x/text/unicode/norm"

func foldIdeograph(r rune) string { return norm.NFKC.String(string(r)) }
