package input

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
)

// Measure adds up the bytes on disk of what Walk would go through, so that a
// run can tell how far it has come. It is an estimate, and 0 where the inputs
// come from a list or a glob.
func Measure(ctx context.Context, opt Options) int64 {
	if opt.FilesFrom != "" {
		return 0
	}
	w := &walker{ctx: ctx, opt: opt}
	w.avoid, _ = os.Stat(opt.Avoid)
	var total int64
	for _, p := range opt.Paths {
		if _, err := os.Lstat(p); err != nil {
			return 0
		}
		filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return fs.SkipAll
			}
			if err != nil {
				return nil
			}
			below, _ := filepath.Rel(p, path)
			fi, err := d.Info()
			if err != nil {
				return nil
			}
			if d.IsDir() && w.avoided(fi) || below != "." && w.excluded(filepath.ToSlash(below)) {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if fi.Mode().IsRegular() {
				total += fi.Size()
			}
			return nil
		})
	}
	return total
}
