// Package late holds what is made when it is first asked for: a command pays at its
// start for nothing that it does not use.
package late

import (
	"regexp"
	"sync"
)

// Regexp compiles an expression of the program's own at its first use; a broken one
// panics there.
func Regexp(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
