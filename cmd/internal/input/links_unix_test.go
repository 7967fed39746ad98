//go:build unix

package input

import (
	"os"
	"syscall"
	"testing"
)

func TestLinksAndSpecialFiles(t *testing.T) {
	inDir(t, map[string][]byte{"in/a.txt": []byte("a"), "far/b.txt": []byte("b")})
	for link, target := range map[string]string{"in/file": "a.txt", "in/dir": "../far", "in/loop": ".", "in/gone": "nowhere"} {
		if err := os.Symlink(target, link); err != nil {
			t.Skip("no links here:", err)
		}
	}
	if err := syscall.Mkfifo("in/pipe", 0o600); err != nil {
		t.Fatal(err)
	}
	check(t, []got{
		{Name: "in/a.txt", Data: "a"},
		{Name: "in/dir", Skip: SkipLink},
		{Name: "in/file", Data: "a"},
		{Name: "in/gone", Rules: []string{"extract.missing"}},
		{Name: "in/loop", Skip: SkipLink},
		{Name: "in/pipe", Skip: SkipSpecial},
	}, walkAll(t, Options{Paths: []string{"in"}}))
	check(t, []got{{Name: "in/dir/b.txt", Data: "b"}}, walkAll(t, Options{Paths: []string{"in/dir"}}))
}
