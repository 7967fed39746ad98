package office

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// made makes a zip of parts: name, content, name, content.
func made(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPackage(t *testing.T) {
	p, err := OpenPackage(made(t,
		`xl\Workbook.xml`, "<workbook/>", "/mimetype", "text", "xl/workbook.xml", "a second of the name",
		"_rels/.rels", `<Relationships><Relationship Id="rId2" Type="http://x/officeDocument" Target="/xl/b.xml"/>`+
			`<Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/./workbook.xml"/>`+
			`<Relationship Id="rId0" Type="http://x/officeDocument" Target="http://x/" TargetMode="External"/></Relationships>`,
	), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := p.Read("XL/workbook.XML"); string(b) != "<workbook/>" || err != nil {
		t.Errorf("read %q, %v", b, err)
	}
	if !p.Has("mimetype") || p.Has("content.xml") {
		t.Error("the parts are not those of the zip")
	}
	if got := First(p.Relations(""), "officeDocument", "none"); got != "xl/workbook.xml" {
		t.Errorf("main part %q", got)
	}
	if got := First(p.Relations("xl/workbook.xml"), "styles", "xl/styles.xml"); got != "xl/styles.xml" {
		t.Errorf("usual part %q", got)
	}
	if _, err := p.Read("gone.xml"); !errors.Is(err, &Error{Fault: NoPart}) {
		t.Errorf("a part that is not there: %v", err)
	}
}

func TestPackageLimits(t *testing.T) {
	data := made(t, "a", strings.Repeat("ab", 600), "b", strings.Repeat("cd", 600))
	p, err := OpenPackage(data, Limits{Total: 2000, Part: 1500})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := p.Read("a"); len(b) != 1200 || err != nil {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	if _, err := p.Read("b"); !HasFault(err, TooLarge) {
		t.Errorf("beyond the budget of the package: %v", err)
	}
	p, _ = OpenPackage(data, Limits{Part: 1000})
	if _, err := p.Read("a"); !HasFault(err, TooLarge) {
		t.Errorf("a part beyond its limit is read: %v", err)
	}
	bomb := made(t, "a", strings.Repeat(" ", ratioFrom*2))
	p, _ = OpenPackage(bomb, Limits{})
	if _, err := p.Read("a"); !HasFault(err, TooLarge) {
		t.Errorf("a bomb unpacks: %v", err)
	}
	var many []string
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	if _, err := OpenPackage(made(t, many...), Limits{}); !HasFault(err, TooMany) {
		t.Errorf("too many parts: %v", err)
	}
}

// TestLyingSize reads a part whose header promises less than it holds.
func TestLyingSize(t *testing.T) {
	data := made(t, "a", strings.Repeat("xyz", 5000))
	i := bytes.LastIndex(data, []byte("PK\x01\x02"))
	copy(data[i+24:], []byte{10, 0, 0, 0}) // the size unpacked, of the directory
	p, err := OpenPackage(data, Limits{Part: 100})
	if err != nil {
		t.Fatal(err)
	}
	if b, err := p.Read("a"); err == nil || len(b) > 100 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func TestCutShort(t *testing.T) {
	data := made(t, "[Content_Types].xml", "<Types/>", "word/document.xml", strings.Repeat("正文", 100))
	cut := data[:len(data)-60]
	if _, err := OpenPackage(cut, Limits{}); !HasFault(err, CutShort) {
		t.Errorf("%v, want CutShort", err)
	}
	if _, err := OpenPackage([]byte("no zip"), Limits{}); !HasFault(err, NoPackage) {
		t.Errorf("%v, want NoPackage", err)
	}
	p := Salvage(cut, 10)
	if got := string(p.Head("[content_types].xml", 100)); !strings.HasPrefix(got, "<Types/>") || !p.Has("word/document.xml") {
		t.Errorf("salvaged %q of %v", got, p.Names())
	}
}

func TestCompound(t *testing.T) {
	data := read(t, "../../excel/testdata/drawn/mof2015-09-xls.xls")
	c, err := OpenCompound(data)
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Read("workbook", 0)
	if err != nil || len(b) < 4096 {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	if again, err := c.Read("Workbook", 512); err != nil || !bytes.Equal(again, b[:512]) {
		t.Errorf("a second reading gives %d other bytes, %v", len(again), err)
	}
	if _, err := c.Read("gone", 0); !HasFault(err, NoPart) {
		t.Errorf("a stream that is not there: %v", err)
	}
	if c.sub("Workbook") != nil {
		t.Error("a stream is taken for a storage")
	}
	names := strings.Join(CompoundNames(data[:len(data)-512]), " ")
	if !strings.Contains(names, "Workbook") {
		t.Errorf("names %q", names)
	}
	if _, err := OpenCompound([]byte("no compound file")); !HasFault(err, NoCompound) {
		t.Errorf("%v, want NoCompound", err)
	}
}

func TestDecrypt(t *testing.T) {
	data := read(t, "../../excel/testdata/public/excelize/encryptSHA1.xlsx")
	for password, want := range map[string]Fault{"": Encrypted, "wrong": WrongPassword, "password": 0} {
		plain, err := Decrypt(data, password)
		switch {
		case want == 0 && (err != nil || !IsPackage(plain)):
			t.Errorf("%q does not open it: %v", password, err)
		case want != 0 && !HasFault(err, want):
			t.Errorf("%q: %v", password, err)
		}
	}
	if _, err := NewCipher([]byte{9, 9, 9, 9}, ""); !HasFault(err, UnknownCipher) {
		t.Errorf("%v, want UnknownCipher", err)
	}
}

// TestEveryFaultIsTold checks that each fault has words in both languages.
func TestEveryFaultIsTold(t *testing.T) {
	seen := map[string]bool{}
	for f := NoPackage; f <= Spin; f++ {
		e := &Error{Fault: f, Part: "a.xml", Limit: 1 << 20}
		re := e.Told(schema.Workbook)
		if re.Text.ZH == "工作簿无法打开" || seen[re.Text.EN] || re.Hint.ZH == "" || !strings.HasPrefix(re.Rule, "extract.") {
			t.Errorf("fault %d is told as %+v", f, re)
		}
		seen[re.Text.EN] = true
	}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func FuzzPackage(f *testing.F) {
	f.Add(made(f, "a.xml", "<a/>", "_rels/.rels", `<Relationship Id="1" Type="t" Target="a"/>`))
	f.Add(made(f, "mimetype", "x")[:40])
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := OpenPackage(data, Limits{Total: 1 << 16, Part: 1 << 14})
		if err != nil {
			p = Salvage(data, 100)
		}
		p.Relations("")
		for _, n := range p.Names() {
			if b, err := p.Read(n); err == nil && len(b) > 1<<16 {
				t.Fatalf("%d bytes of a part", len(b))
			}
		}
	})
}

func FuzzCompound(f *testing.F) {
	f.Add(read(f, "../../excel/testdata/drawn/mof2015-09-xls.xls"))
	f.Add([]byte(compoundMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		CompoundNames(data)
		c, err := OpenCompound(data)
		if err != nil {
			return
		}
		for _, n := range c.Names()[:min(len(c.Names()), 20)] {
			if b, _ := c.Read(n, 1<<16); len(b) > 1<<16 {
				t.Fatalf("%d bytes of a stream", len(b))
			}
		}
	})
}
