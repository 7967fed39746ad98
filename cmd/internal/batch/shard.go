package batch

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/pbt-cli/pbt/schema"
)

// TextError is an error that can be told in either language.
type TextError struct{ Text schema.Text }

func (e *TextError) Error() string { return e.Text.EN }

// Shard is one part of a run that many machines share: part Index of Count,
// from 0. The zero value, and a Count of 1, is the whole run.
type Shard struct{ Index, Count int }

// ParseShard reads "3/20".
func ParseShard(s string) (Shard, error) {
	i, n, ok := strings.Cut(s, "/")
	index, err1 := strconv.Atoi(i)
	count, err2 := strconv.Atoi(n)
	if !ok || err1 != nil || err2 != nil || count < 1 || index < 0 || index >= count {
		return Shard{}, &TextError{schema.Text{
			ZH: fmt.Sprintf("%q 不是分片，应为 I/N，I 从 0 到 N-1，如 0/20", s),
			EN: fmt.Sprintf("%q is no shard, expected I/N with I from 0 to N-1, such as 0/20", s),
		}}
	}
	return Shard{index, count}, nil
}

// ShardFromEnv finds the shard in the variables of a scheduler: those of a
// Slurm job array, or of a Kubernetes Indexed Job together with
// PBT_SHARD_COUNT, since Kubernetes does not tell a pod how many there are.
// from names the variable, empty where there is none.
func ShardFromEnv(getenv func(string) string) (s Shard, from string, err error) {
	const slurm, k8s, count = "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "PBT_SHARD_COUNT"
	switch {
	case getenv(k8s) != "" && getenv(count) != "":
		s, err = ParseShard(getenv(k8s) + "/" + getenv(count))
		return s, k8s, err
	case getenv(slurm) != "" && getenv(count) != "":
		s, err = ParseShard(getenv(slurm) + "/" + getenv(count))
		return s, slurm, err
	case getenv(slurm) != "":
		s, err = slurmShard(getenv)
		return s, slurm, err
	}
	return Shard{}, "", nil
}

// slurmShard counts from the array's first index, and refuses an array with
// gaps: a few tasks submitted again would else take the whole run for theirs.
func slurmShard(getenv func(string) string) (Shard, error) {
	var id, first, last, n int
	for _, v := range []struct {
		name string
		to   *int
	}{{"SLURM_ARRAY_TASK_ID", &id}, {"SLURM_ARRAY_TASK_MIN", &first}, {"SLURM_ARRAY_TASK_MAX", &last}, {"SLURM_ARRAY_TASK_COUNT", &n}} {
		i, err := strconv.Atoi(getenv(v.name))
		if err != nil {
			return Shard{}, &TextError{schema.Text{
				ZH: fmt.Sprintf("%s 的值是 %q，应为数字", v.name, getenv(v.name)),
				EN: fmt.Sprintf("%s is %q, expected a number", v.name, getenv(v.name)),
			}}
		}
		*v.to = i
	}
	if first != 0 || last-first+1 != n {
		return Shard{}, &TextError{schema.Text{
			ZH: fmt.Sprintf("Slurm 作业数组 %d-%d 共 %d 个任务，不是从 0 起连续编号", first, last, n),
			EN: fmt.Sprintf("the Slurm array %d-%d of %d tasks does not count from 0 without gaps", first, last, n),
		}}
	}
	return ParseShard(fmt.Sprintf("%d/%d", id, n))
}

// whole reports whether this is no part of anything.
func (s Shard) whole() bool { return s.Count <= 1 }

// has reports whether an input belongs to the shard. Its path decides, which
// is the same on every machine whatever the mount point; two paths that differ only
// in case are one shard's, which sees that their outputs need two names.
func (s Shard) has(part string) bool {
	if s.whole() {
		return true
	}
	h := sha256.Sum256([]byte(strings.ToLower(norm.NFC.String(part))))
	return binary.BigEndian.Uint64(h[:])%uint64(s.Count) == uint64(s.Index)
}

// manifest is the file name of the shard's manifest.
func (s Shard) manifest() string {
	if s.whole() {
		return ManifestName
	}
	return fmt.Sprintf("manifest-%05d-of-%05d.jsonl", s.Index, s.Count)
}

// state is the name of the shard's folder of state.
func (s Shard) state() string {
	if s.whole() {
		return "run"
	}
	return fmt.Sprintf("shard-%05d-of-%05d", s.Index, s.Count)
}

// parseManifestName reads the shard from the name of its manifest.
func parseManifestName(name string) (Shard, bool) {
	var s Shard
	n, err := fmt.Sscanf(name, "manifest-%05d-of-%05d.jsonl", &s.Index, &s.Count)
	return s, err == nil && n == 2 && s.Count > 1 && name == s.manifest()
}
