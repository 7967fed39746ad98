package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/schema"
)

// errParts is why the parts of a folder make no whole: shards that are missing,
// still at work, or of two divisions. It is a *PartsError.
var errParts = errors.New("the shards' manifests do not make a whole")

// PartsError says what is missing.
type PartsError struct{ Text, Hint schema.Text }

func (e *PartsError) Error() string { return e.Text.EN }
func (e *PartsError) Unwrap() error { return errParts }

// Merge makes the manifest of a folder from those of its shards, the same that
// one run over all inputs would have written. The shards' own stay, so that one
// can be run again and merged again.
func Merge(dir string) (*Summary, error) {
	began := time.Now()
	parts, err := wholeSet(dir)
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return summaryOf(dir, began)
	}
	tmp := filepath.Join(dir, stateDir, "merge")
	if err := os.RemoveAll(tmp); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(tmp, 0o777); err != nil {
		return nil, err
	}
	defer func() {
		os.RemoveAll(tmp)
		os.Remove(filepath.Join(dir, stateDir))
	}()
	sorted := &sorter{dir: tmp}
	defer sorted.remove()
	for _, p := range parts {
		if err := sorted.addFile(p); err != nil {
			return nil, err
		}
	}
	sum := &Summary{}
	err = replaceFile(filepath.Join(dir, ManifestName), tmp, func(w io.Writer) error {
		return sorted.write(func(line []byte) error {
			var r Record
			if err := json.Unmarshal(line, &r); err != nil {
				return err
			}
			sum.add(&r)
			_, err := w.Write(line)
			return err
		})
	})
	sum.Duration = time.Since(began)
	return sum, err
}

// summaryOf adds up a manifest.
func summaryOf(dir string, began time.Time) (*Summary, error) {
	sum := &Summary{}
	err := EachRecord(dir, func(r *Record) error { sum.add(r); return nil })
	sum.Duration = time.Since(began)
	return sum, err
}

// addFile adds every line of a manifest.
func (s *sorter) addFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return eachLine(f, func(line []byte, _ int64) error {
		in, ok := inputOf(line)
		if !ok {
			return fmt.Errorf("%s holds a line that is no record", name)
		}
		return s.add(in, line)
	})
}

// wholeSet finds the manifests of all shards.
func wholeSet(dir string) ([]string, error) {
	found, _ := filepath.Glob(filepath.Join(globEscape(dir), "manifest-*-of-*.jsonl"))
	sort.Strings(found)
	byCount := map[int][]string{}
	count := 0
	for _, f := range found {
		if s, ok := parseManifestName(filepath.Base(f)); ok {
			byCount[s.Count] = append(byCount[s.Count], f)
			count = s.Count
		}
	}
	running, _ := filepath.Glob(filepath.Join(globEscape(dir), stateDir, "shard-*"))
	switch {
	case len(running) > 0:
		var names []string
		for _, r := range running {
			names = append(names, filepath.Base(r))
		}
		return nil, &PartsError{
			schema.Text{ZH: "尚未完成：" + list(names), EN: "not finished: " + list(names)},
			schema.Text{ZH: "等它们结束，或重新运行这些分片", EN: "wait for them, or run them again"},
		}
	case len(byCount) == 0:
		if _, err := os.Stat(filepath.Join(dir, ManifestName)); err == nil {
			return nil, nil // one run wrote it all
		}
		return nil, &PartsError{
			schema.Text{ZH: "没有任何分片的清单", EN: "there is no manifest of a shard"},
			schema.Text{ZH: "它们由 pbt convert --shard I/N 写出", EN: "pbt convert --shard I/N writes them"},
		}
	case len(byCount) > 1:
		return nil, &PartsError{
			schema.Text{ZH: "有几种不同分法的清单", EN: "there are manifests of several divisions"},
			schema.Text{ZH: "删除旧分法的清单：manifest-*-of-N.jsonl", EN: "remove those of the old one: manifest-*-of-N.jsonl"},
		}
	}
	parts := byCount[count]
	if len(parts) == count {
		return parts, nil
	}
	have := map[string]bool{}
	for _, p := range parts {
		have[filepath.Base(p)] = true
	}
	var missing []string
	for i := range count {
		if s := (Shard{i, count}); !have[s.manifest()] {
			missing = append(missing, fmt.Sprintf("%d/%d", i, count))
		}
	}
	return nil, &PartsError{
		schema.Text{ZH: "缺少分片：" + list(missing), EN: "shards are missing: " + list(missing)},
		schema.Text{ZH: "用 --shard 运行它们；做完的不会重做", EN: "run them with --shard; what is done is not done again"},
	}
}

// list joins the first few names.
func list(names []string) string {
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(", … (+%d)", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// add counts a record.
func (s *Summary) add(r *Record) {
	switch r.Outcome {
	case Converted:
		s.Converted++
	case NoForm:
		s.NoForm++
	case Unreadable:
		s.Unreadable++
	default:
		s.Skipped++
	}
	s.Declarations += r.Declarations
	s.Findings = s.Findings.plus(r.Findings)
}

// EachRecord hands out the records of a folder's manifest in order.
func EachRecord(dir string, each func(*Record) error) error {
	f, err := os.Open(filepath.Join(dir, ManifestName))
	if err != nil {
		return err
	}
	defer f.Close()
	return eachLine(f, func(line []byte, _ int64) error {
		var r Record
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		return each(&r)
	})
}
