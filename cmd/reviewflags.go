package cmd

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/schema"
)

// reviewFlag is --review: whether, and from where, what a person corrected is
// applied.
type reviewFlag struct{ where string }

// besideWord is the value of --review where none is given.
const besideWord = "beside"

func (f *reviewFlag) register(c *cobra.Command) {
	c.Flags().StringVar(&f.where, "review", "", "apply corrections: those beside each document (FORM.pdf.review.yaml), or of a `FILE|DIR` (--review=DIR where the folder holds documents, too)")
	c.Flags().Lookup("review").NoOptDefVal = besideWord
}

// finder makes the flag into what finds corrections, nil where it was not given,
// and takes a file of corrections, or a folder that holds nothing else, out of the
// arguments: --review FILE.review.yaml and --review DIR are what people write. Its
// errors are usage errors.
func (f *reviewFlag) finder(a *App, args []string) (*review.Finder, []string, error) {
	if f.where == "" {
		return nil, args, nil
	}
	out := &review.Finder{Where: f.where}
	if f.where == besideWord {
		out.Where = ""
		if i := slices.IndexFunc(args, namesReviews); i >= 0 && len(args) > 1 {
			out.Where = args[i]
			args = slices.Delete(slices.Clone(args), i, i+1)
		}
	}
	if _, err := os.Stat(out.Where); out.Where != "" && err != nil {
		why := reason(err)
		return nil, args, a.usage(schema.Text{ZH: "--review " + out.Where + "：" + why.ZH, EN: "--review " + out.Where + ": " + why.EN},
			schema.Text{ZH: "pbt review 文件 写出更正", EN: "pbt review FILE writes corrections"})
	}
	out.Lone = len(args) == 1 && args[0] != "-" && !isFolder(args[0])
	return out, args, nil
}

// namesReviews reports whether an argument is a file of corrections, or a folder of them
// alone: such a one is no document.
func namesReviews(name string) bool {
	if strings.HasSuffix(name, review.Ending) {
		return true
	}
	if !isFolder(name) {
		return false
	}
	found := false
	err := filepath.WalkDir(name, func(_ string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			return nil
		case !strings.HasSuffix(e.Name(), review.Ending):
			return errDocument
		}
		found = true
		return nil
	})
	return found && err == nil
}

// errDocument ends the search of a folder that holds more than corrections.
var errDocument = errors.New("a document")

// isFolder reports whether a path is that of a directory.
func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
