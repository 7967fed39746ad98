package input

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zip"
	"github.com/mholt/archives"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/pbt-cli/pbt/schema"
)

// entry is a member of an archive under test.
type entry struct {
	name string
	data string
}

// zipOf makes a zip whose names are the bytes given, flagged as UTF-8 or not.
func zipOf(t testing.TB, utf8 bool, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, NonUTF8: !utf8}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		if err := w.WriteHeader(&tar.Header{Name: e.name, Size: int64(len(e.data)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rarOf makes a RAR 5 archive of stored members (RAR 5.0 archive format, §
// "General archive structure").
func rarOf(entries ...entry) []byte {
	out := []byte("Rar!\x1a\x07\x01\x00")
	header := func(body []byte) {
		sized := append(binary.AppendUvarint(nil, uint64(len(body))), body...)
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(sized))
		out = append(out, sized...)
	}
	uv := binary.AppendUvarint
	header([]byte{1, 0, 0}) // main archive header
	for _, e := range entries {
		b := uv(nil, 2) // file header
		b = uv(b, 2)    // flags: a data area follows
		b = uv(b, uint64(len(e.data)))
		b = uv(b, 4) // file flags: CRC32 is present
		b = uv(b, uint64(len(e.data)))
		b = uv(b, 0o100644)
		b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(e.data)))
		b = uv(b, 0) // stored
		b = uv(b, 1) // Unix
		b = uv(b, uint64(len(e.name)))
		b = append(b, e.name...)
		header(b)
		out = append(out, e.data...)
	}
	header([]byte{5, 0, 0}) // end of archive
	return out
}

func compressedBy(t testing.TB, c archives.Compressor, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := c.OpenWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gbk(t testing.TB, s string) string {
	t.Helper()
	g, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// got is what a walk said of an input: its bytes, why it was skipped, or the
// rules of its problems.
type got struct {
	Name, Data string
	Skip       Skip
	Rules      []string
}

// walkAll walks and reads everything.
func walkAll(t testing.TB, opt Options) []got {
	t.Helper()
	var out []got
	err := Walk(context.Background(), opt, func(it *Item) error {
		g := got{Name: it.Name, Skip: it.Skip}
		if it.Skip == "" && !it.Unreadable() {
			data, err := it.Read(context.Background())
			g.Data = string(data)
			if err != nil {
				re, ok := err.(*schema.ReadError)
				if !ok {
					t.Errorf("%s: the error of Read is a %T: %v", it.Name, err, err)
					return err
				}
				g.Rules = append(g.Rules, re.Rule)
			}
		}
		for _, p := range it.Problems {
			g.Rules = append(g.Rules, p.Rule)
		}
		out = append(out, g)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inDir writes files and moves into their folder, so that names are short.
func inDir(t testing.TB, files map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	chdir(t, dir)
}

func chdir(t testing.TB, dir string) {
	t.Helper()
	old, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chdir(old) })
}

func check(t *testing.T, want, have []got) {
	t.Helper()
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("the walk differs (-want +have):\n%s", d)
	}
}

func TestFormats(t *testing.T) {
	members := []entry{{"预算/乙.txt", "乙的目标"}, {"预算/甲.txt", "甲的目标"}}
	plain := tarOf(t, members...)
	sevenZip, err := os.ReadFile("testdata/two.7z")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"a.zip": zipOf(t, true, members...), "a.tar": plain, "a.rar": rarOf(members...), "a.7z": sevenZip,
		"a.tar.gz": compressedBy(t, archives.Gz{}, plain), "a.tar.bz2": compressedBy(t, archives.Bz2{}, plain),
		"a.tar.xz": compressedBy(t, archives.Xz{}, plain), "a.tar.zst": compressedBy(t, archives.Zstd{}, plain),
		"a.tar.lz4": compressedBy(t, archives.Lz4{}, plain), "a.tar.lz": compressedBy(t, archives.Lzip{}, plain),
		// The bytes decide, not the name.
		"a.pdf": compressedBy(t, archives.Gz{}, plain),
	} {
		t.Run(name, func(t *testing.T) {
			inDir(t, map[string][]byte{name: data})
			check(t, []got{
				{Name: name + "!预算/乙.txt", Data: "乙的目标"},
				{Name: name + "!预算/甲.txt", Data: "甲的目标"},
			}, walkAll(t, Options{Paths: []string{name}}))
		})
	}
}

func TestCompressedDocument(t *testing.T) {
	inDir(t, map[string][]byte{"甲.txt.gz": compressedBy(t, archives.Gz{}, []byte("甲的目标"))})
	check(t, []got{{Name: "甲.txt.gz!甲.txt", Data: "甲的目标"}}, walkAll(t, Options{Paths: []string{"甲.txt.gz"}}))
}

func TestNested(t *testing.T) {
	inner := zipOf(t, false, entry{gbk(t, "区县/绩效.txt"), "目标"})
	middle := tarOf(t, entry{"内.zip", string(inner)}, entry{"b.txt", "b"})
	outer := zipOf(t, false, entry{gbk(t, "上报/第一批"), string(middle)})
	inDir(t, map[string][]byte{"all.zip": outer})
	check(t, []got{
		{Name: "all.zip!上报/第一批!内.zip!区县/绩效.txt", Data: "目标"},
		{Name: "all.zip!上报/第一批!b.txt", Data: "b"},
	}, walkAll(t, Options{Paths: []string{"all.zip"}}))
	check(t, []got{
		{Name: "all.zip!上报/第一批!内.zip", Rules: []string{"extract.archive-depth"}},
		{Name: "all.zip!上报/第一批!b.txt", Data: "b"},
	}, walkAll(t, Options{Paths: []string{"all.zip"}, Limits: Limits{Depth: 2}}))
}

func TestZipNames(t *testing.T) {
	for _, c := range []struct {
		about, raw, want string
		utf8             bool
	}{
		{"GBK", gbk(t, "绩效目标表.txt"), "绩效目标表.txt", false},
		{"GB18030 of four bytes", gbk(t, "㐀𠀀.txt"), "㐀𠀀.txt", false},
		{"UTF-8 with the flag", "绩效目标表.txt", "绩效目标表.txt", true},
		{"UTF-8 without the flag, as macOS writes", "绩效目标表.txt", "绩效目标表.txt", false},
		{"GBK that is valid UTF-8 too", "\xd1\xa7\xcf\xb0.txt", "学习.txt", false},
		{"neither", "a\xff\xff\xffb.txt", "a%FF%FF%FFb.txt", false},
		{"ASCII", "a.txt", "a.txt", false},
	} {
		t.Run(c.about, func(t *testing.T) {
			inDir(t, map[string][]byte{"a.zip": zipOf(t, c.utf8, entry{c.raw, "x"})})
			check(t, []got{{Name: "a.zip!" + c.want, Data: "x"}}, walkAll(t, Options{Paths: []string{"a.zip"}}))
		})
	}
}

func TestHostileNames(t *testing.T) {
	long := gbk(t, string(bytes.Repeat([]byte("绩"), 150))) // 300 bytes in GBK
	names := []string{"../../a.txt", "/etc/passwd", `C:\x.txt`, "CON", "dir/nul.txt", long + ".txt", "a\nb.txt", "../\x00.txt"}
	var members []entry
	for _, n := range names {
		members = append(members, entry{n, "x"})
	}
	inDir(t, map[string][]byte{"a.zip": zipOf(t, false, members...)})
	all := walkAll(t, Options{Paths: []string{"a.zip"}})
	if len(all) != len(names) {
		t.Fatalf("%d inputs, expected %d", len(all), len(names))
	}
	for i, g := range all {
		if d := cmp.Diff([]string{"extract.member-name"}, g.Rules); d != "" || g.Data != "x" {
			t.Errorf("%q: data %q, rules differ:\n%s", names[i], g.Data, d)
		}
	}
}

func TestSameNameTwice(t *testing.T) {
	inDir(t, map[string][]byte{"a.zip": zipOf(t, true, entry{"x.txt", "1"}, entry{"x.txt", "2"})})
	check(t, []got{{Name: "a.zip!x.txt", Data: "1"}, {Name: "a.zip!x.txt#2", Data: "2"}}, walkAll(t, Options{Paths: []string{"a.zip"}}))
}

// zeros is a member that unpacks to far more than it takes.
func zeros(n int) string { return string(make([]byte, n)) }

func TestBombs(t *testing.T) {
	lim := Limits{Members: 50, Ratio: 20, RatioFloor: 1 << 20, Document: 4 << 20, Bytes: 64 << 20}
	var many []entry
	for i := range 60 {
		many = append(many, entry{fmt.Sprintf("%d.txt", i), ""})
	}
	flat := zipOf(t, true, entry{"a.txt", "good"}, entry{"0.txt", zeros(3 << 20)}, entry{"b.txt", "never"})
	nested := zipOf(t, true, entry{"a.txt", "good"}, entry{"in.zip", string(flat)}, entry{"b.txt", "never"})
	// The same bytes under many names: an overlapping zip's effect.
	for _, c := range []struct {
		name string
		data []byte
		want []got
	}{
		{"flat.zip", flat, []got{{Name: "flat.zip!a.txt", Data: "good"}, {Name: "flat.zip", Rules: []string{"extract.archive-ratio"}}}},
		{"nested.zip", nested, []got{
			{Name: "nested.zip!a.txt", Data: "good"}, {Name: "nested.zip!in.zip!a.txt", Data: "good"},
			{Name: "nested.zip", Rules: []string{"extract.archive-ratio"}},
		}},
		{"many.zip", zipOf(t, true, many...), []got{{Name: "many.zip", Rules: []string{"extract.archive-members"}}}},
		{"zeros.txt.gz", compressedBy(t, archives.Gz{}, make([]byte, 30<<20)), []got{{Name: "zeros.txt.gz!zeros.txt", Rules: []string{"extract.archive-ratio"}}}},
		{"zeros.tar.gz", compressedBy(t, archives.Gz{}, tarOf(t, entry{"0.txt", zeros(3 << 20)})), []got{{Name: "zeros.tar.gz", Rules: []string{"extract.archive-ratio"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inDir(t, map[string][]byte{c.name: c.data})
			check(t, c.want, walkAll(t, Options{Paths: []string{c.name}, Limits: lim}))
		})
	}
}

func TestTooLarge(t *testing.T) {
	inDir(t, map[string][]byte{
		"big.txt": bytes.Repeat([]byte("x"), 2000),
		"a.zip":   zipOf(t, true, entry{"big.txt", zeros(2000)}, entry{"ok.txt", "ok"}),
		"a.tar":   tarOf(t, entry{"big.txt", zeros(2000)}, entry{"ok.txt", "ok"}),
	})
	check(t, []got{
		{Name: "a.tar!big.txt", Rules: []string{"extract.too-large"}}, {Name: "a.tar!ok.txt", Data: "ok"},
		{Name: "a.zip!big.txt", Rules: []string{"extract.too-large"}}, {Name: "a.zip!ok.txt", Data: "ok"},
		{Name: "big.txt", Rules: []string{"extract.too-large"}},
	}, walkAll(t, Options{Paths: []string{"."}, Limits: Limits{Document: 1000}}))
}

func TestDamagedArchives(t *testing.T) {
	good := zipOf(t, true, entry{"a.txt", "aaaa"}, entry{"b.txt", "bbbb"})
	broken := bytes.Clone(good)
	broken[bytes.Index(broken, []byte("a.txt"))+6] ^= 0xff // the first member's bytes
	tarred := compressedBy(t, archives.Gz{}, tarOf(t, entry{"a.txt", "aaaa"}, entry{"b.txt", zeros(100_000)}))
	for _, c := range []struct {
		name string
		data []byte
		want []got
	}{
		{"member.zip", broken, []got{{Name: "member.zip!a.txt", Rules: []string{"extract.member-damaged"}}, {Name: "member.zip!b.txt", Data: "bbbb"}}},
		{"cut.zip", good[:len(good)-40], []got{{Name: "cut.zip", Rules: []string{"extract.archive-damaged"}}}},
		{"cut.xlsx", good[:len(good)-40], []got{{Name: "cut.xlsx", Data: string(good[:len(good)-40])}}},
		{"empty.zip", zipOf(t, true), []got{{Name: "empty.zip", Skip: SkipEmpty}}},
		{"cut.7z", []byte("7z\xBC\xAF\x27\x1C\x00\x04"), []got{{Name: "cut.7z", Rules: []string{"extract.archive-damaged"}}}},
		{"cut.rar", rarOf(entry{"a.txt", "aaaa"})[:12], []got{{Name: "cut.rar", Rules: []string{"extract.archive-damaged"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inDir(t, map[string][]byte{c.name: c.data})
			check(t, c.want, walkAll(t, Options{Paths: []string{c.name}}))
		})
	}
	t.Run("cut.tar.gz", func(t *testing.T) {
		inDir(t, map[string][]byte{"cut.tar.gz": tarred[:len(tarred)-30]})
		all := walkAll(t, Options{Paths: []string{"cut.tar.gz"}})
		if len(all) < 2 || all[0].Data != "aaaa" || len(all[len(all)-1].Rules) != 1 {
			t.Errorf("the member before the damage should be read, and the damage reported; got %v", all)
		}
	})
}

func TestEncryptedZip(t *testing.T) {
	z := zipOf(t, true, entry{"a.txt", "aaaa"})
	at := bytes.Index(z, []byte("PK\x01\x02"))
	z[at+8] |= zipEncrypted
	inDir(t, map[string][]byte{"a.zip": z})
	check(t, []got{{Name: "a.zip!a.txt", Rules: []string{"extract.archive-encrypted"}}}, walkAll(t, Options{Paths: []string{"a.zip"}}))
}

// Members and archives under a password are read with it, and named without: the
// old encryption of zip, WinZip's AES, 7z with names in the clear and without.
func TestPassword(t *testing.T) {
	const text = "绩效目标"
	for _, c := range []struct{ file, member, password string }{
		{"password.zip", "password.zip!a.txt", "密码1"},
		{"password-aes.zip", "password-aes.zip!a.txt", "mima1"},
		{"password.7z", "password.7z!a.txt", "密码1"},
		{"password-names.7z", "password-names.7z!a.txt", "密码1"},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			inDir(t, map[string][]byte{c.file: data})
			check(t, []got{{Name: c.member, Data: text}}, walkAll(t, Options{Paths: []string{c.file}, Password: c.password}))
			for _, password := range []string{"", "wrong"} {
				all := walkAll(t, Options{Paths: []string{c.file}, Password: password})
				if len(all) != 1 || all[0].Data != "" || len(all[0].Rules) != 1 || all[0].Rules[0] != "extract.archive-encrypted" {
					t.Errorf("with the password %q: %+v", password, all)
				}
			}
		})
	}
}

// One byte more or less is no longer what was encrypted.
func TestPasswordChanged(t *testing.T) {
	data, err := os.ReadFile("testdata/password-aes.zip")
	if err != nil {
		t.Fatal(err)
	}
	data[30+5+int(data[28])+20] ^= 1 // in the member's body
	inDir(t, map[string][]byte{"a.zip": data})
	all := walkAll(t, Options{Paths: []string{"a.zip"}, Password: "mima1"})
	if len(all) != 1 || len(all[0].Rules) != 1 {
		t.Errorf("a changed member passes: %+v", all)
	}
}

// A zip that is a document is one, however its members are ordered.
func TestOfficeZip(t *testing.T) {
	xlsx := zipOf(t, true, entry{"a.xml", "<a/>"}, entry{"[Content_Types].xml", "<Types/>"})
	inDir(t, map[string][]byte{
		"book.xlsx": xlsx,
		"a.zip":     zipOf(t, true, entry{"in/book", string(xlsx)}),
		"a.tgz":     compressedBy(t, archives.Gz{}, tarOf(t, entry{"book", string(xlsx)})),
	})
	check(t, []got{
		{Name: "a.tgz!book", Data: string(xlsx)}, {Name: "a.zip!in/book", Data: string(xlsx)}, {Name: "book.xlsx", Data: string(xlsx)},
	}, walkAll(t, Options{Paths: []string{"."}}))
}

// OpenDocument and OFD in a zip are documents too, by the parts that tell them.
func TestOtherOfficeZips(t *testing.T) {
	ofd := string(zipOf(t, true, entry{"ofd.xml", "<OFD/>"}))
	odf := string(zipOf(t, true, entry{"content.xml", "<a/>"}, entry{"META-INF/manifest.xml", "<a/>"}))
	jar := string(zipOf(t, true, entry{"META-INF/MANIFEST.MF", "a"}))
	inDir(t, map[string][]byte{"a.zip": zipOf(t, true, entry{"1", ofd}, entry{"2", odf}, entry{"3", jar})})
	check(t, []got{{Name: "a.zip!1", Data: ofd}, {Name: "a.zip!2", Data: odf}, {Name: "a.zip!3!META-INF/MANIFEST.MF", Data: "a"}}, walkAll(t, Options{Paths: []string{"."}}))
}

// A large nested archive goes through a file, which does not stay.
func TestSpill(t *testing.T) {
	random := make([]byte, inMemory+1)
	for i := range random {
		random[i] = byte(i*i>>7) ^ byte(i>>13)
	}
	tmp := t.TempDir()
	inner := tarOf(t, entry{"big.txt", string(random)}, entry{"in/a.txt", "a"})
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	tarOuter := tarOf(t, entry{"inner.tar", string(inner)})
	w.Write(tarOuter)
	w.Close()
	inDir(t, map[string][]byte{"a.tgz": gz.Bytes()})
	all := walkAll(t, Options{Paths: []string{"a.tgz"}, TempDir: tmp})
	if len(all) != 2 || all[0].Data != string(random) || all[1].Data != "a" {
		t.Errorf("expected both members of the nested archive, got %d inputs", len(all))
	}
	if left, _ := os.ReadDir(tmp); len(left) != 0 {
		t.Errorf("%d temporary files stay", len(left))
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(zipOf(f, true, entry{"a.txt", "a"}))
	f.Add(tarOf(f, entry{"a.txt", "a"}))
	f.Add(compressedBy(f, archives.Gz{}, tarOf(f, entry{"a.txt", "a"})))
	f.Add(rarOf(entry{"a.txt", "a"}))
	lim := Limits{Members: 100, Bytes: 16 << 20, Document: 1 << 20, Nested: 4 << 20, Ratio: 100, RatioFloor: 4 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		if k := kindOf(data[:min(len(data), headSize)]); k == kind7z || k == kindRar || k == kindXz {
			return // unpacked in a process of their own: their libraries trust sizes
		}
		p := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(p, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var total int64
		Walk(context.Background(), Options{Paths: []string{p}, Limits: lim}, func(it *Item) error {
			if it.Skip == "" && !it.Unreadable() {
				data, _ := it.Read(context.Background())
				total += int64(len(data))
			}
			return nil
		})
		if total > lim.Bytes {
			t.Errorf("unpacked to %d bytes", total)
		}
	})
}
