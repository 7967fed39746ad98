package batch

import (
	"bytes"
	"hash/crc32"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mholt/archives"
)

func unpackCommand() *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), unpackEnv+"=1")
	return c
}

// An archive through a process is that archive, nested or not.
func TestUnpackProcess(t *testing.T) {
	sevenZip, err := os.ReadFile("../input/testdata/two.7z")
	if err != nil {
		t.Fatal(err)
	}
	var xz bytes.Buffer
	w, err := archives.Xz{}.OpenWriter(&xz)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("text"))
	w.Close()
	here(t, map[string]string{"in/two.7z": string(sevenZip), "in/甲.txt.xz": xz.String(), "in/cut.7z": string(sevenZip[:100]), "in/a.txt": "a"})
	opt := options()
	mustRun(t, opt)
	opt.Out = "process"
	opt.Input.Unpack = UnpackProcess(unpackCommand, 96<<20)
	mustRun(t, opt)
	if d := cmp.Diff(content(t, "out"), content(t, "process")); d != "" {
		t.Errorf("a process and a function differ: %s", d)
	}
	recs := records(t, "process")
	for name, want := range map[string]Outcome{"in/two.7z!预算/甲.txt": Converted, "in/甲.txt.xz!甲.txt": Converted, "in/cut.7z": Unreadable} {
		if recs[name].Outcome != want {
			t.Errorf("%s: %+v", name, recs[name])
		}
	}
}

// An archive that asks for memory it may not have costs only itself.
func TestUnpackMemory(t *testing.T) {
	// An .xz file whose block header asks for a dictionary of 4 GiB - 1.
	var xz bytes.Buffer
	w, err := archives.Xz{}.OpenWriter(&xz)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(bytes.Repeat([]byte("text"), 1000))
	w.Close()
	data := hugeDictionary(t, xz.Bytes())
	here(t, map[string]string{"in/greedy.xz": string(data), "in/a.txt": "a"})
	opt := options()
	opt.Input.Unpack = UnpackProcess(unpackCommand, 96<<20)
	mustRun(t, opt)
	recs := records(t, "out")
	if r := recs["in/a.txt"]; r.Outcome != Converted {
		t.Errorf("a neighbour suffered: %+v", r)
	}
	found := false
	for name, r := range recs {
		if name != "in/a.txt" && r.Outcome == Unreadable {
			found = true
			t.Log(name, r.Problems)
		}
	}
	if !found {
		t.Errorf("the greedy archive was not reported: %v", recs)
	}
}

// hugeDictionary changes the dictionary size of an .xz file's first block, and
// the header's CRC-32 with it (The .xz File Format, §3.1).
func hugeDictionary(t *testing.T, data []byte) []byte {
	t.Helper()
	const header = 12 // of the stream
	size := (int(data[header]) + 1) * 4
	block := data[header : header+size]
	at := bytes.IndexByte(block[2:], 0x21) // the LZMA2 filter
	if at < 0 {
		t.Fatal("no LZMA2 filter")
	}
	block[2+at+2] = 40 // 4 GiB - 1
	sum := crc32.ChecksumIEEE(block[:size-4])
	copy(block[size-4:], []byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)})
	return data
}
