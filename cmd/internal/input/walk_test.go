package input

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/schema"
)

// tree is a folder of everything that is met on an office's share.
func tree(t *testing.T) {
	t.Helper()
	inDir(t, map[string][]byte{
		"in/b/2.txt": []byte("2"), "in/a/1.txt": []byte("1"), "in/a/表.csv": []byte("c"), "in/10.txt": []byte("10"),
		"in/a/~$1.txt": []byte("lock"), "in/.DS_Store": []byte("\x00\x01"), "in/Thumbs.db": []byte("\xD0"),
		"in/a.exe": []byte("MZ\x00\x01\x02"), "in/damaged.pdf": []byte("\x00\x01\x02\x03"),
		"in/z.zip":    zipOf(t, true, entry{"in.txt", "in"}, entry{"in.csv", "csv"}, entry{"~$in.docx", "lock"}),
		"other/1.txt": []byte("other"),
	})
}

func TestWalkDirectory(t *testing.T) {
	tree(t)
	check(t, []got{
		{Name: "in/.DS_Store", Skip: SkipSystem},
		{Name: "in/10.txt", Data: "10"},
		{Name: "in/Thumbs.db", Skip: SkipSystem},
		{Name: "in/a/1.txt", Data: "1"},
		{Name: "in/a/~$1.txt", Skip: SkipLock},
		{Name: "in/a/表.csv", Data: "c"},
		{Name: "in/a.exe", Skip: SkipOther},
		{Name: "in/b/2.txt", Data: "2"},
		{Name: "in/damaged.pdf", Data: "\x00\x01\x02\x03"},
		{Name: "in/z.zip!in.txt", Data: "in"},
		{Name: "in/z.zip!in.csv", Data: "csv"},
		{Name: "in/z.zip!~$in.docx", Skip: SkipLock},
	}, walkAll(t, Options{Paths: []string{"in"}}))
}

func names(all []got) []string {
	var out []string
	for _, g := range all {
		out = append(out, g.Name)
	}
	return out
}

func TestWalkChoices(t *testing.T) {
	tree(t)
	if err := os.Symlink("in/a", "link"); err != nil {
		t.Skip("no links here:", err)
	}
	for _, c := range []struct {
		about string
		opt   Options
		want  []string
	}{
		{"include by base name, in archives too", Options{Paths: []string{"in"}, Include: []string{"*.csv"}},
			[]string{"in/a/表.csv", "in/z.zip!in.csv"}},
		{"what is passed over is left out like a document", Options{Paths: []string{"in"}, Include: []string{"*.docx", "~$1.*"}},
			[]string{"in/a/~$1.txt", "in/z.zip!~$in.docx"}},
		{"an archive of which nothing is taken is not empty", Options{Paths: []string{"in/z.zip"}, Exclude: []string{"*"}}, nil},
		{"include by path", Options{Paths: []string{"in"}, Include: []string{"a/**"}, Exclude: []string{"~$*", ".*", "*.db", "*.zip"}},
			[]string{"in/a/1.txt", "in/a/表.csv"}},
		{"exclude a directory", Options{Paths: []string{"in"}, Exclude: []string{"a", "*.zip", ".*", "*.db", "*.exe", "*.pdf"}},
			[]string{"in/10.txt", "in/b/2.txt"}},
		{"a glob", Options{Paths: []string{"*/**/1.txt"}}, []string{"in/a/1.txt", "other/1.txt"}},
		{"a file named twice", Options{Paths: []string{"in/10.txt", "./in/10.txt", "in/../in/10.txt"}}, []string{"in/10.txt"}},
		{"a named file is taken whatever Include says", Options{Paths: []string{"in/10.txt"}, Include: []string{"*.pdf"}}, []string{"in/10.txt"}},
		{"the output is not entered", Options{Paths: []string{"in"}, Avoid: "in/a", Include: []string{"1.txt", "2.txt"}, Exclude: []string{"~$*", ".*", "*.db", "*.zip"}}, []string{"in/b/2.txt"}},
		{"the output by another name", Options{Paths: []string{"in/a", "in/b"}, Avoid: "link"}, []string{"in/b/2.txt"}},
		{"a list by lines", Options{FilesFrom: "-", Stdin: strings.NewReader("in/10.txt\r\n\nin/b\n")}, []string{"in/10.txt", "in/b/2.txt"}},
		{"a list by NUL", Options{FilesFrom: "-", Stdin: strings.NewReader("in/10.txt\x00in/b/2.txt\x00")}, []string{"in/10.txt", "in/b/2.txt"}},
	} {
		t.Run(c.about, func(t *testing.T) {
			if d := cmp.Diff(c.want, names(walkAll(t, c.opt))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestListMissing(t *testing.T) {
	err := Walk(context.Background(), Options{FilesFrom: "no-such-list"}, func(*Item) error { return nil })
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing list gave %v", err)
	}
}

func TestRel(t *testing.T) {
	tree(t)
	rels := func(paths ...string) (out []string) {
		Walk(context.Background(), Options{Paths: paths, Exclude: []string{"b", "[.~T]*", "*.[ezp]*", "表.csv"}}, func(it *Item) error {
			out = append(out, it.Rel)
			return nil
		})
		return out
	}
	if d := cmp.Diff([]string{"10.txt", "a/1.txt"}, rels("in")); d != "" {
		t.Errorf("one directory is mirrored from itself: %s", d)
	}
	if d := cmp.Diff([]string{"in/10.txt", "in/a/1.txt", "other/1.txt"}, rels("in", "other")); d != "" {
		t.Errorf("several are mirrored as they are named: %s", d)
	}
}

// A file that vanishes or shrinks after it was found is a result.
func TestVanish(t *testing.T) {
	inDir(t, map[string][]byte{"in/a.txt": []byte("a"), "in/b.txt": []byte("b")})
	var rules []string
	err := Walk(context.Background(), Options{Paths: []string{"in", "never"}}, func(it *Item) error {
		os.Remove(filepath.FromSlash(it.Name))
		for _, p := range it.Problems {
			rules = append(rules, p.Rule)
		}
		_, err := it.Read(context.Background())
		var re *schema.ReadError
		if errors.As(err, &re) {
			rules = append(rules, re.Rule)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"extract.missing", "extract.missing", "extract.missing"}, rules); d != "" {
		t.Error(d)
	}
}

func TestCancelledWalk(t *testing.T) {
	tree(t)
	for _, p := range []string{"in", "in/z.zip"} {
		ctx, cancel := context.WithCancel(context.Background())
		n := 0
		err := Walk(ctx, Options{Paths: []string{p}}, func(*Item) error { n++; cancel(); return nil })
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("%s: %d inputs after the first, error %v", p, n-1, err)
		}
	}
	want := errors.New("stop")
	for _, p := range []string{"in", "in/z.zip"} {
		if err := Walk(context.Background(), Options{Paths: []string{p}}, func(*Item) error { return want }); !errors.Is(err, want) {
			t.Errorf("%s: yield's error became %v", p, err)
		}
	}
}

func TestNonUTF8FileName(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, gbk(t, "绩效.txt")), []byte("x"), 0o600); err != nil {
		t.Skip("this file system takes UTF-8 names only:", err)
	}
	chdir(t, dir)
	check(t, []got{{Name: "绩效.txt", Data: "x"}}, walkAll(t, Options{Paths: []string{"."}}))
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		glob, name string
		want       bool
	}{
		{"*.pdf", "a/b/c.pdf", true}, {"*.pdf", "a.pdfx", false}, {"a/*.pdf", "a/b.pdf", true}, {"a/*.pdf", "a/b/c.pdf", false},
		{"a/**/c.pdf", "a/c.pdf", true}, {"a/**/c.pdf", "a/x/y/c.pdf", true}, {"**/c.pdf", "c.pdf", true}, {"a/**", "a/b/c", true},
		{"a/**", "b/a", false}, {"**/b/**/d", "a/b/c/d", true}, {"**/b/**/d", "b/b/b/c", false}, {"绩效*", "x/绩效表.xlsx", true},
	} {
		if got := match(c.glob, c.name); got != c.want {
			t.Errorf("match(%q, %q) = %t", c.glob, c.name, got)
		}
	}
}

// ** never loses against a plain recursion.
func TestMatchAgainstRecursion(t *testing.T) {
	var slow func(g, n []string) bool
	slow = func(g, n []string) bool {
		switch {
		case len(g) == 0:
			return len(n) == 0
		case g[0] == "**":
			return slow(g[1:], n) || len(n) > 0 && slow(g, n[1:])
		case len(n) == 0:
			return false
		}
		return segment(g[0], n[0]) && slow(g[1:], n[1:])
	}
	rapid.Check(t, func(t *rapid.T) {
		seg := rapid.SampledFrom([]string{"a", "b", "**", "*"})
		g := rapid.SliceOfN(seg, 1, 6).Draw(t, "glob")
		n := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 7).Draw(t, "name")
		if got, want := matchSegments(g, n), slow(g, n); got != want {
			t.Fatalf("matchSegments(%q, %q) = %t, expected %t", g, n, got, want)
		}
	})
}

func TestIsDevice(t *testing.T) {
	for name, want := range map[string]bool{"CON": true, "nul.txt": true, "com1": true, "COM¹": true, "aux .x": true, "LPT9.pdf": true, "console": false, "com": false, "com10": false, "预算": false, "": false} {
		if got := IsDevice(name); got != want {
			t.Errorf("IsDevice(%q) = %t", name, got)
		}
	}
}

// The weights of all items, and what is passed over, are the bytes on disk.
func TestWeights(t *testing.T) {
	tree(t)
	inner := zipOf(t, true, entry{"1.txt", strings.Repeat("one", 500)}, entry{"2.txt", strings.Repeat("two", 900)})
	outer := zipOf(t, true, entry{"in.zip", string(inner)}, entry{"in.tar", string(tarOf(t, entry{"3.txt", "3"}))})
	if err := os.WriteFile("in/nested.zip", outer, 0o600); err != nil {
		t.Fatal(err)
	}
	var sum, nested int64
	opt := Options{Paths: []string{"in"}, Passed: func(n int64) { sum += n }}
	err := Walk(context.Background(), opt, func(it *Item) error {
		sum += it.Weight
		if strings.Contains(it.Name, "in.zip!") {
			nested += it.Weight
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Measure(context.Background(), Options{Paths: []string{"in"}})
	for _, skipped := range []string{"in/.DS_Store", "in/Thumbs.db", "in/a/~$1.txt"} {
		fi, err := os.Stat(skipped)
		if err != nil {
			t.Fatal(err)
		}
		want -= fi.Size()
	}
	if sum != want || nested == 0 {
		t.Errorf("weights add up to %d, of them %d nested; expected %d", sum, nested, want)
	}
}
